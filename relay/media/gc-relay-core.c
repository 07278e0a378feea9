// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-relay-core.h"

#include <string.h>

#include "media/gc-batch-pool.h"
#include "media/gc-port.h"
#include "media/gc-relay-src.h"
#include "media/gc-streams.h"

GST_DEBUG_CATEGORY_STATIC (gc_relay_core_debug);
#define GST_CAT_DEFAULT gc_relay_core_debug

#define DEFAULT_MAX_PEERS 1000

struct _GcRelayCore {
  GstElement parent;

  GstPad *sink_pad;
  GstPad *src_pad;
  GcPort *port; /* GST_OBJECT_LOCK until READY, then constant; as the next one */
  unsigned max_peers;

  struct {
    GcForwarder *forwarder;
    GstBufferPool *pool; /* for what the forwarder sends of its own */
    GstBufferList *list; /* what leaves; NULL while nothing is in work */
    GcBatch *emitted;    /* the newest in @list; NULL: none is there yet */
  } rt;                  /* streaming thread only, and changes of state */
};

enum {
  PROP_0,
  PROP_PORT,
  PROP_MAX_PEERS,
};

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (GC_RELAY_CAPS));
static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (GC_RELAY_CAPS));

G_DEFINE_FINAL_TYPE (GcRelayCore, gc_relay_core, GST_TYPE_ELEMENT)

/* The batch that takes the next packet of our own; NULL while the pool is being closed. */
static GcBatch *
ensure_emitted (GcRelayCore *self)
{
  if (self->rt.emitted != NULL && self->rt.emitted->n_packets < GC_BATCH_PACKETS)
    return self->rt.emitted;
  GstBuffer *buffer = gc_batch_pool_acquire (self->rt.pool);
  if (buffer == NULL)
    return NULL;
  self->rt.emitted = gc_buffer_get_batch (buffer);
  gst_buffer_list_add (self->rt.list, buffer);
  return self->rt.emitted;
}

/*
 * The forwarder sends something of its own: it leaves with the batch in work, before what is
 * forwarded. The last flight of a handshake must not come after the first packet under its keys.
 */
static void
on_emit (const GcSend *send, gpointer user_data)
{
  GcRelayCore *self = user_data;
  gboolean fits = send->payload_size <= GC_PACKET_SIZE;
  GcBatch *batch = self->rt.list != NULL && fits ? ensure_emitted (self) : NULL;

  if (batch == NULL)
    return;
  GcPacket *packet = gc_batch_add (batch, send->payload_size);
  memcpy (packet->bytes, send->payload, send->payload_size);
  packet->sends[0] = *send;
  packet->sends[0].payload = NULL;
  packet->n_sends = 1;
}

/* Decides on each datagram. Returns: whether any of them goes on. */
static gboolean
handle_batch (GcRelayCore *self, GcBatch *batch)
{
  unsigned n_sends = 0;

  for (unsigned i = 0; i < batch->n_packets; i++) {
    gc_forwarder_handle (self->rt.forwarder, &batch->packets[i], batch->arrival_us);
    n_sends += batch->packets[i].n_sends;
  }
  return n_sends > 0;
}

static void
begin (GcRelayCore *self, int64_t now_us)
{
  self->rt.list = gst_buffer_list_new ();
  self->rt.emitted = NULL;
  gc_forwarder_begin (self->rt.forwarder, now_us);
}

/* After the datagrams: the last one of a connection may be a goodbye. */
static void
lose_paths (GcRelayCore *self, int64_t now_us)
{
  GcStreams *streams = gc_port_get_streams (self->port);
  GcAddress lost;

  while (streams != NULL && gc_streams_pop_lost (streams, &lost))
    gc_forwarder_lose_path (self->rt.forwarder, &lost, now_us);
}

/* Pushes what is to leave, and tells the source when to come back. */
static GstFlowReturn
finish (GcRelayCore *self)
{
  GstBufferList *list = g_steal_pointer (&self->rt.list);

  gc_port_set_next_us (self->port, gc_forwarder_next_us (self->rt.forwarder));
  if (gst_buffer_list_length (list) > 0)
    return gst_pad_push_list (self->src_pad, list);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static GstFlowReturn
gc_relay_core_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GcRelayCore *self = GC_RELAY_CORE (parent);

  buffer = gst_buffer_make_writable (buffer);
  GcBatch *batch = gc_buffer_get_batch (buffer);
  if (batch == NULL) {
    gst_buffer_unref (buffer);
    return GST_FLOW_OK;
  }
  begin (self, batch->arrival_us);
  gboolean goes_on = handle_batch (self, batch);
  lose_paths (self, batch->arrival_us);
  if (goes_on)
    gst_buffer_list_insert (self->rt.list, -1, buffer);
  else
    gst_buffer_unref (buffer);
  return finish (self);
}

static gboolean
gc_relay_core_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GcRelayCore *self = GC_RELAY_CORE (parent);

  if (!gst_event_has_name (event, GC_RELAY_TICK))
    return gst_pad_event_default (pad, parent, event);
  gst_event_unref (event);
  int64_t now_us = g_get_monotonic_time ();
  begin (self, now_us);
  lose_paths (self, now_us);
  finish (self);
  return TRUE;
}

static gboolean
owns (gpointer forwarder, const GcAddress *from)
{
  return gc_forwarder_owns (forwarder, from);
}

static gboolean
open_forwarder (GcRelayCore *self)
{
  g_autoptr (GError) error = NULL;

  if (self->port == NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS, (NULL), ("property \"port\" is not set"));
    return FALSE;
  }
  self->rt.forwarder = gc_forwarder_new (gc_port_counters (self->port), self->max_peers, &error);
  if (self->rt.forwarder == NULL) {
    GST_ELEMENT_ERROR (self, LIBRARY, INIT, (NULL), ("%s", error->message));
    return FALSE;
  }
  gc_forwarder_set_emit (self->rt.forwarder, on_emit, self);
  if (gc_port_get_streams (self->port) != NULL)
    gc_streams_set_owner (gc_port_get_streams (self->port), owns, self->rt.forwarder);
  self->rt.pool = gc_batch_pool_new ();
  return TRUE;
}

static void
close_forwarder (GcRelayCore *self)
{
  if (self->rt.forwarder != NULL && gc_port_get_streams (self->port) != NULL)
    gc_streams_set_owner (gc_port_get_streams (self->port), NULL, NULL);
  g_clear_pointer (&self->rt.forwarder, gc_forwarder_free);
  if (self->rt.pool != NULL)
    gst_buffer_pool_set_active (self->rt.pool, FALSE);
  gst_clear_object (&self->rt.pool);
}

static GstStateChangeReturn
gc_relay_core_change_state (GstElement *element, GstStateChange transition)
{
  GcRelayCore *self = GC_RELAY_CORE (element);

  if (transition == GST_STATE_CHANGE_NULL_TO_READY && !open_forwarder (self))
    return GST_STATE_CHANGE_FAILURE;
  GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gc_relay_core_parent_class)->change_state (element, transition);
  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    close_forwarder (self);
  return result;
}

GcForwarder *
gc_relay_core_get_forwarder (GcRelayCore *core)
{
  return core->rt.forwarder;
}

static void
gc_relay_core_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GcRelayCore *self = GC_RELAY_CORE (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
  case PROP_PORT:
    g_clear_pointer (&self->port, gc_port_unref);
    self->port = g_value_dup_boxed (value);
    break;
  case PROP_MAX_PEERS:
    self->max_peers = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gc_relay_core_finalize (GObject *object)
{
  GcRelayCore *self = GC_RELAY_CORE (object);

  close_forwarder (self);
  g_clear_pointer (&self->port, gc_port_unref);
  G_OBJECT_CLASS (gc_relay_core_parent_class)->finalize (object);
}

static void
gc_relay_core_init (GcRelayCore *self)
{
  self->max_peers = DEFAULT_MAX_PEERS;
  self->sink_pad = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_pad_set_chain_function (self->sink_pad, gc_relay_core_chain);
  gst_pad_set_event_function (self->sink_pad, gc_relay_core_sink_event);
  gst_element_add_pad (GST_ELEMENT (self), self->sink_pad);
  self->src_pad = gst_pad_new_from_static_template (&src_template, "src");
  gst_element_add_pad (GST_ELEMENT (self), self->src_pad);
}

static void
gc_relay_core_class_init (GcRelayCoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gc_relay_core_debug, "gcrelaycore", 0, "media relay: forwarding");
  object_class->set_property = gc_relay_core_set_property;
  object_class->finalize = gc_relay_core_finalize;
  g_object_class_install_property (
      object_class, PROP_PORT,
      g_param_spec_boxed ("port", "Port", "The port whose datagrams these are", GC_TYPE_PORT,
                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY));
  g_object_class_install_property (
      object_class, PROP_MAX_PEERS,
      g_param_spec_uint ("max-peers", "Maximum of peers", "How many peers there may be at a time",
                         1, 100000, DEFAULT_MAX_PEERS,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY));
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Relay core", "Filter/Network",
                                         "Forwards the datagrams of a media relay",
                                         "Global Connect contributors");
  element_class->change_state = gc_relay_core_change_state;
}
