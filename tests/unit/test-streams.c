// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Media over TCP: real connections of the loopback, whose networks are 127.0.N.0/24; own time. */
#include "config.h"

#include "media/gc-streams.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "media/gc-batch.h"

#define SECOND_US INT64_C (1000000)
#define WAIT_MS 10000
#define BATCH 3

static const GcStreamsLimits limits = {
  .max_streams = 5,
  .max_strangers = 3,
  .max_network_strangers = 2,
  .stranger_us = 10 * SECOND_US,
  .idle_us = 40 * SECOND_US,
  .stall_us = 30 * SECOND_US,
  .stream = {
    .max_unsent_bytes = 8192,
    .lanes = {
      [GC_LANE_PROMPT] = { .max_bytes = 16384, .max_age_us = SECOND_US },
      [GC_LANE_BULK] = { .max_bytes = 65536, .max_age_us = SECOND_US },
    },
  },
};

typedef struct {
  GcPort *port;
  GcStreams *streams;
  int64_t now_us;
  GHashTable *owned; /* GcAddress, owned */
  uint8_t bytes[BATCH][GC_PACKET_SIZE];
  GcDatagram datagrams[BATCH];
} World;

static gboolean
owns (gpointer user_data, const GcAddress *from)
{
  return g_hash_table_contains (((World *)user_data)->owned, from);
}

static void
world_open (World *world)
{
  g_autoptr (GError) error = NULL;
  GcAddress address;

  *world = (World){ .now_us = 1000 * SECOND_US };
  g_assert_true (gc_address_parse ("127.0.0.1:0", &address));
  world->port = gc_port_new (&address, 1, FALSE, &error);
  g_assert_no_error (error);
  world->streams = gc_streams_new (world->port, &limits, &error);
  g_assert_no_error (error);
  g_assert_true (gc_streams_listen (world->streams, 0, gc_port_bound (world->port, 0)));
  world->owned = g_hash_table_new_full (gc_address_hash, gc_address_equal, g_free, NULL);
  gc_streams_set_owner (world->streams, owns, world);
  for (size_t i = 0; i < BATCH; i++)
    world->datagrams[i].bytes = world->bytes[i];
}

static void
world_close (World *world)
{
  gc_streams_free (world->streams);
  gc_port_unref (world->port);
  g_hash_table_unref (world->owned);
}

static uint64_t
count (const World *world, GcCount what)
{
  return gc_counters_get (gc_port_counters (world->port), what);
}

static size_t
read_now (World *world)
{
  return gc_streams_read (world->streams, world->now_us, world->datagrams, BATCH);
}

/* Reads until @what has been counted @n times. Returns: the datagrams that came meanwhile. */
static size_t
read_until (World *world, GcCount what, uint64_t n)
{
  size_t total = read_now (world);

  while (count (world, what) < n) {
    struct pollfd pollfd = { gc_streams_fd (world->streams), POLLIN, 0 };
    g_assert_cmpint (poll (&pollfd, 1, WAIT_MS), ==, 1);
    total += read_now (world);
  }
  return total;
}

/* A connection from 127.0.@network.1, which the world has accepted. @ret_from is its 5-tuple. */
static int
dial (World *world, uint8_t network, int receive_bytes, GcAddress *ret_from)
{
  const GcAddress *bound = gc_port_bound (world->port, 0);
  GcAddress source = { .family = AF_INET, .bytes = { 127, 0, network, 1 } };
  struct sockaddr_storage name;
  socklen_t size = gc_address_to_sockaddr (&source, AF_INET, &name);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (receive_bytes > 0)
    setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  g_assert_cmpint (bind (fd, (struct sockaddr *)&name, size), ==, 0);
  size = gc_address_to_sockaddr (bound, AF_INET, &name);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&name, size), ==, 0);
  size = sizeof name;
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&name, &size), ==, 0);
  g_assert_true (gc_address_from_sockaddr ((struct sockaddr *)&name, size, ret_from));
  ret_from->local = GC_ADDRESS_TCP;
  return fd;
}

static int
join (World *world, uint8_t network, GcAddress *ret_from)
{
  uint64_t before = count (world, GC_COUNT_TCP_ACCEPTED);
  int fd = dial (world, network, 0, ret_from);

  read_until (world, GC_COUNT_TCP_ACCEPTED, before + 1);
  g_assert_nonnull (gc_streams_find (world->streams, ret_from));
  return fd;
}

static void
own (World *world, const GcAddress *from)
{
  g_hash_table_add (world->owned, g_memdup2 (from, sizeof *from));
}

static void
write_all (int fd, const void *bytes, size_t size)
{
  g_assert_cmpint (send (fd, bytes, size, MSG_NOSIGNAL), ==, size);
}

/* The connection has been ended by the world. */
static void
assert_ended (int fd)
{
  struct pollfd pollfd = { fd, POLLIN, 0 };
  uint8_t byte;

  g_assert_cmpint (poll (&pollfd, 1, WAIT_MS), ==, 1);
  g_assert_cmpint (recv (fd, &byte, 1, 0), <=, 0);
  close (fd);
}

static gboolean
is_lost (World *world, const GcAddress *from)
{
  GcAddress lost;

  return gc_streams_pop_lost (world->streams, &lost) && gc_address_equal (&lost, from);
}

/* More frames than a batch has room for, in one write. */
static void
test_frames_are_datagrams (void)
{
  static const char frames[] = "\0\1a\0\2bb\0\0\0\3ccc\0\4dddd\0\5eeeee\0\6ffffff\0\7g";
  World world;
  GcAddress from;
  world_open (&world);
  int fd = join (&world, 0, &from);

  write_all (fd, frames, sizeof frames - 1);
  for (size_t next = 1; next <= 6;) {
    struct pollfd pollfd = { gc_streams_fd (world.streams), POLLIN, 0 };
    size_t n = read_now (&world);
    for (size_t i = 0; i < n; i++, next++) {
      g_assert_cmpuint (world.datagrams[i].size, ==, next);
      g_assert_cmpuint (world.bytes[i][next - 1], ==, 'a' + next - 1);
      g_assert_true (gc_address_equal (&world.datagrams[i].from, &from));
    }
    if (n == 0)
      g_assert_cmpint (poll (&pollfd, 1, WAIT_MS), ==, 1);
  }
  g_assert_cmpuint (read_now (&world), ==, 0);

  /* And the way back. */
  uint8_t got[8];
  GcStream *stream = gc_streams_find (world.streams, &from);
  gc_stream_push (stream, GC_LANE_BULK, (const uint8_t *)"hello", 5, world.now_us);
  gc_streams_flush (world.streams, stream, world.now_us);
  g_assert_cmpint (recv (fd, got, sizeof got, 0), ==, 7);
  g_assert_cmpmem (got, 7, "\0\5hello", 7);
  g_assert_cmpuint (count (&world, GC_COUNT_OUT_BYTES), ==, 5);
  close (fd);
  read_until (&world, GC_COUNT_TCP_CLOSED_PEER, 1);
  g_assert_null (gc_streams_find (world.streams, &from));
  world_close (&world);
}

static void
test_frame_too_long (void)
{
  World world;
  GcAddress from;
  world_open (&world);
  int fd = join (&world, 0, &from);

  write_all (fd, "\0\1a\xff\xff", 5);
  g_assert_cmpuint (read_until (&world, GC_COUNT_TCP_CLOSED_FRAME, 1), ==, 1);
  assert_ended (fd);
  world_close (&world);
}

/* Strangers have ten seconds, also those whose peer has ended; who is owned has to say something.
 */
static void
test_time (void)
{
  World world;
  GcAddress stranger, silent, left;
  world_open (&world);
  int stranger_fd = join (&world, 1, &stranger);
  int silent_fd = join (&world, 2, &silent);
  int left_fd = join (&world, 3, &left);

  own (&world, &silent);
  own (&world, &left);
  world.now_us += 10 * SECOND_US - 1;
  read_now (&world);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_STRANGER), ==, 0);
  world.now_us += SECOND_US;
  read_now (&world);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_STRANGER), ==, 1);
  assert_ended (stranger_fd);
  g_assert_false (is_lost (&world, &stranger));

  g_hash_table_remove (world.owned, &left);
  read_now (&world);
  world.now_us += SECOND_US;
  read_now (&world);
  world.now_us += 9 * SECOND_US;
  read_now (&world);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_STRANGER), ==, 1);
  world.now_us += 2 * SECOND_US;
  read_now (&world);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_STRANGER), ==, 2);
  assert_ended (left_fd);

  world.now_us += 20 * SECOND_US;
  read_now (&world);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_IDLE), ==, 1);
  g_assert_true (is_lost (&world, &silent));
  assert_ended (silent_fd);
  world_close (&world);
}

static void
test_crowd (void)
{
  World world;
  GcAddress from[5], more;
  int fds[5];
  world_open (&world);

  /* Two of one network; the third is refused until one of them is a peer's. */
  fds[0] = join (&world, 1, &from[0]);
  fds[1] = join (&world, 1, &from[1]);
  int fd = dial (&world, 1, 0, &more);
  read_until (&world, GC_COUNT_TCP_REFUSED_NETWORK, 1);
  assert_ended (fd);
  own (&world, &from[1]);
  world.now_us += SECOND_US;
  read_now (&world);
  fds[2] = join (&world, 1, &from[2]);

  /* Three strangers: the oldest makes place for the fourth, whoever is owned by then does not. */
  fds[3] = join (&world, 2, &from[3]);
  own (&world, &from[0]);
  fds[4] = join (&world, 3, &from[4]);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_CROWDED), ==, 0);

  /* Five in all, three of them strangers; then two, and none of these may be pushed out. */
  fd = join (&world, 4, &more);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_CROWDED), ==, 1);
  assert_ended (fds[2]);
  own (&world, &from[3]);
  own (&world, &from[4]);
  own (&world, &more);
  GcAddress last;
  int last_fd = dial (&world, 5, 0, &last);
  read_until (&world, GC_COUNT_TCP_REFUSED_FULL, 1);
  assert_ended (last_fd);
  g_assert_cmpuint (atomic_load (&gc_port_counters (world.port)->tcp_connections), ==, 5);
  for (size_t i = 0; i < G_N_ELEMENTS (fds); i++)
    if (i != 2)
      close (fds[i]);
  close (fd);
  read_until (&world, GC_COUNT_TCP_CLOSED_PEER, 5);
  g_assert_cmpuint (atomic_load (&gc_port_counters (world.port)->tcp_connections), ==, 0);
  for (unsigned i = 0; i < 5; i++)
    g_assert_true (gc_streams_pop_lost (world.streams, &last));
  g_assert_false (gc_streams_pop_lost (world.streams, &last));
  world_close (&world);
}

/* Pushes pictures until some had to be dropped, one sound beside each. Returns: how many. */
static unsigned
flood (World *world, GcStream *stream)
{
  uint8_t picture[1200] = { 'v' }, sound[60] = { 's' };
  unsigned n = 0;

  for (; count (world, GC_COUNT_LOST_LATE_BULK) == 0; n++) {
    gc_stream_push (stream, GC_LANE_BULK, picture, sizeof picture, world->now_us);
    gc_stream_push (stream, GC_LANE_PROMPT, sound, sizeof sound, world->now_us);
    gc_streams_flush (world->streams, stream, world->now_us);
    world->now_us += 1000;
  }
  return n;
}

/* Reads what comes until @n_sounds have come. Returns: the number of pictures. */
static unsigned
drain (World *world, int fd, unsigned n_sounds)
{
  GcFrameReader reader = { 0 };
  unsigned sounds = 0, pictures = 0;

  while (sounds < n_sounds) {
    uint8_t bytes[4096];
    const uint8_t *at = bytes, *frame;
    size_t size;
    read_now (world);
    ssize_t got = recv (fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got < 0) {
      g_assert_cmpint (errno, ==, EAGAIN);
      continue;
    }
    size_t left = (size_t)got;
    while (gc_frame_read (&reader, &at, &left, &frame, &size) == GC_FRAME_WHOLE) {
      g_assert_cmpuint (size, ==, frame[0] == 's' ? 60 : 1200);
      *(frame[0] == 's' ? &sounds : &pictures) += 1;
    }
    g_assert_cmpuint (left, ==, 0);
  }
  return pictures;
}

/* A peer that does not read for a while loses pictures, whole ones, and no sound. */
static void
test_slow_reader (void)
{
  World world;
  GcAddress from;
  world_open (&world);
  int fd = dial (&world, 0, 4096, &from);
  read_until (&world, GC_COUNT_TCP_ACCEPTED, 1);
  own (&world, &from);

  unsigned n = flood (&world, gc_streams_find (world.streams, &from));
  uint64_t lost = count (&world, GC_COUNT_LOST_LATE_BULK);
  unsigned pictures = drain (&world, fd, n);
  g_assert_cmpuint (lost, >, 0);
  g_assert_cmpuint (pictures, <=, n - lost);
  g_assert_cmpuint (pictures, >, 0);
  g_assert_cmpuint (count (&world, GC_COUNT_LOST_LATE_PROMPT), ==, 0);
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_STRANGER), ==, 0);
  close (fd);
  world_close (&world);
}

/* A stranger who does not read gets no queue. */
static void
test_slow_stranger (void)
{
  World world;
  GcAddress from;
  uint8_t answer[1200] = { 0 };
  world_open (&world);
  int fd = dial (&world, 0, 4096, &from);
  read_until (&world, GC_COUNT_TCP_ACCEPTED, 1);

  for (GcStream *stream; (stream = gc_streams_find (world.streams, &from)) != NULL;) {
    gc_stream_push (stream, GC_LANE_PROMPT, answer, sizeof answer, world.now_us);
    gc_streams_flush (world.streams, stream, world.now_us);
  }
  g_assert_cmpuint (count (&world, GC_COUNT_TCP_CLOSED_STRANGER), ==, 1);
  g_assert_cmpuint (count (&world, GC_COUNT_LOST_LATE_PROMPT), ==, 0);
  close (fd);
  world_close (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/streams/frames-are-datagrams", test_frames_are_datagrams);
  g_test_add_func ("/streams/frame-too-long", test_frame_too_long);
  g_test_add_func ("/streams/time", test_time);
  g_test_add_func ("/streams/crowd", test_crowd);
  g_test_add_func ("/streams/slow-reader", test_slow_reader);
  g_test_add_func ("/streams/slow-stranger", test_slow_stranger);
  return g_test_run ();
}
