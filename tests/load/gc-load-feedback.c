// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-feedback.h"

#include <string.h>

#include "gc-load-bytes.h"
#include "gc-load-rtcp.h"
#include "gc-load-sdp.h"

#define TICK_US 250
#define REFERENCE_US 64000
#define SYMBOLS 7 /* in a vector chunk of two bits each */
#define MAX_ASKED 10

/* The size of the header with CSRCs and extension. */
static size_t
measure_header (const uint8_t *packet, size_t size)
{
  size_t header = 12 + 4 * (size_t)(packet[0] & 15);

  if ((packet[0] & 0x10) != 0 && header + 4 <= size)
    header += 4 + 4 * (size_t)get_u16 (packet + header + 2);
  return MIN (header, size);
}

/* One-byte extensions (RFC 8285). FALSE: the packet has no transport-wide number. */
static gboolean
find_number (const uint8_t *packet, size_t size, uint16_t *ret_number)
{
  size_t end = measure_header (packet, size);
  size_t at = 12 + 4 * (size_t)(packet[0] & 15);

  if ((packet[0] & 0x10) == 0 || at + 4 > end || get_u16 (packet + at) != 0xbede)
    return FALSE;
  for (at += 4; at < end; at += packet[at] == 0 ? 1 : 2 + (size_t)(packet[at] & 15)) {
    if (packet[at] >> 4 != GC_LOAD_EXTENSION_TRANSPORT_CC || at + 3 > end)
      continue;
    *ret_number = (uint16_t)get_u16 (packet + at + 1);
    return TRUE;
  }
  return FALSE;
}

static void
note_number (GcLoadFeedback *feedback, uint16_t number, int64_t now_us)
{
  if (!feedback->started)
    feedback->base = number;
  feedback->started = TRUE;
  uint16_t place = (uint16_t)(number - feedback->base);
  /* Too late to be told of, or after a jump. */
  if (place >= GC_LOAD_FEEDBACK_PACKETS)
    return;
  while (feedback->n <= place)
    feedback->arrivals_us[feedback->n++] = 0;
  feedback->arrivals_us[place] = now_us;
}

static gboolean
take_missing (GcLoadFeedback *feedback, uint16_t seq)
{
  for (unsigned i = 0; i < feedback->n_missing; i++) {
    if (feedback->missing[i].seq != seq)
      continue;
    feedback->missing[i] = feedback->missing[--feedback->n_missing];
    return TRUE;
  }
  return FALSE;
}

static void
note_video (GcLoadFeedback *feedback, uint16_t seq)
{
  int16_t ahead = (int16_t)(uint16_t)(seq - feedback->newest);

  if (!feedback->has_video)
    ahead = 1;
  feedback->has_video = TRUE;
  if (ahead <= 0) {
    take_missing (feedback, seq);
    return;
  }
  for (int16_t back = 1; back < ahead && feedback->n_missing < GC_LOAD_FEEDBACK_PACKETS; back++) {
    feedback->missing[feedback->n_missing].seq = (uint16_t)(seq - back);
    feedback->missing[feedback->n_missing++].n_asked = 0;
  }
  feedback->newest = seq;
}

void
gc_load_feedback_note (GcLoadFeedback *feedback,
                       const uint8_t *packet,
                       size_t size,
                       gboolean is_video,
                       int64_t now_us)
{
  uint16_t number;

  if (find_number (packet, size, &number))
    note_number (feedback, number, now_us);
  if (is_video)
    note_video (feedback, (uint16_t)get_u16 (packet + 2));
}

gboolean
gc_load_feedback_restore (GcLoadFeedback *feedback,
                          uint8_t *packet,
                          size_t *inout_size,
                          uint32_t ssrc)
{
  size_t header = measure_header (packet, *inout_size);

  /* Padding alone probes the way, too. */
  if ((packet[0] & 0x20) != 0 || header + 2 > *inout_size)
    return FALSE;
  uint16_t seq = (uint16_t)get_u16 (packet + header);
  if (!take_missing (feedback, seq))
    return FALSE;
  memmove (packet + header, packet + header + 2, *inout_size - header - 2);
  *inout_size -= 2;
  packet[1] = (uint8_t)((packet[1] & 0x80) | GC_LOAD_VIDEO_PAYLOAD_TYPE);
  put_u16 (packet + 2, seq);
  put_u32 (packet + 8, ssrc);
  return TRUE;
}

size_t
gc_load_feedback_wrap (uint8_t *packet, size_t size, uint32_t ssrc, uint16_t seq)
{
  size_t header = measure_header (packet, size);

  memmove (packet + header + 2, packet + header, size - header);
  memcpy (packet + header, packet + 2, 2);
  packet[1] = (uint8_t)((packet[1] & 0x80) | GC_LOAD_RTX_PAYLOAD_TYPE);
  put_u16 (packet + 2, seq);
  put_u32 (packet + 8, ssrc);
  return size + 2;
}

/* Arrivals in ticks since the one before; numbers that did not come have no symbol. */
static size_t
put_arrivals (const GcLoadFeedback *feedback, int64_t reference_us, uint8_t *out)
{
  unsigned n_chunks = (feedback->n + SYMBOLS - 1) / SYMBOLS;
  size_t at = 2 * (size_t)n_chunks;
  int64_t last_us = reference_us;

  memset (out, 0, at);
  for (unsigned i = 0; i < n_chunks; i++)
    out[2 * i] = 0xc0;
  for (unsigned i = 0; i < feedback->n; i++) {
    uint8_t *chunk = out + 2 * (i / SYMBOLS);
    if (feedback->arrivals_us[i] == 0)
      continue;
    int64_t delta = (feedback->arrivals_us[i] - last_us) / TICK_US;
    gboolean is_small = delta >= 0 && delta <= UINT8_MAX;
    put_u16 (chunk, get_u16 (chunk) | (is_small ? 1U : 2U) << (2 * (SYMBOLS - 1 - i % SYMBOLS)));
    if (is_small)
      out[at++] = (uint8_t)delta;
    else
      put_u16 (out + at, (uint16_t)CLAMP (delta, INT16_MIN, INT16_MAX));
    at += is_small ? 0 : 2;
    last_us += delta * TICK_US;
  }
  return at;
}

static size_t
put_transport (GcLoadFeedback *feedback, uint32_t ssrc, uint32_t media_ssrc, uint8_t *out)
{
  int64_t first_us = 0;

  for (unsigned i = 0; i < feedback->n && first_us == 0; i++)
    first_us = feedback->arrivals_us[i];
  if (first_us == 0)
    return 0;
  put_u32 (out + 4, ssrc);
  put_u32 (out + 8, media_ssrc);
  put_u16 (out + 12, feedback->base);
  put_u16 (out + 14, feedback->n);
  put_u32 (out + 16, (uint32_t)(first_us / REFERENCE_US) << 8 | feedback->count++);
  size_t size = 20 + put_arrivals (feedback, first_us / REFERENCE_US * REFERENCE_US, out + 20);
  while (size % 4 != 0)
    out[size++] = 0;
  gc_load_rtcp_put_header (out, 15, GC_LOAD_RTCP_RTPFB, size);
  feedback->base = (uint16_t)(feedback->base + feedback->n);
  feedback->n = 0;
  return size;
}

/* Each packet in an item of its own: losses are few. */
static size_t
put_nack (GcLoadFeedback *feedback, uint32_t ssrc, uint32_t media_ssrc, uint8_t *out)
{
  size_t size = 12;

  for (unsigned i = 0; i < feedback->n_missing;) {
    if (feedback->missing[i].n_asked++ == MAX_ASKED) {
      feedback->missing[i] = feedback->missing[--feedback->n_missing];
      continue;
    }
    if (size < 12 + 4 * (size_t)GC_LOAD_RTCP_MAX_NACKS) {
      put_u32 (out + size, (uint32_t)feedback->missing[i].seq << 16);
      size += 4;
    }
    i++;
  }
  if (size == 12)
    return 0;
  put_u32 (out + 4, ssrc);
  put_u32 (out + 8, media_ssrc);
  gc_load_rtcp_put_header (out, 1, GC_LOAD_RTCP_RTPFB, size);
  return size;
}

size_t
gc_load_feedback_format (GcLoadFeedback *feedback, uint32_t ssrc, uint32_t video_ssrc, uint8_t *out)
{
  size_t size = put_transport (feedback, ssrc, video_ssrc, out);

  return size + put_nack (feedback, ssrc, video_ssrc, out + size);
}
