// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-user.h"

#include <glib.h>

/*
 * GcWays: on which way the pictures of each place last came through, a place being the point of a
 * kiosk or the account of an agent. Main thread.
 */
typedef enum {
  GC_WAY_UNKNOWN,
  GC_WAY_UDP,
  GC_WAY_TCP,  /* to the relay's own port */
  GC_WAY_TURN, /* through a TURN server */
  GC_WAY_N,
} GcWay;

/* `udp tcp turn`; NULL for GC_WAY_UNKNOWN. Static. */
const char *gc_way_name (GcWay way);
/* FALSE if @name is none of these. */
gboolean gc_way_parse (const char *name, GcWay *ret_way);

typedef struct _GcWays GcWays;

/* @rows: (transfer full) (element-type GcStoreWay) */
GcWays *gc_ways_new (GPtrArray *rows);
void gc_ways_free (GcWays *ways);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcWays, gc_ways_free)

/* Where @user sits: the point of a kiosk or display, else the account. Borrowed. */
const char *gc_ways_place_of (const GcUser *user);

/* The way of the place of @user. */
GcWay gc_ways_get (const GcWays *ways, const GcUser *user);
/* Notes it; returns whether it was another one before, or none. */
gboolean gc_ways_note (GcWays *ways, const GcUser *user, GcWay way);
