// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdint.h>

/* GcSimHours: a week of spans of wall time in one place; GcSimDays: single days and ranges. */
typedef struct _GcSimHours GcSimHours;
typedef struct _GcSimDays GcSimDays;

/* Milliseconds since 1970 UTC, the end not included. */
typedef struct {
  int64_t from_ms;
  int64_t to_ms;
} GcSimSpan;

/*
 * @week: mon to sun, each a list of ["HH:MM", "HH:MM"]. @zone: an IANA name.
 * Errors: GC_ERROR_INVALID, naming the day or the zone.
 */
GcSimHours *gc_sim_hours_new (JsonObject *week, const char *zone, GError **error);

/* Monday to Friday the same: each string is "HH:MM-HH:MM". Errors: as above. */
GcSimHours *gc_sim_hours_new_weekdays (const char *const *spans, const char *zone, GError **error);
GcSimHours *gc_sim_hours_ref (GcSimHours *hours);
void gc_sim_hours_unref (GcSimHours *hours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimHours, gc_sim_hours_unref)

/* Each string is "YYYY-MM-DD" or "YYYY-MM-DD/YYYY-MM-DD". Errors: GC_ERROR_INVALID. */
GcSimDays *gc_sim_days_new (const char *const *days, GError **error);
void gc_sim_days_free (GcSimDays *days);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimDays, gc_sim_days_free)

/* Reads "YYYY-MM-DD" as days since the year 1. Errors: GC_ERROR_INVALID. */
gboolean gc_sim_day_parse (const char *text, uint32_t *ret_day, GError **error);
uint32_t gc_sim_day_number (uint32_t day);  /* year * 10000 + month * 100 + day */
unsigned gc_sim_day_weekday (uint32_t day); /* 0: Monday */
gboolean gc_sim_days_has (const GcSimDays *days, uint32_t day);

/* Minutes of one local hour in which it is open. */
typedef struct {
  int from_minute;
  int to_minute;
} GcSimSlice;

/* The spans of a weekday (0: Monday) cut at the full hours. (element-type GcSimSlice) */
GArray *gc_sim_hours_cut (const GcSimHours *hours, unsigned weekday);

/* @minute of the local day @day, in UTC. */
int64_t gc_sim_hours_to_ms (const GcSimHours *hours, uint32_t day, int minute);

/*
 * The spans of the local days from @first on, in order. A day in @closed has none; one in
 * @as_monday (a working weekend) has Monday's. Both nullable. (element-type GcSimSpan) (transfer
 * full)
 */
GArray *gc_sim_hours_list (const GcSimHours *hours,
                           uint32_t first,
                           unsigned n_days,
                           const GcSimDays *closed,
                           const GcSimDays *as_monday);

/* The span of @spans that holds @at_ms. (nullable) */
const GcSimSpan *gc_sim_spans_find (const GArray *spans, int64_t at_ms);
