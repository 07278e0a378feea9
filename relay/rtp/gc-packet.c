// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

#include "config.h"

#include "rtp/gc-packet.h"

#define STUN_HEADER_SIZE 20
#define DTLS_HEADER_SIZE 13
#define RTP_HEADER_SIZE 12
#define RTCP_HEADER_SIZE 8

static GcPacketKind
classify_stun (const uint8_t *bytes, size_t size)
{
  if (size < STUN_HEADER_SIZE)
    return GC_PACKET_UNKNOWN;
  /* Magic cookie: RFC 3489 clients, which have none, do not exist in WebRTC. */
  if (bytes[4] != 0x21 || bytes[5] != 0x12 || bytes[6] != 0xa4 || bytes[7] != 0x42)
    return GC_PACKET_UNKNOWN;
  return GC_PACKET_STUN;
}

static GcPacketKind
classify_rtp (const uint8_t *bytes, size_t size)
{
  if (size < RTCP_HEADER_SIZE)
    return GC_PACKET_UNKNOWN;
  if (bytes[1] >= 192 && bytes[1] <= 223)
    return GC_PACKET_RTCP;
  return size >= RTP_HEADER_SIZE ? GC_PACKET_RTP : GC_PACKET_UNKNOWN;
}

GcPacketKind
gc_packet_classify (const uint8_t *bytes, size_t size)
{
  if (size == 0)
    return GC_PACKET_UNKNOWN;
  if (bytes[0] <= 3)
    return classify_stun (bytes, size);
  if (bytes[0] >= 20 && bytes[0] <= 63)
    return size >= DTLS_HEADER_SIZE ? GC_PACKET_DTLS : GC_PACKET_UNKNOWN;
  if (bytes[0] >= 128 && bytes[0] <= 191)
    return classify_rtp (bytes, size);
  return GC_PACKET_UNKNOWN;
}
