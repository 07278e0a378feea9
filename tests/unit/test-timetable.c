// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-timetable.h"
#include "common/gc-error.h"
#include "common/gc-json.h"

#include <string.h>

static GcTimetable *
parse (const char *spans, const char *zone, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"mon\":%s,\"tue\":%s,\"wed\":%s,\"thu\":%s,"
                                           "\"fri\":%s,\"sat\":[],\"sun\":%s}",
                                           spans, spans, spans, spans, spans, spans);
  g_autoptr (JsonObject) week = gc_json_parse_object (text, strlen (text), 4096, NULL);

  g_assert_nonnull (week);
  return gc_timetable_new (week, zone, NULL, error);
}

static int64_t
at (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
test_open (void)
{
  static const char morning[] = "[[\"09:00\",\"12:30\"]]";
  static const char night[] = "[[\"01:30\",\"02:30\"],[\"23:00\",\"24:00\"]]";
  static const struct {
    const char *spans;
    const char *zone;
    const char *utc;
    gboolean open;
  } cases[] = {
    /* Rome: UTC+2 until 2026-10-25 01:00 UTC, then UTC+1. */
    { morning, "Europe/Rome", "2026-10-23T06:59:59Z", FALSE },
    { morning, "Europe/Rome", "2026-10-23T07:00:00Z", TRUE },
    { morning, "Europe/Rome", "2026-10-23T10:29:59Z", TRUE },
    { morning, "Europe/Rome", "2026-10-23T10:30:00Z", FALSE },
    { morning, "Europe/Rome", "2026-10-26T07:30:00Z", FALSE },
    { morning, "Europe/Rome", "2026-10-26T08:00:00Z", TRUE },
    { morning, "Europe/Rome", "2026-10-24T08:00:00Z", FALSE }, /* a Saturday */
    /* The hour from 02:00 comes twice: the span is open both times and shut in between. */
    { night, "Europe/Rome", "2026-10-24T23:29:00Z", FALSE },
    { night, "Europe/Rome", "2026-10-24T23:30:00Z", TRUE },
    { night, "Europe/Rome", "2026-10-25T00:29:00Z", TRUE },
    { night, "Europe/Rome", "2026-10-25T00:30:00Z", FALSE },
    { night, "Europe/Rome", "2026-10-25T01:15:00Z", TRUE },
    { night, "Europe/Rome", "2026-10-25T01:30:00Z", FALSE },
    /* 02:00 to 03:00 does not exist on 2026-03-29: open from 01:30 to the jump. */
    { night, "Europe/Rome", "2026-03-29T00:59:00Z", TRUE },
    { night, "Europe/Rome", "2026-03-29T01:00:00Z", FALSE },
    { night, "Europe/Rome", "2026-10-25T22:59:00Z", TRUE },
    { night, "Europe/Rome", "2026-10-25T23:00:00Z", FALSE },
    /* New York leaves summer time a week later, China has none, Sydney goes the other way. */
    { morning, "America/New_York", "2026-10-30T13:00:00Z", TRUE },
    { morning, "America/New_York", "2026-11-02T13:30:00Z", FALSE },
    { morning, "America/New_York", "2026-11-02T14:00:00Z", TRUE },
    { morning, "Asia/Shanghai", "2026-07-01T01:00:00Z", TRUE },
    { morning, "Asia/Shanghai", "2026-12-01T01:00:00Z", TRUE },
    { morning, "Australia/Sydney", "2026-10-02T23:00:00Z", FALSE },
    { morning, "Australia/Sydney", "2026-10-04T22:00:00Z", TRUE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GcTimetable) hours = parse (cases[i].spans, cases[i].zone, NULL);
    g_assert_nonnull (hours);
    g_test_message ("%s %s", cases[i].zone, cases[i].utc);
    g_assert_cmpint (gc_timetable_is_open (hours, at (cases[i].utc)), ==, cases[i].open);
  }
}

/* is_open and the spans are two ways to the same answer: minute by minute over a week. */
static void
test_spans_agree (void)
{
  static const struct {
    const char *zone;
    const char *from;
  } weeks[] = {
    { "Europe/Rome", "2026-10-22T22:07:00Z" },
    { "Europe/Rome", "2026-03-26T00:00:00Z" },
    { "America/New_York", "2027-03-11T00:00:00Z" },
    { "Australia/Lord_Howe", "2027-04-01T00:00:00Z" }, /* moves by half an hour */
    { "Pacific/Apia", "2011-12-27T00:00:00Z" },        /* skipped the whole 30th */
    { "Africa/Casablanca", "2027-02-05T00:00:00Z" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (weeks); i++) {
    g_autoptr (GcTimetable) table = parse ("[[\"00:00\",\"02:30\"],[\"02:45\",\"03:10\"],"
                                           "[\"22:30\",\"24:00\"]]",
                                           weeks[i].zone, NULL);
    int64_t from_ms = at (weeks[i].from), to_ms = from_ms + 7 * 86400000;
    g_autoptr (GcSpans) spans = gc_timetable_spans (table, from_ms, to_ms);
    g_test_message ("%s", weeks[i].zone);
    for (int64_t now_ms = from_ms; now_ms < to_ms; now_ms += 60000)
      g_assert_cmpint (gc_timetable_is_open (table, now_ms), ==, gc_spans_contains (spans, now_ms));
    g_assert_cmpuint (gc_spans_get_length (spans), >, 7);
  }
}

static void
test_next_change (void)
{
  static const struct {
    const char *spans;
    const char *now;
    const char *change; /* NULL: none */
  } cases[] = {
    { "[[\"09:00\",\"12:30\"]]", "2026-11-25T05:00:00Z", "2026-11-25T08:00:00Z" },
    { "[[\"09:00\",\"12:30\"]]", "2026-11-25T08:00:00Z", "2026-11-25T11:30:00Z" },
    { "[[\"09:00\",\"12:30\"]]", "2026-11-25T11:30:00Z", "2026-11-26T08:00:00Z" },
    { "[[\"00:00\",\"24:00\"]]", "2026-11-25T11:30:00Z", "2026-11-27T23:00:00Z" },
    { "[]", "2026-11-25T11:30:00Z", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GcTimetable) table = parse (cases[i].spans, "Europe/Rome", NULL);
    int64_t expected_ms = cases[i].change != NULL ? at (cases[i].change) : INT64_MAX;
    g_assert_cmpint (gc_timetable_next_change (table, at (cases[i].now)), ==, expected_ms);
  }
}

static void
test_refused (void)
{
  static const char *const spans[] = {
    "null",
    "[\"09:00\"]",
    "[[\"09:00\"]]",
    "[[9,10]]",
    "[[\"9:00\",\"10:00\"]]",
    "[[\"10:00\",\"09:00\"]]",
    "[[\"09:00\",\"24:01\"]]",
    "[[\"09:00\",\"09:60\"]]",
    "[[\"09:00\",\"10:00\",\"11:00\"]]",
    "[[\"25:00\",\"26:00\"]]",
    "[[\"09:00\",\"10:00\\n\"]]",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (spans); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (parse (spans[i], "Europe/Rome", &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (parse ("[]", "Europe/Atlantis", &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timetable/open", test_open);
  g_test_add_func ("/timetable/spans-agree", test_spans_agree);
  g_test_add_func ("/timetable/next-change", test_next_change);
  g_test_add_func ("/timetable/refused", test_refused);
  return g_test_run ();
}
