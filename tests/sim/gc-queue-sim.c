// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gc-queue-sim: a year of the queue in seconds. What it prints on standard output is the same for
 * the same arguments, byte for byte; how long it took goes to standard error.
 */
#include "config.h"

#include "gc-sim-report.h"
#include "gc-sim-study.h"

#include "common/gc-error.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TIMES 100

typedef struct {
  char *scenario;
  char *data;
  char *policies;
  char *study;
  char *write;
  int64_t seed;
  int64_t days;
  int64_t load;
  int64_t staff;
  int64_t check_every;
  gboolean json;
} Arguments;

static const struct {
  const char *name;
  char *(*make) (GcSimScenario *scenario, uint64_t seed, GError **error);
} studies[] = {
  { "duty-hours", gc_sim_study_duty_hours },
  { "policies", gc_sim_study_policies },
};

static gboolean
fail (GError **error, const char *option, const char *what)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: %s", option, what);
  return FALSE;
}

static gboolean
check_arguments (const Arguments *arguments, GError **error)
{
  if (arguments->scenario == NULL)
    return fail (error, "--scenario", "missing");
  if (arguments->days < 0 || arguments->days > 3660)
    return fail (error, "--days", "must be 1 to 3660");
  if (arguments->load < 1 || arguments->load > MAX_TIMES)
    return fail (error, "--load", "must be 1 to 100");
  if (arguments->staff < 1 || arguments->staff > MAX_TIMES)
    return fail (error, "--staff", "must be 1 to 100");
  if (arguments->check_every < 1)
    return fail (error, "--check-every", "must be 1 or more");
  if (arguments->write != NULL && arguments->study == NULL)
    return fail (error, "--write", "needs --study");
  return TRUE;
}

static gboolean
parse (Arguments *arguments, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "scenario", 0, 0, G_OPTION_ARG_FILENAME, &arguments->scenario, "Who comes and who serves",
      "FILE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &arguments->data,
      "The folder of points.json, hubs.json and items.json (relay/data)", "DIR" },
    { "policies", 0, 0, G_OPTION_ARG_STRING, &arguments->policies,
      "Of fcfs, skill and ours, with commas between (ours)", "LIST" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &arguments->seed, "Of the random numbers (1)", "N" },
    { "days", 0, 0, G_OPTION_ARG_INT64, &arguments->days, "Instead of the scenario's", "N" },
    { "load", 0, 0, G_OPTION_ARG_INT64, &arguments->load,
      "Times the arrivals, and the kiosks for them (1)", "N" },
    { "staff", 0, 0, G_OPTION_ARG_INT64, &arguments->staff, "Times the agents (1)", "N" },
    { "check-every", 0, 0, G_OPTION_ARG_INT64, &arguments->check_every,
      "Events between two checks of all invariants (50)", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &arguments->json, "Print JSON instead of tables", NULL },
    { "study", 0, 0, G_OPTION_ARG_STRING, &arguments->study,
      "Answer one question instead: duty-hours or policies", "NAME" },
    { "write", 0, 0, G_OPTION_ARG_FILENAME, &arguments->write,
      "Put the tables of the study between its markers in this page", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Runs the queue with a clock of its own.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    return fail (error, (*argv)[1], "not understood");
  return check_arguments (arguments, error);
}

/* Replaces what stands between the markers of the study. */
static gboolean
write_page (const char *path, const char *study, const char *tables, GError **error)
{
  g_autofree char *begin = g_strdup_printf ("<!-- gc-queue-sim --study %s: begin -->\n", study);
  g_autofree char *end = g_strdup_printf ("<!-- gc-queue-sim --study %s: end -->\n", study);
  g_autofree char *page = NULL;

  if (!g_file_get_contents (path, &page, NULL, error))
    return FALSE;
  const char *from = strstr (page, begin), *to = strstr (page, end);
  if (from == NULL || to == NULL || to < from) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: has no markers of study %s", path, study);
    return FALSE;
  }
  g_autofree char *head = g_strndup (page, (gsize)(from - page) + strlen (begin));
  g_autofree char *text = g_strconcat (head, tables, to, NULL);
  return g_file_set_contents (path, text, -1, error);
}

static gboolean
run_study (const Arguments *arguments, GcSimScenario *scenario, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (studies); i++) {
    if (!g_str_equal (studies[i].name, arguments->study))
      continue;
    g_autofree char *tables = studies[i].make (scenario, (uint64_t)arguments->seed, error);
    if (tables == NULL)
      return FALSE;
    g_print ("%s", tables);
    return arguments->write == NULL ||
           write_page (arguments->write, arguments->study, tables, error);
  }
  return fail (error, "--study", "must be duty-hours or policies");
}

static gboolean
run_policies (const Arguments *arguments, const GcSimScenario *scenario, GError **error)
{
  GcSimOptions options = { (uint64_t)arguments->seed, arguments->load, arguments->staff,
                           GC_SIM_ROSTER_AS_WRITTEN };
  g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_sim_run_free);
  g_auto (GStrv) names =
      g_strsplit (arguments->policies != NULL ? arguments->policies : "ours", ",", -1);
  int64_t start_us = g_get_monotonic_time ();
  uint64_t n_events = 0;

  for (char **name = names; *name != NULL; name++) {
    const GcSimPolicy *policy = gc_sim_policy_find (*name);
    if (policy == NULL)
      return fail (error, *name, "no such policy, of fcfs, skill and ours");
    GcSimRun *run = gc_sim_run_new (world, policy, (unsigned)arguments->check_every, error);
    if (run == NULL)
      return FALSE;
    g_ptr_array_add (runs, run);
    n_events += run->n_events;
  }
  if (runs->len == 0)
    return fail (error, "--policies", "names none");
  double seconds = (double)(g_get_monotonic_time () - start_us) / 1e6;
  g_autofree char *text = arguments->json ? gc_sim_report_json (runs) : gc_sim_report_text (runs);
  g_print ("%s", text);
  g_printerr ("%" G_GUINT64_FORMAT " events in %.2f s, %.0f a second\n", n_events, seconds,
              (double)n_events / MAX (seconds, 1e-6));
  return TRUE;
}

static gboolean
run (const Arguments *arguments, GError **error)
{
  const char *folder = arguments->data != NULL ? arguments->data : "relay/data";
  g_autoptr (GcSimPlaces) places = gc_sim_places_new (folder, error);

  if (places == NULL)
    return FALSE;
  g_autoptr (GcSimScenario) scenario = gc_sim_scenario_new (arguments->scenario, places, error);
  if (scenario == NULL)
    return FALSE;
  if (arguments->days > 0)
    scenario->n_days = arguments->days;
  return arguments->study != NULL ? run_study (arguments, scenario, error)
                                  : run_policies (arguments, scenario, error);
}

int
main (int argc, char *argv[])
{
  Arguments arguments = { .seed = 1, .load = 1, .staff = 1, .check_every = 50 };
  g_autoptr (GError) error = NULL;

  gboolean done = parse (&arguments, &argc, &argv, &error) && run (&arguments, &error);
  if (!done)
    g_printerr ("gc-queue-sim: %s\n", error->message);
  g_free (arguments.scenario);
  g_free (arguments.data);
  g_free (arguments.policies);
  g_free (arguments.study);
  g_free (arguments.write);
  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
