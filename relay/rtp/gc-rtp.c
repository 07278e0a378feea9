// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading and writing of RTP headers (RFC 3550 section 5.1, RFC 8285). Every length is checked
 * against what is left before the bytes behind it are touched.
 */
#include "config.h"

#include "rtp/gc-rtp.h"

#include "rtp/gc-bytes.h"

#include <string.h>

#define VERSION 2
#define PROFILE_ONE_BYTE 0xbede
#define PROFILE_TWO_BYTE 0x1000 /* the low 4 bits are the application's */
#define PROFILE_TWO_BYTE_MASK 0xfff0
#define ONE_BYTE_MAX_ID 14
#define ONE_BYTE_STOP_ID 15

gboolean
gc_rtp_parse_header (const uint8_t *data, size_t size, GcRtp *ret_rtp)
{
  GcRtp rtp = { 0 };

  if (size < GC_RTP_FIXED_SIZE || data[0] >> 6 != VERSION)
    return FALSE;

  size_t header_size = GC_RTP_FIXED_SIZE + 4 * (size_t)(data[0] & 15);
  if ((data[0] & 0x10) != 0) {
    if (header_size + 4 > size)
      return FALSE;
    size_t words = gc_read_u16 (data + header_size + 2);
    rtp.extension_profile = gc_read_u16 (data + header_size);
    rtp.extensions = data + header_size + 4;
    if (4 * words > size - header_size - 4)
      return FALSE;
    rtp.extensions_size = (uint16_t)(4 * words);
    header_size += 4 + 4 * words;
  }
  if (header_size > size)
    return FALSE;

  rtp.marker = (data[1] & 0x80) != 0;
  rtp.payload_type = data[1] & 0x7f;
  rtp.seq = gc_read_u16 (data + 2);
  rtp.timestamp = gc_read_u32 (data + 4);
  rtp.ssrc = gc_read_u32 (data + 8);
  rtp.header_size = header_size;
  rtp.payload = data + header_size;
  rtp.payload_size = size - header_size;
  *ret_rtp = rtp;
  return TRUE;
}

gboolean
gc_rtp_parse (const uint8_t *data, size_t size, GcRtp *ret_rtp)
{
  GcRtp rtp;

  if (!gc_rtp_parse_header (data, size, &rtp))
    return FALSE;
  if ((data[0] & 0x20) != 0) {
    uint8_t padding = data[size - 1];
    if (padding == 0 || padding > rtp.payload_size)
      return FALSE;
    rtp.padding_size = padding;
    rtp.payload_size -= padding;
  }
  *ret_rtp = rtp;
  return TRUE;
}

static const uint8_t *
find_one_byte (const uint8_t *at, const uint8_t *end, uint8_t id, uint8_t *ret_size)
{
  while (at < end) {
    if (*at == 0) { /* padding between elements */
      at++;
      continue;
    }
    uint8_t found = *at >> 4;
    uint8_t size = (uint8_t)((*at & 15) + 1);
    at++;
    if (found == ONE_BYTE_STOP_ID || size > end - at)
      return NULL;
    if (found == id) {
      *ret_size = size;
      return at;
    }
    at += size;
  }
  return NULL;
}

static const uint8_t *
find_two_byte (const uint8_t *at, const uint8_t *end, uint8_t id, uint8_t *ret_size)
{
  while (at < end) {
    if (*at == 0) {
      at++;
      continue;
    }
    if (end - at < 2 || at[1] > end - at - 2)
      return NULL;
    if (at[0] == id) {
      *ret_size = at[1];
      return at + 2;
    }
    at += 2 + at[1];
  }
  return NULL;
}

gboolean
gc_rtp_restore (GcRtp *rtx, uint32_t ssrc, uint8_t payload_type)
{
  if (rtx->payload_size <= GC_RTX_OSN_SIZE)
    return FALSE;
  rtx->seq = (uint16_t)(rtx->payload[0] << 8 | rtx->payload[1]);
  rtx->ssrc = ssrc;
  rtx->payload_type = payload_type;
  rtx->payload += GC_RTX_OSN_SIZE;
  rtx->payload_size -= GC_RTX_OSN_SIZE;
  return TRUE;
}

const uint8_t *
gc_rtp_find_extension (const GcRtp *rtp, uint8_t id, uint8_t *ret_size)
{
  if (rtp->extensions == NULL || id == 0)
    return NULL;

  const uint8_t *end = rtp->extensions + rtp->extensions_size;
  if (rtp->extension_profile == PROFILE_ONE_BYTE && id <= ONE_BYTE_MAX_ID)
    return find_one_byte (rtp->extensions, end, id, ret_size);
  if ((rtp->extension_profile & PROFILE_TWO_BYTE_MASK) == PROFILE_TWO_BYTE)
    return find_two_byte (rtp->extensions, end, id, ret_size);
  return NULL;
}

/* The bytes of the extension block without its head of 4, or -1 when an element is out of range. */
static int
measure_extensions (const GcRtpHeader *header, gboolean *ret_two_byte)
{
  int size = 0;

  *ret_two_byte = FALSE;
  for (size_t i = 0; i < header->extension_count; i++) {
    const GcRtpExtension *extension = &header->extensions[i];
    if (extension->id == 0 || extension->id == ONE_BYTE_STOP_ID || extension->size == 0 ||
        extension->size > GC_RTP_MAX_EXTENSION_SIZE)
      return -1;
    *ret_two_byte = *ret_two_byte || extension->id > ONE_BYTE_MAX_ID;
    size += 1 + extension->size;
  }
  return *ret_two_byte ? size + header->extension_count : size;
}

static uint8_t *
format_extensions (const GcRtpHeader *header, gboolean two_byte, int size, uint8_t *at)
{
  int padded = (size + 3) & ~3;

  gc_write_u16 (at, two_byte ? PROFILE_TWO_BYTE : PROFILE_ONE_BYTE);
  gc_write_u16 (at + 2, (uint16_t)(padded / 4));
  at += 4;
  for (size_t i = 0; i < header->extension_count; i++) {
    const GcRtpExtension *extension = &header->extensions[i];
    if (two_byte) {
      *at++ = extension->id;
      *at++ = extension->size;
    } else {
      *at++ = (uint8_t)(extension->id << 4 | (extension->size - 1));
    }
    memcpy (at, extension->bytes, extension->size);
    at += extension->size;
  }
  for (; size < padded; size++)
    *at++ = 0;
  return at;
}

size_t
gc_rtp_format_header (const GcRtpHeader *header, uint8_t *out, size_t capacity)
{
  gboolean two_byte = FALSE;
  gboolean has_extensions = header->extension_count > 0;

  if (header->payload_type > 127 || header->extension_count > GC_RTP_MAX_EXTENSIONS)
    return 0;
  int extensions_size = measure_extensions (header, &two_byte);
  if (extensions_size < 0)
    return 0;
  size_t size =
      GC_RTP_FIXED_SIZE + (has_extensions ? 4 + (((size_t)extensions_size + 3) & ~3u) : 0);
  if (size > capacity)
    return 0;

  out[0] = (uint8_t)(VERSION << 6 | (has_extensions ? 0x10 : 0));
  out[1] = (uint8_t)((header->marker ? 0x80 : 0) | header->payload_type);
  gc_write_u16 (out + 2, header->seq);
  gc_write_u32 (out + 4, header->timestamp);
  gc_write_u32 (out + 8, header->ssrc);
  if (has_extensions)
    format_extensions (header, two_byte, extensions_size, out + GC_RTP_FIXED_SIZE);
  return size;
}
