// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcLateness remembers how late packets came that were lost and repaired, and says how long
 * pictures are to be held before they are shown, so that repair is in time: a receiver that shows
 * them sooner stands still at each loss. It is measured, not worked out of round trip and loss, so
 * it knows of what is lost twice, of hesitation, and of what was repaired without a round trip. A
 * struct of zeros has seen nothing.
 */
#define GC_LATENESS_SPANS 16

typedef struct {
  struct {
    int64_t number; /* of the time span */
    int64_t most_us;
  } spans[GC_LATENESS_SPANS];
} GcLateness;

/* A packet that was repaired came @late_us after it should have. @now_us: above 0. */
void gc_lateness_note (GcLateness *lateness, int64_t late_us, int64_t now_us);

/*
 * How late repaired packets come: the most in one of the last sixteen spans of 4 s, but for the
 * latest span of all, since what happened once need not happen again. 0: nothing is to be held.
 */
int64_t gc_lateness_get (const GcLateness *lateness, int64_t now_us);
