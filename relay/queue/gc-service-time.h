// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcServiceTime: how long an agent is taken up by one ticket of an item, from the moment he accepts
 * it until his wrap-up is over. Plain data, one row of the store.
 */
typedef struct {
  char *item;
  int64_t mean_ms; /* of what was measured; before that, what is to be expected */
  unsigned n;      /* measured so far; 0: mean_ms is no more than an expectation */
} GcServiceTime;

/* Expected of an item of which nothing is known. */
#define GC_SERVICE_TIME_UNKNOWN_MS (INT64_C (15) * 60 * 1000)

/* Nothing is known. (transfer full) */
GcServiceTime *gc_service_time_new (const char *item);
GcServiceTime *gc_service_time_copy (const GcServiceTime *time);
void gc_service_time_free (GcServiceTime *time);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcServiceTime, gc_service_time_free)

/* Sets what is to be expected, unless something was measured already; whether that is new. */
gboolean gc_service_time_expect (GcServiceTime *time, int64_t expected_ms);

/*
 * Adds one measured time to the mean, with a weight of a quarter: the last ten or so count. A
 * session that was left open over lunch counts as two hours.
 */
void gc_service_time_learn (GcServiceTime *time, int64_t took_ms);
