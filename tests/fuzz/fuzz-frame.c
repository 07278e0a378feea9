// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The same stream in one piece and cut where the first byte says: both give the same frames. */
#include "config.h"

#include "rtp/gc-frame.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static uint32_t
mix (uint32_t hash, const uint8_t *bytes, size_t size)
{
  hash = (hash ^ (uint32_t)size) * 16777619U;
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ bytes[i]) * 16777619U;
  return hash;
}

/* Returns: a digest of all frames, and of what ended the stream. */
static uint32_t
read_in_steps (const uint8_t *data, size_t size, size_t step)
{
  GcFrameReader reader = { 0 };
  GcFrameResult result = GC_FRAME_PARTIAL;
  uint32_t hash = 2166136261U;

  while (size > 0 && result != GC_FRAME_TOO_LONG) {
    size_t piece = MIN (step, size), left = piece;
    g_autofree uint8_t *copy = g_memdup2 (data, piece);
    const uint8_t *at = copy, *frame;
    size_t frame_size = 0;
    while ((result = gc_frame_read (&reader, &at, &left, &frame, &frame_size)) == GC_FRAME_WHOLE) {
      if (frame_size == 0 || frame_size > GC_FRAME_MAX_SIZE)
        abort ();
      hash = mix (hash, frame, frame_size);
    }
    if (result == GC_FRAME_PARTIAL && left != 0)
      abort ();
    data += piece;
    size -= piece;
  }
  return hash ^ (uint32_t)result;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  if (read_in_steps (data + 1, size - 1, SIZE_MAX) !=
      read_in_steps (data + 1, size - 1, (size_t)data[0] + 1))
    abort ();
  return 0;
}
