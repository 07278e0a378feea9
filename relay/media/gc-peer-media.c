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
#define AUDIO_LEVEL_MASK 0x7f /* the other bit says "speech" (RFC 6464 section 3) */

static const GcInbound *
find_inbound (const GcPeer *peer, uint32_t ssrc)
{
  for (unsigned i = 0; i < peer->n_inbound; i++)
    if (peer->inbound[i].ssrc == ssrc)
      return &peer->inbound[i];
  return NULL;
}

GcSource *
gc_peer_find_source (const GcPeer *peer, uint32_t ssrc)
{
  const GcInbound *inbound = find_inbound (peer, ssrc);

  return inbound != NULL && !inbound->rtx ? peer->lines[inbound->line].source : NULL;
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
  for (size_t i = 0; i < media->rtx_ssrc_count; i++)
    if (media->rtx_ssrcs[i] == ssrc)
      return TRUE;
  return FALSE;
}

/* How a payload type carries its codec. */
typedef enum {
  FORM_PLAIN,
  FORM_RED, /* with redundancy, or beside FEC, in the same stream */
  FORM_RTX, /* again, in another stream */
} Form;

/* The codec that @payload_type carries on @media. (nullable) */
static const GcSdpCodec *
find_codec (const GcSdpMedia *media, uint8_t payload_type, Form *ret_form)
{
  static const GcSdpCodec *(*const finders[]) (const GcSdpMedia *, uint8_t) = {
    [FORM_PLAIN] = gc_sdp_find_codec,
    [FORM_RED] = gc_sdp_find_red,
    [FORM_RTX] = gc_sdp_find_rtx,
  };
  const GcSdpCodec *codec = NULL;

  for (unsigned form = 0; form < G_N_ELEMENTS (finders) && codec == NULL; form++) {
    codec = finders[form](media, payload_type);
    *ret_form = (Form)form;
  }
  return codec;
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
  Form form;

  for (unsigned i = 0; i < peer->n_lines; i++) {
    if (peer->lines[i].source == NULL ||
        find_codec (peer->lines[i].media, payload_type, &form) == NULL)
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

/* The place of the line's present stream, or of its retransmissions; a new one if there is none. */
static GcInbound *
find_place (GcPeer *peer, unsigned line, gboolean rtx)
{
  unsigned i = 0;

  while (i < peer->n_inbound && (peer->inbound[i].line != line || peer->inbound[i].rtx != rtx))
    i++;
  return i < GC_PEER_MAX_INBOUND_SSRCS ? &peer->inbound[i] : NULL;
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
  const GcLine *line = &peer->lines[index];
  Form form;
  const GcSdpCodec *codec = find_codec (line->media, rtp.payload_type, &form);
  if (codec == NULL)
    return drop (peer, GC_COUNT_DROP_CODEC);
  gboolean rtx = form == FORM_RTX;
  GcInbound *place = find_place (peer, index, rtx);
  gboolean replaces = place != NULL && place < peer->inbound + peer->n_inbound;
  if (place == NULL || (replaces && now_us - place->start_us < GC_LIMIT_SSRC_CHANGE_US) ||
      !gc_srtp_add_ssrc (peer->srtp_in, rtp.ssrc))
    return drop (peer, GC_COUNT_DROP_SSRC);
  if (!gc_srtp_unprotect (peer->srtp_in, packet->bytes, &packet->size, &result)) {
    gc_srtp_remove_ssrc (peer->srtp_in, rtp.ssrc);
    return drop_for_result (peer, result);
  }
  if (replaces)
    gc_srtp_remove_ssrc (peer->srtp_in, place->ssrc);
  else
    peer->n_inbound++;
  *place = (GcInbound){ rtp.ssrc, index, rtx, now_us };
  if (!rtx)
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

/* Sends the FEC that belongs behind the packet that was just pushed. */
static void
send_fec (GcPeer *peer, GcFeed *feed, int64_t now_us)
{
  GcSend send;

  while (gc_feed_pop_fec (feed, now_us, &send)) {
    gc_counters_add (peer->context->counters, GC_COUNT_OUT_RELAYED, 1);
    peer->context->emit (&send, peer->context->user_data);
  }
}

/* @send leaves with the packet that came, whose payload it shares; where it cannot, by itself. */
static void
send_on (GcPeer *peer, const GcRtp *rtp, GcPacket *packet, GcSend *send)
{
  gc_counters_add (peer->context->counters, GC_COUNT_OUT_RELAYED, 1);
  if (send->payload == NULL && packet != NULL) {
    packet->n_sends++;
    return;
  }
  if (send->payload == NULL)
    send->payload = rtp->payload;
  peer->context->emit (send, peer->context->user_data);
}

/*
 * Makes the copies of @rtp for all feeds of @source. They share the payload in @packet; NULL: it is
 * not there.
 */
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
  GcSend apart;
  const uint8_t *level =
      media->audio_level_id != 0 ? gc_rtp_find_extension (rtp, media->audio_level_id, &size) : NULL;

  if (size != 1)
    level = NULL;
  if (level != NULL)
    gc_source_hear (source, *level & AUDIO_LEVEL_MASK, now_us);
  for (unsigned i = 0; i < gc_source_n_feeds (source); i++) {
    GcFeed *feed = gc_source_get_feed (source, i);
    GcSend *send = &apart;
    if (packet != NULL)
      send = &packet->sends[packet->n_sends];
    GcFeedResult result = gc_feed_push (feed, rtp, codec, level, now_us, send);
    if (result == GC_FEED_HELD)
      continue;
    if (result == GC_FEED_SENT)
      send_on (peer, rtp, packet, send);
    send_fec (peer, feed, now_us);
    if (peer->announce_media) {
      peer->announce_media = FALSE;
      peer->context->media (peer, peer->context->user_data);
    }
  }
  if (packet == NULL)
    return;
  packet->payload_offset = (size_t)(rtp->payload - packet->bytes);
  packet->payload_size = rtp->payload_size;
}

/* Turns the retransmission @rtp into the packet that it repeats. */
static gboolean
restore (const GcSource *source, const GcSdpCodec *codec, GcRtp *rtp)
{
  gboolean red = rtp->payload_type == codec->red_rtx_type;

  return gc_rtp_restore (rtp, gc_source_ssrc (source), red ? codec->red_type : codec->payload_type);
}

/* Notes the packet that came again; FALSE when it is not missed. */
static gboolean
repair (GcPeer *peer,
        GcSource *source,
        const GcSdpCodec *codec,
        const GcRtp *rtp,
        size_t size,
        int64_t now_us)
{
  gboolean missed = gc_source_receive_again (source, rtp, codec->codec, size, now_us);

  gc_counters_add (peer->context->counters, missed ? GC_COUNT_RTX_IN : GC_COUNT_RTX_NEEDLESS, 1);
  return missed;
}

gboolean
gc_peer_pay_bytes (GcPeer *peer, size_t size, int64_t now_us)
{
  static const GcBucketRate rate =
      GC_BUCKET_RATE (GC_LIMIT_IN_BYTES_PER_S, GC_LIMIT_IN_BYTES_BURST);

  return gc_bucket_take (&peer->bytes_bucket, &rate, size, now_us) ||
         drop (peer, GC_COUNT_DROP_RATE);
}

/* Only authentic packets come here: what a stranger forges does not use up the peer's share. */
static gboolean
pay_packet (GcPeer *peer, size_t size, int64_t now_us)
{
  static const GcBucketRate rate =
      GC_BUCKET_RATE (GC_LIMIT_IN_PACKETS_PER_S, GC_LIMIT_IN_PACKETS_BURST);

  if (!gc_bucket_take (&peer->packets_bucket, &rate, 1, now_us))
    return drop (peer, GC_COUNT_DROP_RATE);
  return gc_peer_pay_bytes (peer, size, now_us);
}

/* Takes the redundancy off @rtp; what was lost before it and is in there goes on first. */
static gboolean
unpack (GcPeer *peer, GcSource *source, const GcSdpCodec *codec, GcRtp *rtp, int64_t now_us)
{
  GcRed red;
  GcRtp lost[GC_RED_MAX_REDUNDANT];

  gc_counters_add (peer->context->counters, GC_COUNT_RED_IN, 1);
  if (!gc_red_parse (rtp->payload, rtp->payload_size, codec->payload_type, &red))
    return drop (peer, GC_COUNT_DROP_MALFORMED);
  unsigned n = gc_source_restore (source, rtp, &red, now_us, lost);
  for (unsigned i = 0; i < n; i++)
    fan_out (peer, source, &lost[i], codec->codec, NULL, now_us);
  gc_counters_add (peer->context->counters, GC_COUNT_RED_RESTORED, n);
  rtp->payload = red.primary.bytes;
  rtp->payload_size = red.primary.size;
  return TRUE;
}

/* Takes RED, which holds a packet of the codec or FEC and nothing beside it, off @rtp. */
static gboolean
unwrap (const GcSdpCodec *codec, GcRtp *rtp)
{
  if (rtp->payload_size == 0 ||
      (*rtp->payload != codec->payload_type && *rtp->payload != codec->fec_type))
    return FALSE;
  rtp->payload_type = *rtp->payload++;
  rtp->payload_size--;
  return TRUE;
}

/* Sends on what was lost and FEC brings back. */
static void
recover (GcPeer *peer, GcSource *source, const GcSdpCodec *codec, int64_t now_us)
{
  GcRtp lost;

  while (gc_source_recover (source, codec, now_us, &lost)) {
    gc_counters_add (peer->context->counters, GC_COUNT_FEC_RECOVERED, 1);
    fan_out (peer, source, &lost, codec->codec, NULL, now_us);
  }
}

/* The like of take () for a stream in RED with FEC. @packet has the header. */
static gboolean
take_protected (GcPeer *peer,
                GcSource *source,
                const GcSdpCodec *codec,
                Form form,
                const GcPacket *packet,
                GcRtp *rtp,
                int64_t now_us)
{
  if (!unwrap (codec, rtp))
    return drop (peer, GC_COUNT_DROP_MALFORMED);
  if (rtp->payload_type == codec->fec_type) {
    gc_counters_add (peer->context->counters, GC_COUNT_FEC_IN, 1);
    gc_source_receive_fec (source, rtp, packet->size, form == FORM_RTX, now_us);
    recover (peer, source, codec, now_us);
    return FALSE;
  }
  if (form == FORM_RTX)
    return repair (peer, source, codec, rtp, packet->size, now_us);
  gc_source_receive (source, rtp, codec->codec, packet->size, now_us);
  gc_source_keep (source, packet->bytes, rtp);
  recover (peer, source, codec, now_us);
  return TRUE;
}

/* Takes the packet into its line's stream, as what it carries. FALSE: nothing is to go on. */
static gboolean
take (GcPeer *peer,
      GcSource *source,
      const GcSdpCodec *codec,
      Form form,
      const GcPacket *packet,
      GcRtp *rtp,
      int64_t now_us)
{
  if (form == FORM_RTX && !restore (source, codec, rtp)) {
    gc_counters_add (peer->context->counters, GC_COUNT_RTX_NEEDLESS, 1);
    return FALSE;
  }
  if (codec->fec_type != 0 && rtp->payload_type == codec->red_type)
    return take_protected (peer, source, codec, form, packet, rtp, now_us);
  if (form == FORM_RTX)
    return repair (peer, source, codec, rtp, packet->size, now_us);
  gc_source_receive (source, rtp, codec->codec, packet->size, now_us);
  if (form == FORM_RED && !unpack (peer, source, codec, rtp, now_us))
    return FALSE;
  return gc_source_is_new (source, rtp) || drop (peer, GC_COUNT_RED_LATE);
}

void
gc_peer_handle_rtp (GcPeer *peer, GcPacket *packet, int64_t now_us)
{
  GcRtp rtp;

  if (peer->state != GC_PEER_CONNECTED) {
    drop (peer, GC_COUNT_DROP_NOT_CONNECTED);
    return;
  }
  if (!unprotect (peer, packet, now_us) || !pay_packet (peer, packet->size, now_us))
    return;
  peer->came_us = now_us;
  gc_ice_note_media (peer->ice, &packet->from, now_us);
  if (!gc_rtp_parse (packet->bytes, packet->size, &rtp)) {
    drop (peer, GC_COUNT_DROP_MALFORMED);
    return;
  }
  const GcInbound *inbound = find_inbound (peer, rtp.ssrc);
  const GcLine *line = &peer->lines[inbound->line];
  Form form;
  note_transport_number (peer, line->media, &rtp, now_us);
  const GcSdpCodec *codec = find_codec (line->media, rtp.payload_type, &form);
  if (codec == NULL || (form == FORM_RTX) != inbound->rtx) {
    drop (peer, GC_COUNT_DROP_CODEC);
    return;
  }
  if (take (peer, line->source, codec, form, packet, &rtp, now_us))
    fan_out (peer, line->source, &rtp, codec->codec, packet, now_us);
}
