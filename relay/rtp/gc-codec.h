// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* The codecs that the relay forwards, and the little it needs to know of their payloads. */
typedef enum {
  GC_CODEC_NONE,
  GC_CODEC_OPUS, /* RFC 7587 */
  GC_CODEC_VP8,  /* RFC 7741 */
  GC_CODEC_H264, /* RFC 6184, constrained baseline, packetization mode 1 */
} GcCodec;

/* The encoding name of SDP, such as "VP8"; NULL for GC_CODEC_NONE. (transfer none), static. */
const char *gc_codec_name (GcCodec codec);

/* The RTP clock in Hz: 48000 or 90000; 0 for GC_CODEC_NONE. */
uint32_t gc_codec_clock_hz (GcCodec codec);

/*
 * Whether the RTP payload of @size bytes is the first packet of a key frame, from which a decoder
 * can start: VP8 a first partition with the P bit clear, H.264 a sequence parameter set (alone, in
 * STAP-A or as first FU-A), which stands before each IDR picture. Always TRUE for Opus.
 */
gboolean gc_codec_is_key_frame (GcCodec codec, const uint8_t *payload, size_t size);
