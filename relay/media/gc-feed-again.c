// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the history holds leaves once more: because the receiver asks, to probe the way, or when its
 * turn has come at last.
 */
#include "config.h"

#include "media/gc-feed-private.h"

#include <string.h>

#include "media/gc-source.h"
#include "rtp/gc-nack.h"

#define PADDING_BIT 0x20 /* in the first byte of a header */

/* The packet as it was. FALSE, with nothing written, when its header has no room in @send. */
static gboolean
fill_copy (const GcHistoryPacket *packet, GcSend *send)
{
  if (packet->header_size > sizeof send->header)
    return FALSE;
  send->header_size = (uint8_t)packet->header_size;
  send->patch_size = 0;
  memcpy (send->header, packet->header, packet->header_size);
  send->payload = packet->payload;
  send->payload_size = packet->payload_size;
  return TRUE;
}

/*
 * RFC 4588 section 4: the old number goes before the payload. In the history the header stands
 * there, so the payload is taken two bytes early and those two are patched.
 */
static void
fill_rtx (GcFeed *feed,
          const GcHistoryPacket *packet,
          const GcRtp *old,
          uint8_t rtx_type,
          GcSend *send)
{
  GcRtpHeader header;

  header.timestamp = old->timestamp;
  header.ssrc = feed->config.rtx_ssrc;
  header.seq = feed->rtx_seq++;
  header.payload_type = rtx_type;
  header.marker = old->marker;
  gc_feed_fill_header (feed, &header, NULL, send);
  send->patch[0] = (uint8_t)(old->seq >> 8);
  send->patch[1] = (uint8_t)old->seq;
  send->patch_size = GC_RTX_OSN_SIZE;
  send->payload = packet->payload - GC_RTX_OSN_SIZE;
  send->payload_size = packet->payload_size + GC_RTX_OSN_SIZE;
}

/* Sends once more what the history holds. */
static gboolean
send_again (GcFeed *feed, const GcHistoryPacket *packet, int64_t now_us, GcSend *send)
{
  GcRtp old;

  if (!gc_rtp_parse_header (packet->header, packet->header_size, &old))
    return FALSE;
  uint8_t rtx_type = gc_sdp_rtx_type (feed->config.media, old.payload_type);
  if (rtx_type != 0)
    fill_rtx (feed, packet, &old, rtx_type, send);
  else if (!fill_copy (packet, send))
    return FALSE;
  gc_downlink_go_past (feed->config.downlink, send->payload_size, now_us);
  gc_feed_stamp (feed, send, GC_SENT_UNNAMED, now_us);
  return TRUE;
}

/* The receiver still asks for what is not kept any more: else it would stand still for seconds,
 * until it gives up by itself. */
static void
give_up (GcFeed *feed, uint16_t seq, int64_t now_us)
{
  if (feed->source != NULL && gc_history_is_past (feed->history, seq))
    gc_source_give_up (feed->source, now_us - GC_HISTORY_MAX_SPAN_US);
}

/* Whether the packet is FEC: of that, when it comes late, the receiver needs to know no more. */
static gboolean
is_fec (const GcFeed *feed, const GcHistoryPacket *packet)
{
  const GcSdpCodec *codec =
      gc_sdp_find_red (feed->config.media, packet->header[1] & ~GC_FEED_MARKER);

  return codec != NULL && codec->fec_type != 0 && *packet->payload == codec->fec_type;
}

gboolean
gc_feed_resend (GcFeed *feed, uint16_t seq, int64_t now_us, GcSend *ret_send)
{
  GcHistoryPacket packet;

  feed->stats.nacks++;
  if (feed->config.downlink->srtp == NULL || feed->history == NULL || feed->paused)
    return FALSE;
  if (!gc_history_resend (feed->history, seq, now_us, &packet)) {
    give_up (feed, seq, now_us);
    return FALSE;
  }
  if (is_fec (feed, &packet))
    packet.payload_size = 1;
  else
    gc_playout_note_resent (&feed->playout, now_us - packet.pushed_us, now_us);
  return send_again (feed, &packet, now_us, ret_send);
}

gboolean
gc_feed_resends_twice (const GcFeed *feed)
{
  return feed->config.downlink->rtt_us > GC_NACK_FAR_US && feed->config.downlink->spare > 1;
}

gboolean
gc_feed_resend_twice (GcFeed *feed, uint16_t seq, int64_t now_us, GcSend *ret_send)
{
  GcHistoryPacket packet;

  return gc_feed_resends_twice (feed) && feed->numbered &&
         gc_history_repeat (feed->history, seq, &packet) && !is_fec (feed, &packet) &&
         send_again (feed, &packet, now_us, ret_send);
}

gboolean
gc_feed_probe (GcFeed *feed, int64_t now_us, GcSend *ret_send)
{
  GcHistoryPacket packet;

  /* Numbered video has retransmissions, so this is none of the copies that may not be numbered. */
  return feed->config.downlink->srtp != NULL && feed->numbered &&
         gc_feed_is_picture (feed, now_us) && gc_history_get_newest (feed->history, &packet) &&
         send_again (feed, &packet, now_us, ret_send);
}

gboolean
gc_feed_pad (GcFeed *feed, size_t size, int64_t now_us, GcSend *ret_send, uint8_t *ret_padding)
{
  size_t n = CLAMP (size, 1, GC_FEED_MAX_PADDING);
  GcRtpHeader header = { .ssrc = feed->config.rtx_ssrc,
                         .seq = feed->rtx_seq,
                         .payload_type = gc_sdp_find_rtx_type (feed->config.media) };

  if (feed->config.downlink->srtp == NULL || !feed->paused || !feed->numbered ||
      header.payload_type == 0)
    return FALSE;
  feed->rtx_seq++;
  gc_feed_fill_header (feed, &header, NULL, ret_send);
  ret_send->header[0] |= PADDING_BIT;
  ret_send->patch_size = 0;
  memset (ret_padding, 0, n);
  ret_padding[n - 1] = (uint8_t)n; /* RFC 3550 section 5.1 */
  ret_send->payload = ret_padding;
  ret_send->payload_size = n;
  gc_downlink_go_past (feed->config.downlink, n, now_us);
  gc_feed_stamp (feed, ret_send, GC_SENT_UNNAMED, now_us);
  return TRUE;
}

gboolean
gc_feed_send_queued (GcFeed *feed, uint16_t seq, int64_t now_us, GcSend *ret_send)
{
  GcHistoryPacket packet;

  if (feed->config.downlink->srtp == NULL || feed->history == NULL ||
      !gc_history_get (feed->history, seq, &packet) || !fill_copy (&packet, ret_send))
    return FALSE;
  gc_feed_stamp (feed, ret_send, gc_feed_make_name (feed, seq), now_us);
  return TRUE;
}
