// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-loss-count.h"

static void
test_counts (void)
{
  static const struct {
    uint32_t highest;
    int32_t lost;
    uint64_t all_expected; /* after it */
    int64_t all_lost;
  } reports[] = {
    { 31000, 7, 0, 0 },      /* what was before is not known */
    { 31100, 13, 100, 6 },   /* some are lost */
    { 31100, 13, 100, 6 },   /* nothing new */
    { 31200, 11, 200, 4 },   /* late ones came after all, or twice */
    { 70000, 12, 39000, 5 }, /* over the end of the 16 bits */
    { 100, 0, 39000, 5 },    /* it began anew */
    { 200, 10, 39100, 15 },  /* and goes on */
    { 300, 500, 39100, 15 }, /* more than there were */
    { 400, 500, 39200, 15 }, { 400000, 500, 39200, 15 },
  };
  GcLossCount count = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (reports); i++) {
    const GcRtcpReport report = { .highest_seq = reports[i].highest,
                                  .cumulative_lost = reports[i].lost };
    gc_loss_count_add (&count, &report);
    g_test_message ("report %zu", i);
    g_assert_cmpuint (count.expected, ==, reports[i].all_expected);
    g_assert_cmpint (count.lost, ==, reports[i].all_lost);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-count/counts", test_counts);
  return g_test_run ();
}
