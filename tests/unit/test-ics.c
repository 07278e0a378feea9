// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is written is read back by libical's parser, and looked at as bytes where that is too kind.
 */
#include "config.h"

#include "calendar/gc-ics.h"

#include <libical/ical.h>
#include <string.h>

static int64_t
at (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static char *
write_file (const GcIcsText *text)
{
  GcSpan span = { at ("2027-03-15T23:30:00Z"), at ("2027-03-16T00:00:00Z") };
  g_autoptr (GcBooking) booking = gc_booking_new (&span, "Asia/Shanghai", "America/New_York", NULL);

  return gc_ics_format (booking, text, at ("2027-03-01T12:00:00Z"));
}

static const GcIcsText plain = {
  .uid = "b7m2k9c4x8h3@gc",
  .summary = "视频预约",
  .location = "New York service point",
  .point_place = "New York",
  .home_place = "温州",
};

static void
assert_time (struct icaltimetype time, const char *utc)
{
  g_assert_true (icaltime_is_utc (time));
  g_assert_cmpint (icaltime_as_timet (time), ==, at (utc) / 1000);
}

static void
test_read_back (void)
{
  g_autofree char *file = write_file (&plain);
  icalcomponent *calendar = icalparser_parse_string (file);

  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  g_assert_true (icalrestriction_check (calendar));
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_nonnull (event);
  assert_time (icalcomponent_get_dtstart (event), "2027-03-15T23:30:00Z");
  assert_time (icalcomponent_get_dtend (event), "2027-03-16T00:00:00Z");
  assert_time (icalcomponent_get_dtstamp (event), "2027-03-01T12:00:00Z");
  g_assert_cmpstr (icalcomponent_get_uid (event), ==, plain.uid);
  g_assert_cmpstr (icalcomponent_get_summary (event), ==, plain.summary);
  g_assert_cmpstr (icalcomponent_get_location (event), ==, plain.location);
  g_assert_cmpint (icalcomponent_get_sequence (event), ==, 0);
  g_assert_cmpint (icalcomponent_get_status (event), ==, ICAL_STATUS_CONFIRMED);
  g_assert_cmpstr (icalcomponent_get_description (event), ==,
                   "New York: 2027-03-15 19:30\n温州: 2027-03-16 07:30");

  static const int before_s[] = { 86400, 3600 };
  icalcomponent *alarm = icalcomponent_get_first_component (event, ICAL_VALARM_COMPONENT);
  for (size_t i = 0; i < G_N_ELEMENTS (before_s); i++) {
    g_assert_nonnull (alarm);
    icalproperty *trigger = icalcomponent_get_first_property (alarm, ICAL_TRIGGER_PROPERTY);
    struct icaltriggertype when = icalproperty_get_trigger (trigger);
    g_assert_cmpint (icaldurationtype_as_int (when.duration), ==, -before_s[i]);
    alarm = icalcomponent_get_next_component (event, ICAL_VALARM_COMPONENT);
  }
  g_assert_null (alarm);
  icalcomponent_free (calendar);
}

static void
test_cancelled (void)
{
  GcIcsText text = plain;

  text.sequence = 3;
  text.cancelled = TRUE;
  g_autofree char *file = write_file (&text);
  icalcomponent *calendar = icalparser_parse_string (file);
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_true (icalrestriction_check (calendar));
  g_assert_cmpint (icalcomponent_get_status (event), ==, ICAL_STATUS_CANCELLED);
  g_assert_cmpint (icalcomponent_get_sequence (event), ==, 3);
  g_assert_cmpstr (icalcomponent_get_uid (event), ==, plain.uid);
  g_assert_null (icalcomponent_get_first_component (event, ICAL_VALARM_COMPONENT));
  icalcomponent_free (calendar);
}

/* A text can be long, in any script, and must not be able to add lines of its own. */
static void
test_texts (void)
{
  GcIcsText text = plain;
  static const char summary[] =
      "预约；处分房产，委托书公证：需本人到场，请携带护照、居留证件和不动产权证书，"
      "并提前十五分钟到达; a\\b, c\r\nEND:VEVENT";

  text.summary = summary;
  g_autofree char *file = write_file (&text);
  g_assert_true (g_utf8_validate (file, -1, NULL));
  g_auto (GStrv) lines = g_strsplit (file, "\r\n", -1);
  guint n_ends = 0;
  for (guint i = 0; lines[i] != NULL; i++) {
    g_assert_cmpuint (strlen (lines[i]), <=, 75);
    g_assert_null (strpbrk (lines[i], "\r\n"));
    n_ends += strcmp (lines[i], "END:VEVENT") == 0;
  }
  g_assert_cmpuint (n_ends, ==, 1);
  icalcomponent *calendar = icalparser_parse_string (file);
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_true (
      g_str_has_prefix (icalcomponent_get_summary (event), "预约；处分房产，委托书公证"));
  g_assert_nonnull (strstr (icalcomponent_get_summary (event), "; a\\b, c"));
  icalcomponent_free (calendar);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ics/read-back", test_read_back);
  g_test_add_func ("/ics/cancelled", test_cancelled);
  g_test_add_func ("/ics/texts", test_texts);
  return g_test_run ();
}
