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
#define GC_RELAY_MAX_PICTURES 6 /* video lines of a peer */
#define GC_RELAY_MAX_SEATS 6    /* of a room, and so places, from 0 */

typedef struct {
  char *id;
  char *label; /* (nullable) */
  int worker;  /* of the relay, on which it is: all of a room must be on one; -1: not told */
} GcRelayPeer;

/* (transfer full) */
GcRelayPeer *gc_relay_peer_new (const char *id, const char *label, int worker);
void gc_relay_peer_free (GcRelayPeer *peer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcRelayPeer, gc_relay_peer_free)

typedef struct {
  const char *peer;
  const char *label; /* (nullable) */
  int64_t rtt_ms;    /* below 0: not measured */
  int64_t loss_up_permille;
  int64_t loss_down_permille;
  int64_t up_bps;
  int64_t down_bps;
  int64_t carries_bps;  /* what the way to the peer carries; below 0: not known, as the next two */
  int64_t jitter_up_ms; /* of the sound */
  int64_t jitter_down_ms;
  unsigned paused; /* bits: the video lines of which the picture is not sent to the peer */
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
  /* Who speaks in @room is another one now. @place: below 0: nobody. */
  void (*speaker) (const char *room, int place, gpointer user_data);
} GcRelayCallbacks;

/* @path: the Unix socket. @callbacks: static. */
GcRelayClient *
gc_relay_client_new (const char *path, const GcRelayCallbacks *callbacks, gpointer user_data);
/* Begins to connect, and does so again each time that the relay went away. To be called once. */
void gc_relay_client_start (GcRelayClient *client);
/* Commands under way are cancelled; their callbacks run with an error later. */
void gc_relay_client_free (GcRelayClient *client);

gboolean gc_relay_client_is_up (GcRelayClient *client);
/* The relay's last known epoch. (transfer none) (nullable) */
const char *gc_relay_client_get_epoch (GcRelayClient *client);

/*
 * Makes a peer out of an SDP offer, on @worker of the relay; below 0: on any. Errors:
 * GC_ERROR_UNAVAILABLE, GC_ERROR_INVALID, _LIMIT.
 */
void gc_relay_client_offer_async (GcRelayClient *client,
                                  const char *label,
                                  int worker,
                                  const char *sdp,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* The peer without its label. (transfer full) */
GcRelayPeer *gc_relay_client_offer_finish (GAsyncResult *result, char **ret_answer, GError **error);

/*
 * ICE restart: the relay takes checks of @peer by @ufrag and @pwd alone, and answers with its own.
 * Errors: GC_ERROR_UNAVAILABLE, GC_ERROR_UNKNOWN (no such peer), GC_ERROR_INVALID.
 */
void gc_relay_client_restart_ice_async (GcRelayClient *client,
                                        const char *peer,
                                        const char *ufrag,
                                        const char *pwd,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean gc_relay_client_restart_ice_finish (GAsyncResult *result,
                                             char **ret_ufrag,
                                             char **ret_pwd,
                                             GError **error);

/* One seat of a room. */
typedef struct {
  const char *room;
  const char *seat;
  const char *peer; /* (nullable) */
  gboolean hold;
  gboolean echo;        /* the peer is sent its own, and sees nobody */
  int place;            /* in its room, 0 to 5; -1: not told */
  unsigned hidden_from; /* bits: the places that neither see nor hear the seat */
} GcRelayBinding;

/* Errors of the three: GC_ERROR_UNAVAILABLE, GC_ERROR_UNKNOWN (no such peer, room or seat),
 * GC_ERROR_CONFLICT (an echo of a peer that sits elsewhere). */
void gc_relay_client_bind_async (GcRelayClient *client,
                                 const GcRelayBinding *binding,
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

/* The seats as the relay has them. */
void gc_relay_client_list_async (GcRelayClient *client,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (transfer full) (element-type GcRelayBinding), which own their strings. */
GPtrArray *gc_relay_client_list_finish (GAsyncResult *result, GError **error);
