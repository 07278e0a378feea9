// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdint.h>

/*
 * GcOpeningHours: a week of spans of wall time in one place, such as the hours in which a service
 * point offers video. Wall time is what people there read off their clock, so a change to or from
 * summer time moves the spans in UTC and nowhere else.
 */
typedef struct _GcOpeningHours GcOpeningHours;

/*
 * @week: an object with the members mon to sun, each a list of ["HH:MM", "HH:MM"] pairs, the end
 * not included and at most "24:00". @zone: an IANA name. Errors: GC_ERROR_INVALID.
 */
GcOpeningHours *gc_opening_hours_new (JsonObject *week, const char *zone, GError **error);
void gc_opening_hours_free (GcOpeningHours *hours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcOpeningHours, gc_opening_hours_free)

/* @now_ms: milliseconds since 1970 UTC. */
gboolean gc_opening_hours_is_open (const GcOpeningHours *hours, int64_t now_ms);
