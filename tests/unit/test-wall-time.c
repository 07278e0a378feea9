// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-wall-time.h"
#include "common/gc-error.h"

static int64_t
at (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static int64_t
wall (const char *text)
{
  int64_t wall_ms = 0;

  g_assert_true (gc_wall_time_parse (text, &wall_ms, NULL));
  return wall_ms;
}

static void
test_instants (void)
{
  static const struct {
    const char *zone;
    const char *wall;
    const char *instants[2];
  } cases[] = {
    { "Europe/Rome", "2027-01-15 09:00", { "2027-01-15T08:00:00Z" } },
    { "Europe/Rome", "2027-07-15 09:00", { "2027-07-15T07:00:00Z" } },
    { "Europe/Rome", "2027-03-28 01:59", { "2027-03-28T00:59:00Z" } },
    { "Europe/Rome", "2027-03-28 02:30", { NULL } },
    { "Europe/Rome", "2027-03-28 03:00", { "2027-03-28T01:00:00Z" } },
    { "Europe/Rome", "2026-10-25 02:30", { "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z" } },
    { "Asia/Shanghai", "2026-11-25 08:30", { "2026-11-25T00:30:00Z" } },
    { "America/Sao_Paulo", "2026-11-24 21:30", { "2026-11-25T00:30:00Z" } },
    { "Pacific/Apia", "2011-12-30 12:00", { NULL } },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autoptr (GArray) instants = gc_wall_time_instants (zone, wall (cases[i].wall));
    guint n = (cases[i].instants[0] != NULL) + (cases[i].instants[1] != NULL);
    g_assert_cmpuint (instants->len, ==, n);
    for (guint j = 0; j < n; j++) {
      int64_t at_ms = g_array_index (instants, int64_t, j);
      g_autofree char *text = gc_wall_time_format (zone, at_ms);
      g_assert_cmpint (at_ms, ==, at (cases[i].instants[j]));
      g_assert_cmpstr (text, ==, cases[i].wall);
      g_assert_cmpint (gc_wall_time_at (zone, at_ms), ==, wall (cases[i].wall));
    }
  }
}

static void
test_stretches (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Rome");
  g_autoptr (GArray) year =
      gc_wall_time_stretches (zone, at ("2027-01-01T00:00:00Z"), at ("2028-01-01T00:00:00Z"));
  static const char *const cuts[] = { "2027-01-01T00:00:00Z", "2027-03-28T01:00:00Z",
                                      "2027-10-31T01:00:00Z", "2028-01-01T00:00:00Z" };

  g_assert_cmpuint (year->len, ==, G_N_ELEMENTS (cuts) - 1);
  for (guint i = 0; i < year->len; i++) {
    const GcWallStretch *stretch = &g_array_index (year, GcWallStretch, i);
    g_assert_cmpint (stretch->span.from_ms, ==, at (cuts[i]));
    g_assert_cmpint (stretch->span.to_ms, ==, at (cuts[i + 1]));
    g_assert_cmpint (stretch->offset_ms, ==, (i == 1 ? 2 : 1) * 3600000);
  }
  g_autoptr (GArray) none = gc_wall_time_stretches (zone, 5, 5);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_parse (void)
{
  static const char *const refused[] = { "",
                                         "2027-03-15",
                                         "2027-03-15T08:30",
                                         "2027-02-29 08:30",
                                         "2027-03-15 24:00",
                                         "2027-03-15 08:60",
                                         "2027-03-15 08:30 ",
                                         "2027-03-15 08:30\n",
                                         "1969-12-31 08:30",
                                         "27-03-15 08:30" };
  int64_t day = 0;

  g_assert_cmpint (wall ("1970-01-01 00:01"), ==, GC_MINUTE_MS);
  g_assert_cmpint (wall ("2028-02-29 23:59"), ==, at ("2028-02-29T23:59:00Z"));
  g_assert_true (gc_wall_time_parse_date ("1970-01-02", &day, NULL));
  g_assert_cmpint (day, ==, 1);
  for (size_t i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    int64_t wall_ms = 0;
    g_assert_false (gc_wall_time_parse (refused[i], &wall_ms, &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
}

/* A day begins when its first minute is on the clock: also where midnight, or the day, is left out.
 */
static void
test_day_start (void)
{
  static const struct {
    const char *zone;
    const char *date;
    const char *utc;
  } cases[] = {
    { "UTC", "2026-11-26", "2026-11-26T00:00:00Z" },
    { "Asia/Shanghai", "2026-11-26", "2026-11-25T16:00:00Z" },
    { "Europe/Rome", "2026-10-25", "2026-10-24T22:00:00Z" },
    { "Europe/Rome", "2026-10-26", "2026-10-25T23:00:00Z" },
    { "America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z" }, /* began at one o'clock */
    { "America/Havana", "2026-11-01", "2026-11-01T04:00:00Z" },
    { "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z" }, /* was left out */
    { "Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autoptr (GDateTime) expected = g_date_time_new_from_iso8601 (cases[i].utc, NULL);
    int64_t day = 0;
    g_assert_true (gc_wall_time_parse_date (cases[i].date, &day, NULL));
    g_test_message ("%s %s", cases[i].zone, cases[i].date);
    g_assert_cmpint (gc_wall_time_day_start (zone, day), ==, g_date_time_to_unix (expected) * 1000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-time/instants", test_instants);
  g_test_add_func ("/wall-time/stretches", test_stretches);
  g_test_add_func ("/wall-time/parse", test_parse);
  g_test_add_func ("/wall-time/day-start", test_day_start);
  return g_test_run ();
}
