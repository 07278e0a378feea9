// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-hours.h"

/* GcSimPlaces: the points, hubs and items of the product's own data files. Immutable. */
typedef struct _GcSimPlaces GcSimPlaces;

typedef struct {
  char *id;
  char *country;
  char *zone;
  gboolean is_domestic;
  int64_t kiosks;
  GcSimHours *opening; /* the doors */
  GcSimHours *video;   /* the window for video */
} GcSimPoint;

typedef struct {
  char *id;
  char *zone;
  GcSimHours *normal; /* the public's hours */
  GcSimHours *duty;   /* for those abroad */
} GcSimHub;

typedef struct {
  char *code;
  char *department;
  int64_t minutes; /* of a typical session; 0: not by video */
} GcSimItem;

/*
 * Reads points.json, hubs.json and items.json in @folder. Errors: GC_ERROR_UNAVAILABLE when a file
 * cannot be read, GC_ERROR_INVALID; both name the file.
 */
GcSimPlaces *gc_sim_places_new (const char *folder, GError **error);
void gc_sim_places_free (GcSimPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimPlaces, gc_sim_places_free)

/* All (transfer none) (nullable). */
const GcSimPoint *gc_sim_places_get_point (const GcSimPlaces *places, const char *id);
const GcSimHub *gc_sim_places_get_hub (const GcSimPlaces *places, const char *id);
const GcSimItem *gc_sim_places_get_item (const GcSimPlaces *places, const char *code);
gboolean gc_sim_places_has_department (const GcSimPlaces *places, const char *id);
