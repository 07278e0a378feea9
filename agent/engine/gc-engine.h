// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "agent/engine/gc-reception.h"

#include <glib.h>
#include <stdint.h>

/*
 * GcEngine: a warm peer on webrtcbin that plays and receives, without any user interface. It knows
 * SDP and media, and nothing of tickets. All functions and events are of the main thread.
 */
typedef struct _GcEngine GcEngine;

typedef struct {
  const char *file;   /* (nullable): played in place of the test picture */
  const char *record; /* (nullable): Matroska file for what is received */
} GcEngineConfig;

typedef struct {
  void (*offered) (const char *sdp, gpointer user_data);
  void (*connected) (gpointer user_data);
  void (*first_frame) (gpointer user_data);
  void (*failed) (const char *reason, gpointer user_data); /* the peer is gone; open another */
} GcEngineEvents;

/* What the network did to what was received, over all peers of the session. */
typedef struct {
  uint64_t packets;
  uint64_t lost;
} GcEngineLoss;

/* Errors: GC_ERROR_INVALID when a file cannot be used. */
GcEngine *gc_engine_new (const GcEngineConfig *config,
                         const GcEngineEvents *events,
                         gpointer user_data,
                         GError **error);
void gc_engine_free (GcEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcEngine, gc_engine_free)

/* Makes a new peer in place of any old one; `offered` follows. Errors: GC_ERROR_INTERNAL. */
gboolean gc_engine_open_peer (GcEngine *engine, GError **error);
void gc_engine_close_peer (GcEngine *engine);
gboolean gc_engine_has_peer (const GcEngine *engine);

/* Errors: GC_ERROR_INVALID when @sdp cannot be parsed, GC_ERROR_CONFLICT without a peer. */
gboolean gc_engine_set_answer (GcEngine *engine, const char *sdp, GError **error);

/* Sends picture and sound, or neither. */
void gc_engine_set_sending (GcEngine *engine, gboolean sending);

/* A session starts: its figures begin at zero, and `first_frame` follows. */
void gc_engine_start_session (GcEngine *engine);

/* While paused no frame counts and no gap grows: on hold, or after the session. */
void gc_engine_set_paused (GcEngine *engine, gboolean paused);

void
gc_engine_get_figures (GcEngine *engine, GcReceptionFigures *ret_figures, GcEngineLoss *ret_loss);
