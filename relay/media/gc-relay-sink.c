// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-relay-sink.h"

#include "media/gc-batch.h"
#include "media/gc-relay-src.h"
#include "media/gc-sender.h"

GST_DEBUG_CATEGORY_STATIC (gc_relay_sink_debug);
#define GST_CAT_DEFAULT gc_relay_sink_debug

struct _GcRelaySink {
  GstBaseSink parent;

  GcPort *port; /* GST_OBJECT_LOCK until started, then constant */
  gboolean segmentation;

  GcSender *sender; /* streaming thread only, and start and stop */
};

enum {
  PROP_0,
  PROP_PORT,
  PROP_SEGMENTATION,
};

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (GC_RELAY_CAPS));

G_DEFINE_FINAL_TYPE (GcRelaySink, gc_relay_sink, GST_TYPE_BASE_SINK)

static gboolean
gc_relay_sink_start (GstBaseSink *base)
{
  GcRelaySink *self = GC_RELAY_SINK (base);

  if (self->port == NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS, (NULL), ("property \"port\" is not set"));
    return FALSE;
  }
  self->sender = gc_sender_new (self->port);
  gc_sender_set_segmentation (self->sender, self->segmentation);
  return TRUE;
}

static gboolean
gc_relay_sink_stop (GstBaseSink *base)
{
  g_clear_pointer (&GC_RELAY_SINK (base)->sender, gc_sender_free);
  return TRUE;
}

/*
 * The sender writes the head of the payload: the patch of one receiver is in place only while that
 * receiver's copy is protected.
 */
static void
add_batch (GcRelaySink *self, GstBuffer *buffer)
{
  const GcBatch *batch = gc_buffer_get_batch (buffer);

  for (unsigned i = 0; batch != NULL && i < batch->n_packets; i++) {
    const GcPacket *packet = &batch->packets[i];
    for (unsigned k = 0; k < packet->n_sends; k++)
      gc_sender_add (self->sender, &packet->sends[k], packet->bytes + packet->payload_offset,
                     packet->payload_size);
  }
}

static GstFlowReturn
gc_relay_sink_render (GstBaseSink *base, GstBuffer *buffer)
{
  GcRelaySink *self = GC_RELAY_SINK (base);

  add_batch (self, buffer);
  gc_sender_flush (self->sender);
  return GST_FLOW_OK;
}

static GstFlowReturn
gc_relay_sink_render_list (GstBaseSink *base, GstBufferList *list)
{
  GcRelaySink *self = GC_RELAY_SINK (base);
  guint n = gst_buffer_list_length (list);

  for (guint i = 0; i < n; i++)
    add_batch (self, gst_buffer_list_get (list, i));
  gc_sender_flush (self->sender);
  return GST_FLOW_OK;
}

static void
gc_relay_sink_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GcRelaySink *self = GC_RELAY_SINK (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
  case PROP_PORT:
    g_clear_pointer (&self->port, gc_port_unref);
    self->port = g_value_dup_boxed (value);
    break;
  case PROP_SEGMENTATION:
    self->segmentation = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gc_relay_sink_finalize (GObject *object)
{
  g_clear_pointer (&GC_RELAY_SINK (object)->port, gc_port_unref);
  G_OBJECT_CLASS (gc_relay_sink_parent_class)->finalize (object);
}

/* Nothing waits for a clock here, and a kept last sample would keep a buffer from its pool. */
static void
gc_relay_sink_init (GcRelaySink *self)
{
  self->segmentation = TRUE;
  gst_base_sink_set_sync (GST_BASE_SINK (self), FALSE);
  gst_base_sink_set_async_enabled (GST_BASE_SINK (self), FALSE);
  gst_base_sink_set_last_sample_enabled (GST_BASE_SINK (self), FALSE);
}

static void
gc_relay_sink_class_init (GcRelaySinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gc_relay_sink_debug, "gcrelaysink", 0, "media relay: sending");
  object_class->set_property = gc_relay_sink_set_property;
  object_class->finalize = gc_relay_sink_finalize;
  g_object_class_install_property (
      object_class, PROP_PORT,
      g_param_spec_boxed ("port", "Port", "The UDP sockets to write", GC_TYPE_PORT,
                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY));
  g_object_class_install_property (
      object_class, PROP_SEGMENTATION,
      g_param_spec_boolean ("segmentation", "Segmentation",
                            "Send runs of equal datagrams in one piece (UDP_SEGMENT)", TRUE,
                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY));
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (element_class, "Relay sink", "Sink/Network",
                                         "Protects and sends the datagrams of a media relay",
                                         "Global Connect contributors");
  base_class->start = gc_relay_sink_start;
  base_class->stop = gc_relay_sink_stop;
  base_class->render = gc_relay_sink_render;
  base_class->render_list = gc_relay_sink_render_list;
}
