// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-timetable.h"

#include "calendar/gc-wall-time.h"
#include "common/gc-error.h"

#define MAX_SPANS_A_DAY 16
#define HORIZON_MS (62 * GC_DAY_MS)

struct _GcTimetable {
  GTimeZone *zone;
  const GcCalendar *calendar; /* (nullable), borrowed */
  GcSpans *days[GC_WEEKDAYS]; /* milliseconds of the day's wall time, Monday first */
};

/* Returns the minute of the day, or -1. */
static int
parse_minute (JsonNode *node)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return -1;
  const char *text = json_node_get_string (node);
  if (!g_regex_match_simple ("^([01][0-9]|2[0-4]):[0-5][0-9]$", text, G_REGEX_DOLLAR_ENDONLY,
                             G_REGEX_MATCH_DEFAULT))
    return -1;
  int minute = ((text[0] - '0') * 10 + (text[1] - '0')) * 60 + (text[3] - '0') * 10 + text[4] - '0';
  return minute <= 24 * 60 ? minute : -1;
}

static gboolean
parse_day (JsonArray *list, GcSpans *day)
{
  if (json_array_get_length (list) > MAX_SPANS_A_DAY)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
      return FALSE;
    JsonArray *pair = json_node_get_array (node);
    int from = parse_minute (json_array_get_element (pair, 0));
    int to = parse_minute (json_array_get_element (pair, 1));
    if (from < 0 || to <= from)
      return FALSE;
    gc_spans_add (day, from * GC_MINUTE_MS, to * GC_MINUTE_MS);
  }
  return TRUE;
}

GcTimetable *
gc_timetable_new (JsonObject *week, const char *zone, const GcCalendar *calendar, GError **error)
{
  g_autoptr (GcTimetable) timetable = g_new0 (GcTimetable, 1);

  timetable->calendar = calendar;
  timetable->zone = g_time_zone_new_identifier (zone);
  if (timetable->zone == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "time zone \"%s\": not known", zone);
    return NULL;
  }
  for (int i = 0; i < GC_WEEKDAYS; i++) {
    JsonNode *node = json_object_get_member (week, gc_weekday_name (i));
    timetable->days[i] = gc_spans_new ();
    if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
        !parse_day (json_node_get_array (node), timetable->days[i])) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                   "\"%s\": must be a list of [\"HH:MM\", \"HH:MM\"]", gc_weekday_name (i));
      return NULL;
    }
  }
  return g_steal_pointer (&timetable);
}

void
gc_timetable_free (GcTimetable *timetable)
{
  if (timetable == NULL)
    return;
  g_clear_pointer (&timetable->zone, g_time_zone_unref);
  for (int i = 0; i < GC_WEEKDAYS; i++)
    g_clear_pointer (&timetable->days[i], gc_spans_free);
  g_free (timetable);
}

GTimeZone *
gc_timetable_get_zone (const GcTimetable *timetable)
{
  return timetable->zone;
}

/* The spans of @day (days since 1970-01-01 at the place), or NULL on a holiday. */
static const GcSpans *
get_day (const GcTimetable *timetable, int64_t day)
{
  int weekday = gc_calendar_get_weekday (timetable->calendar, day);

  return weekday != GC_WEEKDAY_NONE ? timetable->days[weekday] : NULL;
}

/* While the clock runs evenly, wall time and UTC differ by a constant: a cut and a shift. */
static void
add_stretch (const GcTimetable *timetable, const GcWallStretch *stretch, GcSpans *spans)
{
  int64_t first = gc_wall_time_day (stretch->span.from_ms + stretch->offset_ms);
  int64_t last = gc_wall_time_day (stretch->span.to_ms - 1 + stretch->offset_ms);

  for (int64_t day = first; day <= last; day++) {
    const GcSpans *hours = get_day (timetable, day);
    int64_t midnight_ms = day * GC_DAY_MS - stretch->offset_ms;
    for (guint i = 0; hours != NULL && i < gc_spans_get_length (hours); i++) {
      const GcSpan *span = gc_spans_get (hours, i);
      gc_spans_add (spans, MAX (midnight_ms + span->from_ms, stretch->span.from_ms),
                    MIN (midnight_ms + span->to_ms, stretch->span.to_ms));
    }
  }
}

GcSpans *
gc_timetable_spans (const GcTimetable *timetable, int64_t from_ms, int64_t to_ms)
{
  GcSpans *spans = gc_spans_new ();
  g_autoptr (GArray) stretches = gc_wall_time_stretches (timetable->zone, from_ms, to_ms);

  for (guint i = 0; i < stretches->len; i++)
    add_stretch (timetable, &g_array_index (stretches, GcWallStretch, i), spans);
  return spans;
}

gboolean
gc_timetable_is_open (const GcTimetable *timetable, int64_t now_ms)
{
  int64_t wall_ms = gc_wall_time_at (timetable->zone, now_ms);
  int64_t day = gc_wall_time_day (wall_ms);
  const GcSpans *hours = get_day (timetable, day);

  return hours != NULL && gc_spans_contains (hours, wall_ms - day * GC_DAY_MS);
}

int64_t
gc_timetable_next_change (const GcTimetable *timetable, int64_t now_ms)
{
  /* From now on, so that the span that is open now does not begin before. */
  g_autoptr (GcSpans) spans = gc_timetable_spans (timetable, now_ms, now_ms + HORIZON_MS);
  int64_t change_ms = gc_spans_next_boundary (spans, now_ms + 1);

  return change_ms < now_ms + HORIZON_MS ? change_ms : INT64_MAX;
}
