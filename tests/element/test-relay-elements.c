// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* gcrelaysrc, gcrelaycore and gcrelaysink, each alone: what passes between them and the sockets. */
#include "config.h"

#include <errno.h>
#include <gst/check/gstharness.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "media/gc-batch-pool.h"
#include "media/gc-port.h"
#include "media/gc-relay-core.h"
#include "media/gc-relay-sink.h"
#include "media/gc-relay-src.h"

#define WAIT_MS 10000

static GcPort *
open_port (const char *text)
{
  g_autoptr (GError) error = NULL;
  GcAddress address;

  g_assert_true (gc_address_parse (text, &address));
  GcPort *port = gc_port_new (&address, 1, TRUE, &error);
  g_assert_no_error (error);
  return port;
}

/* A socket of the outside, connected to @port. */
static int
open_client (const GcPort *port, GcAddress *ret_address)
{
  struct sockaddr_storage name;
  const GcAddress *bound = gc_port_bound (port, 0);
  GcAddress loopback = *bound;
  int fd = socket (bound->family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  /* A wildcard is reached at the loopback address. */
  if (bound->family == AF_INET)
    memcpy (loopback.bytes, (const uint8_t[]){ 127, 0, 0, 1 }, 4);
  socklen_t size = gc_address_to_sockaddr (&loopback, AF_UNSPEC, &name);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&name, size), ==, 0);
  size = sizeof name;
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&name, &size), ==, 0);
  g_assert_true (gc_address_from_sockaddr ((struct sockaddr *)&name, size, ret_address));
  return fd;
}

static size_t
receive (int fd, uint8_t *bytes, size_t capacity)
{
  struct pollfd pollfd = { fd, POLLIN, 0 };

  g_assert_cmpint (poll (&pollfd, 1, WAIT_MS), ==, 1);
  ssize_t got = recv (fd, bytes, capacity, 0);
  g_assert_cmpint (got, >=, 0);
  return (size_t)got;
}

static GstHarness *
open_harness (GType type, GcPort *port)
{
  GstElement *element = g_object_new (type, "port", port, NULL);
  GstHarness *harness =
      gst_harness_new_with_element (element, type == GC_TYPE_RELAY_SRC ? NULL : "sink",
                                    type == GC_TYPE_RELAY_SINK ? NULL : "src");

  gst_object_unref (element);
  if (type != GC_TYPE_RELAY_SRC)
    gst_harness_set_src_caps_str (harness, GC_RELAY_CAPS);
  return harness;
}

static void
test_the_plugin_is_found (void)
{
  static const char *const names[] = { "gcrelaysrc", "gcrelaycore", "gcrelaysink" };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (names[i]);
    g_assert_nonnull (factory);
    g_autoptr (GstElement) element = gst_element_factory_create (factory, NULL);
    g_assert_nonnull (element);
    gst_object_ref_sink (element);
    /* Without a port it says so, and stays down. */
    g_assert_cmpint (gst_element_set_state (element, GST_STATE_PAUSED), ==,
                     GST_STATE_CHANGE_FAILURE);
    gst_element_set_state (element, GST_STATE_NULL);
  }
}

/* The packet number @i of those below. */
static void
check_packet (const GcPort *port, const GcPacket *packet, const GcAddress *from, unsigned i)
{
  g_assert_cmpuint (packet->size, ==, i + 1);
  g_assert_cmpuint (packet->bytes[0], ==, i);
  g_assert_cmpuint (packet->bytes[i], ==, i);
  g_assert_cmpuint (packet->from.port, ==, from->port);
  g_assert_cmpmem (packet->from.bytes, 16, from->bytes, 16);
  /* Our own address is known too, also behind a wildcard. */
  const GcLocal *local = gc_port_get_local (port, packet->from.local);
  g_assert_true (gc_address_is_loopback (&local->address));
  g_assert_cmpuint (packet->n_sends, ==, 0);
}

static void
test_src_pushes_what_comes (gconstpointer address)
{
  g_autoptr (GcPort) port = open_port (address);
  GcAddress from;
  int fd = open_client (port, &from);
  GstHarness *harness = open_harness (GC_TYPE_RELAY_SRC, port);
  uint8_t large[GC_PACKET_SIZE + 1] = { 0 };

  gst_harness_play (harness);
  /* What is too long, and what is empty, never becomes a packet. */
  g_assert_cmpint (send (fd, large, sizeof large, 0), ==, sizeof large);
  g_assert_cmpint (send (fd, "", 0, 0), ==, 0);
  for (unsigned i = 0; i < 200; i++) {
    uint8_t bytes[300];
    memset (bytes, (int)i, sizeof bytes);
    g_assert_cmpint (send (fd, bytes, i + 1, 0), ==, i + 1);
  }
  for (unsigned i = 0; i < 200;) {
    g_autoptr (GstBuffer) buffer = gst_harness_pull (harness);
    const GcBatch *batch = gc_buffer_get_batch (buffer);
    g_assert_cmpuint (batch->n_packets, >, 0);
    for (unsigned k = 0; k < batch->n_packets; k++, i++)
      check_packet (port, &batch->packets[k], &from, i);
  }
  g_assert_cmpuint (gc_counters_get (gc_port_counters (port), GC_COUNT_DROP_TRUNCATED), ==, 2);
  gst_harness_teardown (harness);
  close (fd);
}

static void
wait_tick (GstHarness *harness)
{
  for (;;) {
    g_autoptr (GstEvent) event = gst_harness_pull_event (harness);
    g_assert_nonnull (event);
    if (gst_event_has_name (event, GC_RELAY_TICK))
      return;
  }
}

static void
test_src_ticks (void)
{
  g_autoptr (GcPort) port = open_port ("127.0.0.1:0");
  GstHarness *harness = open_harness (GC_TYPE_RELAY_SRC, port);

  /* By the bell, and by itself while nobody asks. */
  gst_harness_play (harness);
  gc_port_ring (port);
  wait_tick (harness);
  wait_tick (harness);
  gst_harness_teardown (harness);
}

static void
test_src_stops_at_once (void)
{
  g_autoptr (GcPort) port = open_port ("127.0.0.1:0");

  for (unsigned i = 0; i < 50; i++) {
    GstHarness *harness = open_harness (GC_TYPE_RELAY_SRC, port);
    gst_harness_play (harness);
    int64_t start_us = g_get_monotonic_time ();
    gst_harness_teardown (harness);
    g_assert_cmpint (g_get_monotonic_time () - start_us, <, G_USEC_PER_SEC);
  }
}

static GcPacket *
add_packet (GcBatch *batch, const void *bytes, size_t size, const GcAddress *from)
{
  GcPacket *packet = gc_batch_add (batch, size);

  memcpy (packet->bytes, bytes, size);
  packet->from = *from;
  batch->arrival_us = g_get_monotonic_time ();
  return packet;
}

static void
test_core_answers_nobody_it_does_not_know (void)
{
  static const char *const datagrams[] = { "", "x", "\x80\x60rtp from a stranger",
                                           "\x16\xfe\xfd dtls" };
  g_autoptr (GcPort) port = open_port ("127.0.0.1:0");
  GstHarness *harness = open_harness (GC_TYPE_RELAY_CORE, port);
  GstBufferPool *pool = gc_batch_pool_new ();
  GstBuffer *buffer = gc_batch_pool_acquire (pool);
  GcBatch *batch = gc_buffer_get_batch (buffer);
  const GcCounters *counters = gc_port_counters (port);
  GcAddress from;

  g_assert_true (gc_address_parse ("192.0.2.1:1234", &from));
  g_assert_nonnull (gc_relay_core_get_forwarder (GC_RELAY_CORE (harness->element)));
  for (size_t i = 0; i < G_N_ELEMENTS (datagrams); i++)
    add_packet (batch, datagrams[i], strlen (datagrams[i]), &from);
  g_assert_cmpint (gst_harness_push (harness, buffer), ==, GST_FLOW_OK);
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 0);
  g_assert_cmpuint (gc_counters_get (counters, GC_COUNT_DROP_STRANGER) +
                        gc_counters_get (counters, GC_COUNT_DROP_NOT_OURS),
                    ==, G_N_ELEMENTS (datagrams));

  /* A buffer without a batch came from elsewhere: it is let pass by, not looked at. */
  g_assert_cmpint (gst_harness_push (harness, gst_buffer_new_allocate (NULL, 100, NULL)), ==,
                   GST_FLOW_OK);
  g_assert_cmpuint (gst_harness_buffers_received (harness), ==, 0);
  gst_harness_teardown (harness);
  gst_buffer_pool_set_active (pool, FALSE);
  gst_object_unref (pool);
}

typedef struct {
  GcPort *port;
  GstHarness *harness;
  GstBufferPool *pool;
  int fd;
  GcAddress to;
} Sink;

static Sink
open_sink (const char *address, gboolean segmentation)
{
  Sink sink = { .port = open_port (address), .pool = gc_batch_pool_new () };

  sink.fd = open_client (sink.port, &sink.to);
  sink.harness = open_harness (GC_TYPE_RELAY_SINK, sink.port);
  gst_element_set_state (sink.harness->element, GST_STATE_NULL);
  g_object_set (sink.harness->element, "segmentation", segmentation, NULL);
  gst_element_set_state (sink.harness->element, GST_STATE_PLAYING);
  return sink;
}

static void
close_sink (Sink *sink)
{
  gst_harness_teardown (sink->harness);
  gst_buffer_pool_set_active (sink->pool, FALSE);
  gst_object_unref (sink->pool);
  gc_port_unref (sink->port);
  close (sink->fd);
}

static void
add_plain (Sink *sink, GstBuffer *buffer, const void *bytes, size_t size)
{
  GcPacket *packet = add_packet (gc_buffer_get_batch (buffer), bytes, size, &sink->to);

  packet->n_sends = 1;
  packet->sends[0] = (GcSend){ .to = sink->to };
}

static GstBuffer *
make_plain (Sink *sink, const char *text)
{
  GstBuffer *buffer = gc_batch_pool_acquire (sink->pool);

  add_plain (sink, buffer, text, strlen (text));
  return buffer;
}

static const size_t run_sizes[] = { 1200, 1200, 1200, 300,  1200, 1200, 1300,
                                    1,    1,    1,    1472, 1500, 2000 };

static void
push_runs (Sink *sink, unsigned n)
{
  GstBufferList *list = gst_buffer_list_new ();
  GstBuffer *buffer = NULL;
  uint8_t bytes[GC_PACKET_SIZE];

  for (unsigned i = 0; i < n; i++) {
    if (i % GC_BATCH_PACKETS == 0)
      gst_buffer_list_add (list, buffer = gc_batch_pool_acquire (sink->pool));
    memset (bytes, (int)(i & 0xff), sizeof bytes);
    add_plain (sink, buffer, bytes, run_sizes[i % G_N_ELEMENTS (run_sizes)]);
  }
  g_assert_cmpint (gst_pad_push_list (sink->harness->srcpad, list), ==, GST_FLOW_OK);
  for (unsigned i = 0; i < n; i++) {
    size_t size = receive (sink->fd, bytes, sizeof bytes);
    g_assert_cmpuint (size, ==, run_sizes[i % G_N_ELEMENTS (run_sizes)]);
    g_assert_cmpuint (bytes[0], ==, i & 0xff);
    g_assert_cmpuint (bytes[size - 1], ==, i & 0xff);
  }
}

/* Sizes that start, fill, end and break runs; each list is within what a socket buffer holds. */
static void
test_sink_keeps_order_and_borders (gconstpointer segmentation)
{
  Sink sink = open_sink ("127.0.0.1:0", GPOINTER_TO_INT (segmentation));

  for (unsigned n = 1; n < 70; n += 4)
    push_runs (&sink, n);
  uint64_t segments = gc_counters_get (gc_port_counters (sink.port), GC_COUNT_OUT_SEGMENTS);
  g_assert_cmpint (segments > 0, ==, GPOINTER_TO_INT (segmentation));
  g_assert_cmpuint (gc_counters_get (gc_port_counters (sink.port), GC_COUNT_LOST_ERROR), ==, 0);
  close_sink (&sink);
}

/* One payload, three receivers: each gets its own header, patch and key. */
static void
test_sink_protects_for_each_receiver (void)
{
  Sink sink = open_sink ("0.0.0.0:0", TRUE);
  static const uint8_t salt[GC_SRTP_SALT_SIZE] = { 1 };
  GcSrtp *outs[3];
  GcSrtp *ins[3];
  uint8_t bytes[GC_PACKET_SIZE];
  GstBuffer *buffer = gc_batch_pool_acquire (sink.pool);
  GcPacket *packet = add_packet (gc_buffer_get_batch (buffer), "headPPPPpayload", 15, &sink.to);

  packet->payload_offset = 4;
  packet->payload_size = 11;
  packet->n_sends = 3;
  for (uint8_t i = 0; i < 3; i++) {
    const uint8_t key[GC_SRTP_KEY_SIZE] = { i };
    outs[i] =
        gc_srtp_new (i == 1 ? GC_SRTP_AES128_CM_SHA1_80 : GC_SRTP_AEAD_AES_128_GCM, key, salt);
    ins[i] = gc_srtp_new (i == 1 ? GC_SRTP_AES128_CM_SHA1_80 : GC_SRTP_AEAD_AES_128_GCM, key, salt);
    gc_srtp_add_ssrc (outs[i], i);
    gc_srtp_add_ssrc (ins[i], i);
    packet->sends[i] = (GcSend){ .to = sink.to,
                                 .srtp = outs[i],
                                 .header_size = 12,
                                 .header = { 0x80, 96, 0, i, 0, 0, 0, 0, 0, 0, 0, i },
                                 .patch_size = 2,
                                 .patch = { 'a', (uint8_t)('0' + i) } };
  }
  g_assert_cmpint (gst_harness_push (sink.harness, buffer), ==, GST_FLOW_OK);
  for (uint8_t i = 0; i < 3; i++) {
    const uint8_t expected[] = { 'a', (uint8_t)('0' + i), 'P', 'P', 'p', 'a', 'y', 'l', 'o', 'a',
                                 'd' };
    size_t size = receive (sink.fd, bytes, sizeof bytes);
    g_assert_true (gc_srtp_unprotect (ins[i], bytes, &size, NULL));
    g_assert_cmpuint (bytes[11], ==, i);
    g_assert_cmpuint (size, ==, 12 + sizeof expected);
    g_assert_true (memcmp (bytes + 12, expected, sizeof expected) == 0);
    gc_srtp_free (outs[i]);
    gc_srtp_free (ins[i]);
  }
  close_sink (&sink);
}

/* Nobody is there to take them: counted, and the element goes on. */
static void
test_sink_drops_what_cannot_be_sent (void)
{
  Sink sink = open_sink ("127.0.0.1:0", TRUE);
  GstBuffer *buffer = make_plain (&sink, "lost");
  GcSend *send = gc_buffer_get_batch (buffer)->packets[0].sends;
  uint8_t bytes[16];

  /* An address of no loopback cannot be reached from one that is bound to it. */
  g_assert_true (gc_address_parse ("192.0.2.1:9", &send->to));
  g_assert_cmpint (gst_harness_push (sink.harness, buffer), ==, GST_FLOW_OK);
  g_assert_cmpuint (gc_counters_get (gc_port_counters (sink.port), GC_COUNT_LOST_ERROR), ==, 1);
  g_assert_cmpint (gst_harness_push (sink.harness, make_plain (&sink, "kept")), ==, GST_FLOW_OK);
  g_assert_cmpuint (receive (sink.fd, bytes, sizeof bytes), ==, 4);
  close_sink (&sink);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/elements/plugin", test_the_plugin_is_found);
  g_test_add_data_func ("/elements/src/address", "127.0.0.1:0", test_src_pushes_what_comes);
  g_test_add_data_func ("/elements/src/wildcard", "0.0.0.0:0", test_src_pushes_what_comes);
  g_test_add_data_func ("/elements/src/ipv6", "[::1]:0", test_src_pushes_what_comes);
  g_test_add_func ("/elements/src/ticks", test_src_ticks);
  g_test_add_func ("/elements/src/stops", test_src_stops_at_once);
  g_test_add_func ("/elements/core/strangers", test_core_answers_nobody_it_does_not_know);
  g_test_add_data_func ("/elements/sink/runs", GINT_TO_POINTER (TRUE),
                        test_sink_keeps_order_and_borders);
  g_test_add_data_func ("/elements/sink/single", GINT_TO_POINTER (FALSE),
                        test_sink_keeps_order_and_borders);
  g_test_add_func ("/elements/sink/protects", test_sink_protects_for_each_receiver);
  g_test_add_func ("/elements/sink/unreachable", test_sink_drops_what_cannot_be_sent);
  return g_test_run ();
}
