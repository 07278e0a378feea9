// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-seq-map.h"

#define HZ 90000
#define SECOND G_USEC_PER_SEC

/* Pushes a packet that must be mapped; returns its outgoing number. */
static uint16_t
push (GcSeqMap *map, uint16_t seq)
{
  uint16_t out = 0;
  uint32_t timestamp = 0;

  g_assert_true (gc_seq_map_push (map, seq, 0, 0, &out, &timestamp));
  return out;
}

static void
assert_refused (GcSeqMap *map, uint16_t seq)
{
  uint16_t out = 4711;
  uint32_t timestamp = 4711;

  g_assert_false (gc_seq_map_push (map, seq, 0, 0, &out, &timestamp));
  g_assert_cmpuint (out, ==, 4711);
  g_assert_cmpuint (timestamp, ==, 4711);
}

static void
test_drop (void)
{
  g_autoptr (GcSeqMap) map = gc_seq_map_new (100, 0, HZ);
  uint16_t in = 0;

  g_assert_cmpuint (push (map, 65533), ==, 100);
  g_assert_true (gc_seq_map_drop (map, 65534));
  g_assert_true (gc_seq_map_drop (map, 65535));
  g_assert_cmpuint (push (map, 0), ==, 101);
  g_assert_true (gc_seq_map_drop (map, 1));
  g_assert_cmpuint (push (map, 4), ==, 104); /* 2 and 3 are on their way */
  g_assert_cmpuint (push (map, 2), ==, 102);
  g_assert_cmpuint (push (map, 3), ==, 103);
  assert_refused (map, 65534);
  assert_refused (map, 65535);
  assert_refused (map, 1);
  g_assert_false (gc_seq_map_drop (map, 3)); /* too late */

  static const uint16_t sources[] = { 65533, 0, 2, 3, 4 };
  for (uint16_t i = 0; i < 5; i++) {
    g_assert_true (gc_seq_map_invert (map, (uint16_t)(100 + i), &in));
    g_assert_cmpuint (in, ==, sources[i]);
  }
  g_assert_false (gc_seq_map_invert (map, 105, &in));
  g_assert_false (gc_seq_map_invert (map, 99, &in));
}

static uint16_t
insert (GcSeqMap *map)
{
  uint16_t out = 0;

  g_assert_true (gc_seq_map_insert (map, &out));
  return out;
}

static void
test_insert (void)
{
  g_autoptr (GcSeqMap) map = gc_seq_map_new (100, 0, HZ);
  uint16_t out = 0;
  uint16_t in = 0;

  g_assert_false (gc_seq_map_insert (map, &out));
  g_assert_cmpuint (push (map, 65534), ==, 100);
  g_assert_cmpuint (insert (map), ==, 101);
  g_assert_cmpuint (insert (map), ==, 102);
  g_assert_true (gc_seq_map_drop (map, 65535)); /* in the same place */
  g_assert_cmpuint (push (map, 1), ==, 104);    /* 0 is on its way */
  g_assert_cmpuint (insert (map), ==, 105);
  g_assert_cmpuint (push (map, 0), ==, 103);
  g_assert_true (gc_seq_map_drop (map, 2));
  g_assert_cmpuint (insert (map), ==, 106);
  g_assert_cmpuint (push (map, 3), ==, 107);
  assert_refused (map, 65535);
  assert_refused (map, 2);

  static const struct {
    uint16_t out;
    uint16_t in;
  } sources[] = { { 100, 65534 }, { 103, 0 }, { 104, 1 }, { 107, 3 } };
  for (size_t i = 0; i < G_N_ELEMENTS (sources); i++) {
    g_assert_true (gc_seq_map_invert (map, sources[i].out, &in));
    g_assert_cmpuint (in, ==, sources[i].in);
  }
  static const uint16_t inserted[] = { 101, 102, 105, 106 };
  for (size_t i = 0; i < G_N_ELEMENTS (inserted); i++)
    g_assert_false (gc_seq_map_invert (map, inserted[i], &in));

  gc_seq_map_switch (map);
  g_assert_false (gc_seq_map_insert (map, &out));
  g_assert_cmpuint (push (map, 9), ==, 108);
}

static void
test_switch (void)
{
  g_autoptr (GcSeqMap) map = gc_seq_map_new (1000, 5000, HZ);
  uint16_t out = 0;
  uint32_t timestamp = 0;
  uint16_t in = 0;

  g_assert_false (gc_seq_map_timestamp (map, 1, &timestamp));
  gc_seq_map_switch (map); /* means nothing before the first packet */
  g_assert_true (gc_seq_map_push (map, 7, 777, 0, &out, &timestamp));
  g_assert_cmpuint (out, ==, 1000);
  g_assert_cmpuint (timestamp, ==, 5000);
  g_assert_true (gc_seq_map_push (map, 9, 777 + 3000, SECOND / 30, &out, &timestamp));
  g_assert_cmpuint (out, ==, 1002);
  g_assert_cmpuint (timestamp, ==, 8000);

  gc_seq_map_switch (map);
  g_assert_false (gc_seq_map_invert (map, 1002, &in));
  g_assert_false (gc_seq_map_timestamp (map, 1, &timestamp));
  g_assert_true (gc_seq_map_drop (map, 60000)); /* before its key frame: leaves no trace */
  g_assert_true (gc_seq_map_push (map, 60005, 4000000000, SECOND / 30 + SECOND, &out, &timestamp));
  g_assert_cmpuint (out, ==, 1003);
  g_assert_cmpuint (timestamp, ==, 8000 + HZ);
  g_assert_true (gc_seq_map_timestamp (map, 4000000000 - 90, &timestamp));
  g_assert_cmpuint (timestamp, ==, 8000 + HZ - 90);
  assert_refused (map, 60004); /* from before the first */
  g_assert_false (gc_seq_map_invert (map, 1002, &in));
  g_assert_true (gc_seq_map_invert (map, 1003, &in));
  g_assert_cmpuint (in, ==, 60005);

  gc_seq_map_switch (map); /* at the same moment: time goes on all the same */
  g_assert_true (gc_seq_map_push (map, 5, 1, SECOND / 30 + SECOND, &out, &timestamp));
  g_assert_cmpuint (out, ==, 1004);
  g_assert_cmpuint (timestamp, ==, 8000 + HZ + 1);
}

static void
test_jump (void)
{
  g_autoptr (GcSeqMap) map = gc_seq_map_new (0, 0, HZ);

  g_assert_cmpuint (push (map, 10), ==, 0);
  assert_refused (map, 40000);
  g_assert_cmpuint (push (map, 11), ==, 1); /* it was a stray */
  assert_refused (map, 40001);
  assert_refused (map, 40003);
  g_assert_cmpuint (push (map, 40004), ==, 2); /* two in a row */
  g_assert_cmpuint (push (map, 40005), ==, 3);
  assert_refused (map, 12);
}

/* More stretches than are kept: what is older than the oldest is refused, the rest still right. */
static void
test_many_drops (void)
{
  g_autoptr (GcSeqMap) map = gc_seq_map_new (0, 0, HZ);

  for (uint16_t i = 0; i < 400; i += 2) {
    g_assert_cmpuint (push (map, i), ==, i / 2);
    g_assert_true (gc_seq_map_drop (map, i + 1));
  }
  g_assert_cmpuint (push (map, 398), ==, 199);
  g_assert_cmpuint (push (map, 300), ==, 150);
  assert_refused (map, 200);
}

/* What the model knows of one packet of the source. */
typedef struct {
  gboolean dropped;
  uint16_t out;
} Fate;

/*
 * 20,000 packets of one source in random order within 20 places, some lost, some left out, starting
 * before a wrap: the numbers that go out must be those of a sender that never had the packets left
 * out. The model counts, with all of the future known.
 */
static void
test_model (void)
{
  enum {
    COUNT = 20000,
    BASE = 65000,
    SPREAD = 20
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (GcSeqMap) map = gc_seq_map_new (30000, 0, HZ);
  g_autofree Fate *fates = g_new0 (Fate, COUNT);
  g_autofree int *order = g_new (int, COUNT);
  uint16_t dropped = 0;
  int newest = -1;

  for (int i = 0; i < COUNT; i++)
    order[i] = i;
  for (int i = 1; i + SPREAD < COUNT; i++) { /* the first stays first */
    int other = i + g_rand_int_range (random, 0, 4);
    int kept = order[i];
    if (g_rand_int_range (random, 0, 10) != 0)
      continue;
    order[i] = order[other];
    order[other] = kept;
  }

  unsigned mapped = 0;
  for (int step = 0; step < COUNT; step++) {
    int i = order[step];
    uint16_t seq = (uint16_t)(BASE + i);
    if (i > 0 && g_rand_int_range (random, 0, 50) == 0)
      continue; /* lost */
    if (i > 0 && i > newest && g_rand_int_range (random, 0, 100) == 0) {
      /* The ones between that have not come yet will be mapped as if this were not there. */
      for (int j = newest + 1; j < i; j++)
        fates[j].out = (uint16_t)(30000 + j - dropped);
      g_assert_true (gc_seq_map_drop (map, seq));
      fates[i].dropped = TRUE;
      dropped++;
      newest = i;
      continue;
    }
    for (int j = newest + 1; j <= i; j++)
      fates[j].out = (uint16_t)(30000 + j - dropped);
    newest = MAX (newest, i);
    g_assert_cmpuint (push (map, seq), ==, fates[i].out);
    uint16_t back = 0;
    g_assert_true (gc_seq_map_invert (map, fates[i].out, &back));
    g_assert_cmpuint (back, ==, seq);
    int earlier = i - g_rand_int_range (random, 0, SPREAD);
    if (earlier >= 0 && fates[earlier].dropped)
      assert_refused (map, (uint16_t)(BASE + earlier));
    mapped++;
  }
  g_assert_cmpuint (mapped, >, COUNT * 9 / 10);
  g_assert_cmpuint (dropped, >, 100);
}

/* Sources that come and go at random: no number twice, none left out, time never back. */
static void
test_many_switches (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  g_autoptr (GcSeqMap) map = gc_seq_map_new (0, 0, HZ);
  uint16_t expected = 0;
  uint32_t last_timestamp = 0;
  int64_t now_us = 0;

  for (int source = 0; source < 1000; source++) {
    uint16_t seq = (uint16_t)g_rand_int (random);
    uint32_t timestamp = g_rand_int (random);
    int count = g_rand_int_range (random, 0, 200);
    for (int i = 0; i < count; i++, seq++, timestamp += 3000) {
      uint16_t out = 0;
      uint32_t out_timestamp = 0;
      now_us += SECOND / 30;
      if (g_rand_int_range (random, 0, 20) == 0) {
        g_assert_true (gc_seq_map_drop (map, seq));
        continue;
      }
      g_assert_true (gc_seq_map_push (map, seq, timestamp, now_us, &out, &out_timestamp));
      g_assert_cmpuint (out, ==, expected);
      expected++;
      if (expected > 1) {
        uint32_t step = out_timestamp - last_timestamp;
        g_assert_cmpuint (step, >, 0);
        g_assert_cmpuint (step, <, HZ);
      }
      last_timestamp = out_timestamp;
    }
    gc_seq_map_switch (map);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seq-map/drop", test_drop);
  g_test_add_func ("/seq-map/insert", test_insert);
  g_test_add_func ("/seq-map/switch", test_switch);
  g_test_add_func ("/seq-map/jump", test_jump);
  g_test_add_func ("/seq-map/many-drops", test_many_drops);
  g_test_add_func ("/seq-map/model", test_model);
  g_test_add_func ("/seq-map/many-switches", test_many_switches);
  return g_test_run ();
}
