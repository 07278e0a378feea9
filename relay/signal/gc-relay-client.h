// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>
#include <stdint.h>

/*
 * GcRelayClient: the control API of gc-relay over its Unix socket, commands by HTTP and one stream
 * of events by WebSocket. While the relay is away it is tried again every 100 ms. Main thread.
 */
typedef struct _GcRelayClient GcRelayClient;

#define GC_RELAY_RETRY_MS 100

typedef struct {
  char *id;
  char *label; /* (nullable) */
} GcRelayPeer;

typedef struct {
  const char *peer;
  const char *label; /* (nullable) */
  int64_t rtt_ms;
  int64_t loss_up_permille;
  int64_t loss_down_permille;
  int64_t up_bps;
  int64_t down_bps;
} GcRelayQuality;

/* All borrowed for the call. */
typedef struct {
  /* The events flow. @epoch is new with each start of the relay. @peers: GcRelayPeer, all there
   * are. Commands given before are void if the epoch changed. */
  void (*up) (const char *epoch, const GPtrArray *peers, gpointer user_data);
  void (*down) (gpointer user_data);
  void (*gone) (const char *peer, const char *reason, gpointer user_data);
  void (*media) (const char *peer, gpointer user_data);
  void (*quality) (const GcRelayQuality *quality, gpointer user_data);
} GcRelayCallbacks;

/* @path: the Unix socket. @callbacks: static. Begins to connect at once. */
GcRelayClient *
gc_relay_client_new (const char *path, const GcRelayCallbacks *callbacks, gpointer user_data);
/* Commands under way are cancelled; their callbacks run with an error later. */
void gc_relay_client_free (GcRelayClient *client);

gboolean gc_relay_client_is_up (GcRelayClient *client);
/* The relay's last known epoch. (transfer none) (nullable) */
const char *gc_relay_client_get_epoch (GcRelayClient *client);

/* Makes a peer out of an SDP offer. Errors: GC_ERROR_UNAVAILABLE, GC_ERROR_INVALID, _LIMIT. */
void gc_relay_client_offer_async (GcRelayClient *client,
                                  const char *label,
                                  const char *sdp,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean gc_relay_client_offer_finish (GAsyncResult *result,
                                       char **ret_peer,
                                       char **ret_answer,
                                       GError **error);

/* @place: of the seat in its room, 0 to 5. Errors of the three: GC_ERROR_UNAVAILABLE,
 * GC_ERROR_UNKNOWN (no such peer, room or seat). */
void gc_relay_client_bind_async (GcRelayClient *client,
                                 const char *room,
                                 const char *seat,
                                 const char *peer,
                                 gboolean hold,
                                 int place,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void gc_relay_client_unbind_async (GcRelayClient *client,
                                   const char *room,
                                   const char *seat,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void gc_relay_client_delete_peer_async (GcRelayClient *client,
                                        const char *peer,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean gc_relay_client_command_finish (GAsyncResult *result, GError **error);

/* One seat of a room as the relay has it. */
typedef struct {
  char *room;
  char *seat;
  char *peer;
  gboolean hold;
  int place; /* -1: not told */
} GcRelayBinding;

void gc_relay_binding_free (GcRelayBinding *binding);

void gc_relay_client_list_async (GcRelayClient *client,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (transfer full) (element-type GcRelayBinding) */
GPtrArray *gc_relay_client_list_finish (GAsyncResult *result, GError **error);
