// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-opening-hours.h"

#include <glib.h>

/*
 * GcCatalogue: the service points, hubs and items, read once from relay/data (built in, or a folder
 * with the same three files). Immutable afterwards.
 */
typedef struct _GcCatalogue GcCatalogue;

typedef struct {
  char *id;
  char *name_zh;
  char *name_en;
  char *timezone;
  char letter; /* the first character of this point's ticket numbers */
  GcOpeningHours *video_hours;
} GcPoint;

typedef struct {
  char *code;
  char *name_zh;
  char *name_en;
  char *department;
} GcItem;

/*
 * Reads points.json, hubs.json and items.json from @folder, or the built-in ones if it is NULL.
 * Errors: GC_ERROR_INVALID naming the file and what is wrong in it, GC_ERROR_UNAVAILABLE when a
 * file cannot be read.
 */
GcCatalogue *gc_catalogue_new (const char *folder, GError **error);
void gc_catalogue_free (GcCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcCatalogue, gc_catalogue_free)

/* All three borrowed; NULL for what is not there. */
const GcPoint *gc_catalogue_get_point (const GcCatalogue *catalogue, const char *id);
const GcItem *gc_catalogue_get_item (const GcCatalogue *catalogue, const char *code);
const GPtrArray *gc_catalogue_get_points (const GcCatalogue *catalogue); /* GcPoint */

/* Whether some item belongs to the department @id. */
gboolean gc_catalogue_has_department (const GcCatalogue *catalogue, const char *id);
/* The ids of all departments, sorted. (transfer container) */
GPtrArray *gc_catalogue_list_departments (const GcCatalogue *catalogue);

/* The answer of GET /api/catalogue and its ETag, quotes included. (transfer none) */
GBytes *gc_catalogue_get_json (const GcCatalogue *catalogue);
const char *gc_catalogue_get_etag (const GcCatalogue *catalogue);
