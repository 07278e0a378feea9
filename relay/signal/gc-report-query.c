// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-report-query.h"

#include "common/gc-error.h"

#include <string.h>

#define HOUR_MS (INT64_C (3600) * 1000)
#define DAY_MS (24 * HOUR_MS)
/* A day begins first at UTC+14 and ends last at UTC-12. */
#define EARLIEST_MS (14 * HOUR_MS)
#define LATEST_MS (12 * HOUR_MS)
/* So far may the times of lines that follow each other go back, after a clock was put right. */
#define CLOCK_ERROR_MS (24 * HOUR_MS)
/* GDate's Julian day of 1 January 1970. */
#define EPOCH_DAY 719163
#define FIRST_YEAR 2000
#define LAST_YEAR 2199
#define DEFAULT_THRESHOLD_S INT64_C (300)
#define MAX_THRESHOLD_S 86400

static const char *const by_names[GC_REPORT_BY_N] = {
  [GC_REPORT_BY_DAY] = "day",
  [GC_REPORT_BY_POINT] = "point",
  [GC_REPORT_BY_ITEM] = "item",
  [GC_REPORT_BY_AGENT] = "agent",
};

const char *
gc_report_by_name (GcReportBy by)
{
  g_return_val_if_fail ((unsigned)by < GC_REPORT_BY_N, "");
  return by_names[by];
}

char *
gc_report_format_day (uint32_t day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date),
                          g_date_get_day (&date));
}

int64_t
gc_report_day_ms (uint32_t day)
{
  return ((int64_t)day - EPOCH_DAY) * DAY_MS;
}

int64_t
gc_report_day_start_ms (uint32_t day, GTimeZone *zone)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  g_autoptr (GDateTime) start = g_date_time_new (
      zone, g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date), 0, 0, 0);
  return g_date_time_to_unix (start) * 1000;
}

int64_t
gc_report_first_ms (const GcReportQuery *query)
{
  return gc_report_day_ms (query->from_day) - EARLIEST_MS - CLOCK_ERROR_MS;
}

int64_t
gc_report_last_ms (const GcReportQuery *query)
{
  return gc_report_day_ms (query->to_day + 1) + LATEST_MS + CLOCK_ERROR_MS;
}

uint32_t
gc_report_day_of (int64_t at_ms, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int year, month, day;
  GDate date;

  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return g_date_get_julian (&date);
}

static gboolean
refuse (const char *name, const char *value, const char *why, GError **error)
{
  /* It goes back in an answer: no more of it than a person needs to find it. */
  g_autofree char *valid = g_utf8_make_valid (value != NULL ? value : "", -1);
  g_autofree char *start =
      g_utf8_strlen (valid, -1) > 40 ? g_utf8_substring (valid, 0, 40) : g_strdup (valid);

  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s \"%s\": %s", name, start, why);
  return FALSE;
}

static int
read_digits (const char *text, size_t n)
{
  int value = 0;

  for (size_t i = 0; i < n; i++)
    value = 10 * value + g_ascii_digit_value (text[i]);
  return value;
}

static gboolean
parse_day (const char *name, const char *value, uint32_t *ret_day, GError **error)
{
  static const char why[] = "must be a day such as 2026-11-01";

  if (value == NULL || strlen (value) != 10 ||
      !g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", value, G_REGEX_DEFAULT,
                             G_REGEX_MATCH_DEFAULT))
    return refuse (name, value, why, error);
  int year = read_digits (value, 4), month = read_digits (value + 5, 2);
  int day = read_digits (value + 8, 2);
  if (year < FIRST_YEAR || year > LAST_YEAR ||
      !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return refuse (name, value, why, error);
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  *ret_day = g_date_get_julian (&date);
  return TRUE;
}

static gboolean
set_from (const char *value, GcReportQuery *query, GError **error)
{
  return parse_day ("from", value, &query->from_day, error);
}

static gboolean
set_to (const char *value, GcReportQuery *query, GError **error)
{
  return parse_day ("to", value, &query->to_day, error);
}

static gboolean
set_by (const char *value, GcReportQuery *query, GError **error)
{
  for (int i = 0; i < GC_REPORT_BY_N; i++)
    if (g_strcmp0 (value, by_names[i]) == 0) {
      query->by = (GcReportBy)i;
      return TRUE;
    }
  return refuse ("by", value, "must be day, point, item or agent", error);
}

static gboolean
set_threshold (const char *value, GcReportQuery *query, GError **error)
{
  uint64_t seconds = 0;

  if (!g_ascii_string_to_unsigned (value, 10, 1, MAX_THRESHOLD_S, &seconds, NULL))
    return refuse ("threshold_s", value, "must be 1 to 86400", error);
  query->threshold_ms = (int64_t)seconds * 1000;
  return TRUE;
}

static gboolean
set_format (const char *value, GcReportQuery *query, GError **error)
{
  query->is_csv = strcmp (value, "csv") == 0;
  return query->is_csv || strcmp (value, "json") == 0 ||
         refuse ("format", value, "must be json or csv", error);
}

static gboolean
set_lang (const char *value, GcReportQuery *query, GError **error)
{
  query->is_english = strcmp (value, "en") == 0;
  return query->is_english || strcmp (value, "zh") == 0 ||
         refuse ("lang", value, "must be zh or en", error);
}

static const struct {
  const char *name;
  gboolean is_optional;
  gboolean (*set) (const char *value, GcReportQuery *query, GError **error);
} parameters_known[] = {
  { "from", FALSE, set_from },    { "to", FALSE, set_to },
  { "by", FALSE, set_by },        { "threshold_s", TRUE, set_threshold },
  { "format", TRUE, set_format }, { "lang", TRUE, set_lang },
};

/* A parameter that is misspelt is not taken for one that was left out. */
static gboolean
refuse_strangers (GHashTable *parameters, GError **error)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, parameters);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    gboolean is_known = FALSE;
    for (size_t i = 0; i < G_N_ELEMENTS (parameters_known); i++)
      is_known |= g_strcmp0 (name, parameters_known[i].name) == 0;
    if (!is_known)
      return refuse ("parameter", name, "not known", error);
  }
  return TRUE;
}

gboolean
gc_report_query_parse (GHashTable *parameters, GcReportQuery *ret_query, GError **error)
{
  GcReportQuery query = { .threshold_ms = DEFAULT_THRESHOLD_S * 1000 };

  if (parameters != NULL && !refuse_strangers (parameters, error))
    return FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (parameters_known); i++) {
    const char *value =
        parameters != NULL ? g_hash_table_lookup (parameters, parameters_known[i].name) : NULL;
    if (value == NULL && parameters_known[i].is_optional)
      continue;
    if (!parameters_known[i].set (value, &query, error))
      return FALSE;
  }
  g_autofree char *to = gc_report_format_day (query.to_day);
  if (query.to_day < query.from_day)
    return refuse ("to", to, "is before from", error);
  if (query.to_day - query.from_day >= GC_REPORT_MAX_DAYS)
    return refuse ("to", to, "is more than 370 days from the first day", error);
  *ret_query = query;
  return TRUE;
}
