// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-vp8.h"

#include <string.h>

static void
test_parse (void)
{
  static const uint8_t all[] = { 0xb3, 0xf0, 0x81, 0x02, 0x7f, 0x65 };
  GcVp8 vp8;

  g_assert_true (gc_vp8_parse (all, sizeof all, &vp8));
  g_assert_cmpuint (vp8.size, ==, 6);
  g_assert_true (vp8.non_reference);
  g_assert_true (vp8.partition_start);
  g_assert_cmpuint (vp8.partition, ==, 3);
  g_assert_cmpuint (vp8.picture_id_bits, ==, 15);
  g_assert_cmphex (vp8.picture_id, ==, 0x102);
  g_assert_cmpuint (vp8.picture_id_offset, ==, 2);
  g_assert_cmpuint (vp8.tl0, ==, 0x7f);
  g_assert_cmpuint (vp8.tl0_offset, ==, 4);
  g_assert_true (vp8.has_layer);
  g_assert_cmpuint (vp8.layer, ==, 1);
  g_assert_true (vp8.layer_sync);
  for (size_t size = 0; size < sizeof all; size++) {
    g_autofree uint8_t *cut = size > 0 ? g_memdup2 (all, size) : NULL;
    g_assert_false (gc_vp8_parse (cut, size, &vp8));
  }
}

static void
test_short_id (void)
{
  static const uint8_t bytes[] = { 0x80, 0x80, 0x55 };
  GcVp8 vp8;

  g_assert_true (gc_vp8_parse (bytes, sizeof bytes, &vp8));
  g_assert_cmpuint (vp8.picture_id_bits, ==, 7);
  g_assert_cmpuint (vp8.picture_id, ==, 0x55);
  g_assert_cmpuint (vp8.size, ==, 3);
}

/* A payload with a 15-bit id and TL0PICIDX. */
static void
make_payload (uint16_t id, uint8_t tl0, uint8_t *out)
{
  out[0] = 0x90;
  out[1] = 0xc0;
  out[2] = (uint8_t)(0x80 | id >> 8);
  out[3] = (uint8_t)id;
  out[4] = tl0;
}

static GcVp8
rewrite (GcVp8Map *map, uint16_t id, uint8_t tl0)
{
  uint8_t payload[5];
  GcVp8 vp8;

  make_payload (id & 0x7fff, tl0, payload);
  g_assert_true (gc_vp8_parse (payload, sizeof payload, &vp8));
  gc_vp8_map_rewrite (map, &vp8, payload);
  g_assert_true (gc_vp8_parse (payload, sizeof payload, &vp8));
  g_assert_cmpuint (vp8.picture_id_bits, ==, 15);
  return vp8;
}

/* Several sources, each with ids of its own that wrap: what comes out counts on by one. */
static void
test_switch (void)
{
  g_autoptr (GcVp8Map) map = gc_vp8_map_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  uint16_t expected = 0;
  uint8_t expected_tl0 = 0;
  gboolean first = TRUE;

  for (int source = 0; source < 200; source++) {
    uint16_t id = (uint16_t)g_rand_int_range (random, 0, 0x8000);
    uint8_t tl0 = (uint8_t)g_rand_int (random);
    for (int picture = 0; picture < 300; picture++, id++, tl0++) {
      GcVp8 vp8 = rewrite (map, id, tl0);
      if (first) {
        expected = vp8.picture_id;
        expected_tl0 = vp8.tl0;
        first = FALSE;
      }
      g_assert_cmpuint (vp8.picture_id, ==, expected);
      g_assert_cmpuint (vp8.tl0, ==, expected_tl0);
      /* A second packet of the same picture keeps its id; a late one gets its own back. */
      g_assert_cmpuint (rewrite (map, id, tl0).picture_id, ==, expected);
      if (picture > 0)
        g_assert_cmpuint (rewrite (map, id - 1, (uint8_t)(tl0 - 1)).picture_id, ==,
                          (expected - 1) & 0x7fff);
      expected = (expected + 1) & 0x7fff;
      expected_tl0++;
    }
    gc_vp8_map_switch (map);
  }
}

static void
test_switch_before_start (void)
{
  g_autoptr (GcVp8Map) map = gc_vp8_map_new ();

  gc_vp8_map_switch (map);
  g_assert_cmpuint (rewrite (map, 77, 1).picture_id, ==, 77);
}

/* A source without ids between two that have them. */
static void
test_no_id (void)
{
  g_autoptr (GcVp8Map) map = gc_vp8_map_new ();
  uint8_t plain[] = { 0x10, 0x50 };
  GcVp8 vp8;

  g_assert_cmpuint (rewrite (map, 100, 10).picture_id, ==, 100);
  gc_vp8_map_switch (map);
  g_assert_true (gc_vp8_parse (plain, sizeof plain, &vp8));
  gc_vp8_map_rewrite (map, &vp8, plain);
  g_assert_cmphex (plain[0], ==, 0x10);
  g_assert_cmphex (plain[1], ==, 0x50);
  gc_vp8_map_switch (map);
  GcVp8 next = rewrite (map, 5000, 200);
  g_assert_cmpuint (next.picture_id, ==, 102);
  g_assert_cmpuint (next.tl0, ==, 12);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vp8/parse", test_parse);
  g_test_add_func ("/vp8/short-id", test_short_id);
  g_test_add_func ("/vp8/switch", test_switch);
  g_test_add_func ("/vp8/switch-before-start", test_switch_before_start);
  g_test_add_func ("/vp8/no-id", test_no_id);
  return g_test_run ();
}
