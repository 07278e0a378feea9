// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"
#include "media/gc-room.h"

/*
 * GcForwarder: all peers and rooms of one worker, and the way from a datagram to the copies that it
 * becomes. Plain C without I/O, so tests drive it by hand; gcrelaycore drives it in the daemon.
 * Except for gc_forwarder_post (), everything belongs to the streaming thread.
 */
typedef struct _GcForwarder GcForwarder;

/* A piece of work for the streaming thread. Embed it as the first member. */
typedef struct _GcCall GcCall;
struct _GcCall {
  void (*run) (GcCall *call, GcForwarder *forwarder, int64_t now_us);
  /* After run, or without it when the forwarder ends first. Takes @call; the streaming thread. */
  void (*done) (GcCall *call);
};

typedef enum {
  GC_EVENT_CONNECTED,
  GC_EVENT_MEDIA,
  GC_EVENT_GONE,
  GC_EVENT_QUALITY,
  GC_EVENT_SPEAKER, /* @seat of @room is speaking, at @place; NULL: nobody */
  GC_EVENT_EMPTY,   /* the last one has left @room: it is no more */
} GcEventKind;

typedef struct {
  GcEventKind kind;
  const char *peer;  /* NULL where nobody speaks, and of an empty room */
  const char *label; /* (nullable) */
  const char *room;  /* (nullable) */
  const char *seat;  /* (nullable) */
  int place;         /* of a speaker */
  GcPeerReason reason;
  GcQuality quality;
} GcEvent;

/* A peer as it stands; strings owned. */
typedef struct {
  char *id;
  char *label;
  char *room;
  char *seat;
  GcPeerState state;
  GcQuality quality; /* of the last interval */
  int speaks;        /* his place, if he is who speaks in his room; else GC_ROOM_ANY_PLACE */
} GcPeerInfo;

void gc_peer_info_free (GcPeerInfo *info);

/* Errors: INTERNAL when no certificate can be made. (transfer full) */
GcForwarder *gc_forwarder_new (GcCounters *counters, unsigned max_peers, GError **error);

/* Ends all peers. Queued calls get their done (). */
void gc_forwarder_free (GcForwarder *forwarder);

/* SHA-256 of our certificate, for SDP. Any thread; lives as long as the forwarder. */
const char *gc_forwarder_fingerprint (const GcForwarder *forwarder);

/* Sends a copy of the payload, which is @send's own; set before the first datagram. */
void gc_forwarder_set_emit (GcForwarder *forwarder,
                            void (*emit) (const GcSend *send, gpointer user_data),
                            gpointer user_data);

/* Called for each event; what it points to is borrowed. Set before the first datagram. */
void gc_forwarder_set_event_func (GcForwarder *forwarder,
                                  void (*on_event) (const GcEvent *event, gpointer user_data),
                                  gpointer user_data);

/* Any thread: queues @call. The caller rings the bell of the port. */
void gc_forwarder_post (GcForwarder *forwarder, GcCall *call);

/* At the head of each batch and tick: takes ended peers away, runs queued calls and timers. */
void gc_forwarder_begin (GcForwarder *forwarder, int64_t now_us);

/* When gc_forwarder_begin () is due again without a datagram; INT64_MAX if never. */
int64_t gc_forwarder_next_us (const GcForwarder *forwarder);

/* One datagram. */
void gc_forwarder_handle (GcForwarder *forwarder, GcPacket *packet, int64_t now_us);

/* Whether a peer has shown that @from is its own. */
gboolean gc_forwarder_owns (const GcForwarder *forwarder, const GcAddress *from);

/* The connection that @address stood for has ended. */
void gc_forwarder_lose_path (GcForwarder *forwarder, const GcAddress *address, int64_t now_us);

/* Takes @config. Errors: LIMIT when there are too many peers; INVALID as gc_peer_new (). */
gboolean gc_forwarder_add_peer (GcForwarder *forwarder,
                                GcPeerConfig *config,
                                int64_t now_us,
                                GError **error);

/* Errors: UNKNOWN. */
gboolean
gc_forwarder_end_peer (GcForwarder *forwarder, const char *id, GcPeerReason reason, GError **error);
void gc_forwarder_end_all (GcForwarder *forwarder);

/* The peer's checks are those of @credentials from now on; see gc_ice_restart (). Errors: UNKNOWN.
 */
gboolean gc_forwarder_restart_ice (GcForwarder *forwarder,
                                   const char *id,
                                   const GcIceCredentials *credentials,
                                   GError **error);

/*
 * @peer takes @seat of @room, leaving the seat it had. With @replace, who sat there ends; else he
 * stays warm. An echo takes nobody from where he sits: so it never matters in which order it and a
 * session come to ask for the same peer. Errors: UNKNOWN for the peer, LIMIT for the seats,
 * CONFLICT for an echo.
 */
typedef struct {
  const char *room;
  const char *seat;
  const char *peer;
  gboolean hold;
  gboolean echo;
  gboolean replace;
  int place; /* or GC_ROOM_ANY_PLACE */
  unsigned hidden_from;
} GcBinding;
gboolean gc_forwarder_bind (GcForwarder *forwarder, const GcBinding *binding, GError **error);

/* Errors: UNKNOWN. */
gboolean
gc_forwarder_unbind (GcForwarder *forwarder, const char *room, const char *seat, GError **error);

/* (element-type GcPeerInfo) (transfer full): all peers, or only @id. */
GPtrArray *gc_forwarder_list_peers (GcForwarder *forwarder, const char *id);

/* (element-type GcSeatInfo) (transfer full): room by room. */
GPtrArray *gc_forwarder_list_seats (GcForwarder *forwarder);
