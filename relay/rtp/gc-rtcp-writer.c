// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Writing RTCP. Each function measures its packet first and then writes it in one go. */
#include "config.h"

#include "rtp/gc-rtcp-writer.h"

#include "rtp/gc-bytes.h"

#include <string.h>

#define HEADER_SIZE 4
#define FEEDBACK_SIZE 12
#define REPORT_SIZE 24
#define MAX_COUNT 31
#define REMB_MANTISSA_MAX 0x3ffff

enum {
  TYPE_SENDER_REPORT = 200,
  TYPE_RECEIVER_REPORT = 201,
  TYPE_SDES = 202,
  TYPE_BYE = 203,
  TYPE_TRANSPORT_FEEDBACK = 205,
  TYPE_PAYLOAD_FEEDBACK = 206,
};

void
gc_rtcp_writer_init (GcRtcpWriter *writer, uint8_t *data, size_t capacity)
{
  writer->data = data;
  writer->capacity = capacity;
  writer->size = 0;
}

/* Takes @size bytes (a multiple of 4) for a packet and writes its common header; NULL: no room. */
static uint8_t *
begin (GcRtcpWriter *writer, uint8_t count, uint8_t type, size_t size)
{
  if (size > writer->capacity - writer->size)
    return NULL;

  uint8_t *at = writer->data + writer->size;
  at[0] = (uint8_t)(2 << 6 | count);
  at[1] = type;
  gc_write_u16 (at + 2, (uint16_t)(size / 4 - 1));
  writer->size += size;
  return at;
}

static uint8_t *
begin_feedback (GcRtcpWriter *writer,
                uint8_t type,
                uint8_t format,
                size_t size,
                uint32_t sender_ssrc,
                uint32_t media_ssrc)
{
  uint8_t *at = begin (writer, format, type, size);

  if (at != NULL) {
    gc_write_u32 (at + 4, sender_ssrc);
    gc_write_u32 (at + 8, media_ssrc);
  }
  return at;
}

static void
write_reports (uint8_t *at, const GcRtcpReport *reports, size_t count)
{
  for (size_t i = 0; i < count; i++, at += REPORT_SIZE) {
    int32_t lost = CLAMP (reports[i].cumulative_lost, -0x800000, 0x7fffff);
    gc_write_u32 (at, reports[i].ssrc);
    at[4] = reports[i].fraction_lost;
    gc_write_u24 (at + 5, (uint32_t)lost & 0xffffff);
    gc_write_u32 (at + 8, reports[i].highest_seq);
    gc_write_u32 (at + 12, reports[i].jitter);
    gc_write_u32 (at + 16, reports[i].last_sr);
    gc_write_u32 (at + 20, reports[i].delay_since_sr);
  }
}

gboolean
gc_rtcp_add_sender_report (GcRtcpWriter *writer,
                           uint32_t ssrc,
                           const GcRtcpSenderInfo *info,
                           const GcRtcpReport *reports,
                           size_t count)
{
  if (count > GC_RTCP_MAX_REPORTS)
    return FALSE;

  uint8_t *at = begin (writer, (uint8_t)count, TYPE_SENDER_REPORT, 28 + count * REPORT_SIZE);
  if (at == NULL)
    return FALSE;
  gc_write_u32 (at + 4, ssrc);
  gc_write_u64 (at + 8, info->ntp_time);
  gc_write_u32 (at + 16, info->rtp_timestamp);
  gc_write_u32 (at + 20, info->packet_count);
  gc_write_u32 (at + 24, info->octet_count);
  write_reports (at + 28, reports, count);
  return TRUE;
}

gboolean
gc_rtcp_add_receiver_report (GcRtcpWriter *writer,
                             uint32_t ssrc,
                             const GcRtcpReport *reports,
                             size_t count)
{
  if (count > GC_RTCP_MAX_REPORTS)
    return FALSE;

  uint8_t *at = begin (writer, (uint8_t)count, TYPE_RECEIVER_REPORT, 8 + count * REPORT_SIZE);
  if (at == NULL)
    return FALSE;
  gc_write_u32 (at + 4, ssrc);
  write_reports (at + 8, reports, count);
  return TRUE;
}

gboolean
gc_rtcp_add_cname (GcRtcpWriter *writer, uint32_t ssrc, const char *cname)
{
  size_t length = strlen (cname);
  /* At least one zero byte ends the items, more fill the chunk up to 32 bits. */
  size_t size = (HEADER_SIZE + 4 + 2 + length + 1 + 3) & ~(size_t)3;

  if (length > 255)
    return FALSE;
  uint8_t *at = begin (writer, 1, TYPE_SDES, size);
  if (at == NULL)
    return FALSE;
  memset (at + HEADER_SIZE, 0, size - HEADER_SIZE);
  gc_write_u32 (at + 4, ssrc);
  at[8] = 1; /* CNAME */
  at[9] = (uint8_t)length;
  memcpy (at + 10, cname, length);
  return TRUE;
}

gboolean
gc_rtcp_add_bye (GcRtcpWriter *writer, const uint32_t *ssrcs, size_t count)
{
  if (count == 0 || count > MAX_COUNT)
    return FALSE;

  uint8_t *at = begin (writer, (uint8_t)count, TYPE_BYE, HEADER_SIZE + 4 * count);
  if (at == NULL)
    return FALSE;
  for (size_t i = 0; i < count; i++)
    gc_write_u32 (at + HEADER_SIZE + 4 * i, ssrcs[i]);
  return TRUE;
}

/*
 * One entry of a NACK: a number and a mask of the 16 behind it. Takes as many of @seqs as fit into
 * it and returns how many.
 */
static size_t
pack_nack (const uint16_t *seqs, size_t count, uint16_t *ret_mask)
{
  uint16_t mask = 0;
  size_t taken = 1;

  for (; taken < count; taken++) {
    uint16_t behind = (uint16_t)(seqs[taken] - seqs[0]);
    if (behind == 0)
      continue;
    if (behind > 16)
      break;
    mask = (uint16_t)(mask | 1u << (behind - 1));
  }
  *ret_mask = mask;
  return taken;
}

gboolean
gc_rtcp_add_nack (GcRtcpWriter *writer,
                  uint32_t sender_ssrc,
                  uint32_t media_ssrc,
                  const uint16_t *seqs,
                  size_t count)
{
  size_t entries = 0;
  uint16_t mask = 0;

  for (size_t i = 0; i < count; i += pack_nack (seqs + i, count - i, &mask))
    entries++;
  if (entries == 0 || entries > UINT16_MAX / 4)
    return FALSE;
  uint8_t *at = begin_feedback (writer, TYPE_TRANSPORT_FEEDBACK, 1, FEEDBACK_SIZE + 4 * entries,
                                sender_ssrc, media_ssrc);
  if (at == NULL)
    return FALSE;

  at += FEEDBACK_SIZE;
  for (size_t i = 0; i < count; at += 4) {
    gc_write_u16 (at, seqs[i]);
    i += pack_nack (seqs + i, count - i, &mask);
    gc_write_u16 (at + 2, mask);
  }
  return TRUE;
}

gboolean
gc_rtcp_add_pli (GcRtcpWriter *writer, uint32_t sender_ssrc, uint32_t media_ssrc)
{
  return begin_feedback (writer, TYPE_PAYLOAD_FEEDBACK, 1, FEEDBACK_SIZE, sender_ssrc,
                         media_ssrc) != NULL;
}

gboolean
gc_rtcp_add_fir (GcRtcpWriter *writer, uint32_t sender_ssrc, uint32_t media_ssrc, uint8_t seq)
{
  /* The media source of the head is unused (RFC 5104 section 4.3.1.2). */
  uint8_t *at =
      begin_feedback (writer, TYPE_PAYLOAD_FEEDBACK, 4, FEEDBACK_SIZE + 8, sender_ssrc, 0);

  if (at == NULL)
    return FALSE;
  gc_write_u32 (at + 12, media_ssrc);
  gc_write_u32 (at + 16, (uint32_t)seq << 24);
  return TRUE;
}

gboolean
gc_rtcp_add_remb (GcRtcpWriter *writer,
                  uint32_t sender_ssrc,
                  uint64_t bitrate_bps,
                  const uint32_t *ssrcs,
                  size_t count)
{
  uint32_t exponent = 0;

  if (count > GC_RTCP_MAX_REMB_SSRCS)
    return FALSE;
  uint8_t *at = begin_feedback (writer, TYPE_PAYLOAD_FEEDBACK, 15, FEEDBACK_SIZE + 8 + 4 * count,
                                sender_ssrc, 0);
  if (at == NULL)
    return FALSE;

  while (bitrate_bps >> exponent > REMB_MANTISSA_MAX)
    exponent++;
  memcpy (at + 12, "REMB", 4);
  at[16] = (uint8_t)count;
  gc_write_u24 (at + 17, exponent << 18 | (uint32_t)(bitrate_bps >> exponent));
  for (size_t i = 0; i < count; i++)
    gc_write_u32 (at + 20 + 4 * i, ssrcs[i]);
  return TRUE;
}
