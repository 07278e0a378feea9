// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A FEC payload begins with ten bytes: E and L flag and, where an RTP header has them, the
 * exclusive or of P, X, CC, M and PT; the base number; that of the time stamps; that of the lengths
 * behind the fixed header. Level 0 follows: how many bytes it protects, a mask of 16 bits, or of 48
 * with L, and the exclusive or of what stands behind the fixed headers.
 */
#include "config.h"

#include "rtp/gc-ulpfec.h"

#include <string.h>

#include "rtp/gc-bytes.h"
#include "rtp/gc-rtp.h"

#define FEC_HEADER_SIZE 10
#define SHORT_LEVEL_SIZE 4 /* protection length and mask */
#define LONG_LEVEL_SIZE 8
#define LONG_MASK 0x40 /* the L flag */
#define NOT_FLAGS 0xc0 /* E and L here, the version in an RTP header */
#define RTP_VERSION 0x80

static uint64_t
get_bit (const GcUlpfec *fec, uint16_t seq)
{
  uint16_t offset = (uint16_t)(seq - fec->base);

  return offset < GC_ULPFEC_MAX_SPAN ? UINT64_C (1) << (GC_ULPFEC_MAX_SPAN - 1 - offset) : 0;
}

void
gc_ulpfec_init (GcUlpfec *fec, uint16_t base)
{
  memset (fec, 0, sizeof *fec);
  fec->base = base;
}

unsigned
gc_ulpfec_n_packets (const GcUlpfec *fec)
{
  return (unsigned)__builtin_popcountll (fec->mask);
}

gboolean
gc_ulpfec_has (const GcUlpfec *fec, uint16_t seq)
{
  return (fec->mask & get_bit (fec, seq)) != 0;
}

static void
flip (uint8_t *to, const uint8_t *bytes, size_t size)
{
  for (size_t i = 0; i < size; i++)
    to[i] ^= bytes[i];
}

/* All but the body. */
static void
flip_head (GcUlpfec *fec, const uint8_t *header, size_t body_size)
{
  fec->mask ^= get_bit (fec, gc_read_u16 (header + 2));
  fec->length ^= (uint16_t)body_size;
  flip (fec->flags, header, sizeof fec->flags);
  flip (fec->timestamp, header + 4, sizeof fec->timestamp);
}

gboolean
gc_ulpfec_add (GcUlpfec *fec,
               const uint8_t *header,
               size_t header_size,
               const uint8_t *payload,
               size_t payload_size)
{
  size_t extra = header_size - GC_RTP_FIXED_SIZE; /* of the header, in the body */
  uint64_t bit = get_bit (fec, gc_read_u16 (header + 2));

  if (bit == 0 || (fec->mask & bit) != 0 || extra > GC_ULPFEC_MAX_BODY ||
      payload_size > GC_ULPFEC_MAX_BODY - extra)
    return FALSE;
  flip_head (fec, header, extra + payload_size);
  flip (fec->body, header + GC_RTP_FIXED_SIZE, extra);
  flip (fec->body + extra, payload, payload_size);
  fec->size = MAX (fec->size, extra + payload_size);
  return TRUE;
}

void
gc_ulpfec_merge (GcUlpfec *fec, const GcUlpfec *other)
{
  g_return_if_fail (fec->base == other->base && (fec->mask & other->mask) == 0);
  fec->mask ^= other->mask;
  fec->length ^= other->length;
  flip (fec->flags, other->flags, sizeof fec->flags);
  flip (fec->timestamp, other->timestamp, sizeof fec->timestamp);
  flip (fec->body, other->body, other->size);
  fec->size = MAX (fec->size, other->size);
}

size_t
gc_ulpfec_format (const GcUlpfec *fec, uint8_t *out, size_t capacity)
{
  gboolean is_long = (uint32_t)fec->mask != 0;
  size_t head = FEC_HEADER_SIZE + (is_long ? LONG_LEVEL_SIZE : SHORT_LEVEL_SIZE);

  if (fec->mask == 0 || capacity < head || capacity - head < fec->size)
    return 0;
  out[0] = (uint8_t)((fec->flags[0] & ~NOT_FLAGS) | (is_long ? LONG_MASK : 0));
  out[1] = fec->flags[1];
  gc_write_u16 (out + 2, fec->base);
  memcpy (out + 4, fec->timestamp, sizeof fec->timestamp);
  gc_write_u16 (out + 8, fec->length);
  gc_write_u16 (out + 10, (uint16_t)fec->size);
  gc_write_u16 (out + 12, (uint16_t)(fec->mask >> 32));
  if (is_long)
    gc_write_u32 (out + 14, (uint32_t)fec->mask);
  memcpy (out + head, fec->body, fec->size);
  return head + fec->size;
}

gboolean
gc_ulpfec_parse (const uint8_t *payload, size_t size, GcUlpfec *ret_fec)
{
  if (size < FEC_HEADER_SIZE + SHORT_LEVEL_SIZE)
    return FALSE;
  gboolean is_long = (payload[0] & LONG_MASK) != 0;
  size_t head = FEC_HEADER_SIZE + (is_long ? LONG_LEVEL_SIZE : SHORT_LEVEL_SIZE);
  size_t body_size = gc_read_u16 (payload + 10);
  if (size < head || body_size > size - head || body_size > GC_ULPFEC_MAX_BODY)
    return FALSE;
  uint64_t mask = (uint64_t)gc_read_u16 (payload + 12) << 32;
  if (is_long)
    mask |= gc_read_u32 (payload + 14);
  if (mask == 0)
    return FALSE;

  gc_ulpfec_init (ret_fec, gc_read_u16 (payload + 2));
  ret_fec->mask = mask;
  ret_fec->length = gc_read_u16 (payload + 8);
  memcpy (ret_fec->flags, payload, sizeof ret_fec->flags);
  memcpy (ret_fec->timestamp, payload + 4, sizeof ret_fec->timestamp);
  ret_fec->size = body_size;
  memcpy (ret_fec->body, payload + head, body_size);
  return TRUE;
}

gboolean
gc_ulpfec_remove (GcUlpfec *fec, const uint8_t *packet, size_t size)
{
  size_t body_size = size - GC_RTP_FIXED_SIZE;

  if (body_size > fec->size)
    return FALSE;
  flip_head (fec, packet, body_size);
  flip (fec->body, packet + GC_RTP_FIXED_SIZE, body_size);
  return TRUE;
}

gboolean
gc_ulpfec_recover (const GcUlpfec *fec,
                   uint32_t ssrc,
                   uint8_t *out,
                   size_t capacity,
                   size_t *ret_size)
{
  size_t size = GC_RTP_FIXED_SIZE + (size_t)fec->length;

  if (gc_ulpfec_n_packets (fec) != 1 || fec->length > fec->size || size > capacity)
    return FALSE;
  unsigned offset = (unsigned)__builtin_clzll (fec->mask) - (64 - GC_ULPFEC_MAX_SPAN);
  out[0] = (uint8_t)(RTP_VERSION | (fec->flags[0] & ~NOT_FLAGS));
  out[1] = fec->flags[1];
  gc_write_u16 (out + 2, (uint16_t)(fec->base + offset));
  memcpy (out + 4, fec->timestamp, sizeof fec->timestamp);
  gc_write_u32 (out + 8, ssrc);
  memcpy (out + GC_RTP_FIXED_SIZE, fec->body, fec->length);
  *ret_size = size;
  return TRUE;
}
