// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-frame.h"

#include <string.h>

static size_t
read_prefix (const uint8_t *bytes)
{
  return (size_t)bytes[0] << 8 | bytes[1];
}

/* Moves bytes into @reader until it has @wanted of them. FALSE if there are not so many. */
static gboolean
fill (GcFrameReader *reader, const uint8_t **bytes, size_t *size, size_t wanted)
{
  size_t n = MIN (wanted - reader->have, *size);

  if (n > 0)
    memcpy (reader->bytes + reader->have, *bytes, n);
  reader->have += n;
  *bytes += n;
  *size -= n;
  return reader->have == wanted;
}

/* The frame whose beginning came before. */
static GcFrameResult
read_rest (GcFrameReader *reader,
           const uint8_t **bytes,
           size_t *size,
           const uint8_t **ret_frame,
           size_t *ret_size)
{
  if (reader->have < GC_FRAME_PREFIX_SIZE && !fill (reader, bytes, size, GC_FRAME_PREFIX_SIZE))
    return GC_FRAME_PARTIAL;
  size_t length = read_prefix (reader->bytes);
  if (length > GC_FRAME_MAX_SIZE)
    return GC_FRAME_TOO_LONG;
  if (!fill (reader, bytes, size, GC_FRAME_PREFIX_SIZE + length))
    return GC_FRAME_PARTIAL;
  reader->have = 0;
  *ret_frame = reader->bytes + GC_FRAME_PREFIX_SIZE;
  *ret_size = length;
  return GC_FRAME_WHOLE;
}

/* A frame that lies in @bytes from its first byte, and to its last if it may stay there. */
static GcFrameResult
read_whole (GcFrameReader *reader,
            const uint8_t **bytes,
            size_t *size,
            const uint8_t **ret_frame,
            size_t *ret_size)
{
  size_t length = *size >= GC_FRAME_PREFIX_SIZE ? read_prefix (*bytes) : 0;
  size_t whole = GC_FRAME_PREFIX_SIZE + length;

  if (*size < whole)
    return read_rest (reader, bytes, size, ret_frame, ret_size);
  if (length > GC_FRAME_MAX_SIZE)
    return GC_FRAME_TOO_LONG;
  *ret_frame = *bytes + GC_FRAME_PREFIX_SIZE;
  *ret_size = length;
  *bytes += whole;
  *size -= whole;
  return GC_FRAME_WHOLE;
}

GcFrameResult
gc_frame_read (GcFrameReader *reader,
               const uint8_t **bytes,
               size_t *size,
               const uint8_t **ret_frame,
               size_t *ret_size)
{
  size_t length = 0;
  GcFrameResult result;

  do {
    result = reader->have > 0 ? read_rest (reader, bytes, size, ret_frame, &length)
                              : read_whole (reader, bytes, size, ret_frame, &length);
  } while (result == GC_FRAME_WHOLE && length == 0);
  if (result == GC_FRAME_WHOLE)
    *ret_size = length;
  return result;
}

void
gc_frame_format_prefix (size_t size, uint8_t out[GC_FRAME_PREFIX_SIZE])
{
  g_return_if_fail (size <= GC_FRAME_MAX_SIZE);

  out[0] = (uint8_t)(size >> 8);
  out[1] = (uint8_t)size;
}
