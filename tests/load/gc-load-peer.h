// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-dtls.h"
#include "gc-load-stream.h"

/*
 * One load peer: a UDP socket, a controlling ICE agent (RFC 8445, consent of RFC 7675), DTLS, SRTP,
 * one audio and one video stream each way. Single-threaded: the owner polls the socket and ticks.
 */
typedef struct _GcLoadPeer GcLoadPeer;
typedef struct _GcLoadScratch GcLoadScratch; /* packet buffers shared by all peers of a process */

typedef enum {
  GC_LOAD_PEER_NEW,       /* made an offer */
  GC_LOAD_PEER_CHECKING,  /* ICE */
  GC_LOAD_PEER_HANDSHAKE, /* DTLS */
  GC_LOAD_PEER_UP,        /* sends media */
  GC_LOAD_PEER_FAILED,
  GC_LOAD_PEER_CLOSED, /* the relay said close_notify */
} GcLoadPeerState;

/* For peers whose partners change: who sends with an SSRC, and who heard whom. */
typedef struct {
  GcLoadPeer *(*find_source) (uint32_t ssrc, gpointer data); /* (nullable) */
  void (*heard) (GcLoadPeer *peer, GcLoadPeer *source, GcLoadKind kind, int64_t arrival_ns);
  gpointer data;
} GcLoadPeerHooks;

typedef struct {
  GcLoadDtlsContext *dtls;
  GcLoadScratch *scratch;
  GcLoadDelays *delays;
  unsigned lines;               /* m-lines offered */
  gboolean is_smooth;           /* packets of a frame spread over its time, not in one burst */
  gboolean with_gso;            /* a burst is one UDP_SEGMENT send */
  gboolean with_feedback;       /* tells what arrives, and obeys REMB, as browsers do */
  gboolean is_light;            /* video of one small packet a frame */
  const GcLoadPeerHooks *hooks; /* (nullable): in place of gc_load_peer_set_source () */
} GcLoadPeerConfig;

typedef struct {
  uint64_t nacked;      /* packets asked for again by the relay */
  uint64_t resent;      /* and sent again */
  uint64_t key_frames;  /* asked for by the relay */
  uint64_t feedbacks;   /* transport-wide congestion control */
  uint64_t reports;     /* receiver reports about our streams */
  uint64_t asked;       /* packets that we asked for again: requests */
  uint64_t restored;    /* that came again */
  uint64_t early;       /* media that overtook the end of the DTLS handshake */
  uint64_t bad_srtp;    /* packets libsrtp2 refused */
  uint64_t foreign;     /* media that is not from our partner, or malformed RTCP */
  uint64_t bad_stun;    /* checks that did not verify */
  uint64_t send_failed; /* the socket took no more */
} GcLoadPeerCounts;

GcLoadScratch *gc_load_scratch_new (void);
void gc_load_scratch_free (GcLoadScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLoadScratch, gc_load_scratch_free)

/* @config outlives the peer. @phase_us, 0 to 33333, is when in a frame's time it sends. */
GcLoadPeer *gc_load_peer_new (const GcLoadPeerConfig *config, unsigned phase_us);
void gc_load_peer_free (GcLoadPeer *peer);

/* (transfer full) */
char *gc_load_peer_dup_offer (const GcLoadPeer *peer);

/* Takes the relay's answer and starts ICE. Errors: GC_ERROR_INVALID, GC_ERROR_UNAVAILABLE. */
gboolean gc_load_peer_set_answer (GcLoadPeer *peer, const char *sdp, GError **error);

/*
 * The same with an offer of the server's own, whose lines are ours: it passes on what another peer
 * offered. Returns: (transfer full): the answer. Errors: as gc_load_peer_set_answer ().
 */
char *gc_load_peer_handle_offer (GcLoadPeer *peer, const char *sdp, GError **error);

/*
 * Joins two peers without a relay, @a controlling: what the generator itself costs and takes.
 * Errors: GC_ERROR_UNAVAILABLE.
 */
gboolean gc_load_peer_join (GcLoadPeer *a, GcLoadPeer *b, GError **error);

/* Whose media @peer is to receive; borrowed, NULL for nobody's. */
void gc_load_peer_set_source (GcLoadPeer *peer, GcLoadPeer *source);

/* Whose the peer is, for the hooks. */
void gc_load_peer_set_owner (GcLoadPeer *peer, gpointer owner);
gpointer gc_load_peer_get_owner (const GcLoadPeer *peer);

/* Starts or stops audio and video; a new peer sends as soon as it is up. */
void gc_load_peer_set_sending (GcLoadPeer *peer, gboolean is_sending, int64_t now_us);

/* The socket to poll for input; -1 before the answer. */
int gc_load_peer_get_fd (const GcLoadPeer *peer);
GcLoadPeerState gc_load_peer_get_state (const GcLoadPeer *peer);
const GcLoadPeerCounts *gc_load_peer_get_counts (const GcLoadPeer *peer);
GcLoadSender *gc_load_peer_get_sender (GcLoadPeer *peer, GcLoadKind kind);
const GcLoadReceiver *gc_load_peer_get_receiver (const GcLoadPeer *peer, GcLoadKind kind);

/* Whether the server has asked for less than the peer's full rate, and gets less. */
gboolean gc_load_peer_is_limited (const GcLoadPeer *peer);

/* Takes all datagrams that wait. Times are CLOCK_MONOTONIC. */
void gc_load_peer_handle_input (GcLoadPeer *peer, int64_t now_us);

/* Does what is due. Returns: when to call again. */
int64_t gc_load_peer_tick (GcLoadPeer *peer, int64_t now_us);

/* Says goodbye: RTCP BYE and close_notify. */
void gc_load_peer_close (GcLoadPeer *peer);
