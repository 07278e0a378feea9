// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-rate-control.h"

#define RESPONSE_US 300000

static int64_t
grow (GcRateControl *control, double acked_bps, double seconds, int64_t now_us)
{
  int64_t end_us = now_us + (int64_t)(seconds * G_USEC_PER_SEC);

  for (; now_us < end_us; now_us += 100000)
    gc_rate_control_grow (control, acked_bps, RESPONSE_US, now_us);
  return now_us;
}

static void
test_growth (void)
{
  g_autoptr (GcRateControl) control = gc_rate_control_new (1e6, 50e3, 10e6);

  int64_t now_us = grow (control, 1e6, 1, 0);
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 1.072e6, 5e3);
  now_us = grow (control, 1e6, 60, now_us); /* no more than traffic proves */
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 1.51e6, 1);
  now_us = grow (control, 100e3, 10, now_us); /* less traffic takes nothing away */
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 1.51e6, 1);
  grow (control, 50e6, 1000, now_us);
  g_assert_cmpfloat (gc_rate_control_get_bps (control), ==, 10e6);
}

/* Near a known capacity it goes up by a packet a round trip, and forgets it when more arrives. */
static void
test_capacity (void)
{
  g_autoptr (GcRateControl) control = gc_rate_control_new (1.2e6, 50e3, 10e6);

  gc_rate_control_back_off (control, 1e6, FALSE, 0);
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 850e3, 1);
  gc_rate_control_back_off (control, 1e6, FALSE, 100000); /* again: the same */
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 850e3, 1);
  int64_t now_us = grow (control, 850e3, 2, 200000);
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 850e3 + 64e3, 4e3);
  double before_bps = gc_rate_control_get_bps (control);
  grow (control, 1.3e6, 1, now_us);
  g_assert_cmpfloat (gc_rate_control_get_bps (control), >, 1.07 * before_bps);
}

/* When so little is sent that it proves nothing, queues of others cost 15 %, not everything. */
static void
test_idle (void)
{
  g_autoptr (GcRateControl) control = gc_rate_control_new (1e6, 50e3, 10e6);

  gc_rate_control_back_off (control, 60e3, TRUE, 0);
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 850e3, 1);
  gc_rate_control_back_off (control, 0, FALSE, 0);
  g_assert_cmpfloat_with_epsilon (gc_rate_control_get_bps (control), 722.5e3, 1);
}

static void
test_limits (void)
{
  g_autoptr (GcRateControl) control = gc_rate_control_new (1, 50e3, 10e6);

  g_assert_cmpfloat (gc_rate_control_get_bps (control), ==, 50e3);
  gc_rate_control_raise (control, 1e6);
  gc_rate_control_raise (control, 500e3);
  g_assert_cmpfloat (gc_rate_control_get_bps (control), ==, 1e6);
  gc_rate_control_lower (control, 2e6);
  g_assert_cmpfloat (gc_rate_control_get_bps (control), ==, 1e6);
  gc_rate_control_lower (control, 1);
  g_assert_cmpfloat (gc_rate_control_get_bps (control), ==, 50e3);
  gc_rate_control_raise (control, 1e12);
  g_assert_cmpfloat (gc_rate_control_get_bps (control), ==, 10e6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-control/growth", test_growth);
  g_test_add_func ("/rate-control/capacity", test_capacity);
  g_test_add_func ("/rate-control/idle", test_idle);
  g_test_add_func ("/rate-control/limits", test_limits);
  return g_test_run ();
}
