// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-rtcp.h"

#include <string.h>

#include "gc-load-bytes.h"

#define NTP_EPOCH_S 2208988800u /* 1900 to 1970 */

static size_t
append_u32 (uint8_t *out, size_t at, uint32_t value)
{
  put_u32 (out + at, value);
  return at + 4;
}

void
gc_load_rtcp_put_header (uint8_t *out, unsigned count, unsigned type, size_t bytes)
{
  put_u32 (out, 0x80000000u | (count << 24) | (type << 16) | (uint32_t)(bytes / 4 - 1));
}

static size_t
put_header (uint8_t *out, size_t at, unsigned count, unsigned type, size_t bytes)
{
  gc_load_rtcp_put_header (out + at, count, type, bytes);
  return at + 4;
}

static size_t
put_block (uint8_t *out, size_t at, const GcLoadReceiver *receiver, int64_t now_us)
{
  uint32_t highest = receiver->cycles + receiver->max_seq;
  int64_t expected = (int64_t)highest - receiver->base_seq + 1;
  int64_t lost = CLAMP (expected - receiver->total, 0, 0x7fffff);
  int64_t since_us = now_us - receiver->last_report_us;

  at = append_u32 (out, at, receiver->ssrc);
  at = append_u32 (out, at, (uint32_t)lost);
  at = append_u32 (out, at, highest);
  at = append_u32 (out, at, (uint32_t)(receiver->jitter >> 4));
  at = append_u32 (out, at, receiver->last_report);
  return append_u32 (out, at,
                     receiver->last_report == 0 ? 0 : (uint32_t)(since_us * 65536 / 1000000));
}

static size_t
put_sender (uint8_t *out, size_t at, const GcLoadSender *sender)
{
  int64_t now_us = g_get_real_time ();

  at = append_u32 (out, at, sender->ssrc);
  at = append_u32 (out, at, (uint32_t)(now_us / 1000000) + NTP_EPOCH_S);
  at = append_u32 (out, at, (uint32_t)(((uint64_t)(now_us % 1000000) << 32) / 1000000));
  at = append_u32 (out, at, sender->timestamp);
  at = append_u32 (out, at, sender->counter);
  return append_u32 (out, at, (uint32_t)sender->payload_bytes);
}

size_t
gc_load_rtcp_format_report (const GcLoadSender *const *senders,
                            const GcLoadReceiver *receivers,
                            unsigned n,
                            const char *cname,
                            int64_t now_us,
                            uint8_t *out)
{
  unsigned blocks = 0;
  size_t cname_bytes = strlen (cname);
  size_t at = 0;

  for (unsigned i = 0; i < n; i++)
    blocks += receivers[i].total > 0;
  for (unsigned i = 0; i < n; i++) {
    unsigned here = i == 0 ? blocks : 0;
    at = put_header (out, at, here, GC_LOAD_RTCP_SR, 28 + 24 * here);
    at = put_sender (out, at, senders[i]);
    for (unsigned j = 0; j < n && i == 0; j++)
      if (receivers[j].total > 0)
        at = put_block (out, at, &receivers[j], now_us);
  }

  size_t sdes_bytes = (4 + 4 + 2 + cname_bytes + 1 + 3) & ~(size_t)3;
  at = put_header (out, at, 1, GC_LOAD_RTCP_SDES, sdes_bytes);
  memset (out + at, 0, sdes_bytes - 4);
  append_u32 (out, at, senders[0]->ssrc);
  out[at + 4] = 1;
  out[at + 5] = (uint8_t)cname_bytes;
  memcpy (out + at + 6, cname, cname_bytes);
  return at + sdes_bytes - 4;
}

size_t
gc_load_rtcp_format_pli (uint32_t ssrc, uint32_t media_ssrc, uint8_t *out)
{
  size_t at = put_header (out, 0, 1, GC_LOAD_RTCP_PSFB, 12);

  at = append_u32 (out, at, ssrc);
  return append_u32 (out, at, media_ssrc);
}

size_t
gc_load_rtcp_format_bye (uint32_t audio_ssrc, uint32_t video_ssrc, uint8_t *out)
{
  size_t at = put_header (out, 0, 2, GC_LOAD_RTCP_BYE, 12);

  at = append_u32 (out, at, audio_ssrc);
  return append_u32 (out, at, video_ssrc);
}

static void
note_nacks (const uint8_t *items, size_t size, GcLoadRtcp *rtcp)
{
  for (size_t at = 0; at + 4 <= size; at += 4) {
    uint32_t item = get_u32 (items + at);
    for (unsigned bit = 0; bit <= 16; bit++)
      if ((bit == 0 || (item & (1u << (bit - 1)))) && rtcp->n_nacks < GC_LOAD_RTCP_MAX_NACKS)
        rtcp->nacks[rtcp->n_nacks++] = (uint16_t)((item >> 16) + bit);
  }
}

static void
note_report (const uint8_t *body, GcLoadReceiver *receivers, unsigned n, int64_t now_us)
{
  for (unsigned i = 0; i < n; i++) {
    if (receivers[i].ssrc != get_u32 (body))
      continue;
    receivers[i].last_report = (get_u32 (body + 4) << 16) | (get_u32 (body + 8) >> 16);
    receivers[i].last_report_us = now_us;
  }
}

static void
note_limit (const uint8_t *body, GcLoadRtcp *rtcp)
{
  uint32_t rate = get_u32 (body + 12);

  if (memcmp (body + 8, "REMB", 4) == 0)
    rtcp->limit_bps = (uint64_t)(rate & 0x3ffff) << MIN (rate >> 18 & 63, 40);
}

gboolean
gc_load_rtcp_parse (const uint8_t *packet,
                    size_t size,
                    GcLoadReceiver *receivers,
                    unsigned n,
                    int64_t now_us,
                    GcLoadRtcp *rtcp)
{
  size_t at = 0;

  while (at + 4 <= size) {
    unsigned format = packet[at] & 31;
    unsigned type = packet[at + 1];
    size_t bytes = 4 * ((get_u32 (packet + at) & 0xffff) + (size_t)1);
    const uint8_t *body = packet + at + 4;

    if (packet[at] >> 6 != 2 || at + bytes > size)
      return FALSE;
    if (type == GC_LOAD_RTCP_SR && bytes >= 28)
      note_report (body, receivers, n, now_us);
    if (type == GC_LOAD_RTCP_SR || type == GC_LOAD_RTCP_RR)
      rtcp->receiver_reports += format > 0;
    else if (type == GC_LOAD_RTCP_RTPFB && format == 1 && bytes >= 12)
      note_nacks (body + 8, bytes - 12, rtcp);
    else if (type == GC_LOAD_RTCP_RTPFB && format == 15)
      rtcp->transport_feedbacks++;
    else if (type == GC_LOAD_RTCP_PSFB && (format == 1 || format == 4))
      rtcp->key_frame_wanted = TRUE;
    else if (type == GC_LOAD_RTCP_PSFB && format == 15 && bytes >= 20)
      note_limit (body, rtcp);
    at += bytes;
  }
  return at == size;
}
