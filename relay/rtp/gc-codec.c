// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Key frames as the forwarder has to see them: by the first packet, with no depacketising. Only
 * the few bytes that tell are read.
 *
 * An IDR picture of H.264 alone does not count: if the parameter sets before it were lost, a new
 * decoder can do nothing with it, and those packets must still be asked for.
 */
#include "config.h"

#include "rtp/gc-codec.h"

#include "rtp/gc-bytes.h"
#include "rtp/gc-vp8.h"

static const struct {
  const char *name;
  uint32_t clock_hz;
} codecs[] = {
  [GC_CODEC_NONE] = { NULL, 0 },
  [GC_CODEC_OPUS] = { "opus", 48000 },
  [GC_CODEC_VP8] = { "VP8", 90000 },
  [GC_CODEC_H264] = { "H264", 90000 },
};

/* NAL unit types of RFC 6184 section 5.2 and ITU-T H.264 table 7-1. */
enum {
  NAL_SPS = 7,
  NAL_STAP_A = 24,
  NAL_FU_A = 28,
};

const char *
gc_codec_name (GcCodec codec)
{
  g_return_val_if_fail ((size_t)codec < G_N_ELEMENTS (codecs), NULL);
  return codecs[codec].name;
}

uint32_t
gc_codec_clock_hz (GcCodec codec)
{
  g_return_val_if_fail ((size_t)codec < G_N_ELEMENTS (codecs), 0);
  return codecs[codec].clock_hz;
}

static gboolean
is_vp8_key_frame (const uint8_t *payload, size_t size)
{
  GcVp8 vp8;

  if (!gc_vp8_parse (payload, size, &vp8) || size == vp8.size)
    return FALSE;
  /* The lowest bit of the frame tag is 0 in key frames (RFC 6386 section 9.1). */
  return vp8.partition_start && vp8.partition == 0 && (payload[vp8.size] & 1) == 0;
}

static gboolean
is_h264_key_frame (const uint8_t *payload, size_t size)
{
  if (size < 2)
    return FALSE;

  uint8_t nal_type = payload[0] & 0x1f;
  if (nal_type == NAL_FU_A)
    return (payload[1] & 0x80) != 0 && (payload[1] & 0x1f) == NAL_SPS;
  if (nal_type != NAL_STAP_A)
    return nal_type == NAL_SPS;

  for (size_t at = 1; size - at > 2;) {
    size_t nal_size = gc_read_u16 (payload + at);
    at += 2;
    if (nal_size == 0 || nal_size > size - at)
      return FALSE;
    if ((payload[at] & 0x1f) == NAL_SPS)
      return TRUE;
    at += nal_size;
  }
  return FALSE;
}

gboolean
gc_codec_is_key_frame (GcCodec codec, const uint8_t *payload, size_t size)
{
  switch (codec) {
  case GC_CODEC_VP8:
    return is_vp8_key_frame (payload, size);
  case GC_CODEC_H264:
    return is_h264_key_frame (payload, size);
  case GC_CODEC_OPUS:
    return TRUE;
  case GC_CODEC_NONE:
  default:
    return FALSE;
  }
}
