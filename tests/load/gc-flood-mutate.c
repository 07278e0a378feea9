// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-flood-mutate.h"

#include <string.h>

#include "gc-load-bytes.h"
#include "gc-load-stun.h"

#define MAX_PLACES 8
#define STUN_HEAD_BYTES 8   /* type, length and magic cookie */
#define HELLO_FIRST_BYTE 59 /* record header 13, handshake header 12, version 2, random 32 */

GcFloodKind
gc_flood_classify (const uint8_t *bytes, size_t size)
{
  if (gc_load_stun_is (bytes, size))
    return GC_FLOOD_STUN;
  if (size > 0 && bytes[0] >= 20 && bytes[0] <= 63)
    return GC_FLOOD_DTLS;
  if (size < 12 || bytes[0] >> 6 != 2)
    return GC_FLOOD_N_KINDS;
  return bytes[1] >= 192 && bytes[1] <= 223 ? GC_FLOOD_RTCP : GC_FLOOD_RTP;
}

static size_t
pick (GRand *random, size_t below)
{
  return (size_t)g_rand_int_range (random, 0, (gint32)below);
}

static void
flip_bit (GRand *random, uint8_t *bytes, size_t *size)
{
  bytes[pick (random, *size)] ^= (uint8_t)(1 << pick (random, 8));
}

static void
set_byte (GRand *random, uint8_t *bytes, size_t *size)
{
  bytes[pick (random, *size)] = (uint8_t)g_rand_int (random);
}

/* Lengths and counts are two bytes nearly everywhere. */
static void
set_field (GRand *random, uint8_t *bytes, size_t *size)
{
  static const uint16_t ends[] = { 0, 1, 3, 4, 0x7fff, 0x8000, 0xfffc, 0xffff };

  if (*size >= 2)
    put_u16 (bytes + pick (random, *size - 1), ends[pick (random, G_N_ELEMENTS (ends))]);
}

static void
cut (GRand *random, uint8_t *bytes, size_t *size)
{
  *size = 1 + pick (random, *size);
}

static void
lengthen (GRand *random, uint8_t *bytes, size_t *size)
{
  size_t step = 1 + pick (random, 200);
  size_t end = MIN (*size + step, GC_FLOOD_MAX_BYTES);

  for (; *size < end; ++*size)
    bytes[*size] = (uint8_t)g_rand_int (random);
}

static void
copy_part (GRand *random, uint8_t *bytes, size_t *size)
{
  size_t from = pick (random, *size);
  size_t to = pick (random, *size);

  memmove (bytes + to, bytes + from, pick (random, *size - MAX (from, to)) + 1);
}

static size_t
head_bytes (GcFloodKind kind)
{
  return kind == GC_FLOOD_STUN ? STUN_HEAD_BYTES : 2;
}

size_t
gc_flood_mutate (GRand *random, GcFloodKind kind, const uint8_t *bytes, size_t size, uint8_t *out)
{
  static void (*const ways[]) (GRand *, uint8_t *, size_t *) = { flip_bit, set_byte, set_field,
                                                                 cut,      lengthen, copy_part };
  size_t out_size = size;
  size_t places = 1 + pick (random, MAX_PLACES);

  memcpy (out, bytes, size);
  for (size_t i = 0; i < places; i++)
    ways[pick (random, G_N_ELEMENTS (ways))](random, out, &out_size);
  /* What no parser takes for its own would be dropped by the first test. */
  if (pick (random, 4) > 0)
    memcpy (out, bytes, MIN (head_bytes (kind), out_size));
  return out_size;
}

gboolean
gc_flood_spoil_hello (uint8_t *bytes, size_t size)
{
  size_t at = HELLO_FIRST_BYTE;

  if (size < at + 1 || bytes[0] != 22 || bytes[13] != 1)
    return FALSE;
  at += (size_t)1 + bytes[at]; /* session id */
  if (size < at + 1)
    return FALSE;
  at += (size_t)1 + bytes[at]; /* cookie */
  if (size < at + 2 || size < at + 2 + get_u16 (bytes + at))
    return FALSE;
  memset (bytes + at + 2, 0, get_u16 (bytes + at));
  return TRUE;
}
