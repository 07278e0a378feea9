// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * FEC packets of RFC 5109, level 0: the exclusive or of some packets of one stream, from which one
 * of them can be had again when all others are there. Adding a packet and taking it away are the
 * same, so one bit string serves both sides: a sender adds the packets of a group, a receiver takes
 * away those that came; what then is left is the one that did not.
 */
#define GC_ULPFEC_MAX_SPAN 48   /* numbers from the first packet of a group to its last */
#define GC_ULPFEC_MAX_BODY 1400 /* bytes of a protected packet behind the fixed RTP header */
#define GC_ULPFEC_MAX_SIZE (10 + 8 + GC_ULPFEC_MAX_BODY) /* of a FEC payload */

/* In the caller's memory; private but for the size. */
typedef struct {
  uint64_t mask;   /* of 48 bits, the highest for the packet @base */
  uint16_t base;   /* the lowest number */
  uint16_t length; /* as the next ones, of all in the mask: bytes behind the fixed header */
  uint8_t flags[2];
  uint8_t timestamp[4];
  size_t size; /* of the longest body; behind it @body is 0 */
  uint8_t body[GC_ULPFEC_MAX_BODY];
} GcUlpfec;

/* Empty, for packets from @base on. */
void gc_ulpfec_init (GcUlpfec *fec, uint16_t base);

/* Packets whose loss would be made good together with that of all others of the group. */
unsigned gc_ulpfec_n_packets (const GcUlpfec *fec);

/*
 * Adds the RTP packet that is @header, of at least 12 bytes, and @payload, padding included. FALSE,
 * with nothing added, when it is too long, is in already, or its number is not one of the
 * GC_ULPFEC_MAX_SPAN from the base on.
 */
gboolean gc_ulpfec_add (GcUlpfec *fec,
                        const uint8_t *header,
                        size_t header_size,
                        const uint8_t *payload,
                        size_t payload_size);

/* Adds what is in @other, which has the same base, and none of the packets of @fec. */
void gc_ulpfec_merge (GcUlpfec *fec, const GcUlpfec *other);

/*
 * Writes the FEC payload to @out of @capacity bytes. Returns the bytes written, at most
 * GC_ULPFEC_MAX_SIZE; 0 when they do not fit or no packet is in. Source: RFC 5109
 * sections 7.3, 7.4.
 */
size_t gc_ulpfec_format (const GcUlpfec *fec, uint8_t *out, size_t capacity);

/*
 * Reads the FEC payload of @size bytes. FALSE, with @ret_fec untouched, when a length does not fit
 * or it protects nothing. Levels above 0 are not read.
 */
gboolean gc_ulpfec_parse (const uint8_t *payload, size_t size, GcUlpfec *ret_fec);

/* Whether @seq is in. */
gboolean gc_ulpfec_has (const GcUlpfec *fec, uint16_t seq);

/*
 * Takes away the RTP packet @packet of @size bytes, at least 12, which is in. FALSE, with nothing
 * changed, when it is longer than what was protected: then nothing can be had from @fec.
 */
gboolean gc_ulpfec_remove (GcUlpfec *fec, const uint8_t *packet, size_t size);

/*
 * Writes the one packet that is left to @out of @capacity bytes, as one of @ssrc. FALSE when not
 * exactly one is left, or its length cannot be. Source: RFC 5109 section 9.
 */
gboolean gc_ulpfec_recover (const GcUlpfec *fec,
                            uint32_t ssrc,
                            uint8_t *out,
                            size_t capacity,
                            size_t *ret_size);
