// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "agent/gc-sign-in.h"
#include "common/gc-json.h"

/*
 * GcClient: JSON-RPC over the WebSocket of gc-signal (docs/protocol.md). It connects, says hello,
 * pings, keeps the view up to date, and connects again after any loss, with the resume token;
 * a request that was under way then is sent again under its old id, so that it has its effect once.
 */
typedef struct _GcClient GcClient;

typedef struct {
  void (*view_changed) (JsonObject *view, gpointer user_data); /* (transfer none): the whole view */
  void (*disconnected) (const GError *error, gpointer user_data);
  void (*ended) (const GError *error, gpointer user_data); /* for good: denied, or replaced */
} GcClientEvents;

/* (transfer none): @result is NULL if and only if @error is set. */
typedef void (*GcClientAnswer) (JsonObject *result, const GError *error, gpointer user_data);

/* Starts to connect. @sign_in is borrowed; @page is "agent" or "kiosk", static. */
GcClient *gc_client_new (GcSignIn *sign_in,
                         const char *page,
                         const GcClientEvents *events,
                         gpointer user_data);

/* Closes the socket. Answers that have not come will not come. */
void gc_client_free (GcClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcClient, gc_client_free)

/*
 * Sends a request. @params is swallowed. @answer (nullable) is called on the main thread; with
 * GC_ERROR_UNAVAILABLE when @once and the socket was lost before the answer came.
 */
void gc_client_call (GcClient *client,
                     const char *method,
                     JsonObject *params,
                     gboolean once,
                     GcClientAnswer answer,
                     gpointer user_data);

/* The relay peer that this side holds, told with every hello. (nullable) */
void gc_client_set_peer (GcClient *client, const char *peer);

gboolean gc_client_is_open (const GcClient *client);

/* Members of the service's objects, without trust: NULL, or @fallback, when absent or other. */
JsonObject *gc_client_get_object (JsonObject *object, const char *name);
const char *gc_client_get_string (JsonObject *object, const char *name);
int64_t gc_client_get_int (JsonObject *object, const char *name, int64_t fallback);
gboolean gc_client_get_boolean (JsonObject *object, const char *name);
