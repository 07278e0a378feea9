// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-sim-report.h"

#include <stdlib.h>

static int
compare (const void *a, const void *b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

/* The value at or below which @percent of the sorted ones lie. */
static double
percentile (const GArray *sorted, unsigned percent)
{
  if (sorted->len == 0)
    return 0;
  guint at = (guint)(((uint64_t)sorted->len * percent + 99) / 100);
  return (double)g_array_index (sorted, int64_t, MAX (at, 1) - 1) / 1000;
}

static double
mean (const GArray *values)
{
  int64_t sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, int64_t, i);
  return values->len > 0 ? (double)sum / values->len / 1000 : 0;
}

static double
share_within (const GArray *waits, int64_t bound_ms, unsigned n_joined)
{
  unsigned n = 0;

  for (guint i = 0; i < waits->len; i++)
    n += g_array_index (waits, int64_t, i) <= bound_ms;
  return n_joined > 0 ? 100.0 * n / n_joined : 0;
}

void
gc_sim_figures (const GcSimRun *run,
                GcSimFilter filter,
                gconstpointer data,
                GcSimFigures *ret_figures)
{
  GcSimFigures figures = { 0 };
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) stands = g_array_new (FALSE, FALSE, sizeof (int64_t));

  for (guint i = 0; i < run->world->visits->len; i++) {
    const GcSimVisitRun *visit = &run->visits[i];
    if (visit->phase == GC_SIM_PHASE_BEFORE || (filter != NULL && !filter (run, i, data)))
      continue;
    figures.n_came++;
    figures.fates[visit->fate]++;
    figures.n_joined += visit->joined_ms != 0;
    int64_t wait_ms = visit->connected_ms - visit->joined_ms;
    int64_t stand_ms = visit->seated_ms - gc_sim_world_visit (run->world, i)->arrives_ms;
    /* An agent before an empty chair has served nobody. */
    if (visit->connected_ms != 0 && !visit->ghost)
      g_array_append_val (waits, wait_ms);
    if (visit->seated_ms != 0)
      g_array_append_val (stands, stand_ms);
  }
  if (waits->len > 0)
    qsort (waits->data, waits->len, sizeof (int64_t), compare);
  figures.kiosk_mean = mean (stands);
  figures.wait_mean = mean (waits);
  figures.wait_median = percentile (waits, 50);
  figures.wait_p90 = percentile (waits, 90);
  figures.wait_p99 = percentile (waits, 99);
  figures.wait_max = percentile (waits, 100);
  figures.within_5_percent = share_within (waits, 5 * 60000, figures.n_joined);
  figures.within_15_percent = share_within (waits, 15 * 60000, figures.n_joined);
  *ret_figures = figures;
}

static gboolean
is_of_origin (const GcSimRun *run, unsigned visit, gconstpointer data)
{
  return gc_sim_world_visit (run->world, visit)->origin == GPOINTER_TO_UINT (data);
}

void
gc_sim_fairness (const GcSimRun *run, GcSimFairness *ret_fairness)
{
  double sum = 0, squares = 0;
  unsigned n = 0;
  GcSimFairness fairness = { 0 };

  for (guint i = 0; i < run->world->scenario->origins->len; i++) {
    GcSimFigures figures;
    gc_sim_figures (run, is_of_origin, GUINT_TO_POINTER (i), &figures);
    if (figures.fates[GC_SIM_FATE_SERVED] == 0)
      continue;
    sum += figures.wait_mean;
    squares += figures.wait_mean * figures.wait_mean;
    fairness.worst = MAX (fairness.worst, figures.wait_mean);
    fairness.best = n == 0 ? figures.wait_mean : MIN (fairness.best, figures.wait_mean);
    n++;
  }
  fairness.jain = squares > 0 ? sum * sum / (n * squares) : 1;
  *ret_fairness = fairness;
}

void
gc_sim_conduct (const GcSimRun *run, GcSimConduct *ret_conduct)
{
  GcSimConduct conduct = { 0 };

  for (guint i = 0; i < run->world->visits->len; i++) {
    const GcSimVisitRun *visit = &run->visits[i];
    conduct.n_offers += visit->n_offers;
    conduct.n_declined += visit->n_declined;
    conduct.n_missed += visit->n_missed;
    conduct.n_dropped += visit->dropped || visit->agent_lost;
    conduct.n_same += visit->recovered && !visit->changed_agent;
    conduct.n_other += visit->recovered && visit->changed_agent;
  }
  *ret_conduct = conduct;
}

double
gc_sim_utilisation (const GcSimRun *run, const char *department)
{
  int64_t busy_ms = 0, duty_ms = 0;

  for (unsigned i = 0; i < run->world->agents->len; i++) {
    const GcSimGroup *group = gc_sim_world_group (run->world, i);
    const int64_t *spent_ms = run->agents[i].spent_ms;
    int64_t used_ms = spent_ms[GC_SIM_AGENT_SESSION] + spent_ms[GC_SIM_AGENT_HOLDING] +
                      spent_ms[GC_SIM_AGENT_WRAP_UP];
    if (department != NULL &&
        !g_strv_contains ((const char *const *)group->departments, department))
      continue;
    busy_ms += used_ms;
    duty_ms += used_ms + spent_ms[GC_SIM_AGENT_IDLE] + spent_ms[GC_SIM_AGENT_OFFERED];
  }
  return duty_ms > 0 ? 100.0 * (double)busy_ms / (double)duty_ms : 0;
}
