// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-fec-sender.h"

#include <string.h>

#include "rtp/gc-fec-receiver.h"

#define SECOND G_USEC_PER_SEC
#define PERCENT(loss) ((uint8_t)((loss)*256 / 100))
#define SSRC 77
#define VP8 96
#define RED 118
#define FEC 120
#define RTT_US 300000

typedef struct {
  GcFecSender *sender;
  gboolean sparing;
  int64_t now_us;
  GPtrArray
      *packets;   /* (element-type GBytes) that left in RED, with a header, since the last look */
  GPtrArray *fec; /* (element-type GBytes) FEC payloads without RED, likewise */
} World;

static World
world_new (void)
{
  static const GcSdpCodec codec = {
    .codec = GC_CODEC_VP8, .payload_type = VP8, .red_type = RED, .fec_type = FEC
  };

  return (World){ .sender = gc_fec_sender_new (&codec),
                  .now_us = SECOND,
                  .packets = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref),
                  .fec = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref) };
}

static void
world_clear (World *world)
{
  gc_fec_sender_free (world->sender);
  g_ptr_array_unref (world->packets);
  g_ptr_array_unref (world->fec);
}

static void
report (World *world, uint8_t loss, int64_t rtt_us, unsigned seconds)
{
  for (unsigned i = 0; i < seconds; i++)
    gc_fec_sender_report (world->sender, loss, rtt_us, world->sparing, world->now_us += SECOND);
}

static void
assert_bytes (const void *bytes, size_t size, const void *expected, size_t expected_size)
{
  g_assert_cmpuint (size, ==, expected_size);
  g_assert_true (memcmp (bytes, expected, size) == 0);
}

/* Sends the packet @seq of a picture; FALSE when it goes without RED. */
static gboolean
push (World *world, uint16_t seq, gboolean marker)
{
  GcRtpHeader header = {
    .timestamp = 1000, .ssrc = SSRC, .seq = seq, .payload_type = VP8, .marker = marker
  };
  g_autofree char *text = g_strdup_printf ("??packet %u%*s", seq, seq % 11, "");
  GcRtp rtp = { .payload = (uint8_t *)text, .payload_size = strlen (text), .marker = marker };
  uint8_t packet[200];
  size_t header_size = gc_rtp_format_header (&header, packet, sizeof packet);
  size_t size = 0;
  const uint8_t *payload = gc_fec_sender_push (world->sender, packet, header_size, &rtp,
                                               (const uint8_t *)"my", 2, &size);

  if (payload == NULL)
    return FALSE;
  g_assert_cmpuint (size, ==, 1 + rtp.payload_size);
  g_assert_cmpuint (payload[0], ==, VP8);
  assert_bytes (payload + 1, 2, "my", 2);
  memcpy (packet + header_size, payload, size);
  g_ptr_array_add (world->packets, g_bytes_new (packet, header_size + size));
  while (gc_fec_sender_pop (world->sender, &rtp)) {
    g_assert_cmpuint (rtp.payload_type, ==, RED);
    g_assert_cmpuint (rtp.timestamp, ==, 1000);
    g_assert_cmpuint (rtp.payload[0], ==, FEC);
    g_ptr_array_add (world->fec, g_bytes_new (rtp.payload + 1, rtp.payload_size - 1));
  }
  return TRUE;
}

/* How many FEC packets a picture of @n packets gets, beginning with a group of its own. */
static unsigned
count_fec (World *world, unsigned n)
{
  gc_fec_sender_switch (world->sender);
  g_ptr_array_set_size (world->packets, 0);
  g_ptr_array_set_size (world->fec, 0);
  for (unsigned i = 0; i < n; i++) {
    g_assert_cmpuint (world->fec->len, ==, 0); /* none within the picture */
    push (world, (uint16_t)(65530 + i), i + 1 == n);
  }
  return world->fec->len;
}

static void
test_loss_and_round_trip (void)
{
  static const struct {
    const char *name;
    uint8_t loss;
    int64_t rtt_us;
    unsigned n_fec; /* for 30 packets */
    gboolean sparing;
  } cases[] = {
    { "no report yet", 0, 0, 0 },
    { "no loss", 0, RTT_US, 0 },
    { "a little loss", PERCENT (2), RTT_US, 6 },
    { "loss", PERCENT (6), RTT_US, 8 },
    { "loss, but a retransmission is as fast", PERCENT (6), 90000, 0 },
    { "loss, and it is not", PERCENT (2), 100000, 6 },
    { "loss, and who knows", PERCENT (6), 0, 0 },
    { "loss, and little room", PERCENT (6), RTT_US, 6, .sparing = TRUE },
    { "much loss, and little room", PERCENT (20), RTT_US, 6, .sparing = TRUE },
    { "no loss, and little room", 0, RTT_US, 0, .sparing = TRUE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    World world = world_new ();
    g_test_message ("%s", cases[i].name);
    world.sparing = cases[i].sparing;
    report (&world, cases[i].loss, cases[i].rtt_us, i == 0 ? 0 : 10);
    g_assert_cmpuint (count_fec (&world, 30), ==, cases[i].n_fec);
    g_assert_cmpint (push (&world, 7, FALSE), ==, cases[i].n_fec > 0);
    world_clear (&world);
  }
}

/* It ends late when loss does, and at once when the round trip falls, but not for a little. */
static void
test_hysteresis (void)
{
  World world = world_new ();

  report (&world, PERCENT (6), RTT_US, 10);
  report (&world, 0, RTT_US, 19);
  g_assert_cmpuint (count_fec (&world, 30), ==, 6);
  report (&world, 0, RTT_US, 30);
  g_assert_cmpuint (count_fec (&world, 30), ==, 0);
  report (&world, PERCENT (6), 100000, 10);
  report (&world, PERCENT (6), 85000, 1);
  g_assert_cmpuint (count_fec (&world, 30), ==, 8);
  report (&world, PERCENT (6), 79000, 1);
  g_assert_cmpuint (count_fec (&world, 30), ==, 0);
  world_clear (&world);
}

static void
give (GcFecReceiver *receiver, GBytes *bytes)
{
  size_t size;
  const uint8_t *packet = g_bytes_get_data (bytes, &size);
  GcRtp rtp;

  g_assert_true (gc_rtp_parse (packet, size, &rtp));
  rtp.payload_type = *rtp.payload++;
  rtp.payload_size--;
  gc_fec_receiver_push (receiver, packet, &rtp);
}

/* How many of the packets @a and @b are had again when they are lost, and FEC packet @c is. */
static unsigned
count_recovered (World *world, unsigned a, unsigned b, unsigned c)
{
  g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, 0);
  unsigned n = 0;
  GcRtp rtp;

  for (unsigned i = 0; i < world->packets->len; i++)
    if (i != a && i != b)
      give (receiver, world->packets->pdata[i]);
  for (unsigned i = 0; i < world->fec->len; i++)
    if (i != c)
      g_assert_true (gc_fec_receiver_push_fec (receiver,
                                               g_bytes_get_data (world->fec->pdata[i], NULL),
                                               g_bytes_get_size (world->fec->pdata[i])));
  while (gc_fec_receiver_pop (receiver, &rtp)) {
    g_autofree char *text = g_strdup_printf ("mypacket %u%*s", rtp.seq, rtp.seq % 11, "");
    assert_bytes (rtp.payload, rtp.payload_size, text, strlen (text));
    n++;
  }
  return n;
}

/* Of pictures of any size: each single loss, and most losses of two, with FEC packets lost, too. */
static void
test_losses (void)
{
  World world = world_new ();

  report (&world, PERCENT (6), RTT_US, 10);
  for (unsigned n = 6; n <= 40; n++) {
    unsigned n_fec = count_fec (&world, n);
    unsigned pairs = 0;
    unsigned whole = 0;
    g_assert_cmpuint (n_fec, ==, MIN ((n + 1) / 3, 8));
    for (unsigned a = 0; a < n; a++) {
      g_assert_cmpuint (count_recovered (&world, a, a, n_fec), ==, 1);
      for (unsigned b = a + 1; b < n; b++) {
        pairs++;
        whole += count_recovered (&world, a, b, n_fec) == 2;
      }
      if (a + 1 < n) /* neighbours, and FEC after them: never nothing of three */
        g_assert_cmpuint (count_recovered (&world, a, a + 1, n_fec), ==, 2);
    }
    g_assert_cmpuint (100 * whole, >=, 60 * pairs);
    g_assert_true (n < 12 || 100 * whole >= 85 * pairs);
  }
  world_clear (&world);
}

/* Small pictures share a group, but not more than three of them. */
static void
test_small_pictures (void)
{
  World world = world_new ();

  report (&world, PERCENT (6), RTT_US, 10);
  for (unsigned picture = 0; picture < 10; picture++) {
    push (&world, (uint16_t)picture, TRUE);
    g_assert_cmpuint (world.fec->len, ==, (picture + 1) / 3);
  }
  g_assert_cmpuint (count_recovered (&world, 4, 7, 99), ==, 2);
  world_clear (&world);
}

/* What was repaired on its way here comes late: it goes out in RED, and no group waits for it. */
static void
test_late_packets (void)
{
  World world = world_new ();

  report (&world, PERCENT (6), RTT_US, 10);
  push (&world, 10, FALSE);
  push (&world, 12, FALSE);
  push (&world, 13, TRUE);
  push (&world, 14, TRUE);
  push (&world, 15, TRUE);
  g_assert_cmpuint (world.fec->len, ==, 2);
  g_assert_true (push (&world, 11, TRUE));
  g_assert_cmpuint (world.fec->len, ==, 2);
  g_assert_cmpuint (count_recovered (&world, 1, 1, 99), ==, 1);
  world_clear (&world);
}

/* A picture that is too long for one group is protected in its first part. */
static void
test_long_picture (void)
{
  World world = world_new ();

  report (&world, PERCENT (6), RTT_US, 10);
  g_assert_cmpuint (count_fec (&world, 60), ==, 8);
  g_assert_cmpuint (count_recovered (&world, 47, 47, 99), ==, 1);
  g_assert_cmpuint (count_recovered (&world, 48, 48, 99), ==, 0);
  world_clear (&world);
}

static void
test_share (void)
{
  World world = world_new ();

  g_assert_cmpint (gc_fec_sender_leave_bps (world.sender, 1000000), ==, 1000000);
  report (&world, PERCENT (6), RTT_US, 10);
  g_assert_cmpint (gc_fec_sender_leave_bps (world.sender, 1000000), ==, 1000000);
  for (unsigned i = 0; i < 100; i++)
    count_fec (&world, 9);
  int64_t left = gc_fec_sender_leave_bps (world.sender, 1000000);
  g_assert_cmpint (left, >, 1000000 / 4); /* the packets are tiny: FEC is longer than they are */
  g_assert_cmpint (left, <, 1000000 * 3 / 4);
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fec-sender/loss", test_loss_and_round_trip);
  g_test_add_func ("/fec-sender/hysteresis", test_hysteresis);
  g_test_add_func ("/fec-sender/losses", test_losses);
  g_test_add_func ("/fec-sender/small-pictures", test_small_pictures);
  g_test_add_func ("/fec-sender/late", test_late_packets);
  g_test_add_func ("/fec-sender/long-picture", test_long_picture);
  g_test_add_func ("/fec-sender/share", test_share);
  return g_test_run ();
}
