// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * Datagrams in a byte stream (RFC 4571 section 2, as RFC 6544 section 3 asks of ICE over TCP): two
 * bytes of length, most significant first, then as many of the datagram.
 */
#define GC_FRAME_PREFIX_SIZE 2
#define GC_FRAME_MAX_SIZE 2048 /* of a datagram; a longer one is no media */

/* What came of the frame that has not ended. Zero it to begin. */
typedef struct {
  size_t have; /* of @bytes, the prefix counted in */
  uint8_t bytes[GC_FRAME_PREFIX_SIZE + GC_FRAME_MAX_SIZE];
} GcFrameReader;

typedef enum {
  GC_FRAME_WHOLE,    /* there is one */
  GC_FRAME_PARTIAL,  /* all was taken; the next frame has not ended */
  GC_FRAME_TOO_LONG, /* the stream is of no use any more */
} GcFrameResult;

/*
 * Takes the next frame off the head of @bytes, of which @size are there: both move on. Empty frames
 * are passed over. @ret_frame: (transfer none), in @bytes or in @reader, until the next call; 1 to
 * GC_FRAME_MAX_SIZE bytes of it.
 */
GcFrameResult gc_frame_read (GcFrameReader *reader,
                             const uint8_t **bytes,
                             size_t *size,
                             const uint8_t **ret_frame,
                             size_t *ret_size);

/* Writes the prefix of a datagram of @size <= GC_FRAME_MAX_SIZE bytes. */
void gc_frame_format_prefix (size_t size, uint8_t out[GC_FRAME_PREFIX_SIZE]);
