// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-lateness.h"

#define MS INT64_C (1000)
#define S (1000 * MS)
#define START (1000000 * S) /* at the beginning of a span */

static void
test_nothing (void)
{
  GcLateness lateness = { 0 };

  g_assert_cmpint (gc_lateness_get (&lateness, 1), ==, 0);
  g_assert_cmpint (gc_lateness_get (&lateness, START), ==, 0);
}

/* What happened in one span only, however often and late, is no reason to hold anything. */
static void
test_once (void)
{
  GcLateness lateness = { 0 };

  for (int i = 0; i < 100; i++)
    gc_lateness_note (&lateness, 300 * MS + i, START + i * 20 * MS);
  g_assert_cmpint (gc_lateness_get (&lateness, START + 3 * S), ==, 0);
}

static void
test_second_latest (void)
{
  GcLateness lateness = { 0 };
  static const int64_t late_us[] = { 310 * MS, 640 * MS, 320 * MS, 960 * MS, 650 * MS };

  for (unsigned i = 0; i < G_N_ELEMENTS (late_us); i++) {
    gc_lateness_note (&lateness, late_us[i], START + i * 4 * S);
    gc_lateness_note (&lateness, 300 * MS, START + i * 4 * S + 1); /* not the latest of its span */
  }
  g_assert_cmpint (gc_lateness_get (&lateness, START + 17 * S), ==, 650 * MS);
}

/* What is longer ago than a minute counts no more; the order of what came does not matter. */
static void
test_forgets (void)
{
  GcLateness lateness = { 0 };

  gc_lateness_note (&lateness, 600 * MS, START);
  gc_lateness_note (&lateness, 500 * MS, START + 5 * S);
  g_assert_cmpint (gc_lateness_get (&lateness, START + 5 * S), ==, 500 * MS);
  g_assert_cmpint (gc_lateness_get (&lateness, START + 63 * S), ==, 500 * MS);
  g_assert_cmpint (gc_lateness_get (&lateness, START + 64 * S), ==, 0);
  gc_lateness_note (&lateness, 100 * MS, START + 65 * S);
  g_assert_cmpint (gc_lateness_get (&lateness, START + 65 * S), ==, 100 * MS);
  g_assert_cmpint (gc_lateness_get (&lateness, START + 68 * S), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lateness/nothing", test_nothing);
  g_test_add_func ("/lateness/once", test_once);
  g_test_add_func ("/lateness/second-latest", test_second_latest);
  g_test_add_func ("/lateness/forgets", test_forgets);
  return g_test_run ();
}
