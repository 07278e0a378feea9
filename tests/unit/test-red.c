// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-red.h"

#include <string.h>

#define OPUS 111

static void
assert_frame (const GcRedFrame *frame, unsigned offset, const char *text)
{
  g_assert_cmpuint (frame->offset, ==, offset);
  g_assert_cmpuint (frame->size, ==, strlen (text));
  g_assert_true (memcmp (frame->bytes, text, frame->size) == 0);
}

/* Two frames before the packet's own, as RFC 2198 section 4 draws them. */
static void
test_parse (void)
{
  static const uint8_t payload[] = { 0x80 | OPUS, 0x1e, 0x00, 0x03, 0x80 | OPUS, 0x0f,
                                     0x00,        0x02, OPUS, 'o',  'l',         'd',
                                     'e',         'r',  'n',  'o',  'w' };
  GcRed red;

  g_assert_true (gc_red_parse (payload, sizeof payload, OPUS, &red));
  g_assert_cmpuint (red.count, ==, 2);
  assert_frame (&red.redundant[0], 1920, "old");
  assert_frame (&red.redundant[1], 960, "er");
  assert_frame (&red.primary, 0, "now");

  /* Without redundancy, and with nothing in it. */
  static const uint8_t alone[] = { OPUS, 'x' };
  g_assert_true (gc_red_parse (alone, 2, OPUS, &red));
  g_assert_cmpuint (red.count, ==, 0);
  assert_frame (&red.primary, 0, "x");
  g_assert_true (gc_red_parse (alone, 1, OPUS, &red));
  assert_frame (&red.primary, 0, "");
}

static void
test_malformed (void)
{
  static const struct {
    size_t size;
    uint8_t payload[32];
  } cases[] = {
    { 0, { 0 } },
    { 1, { 0x80 | OPUS } }, /* a header cut off */
    { 3, { 0x80 | OPUS, 0x0f, 0x00 } },
    { 4, { 0x80 | OPUS, 0x0f, 0x00, 0x00 } },                 /* no last header */
    { 7, { 0x80 | OPUS, 0x0f, 0x00, 0x03, OPUS, 'a', 'b' } }, /* a frame too long */
    { 7, { 0x80 | OPUS, 0x0f, 0x03, 0xff, OPUS, 'a', 'b' } },
    { 7, { 0x80 | 110, 0x0f, 0x00, 0x01, OPUS, 'a', 'b' } }, /* another codec */
    { 7, { 0x80 | OPUS, 0x0f, 0x00, 0x01, 110, 'a', 'b' } },
    { 2, { 63, 'a' } }, /* RED in RED */
    { 22, { 0xef, 0, 4, 0, 0xef, 0, 4, 0, 0xef, 0, 4, 0, 0xef, 0, 4, 0, 0xef, 0, 4, 0, OPUS } },
  };
  GcRed red = { .count = 77 };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree uint8_t *copy = g_memdup2 (cases[i].payload, cases[i].size);
    g_assert_false (gc_red_parse (copy, cases[i].size, OPUS, &red));
    g_assert_cmpuint (red.count, ==, 77);
  }
}

static void
test_format (void)
{
  uint8_t big[GC_RED_MAX_FRAME + 1];
  uint8_t out[2048];
  GcRed red = { .primary = { (const uint8_t *)"now", 3, 0 },
                .redundant = { { big, GC_RED_MAX_FRAME, GC_RED_MAX_OFFSET },
                               { (const uint8_t *)"before", 6, 960 } },
                .count = 2 };
  GcRed again;

  memset (big, 0x55, sizeof big);
  size_t size = gc_red_format (&red, OPUS, out, sizeof out);
  g_assert_cmpuint (size, ==, 4 + 4 + 1 + GC_RED_MAX_FRAME + 6 + 3);
  g_assert_true (gc_red_parse (out, size, OPUS, &again));
  g_assert_cmpuint (again.count, ==, 2);
  g_assert_cmpuint (again.redundant[0].offset, ==, GC_RED_MAX_OFFSET);
  g_assert_cmpuint (again.redundant[0].size, ==, GC_RED_MAX_FRAME);
  g_assert_true (memcmp (again.redundant[0].bytes, big, GC_RED_MAX_FRAME) == 0);
  assert_frame (&again.redundant[1], 960, "before");
  assert_frame (&again.primary, 0, "now");

  g_assert_cmpuint (gc_red_format (&red, OPUS, out, size), ==, size);
  g_assert_cmpuint (gc_red_format (&red, OPUS, out, size - 1), ==, 0);
  g_assert_cmpuint (gc_red_format (&red, 128, out, sizeof out), ==, 0);
  red.redundant[0].size = GC_RED_MAX_FRAME + 1;
  g_assert_cmpuint (gc_red_format (&red, OPUS, out, sizeof out), ==, 0);
  red.redundant[0].size = 1;
  red.redundant[0].offset = GC_RED_MAX_OFFSET + 1;
  g_assert_cmpuint (gc_red_format (&red, OPUS, out, sizeof out), ==, 0);
  red.count = GC_RED_MAX_REDUNDANT + 1;
  g_assert_cmpuint (gc_red_format (&red, OPUS, out, sizeof out), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/red/parse", test_parse);
  g_test_add_func ("/red/malformed", test_malformed);
  g_test_add_func ("/red/format", test_format);
  return g_test_run ();
}
