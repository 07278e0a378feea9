// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-rtcp.h"

#include <string.h>

static void
assert_bytes (const void *got, size_t got_size, const void *wanted, size_t wanted_size)
{
  g_assert_cmpuint (got_size, ==, wanted_size);
  g_assert_true (memcmp (got, wanted, wanted_size) == 0);
}

/* The only packet in @writer. */
static GcRtcp
read_one (const GcRtcpWriter *writer)
{
  GcRtcpIter iter;
  GcRtcp rtcp;
  GcRtcp more;

  gc_rtcp_iter_init (&iter, writer->data, writer->size);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_false (gc_rtcp_iter_next (&iter, &more));
  g_assert_false (iter.malformed);
  return rtcp;
}

static void
test_reports (void)
{
  const GcRtcpReport reports[] = {
    { .ssrc = 7,
      .fraction_lost = 255,
      .cumulative_lost = -5,
      .highest_seq = 0x1fffe,
      .jitter = 9,
      .last_sr = 10,
      .delay_since_sr = 11 },
    { .ssrc = 8, .cumulative_lost = 0x7fffffff },
  };
  const GcRtcpSenderInfo info = {
    .ntp_time = 0x0123456789abcdef, .rtp_timestamp = 1, .packet_count = 2, .octet_count = 3
  };
  GcRtcpSenderInfo read_info = { 0 };
  GcRtcpReport report = { 0 };
  GcRtcpWriter writer;
  uint8_t bytes[200];

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_sender_report (&writer, 0xdeadbeef, &info, reports, 2));
  GcRtcp rtcp = read_one (&writer);
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_SENDER_REPORT);
  g_assert_cmphex (rtcp.sender_ssrc, ==, 0xdeadbeef);
  g_assert_true (gc_rtcp_get_sender_info (&rtcp, &read_info));
  g_assert_cmphex (read_info.ntp_time, ==, info.ntp_time);
  g_assert_cmpuint (read_info.rtp_timestamp, ==, 1);
  g_assert_cmpuint (read_info.packet_count, ==, 2);
  g_assert_cmpuint (read_info.octet_count, ==, 3);
  g_assert_true (gc_rtcp_get_report (&rtcp, 0, &report));
  g_assert_cmpuint (report.ssrc, ==, 7);
  g_assert_cmpuint (report.fraction_lost, ==, 255);
  g_assert_cmpint (report.cumulative_lost, ==, -5);
  g_assert_cmphex (report.highest_seq, ==, 0x1fffe);
  g_assert_cmpuint (report.jitter, ==, 9);
  g_assert_cmpuint (report.last_sr, ==, 10);
  g_assert_cmpuint (report.delay_since_sr, ==, 11);
  g_assert_true (gc_rtcp_get_report (&rtcp, 1, &report));
  g_assert_cmpint (report.cumulative_lost, ==, 0x7fffff); /* 24 bits is all there is */
  g_assert_false (gc_rtcp_get_report (&rtcp, 2, &report));

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_receiver_report (&writer, 5, reports, 1));
  rtcp = read_one (&writer);
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_RECEIVER_REPORT);
  g_assert_false (gc_rtcp_get_sender_info (&rtcp, &read_info));
  g_assert_true (gc_rtcp_get_report (&rtcp, 0, &report));
  g_assert_cmpint (report.cumulative_lost, ==, -5);
}

static void
test_compound (void)
{
  GcRtcpWriter writer;
  GcRtcpIter iter;
  GcRtcp rtcp;
  uint8_t bytes[200];
  const char *cname = NULL;
  size_t size = 0;
  uint32_t ssrc = 0;
  const uint32_t leaving[] = { 4, 5 };

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_receiver_report (&writer, 1, NULL, 0));
  g_assert_true (gc_rtcp_add_cname (&writer, 1, "abc"));
  g_assert_true (gc_rtcp_add_pli (&writer, 1, 2));
  g_assert_true (gc_rtcp_add_fir (&writer, 1, 3, 99));
  g_assert_true (gc_rtcp_add_bye (&writer, leaving, 2));
  g_assert_true (gc_rtcp_is_valid (bytes, writer.size));

  gc_rtcp_iter_init (&iter, bytes, writer.size);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_RECEIVER_REPORT);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_true (gc_rtcp_get_cname (&rtcp, &ssrc, &cname, &size));
  assert_bytes (cname, size, "abc", 3);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_PLI);
  g_assert_cmpuint (rtcp.media_ssrc, ==, 2);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  uint8_t command = 0;
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_FIR);
  g_assert_true (gc_rtcp_get_fir (&rtcp, 0, &ssrc, &command));
  g_assert_cmpuint (ssrc, ==, 3);
  g_assert_cmpuint (command, ==, 99);
  g_assert_false (gc_rtcp_get_fir (&rtcp, 1, &ssrc, &command));
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_true (gc_rtcp_get_bye (&rtcp, 1, &ssrc));
  g_assert_cmpuint (ssrc, ==, 5);
  g_assert_false (gc_rtcp_get_bye (&rtcp, 2, &ssrc));
  g_assert_false (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_false (iter.malformed);
}

static void
test_cname_lengths (void)
{
  char text[257];
  uint8_t bytes[300];

  for (size_t length = 0; length <= 256; length++) {
    GcRtcpWriter writer;
    const char *cname = NULL;
    size_t size = 0;
    uint32_t ssrc = 0;
    memset (text, 'x', length);
    text[length] = '\0';
    gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
    g_assert_cmpint (gc_rtcp_add_cname (&writer, 3, text), ==, length <= 255);
    if (length > 255)
      break;
    g_assert_cmpuint (writer.size % 4, ==, 0);
    g_assert_cmpuint (bytes[writer.size - 1], ==, 0);
    GcRtcp rtcp = read_one (&writer);
    g_assert_true (gc_rtcp_get_cname (&rtcp, &ssrc, &cname, &size));
    assert_bytes (cname, size, text, length);
  }
}

/* Two chunks, the first of which has no CNAME. */
static void
test_second_chunk (void)
{
  static const uint8_t bytes[] = { 0x82, 202, 0, 6, 0, 0, 0, 1, 2,   3,   'a', 'b', 'c', 0,
                                   0,    0,   0, 0, 0, 2, 1, 2, 'd', 'e', 0,   0,   0,   0 };
  GcRtcpIter iter;
  GcRtcp rtcp;
  const char *cname = NULL;
  size_t size = 0;
  uint32_t ssrc = 0;

  gc_rtcp_iter_init (&iter, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_true (gc_rtcp_get_cname (&rtcp, &ssrc, &cname, &size));
  g_assert_cmpuint (ssrc, ==, 2);
  assert_bytes (cname, size, "de", 2);
}

static void
test_nack_exact (void)
{
  static const uint16_t seqs[] = { 65534, 65535, 0, 14, 15, 300 };
  static const uint8_t expected[] = { 0x81, 205,  0,    5, 0, 0,  0, 1, 0, 0,    0, 2,
                                      0xff, 0xfe, 0x80, 3, 0, 15, 0, 0, 1, 0x2c, 0, 0 };
  GcRtcpWriter writer;
  uint8_t bytes[64];

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_nack (&writer, 1, 2, seqs, G_N_ELEMENTS (seqs)));
  assert_bytes (bytes, writer.size, expected, sizeof expected);
  g_assert_false (gc_rtcp_add_nack (&writer, 1, 2, seqs, 0));
}

static void
test_nack_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (int step = 0; step < 5000; step++) {
    uint16_t seqs[60];
    uint16_t read[60];
    uint8_t bytes[400];
    GcRtcpWriter writer;
    size_t count = (size_t)g_rand_int_range (random, 1, 61);
    uint16_t seq = (uint16_t)g_rand_int (random);
    for (size_t i = 0; i < count; i++) {
      seqs[i] = seq;
      seq = (uint16_t)(seq + g_rand_int_range (random, 1, 30));
    }
    gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
    g_assert_true (gc_rtcp_add_nack (&writer, 1, 2, seqs, count));
    GcRtcp rtcp = read_one (&writer);
    g_assert_cmpint (rtcp.kind, ==, GC_RTCP_NACK);
    size_t got = gc_rtcp_get_nack (&rtcp, read, G_N_ELEMENTS (read));
    assert_bytes (read, got * sizeof *read, seqs, count * sizeof *seqs);
    g_assert_cmpuint (gc_rtcp_get_nack (&rtcp, read, count - 1), ==, count - 1);
  }
}

static void
test_remb (void)
{
  static const uint64_t rates[] = { 0, 1, 262143, 262144, 2500000, 1000000000000, UINT64_MAX };
  const uint32_t ssrcs[] = { 11, 12 };

  for (size_t i = 0; i < G_N_ELEMENTS (rates); i++) {
    GcRtcpWriter writer;
    GcRtcpRemb remb;
    uint8_t bytes[64];
    gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
    g_assert_true (gc_rtcp_add_remb (&writer, 1, rates[i], ssrcs, 2));
    GcRtcp rtcp = read_one (&writer);
    g_assert_cmpint (rtcp.kind, ==, GC_RTCP_REMB);
    g_assert_true (gc_rtcp_get_remb (&rtcp, &remb));
    g_assert_cmpuint (remb.ssrc_count, ==, 2);
    g_assert_cmpuint (remb.ssrcs[1], ==, 12);
    g_assert_cmpuint (remb.bitrate_bps, <=, rates[i]);
    g_assert_cmpuint (rates[i] - remb.bitrate_bps, <=, rates[i] / 131072);
    bytes[16] = 3; /* more sources than bytes */
    g_assert_false (gc_rtcp_get_remb (&rtcp, &remb));
    bytes[16] = 2;
    bytes[17] = 0xff; /* an exponent that leaves 64 bits */
    g_assert_false (gc_rtcp_get_remb (&rtcp, &remb));
  }
}

/*
 * A feedback written by hand, in three chunks: a run of 2 small deltas, a vector of the two-bit
 * symbols 0 1 2 0 1 0 0, a run of 1 that did not come.
 */
static void
test_twcc (void)
{
  static const uint8_t bytes[] = { 0x8f, 205,  0,    7,    0,  0, 0, 1,    0,    0,    0,
                                   2,    0xff, 0xff, 0,    10, 0, 0, 1,    77,   0x20, 0x02,
                                   0xc6, 0x10, 0x00, 0x01, 4,  8, 2, 0xff, 0xfc, 12 };
  static const struct {
    gboolean received;
    int64_t arrival_us;
  } expected[] = { { TRUE, 65000 }, { TRUE, 67000 }, { FALSE, 0 }, { TRUE, 67500 }, { TRUE, 66500 },
                   { FALSE, 0 },    { TRUE, 69500 }, { FALSE, 0 }, { FALSE, 0 },    { FALSE, 0 } };
  uint8_t copy[sizeof bytes];
  GcRtcpTwccPacket packets[G_N_ELEMENTS (expected)];
  GcRtcpIter iter;
  GcRtcp rtcp;
  uint8_t number = 0;

  memcpy (copy, bytes, sizeof bytes);
  gc_rtcp_iter_init (&iter, copy, sizeof copy);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_TWCC);
  g_assert_cmpuint (gc_rtcp_get_twcc (&rtcp, packets, G_N_ELEMENTS (packets), &number), ==, 10);
  g_assert_cmpuint (number, ==, 77);
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_cmpuint (packets[i].seq, ==, (uint16_t)(65535 + i));
    g_assert_cmpint (packets[i].received, ==, expected[i].received);
    g_assert_cmpint (packets[i].arrival_us, ==, expected[i].arrival_us);
  }
  g_assert_cmpuint (gc_rtcp_get_twcc (&rtcp, packets, 3, NULL), ==, 3);
  copy[14] = 0x40; /* claims 16394 packets */
  g_assert_cmpuint (gc_rtcp_get_twcc (&rtcp, packets, G_N_ELEMENTS (packets), NULL), ==, 0);
  copy[14] = 0;
  rtcp.size -= 4; /* two deltas are missing */
  g_assert_cmpuint (gc_rtcp_get_twcc (&rtcp, packets, G_N_ELEMENTS (packets), NULL), ==, 0);
}

static void
test_no_room (void)
{
  uint8_t bytes[1024];
  const uint32_t ssrcs[31] = { 0 };
  const uint16_t seqs[] = { 1, 100 };
  const GcRtcpReport reports[2] = { { 0 } };
  const GcRtcpSenderInfo info = { 0 };

  for (size_t capacity = 0; capacity < 80; capacity++) {
    GcRtcpWriter writer;
    memset (bytes, 0xee, sizeof bytes);
    gc_rtcp_writer_init (&writer, bytes, capacity);
    gc_rtcp_add_sender_report (&writer, 1, &info, reports, 2);
    gc_rtcp_add_receiver_report (&writer, 1, reports, 1);
    gc_rtcp_add_cname (&writer, 1, "name");
    gc_rtcp_add_bye (&writer, ssrcs, 2);
    gc_rtcp_add_nack (&writer, 1, 2, seqs, 2);
    gc_rtcp_add_remb (&writer, 1, 100, ssrcs, 1);
    gc_rtcp_add_fir (&writer, 1, 2, 3);
    gc_rtcp_add_pli (&writer, 1, 2);
    g_assert_cmpuint (writer.size, <=, capacity);
    g_assert_cmpuint (bytes[capacity], ==, 0xee);
    g_assert_cmpint (gc_rtcp_is_valid (bytes, writer.size), ==, writer.size > 0);
  }
  GcRtcpWriter writer;
  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_false (gc_rtcp_add_bye (&writer, ssrcs, 32));
  g_assert_false (gc_rtcp_add_bye (&writer, ssrcs, 0));
  g_assert_false (gc_rtcp_add_receiver_report (&writer, 1, reports, 32));
  g_assert_cmpuint (writer.size, ==, 0);
}

static const struct {
  const char *what;
  size_t size;
  uint8_t bytes[36];
} malformed[] = {
  { "nothing", 0, { 0 } },
  { "half a header", 3, { 0x80, 201, 0 } },
  { "version 1", 8, { 0x40, 201, 0, 1 } },
  { "longer than the datagram", 8, { 0x80, 201, 0, 2 } },
  { "receiver report without its block", 8, { 0x81, 201, 0, 1 } },
  { "sender report without its info", 8, { 0x80, 200, 0, 1 } },
  { "nack without its media source", 8, { 0x81, 205, 0, 1 } },
  { "bye of three in two words", 12, { 0x83, 203, 0, 2 } },
  { "padding of 0", 12, { 0xa0, 201, 0, 2 } },
  { "padding larger than the packet", 12, { 0xa0, 201, 0, 2, 0, 0, 0, 0, 0, 0, 0, 12 } },
  { "trailing bytes", 10, { 0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 201 } },
};

static void
test_malformed (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_autofree uint8_t *copy =
        malformed[i].size > 0 ? g_memdup2 (malformed[i].bytes, malformed[i].size) : NULL;
    if (gc_rtcp_is_valid (copy, malformed[i].size))
      g_error ("accepted: %s", malformed[i].what);
  }
  static const uint8_t padded[] = { 0xa0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4 };
  static const uint8_t odd[] = { 0xa0, 206, 0, 3, 0,    0,   0, 1, 0, 0, 0, 1,
                                 0,    0,   0, 2, 0x80, 201, 0, 1, 0, 0, 0, 1 };
  g_assert_true (gc_rtcp_is_valid (padded, sizeof padded));
  g_assert_true (gc_rtcp_is_valid (odd, sizeof odd)); /* not whole words, not the last */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rtcp/reports", test_reports);
  g_test_add_func ("/rtcp/compound", test_compound);
  g_test_add_func ("/rtcp/cname-lengths", test_cname_lengths);
  g_test_add_func ("/rtcp/second-chunk", test_second_chunk);
  g_test_add_func ("/rtcp/nack-exact", test_nack_exact);
  g_test_add_func ("/rtcp/nack-round-trip", test_nack_round_trip);
  g_test_add_func ("/rtcp/remb", test_remb);
  g_test_add_func ("/rtcp/twcc", test_twcc);
  g_test_add_func ("/rtcp/no-room", test_no_room);
  g_test_add_func ("/rtcp/malformed", test_malformed);
  return g_test_run ();
}
