// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-codec.h"

#include <string.h>

static const struct {
  const char *what;
  GcCodec codec;
  gboolean key;
  size_t size;
  uint8_t bytes[24];
} payloads[] = {
  { "vp8 key, no extension", GC_CODEC_VP8, TRUE, 4, { 0x10, 0x50, 0x01, 0x02 } },
  { "vp8 delta", GC_CODEC_VP8, FALSE, 4, { 0x10, 0x51, 0x01, 0x02 } },
  { "vp8 key, not its first packet", GC_CODEC_VP8, FALSE, 4, { 0x00, 0x50, 0x01, 0x02 } },
  { "vp8 key, start of partition 1", GC_CODEC_VP8, FALSE, 4, { 0x11, 0x50, 0x01, 0x02 } },
  { "vp8 key behind a 15-bit id", GC_CODEC_VP8, TRUE, 6, { 0x90, 0x80, 0x81, 0x01, 0x50, 0 } },
  { "vp8 delta behind a 15-bit id", GC_CODEC_VP8, FALSE, 6, { 0x90, 0x80, 0x81, 0x00, 0x51, 0 } },
  { "vp8 with all fields", GC_CODEC_VP8, TRUE, 7, { 0x90, 0xe0, 0x81, 0x01, 7, 0x20, 0x50 } },
  { "vp8 descriptor alone", GC_CODEC_VP8, FALSE, 4, { 0x90, 0x80, 0x81, 0x01 } },
  { "vp8 nothing", GC_CODEC_VP8, FALSE, 0, { 0 } },
  { "h264 idr without sps", GC_CODEC_H264, FALSE, 3, { 0x65, 0x88, 0x80 } },
  { "h264 sps", GC_CODEC_H264, TRUE, 4, { 0x67, 0x42, 0xe0, 0x1f } },
  { "h264 pps", GC_CODEC_H264, FALSE, 3, { 0x68, 0xce, 0x06 } },
  { "h264 slice", GC_CODEC_H264, FALSE, 3, { 0x41, 0x9a, 0x00 } },
  { "h264 fu-a idr, first", GC_CODEC_H264, FALSE, 3, { 0x7c, 0x85, 0x88 } },
  { "h264 fu-a sps, first", GC_CODEC_H264, TRUE, 3, { 0x7c, 0x87, 0x42 } },
  { "h264 fu-a sps, middle", GC_CODEC_H264, FALSE, 3, { 0x7c, 0x07, 0x42 } },
  { "h264 fu-a slice, first", GC_CODEC_H264, FALSE, 3, { 0x7c, 0x81, 0x88 } },
  { "h264 stap-a sps, pps", GC_CODEC_H264, TRUE, 9, { 0x78, 0, 2, 0x67, 0x42, 0, 2, 0x68, 0xce } },
  { "h264 stap-a aud, sps", GC_CODEC_H264, TRUE, 9, { 0x78, 0, 2, 0x09, 0xf0, 0, 2, 0x67, 0x42 } },
  { "h264 stap-a slices", GC_CODEC_H264, FALSE, 9, { 0x78, 0, 2, 0x41, 1, 0, 2, 0x41, 2 } },
  { "h264 stap-a with a length too large", GC_CODEC_H264, FALSE, 5, { 0x78, 0, 9, 0x67, 0x42 } },
  { "h264 stap-a with a length of 0", GC_CODEC_H264, FALSE, 5, { 0x78, 0, 0, 0x67, 0x42 } },
  { "h264 one byte", GC_CODEC_H264, FALSE, 1, { 0x65 } },
  { "opus", GC_CODEC_OPUS, TRUE, 1, { 0xf8 } },
  { "none", GC_CODEC_NONE, FALSE, 2, { 0x65, 0x88 } },
};

static void
test_key_frame (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (payloads); i++) {
    g_autofree uint8_t *copy = g_malloc (payloads[i].size + 1);
    memcpy (copy, payloads[i].bytes, payloads[i].size);
    g_autofree uint8_t *exact = payloads[i].size > 0 ? g_memdup2 (copy, payloads[i].size) : NULL;
    if (gc_codec_is_key_frame (payloads[i].codec, exact, payloads[i].size) != payloads[i].key)
      g_error ("wrong: %s", payloads[i].what);
  }
}

/* Cut anywhere, a payload may stop to be a key frame, but must not be read beyond its end. */
static void
test_truncated (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (payloads); i++) {
    for (size_t size = 1; size < payloads[i].size; size++) {
      g_autofree uint8_t *cut = g_memdup2 (payloads[i].bytes, size);
      gboolean key = gc_codec_is_key_frame (payloads[i].codec, cut, size);
      g_assert_true (!key || payloads[i].key);
    }
  }
}

static void
test_names (void)
{
  g_assert_cmpstr (gc_codec_name (GC_CODEC_OPUS), ==, "opus");
  g_assert_cmpstr (gc_codec_name (GC_CODEC_VP8), ==, "VP8");
  g_assert_cmpstr (gc_codec_name (GC_CODEC_H264), ==, "H264");
  g_assert_null (gc_codec_name (GC_CODEC_NONE));
  g_assert_cmpuint (gc_codec_clock_hz (GC_CODEC_OPUS), ==, 48000);
  g_assert_cmpuint (gc_codec_clock_hz (GC_CODEC_H264), ==, 90000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codec/key-frame", test_key_frame);
  g_test_add_func ("/codec/truncated", test_truncated);
  g_test_add_func ("/codec/names", test_names);
  return g_test_run ();
}
