// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-calendar.h"

#include "calendar/gc-wall-time.h"
#include "common/gc-error.h"

#include <string.h>

/* A longer holiday is taken for a mistyped date. */
#define MAX_HOLIDAY_DAYS 31

struct _GcCalendar {
  char *country;
  GHashTable *days;  /* day -> weekday that it follows + OFFSET, of the unusual days alone */
  GHashTable *years; /* the years that the file has */
};

/* So that no value in the table is 0. */
#define OFFSET 2

static const char *const weekday_names[GC_WEEKDAYS] = { "mon", "tue", "wed", "thu",
                                                        "fri", "sat", "sun" };

int
gc_weekday_parse (const char *name)
{
  for (int i = 0; i < GC_WEEKDAYS; i++)
    if (strcmp (weekday_names[i], name) == 0)
      return i;
  return GC_WEEKDAY_NONE;
}

const char *
gc_weekday_name (int weekday)
{
  g_return_val_if_fail (weekday >= 0 && weekday < GC_WEEKDAYS, NULL);
  return weekday_names[weekday];
}

static gboolean
get_string (JsonObject *object, const char *member, const char **ret_string, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be a string", member);
    return FALSE;
  }
  *ret_string = json_node_get_string (node);
  return TRUE;
}

static gboolean
get_day (JsonObject *object, const char *member, int64_t *ret_day, GError **error)
{
  const char *text = NULL;

  return get_string (object, member, &text, error) &&
         gc_wall_time_parse_date (text, ret_day, error);
}

static void
set_day (GcCalendar *calendar, int64_t day, int weekday)
{
  g_hash_table_insert (calendar->days, GINT_TO_POINTER ((int)day),
                       GINT_TO_POINTER (weekday + OFFSET));
}

static gboolean
add_holiday (GcCalendar *calendar, JsonObject *holiday, GError **error)
{
  int64_t from = 0, to = 0;

  if (!get_day (holiday, "from", &from, error) || !get_day (holiday, "to", &to, error))
    return FALSE;
  if (to < from || to - from >= MAX_HOLIDAY_DAYS) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"to\": must be 0 to %d days after \"from\"",
                 MAX_HOLIDAY_DAYS - 1);
    return FALSE;
  }
  for (int64_t day = from; day <= to; day++)
    set_day (calendar, day, GC_WEEKDAY_NONE);
  return TRUE;
}

static gboolean
add_working_day (GcCalendar *calendar, JsonObject *working_day, GError **error)
{
  int64_t day = 0;
  const char *follows = NULL;

  if (!get_day (working_day, "date", &day, error) ||
      !get_string (working_day, "follows", &follows, error))
    return FALSE;
  int weekday = gc_weekday_parse (follows);
  if (weekday == GC_WEEKDAY_NONE) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"follows\": must be mon to sun");
    return FALSE;
  }
  if (g_hash_table_contains (calendar->days, GINT_TO_POINTER ((int)day))) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"date\": a holiday, or twice there");
    return FALSE;
  }
  set_day (calendar, day, weekday);
  return TRUE;
}

typedef gboolean (*AddFunc) (GcCalendar *calendar, JsonObject *entry, GError **error);

/* Gives each object of the list @member to @add. */
static gboolean
add_all (GcCalendar *calendar, JsonObject *object, const char *member, AddFunc add, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be a list", member);
    return FALSE;
  }
  JsonArray *list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *entry = json_array_get_element (list, i);
    if (!JSON_NODE_HOLDS_OBJECT (entry)) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": %u: must be an object", member, i);
      return FALSE;
    }
    if (!add (calendar, json_node_get_object (entry), error)) {
      g_prefix_error (error, "\"%s\": %u: ", member, i);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
add_year (GcCalendar *calendar, JsonObject *year, GError **error)
{
  JsonNode *node = json_object_get_member (year, "year");

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"year\": must be an integer");
    return FALSE;
  }
  g_hash_table_add (calendar->years, GINT_TO_POINTER ((int)json_node_get_int (node)));
  return add_all (calendar, year, "holidays", add_holiday, error) &&
         add_all (calendar, year, "working_days", add_working_day, error);
}

GcCalendar *
gc_calendar_new (JsonObject *country, GError **error)
{
  g_autoptr (GcCalendar) calendar = g_new0 (GcCalendar, 1);
  const char *name = NULL;

  calendar->days = g_hash_table_new (NULL, NULL);
  calendar->years = g_hash_table_new (NULL, NULL);
  if (!get_string (country, "country", &name, error))
    return NULL;
  calendar->country = g_strdup (name);
  if (!add_all (calendar, country, "years", add_year, error)) {
    g_prefix_error (error, "calendar \"%.8s\": ", name);
    return NULL;
  }
  return g_steal_pointer (&calendar);
}

void
gc_calendar_free (GcCalendar *calendar)
{
  if (calendar == NULL)
    return;
  g_clear_pointer (&calendar->days, g_hash_table_unref);
  g_clear_pointer (&calendar->years, g_hash_table_unref);
  g_free (calendar->country);
  g_free (calendar);
}

const char *
gc_calendar_get_country (const GcCalendar *calendar)
{
  return calendar->country;
}

gboolean
gc_calendar_has_year (const GcCalendar *calendar, int year)
{
  return g_hash_table_contains (calendar->years, GINT_TO_POINTER (year));
}

int
gc_calendar_get_weekday (const GcCalendar *calendar, int64_t day)
{
  gpointer value =
      calendar != NULL ? g_hash_table_lookup (calendar->days, GINT_TO_POINTER ((int)day)) : NULL;

  if (value != NULL)
    return GPOINTER_TO_INT (value) - OFFSET;
  /* 1970-01-01 was a Thursday. */
  return (int)(((day + 3) % GC_WEEKDAYS + GC_WEEKDAYS) % GC_WEEKDAYS);
}
