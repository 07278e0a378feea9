// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-booking.h"
#include "common/gc-error.h"

#include <glib/gstdio.h>

static int64_t
at (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static GcBooking *
book (const char *utc, const char *home, const char *point)
{
  GcSpan span = { at (utc), at (utc) + 1800000 };
  GcBooking *booking = gc_booking_new (&span, home, point, NULL);

  g_assert_nonnull (booking);
  return booking;
}

static void
test_both_clocks (void)
{
  g_autoptr (GcBooking) booking =
      book ("2027-03-15T23:40:00Z", "Asia/Shanghai", "America/New_York");
  g_autoptr (GcBooking) now = NULL;
  GcBookingChange change = GC_BOOKING_GONE;

  g_assert_cmpstr (booking->home_wall, ==, "2027-03-16 07:40");
  g_assert_cmpstr (booking->point_wall, ==, "2027-03-15 19:40");
  g_assert_true (gc_booking_check (booking, &change, &now, NULL));
  g_assert_cmpint (change, ==, GC_BOOKING_SAME);
  g_assert_cmpint (now->span.from_ms, ==, booking->span.from_ms);
  g_assert_cmpint (now->span.to_ms, ==, booking->span.to_ms);
  g_assert_cmpstr (now->point_wall, ==, "2027-03-15 19:40");
}

/* Both times of a doubled hour keep their own instant. */
static void
test_doubled_hour (void)
{
  static const char *const times[] = { "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z" };

  for (size_t i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (GcBooking) booking = book (times[i], "Europe/Rome", "Asia/Shanghai");
    g_autoptr (GcBooking) now = NULL;
    GcBookingChange change = GC_BOOKING_GONE;
    g_assert_cmpstr (booking->home_wall, ==, "2026-10-25 02:30");
    g_assert_true (gc_booking_check (booking, &change, &now, NULL));
    g_assert_cmpint (change, ==, GC_BOOKING_SAME);
    g_assert_cmpint (now->span.from_ms, ==, at (times[i]));
  }
}

/* Puts the rules of @from into the folder under the name @name, as a new version of the data would.
 */
static void
install_zone (const char *folder, const char *name, const char *from)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *source = g_build_filename ("/usr/share/zoneinfo", from, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_get_contents (source, &data, &size, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize)size, NULL));
}

typedef struct {
  const char *utc;
  const char *home; /* the zone whose rules the home city has from now on */
  const char *point;
  GcBookingChange change;
  const char *now; /* NULL: gone */
  const char *home_wall;
  const char *point_wall;
} NewRules;

static void
check_new_rules (const NewRules *rules)
{
  g_autoptr (GcBooking) booking = book (rules->utc, "Asia/Shanghai", "America/Sao_Paulo");
  g_autofree char *folder = g_dir_make_tmp ("gc-zones-XXXXXX", NULL);
  g_autoptr (GcBooking) now = NULL;
  GcBookingChange change = GC_BOOKING_SAME;

  install_zone (folder, "Asia/Shanghai", rules->home);
  install_zone (folder, "America/Sao_Paulo", rules->point);
  g_setenv ("TZDIR", folder, TRUE);
  g_assert_true (gc_booking_check (booking, &change, &now, NULL));
  g_unsetenv ("TZDIR");
  g_assert_cmpint (change, ==, rules->change);
  if (rules->now == NULL) {
    g_assert_null (now);
  } else {
    g_assert_cmpint (now->span.from_ms, ==, at (rules->now));
    g_assert_cmpint (now->span.to_ms - now->span.from_ms, ==, 1800000);
    g_assert_cmpstr (now->home_wall, ==, rules->home_wall);
    g_assert_cmpstr (now->point_wall, ==, rules->point_wall);
  }
  static const char *const files[] = { "Asia/Shanghai", "America/Sao_Paulo", "Asia", "America",
                                       "" };
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
}

/* Failure 23: the zone data change between booking and meeting. */
static void
test_new_zone_data (void)
{
  static const NewRules rules[] = {
    { "2027-01-13T00:00:00Z", "Asia/Shanghai", "America/Sao_Paulo", GC_BOOKING_SAME,
      "2027-01-13T00:00:00Z", "2027-01-13 08:00", "2027-01-12 21:00" },
    /* Brazil has summer time again (here: the hour of its islands): the resident comes an hour
       later. */
    { "2027-01-13T00:00:00Z", "Asia/Shanghai", "America/Noronha", GC_BOOKING_POINT_CLOCK,
      "2027-01-13T00:00:00Z", "2027-01-13 08:00", "2027-01-12 22:00" },
    /* The home city keeps its wall time, so the instant moves and the point's clock with it. */
    { "2027-01-13T00:00:00Z", "Asia/Tokyo", "America/Sao_Paulo", GC_BOOKING_MOVED,
      "2027-01-12T23:00:00Z", "2027-01-13 08:00", "2027-01-12 20:00" },
    /* The home city has no such time on that day. */
    { "2027-03-27T18:30:00Z", "Europe/Rome", "America/Sao_Paulo", GC_BOOKING_GONE, NULL, NULL,
      NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rules); i++)
    check_new_rules (&rules[i]);
}

static void
test_refused (void)
{
  GcSpan span = { 0, 1800000 };
  g_autoptr (GError) error = NULL;

  g_assert_null (gc_booking_new (&span, "Asia/Shanghai", "Europe/Atlantis", &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  g_clear_error (&error);

  g_autoptr (GcBooking) booking = book ("2027-01-13T00:00:00Z", "Asia/Shanghai", "Europe/Rome");
  g_autoptr (GcBooking) now = NULL;
  GcBookingChange change = GC_BOOKING_SAME;
  g_free (booking->home_wall);
  booking->home_wall = g_strdup ("2027-01-13 8:00");
  g_assert_false (gc_booking_check (booking, &change, &now, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  g_assert_null (now);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/booking/both-clocks", test_both_clocks);
  g_test_add_func ("/booking/doubled-hour", test_doubled_hour);
  g_test_add_func ("/booking/new-zone-data", test_new_zone_data);
  g_test_add_func ("/booking/refused", test_refused);
  return g_test_run ();
}
