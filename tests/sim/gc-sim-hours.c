// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-sim-hours.h"

#include "common/gc-error.h"

#include <stdio.h>
#include <string.h>

#define DAYS 7

typedef struct {
  int from_minute;
  int to_minute;
} Span;

struct _GcSimHours {
  gatomicrefcount refs;
  GTimeZone *zone;
  GArray *days[DAYS]; /* Span, Monday first */
};

typedef struct {
  uint32_t first;
  uint32_t last;
} Range;

struct _GcSimDays {
  GArray *ranges; /* Range */
};

static const char *const day_names[DAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static GcSimHours *
hours_new (const char *zone, GError **error)
{
  GTimeZone *known = g_time_zone_new_identifier (zone);

  if (known == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "time zone \"%s\": not known", zone);
    return NULL;
  }
  GcSimHours *hours = g_new0 (GcSimHours, 1);
  g_atomic_ref_count_init (&hours->refs);
  hours->zone = known;
  for (size_t i = 0; i < DAYS; i++)
    hours->days[i] = g_array_new (FALSE, FALSE, sizeof (Span));
  return hours;
}

/* "HH:MM" as minutes of the day, or -1. */
static int
parse_minute (const char *text)
{
  if (!g_regex_match_simple ("^([01][0-9]|2[0-3]):[0-5][0-9]$", text, G_REGEX_DEFAULT,
                             G_REGEX_MATCH_DEFAULT))
    return -1;
  return ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}

static gboolean
add_span (GArray *day, const char *from, const char *to)
{
  Span span = { parse_minute (from), parse_minute (to) };

  if (span.from_minute < 0 || span.to_minute <= span.from_minute ||
      (day->len > 0 && g_array_index (day, Span, day->len - 1).to_minute > span.from_minute))
    return FALSE;
  g_array_append_val (day, span);
  return TRUE;
}

static gboolean
parse_day (JsonNode *node, GArray *day)
{
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  JsonArray *list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);
    JsonArray *pair = JSON_NODE_HOLDS_ARRAY (element) ? json_node_get_array (element) : NULL;
    if (pair == NULL || json_array_get_length (pair) != 2)
      return FALSE;
    const char *from = json_node_get_string (json_array_get_element (pair, 0));
    const char *to = json_node_get_string (json_array_get_element (pair, 1));
    if (from == NULL || to == NULL || !add_span (day, from, to))
      return FALSE;
  }
  return TRUE;
}

GcSimHours *
gc_sim_hours_new (JsonObject *week, const char *zone, GError **error)
{
  g_autoptr (GcSimHours) hours = hours_new (zone, error);

  if (hours == NULL)
    return NULL;
  for (size_t i = 0; i < DAYS; i++) {
    if (!parse_day (json_object_get_member (week, day_names[i]), hours->days[i])) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                   "\"%s\": must be a list of [\"HH:MM\", \"HH:MM\"] in order", day_names[i]);
      return NULL;
    }
  }
  return g_steal_pointer (&hours);
}

GcSimHours *
gc_sim_hours_new_weekdays (const char *const *spans, const char *zone, GError **error)
{
  g_autoptr (GcSimHours) hours = hours_new (zone, error);

  if (hours == NULL)
    return NULL;
  for (size_t i = 0; i < 5; i++) {
    for (const char *const *span = spans; *span != NULL; span++) {
      g_auto (GStrv) ends = g_strsplit (*span, "-", 2);
      if (ends[0] == NULL || ends[1] == NULL || !add_span (hours->days[i], ends[0], ends[1])) {
        g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                     "\"%s\": must be \"HH:MM-HH:MM\", after the span before it", *span);
        return NULL;
      }
    }
  }
  return g_steal_pointer (&hours);
}

GcSimHours *
gc_sim_hours_ref (GcSimHours *hours)
{
  g_atomic_ref_count_inc (&hours->refs);
  return hours;
}

void
gc_sim_hours_unref (GcSimHours *hours)
{
  if (hours == NULL || !g_atomic_ref_count_dec (&hours->refs))
    return;
  g_time_zone_unref (hours->zone);
  for (size_t i = 0; i < DAYS; i++)
    g_array_unref (hours->days[i]);
  g_free (hours);
}

gboolean
gc_sim_day_parse (const char *text, uint32_t *ret_day, GError **error)
{
  unsigned year = 0, month = 0, day = 0;
  int end = 0;

  if (sscanf (text, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 || text[end] != '\0' ||
      year < 1970 || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be a date, YYYY-MM-DD", text);
    return FALSE;
  }
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  *ret_day = g_date_get_julian (&date);
  return TRUE;
}

uint32_t
gc_sim_day_number (uint32_t day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return (uint32_t)g_date_get_year (&date) * 10000 + (uint32_t)g_date_get_month (&date) * 100 +
         g_date_get_day (&date);
}

GcSimDays *
gc_sim_days_new (const char *const *list, GError **error)
{
  g_autoptr (GcSimDays) days = g_new0 (GcSimDays, 1);

  days->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  for (; list != NULL && *list != NULL; list++) {
    g_auto (GStrv) ends = g_strsplit (*list, "/", 2);
    Range range = { 0, 0 };
    if (!gc_sim_day_parse (ends[0] != NULL ? ends[0] : "", &range.first, error))
      return NULL;
    range.last = range.first;
    if (ends[1] != NULL && !gc_sim_day_parse (ends[1], &range.last, error))
      return NULL;
    g_array_append_val (days->ranges, range);
  }
  return g_steal_pointer (&days);
}

void
gc_sim_days_free (GcSimDays *days)
{
  if (days == NULL)
    return;
  g_array_unref (days->ranges);
  g_free (days);
}

unsigned
gc_sim_day_weekday (uint32_t day)
{
  /* The day with number 1 was a Monday. */
  return (day - 1) % DAYS;
}

gboolean
gc_sim_days_has (const GcSimDays *days, uint32_t day)
{
  for (guint i = 0; days != NULL && i < days->ranges->len; i++) {
    const Range *range = &g_array_index (days->ranges, Range, i);
    if (day >= range->first && day <= range->last)
      return TRUE;
  }
  return FALSE;
}

GArray *
gc_sim_hours_cut (const GcSimHours *hours, unsigned weekday)
{
  GArray *slices = g_array_new (FALSE, FALSE, sizeof (GcSimSlice));
  const GArray *list = hours->days[weekday];

  for (guint i = 0; i < list->len; i++) {
    const Span *span = &g_array_index (list, Span, i);
    for (int from = span->from_minute; from < span->to_minute;) {
      GcSimSlice slice = { from, MIN (span->to_minute, (from / 60 + 1) * 60) };
      g_array_append_val (slices, slice);
      from = slice.to_minute;
    }
  }
  return slices;
}

int64_t
gc_sim_hours_to_ms (const GcSimHours *hours, uint32_t day, int minute)
{
  unsigned number = gc_sim_day_number (day);
  g_autoptr (GDateTime) at =
      g_date_time_new (hours->zone, (int)(number / 10000), (int)(number / 100 % 100),
                       (int)(number % 100), minute / 60, minute % 60, 0);

  return g_date_time_to_unix (at) * 1000;
}

GArray *
gc_sim_hours_list (const GcSimHours *hours,
                   uint32_t first,
                   unsigned n_days,
                   const GcSimDays *closed,
                   const GcSimDays *as_monday)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (GcSimSpan));

  for (uint32_t day = first; day < first + n_days; day++) {
    unsigned weekday = gc_sim_days_has (as_monday, day) ? 0 : gc_sim_day_weekday (day);
    const GArray *list = hours->days[weekday];
    for (guint i = 0; i < list->len && !gc_sim_days_has (closed, day); i++) {
      const Span *span = &g_array_index (list, Span, i);
      GcSimSpan utc = { gc_sim_hours_to_ms (hours, day, span->from_minute),
                        gc_sim_hours_to_ms (hours, day, span->to_minute) };
      g_array_append_val (spans, utc);
    }
  }
  return spans;
}

const GcSimSpan *
gc_sim_spans_find (const GArray *spans, int64_t at_ms)
{
  guint low = 0, high = spans->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (spans, GcSimSpan, middle).to_ms <= at_ms)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == spans->len || g_array_index (spans, GcSimSpan, low).from_ms > at_ms)
    return NULL;
  return &g_array_index (spans, GcSimSpan, low);
}
