// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-calendar.h"
#include "calendar/gc-wall-time.h"
#include "common/gc-error.h"
#include "common/gc-json.h"

#include <string.h>

static GcCalendar *
parse (const char *years, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"country\":\"CN\",\"years\":%s}", years);
  g_autoptr (JsonObject) country = gc_json_parse_object (text, strlen (text), 4096, NULL);

  g_assert_nonnull (country);
  return gc_calendar_new (country, error);
}

static int
weekday_on (const GcCalendar *calendar, const char *date)
{
  int64_t day = 0;

  g_assert_true (gc_wall_time_parse_date (date, &day, NULL));
  return gc_calendar_get_weekday (calendar, day);
}

static void
test_days (void)
{
  g_autoptr (GcCalendar) calendar =
      parse ("[{\"year\":2026,\"holidays\":[{\"from\":\"2026-09-25\",\"to\":\"2026-09-27\"},"
             "{\"from\":\"2026-09-27\",\"to\":\"2026-09-27\"}],"
             "\"working_days\":[{\"date\":\"2026-09-20\",\"follows\":\"tue\"}]}]",
             NULL);

  g_assert_nonnull (calendar);
  g_assert_cmpstr (gc_calendar_get_country (calendar), ==, "CN");
  g_assert_true (gc_calendar_has_year (calendar, 2026));
  g_assert_false (gc_calendar_has_year (calendar, 2027));
  g_assert_cmpint (weekday_on (calendar, "2026-09-19"), ==, 5);
  g_assert_cmpint (weekday_on (calendar, "2026-09-20"), ==, 1);
  g_assert_cmpint (weekday_on (calendar, "2026-09-24"), ==, 3);
  g_assert_cmpint (weekday_on (calendar, "2026-09-25"), ==, GC_WEEKDAY_NONE);
  g_assert_cmpint (weekday_on (calendar, "2026-09-27"), ==, GC_WEEKDAY_NONE);
  g_assert_cmpint (weekday_on (calendar, "2026-09-28"), ==, 0);
  g_assert_cmpint (weekday_on (NULL, "2026-09-25"), ==, 4);
  g_assert_cmpint (weekday_on (NULL, "2028-02-29"), ==, 1);
  g_assert_cmpint (gc_calendar_get_weekday (NULL, -1), ==, 2);
  g_assert_cmpint (gc_calendar_get_weekday (NULL, -4), ==, 6);
}

static void
test_refused (void)
{
  static const char *const years[] = {
    "null",
    "[2026]",
    "[{\"holidays\":[],\"working_days\":[]}]",
    "[{\"year\":2026,\"working_days\":[]}]",
    "[{\"year\":2026,\"holidays\":[]}]",
    "[{\"year\":2026,\"holidays\":[{\"from\":\"2026-02-29\",\"to\":\"2026-03-01\"}],"
    "\"working_days\":[]}]",
    "[{\"year\":2026,\"holidays\":[{\"from\":\"2026-10-02\",\"to\":\"2026-10-01\"}],"
    "\"working_days\":[]}]",
    "[{\"year\":2026,\"holidays\":[{\"from\":\"2026-10-01\",\"to\":\"2027-10-01\"}],"
    "\"working_days\":[]}]",
    "[{\"year\":2026,\"holidays\":[],\"working_days\":[{\"date\":\"2026-9-20\",\"follows\":\"tue\"}"
    "]"
    "}]",
    "[{\"year\":2026,\"holidays\":[],\"working_days\":[{\"date\":\"2026-09-20\",\"follows\":\"tu\"}"
    "]"
    "}]",
    "[{\"year\":2026,\"holidays\":[{\"from\":\"2026-10-01\",\"to\":\"2026-10-01\"}],"
    "\"working_days\":[{\"date\":\"2026-10-01\",\"follows\":\"tue\"}]}]",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (years); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (parse (years[i], &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
}

/* The calendars that are built in: all can be read, and none lacks a year. */
static void
test_built_in (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  static const char *const countries[] = { "CN", "IT", "FR", "ES", "ZA", "AE", "US", "BR", "AU" };
  static const struct {
    const char *country;
    const char *date;
    int weekday;
  } days[] = {
    { "CN", "2026-10-01", GC_WEEKDAY_NONE },
    { "CN", "2026-10-07", GC_WEEKDAY_NONE },
    { "CN", "2026-10-08", 3 },
    { "CN", "2026-10-10", 2 },
    { "CN", "2026-02-28", 0 },
    { "CN", "2027-02-06", GC_WEEKDAY_NONE },
    { "IT", "2026-04-06", GC_WEEKDAY_NONE },
    { "FR", "2027-05-17", GC_WEEKDAY_NONE },
    { "US", "2026-11-26", GC_WEEKDAY_NONE },
    { "AU", "2026-12-28", GC_WEEKDAY_NONE },
  };

  g_assert_true (json_parser_load_from_file (parser, GC_DATA "/holidays.json", NULL));
  JsonArray *list = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (list), ==, G_N_ELEMENTS (countries));
  for (guint i = 0; i < json_array_get_length (list); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GcCalendar) calendar =
        gc_calendar_new (json_array_get_object_element (list, i), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (gc_calendar_get_country (calendar), ==, countries[i]);
    for (int year = 2026; year <= 2028; year++)
      g_assert_true (gc_calendar_has_year (calendar, year));
    for (size_t j = 0; j < G_N_ELEMENTS (days); j++)
      if (strcmp (days[j].country, countries[i]) == 0)
        g_assert_cmpint (weekday_on (calendar, days[j].date), ==, days[j].weekday);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/days", test_days);
  g_test_add_func ("/calendar/refused", test_refused);
  g_test_add_func ("/calendar/built-in", test_built_in);
  return g_test_run ();
}
