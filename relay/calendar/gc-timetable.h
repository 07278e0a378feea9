// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "calendar/gc-calendar.h"
#include "common/gc-spans.h"

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdint.h>

/*
 * GcTimetable: a week of spans of wall time at one place, such as the hours in which a service
 * point offers video or a hub is on duty, without the holidays of its calendar.
 *
 * The clock of the place decides: an instant is in the timetable if and only if that clock then
 * shows a time of one of the day's spans. So a change to or from summer time moves the spans in UTC
 * and nowhere else; of an hour that is left out nothing is open, and an hour that comes twice is
 * open both times.
 */
typedef struct _GcTimetable GcTimetable;

/*
 * @week: an object with the members mon to sun, each a list of at most 16 ["HH:MM", "HH:MM"] pairs,
 * the end not included and at most "24:00". @zone: an IANA name. @calendar: (nullable): borrowed,
 * outlives the timetable. Errors: GC_ERROR_INVALID.
 */
GcTimetable *
gc_timetable_new (JsonObject *week, const char *zone, const GcCalendar *calendar, GError **error);
void gc_timetable_free (GcTimetable *timetable);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcTimetable, gc_timetable_free)

/* Borrowed. */
GTimeZone *gc_timetable_get_zone (const GcTimetable *timetable);

/* All spans within [@from_ms, @to_ms), cut off at its ends. (transfer full) */
GcSpans *gc_timetable_spans (const GcTimetable *timetable, int64_t from_ms, int64_t to_ms);
gboolean gc_timetable_is_open (const GcTimetable *timetable, int64_t now_ms);
/* When it next opens or closes after @now_ms; INT64_MAX if it does neither within 62 days. */
int64_t gc_timetable_next_change (const GcTimetable *timetable, int64_t now_ms);
