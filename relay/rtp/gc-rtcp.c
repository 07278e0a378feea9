// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading RTCP. The iterator checks the common header and the least size of each kind, so that the
 * getters need only check their index; getters of variable bodies check as they go.
 */
#include "config.h"

#include "rtp/gc-rtcp.h"

#include "rtp/gc-bytes.h"

#include <string.h>

#define VERSION 2
#define HEADER_SIZE 4
#define FEEDBACK_SIZE 12 /* common header and two SSRCs */
#define REPORT_SIZE 24
#define SENDER_INFO_SIZE 20
#define SDES_CNAME 1

enum {
  TYPE_SENDER_REPORT = 200,
  TYPE_RECEIVER_REPORT = 201,
  TYPE_SDES = 202,
  TYPE_BYE = 203,
  TYPE_TRANSPORT_FEEDBACK = 205,
  TYPE_PAYLOAD_FEEDBACK = 206,
};

void
gc_rtcp_iter_init (GcRtcpIter *iter, const uint8_t *data, size_t size)
{
  iter->at = data;
  iter->left = size;
  iter->malformed = FALSE;
}

static GcRtcpKind
classify_feedback (const GcRtcp *rtcp, uint8_t type)
{
  if (type == TYPE_TRANSPORT_FEEDBACK && rtcp->count == 1)
    return GC_RTCP_NACK;
  if (type == TYPE_TRANSPORT_FEEDBACK && rtcp->count == 15)
    return GC_RTCP_TWCC;
  if (type == TYPE_PAYLOAD_FEEDBACK && rtcp->count == 1)
    return GC_RTCP_PLI;
  if (type == TYPE_PAYLOAD_FEEDBACK && rtcp->count == 4)
    return GC_RTCP_FIR;
  if (type == TYPE_PAYLOAD_FEEDBACK && rtcp->count == 15 && rtcp->size >= FEEDBACK_SIZE + 8 &&
      memcmp (rtcp->data + FEEDBACK_SIZE, "REMB", 4) == 0)
    return GC_RTCP_REMB;
  return GC_RTCP_OTHER;
}

/* The least size of the body that @type and @count promise, common header included. */
static size_t
least_size (uint8_t type, uint8_t count)
{
  switch (type) {
  case TYPE_SENDER_REPORT:
    return HEADER_SIZE + 4 + SENDER_INFO_SIZE + (size_t)count * REPORT_SIZE;
  case TYPE_RECEIVER_REPORT:
    return HEADER_SIZE + 4 + (size_t)count * REPORT_SIZE;
  case TYPE_BYE:
    return HEADER_SIZE + (size_t)count * 4;
  case TYPE_TRANSPORT_FEEDBACK:
  case TYPE_PAYLOAD_FEEDBACK:
    return FEEDBACK_SIZE;
  default:
    return HEADER_SIZE;
  }
}

static void
classify (GcRtcp *rtcp, uint8_t type)
{
  switch (type) {
  case TYPE_SENDER_REPORT:
    rtcp->kind = GC_RTCP_SENDER_REPORT;
    rtcp->sender_ssrc = gc_read_u32 (rtcp->data + 4);
    break;
  case TYPE_RECEIVER_REPORT:
    rtcp->kind = GC_RTCP_RECEIVER_REPORT;
    rtcp->sender_ssrc = gc_read_u32 (rtcp->data + 4);
    break;
  case TYPE_SDES:
    rtcp->kind = GC_RTCP_SDES;
    break;
  case TYPE_BYE:
    rtcp->kind = GC_RTCP_BYE;
    break;
  case TYPE_TRANSPORT_FEEDBACK:
  case TYPE_PAYLOAD_FEEDBACK:
    rtcp->kind = classify_feedback (rtcp, type);
    if (rtcp->kind == GC_RTCP_OTHER)
      break;
    rtcp->sender_ssrc = gc_read_u32 (rtcp->data + 4);
    if (rtcp->kind != GC_RTCP_FIR && rtcp->kind != GC_RTCP_REMB)
      rtcp->media_ssrc = gc_read_u32 (rtcp->data + 8);
    break;
  default:
    rtcp->kind = GC_RTCP_OTHER;
    break;
  }
}

/* Checks the packet at the head of @iter; fills @ret_rtcp and its length on the wire, or FALSE. */
static gboolean
parse_packet (const GcRtcpIter *iter, GcRtcp *ret_rtcp, size_t *ret_length)
{
  GcRtcp rtcp = { .data = iter->at };

  if (iter->left < HEADER_SIZE || iter->at[0] >> 6 != VERSION)
    return FALSE;
  size_t length = HEADER_SIZE + 4 * (size_t)gc_read_u16 (iter->at + 2);
  if (length > iter->left)
    return FALSE;

  rtcp.size = length;
  if ((iter->at[0] & 0x20) != 0) {
    uint8_t padding = iter->at[length - 1];
    /*
     * Whole words, and in the last packet alone, says RFC 3550 section 6.4.1. Chromium pads its
     * transport feedback to the next word, wherever it stands: taken, too.
     */
    if (padding == 0 || padding > length - HEADER_SIZE)
      return FALSE;
    rtcp.size -= padding;
  }
  rtcp.count = iter->at[0] & 0x1f;
  if (rtcp.size < least_size (iter->at[1], rtcp.count))
    return FALSE;
  classify (&rtcp, iter->at[1]);

  *ret_rtcp = rtcp;
  *ret_length = length;
  return TRUE;
}

gboolean
gc_rtcp_iter_next (GcRtcpIter *iter, GcRtcp *ret_rtcp)
{
  size_t length = 0;

  if (iter->left == 0 || iter->malformed)
    return FALSE;
  if (!parse_packet (iter, ret_rtcp, &length)) {
    iter->malformed = TRUE;
    return FALSE;
  }
  iter->at += length;
  iter->left -= length;
  return TRUE;
}

gboolean
gc_rtcp_is_valid (const uint8_t *data, size_t size)
{
  GcRtcpIter iter;
  GcRtcp rtcp;

  gc_rtcp_iter_init (&iter, data, size);
  while (gc_rtcp_iter_next (&iter, &rtcp))
    ;
  return size > 0 && !iter.malformed;
}

gboolean
gc_rtcp_get_sender_info (const GcRtcp *rtcp, GcRtcpSenderInfo *ret_info)
{
  if (rtcp->kind != GC_RTCP_SENDER_REPORT)
    return FALSE;
  ret_info->ntp_time = gc_read_u64 (rtcp->data + 8);
  ret_info->rtp_timestamp = gc_read_u32 (rtcp->data + 16);
  ret_info->packet_count = gc_read_u32 (rtcp->data + 20);
  ret_info->octet_count = gc_read_u32 (rtcp->data + 24);
  return TRUE;
}

gboolean
gc_rtcp_get_report (const GcRtcp *rtcp, unsigned index, GcRtcpReport *ret_report)
{
  size_t start = HEADER_SIZE + 4;

  if (rtcp->kind == GC_RTCP_SENDER_REPORT)
    start += SENDER_INFO_SIZE;
  else if (rtcp->kind != GC_RTCP_RECEIVER_REPORT)
    return FALSE;
  if (index >= rtcp->count)
    return FALSE;

  const uint8_t *at = rtcp->data + start + (size_t)index * REPORT_SIZE;
  uint32_t lost = gc_read_u24 (at + 5);
  ret_report->ssrc = gc_read_u32 (at);
  ret_report->fraction_lost = at[4];
  ret_report->cumulative_lost = (int32_t)lost - ((lost & 0x800000) != 0 ? 0x1000000 : 0);
  ret_report->highest_seq = gc_read_u32 (at + 8);
  ret_report->jitter = gc_read_u32 (at + 12);
  ret_report->last_sr = gc_read_u32 (at + 16);
  ret_report->delay_since_sr = gc_read_u32 (at + 20);
  return TRUE;
}

gboolean
gc_rtcp_get_bye (const GcRtcp *rtcp, unsigned index, uint32_t *ret_ssrc)
{
  if (rtcp->kind != GC_RTCP_BYE || index >= rtcp->count)
    return FALSE;
  *ret_ssrc = gc_read_u32 (rtcp->data + HEADER_SIZE + 4 * (size_t)index);
  return TRUE;
}

/* The CNAME item of the chunk whose items start at @at; moves @at behind the chunk. */
static gboolean
find_cname (const uint8_t *data, size_t size, size_t *at, size_t *ret_start, size_t *ret_size)
{
  gboolean found = FALSE;

  while (*at < size && data[*at] != 0) {
    if (size - *at < 2 || data[*at + 1] > size - *at - 2) {
      *at = size;
      return FALSE;
    }
    if (data[*at] == SDES_CNAME && !found) {
      *ret_start = *at + 2;
      *ret_size = data[*at + 1];
      found = TRUE;
    }
    *at += 2 + (size_t)data[*at + 1];
  }
  *at = (*at & ~(size_t)3) + 4; /* the list ends with 1 to 4 zero bytes */
  return found;
}

gboolean
gc_rtcp_get_cname (const GcRtcp *rtcp, uint32_t *ret_ssrc, const char **ret_cname, size_t *ret_size)
{
  size_t at = HEADER_SIZE;

  if (rtcp->kind != GC_RTCP_SDES)
    return FALSE;
  for (unsigned i = 0; i < rtcp->count && at + 4 <= rtcp->size; i++) {
    size_t start = 0;
    size_t size = 0;
    uint32_t ssrc = gc_read_u32 (rtcp->data + at);
    at += 4;
    if (find_cname (rtcp->data, rtcp->size, &at, &start, &size)) {
      *ret_ssrc = ssrc;
      *ret_cname = (const char *)rtcp->data + start;
      *ret_size = size;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
gc_rtcp_get_fir (const GcRtcp *rtcp, unsigned index, uint32_t *ret_ssrc, uint8_t *ret_seq)
{
  if (rtcp->kind != GC_RTCP_FIR || index >= (rtcp->size - FEEDBACK_SIZE) / 8)
    return FALSE;

  const uint8_t *at = rtcp->data + FEEDBACK_SIZE + 8 * (size_t)index;
  *ret_ssrc = gc_read_u32 (at);
  *ret_seq = at[4];
  return TRUE;
}

size_t
gc_rtcp_get_nack (const GcRtcp *rtcp, uint16_t *ret_seqs, size_t capacity)
{
  size_t count = 0;

  if (rtcp->kind != GC_RTCP_NACK)
    return 0;
  for (size_t at = FEEDBACK_SIZE; at + 4 <= rtcp->size; at += 4) {
    uint16_t seq = gc_read_u16 (rtcp->data + at);
    /* Bit 0 stands for the packet itself, bit i for the one i behind it. */
    uint32_t wanted = 1u | (uint32_t)gc_read_u16 (rtcp->data + at + 2) << 1;
    for (; wanted != 0; wanted >>= 1, seq++) {
      if ((wanted & 1) == 0)
        continue;
      if (count == capacity)
        return count;
      ret_seqs[count++] = seq;
    }
  }
  return count;
}

gboolean
gc_rtcp_get_remb (const GcRtcp *rtcp, GcRtcpRemb *ret_remb)
{
  if (rtcp->kind != GC_RTCP_REMB)
    return FALSE;

  size_t count = rtcp->data[16];
  if (count > GC_RTCP_MAX_REMB_SSRCS || FEEDBACK_SIZE + 8 + 4 * count > rtcp->size)
    return FALSE;
  uint32_t value = gc_read_u24 (rtcp->data + 17);
  unsigned exponent = value >> 18;
  uint64_t mantissa = value & 0x3ffff;
  if (exponent > 0 && mantissa > UINT64_MAX >> exponent)
    return FALSE;

  ret_remb->bitrate_bps = mantissa << exponent;
  ret_remb->ssrc_count = count;
  for (size_t i = 0; i < count; i++)
    ret_remb->ssrcs[i] = gc_read_u32 (rtcp->data + FEEDBACK_SIZE + 8 + 4 * i);
  return TRUE;
}
