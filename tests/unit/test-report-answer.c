// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What GET /api/report is asked with, and the two forms of its answer. */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-csv.h"
#include "signal/gc-report-format.h"
#include "signal/gc-report-query.h"

#include <libsoup/soup.h>

static gboolean
parse (const char *text, GcReportQuery *query, GError **error)
{
  g_autoptr (GHashTable) parameters = soup_form_decode (text);

  return gc_report_query_parse (parameters, query, error);
}

static void
test_query (void)
{
  g_autoptr (GError) error = NULL;
  GcReportQuery query;

  g_assert_true (parse ("from=2026-02-28&to=2026-03-01&by=point", &query, &error));
  g_assert_no_error (error);
  g_assert_cmpint (query.by, ==, GC_REPORT_BY_POINT);
  g_assert_cmpuint (query.to_day - query.from_day, ==, 1);
  g_assert_cmpint (query.threshold_ms, ==, 300000);
  g_assert_false (query.is_csv);
  g_assert_false (query.is_english);

  g_assert_true (parse ("from=2024-02-29&to=2024-02-29&by=agent&threshold_s=60&format=csv&lang=en",
                        &query, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (query.to_day, ==, query.from_day);
  g_assert_cmpint (query.threshold_ms, ==, 60000);
  g_assert_true (query.is_csv);
  g_assert_true (query.is_english);

  /* 370 days are the most. */
  g_assert_true (parse ("from=2026-01-01&to=2027-01-05&by=day", &query, &error));
  g_assert_no_error (error);
}

static void
test_refused (void)
{
  static const struct {
    const char *query;
    const char *message;
  } cases[] = {
    { "", "from \"\": must be a day such as 2026-11-01" },
    { "from=2026-11-01&by=day", "to \"\": must be a day such as 2026-11-01" },
    { "from=2026-11-01&to=2026-11-02", "by \"\": must be day, point, item or agent" },
    { "from=2026-11-31&to=2026-12-02&by=day",
      "from \"2026-11-31\": must be a day such as 2026-11-01" },
    { "from=2026-13-01&to=2026-12-02&by=day",
      "from \"2026-13-01\": must be a day such as 2026-11-01" },
    { "from=2026-02-29&to=2026-12-02&by=day",
      "from \"2026-02-29\": must be a day such as 2026-11-01" },
    { "from=1999-12-31&to=2026-12-02&by=day",
      "from \"1999-12-31\": must be a day such as 2026-11-01" },
    { "from=2026-1-01&to=2026-12-02&by=day",
      "from \"2026-1-01\": must be a day such as 2026-11-01" },
    { "from=2026-11-01%0A&to=2026-12-02&by=day",
      "from \"2026-11-01\n\": must be a day such as 2026-11-01" },
    { "from=2026-11-02&to=2026-11-01&by=day", "to \"2026-11-01\": is before from" },
    { "from=2026-01-01&to=2027-01-06&by=day",
      "to \"2027-01-06\": is more than 370 days from the first day" },
    { "from=2026-11-01&to=2026-11-02&by=week", "by \"week\": must be day, point, item or agent" },
    { "from=2026-11-01&to=2026-11-02&by=day&threshold_s=0",
      "threshold_s \"0\": must be 1 to 86400" },
    { "from=2026-11-01&to=2026-11-02&by=day&threshold_s=-5",
      "threshold_s \"-5\": must be 1 to 86400" },
    { "from=2026-11-01&to=2026-11-02&by=day&threshold_s=1e3",
      "threshold_s \"1e3\": must be 1 to 86400" },
    { "from=2026-11-01&to=2026-11-02&by=day&format=xml", "format \"xml\": must be json or csv" },
    { "from=2026-11-01&to=2026-11-02&by=day&lang=it", "lang \"it\": must be zh or en" },
    { "from=2026-11-01&to=2026-11-02&by=day&treshold_s=60", "parameter \"treshold_s\": not known" },
    { "from=0123456789012345678901234567890123456789THE-REST&to=2026-11-02&by=day",
      "from \"0123456789012345678901234567890123456789\": must be a day such as 2026-11-01" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    GcReportQuery query;
    g_assert_false (parse (cases[i].query, &query, &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
  g_autoptr (GError) error = NULL;
  GcReportQuery query;
  g_assert_false (gc_report_query_parse (NULL, &query, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
}

/* The same moment is on different days of different places; so it is around a change of clocks. */
static void
test_days (void)
{
  static const struct {
    const char *zone;
    const char *utc;
    const char *day;
  } cases[] = {
    { "Asia/Shanghai", "2026-11-24T15:59:59Z", "2026-11-24" },
    { "Asia/Shanghai", "2026-11-24T16:00:00Z", "2026-11-25" },
    { "Europe/Rome", "2026-11-24T22:59:59Z", "2026-11-24" },
    { "Europe/Rome", "2026-11-24T23:00:00Z", "2026-11-25" },
    { "Europe/Rome", "2026-10-24T21:59:59Z", "2026-10-24" }, /* summer time */
    { "Europe/Rome", "2026-10-24T22:00:00Z", "2026-10-25" },
    { "Europe/Rome", "2026-10-25T22:59:59Z", "2026-10-25" }, /* a day of 25 hours */
    { "America/Sao_Paulo", "2027-01-01T02:59:59Z", "2026-12-31" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (cases[i].utc, NULL);
    uint32_t day = gc_report_day_of (g_date_time_to_unix (time) * 1000, zone);
    g_autofree char *text = gc_report_format_day (day);
    g_assert_cmpstr (text, ==, cases[i].day);
    g_assert_cmpint (gc_report_day_ms (day) % (24 * 3600 * 1000), ==, 0);
  }
  /* A day of 25 hours begins and ends where its place says. */
  g_autoptr (GTimeZone) rome = g_time_zone_new_identifier ("Europe/Rome");
  uint32_t long_day = gc_report_day_of (INT64_C (1792911600000), rome); /* 25 October 2026, 08:00 */
  g_assert_cmpint (gc_report_day_start_ms (long_day + 1, rome) -
                       gc_report_day_start_ms (long_day, rome),
                   ==, 25 * 3600 * 1000);
  g_assert_cmpuint (gc_report_day_of (gc_report_day_start_ms (long_day, rome), rome), ==, long_day);
  g_autoptr (GDateTime) midnight = g_date_time_new_utc (2026, 11, 24, 0, 0, 0);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  int64_t midnight_ms = g_date_time_to_unix (midnight) * 1000;
  g_assert_cmpint (gc_report_day_ms (gc_report_day_of (midnight_ms, utc)), ==, midnight_ms);
}

static void
test_csv_cells (void)
{
  static const struct {
    const char *text;
    const char *cell;
  } cases[] = {
    { "米兰", "米兰" },
    { "", "" },
    { NULL, "" },
    { "Milan, Italy", "\"Milan, Italy\"" },
    { "the \"old\" point", "\"the \"\"old\"\" point\"" },
    { "two\r\nlines", "\"two\r\nlines\"" },
    { "=HYPERLINK(\"http://a\",\"b\")", "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"" },
    { "+1", "'+1" },
    { "-1", "'-1" },
    { "@SUM(A1)", "'@SUM(A1)" },
    { "\t=1", "'\t=1" },
    { "\r=1", "\"'\r=1\"" },
    { "a=1", "a=1" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GcCsv) csv = { 0 };
    g_autofree char *expected = g_strdup_printf ("\xEF\xBB\xBF%s,7\r\n93.4\r\n", cases[i].cell);
    gc_csv_init (&csv);
    gc_csv_text (&csv, cases[i].text);
    gc_csv_int (&csv, 7);
    gc_csv_end_row (&csv);
    gc_csv_tenths (&csv, 934);
    gc_csv_end_row (&csv);
    g_assert_cmpstr (csv.text->str, ==, expected);
  }
}

static void
add (GcReport *report, GcTicketState from, GcTicketState to, GcReason reason, int64_t at_ms)
{
  GcTransition line = { .at_ms = 1000000 + at_ms,
                        .ticket = (char *)"t1",
                        .from = from,
                        .to = to,
                        .agent = (char *)"ann",
                        .reason = reason,
                        .detail = (char *)(reason == GC_REASON_JOINED ? "expected=100 band=under_5"
                                                                      : NULL) };

  gc_report_add (report, &line, "it-milan", NULL);
}

/* One ticket: waited 61.4 s, 500 s of session, 38 s of notes. */
static GcReport *
small_report (void)
{
  GcReportConfig config;

  gc_report_config_init (&config);
  GcReport *report = gc_report_new (&config);
  add (report, GC_TICKET_DRAFT, GC_TICKET_WAITING, GC_REASON_JOINED, 0);
  add (report, GC_TICKET_WAITING, GC_TICKET_OFFERED, GC_REASON_OFFERED, 60000);
  add (report, GC_TICKET_OFFERED, GC_TICKET_CONNECTING, GC_REASON_ACCEPTED, 61400);
  add (report, GC_TICKET_CONNECTING, GC_TICKET_IN_SESSION, GC_REASON_CONNECTED, 62000);
  add (report, GC_TICKET_IN_SESSION, GC_TICKET_WRAP_UP, GC_REASON_ENDED, 561400);
  add (report, GC_TICKET_WRAP_UP, GC_TICKET_DONE, GC_REASON_WRAPPED_UP, 599400);
  return report;
}

/* Ann was idle for 15 s, in session for 45 s and on a break for 10 s. */
static GcAgentReport *
small_times (void)
{
  static const struct {
    GcEffective effective;
    int64_t at_ms;
  } lines[] = {
    { GC_EFFECTIVE_IDLE, 1000 },
    { GC_EFFECTIVE_BUSY, 16000 },
    { GC_EFFECTIVE_BREAK, 61000 },
    { GC_EFFECTIVE_OFFLINE, 71000 },
  };
  GcAgentReport *times = gc_agent_report_new ();

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++) {
    const GcAgentEvent event = { .at_ms = lines[i].at_ms,
                                 .account = (char *)"ann",
                                 .effective = lines[i].effective };
    gc_agent_report_add (times, &event, 0, 100000);
  }
  return times;
}

static GPtrArray *
rows_of (const char *key, const char *name)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_report_row_free);

  g_ptr_array_add (rows, gc_report_row_new (key, name));
  return rows;
}

static void
test_csv_report (void)
{
  static const char points[] =
      "\xEF\xBB\xBF"
      "服务点编号,名称,取号,接通,放弃,即刻离开,服务水平 1（%）,服务水平 "
      "2（%）,放弃率（%）,平均等候（秒）,"
      "等候中位数（秒）,等候 90 "
      "分位（秒）,最长等候（秒）,重新排队,再次等候平均（秒）,重排后离开,转接,办结事项,"
      "平均处理时长（秒）,有预估,预估误差平均（秒）,预估误差中位数（秒）,在预估区间内（%）,"
      "取号时无人可办,占全部（%）,占接通（%）\r\n"
      "it-milan,\"Milan, 米兰\",1,1,0,0,100.0,100.0,0.0,61,61,61,61,0,,0,0,1,538,1,-39,39,100.0,0,"
      "100.0,100.0\r\n"
      "合计,,1,1,0,0,100.0,100.0,0.0,61,61,61,61,0,,0,0,1,538,1,-39,39,100.0,0,100.0,100.0\r\n";
  static const char agents[] =
      "\xEF\xBB\xBF"
      "Account,Name,Offers,Accepted,Declined,Missed,Tickets handled,Mean handling time (s),"
      "Time offered (s),Time in session (s),Time in wrap-up (s),Signed on (s),Signed on: idle (s),"
      "Signed on: offered (s),Signed on: in session (s),Signed on: wrap-up (s),Break (s),"
      "Occupancy (%)\r\n"
      "ann,'=Ann,1,1,0,0,1,538,1,500,38,60,15,0,45,0,10,75.0\r\n"
      "bo,Bo,0,0,0,0,0,,0,0,0,,,,,,,\r\n"
      "Total,,1,1,0,0,1,538,1,500,38,60,15,0,45,0,10,75.0\r\n";
  g_autoptr (GcReport) report = small_report ();
  g_autoptr (GcAgentReport) times = small_times ();
  GcReportQuery query = { .by = GC_REPORT_BY_POINT };
  g_autoptr (GPtrArray) point_rows = rows_of ("it-milan", "Milan, 米兰");
  g_autofree char *by_point = gc_report_format_csv (report, NULL, &query, point_rows);

  g_assert_cmpstr (by_point, ==, points);
  query.by = GC_REPORT_BY_AGENT;
  query.is_english = TRUE;
  g_autoptr (GPtrArray) agent_rows = rows_of ("ann", "=Ann");
  g_ptr_array_add (agent_rows, gc_report_row_new ("bo", "Bo"));
  g_autofree char *by_agent = gc_report_format_csv (report, times, &query, agent_rows);
  g_assert_cmpstr (by_agent, ==, agents);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/query", test_query);
  g_test_add_func ("/report/refused", test_refused);
  g_test_add_func ("/report/days", test_days);
  g_test_add_func ("/report/csv-cells", test_csv_cells);
  g_test_add_func ("/report/csv-report", test_csv_report);
  return g_test_run ();
}
