// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include "media/gc-send.h"

#define GC_BATCH_PACKETS 64
#define GC_PACKET_SIZE 2048 /* bytes of a datagram; longer ones are no media and are dropped */

/*
 * GcBatch: what travels through the pipeline, as the one meta of a buffer of a GcBatchPool: up to
 * GC_BATCH_PACKETS datagrams that came or go together. gcrelaysrc writes where each came from,
 * gcrelaycore to whom it goes with which header, and gcrelaysink writes each receiver's protected
 * copy straight into its send slab. A copy of the buffer has no batch.
 */
typedef struct {
  GstMeta meta;
  int64_t arrival_us; /* monotonic, of all of them */
  unsigned n_packets;
  GcPacket packets[GC_BATCH_PACKETS]; /* each has room for GC_PACKET_SIZE bytes and for its sends */
  GcSend sends[GC_BATCH_PACKETS][GC_PACKET_MAX_SENDS];
} GcBatch;

GType gc_batch_api_get_type (void);
const GstMetaInfo *gc_batch_get_info (void);

/* An empty batch on @buffer, which must be writable; its packets lie in @room, of GC_BATCH_PACKETS
 * times GC_PACKET_SIZE bytes, which outlives it. (transfer none) */
GcBatch *gc_buffer_add_batch (GstBuffer *buffer, uint8_t *room);

/* (nullable) (transfer none) */
GcBatch *gc_buffer_get_batch (GstBuffer *buffer);

/* Adds @size bytes, at most GC_PACKET_SIZE, that are in the next packet's room or will be. The
 * batch must not be full. Returns: (transfer none) the packet: all of it, and nobody to send to. */
GcPacket *gc_batch_add (GcBatch *batch, size_t size);
