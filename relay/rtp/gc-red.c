// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * First stand the headers, then the frames in the same order. A header with the F bit has 14 bits
 * of time stamp offset and 10 bits of length; the last one, without it, only the payload type: its
 * frame takes what is left.
 */
#include "config.h"

#include "rtp/gc-red.h"

#include <string.h>

#include "rtp/gc-bytes.h"

#define FOLLOWED 0x80 /* the F bit: another header comes */

gboolean
gc_red_parse (const uint8_t *payload, size_t size, uint8_t payload_type, GcRed *ret_red)
{
  GcRed red = { .count = 0 };
  size_t at = 0;
  size_t frames = 0; /* bytes of all redundant ones */

  while (at < size && (payload[at] & FOLLOWED) != 0) {
    if (red.count == GC_RED_MAX_REDUNDANT || size - at < GC_RED_HEADER_SIZE ||
        (payload[at] & ~FOLLOWED) != payload_type)
      return FALSE;
    uint32_t fields = gc_read_u24 (payload + at + 1);
    red.redundant[red.count].offset = (uint16_t)(fields >> 10);
    red.redundant[red.count].size = fields & GC_RED_MAX_FRAME;
    frames += red.redundant[red.count++].size;
    at += GC_RED_HEADER_SIZE;
  }
  if (at == size || payload[at] != payload_type || frames > size - at - 1)
    return FALSE;
  at++;
  for (unsigned i = 0; i < red.count; i++) {
    red.redundant[i].bytes = payload + at;
    at += red.redundant[i].size;
  }
  red.primary.bytes = payload + at;
  red.primary.size = size - at;
  *ret_red = red;
  return TRUE;
}

static uint8_t *
append_frame (uint8_t *at, const GcRedFrame *frame)
{
  if (frame->size > 0)
    memcpy (at, frame->bytes, frame->size);
  return at + frame->size;
}

size_t
gc_red_format (const GcRed *red, uint8_t payload_type, uint8_t *out, size_t capacity)
{
  size_t size = 1 + red->primary.size;
  uint8_t *at = out;

  if (payload_type > 127 || red->count > GC_RED_MAX_REDUNDANT || red->primary.size > capacity)
    return 0;
  for (unsigned i = 0; i < red->count; i++) {
    const GcRedFrame *frame = &red->redundant[i];
    if (frame->offset > GC_RED_MAX_OFFSET || frame->size > GC_RED_MAX_FRAME)
      return 0;
    size += GC_RED_HEADER_SIZE + frame->size;
  }
  if (size > capacity)
    return 0;

  for (unsigned i = 0; i < red->count; i++) {
    *at++ = (uint8_t)(FOLLOWED | payload_type);
    gc_write_u24 (at, (uint32_t)red->redundant[i].offset << 10 | (uint32_t)red->redundant[i].size);
    at += 3;
  }
  *at++ = payload_type;
  for (unsigned i = 0; i < red->count; i++)
    at = append_frame (at, &red->redundant[i]);
  append_frame (at, &red->primary);
  return size;
}
