// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A peer alone that is sent its own: on which lines, who sees it, and what a session keeps of it.
 */
#include "config.h"

#include "common/gc-error.h"
#include "far-seat.h"

#define LINES "attATATATAT" /* as pages have them */
#define LAST_SOUND 9
#define LAST_PICTURE 10
#define FULL_BPS 2000000

static void
sit (FarPeer *far, const char *room, gboolean hold, gboolean echo, GError **error)
{
  const GcBinding binding = { .room = room,
                              .seat = far->name,
                              .peer = far->id,
                              .hold = hold,
                              .echo = echo,
                              .place = GC_ROOM_ANY_PLACE };

  gc_forwarder_bind (far->world->forwarder, &binding, error);
}

static FarPeer *
make_peer (FarWorld *world, const char *name, uint16_t port)
{
  FarPeer *far = far_peer_new (world, name, LINES, port);

  far_peer_connect (far);
  return far;
}

/* How many packets @far got on @line. */
static unsigned
count_on (const FarPeer *far, unsigned line)
{
  unsigned n = 0;

  for (guint i = 0; i < far->rtp->len; i++) {
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (far->rtp->pdata[i], &size);
    GcRtp rtp;
    g_assert_true (gc_rtp_parse (bytes, size, &rtp));
    n += rtp.ssrc == far->relay_ssrcs[line];
  }
  return n;
}

/* How many it got on all other lines than those of its echo; probes are sent again, not shown. */
static unsigned
count_others (const FarPeer *far)
{
  unsigned n = 0;

  for (unsigned line = 0; line < LAST_SOUND; line++)
    n += count_on (far, line);
  return n;
}

/* Its voice, its camera and its document camera; pictures are key frames. */
static void
send_all (FarPeer *far, uint16_t first, unsigned n)
{
  for (unsigned i = 0; i < n; i++) {
    uint16_t seq = (uint16_t)(first + i);
    for (unsigned line = 0; line < 3; line++)
      far_peer_send_media (far, &(FarMedia){ .line = line,
                                             .ssrc = 3U * far->address.port + line,
                                             .seq = seq,
                                             .timestamp = 960U * seq,
                                             .marker = TRUE,
                                             .key_frame = line > 0 });
    far_world_run (far->world, 20000);
  }
}

static void
test_comes_back_on_the_last_lines (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *far = make_peer (world, "a", 6001);
  g_autoptr (GError) error = NULL;

  sit (far, "echo", FALSE, TRUE, &error);
  g_assert_no_error (error);
  send_all (far, 1, 5);
  g_assert_cmpuint (count_on (far, LAST_SOUND), ==, 5);
  g_assert_cmpuint (count_on (far, LAST_PICTURE), ==, 5);
  g_assert_cmpuint (count_others (far), ==, 0);

  /* The same again does not begin anew; a hold ends it. */
  sit (far, "echo", FALSE, TRUE, &error);
  send_all (far, 6, 1);
  g_assert_cmpuint (count_on (far, LAST_PICTURE), ==, 6);
  sit (far, "echo", TRUE, TRUE, &error);
  send_all (far, 7, 3);
  g_assert_cmpuint (count_on (far, LAST_SOUND), ==, 6);
  g_assert_cmpuint (count_on (far, LAST_PICTURE), ==, 6);
  g_assert_no_error (error);
  g_assert_cmpstr (world->events->str, ==, "connected a;");
  far_world_free (world);
}

static void
test_nobody_else_is_in_it (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *alone = make_peer (world, "a", 6001);
  FarPeer *other = make_peer (world, "b", 6002);
  g_autoptr (GError) error = NULL;

  sit (other, "room", FALSE, FALSE, &error);
  sit (alone, "room", FALSE, TRUE, &error);
  g_assert_no_error (error);
  send_all (alone, 1, 3);
  send_all (other, 1, 3);
  g_assert_cmpuint (count_on (alone, LAST_SOUND), ==, 3);
  g_assert_cmpuint (count_on (alone, LAST_PICTURE), ==, 3);
  g_assert_cmpuint (count_others (alone), ==, 0);
  g_assert_cmpuint (other->rtp->len, ==, 0);
  far_world_free (world);
}

static void
test_a_session_takes_it_over (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *kiosk = make_peer (world, "a", 6001);
  FarPeer *agent = make_peer (world, "b", 6002);
  g_autoptr (GError) error = NULL;

  sit (kiosk, "echo", FALSE, TRUE, &error);
  send_all (kiosk, 1, 3);
  far_peer_report (kiosk, LAST_PICTURE, 20, 900000);
  sit (agent, "room", FALSE, FALSE, &error);
  sit (kiosk, "room", FALSE, FALSE, &error);
  g_assert_no_error (error);
  send_all (kiosk, 4, 2);
  g_assert_cmpuint (count_on (kiosk, LAST_SOUND), ==, 3);
  g_assert_cmpuint (count_others (kiosk), ==, 0);
  g_assert_cmpuint (count_on (agent, 0), ==, 2);
  g_assert_cmpuint (count_on (agent, 1), ==, 2);
  send_all (agent, 1, 2);
  g_assert_cmpuint (count_on (kiosk, 1), ==, 2);
  g_assert_cmpuint (count_on (kiosk, LAST_PICTURE), ==, 3);
  g_assert_cmpstr (world->events->str, ==, "connected a;connected b;empty echo;media a;media b;");

  /* What was reported of the echo is past. */
  far_world_run (world, 2100000);
  g_autoptr (GPtrArray) peers = gc_forwarder_list_peers (world->forwarder, kiosk->id);
  const GcPeerInfo *info = peers->pdata[0];
  g_assert_cmpuint (info->quality.loss_down_permille, ==, 0);
  g_assert_cmpint (info->quality.rtt_ms, <, 100);

  /* An echo that is asked for too late takes him from nobody. */
  sit (kiosk, "echo", FALSE, TRUE, &error);
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  send_all (kiosk, 6, 1);
  g_assert_cmpuint (count_on (agent, 0), ==, 3);
  far_world_free (world);
}

/* A narrow way down: the echo tells how much it carries, and the peer goes on sending all it has.
 */
static void
test_measures_each_way_alone (void)
{
  FarWorld *world = far_world_new ();
  FarSeat *seat = far_seat_new (world, "a", "at", 6001, FULL_BPS / 4);
  g_autoptr (GError) error = NULL;

  far_seat_set_camera (seat, FULL_BPS);
  far_seat_set_voice (seat, TRUE);
  gc_forwarder_unbind (world->forwarder, "room", "a", &error);
  g_assert_no_error (error);
  sit (far_seat_get_peer (seat), "echo", FALSE, TRUE, &error);
  g_assert_no_error (error);
  far_seats_run (world, &seat, 1, 12);
  FarSeatStats stats = far_seat_take_stats (seat);
  g_assert_cmpuint (stats.bits[1], >, 0);
  g_autoptr (GPtrArray) peers = gc_forwarder_list_peers (world->forwarder, NULL);
  const GcPeerInfo *info = peers->pdata[0];
  g_assert_cmpuint (info->quality.up_bps, >=, FULL_BPS * 8 / 10);
  g_assert_cmpint (far_seat_get_limit_bps (seat), ==, 0);
  g_assert_cmpint (info->quality.carries_bps, >=, FULL_BPS / 4 * 6 / 10);
  g_assert_cmpint (info->quality.carries_bps, <=, FULL_BPS / 4 * 11 / 10);
  /* Sound that comes in time has no jitter; of what nobody reported nothing is known. */
  g_assert_cmpint (info->quality.jitter_up_ms, >=, 0);
  g_assert_cmpint (info->quality.jitter_up_ms, <=, 10);
  g_assert_cmpint (info->quality.jitter_down_ms, ==, -1);
  far_seat_free (seat);
  far_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/echo/comes-back-on-the-last-lines", test_comes_back_on_the_last_lines);
  g_test_add_func ("/echo/nobody-else-is-in-it", test_nobody_else_is_in_it);
  g_test_add_func ("/echo/a-session-takes-it-over", test_a_session_takes_it_over);
  g_test_add_func ("/echo/measures-each-way-alone", test_measures_each_way_alone);
  return g_test_run ();
}
