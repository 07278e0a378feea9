// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-wall-time.h"

#include "common/gc-error.h"

/* The day number that GDate gives to 1970-01-01. */
#define EPOCH_JULIAN 719163
/* More than any clock on earth is away from UTC. */
#define MOST_OFFSET_MS (INT64_C (26) * 60 * GC_MINUTE_MS)

static int64_t
divide_down (int64_t value, int64_t by)
{
  return value / by - (value % by < 0);
}

static int
find_interval (GTimeZone *zone, int64_t second)
{
  return g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, second);
}

int64_t
gc_wall_time_at (GTimeZone *zone, int64_t at_ms)
{
  int interval = find_interval (zone, divide_down (at_ms, 1000));

  return at_ms + g_time_zone_get_offset (zone, interval) * INT64_C (1000);
}

int64_t
gc_wall_time_day (int64_t wall_ms)
{
  return divide_down (wall_ms, GC_DAY_MS);
}

/* The first second after @from, and at most @to, that is in a later interval than @from. */
static int64_t
find_change (GTimeZone *zone, int64_t from, int64_t to)
{
  int interval = find_interval (zone, from);

  while (to - from > 1) {
    int64_t middle = from + (to - from) / 2;
    if (find_interval (zone, middle) == interval)
      from = middle;
    else
      to = middle;
  }
  return to;
}

GArray *
gc_wall_time_stretches (GTimeZone *zone, int64_t from_ms, int64_t to_ms)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (GcWallStretch));

  while (from_ms < to_ms) {
    int64_t from = divide_down (from_ms, 1000);
    int64_t last = divide_down (to_ms - 1, 1000);
    int interval = find_interval (zone, from);
    int64_t end_ms = to_ms;
    if (find_interval (zone, last) != interval)
      end_ms = find_change (zone, from, last) * 1000;
    GcWallStretch stretch = { { from_ms, end_ms },
                              g_time_zone_get_offset (zone, interval) * INT64_C (1000) };
    g_array_append_val (stretches, stretch);
    from_ms = end_ms;
  }
  return stretches;
}

GArray *
gc_wall_time_instants (GTimeZone *zone, int64_t wall_ms)
{
  GArray *instants = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) stretches =
      gc_wall_time_stretches (zone, wall_ms - MOST_OFFSET_MS, wall_ms + MOST_OFFSET_MS);

  for (guint i = 0; i < stretches->len; i++) {
    const GcWallStretch *stretch = &g_array_index (stretches, GcWallStretch, i);
    int64_t at_ms = wall_ms - stretch->offset_ms;
    if (at_ms >= stretch->span.from_ms && at_ms < stretch->span.to_ms)
      g_array_append_val (instants, at_ms);
  }
  return instants;
}

int64_t
gc_wall_time_day_start (GTimeZone *zone, int64_t day)
{
  int64_t wall_ms = day * GC_DAY_MS;
  g_autoptr (GArray) stretches =
      gc_wall_time_stretches (zone, wall_ms - MOST_OFFSET_MS, wall_ms + MOST_OFFSET_MS);
  int64_t at_ms = wall_ms;

  for (guint i = 0; i < stretches->len; i++) {
    const GcWallStretch *stretch = &g_array_index (stretches, GcWallStretch, i);
    at_ms = MAX (wall_ms - stretch->offset_ms, stretch->span.from_ms);
    if (at_ms < stretch->span.to_ms)
      break;
  }
  return at_ms;
}

char *
gc_wall_time_format (GTimeZone *zone, int64_t at_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (divide_down (at_ms, 1000));
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}

/* The number that @n digits make; the caller has looked at them. */
static int
read_digits (const char *text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    value = value * 10 + (text[i] - '0');
  return value;
}

static gboolean
read_date (const char *text, int64_t *ret_day)
{
  int year = read_digits (text, 4), month = read_digits (text + 5, 2);
  int day = read_digits (text + 8, 2);

  if (year < 1970 || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  g_autoptr (GDate) date = g_date_new_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
  *ret_day = (int64_t)g_date_get_julian (date) - EPOCH_JULIAN;
  return TRUE;
}

gboolean
gc_wall_time_parse_date (const char *text, int64_t *ret_day, GError **error)
{
  if (!g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d$", text, G_REGEX_DOLLAR_ENDONLY,
                             G_REGEX_MATCH_DEFAULT) ||
      !read_date (text, ret_day)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "date \"%.20s\": must be YYYY-MM-DD", text);
    return FALSE;
  }
  return TRUE;
}

gboolean
gc_wall_time_parse (const char *text, int64_t *ret_wall_ms, GError **error)
{
  int64_t day = 0;

  if (!g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d ([01]\\d|2[0-3]):[0-5]\\d$", text,
                             G_REGEX_DOLLAR_ENDONLY, G_REGEX_MATCH_DEFAULT) ||
      !read_date (text, &day)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "wall time \"%.24s\": must be YYYY-MM-DD HH:MM",
                 text);
    return FALSE;
  }
  int minute = read_digits (text + 11, 2) * 60 + read_digits (text + 14, 2);
  *ret_wall_ms = day * GC_DAY_MS + minute * GC_MINUTE_MS;
  return TRUE;
}
