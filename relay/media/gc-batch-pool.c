// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-batch-pool.h"

struct _GcBatchPool {
  GstBufferPool parent;
};

G_DEFINE_FINAL_TYPE (GcBatchPool, gc_batch_pool, GST_TYPE_BUFFER_POOL)

static GstFlowReturn
gc_batch_pool_alloc_buffer (GstBufferPool *pool,
                            GstBuffer **ret_buffer,
                            GstBufferPoolAcquireParams *params)
{
  size_t size = (size_t)GC_BATCH_PACKETS * GC_PACKET_SIZE;
  uint8_t *room = g_malloc (size);
  GstBuffer *buffer = gst_buffer_new_wrapped (room, size);
  GcBatch *batch = gc_buffer_add_batch (buffer, room);

  GST_META_FLAG_SET (batch, GST_META_FLAG_POOLED);
  *ret_buffer = buffer;
  return GST_FLOW_OK;
}

/* In place of GstBufferPool's own: our elements change the batch, and nothing else. */
static void
gc_batch_pool_reset_buffer (GstBufferPool *pool, GstBuffer *buffer)
{
  gc_buffer_get_batch (buffer)->n_packets = 0;
}

static void
gc_batch_pool_init (GcBatchPool *self)
{
}

static void
gc_batch_pool_class_init (GcBatchPoolClass *klass)
{
  GST_BUFFER_POOL_CLASS (klass)->alloc_buffer = gc_batch_pool_alloc_buffer;
  GST_BUFFER_POOL_CLASS (klass)->reset_buffer = gc_batch_pool_reset_buffer;
}

GstBufferPool *
gc_batch_pool_new (void)
{
  GstBufferPool *pool = g_object_new (GC_TYPE_BATCH_POOL, NULL);
  GstStructure *config = gst_buffer_pool_get_config (pool);

  gst_object_ref_sink (pool);
  gst_buffer_pool_config_set_params (config, NULL, GC_BATCH_PACKETS * GC_PACKET_SIZE, 0, 0);
  gst_buffer_pool_set_config (pool, config);
  gst_buffer_pool_set_active (pool, TRUE);
  return pool;
}

GstBuffer *
gc_batch_pool_acquire (GstBufferPool *pool)
{
  GstBuffer *buffer = NULL;

  return gst_buffer_pool_acquire_buffer (pool, &buffer, NULL) == GST_FLOW_OK ? buffer : NULL;
}
