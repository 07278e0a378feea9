// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-service-time.h"

#define MINUTE INT64_C (60000)

static void
test_unknown (void)
{
  g_autoptr (GcServiceTime) time = gc_service_time_new ("SS-01");

  g_assert_cmpint (time->mean_ms, ==, 15 * MINUTE);
  g_assert_cmpuint (time->n, ==, 0);
}

static void
test_expected_until_measured (void)
{
  g_autoptr (GcServiceTime) time = gc_service_time_new ("SS-01");

  g_assert_true (gc_service_time_expect (time, 20 * MINUTE));
  g_assert_false (gc_service_time_expect (time, 20 * MINUTE));
  g_assert_cmpint (time->mean_ms, ==, 20 * MINUTE);
  gc_service_time_learn (time, 40 * MINUTE);
  g_assert_false (gc_service_time_expect (time, 10 * MINUTE));
  g_assert_cmpint (time->mean_ms, ==, 25 * MINUTE);
}

/* (3 x 16 + 8) / 4 = 14, (3 x 14 + 30) / 4 = 18 */
static void
test_mean (void)
{
  g_autoptr (GcServiceTime) time = gc_service_time_new ("SS-01");

  gc_service_time_expect (time, 16 * MINUTE);
  gc_service_time_learn (time, 8 * MINUTE);
  g_assert_cmpint (time->mean_ms, ==, 14 * MINUTE);
  gc_service_time_learn (time, 30 * MINUTE);
  g_assert_cmpint (time->mean_ms, ==, 18 * MINUTE);
  g_assert_cmpuint (time->n, ==, 2);
}

/* Left open for a night: two hours, not eleven. (3 x 20 + 120) / 4 = 45 */
static void
test_bounds (void)
{
  g_autoptr (GcServiceTime) time = gc_service_time_new ("SS-01");

  gc_service_time_expect (time, 20 * MINUTE);
  gc_service_time_learn (time, 660 * MINUTE);
  g_assert_cmpint (time->mean_ms, ==, 45 * MINUTE);
  for (unsigned i = 0; i < 200; i++)
    gc_service_time_learn (time, -1);
  g_assert_cmpint (time->mean_ms, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service-time/unknown", test_unknown);
  g_test_add_func ("/service-time/expected-until-measured", test_expected_until_measured);
  g_test_add_func ("/service-time/mean", test_mean);
  g_test_add_func ("/service-time/bounds", test_bounds);
  return g_test_run ();
}
