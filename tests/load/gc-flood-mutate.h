// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong with a datagram on the wire: bits, fields at their ends, cuts, rubbish behind. */
#define GC_FLOOD_MAX_BYTES 1472

typedef enum {
  GC_FLOOD_STUN,
  GC_FLOOD_DTLS,
  GC_FLOOD_RTP,
  GC_FLOOD_RTCP,
  GC_FLOOD_N_KINDS,
} GcFloodKind;

/* Which of them it is by its first bytes (RFC 7983, RFC 5761); GC_FLOOD_N_KINDS for none. */
GcFloodKind gc_flood_classify (const uint8_t *bytes, size_t size);

/*
 * Damages a copy of @bytes in one to eight places, into @out of GC_FLOOD_MAX_BYTES; @size is at
 * most that. Three of four still look like @kind at first sight. Returns: its size, at least 1.
 */
size_t
gc_flood_mutate (GRand *random, GcFloodKind kind, const uint8_t *bytes, size_t size, uint8_t *out);

/*
 * Makes of a DTLS ClientHello one that offers the cipher suite 0x0000 alone, in place.
 * FALSE when it is none.
 */
gboolean gc_flood_spoil_hello (uint8_t *bytes, size_t size);
