// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A packet that may have to be sent again byte for byte bears no transport-wide number: the copy
 * would need a new one, and the same SRTP index with another header gives the GCM key away
 * (RFC 7714 section 8.1). Retransmissions have an index of their own.
 */
#include "config.h"

#include "media/gc-feed-private.h"

#include <string.h>

#include "common/gc-id.h"
#include "media/gc-source.h"
#include "rtp/gc-receiver-stats.h"

#define NUMBER_SIZE 2
/* Of the first extension's bytes in a header, in the one-byte form. */
#define NUMBER_OFFSET (GC_RTP_FIXED_SIZE + 4 + 1)
#define LIVE_US 1000000 /* a feed without packets for longer shows nothing */

static void
fill_mid (GcFeed *feed)
{
  size_t size = strlen (feed->config.media->mid);

  if (feed->config.media->mid_id == 0 || size == 0 || size > GC_RTP_MAX_EXTENSION_SIZE)
    return;
  feed->mid.id = feed->config.media->mid_id;
  feed->mid.size = (uint8_t)size;
  memcpy (feed->mid.bytes, feed->config.media->mid, size);
}

gboolean
gc_feed_resends_copies (const GcFeed *feed)
{
  const GcSdpMedia *media = feed->config.media;

  for (size_t i = 0; i < media->codec_count; i++)
    if ((media->codecs[i].feedback & GC_SDP_NACK) &&
        (media->codecs[i].rtx_type == 0 ||
         (media->codecs[i].red_type != 0 && media->codecs[i].red_rtx_type == 0)))
      return TRUE;
  return FALSE;
}

GcFeed *
gc_feed_new (const GcFeedConfig *config)
{
  GcFeed *feed = g_new0 (GcFeed, 1);

  feed->config = *config;
  feed->numbered = config->media->transport_cc_id != 0 && !gc_feed_resends_copies (feed);
  feed->stats.jitter_us = -1;
  fill_mid (feed);
  return feed;
}

void
gc_feed_free (GcFeed *feed)
{
  if (feed == NULL)
    return;
  gc_feed_set_source (feed, NULL);
  gc_seq_map_free (feed->seq_map);
  gc_vp8_map_free (feed->vp8_map);
  gc_history_free (feed->history);
  gc_red_sender_free (feed->red);
  gc_fec_sender_free (feed->fec);
  g_free (feed);
}

uint32_t
gc_feed_ssrc (const GcFeed *feed)
{
  return feed->config.ssrc;
}

const GcSdpMedia *
gc_feed_media (const GcFeed *feed)
{
  return feed->config.media;
}

const GcDownlink *
gc_feed_downlink (const GcFeed *feed)
{
  return feed->config.downlink;
}

gboolean
gc_feed_has_picture (const GcFeed *feed, int64_t now_us)
{
  return feed->config.media->kind == GC_SDP_VIDEO && feed->source != NULL &&
         now_us - feed->came_us < LIVE_US;
}

static gboolean
is_live (const GcFeed *feed, GcSdpKind kind, int64_t now_us)
{
  return feed->config.media->kind == kind && feed->source != NULL && !feed->fresh &&
         now_us - feed->sent_us < LIVE_US;
}

gboolean
gc_feed_is_picture (const GcFeed *feed, int64_t now_us)
{
  return !feed->paused && is_live (feed, GC_SDP_VIDEO, now_us);
}

gboolean
gc_feed_is_voice (const GcFeed *feed, int64_t now_us)
{
  return is_live (feed, GC_SDP_AUDIO, now_us);
}

void
gc_feed_set_paused (GcFeed *feed, gboolean paused)
{
  if (feed->paused == paused)
    return;
  feed->paused = paused;
  feed->waiting = TRUE;
  if (paused && feed->history != NULL)
    gc_history_clear (feed->history);
  if (paused && feed->fec != NULL)
    gc_fec_sender_switch (feed->fec);
  if (!paused && feed->source != NULL)
    gc_source_want_key_frame (feed->source);
}

gboolean
gc_feed_is_paused (const GcFeed *feed)
{
  return feed->paused;
}

void
gc_feed_source_switched (GcFeed *feed)
{
  feed->fresh = TRUE;
  feed->came_us = -LIVE_US;
  feed->waiting = feed->config.media->kind == GC_SDP_VIDEO;
  gc_seq_map_switch (feed->seq_map);
  if (feed->vp8_map != NULL)
    gc_vp8_map_switch (feed->vp8_map);
  if (feed->red != NULL)
    gc_red_sender_switch (feed->red);
  if (feed->fec != NULL)
    gc_fec_sender_switch (feed->fec);
}

static void
ensure_maps (GcFeed *feed)
{
  gboolean video = feed->config.media->kind == GC_SDP_VIDEO;
  struct {
    uint16_t seq;
    uint16_t rtx_seq;
    uint32_t timestamp;
  } first;

  if (feed->seq_map != NULL)
    return;
  gc_random_bytes (&first, sizeof first);
  feed->seq_map = gc_seq_map_new (first.seq & 0x7fff, first.timestamp, video ? 90000 : 48000);
  feed->rtx_seq = first.rtx_seq & 0x7fff;
  feed->vp8_map = video ? gc_vp8_map_new () : NULL;
  feed->history = gc_history_new ();
  for (size_t i = 0; i < feed->config.media->codec_count; i++) {
    const GcSdpCodec *codec = &feed->config.media->codecs[i];
    if (codec->fec_type != 0)
      feed->fec = gc_fec_sender_new (codec);
    else if (codec->red_type != 0)
      feed->red = gc_red_sender_new (codec->payload_type);
  }
}

void
gc_feed_set_source (GcFeed *feed, GcSource *source)
{
  if (feed->source == source)
    return;
  if (feed->source != NULL)
    gc_source_remove_feed (feed->source, feed);
  feed->source = NULL;
  if (feed->history != NULL)
    gc_history_clear (feed->history);
  if (source == NULL || !gc_source_add_feed (source, feed))
    return;
  feed->source = source;
  ensure_maps (feed);
  gc_feed_source_switched (feed);
  gc_source_want_key_frame (source);
}

GcSource *
gc_feed_get_source (const GcFeed *feed)
{
  return feed->source;
}

/* The first extension of a numbered packet, to be filled in when it is sent. */
static void
add_number (const GcFeed *feed, GcRtpHeader *header)
{
  header->extensions[header->extension_count++] =
      (GcRtpExtension){ .id = feed->config.media->transport_cc_id, .size = NUMBER_SIZE };
}

static void
add_playout (const GcFeed *feed, GcRtpHeader *header)
{
  GcRtpExtension *extension = &header->extensions[header->extension_count++];

  extension->id = feed->config.media->playout_delay_id;
  extension->size = GC_PLAYOUT_SIZE;
  gc_playout_write (&feed->playout, extension->bytes);
}

void
gc_feed_fill_header (const GcFeed *feed, GcRtpHeader *header, const uint8_t *level, GcSend *send)
{
  header->extension_count = 0;
  if (feed->numbered)
    add_number (feed, header);
  if (feed->mid.id != 0)
    header->extensions[header->extension_count++] = feed->mid;
  if (level != NULL && feed->config.media->audio_level_id != 0) {
    GcRtpExtension *extension = &header->extensions[header->extension_count++];
    extension->id = feed->config.media->audio_level_id;
    extension->size = 1;
    extension->bytes[0] = *level;
  }
  if (gc_playout_is_told (&feed->playout))
    add_playout (feed, header);
  send->header_size = (uint8_t)gc_rtp_format_header (header, send->header, sizeof send->header);
}

void
gc_feed_stamp (GcFeed *feed, GcSend *send, uint32_t name, int64_t now_us)
{
  send->to = feed->config.downlink->to;
  send->srtp = feed->config.downlink->srtp;
  send->lane = feed->config.media->kind == GC_SDP_VIDEO ? GC_LANE_BULK : GC_LANE_PROMPT;
  if (!feed->numbered)
    return;
  uint16_t number =
      gc_downlink_take_number (feed->config.downlink, send->payload_size, name, now_us);
  send->header[NUMBER_OFFSET] = (uint8_t)(number >> 8);
  send->header[NUMBER_OFFSET + 1] = (uint8_t)number;
}

void
gc_feed_skip (GcFeed *feed, uint16_t seq)
{
  if (!feed->fresh)
    gc_seq_map_drop (feed->seq_map, seq);
}

/* Whether the packet may go out now, as to the way and to key frames. */
static gboolean
passes_gate (GcFeed *feed, const GcRtp *rtp, GcCodec codec, int64_t now_us)
{
  feed->came_us = now_us;
  if (feed->paused) {
    gc_feed_skip (feed, rtp->seq);
    gc_counters_add (feed->config.counters, GC_COUNT_HELD_PAUSED, 1);
    return FALSE;
  }
  if (!feed->waiting)
    return TRUE;
  if (!gc_codec_is_key_frame (codec, rtp->payload, rtp->payload_size)) {
    gc_feed_skip (feed, rtp->seq);
    gc_source_want_key_frame (feed->source);
    gc_counters_add (feed->config.counters, GC_COUNT_HELD_KEY_FRAME, 1);
    return FALSE;
  }
  feed->waiting = FALSE;
  return TRUE;
}

/* The descriptor as this receiver is to see it. */
static void
fill_patch (GcFeed *feed, const GcRtp *rtp, GcCodec codec, GcSend *send)
{
  GcVp8 vp8;

  send->patch_size = 0;
  if (codec != GC_CODEC_VP8 || !gc_vp8_parse (rtp->payload, rtp->payload_size, &vp8))
    return;
  if ((vp8.picture_id_bits == 0 && vp8.tl0_offset == 0) || vp8.size > sizeof send->patch)
    return;
  memcpy (send->patch, rtp->payload, vp8.size);
  gc_vp8_map_rewrite (feed->vp8_map, &vp8, send->patch);
  send->patch_size = vp8.size;
}

/* For a receiver that loses packets: the packet with frames before it; FALSE when it goes as it is.
 */
static gboolean
add_redundancy (GcFeed *feed, const GcRtp *rtp, GcRtpHeader *header, GcRtp *ret_rtp)
{
  *ret_rtp = *rtp;
  ret_rtp->payload =
      gc_red_sender_push (feed->red, header->timestamp, rtp->payload, rtp->payload_size,
                          feed->config.downlink->spare, &ret_rtp->payload_size);
  if (ret_rtp->payload == NULL)
    return FALSE;
  header->payload_type = gc_sdp_find_codec (feed->config.media, header->payload_type)->red_type;
  gc_counters_add (feed->config.counters, GC_COUNT_RED_OUT, 1);
  return TRUE;
}

/* For a receiver that needs FEC: the packet in RED, noted for FEC; FALSE when it goes as it is. */
static gboolean
protect (GcFeed *feed, const GcRtp *rtp, uint8_t payload_type, GcSend *send, GcRtp *ret_rtp)
{
  const GcSdpCodec *codec = gc_sdp_find_codec (feed->config.media, payload_type);

  if (codec->fec_type == 0)
    return FALSE;
  *ret_rtp = *rtp;
  ret_rtp->payload = gc_fec_sender_push (feed->fec, send->header, send->header_size, rtp,
                                         send->patch, send->patch_size, &ret_rtp->payload_size);
  if (ret_rtp->payload == NULL)
    return FALSE;
  send->header[1] = (uint8_t)((rtp->marker ? GC_FEED_MARKER : 0) | codec->red_type);
  send->patch_size = 0;
  return TRUE;
}

/* FALSE: it is too large or too late to be kept. */
static gboolean
remember (GcFeed *feed, uint16_t seq, const GcRtp *rtp, const GcSend *send, int64_t now_us)
{
  uint8_t *copy = gc_history_push (feed->history, seq, send->header, send->header_size,
                                   rtp->payload, rtp->payload_size, now_us);

  if (copy != NULL && send->patch_size > 0)
    memcpy (copy, send->patch, send->patch_size);
  return copy != NULL;
}

static GcFeedResult
hold (GcFeed *feed, GcCount reason)
{
  gc_counters_add (feed->config.counters, reason, 1);
  return GC_FEED_HELD;
}

/* Whether the packet @seq, which the history holds, has to wait for its turn. */
static gboolean
must_wait (GcFeed *feed, uint16_t seq, size_t payload_size, int64_t now_us)
{
  const GcFeedConfig *config = &feed->config;

  if (config->media->kind == GC_SDP_AUDIO)
    gc_downlink_add_sound (config->downlink, payload_size, now_us);
  if (config->media->kind != GC_SDP_VIDEO || !feed->numbered) {
    gc_downlink_go_past (config->downlink, payload_size, now_us);
    return FALSE;
  }
  gboolean waits =
      !gc_downlink_pass (config->downlink, config->queue, config->line, seq, payload_size, now_us);
  gc_history_set_wait (feed->history, waits ? GC_HISTORY_MAX_WAIT_US : 0);
  return waits;
}

uint32_t
gc_feed_make_name (const GcFeed *feed, uint16_t seq)
{
  return feed->config.media->kind == GC_SDP_VIDEO ? gc_downlink_make_name (feed->config.line, seq)
                                                  : GC_SENT_UNNAMED;
}

/* Keeps the packet for NACK, and sends it, or queues it: then TRUE. */
static gboolean
send_now_or_later (GcFeed *feed, uint16_t seq, const GcRtp *rtp, GcSend *send, int64_t now_us)
{
  gboolean held = remember (feed, seq, rtp, send, now_us);
  gboolean waits = held && must_wait (feed, seq, rtp->payload_size, now_us);

  if (!waits)
    gc_feed_stamp (feed, send, held ? gc_feed_make_name (feed, seq) : GC_SENT_UNNAMED, now_us);
  return waits;
}

/* Counts a packet that was sent or will be. */
static void
count (GcFeed *feed, const GcRtp *rtp, int64_t now_us)
{
  feed->sent_us = now_us;
  feed->config.downlink->used_us = now_us;
  feed->stats.packets++;
  feed->stats.bytes += rtp->payload_size;
  feed->stats.frames += rtp->marker && feed->vp8_map != NULL;
  /* Until the receiver reports, what ICE measured says how long a copy may be asked for. */
  if (feed->fresh && feed->stats.rtt_us == 0 && feed->config.downlink->rtt_us > 0)
    gc_history_set_rtt (feed->history, feed->config.downlink->rtt_us);
  feed->fresh = FALSE;
}

GcFeedResult
gc_feed_push (GcFeed *feed,
              const GcRtp *rtp,
              GcCodec codec,
              const uint8_t *level,
              int64_t now_us,
              GcSend *ret_send)
{
  int payload_type = gc_sdp_payload_type (feed->config.media, codec);
  GcRtpHeader header;
  GcRtp in_red;

  if (feed->config.downlink->srtp == NULL)
    return GC_FEED_HELD;
  if (payload_type < 0)
    return hold (feed, GC_COUNT_HELD_CODEC);
  if (rtp->payload_size == 0) {
    gc_feed_skip (feed, rtp->seq);
    return hold (feed, GC_COUNT_HELD_PADDING);
  }
  if (!passes_gate (feed, rtp, codec, now_us))
    return GC_FEED_HELD;
  if (!gc_seq_map_push (feed->seq_map, rtp->seq, rtp->timestamp, now_us, &header.seq,
                        &header.timestamp))
    return hold (feed, GC_COUNT_HELD_ORDER);

  header.ssrc = feed->config.ssrc;
  header.payload_type = (uint8_t)payload_type;
  header.marker = rtp->marker;
  if (feed->red != NULL && add_redundancy (feed, rtp, &header, &in_red))
    rtp = &in_red;
  gc_feed_fill_header (feed, &header, level, ret_send);
  fill_patch (feed, rtp, codec, ret_send);
  if (feed->fec != NULL && protect (feed, rtp, header.payload_type, ret_send, &in_red))
    rtp = &in_red;
  ret_send->payload = rtp == &in_red ? in_red.payload : NULL;
  ret_send->payload_size = rtp->payload_size;
  gboolean waits = send_now_or_later (feed, header.seq, rtp, ret_send, now_us);
  count (feed, rtp, now_us);
  return waits ? GC_FEED_QUEUED : GC_FEED_SENT;
}

gboolean
gc_feed_pop_fec (GcFeed *feed, int64_t now_us, GcSend *ret_send)
{
  gboolean waits = TRUE;
  GcRtpHeader header;
  GcRtp rtp;

  while (waits && feed->fec != NULL && gc_fec_sender_pop (feed->fec, &rtp) &&
         gc_seq_map_insert (feed->seq_map, &header.seq)) {
    header.timestamp = rtp.timestamp;
    header.ssrc = feed->config.ssrc;
    header.payload_type = rtp.payload_type;
    header.marker = FALSE;
    gc_feed_fill_header (feed, &header, NULL, ret_send);
    ret_send->patch_size = 0;
    ret_send->payload = rtp.payload;
    ret_send->payload_size = rtp.payload_size;
    waits = send_now_or_later (feed, header.seq, &rtp, ret_send, now_us);
    count (feed, &rtp, now_us);
    gc_counters_add (feed->config.counters, GC_COUNT_FEC_OUT, 1);
  }
  return !waits;
}

void
gc_feed_drop_queued (GcFeed *feed, uint16_t seq)
{
  if (feed->history == NULL || !gc_history_forget (feed->history, seq))
    return;
  gc_counters_add (feed->config.counters, GC_COUNT_HELD_FULL, 1);
  feed->stats.unsent++;
  feed->waiting = TRUE;
  if (feed->source != NULL)
    gc_source_want_key_frame (feed->source);
}

void
gc_feed_want_key_frame (GcFeed *feed)
{
  feed->stats.plis++;
  if (feed->source != NULL && !feed->paused)
    gc_source_want_key_frame (feed->source);
}

void
gc_feed_handle_report (GcFeed *feed, const GcRtcpReport *report, uint64_t now_ntp, int64_t now_us)
{
  int64_t rtt_us = gc_receiver_stats_rtt_us (report, now_ntp);

  gc_loss_count_add (&feed->stats.loss, report);
  gc_reported_loss_add (&feed->loss, report->fraction_lost, now_us);
  if (feed->config.media->kind == GC_SDP_AUDIO)
    feed->stats.jitter_us = report->jitter * G_USEC_PER_SEC / gc_codec_clock_hz (GC_CODEC_OPUS);
  if (feed->red != NULL)
    gc_red_sender_report (feed->red, report->fraction_lost, now_us);
  if (rtt_us > 0)
    feed->stats.rtt_us = rtt_us;
  if (feed->fec != NULL)
    gc_fec_sender_report (feed->fec, report->fraction_lost, feed->stats.rtt_us,
                          feed->config.downlink->spare < 2, now_us);
  if (rtt_us == 0)
    return;
  gc_downlink_note_rtt (feed->config.downlink, rtt_us);
  if (feed->history != NULL)
    gc_history_set_rtt (feed->history, rtt_us);
}

gboolean
gc_feed_get_sender_info (GcFeed *feed, uint64_t now_ntp, GcRtcpSenderInfo *ret_info)
{
  int64_t ahead_us = gc_playout_ahead_us (&feed->playout, feed->config.downlink->spare < 2);
  uint64_t shown_ntp = now_ntp - ((uint64_t)ahead_us << 32) / G_USEC_PER_SEC;
  uint32_t timestamp;

  if (feed->source == NULL || feed->fresh ||
      !gc_source_timestamp_at (feed->source, shown_ntp, &timestamp) ||
      !gc_seq_map_timestamp (feed->seq_map, timestamp, &timestamp))
    return FALSE;
  *ret_info = (GcRtcpSenderInfo){ now_ntp, timestamp, (uint32_t)feed->stats.packets,
                                  (uint32_t)feed->stats.bytes };
  return TRUE;
}

void
gc_feed_review_playout (GcFeed *feed, int64_t now_us)
{
  if (feed->config.media->playout_delay_id == 0 || feed->source == NULL)
    return;
  gc_playout_review (&feed->playout, gc_source_late_us (feed->source, now_us), now_us);
}

void
gc_feed_trim (GcFeed *feed, int64_t now_us)
{
  if (feed->history != NULL)
    gc_history_trim (feed->history, now_us);
}

int64_t
gc_feed_leave_bps (const GcFeed *feed, int64_t bps)
{
  int64_t again = (gc_feed_resends_twice (feed) ? 2 : 1) * feed->loss.mean;
  int64_t left_bps = bps - bps * MIN (again, GC_LOSS (50)) / GC_LOSS (100);

  return feed->fec != NULL ? gc_fec_sender_leave_bps (feed->fec, left_bps) : left_bps;
}

void
gc_feed_get_stats (const GcFeed *feed, GcFeedStats *ret_stats)
{
  *ret_stats = feed->stats;
}
