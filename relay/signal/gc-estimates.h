// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-forecast.h"

/*
 * GcEstimates: the waits as they are told, the same to all pages. Where a wait lies near the edge
 * of a band each small change would tell another one, so a band gives way to the next one, or to
 * "not today" and back, only after GC_ESTIMATES_STEADY_MS. Anything else is told at once: two bands
 * further, or that nobody is able, or somebody again.
 */
typedef struct _GcEstimates GcEstimates;

#define GC_ESTIMATES_STEADY_MS INT64_C (30000)

GcEstimates *gc_estimates_new (void);
void gc_estimates_free (GcEstimates *estimates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcEstimates, gc_estimates_free)

/*
 * Between the two @queue, which is borrowed, must not change: one forecast, made when it is first
 * asked for, serves all looks.
 */
void gc_estimates_begin (GcEstimates *estimates, const GcQueue *queue, int64_t now_ms);
void gc_estimates_end (GcEstimates *estimates);

/* Of a waiting or offered ticket; FALSE for any other. wait_ms is not smoothed. */
gboolean gc_estimates_look (GcEstimates *estimates, const char *ticket, GcEstimate *ret_estimate);

/* When a look may tell another band though nothing has happened; INT64_MAX: never. */
int64_t gc_estimates_next_ms (const GcEstimates *estimates);
