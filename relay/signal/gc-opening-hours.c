// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-opening-hours.h"

#include "common/gc-error.h"

#define DAYS 7

typedef struct {
  int from_minute;
  int to_minute;
} Span;

struct _GcOpeningHours {
  GTimeZone *zone;
  GArray *days[DAYS]; /* (element-type Span), Monday first */
};

static const char *const day_names[DAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* Returns the minute of the day, or -1. */
static int
parse_minute (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return -1;
  const char *text = json_node_get_string (node);
  if (!g_regex_match_simple ("^[0-2][0-9]:[0-5][0-9]$", text, G_REGEX_DEFAULT,
                             G_REGEX_MATCH_DEFAULT))
    return -1;
  int minute = ((text[0] - '0') * 10 + (text[1] - '0')) * 60 + (text[3] - '0') * 10 + text[4] - '0';
  return minute <= 24 * 60 ? minute : -1;
}

static gboolean
parse_day (JsonArray *list, GArray *day)
{
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
      return FALSE;
    JsonArray *pair = json_node_get_array (node);
    Span span = { parse_minute (json_array_get_element (pair, 0)),
                  parse_minute (json_array_get_element (pair, 1)) };
    if (span.from_minute < 0 || span.to_minute <= span.from_minute)
      return FALSE;
    g_array_append_val (day, span);
  }
  return TRUE;
}

GcOpeningHours *
gc_opening_hours_new (JsonObject *week, const char *zone, GError **error)
{
  g_autoptr (GcOpeningHours) hours = g_new0 (GcOpeningHours, 1);

  hours->zone = g_time_zone_new_identifier (zone);
  if (hours->zone == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "time zone \"%s\": not known", zone);
    return NULL;
  }
  for (size_t i = 0; i < DAYS; i++) {
    JsonNode *node = json_object_get_member (week, day_names[i]);
    hours->days[i] = g_array_new (FALSE, FALSE, sizeof (Span));
    if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
        !parse_day (json_node_get_array (node), hours->days[i])) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                   "\"%s\": must be a list of [\"HH:MM\", \"HH:MM\"]", day_names[i]);
      return NULL;
    }
  }
  return g_steal_pointer (&hours);
}

void
gc_opening_hours_free (GcOpeningHours *hours)
{
  if (hours == NULL)
    return;
  g_clear_pointer (&hours->zone, g_time_zone_unref);
  for (size_t i = 0; i < DAYS; i++)
    g_clear_pointer (&hours->days[i], g_array_unref);
  g_free (hours);
}

gboolean
gc_opening_hours_is_open (const GcOpeningHours *hours, int64_t now_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, hours->zone);
  const GArray *day = hours->days[g_date_time_get_day_of_week (local) - 1];
  int minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);

  for (guint i = 0; i < day->len; i++) {
    const Span *span = &g_array_index (day, Span, i);
    if (minute >= span->from_minute && minute < span->to_minute)
      return TRUE;
  }
  return FALSE;
}
