// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * How long a ticket will wait: one test a rule, the minutes reckoned by hand. An item of which
 * nothing is known takes an agent 15 minutes.
 */
#include "config.h"

#include "queue-world.h"
#include "queue/gc-forecast.h"

#include <string.h>

static GcEstimate
look (World *world, const char *id)
{
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  GcEstimate estimate;

  g_assert_true (gc_forecast_look (forecast, id, &estimate));
  return estimate;
}

#define assert_wait(world, id, expected_band, expected_ms)                                         \
  {                                                                                                \
    GcEstimate seen = look (world, id);                                                            \
    g_assert_cmpstr (gc_band_name (seen.band), ==, expected_band);                                 \
    g_assert_cmpint (seen.wait_ms, ==, expected_ms);                                               \
  }

static void
enqueue_in (World *world, const char *id, const char *department, const char *languages)
{
  draft_in (world, id, department, languages);
  by_kiosk (world, GC_EVENT_TICKET_JOIN, id);
}

/* In line for hrss, at a point that closes. */
static void
enqueue_until (World *world, const char *id, int64_t closes_ms)
{
  const char *const zh[] = { "zh", NULL };

  does (world, EVENT (TICKET_CREATE, .ticket = id, .actor = id,
                      .create = { "it-milan", "SS-01", "hrss", zh, "陈阿梅", "M", 20261124,
                                  .closes_ms = closes_ms }));
  does (world, EVENT (TICKET_JOIN, .ticket = id, .actor = id));
}

static void
want (World *world, const char *account, GcWanted wanted)
{
  does (world, EVENT (AGENT_WANT, .actor = account, .want.wanted = wanted));
}

/* Both talk for four minutes already. */
static void
keep_busy (World *world)
{
  enqueue (world, "b1");
  enqueue (world, "b2");
  talk (world, "b1", "ann");
  talk (world, "b2", "bo");
  wait_ms (world, 4 * MINUTE);
}

static void
test_bands (World *world, gconstpointer data)
{
  static const struct {
    int64_t wait_ms;
    const char *name;
  } cases[] = {
    { 0, "under_5" },
    { 5 * MINUTE - 1, "under_5" },
    { 5 * MINUTE, "5_to_15" },
    { 15 * MINUTE, "15_to_30" },
    { 30 * MINUTE, "30_to_60" },
    { 60 * MINUTE - 1, "30_to_60" },
    { 60 * MINUTE, "over_60" },
    { INT64_MAX - 1, "over_60" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (gc_band_name (gc_band_of_wait (cases[i].wait_ms)), ==, cases[i].name);
}

static void
test_text (World *world, gconstpointer data)
{
  static const char *const good[] = { "expected=540 band=5_to_15", "expected=0 band=under_5",
                                      "expected=9000 band=not_today",
                                      "expected=none reason=nobody" };
  static const char *const bad[] = { "",
                                     "wait=3",
                                     "expected=",
                                     "expected=5",
                                     "expected=-5 band=under_5",
                                     "expected=5 band=soon",
                                     "expected=none reason=over_60" };
  GcEstimate estimate;

  for (unsigned i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (gc_estimate_parse (good[i], &estimate));
    g_autofree char *text = gc_estimate_format (&estimate);
    g_assert_cmpstr (text, ==, good[i]);
  }
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gc_estimate_parse (bad[i], &estimate));
}

/* Each agent is free after 11 minutes, and again 15 minutes after that. */
static void
test_line (World *world, gconstpointer data)
{
  static const struct {
    const char *id;
    const char *band;
    int64_t minutes;
  } cases[] = {
    { "t1", "5_to_15", 11 },  { "t2", "5_to_15", 11 },  { "t3", "15_to_30", 26 },
    { "t4", "15_to_30", 26 }, { "t5", "30_to_60", 41 }, { "t6", "30_to_60", 41 },
    { "t7", "30_to_60", 56 }, { "t8", "30_to_60", 56 }, { "t9", "over_60", 71 },
  };

  keep_busy (world);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    enqueue (world, cases[i].id);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_wait (world, cases[i].id, cases[i].band, cases[i].minutes * MINUTE);
  wait_ms (world, 2 * MINUTE);
  assert_wait (world, "t9", "over_60", 69 * MINUTE);
}

static void
test_offered (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  assert_offered (world, "ann", "t1");
  assert_wait (world, "t1", "under_5", 0);
}

/* Only ann serves civil matters: three of them do not delay a matter of hrss, which bo can take. */
static void
test_other_needs (World *world, gconstpointer data)
{
  keep_busy (world);
  enqueue_in (world, "c1", "civil", "zh");
  enqueue_in (world, "c2", "civil", "zh");
  enqueue_in (world, "c3", "civil", "zh");
  enqueue (world, "t1");
  enqueue_in (world, "t2", "hrss", "it");
  assert_wait (world, "c1", "5_to_15", 11 * MINUTE);
  assert_wait (world, "c3", "30_to_60", 41 * MINUTE);
  assert_wait (world, "t1", "5_to_15", 11 * MINUTE);
  assert_wait (world, "t2", "15_to_30", 26 * MINUTE);
}

/* Longer than usual already: a quarter of the usual time is still to come. */
static void
test_overlong_session (World *world, gconstpointer data)
{
  keep_busy (world);
  wait_ms (world, 20 * MINUTE);
  enqueue (world, "t1");
  assert_wait (world, "t1", "under_5", 15 * MINUTE / 4);
}

/* A wrap-up ends after five minutes at the latest. */
static void
test_wrap_up (World *world, gconstpointer data)
{
  keep_busy (world);
  enqueue (world, "t1");
  does (world,
        EVENT (SESSION_END, .actor = "bo", .ticket = "b2", .end.outcome = GC_OUTCOME_ACCEPTED));
  assert_wait (world, "t1", "5_to_15", 5 * MINUTE);
  wait_ms (world, 3 * MINUTE);
  assert_wait (world, "t1", "under_5", 2 * MINUTE);
}

static void
test_nobody (World *world, gconstpointer data)
{
  keep_busy (world);
  enqueue_in (world, "t1", "tax", "zh");
  enqueue_in (world, "t2", "hrss", "fr");
  enqueue (world, "t3");
  assert_wait (world, "t1", "nobody", -1);
  assert_wait (world, "t2", "nobody", -1);
  /* Both serve to the end whom they have, and then no one. */
  want (world, "ann", GC_WANTED_BREAK);
  assert_wait (world, "t3", "5_to_15", 11 * MINUTE);
  want (world, "bo", GC_WANTED_OFFLINE);
  assert_wait (world, "t3", "nobody", -1);
}

static void
test_reload_is_no_absence (World *world, gconstpointer data)
{
  want (world, "ann", GC_WANTED_BREAK);
  does (world, EVENT (AGENT_ABSENT, .actor = "bo"));
  enqueue (world, "t1");
  wait_ms (world, 4 * SECOND);
  assert_wait (world, "t1", "under_5", 0);
  wait_ms (world, 2 * SECOND);
  assert_wait (world, "t1", "nobody", -1);
}

/* Cy handles the department but is versed in another item; dan is asked last. */
static void
test_rings (World *world, gconstpointer data)
{
  const char *const hrss[] = { "hrss", NULL }, *const court[] = { "court", NULL };
  const char *const zh[] = { "zh", NULL }, *const other[] = { "NT-02", NULL };
  const GcAgentSkills cy = { "cy", "cy", hrss, zh, other, FALSE };
  const GcAgentSkills dan = { "dan", "dan", court, zh, NULL, TRUE };
  g_autoptr (GError) error = NULL;

  want (world, "ann", GC_WANTED_BREAK);
  want (world, "bo", GC_WANTED_BREAK);
  gc_queue_set_agent (world->queue, &dan, world->now_ms, &error);
  g_assert_no_error (error);
  start_work (world, "dan");
  enqueue (world, "t1");
  assert_wait (world, "t1", "under_5", 3 * MINUTE);
  gc_queue_set_agent (world->queue, &cy, world->now_ms, &error);
  g_assert_no_error (error);
  start_work (world, "cy");
  assert_wait (world, "t1", "under_5", 1 * MINUTE);
  wait_ms (world, 20 * SECOND);
  assert_wait (world, "t1", "under_5", 40 * SECOND);
}

static void
test_declined (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  want (world, "bo", GC_WANTED_BREAK);
  does (world,
        EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t1", .decline.reason = GC_DECLINE_BUSY));
  assert_wait (world, "t1", "under_5", 1 * MINUTE);
  wait_ms (world, 1 * MINUTE);
  does (world, EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t1",
                      .decline.reason = GC_DECLINE_CONFLICT_OF_INTEREST));
  assert_wait (world, "t1", "nobody", -1);
}

/* Kept for bo, who does not handle civil matters and is free after 15 minutes, for ten minutes;
 * then it is ann's, who writes up what she did for five. */
static void
test_assigned (World *world, gconstpointer data)
{
  keep_busy (world);
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "b1", .end.outcome = GC_OUTCOME_ACCEPTED));
  enqueue_in (world, "t1", "civil", "zh");
  assert_wait (world, "t1", "5_to_15", 5 * MINUTE);
  does (world, EVENT (DESK_ASSIGN, .actor = "dee", .ticket = "t1",
                      .desk = { .agent = "bo", .reason = "knows her" }));
  assert_wait (world, "t1", "5_to_15", 10 * MINUTE);
  want (world, "ann", GC_WANTED_BREAK);
  assert_wait (world, "t1", "5_to_15", 11 * MINUTE);
}

/* Free after 11 minutes, done after 26. */
static void
test_closing (World *world, gconstpointer data)
{
  keep_busy (world);
  enqueue_until (world, "t1", world->now_ms + 26 * MINUTE);
  assert_wait (world, "t1", "5_to_15", 11 * MINUTE);
  does (world, EVENT (TICKET_LEAVE, .actor = "t1", .ticket = "t1"));
  enqueue_until (world, "t2", world->now_ms + 26 * MINUTE - 1);
  assert_wait (world, "t2", "not_today", 11 * MINUTE);
}

static void
serve_for (World *world, const char *id, int64_t ms, GcOutcome outcome)
{
  enqueue (world, id);
  g_autofree char *account = g_strdup (ticket (world, id)->offer_agent);
  talk (world, id, account);
  wait_ms (world, ms);
  does (world, EVENT (SESSION_END, .actor = account, .ticket = id, .end.outcome = outcome));
  wait_ms (world, 1 * MINUTE);
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, account, id);
}

/* 15, then (3 x 15 + 7) / 4 = 13; what failed for technical reasons does not count. */
static void
test_learned (World *world, gconstpointer data)
{
  serve_for (world, "t1", 6 * MINUTE, GC_OUTCOME_ACCEPTED);
  serve_for (world, "t2", 1 * MINUTE, GC_OUTCOME_TECHNICAL);
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (rows->times->len, ==, 1);
  const GcServiceTime *time = g_ptr_array_index (rows->times, 0);
  g_assert_cmpstr (time->item, ==, "SS-01");
  g_assert_cmpint (time->mean_ms, ==, 13 * MINUTE);
  g_assert_cmpuint (time->n, ==, 1);
  keep_busy (world);
  enqueue (world, "t3");
  assert_wait (world, "t3", "5_to_15", 9 * MINUTE);
  g_autoptr (GcQueueRows) later = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (later->times->len, ==, 0);
}

static void
test_expected (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };

  does (world, EVENT (TICKET_CREATE, .ticket = "t1", .actor = "t1",
                      .create = { "it-milan", "SS-01", "hrss", zh, "", "M", 20261124,
                                  .expected_ms = 22 * MINUTE }));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (rows->times->len, ==, 1);
  g_assert_cmpint (((GcServiceTime *)g_ptr_array_index (rows->times, 0))->mean_ms, ==, 22 * MINUTE);
  keep_busy (world);
  enqueue (world, "t2");
  assert_wait (world, "t2", "15_to_30", 18 * MINUTE);
}

/* What was foreseen at the join stands in the history: the same that a look afterwards says. */
static void
test_history (World *world, gconstpointer data)
{
  static const struct {
    const char *id, *department, *detail;
  } cases[] = {
    { "t1", "hrss", "expected=660 band=5_to_15" },
    { "t2", "hrss", "expected=660 band=5_to_15" },
    { "t3", "hrss", "expected=1560 band=15_to_30" },
    { "t4", "tax", "expected=none reason=nobody" },
  };

  keep_busy (world);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++) {
    gc_queue_rows_free (gc_queue_take_changes (world->queue));
    enqueue_in (world, cases[i].id, cases[i].department, "zh");
    g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
    const GcTransition *joined = g_ptr_array_index (rows->transitions, 1);
    GcEstimate estimate = look (world, cases[i].id);
    g_autofree char *seen = gc_estimate_format (&estimate);
    g_assert_cmpint (joined->reason, ==, GC_REASON_JOINED);
    g_assert_cmpstr (joined->detail, ==, cases[i].detail);
    g_assert_cmpstr (seen, ==, cases[i].detail);
  }
}

/* A short matter joins in the middle of the line, and is told the wait of that place. */
static void
test_newcomer_ahead (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };

  keep_busy (world);
  enqueue (world, "t1");
  wait_ms (world, 1 * MINUTE);
  for (unsigned i = 2; i < 8; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    enqueue (world, id);
  }
  does (world,
        EVENT (TICKET_CREATE, .ticket = "q", .actor = "q",
               .create = { "it-milan", "SS-01", "hrss", zh, "", "M", 20261124, .quick = TRUE }));
  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  does (world, EVENT (TICKET_JOIN, .ticket = "q", .actor = "q"));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  const GcTransition *joined = g_ptr_array_index (rows->transitions, 0);
  g_assert_cmpint (gc_queue_ahead (world->queue, "q"), ==, 0);
  g_assert_cmpstr (joined->detail, ==, "expected=600 band=5_to_15");
  assert_wait (world, "q", "5_to_15", 10 * MINUTE);
}

/* Beyond those that are run through one by one the wait grows with the place: 7.5 minutes each. */
static void
test_long_line (World *world, gconstpointer data)
{
  GcEstimate last = { GC_BAND_UNDER_5, 0 };

  enqueue (world, "b1");
  enqueue (world, "b2");
  talk (world, "b1", "ann");
  talk (world, "b2", "bo");
  wait_ms (world, 15 * MINUTE);
  for (unsigned i = 0; i <= 400; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    enqueue (world, id);
  }
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  for (unsigned i = 0; i <= 400; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    GcEstimate estimate;
    g_assert_true (gc_forecast_look (forecast, id, &estimate));
    g_assert_cmpint (estimate.wait_ms, >=, last.wait_ms);
    last = estimate;
  }
  g_assert_cmpint (last.wait_ms, ==, 15 * MINUTE / 4 + 400 * 15 * MINUTE / 2);
}

typedef struct {
  const char *id, *department, *languages;
  int64_t foreseen_ms;
} Waiting;

static void
end_if_over (World *world, const char *account)
{
  const GcAgent *row = agent (world, account);

  if (row->ticket == NULL ||
      world->now_ms - ticket (world, row->ticket)->session_since_ms != 15 * MINUTE)
    return;
  g_autofree char *id = g_strdup (row->ticket);
  does (world,
        EVENT (SESSION_END, .actor = account, .ticket = id, .end.outcome = GC_OUTCOME_ACCEPTED));
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, account, id);
}

/* Each is served for 15 minutes, and each agent accepts at once what he is offered. */
static void
serve_all (World *world, const Waiting *waiting, unsigned n)
{
  static const char *const accounts[] = { "ann", "bo", "cy" };

  for (unsigned served = 0; served < n; wait_ms (world, 30 * SECOND)) {
    g_assert_cmpint (world->now_ms, <, START_MS + 500 * MINUTE);
    for (unsigned i = 0; i < G_N_ELEMENTS (accounts); i++) {
      end_if_over (world, accounts[i]);
      g_autofree char *id = g_strdup (agent (world, accounts[i])->offer);
      if (id == NULL)
        continue;
      talk (world, id, accounts[i]);
      for (unsigned k = 0; k < n; k++)
        if (strcmp (waiting[k].id, id) == 0)
          g_assert_cmpint (world->now_ms, ==, waiting[k].foreseen_ms);
      served++;
    }
  }
}

/* With three agents of different skills, and no surprise, each wait is exactly as foreseen. */
static void
test_comes_true (World *world, gconstpointer data)
{
  Waiting waiting[] = {
    { "t0", "hrss", "zh" },  { "t1", "civil", "zh" },
    { "t2", "hrss", "it" },  { "t3", "civil", "zh" },
    { "t4", "tax", "fr" },   { "t5", "hrss", "it zh" },
    { "t6", "hrss", "zh" },  { "t7", "tax", "zh fr" },
    { "t8", "civil", "fr" }, { "t9", "hrss", "it" },
    { "ta", "hrss", "zh" },  { "tb", "civil", "wuu-x-wenzhou" },
    { "tc", "tax", "fr" },   { "td", "hrss", "wuu-x-wenzhou" },
  };

  set_agent (world, "cy", "tax civil", "fr zh");
  start_work (world, "cy");
  /* Each is free again at a time of his own. */
  enqueue (world, "b1");
  talk (world, "b1", "ann");
  wait_ms (world, 2 * MINUTE);
  enqueue (world, "b2");
  talk (world, "b2", "bo");
  wait_ms (world, 3 * MINUTE);
  enqueue_in (world, "b3", "tax", "fr");
  talk (world, "b3", "cy");
  for (unsigned i = 0; i < G_N_ELEMENTS (waiting); i++) {
    enqueue_in (world, waiting[i].id, waiting[i].department, waiting[i].languages);
    GcEstimate estimate = look (world, waiting[i].id);
    g_assert_cmpint (estimate.wait_ms, >=, 0);
    waiting[i].foreseen_ms = world->now_ms + estimate.wait_ms;
  }
  serve_all (world, waiting, G_N_ELEMENTS (waiting));
}

static void
test_none (World *world, gconstpointer data)
{
  draft_in (world, "t1", "hrss", "zh");
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  GcEstimate estimate;

  g_assert_false (gc_forecast_look (forecast, "t1", &estimate));
  g_assert_false (gc_forecast_look (forecast, "not-there", &estimate));
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*run) (World *world, gconstpointer data);
  } tests[] = {
    { "/forecast/bands", test_bands },
    { "/forecast/text", test_text },
    { "/forecast/line", test_line },
    { "/forecast/offered", test_offered },
    { "/forecast/other-needs", test_other_needs },
    { "/forecast/overlong-session", test_overlong_session },
    { "/forecast/wrap-up", test_wrap_up },
    { "/forecast/nobody", test_nobody },
    { "/forecast/reload-is-no-absence", test_reload_is_no_absence },
    { "/forecast/rings", test_rings },
    { "/forecast/declined", test_declined },
    { "/forecast/assigned", test_assigned },
    { "/forecast/closing", test_closing },
    { "/forecast/learned", test_learned },
    { "/forecast/expected", test_expected },
    { "/forecast/history", test_history },
    { "/forecast/newcomer-ahead", test_newcomer_ahead },
    { "/forecast/long-line", test_long_line },
    { "/forecast/comes-true", test_comes_true },
    { "/forecast/none", test_none },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, World, NULL, open_shop, tests[i].run, close_shop);
  return g_test_run ();
}
