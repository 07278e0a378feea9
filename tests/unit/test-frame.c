// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* One stream of frames, cut in all ways, gives the same datagrams. */
#include "config.h"

#include "rtp/gc-frame.h"

#include <string.h>

/* Reads all of @bytes in pieces of at most @step. Returns what ended it. */
static GcFrameResult
read_in_steps (const uint8_t *bytes, size_t size, size_t step, GPtrArray *frames)
{
  GcFrameReader reader = { 0 };
  GcFrameResult result = GC_FRAME_PARTIAL;

  while (size > 0 && result != GC_FRAME_TOO_LONG) {
    /* A copy without a spare byte, so that a sanitizer sees who reads behind it. */
    size_t piece = MIN (step, size), left = piece;
    g_autofree uint8_t *copy = g_memdup2 (bytes, piece);
    const uint8_t *at = copy, *frame;
    size_t frame_size = 0;
    while ((result = gc_frame_read (&reader, &at, &left, &frame, &frame_size)) == GC_FRAME_WHOLE)
      g_ptr_array_add (frames, g_bytes_new (frame, frame_size));
    g_assert_true (result == GC_FRAME_TOO_LONG || left == 0);
    bytes += piece;
    size -= piece;
  }
  return result;
}

static GPtrArray *
new_frames (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
}

static void
test_any_cut (void)
{
  static const size_t sizes[] = { 1, 0, 2, 300, 0, 0, GC_FRAME_MAX_SIZE, 7 };
  static const size_t steps[] = { 1, 2, 3, 5, 299, 302, 2049, 2050, 2051, SIZE_MAX };
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  uint8_t bytes[GC_FRAME_MAX_SIZE];

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++) {
    uint8_t prefix[GC_FRAME_PREFIX_SIZE];
    gc_frame_format_prefix (sizes[i], prefix);
    memset (bytes, (int)i, sizeof bytes);
    g_byte_array_append (stream, prefix, sizeof prefix);
    g_byte_array_append (stream, bytes, (guint)sizes[i]);
  }
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GPtrArray) frames = new_frames ();
    guint n = 0;
    g_assert_cmpint (read_in_steps (stream->data, stream->len, steps[i], frames), ==,
                     GC_FRAME_PARTIAL);
    for (size_t k = 0; k < G_N_ELEMENTS (sizes); k++) {
      if (sizes[k] == 0)
        continue; /* empty frames are passed over */
      size_t size;
      const uint8_t *frame = g_bytes_get_data (frames->pdata[n++], &size);
      g_assert_cmpuint (size, ==, sizes[k]);
      g_assert_cmpuint (frame[0], ==, k);
      g_assert_cmpuint (frame[size - 1], ==, k);
    }
    g_assert_cmpuint (frames->len, ==, n);
  }
}

/* What is too long is told by its prefix, not first when it has come. */
static void
test_too_long (void)
{
  static const uint8_t streams[][5] = {
    { 0, 1, 9, GC_FRAME_MAX_SIZE >> 8, 1 },
    { 0, 1, 9, 0xff, 0xff },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (streams); i++) {
    for (size_t step = 1; step <= sizeof streams[i]; step++) {
      g_autoptr (GPtrArray) frames = new_frames ();
      g_assert_cmpint (read_in_steps (streams[i], sizeof streams[i], step, frames), ==,
                       GC_FRAME_TOO_LONG);
      g_assert_cmpuint (frames->len, ==, 1);
    }
  }
}

static void
test_nothing (void)
{
  GcFrameReader reader = { 0 };
  const uint8_t *bytes = (const uint8_t *)"", *frame;
  size_t size = 0, frame_size;

  g_assert_cmpint (gc_frame_read (&reader, &bytes, &size, &frame, &frame_size), ==,
                   GC_FRAME_PARTIAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/any-cut", test_any_cut);
  g_test_add_func ("/frame/too-long", test_too_long);
  g_test_add_func ("/frame/nothing", test_nothing);
  return g_test_run ();
}
