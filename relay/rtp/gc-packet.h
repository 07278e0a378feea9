// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a UDP datagram on the media port is, told from its first bytes (RFC 7983, RFC 5761). */
typedef enum {
  GC_PACKET_UNKNOWN,
  GC_PACKET_STUN, /* first byte 0 to 3, at least a STUN header, magic cookie present */
  GC_PACKET_DTLS, /* first byte 20 to 63, at least a record header */
  GC_PACKET_RTP,  /* version 2, at least 12 bytes */
  GC_PACKET_RTCP, /* version 2, packet type 192 to 223, at least 8 bytes */
} GcPacketKind;

GcPacketKind gc_packet_classify (const uint8_t *bytes, size_t size);
