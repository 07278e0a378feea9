// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include "media/gc-send.h"

/*
 * What travels with a datagram through the pipeline: where it came from (gcrelaysrc), and to whom
 * it goes with which header (gcrelaycore). One buffer serves all receivers: gcrelaysink writes each
 * one's protected copy straight into its send slab.
 */
typedef struct {
  GstMeta meta;
  GcAddress from;
  int64_t arrival_us; /* monotonic */
  unsigned n_sends;   /* 0: the buffer goes nowhere */
  GcSend sends[GC_PACKET_MAX_SENDS];
} GcPacketMeta;

GType gc_packet_meta_api_get_type (void);
const GstMetaInfo *gc_packet_meta_get_info (void);

/* A zeroed meta on @buffer, which must be writable. (transfer none) */
GcPacketMeta *gc_buffer_add_packet_meta (GstBuffer *buffer);

/* (nullable) (transfer none) */
GcPacketMeta *gc_buffer_get_packet_meta (GstBuffer *buffer);
