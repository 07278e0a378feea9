// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-server.h"

/*
 * GcLoad: many sessions in one process and one thread. A session is a room with two peers that send
 * to each other, through the server under load.
 */
typedef struct _GcLoad GcLoad;

typedef struct {
  GcLoadServer *server;
  GcLoadProfile profile;
  unsigned lines;
  gboolean is_smooth;
  gboolean with_gso;
  gboolean with_feedback;
} GcLoadConfig;

/* @config is borrowed for the life of the load. Errors: GC_ERROR_INTERNAL. */
GcLoad *gc_load_new (const GcLoadConfig *config, GError **error);
void gc_load_free (GcLoad *load);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLoad, gc_load_free)

/* Makes one more session. Errors: GC_ERROR_UNAVAILABLE, GC_ERROR_INVALID. */
gboolean gc_load_join (GcLoad *load, GError **error);

/* Ends all sessions: goodbye to the server, then the end of its sessions. Errors:
 * GC_ERROR_UNAVAILABLE. */
gboolean gc_load_leave (GcLoad *load, GError **error);

/* Runs until @is_done says so (TRUE) or @timeout_us went by (FALSE); NULL runs the whole time. */
gboolean gc_load_run (GcLoad *load, gboolean (*is_done) (GcLoad *load), int64_t timeout_us);

/* For is_done: all peers are connected. */
gboolean gc_load_is_up (GcLoad *load);

/* For is_done: both peers of every session sent, and got audio and video. */
gboolean gc_load_is_flowing (GcLoad *load);

/* For is_done: every peer may send at its full rate. */
gboolean gc_load_is_unlimited (GcLoad *load);

/* (element-type GcLoadSession) (transfer none) */
GPtrArray *gc_load_get_sessions (GcLoad *load);
GcLoadDelays *gc_load_get_delays (GcLoad *load);

/* Starts and ends the measured time of all streams. */
void gc_load_open_window (GcLoad *load);
void gc_load_close_window (GcLoad *load);
