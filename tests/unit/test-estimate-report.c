// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What was foreseen against what came, as the history of tickets tells it to a report. */
#include "config.h"

#include "queue/gc-report.h"

#define SECOND INT64_C (1000)

typedef struct {
  int64_t at_s;
  const char *ticket;
  GcTicketState from;
  GcTicketState to;
  GcReason reason;
  const char *detail;
} Line;

#define JOINED(at, ticket, told)                                                                   \
  {                                                                                                \
    at, ticket, GC_TICKET_DRAFT, GC_TICKET_WAITING, GC_REASON_JOINED, told                         \
  }
#define SERVED(at, ticket, reason)                                                                 \
  {                                                                                                \
    at, ticket, GC_TICKET_WAITING, GC_TICKET_CONNECTING, GC_REASON_##reason, NULL                  \
  }
#define DONE(at, ticket)                                                                           \
  {                                                                                                \
    at, ticket, GC_TICKET_WRAP_UP, GC_TICKET_DONE, GC_REASON_WRAPPED_UP, NULL                      \
  }

static void
report (const Line *lines, unsigned n, GcReportFigures *ret_figures)
{
  GcReportConfig config;

  gc_report_config_init (&config);
  g_autoptr (GcReport) report = gc_report_new (&config);
  for (unsigned i = 0; i < n; i++) {
    const GcTransition line = { .seq = i + 1,
                                .at_ms = (1000 + lines[i].at_s) * SECOND,
                                .ticket = (char *)lines[i].ticket,
                                .from = lines[i].from,
                                .to = lines[i].to,
                                .agent = (char *)"ann",
                                .reason = lines[i].reason,
                                .detail = (char *)lines[i].detail };
    g_assert_true (gc_report_add (report, &line, "row", NULL));
  }
  gc_report_get_total (report, ret_figures);
}

static void
test_nothing (void)
{
  GcReportFigures found;

  report (NULL, 0, &found);
  g_assert_cmpuint (found.foreseen, ==, 0);
  g_assert_cmpint (found.foreseen_inside_permille, ==, -1);
  g_assert_cmpint (found.foreseen_median_error_ms, ==, -1);
}

/*
 * a: foreseen 600 s, waited 480: error -120, inside 5_to_15. b: 240, waited 400: +160, outside.
 * c: 0, waited 20: +20, inside. d: 1000, waited 1040: +40, inside. e left, f had nobody, g is from
 * before, h is not over. Mean (-120 + 160 + 20 + 40) / 4 = 25; absolute 20 40 120 160: median 80.
 */
static void
test_errors (void)
{
  static const Line lines[] = {
    JOINED (0, "a", "expected=600 band=5_to_15"),
    JOINED (0, "b", "expected=240 band=under_5"),
    JOINED (0, "e", "expected=700 band=5_to_15"),
    JOINED (0, "f", "expected=none reason=nobody"),
    JOINED (0, "g", NULL),
    JOINED (0, "h", "expected=0 band=under_5"),
    JOINED (100, "c", "expected=0 band=under_5"),
    SERVED (120, "c", ACCEPTED),
    JOINED (200, "d", "expected=1000 band=15_to_30"),
    { 300, "e", GC_TICKET_WAITING, GC_TICKET_ABANDONED, GC_REASON_LEFT, NULL },
    SERVED (400, "b", TAKEN),
    SERVED (480, "a", ACCEPTED),
    SERVED (500, "f", ACCEPTED),
    SERVED (500, "g", ACCEPTED),
    SERVED (500, "h", ACCEPTED),
    { 900, "a", GC_TICKET_IN_SESSION, GC_TICKET_CONNECTING, GC_REASON_ACCEPTED, NULL },
    SERVED (1240, "d", ACCEPTED),
    DONE (2000, "a"),
    DONE (2000, "b"),
    DONE (2000, "c"),
    DONE (2000, "d"),
    DONE (2000, "f"),
    DONE (2000, "g"),
  };
  GcReportFigures found;

  report (lines, G_N_ELEMENTS (lines), &found);
  g_assert_cmpuint (found.answered, ==, 6);
  g_assert_cmpuint (found.foreseen, ==, 4);
  g_assert_cmpuint (found.foreseen_nobody, ==, 1);
  g_assert_cmpint (found.foreseen_inside_permille, ==, 750);
  g_assert_cmpint (found.foreseen_error_ms, ==, 25 * SECOND);
  g_assert_cmpint (found.foreseen_median_error_ms, ==, 80 * SECOND);
}

static void
test_not_today (void)
{
  static const Line lines[] = {
    JOINED (0, "a", "expected=2400 band=not_today"),
    SERVED (2400, "a", ACCEPTED),
    DONE (2500, "a"),
  };
  GcReportFigures found;

  report (lines, G_N_ELEMENTS (lines), &found);
  g_assert_cmpuint (found.foreseen, ==, 1);
  g_assert_cmpint (found.foreseen_inside_permille, ==, 0);
  g_assert_cmpint (found.foreseen_error_ms, ==, 0);
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
