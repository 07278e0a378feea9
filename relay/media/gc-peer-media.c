// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * GcPeer: media packets. A packet of an unknown SSRC is tied to an m-line by what stands in clear:
 * the SSRCs of the offer, its MID extension (RFC 8843 section 9.2), or a payload type that only one
 * line has. The tie is kept only if the packet then proves authentic.
 */
#include "config.h"

#include "media/gc-peer-private.h"

#include <string.h>

#define NO_LINE UINT_MAX
#define RESTART_US 1000000 /* a line takes another SSRC at most this often */

GcSource *
gc_peer_find_source (const GcPeer *peer, uint32_t ssrc)
{
  for (unsigned i = 0; i < peer->n_inbound; i++)
    if (peer->inbound[i].ssrc == ssrc)
      return peer->lines[peer->inbound[i].line].source;
  return NULL;
}

GcFeed *
gc_peer_find_feed (const GcPeer *peer, uint32_t ssrc)
{
  for (unsigned i = 0; i < peer->n_lines; i++)
    if (peer->lines[i].feed != NULL && gc_feed_ssrc (peer->lines[i].feed) == ssrc)
      return peer->lines[i].feed;
  return NULL;
}

static gboolean
offers_ssrc (const GcSdpMedia *media, uint32_t ssrc)
{
  for (size_t i = 0; i < media->ssrc_count; i++)
    if (media->ssrcs[i] == ssrc)
      return TRUE;
  return FALSE;
}

static gboolean
has_mid (const GcSdpMedia *media, const GcRtp *rtp)
{
  uint8_t size = 0;
  const uint8_t *mid =
      media->mid_id != 0 ? gc_rtp_find_extension (rtp, media->mid_id, &size) : NULL;

  return mid != NULL && size == strlen (media->mid) && memcmp (mid, media->mid, size) == 0;
}

static unsigned
find_line_by_payload_type (const GcPeer *peer, uint8_t payload_type)
{
  unsigned found = NO_LINE;

  for (unsigned i = 0; i < peer->n_lines; i++) {
    if (peer->lines[i].source == NULL ||
        gc_sdp_find_codec (peer->lines[i].media, payload_type) == NULL)
      continue;
    if (found != NO_LINE)
      return NO_LINE;
    found = i;
  }
  return found;
}

static unsigned
find_line (const GcPeer *peer, const GcRtp *rtp)
{
  for (unsigned i = 0; i < peer->n_lines; i++)
    if (peer->lines[i].source != NULL && has_mid (peer->lines[i].media, rtp))
      return i;
  for (unsigned i = 0; i < peer->n_lines; i++)
    if (peer->lines[i].source != NULL && offers_ssrc (peer->lines[i].media, rtp->ssrc))
      return i;
  return find_line_by_payload_type (peer, rtp->payload_type);
}

/* The line's present stream loses its place. */
static void
forget_stream (GcPeer *peer, unsigned line)
{
  for (unsigned i = 0; i < peer->n_inbound; i++) {
    if (peer->inbound[i].line != line)
      continue;
    gc_srtp_remove_ssrc (peer->srtp_in, peer->inbound[i].ssrc);
    peer->inbound[i] = peer->inbound[--peer->n_inbound];
    return;
  }
}

static gboolean
drop (GcPeer *peer, GcCount reason)
{
  gc_counters_add (peer->context->counters, reason, 1);
  return FALSE;
}

static gboolean
drop_for_result (GcPeer *peer, GcSrtpResult result)
{
  switch (result) {
  case GC_SRTP_REPLAY:
    return drop (peer, GC_COUNT_DROP_REPLAY);
  case GC_SRTP_AUTH:
    return drop (peer, GC_COUNT_DROP_AUTH);
  case GC_SRTP_UNKNOWN_SSRC:
  case GC_SRTP_LIMIT:
    return drop (peer, GC_COUNT_DROP_SSRC);
  case GC_SRTP_OK:
  case GC_SRTP_TOO_SHORT:
  default:
    return drop (peer, GC_COUNT_DROP_MALFORMED);
  }
}

/* Decrypts a packet whose SSRC is new, and starts its stream if it is authentic. */
static gboolean
unprotect_new (GcPeer *peer, GcPacket *packet, int64_t now_us)
{
  GcRtp rtp;
  GcSrtpResult result;

  if (!gc_rtp_parse_header (packet->bytes, packet->size, &rtp))
    return drop (peer, GC_COUNT_DROP_MALFORMED);
  unsigned index = find_line (peer, &rtp);
  if (index == NO_LINE)
    return drop (peer, GC_COUNT_DROP_SSRC);
  GcLine *line = &peer->lines[index];
  const GcSdpCodec *codec = gc_sdp_find_codec (line->media, rtp.payload_type);
  gboolean replaces = gc_source_ssrc (line->source) != 0;
  if (codec == NULL)
    return drop (peer, GC_COUNT_DROP_CODEC);
  if ((replaces && now_us - line->source_start_us < RESTART_US) ||
      (!replaces && peer->n_inbound == GC_PEER_MAX_INBOUND_SSRCS) ||
      !gc_srtp_add_ssrc (peer->srtp_in, rtp.ssrc))
    return drop (peer, GC_COUNT_DROP_SSRC);
  if (!gc_srtp_unprotect (peer->srtp_in, packet->bytes, &packet->size, &result)) {
    gc_srtp_remove_ssrc (peer->srtp_in, rtp.ssrc);
    return drop_for_result (peer, result);
  }
  forget_stream (peer, index);
  peer->inbound[peer->n_inbound++] = (GcInbound){ rtp.ssrc, index };
  line->source_start_us = now_us;
  gc_source_start (line->source, rtp.ssrc, gc_codec_clock_hz (codec->codec));
  return TRUE;
}

static gboolean
unprotect (GcPeer *peer, GcPacket *packet, int64_t now_us)
{
  GcSrtpResult result;

  if (gc_srtp_unprotect (peer->srtp_in, packet->bytes, &packet->size, &result))
    return TRUE;
  if (result == GC_SRTP_UNKNOWN_SSRC)
    return unprotect_new (peer, packet, now_us);
  return drop_for_result (peer, result);
}

static void
note_transport_number (GcPeer *peer, const GcSdpMedia *media, const GcRtp *rtp, int64_t now_us)
{
  uint8_t size = 0;

  if (peer->twcc == NULL || media->transport_cc_id == 0)
    return;
  const uint8_t *number = gc_rtp_find_extension (rtp, media->transport_cc_id, &size);
  if (number != NULL && size == 2)
    gc_twcc_receive (peer->twcc, (uint16_t)(number[0] << 8 | number[1]), rtp->ssrc, now_us);
}

/* Makes the copies for all feeds of @source. */
static void
fan_out (GcPeer *peer,
         GcSource *source,
         const GcRtp *rtp,
         GcCodec codec,
         GcPacket *packet,
         int64_t now_us)
{
  const GcSdpMedia *media = gc_source_media (source);
  uint8_t size = 0;
  const uint8_t *level =
      media->audio_level_id != 0 ? gc_rtp_find_extension (rtp, media->audio_level_id, &size) : NULL;

  if (size != 1)
    level = NULL;
  for (unsigned i = 0; i < gc_source_n_feeds (source); i++) {
    GcFeed *feed = gc_source_get_feed (source, i);
    GcFeedResult result =
        gc_feed_push (feed, rtp, codec, level, now_us, &packet->sends[packet->n_sends]);
    if (result == GC_FEED_HELD)
      continue;
    packet->n_sends++;
    if (peer->announce_media) {
      peer->announce_media = FALSE;
      peer->context->media (peer, peer->context->user_data);
    }
  }
  packet->payload_offset = (size_t)(rtp->payload - packet->bytes);
  packet->payload_size = rtp->payload_size;
  gc_counters_add (peer->context->counters, GC_COUNT_OUT_RELAYED, packet->n_sends);
}

void
gc_peer_handle_rtp (GcPeer *peer, GcPacket *packet, int64_t now_us)
{
  GcRtp rtp;

  if (peer->state != GC_PEER_CONNECTED) {
    drop (peer, GC_COUNT_DROP_NOT_CONNECTED);
    return;
  }
  if (!unprotect (peer, packet, now_us))
    return;
  if (!gc_rtp_parse (packet->bytes, packet->size, &rtp)) {
    drop (peer, GC_COUNT_DROP_MALFORMED);
    return;
  }
  GcSource *source = gc_peer_find_source (peer, rtp.ssrc);
  const GcSdpMedia *media = gc_source_media (source);
  note_transport_number (peer, media, &rtp, now_us);
  const GcSdpCodec *codec = gc_sdp_find_codec (media, rtp.payload_type);
  if (codec == NULL) {
    drop (peer, GC_COUNT_DROP_CODEC);
    return;
  }
  gc_source_receive (source, &rtp, codec->codec, packet->size, now_us);
  fan_out (peer, source, &rtp, codec->codec, packet, now_us);
}
