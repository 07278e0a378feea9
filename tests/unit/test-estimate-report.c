// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-estimate-report.h"

#include "queue/gc-queue-rows.h"

#define SECOND INT64_C (1000)

typedef struct {
  int64_t at_s;
  const char *ticket;
  GcReason reason;
  const char *detail;
} Line;

static void
report (const Line *lines, unsigned n, GcEstimateReport *ret_report)
{
  g_autoptr (GcQueueRows) rows = gc_queue_rows_new ();

  for (unsigned i = 0; i < n; i++) {
    GcTransition *transition = g_new0 (GcTransition, 1);
    transition->seq = i + 1;
    transition->at_ms = lines[i].at_s * SECOND;
    transition->ticket = g_strdup (lines[i].ticket);
    transition->reason = lines[i].reason;
    transition->detail = g_strdup (lines[i].detail);
    g_ptr_array_add (rows->transitions, transition);
  }
  gc_estimate_report (rows->transitions, ret_report);
}

static void
test_nothing (void)
{
  GcEstimateReport found;

  report (NULL, 0, &found);
  g_assert_cmpuint (found.n_joined, ==, 0);
  g_assert_cmpuint (found.n_served, ==, 0);
  g_assert_cmpint (found.median_abs_error_ms, ==, 0);
}

/*
 * a: foreseen 600 s, waited 480: error -120, inside 5_to_15. b: 240, waited 400: +160, outside.
 * c: 0, waited 20: +20, inside. d: 1000, waited 1040: +40, inside. e left, f had nobody, g is from
 * before. Mean (-120 + 160 + 20 + 40) / 4 = 25; absolute 20 40 120 160: median 80.
 */
static void
test_errors (void)
{
  static const Line lines[] = {
    { 0, "a", GC_REASON_JOINED, "expected=600 band=5_to_15" },
    { 0, "b", GC_REASON_JOINED, "expected=240 band=under_5" },
    { 0, "e", GC_REASON_JOINED, "expected=700 band=5_to_15" },
    { 0, "f", GC_REASON_JOINED, "expected=none reason=nobody" },
    { 0, "g", GC_REASON_JOINED, NULL },
    { 100, "c", GC_REASON_JOINED, "expected=0 band=under_5" },
    { 100, "c", GC_REASON_OFFERED, "wait=0" },
    { 120, "c", GC_REASON_ACCEPTED, NULL },
    { 200, "d", GC_REASON_JOINED, "expected=1000 band=15_to_30" },
    { 300, "e", GC_REASON_LEFT, NULL },
    { 400, "b", GC_REASON_TAKEN, "wait=400" },
    { 480, "a", GC_REASON_ACCEPTED, NULL },
    { 500, "f", GC_REASON_ACCEPTED, NULL },
    { 500, "g", GC_REASON_ACCEPTED, NULL },
    { 900, "a", GC_REASON_ACCEPTED, NULL }, /* a transfer */
    { 1240, "d", GC_REASON_ACCEPTED, NULL },
  };
  GcEstimateReport found;

  report (lines, G_N_ELEMENTS (lines), &found);
  g_assert_cmpuint (found.n_joined, ==, 6);
  g_assert_cmpuint (found.n_nobody, ==, 1);
  g_assert_cmpuint (found.n_served, ==, 4);
  g_assert_cmpuint (found.n_inside, ==, 3);
  g_assert_cmpint (found.mean_error_ms, ==, 25 * SECOND);
  g_assert_cmpint (found.median_abs_error_ms, ==, 80 * SECOND);
}

static void
test_not_today (void)
{
  static const Line lines[] = {
    { 0, "a", GC_REASON_JOINED, "expected=2400 band=not_today" },
    { 2400, "a", GC_REASON_ACCEPTED, NULL },
  };
  GcEstimateReport found;

  report (lines, G_N_ELEMENTS (lines), &found);
  g_assert_cmpuint (found.n_served, ==, 1);
  g_assert_cmpuint (found.n_inside, ==, 0);
  g_assert_cmpint (found.mean_error_ms, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/estimate-report/nothing", test_nothing);
  g_test_add_func ("/estimate-report/errors", test_errors);
  g_test_add_func ("/estimate-report/not-today", test_not_today);
  return g_test_run ();
}
