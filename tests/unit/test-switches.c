// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a closed point and an item that is off mean for hours and views. */
#include "config.h"

#include "signal/gc-switches.h"

#include <string.h>

/* A Monday morning in Milan, while its window is open and Wenzhou is on duty. */
#define NOW_MS INT64_C (1795422600000)
#define HOUR_MS INT64_C (3600000)

static GcSwitches *
make_switches (void)
{
  return gc_switches_new (g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_switch_free));
}

static void
put (GcSwitches *switches,
     const char *point,
     const char *item,
     const char *reason,
     int64_t until_ms)
{
  const GcStoreSwitch row = {
    .point = (char *)point,
    .item = (char *)item,
    .reason = (char *)reason,
    .account = (char *)"desk1",
    .author = (char *)"周敏",
    .at_ms = NOW_MS,
    .until_ms = until_ms,
  };

  gc_switches_put (switches, &row);
}

static void
test_closed_point (void)
{
  g_autoptr (GcSwitches) switches = make_switches ();
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (NULL, NULL);
  const GcPoint *milan = gc_catalogue_get_point (catalogue, "it-milan");
  GcHoursState before = gc_switches_look (switches, milan, NOW_MS);

  g_assert_true (before.open);
  put (switches, "it-milan", NULL, "premises", NOW_MS + HOUR_MS / 2);
  GcHoursState closed = gc_switches_look (switches, milan, NOW_MS);
  g_assert_false (closed.open);
  g_assert_cmpint (closed.closes_ms, ==, 0);
  g_assert_cmpint (closed.next_open_ms, ==, NOW_MS + HOUR_MS / 2);
  /* Past the end of the window: with the next one. */
  put (switches, "it-milan", NULL, "premises", before.closes_ms + HOUR_MS);
  g_assert_cmpint (gc_switches_look (switches, milan, NOW_MS).next_open_ms, ==,
                   before.next_open_ms);
  put (switches, "it-milan", NULL, "premises", 0);
  g_assert_cmpint (gc_switches_look (switches, milan, NOW_MS).next_open_ms, ==, 0);
  const GcPoint *rome = gc_catalogue_get_point (catalogue, "it-rome");
  g_assert_cmpint (gc_switches_look (switches, rome, NOW_MS).open, ==, before.open);
  gc_switches_remove (switches, "it-milan", NULL);
  g_assert_true (gc_switches_look (switches, milan, NOW_MS).open);
}

static void
test_items (void)
{
  g_autoptr (GcSwitches) switches = make_switches ();

  put (switches, "it-milan", "SS-01", "technical", NOW_MS + 1);
  put (switches, NULL, "PR-01", "authority", 0);
  put (switches, "it-milan", "PR-01", "staff", 0);
  g_assert_nonnull (gc_switches_find_item (switches, "it-milan", "SS-01"));
  g_assert_null (gc_switches_find_item (switches, "fr-paris", "SS-01"));
  g_assert_cmpstr (gc_switches_find_item (switches, "it-milan", "PR-01")->reason, ==, "authority");
  g_autofree char *paris = gc_switches_format_kiosk (switches, "fr-paris");
  g_assert_cmpstr (paris, ==,
                   "[{\"item\":\"PR-01\",\"everywhere\":true,\"reason\":\"authority\","
                   "\"until_ms\":null}]");
  g_assert_false (gc_switches_expire (switches, NOW_MS));
  g_assert_true (gc_switches_expire (switches, NOW_MS + 1));
  g_assert_null (gc_switches_find_item (switches, "it-milan", "SS-01"));
  gc_switches_remove (switches, NULL, "PR-01");
  g_autofree char *milan = gc_switches_format_kiosk (switches, "it-milan");
  g_assert_nonnull (strstr (milan, "\"everywhere\":false,\"reason\":\"staff\""));
}

static void
test_reasons (void)
{
  g_assert_true (gc_switches_knows_reason ("holiday"));
  g_assert_false (gc_switches_knows_reason ("Holiday"));
  g_assert_false (gc_switches_knows_reason (""));
  g_assert_false (gc_switches_knows_reason (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/switches/closed-point", test_closed_point);
  g_test_add_func ("/switches/items", test_items);
  g_test_add_func ("/switches/reasons", test_reasons);
  return g_test_run ();
}
