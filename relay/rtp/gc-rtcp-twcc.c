// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section
 * 3.1): chunks of two-bit symbols first, then one arrival delta for each packet that came.
 */
#include "config.h"

#include "rtp/gc-rtcp.h"

#include "rtp/gc-bytes.h"

#define CHUNKS_START 20
#define TICK_US 250
#define REFERENCE_US 64000

enum {
  SYMBOL_LOST = 0,
  SYMBOL_SMALL = 1, /* 8-bit delta, unsigned */
  SYMBOL_LARGE = 2, /* 16-bit delta, signed */
};

/* Where the reading of the symbols stands. */
typedef struct {
  const uint8_t *at;
  const uint8_t *end;
  uint16_t chunk;
  unsigned left; /* symbols in the chunk */
} Symbols;

static unsigned
chunk_length (uint16_t chunk)
{
  if ((chunk & 0x8000) == 0)
    return chunk & 0x1fff; /* run length */
  return (chunk & 0x4000) == 0 ? 14 : 7;
}

/* The next symbol, or -1 when the bytes end. */
static int
next_symbol (Symbols *symbols)
{
  while (symbols->left == 0) {
    if (symbols->end - symbols->at < 2)
      return -1;
    symbols->chunk = gc_read_u16 (symbols->at);
    symbols->at += 2;
    symbols->left = chunk_length (symbols->chunk);
  }
  symbols->left--;
  if ((symbols->chunk & 0x8000) == 0)
    return symbols->chunk >> 13 & 3;
  if ((symbols->chunk & 0x4000) == 0)
    return symbols->chunk >> symbols->left & 1;
  return symbols->chunk >> (2 * symbols->left) & 3;
}

/* Where the deltas start: behind the chunks of @count symbols; NULL when the chunks are broken. */
static const uint8_t *
skip_chunks (Symbols symbols, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    if (next_symbol (&symbols) < 0)
      return NULL;
  return symbols.at;
}

size_t
gc_rtcp_get_twcc (const GcRtcp *rtcp,
                  GcRtcpTwccPacket *ret_packets,
                  size_t capacity,
                  uint8_t *ret_feedback_seq)
{
  if (rtcp->kind != GC_RTCP_TWCC || rtcp->size < CHUNKS_START)
    return 0;

  Symbols symbols = { .at = rtcp->data + CHUNKS_START, .end = rtcp->data + rtcp->size };
  uint16_t seq = gc_read_u16 (rtcp->data + 12);
  unsigned count = gc_read_u16 (rtcp->data + 14);
  uint32_t reference = gc_read_u24 (rtcp->data + 16); /* signed */
  int64_t arrival_us = (int64_t)reference - ((reference & 0x800000) != 0 ? 0x1000000 : 0);
  const uint8_t *delta = skip_chunks (symbols, count);
  if (delta == NULL)
    return 0;

  arrival_us *= REFERENCE_US;
  for (size_t i = 0; i < count && i < capacity; i++) {
    int symbol = next_symbol (&symbols);
    if (symbol == SYMBOL_SMALL && symbols.end - delta >= 1) {
      arrival_us += TICK_US * (int64_t)delta[0];
      delta += 1;
    } else if (symbol == SYMBOL_LARGE && symbols.end - delta >= 2) {
      arrival_us += TICK_US * (int64_t)(int16_t)gc_read_u16 (delta);
      delta += 2;
    } else if (symbol != SYMBOL_LOST) {
      return 0;
    }
    ret_packets[i].seq = (uint16_t)(seq + i);
    ret_packets[i].received = symbol != SYMBOL_LOST;
    ret_packets[i].arrival_us = symbol != SYMBOL_LOST ? arrival_us : 0;
  }
  if (ret_feedback_seq != NULL)
    *ret_feedback_seq = rtcp->data[19];
  return count < capacity ? count : capacity;
}
