// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Two sides with two calendars: when a point can be served. */
#include "config.h"

#include "calendar/gc-hours.h"
#include "common/gc-json.h"

#include <string.h>

typedef struct {
  GcCalendar *home;
  GcCalendar *abroad;
  GcTimetable *window;
  GPtrArray *duty; /* (element-type GcTimetable), owned */
  GcHours *hours;
} World;

static int64_t
at (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static JsonObject *
parse (const char *text)
{
  JsonObject *object = gc_json_parse_object (text, strlen (text), 4096, NULL);

  g_assert_nonnull (object);
  return object;
}

static GcTimetable *
make_timetable (const char *week, const char *zone, const GcCalendar *calendar)
{
  g_autoptr (JsonObject) object = parse (week);
  GcTimetable *timetable = gc_timetable_new (object, zone, calendar, NULL);

  g_assert_nonnull (timetable);
  return timetable;
}

/* New York in the evening, Sunday to Friday; Wenzhou by day, Monday to Friday. */
static World *
make_world (void)
{
  g_autoptr (JsonObject) home =
      parse ("{\"country\":\"CN\",\"years\":[{\"year\":2026,"
             "\"holidays\":[{\"from\":\"2026-10-01\",\"to\":\"2026-10-07\"}],"
             "\"working_days\":[{\"date\":\"2026-10-10\",\"follows\":\"wed\"}]}]}");
  g_autoptr (JsonObject) abroad =
      parse ("{\"country\":\"US\",\"years\":[{\"year\":2026,"
             "\"holidays\":[{\"from\":\"2026-10-12\",\"to\":\"2026-10-12\"}],"
             "\"working_days\":[]}]}");
  World *world = g_new0 (World, 1);

  world->home = gc_calendar_new (home, NULL);
  world->abroad = gc_calendar_new (abroad, NULL);
  world->window =
      make_timetable ("{\"mon\":[[\"19:30\",\"21:30\"]],\"tue\":[[\"19:30\",\"21:30\"]],"
                      "\"wed\":[[\"19:30\",\"21:30\"]],\"thu\":[[\"19:30\",\"21:30\"]],"
                      "\"fri\":[[\"19:30\",\"21:30\"]],\"sat\":[],"
                      "\"sun\":[[\"19:30\",\"21:30\"]]}",
                      "America/New_York", world->abroad);
  world->duty = g_ptr_array_new ();
  g_ptr_array_add (
      world->duty,
      make_timetable ("{\"mon\":[[\"07:30\",\"09:00\"]],\"tue\":[[\"07:30\",\"09:00\"]],"
                      "\"wed\":[[\"07:30\",\"09:00\"]],\"thu\":[[\"07:30\",\"09:00\"]],"
                      "\"fri\":[[\"07:30\",\"09:00\"]],\"sat\":[],\"sun\":[]}",
                      "Asia/Shanghai", world->home));
  world->hours = gc_hours_new (world->window, world->duty);
  return world;
}

static void
free_world (World *world)
{
  gc_hours_free (world->hours);
  gc_timetable_free (world->window);
  for (guint i = 0; i < world->duty->len; i++)
    gc_timetable_free (world->duty->pdata[i]);
  g_ptr_array_unref (world->duty);
  gc_calendar_free (world->home);
  gc_calendar_free (world->abroad);
  g_free (world);
}

static void
test_look (void)
{
  World *world = make_world ();
  /* 19:30 in New York is 07:30 in Wenzhou in summer, 08:30 in winter; always the next day. */
  static const struct {
    const char *now;
    gboolean open;
    const char *closes;
    const char *opens;
  } cases[] = {
    /* Sunday evening is a Monday in Wenzhou; the home side's 09:00 ends it. */
    { "2026-09-20T23:29:59Z", FALSE, NULL, "2026-09-20T23:30:00Z" },
    { "2026-09-20T23:30:00Z", TRUE, "2026-09-21T01:00:00Z", "2026-09-21T23:30:00Z" },
    { "2026-09-21T01:00:00Z", FALSE, NULL, "2026-09-21T23:30:00Z" },
    /* Friday evening is a Saturday in Wenzhou, except when that is worked instead. */
    { "2026-09-26T00:00:00Z", FALSE, NULL, "2026-09-27T23:30:00Z" },
    { "2026-10-10T00:00:00Z", TRUE, "2026-10-10T01:00:00Z", "2026-10-11T23:30:00Z" },
    /* The last evening before the holiday at home, and the first after it. */
    { "2026-09-30T00:30:00Z", TRUE, "2026-09-30T01:00:00Z", "2026-10-07T23:30:00Z" },
    { "2026-10-01T00:30:00Z", FALSE, NULL, "2026-10-07T23:30:00Z" },
    /* A holiday in New York: Monday 12 October, Tuesday morning at home. */
    { "2026-10-13T00:00:00Z", FALSE, NULL, "2026-10-13T23:30:00Z" },
    /* New York's clocks go back on 1 November: an hour later, and half an hour long. */
    { "2026-10-31T12:00:00Z", FALSE, NULL, "2026-11-02T00:30:00Z" },
    { "2026-11-02T00:30:00Z", TRUE, "2026-11-02T01:00:00Z", "2026-11-03T00:30:00Z" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    GcHoursState state = gc_hours_look (world->hours, at (cases[i].now));
    g_test_message ("%s", cases[i].now);
    g_assert_cmpint (state.open, ==, cases[i].open);
    g_assert_cmpint (state.closes_ms, ==, cases[i].closes != NULL ? at (cases[i].closes) : 0);
    g_assert_cmpint (state.next_open_ms, ==, at (cases[i].opens));
  }
  free_world (world);
}

static void
test_always_and_never (void)
{
  static const char always[] = "{\"mon\":[[\"00:00\",\"24:00\"]],\"tue\":[[\"00:00\",\"24:00\"]],"
                               "\"wed\":[[\"00:00\",\"24:00\"]],\"thu\":[[\"00:00\",\"24:00\"]],"
                               "\"fri\":[[\"00:00\",\"24:00\"]],\"sat\":[[\"00:00\",\"24:00\"]],"
                               "\"sun\":[[\"00:00\",\"24:00\"]]}";
  static const char never[] = "{\"mon\":[],\"tue\":[],\"wed\":[],\"thu\":[],\"fri\":[],\"sat\":[],"
                              "\"sun\":[]}";
  g_autoptr (GcTimetable) day_and_night = make_timetable (always, "Asia/Shanghai", NULL);
  g_autoptr (GcTimetable) shut = make_timetable (never, "Europe/Rome", NULL);
  g_autoptr (GPtrArray) duty = g_ptr_array_new ();
  int64_t now_ms = at ("2026-11-25T00:00:00Z");

  g_ptr_array_add (duty, shut);
  g_ptr_array_add (duty, day_and_night);
  g_autoptr (GcHours) hours = gc_hours_new (day_and_night, duty);
  g_autoptr (GcHours) none = gc_hours_new (shut, duty);
  for (int day = 0; day < 200; day++) {
    GcHoursState state = gc_hours_look (hours, now_ms + day * INT64_C (86400000));
    g_assert_true (state.open);
    g_assert_cmpint (state.closes_ms, ==, 0);
    g_assert_cmpint (state.next_open_ms, ==, 0);
    state = gc_hours_look (none, now_ms + day * INT64_C (86400000));
    g_assert_false (state.open);
    g_assert_cmpint (state.next_open_ms, ==, 0);
  }
}

/* Closed for a while: at once when that ends within the hours, else with the next opening. */
static void
test_find_open (void)
{
  World *world = make_world ();
  int64_t now_ms = at ("2026-11-23T12:00:00Z");
  int64_t opens_ms = gc_hours_look (world->hours, now_ms).next_open_ms;
  int64_t closes_ms = gc_hours_look (world->hours, opens_ms).closes_ms;
  int64_t next_ms = gc_hours_look (world->hours, closes_ms).next_open_ms;

  g_assert_cmpint (gc_hours_find_open (world->hours, now_ms, now_ms), ==, opens_ms);
  g_assert_cmpint (gc_hours_find_open (world->hours, now_ms, opens_ms), ==, opens_ms);
  g_assert_cmpint (gc_hours_find_open (world->hours, now_ms, opens_ms + 1000), ==, opens_ms + 1000);
  g_assert_cmpint (gc_hours_find_open (world->hours, now_ms, closes_ms), ==, next_ms);
  g_assert_cmpint (gc_hours_find_open (world->hours, now_ms, now_ms + INT64_C (63) * 86400000), ==,
                   0);
  free_world (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/look", test_look);
  g_test_add_func ("/hours/find-open", test_find_open);
  g_test_add_func ("/hours/always-and-never", test_always_and_never);
  return g_test_run ();
}
