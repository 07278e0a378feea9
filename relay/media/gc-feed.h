// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-counters.h"
#include "media/gc-downlink.h"
#include "media/gc-send.h"
#include "rtp/gc-codec.h"
#include "rtp/gc-loss-count.h"
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

/* What happened to a packet. */
typedef enum {
  GC_FEED_SENT,
  GC_FEED_QUEUED, /* for gc_feed_send_queued (): the way is full */
  GC_FEED_HELD,   /* not for this receiver, or not now */
} GcFeedResult;

/* What makes a feed; the pointers are borrowed and outlive it. */
typedef struct {
  const GcSdpMedia *media;
  unsigned line;      /* index of the m-line: what is queued is known by it */
  uint32_t ssrc;      /* ours, as the next one */
  uint32_t rtx_ssrc;  /* of retransmissions */
  GcPacerQueue queue; /* for video */
  GcDownlink *downlink;
  GcCounters *counters;
} GcFeedConfig;

typedef struct {
  uint64_t packets;
  uint64_t bytes;  /* payload */
  uint64_t frames; /* by marker bits */
  uint64_t nacks;  /* packets asked for */
  uint64_t plis;
  GcLossCount loss;  /* by all reports */
  int64_t unsent;    /* dropped after they had a number: reported as lost all the same */
  int64_t rtt_us;    /* 0: not known */
  int64_t jitter_us; /* of sound, by the last report; below 0: not known */
} GcFeedStats;

/* (transfer full) */
GcFeed *gc_feed_new (const GcFeedConfig *config);

/* Leaves its source. */
void gc_feed_free (GcFeed *feed);

uint32_t gc_feed_ssrc (const GcFeed *feed);
const GcSdpMedia *gc_feed_media (const GcFeed *feed);
const GcDownlink *gc_feed_downlink (const GcFeed *feed);

/* Whether a packet may leave again byte for byte: there are requests for it, and no retransmission
 * stream. */
gboolean gc_feed_resends_copies (const GcFeed *feed);

/* Whether its source has sent a picture within the last second, shown or paused. */
gboolean gc_feed_has_picture (const GcFeed *feed, int64_t now_us);

/* Whether it is showing a picture, or has a voice, at this moment: such was sent within the last
 * second. */
gboolean gc_feed_is_picture (const GcFeed *feed, int64_t now_us);
gboolean gc_feed_is_voice (const GcFeed *feed, int64_t now_us);

/*
 * Sends nothing of the picture, and nothing again, as long as it is @paused; after that it begins
 * with a key frame, for which the source is asked. The same again changes nothing.
 */
void gc_feed_set_paused (GcFeed *feed, gboolean paused);
gboolean gc_feed_is_paused (const GcFeed *feed);

/*
 * Shows @source from now on, NULL for nothing; the same one again changes nothing. Asks a video
 * source for a key frame. A source has at most GC_PACKET_MAX_SENDS feeds: one more is refused.
 */
void gc_feed_set_source (GcFeed *feed, GcSource *source);
GcSource *gc_feed_get_source (const GcFeed *feed);

/* Called by the source: its stream was replaced by another one. */
void gc_feed_source_switched (GcFeed *feed);

/* The source's packet @seq is none to be shown: those behind it close the gap. */
void gc_feed_skip (GcFeed *feed, uint16_t seq);

/*
 * Prepares the copy of one plaintext packet of the source for this receiver. @level: (nullable) the
 * byte of its audio level extension. @ret_send is written unless it is held; it has a payload of
 * its own, borrowed until the next push, when that differs from @rtp's.
 */
GcFeedResult gc_feed_push (GcFeed *feed,
                           const GcRtp *rtp,
                           GcCodec codec,
                           const uint8_t *level,
                           int64_t now_us,
                           GcSend *ret_send);

/*
 * The next packet of FEC that goes out behind the one that was just pushed, and need not be queued.
 * Call it until it is FALSE: there is none (any more). The payload is borrowed until the next call.
 */
gboolean gc_feed_pop_fec (GcFeed *feed, int64_t now_us, GcSend *ret_send);

/*
 * The packet @seq, whose push gave GC_FEED_QUEUED and whose time has come. FALSE when it is gone:
 * its source is not shown any more. As to the payload see gc_feed_resend ().
 */
gboolean gc_feed_send_queued (GcFeed *feed, uint16_t seq, int64_t now_us, GcSend *ret_send);

/* The packet @seq, queued, will not be sent: the picture stands still until the next key frame, for
 * which it asks the source. */
void gc_feed_drop_queued (GcFeed *feed, uint16_t seq);

/*
 * The packet @seq of ours, for sending it again: as a packet of the retransmission stream where the
 * receiver has one (RFC 4588), else byte for byte. FALSE when it is gone or was just resent. The
 * payload is borrowed until the next push, and to be sent with ret_send's patch upon it.
 */
gboolean gc_feed_resend (GcFeed *feed, uint16_t seq, int64_t now_us, GcSend *ret_send);

/*
 * The packet @seq, which was just resent, once more as another retransmission: over a long way both
 * may be lost, and the next request comes late. FALSE: the way is not long, the line has none, or
 * enough was resent.
 */
gboolean gc_feed_resend_twice (GcFeed *feed, uint16_t seq, int64_t now_us, GcSend *ret_send);

/*
 * As gc_feed_resend (), for the newest packet and unasked, to probe the way: the receiver drops the
 * copy. FALSE when there is none, or no retransmission stream.
 */
gboolean gc_feed_probe (GcFeed *feed, int64_t now_us, GcSend *ret_send);

/*
 * @size bytes of padding, at most GC_FEED_MAX_PADDING, for which @ret_padding has room, on the
 * retransmission stream of a paused picture, to probe the way without it (RFC 3550 section 5.1).
 * FALSE when there is none, or no such stream.
 */
#define GC_FEED_MAX_PADDING 255
gboolean
gc_feed_pad (GcFeed *feed, size_t size, int64_t now_us, GcSend *ret_send, uint8_t *ret_padding);

/* PLI or FIR of the receiver. */
void gc_feed_want_key_frame (GcFeed *feed);

/* A report block of the receiver on this feed. */
void
gc_feed_handle_report (GcFeed *feed, const GcRtcpReport *report, uint64_t now_ntp, int64_t now_us);

/*
 * What a sender report at @now_ntp says; FALSE when nothing was sent or the source never reported.
 * Receivers play what has one time at one time: pictures are said to be younger than they are by
 * what their sound may be ahead of them.
 */
gboolean gc_feed_get_sender_info (GcFeed *feed, uint64_t now_ntp, GcRtcpSenderInfo *ret_info);

/* Reviews, each second, how long the receiver is asked to hold pictures before it shows them: for
 * as long as repair takes on the way to us and on the way from us, see GcPlayout. */
void gc_feed_review_playout (GcFeed *feed, int64_t now_us);

/* Now and then: gives back memory of a feed that fell silent. */
void gc_feed_trim (GcFeed *feed, int64_t now_us);

/*
 * What FEC and retransmissions leave of @bps, the feed's share of the way, to the picture itself.
 */
int64_t gc_feed_leave_bps (const GcFeed *feed, int64_t bps);

void gc_feed_get_stats (const GcFeed *feed, GcFeedStats *ret_stats);
