// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-estimate-report.h"

#include "queue/gc-forecast.h"

typedef struct {
  GcEstimate estimate;
  int64_t joined_ms;
} Told;

typedef struct {
  GcEstimateReport report;
  GHashTable *told;   /* char* ticket (in the transition) -> Told, owned: not served yet */
  GArray *abs_errors; /* int64_t */
  int64_t sum_ms;
} Count;

static void
on_joined (Count *count, const GcTransition *transition)
{
  GcEstimate estimate;

  if (transition->detail == NULL || !gc_estimate_parse (transition->detail, &estimate))
    return;
  count->report.n_joined++;
  if (estimate.wait_ms < 0) {
    count->report.n_nobody++;
    return;
  }
  Told *told = g_new (Told, 1);
  *told = (Told){ estimate, transition->at_ms };
  g_hash_table_replace (count->told, transition->ticket, told);
}

static void
on_served (Count *count, const GcTransition *transition)
{
  const Told *told = g_hash_table_lookup (count->told, transition->ticket);

  if (told == NULL)
    return;
  int64_t wait_ms = transition->at_ms - told->joined_ms;
  int64_t error_ms = wait_ms - told->estimate.wait_ms;
  int64_t abs_error_ms = ABS (error_ms);
  count->report.n_served++;
  count->report.n_inside += gc_band_of_wait (wait_ms) == told->estimate.band;
  count->sum_ms += error_ms;
  g_array_append_val (count->abs_errors, abs_error_ms);
  g_hash_table_remove (count->told, transition->ticket);
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
gc_estimate_report (const GPtrArray *transitions, GcEstimateReport *ret_report)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GArray) abs_errors = g_array_new (FALSE, FALSE, sizeof (int64_t));
  Count count = { .told = told, .abs_errors = abs_errors };

  for (unsigned i = 0; i < transitions->len; i++) {
    const GcTransition *transition = g_ptr_array_index (transitions, i);
    if (transition->reason == GC_REASON_JOINED)
      on_joined (&count, transition);
    else if (transition->reason == GC_REASON_ACCEPTED || transition->reason == GC_REASON_TAKEN)
      on_served (&count, transition);
  }
  if (abs_errors->len > 0) {
    count.report.mean_error_ms = count.sum_ms / (int64_t)abs_errors->len;
    count.report.median_abs_error_ms = median (abs_errors);
  }
  *ret_report = count.report;
}
