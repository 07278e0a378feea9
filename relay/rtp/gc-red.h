// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The RED payload format (RFC 2198): the frame of a packet, and before it frames that were sent
 * already, in case their packets were lost. All blocks are of one codec.
 */
#define GC_RED_MAX_REDUNDANT 4   /* frames beside the packet's own that are read */
#define GC_RED_MAX_OFFSET 0x3fff /* of a time stamp, 14 bits */
#define GC_RED_MAX_FRAME 0x3ff   /* bytes of a redundant frame, 10 bits */
#define GC_RED_HEADER_SIZE 4     /* before each redundant frame; the packet's own has one byte */

/* A frame; the bytes are borrowed. */
typedef struct {
  const uint8_t *bytes;
  size_t size;
  uint16_t offset; /* RTP clock ticks before the time stamp of the packet; 0: the packet's own */
} GcRedFrame;

typedef struct {
  GcRedFrame primary;
  GcRedFrame redundant[GC_RED_MAX_REDUNDANT]; /* in the order of the payload, the oldest first */
  unsigned count;                             /* of @redundant */
} GcRed;

/*
 * Reads the RED payload of @size bytes into @ret_red, which borrows it. FALSE, with @ret_red
 * untouched, when a length does not fit, there are more frames than GC_RED_MAX_REDUNDANT and one,
 * or a block has another payload type than @payload_type. Source: RFC 2198 section 3.
 */
gboolean gc_red_parse (const uint8_t *payload, size_t size, uint8_t payload_type, GcRed *ret_red);

/*
 * Writes @red to @out of @capacity bytes, all blocks with @payload_type. Returns the bytes written,
 * or 0 when they do not fit or an offset or a size is out of its range.
 */
size_t gc_red_format (const GcRed *red, uint8_t payload_type, uint8_t *out, size_t capacity);
