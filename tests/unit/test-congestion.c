// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A call in memory over links with a capacity: the relay finds it from the receivers' feedback, the
 * senders hear of it, and who cannot take a picture is shown none and holds nobody down. */
#include "config.h"

#include "far-seat.h"
#include "media/gc-room.h"
#include "rtp/gc-picture-choice.h"

#define FULL_BPS 2000000 /* what a camera would send */
#define PAUSED(world) gc_counters_get (&(world)->counters, GC_COUNT_HELD_PAUSED)

/* Two seats, of which the first has its camera on and the second sits behind the link. */
typedef struct {
  FarWorld *world;
  FarSeat *seats[2];
} Call;

static void
call_init (Call *call, const char *lines, int64_t link_bps)
{
  call->world = far_world_new ();
  call->seats[0] = far_seat_new (call->world, "a", lines, 6001, FULL_BPS);
  call->seats[1] = far_seat_new (call->world, "b", lines, 6002, link_bps);
  far_seat_set_camera (call->seats[0], FULL_BPS);
}

static void
call_clear (Call *call)
{
  far_seat_free (call->seats[0]);
  far_seat_free (call->seats[1]);
  far_world_free (call->world);
}

/* Returns what the second seat noticed. */
static FarSeatStats
run (Call *call, double seconds)
{
  far_seat_take_stats (call->seats[1]);
  far_seats_run (call->world, call->seats, 2, seconds);
  return far_seat_take_stats (call->seats[1]);
}

static void
test_follows_the_link (void)
{
  Call call;

  call_init (&call, "at", FULL_BPS);
  FarSeatStats stats = run (&call, 10);
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), >=, FULL_BPS * 8 / 10);
  g_assert_cmpuint (stats.probes, >, 0);

  far_seat_set_link (call.seats[1], 300000);
  run (&call, 3);
  stats = run (&call, 10);
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), >=, 150000);
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), <=, 330000);
  g_assert_cmpint (stats.most_queue_us, <=, 400000);

  far_seat_set_link (call.seats[1], FULL_BPS);
  run (&call, 15);
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), >=, FULL_BPS * 8 / 10);
  g_assert_cmpuint (PAUSED (call.world), ==, 0);
  call_clear (&call);
}

/* FEC takes its part of the receiver's share: the sender is told what it leaves, and no queue
 * grows. What he is told rises and falls, so it is compared over a while. */
static void
test_fec_is_part_of_the_share (void)
{
  Call call;
  FarSeatStats stats = { 0 };
  int64_t before_bps = 0;
  int64_t with_bps = 0;

  call_init (&call, "af", FULL_BPS / 2);
  run (&call, 15);
  for (unsigned i = 0; i < 15; i++) {
    run (&call, 1);
    before_bps += far_seat_get_limit_bps (call.seats[0]) / 15;
  }
  g_assert_cmpint (before_bps, >=, FULL_BPS / 2 * 7 / 10);
  for (unsigned i = 0; i < 15; i++) {
    far_seat_report (call.seats[1], 1, 6, 200000);
    stats = run (&call, 1);
    with_bps += far_seat_get_limit_bps (call.seats[0]) / 15;
  }
  uint64_t n_fec = gc_counters_get (&call.world->counters, GC_COUNT_FEC_OUT);
  g_assert_cmpuint (n_fec, >, 100);
  g_assert_cmpint (with_bps, <=, before_bps * 85 / 100);
  g_assert_cmpint (with_bps, >=, before_bps * 60 / 100);
  g_assert_cmpint (stats.most_queue_us, <=, 400000);
  call_clear (&call);
}

/* Who hears nothing of a link is not limited by it; who leaves takes the limit along. */
static void
test_the_limit_ends_with_the_receiver (void)
{
  Call call;
  g_autoptr (GError) error = NULL;

  call_init (&call, "at", 300000);
  run (&call, 5);
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), <=, 400000);
  gc_forwarder_unbind (call.world->forwarder, "room", "b", &error);
  g_assert_no_error (error);
  run (&call, 2);
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), >, 10000000);
  call_clear (&call);
}

/*
 * Over 100 kbit/s there is sound alone, whole and in time; the picture comes back with the way.
 * @data: lines whose sound has transport-wide numbers, or has none.
 */
static void
test_sound_goes_on_without_the_picture (gconstpointer data)
{
  const char *lines = data;
  Call call;

  call_init (&call, lines, FULL_BPS);
  far_seat_set_voice (call.seats[0], TRUE);
  run (&call, 10);
  far_seat_set_link (call.seats[1], 100000);
  run (&call, 10);
  FarSeatStats stats = run (&call, 30);
  g_assert_cmpuint (stats.packets[1], ==, 0);
  g_assert_cmpuint (stats.packets[0], >=, 30 * 50 - 1);
  g_assert_cmpuint (stats.lost, ==, 0);
  /* Not even a probe makes it wait for long. */
  g_assert_cmpuint (stats.probes, >, 0);
  g_assert_cmpint (stats.most_queue_us, <=, 200000);
  /* What nobody is shown is sent as it will begin. */
  g_assert_cmpint (far_seat_get_limit_bps (call.seats[0]), <=, GC_PICTURE_FLOOR_BPS + 80000);
  g_assert_cmpuint (PAUSED (call.world), >, 0);

  far_seat_set_link (call.seats[1], FULL_BPS);
  run (&call, 20);
  stats = run (&call, 5);
  g_assert_cmpuint (stats.bits[1], >=, 5 * FULL_BPS / 2);
  call_clear (&call);
}

/* Redundancy is no cure where the way has no room for it: there it would be what gets lost. */
static void
test_redundancy_does_not_fill_the_way (void)
{
  Call call;

  call_init (&call, "nt", 100000);
  far_seat_set_voice (call.seats[0], TRUE);
  for (unsigned i = 0; i < 30; i++) {
    far_seat_report (call.seats[1], 0, 8, 0);
    run (&call, 1);
  }
  unsigned lost = 0;
  for (unsigned i = 0; i < 20; i++) {
    far_seat_report (call.seats[1], 0, 8, 0);
    lost += run (&call, 1).lost;
  }
  g_assert_cmpuint (gc_counters_get (&call.world->counters, GC_COUNT_RED_OUT), >, 0);
  g_assert_cmpuint (lost, ==, 0);
  call_clear (&call);
}

/* What five seats with good links received in all of the five others, one of whom has @slow_bps. */
static uint64_t
receive_beside (int64_t slow_bps)
{
  FarWorld *world = far_world_new ();
  FarSeat *seats[GC_ROOM_MAX_SEATS];
  uint64_t bits = 0;

  for (unsigned i = 0; i < GC_ROOM_MAX_SEATS; i++) {
    char name[] = { (char)('a' + i), '\0' };
    seats[i] = far_seat_new (world, name, "ntTTTTTNNNN", (uint16_t)(6001 + i),
                             i == 2 ? slow_bps : 5 * FULL_BPS);
    far_seat_set_camera (seats[i], FULL_BPS / 4);
    far_seat_set_voice (seats[i], TRUE);
  }
  far_seats_run (world, seats, GC_ROOM_MAX_SEATS, 10);
  for (unsigned i = 0; i < GC_ROOM_MAX_SEATS; i++)
    far_seat_take_stats (seats[i]);
  far_seats_run (world, seats, GC_ROOM_MAX_SEATS, 10);
  for (unsigned i = 0; i < GC_ROOM_MAX_SEATS; i++) {
    FarSeatStats stats = far_seat_take_stats (seats[i]);
    for (unsigned line = 0; line < GC_SDP_MAX_MEDIA && i != 2; line++)
      bits += stats.bits[line];
    far_seat_free (seats[i]);
  }
  far_world_free (world);
  return bits;
}

static void
test_a_slow_seat_holds_nobody_down (void)
{
  uint64_t beside_fast = receive_beside (5 * FULL_BPS);
  uint64_t beside_slow = receive_beside (200000);

  g_test_message ("five seats received %.2f of it beside a slow one",
                  (double)beside_slow / (double)beside_fast);
  g_assert_cmpuint (beside_fast, >=, 10ULL * 5 * 5 * FULL_BPS / 4 * 8 / 10);
  g_assert_cmpuint (beside_slow, >=, beside_fast * 95 / 100);
}

/* Where all have little, they see each other with that. */
static void
test_equally_slow_seats_see_each_other (void)
{
  FarWorld *world = far_world_new ();
  FarSeat *seats[3];

  for (unsigned i = 0; i < 3; i++) {
    char name[] = { (char)('a' + i), '\0' };
    seats[i] = far_seat_new (world, name, "ntTTN", (uint16_t)(6001 + i), 400000);
    far_seat_set_camera (seats[i], FULL_BPS);
    far_seat_set_voice (seats[i], TRUE);
  }
  far_seats_run (world, seats, 3, 20);
  for (unsigned i = 0; i < 3; i++)
    far_seat_take_stats (seats[i]);
  far_seats_run (world, seats, 3, 10);
  for (unsigned i = 0; i < 3; i++) {
    FarSeatStats stats = far_seat_take_stats (seats[i]);
    g_assert_cmpuint (stats.bits[1], >=, 10 * GC_PICTURE_FLOOR_BPS * 9 / 10);
    g_assert_cmpuint (stats.bits[3], >=, 10 * GC_PICTURE_FLOOR_BPS * 9 / 10);
    g_assert_cmpint (stats.most_queue_us, <=, 500000);
    far_seat_free (seats[i]);
  }
  far_world_free (world);
}

/* Runs until the third of three seats is shown one face alone, that on @line; FALSE: it never was.
 */
static gboolean
is_shown_alone (FarWorld *world, FarSeat **seats, unsigned line, unsigned other_line)
{
  for (unsigned passed_s = 0; passed_s < 60; passed_s++) {
    far_seat_take_stats (seats[2]);
    far_seats_run (world, seats, 3, 1);
    FarSeatStats stats = far_seat_take_stats (seats[2]);
    if (stats.packets[line] > 0 && stats.packets[other_line] == 0)
      return TRUE;
  }
  return FALSE;
}

/* Behind a way for one face it is that of whoever spoke last, whatever his line. */
static void
test_the_speaker_is_shown (void)
{
  static const unsigned face_lines[] = { 1, 3 }; /* of the first and the second, for the third */
  FarWorld *world = far_world_new ();
  FarSeat *seats[3];

  for (unsigned i = 0; i < 3; i++) {
    char name[] = { (char)('a' + i), '\0' };
    seats[i] =
        far_seat_new (world, name, "ntTTN", (uint16_t)(6001 + i), i == 2 ? 400000 : 5 * FULL_BPS);
    far_seat_set_camera (seats[i], FULL_BPS / 4);
    far_seat_set_voice (seats[i], TRUE);
    far_seat_set_level (seats[i], 127);
  }
  for (unsigned turn = 0; turn < 4; turn++) {
    unsigned speaker = turn % 2;
    far_seat_set_level (seats[speaker], 25);
    g_assert_true (is_shown_alone (world, seats, face_lines[speaker], face_lines[1 - speaker]));
    far_seat_set_level (seats[speaker], 127);
  }
  /* Silence changes nothing. */
  far_seats_run (world, seats, 3, 10);
  g_assert_true (is_shown_alone (world, seats, face_lines[1], face_lines[0]));
  for (unsigned i = 0; i < 3; i++)
    far_seat_free (seats[i]);
  far_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/congestion/link", test_follows_the_link);
  g_test_add_func ("/congestion/fec", test_fec_is_part_of_the_share);
  g_test_add_func ("/congestion/leave", test_the_limit_ends_with_the_receiver);
  g_test_add_data_func ("/congestion/sound", "nt", test_sound_goes_on_without_the_picture);
  g_test_add_data_func ("/congestion/plain-sound", "at", test_sound_goes_on_without_the_picture);
  g_test_add_func ("/congestion/redundancy", test_redundancy_does_not_fill_the_way);
  g_test_add_func ("/congestion/slow-seat", test_a_slow_seat_holds_nobody_down);
  g_test_add_func ("/congestion/equals", test_equally_slow_seats_see_each_other);
  g_test_add_func ("/congestion/speaker", test_the_speaker_is_shown);
  return g_test_run ();
}
