// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"
#include "store/gc-store.h"

/*
 * GcAnnouncements: what coordinators say to people who wait, as far as it is live. It knows what
 * the store has: a notice is added and removed here when the store has written that. Main thread.
 */
typedef struct _GcAnnouncements GcAnnouncements;

#define GC_ANNOUNCEMENTS_MAX 200
#define GC_ANNOUNCEMENT_CHARS 200
#define GC_ANNOUNCEMENT_MINUTES 30      /* unless it says otherwise */
#define GC_ANNOUNCEMENT_MAX_MINUTES 480 /* a day's work */

/* @live: (transfer full) (element-type GcStoreAnnouncement), with its free function */
GcAnnouncements *gc_announcements_new (GPtrArray *live);
void gc_announcements_free (GcAnnouncements *announcements);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcAnnouncements, gc_announcements_free)

unsigned gc_announcements_count (const GcAnnouncements *announcements);
/* (transfer none) (nullable) */
const GcStoreAnnouncement *gc_announcements_find (const GcAnnouncements *announcements,
                                                  const char *id);
/* Adds a copy. */
void gc_announcements_add (GcAnnouncements *announcements, const GcStoreAnnouncement *announcement);
void gc_announcements_remove (GcAnnouncements *announcements, const char *id);

/* Forgets those that have run out by @now_ms; whether there were any. */
gboolean gc_announcements_expire (GcAnnouncements *announcements, int64_t now_ms);
/* Forgets those to a ticket that is over. */
void gc_announcements_prune (GcAnnouncements *announcements, const GcQueue *queue);

/*
 * The part `announcements`, newest first: on a kiosk of @point where @ticket (nullable) stands; on
 * the display of @point, with those to a number that waits there; on the desk. (transfer full)
 */
char *gc_announcements_format_kiosk (const GcAnnouncements *announcements,
                                     const char *point,
                                     const char *ticket);
char *gc_announcements_format_display (const GcAnnouncements *announcements,
                                       const char *point,
                                       const GcQueue *queue);
char *gc_announcements_format_desk (const GcAnnouncements *announcements);
