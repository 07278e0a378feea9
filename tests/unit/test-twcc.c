// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-rtcp.h"
#include "rtp/gc-twcc.h"

#include <string.h>

#define MS 1000

/* Reads the one feedback in @bytes. Returns the number of packets it tells of. */
static size_t
read_feedback (const uint8_t *bytes,
               size_t size,
               GcRtcpTwccPacket *ret_packets,
               uint8_t *ret_number)
{
  GcRtcpIter iter;
  GcRtcp rtcp;

  g_assert_cmpuint (size, <=, GC_TWCC_MAX_SIZE);
  gc_rtcp_iter_init (&iter, bytes, size);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_cmpuint (iter.left, ==, 0);
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_TWCC);
  g_assert_cmpuint (rtcp.sender_ssrc, ==, 99);
  size_t count = gc_rtcp_get_twcc (&rtcp, ret_packets, 1000, ret_number);
  g_assert_cmpuint (count, >, 0);
  return count;
}

static void
test_exact (void)
{
  g_autoptr (GcTwcc) twcc = gc_twcc_new (99);
  uint8_t out[GC_TWCC_MAX_SIZE];
  static const uint8_t expected[] = {
    0x8f, 205,  0, 7, 0, 0, 0, 99, 0, 0, 0, 7, 0xff, 0xff, 0, 5, 0, 0, 2, 0, /* head */
    0xd8, 0x40, /* two-bit vector 1 2 0 1 0 -: */
  };

  g_assert_cmpint (gc_twcc_next_us (twcc), ==, INT64_MAX);
  g_assert_cmpuint (gc_twcc_format (twcc, 0, out, sizeof out), ==, 0);
  gc_twcc_receive (twcc, 65535, 7, 130 * MS); /* 2 ms, 8 ticks, above 128 ms */
  gc_twcc_receive (twcc, 0, 7, 230 * MS);     /* 100 ms: 400 ticks */
  gc_twcc_receive (twcc, 2, 7, 231 * MS);
  gc_twcc_receive (twcc, 3, 7, 229 * MS); /* -8 ticks */
  g_assert_cmpint (gc_twcc_next_us (twcc), ==, 230 * MS);
  g_assert_cmpuint (gc_twcc_format (twcc, 229 * MS, out, sizeof out), ==, 0);
  g_assert_cmpuint (gc_twcc_format (twcc, 230 * MS, out, sizeof out - 1), ==, 0);
  size_t size = gc_twcc_format (twcc, 230 * MS, out, sizeof out);
  g_assert_cmpuint (size, ==, 28);
  g_assert_true (memcmp (out + 4, expected + 4, 16) == 0);
  /* 1 2 0 1 2 in two bits each: 01 10 00 01 10 00 00 behind 11 */
  g_assert_cmphex (out[20], ==, 0xd8);
  g_assert_cmphex (out[21], ==, 0x60);
  static const uint8_t deltas[] = { 8, 0x01, 0x90, 4, 0xff, 0xf8 };
  g_assert_true (memcmp (out + 22, deltas, sizeof deltas) == 0);
  g_assert_cmpint (gc_twcc_next_us (twcc), ==, INT64_MAX);
}

static void
test_late (void)
{
  g_autoptr (GcTwcc) twcc = gc_twcc_new (99);
  GcRtcpTwccPacket packets[1000];
  uint8_t out[GC_TWCC_MAX_SIZE];
  uint8_t number = 0;

  gc_twcc_receive (twcc, 10, 7, 0);
  gc_twcc_receive (twcc, 12, 7, 1 * MS);
  size_t size = gc_twcc_format (twcc, 100 * MS, out, sizeof out);
  g_assert_cmpuint (read_feedback (out, size, packets, &number), ==, 3);
  g_assert_cmpuint (number, ==, 0);
  g_assert_false (packets[1].received);
  gc_twcc_receive (twcc, 9, 7, 150 * MS); /* from before the first: nobody waits for it */
  g_assert_cmpint (gc_twcc_next_us (twcc), ==, INT64_MAX);
  gc_twcc_receive (twcc, 12, 7, 150 * MS); /* a duplicate */
  g_assert_cmpint (gc_twcc_next_us (twcc), ==, INT64_MAX);
  gc_twcc_receive (twcc, 11, 7, 150 * MS);
  gc_twcc_receive (twcc, 13, 7, 151 * MS);
  size = gc_twcc_format (twcc, 250 * MS, out, sizeof out);
  g_assert_cmpuint (read_feedback (out, size, packets, &number), ==, 3);
  g_assert_cmpuint (number, ==, 1);
  g_assert_cmpuint (packets[0].seq, ==, 11);
  g_assert_true (packets[0].received);
  g_assert_true (packets[2].received);
  g_assert_cmpint (packets[0].arrival_us, ==, 150 * MS);
  g_assert_cmpint (packets[1].arrival_us, ==, 1 * MS);
}

/* A burst is told of at once, in as many feedbacks as it takes. */
static void
test_burst (void)
{
  g_autoptr (GcTwcc) twcc = gc_twcc_new (99);
  GcRtcpTwccPacket packets[1000];
  uint8_t out[GC_TWCC_MAX_SIZE];
  size_t told = 0;
  size_t size = 0;

  for (uint16_t i = 0; i < 512; i++) {
    gc_twcc_receive (twcc, i, 7, 1000 * MS + (i % 2) * 90 * MS); /* large steps, up and down */
    g_assert_cmpint (gc_twcc_next_us (twcc), ==, i < 255 ? 1100 * MS : 1000 * MS);
  }
  while ((size = gc_twcc_format (twcc, 1000 * MS, out, sizeof out)) > 0) {
    size_t count = read_feedback (out, size, packets, NULL);
    for (size_t i = 0; i < count; i++) {
      g_assert_cmpuint (packets[i].seq, ==, told + i);
      g_assert_cmpint (packets[i].arrival_us, ==, 1000 * MS + ((told + i) % 2) * 90 * MS);
    }
    told += count;
  }
  g_assert_cmpuint (told, ==, 512);
}

static void
test_jump (void)
{
  g_autoptr (GcTwcc) twcc = gc_twcc_new (99);
  GcRtcpTwccPacket packets[1000];
  uint8_t out[GC_TWCC_MAX_SIZE];

  gc_twcc_receive (twcc, 10, 7, 0);
  gc_twcc_receive (twcc, 20000, 7, 60 * MS);
  gc_twcc_receive (twcc, 20001, 7, 61 * MS);
  size_t size = gc_twcc_format (twcc, 160 * MS, out, sizeof out);
  g_assert_cmpuint (read_feedback (out, size, packets, NULL), ==, 2);
  g_assert_cmpuint (packets[0].seq, ==, 20000);
  gc_twcc_receive (twcc, 5, 7, 300 * MS); /* and back */
  size = gc_twcc_format (twcc, 400 * MS, out, sizeof out);
  g_assert_cmpuint (read_feedback (out, size, packets, NULL), ==, 1);
  g_assert_cmpuint (packets[0].seq, ==, 5);
}

/* A pause longer than a delta can tell ends a feedback; the next one has a reference of its own. */
static void
test_pause (void)
{
  g_autoptr (GcTwcc) twcc = gc_twcc_new (99);
  GcRtcpTwccPacket packets[1000];
  uint8_t out[GC_TWCC_MAX_SIZE];

  gc_twcc_receive (twcc, 1, 7, 0);
  gc_twcc_receive (twcc, 2, 7, 9000 * MS);
  size_t size = gc_twcc_format (twcc, 9000 * MS, out, sizeof out);
  g_assert_cmpuint (read_feedback (out, size, packets, NULL), ==, 1);
  size = gc_twcc_format (twcc, 9000 * MS, out, sizeof out);
  g_assert_cmpuint (read_feedback (out, size, packets, NULL), ==, 1);
  g_assert_cmpuint (packets[0].seq, ==, 2);
  g_assert_cmpint (packets[0].arrival_us, ==, 9000 * MS);
  g_assert_cmpuint (gc_twcc_format (twcc, 9000 * MS, out, sizeof out), ==, 0);
}

/*
 * 100,000 packets over a link with jitter, runs of loss and reordering, numbers wrapping: each that
 * came is told of with its time, to a tick; none that did not come is told of as received.
 */
static void
test_model (void)
{
  enum {
    COUNT = 100000
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  g_autoptr (GcTwcc) twcc = gc_twcc_new (99);
  g_autofree int64_t *arrival_us = g_new0 (int64_t, COUNT); /* 0: did not come */
  g_autofree gboolean *told = g_new0 (gboolean, COUNT);
  GcRtcpTwccPacket packets[1000];
  uint8_t out[GC_TWCC_MAX_SIZE];
  unsigned losing = 0;
  int late = -1;

  for (int i = 0; i < COUNT + 1; i++) {
    int64_t now_us = 1000 * MS + (int64_t)i * 1700 + g_rand_int_range (random, 0, 1500);
    size_t size = 0;
    if (i == COUNT)
      now_us += 1000 * MS;
    if (losing == 0 && g_rand_int_range (random, 0, 100) == 0)
      losing = (unsigned)g_rand_int_range (random, 1, 60);
    if (losing > 0 && i > 0 && i < COUNT) {
      losing--;
      late = g_rand_int_range (random, 0, 8) == 0 ? i : late;
    } else if (i < COUNT) {
      gc_twcc_receive (twcc, (uint16_t)(i + 65000), 7, now_us);
      arrival_us[i] = now_us;
    }
    if (late >= 0 && i < COUNT && late < i && g_rand_int_range (random, 0, 10) == 0) {
      gc_twcc_receive (twcc, (uint16_t)(late + 65000), 7, now_us + 1);
      arrival_us[late] = now_us + 1;
      late = -1;
    }
    while ((size = gc_twcc_format (twcc, now_us, out, sizeof out)) > 0) {
      size_t count = read_feedback (out, size, packets, NULL);
      for (size_t k = 0; k < count; k++) {
        int newest = MIN (i, COUNT - 1);
        int j = newest - (uint16_t)(newest + 65000 - packets[k].seq);
        g_assert_cmpint (packets[k].received, ==, arrival_us[j] != 0);
        if (!packets[k].received)
          continue;
        told[j] = TRUE;
        g_assert_cmpint (packets[k].arrival_us, <=, arrival_us[j]);
        g_assert_cmpint (packets[k].arrival_us, >, arrival_us[j] - 250);
      }
    }
  }
  for (int i = 0; i < COUNT; i++)
    g_assert_cmpint (told[i], ==, arrival_us[i] != 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/twcc/exact", test_exact);
  g_test_add_func ("/twcc/late", test_late);
  g_test_add_func ("/twcc/burst", test_burst);
  g_test_add_func ("/twcc/jump", test_jump);
  g_test_add_func ("/twcc/pause", test_pause);
  g_test_add_func ("/twcc/model", test_model);
  return g_test_run ();
}
