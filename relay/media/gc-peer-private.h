// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"
#include "rtp/gc-ice.h"
#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-twcc.h"

/* The inside of GcPeer, for gc-peer.c, gc-peer-media.c and gc-peer-rtcp.c only. */

/* One negotiated m-line. */
typedef struct {
  const GcSdpMedia *media; /* in the config's offer */
  GcSource *source;        /* NULL if the peer does not send on it */
  GcFeed *feed;            /* NULL if it does not receive on it */
  int64_t source_start_us; /* when its present stream began */
} GcLine;

typedef struct {
  uint32_t ssrc;
  unsigned line;
} GcInbound;

struct _GcPeer {
  GcPeerConfig *config;
  const GcPeerContext *context;
  GcPeerState state;
  GcPeerReason reason;
  int64_t made_us;

  GcIce *ice;
  int64_t stun_tokens_us; /* bucket: time up to which STUN messages are paid for */
  GcDtls *dtls;
  gboolean dtls_started;
  GPtrArray *early_dtls; /* (element-type GBytes) came before a path was valid; (nullable) */
  gboolean has_path;
  GcSrtp *srtp_in; /* NULL before the handshake is done */
  GcSrtp *srtp_out;
  GcOutlet outlet;

  GcLine lines[GC_SDP_MAX_MEDIA];
  unsigned n_lines;
  GcInbound inbound[GC_PEER_MAX_INBOUND_SSRCS];
  unsigned n_inbound;
  GcTwcc *twcc;
  gboolean announce_media;
  int64_t
      settled_us; /* when its receivers surely run; INT64_MAX before it is connected, and after */
  gboolean reduced_size; /* all accepted lines allow RTCP feedback alone */

  int64_t next_report_us;
  gboolean has_clock_offset;
  uint64_t clock_offset; /* our NTP clock less the peer's, by its first sender report */
  uint8_t fir_seq;

  struct {
    int64_t since_us;
    GcSourceStats up;
    GcFeedStats down;
  } quality; /* as of the last gc_peer_take_quality () */
};

/* gc-peer-rtcp.c */
void gc_peer_send_feedback (GcPeer *peer, int64_t now_us);
void gc_peer_send_report (GcPeer *peer, int64_t now_us);

/* gc-peer-media.c */
GcSource *gc_peer_find_source (const GcPeer *peer, uint32_t ssrc);
GcFeed *gc_peer_find_feed (const GcPeer *peer, uint32_t ssrc);

/* Sends @bytes as they are. */
void gc_peer_emit_plain (GcPeer *peer, const GcAddress *to, const uint8_t *bytes, size_t size);
