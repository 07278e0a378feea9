// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-sim-study.h"

#include "gc-sim-report.h"

#include "common/gc-error.h"

#define CHECK_EVERY 200
#define QUARTER_DAYS 84
#define WEEK_DAYS 7
#define SAMPLE_MS INT64_C (300000)
#define HOUR_MS INT64_C (3600000)

static const struct {
  const char *name;
  const char *first_day;
  const char *week; /* without a holiday, to count the overlap in */
} seasons[] = {
  { "winter", "2026-01-05", "2026-01-12" },
  { "summer", "2026-07-06", "2026-07-13" },
};

static const struct {
  const char *name;
  GcSimRoster roster;
} rosters[] = {
  { "normal", GC_SIM_ROSTER_NORMAL },
  { "duty", GC_SIM_ROSTER_DUTY },
  { "duty + evening", GC_SIM_ROSTER_EVENING },
  { "two crews", GC_SIM_ROSTER_CREWS },
};

typedef enum {
  REGION_EUROPE,
  REGION_AMERICAS,
  REGION_REST_ABROAD,
  REGION_HOME,
  REGION_N,
} Region;

static Region
region_of (const GcSimPoint *place)
{
  static const char *const europe[] = { "IT", "FR", "ES", NULL };
  static const char *const americas[] = { "US", "BR", NULL };

  if (place->is_domestic)
    return REGION_HOME;
  if (g_strv_contains (europe, place->country))
    return REGION_EUROPE;
  return g_strv_contains (americas, place->country) ? REGION_AMERICAS : REGION_REST_ABROAD;
}

static gboolean
is_of_region (const GcSimRun *run, unsigned visit, gconstpointer data)
{
  return region_of (gc_sim_world_origin (run->world, visit)->place) ==
         (Region)GPOINTER_TO_UINT (data);
}

static gboolean
set_first_day (GcSimScenario *scenario, const char *day, int64_t n_days, GError **error)
{
  scenario->n_days = n_days;
  return gc_sim_day_parse (day, &scenario->first_day, error);
}

/* ---- duty hours ---- */

static gboolean
is_on_duty (const GcSimWorld *world, int64_t at_ms)
{
  for (guint a = 0; a < world->agents->len; a++)
    if (gc_sim_spans_find (gc_sim_world_agent (world, a)->duty, at_ms) != NULL)
      return TRUE;
  return FALSE;
}

/* Hours of the scenario's days in which the point is open and anybody is on duty at home. */
static double
count_overlap (const GcSimWorld *world, const GcSimPoint *place)
{
  const GcSimScenario *scenario = world->scenario;
  g_autoptr (GArray) doors = gc_sim_hours_list (place->opening, scenario->first_day,
                                                (unsigned)scenario->n_days, NULL, NULL);
  int64_t sum_ms = 0;

  for (guint i = 0; i < doors->len; i++) {
    const GcSimSpan *span = &g_array_index (doors, GcSimSpan, i);
    for (int64_t at_ms = span->from_ms; at_ms < span->to_ms; at_ms += SAMPLE_MS)
      sum_ms += is_on_duty (world, at_ms) ? SAMPLE_MS : 0;
  }
  return (double)sum_ms / (double)HOUR_MS;
}

static gboolean
add_overlap (GString *text, GcSimScenario *scenario, uint64_t seed, GError **error)
{
  g_autoptr (GPtrArray) worlds = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_sim_world_free);
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();
  g_autoptr (GString) head = g_string_new ("point");

  for (size_t s = 0; s < G_N_ELEMENTS (seasons); s++) {
    for (size_t r = 0; r < G_N_ELEMENTS (rosters); r++) {
      GcSimOptions options = { seed, 1, 1, rosters[r].roster };
      if (!set_first_day (scenario, seasons[s].week, WEEK_DAYS, error))
        return FALSE;
      g_ptr_array_add (worlds, gc_sim_world_new (scenario, &options));
      g_string_append_printf (head, "|%s, %s", seasons[s].name, rosters[r].name);
    }
  }
  gc_sim_row (rows, "%s", head->str);
  for (guint i = 0; i < scenario->origins->len; i++) {
    const GcSimPoint *place = ((GcSimOrigin *)g_ptr_array_index (scenario->origins, i))->place;
    g_autoptr (GString) row = g_string_new (place->id);
    for (guint w = 0; w < worlds->len; w++) {
      /* The scenario's days are those of the season that the world was made for. */
      if (!set_first_day (scenario, seasons[w / G_N_ELEMENTS (rosters)].week, WEEK_DAYS, error))
        return FALSE;
      g_string_append_printf (row, "|%.1f", count_overlap (g_ptr_array_index (worlds, w), place));
    }
    gc_sim_row (rows, "%s", row->str);
  }
  g_string_append (text, "Hours a week in which the doors are open and somebody is on duty:\n\n");
  gc_sim_table (text, rows);
  return TRUE;
}

/* The share of those who came that were served on that visit. */
static double
served_percent (const GcSimRun *run, Region region)
{
  GcSimFigures figures;

  gc_sim_figures (run, is_of_region, GUINT_TO_POINTER (region), &figures);
  return figures.n_came > 0 ? 100.0 * figures.fates[GC_SIM_FATE_SERVED] / figures.n_came : 0;
}

/* A week, of all agents, breaks counted. */
static double
agent_hours (const GcSimRun *run)
{
  int64_t sum_ms = 0;

  for (guint a = 0; a < run->world->agents->len; a++) {
    const GArray *duty = gc_sim_world_agent (run->world, a)->duty;
    for (guint i = 0; i < duty->len; i++) {
      const GcSimSpan *span = &g_array_index (duty, GcSimSpan, i);
      sum_ms += span->to_ms - span->from_ms;
    }
  }
  return (double)sum_ms / (double)HOUR_MS * WEEK_DAYS / (double)run->world->scenario->n_days;
}

static void
add_roster (GPtrArray *rows, const char *season, const char *roster, const GcSimRun *run)
{
  GcSimFigures all;

  gc_sim_figures (run, NULL, NULL, &all);
  gc_sim_row (
      rows,
      "%s, %s|%u|%.0f %%|%.0f %%|%.0f %%|%.0f %%|%.0f %%|%u|%.1f|%.1f|%.1f|%.1f %%|%.0f|%.1f %%",
      season, roster, all.n_came, 100.0 * all.fates[GC_SIM_FATE_SERVED] / all.n_came,
      served_percent (run, REGION_EUROPE), served_percent (run, REGION_AMERICAS),
      served_percent (run, REGION_REST_ABROAD), served_percent (run, REGION_HOME),
      all.fates[GC_SIM_FATE_OUTSIDE], all.wait_mean / 60, all.wait_p90 / 60, all.wait_max / 60,
      all.within_5_percent, agent_hours (run), gc_sim_utilisation (run, NULL));
}

static gboolean
check_shifts (const GcSimScenario *scenario, GError **error)
{
  const GcSimGroup *group = g_ptr_array_index (scenario->groups, 0);

  if (group->early != NULL && group->evening != NULL)
    return TRUE;
  g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID,
                       "\"shifts\": the study needs \"early\" and \"evening\"");
  return FALSE;
}

char *
gc_sim_study_duty_hours (GcSimScenario *scenario, uint64_t seed, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();

  if (!check_shifts (scenario, error))
    return NULL;
  /* The windows of the data are made for the duty hours: here video is on whenever it can be. */
  scenario->by_window = FALSE;
  gc_sim_row (rows, "season, hours at home|came|served|Europe|Americas|rest abroad|home|outside "
                    "hours|wait mean|p90|max|<= 5 min|agent hours a week|agents busy");
  for (size_t s = 0; s < G_N_ELEMENTS (seasons); s++) {
    for (size_t r = 0; r < G_N_ELEMENTS (rosters); r++) {
      GcSimOptions options = { seed, 1, 1, rosters[r].roster };
      if (!set_first_day (scenario, seasons[s].first_day, QUARTER_DAYS, error))
        return NULL;
      g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
      g_autoptr (GcSimRun) run = gc_sim_run_new (world, &gc_sim_policy_ours, CHECK_EVERY, error);
      if (run == NULL)
        return NULL;
      add_roster (rows, seasons[s].name, rosters[r].name, run);
    }
  }
  g_string_append_printf (text,
                          "%s; %d days from %s and from %s, seed %" G_GUINT64_FORMAT
                          ". Shares are of those who came, served on that visit; waits in "
                          "minutes.\n\n",
                          scenario->title, QUARTER_DAYS, seasons[0].first_day, seasons[1].first_day,
                          seed);
  gc_sim_table (text, rows);
  if (!add_overlap (text, scenario, seed, error))
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- policies ---- */

static void
add_policy (GPtrArray *rows, const GcSimWorld *world, const GcSimRun *run)
{
  GcSimFairness fairness;
  GcSimFigures all;
  GcSimConduct conduct;

  gc_sim_figures (run, NULL, NULL, &all);
  gc_sim_fairness (run, &fairness);
  gc_sim_conduct (run, &conduct);
  unsigned n_waited = all.n_came - all.fates[GC_SIM_FATE_OUTSIDE];
  unsigned n_again = conduct.n_same + conduct.n_other;
  gc_sim_row (
      rows,
      "x%" G_GINT64_FORMAT ", x%" G_GINT64_FORMAT
      ", %s|%u|%u|%.1f %%|%.1f|%.1f|%.1f|%.1f|%.1f %%|%.1f %%|%.3f|%.1f / %.1f|%.1f %%|%.0f %%",
      world->options.load, world->options.staff, run->policy->name, n_waited,
      all.fates[GC_SIM_FATE_SERVED],
      n_waited > 0 ? 100.0 * all.fates[GC_SIM_FATE_SERVED] / n_waited : 0, all.wait_mean / 60,
      all.wait_median / 60, all.wait_p90 / 60, all.wait_p99 / 60, all.within_5_percent,
      all.within_15_percent, fairness.jain, fairness.worst / 60, fairness.best / 60,
      gc_sim_utilisation (run, NULL), n_again > 0 ? 100.0 * conduct.n_same / n_again : 0);
}

char *
gc_sim_study_policies (GcSimScenario *scenario, uint64_t seed, GError **error)
{
  static const GcSimPolicy *const policies[] = { &gc_sim_policy_fcfs, &gc_sim_policy_skill,
                                                 &gc_sim_policy_ours };
  static const struct {
    int64_t load;
    int64_t staff;
  } sizes[] = { { 1, 1 }, { 2, 1 }, { 5, 1 }, { 5, 2 }, { 10, 2 }, { 10, 4 } };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();

  gc_sim_row (rows, "load, staff, policy|came in hours|served|of these|wait mean|median|p90|p99|"
                    "<= 5 min|<= 15 min|Jain|worst / best point|agents busy|same agent again");
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GcSimOptions options = { seed, sizes[i].load, sizes[i].staff, GC_SIM_ROSTER_AS_WRITTEN };
    g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
    for (size_t p = 0; p < G_N_ELEMENTS (policies); p++) {
      g_autoptr (GcSimRun) run = gc_sim_run_new (world, policies[p], CHECK_EVERY, error);
      if (run == NULL)
        return NULL;
      add_policy (rows, world, run);
    }
  }
  g_string_append_printf (
      text, "%s; %" G_GINT64_FORMAT " days, seed %" G_GUINT64_FORMAT "; waits in minutes.\n\n",
      scenario->title, scenario->n_days, seed);
  gc_sim_table (text, rows);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
