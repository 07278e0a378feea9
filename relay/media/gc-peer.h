// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-feed.h"
#include "media/gc-source.h"
#include "rtp/gc-dtls.h"
#include "rtp/gc-ice.h"
#include "rtp/gc-stun.h"

/*
 * GcPeer: one WebRTC client: its ICE, DTLS and SRTP, a GcSource for each m-line it sends on and a
 * GcFeed for each it receives on. Knows nothing of rooms. Streaming thread.
 */
typedef struct _GcPeer GcPeer;

typedef enum {
  GC_PEER_NEW,
  GC_PEER_CONNECTED,
  GC_PEER_ENDING, /* marked; the forwarder takes it away before the next batch */
} GcPeerState;

typedef enum {
  GC_PEER_CLOSED,   /* close_notify */
  GC_PEER_CONSENT,  /* nothing authentic for 30 s */
  GC_PEER_DTLS,     /* the handshake failed */
  GC_PEER_REPLACED, /* its seat went to another */
  GC_PEER_DELETED,
} GcPeerReason;

/* "closed", "consent", ...: static. */
const char *gc_peer_reason_name (GcPeerReason reason);

/* What the main thread decided with the SDP answer. */
typedef struct {
  char *id;
  char *label; /* (nullable) */
  char *ufrag; /* ours */
  char *pwd;
  char *cname;
  GcSdpOffer *offer;
  uint32_t ssrcs[GC_SDP_MAX_MEDIA];     /* ours, by index of the offer's line */
  uint32_t rtx_ssrcs[GC_SDP_MAX_MEDIA]; /* ours for retransmissions, likewise */
} GcPeerConfig;

void gc_peer_config_free (GcPeerConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcPeerConfig, gc_peer_config_free)

/* What all peers of a forwarder share, and to whom they speak. No callback may free the peer. */
typedef struct {
  GcStun *stun;
  GcDtlsContext *dtls;
  GcCounters *counters;
  uint64_t ntp_base_us; /* our NTP clock less the monotonic one */
  /* Send a copy of the payload, which is @send's own. */
  void (*emit) (const GcSend *send, gpointer user_data);
  void (*known) (GcPeer *peer, const GcAddress *address, gpointer user_data);
  void (*forgotten) (GcPeer *peer, const GcAddress *address, gpointer user_data);
  void (*connected) (GcPeer *peer, gpointer user_data);
  void (*ending) (GcPeer *peer, gpointer user_data);
  /* The first packet since gc_peer_announce_media () was forwarded. */
  void (*media) (GcPeer *peer, gpointer user_data);
  gpointer user_data;
} GcPeerContext;

/* How the last interval went; up is from the peer to us. */
typedef struct {
  int rtt_ms; /* -1: not known */
  unsigned loss_up_permille;
  unsigned loss_down_permille;
  uint64_t up_bps;
  uint64_t down_bps;
  int64_t carries_bps; /* what the way to the peer carries, as estimated; -1: not known */
  int jitter_up_ms;    /* of the sound (RFC 3550 section 6.4.1); -1: not known, as the next one */
  int jitter_down_ms;
  unsigned frames_up_fps;
  unsigned frames_down_fps;
  uint64_t nacks; /* packets asked for, both ways */
  uint64_t plis;
  unsigned paused; /* as gc_peer_get_paused () */
} GcQuality;

/*
 * @config: (transfer full), also on failure. @context is borrowed and outlives the peer.
 * Errors: INVALID when the offer's fingerprint cannot be used. (transfer full)
 */
GcPeer *
gc_peer_new (GcPeerConfig *config, const GcPeerContext *context, int64_t now_us, GError **error);

/* Sends close_notify unless the peer closed first. Its 5-tuples must be out of all tables. */
void gc_peer_free (GcPeer *peer);

const char *gc_peer_id (const GcPeer *peer);
const char *gc_peer_label (const GcPeer *peer); /* (nullable) */
const char *gc_peer_ufrag (const GcPeer *peer);

/* Takes checks by @credentials alone from now on; all else goes on. See gc_ice_restart (). */
void gc_peer_restart_ice (GcPeer *peer, const GcIceCredentials *credentials);
GcPeerState gc_peer_state (const GcPeer *peer);

/* Marks it as ending, for @reason; the first reason stays. */
void gc_peer_end (GcPeer *peer, GcPeerReason reason);
GcPeerReason gc_peer_reason (const GcPeer *peer);

/* Whether @address has shown the peer's password. */
gboolean gc_peer_knows (const GcPeer *peer, const GcAddress *address);

/* Whether @address has answered a check of the peer's: then it is no mere claim. */
gboolean gc_peer_owns (const GcPeer *peer, const GcAddress *address);

/* Datagrams of the peer, by kind. A STUN message that is not the peer's gives FALSE. */
gboolean gc_peer_handle_stun (GcPeer *peer, const GcPacket *packet, int64_t now_us);
void gc_peer_handle_dtls (GcPeer *peer, const GcPacket *packet, int64_t now_us);
void gc_peer_handle_rtp (GcPeer *peer, GcPacket *packet, int64_t now_us);
void gc_peer_handle_rtcp (GcPeer *peer, const GcPacket *packet, int64_t now_us);

/* The connection to @address has ended: nothing comes from there any more, or goes there. */
void gc_peer_lose_path (GcPeer *peer, const GcAddress *address, int64_t now_us);

/*
 * When gc_peer_tick () is due: GC_PEER_TICK_US after the last time, or much later for a peer that
 * has had no media for a while. Media makes it earlier again.
 */
#define GC_PEER_TICK_US 10000
int64_t gc_peer_next_us (const GcPeer *peer);

/* Runs what is due. */
void gc_peer_tick (GcPeer *peer, int64_t now_us);

/*
 * The source, or feed, of the m-line that is number @index among those of @kind that the peer sends
 * on, or receives on. (nullable) (transfer none)
 */
GcSource *gc_peer_get_source (const GcPeer *peer, GcSdpKind kind, unsigned index);
GcFeed *gc_peer_get_feed (const GcPeer *peer, GcSdpKind kind, unsigned index);

/* Call media () for the next packet of it that is the first to reach a receiver. */
void gc_peer_announce_media (GcPeer *peer);

/* Which of its video lines, by their order among those that it receives on, its way does not carry
 * the picture of: bit 0 is the first. */
unsigned gc_peer_get_paused (const GcPeer *peer);

/* The quality since the last call. */
void gc_peer_take_quality (GcPeer *peer, int64_t now_us, GcQuality *ret_quality);
