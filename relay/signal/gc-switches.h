// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-catalogue.h"
#include "signal/gc-json-writer.h"
#include "store/gc-store.h"

/*
 * GcSwitches: the points that coordinators closed and the items that they switched off, whatever
 * the hours and the catalogue say. It knows what the store has. Main thread.
 */
typedef struct _GcSwitches GcSwitches;

#define GC_SWITCH_NOTE_CHARS 200
#define GC_SWITCH_MAX_MINUTES 43200 /* 30 days; longer than that it is not a matter of minutes */

/* @off: (transfer full) (element-type GcStoreSwitch), with its free function */
GcSwitches *gc_switches_new (GPtrArray *off);
void gc_switches_free (GcSwitches *switches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSwitches, gc_switches_free)

/* Whether @reason is a reason: technical staff premises holiday authority other. */
gboolean gc_switches_knows_reason (const char *reason);

/*
 * What was switched off at exactly @point (NULL: everywhere) and @item (NULL: the point itself).
 * (transfer none) (nullable)
 */
const GcStoreSwitch *
gc_switches_find (const GcSwitches *switches, const char *point, const char *item);
/* Why @item is not offered at @point: switched off everywhere, or there. (transfer none) (nullable)
 */
const GcStoreSwitch *
gc_switches_find_item (const GcSwitches *switches, const char *point, const char *item);

/* Puts a copy in the place of what the same point and item had. */
void gc_switches_put (GcSwitches *switches, const GcStoreSwitch *off);
void gc_switches_remove (GcSwitches *switches, const char *point, const char *item);
/* Forgets what has run out by @now_ms; whether there was any. */
gboolean gc_switches_expire (GcSwitches *switches, int64_t now_ms);

/* The hours of @point with its closing in them. next_open_ms is 0 when nobody knows when. */
GcHoursState gc_switches_look (const GcSwitches *switches, const GcPoint *point, int64_t now_ms);

/* Writes the member `closed` of a point: null, or why; with note and author for the @desk. */
void gc_switches_write_closed (const GcSwitches *switches,
                               const char *point,
                               gboolean desk,
                               GcJsonWriter *writer);
/* The part `items_off` of a kiosk at @point, and of the desk. (transfer full) */
char *gc_switches_format_kiosk (const GcSwitches *switches, const char *point);
char *gc_switches_format_desk (const GcSwitches *switches);
