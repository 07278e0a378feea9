// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-source.h"

#include "rtp/gc-fec-receiver.h"
#include "rtp/gc-key-frame.h"
#include "rtp/gc-lateness.h"
#include "rtp/gc-nack.h"
#include "rtp/gc-picture-gaps.h"
#include "rtp/gc-receiver-stats.h"
#include "rtp/gc-red-receiver.h"

#define FEC_IDLE_US 10000000  /* without FEC for so long nothing is kept for it any more */
#define FEC_PATIENCE_US 30000 /* in which FEC comes, if it does: the time of a picture */
#define FEC_MIN_RTT_US 100000 /* from here on it is worth waiting for FEC before asking */

struct _GcSource {
  const GcSdpMedia *media;
  uint32_t ssrc;
  uint32_t clock_hz;
  gboolean asks_again;             /* the line has NACK */
  GcReceiverStats *receiver_stats; /* NULL before the first packet */
  GcNack *nack;
  GcLateness lateness;
  GcRedReceiver *red;    /* NULL before the first packet with redundancy */
  GcPictureGaps *gaps;   /* NULL where the line has no FEC */
  GcFecReceiver *fec;    /* NULL while the stream has none */
  int64_t fec_us;        /* when FEC came last */
  GcKeyFrame *key_frame; /* NULL for audio */
  int64_t key_frame_us;  /* when the last one came */
  GcVoice voice;
  gboolean is_speaker;
  GcFeed *feeds[GC_PACKET_MAX_SENDS];
  unsigned n_feeds;
  GcSourceStats stats;

  gboolean has_report; /* a sender report came; the two below are from it */
  uint64_t report_ntp; /* our clock */
  uint32_t report_timestamp;
};

GcSource *
gc_source_new (const GcSdpMedia *media)
{
  GcSource *source = g_new0 (GcSource, 1);

  source->media = media;
  if (media->kind == GC_SDP_VIDEO)
    source->key_frame = gc_key_frame_new ();
  for (size_t i = 0; i < media->codec_count; i++) {
    if (media->codecs[i].feedback & GC_SDP_NACK)
      source->asks_again = TRUE;
    if (media->codecs[i].fec_type != 0)
      source->gaps = gc_picture_gaps_new ();
  }
  return source;
}

void
gc_source_free (GcSource *source)
{
  if (source == NULL)
    return;
  while (source->n_feeds > 0)
    gc_feed_set_source (source->feeds[source->n_feeds - 1], NULL);
  gc_receiver_stats_free (source->receiver_stats);
  gc_nack_free (source->nack);
  gc_red_receiver_free (source->red);
  gc_picture_gaps_free (source->gaps);
  gc_fec_receiver_free (source->fec);
  gc_key_frame_free (source->key_frame);
  g_free (source);
}

const GcSdpMedia *
gc_source_media (const GcSource *source)
{
  return source->media;
}

uint32_t
gc_source_ssrc (const GcSource *source)
{
  return source->ssrc;
}

void
gc_source_start (GcSource *source, uint32_t ssrc, uint32_t clock_hz)
{
  source->ssrc = ssrc;
  source->clock_hz = clock_hz;
  source->has_report = FALSE;
  g_clear_pointer (&source->receiver_stats, gc_receiver_stats_free);
  source->receiver_stats = gc_receiver_stats_new (ssrc, clock_hz);
  g_clear_pointer (&source->red, gc_red_receiver_free);
  g_clear_pointer (&source->fec, gc_fec_receiver_free);
  if (source->asks_again && source->nack == NULL)
    source->nack = gc_nack_new ();
  else if (source->nack != NULL)
    gc_nack_reset (source->nack);
  for (unsigned i = 0; i < source->n_feeds; i++)
    gc_feed_source_switched (source->feeds[i]);
  if (source->n_feeds > 0)
    gc_source_want_key_frame (source);
}

gboolean
gc_source_add_feed (GcSource *source, GcFeed *feed)
{
  if (source->n_feeds == GC_PACKET_MAX_SENDS)
    return FALSE;
  source->feeds[source->n_feeds++] = feed;
  return TRUE;
}

void
gc_source_remove_feed (GcSource *source, GcFeed *feed)
{
  for (unsigned i = 0; i < source->n_feeds; i++) {
    if (source->feeds[i] != feed)
      continue;
    source->feeds[i] = source->feeds[--source->n_feeds];
    return;
  }
}

unsigned
gc_source_n_feeds (const GcSource *source)
{
  return source->n_feeds;
}

GcFeed *
gc_source_get_feed (const GcSource *source, unsigned index)
{
  return source->feeds[index];
}

static void
skip_number (GcSource *source, uint16_t seq)
{
  for (unsigned i = 0; i < source->n_feeds; i++)
    gc_feed_skip (source->feeds[i], seq);
}

/* A key frame ends the wish for one, and makes the packets lost before it worthless. */
static void
note_key_frame (GcSource *source, const GcRtp *rtp, int64_t now_us)
{
  source->key_frame_us = now_us;
  gc_key_frame_arrived (source->key_frame);
  if (source->nack != NULL)
    gc_nack_forget_before (source->nack, rtp->seq);
}

/* What stands between two pictures was FEC: it is not missed, and receivers see no gap. */
static void
close_gaps (GcSource *source, const GcRtp *rtp)
{
  GcPictureGap gaps[2];
  GcVp8 vp8;

  if (!gc_vp8_parse (rtp->payload, rtp->payload_size, &vp8))
    return;
  unsigned n = gc_picture_gaps_push (source->gaps, rtp->seq, &vp8, rtp->marker, gaps);
  for (unsigned i = 0; i < n; i++) {
    gc_nack_forget (source->nack, gaps[i].first, gaps[i].count);
    for (uint16_t k = 0; k < gaps[i].count; k++)
      skip_number (source, (uint16_t)(gaps[i].first + k));
  }
}

static void
note_arrival (GcSource *source, uint16_t seq, int64_t now_us)
{
  if (source->nack != NULL && gc_nack_receive (source->nack, seq, now_us) == GC_NACK_RECOVERED)
    gc_lateness_note (&source->lateness, gc_nack_waited_us (source->nack), now_us);
}

static void
note_packet (GcSource *source, const GcRtp *rtp, GcCodec codec, size_t size, int64_t now_us)
{
  source->stats.packets++;
  source->stats.bytes += size;
  if (source->key_frame == NULL || rtp->payload_size == 0)
    return;
  source->stats.frames += rtp->marker;
  if (source->gaps != NULL && codec == GC_CODEC_VP8)
    close_gaps (source, rtp);
  if (gc_codec_is_key_frame (codec, rtp->payload, rtp->payload_size))
    note_key_frame (source, rtp, now_us);
}

void
gc_source_receive (GcSource *source, const GcRtp *rtp, GcCodec codec, size_t size, int64_t now_us)
{
  gc_receiver_stats_receive (source->receiver_stats, rtp->seq, rtp->timestamp, size, now_us);
  note_arrival (source, rtp->seq, now_us);
  note_packet (source, rtp, codec, size, now_us);
}

void
gc_source_hear (GcSource *source, uint8_t level, int64_t now_us)
{
  gc_voice_hear (&source->voice, level, now_us);
}

int64_t
gc_source_talk_us (const GcSource *source, int64_t now_us)
{
  return gc_voice_talk_us (&source->voice, now_us);
}

void
gc_source_set_speaker (GcSource *source, gboolean is_speaker)
{
  source->is_speaker = is_speaker;
}

gboolean
gc_source_is_speaker (const GcSource *source)
{
  return source->is_speaker;
}

gboolean
gc_source_receive_again (GcSource *source,
                         const GcRtp *rtp,
                         GcCodec codec,
                         size_t size,
                         int64_t now_us)
{
  if (source->nack == NULL || !gc_nack_is_missing (source->nack, rtp->seq))
    return FALSE;
  note_arrival (source, rtp->seq, now_us);
  note_packet (source, rtp, codec, size, now_us);
  return TRUE;
}

void
gc_source_receive_fec (GcSource *source,
                       const GcRtp *rtp,
                       size_t size,
                       gboolean again,
                       int64_t now_us)
{
  if (!again)
    gc_receiver_stats_receive (source->receiver_stats, rtp->seq, rtp->timestamp, size, now_us);
  gc_nack_receive (source->nack, rtp->seq, now_us);
  source->stats.packets++;
  source->stats.bytes += size;
  skip_number (source, rtp->seq);
  if (again)
    return;
  if (source->fec == NULL)
    source->fec = gc_fec_receiver_new (source->ssrc, source->media->transport_cc_id);
  source->fec_us = now_us;
  gc_fec_receiver_push_fec (source->fec, rtp->payload, rtp->payload_size);
}

void
gc_source_keep (GcSource *source, const uint8_t *header, const GcRtp *rtp)
{
  if (source->fec != NULL)
    gc_fec_receiver_push (source->fec, header, rtp);
}

gboolean
gc_source_recover (GcSource *source, const GcSdpCodec *codec, int64_t now_us, GcRtp *ret_rtp)
{
  while (source->fec != NULL && gc_fec_receiver_pop (source->fec, ret_rtp))
    if (ret_rtp->payload_type == codec->payload_type &&
        gc_source_receive_again (source, ret_rtp, codec->codec, 0, now_us))
      return TRUE;
  return FALSE;
}

unsigned
gc_source_restore (GcSource *source,
                   const GcRtp *rtp,
                   const GcRed *red,
                   int64_t now_us,
                   GcRtp *ret_packets)
{
  if (source->red == NULL)
    source->red = gc_red_receiver_new ();
  unsigned n = gc_red_receiver_restore (source->red, rtp, red, ret_packets);
  for (unsigned i = 0; i < n; i++)
    note_arrival (source, ret_packets[i].seq, now_us);
  return n;
}

gboolean
gc_source_is_new (GcSource *source, const GcRtp *rtp)
{
  return source->red == NULL || gc_red_receiver_push (source->red, rtp);
}

void
gc_source_want_key_frame (GcSource *source)
{
  if (source->key_frame != NULL)
    gc_key_frame_want (source->key_frame);
}

void
gc_source_give_up (GcSource *source, int64_t since_us)
{
  if (source->key_frame_us < since_us)
    gc_source_want_key_frame (source);
}

gboolean
gc_source_take_key_frame (GcSource *source, int64_t now_us)
{
  /* Before the first packet there is no SSRC to ask; the wish stays. */
  if (source->key_frame == NULL || source->ssrc == 0)
    return FALSE;
  if (!gc_key_frame_take_due (source->key_frame, now_us))
    return FALSE;
  source->stats.plis++;
  return TRUE;
}

size_t
gc_source_collect_nacks (GcSource *source,
                         int64_t now_us,
                         int64_t rtt_us,
                         uint16_t *ret_seqs,
                         size_t capacity)
{
  if (source->nack == NULL)
    return 0;
  size_t n = 0;
  if (source->fec != NULL && now_us - source->fec_us > FEC_IDLE_US)
    g_clear_pointer (&source->fec, gc_fec_receiver_free);
  gboolean waits = source->fec != NULL && rtt_us >= FEC_MIN_RTT_US;
  gc_nack_set_patience_us (source->nack, waits ? FEC_PATIENCE_US : 0);
  if (now_us >= gc_nack_next_us (source->nack))
    n = gc_nack_collect (source->nack, now_us, rtt_us, ret_seqs, capacity);
  /* What nobody watches need not be whole. */
  if (gc_nack_take_lost (source->nack) && source->n_feeds > 0)
    gc_source_want_key_frame (source);
  source->stats.nacks += n;
  return source->n_feeds > 0 ? n : 0;
}

gboolean
gc_source_get_report (GcSource *source, int64_t now_us, GcRtcpReport *ret_report)
{
  return source->receiver_stats != NULL &&
         gc_receiver_stats_report (source->receiver_stats, now_us, ret_report);
}

void
gc_source_handle_sender_report (GcSource *source,
                                const GcRtcpSenderInfo *info,
                                uint64_t clock_offset,
                                int64_t now_us)
{
  if (source->receiver_stats == NULL)
    return;
  gc_receiver_stats_sender_report (source->receiver_stats, info->ntp_time, now_us);
  source->has_report = TRUE;
  source->report_ntp = info->ntp_time + clock_offset;
  source->report_timestamp = info->rtp_timestamp;
}

gboolean
gc_source_timestamp_at (const GcSource *source, uint64_t now_ntp, uint32_t *ret_timestamp)
{
  if (!source->has_report)
    return FALSE;
  /* Seconds in 32.32, times Hz: whole and fractional part apart, so that nothing overflows. */
  int64_t elapsed = (int64_t)(now_ntp - source->report_ntp);
  int64_t ticks = (elapsed >> 32) * source->clock_hz +
                  (int64_t)(((uint64_t)(uint32_t)elapsed * source->clock_hz) >> 32);
  *ret_timestamp = source->report_timestamp + (uint32_t)ticks;
  return TRUE;
}

int64_t
gc_source_late_us (const GcSource *source, int64_t now_us)
{
  return gc_lateness_get (&source->lateness, now_us);
}

void
gc_source_get_stats (const GcSource *source, GcSourceStats *ret_stats)
{
  GcReceiverTotals totals = { .jitter_us = -1 };

  if (source->receiver_stats != NULL)
    gc_receiver_stats_totals (source->receiver_stats, &totals);
  *ret_stats = source->stats;
  ret_stats->lost = totals.lost;
  ret_stats->jitter_us = totals.jitter_us;
}
