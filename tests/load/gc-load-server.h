// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-peer.h"

/*
 * GcLoadServer: how the two peers of a session get their answers, one implementation for each way.
 * All calls block; the time they take is part of a session's set-up.
 */
typedef struct _GcLoadServer GcLoadServer;

typedef struct {
  GcLoadPeer *peers[2];
  char *room;
  char *places[2]; /* (nullable): where the server keeps each peer, for the server's own use */
  gboolean is_bound;
  int64_t started_us; /* real time at which the second peer asked for its answer, or was bound */
} GcLoadSession;

typedef struct {
  /* Gives both peers their answers. Errors: GC_ERROR_UNAVAILABLE, GC_ERROR_INVALID. */
  gboolean (*connect) (GcLoadServer *server, GcLoadSession *session, GError **error);
  /* (nullable): what is left to do when both peers are up. Errors: GC_ERROR_UNAVAILABLE. */
  gboolean (*bind) (GcLoadServer *server, GcLoadSession *session, GError **error);
  /* Ends the session, whose peers have said goodbye. Errors: GC_ERROR_UNAVAILABLE. */
  gboolean (*leave) (GcLoadServer *server, GcLoadSession *session, GError **error);
} GcLoadServerMethods;

struct _GcLoadServer {
  const GcLoadServerMethods *methods;
  char *address;
  char *token; /* (nullable) */
};

void gc_load_server_free (GcLoadServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLoadServer, gc_load_server_free)

/* No server: the peers of a session send to each other. */
GcLoadServer *gc_load_server_new_direct (void);

/* gc-relay's WHIP at "http://HOST:PORT". @token is the bearer token, or NULL. */
GcLoadServer *gc_load_server_new_whip (const char *address, const char *token);

/*
 * gc-relay's control socket at @path. Peers are bound to their room at once, or, with @is_warm,
 * when both are up, as in a call.
 */
GcLoadServer *gc_load_server_new_control (const char *path, gboolean is_warm);

/*
 * Janus at "http://HOST:PORT", its HTTP transport: the two peers of a session are caller and callee
 * of its VideoCall plugin. Janus must not time its sessions out (session_timeout = 0): nothing is
 * said between set-up and end.
 */
GcLoadServer *gc_load_server_new_janus (const char *address);
