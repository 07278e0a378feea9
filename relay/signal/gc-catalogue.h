// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "calendar/gc-hours.h"
#include "calendar/gc-slots.h"

#include <glib.h>

/*
 * GcCatalogue: the service points, hubs, items and holidays, read once from relay/data (built in,
 * or a folder with the same four files). Immutable afterwards.
 */
typedef struct _GcCatalogue GcCatalogue;

/* The clock of the home city. */
#define GC_HOME_ZONE "Asia/Shanghai"

typedef struct {
  char *id;
  char *name_zh;
  char *name_en;
  char *timezone;
  char letter;         /* the first character of this point's ticket numbers */
  GcTimetable *window; /* of video, by the calendar of its country */
  unsigned rooms;
  GcHours *hours; /* the same while a hub is on duty for it */
} GcPoint;

typedef struct {
  char *code;
  char *name_zh;
  char *name_en;
  char *department;
  GcSlotLength slot;  /* how long an appointment for it is */
  gboolean quick;     /* a matter of a few minutes */
  int64_t typical_ms; /* of video; 0: not known */
  gboolean online;    /* can be handed in at the city's own site, too */
  gboolean direct;    /* agent and resident must speak with each other, without help */
} GcItem;

/*
 * Reads points.json, hubs.json, items.json and holidays.json from @folder, or the built-in ones if
 * it is NULL. Errors: GC_ERROR_INVALID naming the file and what is wrong in it,
 * GC_ERROR_UNAVAILABLE when a file cannot be read.
 */
GcCatalogue *gc_catalogue_new (const char *folder, GError **error);
void gc_catalogue_free (GcCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcCatalogue, gc_catalogue_free)

/* All three borrowed; NULL for what is not there. */
const GcPoint *gc_catalogue_get_point (const GcCatalogue *catalogue, const char *id);
const GcItem *gc_catalogue_get_item (const GcCatalogue *catalogue, const char *code);
const GPtrArray *gc_catalogue_get_points (const GcCatalogue *catalogue); /* GcPoint */

/*
 * When a hub is on duty, for points at home or abroad, between two times. NULL if there is no such
 * hub. (transfer full)
 */
GcSpans *gc_catalogue_get_duty (const GcCatalogue *catalogue,
                                const char *hub,
                                int64_t from_ms,
                                int64_t to_ms);

/* The time zone of a hub; NULL if there is no such hub. */
const char *gc_catalogue_get_hub_timezone (const GcCatalogue *catalogue, const char *hub);

/* Whether some item belongs to the department @id. */
gboolean gc_catalogue_has_department (const GcCatalogue *catalogue, const char *id);
/* The ids of all departments, sorted. (transfer container) */
GPtrArray *gc_catalogue_list_departments (const GcCatalogue *catalogue);

/*
 * The countries whose holidays of @year are not in the data, "BR, US", or NULL if none lacks them.
 * (transfer full)
 */
char *gc_catalogue_list_unknown_years (const GcCatalogue *catalogue, int year);

/* The answer of GET /api/catalogue and its ETag, quotes included. (transfer none) */
GBytes *gc_catalogue_get_json (const GcCatalogue *catalogue);
const char *gc_catalogue_get_etag (const GcCatalogue *catalogue);
