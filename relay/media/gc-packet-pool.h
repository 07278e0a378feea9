// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include "media/gc-packet-meta.h"

/*
 * GcPacketPool: buffers for one datagram each, with a GcPacketMeta, cut from slabs of 16 that one
 * allocation holds. Buffers come back when their last reference goes, so a running pipeline
 * allocates nothing.
 */
#define GC_TYPE_PACKET_POOL (gc_packet_pool_get_type ())
G_DECLARE_FINAL_TYPE (GcPacketPool, gc_packet_pool, GC, PACKET_POOL, GstBufferPool)

#define GC_PACKET_SIZE 2048 /* bytes of a buffer; longer datagrams are no media and are dropped */

/* An active pool. (transfer full): deactivate it before the last unref. */
GstBufferPool *gc_packet_pool_new (void);

/* A writable buffer of GC_PACKET_SIZE bytes. (transfer full) (nullable) when deactivated. */
GstBuffer *gc_packet_pool_acquire (GstBufferPool *pool);
