// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * GcPeer: RTCP, which ends at the relay on both sides. Towards the peer as a sender we are a
 * receiver (reports, NACK, PLI, transport-wide feedback), towards the peer as a receiver we are the
 * sender (reports on our clock, answers to NACK).
 *
 * Sender reports: the NTP time stamps of all sources of one peer are moved by one and the same
 * offset to our clock, so sound and picture keep their relation (RFC 3550 section 6.4.1), and a
 * receiver's report tells the round trip to us.
 */
#include "config.h"

#include "media/gc-peer-private.h"
#include "rtp/gc-nack.h"

#include <string.h>

#define MAX_NACKS 64                  /* packets asked for in one message */
#define CLOCK_JUMP ((int64_t)1 << 32) /* 1 s in 32.32: the peer has set its clock */

static uint64_t
ntp_now (const GcPeer *peer, int64_t now_us)
{
  uint64_t us = (uint64_t)now_us + peer->context->ntp_base_us;
  uint64_t fraction_us = us % G_USEC_PER_SEC;

  return (us / G_USEC_PER_SEC) << 32 | (fraction_us << 32) / G_USEC_PER_SEC;
}

void
gc_peer_send_rtcp (GcPeer *peer, const GcRtcpWriter *writer)
{
  size_t size = writer->size;

  if (size > 0 && peer->downlink.srtp != NULL &&
      gc_srtcp_protect (peer->downlink.srtp, writer->data, &size,
                        writer->capacity + GC_SRTCP_OVERHEAD))
    gc_peer_emit_plain (peer, &peer->downlink.to, writer->data, size);
}

static uint32_t
own_ssrc (const GcPeer *peer)
{
  return peer->config->ssrcs[0];
}

/* A compound packet must begin with a report (RFC 3550 section 6.1), unless reduced size is agreed.
 */
void
gc_peer_begin_feedback (GcPeer *peer, GcRtcpWriter *writer)
{
  if (peer->reduced_size)
    return;
  gc_rtcp_add_receiver_report (writer, own_ssrc (peer), NULL, 0);
  gc_rtcp_add_cname (writer, own_ssrc (peer), peer->config->cname);
}

static gboolean
line_has (const GcLine *line, GcSdpFeedback feedback)
{
  for (size_t i = 0; i < line->media->codec_count; i++)
    if (line->media->codecs[i].feedback & feedback)
      return TRUE;
  return FALSE;
}

static void
add_key_frame_request (GcPeer *peer, const GcLine *line, GcRtcpWriter *writer)
{
  uint32_t ssrc = gc_source_ssrc (line->source);

  /* PLI is what every encoder understands; FIR is for peers that negotiated nothing else. */
  if (line_has (line, GC_SDP_CCM_FIR) && !line_has (line, GC_SDP_NACK_PLI))
    gc_rtcp_add_fir (writer, own_ssrc (peer), ssrc, peer->fir_seq++);
  else
    gc_rtcp_add_pli (writer, own_ssrc (peer), ssrc);
  gc_counters_add (peer->context->counters, GC_COUNT_KEY_FRAME_OUT, 1);
}

static void
add_line_feedback (GcPeer *peer, const GcLine *line, GcRtcpWriter *writer, int64_t now_us)
{
  uint16_t seqs[MAX_NACKS];
  size_t n = gc_source_collect_nacks (line->source, now_us, peer->downlink.rtt_us, seqs, MAX_NACKS);
  gboolean key_frame = gc_source_take_key_frame (line->source, now_us);

  if (n == 0 && !key_frame)
    return;
  if (writer->size == 0)
    gc_peer_begin_feedback (peer, writer);
  if (n > 0) {
    gc_rtcp_add_nack (writer, own_ssrc (peer), gc_source_ssrc (line->source), seqs, n);
    gc_counters_add (peer->context->counters, GC_COUNT_NACK_OUT, n);
  }
  if (key_frame)
    add_key_frame_request (peer, line, writer);
}

static void
send_transport_feedback (GcPeer *peer, int64_t now_us)
{
  uint8_t bytes[GC_PEER_MAX_RTCP + GC_SRTCP_OVERHEAD];

  while (now_us >= gc_twcc_next_us (peer->twcc)) {
    GcRtcpWriter writer;
    gc_rtcp_writer_init (&writer, bytes, GC_PEER_MAX_RTCP);
    gc_peer_begin_feedback (peer, &writer);
    size_t size =
        gc_twcc_format (peer->twcc, now_us, bytes + writer.size, GC_PEER_MAX_RTCP - writer.size);
    if (size == 0)
      return;
    writer.size += size;
    gc_counters_add (peer->context->counters, GC_COUNT_TWCC_OUT, 1);
    gc_peer_send_rtcp (peer, &writer);
  }
}

void
gc_peer_send_feedback (GcPeer *peer, int64_t now_us)
{
  uint8_t bytes[GC_PEER_MAX_RTCP + GC_SRTCP_OVERHEAD];
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, bytes, GC_PEER_MAX_RTCP);
  for (unsigned i = 0; i < peer->n_lines; i++)
    if (peer->lines[i].source != NULL)
      add_line_feedback (peer, &peer->lines[i], &writer, now_us);
  gc_peer_send_rtcp (peer, &writer);
  if (peer->twcc != NULL)
    send_transport_feedback (peer, now_us);
}

void
gc_peer_send_report (GcPeer *peer, int64_t now_us)
{
  uint8_t bytes[GC_PEER_MAX_RTCP + GC_SRTCP_OVERHEAD];
  GcRtcpReport reports[GC_PEER_MAX_INBOUND_SSRCS];
  size_t n_reports = 0;
  GcRtcpWriter writer;
  GcRtcpSenderInfo info;

  for (unsigned i = 0; i < peer->n_inbound; i++) {
    GcSource *source = peer->lines[peer->inbound[i].line].source;
    if (peer->inbound[i].rtx)
      continue;
    n_reports += gc_source_get_report (source, now_us, &reports[n_reports]);
  }
  gc_rtcp_writer_init (&writer, bytes, GC_PEER_MAX_RTCP);
  for (unsigned i = 0; i < peer->n_lines; i++) {
    GcFeed *feed = peer->lines[i].feed;
    if (feed == NULL)
      continue;
    gc_feed_trim (feed, now_us);
    gc_feed_review_playout (feed, now_us);
    if (!gc_feed_get_sender_info (feed, ntp_now (peer, now_us), &info))
      continue;
    gc_rtcp_add_sender_report (&writer, gc_feed_ssrc (feed), &info, reports, n_reports);
    n_reports = 0;
  }
  if (writer.size == 0)
    gc_rtcp_add_receiver_report (&writer, own_ssrc (peer), reports, n_reports);
  gc_rtcp_add_cname (&writer, own_ssrc (peer), peer->config->cname);
  gc_peer_send_rtcp (peer, &writer);
}

static void
handle_reports (GcPeer *peer, const GcRtcp *rtcp, int64_t now_us)
{
  GcRtcpReport report;

  for (unsigned i = 0; i < rtcp->count && gc_rtcp_get_report (rtcp, i, &report); i++) {
    GcFeed *feed = gc_peer_find_feed (peer, report.ssrc);
    if (feed != NULL)
      gc_feed_handle_report (feed, &report, ntp_now (peer, now_us), now_us);
  }
}

static void
handle_sender_report (GcPeer *peer, const GcRtcp *rtcp, int64_t now_us)
{
  GcSource *source = gc_peer_find_source (peer, rtcp->sender_ssrc);
  GcRtcpSenderInfo info;

  handle_reports (peer, rtcp, now_us);
  if (source == NULL || !gc_rtcp_get_sender_info (rtcp, &info))
    return;
  uint64_t offset = ntp_now (peer, now_us) - info.ntp_time;
  int64_t jump = (int64_t)(offset - peer->clock_offset);
  if (!peer->has_clock_offset || jump > CLOCK_JUMP || jump < -CLOCK_JUMP) {
    peer->has_clock_offset = TRUE;
    peer->clock_offset = offset;
  }
  gc_source_handle_sender_report (source, &info, peer->clock_offset, now_us);
}

static void
emit_resent (GcPeer *peer, const GcSend *send)
{
  peer->context->emit (send, peer->context->user_data);
  gc_counters_add (peer->context->counters, GC_COUNT_OUT_RESENT, 1);
}

static void
resend (GcPeer *peer, GcFeed *feed, uint16_t seq, int64_t now_us)
{
  GcSend send;

  if (!gc_feed_resend (feed, seq, now_us, &send))
    return;
  emit_resent (peer, &send);
  if (gc_feed_resend_twice (feed, seq, now_us, &send))
    emit_resent (peer, &send);
}

static void
handle_nack (GcPeer *peer, const GcRtcp *rtcp, int64_t now_us)
{
  GcFeed *feed = gc_peer_find_feed (peer, rtcp->media_ssrc);
  uint16_t seqs[GC_LIMIT_NACK_PACKETS];
  size_t n = feed != NULL ? gc_rtcp_get_nack (rtcp, seqs, GC_LIMIT_NACK_PACKETS) : 0;

  gc_counters_add (peer->context->counters, GC_COUNT_NACK_IN, n);
  for (size_t i = 0; i < n; i++)
    resend (peer, feed, seqs[i], now_us);
}

/* A request gets lost as packets do, and over a long way another one comes too late: what is told
 * as lost is sent again without one, and a request for it finds that done. */
static void
resend_lost (GcPeer *peer, uint32_t name, int64_t now_us)
{
  unsigned line;
  uint16_t seq;

  gc_downlink_read_name (name, &line, &seq);
  if (peer->downlink.rtt_us > GC_NACK_FAR_US && line < peer->n_lines &&
      peer->lines[line].feed != NULL)
    resend (peer, peer->lines[line].feed, seq, now_us);
}

static void
handle_transport_feedback (GcPeer *peer, const GcRtcp *rtcp, int64_t now_us)
{
  uint32_t lost[GC_DOWNLINK_MAX_FEEDBACK];

  gc_counters_add (peer->context->counters, GC_COUNT_TWCC_IN, 1);
  size_t n = gc_downlink_handle_feedback (&peer->downlink, rtcp, now_us, lost);
  for (size_t i = 0; i < n; i++)
    resend_lost (peer, lost[i], now_us);
}

static void
want_key_frame (GcPeer *peer, uint32_t ssrc)
{
  GcFeed *feed = gc_peer_find_feed (peer, ssrc);

  if (feed == NULL)
    return;
  gc_counters_add (peer->context->counters, GC_COUNT_KEY_FRAME_IN, 1);
  gc_feed_want_key_frame (feed);
}

static void
handle_pli (GcPeer *peer, const GcRtcp *rtcp, int64_t now_us)
{
  want_key_frame (peer, rtcp->media_ssrc);
}

static void
handle_fir (GcPeer *peer, const GcRtcp *rtcp, int64_t now_us)
{
  uint32_t ssrc;
  uint8_t seq;

  for (unsigned i = 0; gc_rtcp_get_fir (rtcp, i, &ssrc, &seq); i++)
    want_key_frame (peer, ssrc);
}

static gboolean
pay_rtcp (GcPeer *peer, size_t size, int64_t now_us)
{
  static const GcBucketRate rate = GC_BUCKET_RATE (GC_LIMIT_RTCP_PER_S, GC_LIMIT_RTCP_BURST);

  if (gc_bucket_take (&peer->rtcp_bucket, &rate, 1, now_us))
    return gc_peer_pay_bytes (peer, size, now_us);
  gc_counters_add (peer->context->counters, GC_COUNT_DROP_RTCP_LIMIT, 1);
  return FALSE;
}

void
gc_peer_handle_rtcp (GcPeer *peer, const GcPacket *packet, int64_t now_us)
{
  /* BYE needs nothing: the m-line stays, and another SSRC may follow on it. */
  static void (*const handlers[]) (GcPeer *, const GcRtcp *, int64_t) = {
    [GC_RTCP_SENDER_REPORT] = handle_sender_report,
    [GC_RTCP_RECEIVER_REPORT] = handle_reports,
    [GC_RTCP_NACK] = handle_nack,
    [GC_RTCP_TWCC] = handle_transport_feedback,
    [GC_RTCP_PLI] = handle_pli,
    [GC_RTCP_FIR] = handle_fir,
  };
  size_t size = packet->size;
  GcSrtpResult result;
  GcRtcpIter iter;
  GcRtcp rtcp;

  if (peer->state != GC_PEER_CONNECTED) {
    gc_counters_add (peer->context->counters, GC_COUNT_DROP_NOT_CONNECTED, 1);
    return;
  }
  if (!gc_srtcp_unprotect (peer->srtp_in, packet->bytes, &size, &result)) {
    gc_counters_add (peer->context->counters,
                     result == GC_SRTP_REPLAY ? GC_COUNT_DROP_REPLAY : GC_COUNT_DROP_AUTH, 1);
    return;
  }
  if (!pay_rtcp (peer, size, now_us))
    return;
  gc_rtcp_iter_init (&iter, packet->bytes, size);
  while (gc_rtcp_iter_next (&iter, &rtcp))
    if (rtcp.kind < G_N_ELEMENTS (handlers) && handlers[rtcp.kind] != NULL)
      handlers[rtcp.kind](peer, &rtcp, now_us);
  if (iter.malformed)
    gc_counters_add (peer->context->counters, GC_COUNT_DROP_MALFORMED, 1);
}
