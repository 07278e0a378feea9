// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a seat tells its page, over a real pair of sockets whose other end is read by hand. */
#include "config.h"

#include "signal/gc-seat.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

typedef struct {
  GcFakeClock clock;
  GcSeat *seat;
  GcPoller *poller;
  GcSocket *socket;
  GInputStream *page; /* what the page reads */
  GSocketConnection *other;
} Fixture;

static void
on_message (GcSocket *socket, const char *text, size_t size, gpointer user_data)
{
}

static void
on_drained (GcSocket *socket, gpointer user_data)
{
  gc_seat_push (((Fixture *)user_data)->seat);
}

static void
on_closed (GcSocket *socket, gpointer user_data)
{
}

static const GcSocketCallbacks callbacks = { on_message, on_drained, on_closed };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GcUser user = { .role = GC_ROLE_KIOSK, .page = GC_PAGE_KIOSK, .account = "kiosk-it-milan-1" };
  int fds[2];

  gc_fake_clock_init (&fixture->clock, 0, 0);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  fixture->poller = gc_poller_new (NULL);
  g_autoptr (GSocket) theirs = g_socket_new_from_fd (fds[1], NULL);
  fixture->socket =
      gc_socket_new (fixture->poller, fds[0], &callbacks, fixture, &fixture->clock.parent);
  fixture->other = g_socket_connection_factory_create_connection (theirs);
  fixture->page = g_io_stream_get_input_stream (G_IO_STREAM (fixture->other));
  g_socket_set_blocking (theirs, FALSE);
  fixture->seat = gc_seat_new (&user, "kiosk:kiosk-it-milan-1");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gc_seat_free (fixture->seat);
  gc_socket_free (fixture->socket);
  gc_poller_free (fixture->poller);
  g_object_unref (fixture->other);
}

/* The payloads of the short frames that came, one a line. (transfer full) */
static char *
read_page (Fixture *fixture)
{
  GString *lines = g_string_new (NULL);
  uint8_t bytes[65536];
  gssize size = 0;

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  size = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (fixture->page), bytes,
                                                   sizeof bytes, NULL, NULL);
  for (gssize at = 0; at < size;) {
    g_assert_cmphex (bytes[at], ==, 0x81);
    gssize length = bytes[at + 1];
    at += 2;
    if (length == 126) {
      length = bytes[at] << 8 | bytes[at + 1];
      at += 2;
    }
    g_string_append_printf (lines, "%.*s\n", (int)length, bytes + at);
    at += length;
  }
  return g_string_free (lines, FALSE);
}

#define VIEW(seq, set)                                                                             \
  "{\"jsonrpc\":\"2.0\",\"method\":\"view\",\"params\":{\"seq\":" seq ",\"set\":" set "}}\n"

static void
test_changed_parts (Fixture *fixture, gconstpointer data)
{
  GcSeat *seat = fixture->seat;
  const GcUser *user = gc_seat_get_user (seat);

  g_assert_false (gc_seat_take (seat, user, fixture->socket, NULL, 0, 5));
  gc_seat_set_part (seat, GC_PART_TICKET, g_strdup ("null"));
  gc_seat_set_part (seat, GC_PART_RELAY, g_strdup ("{\"up\":true}"));
  g_autofree char *whole = gc_seat_dup_view (seat);
  g_assert_cmpstr (whole, ==, "{\"relay\":{\"up\":true},\"ticket\":null}");
  /* The whole view counts as told, and what is the same is not told again. */
  gc_seat_set_part (seat, GC_PART_TICKET, g_strdup ("null"));
  gc_seat_push (seat);
  g_assert_cmpint (gc_seat_get_seq (seat), ==, 0);

  gc_seat_set_part (seat, GC_PART_TICKET, g_strdup ("{\"id\":\"t\"}"));
  gc_seat_push (seat);
  gc_seat_push (seat);
  gc_seat_set_part (seat, GC_PART_RELAY, g_strdup ("{\"up\":false}"));
  gc_seat_set_part (seat, GC_PART_TICKET, g_strdup ("null"));
  gc_seat_push (seat);
  g_autofree char *told = read_page (fixture);
  g_assert_cmpstr (told, ==,
                   VIEW ("1", "{\"ticket\":{\"id\":\"t\"}}")
                       VIEW ("2", "{\"relay\":{\"up\":false},\"ticket\":null}"));
}

static void
push_number (GcSeat *seat, unsigned number)
{
  gc_seat_set_part (seat, GC_PART_WAITING, g_strdup_printf ("%u", number));
  gc_seat_push (seat);
}

static void
test_replay (Fixture *fixture, gconstpointer data)
{
  GcSeat *seat = fixture->seat;
  const GcUser *user = gc_seat_get_user (seat);

  gc_seat_take (seat, user, fixture->socket, NULL, 0, 5);
  g_autofree char *resume = g_strdup (gc_seat_get_resume (seat));
  push_number (seat, 1);
  gc_seat_leave (seat, 7);
  g_assert_cmpint (gc_seat_get_since_ms (seat), ==, 7);
  push_number (seat, 2);
  push_number (seat, 3);
  g_free (read_page (fixture));

  g_assert_false (gc_seat_take (seat, user, fixture->socket, "another token", 1, 5));
  g_assert_cmpstr (gc_seat_get_resume (seat), !=, resume);
  g_free (resume);
  resume = g_strdup (gc_seat_get_resume (seat));
  g_assert_true (gc_seat_take (seat, user, fixture->socket, resume, 1, 5));
  g_assert_cmpint (gc_seat_get_generation (seat), ==, 3);
  gc_seat_replay (seat, 1);
  g_autofree char *told = read_page (fixture);
  g_assert_cmpstr (told, ==, VIEW ("2", "{\"waiting\":2}") VIEW ("3", "{\"waiting\":3}"));
}

static void
test_replay_limits (Fixture *fixture, gconstpointer data)
{
  GcSeat *seat = fixture->seat;
  const GcUser *user = gc_seat_get_user (seat);
  const unsigned n = GC_SEAT_MAX_HELD + 10;

  gc_seat_take (seat, user, fixture->socket, NULL, 0, 5);
  gc_seat_leave (seat, 7);
  for (unsigned i = 1; i <= n; i++)
    push_number (seat, i);
  g_autofree char *first = g_strdup (gc_seat_get_resume (seat));
  g_assert_false (gc_seat_take (seat, user, fixture->socket, first, 9, 5));
  g_autofree char *second = g_strdup (gc_seat_get_resume (seat));
  g_assert_true (gc_seat_take (seat, user, fixture->socket, second, 10, 5));
  g_autofree char *third = g_strdup (gc_seat_get_resume (seat));
  g_assert_true (gc_seat_take (seat, user, fixture->socket, third, n, 5));
  /* A number that was never given out is not believed. */
  g_autofree char *fourth = g_strdup (gc_seat_get_resume (seat));
  g_assert_false (gc_seat_take (seat, user, fixture->socket, fourth, n + 1, 5));
  gc_seat_forget (seat);
  g_assert_false (gc_seat_is_followed (seat));
  g_autofree char *fifth = g_strdup (gc_seat_get_resume (seat));
  g_assert_false (gc_seat_take (seat, user, fixture->socket, fifth, n, 5));
}

/* Since when a page is there, what it has said of its devices, and what is said of its link. */
static void
test_presence (Fixture *fixture, gconstpointer data)
{
  const int64_t figures[GC_LINK_N_MEASURES] = { 0, 0, 240 };
  GcSeat *seat = fixture->seat;
  const GcUser *user = gc_seat_get_user (seat);

  gc_seat_take (seat, user, fixture->socket, NULL, 0, 10);
  gc_seat_get_devices (seat)->states[GC_DEVICE_CAMERA] = GC_DEVICE_STATE_READY;
  /* Another page of the kiosk has the seat, which was not empty in between. */
  gc_seat_take (seat, user, fixture->socket, NULL, 0, 20);
  g_assert_cmpint (gc_seat_get_since_ms (seat), ==, 10);
  g_assert_cmpint (gc_seat_get_devices (seat)->states[GC_DEVICE_CAMERA], ==,
                   GC_DEVICE_STATE_UNKNOWN);
  gc_seat_get_devices (seat)->states[GC_DEVICE_CAMERA] = GC_DEVICE_STATE_MISSING;
  gc_seat_leave (seat, 30);
  g_assert_cmpint (gc_seat_get_since_ms (seat), ==, 30);
  g_assert_cmpint (gc_seat_get_devices (seat)->states[GC_DEVICE_CAMERA], ==,
                   GC_DEVICE_STATE_UNKNOWN);
  gc_seat_take (seat, user, fixture->socket, NULL, 0, 40);
  g_assert_cmpint (gc_seat_get_since_ms (seat), ==, 40);

  gc_seat_set_peer (seat, "p1");
  gc_link_health_note (&gc_seat_get_link (seat)->health, figures, 50);
  gc_seat_set_peer (seat, "p1");
  g_assert_cmpint (gc_link_health_level (&gc_seat_get_link (seat)->health), ==, GC_LINK_GOOD);
  gc_seat_set_peer (seat, "p2");
  g_assert_cmpint (gc_link_health_level (&gc_seat_get_link (seat)->health), ==, GC_LINK_UNKNOWN);
}

/* What changes while the page is behind comes as one sum. */
static void
test_behind (Fixture *fixture, gconstpointer data)
{
  GcSeat *seat = fixture->seat;

  gc_seat_take (seat, gc_seat_get_user (seat), fixture->socket, NULL, 0, 5);
  push_number (seat, 1);
  while (!gc_socket_is_behind (fixture->socket))
    gc_socket_send (fixture->socket, "{}", 2);
  for (unsigned i = 2; i <= 50; i++)
    push_number (seat, i);
  g_assert_cmpint (gc_seat_get_seq (seat), ==, 1);
  g_autoptr (GString) told = g_string_new (NULL);
  while (gc_seat_get_seq (seat) == 1) {
    g_autofree char *lines = read_page (fixture);
    g_string_append (told, lines);
  }
  g_autofree char *last = read_page (fixture);
  g_string_append (told, last);
  g_assert_true (g_str_has_prefix (told->str, VIEW ("1", "{\"waiting\":1}") "{}\n"));
  g_assert_true (g_str_has_suffix (told->str, "{}\n" VIEW ("2", "{\"waiting\":50}")));
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  GcSeat *seat = fixture->seat;

  g_assert_null (gc_seat_get_answer (seat, "request-1"));
  gc_seat_set_answer (seat, "request-1", "");
  g_assert_cmpstr (gc_seat_get_answer (seat, "request-1"), ==, "");
  gc_seat_set_answer (seat, "request-1", "done");
  g_assert_cmpstr (gc_seat_get_answer (seat, "request-1"), ==, "done");
  gc_seat_drop_answer (seat, "request-1");
  gc_seat_drop_answer (seat, "request-1");
  g_assert_null (gc_seat_get_answer (seat, "request-1"));
  for (unsigned i = 0; i <= GC_SEAT_MAX_ANSWERS; i++) {
    g_autofree char *id = g_strdup_printf ("many-%u", i);
    gc_seat_set_answer (seat, id, "done");
  }
  g_assert_null (gc_seat_get_answer (seat, "many-0"));
  g_assert_nonnull (gc_seat_get_answer (seat, "many-1"));
}

static void
test_label (Fixture *fixture, gconstpointer data)
{
  GcUser user = { .account = "x" };
  GcSeat *same = gc_seat_new (&user, "kiosk:kiosk-it-milan-1");
  GcSeat *other = gc_seat_new (&user, "kiosk:kiosk-it-milan-2");

  g_assert_cmpstr (gc_seat_get_label (same), ==, gc_seat_get_label (fixture->seat));
  g_assert_cmpstr (gc_seat_get_label (other), !=, gc_seat_get_label (same));
  g_assert_null (strstr (gc_seat_get_label (same), "milan"));
  gc_seat_free (same);
  gc_seat_free (other);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/seat/changed-parts", test_changed_parts);
  ADD ("/seat/replay", test_replay);
  ADD ("/seat/replay-limits", test_replay_limits);
  ADD ("/seat/presence", test_presence);
  ADD ("/seat/behind", test_behind);
  ADD ("/seat/answers", test_answers);
  ADD ("/seat/label", test_label);
  return g_test_run ();
}
