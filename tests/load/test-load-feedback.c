// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What a load peer tells of what it receives, as gc-relay's own parser reads it. */
#include "config.h"

#include "gc-load-feedback.h"

#include <string.h>

#include "gc-load-stream.h"
#include "rtp/gc-rtcp.h"

#define OWN_SSRC 1
#define START_US INT64_C (1700000000000000)

static size_t
make_packet (const GcLoadSender *sender, uint32_t counter, uint16_t number, uint8_t *out)
{
  return gc_load_sender_format (sender, counter, number, out);
}

/* Packets 65534, 65535, 1 and 9 of those with numbers, over the wrap; the others are lost. */
static void
test_transport (void)
{
  static const struct {
    uint16_t number;
    int64_t us;
  } came[] = { { 65534, 0 }, { 65535, 250 }, { 1, 100000 }, { 9, 99000 } };
  GcLoadFeedback feedback = { 0 };
  GcLoadSender sender;
  GcRtcpTwccPacket told[32];
  uint8_t packet[GC_LOAD_VIDEO_BYTES];
  uint8_t out[GC_LOAD_FEEDBACK_MAX_BYTES];
  GcRtcpIter iter;
  GcRtcp rtcp;

  gc_load_sender_init (&sender, GC_LOAD_AUDIO, 7, FALSE);
  uint32_t counter = gc_load_sender_next (&sender, 0, FALSE);
  for (size_t i = 0; i < G_N_ELEMENTS (came); i++) {
    size_t size = make_packet (&sender, counter, came[i].number, packet);
    gc_load_feedback_note (&feedback, packet, size, FALSE, START_US + came[i].us);
  }
  size_t size = gc_load_feedback_format (&feedback, OWN_SSRC, 8, out);
  gc_rtcp_iter_init (&iter, out, size);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_TWCC);
  g_assert_cmpuint (gc_rtcp_get_twcc (&rtcp, told, G_N_ELEMENTS (told), NULL), ==, 12);
  g_assert_false (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_false (iter.malformed);

  size_t found = 0;
  for (size_t i = 0; i < 12; i++) {
    g_assert_cmpuint (told[i].seq, ==, (uint16_t)(65534 + i));
    if (!told[i].received)
      continue;
    g_assert_cmpuint (told[i].seq, ==, came[found].number);
    g_assert_cmpint (told[i].arrival_us - told[0].arrival_us, ==, came[found].us);
    found++;
  }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (came));
  g_assert_cmpuint (gc_load_feedback_format (&feedback, OWN_SSRC, 8, out), ==, 0);
}

/* The second of three packets is lost, asked for, and comes as a retransmission. */
static void
test_repair (void)
{
  GcLoadFeedback feedback = { 0 };
  GcLoadSender sender;
  uint8_t packet[GC_LOAD_VIDEO_BYTES];
  uint8_t again[GC_LOAD_VIDEO_BYTES + 2];
  uint8_t copy[GC_LOAD_VIDEO_BYTES + 2];
  uint8_t out[GC_LOAD_FEEDBACK_MAX_BYTES];
  uint16_t asked[4];
  GcRtcpIter iter;
  GcRtcp rtcp;

  gc_load_sender_init (&sender, GC_LOAD_VIDEO, 8, FALSE);
  for (uint8_t i = 0; i < 3; i++) {
    uint32_t counter = gc_load_sender_next (&sender, i, FALSE);
    size_t size = make_packet (&sender, counter, i, packet);
    if (i != 1)
      gc_load_feedback_note (&feedback, packet, size, TRUE, START_US);
  }
  size_t size = gc_load_feedback_format (&feedback, OWN_SSRC, 8, out);
  gc_rtcp_iter_init (&iter, out, size);
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
  g_assert_cmpint (rtcp.kind, ==, GC_RTCP_NACK);
  g_assert_cmpuint (rtcp.media_ssrc, ==, 8);
  g_assert_cmpuint (gc_rtcp_get_nack (&rtcp, asked, G_N_ELEMENTS (asked)), ==, 1);
  g_assert_cmpuint (asked[0], ==, (uint16_t)(sender.first_seq + 1));

  size_t plain = make_packet (&sender, 1, 5, again);
  memcpy (packet, again, plain);
  size = gc_load_feedback_wrap (again, plain, 9, 40);
  g_assert_cmpuint (size, ==, plain + 2);
  memcpy (copy, again, size);
  g_assert_true (gc_load_feedback_restore (&feedback, again, &size, 8));
  g_assert_cmpuint (size, ==, plain);
  g_assert_true (memcmp (again, packet, plain) == 0);
  /* Once more it is not missed. */
  size = plain + 2;
  g_assert_false (gc_load_feedback_restore (&feedback, copy, &size, 8));
  g_assert_cmpuint (gc_load_feedback_format (&feedback, OWN_SSRC, 8, out), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load-feedback/transport", test_transport);
  g_test_add_func ("/load-feedback/repair", test_repair);
  return g_test_run ();
}
