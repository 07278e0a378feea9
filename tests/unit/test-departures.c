// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-departures.h"

static void
test_told_once (void)
{
  g_autoptr (GcDepartures) departures = gc_departures_new ();
  uint32_t packet = 0;

  g_assert_false (gc_departures_take (departures, 0, &packet));
  gc_departures_add (departures, 65535, 7);
  gc_departures_add (departures, 0, 8);
  g_assert_true (gc_departures_take (departures, 65535, &packet));
  g_assert_cmpuint (packet, ==, 7);
  g_assert_false (gc_departures_take (departures, 65535, &packet));
  g_assert_true (gc_departures_take (departures, 0, &packet));
  g_assert_cmpuint (packet, ==, 8);
}

static void
test_forgets (void)
{
  g_autoptr (GcDepartures) departures = gc_departures_new ();
  uint32_t packet = 0;

  for (uint16_t number = 0; number <= GC_DEPARTURES_CAPACITY; number++)
    gc_departures_add (departures, number, number);
  g_assert_false (gc_departures_take (departures, 0, &packet));
  g_assert_true (gc_departures_take (departures, 1, &packet));
  g_assert_true (gc_departures_take (departures, GC_DEPARTURES_CAPACITY, &packet));
  g_assert_cmpuint (packet, ==, GC_DEPARTURES_CAPACITY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/departures/told-once", test_told_once);
  g_test_add_func ("/departures/forgets", test_forgets);
  return g_test_run ();
}
