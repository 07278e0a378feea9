// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-packet-meta.h"

#include <stddef.h>
#include <string.h>

GType
gc_packet_meta_api_get_type (void)
{
  static const char *tags[] = { NULL };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, gst_meta_api_type_register ("GcPacketMetaAPI", tags));
  return type;
}

static gboolean
meta_init (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  memset ((uint8_t *)meta + sizeof (GstMeta), 0, sizeof (GcPacketMeta) - sizeof (GstMeta));
  return TRUE;
}

/* A copied buffer keeps where it came from. Sends are not copied: a packet is to go out once. */
static gboolean
meta_transform (GstBuffer *target, GstMeta *meta, GstBuffer *buffer, GQuark type, gpointer data)
{
  const GcPacketMeta *from = (const GcPacketMeta *)meta;

  if (!GST_META_TRANSFORM_IS_COPY (type))
    return FALSE;
  GcPacketMeta *to = gc_buffer_add_packet_meta (target);
  to->from = from->from;
  to->arrival_us = from->arrival_us;
  return TRUE;
}

const GstMetaInfo *
gc_packet_meta_get_info (void)
{
  static const GstMetaInfo *info = NULL;

  if (g_once_init_enter ((GstMetaInfo **)&info)) {
    const GstMetaInfo *made =
        gst_meta_register (gc_packet_meta_api_get_type (), "GcPacketMeta", sizeof (GcPacketMeta),
                           meta_init, NULL, meta_transform);
    g_once_init_leave ((GstMetaInfo **)&info, (GstMetaInfo *)made);
  }
  return info;
}

GcPacketMeta *
gc_buffer_add_packet_meta (GstBuffer *buffer)
{
  return (GcPacketMeta *)gst_buffer_add_meta (buffer, gc_packet_meta_get_info (), NULL);
}

GcPacketMeta *
gc_buffer_get_packet_meta (GstBuffer *buffer)
{
  return (GcPacketMeta *)gst_buffer_get_meta (buffer, gc_packet_meta_api_get_type ());
}
