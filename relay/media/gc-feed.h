// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-counters.h"
#include "media/gc-send.h"
#include "rtp/gc-codec.h"
#include "rtp/gc-rtcp.h"
#include "rtp/gc-rtp.h"
#include "rtp/gc-sdp.h"

/*
 * GcFeed: what leaves on one m-line of a receiving peer. It has an SSRC of its own for the life of
 * the peer and shows one source at a time; sequence numbers, time stamps and VP8 picture ids stay
 * continuous when the source changes. Video begins with a key frame. Streaming thread.
 */
typedef struct _GcFeed GcFeed;
typedef struct _GcSource GcSource;

/* Where the packets of a peer go. Owned by the peer, shared by its feeds. */
typedef struct {
  GcAddress to;   /* the selected path */
  GcSrtp *srtp;   /* NULL until the peer is connected */
  int64_t rtt_us; /* by ICE; 0: not known */
} GcOutlet;

/* What happened to a packet. */
typedef enum {
  GC_FEED_SENT,
  GC_FEED_SENT_FIRST, /* the first one since the source was set */
  GC_FEED_HELD,
} GcFeedResult;

typedef struct {
  uint64_t packets;
  uint64_t bytes;  /* payload */
  uint64_t frames; /* by marker bits */
  uint64_t nacks;  /* packets asked for */
  uint64_t plis;
  uint8_t fraction_lost; /* of 256, by the last report */
  int64_t rtt_us;        /* 0: not known */
} GcFeedStats;

/* @media, @outlet and @counters are borrowed and outlive the feed. @ssrc: ours. (transfer full) */
GcFeed *
gc_feed_new (const GcSdpMedia *media, uint32_t ssrc, const GcOutlet *outlet, GcCounters *counters);

/* Leaves its source. */
void gc_feed_free (GcFeed *feed);

uint32_t gc_feed_ssrc (const GcFeed *feed);
const GcSdpMedia *gc_feed_media (const GcFeed *feed);

/*
 * Shows @source from now on, NULL for nothing; the same one again changes nothing. Asks a video
 * source for a key frame. A source has at most GC_PACKET_MAX_SENDS feeds: one more is refused.
 */
void gc_feed_set_source (GcFeed *feed, GcSource *source);
GcSource *gc_feed_get_source (const GcFeed *feed);

/* Called by the source: its stream was replaced by another one. */
void gc_feed_source_switched (GcFeed *feed);

/*
 * Prepares the copy of one plaintext packet of the source for this receiver. @level: (nullable) the
 * byte of its audio level extension. @ret_send is written unless it is held.
 */
GcFeedResult gc_feed_push (GcFeed *feed,
                           const GcRtp *rtp,
                           GcCodec codec,
                           const uint8_t *level,
                           int64_t now_us,
                           GcSend *ret_send);

/*
 * The packet @seq of ours, for sending it again; FALSE when it is gone or was just resent. The
 * payload is borrowed until the next push.
 */
gboolean gc_feed_resend (GcFeed *feed,
                         uint16_t seq,
                         int64_t now_us,
                         GcSend *ret_send,
                         const uint8_t **ret_payload,
                         size_t *ret_size);

/* PLI or FIR of the receiver. */
void gc_feed_want_key_frame (GcFeed *feed);

/* A report block of the receiver on this feed. */
void gc_feed_handle_report (GcFeed *feed, const GcRtcpReport *report, uint64_t now_ntp);

/* What a sender report at @now_ntp says; FALSE when nothing was sent or the source never reported.
 */
gboolean gc_feed_get_sender_info (GcFeed *feed, uint64_t now_ntp, GcRtcpSenderInfo *ret_info);

/* Now and then: gives back memory of a feed that fell silent. */
void gc_feed_trim (GcFeed *feed, int64_t now_us);

void gc_feed_get_stats (const GcFeed *feed, GcFeedStats *ret_stats);
