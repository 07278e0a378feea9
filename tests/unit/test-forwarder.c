// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Whole calls in memory: ICE, DTLS and SRTP are real on both sides, time and wire are the test's.
 */
#include "config.h"

#include <string.h>

#include "common/gc-error.h"
#include "far-peer.h"
#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-vp8.h"

#define COUNT(world, what) gc_counters_get (&(world)->counters, GC_COUNT_##what)

typedef struct {
  FarWorld *world;
  FarPeer *a;
  FarPeer *b;
} Call;

static Call
start_call (const char *lines)
{
  Call call = { .world = far_world_new () };

  call.a = far_peer_new (call.world, "a", lines, 6001);
  call.b = far_peer_new (call.world, "b", lines, 6002);
  far_peer_connect (call.a);
  far_peer_connect (call.b);
  far_peer_sit (call.a, "room", FALSE);
  far_peer_sit (call.b, "room", FALSE);
  return call;
}

static GcRtp
get_rtp (const GPtrArray *list, guint index)
{
  GcRtp rtp;
  size_t size;

  g_assert_cmpuint (index, <, list->len);
  const uint8_t *bytes = g_bytes_get_data (list->pdata[index], &size);
  g_assert_true (gc_rtp_parse (bytes, size, &rtp));
  return rtp;
}

static GcRtp
get_last (const FarPeer *far)
{
  return get_rtp (far->rtp, far->rtp->len - 1);
}

static void
assert_tail (const GcRtp *rtp, const char *tail)
{
  size_t size = strlen (tail);

  g_assert_cmpuint (rtp->payload_size, >=, size);
  g_assert_true (memcmp (rtp->payload + rtp->payload_size - size, tail, size) == 0);
}

static unsigned
count_rtcp (const FarPeer *far, GcRtcpKind kind, uint32_t media_ssrc)
{
  unsigned n = 0;

  for (guint i = 0; i < far->rtcp->len; i++) {
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (far->rtcp->pdata[i], &size);
    GcRtcpIter iter;
    GcRtcp rtcp;
    gc_rtcp_iter_init (&iter, bytes, size);
    while (gc_rtcp_iter_next (&iter, &rtcp))
      n += rtcp.kind == kind && (media_ssrc == 0 || rtcp.media_ssrc == media_ssrc);
    g_assert_false (iter.malformed);
  }
  return n;
}

static void
test_relays_audio (void)
{
  Call call = start_call ("av");
  uint8_t size = 0;

  for (unsigned i = 0; i < 50; i++) {
    far_peer_send_media (
        call.a,
        &(FarMedia){ .line = 0, .ssrc = 77, .seq = (uint16_t)(65500 + i), .timestamp = 960 * i });
    far_world_run (call.world, 20000);
  }
  g_assert_cmpuint (call.b->rtp->len, ==, 50);
  g_assert_cmpuint (call.a->rtp->len, ==, 0);
  GcRtp first = get_rtp (call.b->rtp, 0);
  for (unsigned i = 0; i < 50; i++) {
    GcRtp rtp = get_rtp (call.b->rtp, i);
    g_autofree char *tail = g_strdup_printf ("0 %u", (unsigned)(uint16_t)(65500 + i));
    g_assert_cmpuint (rtp.ssrc, ==, call.b->relay_ssrcs[0]);
    g_assert_cmpuint ((uint16_t)(rtp.seq - first.seq), ==, i);
    g_assert_cmpuint (rtp.timestamp - first.timestamp, ==, 960 * i);
    assert_tail (&rtp, tail);
  }
  g_assert_cmpuint (*gc_rtp_find_extension (&first, 4, &size), ==, '0');
  g_assert_cmpstr (call.world->events->str, ==, "connected a;connected b;media a;");
  far_world_free (call.world);
}

static void
test_video_begins_with_a_key_frame (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 1, .ssrc = 88, .seq = 100, .timestamp = 9000, .marker = TRUE };

  /* Nothing but differences: none goes through, and one key frame is asked for each 500 ms. */
  for (unsigned i = 0; i < 60; i++) {
    far_peer_send_media (call.a, &media);
    media.seq++;
    media.timestamp += 3000;
    media.picture_id++;
    far_world_run (call.world, 33333);
  }
  g_assert_cmpuint (call.b->rtp->len, ==, 0);
  g_assert_cmpuint (COUNT (call.world, HELD_KEY_FRAME), ==, 60);
  unsigned asked = count_rtcp (call.a, GC_RTCP_PLI, 88);
  g_assert_cmpuint (asked, >=, 3);
  g_assert_cmpuint (asked, <=, 5);

  media.key_frame = TRUE;
  far_peer_send_media (call.a, &media);
  g_assert_cmpuint (call.b->rtp->len, ==, 1);
  far_world_run (call.world, 3000000);
  g_assert_cmpuint (count_rtcp (call.a, GC_RTCP_PLI, 88), <=, asked + 1);
  far_world_free (call.world);
}

static void
send_frames (FarPeer *far, FarMedia *media, unsigned n)
{
  for (unsigned i = 0; i < n; i++) {
    far_peer_send_media (far, media);
    media->key_frame = FALSE;
    media->seq++;
    media->timestamp += 3000;
    media->picture_id++;
    far_world_run (far->world, 33333);
  }
}

static uint16_t
get_picture_id (const GcRtp *rtp)
{
  GcVp8 vp8;

  g_assert_true (gc_vp8_parse (rtp->payload, rtp->payload_size, &vp8));
  return vp8.picture_id;
}

static void
test_a_line_is_continuous_when_its_source_changes (void)
{
  Call call = start_call ("av");
  FarPeer *c = far_peer_new (call.world, "c", "av", 6003);
  FarMedia from_b = { .line = 1, .ssrc = 88, .seq = 65530, .key_frame = TRUE, .picture_id = 32760 };
  FarMedia from_c = { .line = 1, .ssrc = 99, .seq = 7, .timestamp = 5, .key_frame = TRUE };
  const GcBinding binding = { "room", "b", c->id, FALSE, FALSE, GC_ROOM_ANY_PLACE };

  far_peer_connect (c);
  from_b.marker = from_c.marker = TRUE;
  send_frames (call.b, &from_b, 10);
  g_assert_true (gc_forwarder_bind (call.world->forwarder, &binding, NULL));
  send_frames (call.b, &from_b, 5);
  send_frames (c, &from_c, 10);
  g_assert_cmpuint (call.a->rtp->len, ==, 20);
  for (unsigned i = 1; i < 20; i++) {
    GcRtp before = get_rtp (call.a->rtp, i - 1);
    GcRtp rtp = get_rtp (call.a->rtp, i);
    g_assert_cmpuint (rtp.ssrc, ==, call.a->relay_ssrcs[1]);
    g_assert_cmpuint (rtp.seq, ==, (uint16_t)(before.seq + 1));
    g_assert_cmpuint (rtp.timestamp - before.timestamp, >=, 2900);
    g_assert_cmpuint (rtp.timestamp - before.timestamp, <=, 90000);
    g_assert_cmpuint (get_picture_id (&rtp), ==, (get_picture_id (&before) + 1) & 0x7fff);
  }
  far_world_free (call.world);
}

static void
send_nack (FarPeer *far, uint32_t media_ssrc, uint16_t seq)
{
  uint8_t bytes[64];
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_nack (&writer, 1, media_ssrc, &seq, 1));
  far_peer_send_rtcp (far, bytes, writer.size);
}

static void
test_nacks_are_answered_from_memory_and_within_bounds (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 1, .ssrc = 88, .seq = 1, .key_frame = TRUE, .marker = TRUE };

  send_frames (call.a, &media, 5);
  GcRtp wanted = get_rtp (call.b->rtp, 2);

  /* The far SRTP sees the very same packet: a replay, which it drops. Asked again at once: nothing.
   */
  send_nack (call.b, wanted.ssrc, wanted.seq);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 1);
  g_assert_cmpuint (COUNT (call.world, LOST_PROTECT), ==, 0);
  for (unsigned i = 0; i < 1000; i++)
    send_nack (call.b, wanted.ssrc, wanted.seq);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 1);
  far_world_run (call.world, 150000);
  for (unsigned i = 0; i < 1000; i++) {
    send_nack (call.b, wanted.ssrc, (uint16_t)(wanted.seq + i % 3));
    far_world_run (call.world, 1000);
  }
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), <=, 5);
  send_nack (call.b, 4711, wanted.seq);
  send_nack (call.b, wanted.ssrc, (uint16_t)(wanted.seq + 1000));
  g_assert_cmpuint (call.b->rtp->len, ==, 5);
  far_world_free (call.world);
}

static void
test_gaps_are_asked_for (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 1, .ssrc = 88, .seq = 1, .key_frame = TRUE, .marker = TRUE };

  send_frames (call.a, &media, 5);
  media.seq += 2;
  send_frames (call.a, &media, 2);
  g_assert_cmpuint (count_rtcp (call.a, GC_RTCP_NACK, 88), >=, 1);
  g_assert_cmpuint (COUNT (call.world, NACK_OUT), >=, 2);
  far_world_run (call.world, 1200000);
  g_assert_cmpuint (count_rtcp (call.a, GC_RTCP_RECEIVER_REPORT, 0), >=, 1);

  /* Never answered: given up, and a key frame is the only help. */
  far_world_run (call.world, 2000000);
  g_assert_cmpuint (count_rtcp (call.a, GC_RTCP_PLI, 88), >=, 2);
  far_world_free (call.world);
}

static void
test_hold_and_unbind_stop_everything (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1 };

  send_frames (call.a, &media, 2);
  far_peer_sit (call.a, "room", TRUE);
  send_frames (call.a, &media, 2);
  g_assert_cmpuint (call.b->rtp->len, ==, 2);
  far_peer_sit (call.a, "room", FALSE);
  send_frames (call.a, &media, 2);
  g_assert_cmpuint (call.b->rtp->len, ==, 4);
  far_peer_sit (call.b, "elsewhere", FALSE);
  send_frames (call.a, &media, 2);
  g_assert_cmpuint (call.b->rtp->len, ==, 4);
  g_assert_cmpstr (call.world->events->str, ==, "connected a;connected b;media a;media a;");
  far_world_free (call.world);
}

static void
test_what_is_not_negotiated_is_dropped (void)
{
  Call call = start_call ("av");

  /* A line that does not exist, and eight thousand SSRCs on one that does. */
  for (unsigned i = 0; i < 2000; i++) {
    far_peer_send_raw (
        call.a, (const uint8_t[]){ 0x80,       111, 0,  1,  0,  0,  0,  0, 1, 2, (uint8_t)(i >> 8),
                                   (uint8_t)i, 1,   2,  3,  4,  5,  6,  7, 8, 9, 10,
                                   11,         12,  13, 14, 15, 16, 17, 18 },
        30);
  }
  g_assert_cmpuint (COUNT (call.world, DROP_AUTH) + COUNT (call.world, DROP_SSRC), ==, 2000);
  g_assert_cmpuint (call.b->rtp->len, ==, 0);

  /* One that is real comes through all the same; another one on its line has to wait a second. */
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1 };
  send_frames (call.a, &media, 1);
  g_assert_cmpuint (call.b->rtp->len, ==, 1);
  media.ssrc = 78;
  send_frames (call.a, &media, 1);
  g_assert_cmpuint (call.b->rtp->len, ==, 1);
  far_world_run (call.world, 1000000);
  send_frames (call.a, &media, 1);
  g_assert_cmpuint (call.b->rtp->len, ==, 2);
  GcRtp first = get_rtp (call.b->rtp, 0);
  GcRtp second = get_last (call.b);
  g_assert_cmpuint (second.seq, ==, (uint16_t)(first.seq + 1));
  far_world_free (call.world);
}

static void
test_parties_keep_their_lines (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *peers[4];

  for (unsigned i = 0; i < 4; i++) {
    const char name[] = { (char)('p' + i), '\0' };
    peers[i] = far_peer_new (world, name, "avvAVAVAV", (uint16_t)(6000 + i));
    far_peer_connect (peers[i]);
    far_peer_sit (peers[i], "room", FALSE);
  }

  /* For p: q is party 0 (lines 0 1 2), r party 1 (3 4), s party 2 (5 6). */
  static const unsigned audio_line[] = { 0, 0, 3, 5 };
  for (unsigned i = 1; i < 4; i++) {
    far_peer_send_media (peers[i], &(FarMedia){ .line = 0, .ssrc = 70 + i, .seq = 1 });
    g_assert_cmpuint (get_last (peers[0]).ssrc, ==, peers[0]->relay_ssrcs[audio_line[i]]);
  }
  far_peer_send_media (peers[1], &(FarMedia){ .line = 2, .ssrc = 81, .seq = 1, .key_frame = TRUE });
  g_assert_cmpuint (get_last (peers[0]).ssrc, ==, peers[0]->relay_ssrcs[2]);
  guint before = peers[0]->rtp->len;
  far_peer_send_media (peers[2], &(FarMedia){ .line = 2, .ssrc = 82, .seq = 1, .key_frame = TRUE });
  g_assert_cmpuint (peers[0]->rtp->len, ==, before);

  /* q goes: r stays on its line, and q, who comes back, gets the free place. */
  g_assert_true (gc_forwarder_unbind (world->forwarder, "room", "q", NULL));
  far_peer_send_media (peers[2], &(FarMedia){ .line = 0, .ssrc = 72, .seq = 2 });
  g_assert_cmpuint (get_last (peers[0]).ssrc, ==, peers[0]->relay_ssrcs[3]);
  far_peer_sit (peers[1], "room", FALSE);
  far_peer_send_media (peers[1], &(FarMedia){ .line = 0, .ssrc = 71, .seq = 2 });
  g_assert_cmpuint (get_last (peers[0]).ssrc, ==, peers[0]->relay_ssrcs[0]);
  far_world_free (world);
}

static void
test_a_claim_does_not_take_a_path (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1 };

  /* b claims a's address with a forged source; only a is there to be asked, and it does not answer
   * for b. */
  call.a->answers_checks = FALSE;
  far_peer_check (call.b, &call.a->address);
  far_world_run (call.world, 100000);
  send_frames (call.a, &media, 3);
  g_assert_cmpuint (call.b->rtp->len, ==, 3);
  g_assert_cmpuint (COUNT (call.world, DROP_STRANGER), ==, 0);

  /* The forger goes: the path stays with its owner. */
  g_assert_true (gc_forwarder_end_peer (call.world->forwarder, call.b->id, GC_PEER_DELETED, NULL));
  far_world_run (call.world, 50000);
  uint64_t before = COUNT (call.world, IN_RTP);
  send_frames (call.a, &media, 3);
  g_assert_cmpuint (COUNT (call.world, IN_RTP), ==, before + 3);
  g_assert_cmpuint (COUNT (call.world, DROP_STRANGER), ==, 0);
  far_world_free (call.world);
}

static void
test_ends (void)
{
  Call call = start_call ("av");

  /* a says goodbye; b falls silent; c, made a little later, never comes. */
  gc_dtls_close (call.a->dtls);
  call.b->answers_checks = FALSE;
  far_world_run (call.world, 8000000);
  FarPeer *c = far_peer_new (call.world, "c", "a", 6003);
  for (unsigned i = 0; i < 40; i++)
    far_world_run (call.world, 1000000);
  g_assert_cmpstr (call.world->events->str, ==,
                   "connected a;connected b;gone a closed;gone b consent;gone c consent;");
  g_assert_nonnull (c);
  g_autoptr (GPtrArray) peers = gc_forwarder_list_peers (call.world->forwarder, NULL);
  g_autoptr (GPtrArray) seats = gc_forwarder_list_seats (call.world->forwarder);
  g_assert_cmpuint (peers->len + seats->len, ==, 0);
  g_assert_cmpint (gc_forwarder_next_us (call.world->forwarder), ==, INT64_MAX);
  far_world_free (call.world);
}

static void
test_reports_end_at_the_relay (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1 };
  uint8_t bytes[256];
  GcRtcpWriter writer;
  const GcRtcpSenderInfo info = { (uint64_t)1234 << 32, 480000, 10, 1000 };

  send_frames (call.a, &media, 2);
  far_world_run (call.world, 1500000);
  g_assert_cmpuint (count_rtcp (call.b, GC_RTCP_SENDER_REPORT, 0), ==, 0);

  /* Only a source that told its clock gets reports of ours, under our SSRC. */
  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_sender_report (&writer, 77, &info, NULL, 0));
  g_assert_true (gc_rtcp_add_cname (&writer, 77, "a"));
  far_peer_send_rtcp (call.a, bytes, writer.size);
  g_assert_cmpuint (count_rtcp (call.b, GC_RTCP_SENDER_REPORT, 0), ==, 0);
  far_world_run (call.world, 1500000);
  g_assert_cmpuint (count_rtcp (call.b, GC_RTCP_SENDER_REPORT, 0), >=, 1);
  far_world_free (call.world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forwarder/audio", test_relays_audio);
  g_test_add_func ("/forwarder/key-frame", test_video_begins_with_a_key_frame);
  g_test_add_func ("/forwarder/switch", test_a_line_is_continuous_when_its_source_changes);
  g_test_add_func ("/forwarder/nack", test_nacks_are_answered_from_memory_and_within_bounds);
  g_test_add_func ("/forwarder/gaps", test_gaps_are_asked_for);
  g_test_add_func ("/forwarder/hold", test_hold_and_unbind_stop_everything);
  g_test_add_func ("/forwarder/not-negotiated", test_what_is_not_negotiated_is_dropped);
  g_test_add_func ("/forwarder/parties", test_parties_keep_their_lines);
  g_test_add_func ("/forwarder/claim", test_a_claim_does_not_take_a_path);
  g_test_add_func ("/forwarder/ends", test_ends);
  g_test_add_func ("/forwarder/reports", test_reports_end_at_the_relay);
  return g_test_run ();
}
