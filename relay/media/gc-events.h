// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include "media/gc-worker.h"

/*
 * GcEvents: the event stream of the control API. Each connection first gets `hello` with the epoch
 * of this process and all peers, then every event from that moment on. Main thread.
 */
typedef struct _GcEvents GcEvents;

/* @worker: borrowed, outlives it. Takes the worker's events. (transfer full) */
GcEvents *gc_events_new (GcWorker *worker);
void gc_events_free (GcEvents *events);

/* One more listener. */
void gc_events_add (GcEvents *events, SoupWebsocketConnection *connection);

/* Closes all connections (1001, going away). */
void gc_events_close (GcEvents *events);
