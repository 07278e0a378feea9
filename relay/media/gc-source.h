// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-feed.h"
#include "rtp/gc-red.h"
#include "rtp/gc-speaker.h"

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
  int64_t jitter_us; /* below 0: not known */
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

/* Notes the audio level of a packet of sound; see gc_voice_hear (). */
void gc_source_hear (GcSource *source, uint8_t level, int64_t now_us);
int64_t gc_source_talk_us (const GcSource *source, int64_t now_us);

/* Whether it is the face of the one who spoke last in his room: such a picture goes before others.
 */
void gc_source_set_speaker (GcSource *source, gboolean is_speaker);
gboolean gc_source_is_speaker (const GcSource *source);

/*
 * Notes an authentic retransmission of @size bytes, restored to what was lost. FALSE when it is not
 * missing (any more): a copy of what came, or of what was given up, is not to be forwarded. Loss
 * and jitter are reported of the stream as it first came (RFC 4588 section 4).
 */
gboolean gc_source_receive_again (GcSource *source,
                                  const GcRtp *rtp,
                                  GcCodec codec,
                                  size_t size,
                                  int64_t now_us);

/*
 * Notes an authentic packet of FEC, of @size bytes, whose payload, without RED, is that of @rtp. It
 * is no packet of the picture, so receivers do not see its number. @again: it was sent again.
 */
void gc_source_receive_fec (GcSource *source,
                            const GcRtp *rtp,
                            size_t size,
                            gboolean again,
                            int64_t now_us);

/*
 * Keeps the packet @rtp that came, for FEC that may come; of @header only the rtp->header_size
 * bytes of its header are read. Nothing is kept of streams that have no FEC now.
 */
void gc_source_keep (GcSource *source, const uint8_t *header, const GcRtp *rtp);

/*
 * The next lost packet that can be had from FEC, borrowed until the next packet is kept or had. It
 * is asked for no more, and stays lost in reports. FALSE: there is none.
 */
gboolean
gc_source_recover (GcSource *source, const GcSdpCodec *codec, int64_t now_us, GcRtp *ret_rtp);

/*
 * The packets missing before @rtp that the frames of its RED payload @red restore; see
 * gc_red_receiver_restore (). They are asked for no more, and stay lost in reports.
 */
unsigned gc_source_restore (GcSource *source,
                            const GcRtp *rtp,
                            const GcRed *red,
                            int64_t now_us,
                            GcRtp *ret_packets);

/* Whether the packet is to go on: FALSE when it was restored before, and only came late. */
gboolean gc_source_is_new (GcSource *source, const GcRtp *rtp);

void gc_source_want_key_frame (GcSource *source);

/* What was lost at @since_us or later cannot be repaired: only a key frame helps, if none came
 * since.
 */
void gc_source_give_up (GcSource *source, int64_t since_us);

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

/* How late what was lost on the way to us and asked for again comes; see gc_lateness_get (). */
int64_t gc_source_late_us (const GcSource *source, int64_t now_us);

void gc_source_get_stats (const GcSource *source, GcSourceStats *ret_stats);
