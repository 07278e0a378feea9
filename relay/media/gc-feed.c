// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Headers never carry a transport-wide number: a resent packet would need a new one, and the same
 * SRTP index with another header gives the GCM key away (RFC 7714 section 8.1).
 */
#include "config.h"

#include "media/gc-feed.h"

#include <string.h>

#include "common/gc-id.h"
#include "media/gc-source.h"
#include "rtp/gc-history.h"
#include "rtp/gc-receiver-stats.h"
#include "rtp/gc-seq-map.h"
#include "rtp/gc-vp8.h"

struct _GcFeed {
  const GcSdpMedia *media;
  const GcOutlet *outlet;
  GcCounters *counters;
  uint32_t ssrc;
  GcSource *source;  /* (nullable), knows us in return */
  gboolean fresh;    /* nothing was sent since the source was set */
  gboolean waiting;  /* for a key frame */
  GcSeqMap *seq_map; /* as the next two, NULL before there is a source: most lines never have one */
  GcVp8Map *vp8_map; /* NULL for audio */
  GcHistory *history;
  GcRtpExtension mid; /* id 0: the line has none */
  GcFeedStats stats;
};

static void
fill_mid (GcFeed *feed)
{
  size_t size = strlen (feed->media->mid);

  if (feed->media->mid_id == 0 || size == 0 || size > GC_RTP_MAX_EXTENSION_SIZE)
    return;
  feed->mid.id = feed->media->mid_id;
  feed->mid.size = (uint8_t)size;
  memcpy (feed->mid.bytes, feed->media->mid, size);
}

GcFeed *
gc_feed_new (const GcSdpMedia *media, uint32_t ssrc, const GcOutlet *outlet, GcCounters *counters)
{
  GcFeed *feed = g_new0 (GcFeed, 1);

  feed->media = media;
  feed->outlet = outlet;
  feed->counters = counters;
  feed->ssrc = ssrc;
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
  g_free (feed);
}

uint32_t
gc_feed_ssrc (const GcFeed *feed)
{
  return feed->ssrc;
}

const GcSdpMedia *
gc_feed_media (const GcFeed *feed)
{
  return feed->media;
}

void
gc_feed_source_switched (GcFeed *feed)
{
  feed->fresh = TRUE;
  feed->waiting = feed->media->kind == GC_SDP_VIDEO;
  gc_seq_map_switch (feed->seq_map);
  if (feed->vp8_map != NULL)
    gc_vp8_map_switch (feed->vp8_map);
}

static void
ensure_maps (GcFeed *feed)
{
  gboolean video = feed->media->kind == GC_SDP_VIDEO;
  struct {
    uint16_t seq;
    uint32_t timestamp;
  } first;

  if (feed->seq_map != NULL)
    return;
  gc_random_bytes (&first, sizeof first);
  feed->seq_map = gc_seq_map_new (first.seq & 0x7fff, first.timestamp, video ? 90000 : 48000);
  feed->vp8_map = video ? gc_vp8_map_new () : NULL;
  feed->history = gc_history_new ();
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

static size_t
format_header (GcFeed *feed,
               const GcRtp *rtp,
               uint8_t payload_type,
               const uint8_t *level,
               GcSend *send)
{
  GcRtpHeader header;

  header.ssrc = feed->ssrc;
  header.marker = rtp->marker;
  header.payload_type = payload_type;
  header.extension_count = 0;
  if (feed->mid.id != 0)
    header.extensions[header.extension_count++] = feed->mid;
  if (level != NULL && feed->media->audio_level_id != 0) {
    GcRtpExtension *extension = &header.extensions[header.extension_count++];
    extension->id = feed->media->audio_level_id;
    extension->size = 1;
    extension->bytes[0] = *level;
  }
  header.seq = rtp->seq;
  header.timestamp = rtp->timestamp;
  return gc_rtp_format_header (&header, send->header, sizeof send->header);
}

/* Whether the packet may go out now, as to key frames. */
static gboolean
passes_gate (GcFeed *feed, const GcRtp *rtp, GcCodec codec)
{
  if (!feed->waiting)
    return TRUE;
  if (!gc_codec_is_key_frame (codec, rtp->payload, rtp->payload_size)) {
    gc_source_want_key_frame (feed->source);
    gc_counters_add (feed->counters, GC_COUNT_HELD_KEY_FRAME, 1);
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

static void
remember (GcFeed *feed, uint16_t seq, const GcRtp *rtp, const GcSend *send, int64_t now_us)
{
  uint8_t *copy = gc_history_push (feed->history, seq, send->header, send->header_size,
                                   rtp->payload, rtp->payload_size, now_us);

  if (copy != NULL && send->patch_size > 0)
    memcpy (copy, send->patch, send->patch_size);
}

static GcFeedResult
hold (GcFeed *feed, GcCount reason)
{
  gc_counters_add (feed->counters, reason, 1);
  return GC_FEED_HELD;
}

GcFeedResult
gc_feed_push (GcFeed *feed,
              const GcRtp *rtp,
              GcCodec codec,
              const uint8_t *level,
              int64_t now_us,
              GcSend *ret_send)
{
  int payload_type = gc_sdp_payload_type (feed->media, codec);
  GcRtp mapped = *rtp;

  if (feed->outlet->srtp == NULL)
    return GC_FEED_HELD;
  if (payload_type < 0)
    return hold (feed, GC_COUNT_HELD_CODEC);
  if (rtp->payload_size == 0) {
    if (!feed->fresh)
      gc_seq_map_drop (feed->seq_map, rtp->seq);
    return hold (feed, GC_COUNT_HELD_PADDING);
  }
  if (!passes_gate (feed, rtp, codec))
    return GC_FEED_HELD;
  if (!gc_seq_map_push (feed->seq_map, rtp->seq, rtp->timestamp, now_us, &mapped.seq,
                        &mapped.timestamp))
    return hold (feed, GC_COUNT_HELD_ORDER);

  ret_send->to = feed->outlet->to;
  ret_send->srtp = feed->outlet->srtp;
  ret_send->header_size =
      (uint8_t)format_header (feed, &mapped, (uint8_t)payload_type, level, ret_send);
  fill_patch (feed, rtp, codec, ret_send);
  remember (feed, mapped.seq, rtp, ret_send, now_us);
  feed->stats.packets++;
  feed->stats.bytes += rtp->payload_size;
  feed->stats.frames += rtp->marker && feed->vp8_map != NULL;
  gboolean first = feed->fresh;
  feed->fresh = FALSE;
  /* Until the receiver reports, what ICE measured says how long a copy may be asked for. */
  if (first && feed->stats.rtt_us == 0 && feed->outlet->rtt_us > 0)
    gc_history_set_rtt (feed->history, feed->outlet->rtt_us);
  return first ? GC_FEED_SENT_FIRST : GC_FEED_SENT;
}

gboolean
gc_feed_resend (GcFeed *feed,
                uint16_t seq,
                int64_t now_us,
                GcSend *ret_send,
                const uint8_t **ret_payload,
                size_t *ret_size)
{
  GcHistoryPacket packet;

  feed->stats.nacks++;
  if (feed->outlet->srtp == NULL || feed->history == NULL ||
      !gc_history_resend (feed->history, seq, now_us, &packet) ||
      packet.header_size > sizeof ret_send->header)
    return FALSE;
  ret_send->to = feed->outlet->to;
  ret_send->srtp = feed->outlet->srtp;
  ret_send->header_size = (uint8_t)packet.header_size;
  ret_send->patch_size = 0;
  memcpy (ret_send->header, packet.header, packet.header_size);
  *ret_payload = packet.payload;
  *ret_size = packet.payload_size;
  return TRUE;
}

void
gc_feed_want_key_frame (GcFeed *feed)
{
  feed->stats.plis++;
  if (feed->source != NULL)
    gc_source_want_key_frame (feed->source);
}

void
gc_feed_handle_report (GcFeed *feed, const GcRtcpReport *report, uint64_t now_ntp)
{
  int64_t rtt_us = gc_receiver_stats_rtt_us (report, now_ntp);

  feed->stats.fraction_lost = report->fraction_lost;
  if (rtt_us == 0)
    return;
  feed->stats.rtt_us = rtt_us;
  if (feed->history != NULL)
    gc_history_set_rtt (feed->history, rtt_us);
}

gboolean
gc_feed_get_sender_info (GcFeed *feed, uint64_t now_ntp, GcRtcpSenderInfo *ret_info)
{
  uint32_t timestamp;

  if (feed->source == NULL || feed->fresh ||
      !gc_source_timestamp_at (feed->source, now_ntp, &timestamp) ||
      !gc_seq_map_timestamp (feed->seq_map, timestamp, &timestamp))
    return FALSE;
  *ret_info = (GcRtcpSenderInfo){ now_ntp, timestamp, (uint32_t)feed->stats.packets,
                                  (uint32_t)feed->stats.bytes };
  return TRUE;
}

void
gc_feed_trim (GcFeed *feed, int64_t now_us)
{
  if (feed->history != NULL)
    gc_history_trim (feed->history, now_us);
}

void
gc_feed_get_stats (const GcFeed *feed, GcFeedStats *ret_stats)
{
  *ret_stats = feed->stats;
}
