// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-clock.h"

#include <glib.h>

static int64_t
system_monotonic_us (const GcClock *clock)
{
  return g_get_monotonic_time ();
}

int64_t
gc_clock_monotonic_us (const GcClock *clock)
{
  return clock->monotonic_us (clock);
}

int64_t
gc_clock_real_us (const GcClock *clock)
{
  return clock->real_us (clock);
}

static int64_t
shifted_real_us (const GcClock *clock)
{
  return g_get_real_time () + ((const GcShiftedClock *)clock)->shift_us;
}

void
gc_shifted_clock_init (GcShiftedClock *clock, int64_t shift_us)
{
  *clock = (GcShiftedClock){ { system_monotonic_us, shifted_real_us }, shift_us };
}

static int64_t
fake_monotonic_us (const GcClock *clock)
{
  return ((const GcFakeClock *)clock)->monotonic_us;
}

static int64_t
fake_real_us (const GcClock *clock)
{
  return ((const GcFakeClock *)clock)->real_us;
}

void
gc_fake_clock_init (GcFakeClock *clock, int64_t monotonic_us, int64_t real_us)
{
  *clock = (GcFakeClock){ { fake_monotonic_us, fake_real_us }, monotonic_us, real_us };
}

void
gc_fake_clock_advance (GcFakeClock *clock, int64_t step_us)
{
  clock->monotonic_us += step_us;
  clock->real_us += step_us;
}
