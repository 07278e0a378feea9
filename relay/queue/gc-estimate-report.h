// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-forecast.h"

/*
 * GcEstimateSum: how good the estimates were: what was foreseen when a ticket joined, against when
 * an agent first accepted it, or took it. Tickets go in one by one, in any order.
 */
typedef struct {
  GArray *abs_errors; /* int64_t */
  int64_t sum_ms;
  unsigned n_inside;
  unsigned n_nobody;
} GcEstimateSum;

typedef struct {
  unsigned n_served;           /* foreseen, and then served: the rest is of these */
  unsigned n_inside;           /* waited for as long as the band said */
  unsigned n_nobody;           /* not of those: nobody at work was able when they joined */
  int64_t mean_error_ms;       /* actual less foreseen; above 0: they waited longer */
  int64_t median_abs_error_ms; /* half of them were nearer than this */
} GcEstimateReport;

void gc_estimate_sum_init (GcEstimateSum *sum);
void gc_estimate_sum_clear (GcEstimateSum *sum);

/*
 * Adds a ticket that was told @told and waited for @wait_ms; -1: it was not served, and counts only
 * when nobody was able. Who was told "not today" and served nevertheless is outside the band.
 */
void gc_estimate_sum_add (GcEstimateSum *sum, const GcEstimate *told, int64_t wait_ms);

/* All zero for none. */
void gc_estimate_sum_get (GcEstimateSum *sum, GcEstimateReport *ret_report);
