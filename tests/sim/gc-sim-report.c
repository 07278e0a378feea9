// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-sim-report.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* ---- tables ---- */

GPtrArray *
gc_sim_rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
}

void
gc_sim_row (GPtrArray *rows, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (rows, g_strsplit (text, "|", -1));
}

static void
add_cells (GString *text, char *const *cells, const size_t *widths, guint n)
{
  for (guint i = 0; i < n; i++) {
    const char *cell = cells[i] != NULL ? cells[i] : "";
    /* Names to the left, figures to the right. */
    if (i == 0)
      g_string_append_printf (text, "| %-*s ", (int)widths[i], cell);
    else
      g_string_append_printf (text, "| %*s ", (int)widths[i], cell);
  }
  g_string_append (text, "|\n");
}

void
gc_sim_table (GString *text, GPtrArray *rows)
{
  guint n = g_strv_length (g_ptr_array_index (rows, 0));
  g_autofree size_t *widths = g_new0 (size_t, n);

  for (guint r = 0; r < rows->len; r++) {
    char **cells = g_ptr_array_index (rows, r);
    for (guint i = 0; i < n && cells[i] != NULL; i++)
      widths[i] = MAX (MAX (widths[i], strlen (cells[i])), 2);
  }
  for (guint r = 0; r < rows->len; r++) {
    add_cells (text, g_ptr_array_index (rows, r), widths, n);
    if (r != 0)
      continue;
    for (guint i = 0; i < n; i++) {
      g_autofree char *line = g_strnfill (widths[i] + (i == 0 ? 2 : 1), '-');
      g_string_append_printf (text, "|%s%s", line, i == 0 ? "" : ":");
    }
    g_string_append (text, "|\n");
  }
  g_string_append_c (text, '\n');
}

/* ---- which visits ---- */

static gboolean
is_of_origin (const GcSimRun *run, unsigned visit, gconstpointer data)
{
  return gc_sim_world_visit (run->world, visit)->origin == GPOINTER_TO_UINT (data);
}

static gboolean
is_of_department (const GcSimRun *run, unsigned visit, gconstpointer data)
{
  return g_str_equal (gc_sim_world_wish (run->world, visit)->item->department, data);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The departments of the scenario's items, sorted. (transfer container) */
static GPtrArray *
list_departments (const GcSimScenario *scenario)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < scenario->wishes->len; i++) {
    const GcSimWish *wish = g_ptr_array_index (scenario->wishes, i);
    if (!g_ptr_array_find_with_equal_func (list, wish->item->department, g_str_equal, NULL))
      g_ptr_array_add (list, wish->item->department);
  }
  g_ptr_array_sort (list, compare_names);
  return list;
}

/* ---- text ---- */

#define WAIT_HEAD "wait mean|median|p90|p99|max|<= 5 min|<= 15 min"
#define WAIT_CELLS "%.1f|%.1f|%.1f|%.1f|%.1f|%.1f %%|%.1f %%"
#define WAIT_VALUES(f)                                                                             \
  (f).wait_mean / 60, (f).wait_median / 60, (f).wait_p90 / 60, (f).wait_p99 / 60,                  \
      (f).wait_max / 60, (f).within_5_percent, (f).within_15_percent

static void
add_comparison (GString *text, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();

  gc_sim_row (rows, "policy|served|gave up|no show|closed|lost|" WAIT_HEAD);
  for (guint i = 0; i < runs->len; i++) {
    const GcSimRun *run = g_ptr_array_index (runs, i);
    GcSimFigures all;
    gc_sim_figures (run, NULL, NULL, &all);
    gc_sim_row (rows, "%s|%u|%u|%u|%u|%u|" WAIT_CELLS, run->policy->name,
                all.fates[GC_SIM_FATE_SERVED], all.fates[GC_SIM_FATE_LEFT],
                all.fates[GC_SIM_FATE_NO_SHOW], all.fates[GC_SIM_FATE_CLOSED],
                all.fates[GC_SIM_FATE_LOST], WAIT_VALUES (all));
  }
  gc_sim_table (text, rows);
}

static void
add_conduct (GString *text, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();

  gc_sim_row (rows, "policy|Jain|worst / best point|offers a ticket|declined|missed|links "
                    "broken|same agent again|another agent|agents busy|overtaken|left waiting");
  for (guint i = 0; i < runs->len; i++) {
    const GcSimRun *run = g_ptr_array_index (runs, i);
    GcSimFairness fairness;
    GcSimFigures all;
    GcSimConduct offers;
    gc_sim_figures (run, NULL, NULL, &all);
    gc_sim_fairness (run, &fairness);
    gc_sim_conduct (run, &offers);
    gc_sim_row (rows, "%s|%.3f|%.1f / %.1f min|%.2f|%u|%u|%u|%u|%u|%.1f %%|%u|%u",
                run->policy->name, fairness.jain, fairness.worst / 60, fairness.best / 60,
                all.n_joined > 0 ? (double)offers.n_offers / all.n_joined : 0, offers.n_declined,
                offers.n_missed, offers.n_dropped, offers.n_same, offers.n_other,
                gc_sim_utilisation (run, NULL), run->n_overtaken, run->n_stuck);
  }
  gc_sim_table (text, rows);
}

static void
add_figures (GPtrArray *rows, const char *name, const GcSimFigures *figures)
{
  gc_sim_row (rows, "%s|%u|%u|%u|%u|%u|%u|%.1f|" WAIT_CELLS, name, figures->n_came,
              figures->fates[GC_SIM_FATE_OUTSIDE], figures->fates[GC_SIM_FATE_SERVED],
              figures->fates[GC_SIM_FATE_LEFT] + figures->fates[GC_SIM_FATE_NO_SHOW],
              figures->fates[GC_SIM_FATE_CLOSED], figures->fates[GC_SIM_FATE_LOST],
              figures->kiosk_mean / 60, WAIT_VALUES (*figures));
}

static void
add_points (GString *text, const GcSimRun *run)
{
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();
  GcSimFigures figures;

  gc_sim_row (rows, "point|came|outside hours|served|gave up|closed|lost|for a kiosk|" WAIT_HEAD);
  for (guint i = 0; i < run->world->scenario->origins->len; i++) {
    const GcSimOrigin *origin = g_ptr_array_index (run->world->scenario->origins, i);
    gc_sim_figures (run, is_of_origin, GUINT_TO_POINTER (i), &figures);
    add_figures (rows, origin->place->id, &figures);
  }
  gc_sim_figures (run, NULL, NULL, &figures);
  add_figures (rows, "all", &figures);
  gc_sim_table (text, rows);
}

static void
add_departments (GString *text, const GcSimRun *run)
{
  g_autoptr (GPtrArray) rows = gc_sim_rows_new ();
  g_autoptr (GPtrArray) departments = list_departments (run->world->scenario);

  gc_sim_row (rows, "department|came|served|wait mean|p90|max|its agents busy");
  for (guint i = 0; i < departments->len; i++) {
    const char *department = g_ptr_array_index (departments, i);
    GcSimFigures figures;
    gc_sim_figures (run, is_of_department, department, &figures);
    gc_sim_row (rows, "%s|%u|%u|%.1f|%.1f|%.1f|%.1f %%", department, figures.n_came,
                figures.fates[GC_SIM_FATE_SERVED], figures.wait_mean / 60, figures.wait_p90 / 60,
                figures.wait_max / 60, gc_sim_utilisation (run, department));
  }
  gc_sim_table (text, rows);
}

char *
gc_sim_report_text (const GPtrArray *runs)
{
  GString *text = g_string_new (NULL);
  const GcSimWorld *world = ((const GcSimRun *)g_ptr_array_index (runs, 0))->world;

  g_string_append_printf (text,
                          "%s: %" G_GINT64_FORMAT " days from %u, load x%" G_GINT64_FORMAT
                          ", staff x%" G_GINT64_FORMAT ", seed %" G_GUINT64_FORMAT
                          "; %u came; times in minutes.\n\n",
                          world->scenario->title, world->scenario->n_days,
                          gc_sim_day_number (world->scenario->first_day), world->options.load,
                          world->options.staff, world->options.seed, world->visits->len);
  add_comparison (text, runs);
  add_conduct (text, runs);
  for (guint i = 0; i < runs->len; i++) {
    const GcSimRun *run = g_ptr_array_index (runs, i);
    g_string_append_printf (text, "Policy %s, %" G_GUINT64_FORMAT " checks:\n\n", run->policy->name,
                            run->n_checks);
    add_points (text, run);
    add_departments (text, run);
  }
  return g_string_free (text, FALSE);
}

/* ---- JSON ---- */

static void
set_int (JsonBuilder *builder, const char *name, int64_t value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* Three decimals, so that the text does not hang on the last bit. */
static void
set_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, (double)(int64_t)(value * 1000 + 0.5) / 1000);
}

static void
set_figures (JsonBuilder *builder, const char *name, const GcSimFigures *figures)
{
  static const char *const fates[GC_SIM_FATE_N] = { "here",    "outside_hours", "served", "gave_up",
                                                    "no_show", "closed",        "lost" };

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  set_int (builder, "came", figures->n_came);
  set_int (builder, "joined", figures->n_joined);
  for (size_t i = 0; i < GC_SIM_FATE_N; i++)
    set_int (builder, fates[i], figures->fates[i]);
  set_number (builder, "kiosk_mean_s", figures->kiosk_mean);
  set_number (builder, "wait_mean_s", figures->wait_mean);
  set_number (builder, "wait_median_s", figures->wait_median);
  set_number (builder, "wait_p90_s", figures->wait_p90);
  set_number (builder, "wait_p99_s", figures->wait_p99);
  set_number (builder, "wait_max_s", figures->wait_max);
  set_number (builder, "within_5_min_percent", figures->within_5_percent);
  set_number (builder, "within_15_min_percent", figures->within_15_percent);
  json_builder_end_object (builder);
}

static void
set_conduct (JsonBuilder *builder, const GcSimRun *run)
{
  GcSimFairness fairness;
  GcSimConduct offers;

  gc_sim_fairness (run, &fairness);
  gc_sim_conduct (run, &offers);
  set_number (builder, "jain", fairness.jain);
  set_number (builder, "worst_point_s", fairness.worst);
  set_number (builder, "best_point_s", fairness.best);
  set_int (builder, "offers", offers.n_offers);
  set_int (builder, "declined", offers.n_declined);
  set_int (builder, "missed", offers.n_missed);
  set_int (builder, "links_broken", offers.n_dropped);
  set_int (builder, "recovered_same_agent", offers.n_same);
  set_int (builder, "recovered_other_agent", offers.n_other);
  set_number (builder, "utilisation_percent", gc_sim_utilisation (run, NULL));
  set_int (builder, "overtaken", run->n_overtaken);
  set_int (builder, "left_waiting", run->n_stuck);
  set_int (builder, "checks", (int64_t)run->n_checks);
}

static void
set_run (JsonBuilder *builder, const GcSimRun *run)
{
  const GcSimScenario *scenario = run->world->scenario;
  g_autoptr (GPtrArray) departments = list_departments (scenario);
  GcSimFigures figures;

  json_builder_set_member_name (builder, run->policy->name);
  json_builder_begin_object (builder);
  set_conduct (builder, run);
  gc_sim_figures (run, NULL, NULL, &figures);
  set_figures (builder, "all", &figures);
  json_builder_set_member_name (builder, "points");
  json_builder_begin_object (builder);
  for (guint i = 0; i < scenario->origins->len; i++) {
    const GcSimOrigin *origin = g_ptr_array_index (scenario->origins, i);
    gc_sim_figures (run, is_of_origin, GUINT_TO_POINTER (i), &figures);
    set_figures (builder, origin->place->id, &figures);
  }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "departments");
  json_builder_begin_object (builder);
  for (guint i = 0; i < departments->len; i++) {
    gc_sim_figures (run, is_of_department, g_ptr_array_index (departments, i), &figures);
    set_figures (builder, g_ptr_array_index (departments, i), &figures);
  }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

char *
gc_sim_report_json (const GPtrArray *runs)
{
  const GcSimWorld *world = ((const GcSimRun *)g_ptr_array_index (runs, 0))->world;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, world->scenario->title);
  set_int (builder, "first_day", gc_sim_day_number (world->scenario->first_day));
  set_int (builder, "days", world->scenario->n_days);
  set_int (builder, "load", world->options.load);
  set_int (builder, "staff", world->options.staff);
  set_int (builder, "seed", (int64_t)world->options.seed);
  json_builder_set_member_name (builder, "policies");
  json_builder_begin_object (builder);
  for (guint i = 0; i < runs->len; i++)
    set_run (builder, g_ptr_array_index (runs, i));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
