// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NOTES: a buffer for each datagram, in a buffer list, took 2,500 instructions of GStreamer's and
 * GObject's a packet: to acquire, resize, make writable, look for the meta and release each.
 */
#include "config.h"

#include "media/gc-batch.h"

#include <stddef.h>

GType
gc_batch_api_get_type (void)
{
  static const char *tags[] = { NULL };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, gst_meta_api_type_register ("GcBatchAPI", tags));
  return type;
}

static gboolean
batch_init (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  GcBatch *batch = (GcBatch *)meta;
  uint8_t *room = params;

  batch->n_packets = 0;
  for (size_t i = 0; i < GC_BATCH_PACKETS; i++)
    batch->packets[i] = (GcPacket){ .bytes = room + i * GC_PACKET_SIZE, .sends = batch->sends[i] };
  return TRUE;
}

const GstMetaInfo *
gc_batch_get_info (void)
{
  static const GstMetaInfo *info = NULL;

  if (g_once_init_enter ((GstMetaInfo **)&info)) {
    const GstMetaInfo *made = gst_meta_register (gc_batch_api_get_type (), "GcBatch",
                                                 sizeof (GcBatch), batch_init, NULL, NULL);
    g_once_init_leave ((GstMetaInfo **)&info, (GstMetaInfo *)made);
  }
  return info;
}

GcBatch *
gc_buffer_add_batch (GstBuffer *buffer, uint8_t *room)
{
  return (GcBatch *)gst_buffer_add_meta (buffer, gc_batch_get_info (), room);
}

GcBatch *
gc_buffer_get_batch (GstBuffer *buffer)
{
  return (GcBatch *)gst_buffer_get_meta (buffer, gc_batch_api_get_type ());
}

GcPacket *
gc_batch_add (GcBatch *batch, size_t size)
{
  g_return_val_if_fail (batch->n_packets < GC_BATCH_PACKETS && size <= GC_PACKET_SIZE, NULL);

  GcPacket *packet = &batch->packets[batch->n_packets++];
  packet->size = size;
  packet->payload_offset = 0;
  packet->payload_size = size;
  packet->n_sends = 0;
  return packet;
}
