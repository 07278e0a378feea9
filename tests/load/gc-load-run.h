// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-peer.h"

/*
 * GcLoad: many sessions in one process and one thread. A session is a room with two peers that send
 * to each other. The relay is reached by WHIP, by its control socket, or left out (direct).
 */
typedef struct _GcLoad GcLoad;

typedef struct {
  const char *whip;    /* "http://HOST:PORT", or NULL */
  const char *control; /* path of the control socket, or NULL; with neither, peers join directly */
  const char *token;   /* (nullable): bearer token of WHIP */
  GcLoadProfile profile;
  unsigned lines;
  gboolean is_smooth;
  gboolean with_gso;
  gboolean is_warm; /* control only: bind when both peers are up, as a call does */
} GcLoadConfig;

typedef struct {
  GcLoadPeer *peers[2];
  char *locations[2]; /* what to DELETE */
  char *room;
  gboolean is_bound;
  int64_t started_us; /* real time at which the second peer asked for its answer, or was bound */
} GcLoadSession;

/* @config is borrowed for the life of the load. Errors: GC_ERROR_INTERNAL. */
GcLoad *gc_load_new (const GcLoadConfig *config, GError **error);
void gc_load_free (GcLoad *load);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLoad, gc_load_free)

/* Makes one more session. Errors: GC_ERROR_UNAVAILABLE, GC_ERROR_INVALID. */
gboolean gc_load_join (GcLoad *load, GError **error);

/* Ends all sessions: goodbye to the relay, then DELETE. Errors: GC_ERROR_UNAVAILABLE. */
gboolean gc_load_leave (GcLoad *load, GError **error);

/* Runs until @is_done says so (TRUE) or @timeout_us went by (FALSE); NULL runs the whole time. */
gboolean gc_load_run (GcLoad *load, gboolean (*is_done) (GcLoad *load), int64_t timeout_us);

/* For is_done: both peers of every session sent, and got audio and video. */
gboolean gc_load_is_flowing (GcLoad *load);

/* (element-type GcLoadSession) (transfer none) */
GPtrArray *gc_load_get_sessions (GcLoad *load);
GcLoadDelays *gc_load_get_delays (GcLoad *load);

/* Starts and ends the measured time of all streams. */
void gc_load_open_window (GcLoad *load);
void gc_load_close_window (GcLoad *load);
