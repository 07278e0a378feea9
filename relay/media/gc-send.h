// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-send-queue.h"
#include "rtp/gc-address.h"
#include "rtp/gc-srtp.h"

#define GC_SEND_HEADER_SIZE 48 /* the fixed header, MID, and audio level or playout delay */
#define GC_SEND_PATCH_SIZE 8   /* a VP8 payload descriptor */
#define GC_PACKET_MAX_SENDS 5  /* a room has six seats */

/* GcSend: one copy to be sent. */
typedef struct {
  GcAddress to; /* .local: index of our address in the GcPort */
  GcSrtp *srtp; /* protects it; borrowed, as the next. NULL: the payload goes out as it is */
  const uint8_t *payload; /* of its own; NULL: what all receivers of the GcPacket share */
  size_t payload_size;    /* of either */
  uint8_t header_size;
  uint8_t patch_size; /* first bytes of the payload that differ for this receiver */
  uint8_t lane;       /* a GcLane: what it waits behind, over TCP */
  uint8_t header[GC_SEND_HEADER_SIZE];
  uint8_t patch[GC_SEND_PATCH_SIZE];
} GcSend;

/* GcPacket: one datagram on its way through the forwarder. */
typedef struct {
  GcAddress from;
  uint8_t *bytes; /* decrypted in place */
  size_t size;
  size_t payload_offset; /* of the payload within @bytes, once there are sends */
  size_t payload_size;
  unsigned n_sends; /* filled by the forwarder; 0: it goes nowhere */
  GcSend *sends;    /* room for GC_PACKET_MAX_SENDS, the caller's */
} GcPacket;
