// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is told of a wait while it changes. */
#include "config.h"

#include "queue-world.h"
#include "signal/gc-estimates.h"

static const char *
told (World *world, GcEstimates *estimates, const char *id)
{
  GcEstimate estimate;

  gc_estimates_begin (estimates, world->queue, world->now_ms);
  gboolean found = gc_estimates_look (estimates, id, &estimate);
  gc_estimates_end (estimates);
  return found ? gc_band_name (estimate.band) : NULL;
}

/* Ann is on break, and bo talks since now: 15 minutes, of which t1 waits for the rest. */
static void
keep_bo_busy (World *world)
{
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  enqueue (world, "b1");
  talk (world, "b1", "bo");
  enqueue (world, "t1");
}

static void
test_next_band_after_a_while (World *world, gconstpointer data)
{
  g_autoptr (GcEstimates) estimates = gc_estimates_new ();

  keep_bo_busy (world);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "15_to_30");
  g_assert_cmpint (gc_estimates_next_ms (estimates), ==, INT64_MAX);
  wait_ms (world, 1 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "15_to_30");
  g_assert_cmpint (gc_estimates_next_ms (estimates), ==, world->now_ms + 30 * SECOND);
  wait_ms (world, 29 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "15_to_30");
  wait_ms (world, 1 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "5_to_15");
  g_assert_cmpint (gc_estimates_next_ms (estimates), ==, INT64_MAX);
}

/* Ann may be free for it now and then: 3:45 and 5 minutes at the end of a long session. */
static void
test_no_flapping (World *world, gconstpointer data)
{
  g_autoptr (GcEstimates) estimates = gc_estimates_new ();

  keep_bo_busy (world);
  wait_ms (world, 9 * MINUTE + 50 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "5_to_15");
  wait_ms (world, 20 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "5_to_15");
  /* Someone steps before it, and leaves: it was near the edge on either side. */
  enqueue (world, "t2");
  does (world, EVENT (DESK_RAISE, .actor = "dee", .ticket = "t2", .desk.reason = "ill"));
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "5_to_15");
  wait_ms (world, 25 * SECOND);
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t2");
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "5_to_15");
  wait_ms (world, 29 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "5_to_15");
  wait_ms (world, 1 * SECOND);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "under_5");
}

/* The point closes in half an hour: enough for one more, not for two. */
static void
test_closing_after_a_while (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };
  g_autoptr (GcEstimates) estimates = gc_estimates_new ();

  keep_bo_busy (world);
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t1");
  does (world, EVENT (TICKET_CREATE, .ticket = "c", .actor = "c",
                      .create = { "it-milan", "SS-01", "hrss", zh, "", "M", 20261124,
                                  .closes_ms = world->now_ms + 31 * MINUTE }));
  does (world, EVENT (TICKET_JOIN, .ticket = "c", .actor = "c"));
  g_assert_cmpstr (told (world, estimates, "c"), ==, "15_to_30");
  enqueue (world, "t2");
  does (world, EVENT (DESK_RAISE, .actor = "dee", .ticket = "t2", .desk.reason = "ill"));
  g_assert_cmpint (gc_queue_ahead (world->queue, "c"), ==, 1);
  g_assert_cmpstr (told (world, estimates, "c"), ==, "15_to_30");
  wait_ms (world, 30 * SECOND);
  g_assert_cmpstr (told (world, estimates, "c"), ==, "not_today");
}

static void
test_great_changes_at_once (World *world, gconstpointer data)
{
  g_autoptr (GcEstimates) estimates = gc_estimates_new ();

  keep_bo_busy (world);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "15_to_30");
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "nobody");
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "15_to_30");
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE));
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "under_5");
}

/* Whoever comes back into line is told what holds then. */
static void
test_forgets (World *world, gconstpointer data)
{
  g_autoptr (GcEstimates) estimates = gc_estimates_new ();

  keep_bo_busy (world);
  g_assert_cmpstr (told (world, estimates, "t1"), ==, "15_to_30");
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t1");
  g_assert_null (told (world, estimates, "t1"));
  wait_ms (world, 2 * MINUTE);
  g_assert_null (told (world, estimates, "t1"));
  g_assert_null (told (world, estimates, "b1"));
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*run) (World *world, gconstpointer data);
  } tests[] = {
    { "/estimates/next-band-after-a-while", test_next_band_after_a_while },
    { "/estimates/no-flapping", test_no_flapping },
    { "/estimates/closing-after-a-while", test_closing_after_a_while },
    { "/estimates/great-changes-at-once", test_great_changes_at_once },
    { "/estimates/forgets", test_forgets },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, World, NULL, open_shop, tests[i].run, close_shop);
  return g_test_run ();
}
