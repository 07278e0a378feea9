// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "calendar/gc-timetable.h"

/*
 * GcHours: when a service point can be served: its own window, while any of the hubs is on duty.
 * Each side has its clock and its holidays, so a Friday evening in New York is judged as a Saturday
 * in China.
 */
typedef struct _GcHours GcHours;

typedef struct {
  gboolean open;
  int64_t closes_ms;    /* 0 while closed, and when no end is in sight */
  int64_t next_open_ms; /* the next opening after now; 0 if there is none within 62 days */
} GcHoursState;

/* @duty: (element-type GcTimetable): at least one. All are borrowed and outlive the hours. */
GcHours *gc_hours_new (const GcTimetable *window, const GPtrArray *duty);
void gc_hours_free (GcHours *hours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcHours, gc_hours_free)

/* When any hub is on duty; when the point can be served. Both (transfer full). */
GcSpans *gc_hours_duty_spans (const GcHours *hours, int64_t from_ms, int64_t to_ms);
GcSpans *gc_hours_spans (const GcHours *hours, int64_t from_ms, int64_t to_ms);

/* How it is at @now_ms. Keeps the spans of the coming weeks, so it is cheap when asked often. */
GcHoursState gc_hours_look (GcHours *hours, int64_t now_ms);

/* When it can be served at @from_ms or after; 0 if that is not within 62 days of @now_ms. */
int64_t gc_hours_find_open (GcHours *hours, int64_t now_ms, int64_t from_ms);
