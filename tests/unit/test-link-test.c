// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* When a link is tested, what comes of the reports, and what is said of it. */
#include "config.h"

#include "signal/gc-link-test.h"

#define START_MS INT64_C (1795449600000)
#define NOTHING (-1)

/* A report of a link on which nothing is wrong. */
static GcLinkFigures
good_report (void)
{
  return (GcLinkFigures){ .ways = { { 1200000, 0, 4 }, { 2600000, 0, 3 } }, .rtt_ms = 240 };
}

static void
add (GcLinkTest *test, unsigned n, GcLinkFigures report)
{
  for (unsigned i = 0; i < n; i++)
    gc_link_test_add (test, &report);
}

static GcLinkTest
begun_test (void)
{
  GcLinkTest test = { 0 };

  gc_link_test_begin (&test, "t1", "p1", START_MS);
  return test;
}

/* ---- what is said ---- */

static void
test_thresholds (void)
{
  static const struct {
    int64_t rate, loss, jitter, rtt;
    GcLinkLevel level;
    GcLinkFault fault;
  } cases[] = {
    { 500000, 0, 0, 0, GC_LINK_GOOD, GC_LINK_FAULT_NONE },
    { 499999, 0, 0, 0, GC_LINK_FAIR, GC_LINK_FAULT_RATE },
    { 150000, 0, 0, 0, GC_LINK_FAIR, GC_LINK_FAULT_RATE },
    { 149999, 0, 0, 0, GC_LINK_POOR, GC_LINK_FAULT_RATE },
    { 0, 0, 0, 0, GC_LINK_POOR, GC_LINK_FAULT_RATE },
    { 900000, 20, 30, 450, GC_LINK_GOOD, GC_LINK_FAULT_NONE },
    { 900000, 21, 30, 450, GC_LINK_FAIR, GC_LINK_FAULT_LOSS },
    { 900000, 80, 30, 450, GC_LINK_FAIR, GC_LINK_FAULT_LOSS },
    { 900000, 81, 30, 450, GC_LINK_POOR, GC_LINK_FAULT_LOSS },
    { 900000, 0, 31, 450, GC_LINK_FAIR, GC_LINK_FAULT_JITTER },
    { 900000, 0, 100, 450, GC_LINK_FAIR, GC_LINK_FAULT_JITTER },
    { 900000, 0, 101, 450, GC_LINK_POOR, GC_LINK_FAULT_JITTER },
    { 900000, 0, 0, 451, GC_LINK_FAIR, GC_LINK_FAULT_DELAY },
    { 900000, 0, 0, 901, GC_LINK_POOR, GC_LINK_FAULT_DELAY },
    /* The worst is named; of two that are as bad the one that can be mended first. */
    { 400000, 81, 31, 451, GC_LINK_POOR, GC_LINK_FAULT_LOSS },
    { 400000, 21, 31, 451, GC_LINK_FAIR, GC_LINK_FAULT_RATE },
    { NOTHING, 0, NOTHING, NOTHING, GC_LINK_GOOD, GC_LINK_FAULT_NONE },
    { NOTHING, 0, NOTHING, 901, GC_LINK_POOR, GC_LINK_FAULT_DELAY },
    { NOTHING, NOTHING, NOTHING, 901, GC_LINK_UNKNOWN, GC_LINK_FAULT_NONE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GcLinkWayFigures way = { cases[i].rate, cases[i].loss, cases[i].jitter };
    for (GcLinkWay which = 0; which < GC_LINK_N_WAYS; which++) {
      GcLinkFigures figures = good_report ();
      figures.rtt_ms = cases[i].rtt;
      figures.ways[which] = way;
      GcLinkVerdict verdict = gc_link_test_judge (&figures, which);
      g_test_message ("case %zu, way %u", i, (unsigned)which);
      g_assert_cmpint (verdict.level, ==, cases[i].level);
      g_assert_cmpint (verdict.fault, ==, cases[i].fault);
    }
  }
}

static void
test_each_way_is_its_own (void)
{
  GcLinkFigures figures = good_report ();

  figures.ways[GC_LINK_WAY_UP].loss_permille = 120;
  g_assert_cmpint (gc_link_test_judge (&figures, GC_LINK_WAY_UP).level, ==, GC_LINK_POOR);
  g_assert_cmpint (gc_link_test_judge (&figures, GC_LINK_WAY_DOWN).level, ==, GC_LINK_GOOD);
}

/* ---- what comes of the reports ---- */

static void
test_the_middle_stands_for_all (void)
{
  GcLinkTest test = begun_test ();
  GcLinkFigures first = good_report ();
  GcLinkFigures last = good_report ();

  /* It begins with little, and a probe fills the way once. */
  first.ways[GC_LINK_WAY_UP] = (GcLinkWayFigures){ 40000, 0, 0 };
  first.ways[GC_LINK_WAY_DOWN] = (GcLinkWayFigures){ NOTHING, NOTHING, NOTHING };
  last.ways[GC_LINK_WAY_UP].loss_permille = 300;
  last.ways[GC_LINK_WAY_DOWN].rate_bps = 3100000;
  last.rtt_ms = 900;
  add (&test, 1, first);
  add (&test, 4, good_report ());
  add (&test, 1, last);
  gc_link_test_end (&test, FALSE, START_MS + GC_LINK_TEST_MS);
  g_assert_cmpint (test.state, ==, GC_LINK_TEST_DONE);
  g_assert_true (test.has_result);
  g_assert_cmpint (test.result_ms, ==, START_MS + GC_LINK_TEST_MS);
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_UP].loss_permille, ==, 0);
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_UP].jitter_ms, ==, 4);
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_DOWN].loss_permille, ==, 0);
  g_assert_cmpint (test.result.rtt_ms, ==, 240);
  /* Of what a way carries the last is known best. */
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_DOWN].rate_bps, ==, 3100000);
  gc_link_test_clear (&test);
}

/* @data: whether the browser says what it believes. */
static void
test_a_small_picture_proves_nothing (gconstpointer data)
{
  gboolean told = GPOINTER_TO_INT (data);
  GcLinkTest test = begun_test ();
  GcLinkFigures small = good_report ();

  small.ways[GC_LINK_WAY_UP].rate_bps = 90000;
  add (&test, 5, small);
  if (told) {
    gc_link_test_note_told (&test, 3000000, START_MS + 1);
    gc_link_test_note_told (&test, 1250000, START_MS + GC_LINK_TEST_UP_MS - 1);
    gc_link_test_note_told (&test, 300000, START_MS + GC_LINK_TEST_UP_MS);
  }
  gc_link_test_end (&test, FALSE, START_MS + GC_LINK_TEST_MS);
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_UP].rate_bps, ==, told ? 1250000 : NOTHING);
  g_assert_cmpint (gc_link_test_judge (&test.result, GC_LINK_WAY_UP).level, ==, GC_LINK_GOOD);

  /* What came proves itself, whatever the browser believes; and nothing is told after the end. */
  gc_link_test_note_told (&test, 1, START_MS);
  gc_link_test_begin (&test, "t1", "p1", START_MS);
  add (&test, 5, good_report ());
  if (told)
    gc_link_test_note_told (&test, 300000, START_MS + 1);
  gc_link_test_end (&test, FALSE, START_MS + GC_LINK_TEST_MS);
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_UP].rate_bps, ==, 1200000);
  gc_link_test_clear (&test);
}

static void
test_nothing_came (void)
{
  GcLinkTest test = begun_test ();
  GcLinkFigures nothing = { .ways = { { 0, 0, NOTHING }, { NOTHING, NOTHING, NOTHING } },
                            .rtt_ms = 240 };

  add (&test, 6, nothing);
  gc_link_test_end (&test, FALSE, START_MS + GC_LINK_TEST_MS);
  g_assert_cmpstr (gc_link_test_state_name (test.state), ==, "silent");
  g_assert_false (test.has_result);
  gc_link_test_clear (&test);
}

static void
test_cut_short (void)
{
  GcLinkTest test = begun_test ();
  GcLinkFigures bad = good_report ();

  add (&test, 5, good_report ());
  gc_link_test_end (&test, FALSE, START_MS + GC_LINK_TEST_MS);

  /* Two reports say nothing: what was said before stays, and it is due again. */
  bad.ways[GC_LINK_WAY_UP].loss_permille = 200;
  gc_link_test_begin (&test, "t1", "p1", START_MS + GC_LINK_TEST_AGAIN_MS);
  add (&test, 2, bad);
  gc_link_test_end (&test, TRUE, START_MS + GC_LINK_TEST_AGAIN_MS + 4000);
  g_assert_null (gc_link_test_state_name (test.state));
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_UP].loss_permille, ==, 0);
  g_assert_true (gc_link_test_is_due (&test, "t1", "p1", START_MS + GC_LINK_TEST_AGAIN_MS + 4001));

  /* Three do. */
  gc_link_test_begin (&test, "t1", "p1", START_MS + GC_LINK_TEST_AGAIN_MS + 5000);
  add (&test, 3, bad);
  gc_link_test_end (&test, TRUE, START_MS + GC_LINK_TEST_AGAIN_MS + 12000);
  g_assert_cmpstr (gc_link_test_state_name (test.state), ==, "done");
  g_assert_cmpint (test.result.ways[GC_LINK_WAY_UP].loss_permille, ==, 200);
  gc_link_test_clear (&test);
}

/* ---- when ---- */

static void
test_due (void)
{
  GcLinkTest test = { 0 };
  int64_t end_ms = START_MS + GC_LINK_TEST_MS;

  g_assert_true (gc_link_test_is_due (&test, "t1", "p1", START_MS));
  gc_link_test_begin (&test, "t1", "p1", START_MS);
  g_assert_false (gc_link_test_is_due (&test, "t1", "p1", START_MS + 1));
  g_assert_false (gc_link_test_returns (&test, START_MS + GC_LINK_TEST_UP_MS - 1));
  g_assert_true (gc_link_test_returns (&test, START_MS + GC_LINK_TEST_UP_MS));
  g_assert_false (gc_link_test_is_over (&test, end_ms - 1));
  g_assert_true (gc_link_test_is_over (&test, end_ms));
  add (&test, 5, good_report ());
  gc_link_test_end (&test, FALSE, end_ms);
  g_assert_false (gc_link_test_is_over (&test, end_ms));
  g_assert_false (gc_link_test_returns (&test, end_ms));
  g_assert_false (gc_link_test_is_due (&test, "t1", "p1", end_ms + GC_LINK_TEST_AGAIN_MS - 1));
  g_assert_true (gc_link_test_is_due (&test, "t1", "p1", end_ms + GC_LINK_TEST_AGAIN_MS));
  /* Another resident, or another way to the relay. */
  g_assert_true (gc_link_test_is_due (&test, "t2", "p1", end_ms + 1));
  g_assert_true (gc_link_test_is_due (&test, "t1", "p2", end_ms + 1));
  gc_link_test_clear (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-test/thresholds", test_thresholds);
  g_test_add_func ("/link-test/each-way", test_each_way_is_its_own);
  g_test_add_func ("/link-test/middle", test_the_middle_stands_for_all);
  g_test_add_data_func ("/link-test/small/told", GINT_TO_POINTER (TRUE),
                        test_a_small_picture_proves_nothing);
  g_test_add_data_func ("/link-test/small/untold", GINT_TO_POINTER (FALSE),
                        test_a_small_picture_proves_nothing);
  g_test_add_func ("/link-test/nothing-came", test_nothing_came);
  g_test_add_func ("/link-test/cut-short", test_cut_short);
  g_test_add_func ("/link-test/due", test_due);
  return g_test_run ();
}
