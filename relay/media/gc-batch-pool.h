// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include "media/gc-batch.h"

/*
 * GcBatchPool: buffers with one GcBatch each. They come back when their last reference goes, so a
 * running pipeline allocates nothing.
 */
#define GC_TYPE_BATCH_POOL (gc_batch_pool_get_type ())
G_DECLARE_FINAL_TYPE (GcBatchPool, gc_batch_pool, GC, BATCH_POOL, GstBufferPool)

/* An active pool. (transfer full): deactivate it before the last unref. */
GstBufferPool *gc_batch_pool_new (void);

/* A writable buffer with an empty batch. (transfer full) (nullable) when deactivated. */
GstBuffer *gc_batch_pool_acquire (GstBufferPool *pool);
