// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "agent/engine/gc-engine.h"
#include "agent/gc-client.h"

/*
 * GcCall: keeps one warm peer with the relay, whatever happens to either daemon, and carries the
 * session that the view tells of: sends while it runs, says when the first frame came, reports.
 */
typedef struct _GcCall GcCall;

typedef struct {
  void (*ready) (gpointer user_data);         /* the peer is connected (again) */
  void (*first_frame) (gpointer user_data);   /* of a session, and again after each new peer */
  void (*session_ended) (gpointer user_data); /* after a session that had begun */
} GcCallEvents;

/* @client is borrowed. Errors: GC_ERROR_INVALID when a file cannot be used. */
GcCall *gc_call_new (GcClient *client,
                     const GcEngineConfig *config,
                     const GcCallEvents *events,
                     gpointer user_data,
                     GError **error);
void gc_call_free (GcCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcCall, gc_call_free)

/* Whether the peer is connected, so that a session could start at once. */
gboolean gc_call_is_ready (const GcCall *call);

/* The part "relay" of the view (nullable): makes a peer, or a new one for another relay. */
void gc_call_handle_relay (GcCall *call, JsonObject *relay);

/*
 * The session of the view: @ticket is NULL when there is none. @held: nothing is sent or expected.
 */
void gc_call_handle_session (GcCall *call, const char *ticket, gboolean held);
