// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The points, hubs and holidays that are built in, around each change of any point's clock from
 * 2026 to 2028. What GDateTime says of single times is the second opinion on what the calendar says
 * of spans, and the changes are found by asking every zone hour by hour.
 */
#include "config.h"

#include "calendar/gc-booking.h"
#include "calendar/gc-hours.h"
#include "calendar/gc-slots.h"
#include "calendar/gc-wall-time.h"

#include <stdio.h>
#include <string.h>

#define HOUR_S INT64_C (3600)
#define DAYS_AROUND 10

typedef struct {
  JsonParser *points;
  JsonParser *hubs;
  GHashTable *calendars; /* country -> GcCalendar, owned */
} Data;

/* One point with the hub's week that is meant for it. */
typedef struct {
  const char *id;
  const char *zone_name;
  GTimeZone *zone;
  GTimeZone *home;
  const GcCalendar *calendar;
  const GcCalendar *home_calendar;
  JsonObject *week;
  JsonObject *home_week;
  GcTimetable *window;
  GcTimetable *duty;
  guint rooms;
} Place;

static void
calendar_free (gpointer data)
{
  gc_calendar_free (data);
}

static JsonParser *
load (const char *name)
{
  g_autofree char *path = g_build_filename (GC_DATA, name, NULL);
  JsonParser *parser = json_parser_new ();

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  return parser;
}

static void
data_init (Data *data)
{
  g_autoptr (JsonParser) holidays = load ("holidays.json");
  JsonArray *list = json_node_get_array (json_parser_get_root (holidays));

  data->points = load ("points.json");
  data->hubs = load ("hubs.json");
  data->calendars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, calendar_free);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    GcCalendar *calendar = gc_calendar_new (json_array_get_object_element (list, i), NULL);
    g_assert_nonnull (calendar);
    g_hash_table_insert (data->calendars, g_strdup (gc_calendar_get_country (calendar)), calendar);
  }
}

static void
data_clear (Data *data)
{
  g_object_unref (data->points);
  g_object_unref (data->hubs);
  g_hash_table_unref (data->calendars);
}

static guint
count_points (const Data *data)
{
  return json_array_get_length (json_node_get_array (json_parser_get_root (data->points)));
}

static void
place_init (Place *place, const Data *data, guint index)
{
  JsonArray *points = json_node_get_array (json_parser_get_root (data->points));
  JsonArray *hubs = json_node_get_array (json_parser_get_root (data->hubs));
  JsonObject *point = json_array_get_object_element (points, index);
  JsonObject *hub = json_array_get_object_element (hubs, 0);
  gboolean domestic = strcmp (json_object_get_string_member (point, "kind"), "domestic") == 0;
  const char *home_zone = json_object_get_string_member (hub, "timezone");

  *place = (Place){
    .id = json_object_get_string_member (point, "id"),
    .zone_name = json_object_get_string_member (point, "timezone"),
    .calendar =
        g_hash_table_lookup (data->calendars, json_object_get_string_member (point, "country")),
    .home_calendar = g_hash_table_lookup (data->calendars, "CN"),
    .week = json_object_get_object_member (point, "video_window_local"),
    .home_week =
        json_object_get_object_member (hub, domestic ? "opening_hours" : "overseas_duty_hours"),
    .rooms = (guint)json_object_get_int_member (point, "rooms"),
  };
  g_assert_nonnull (place->calendar);
  place->window = gc_timetable_new (place->week, place->zone_name, place->calendar, NULL);
  place->duty = gc_timetable_new (place->home_week, home_zone, place->home_calendar, NULL);
  g_assert_nonnull (place->window);
  g_assert_nonnull (place->duty);
  place->zone = gc_timetable_get_zone (place->window);
  place->home = gc_timetable_get_zone (place->duty);
}

static void
place_clear (Place *place)
{
  gc_timetable_free (place->window);
  gc_timetable_free (place->duty);
}

static GTimeSpan
offset_at (GTimeZone *zone, int64_t second)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (second);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_get_utc_offset (local);
}

/* The hours of 2026 to 2028 at which the clock of @zone was changed since the hour before. */
static GArray *
find_changes (GTimeZone *zone)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (2026, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2029, 1, 1, 0, 0, 0);
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (int64_t));

  for (int64_t second = g_date_time_to_unix (first); second < g_date_time_to_unix (end);
       second += HOUR_S)
    if (offset_at (zone, second) != offset_at (zone, second - HOUR_S))
      g_array_append_val (changes, second);
  return changes;
}

/* The instant in milliseconds at which GDateTime puts the time "HH:MM" of @date. */
static int64_t
instant_of (GDateTime *date, GTimeZone *zone, const char *time)
{
  int hour = 0, minute = 0;

  g_assert_cmpint (sscanf (time, "%2d:%2d", &hour, &minute), ==, 2);
  if (hour == 24) {
    g_autoptr (GDateTime) next = g_date_time_add_days (date, 1);
    return instant_of (next, zone, "00:00");
  }
  g_autoptr (GDateTime) local =
      g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                       g_date_time_get_day_of_month (date), hour, minute, 0);
  return g_date_time_to_unix (local) * 1000;
}

/* What the data say of each day within [@from, @end) days of UTC, one time of day after another. */
static GArray *
list_naively (JsonObject *week,
              GTimeZone *zone,
              const GcCalendar *calendar,
              int64_t from,
              int64_t end)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (GcSpan));

  for (int64_t day = from - 1; day <= end; day++) {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * 86400);
    int weekday = gc_calendar_get_weekday (calendar, day);
    if (weekday == GC_WEEKDAY_NONE)
      continue;
    JsonArray *hours = json_object_get_array_member (week, gc_weekday_name (weekday));
    for (guint i = 0; i < json_array_get_length (hours); i++) {
      JsonArray *pair = json_array_get_array_element (hours, i);
      GcSpan span = { instant_of (date, zone, json_array_get_string_element (pair, 0)),
                      instant_of (date, zone, json_array_get_string_element (pair, 1)) };
      if (span.from_ms >= from * GC_DAY_MS && span.to_ms <= end * GC_DAY_MS)
        g_array_append_val (list, span);
    }
  }
  return list;
}

/* None lost, none doubled, none moved; but for those that the ends of the range cut off. */
static void
assert_same_spans (const GcSpans *spans, const GArray *naive, int64_t from, int64_t end)
{
  guint n = 0;

  for (guint i = 0; i < gc_spans_get_length (spans); i++) {
    const GcSpan *span = gc_spans_get (spans, i);
    if (span->from_ms == from * GC_DAY_MS || span->to_ms == end * GC_DAY_MS)
      continue;
    g_assert_cmpuint (n, <, naive->len);
    g_assert_cmpint (span->from_ms, ==, g_array_index (naive, GcSpan, n).from_ms);
    g_assert_cmpint (span->to_ms, ==, g_array_index (naive, GcSpan, n).to_ms);
    n++;
  }
  g_assert_cmpuint (n, ==, naive->len);
}

/* How many meetings of @length fit into what both lists have in common. */
static guint
count_naively (const GArray *window, const GArray *duty, const GcSlotLength *length)
{
  int64_t length_ms = length->length_minutes * GC_MINUTE_MS;
  int64_t step_ms = (length->length_minutes + length->gap_minutes) * GC_MINUTE_MS;
  guint n = 0;

  for (guint i = 0; i < window->len; i++)
    for (guint j = 0; j < duty->len; j++) {
      const GcSpan *a = &g_array_index (window, GcSpan, i), *b = &g_array_index (duty, GcSpan, j);
      int64_t room_ms = MIN (a->to_ms, b->to_ms) - MAX (a->from_ms, b->from_ms);
      if (room_ms >= length_ms)
        n += (guint)((room_ms - length_ms) / step_ms) + 1;
    }
  return n;
}

static gboolean
lies_in (const GcSpan *span, const GArray *list)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, GcSpan, i).from_ms <= span->from_ms &&
        g_array_index (list, GcSpan, i).to_ms >= span->to_ms)
      return TRUE;
  return FALSE;
}

static void
assert_keeps (const Place *place, const GcSlot *slot)
{
  g_autoptr (GcBooking) booking =
      gc_booking_new (&slot->span, "Asia/Shanghai", place->zone_name, NULL);
  g_autoptr (GcBooking) now = NULL;
  GcBookingChange change = GC_BOOKING_GONE;

  g_assert_true (gc_booking_check (booking, &change, &now, NULL));
  g_assert_cmpint (change, ==, GC_BOOKING_SAME);
  g_assert_cmpint (now->span.from_ms, ==, slot->span.from_ms);
}

static void
check_slots (const Place *place,
             const GArray *window,
             const GArray *duty,
             int64_t from,
             int64_t end)
{
  g_autoptr (GcSpans) window_spans = gc_spans_new ();
  g_autoptr (GcSpans) duty_spans =
      gc_timetable_spans (place->duty, from * GC_DAY_MS, end * GC_DAY_MS);
  GcSlotAgents agents = { duty_spans, 1 };
  GcSlotRequest request = { .zone = place->zone,
                            .window = window_spans,
                            .duty = duty_spans,
                            .rooms = place->rooms,
                            .agents = &agents,
                            .n_agents = 1,
                            .length = gc_slot_length (FALSE, 0),
                            .age = GC_SLOT_ELDER_AGE,
                            .now_ms = from * GC_DAY_MS };
  int64_t last_ms = 0;

  for (guint i = 0; i < window->len; i++)
    gc_spans_add (window_spans, g_array_index (window, GcSpan, i).from_ms,
                  g_array_index (window, GcSpan, i).to_ms);
  g_autoptr (GArray) slots = gc_slots_find (&request);
  for (guint i = 0; i < slots->len; i++) {
    const GcSlot *slot = &g_array_index (slots, GcSlot, i);
    g_assert_true (lies_in (&slot->span, window));
    g_assert_true (lies_in (&slot->span, duty));
    g_assert_cmpint (slot->span.from_ms, >=, last_ms);
    last_ms = slot->span.to_ms + request.length.gap_minutes * GC_MINUTE_MS;
    assert_keeps (place, slot);
  }
  g_assert_cmpuint (slots->len, ==, count_naively (window, duty, &request.length));
}

static void
check_change (const Place *place, int64_t change)
{
  int64_t from = change / 86400 - DAYS_AROUND, end = change / 86400 + DAYS_AROUND;
  g_autoptr (GArray) window = list_naively (place->week, place->zone, place->calendar, from, end);
  /* A day further on either side, so that no duty is missing that the window needs. */
  g_autoptr (GArray) duty =
      list_naively (place->home_week, place->home, place->home_calendar, from - 1, end + 1);
  g_autoptr (GcSpans) window_spans =
      gc_timetable_spans (place->window, from * GC_DAY_MS, end * GC_DAY_MS);
  g_autoptr (GcSpans) duty_spans =
      gc_timetable_spans (place->duty, (from - 1) * GC_DAY_MS, (end + 1) * GC_DAY_MS);

  g_assert_cmpuint (window->len, >, 0);
  assert_same_spans (window_spans, window, from, end);
  assert_same_spans (duty_spans, duty, from - 1, end + 1);
  check_slots (place, window, duty, from, end);
}

static void
test_every_change (void)
{
  Data data;
  guint n_changes = 0;

  data_init (&data);
  for (guint i = 0; i < count_points (&data); i++) {
    Place place;
    place_init (&place, &data, i);
    g_autoptr (GArray) changes = find_changes (place.zone);
    for (guint j = 0; j < changes->len; j++) {
      g_test_message ("%s: change %u of %u", place.id, j + 1, changes->len);
      check_change (&place, g_array_index (changes, int64_t, j));
    }
    /* Where the clock is never changed, that of others must not matter. */
    if (changes->len == 0) {
      g_autoptr (GDateTime) march = g_date_time_new_utc (2027, 3, 28, 0, 0, 0);
      check_change (&place, g_date_time_to_unix (march));
    }
    n_changes += changes->len;
    place_clear (&place);
  }
  g_test_message ("%u changes at %u points", n_changes, count_points (&data));
  g_assert_cmpuint (count_points (&data), ==, 18);
  g_assert_cmpuint (n_changes, >, 0);
  data_clear (&data);
}

static Place
find_place (const Data *data, const char *id)
{
  for (guint i = 0; i < count_points (data); i++) {
    Place place;
    place_init (&place, data, i);
    if (strcmp (place.id, id) == 0)
      return place;
    place_clear (&place);
  }
  g_assert_not_reached ();
}

/* Scenario 13: the week in which New York's and Sydney's clocks change, and Wenzhou's does not. */
static void
test_change_week (void)
{
  static const struct {
    const char *point;
    const char *asked; /* a date, at 00:00 UTC */
    const char *wall;  /* at the point */
    const char *home_wall;
  } cases[] = {
    { "us-newyork", "2027-03-01", "2027-03-08 19:30", "2027-03-09 08:30" },
    { "us-newyork", "2027-03-01", "2027-03-15 19:30", "2027-03-16 07:30" },
    { "au-sydney", "2027-03-20", "2027-04-01 12:00", "2027-04-01 09:00" },
    { "au-sydney", "2027-03-20", "2027-04-06 12:00", "2027-04-06 10:00" },
  };
  Data data;

  data_init (&data);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    Place place = find_place (&data, cases[i].point);
    int64_t day = 0;
    gboolean found = FALSE;

    g_assert_true (gc_wall_time_parse_date (cases[i].asked, &day, NULL));
    int64_t from_ms = day * GC_DAY_MS, to_ms = (day + GC_SLOT_DAYS_AHEAD) * GC_DAY_MS;
    g_autoptr (GcSpans) window = gc_timetable_spans (place.window, from_ms, to_ms);
    g_autoptr (GcSpans) duty = gc_timetable_spans (place.duty, from_ms, to_ms);
    GcSlotAgents agents = { duty, 1 };
    GcSlotRequest request = { .zone = place.zone,
                              .window = window,
                              .duty = duty,
                              .rooms = place.rooms,
                              .agents = &agents,
                              .n_agents = 1,
                              .length = gc_slot_length (TRUE, 0),
                              .age = GC_SLOT_ELDER_AGE,
                              .now_ms = from_ms };
    g_autoptr (GArray) slots = gc_slots_find (&request);
    for (guint j = 0; j < slots->len; j++) {
      int64_t at_ms = g_array_index (slots, GcSlot, j).span.from_ms;
      g_autofree char *wall = gc_wall_time_format (place.zone, at_ms);
      g_autofree char *home_wall = gc_wall_time_format (place.home, at_ms);
      if (strcmp (wall, cases[i].wall) != 0)
        continue;
      found = TRUE;
      g_assert_cmpstr (home_wall, ==, cases[i].home_wall);
      assert_keeps (&place, &g_array_index (slots, GcSlot, j));
    }
    g_assert_true (found);
    place_clear (&place);
  }
  data_clear (&data);
}

/* Nobody is served while the home city has its week off, wherever it is an ordinary week. */
static void
test_golden_week (void)
{
  Data data;

  data_init (&data);
  for (guint i = 0; i < count_points (&data); i++) {
    Place place;
    place_init (&place, &data, i);
    g_autoptr (GPtrArray) duty = g_ptr_array_new ();
    g_ptr_array_add (duty, place.duty);
    g_autoptr (GcHours) hours = gc_hours_new (place.window, duty);
    int64_t from = 0;

    g_assert_true (gc_wall_time_parse_date ("2026-10-01", &from, NULL));
    int64_t from_ms = from * GC_DAY_MS - 8 * 60 * GC_MINUTE_MS;
    g_autoptr (GcSpans) week = gc_hours_spans (hours, from_ms, from_ms + 7 * GC_DAY_MS);
    g_autoptr (GcSpans) after =
        gc_hours_spans (hours, from_ms + 7 * GC_DAY_MS, from_ms + 9 * GC_DAY_MS);
    g_test_message ("%s", place.id);
    g_assert_cmpuint (gc_spans_get_length (week), ==, 0);
    g_assert_cmpuint (gc_spans_get_length (after), >, 0);
    place_clear (&place);
  }
  data_clear (&data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock-changes/every-change", test_every_change);
  g_test_add_func ("/clock-changes/change-week", test_change_week);
  g_test_add_func ("/clock-changes/golden-week", test_golden_week);
  return g_test_run ();
}
