// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The simulator itself: it is strict, it repeats, its rules hold, and they can be broken. */
#include "config.h"

#include "gc-sim-random.h"
#include "gc-sim-report.h"

#include "common/gc-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAYS 14

typedef struct {
  GcSimPlaces *places;
  char *text; /* of the base scenario */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->places = gc_sim_places_new (GC_TEST_RELAY_DATA, &error);
  g_assert_no_error (error);
  g_file_get_contents (GC_TEST_SCENARIOS "/base.json", &fixture->text, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gc_sim_places_free (fixture->places);
  g_free (fixture->text);
}

static GcSimScenario *
read_base (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GcSimScenario *scenario = gc_sim_scenario_parse (fixture->text, fixture->places, &error);

  g_assert_no_error (error);
  scenario->n_days = DAYS;
  return scenario;
}

/* The whole report of all three policies. */
static char *
report (const Fixture *fixture, uint64_t seed)
{
  static const GcSimPolicy *const policies[] = { &gc_sim_policy_fcfs, &gc_sim_policy_skill,
                                                 &gc_sim_policy_ours };
  g_autoptr (GcSimScenario) scenario = read_base (fixture);
  GcSimOptions options = { seed, 5, 1, GC_SIM_ROSTER_AS_WRITTEN };
  g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_sim_run_free);

  for (size_t i = 0; i < G_N_ELEMENTS (policies); i++) {
    g_autoptr (GError) error = NULL;
    g_ptr_array_add (runs, gc_sim_run_new (world, policies[i], 1, &error));
    g_assert_no_error (error);
  }
  g_autofree char *text = gc_sim_report_text (runs);
  g_autofree char *json = gc_sim_report_json (runs);
  return g_strconcat (text, json, NULL);
}

static void
test_repeats (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *first = report (fixture, 1);
  g_autofree char *again = report (fixture, 1);
  g_autofree char *other = report (fixture, 2);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

/* These are the generator's first numbers on any machine; then, the means of what is drawn. */
static void
test_random (void)
{
  static const double first[] = { 0x1.d03773368b75cp-2, 0x1.bb0c248d61baep-1,
                                  0x1.60ee94d640422p-1 };
  const unsigned n = 100000;
  GcSimRandom random;
  double sum = 0, sum_exponential = 0;
  unsigned n_below = 0;

  gc_sim_random_init (&random, 1, 2, 3);
  for (size_t i = 0; i < G_N_ELEMENTS (first); i++)
    g_assert_true (gc_sim_random_unit (&random) == first[i]);
  for (unsigned i = 0; i < n; i++) {
    sum += gc_sim_random_unit (&random);
    sum_exponential += gc_sim_random_exponential (&random);
    n_below += gc_sim_random_log_normal (&random, 60000, 50) <= 60000;
  }
  g_assert_cmpfloat_with_epsilon (sum / n, 0.5, 0.01);
  g_assert_cmpfloat_with_epsilon (sum_exponential / n, 1, 0.02);
  g_assert_cmpfloat_with_epsilon ((double)n_below / n, 0.5, 0.01);
}

/* The base scenario brings about as many as its weeks say, at times when the doors are open. */
static void
test_arrivals (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GcSimScenario) scenario = read_base (fixture);
  GcSimOptions options = { 7, 10, 1, GC_SIM_ROSTER_AS_WRITTEN };
  g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
  int64_t per_week = 0;

  for (guint i = 0; i < scenario->origins->len; i++)
    per_week += ((GcSimOrigin *)g_ptr_array_index (scenario->origins, i))->arrivals_per_week;
  double expected = (double)per_week * 10 * DAYS / 7;
  g_assert_cmpfloat_with_epsilon (world->visits->len / expected, 1, 0.1);
  for (guint i = 0; i < world->visits->len; i++) {
    const GcSimVisit *visit = gc_sim_world_visit (world, i);
    g_assert_cmpint (visit->closes_ms, >, visit->arrives_ms);
  }
}

/* Everything breaks that can, and the rules hold: nobody overtaken, forgotten or counted twice. */
static void
test_bad_fortnight (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GcSimScenario) scenario =
      gc_sim_scenario_new (GC_TEST_SCENARIOS "/bad-fortnight.json", fixture->places, &error);
  unsigned fates[GC_SIM_FATE_N] = { 0 };

  g_assert_no_error (error);
  for (uint64_t seed = 1; seed <= 10; seed++) {
    GcSimOptions options = { seed, 1, 1, GC_SIM_ROSTER_AS_WRITTEN };
    g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
    g_autoptr (GcSimRun) run = gc_sim_run_new (world, &gc_sim_policy_ours, 1, &error);
    GcSimFigures figures;
    g_assert_no_error (error);
    gc_sim_figures (run, NULL, NULL, &figures);
    for (int fate = 0; fate < GC_SIM_FATE_N; fate++)
      fates[fate] += figures.fates[fate];
  }
  /* The runs were not idle ones: every way to end was taken, and nobody is left. */
  g_assert_cmpuint (fates[GC_SIM_FATE_NONE], ==, 0);
  for (int fate = GC_SIM_FATE_OUTSIDE; fate < GC_SIM_FATE_N; fate++)
    g_assert_cmpuint (fates[fate], >, 0);
}

/* ---- a policy that breaks a rule is found out ---- */

static void
assert_broken (const Fixture *fixture,
               const GcSimPolicy *policy,
               unsigned check_every,
               const char *says)
{
  g_autoptr (GcSimScenario) scenario = read_base (fixture);
  GcSimOptions options = { 1, 5, 1, GC_SIM_ROSTER_AS_WRITTEN };
  g_autoptr (GcSimWorld) world = gc_sim_world_new (scenario, &options);
  g_autoptr (GError) error = NULL;

  g_assert_null (gc_sim_run_new (world, policy, check_every, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INTERNAL);
  if (strstr (error->message, says) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, says);
}

/* The single line lets people wait while an agent for them is idle; that is what it is there for.
 */
static void
test_left_waiting (Fixture *fixture, gconstpointer unused)
{
  GcSimPolicy single_line = gc_sim_policy_fcfs;

  single_line.is_ours = TRUE;
  assert_broken (fixture, &single_line, 1, "is idle");
}

/* Skill only, but of two who join one after the other the second comes first. */
typedef struct {
  gpointer skill;
  unsigned held;
} Swapping;

static gpointer
swapping_new (const GcSimWorld *world)
{
  Swapping *swapping = g_new0 (Swapping, 1);

  swapping->skill = gc_sim_policy_skill.new(world);
  swapping->held = GC_SIM_NONE;
  return swapping;
}

static void
swapping_free (gpointer policy)
{
  gc_sim_policy_skill.free (((Swapping *)policy)->skill);
  g_free (policy);
}

static gboolean
swapping_apply (gpointer policy, const GcSimAct *act, int64_t now_ms, GError **error)
{
  Swapping *swapping = policy;
  GcSimAct late = { .kind = GC_SIM_JOIN, .visit = swapping->held };
  GcSimAct tick = { .kind = GC_SIM_TICK };
  gboolean is_join = act->kind == GC_SIM_JOIN;

  if (is_join && swapping->held == GC_SIM_NONE) {
    swapping->held = act->visit;
    return gc_sim_policy_skill.apply (swapping->skill, &tick, now_ms, error);
  }
  gboolean due = swapping->held != GC_SIM_NONE && (is_join || act->visit == swapping->held);
  if (due)
    swapping->held = GC_SIM_NONE;
  if (due && !is_join)
    gc_sim_policy_skill.apply (swapping->skill, &late, now_ms, error);
  gc_sim_policy_skill.apply (swapping->skill, act, now_ms, error);
  if (due && is_join)
    gc_sim_policy_skill.apply (swapping->skill, &late, now_ms, error);
  return TRUE;
}

static int64_t
swapping_next_ms (gpointer policy)
{
  return gc_sim_policy_skill.next_ms (((Swapping *)policy)->skill);
}

static void
swapping_take_news (gpointer policy, GArray *news)
{
  gc_sim_policy_skill.take_news (((Swapping *)policy)->skill, news);
}

static gboolean
swapping_check (gpointer policy, GError **error)
{
  return TRUE;
}

static void
test_overtaking (Fixture *fixture, gconstpointer unused)
{
  const GcSimPolicy swapping = { .name = "swapping",
                                 .is_ours = TRUE,
                                 .new = swapping_new,
                                 .free = swapping_free,
                                 .apply = swapping_apply,
                                 .next_ms = swapping_next_ms,
                                 .take_news = swapping_take_news,
                                 .check = swapping_check,
                                 .get_limits = gc_sim_policy_skill.get_limits };

  /* Only offers are looked at: who is held back is not in the line at all. */
  assert_broken (fixture, &swapping, G_MAXUINT, "which came earlier");
}

/* ---- a scenario with a mistake in it ---- */

static void
assert_refused (const Fixture *fixture, const char *from, const char *to, const char *says)
{
  g_autoptr (GString) text = g_string_new (fixture->text);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  g_assert_null (gc_sim_scenario_parse (text->str, fixture->places, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  if (strstr (error->message, says) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, says);
}

static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *from;
    const char *to;
    const char *says;
  } cases[] = {
    { "\"title\"", "\"titel\"", "\"titel\": no such member" },
    { "\"days\": 364", "\"days\": \"364\"", "\"days\": must be an integer" },
    { "\"days\": 364", "\"days\": 0", "\"days\": 0" },
    { "2026-01-05\"", "2026-02-30\"", "\"start\": \"2026-02-30\"" },
    { "2026-02-14", "14.2.2026", "\"home_work_days\": \"14.2.2026\"" },
    { "\"video_window\"", "\"always\"", "\"hours\": must be" },
    { "\"it-rome\"", "\"it-roma\"", "points \"it-roma\": \"it-roma\": no such point" },
    { "\"profile\": \"day\"", "\"profile\": \"night\"", "\"night\": no such profile" },
    { "\"9\": 24", "\"24\": 24", "\"24\": must be an hour" },
    { "\"9\": 24", "\"9\": -1", "\"9\": must be an integer" },
    { "\"NT-01\"", "\"NT-99\"", "items \"NT-99\": \"NT-99\": no such item" },
    { "\"weight\": 6", "\"weigth\": 6", "items \"NT-01\": \"weigth\": no such member" },
    { "\"HK-10\"", "\"EX-01\"", "items \"EX-01\": \"minutes\": missing" },
    { "\"zh\": 65", "\"zh\": 6.5", "languages \"zh\": \"zh\": must be an integer" },
    { "\"drop_percent\": 8", "\"drop_percent\": 101", "\"resident\": \"drop_percent\": 101" },
    { "\"busy\": 2", "\"lazy\": 2", "\"agent\": \"lazy\": no such member" },
    { "\"busy\": 2", "\"busy\": 99", "\"decline_percent\": more than 100" },
    { "\"wencheng\"", "\"pudong\"", "agents \"police\": \"pudong\": no such hub" },
    { "\"exit\"", "\"exist\"", "agents \"police\": \"exist\": no such department" },
    { "\"shift\": \"duty\"", "\"shift\": \"dusk\"", "agents \"legal\": \"dusk\": no such shift" },
    { "\"09:30 10\"", "\"9:30 10\"", "agents \"legal\": \"9:30 10\": a break" },
    { "13:30-17:00", "11:00-17:00", "shift \"early\": \"11:00-17:00\"" },
    { "\"count\": 2", "\"count\": 0", "agents \"legal\": \"count\": 0" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (fixture, cases[i].from, cases[i].to, cases[i].says);
}

/* ---- the program ---- */

/* Runs it on @scenario; TRUE if it said that all went well. */
static gboolean
call (const char *scenario, char **ret_output, char **ret_errors)
{
  const char *argv[] = { GC_TEST_PROGRAM, "--data",     GC_TEST_RELAY_DATA, "--days", "3",
                         "--json",        "--scenario", scenario,           NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, ret_output, ret_errors,
                &status, &error);
  g_assert_no_error (error);
  return g_spawn_check_wait_status (status, NULL);
}

static void
test_program (void)
{
  g_autofree char *first = NULL, *again = NULL, *nothing = NULL;
  g_autofree char *times = NULL, *times_again = NULL, *complaint = NULL;

  g_assert_true (call (GC_TEST_SCENARIOS "/base.json", &first, &times));
  g_assert_true (call (GC_TEST_SCENARIOS "/base.json", &again, &times_again));
  g_assert_cmpstr (first, ==, again);
  g_assert_nonnull (strstr (first, "\"policies\""));
  g_assert_false (call ("none.json", &nothing, &complaint));
  g_assert_cmpstr (nothing, ==, "");
  g_assert_true (g_str_has_prefix (complaint, "gc-queue-sim: "));
  g_assert_nonnull (strstr (complaint, "none.json"));
}

/* The tables come between the markers, in place of what was there; all else stays. */
static void
test_write (void)
{
  static const char *const ends[] = { "before\n<!-- gc-queue-sim --study duty-hours: begin -->\n",
                                      "<!-- gc-queue-sim --study duty-hours: end -->\nafter\n" };
  g_autofree char *empty = g_strconcat (ends[0], ends[1], NULL);
  g_autofree char *old = g_strconcat (ends[0], "old\n", ends[1], NULL);
  const char *const pages[] = { empty, old };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gc-sim-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "page.md", NULL);
  const char *argv[] = { GC_TEST_PROGRAM,
                         "--data",
                         GC_TEST_RELAY_DATA,
                         "--study",
                         "duty-hours",
                         "--scenario",
                         GC_TEST_SCENARIOS "/base.json",
                         "--write",
                         path,
                         NULL };

  g_assert_no_error (error);
  for (size_t i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autofree char *tables = NULL, *text = NULL;
    int status = 0;
    g_file_set_contents (path, pages[i], -1, &error);
    g_assert_no_error (error);
    g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &tables, NULL, &status,
                  &error);
    g_assert_no_error (error);
    g_assert_true (g_spawn_check_wait_status (status, NULL));
    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
    g_autofree char *expected = g_strconcat (ends[0], tables, ends[1], NULL);
    g_assert_cmpstr (text, ==, expected);
  }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/random", test_random);
  g_test_add ("/sim/arrivals", Fixture, NULL, set_up, test_arrivals, tear_down);
  g_test_add ("/sim/repeats", Fixture, NULL, set_up, test_repeats, tear_down);
  g_test_add ("/sim/bad-fortnight", Fixture, NULL, set_up, test_bad_fortnight, tear_down);
  g_test_add ("/sim/left-waiting", Fixture, NULL, set_up, test_left_waiting, tear_down);
  g_test_add ("/sim/overtaking", Fixture, NULL, set_up, test_overtaking, tear_down);
  g_test_add ("/sim/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add_func ("/sim/program", test_program);
  g_test_add_func ("/sim/write", test_write);
  return g_test_run ();
}
