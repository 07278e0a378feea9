// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-estimates.h"

#define FORGET_MS INT64_C (60000)

/* What is told of one ticket. */
typedef struct {
  GcBand band;
  GcBand other;     /* what the forecast says instead */
  int64_t other_ms; /* since then; 0: it says the same */
} Told;

struct _GcEstimates {
  GHashTable *told;     /* char* ticket -> Told, owned */
  const GcQueue *queue; /* between begin and end */
  GcForecast *forecast;
  int64_t now_ms;
  int64_t forgot_ms;
  int64_t next_ms;
};

GcEstimates *
gc_estimates_new (void)
{
  GcEstimates *estimates = g_new0 (GcEstimates, 1);

  estimates->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  estimates->next_ms = INT64_MAX;
  return estimates;
}

void
gc_estimates_free (GcEstimates *estimates)
{
  if (estimates == NULL)
    return;
  gc_forecast_free (estimates->forecast);
  g_hash_table_unref (estimates->told);
  g_free (estimates);
}

/* Those who do not wait any more; who comes back into line is told anew. */
static void
forget (GcEstimates *estimates)
{
  GHashTableIter iter;
  gpointer id = NULL;

  g_hash_table_iter_init (&iter, estimates->told);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (gc_queue_ahead (estimates->queue, id) < 0)
      g_hash_table_iter_remove (&iter);
  estimates->forgot_ms = estimates->now_ms;
}

void
gc_estimates_begin (GcEstimates *estimates, const GcQueue *queue, int64_t now_ms)
{
  estimates->queue = queue;
  estimates->now_ms = now_ms;
  if (now_ms >= estimates->next_ms)
    estimates->next_ms = INT64_MAX;
  if (now_ms - estimates->forgot_ms >= FORGET_MS)
    forget (estimates);
}

void
gc_estimates_end (GcEstimates *estimates)
{
  g_clear_pointer (&estimates->forecast, gc_forecast_free);
  estimates->queue = NULL;
}

/* Whether a wait may go to and fro between the two. */
static gboolean
have_an_edge (GcBand a, GcBand b)
{
  if (a == GC_BAND_NOBODY || b == GC_BAND_NOBODY)
    return FALSE;
  return a == GC_BAND_NOT_TODAY || b == GC_BAND_NOT_TODAY || a + 1 == b || b + 1 == a;
}

static void
tell (GcEstimates *estimates, Told *told, GcBand band)
{
  if (band == told->band) {
    told->other_ms = 0;
    return;
  }
  if (told->other_ms == 0 || told->other != band) {
    told->other = band;
    told->other_ms = estimates->now_ms;
  }
  int64_t due_ms = told->other_ms + GC_ESTIMATES_STEADY_MS;
  if (have_an_edge (told->band, band) && estimates->now_ms < due_ms) {
    estimates->next_ms = MIN (estimates->next_ms, due_ms);
    return;
  }
  told->band = band;
  told->other_ms = 0;
}

gboolean
gc_estimates_look (GcEstimates *estimates, const char *ticket, GcEstimate *ret_estimate)
{
  g_return_val_if_fail (estimates->queue != NULL, FALSE);

  /* Most changes ask for none: nobody waits. */
  if (gc_queue_ahead (estimates->queue, ticket) < 0)
    return FALSE;
  if (estimates->forecast == NULL)
    estimates->forecast = gc_forecast_new (estimates->queue, estimates->now_ms);
  gc_forecast_look (estimates->forecast, ticket, ret_estimate);
  Told *told = g_hash_table_lookup (estimates->told, ticket);
  if (told == NULL) {
    told = g_new0 (Told, 1);
    told->band = ret_estimate->band;
    g_hash_table_insert (estimates->told, g_strdup (ticket), told);
  }
  tell (estimates, told, ret_estimate->band);
  ret_estimate->band = told->band;
  return TRUE;
}

int64_t
gc_estimates_next_ms (const GcEstimates *estimates)
{
  return estimates->next_ms;
}
