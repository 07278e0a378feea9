// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-ics.h"

#include <libical/ical.h>

#define PRODUCT "-//Global Connect//gc-signal//EN"
#define DAY_S 86400
#define HOUR_S 3600

static struct icaltimetype
utc_time (int64_t at_ms)
{
  return icaltime_from_timet_with_zone ((time_t)(at_ms / 1000), FALSE,
                                        icaltimezone_get_utc_timezone ());
}

static icalcomponent *
make_alarm (const char *summary, int before_s)
{
  struct icaltriggertype trigger = { .time = icaltime_null_time (),
                                     .duration = icaldurationtype_from_int (-before_s) };

  return icalcomponent_vanew (ICAL_VALARM_COMPONENT, icalproperty_new_action (ICAL_ACTION_DISPLAY),
                              icalproperty_new_description (summary),
                              icalproperty_new_trigger (trigger), NULL);
}

static icalcomponent *
make_event (const GcBooking *booking, const GcIcsText *text, int64_t now_ms)
{
  g_autofree char *clocks =
      g_strdup_printf ("%s: %s\n%s: %s", text->point_place, booking->point_wall, text->home_place,
                       booking->home_wall);

  return icalcomponent_vanew (
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid (text->uid),
      icalproperty_new_dtstamp (utc_time (now_ms)), icalproperty_new_sequence (text->sequence),
      icalproperty_new_dtstart (utc_time (booking->span.from_ms)),
      icalproperty_new_dtend (utc_time (booking->span.to_ms)),
      icalproperty_new_status (text->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED),
      icalproperty_new_summary (text->summary), icalproperty_new_location (text->location),
      icalproperty_new_description (clocks), NULL);
}

char *
gc_ics_format (const GcBooking *booking, const GcIcsText *text, int64_t now_ms)
{
  icalcomponent *event = make_event (booking, text, now_ms);

  if (!text->cancelled) {
    icalcomponent_add_component (event, make_alarm (text->summary, DAY_S));
    icalcomponent_add_component (event, make_alarm (text->summary, HOUR_S));
  }
  icalcomponent *calendar =
      icalcomponent_vanew (ICAL_VCALENDAR_COMPONENT, icalproperty_new_version ("2.0"),
                           icalproperty_new_prodid (PRODUCT), event, NULL);
  char *written = icalcomponent_as_ical_string_r (calendar);
  /* libical has its own allocator. */
  char *file = g_strdup (written);
  icalmemory_free_buffer (written);
  icalcomponent_free (calendar);
  return file;
}
