// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What waits for a TCP connection: order, limits, and never a part of a frame. */
#include "config.h"

#include "media/gc-send-queue.h"

#include <string.h>

#include "rtp/gc-frame.h"

#define MS 1000

static const GcLaneLimits limits[GC_N_LANES] = {
  [GC_LANE_PROMPT] = { .max_bytes = 100, .max_age_us = 50 * MS },
  [GC_LANE_BULK] = { .max_bytes = 1000, .max_age_us = 200 * MS },
};

/* A datagram of @size times @letter. Returns: how many gave way. */
static unsigned
push (GcSendQueue *queue, GcLane lane, char letter, size_t size, int64_t now_us)
{
  uint8_t bytes[GC_FRAME_MAX_SIZE];

  memset (bytes, letter, sizeof bytes);
  return gc_send_queue_push (queue, lane, bytes, size, now_us);
}

static unsigned
expire (GcSendQueue *queue, int64_t now_us)
{
  return gc_send_queue_expire (queue, GC_LANE_PROMPT, now_us) +
         gc_send_queue_expire (queue, GC_LANE_BULK, now_us);
}

/* Takes @n bytes as a socket would, to the end of @out. Returns: bytes of datagrams gone whole. */
static size_t
take (GcSendQueue *queue, size_t n, GByteArray *out)
{
  struct iovec parts[64];
  size_t n_parts = gc_send_queue_peek (queue, parts, G_N_ELEMENTS (parts), n), left = n;

  for (size_t i = 0; i < n_parts && left > 0; i++) {
    size_t size = MIN (left, parts[i].iov_len);
    g_byte_array_append (out, parts[i].iov_base, (guint)size);
    left -= size;
  }
  return gc_send_queue_take (queue, n - left);
}

/* The letters of the datagrams in @stream, which must be whole ones. */
static char *
letters_of (const GByteArray *stream)
{
  GcFrameReader reader = { 0 };
  GString *letters = g_string_new (NULL);
  const uint8_t *at = stream->data, *frame;
  size_t left = stream->len, size;

  while (gc_frame_read (&reader, &at, &left, &frame, &size) == GC_FRAME_WHOLE) {
    g_string_append_c (letters, (char)frame[0]);
    for (size_t i = 1; i < size; i++)
      g_assert_cmpuint (frame[i], ==, frame[0]);
  }
  g_assert_cmpuint (left, ==, 0);
  g_assert_cmpuint (reader.have, ==, 0);
  return g_string_free (letters, FALSE);
}

static void
assert_rest (GcSendQueue *queue, GByteArray *out, const char *expected)
{
  take (queue, SIZE_MAX / 2, out);
  g_assert_true (gc_send_queue_is_empty (queue));
  g_autofree char *letters = letters_of (out);
  g_assert_cmpstr (letters, ==, expected);
}

static void
test_order (void)
{
  g_autoptr (GcSendQueue) queue = gc_send_queue_new (limits);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  struct iovec parts[3];

  g_assert_true (gc_send_queue_is_empty (queue));
  g_assert_cmpuint (gc_send_queue_peek (queue, parts, G_N_ELEMENTS (parts), 1000), ==, 0);
  push (queue, GC_LANE_BULK, 'x', 100, 0);
  push (queue, GC_LANE_BULK, 'y', 100, 0);
  push (queue, GC_LANE_PROMPT, 'a', 10, 0);
  push (queue, GC_LANE_PROMPT, 'b', 10, 0);
  g_assert_false (gc_send_queue_is_empty (queue));
  /* As many pieces as there is room for, and no more than are wanted. */
  g_assert_cmpuint (gc_send_queue_peek (queue, parts, G_N_ELEMENTS (parts), 1000), ==, 3);
  g_assert_cmpuint (gc_send_queue_peek (queue, parts, G_N_ELEMENTS (parts), 13), ==, 2);
  g_assert_cmpuint (gc_send_queue_peek (queue, parts, G_N_ELEMENTS (parts), 12), ==, 1);
  g_assert_cmpuint (gc_send_queue_peek (queue, parts, G_N_ELEMENTS (parts), 0), ==, 0);
  assert_rest (queue, out, "abxy");
}

/* The socket takes any number of bytes; what has begun goes before what is more urgent. */
static void
test_any_step (void)
{
  for (size_t step = 1; step < 300; step++) {
    g_autoptr (GcSendQueue) queue = gc_send_queue_new (limits);
    g_autoptr (GByteArray) out = g_byte_array_new ();
    push (queue, GC_LANE_BULK, 'x', 100, 0);
    push (queue, GC_LANE_BULK, 'y', 100, 0);
    size_t gone = take (queue, step, out);
    g_assert_cmpuint (gone, ==, step < 102 ? 0 : step < 204 ? 100 : 200);
    push (queue, GC_LANE_PROMPT, 'a', 10, 0);
    while (!gc_send_queue_is_empty (queue))
      gone += take (queue, step, out);
    g_assert_cmpuint (gone, ==, 210);
    assert_rest (queue, out, step <= 102 ? "xay" : "xya");
  }
}

static void
test_too_much (void)
{
  g_autoptr (GcSendQueue) queue = gc_send_queue_new (limits);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_assert_cmpuint (push (queue, GC_LANE_BULK, 'x', 498, 0), ==, 0);
  g_assert_cmpuint (push (queue, GC_LANE_BULK, 'y', 498, 0), ==, 0);
  /* A lane at its limit gives way by itself, the oldest first; the other one does not suffer. */
  g_assert_cmpuint (push (queue, GC_LANE_PROMPT, 'a', 90, 0), ==, 0);
  g_assert_cmpuint (push (queue, GC_LANE_BULK, 'z', 1, 0), ==, 1);
  /* What has begun does not count any more, and cannot be dropped. */
  take (queue, 93, out);
  g_assert_cmpuint (push (queue, GC_LANE_BULK, 'v', 900, 0), ==, 0);
  g_assert_cmpuint (push (queue, GC_LANE_BULK, 'w', 998, 0), ==, 2);
  assert_rest (queue, out, "ayw");
}

static void
test_too_old (void)
{
  g_autoptr (GcSendQueue) queue = gc_send_queue_new (limits);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  push (queue, GC_LANE_BULK, 'x', 100, 0);
  push (queue, GC_LANE_PROMPT, 'a', 10, 0);
  push (queue, GC_LANE_PROMPT, 'b', 10, 20 * MS);
  g_assert_cmpuint (expire (queue, 50 * MS), ==, 0);
  g_assert_cmpuint (expire (queue, 51 * MS), ==, 1);
  g_assert_cmpuint (push (queue, GC_LANE_PROMPT, 'c', 10, 71 * MS), ==, 1);
  push (queue, GC_LANE_BULK, 'y', 100, 150 * MS);
  take (queue, 13, out); /* c, and one byte of x */
  g_assert_cmpuint (expire (queue, 350 * MS), ==, 0);
  g_assert_cmpuint (expire (queue, 351 * MS), ==, 1);
  assert_rest (queue, out, "cx");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-queue/order", test_order);
  g_test_add_func ("/send-queue/any-step", test_any_step);
  g_test_add_func ("/send-queue/too-much", test_too_much);
  g_test_add_func ("/send-queue/too-old", test_too_old);
  return g_test_run ();
}
