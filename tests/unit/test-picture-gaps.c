// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-picture-gaps.h"

/* A packet: "5<100" the first of picture 5 with number 100, "5>" the last, "5=" both, "5-" neither.
 */
static void
assert_push (GcPictureGaps *gaps, unsigned picture, char edge, uint16_t seq, const char *expected)
{
  GcVp8 vp8 = { .picture_id_bits = 15,
                .picture_id = (uint16_t)picture,
                .partition_start = edge == '<' || edge == '=' };
  g_autoptr (GString) text = g_string_new (NULL);
  GcPictureGap found[2];

  unsigned n = gc_picture_gaps_push (gaps, seq, &vp8, edge == '>' || edge == '=', found);
  g_assert_cmpuint (n, <=, 2);
  for (unsigned i = 0; i < n; i++)
    g_string_append_printf (text, "%u+%u ", found[i].first, found[i].count);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_in_order (void)
{
  g_autoptr (GcPictureGaps) gaps = gc_picture_gaps_new ();

  assert_push (gaps, 32767, '<', 65530, "");
  assert_push (gaps, 32767, '-', 65531, "");
  assert_push (gaps, 32767, '>', 65532, "");
  assert_push (gaps, 0, '<', 65533, ""); /* nothing between */
  assert_push (gaps, 0, '>', 65534, "");
  assert_push (gaps, 1, '=', 1, "65535+2 ");
  assert_push (gaps, 2, '=', 2, "");
  assert_push (gaps, 4, '=', 8, ""); /* picture 3 was lost: who knows what stood where */
}

static void
test_out_of_order (void)
{
  g_autoptr (GcPictureGaps) gaps = gc_picture_gaps_new ();

  assert_push (gaps, 1, '=', 10, "");
  assert_push (gaps, 3, '<', 20, "");
  assert_push (gaps, 2, '>', 17, "18+2 ");
  assert_push (gaps, 2, '<', 13, "11+2 ");

  assert_push (gaps, 7, '>', 40, "");
  assert_push (gaps, 9, '<', 50, "");
  assert_push (gaps, 8, '=', 45, "41+4 46+4 ");
}

static void
test_limits (void)
{
  g_autoptr (GcPictureGaps) gaps = gc_picture_gaps_new ();
  GcVp8 unnumbered = { .partition_start = TRUE };
  GcPictureGap found[2];

  assert_push (gaps, 1, '=', 10, "");
  assert_push (gaps, 2, '=', 10 + GC_PICTURE_GAPS_MAX + 2, "");
  assert_push (gaps, 3, '=', 10 + 2 * GC_PICTURE_GAPS_MAX + 3, "61+48 ");
  assert_push (gaps, 4, '=', 20, ""); /* back */
  /* The same place in memory, another picture. */
  assert_push (gaps, 100, '>', 500, "");
  assert_push (gaps, 100 + 1 + 64, '<', 503, "");
  g_assert_cmpuint (gc_picture_gaps_push (gaps, 9, &unnumbered, TRUE, found), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-gaps/in-order", test_in_order);
  g_test_add_func ("/picture-gaps/out-of-order", test_out_of_order);
  g_test_add_func ("/picture-gaps/limits", test_limits);
  return g_test_run ();
}
