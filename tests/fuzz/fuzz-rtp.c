// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * RTP packets: whatever is parsed lies within the bytes given, and a header made of its fields is
 * read the same way. The payload goes through the key frame and descriptor readers of each codec.
 */
#include "config.h"

#include "rtp/gc-codec.h"
#include "rtp/gc-rtp.h"
#include "rtp/gc-vp8.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
copy_extensions (const GcRtp *rtp, GcRtpHeader *header)
{
  for (unsigned id = 0; id < 256; id++) {
    uint8_t size = 0;
    const uint8_t *found = gc_rtp_find_extension (rtp, (uint8_t)id, &size);
    if (found == NULL)
      continue;
    g_assert (found >= rtp->extensions);
    g_assert (found + size <= rtp->extensions + rtp->extensions_size);
    if (id == 15 || size == 0 || size > GC_RTP_MAX_EXTENSION_SIZE ||
        header->extension_count == GC_RTP_MAX_EXTENSIONS)
      continue;
    GcRtpExtension *extension = &header->extensions[header->extension_count++];
    extension->id = (uint8_t)id;
    extension->size = size;
    memcpy (extension->bytes, found, size);
  }
}

static void
check_header (const GcRtp *rtp)
{
  GcRtpHeader header = { .payload_type = rtp->payload_type,
                         .marker = rtp->marker,
                         .seq = rtp->seq,
                         .timestamp = rtp->timestamp,
                         .ssrc = rtp->ssrc };
  uint8_t out[GC_RTP_MAX_HEADER_SIZE];
  GcRtp again;

  copy_extensions (rtp, &header);
  size_t size = gc_rtp_format_header (&header, out, sizeof out);
  g_assert (size >= GC_RTP_FIXED_SIZE);
  g_assert (gc_rtp_parse (out, size, &again));
  g_assert (again.payload_size == 0);
  g_assert (again.seq == rtp->seq && again.timestamp == rtp->timestamp && again.ssrc == rtp->ssrc);
  for (size_t i = 0; i < header.extension_count; i++) {
    uint8_t found_size = 0;
    const uint8_t *found = gc_rtp_find_extension (&again, header.extensions[i].id, &found_size);
    g_assert (found != NULL && found_size == header.extensions[i].size);
    g_assert (memcmp (found, header.extensions[i].bytes, found_size) == 0);
  }
}

static void
check_payload (const uint8_t *payload, size_t size)
{
  g_autoptr (GcVp8Map) map = gc_vp8_map_new ();
  g_autofree uint8_t *copy = g_memdup2 (payload, size);
  GcVp8 vp8;
  GcVp8 again;

  gc_codec_is_key_frame (GC_CODEC_H264, payload, size);
  gc_codec_is_key_frame (GC_CODEC_VP8, payload, size);
  if (!gc_vp8_parse (payload, size, &vp8))
    return;
  g_assert (vp8.size <= size);
  for (int i = 0; i < 3; i++) {
    gc_vp8_map_rewrite (map, &vp8, copy);
    g_assert (gc_vp8_parse (copy, size, &again));
    g_assert (again.size == vp8.size && again.picture_id_bits == vp8.picture_id_bits);
    g_assert (memcmp (copy + vp8.size, payload + vp8.size, size - vp8.size) == 0);
    gc_vp8_map_switch (map);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  GcRtp rtp;

  gc_rtp_parse_header (data, size, &rtp);
  if (gc_rtp_parse (data, size, &rtp)) {
    g_assert (rtp.payload == data + rtp.header_size);
    g_assert (rtp.header_size + rtp.payload_size + rtp.padding_size == size);
    check_header (&rtp);
    check_payload (rtp.payload, rtp.payload_size);
  }
  check_payload (data, size);
  return 0;
}
