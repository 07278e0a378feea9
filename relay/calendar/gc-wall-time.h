// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-spans.h"

#include <glib.h>
#include <stdint.h>

/*
 * Wall time: what people at a place read off their clock, as milliseconds since 1970-01-01 00:00 on
 * that clock. It is not an instant: when the clocks go back an hour of it comes twice, when they go
 * forward an hour is left out. Instants are milliseconds since 1970 UTC, as everywhere.
 */
#define GC_MINUTE_MS INT64_C (60000)
#define GC_DAY_MS INT64_C (86400000)

/* The clock of a place shows instant + @offset_ms all through @span. */
typedef struct {
  GcSpan span;
  int64_t offset_ms;
} GcWallStretch;

/* What the clock of @zone shows at @at_ms. */
int64_t gc_wall_time_at (GTimeZone *zone, int64_t at_ms);
/* The day of a wall time, in days since 1970-01-01. */
int64_t gc_wall_time_day (int64_t wall_ms);

/* [@from_ms, @to_ms) cut where the clock of @zone is put forward or back. (element-type
 * GcWallStretch) (transfer full) */
GArray *gc_wall_time_stretches (GTimeZone *zone, int64_t from_ms, int64_t to_ms);

/* The instants at which the clock of @zone shows @wall_ms, in order: none, one or two.
 * (element-type int64_t) (transfer full) */
GArray *gc_wall_time_instants (GTimeZone *zone, int64_t wall_ms);

/* The first instant at which the clock of @zone shows a time of @day (days since 1970-01-01), or of
 * a later one if it leaves the day out. */
int64_t gc_wall_time_day_start (GTimeZone *zone, int64_t day);

/* "2027-03-15 08:30" as the clock of @zone shows it at @at_ms. (transfer full) */
char *gc_wall_time_format (GTimeZone *zone, int64_t at_ms);
/* Reads what gc_wall_time_format () wrote. Errors: GC_ERROR_INVALID. */
gboolean gc_wall_time_parse (const char *text, int64_t *ret_wall_ms, GError **error);
/* Reads "2027-03-15" into days since 1970-01-01; the years 1970 to 9999. Errors: GC_ERROR_INVALID.
 */
gboolean gc_wall_time_parse_date (const char *text, int64_t *ret_day, GError **error);
