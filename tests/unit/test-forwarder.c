// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Whole calls in memory: ICE, DTLS and SRTP are real on both sides, time and wire are the test's.
 */
#include "config.h"

#include <string.h>

#include "common/gc-error.h"
#include "far-peer.h"
#include "rtp/gc-red.h"
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

/* The first block on @ssrc in what @far received; all 0 if there is none. */
static GcRtcpReport
find_report (const FarPeer *far, uint32_t ssrc)
{
  GcRtcpReport report = { 0 };

  for (guint i = 0; i < far->rtcp->len; i++) {
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (far->rtcp->pdata[i], &size);
    GcRtcpIter iter;
    GcRtcp rtcp;
    gc_rtcp_iter_init (&iter, bytes, size);
    while (gc_rtcp_iter_next (&iter, &rtcp))
      for (unsigned k = 0; k < rtcp.count && gc_rtcp_get_report (&rtcp, k, &report); k++)
        if (report.ssrc == ssrc)
          return report;
  }
  return (GcRtcpReport){ 0 };
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
  const GcBinding binding = {
    .room = "room", .seat = "b", .peer = c->id, .place = GC_ROOM_ANY_PLACE
  };

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
test_nacks_are_answered_from_memory_and_within_bounds (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 1, .ssrc = 88, .seq = 1, .key_frame = TRUE, .marker = TRUE };

  send_frames (call.a, &media, 5);
  GcRtp wanted = get_rtp (call.b->rtp, 2);

  /* The far SRTP sees the very same packet: a replay, which it drops. Asked again at once: nothing.
   */
  far_peer_send_nack (call.b, wanted.ssrc, wanted.seq);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 1);
  g_assert_cmpuint (COUNT (call.world, LOST_PROTECT), ==, 0);
  for (unsigned i = 0; i < 1000; i++)
    far_peer_send_nack (call.b, wanted.ssrc, wanted.seq);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 1);
  far_world_run (call.world, 150000);
  for (unsigned i = 0; i < 1000; i++) {
    far_peer_send_nack (call.b, wanted.ssrc, (uint16_t)(wanted.seq + i % 3));
    far_world_run (call.world, 1000);
  }
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), <=, 5);
  far_peer_send_nack (call.b, 4711, wanted.seq);
  far_peer_send_nack (call.b, wanted.ssrc, (uint16_t)(wanted.seq + 1000));
  g_assert_cmpuint (call.b->rtp->len, ==, 5);
  far_world_free (call.world);
}

/* A retransmission is a packet of its own stream, with the lost number before the payload, and is
 * one at each time of asking. */
static void
test_nacks_are_answered_by_retransmissions (void)
{
  Call call = start_call ("ar");
  FarMedia media = { .line = 1, .ssrc = 88, .seq = 1, .key_frame = TRUE, .marker = TRUE };
  uint8_t size = 0;

  send_frames (call.a, &media, 5);
  GcRtp wanted = get_rtp (call.b->rtp, 2);
  far_peer_send_nack (call.b, wanted.ssrc, wanted.seq);
  GcRtp first = get_last (call.b);
  g_assert_cmpuint (call.b->rtp->len, ==, 6);
  g_assert_cmpuint (first.ssrc, ==, call.b->relay_rtx_ssrcs[1]);
  g_assert_cmpuint (first.payload_type, ==, 97);
  g_assert_cmpuint (first.timestamp, ==, wanted.timestamp);
  g_assert_cmpint (first.marker, ==, wanted.marker);
  g_assert_cmpuint (*gc_rtp_find_extension (&first, 4, &size), ==, '1');
  g_assert_cmpuint (first.payload_size, ==, wanted.payload_size + 2);
  g_assert_cmpuint (first.payload[0] << 8 | first.payload[1], ==, wanted.seq);
  g_assert_true (memcmp (first.payload + 2, wanted.payload, wanted.payload_size) == 0);

  far_world_run (call.world, 150000);
  far_peer_send_nack (call.b, wanted.ssrc, wanted.seq);
  GcRtp second = get_last (call.b);
  g_assert_cmpuint (call.b->rtp->len, ==, 7);
  g_assert_cmpuint ((uint16_t)(second.seq - first.seq), ==, 1);
  g_assert_true (memcmp (second.payload, first.payload, first.payload_size) == 0);
  far_world_free (call.world);
}

static void
test_retransmissions_fill_gaps (void)
{
  Call call = start_call ("ar");
  FarMedia media = { .line = 1, .ssrc = 88, .seq = 1, .key_frame = TRUE, .marker = TRUE };
  FarMedia again = { .line = 1, .ssrc = 99, .seq = 500, .marker = TRUE, .rtx = TRUE };

  send_frames (call.a, &media, 5); /* 1 to 5 */
  media.key_frame = FALSE;
  media.seq += 2; /* 6 and 7 are lost */
  send_frames (call.a, &media, 2);
  GcRtp before = get_rtp (call.b->rtp, 4);
  g_assert_cmpuint (call.b->rtp->len, ==, 7);

  again.lost = 7;
  far_peer_send_media (call.a, &again);
  GcRtp filled = get_last (call.b);
  g_assert_cmpuint (call.b->rtp->len, ==, 8);
  g_assert_cmpuint (filled.ssrc, ==, call.b->relay_ssrcs[1]);
  g_assert_cmpuint ((uint16_t)(filled.seq - before.seq), ==, 2);
  assert_tail (&filled, "1 7");
  g_assert_cmpuint (COUNT (call.world, RTX_IN), ==, 1);

  /* What came already, and what comes twice, goes no further. */
  for (unsigned i = 0; i < 3; i++) {
    again.seq++;
    again.lost = i == 0 ? 5 : 7;
    far_peer_send_media (call.a, &again);
  }
  g_assert_cmpuint (call.b->rtp->len, ==, 8);
  g_assert_cmpuint (COUNT (call.world, RTX_NEEDLESS), ==, 3);

  /* The loss stays in the report: it is the link that is reported. */
  far_world_run (call.world, 1200000);
  g_assert_cmpint (find_report (call.a, 88).cumulative_lost, ==, 2);
  g_assert_cmpuint (find_report (call.a, 99).ssrc, ==, 0);
  far_world_free (call.world);
}

/* Sends sound, 20 ms a packet, of which the link loses each for which @lost says so. */
static void
send_sound (FarPeer *far, FarMedia *media, unsigned n, gboolean (*lost) (uint16_t seq))
{
  for (unsigned i = 0; i < n; i++) {
    if (lost == NULL || !lost (media->seq))
      far_peer_send_media (far, media);
    media->seq++;
    media->timestamp += 960;
    far_world_run (far->world, 20000);
  }
}

static gboolean
is_tenth (uint16_t seq)
{
  return seq % 10 == 5;
}

static gboolean
is_pair (uint16_t seq)
{
  return seq % 10 == 5 || seq % 10 == 6;
}

/* What @far received from the packet @first on is "0 @seq" and so on, plain and without a gap. */
static void
assert_whole (const FarPeer *far, guint first, unsigned seq)
{
  GcRtp before = get_rtp (far->rtp, first);

  for (guint i = first; i < far->rtp->len; i++) {
    GcRtp rtp = get_rtp (far->rtp, i);
    g_autofree char *tail = g_strdup_printf ("0 %u", (unsigned)(uint16_t)(seq + i - first));
    g_assert_cmpuint (rtp.payload_type, ==, 111);
    g_assert_cmpuint ((uint16_t)(rtp.seq - before.seq), ==, i - first);
    g_assert_cmpuint (rtp.timestamp - before.timestamp, ==, 960 * (i - first));
    g_assert_cmpuint (rtp.payload_size, ==, strlen (tail));
    assert_tail (&rtp, tail);
  }
}

static void
test_lost_sound_is_restored (void)
{
  static const struct {
    gboolean (*lost) (uint16_t seq);
    uint16_t seq;
    unsigned red;
    unsigned n_lost;
  } cases[] = { { NULL, 1, 1, 0 }, { is_tenth, 65500, 1, 10 }, { is_pair, 1000, 2, 20 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    Call call = start_call ("dv");
    FarMedia media = { .line = 0, .ssrc = 77, .seq = cases[i].seq, .red = cases[i].red };
    send_sound (call.a, &media, 100, cases[i].lost);
    g_assert_cmpuint (call.b->rtp->len, ==, 100);
    assert_whole (call.b, 0, cases[i].seq);
    g_assert_cmpuint (COUNT (call.world, RED_IN), ==, 100 - cases[i].n_lost);
    g_assert_cmpuint (COUNT (call.world, RED_RESTORED), ==, cases[i].n_lost);
    g_assert_cmpuint (COUNT (call.world, RED_OUT), ==, 0);

    /* To the sender it is said what the link lost. */
    far_world_run (call.world, 1200000);
    g_ptr_array_set_size (call.a->rtcp, 0);
    far_world_run (call.world, 1300000);
    g_assert_cmpint (find_report (call.a, 77).cumulative_lost, ==, (int)cases[i].n_lost);
    far_world_free (call.world);
  }
}

/* A packet that was only late does not go on a second time: its number is spent. */
static void
test_restored_sound_goes_on_once (void)
{
  Call call = start_call ("dv");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1, .red = 1 };
  FarMedia late = { .line = 0, .ssrc = 77, .seq = 6, .timestamp = 5 * 960 };

  send_sound (call.a, &media, 5, NULL); /* 1 to 5 */
  media.seq++;
  media.timestamp += 960;
  send_sound (call.a, &media, 3, NULL); /* 7 to 9 */
  far_peer_send_media (call.a, &late);
  g_assert_cmpuint (call.b->rtp->len, ==, 9);
  assert_whole (call.b, 0, 1);
  g_assert_cmpuint (COUNT (call.world, RED_LATE), ==, 1);

  /* The link lost nothing then, and nobody asks for more. */
  far_world_run (call.world, 1200000);
  g_assert_cmpint (find_report (call.a, 77).cumulative_lost, ==, 0);
  g_assert_cmpuint (COUNT (call.world, NACK_OUT), ==, 0);
  far_world_free (call.world);
}

/* Sound for @seconds, of which @far reports as many percent lost. */
static void
send_sound_with_reports (FarPeer *from,
                         FarMedia *media,
                         FarPeer *far,
                         int seconds,
                         unsigned percent)
{
  for (int i = 0; i < seconds; i++) {
    send_sound (from, media, 50, NULL);
    far_peer_report (far, 0, percent, 0);
  }
}

/* How many redundant frames @rtp carries: what they are is checked by their offsets. */
static unsigned
assert_redundancy (const GcRtp *rtp, unsigned seq)
{
  GcRed red;

  if (rtp->payload_type == 111)
    return 0;
  g_assert_cmpuint (rtp->payload_type, ==, 63);
  g_assert_true (gc_red_parse (rtp->payload, rtp->payload_size, 111, &red));
  for (unsigned i = 0; i < red.count; i++) {
    const GcRedFrame *frame = &red.redundant[i];
    g_autofree char *text = g_strdup_printf ("0 %u", seq - frame->offset / 960);
    g_assert_cmpuint (frame->offset, ==, 960 * (red.count - i));
    g_assert_cmpuint (frame->size, ==, strlen (text));
    g_assert_true (memcmp (frame->bytes, text, frame->size) == 0);
  }
  return red.count;
}

/* Frames that each packet since @first carried once more: the same for all of them. */
static unsigned
get_level (const FarPeer *far, guint first, unsigned seq)
{
  GcRtp before = get_rtp (far->rtp, first);
  unsigned level = assert_redundancy (&before, seq);

  for (guint i = first + 1; i < far->rtp->len; i++) {
    GcRtp rtp = get_rtp (far->rtp, i);
    g_autofree char *tail = g_strdup_printf ("0 %u", seq + i - first);
    g_assert_cmpuint ((uint16_t)(rtp.seq - before.seq), ==, i - first);
    g_assert_cmpuint (rtp.timestamp - before.timestamp, ==, 960 * (i - first));
    g_assert_cmpuint (assert_redundancy (&rtp, seq + i - first), ==, level);
    assert_tail (&rtp, tail);
  }
  return level;
}

/* Only who loses gets redundancy, as much as that needs, and until it is not needed any more. */
static void
test_lossy_receivers_get_redundancy (void)
{
  static const struct {
    unsigned percent;
    int seconds;
    unsigned level;
  } steps[] = { { 0, 2, 0 }, { 4, 8, 1 }, { 10, 8, 2 }, { 0, 8, 1 }, { 0, 25, 0 } };
  Call call = start_call ("dvD");
  FarPeer *plain = far_peer_new (call.world, "c", "avA", 6003);
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 100 };

  far_peer_connect (plain);
  far_peer_sit (plain, "room", FALSE);
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++) {
    send_sound_with_reports (call.a, &media, call.b, steps[i].seconds, steps[i].percent);
    guint first = call.b->rtp->len;
    uint16_t seq = media.seq;
    uint64_t before = COUNT (call.world, RED_OUT);
    send_sound (call.a, &media, 4, NULL); /* until its memory is filled */
    send_sound (call.a, &media, 50, NULL);
    g_assert_cmpuint (get_level (call.b, first + 4, seq + 4u), ==, steps[i].level);
    g_assert_cmpuint (COUNT (call.world, RED_OUT) - before, ==, steps[i].level > 0 ? 54 : 0);
  }
  /* The others got the same sound, as it came, though they lose, too. */
  g_assert_cmpuint (plain->rtp->len, ==, call.b->rtp->len);
  send_sound_with_reports (call.a, &media, plain, 8, 10);
  assert_whole (plain, 0, 100);
  far_world_free (call.world);
}

/* Loss on both ways at once: each packet that is left has what the one before it said. */
static void
test_redundancy_is_made_anew_on_each_hop (void)
{
  Call call = start_call ("dv");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1, .red = 1 };

  send_sound_with_reports (call.a, &media, call.b, 8, 4);
  guint first = call.b->rtp->len;
  uint16_t seq = media.seq;
  send_sound (call.a, &media, 100, is_tenth);
  g_assert_cmpuint (call.b->rtp->len, ==, first + 100);
  g_assert_cmpuint (get_level (call.b, first, seq), ==, 1);

  /* Asked for again it is the same packet, with its redundancy: the SRTP index is the same. */
  GcRtp last = get_last (call.b);
  far_peer_send_nack (call.b, last.ssrc, last.seq);
  g_assert_cmpuint (COUNT (call.world, OUT_RESENT), ==, 1);
  g_assert_cmpuint (call.b->rtp->len, ==, first + 100);
  far_world_free (call.world);
}

static void
test_redundancy_is_of_one_source (void)
{
  Call call = start_call ("dv");
  FarPeer *c = far_peer_new (call.world, "c", "dv", 6003);
  FarMedia from_b = { .line = 0, .ssrc = 77, .seq = 1 };
  FarMedia from_c = { .line = 0, .ssrc = 99, .seq = 500, .timestamp = 5 };
  const GcBinding binding = {
    .room = "room", .seat = "b", .peer = c->id, .place = GC_ROOM_ANY_PLACE
  };

  far_peer_connect (c);
  send_sound_with_reports (call.b, &from_b, call.a, 8, 4);
  g_assert_cmpuint (get_last (call.a).payload_type, ==, 63);
  g_assert_true (gc_forwarder_bind (call.world->forwarder, &binding, NULL));
  guint first = call.a->rtp->len;
  send_sound (c, &from_c, 5, NULL);
  g_assert_cmpuint (get_rtp (call.a->rtp, first).payload_type, ==, 111);
  g_assert_cmpuint (get_level (call.a, first + 1, 501), ==, 1);

  /* A new stream on the line is another source, too. */
  from_c.ssrc = 100;
  from_c.seq = 900;
  far_world_run (call.world, 1000000);
  first = call.a->rtp->len;
  send_sound (c, &from_c, 5, NULL);
  g_assert_cmpuint (get_rtp (call.a->rtp, first).payload_type, ==, 111);
  g_assert_cmpuint (get_level (call.a, first + 1, 901), ==, 1);
  far_world_free (call.world);
}

static void
test_bad_redundancy_is_dropped (void)
{
  Call call = start_call ("dv");
  Call plain = start_call ("av");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1, .red = 1 };
  const GcRtpHeader header = { .ssrc = 77, .seq = 2, .payload_type = 63 };
  const uint8_t payload[] = { 0xef, 0x0f, 0x00, 0x20, 111, 'x' };
  uint8_t head[GC_RTP_MAX_HEADER_SIZE];
  uint8_t out[128];
  size_t size = 0;

  far_peer_send_media (call.a, &media);
  size_t head_size = gc_rtp_format_header (&header, head, sizeof head);
  g_assert_true (gc_srtp_protect (call.a->out, head, head_size, payload, sizeof payload, out,
                                  sizeof out, &size));
  far_peer_send_raw (call.a, out, size);
  g_assert_cmpuint (COUNT (call.world, DROP_MALFORMED), ==, 1);
  g_assert_cmpuint (call.b->rtp->len, ==, 1);

  far_peer_send_media (plain.a, &media);
  g_assert_cmpuint (COUNT (plain.world, DROP_CODEC), ==, 1);
  g_assert_cmpuint (plain.b->rtp->len, ==, 0);
  far_world_free (call.world);
  far_world_free (plain.world);
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
  g_assert_cmpstr (
      call.world->events->str, ==,
      "connected a;connected b;gone a closed;empty room;gone b consent;gone c consent;");
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

/* A client's connection breaks: what was its 5-tuple is a stranger's until it comes by another. */
static void
test_a_lost_path_is_replaced (void)
{
  Call call = start_call ("av");
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1 };
  const GcAddress old = call.a->address;

  gc_forwarder_lose_path (call.world->forwarder, &old, call.world->now_us);
  g_assert_false (gc_forwarder_owns (call.world->forwarder, &old));
  send_frames (call.a, &media, 3);
  g_assert_cmpuint (call.b->rtp->len, ==, 0);
  g_assert_cmpuint (COUNT (call.world, DROP_STRANGER), ==, 3);

  call.a->address.port = 7001;
  far_peer_check (call.a, NULL);
  far_world_run (call.world, 50000);
  g_assert_true (gc_forwarder_owns (call.world->forwarder, &call.a->address));
  send_frames (call.a, &media, 3);
  g_assert_cmpuint (call.b->rtp->len, ==, 3);
  send_frames (call.b, &(FarMedia){ .line = 0, .ssrc = 99, .seq = 1 }, 3);
  g_assert_cmpuint (call.a->rtp->len, ==, 3);
  /* Nobody's path: nothing to lose. */
  gc_forwarder_lose_path (call.world->forwarder, &old, call.world->now_us);
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
  g_test_add_func ("/forwarder/rtx/answers", test_nacks_are_answered_by_retransmissions);
  g_test_add_func ("/forwarder/rtx/fills", test_retransmissions_fill_gaps);
  g_test_add_func ("/forwarder/red/restores", test_lost_sound_is_restored);
  g_test_add_func ("/forwarder/red/once", test_restored_sound_goes_on_once);
  g_test_add_func ("/forwarder/red/receivers", test_lossy_receivers_get_redundancy);
  g_test_add_func ("/forwarder/red/hops", test_redundancy_is_made_anew_on_each_hop);
  g_test_add_func ("/forwarder/red/source", test_redundancy_is_of_one_source);
  g_test_add_func ("/forwarder/red/bad", test_bad_redundancy_is_dropped);
  g_test_add_func ("/forwarder/gaps", test_gaps_are_asked_for);
  g_test_add_func ("/forwarder/hold", test_hold_and_unbind_stop_everything);
  g_test_add_func ("/forwarder/not-negotiated", test_what_is_not_negotiated_is_dropped);
  g_test_add_func ("/forwarder/parties", test_parties_keep_their_lines);
  g_test_add_func ("/forwarder/claim", test_a_claim_does_not_take_a_path);
  g_test_add_func ("/forwarder/lost-path", test_a_lost_path_is_replaced);
  g_test_add_func ("/forwarder/ends", test_ends);
  g_test_add_func ("/forwarder/reports", test_reports_end_at_the_relay);
  return g_test_run ();
}
