// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-feed.h"

/*
 * GcSource: what arrives on one m-line of a sending peer, and the feeds that show it: statistics
 * for receiver reports, gaps to ask for, key frames to ask for. Streaming thread.
 */
typedef struct {
  uint64_t packets;
  uint64_t bytes;
  uint64_t frames;
  uint64_t nacks; /* packets asked for */
  uint64_t plis;
  int64_t lost;
} GcSourceStats;

/* @media is borrowed and outlives the source. (transfer full) */
GcSource *gc_source_new (const GcSdpMedia *media);

/* Its feeds show nothing afterwards. */
void gc_source_free (GcSource *source);

const GcSdpMedia *gc_source_media (const GcSource *source);

/* The SSRC of its stream; 0 before the first packet. */
uint32_t gc_source_ssrc (const GcSource *source);

/* A new stream on the line: an authentic packet with another SSRC came. */
void gc_source_start (GcSource *source, uint32_t ssrc, uint32_t clock_hz);

gboolean gc_source_add_feed (GcSource *source, GcFeed *feed);
void gc_source_remove_feed (GcSource *source, GcFeed *feed);
unsigned gc_source_n_feeds (const GcSource *source);
GcFeed *gc_source_get_feed (const GcSource *source, unsigned index);

/* Notes an authentic packet of @size bytes. */
void
gc_source_receive (GcSource *source, const GcRtp *rtp, GcCodec codec, size_t size, int64_t now_us);

void gc_source_want_key_frame (GcSource *source);

/* Whether a key frame is to be asked for now; it then counts as asked. */
gboolean gc_source_take_key_frame (GcSource *source, int64_t now_us);

/* The packets to ask for again; see gc_nack_collect (). */
size_t gc_source_collect_nacks (GcSource *source,
                                int64_t now_us,
                                int64_t rtt_us,
                                uint16_t *ret_seqs,
                                size_t capacity);

/* The report block on it; FALSE when there is nothing to report. */
gboolean gc_source_get_report (GcSource *source, int64_t now_us, GcRtcpReport *ret_report);

/*
 * A sender report of its stream. @clock_offset: our NTP clock less the sender's, 32.32; the same
 * for all sources of a peer, so that sound and picture keep their relation.
 */
void gc_source_handle_sender_report (GcSource *source,
                                     const GcRtcpSenderInfo *info,
                                     uint64_t clock_offset,
                                     int64_t now_us);

/* The RTP time stamp of the source at @now_ntp of our NTP clock; FALSE without a sender report. */
gboolean gc_source_timestamp_at (const GcSource *source, uint64_t now_ntp, uint32_t *ret_timestamp);

void gc_source_get_stats (const GcSource *source, GcSourceStats *ret_stats);
