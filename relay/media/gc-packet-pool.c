// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-packet-pool.h"

#define SLAB_PACKETS 16U

struct _GcPacketPool {
  GstBufferPool parent;

  uint8_t *slab;   /* g_atomic_rc_box; one reference here, one for each memory cut from it */
  unsigned n_used; /* packets cut from it */
};

G_DEFINE_FINAL_TYPE (GcPacketPool, gc_packet_pool, GST_TYPE_BUFFER_POOL)

static void
take_slab (GcPacketPool *self)
{
  if (self->slab != NULL && self->n_used < SLAB_PACKETS)
    return;
  g_clear_pointer (&self->slab, g_atomic_rc_box_release);
  self->slab = g_atomic_rc_box_alloc ((size_t)SLAB_PACKETS * GC_PACKET_SIZE);
  self->n_used = 0;
}

static GstFlowReturn
gc_packet_pool_alloc_buffer (GstBufferPool *pool,
                             GstBuffer **ret_buffer,
                             GstBufferPoolAcquireParams *params)
{
  GcPacketPool *self = GC_PACKET_POOL (pool);
  GstBuffer *buffer = gst_buffer_new ();

  take_slab (self);
  gst_buffer_append_memory (
      buffer, gst_memory_new_wrapped (
                  0, self->slab + (size_t)GC_PACKET_SIZE * self->n_used++, GC_PACKET_SIZE, 0,
                  GC_PACKET_SIZE, g_atomic_rc_box_acquire (self->slab), g_atomic_rc_box_release));
  GST_META_FLAG_SET (gc_buffer_add_packet_meta (buffer), GST_META_FLAG_POOLED);
  *ret_buffer = buffer;
  return GST_FLOW_OK;
}

static void
gc_packet_pool_finalize (GObject *object)
{
  g_clear_pointer (&GC_PACKET_POOL (object)->slab, g_atomic_rc_box_release);
  G_OBJECT_CLASS (gc_packet_pool_parent_class)->finalize (object);
}

static void
gc_packet_pool_init (GcPacketPool *self)
{
}

static void
gc_packet_pool_class_init (GcPacketPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gc_packet_pool_finalize;
  GST_BUFFER_POOL_CLASS (klass)->alloc_buffer = gc_packet_pool_alloc_buffer;
}

GstBufferPool *
gc_packet_pool_new (void)
{
  GstBufferPool *pool = g_object_new (GC_TYPE_PACKET_POOL, NULL);
  GstStructure *config = gst_buffer_pool_get_config (pool);

  gst_object_ref_sink (pool);
  gst_buffer_pool_config_set_params (config, NULL, GC_PACKET_SIZE, 0, 0);
  gst_buffer_pool_set_config (pool, config);
  gst_buffer_pool_set_active (pool, TRUE);
  return pool;
}

GstBuffer *
gc_packet_pool_acquire (GstBufferPool *pool)
{
  GstBuffer *buffer = NULL;

  if (gst_buffer_pool_acquire_buffer (pool, &buffer, NULL) != GST_FLOW_OK)
    return NULL;
  gc_buffer_get_packet_meta (buffer)->n_sends = 0;
  return buffer;
}
