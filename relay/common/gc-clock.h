// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdint.h>

/*
 * GcClock: where time comes from. Daemons use a GcShiftedClock; tests give a struct of their own,
 * so that no test sleeps and no rule depends on the wall clock.
 */
typedef struct _GcClock GcClock;

struct _GcClock {
  int64_t (*monotonic_us) (const GcClock *clock); /* never steps; for durations and time-outs */
  int64_t (*real_us) (const GcClock *clock);      /* microseconds since 1970 UTC; for people */
};

int64_t gc_clock_monotonic_us (const GcClock *clock);
int64_t gc_clock_real_us (const GcClock *clock);

/* GcShiftedClock: the system's clocks; the time for people is so much later, below 0 earlier. */
typedef struct {
  GcClock parent;
  int64_t shift_us;
} GcShiftedClock;

void gc_shifted_clock_init (GcShiftedClock *clock, int64_t shift_us);

/* GcFakeClock: a clock that moves only when told. Embed it or keep it on the stack. */
typedef struct {
  GcClock parent;
  int64_t monotonic_us;
  int64_t real_us;
} GcFakeClock;

void gc_fake_clock_init (GcFakeClock *clock, int64_t monotonic_us, int64_t real_us);
void gc_fake_clock_advance (GcFakeClock *clock, int64_t step_us);
