// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * VP8 payload descriptors (RFC 7741 section 4.2). The map adds one offset to each counter; the
 * offset is chosen anew at the first packet after a switch, so that the picture id goes on by one.
 * Packets of one picture, reordered or not, thus keep one id.
 */
#include "config.h"

#include "rtp/gc-vp8.h"

#include "rtp/gc-bytes.h"

#define PICTURE_ID_MASK 0x7fff

struct _GcVp8Map {
  gboolean started;
  gboolean switched;
  uint16_t picture_offset; /* added to the source's, modulo 2^15 */
  uint8_t tl0_offset;
  uint16_t highest_picture_id; /* sent */
  uint8_t highest_tl0;
};

/* Reads picture id, TL0PICIDX and TID, whose presence the octet @bits tells; 0 on overrun. */
static size_t
parse_extended (const uint8_t *payload, size_t size, uint8_t bits, GcVp8 *vp8)
{
  size_t at = 2;

  if ((bits & 0x80) != 0) { /* I */
    if (at >= size)
      return 0;
    vp8->picture_id_offset = (uint8_t)at;
    if ((payload[at] & 0x80) != 0) { /* M */
      if (size - at < 2)
        return 0;
      vp8->picture_id_bits = 15;
      vp8->picture_id = gc_read_u16 (payload + at) & PICTURE_ID_MASK;
      at += 2;
    } else {
      vp8->picture_id_bits = 7;
      vp8->picture_id = payload[at++];
    }
  }
  if ((bits & 0x40) != 0) { /* L */
    if (at >= size)
      return 0;
    vp8->tl0_offset = (uint8_t)at;
    vp8->tl0 = payload[at++];
  }
  if ((bits & 0x30) != 0) { /* T or K share an octet */
    if (at >= size)
      return 0;
    vp8->has_layer = (bits & 0x20) != 0;
    vp8->layer = payload[at] >> 6;
    vp8->layer_sync = (payload[at] & 0x20) != 0;
    at++;
  }
  return at;
}

gboolean
gc_vp8_parse (const uint8_t *payload, size_t size, GcVp8 *ret_vp8)
{
  GcVp8 vp8 = { 0 };
  size_t descriptor_size = 1;

  if (size < 1)
    return FALSE;
  vp8.non_reference = (payload[0] & 0x20) != 0;
  vp8.partition_start = (payload[0] & 0x10) != 0;
  vp8.partition = payload[0] & 0x0f;
  if ((payload[0] & 0x80) != 0) { /* X */
    if (size < 2)
      return FALSE;
    descriptor_size = parse_extended (payload, size, payload[1], &vp8);
    if (descriptor_size == 0)
      return FALSE;
  }
  vp8.size = (uint8_t)descriptor_size;
  *ret_vp8 = vp8;
  return TRUE;
}

GcVp8Map *
gc_vp8_map_new (void)
{
  return g_new0 (GcVp8Map, 1);
}

void
gc_vp8_map_free (GcVp8Map *map)
{
  g_free (map);
}

void
gc_vp8_map_switch (GcVp8Map *map)
{
  map->switched = map->started;
}

static void
take_offsets (GcVp8Map *map, const GcVp8 *vp8)
{
  if (map->switched) {
    /* Ids of 7 bits wrap by themselves: the low bits of a 15-bit difference are right for them. */
    map->picture_offset = (uint16_t)(map->highest_picture_id + 1 - vp8->picture_id);
    map->tl0_offset = (uint8_t)(map->highest_tl0 + 1 - vp8->tl0);
  }
  map->started = TRUE;
  map->switched = FALSE;
  map->highest_picture_id = (uint16_t)(vp8->picture_id + map->picture_offset) & PICTURE_ID_MASK;
  map->highest_tl0 = (uint8_t)(vp8->tl0 + map->tl0_offset);
}

void
gc_vp8_map_rewrite (GcVp8Map *map, const GcVp8 *vp8, uint8_t *payload)
{
  if (!map->started || map->switched)
    take_offsets (map, vp8);

  if (vp8->picture_id_bits > 0) {
    uint16_t mask = vp8->picture_id_bits == 15 ? PICTURE_ID_MASK : 0x7f;
    uint16_t id = (uint16_t)(vp8->picture_id + map->picture_offset) & mask;
    uint16_t ahead = (uint16_t)(id - map->highest_picture_id) & mask;
    if (vp8->picture_id_bits == 15)
      gc_write_u16 (payload + vp8->picture_id_offset, 0x8000 | id);
    else
      payload[vp8->picture_id_offset] = (uint8_t)id;
    if (ahead <= mask / 2)
      map->highest_picture_id = (uint16_t)(map->highest_picture_id + ahead) & PICTURE_ID_MASK;
  }
  if (vp8->tl0_offset > 0) {
    uint8_t tl0 = (uint8_t)(vp8->tl0 + map->tl0_offset);
    payload[vp8->tl0_offset] = tl0;
    if ((uint8_t)(tl0 - map->highest_tl0) < 128)
      map->highest_tl0 = tl0;
  }
}
