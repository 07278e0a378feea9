// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What receivers of pictures are asked to wait for, so that repair is in time, and what makes it
 * come sooner: whole calls in memory, as in test-forwarder.c. */
#include "config.h"

#include "far-peer.h"
#include "rtp/gc-playout.h"
#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-twcc.h"

#define MS INT64_C (1000)
#define S (1000 * MS)
#define FRAME_US (40 * MS)
#define LATE_US (320 * MS) /* a round trip of 300 ms and some hesitation */
#define NOT_ASKED (-1)

#define COUNT(world, what) gc_counters_get (&(world)->counters, GC_COUNT_##what)

typedef struct {
  FarWorld *world;
  FarPeer *a; /* sends */
  FarPeer *b; /* watches */
  FarMedia media;
  FarMedia again;
} Call;

static Call
start_call (void)
{
  Call call = { .world = far_world_new (),
                .media = { .line = 1, .ssrc = 88, .seq = 1, .key_frame = TRUE, .marker = TRUE },
                .again = { .line = 1, .ssrc = 99, .seq = 1, .marker = TRUE, .rtx = TRUE } };

  call.a = far_peer_new (call.world, "a", "at", 6001);
  call.b = far_peer_new (call.world, "b", "at", 6002);
  far_peer_connect (call.a);
  far_peer_connect (call.b);
  far_peer_sit (call.a, "room", FALSE);
  far_peer_sit (call.b, "room", FALSE);
  return call;
}

static void
skip_frame (Call *call)
{
  call->media.key_frame = FALSE;
  call->media.seq++;
  call->media.timestamp += 3600;
  call->media.picture_id++;
}

static void
send_frames (Call *call, int64_t for_us)
{
  for (int64_t sent_us = 0; sent_us < for_us; sent_us += FRAME_US) {
    far_peer_send_media (call->a, &call->media);
    skip_frame (call);
    far_world_run (call->world, FRAME_US);
  }
}

static GcRtp
get_last (const FarPeer *far)
{
  GcRtp rtp;
  size_t size;
  const uint8_t *bytes = g_bytes_get_data (far->rtp->pdata[far->rtp->len - 1], &size);

  g_assert_true (gc_rtp_parse (bytes, size, &rtp));
  return rtp;
}

/* The least delay that the packet which @far received last asks for, or NOT_ASKED. */
static int
get_playout_ms (const FarPeer *far)
{
  GcRtp rtp = get_last (far);
  uint8_t size = 0;
  const uint8_t *bytes = gc_rtp_find_extension (&rtp, FAR_PLAYOUT_DELAY_ID, &size);

  if (bytes == NULL)
    return NOT_ASKED;
  g_assert_cmpuint (size, ==, 3);
  g_assert_cmpuint ((bytes[1] & 0x0f) << 8 | bytes[2], ==, 1000); /* the most: 10 s */
  return (bytes[0] << 4 | bytes[1] >> 4) * 10;
}

/* The receiver asks for the packet it got last when that is @late_us old. */
static void
lose_down (Call *call, int64_t late_us)
{
  GcRtp lost = get_last (call->b);
  uint64_t resent = COUNT (call->world, OUT_RESENT);

  send_frames (call, late_us);
  far_peer_send_nack (call->b, lost.ssrc, lost.seq);
  g_assert_cmpuint (COUNT (call->world, OUT_RESENT), >, resent);
}

/* A packet is lost on its way to us and comes @late_us after the one behind it. */
static void
lose_up (Call *call, int64_t late_us)
{
  uint16_t lost = call->media.seq;
  uint64_t restored = COUNT (call->world, RTX_IN);

  skip_frame (call);
  send_frames (call, late_us);
  call->again.lost = lost;
  far_peer_send_media (call->a, &call->again);
  call->again.seq++;
  g_assert_cmpuint (COUNT (call->world, RTX_IN), ==, restored + 1);
}

static void
tell_clock (Call *call)
{
  const GcRtcpSenderInfo info = { (uint64_t)1234 << 32, call->media.timestamp, 10, 1000 };
  uint8_t bytes[256];
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_sender_report (&writer, call->media.ssrc, &info, NULL, 0));
  g_assert_true (gc_rtcp_add_cname (&writer, call->media.ssrc, "a"));
  far_peer_send_rtcp (call->a, bytes, writer.size);
}

/* When a picture with the time stamp 0 was taken, by the last report that @far got. */
static int64_t
get_origin_ms (const FarPeer *far)
{
  int64_t origin_ms = -1;

  for (guint i = 0; i < far->rtcp->len; i++) {
    gsize size = 0;
    const uint8_t *bytes = g_bytes_get_data (far->rtcp->pdata[i], &size);
    GcRtcpIter iter;
    GcRtcp rtcp;
    GcRtcpSenderInfo info;
    gc_rtcp_iter_init (&iter, bytes, size);
    while (gc_rtcp_iter_next (&iter, &rtcp))
      if (gc_rtcp_get_sender_info (&rtcp, &info))
        origin_ms = (int64_t)((info.ntp_time >> 16) * 1000 >> 16) - info.rtp_timestamp / 90;
  }
  g_assert_cmpint (origin_ms, >=, 0);
  return origin_ms;
}

static void
test_good_link (void)
{
  Call call = start_call ();

  send_frames (&call, 10 * S);
  g_assert_cmpint (get_playout_ms (call.b), ==, NOT_ASKED);
  far_world_free (call.world);
}

static void
test_follows (void (*lose) (Call *call, int64_t late_us))
{
  Call call = start_call ();

  send_frames (&call, 1 * S);
  lose (&call, LATE_US);
  send_frames (&call, 5 * S);
  g_assert_cmpint (get_playout_ms (call.b), ==, NOT_ASKED); /* it happened once */
  lose (&call, LATE_US);
  send_frames (&call, 2 * S);
  int asked_ms = get_playout_ms (call.b);
  g_assert_cmpint (asked_ms, >=, LATE_US / MS);
  g_assert_cmpint (asked_ms, <=, LATE_US / MS + 100);

  /* A minute later it is over, and the receiver is told so. */
  send_frames (&call, 70 * S);
  g_assert_cmpint (get_playout_ms (call.b), ==, 0);
  far_world_free (call.world);
}

/* Sound is heard before the picture that is held, so pictures are said to be taken later. */
static void
test_ahead (void)
{
  Call call = start_call ();

  send_frames (&call, 1 * S);
  tell_clock (&call);
  send_frames (&call, 2 * S);
  int64_t origin_ms = get_origin_ms (call.b);
  for (int i = 0; i < 2; i++) {
    lose_down (&call, LATE_US);
    send_frames (&call, 5 * S);
  }
  g_assert_cmpint (get_playout_ms (call.b), >=, LATE_US / MS);
  int64_t later_ms = get_origin_ms (call.b) - origin_ms;
  g_assert_cmpint (ABS (later_ms - GC_PLAYOUT_LIPS_US / MS), <=, 1);
  far_world_free (call.world);
}

/* No further than pictures are held, and so far where lips cannot be read. */
static void
test_how_far_ahead (void)
{
  GcPlayout playout = { 0 };

  g_assert_cmpint (gc_playout_ahead_us (&playout, TRUE), ==, 0);
  gc_playout_review (&playout, 20 * MS, S);
  g_assert_cmpint (gc_playout_ahead_us (&playout, FALSE), ==, 60 * MS);
  g_assert_cmpint (gc_playout_ahead_us (&playout, TRUE), ==, 60 * MS);
  gc_playout_review (&playout, LATE_US, S);
  g_assert_cmpint (gc_playout_ahead_us (&playout, FALSE), ==, GC_PLAYOUT_LIPS_US);
  g_assert_cmpint (gc_playout_ahead_us (&playout, TRUE), ==, LATE_US + 40 * MS);
}

static void
test_down (void)
{
  test_follows (lose_down);
}

static void
test_up (void)
{
  test_follows (lose_up);
}

/* Who is far away gets two copies of what was lost, each a packet of its own. */
static void
test_far (void)
{
  Call call = start_call ();

  send_frames (&call, 1 * S);
  lose_down (&call, 100 * MS);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 1);
  far_peer_report (call.b, 1, 0, 300 * MS);
  send_frames (&call, FRAME_US);
  lose_down (&call, 300 * MS);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 3);
  GcRtp copy = get_last (call.b);
  g_ptr_array_set_size (call.b->rtp, call.b->rtp->len - 1);
  GcRtp first = get_last (call.b);
  g_assert_cmpuint (copy.ssrc, ==, call.b->relay_rtx_ssrcs[1]);
  g_assert_cmpuint (first.ssrc, ==, copy.ssrc);
  g_assert_cmpuint (copy.seq, ==, (uint16_t)(first.seq + 1));
  far_world_free (call.world);
}

/* The transport-wide number of the packet. */
static uint16_t
get_number (GBytes *packet)
{
  gsize size;
  const uint8_t *bytes = g_bytes_get_data (packet, &size);
  uint8_t length = 0;
  GcRtp rtp;

  g_assert_true (gc_rtp_parse (bytes, size, &rtp));
  const uint8_t *number = gc_rtp_find_extension (&rtp, FAR_TRANSPORT_CC_ID, &length);
  g_assert_cmpuint (length, ==, 2);
  return (uint16_t)(number[0] << 8 | number[1]);
}

/* The receiver tells of all that it got but for the last packet but one, which is returned. */
static GcRtp
tell_one_lost (Call *call)
{
  g_autoptr (GcTwcc) twcc = gc_twcc_new (1);
  uint8_t bytes[GC_TWCC_MAX_SIZE];
  GcRtp lost = get_last (call->b);
  size_t size;

  send_frames (call, FRAME_US);
  for (guint i = 0; i < call->b->rtp->len; i++)
    if (i != call->b->rtp->len - 2)
      gc_twcc_receive (twcc, get_number (call->b->rtp->pdata[i]), 1, S + i * MS);
  while ((size = gc_twcc_format (twcc, 100 * S, bytes, sizeof bytes)) > 0)
    far_peer_send_rtcp (call->b, bytes, size);
  return lost;
}

/* Who is far away, and of whom a request may be lost, need not ask: feedback tells what is lost. */
static void
test_unasked (gconstpointer data)
{
  int64_t round_trip_us = GPOINTER_TO_INT (data);
  gboolean is_far = round_trip_us > 100 * MS;
  Call call = start_call ();

  send_frames (&call, 100 * MS);
  far_peer_report (call.b, 1, 0, round_trip_us);
  send_frames (&call, 100 * MS);
  GcRtp lost = tell_one_lost (&call);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, is_far ? 2 : 0);
  g_assert_cmpuint (COUNT (call.world, NACK_IN), ==, 0);

  /* Asked for meanwhile it has been done. */
  far_peer_send_nack (call.b, lost.ssrc, lost.seq);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, is_far ? 2 : 1);
  far_world_free (call.world);
}

/* A conversation cannot wait for ever. */
static void
test_most (void)
{
  Call call = start_call ();

  send_frames (&call, 1 * S);
  far_peer_report (call.b, 1, 0, 400 * MS);
  for (int i = 0; i < 2; i++) {
    lose_down (&call, 1000 * MS);
    send_frames (&call, 5 * S);
  }
  g_assert_cmpint (get_playout_ms (call.b), ==, GC_PLAYOUT_MAX_US / MS);
  far_world_free (call.world);
}

static unsigned
count_key_frame_requests (const Call *call)
{
  return (unsigned)COUNT (call->world, KEY_FRAME_OUT);
}

/* Who asks for what was sent and is not kept any more is helped by a key frame, at once. */
static void
test_too_late (void)
{
  Call call = start_call ();

  send_frames (&call, 1 * S);
  call.media.key_frame = TRUE; /* as asked for when the receiver's decoder surely ran */
  send_frames (&call, 3 * S);
  GcRtp lost = get_last (call.b);
  unsigned asked = count_key_frame_requests (&call);
  send_frames (&call, 1 * S);
  far_peer_send_nack (call.b, lost.ssrc, (uint16_t)(lost.seq + 1000)); /* never sent */
  send_frames (&call, 1 * S);
  g_assert_cmpuint (count_key_frame_requests (&call), ==, asked);
  far_peer_send_nack (call.b, lost.ssrc, lost.seq);
  far_world_run (call.world, 100 * MS);
  g_assert_cmpuint (count_key_frame_requests (&call), ==, asked + 1);

  /* It came, and stands behind what was lost: no need for another. */
  call.media.key_frame = TRUE;
  send_frames (&call, 1 * S);
  far_peer_send_nack (call.b, lost.ssrc, lost.seq);
  far_world_run (call.world, 600 * MS);
  g_assert_cmpuint (count_key_frame_requests (&call), ==, asked + 1);
  far_world_free (call.world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/playout/good-link", test_good_link);
  g_test_add_func ("/playout/down", test_down);
  g_test_add_func ("/playout/up", test_up);
  g_test_add_func ("/playout/ahead", test_ahead);
  g_test_add_func ("/playout/how-far-ahead", test_how_far_ahead);
  g_test_add_func ("/playout/far", test_far);
  g_test_add_data_func ("/playout/unasked", GINT_TO_POINTER (300 * MS), test_unasked);
  g_test_add_data_func ("/playout/near", GINT_TO_POINTER (50 * MS), test_unasked);
  g_test_add_func ("/playout/most", test_most);
  g_test_add_func ("/playout/too-late", test_too_late);
  return g_test_run ();
}
