// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-spans.h"

#include <glib.h>

/*
 * GcBooking: a time that was agreed on, as it has to be kept. The instant alone is not enough:
 * governments change their clocks at short notice, and a new version of the zone data then gives
 * the same instant another wall time. What was agreed is the wall time of the deciding side, the
 * home city; the instant follows from it, and the point's wall time from the instant.
 */
typedef struct {
  GcSpan span;      /* UTC, by the zone data of the day of booking */
  char *home_zone;  /* IANA name */
  char *home_wall;  /* "2027-03-15 16:30", when it begins */
  char *point_zone; /* the same for the resident, as he was told */
  char *point_wall;
} GcBooking;

typedef enum {
  GC_BOOKING_SAME,
  GC_BOOKING_POINT_CLOCK, /* the instant stands, but the resident's clock will show another time */
  GC_BOOKING_MOVED,       /* the home city's clock was changed: the instant is another one */
  GC_BOOKING_GONE,        /* the home city's clock leaves out the time that was agreed on */
} GcBookingChange;

/* Both zones by their IANA names. Errors: GC_ERROR_INVALID for a zone that is not known. */
GcBooking *
gc_booking_new (const GcSpan *span, const char *home_zone, const char *point_zone, GError **error);
void gc_booking_free (GcBooking *booking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcBooking, gc_booking_free)

/*
 * Computes @booking again from what was agreed, with the zone data of today. What comes out goes to
 * @ret_now, with the same length; it is @booking's own times for GC_BOOKING_SAME, and NULL for
 * GC_BOOKING_GONE. Of an hour that comes twice the one nearer to the former instant is taken. The
 * resident has to be told of anything but GC_BOOKING_SAME. Errors: GC_ERROR_INVALID for a zone that
 * is not known (any more) or a wall time that cannot be read; then @ret_change is not written.
 */
gboolean gc_booking_check (const GcBooking *booking,
                           GcBookingChange *ret_change,
                           GcBooking **ret_now,
                           GError **error);
