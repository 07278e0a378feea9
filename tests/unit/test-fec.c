// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* FEC for pictures in calls in memory: what comes with it, and what the relay makes of its own. */
#include "config.h"

#include <string.h>

#include "far-peer.h"
#include "rtp/gc-fec-receiver.h"
#include "rtp/gc-rtcp-writer.h"

#define COUNT(world, what) gc_counters_get (&(world)->counters, GC_COUNT_##what)
#define PICTURE_US 40000
#define RTT_US 300000
#define NEAR_US 50000

typedef struct {
  FarWorld *world;
  FarPeer *a; /* sends on line 1 */
  FarPeer *b;
  FarMedia media; /* the next packet of a's */
} Call;

static Call
call_begin (const char *lines_a, const char *lines_b)
{
  Call call = { .world = far_world_new () };

  call.a = far_peer_new (call.world, "a", lines_a, 6001);
  call.b = far_peer_new (call.world, "b", lines_b, 6002);
  far_peer_connect (call.a);
  far_peer_connect (call.b);
  far_peer_sit (call.a, "room", FALSE);
  far_peer_sit (call.b, "room", FALSE);
  call.media = (FarMedia){ .line = 1, .ssrc = 88, .seq = 65500, .key_frame = TRUE, .fill = 300 };
  return call;
}

/* The next picture, a letter a packet: "+" is sent, "-" is lost; "f" and "x" are the same for FEC.
 */
static void
send_picture (Call *call, const char *packets)
{
  size_t n = strspn (packets, "+-");

  for (size_t i = 0; packets[i] != '\0'; i++) {
    call->media.continues = i > 0;
    call->media.marker = i + 1 == n;
    call->media.is_lost = strchr ("-x", packets[i]) != NULL;
    if (i < n)
      far_peer_send_media (call->a, &call->media);
    else
      far_peer_send_fec (call->a, &call->media);
    call->media.seq++;
  }
  call->media.key_frame = FALSE;
  call->media.picture_id++;
  call->media.timestamp += 3600;
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

/* What b has received: plain pictures, numbered without a gap once they stand in order. */
static void
assert_whole (const Call *call, unsigned n)
{
  GcRtp first = get_rtp (call->b->rtp, 0);
  uint64_t seen = 0;

  g_assert_cmpuint (call->b->rtp->len, ==, n);
  for (guint i = 0; i < n; i++) {
    GcRtp rtp = get_rtp (call->b->rtp, i);
    unsigned at = (uint16_t)(rtp.seq - first.seq);
    g_assert_cmpuint (rtp.payload_type, ==, FAR_VP8);
    g_assert_cmpuint (at, <, 64);
    seen |= UINT64_C (1) << at;
  }
  g_assert_cmpuint (seen, ==, (UINT64_C (1) << n) - 1);
}

/* What was lost goes on as it was, with its own number, and nobody is asked for it. */
static void
test_lost_packets_are_recovered (void)
{
  static const struct {
    const char *packets; /* of the second picture */
    unsigned n_recovered;
    const char *tail; /* of the packet that came of FEC */
  } cases[] = { { "++++f", 0, NULL },
                { "-+++f", 1, "1 65503" },
                { "++-+f", 1, "1 65505" },
                { "+++-f", 1, "1 65506" },
                { "-f", 1, "1 65503" } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    Call call = call_begin ("af", "ar");
    call.media.in_red = TRUE;
    send_picture (&call, "++f");
    send_picture (&call, cases[i].packets);
    guint n = 2 + (guint)strspn (cases[i].packets, "+-");
    assert_whole (&call, n);
    if (cases[i].tail != NULL) {
      GcRtp last = get_rtp (call.b->rtp, n - 1);
      size_t size = strlen (cases[i].tail);
      g_assert_cmpint (memcmp (last.payload + last.payload_size - size, cases[i].tail, size), ==,
                       0);
      g_assert_cmpuint (last.timestamp - get_rtp (call.b->rtp, 0).timestamp, ==, 3600);
      g_assert_cmpint (last.marker, ==, strstr (cases[i].packets, "-f") != NULL);
    }
    send_picture (&call, "++f");
    far_world_run (call.world, 2000000);
    assert_whole (&call, n + 2);
    g_assert_cmpuint (COUNT (call.world, FEC_RECOVERED), ==, cases[i].n_recovered);
    g_assert_cmpuint (COUNT (call.world, FEC_IN), ==, 3);
    g_assert_cmpuint (COUNT (call.world, NACK_OUT), ==, 0);
    far_world_free (call.world);
  }
}

/* FEC that was lost is not asked for, costs no key frame, and leaves no gap. */
static void
test_lost_fec_is_not_missed (void)
{
  Call call = call_begin ("af", "ar");

  call.media.in_red = TRUE;
  send_picture (&call, "++x");
  far_world_run (call.world, 600000);
  call.media.key_frame = TRUE; /* for who has just come, one is asked once more */
  send_picture (&call, "+++fx");
  uint64_t asked = COUNT (call.world, KEY_FRAME_OUT);
  send_picture (&call, "++xx");
  send_picture (&call, "+");
  far_world_run (call.world, 3000000);
  assert_whole (&call, 8);
  g_assert_cmpuint (COUNT (call.world, NACK_OUT), ==, 0);
  g_assert_cmpuint (COUNT (call.world, KEY_FRAME_OUT), ==, asked);
  far_world_free (call.world);
}

/* Two lost of one group are two too many: they are asked for, and taken from the other stream. */
static void
test_what_fec_cannot (void)
{
  Call call = call_begin ("af", "ar");
  FarMedia again = { .line = 1, .ssrc = 99, .seq = 500, .rtx = TRUE, .in_red = TRUE, .fill = 300 };

  call.media.in_red = TRUE;
  send_picture (&call, "++f");
  send_picture (&call, "+--+f"); /* 65504 and 65505 */
  far_world_run (call.world, 50000);
  g_assert_cmpuint (COUNT (call.world, NACK_OUT), ==, 2);
  g_assert_cmpuint (COUNT (call.world, FEC_RECOVERED), ==, 0);
  for (again.lost = 65504; again.lost <= 65505; again.lost++, again.seq++)
    far_peer_send_media (call.a, &again);
  assert_whole (&call, 6);
  g_assert_cmpuint (COUNT (call.world, RTX_IN), ==, 2);

  /* Once more, or what FEC has brought already: it goes no further. */
  send_picture (&call, "+-f");
  again.lost = call.media.seq - 2;
  far_peer_send_media (call.a, &again);
  assert_whole (&call, 8);
  g_assert_cmpuint (COUNT (call.world, RTX_NEEDLESS), ==, 1);
  g_assert_cmpuint (COUNT (call.world, FEC_RECOVERED), ==, 1);
  far_world_free (call.world);
}

/* FEC that gives what cannot have been lost is of no use, and does no harm. */
static void
test_bad_fec (void)
{
  Call call = call_begin ("af", "ar");

  call.media.in_red = TRUE;
  send_picture (&call, "++f");
  send_picture (&call, "+-");
  call.a->fec.flags[1] ^= 1; /* another payload type */
  call.media.is_lost = FALSE;
  far_peer_send_fec (call.a, &call.media);
  g_assert_cmpuint (COUNT (call.world, FEC_IN), ==, 2);
  g_assert_cmpuint (COUNT (call.world, FEC_RECOVERED), ==, 0);
  assert_whole (&call, 3);
  far_world_run (call.world, 50000);
  g_assert_cmpuint (COUNT (call.world, NACK_OUT), ==, 1);
  far_world_free (call.world);
}

/* @seconds of pictures of six packets; after each b reports so much loss and the round trip. */
static void
send_seconds (Call *call, unsigned seconds, unsigned percent, int64_t rtt_us)
{
  for (unsigned i = 0; i < seconds; i++) {
    for (unsigned k = 0; k < 25; k++) {
      send_picture (call, "++++++");
      far_world_run (call->world, PICTURE_US);
    }
    far_peer_report (call->b, 1, percent, rtt_us);
  }
}

/* Packets of pictures and of FEC that b received since it had @first, all of them in RED or none.
 */
static void
count_received (const Call *call, guint first, unsigned *ret_pictures, unsigned *ret_fec)
{
  uint16_t before = (uint16_t)(get_rtp (call->b->rtp, first).seq - 1);
  gboolean in_red = get_rtp (call->b->rtp, first).payload_type == FAR_RED;
  gboolean marked = FALSE;

  *ret_pictures = 0;
  *ret_fec = 0;
  for (guint i = first; i < call->b->rtp->len; i++) {
    GcRtp rtp = get_rtp (call->b->rtp, i);
    if (rtp.ssrc != call->b->relay_ssrcs[1]) /* a probe */
      continue;
    gboolean fec = in_red && *rtp.payload == FAR_FEC;
    g_assert_cmpuint (rtp.seq, ==, (uint16_t)(before + 1));
    g_assert_cmpuint (rtp.payload_type, ==, in_red ? FAR_RED : FAR_VP8);
    g_assert_true (!fec || (marked && !rtp.marker)); /* behind a picture, never in it */
    marked = rtp.marker || fec;
    before = rtp.seq;
    *ret_fec += fec;
    *ret_pictures += !fec;
  }
}

/* FEC is for those who lose and are far away, and only as long as they do; others see nothing. */
static void
test_lossy_receivers_get_fec (void)
{
  static const struct {
    unsigned percent;
    unsigned seconds;
    unsigned n_fec; /* for 150 packets, within one group of two pictures */
  } steps[] = { { 0, 3, 0 }, { 6, 8, 50 }, { 15, 10, 75 }, { 0, 12, 25 }, { 0, 25, 0 } };
  Call call = call_begin ("at", "af");
  FarPeer *plain = far_peer_new (call.world, "c", "avAV", 6003);

  far_peer_connect (plain);
  far_peer_sit (plain, "room", FALSE);
  send_picture (&call, "+");
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++) {
    unsigned n_pictures;
    unsigned n_fec;
    send_seconds (&call, steps[i].seconds, steps[i].percent, RTT_US);
    guint first = call.b->rtp->len;
    send_seconds (&call, 1, steps[i].percent, RTT_US);
    count_received (&call, first, &n_pictures, &n_fec);
    g_assert_cmpuint (n_pictures, ==, 150);
    g_assert_cmpuint (n_fec + 2, >=, steps[i].n_fec);
    g_assert_cmpuint (n_fec, <=, steps[i].n_fec + (steps[i].n_fec > 0 ? 2 : 0));
  }
  for (guint i = 0; i < plain->rtp->len; i++)
    g_assert_cmpuint (get_rtp (plain->rtp, i).payload_type, ==, FAR_VP8);
  g_assert_cmpuint (plain->rtp->len, ==, 1 + 150 * (3 + 8 + 10 + 12 + 25 + 5));
  far_world_free (call.world);
}

static void
test_near_receivers_get_none (void)
{
  Call call = call_begin ("at", "af");

  send_picture (&call, "+");
  send_seconds (&call, 10, 6, 0);
  send_seconds (&call, 10, 6, NEAR_US);
  g_assert_cmpuint (COUNT (call.world, FEC_OUT), ==, 0);
  far_world_free (call.world);
}

/* Takes what b received from @first on, but not @lost; TRUE when FEC brings that. */
static gboolean
recovers (const Call *call, guint first, guint lost)
{
  g_autoptr (GcFecReceiver) receiver =
      gc_fec_receiver_new (call->b->relay_ssrcs[1], FAR_TRANSPORT_CC_ID);
  GcRtp wanted = get_rtp (call->b->rtp, lost);
  GcRtp rtp;

  for (guint i = first; i < call->b->rtp->len; i++) {
    const uint8_t *header = g_bytes_get_data (call->b->rtp->pdata[i], NULL);
    rtp = get_rtp (call->b->rtp, i);
    rtp.payload_type = *rtp.payload++;
    rtp.payload_size--;
    if (rtp.payload_type == FAR_FEC)
      g_assert_true (gc_fec_receiver_push_fec (receiver, rtp.payload, rtp.payload_size));
    else if (i != lost)
      gc_fec_receiver_push (receiver, header, &rtp);
  }
  return gc_fec_receiver_pop (receiver, &rtp) && rtp.seq == wanted.seq &&
         rtp.timestamp == wanted.timestamp && rtp.marker == wanted.marker &&
         rtp.payload_type == FAR_VP8 && rtp.payload_size == wanted.payload_size - 1 &&
         memcmp (rtp.payload, wanted.payload + 1, rtp.payload_size) == 0;
}

static void
send_nack (const Call *call, uint16_t seq)
{
  uint8_t bytes[64];
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  gc_rtcp_add_nack (&writer, 1, call->b->relay_ssrcs[1], &seq, 1);
  far_peer_send_rtcp (call->b, bytes, writer.size);
}

/* What b gets can be had again from the rest; what it asks for comes in RED; of FEC only the
 * number. */
static void
test_fec_repairs (void)
{
  Call call = call_begin ("at", "af");

  send_picture (&call, "+");
  send_seconds (&call, 8, 6, RTT_US);
  guint first = call.b->rtp->len;
  send_picture (&call, "++++++");
  guint end = call.b->rtp->len;
  g_assert_cmpuint (end, ==, first + 8);
  for (guint i = first; i < end - 2; i++)
    g_assert_true (recovers (&call, first, i));

  for (guint i = first; i < end; i++) {
    GcRtp wanted = get_rtp (call.b->rtp, i);
    send_nack (&call, wanted.seq);
    GcRtp again = get_rtp (call.b->rtp, call.b->rtp->len - 1);
    size_t size = i < end - 2 ? wanted.payload_size : 1;
    g_assert_cmpuint (again.ssrc, ==, call.b->relay_rtx_ssrcs[1]);
    g_assert_cmpuint (again.payload_type, ==, FAR_RED_RTX);
    g_assert_cmpuint (again.payload[0] << 8 | again.payload[1], ==, wanted.seq);
    g_assert_cmpuint (again.payload_size, ==, 2 + size);
    g_assert_cmpint (memcmp (again.payload + 2, wanted.payload, size), ==, 0);
  }
  far_world_free (call.world);
}

/* Both ways at once: FEC of the one hop is not that of the other, and the numbers have no gap. */
static void
test_each_hop_has_its_own (void)
{
  Call call = call_begin ("af", "af");
  unsigned n_pictures;
  unsigned n_fec;

  call.media.in_red = TRUE;
  send_picture (&call, "+f");
  call.media.in_red = FALSE;
  send_seconds (&call, 8, 6, RTT_US);
  call.media.in_red = TRUE;
  guint first = call.b->rtp->len;
  for (unsigned i = 0; i < 10; i++)
    send_picture (&call, i % 2 == 0 ? "+++++f" : "++++++x");
  count_received (&call, first, &n_pictures, &n_fec);
  g_assert_cmpuint (n_pictures, ==, 55);
  g_assert_cmpuint (n_fec, ==, 20);
  g_assert_cmpuint (COUNT (call.world, NACK_OUT), ==, 0);

  /* What was lost before the relay comes late, in RED, and fills its gap. */
  guint before = call.b->rtp->len;
  send_picture (&call, "++-++++f");
  g_assert_cmpuint (call.b->rtp->len, ==, before + 7 + 2);
  GcRtp late = get_rtp (call.b->rtp, call.b->rtp->len - 1);
  g_assert_cmpuint (late.payload_type, ==, FAR_RED);
  g_assert_cmpuint ((uint16_t)(late.seq - get_rtp (call.b->rtp, before).seq), ==, 2);
  far_world_free (call.world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fec/recovers", test_lost_packets_are_recovered);
  g_test_add_func ("/fec/lost-fec", test_lost_fec_is_not_missed);
  g_test_add_func ("/fec/nack", test_what_fec_cannot);
  g_test_add_func ("/fec/bad", test_bad_fec);
  g_test_add_func ("/fec/lossy-receivers", test_lossy_receivers_get_fec);
  g_test_add_func ("/fec/near-receivers", test_near_receivers_get_none);
  g_test_add_func ("/fec/repairs", test_fec_repairs);
  g_test_add_func ("/fec/hops", test_each_hop_has_its_own);
  return g_test_run ();
}
