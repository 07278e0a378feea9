// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-estimate-report.h"

void
gc_estimate_sum_init (GcEstimateSum *sum)
{
  *sum = (GcEstimateSum){ .abs_errors = g_array_new (FALSE, FALSE, sizeof (int64_t)) };
}

void
gc_estimate_sum_clear (GcEstimateSum *sum)
{
  g_clear_pointer (&sum->abs_errors, g_array_unref);
}

void
gc_estimate_sum_add (GcEstimateSum *sum, const GcEstimate *told, int64_t wait_ms)
{
  int64_t error_ms = wait_ms - told->wait_ms;
  int64_t abs_error_ms = ABS (error_ms);

  if (told->wait_ms < 0) {
    sum->n_nobody++;
    return;
  }
  if (wait_ms < 0)
    return;
  sum->n_inside += gc_band_of_wait (wait_ms) == told->band;
  sum->sum_ms += error_ms;
  g_array_append_val (sum->abs_errors, abs_error_ms);
}

static int
compare_int64 (gconstpointer a, gconstpointer b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

/* Of an even number, the mean of the two in the middle. */
static int64_t
median (GArray *values)
{
  g_array_sort (values, compare_int64);
  int64_t low = g_array_index (values, int64_t, (values->len - 1) / 2);
  int64_t high = g_array_index (values, int64_t, values->len / 2);
  return (low + high) / 2;
}

void
gc_estimate_sum_get (GcEstimateSum *sum, GcEstimateReport *ret_report)
{
  unsigned n = sum->abs_errors->len;

  *ret_report = (GcEstimateReport){
    .n_served = n,
    .n_inside = sum->n_inside,
    .n_nobody = sum->n_nobody,
    .mean_error_ms = n > 0 ? sum->sum_ms / (int64_t)n : 0,
    .median_abs_error_ms = n > 0 ? median (sum->abs_errors) : 0,
  };
}
