// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"
#include "rtp/gc-bucket.h"
#include "rtp/gc-ice.h"
#include "rtp/gc-picture-choice.h"
#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-twcc.h"

/* The inside of GcPeer, for gc-peer.c and gc-peer-*.c only. */

/* One negotiated m-line. */
typedef struct {
  const GcSdpMedia *media; /* in the config's offer */
  GcSource *source;        /* NULL if the peer does not send on it */
  GcFeed *feed;            /* NULL if it does not receive on it */
} GcLine;

/* A stream that the peer sends: the one of a line, or its retransmissions. */
typedef struct {
  uint32_t ssrc;
  unsigned line;
  gboolean rtx;
  int64_t start_us;
} GcInbound;

struct _GcPeer {
  GcPeerConfig *config;
  const GcPeerContext *context;
  GcPeerState state;
  GcPeerReason reason;
  int64_t made_us;
  int64_t ticked_us;
  int64_t came_us; /* the newest authentic packet of media */

  GcIce *ice;
  GcBucket stun_bucket;
  GcBucket stun_new_bucket; /* for requests from 5-tuples it is not known by */
  GcBucket dtls_bucket;
  GcBucket packets_bucket; /* authentic media */
  GcBucket bytes_bucket;   /* of media and RTCP */
  GcBucket rtcp_bucket;
  GcDtls *dtls;
  GPtrArray *early_dtls; /* (element-type GBytes) came before a path was valid; (nullable) */
  gboolean dtls_started;
  gboolean has_path;
  GcSrtp *srtp_in; /* NULL before the handshake is done */
  GcSrtp *srtp_out;
  GcDownlink downlink;

  GcLine lines[GC_SDP_MAX_MEDIA];
  unsigned n_lines;
  GcInbound inbound[GC_PEER_MAX_INBOUND_SSRCS];
  unsigned n_inbound;
  gboolean announce_media;
  GcTwcc *twcc;
  int64_t
      settled_us; /* when its receivers surely run; INT64_MAX before it is connected, and after */
  gboolean reduced_size; /* all accepted lines allow RTCP feedback alone */

  int64_t next_report_us;
  gboolean has_clock_offset;
  uint64_t clock_offset; /* our NTP clock less the peer's, by its first sender report */
  uint8_t fir_seq;

  GcPictureChoice choice; /* of what it is shown */
  unsigned paused;        /* as gc_peer_get_paused () */
  int64_t next_review_us; /* of the rates */
  int64_t limit_bps;      /* that it was told of as a sender; 0: none */
  int64_t limit_told_us;

  struct {
    int64_t since_us;
    GcSourceStats up;
    GcFeedStats down;
    int64_t most_lost_down; /* the most that it has been, see take_lost_down () */
  } quality;                /* as of the last gc_peer_take_quality () */
};

/* gc-peer-rate.c */
void gc_peer_control_rate (GcPeer *peer, int64_t now_us);

/* gc-peer-pictures.c */
/* Shows the pictures that the way carries, pauses the others, and divides the way among them. */
void gc_peer_choose_pictures (GcPeer *peer, int64_t now_us);
/* With less than this the picture of @feed is not worth sending to its receiver. */
int64_t gc_peer_picture_floor_bps (const GcFeed *feed, int64_t now_us);

/* gc-peer-rtcp.c */
#define GC_PEER_MAX_RTCP 1200 /* bytes of a packet, before protection */
void gc_peer_begin_feedback (GcPeer *peer, GcRtcpWriter *writer);
/* @writer's bytes need room for GC_SRTCP_OVERHEAD more. */
void gc_peer_send_rtcp (GcPeer *peer, const GcRtcpWriter *writer);
void gc_peer_send_feedback (GcPeer *peer, int64_t now_us);
void gc_peer_send_report (GcPeer *peer, int64_t now_us);

/* gc-peer-media.c */
/* Takes @size bytes of what the peer may send; FALSE if it has sent too much. */
gboolean gc_peer_pay_bytes (GcPeer *peer, size_t size, int64_t now_us);
/* The source whose stream, not its retransmissions, has @ssrc. (nullable) */
GcSource *gc_peer_find_source (const GcPeer *peer, uint32_t ssrc);
GcFeed *gc_peer_find_feed (const GcPeer *peer, uint32_t ssrc);

/* Sends @bytes as they are. */
void gc_peer_emit_plain (GcPeer *peer, const GcAddress *to, const uint8_t *bytes, size_t size);
