// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/* GcReportQuery: what GET /api/report asks for. Days are GDate's Julian days. */
typedef enum {
  GC_REPORT_BY_DAY,
  GC_REPORT_BY_POINT,
  GC_REPORT_BY_ITEM,
  GC_REPORT_BY_AGENT,
  GC_REPORT_BY_N,
} GcReportBy;

typedef struct {
  uint32_t from_day;
  uint32_t to_day; /* the last one, included */
  GcReportBy by;
  int64_t threshold_ms;
  gboolean is_csv;
  gboolean is_english; /* the words of the CSV; else Chinese */
} GcReportQuery;

#define GC_REPORT_MAX_DAYS 370

/*
 * Reads the parameters of a request. @parameters: (nullable) (element-type utf8 utf8).
 * Errors: GC_ERROR_INVALID naming the parameter and its value.
 */
gboolean gc_report_query_parse (GHashTable *parameters, GcReportQuery *ret_query, GError **error);

/* `day point item agent`. Static. */
const char *gc_report_by_name (GcReportBy by);

/* "2026-11-01". (transfer full) */
char *gc_report_format_day (uint32_t day);

/* When @day begins in UTC, in milliseconds since 1970. */
int64_t gc_report_day_ms (uint32_t day);

/* When @day begins in @zone. */
int64_t gc_report_day_start_ms (uint32_t day, GTimeZone *zone);

/* No line of history before the one time, and none from the other on, is of any place's days of
 * @query. */
int64_t gc_report_first_ms (const GcReportQuery *query);
int64_t gc_report_last_ms (const GcReportQuery *query);

/* The day on which @at_ms falls in @zone. */
uint32_t gc_report_day_of (int64_t at_ms, GTimeZone *zone);
