// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NOTES: the nap. At 10,000 packets a second from 40 senders the socket holds one datagram whenever
 * the thread comes back, and a system call, a wake-up and a trip through the pipeline are paid for
 * each. Sleeping a fraction of a millisecond first lets several arrive. It is taken only when the
 * last batches were both frequent and small, so a quiet relay keeps its delay.
 */
#include "config.h"

#include "media/gc-relay-src.h"

#include <stdatomic.h>
#include <sys/prctl.h>

#include "media/gc-packet-pool.h"
#include "media/gc-receiver.h"

GST_DEBUG_CATEGORY_STATIC (gc_relay_src_debug);
#define GST_CAT_DEFAULT gc_relay_src_debug

#define NAP_MIN_RATE_HZ 3000   /* below: never */
#define NAP_NS 600000          /* adds at most this to the delay of a packet */
#define NAP_BATCH 16           /* batches of this size need no nap */
#define RATE_WINDOW_US 100000  /* the rate is measured over this */
#define TIMER_SLACK_NS 20000UL /* the kernel's 50 µs would blur the nap */
#define MAX_SILENCE_US 250000  /* a tick at least this often: /health looks at it */

struct _GcRelaySrc {
  GstPushSrc parent;

  GcPort *port; /* GST_OBJECT_LOCK until started, then constant */
  atomic_bool flushing;

  struct {
    GcReceiver *receiver;
    GstBufferPool *pool;
    GstBuffer *buffers[GC_RECEIVER_BATCH]; /* one for each datagram of the next read */
    GstMapInfo maps[GC_RECEIVER_BATCH];
    GcDatagram datagrams[GC_RECEIVER_BATCH];
    int64_t window_start_us;
    unsigned window_packets;
    unsigned rate_hz;
    size_t last_batch;
    gboolean slack_set;
    int64_t last_push_us; /* of a list or a tick */
  } rt;                   /* streaming thread only, and start and stop */
};

enum {
  PROP_0,
  PROP_PORT,
};

static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (GC_RELAY_CAPS));

G_DEFINE_FINAL_TYPE (GcRelaySrc, gc_relay_src, GST_TYPE_PUSH_SRC)

static gboolean
gc_relay_src_start (GstBaseSrc *base)
{
  GcRelaySrc *self = GC_RELAY_SRC (base);

  if (self->port == NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS, (NULL), ("property \"port\" is not set"));
    return FALSE;
  }
  self->rt.receiver = gc_receiver_new (self->port);
  self->rt.pool = gc_packet_pool_new ();
  return TRUE;
}

static gboolean
gc_relay_src_stop (GstBaseSrc *base)
{
  GcRelaySrc *self = GC_RELAY_SRC (base);

  for (size_t i = 0; i < GC_RECEIVER_BATCH; i++) {
    if (self->rt.buffers[i] == NULL)
      continue;
    gst_buffer_unmap (self->rt.buffers[i], &self->rt.maps[i]);
    gst_clear_buffer (&self->rt.buffers[i]);
  }
  if (self->rt.pool != NULL)
    gst_buffer_pool_set_active (self->rt.pool, FALSE);
  gst_clear_object (&self->rt.pool);
  g_clear_pointer (&self->rt.receiver, gc_receiver_free);
  return TRUE;
}

static gboolean
gc_relay_src_unlock (GstBaseSrc *base)
{
  GcRelaySrc *self = GC_RELAY_SRC (base);

  atomic_store (&self->flushing, TRUE);
  gc_port_ring (self->port);
  return TRUE;
}

static gboolean
gc_relay_src_unlock_stop (GstBaseSrc *base)
{
  atomic_store (&GC_RELAY_SRC (base)->flushing, FALSE);
  return TRUE;
}

/* Every slot of the next read gets a mapped buffer. FALSE while the pool is being closed. */
static gboolean
prepare_slots (GcRelaySrc *self)
{
  for (size_t i = 0; i < GC_RECEIVER_BATCH; i++) {
    if (self->rt.buffers[i] != NULL)
      continue;
    GstBuffer *buffer = gc_packet_pool_acquire (self->rt.pool);
    if (buffer == NULL)
      return FALSE;
    if (!gst_buffer_map (buffer, &self->rt.maps[i], GST_MAP_WRITE)) {
      gst_buffer_unref (buffer);
      return FALSE;
    }
    self->rt.buffers[i] = buffer;
    self->rt.datagrams[i].bytes = self->rt.maps[i].data;
  }
  return TRUE;
}

/* Moves the buffer of slot @i into @list, or leaves it for the next read if nothing came in it. */
static void
take_slot (GcRelaySrc *self, size_t i, int64_t now_us, GstBufferList *list)
{
  const GcDatagram *datagram = &self->rt.datagrams[i];
  GstBuffer *buffer = self->rt.buffers[i];

  if (datagram->size == 0) {
    gc_counters_add (gc_port_counters (self->port), GC_COUNT_DROP_TRUNCATED, 1);
    return;
  }
  GcPacketMeta *meta = gc_buffer_get_packet_meta (buffer);
  meta->from = datagram->from;
  meta->arrival_us = now_us;
  gst_buffer_unmap (buffer, &self->rt.maps[i]);
  gst_buffer_set_size (buffer, (gssize)datagram->size);
  gst_buffer_list_add (list, buffer);
  self->rt.buffers[i] = NULL;
}

static void
measure_rate (GcRelaySrc *self, size_t n, int64_t now_us)
{
  int64_t elapsed_us = now_us - self->rt.window_start_us;

  self->rt.last_batch = n;
  self->rt.window_packets += (unsigned)n;
  if (elapsed_us < RATE_WINDOW_US)
    return;
  self->rt.rate_hz = (unsigned)(self->rt.window_packets * (int64_t)G_USEC_PER_SEC / elapsed_us);
  self->rt.window_packets = 0;
  self->rt.window_start_us = now_us;
}

static void
nap (GcRelaySrc *self)
{
  struct timespec duration = { 0, NAP_NS };

  if (self->rt.rate_hz < NAP_MIN_RATE_HZ || self->rt.last_batch >= NAP_BATCH)
    return;
  /* An early end by a signal only makes this nap shorter. */
  clock_nanosleep (CLOCK_MONOTONIC, 0, &duration, NULL);
}

/* Reads a batch. Returns: (transfer full) (nullable) NULL if nothing was there. */
static GstBufferList *
read_batch (GcRelaySrc *self)
{
  size_t n = gc_receiver_read (self->rt.receiver, self->rt.datagrams, GC_RECEIVER_BATCH);
  int64_t now_us = g_get_monotonic_time ();

  measure_rate (self, n, now_us);
  if (n == 0)
    return NULL;
  GstBufferList *list = gst_buffer_list_new_sized ((guint)n);
  for (size_t i = 0; i < n; i++)
    take_slot (self, i, now_us, list);
  gc_counters_add (gc_port_counters (self->port), GC_COUNT_BATCHES, 1);
  if (gst_buffer_list_length (list) == 0)
    g_clear_pointer (&list, gst_buffer_list_unref);
  else
    self->rt.last_push_us = now_us;
  return list;
}

static void
push_tick (GcRelaySrc *self)
{
  GstStructure *structure = gst_structure_new_empty (GC_RELAY_TICK);

  self->rt.last_push_us = g_get_monotonic_time ();
  gst_pad_push_event (GST_BASE_SRC_PAD (self),
                      gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM, structure));
}

/*
 * Nothing useful was there: waits, and sends a tick if one is due or asked for. That the tick's
 * time has come is looked at whatever ended the wait, for a drizzle of worthless datagrams ends
 * each.
 */
static void
wait_for_work (GcRelaySrc *self)
{
  int64_t now_us = g_get_monotonic_time ();
  int64_t until_us = MIN (gc_port_get_next_us (self->port), self->rt.last_push_us + MAX_SILENCE_US);
  gboolean asked = FALSE;

  if (now_us < until_us) {
    asked = gc_receiver_wait (self->rt.receiver, now_us, until_us);
    now_us = g_get_monotonic_time ();
  }
  if (asked || now_us >= until_us)
    push_tick (self);
}

static GstFlowReturn
gc_relay_src_create (GstPushSrc *push, GstBuffer **ret_buffer)
{
  GcRelaySrc *self = GC_RELAY_SRC (push);

  if (!self->rt.slack_set)
    self->rt.slack_set = prctl (PR_SET_TIMERSLACK, TIMER_SLACK_NS, 0, 0, 0) == 0;
  while (!atomic_load (&self->flushing)) {
    nap (self);
    if (!prepare_slots (self))
      return GST_FLOW_FLUSHING;
    GstBufferList *list = read_batch (self);
    if (list != NULL) {
      GST_LOG_OBJECT (self, "%u datagrams", gst_buffer_list_length (list));
      gst_base_src_submit_buffer_list (GST_BASE_SRC (self), list);
      return GST_FLOW_OK;
    }
    wait_for_work (self);
  }
  return GST_FLOW_FLUSHING;
}

static void
gc_relay_src_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GcRelaySrc *self = GC_RELAY_SRC (object);

  if (id != PROP_PORT) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    return;
  }
  GST_OBJECT_LOCK (self);
  g_clear_pointer (&self->port, gc_port_unref);
  self->port = g_value_dup_boxed (value);
  GST_OBJECT_UNLOCK (self);
}

static void
gc_relay_src_finalize (GObject *object)
{
  g_clear_pointer (&GC_RELAY_SRC (object)->port, gc_port_unref);
  G_OBJECT_CLASS (gc_relay_src_parent_class)->finalize (object);
}

static void
gc_relay_src_init (GcRelaySrc *self)
{
  gst_base_src_set_live (GST_BASE_SRC (self), TRUE);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

static void
gc_relay_src_class_init (GcRelaySrcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gc_relay_src_debug, "gcrelaysrc", 0, "media relay: receiving");
  object_class->set_property = gc_relay_src_set_property;
  object_class->finalize = gc_relay_src_finalize;
  g_object_class_install_property (
      object_class, PROP_PORT,
      g_param_spec_boxed ("port", "Port", "The UDP sockets to read", GC_TYPE_PORT,
                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY));
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Relay source", "Source/Network",
                                         "Receives the datagrams of a media relay",
                                         "Global Connect contributors");
  base_class->start = gc_relay_src_start;
  base_class->stop = gc_relay_src_stop;
  base_class->unlock = gc_relay_src_unlock;
  base_class->unlock_stop = gc_relay_src_unlock_stop;
  GST_PUSH_SRC_CLASS (klass)->create = gc_relay_src_create;
}
