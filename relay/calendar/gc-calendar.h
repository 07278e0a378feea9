// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdint.h>

/*
 * GcCalendar: the days of one country on which a week is not as usual: public holidays, and the
 * days that are worked instead (in China the weekends around a long holiday). Which days these are
 * is data, relay/data/holidays.json. Immutable.
 */
typedef struct _GcCalendar GcCalendar;

#define GC_WEEKDAYS 7
/* Given for a holiday instead of a day of the week. */
#define GC_WEEKDAY_NONE (-1)

/*
 * @country: an entry of holidays.json, with `country` and `years`; each of these has `holidays`
 * (`from` and `to`, both included) and `working_days` (`date`, and the weekday whose hours it
 * `follows`). Errors: GC_ERROR_INVALID.
 */
GcCalendar *gc_calendar_new (JsonObject *country, GError **error);
void gc_calendar_free (GcCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcCalendar, gc_calendar_free)

/* "IT". Borrowed. */
const char *gc_calendar_get_country (const GcCalendar *calendar);
/* Whether the file had this year; of others the weekdays alone are known. */
gboolean gc_calendar_has_year (const GcCalendar *calendar, int year);

/*
 * The weekday whose hours hold on @day (days since 1970-01-01), 0 for Monday to 6, or
 * GC_WEEKDAY_NONE on a holiday. @calendar: (nullable): no holidays at all.
 */
int gc_calendar_get_weekday (const GcCalendar *calendar, int64_t day);

/* "mon" to "sun": 0 to 6, or GC_WEEKDAY_NONE. */
int gc_weekday_parse (const char *name);
/* @weekday: 0 to 6. Static. */
const char *gc_weekday_name (int weekday);
