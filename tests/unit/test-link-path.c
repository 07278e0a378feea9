// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-path.h"

#include <math.h>
#include <string.h>

#define MS 1000
#define SECOND 1000000
#define SEED 7

/* A path to which numbered packets are sent at set times, and what became of each. */
typedef struct {
  GcLinkPath *path;
  GcLinkSpec spec;
  int64_t now_us;
  unsigned n_sent;
  GArray *sent_us;    /* of int64_t, by number */
  GArray *arrived_us; /* by number; 0: not (yet) */
  GArray *order;      /* of unsigned, the numbers as they arrived */
} Run;

static void
run_set (Run *run, const char *text)
{
  g_assert_true (gc_link_spec_apply (&run->spec, text, run->now_us, NULL));
  gc_link_path_configure (run->path, &run->spec, GC_LINK_UP, run->now_us);
}

static void
run_init (Run *run, GcLinkKind kind, uint32_t seed, const char *text)
{
  *run = (Run){ .path = gc_link_path_new (kind, seed, 0), .now_us = SECOND };
  run->sent_us = g_array_new (FALSE, TRUE, sizeof (int64_t));
  run->arrived_us = g_array_new (FALSE, TRUE, sizeof (int64_t));
  run->order = g_array_new (FALSE, FALSE, sizeof (unsigned));
  gc_link_spec_init (&run->spec);
  run_set (run, text);
}

static void
run_clear (Run *run)
{
  gc_link_path_free (run->path);
  g_array_unref (run->sent_us);
  g_array_unref (run->arrived_us);
  g_array_unref (run->order);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static int64_t
arrived (const Run *run, unsigned number)
{
  return g_array_index (run->arrived_us, int64_t, number);
}

/* How long packet @number took; 0 if it has not arrived. */
static int64_t
took (const Run *run, unsigned number)
{
  int64_t at_us = arrived (run, number);
  return at_us == 0 ? 0 : at_us - g_array_index (run->sent_us, int64_t, number);
}

/* Goes on to @until_us by the times that the path itself names, as the program does. */
static void
run_until (Run *run, int64_t until_us)
{
  for (;;) {
    int64_t next_us = gc_link_path_next_us (run->path, run->now_us);
    if (next_us > until_us)
      break;
    run->now_us = MAX (run->now_us, next_us);
    g_autoptr (GcLinkPacket) packet = gc_link_path_pop (run->path, run->now_us);
    if (packet == NULL)
      continue;
    size_t size = 0;
    unsigned number = 0;
    memcpy (&number, gc_link_packet_get_bytes (packet, &size), sizeof number);
    g_assert_cmpint (arrived (run, number), ==, 0);
    g_array_index (run->arrived_us, int64_t, number) = run->now_us;
    g_array_append_val (run->order, number);
  }
  run->now_us = until_us;
}

/* Sends @n packets of @size bytes, one each @gap_us. */
static void
run_send (Run *run, unsigned n, size_t size, int64_t gap_us)
{
  uint8_t bytes[1500] = { 0 };

  g_assert_cmpuint (size, <=, sizeof bytes);
  for (unsigned i = 0; i < n; i++) {
    unsigned number = run->n_sent++;
    memcpy (bytes, &number, sizeof number);
    g_array_append_val (run->sent_us, run->now_us);
    g_array_set_size (run->arrived_us, run->n_sent);
    gc_link_path_push (run->path, gc_link_packet_new (bytes, size), run->now_us);
    run_until (run, run->now_us + gap_us);
  }
}

static uint64_t
dropped (const Run *run, GcLinkDrop reason)
{
  return gc_link_path_get_counters (run->path)->dropped[reason];
}

static void
assert_in_order (const Run *run)
{
  for (unsigned i = 1; i < run->order->len; i++)
    g_assert_cmpuint (g_array_index (run->order, unsigned, i), >,
                      g_array_index (run->order, unsigned, i - 1));
}

static void
test_delay (void)
{
  g_auto (Run) run = { 0 };

  run_init (&run, GC_LINK_UDP, SEED, "301ms");
  run_send (&run, 1000, 1200, 777);
  run_until (&run, run.now_us + SECOND);
  g_assert_cmpuint (run.order->len, ==, 1000);
  assert_in_order (&run);
  for (unsigned i = 0; i < 1000; i++)
    g_assert_cmpint (took (&run, i), ==, 150500);
  g_assert_cmpint (gc_link_path_next_us (run.path, run.now_us), ==, INT64_MAX);
}

/* Late by 0 to the whole jitter, spread over it, and in order all the same. */
static void
test_jitter (void)
{
  g_auto (Run) run = { 0 };
  int64_t least_us = INT64_MAX, most_us = 0;

  run_init (&run, GC_LINK_UDP, SEED, "delay=100ms,jitter=30ms");
  run_send (&run, 2000, 100, 20 * MS);
  run_until (&run, run.now_us + SECOND);
  assert_in_order (&run);
  for (unsigned i = 0; i < 2000; i++) {
    least_us = MIN (least_us, took (&run, i));
    most_us = MAX (most_us, took (&run, i));
  }
  g_assert_cmpint (least_us, >=, 100 * MS);
  g_assert_cmpint (least_us, <, 101 * MS);
  g_assert_cmpint (most_us, <=, 130 * MS);
  g_assert_cmpint (most_us, >, 129 * MS);

  /* Sent much faster than the jitter, order and bound hold as well. */
  run_send (&run, 2000, 100, 1 * MS);
  run_until (&run, run.now_us + SECOND);
  assert_in_order (&run);
  for (unsigned i = 2000; i < 4000; i++)
    g_assert_cmpint (took (&run, i), <=, 130 * MS);
}

static void
test_reorder (void)
{
  g_auto (Run) run = { 0 };
  unsigned n_overtaken = 0, n = 20000;

  run_init (&run, GC_LINK_UDP, SEED, "delay=100ms,reorder=2%");
  run_send (&run, n, 100, 5 * MS);
  run_until (&run, run.now_us + SECOND);
  g_assert_cmpuint (run.order->len, ==, n);
  for (unsigned i = 0; i < n; i++) {
    gboolean late = took (&run, i) == 100 * MS + GC_LINK_HELD_BACK_US;
    g_assert_true (late || took (&run, i) == 100 * MS);
    n_overtaken += late;
  }
  /* 2% of 20000 with a standard deviation of 20. */
  g_assert_cmpuint (n_overtaken, >, 320);
  g_assert_cmpuint (n_overtaken, <, 480);
}

/* Loss rate and mean length of the gaps, for losses one by one and in bursts. */
static void
test_loss (void)
{
  static const struct {
    const char *text;
    double loss;
    double burst;
  } rows[] = {
    { "loss=6%", 0.06, 1 / 0.94 },
    { "loss=50%", 0.5, 2 },
    { "loss=6%,burst=3", 0.06, 3 },
    { "loss=1%,burst=8", 0.01, 8 },
    { "loss=75%,burst=3", 0.75, 3 },
    { "loss=6%,burst=1", 0.06, 1 },
    { "loss=6%,burst=3,burst=off", 0.06, 1 / 0.94 },
  };
  const unsigned n = 200000;

  for (size_t row = 0; row < G_N_ELEMENTS (rows); row++) {
    g_auto (Run) run = { 0 };
    unsigned n_lost = 0, n_bursts = 0;
    run_init (&run, GC_LINK_UDP, SEED, rows[row].text);
    run_send (&run, n, 20, 1);
    run_until (&run, run.now_us + SECOND);
    for (unsigned i = 0; i < n; i++) {
      n_lost += arrived (&run, i) == 0;
      n_bursts += arrived (&run, i) == 0 && (i == 0 || arrived (&run, i - 1) != 0);
    }
    double loss = (double)n_lost / n, burst = (double)n_lost / n_bursts;
    g_test_message ("%s: %.4f lost, mean burst %.3f", rows[row].text, loss, burst);
    g_assert_cmpuint (dropped (&run, GC_LINK_DROP_LOSS), ==, n_lost);
    g_assert_cmpfloat (fabs (loss / rows[row].loss - 1), <, 0.08);
    g_assert_cmpfloat (fabs (burst / rows[row].burst - 1), <, 0.06);
  }
}

/* The same seed gives the same fate, another seed another one. */
static void
test_seed (void)
{
  static const char text[] = "100ms,10%,burst=2,jitter=10ms,reorder=3%";
  g_auto (Run) a = { 0 };
  g_auto (Run) b = { 0 };
  g_auto (Run) c = { 0 };
  unsigned n_same = 0, n = 2000;

  run_init (&a, GC_LINK_UDP, SEED, text);
  run_init (&b, GC_LINK_UDP, SEED, text);
  run_init (&c, GC_LINK_UDP, SEED + 1, text);
  run_send (&a, n, 100, 1 * MS);
  run_send (&b, n, 100, 1 * MS);
  run_send (&c, n, 100, 1 * MS);
  for (unsigned i = 0; i < n; i++) {
    g_assert_cmpint (took (&a, i), ==, took (&b, i));
    n_same += took (&a, i) == took (&c, i);
  }
  g_assert_cmpuint (n_same, <, n / 2);
}

/* Who is lost does not depend on what else is set. */
static void
test_luck_does_not_shift (void)
{
  g_auto (Run) plain = { 0 };
  g_auto (Run) more = { 0 };

  run_init (&plain, GC_LINK_UDP, SEED, "loss=10%");
  run_init (&more, GC_LINK_UDP, SEED, "loss=10%,20ms,jitter=5ms,reorder=5%");
  run_send (&plain, 1000, 100, 1 * MS);
  run_send (&more, 1000, 100, 1 * MS);
  run_until (&more, more.now_us + SECOND);
  for (unsigned i = 0; i < 1000; i++)
    g_assert_cmpint (arrived (&plain, i) == 0, ==, arrived (&more, i) == 0);
}

/* 1250 bytes at 1 Mbit/s are 10 ms, at 300 kbit/s 33 1/3 ms: nothing is lost by rounding. */
static void
test_rate (void)
{
  static const struct {
    const char *text;
    int64_t rate_bps;
  } rows[] = { { "rate=1mbit,queue=4000kB,delay=5ms", 1000000 },
               { "rate=300kbit,queue=4000kB,delay=5ms", 300000 },
               { "rate=7001bit/s,queue=4000kB,delay=5ms", 7001 } };

  for (size_t row = 0; row < G_N_ELEMENTS (rows); row++) {
    g_auto (Run) run = { 0 };
    run_init (&run, GC_LINK_UDP, SEED, rows[row].text);
    int64_t start_us = run.now_us;
    run_send (&run, 1000, 1250, 0);
    run_until (&run, run.now_us + INT64_C (2000) * SECOND);
    g_assert_cmpuint (run.order->len, ==, 1000);
    assert_in_order (&run);
    for (unsigned i = 0; i < 1000; i++)
      g_assert_cmpint (arrived (&run, i) - start_us, ==,
                       5 * MS + (int64_t)(i + 1) * 10000 * SECOND / rows[row].rate_bps);
  }
}

/* More than the rate comes in: what waits stays within the queue, what comes out is the rate. */
static void
test_queue (void)
{
  static const struct {
    const char *text;
    uint64_t most_bytes;
  } rows[] = { { "rate=1mbit,queue=200ms", 25000 }, { "rate=1mbit,queue=10kB", 10000 } };

  for (size_t row = 0; row < G_N_ELEMENTS (rows); row++) {
    g_auto (Run) run = { 0 };
    run_init (&run, GC_LINK_UDP, SEED, rows[row].text);
    run_send (&run, 5000, 1000, 2 * MS); /* 4 Mbit/s for 10 s */
    const GcLinkCounters *counters = gc_link_path_get_counters (run.path);
    g_assert_cmpuint (counters->max_queue_bytes, ==, rows[row].most_bytes);
    g_assert_cmpuint (counters->max_queue_us, <=, rows[row].most_bytes * 8);
    g_assert_cmpuint (run.order->len, ==, 1250); /* the whole time at the rate */
    g_assert_cmpuint (counters->packets, ==, 5000);
    g_assert_cmpuint (counters->bytes, ==, 5000000);
    run_until (&run, run.now_us + SECOND);
    g_assert_cmpuint (run.order->len + dropped (&run, GC_LINK_DROP_QUEUE), ==, 5000);
    for (unsigned i = 0; i < 5000; i++)
      g_assert_cmpint (took (&run, i), <=, (int64_t)rows[row].most_bytes * 8);
  }
}

/* A packet larger than the queue passes when nothing waits. */
static void
test_small_queue (void)
{
  g_auto (Run) run = { 0 };

  run_init (&run, GC_LINK_UDP, SEED, "rate=1mbit,queue=1ms");
  run_send (&run, 3, 1250, 10 * MS);
  g_assert_cmpuint (run.order->len, ==, 3);
  run_send (&run, 2, 1250, 0);
  run_until (&run, run.now_us + SECOND);
  g_assert_cmpuint (run.order->len, ==, 4);
}

/* What waits goes on at the new rate, from the bit that was reached. */
static void
test_rate_change (void)
{
  g_auto (Run) run = { 0 };

  run_init (&run, GC_LINK_UDP, SEED, "rate=1mbit,queue=1s");
  int64_t start_us = run.now_us;
  run_send (&run, 3, 1250, 0);
  run_until (&run, start_us + 15 * MS);
  run_set (&run, "rate=100kbit"); /* half of the second is left: 50 ms */
  run_until (&run, start_us + 115 * MS);
  run_set (&run, "rate=off"); /* half of the third is left, and goes at once */
  run_until (&run, start_us + SECOND);
  g_assert_cmpint (arrived (&run, 0), ==, start_us + 10 * MS);
  g_assert_cmpint (arrived (&run, 1), ==, start_us + 65 * MS);
  g_assert_cmpint (arrived (&run, 2), ==, start_us + 115 * MS);
  run_set (&run, "rate=1mbit");
  run_send (&run, 1, 1250, 20 * MS);
  g_assert_cmpint (took (&run, 3), ==, 10 * MS);
}

/* A shorter delay does not let the later overtake the earlier. */
static void
test_delay_change (void)
{
  g_auto (Run) run = { 0 };

  run_init (&run, GC_LINK_UDP, SEED, "delay=200ms");
  run_send (&run, 1, 100, 10 * MS);
  run_set (&run, "delay=20ms");
  run_send (&run, 1, 100, SECOND);
  run_send (&run, 1, 100, SECOND);
  assert_in_order (&run);
  g_assert_cmpint (took (&run, 0), ==, 200 * MS);
  g_assert_cmpint (took (&run, 1), ==, 190 * MS);
  g_assert_cmpint (took (&run, 2), ==, 20 * MS);
}

static void
test_black_out (void)
{
  g_auto (Run) run = { 0 };

  run_init (&run, GC_LINK_UDP, SEED, "delay=50ms");
  run_send (&run, 10, 100, 10 * MS);
  run_set (&run, "black-out=300ms");
  run_send (&run, 50, 100, 10 * MS);
  run_until (&run, run.now_us + SECOND);
  for (unsigned i = 0; i < 60; i++) /* number 40 is sent when it ends */
    g_assert_cmpint (arrived (&run, i) != 0, ==, i < 10 || i >= 40);
  g_assert_cmpuint (dropped (&run, GC_LINK_DROP_BLACK_OUT), ==, 30);

  run_set (&run, "black-out=on");
  run_send (&run, 1, 100, 1000 * (int64_t)SECOND);
  run_set (&run, "delay=60ms"); /* does not end it */
  run_send (&run, 1, 100, SECOND);
  run_set (&run, "black-out=off");
  run_send (&run, 1, 100, SECOND);
  g_assert_cmpuint (dropped (&run, GC_LINK_DROP_BLACK_OUT), ==, 32);
  g_assert_cmpint (took (&run, 62), ==, 60 * MS);
}

static void
test_udp_block (void)
{
  g_auto (Run) datagrams = { 0 };
  g_auto (Run) stream = { 0 };

  run_init (&datagrams, GC_LINK_UDP, SEED, "udp=off");
  run_init (&stream, GC_LINK_TCP, SEED, "udp=off");
  run_send (&datagrams, 5, 100, 1 * MS);
  run_send (&stream, 5, 100, 1 * MS);
  g_assert_cmpuint (dropped (&datagrams, GC_LINK_DROP_BLOCK), ==, 5);
  g_assert_cmpuint (datagrams.order->len, ==, 0);
  g_assert_cmpuint (stream.order->len, ==, 5);
  run_set (&datagrams, "udp=on");
  run_send (&datagrams, 5, 100, 1 * MS);
  g_assert_cmpuint (datagrams.order->len, ==, 5);
}

/* Of a stream nothing is lost: a loss makes it, and all behind it, late by one round trip. */
static void
test_stream (void)
{
  g_auto (Run) run = { 0 };
  unsigned n_late = 0;

  run_init (&run, GC_LINK_TCP, SEED, "200ms,5%,reorder=50%");
  run_send (&run, 2000, 1000, 50 * MS);
  run_until (&run, run.now_us + SECOND);
  g_assert_cmpuint (run.order->len, ==, 2000);
  assert_in_order (&run);
  for (unsigned i = 0; i < 2000; i++) {
    g_assert_cmpint (took (&run, i), >=, 100 * MS);
    g_assert_cmpint (took (&run, i), <=, 300 * MS);
    n_late += took (&run, i) == 300 * MS;
    if (took (&run, i) == 300 * MS && i + 1 < 2000)
      g_assert_cmpint (took (&run, i + 1), >=, 250 * MS);
  }
  g_assert_cmpuint (gc_link_path_get_counters (run.path)->stalls, ==, n_late);
  g_assert_cmpuint (n_late, >, 70);
  g_assert_cmpuint (n_late, <, 130);
}

/* A stream is let in while there is room, and not in a black-out. */
static void
test_stream_waits (void)
{
  g_auto (Run) run = { 0 };
  unsigned n = 0;

  run_init (&run, GC_LINK_TCP, SEED, "rate=1mbit,queue=100ms");
  while (gc_link_path_is_open (run.path, run.now_us)) {
    run_send (&run, 1, 1250, 0);
    n++;
  }
  g_assert_cmpuint (n, ==, 10);
  g_assert_cmpint (gc_link_path_next_us (run.path, run.now_us), ==, run.now_us + 10 * MS);
  run_until (&run, run.now_us + 10 * MS);
  g_assert_true (gc_link_path_is_open (run.path, run.now_us));

  run_until (&run, run.now_us + SECOND);
  run_set (&run, "black-out=2s");
  g_assert_false (gc_link_path_is_open (run.path, run.now_us));
  g_assert_cmpint (gc_link_path_next_us (run.path, run.now_us), ==, run.now_us + 2 * SECOND);
  run_until (&run, run.now_us + SECOND);
  g_assert_false (gc_link_path_is_open (run.path, run.now_us));
  run.now_us += SECOND;
  g_assert_true (gc_link_path_is_open (run.path, run.now_us));
}

/* Whatever is sent, what is kept is bounded. */
static void
test_bound (void)
{
  g_auto (Run) run = { 0 };

  run_init (&run, GC_LINK_UDP, SEED, "delay=10s");
  run_send (&run, 100000, 100, 1);
  g_assert_cmpuint (dropped (&run, GC_LINK_DROP_QUEUE), >, 0);
  run_until (&run, run.now_us + 20 * SECOND);
  g_assert_cmpuint (run.order->len * 100, <, GC_LINK_MAX_UNDER_WAY_BYTES);
  run_send (&run, 1, 100, 20 * SECOND);
  g_assert_cmpint (took (&run, 100000), ==, 10 * SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-path/delay", test_delay);
  g_test_add_func ("/link-path/jitter", test_jitter);
  g_test_add_func ("/link-path/reorder", test_reorder);
  g_test_add_func ("/link-path/loss", test_loss);
  g_test_add_func ("/link-path/seed", test_seed);
  g_test_add_func ("/link-path/luck-does-not-shift", test_luck_does_not_shift);
  g_test_add_func ("/link-path/rate", test_rate);
  g_test_add_func ("/link-path/queue", test_queue);
  g_test_add_func ("/link-path/small-queue", test_small_queue);
  g_test_add_func ("/link-path/rate-change", test_rate_change);
  g_test_add_func ("/link-path/delay-change", test_delay_change);
  g_test_add_func ("/link-path/black-out", test_black_out);
  g_test_add_func ("/link-path/udp-block", test_udp_block);
  g_test_add_func ("/link-path/stream", test_stream);
  g_test_add_func ("/link-path/stream-waits", test_stream_waits);
  g_test_add_func ("/link-path/bound", test_bound);
  return g_test_run ();
}
