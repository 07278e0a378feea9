// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * How good the estimates were: what was foreseen when a ticket joined, against when an agent first
 * accepted it, or took it.
 */
typedef struct {
  unsigned n_joined;           /* tickets that joined with an estimate or without an able agent */
  unsigned n_nobody;           /* of those: nobody at work was able */
  unsigned n_served;           /* foreseen, and then served: the rest is of these */
  unsigned n_inside;           /* waited for as long as the band said */
  int64_t mean_error_ms;       /* actual less foreseen; above 0: they waited longer */
  int64_t median_abs_error_ms; /* half of them were nearer than this */
} GcEstimateReport;

/*
 * @transitions: (element-type GcTransition) of any tickets, in the order of seq. What was foreseen
 * for a ticket whose `joined` is not among them is not known, so it does not count. Who was told
 * "not today" and served nevertheless counts as outside the band.
 */
void gc_estimate_report (const GPtrArray *transitions, GcEstimateReport *ret_report);
