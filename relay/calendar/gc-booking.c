// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-booking.h"

#include "calendar/gc-wall-time.h"
#include "common/gc-error.h"

#include <string.h>

static GTimeZone *
find_zone (const char *name, GError **error)
{
  GTimeZone *zone = g_time_zone_new_identifier (name);

  if (zone == NULL)
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "time zone \"%s\": not known", name);
  return zone;
}

GcBooking *
gc_booking_new (const GcSpan *span, const char *home_zone, const char *point_zone, GError **error)
{
  g_autoptr (GTimeZone) home = find_zone (home_zone, error);
  g_autoptr (GTimeZone) point = home != NULL ? find_zone (point_zone, error) : NULL;

  if (point == NULL)
    return NULL;
  GcBooking *booking = g_new0 (GcBooking, 1);
  *booking = (GcBooking){
    .span = *span,
    .home_zone = g_strdup (home_zone),
    .home_wall = gc_wall_time_format (home, span->from_ms),
    .point_zone = g_strdup (point_zone),
    .point_wall = gc_wall_time_format (point, span->from_ms),
  };
  return booking;
}

void
gc_booking_free (GcBooking *booking)
{
  if (booking == NULL)
    return;
  g_free (booking->home_zone);
  g_free (booking->home_wall);
  g_free (booking->point_zone);
  g_free (booking->point_wall);
  g_free (booking);
}

/* Finds the instant that @booking's home wall time is today; FALSE if there is none. */
static gboolean
find_instant (const GcBooking *booking, GTimeZone *home, int64_t wall_ms, int64_t *ret_from_ms)
{
  g_autoptr (GArray) instants = gc_wall_time_instants (home, wall_ms);
  int64_t best_ms = 0, least_ms = INT64_MAX;

  for (guint i = 0; i < instants->len; i++) {
    int64_t at_ms = g_array_index (instants, int64_t, i);
    if (ABS (at_ms - booking->span.from_ms) < least_ms) {
      least_ms = ABS (at_ms - booking->span.from_ms);
      best_ms = at_ms;
    }
  }
  *ret_from_ms = best_ms;
  return instants->len > 0;
}

gboolean
gc_booking_check (const GcBooking *booking,
                  GcBookingChange *ret_change,
                  GcBooking **ret_now,
                  GError **error)
{
  g_autoptr (GTimeZone) home = find_zone (booking->home_zone, error);
  int64_t wall_ms = 0, from_ms = 0;

  if (home == NULL || !gc_wall_time_parse (booking->home_wall, &wall_ms, error))
    return FALSE;
  if (!find_instant (booking, home, wall_ms, &from_ms)) {
    *ret_change = GC_BOOKING_GONE;
    *ret_now = NULL;
    return TRUE;
  }
  GcSpan span = { from_ms, from_ms + booking->span.to_ms - booking->span.from_ms };
  GcBooking *now = gc_booking_new (&span, booking->home_zone, booking->point_zone, error);
  if (now == NULL)
    return FALSE;
  if (from_ms != booking->span.from_ms)
    *ret_change = GC_BOOKING_MOVED;
  else if (strcmp (now->point_wall, booking->point_wall) != 0)
    *ret_change = GC_BOOKING_POINT_CLOCK;
  else
    *ret_change = GC_BOOKING_SAME;
  *ret_now = now;
  return TRUE;
}
