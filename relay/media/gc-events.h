// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include "media/gc-workers.h"

/*
 * GcEvents: the event stream of the control API. Each connection first gets `hello` with the epoch
 * of this process and all peers, then every event from that moment on; what happens while the peers
 * are listed is told, too, though it may be in the list. Main thread.
 */
typedef struct _GcEvents GcEvents;

/* @workers: borrowed, outlives it. Takes their events. (transfer full) */
GcEvents *gc_events_new (GcWorkers *workers);
void gc_events_free (GcEvents *events);

/* One more listener. */
void gc_events_add (GcEvents *events, SoupWebsocketConnection *connection);

/* Closes all connections (1001, going away). */
void gc_events_close (GcEvents *events);
