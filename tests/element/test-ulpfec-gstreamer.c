// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* GStreamer's FEC (RFC 5109) is the second opinion on ours, and only here: each reads the other's.
 */
#include "config.h"

#include <gst/check/gstharness.h>
#include <string.h>

#include "rtp/gc-fec-receiver.h"
#include "rtp/gc-ulpfec.h"

#define SSRC 77
#define VP8 96
#define FEC 120
#define N_PACKETS 10
#define LAUNCH_DECODER                                                                             \
  "rtpstorage name=storage size-time=1000000000 ! rtpulpfecdec name=decoder pt=120"
#define CAPS                                                                                       \
  "application/x-rtp,media=(string)video,clock-rate=90000,encoding-name=(string)VP8,"              \
  "payload=96,ssrc=(uint)77"

/* A packet of any length, the same for the same number. */
static GBytes *
make_packet (uint16_t seq)
{
  GcRtpHeader header = {
    .timestamp = 4000, .ssrc = SSRC, .seq = seq, .payload_type = VP8, .marker = seq % 4 == 3
  };
  uint8_t bytes[1200];
  size_t size = gc_rtp_format_header (&header, bytes, sizeof bytes);

  for (unsigned i = 0; i < 100 + seq % 5 * 177u; i++)
    bytes[size++] = (uint8_t)(i * 7 + seq * 31);
  return g_bytes_new (bytes, size);
}

static GcRtp
parse (GBytes *packet)
{
  size_t size;
  const uint8_t *bytes = g_bytes_get_data (packet, &size);
  GcRtp rtp;

  g_assert_true (gc_rtp_parse (bytes, size, &rtp));
  return rtp;
}

static void
push (GstHarness *harness, GBytes *packet)
{
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (packet);

  GST_BUFFER_PTS (buffer) = 0;
  g_assert_cmpint (gst_harness_push (harness, buffer), ==, GST_FLOW_OK);
}

/* (transfer full) (nullable) */
static GBytes *
pull (GstHarness *harness)
{
  g_autoptr (GstBuffer) buffer = gst_harness_try_pull (harness);
  GstMapInfo map;

  if (buffer == NULL)
    return NULL;
  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  GBytes *bytes = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (buffer, &map);
  return bytes;
}

static GstHarness *
open_decoder (void)
{
  GstHarness *harness = gst_harness_new_parse (LAUNCH_DECODER);
  g_autoptr (GstElement) storage = gst_bin_get_by_name (GST_BIN (harness->element), "storage");
  g_autoptr (GstElement) decoder = gst_bin_get_by_name (GST_BIN (harness->element), "decoder");
  g_autoptr (GObject) packets = NULL;

  g_object_get (storage, "internal-storage", &packets, NULL);
  g_object_set (decoder, "storage", packets, NULL);
  gst_harness_set_src_caps_str (harness, CAPS);
  return harness;
}

/* Ours for packets from @first on, as a packet behind them. */
static GBytes *
make_fec (uint16_t first)
{
  GcRtpHeader header = {
    .timestamp = 4000, .ssrc = SSRC, .seq = (uint16_t)(first + N_PACKETS), .payload_type = FEC
  };
  uint8_t bytes[2000];
  size_t head = gc_rtp_format_header (&header, bytes, sizeof bytes);
  GcUlpfec fec;

  gc_ulpfec_init (&fec, first);
  for (unsigned i = 0; i < N_PACKETS; i++) {
    g_autoptr (GBytes) packet = make_packet ((uint16_t)(first + i));
    const uint8_t *data = g_bytes_get_data (packet, NULL);
    g_assert_true (gc_ulpfec_add (&fec, data, 12, data + 12, g_bytes_get_size (packet) - 12));
  }
  return g_bytes_new (bytes, head + gc_ulpfec_format (&fec, bytes + head, sizeof bytes - head));
}

/* The decoder numbers anew what it passes on. */
static void
assert_but_number (GBytes *found, GBytes *wanted)
{
  const uint8_t *a = g_bytes_get_data (found, NULL);
  const uint8_t *b = g_bytes_get_data (wanted, NULL);

  g_assert_cmpuint (g_bytes_get_size (found), ==, g_bytes_get_size (wanted));
  g_assert_cmpint (memcmp (a, b, 2), ==, 0);
  g_assert_cmpint (memcmp (a + 4, b + 4, g_bytes_get_size (wanted) - 4), ==, 0);
}

static void
test_it_reads_ours (void)
{
  for (unsigned lost = 0; lost < N_PACKETS; lost++) {
    uint16_t first = (uint16_t)(65530 + lost);
    uint16_t seq = (uint16_t)(first + lost);
    g_autoptr (GBytes) wanted = make_packet (seq);
    g_autoptr (GBytes) found = NULL;
    GstHarness *harness = open_decoder ();
    g_autoptr (GBytes) fec = make_fec (first);

    for (unsigned i = 0; i < N_PACKETS; i++) {
      g_autoptr (GBytes) packet = make_packet ((uint16_t)(first + i));
      if (i != lost)
        push (harness, packet);
    }
    push (harness, fec);
    GBytes *passed;
    while ((passed = pull (harness)) != NULL)
      g_bytes_unref (passed);
    gst_harness_push_event (
        harness,
        gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM,
                              gst_structure_new ("GstRTPPacketLost", "seqnum", G_TYPE_UINT,
                                                 (guint)seq, "timestamp", G_TYPE_UINT64, (guint64)0,
                                                 "duration", G_TYPE_UINT64, (guint64)0, NULL)));
    found = pull (harness);
    g_assert_nonnull (found);
    assert_but_number (found, wanted);
    gst_harness_teardown (harness);
  }
}

static void
give (GcFecReceiver *receiver, GBytes *packet)
{
  GcRtp rtp = parse (packet);

  if (rtp.payload_type == FEC)
    g_assert_true (gc_fec_receiver_push_fec (receiver, rtp.payload, rtp.payload_size));
  else
    gc_fec_receiver_push (receiver, g_bytes_get_data (packet, NULL), &rtp);
}

/* With each packet lost in turn. */
static void
test_we_read_its (void)
{
  g_autoptr (GPtrArray) packets = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  GstHarness *harness =
      gst_harness_new_parse ("rtpulpfecenc pt=120 percentage=50 percentage-important=50");
  unsigned n_fec = 0;
  GBytes *bytes;

  gst_harness_set_src_caps_str (harness, CAPS);
  for (unsigned i = 0; i < 3 * 4; i++) { /* pictures of four packets */
    g_autoptr (GBytes) packet = make_packet ((uint16_t)i);
    push (harness, packet);
  }
  while ((bytes = pull (harness)) != NULL) {
    n_fec += parse (bytes).payload_type == FEC;
    g_ptr_array_add (packets, bytes);
  }
  gst_harness_teardown (harness);
  g_assert_cmpuint (n_fec, >, 0);

  for (unsigned lost = 0; lost < packets->len; lost++) {
    g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, 0);
    GBytes *packet = packets->pdata[lost];
    GcRtp wanted = parse (packet);
    GcRtp rtp;
    for (unsigned i = 0; i < packets->len; i++)
      if (i != lost)
        give (receiver, packets->pdata[i]);
    gboolean recovered = gc_fec_receiver_pop (receiver, &rtp);
    g_assert_cmpint (recovered, ==, wanted.payload_type != FEC);
    if (!recovered)
      continue;
    g_assert_cmpuint (rtp.header_size + rtp.payload_size, ==, g_bytes_get_size (packet));
    g_assert_cmpint (memcmp (rtp.payload - rtp.header_size, g_bytes_get_data (packet, NULL),
                             g_bytes_get_size (packet)),
                     ==, 0);
  }
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ulpfec-gstreamer/it-reads-ours", test_it_reads_ours);
  g_test_add_func ("/ulpfec-gstreamer/we-read-its", test_we_read_its);
  return g_test_run ();
}
