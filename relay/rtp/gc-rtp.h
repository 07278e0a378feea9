// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * RTP packets (RFC 3550 section 5.1) as views on the caller's bytes, and the writing of new
 * headers. Nothing here allocates or copies payload: a relay does this for every packet.
 */
#define GC_RTP_FIXED_SIZE 12         /* the header without CSRCs and extensions */
#define GC_RTP_MAX_EXTENSIONS 4      /* in a header that we write */
#define GC_RTP_MAX_EXTENSION_SIZE 16 /* bytes of one extension that we write */
/* Room for every header that gc_rtp_format_header () can write. */
#define GC_RTP_MAX_HEADER_SIZE                                                                     \
  (GC_RTP_FIXED_SIZE + 4 + GC_RTP_MAX_EXTENSIONS * (2 + GC_RTP_MAX_EXTENSION_SIZE))

#define GC_RTX_OSN_SIZE 2 /* the number before the payload of a retransmission (RFC 4588) */

/* A parsed packet. The pointers borrow the bytes that were parsed. */
typedef struct {
  const uint8_t *payload;
  const uint8_t *extensions; /* body of the extension block, NULL when there is none */
  size_t payload_size;       /* without padding */
  size_t header_size;        /* fixed part, CSRCs and extension block */
  uint32_t timestamp;
  uint32_t ssrc;
  uint16_t extensions_size;
  uint16_t extension_profile; /* 0xbede one-byte, 0x1000 to 0x100f two-byte form (RFC 8285) */
  uint16_t seq;
  uint8_t padding_size;
  uint8_t payload_type; /* 0 to 127 */
  gboolean marker;
} GcRtp;

/* One header extension element to be written. */
typedef struct {
  uint8_t id;   /* 1 to 255, without 15; above 14 the two-byte form is used for the whole block */
  uint8_t size; /* 1 to GC_RTP_MAX_EXTENSION_SIZE */
  uint8_t bytes[GC_RTP_MAX_EXTENSION_SIZE];
} GcRtpExtension;

/* A header to be written: no CSRCs, no padding. */
typedef struct {
  uint32_t timestamp;
  uint32_t ssrc;
  uint16_t seq;
  uint8_t payload_type; /* 0 to 127 */
  uint8_t extension_count;
  gboolean marker;
  GcRtpExtension extensions[GC_RTP_MAX_EXTENSIONS];
} GcRtpHeader;

/*
 * Parses the plaintext packet @data of @size bytes into @ret_rtp. FALSE, with @ret_rtp untouched,
 * when a length in it does not fit or the version is not 2.
 */
gboolean gc_rtp_parse (const uint8_t *data, size_t size, GcRtp *ret_rtp);

/*
 * As gc_rtp_parse (), for a packet that is still protected by SRTP: header fields and extensions
 * are in clear (RFC 3711 section 3.1), everything behind them counts as payload, and the padding,
 * whose length is encrypted, is not looked at.
 */
gboolean gc_rtp_parse_header (const uint8_t *data, size_t size, GcRtp *ret_rtp);

/*
 * Turns @rtx, a parsed packet of a retransmission stream, into what was lost: its number and
 * payload, as a packet of @ssrc with @payload_type (RFC 4588 section 4). FALSE, with @rtx
 * untouched, when there is nothing in it: such packets only probe the link.
 */
gboolean gc_rtp_restore (GcRtp *rtx, uint32_t ssrc, uint8_t payload_type);

/*
 * The extension element @id (1 to 255) of @rtp (RFC 8285): its first byte, and its length in
 * @ret_size; NULL when it is not there or the block is broken before it. (transfer none)
 */
const uint8_t *gc_rtp_find_extension (const GcRtp *rtp, uint8_t id, uint8_t *ret_size);

/*
 * Writes @header to @out of @capacity bytes. Returns the bytes written, at most
 * GC_RTP_MAX_HEADER_SIZE, or 0 when they do not fit or a field is out of its range.
 */
size_t gc_rtp_format_header (const GcRtpHeader *header, uint8_t *out, size_t capacity);
