// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-catalogue.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const files[] = { "holidays.json", "hubs.json", "items.json", "points.json" };

/* A folder with the built-in files, in which the first @from of @file is @to. */
static char *
make_folder (const char *file, const char *from, const char *to)
{
  char *folder = g_dir_make_tmp ("gc-catalogue-XXXXXX", NULL);

  g_assert_nonnull (folder);
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *source = g_build_filename (GC_DATA, files[i], NULL);
    g_autofree char *target = g_build_filename (folder, files[i], NULL);
    g_autofree char *text = NULL;
    g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
    if (strcmp (files[i], file) == 0) {
      const char *place = strstr (text, from);
      g_assert_nonnull (place);
      g_autofree char *changed =
          g_strdup_printf ("%.*s%s%s", (int)(place - text), text, to, place + strlen (from));
      g_assert_true (g_file_set_contents (target, changed, -1, NULL));
    } else {
      g_assert_true (g_file_set_contents (target, text, -1, NULL));
    }
  }
  return folder;
}

static void
remove_folder (const char *folder)
{
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static int64_t
at (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

/* A point in China goes by the hubs' ordinary hours, one abroad by those of overseas duty. */
static void
test_hours (void)
{
  static const struct {
    const char *point;
    const char *now;
    gboolean open;
  } cases[] = {
    { "cn-beijing", "2026-11-25T03:45:00Z", TRUE },  /* 11:45 in Wenzhou */
    { "cn-beijing", "2026-11-25T04:00:00Z", FALSE }, /* 12:00 */
    { "cn-beijing", "2026-10-01T03:00:00Z", FALSE }, /* the National Day */
    { "cn-beijing", "2026-10-10T03:00:00Z", TRUE },  /* a Saturday that is worked */
    { "ae-dubai", "2026-11-25T05:00:00Z", FALSE },   /* its window is open, the hubs pause */
    { "ae-dubai", "2026-11-25T05:30:00Z", TRUE },
    { "it-milan", "2026-11-25T11:15:00Z", TRUE },  /* 19:15 in Wenzhou: duty for abroad alone */
    { "it-milan", "2026-12-08T11:15:00Z", FALSE }, /* a holiday in Italy */
    { "it-milan", "2026-10-05T08:00:00Z", FALSE }, /* one in China */
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (NULL, &error);

  g_assert_no_error (error);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GcPoint *point = gc_catalogue_get_point (catalogue, cases[i].point);
    g_test_message ("%s %s", cases[i].point, cases[i].now);
    g_assert_cmpint (gc_hours_look (point->hours, at (cases[i].now)).open, ==, cases[i].open);
  }
}

/* Holidays are for the service; the pages get the three lists that they draw from. */
static void
test_shown (void)
{
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (GC_DATA, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size = 0;
  const char *text = g_bytes_get_data (gc_catalogue_get_json (catalogue), &size);

  g_assert_true (json_parser_load_from_data (parser, text, (gssize)size, NULL));
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_object_get_size (root), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "hubs")), ==, 7);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "points")), ==, 18);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "items")), ==, 100);
}

static void
test_appointments (void)
{
  static const struct {
    const char *item;
    int length_minutes;
    int gap_minutes;
  } cases[] = { { "NT-01", 35, 10 }, { "SS-01", 8, 5 } };
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (NULL, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GcItem *item = gc_catalogue_get_item (catalogue, cases[i].item);
    g_assert_cmpint (item->slot.length_minutes, ==, cases[i].length_minutes);
    g_assert_cmpint (item->slot.gap_minutes, ==, cases[i].gap_minutes);
  }
  g_assert_cmpuint (gc_catalogue_get_point (catalogue, "it-milan")->rooms, ==, 2);
  g_assert_cmpuint (gc_catalogue_get_point (catalogue, "es-madrid")->rooms, ==, 1);
}

static void
test_unknown_years (void)
{
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (NULL, NULL);
  g_autofree char *folder = make_folder ("holidays.json", "\"year\": 2027", "\"year\": 2030");
  g_autoptr (GcCatalogue) changed = gc_catalogue_new (folder, NULL);
  g_autofree char *none = gc_catalogue_list_unknown_years (catalogue, 2027);
  g_autofree char *home = gc_catalogue_list_unknown_years (changed, 2027);
  g_autofree char *others = gc_catalogue_list_unknown_years (changed, 2030);

  remove_folder (folder);
  g_assert_null (none);
  g_assert_cmpstr (home, ==, "CN");
  g_assert_cmpstr (others, ==, "AE, AU, BR, ES, FR, IT, US, ZA");
}

static void
test_refused (void)
{
  static const struct {
    const char *file;
    const char *from;
    const char *to;
    const char *message;
  } cases[] = {
    { "holidays.json", "\"IT\"", "\"XX\"", "country \"IT\": not in holidays.json" },
    { "holidays.json", "\"IT\"", "\"CN\"", "calendar \"CN\": twice there" },
    { "holidays.json", "\"CN\"", "\"XX\"", "country \"CN\": not in holidays.json" },
    { "holidays.json", "\"2026-10-07\"", "\"2026-10-32\"", "date \"2026-10-32\"" },
    { "hubs.json", "\"overseas_duty_hours\"", "\"duty\"", "\"overseas_duty_hours\"" },
    { "hubs.json", "Asia/Shanghai", "Asia/Wenzhou", "time zone \"Asia/Wenzhou\": not known" },
    { "points.json", "\"kind\"", "\"sort\"", "\"kind\"" },
    { "points.json", "\"video_window_local\"", "\"window\"", "\"video_window_local\"" },
    { "points.json", "\"rooms\": 2", "\"rooms\": -1", "\"rooms\"" },
    { "items.json", "\"typical_video_minutes\": 35", "\"typical_video_minutes\": \"35\"",
      "\"typical_video_minutes\"" },
    { "points.json", "\"mon\"", "\"Mon\"", NULL }, /* the opening hours, which nothing reads */
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *folder = make_folder (cases[i].file, cases[i].from, cases[i].to);
    g_autoptr (GError) error = NULL;
    g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (folder, &error);
    remove_folder (folder);
    if (cases[i].message == NULL) {
      g_assert_no_error (error);
      continue;
    }
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, cases[i].message));
    g_assert_null (catalogue);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/hours", test_hours);
  g_test_add_func ("/catalogue/shown", test_shown);
  g_test_add_func ("/catalogue/appointments", test_appointments);
  g_test_add_func ("/catalogue/unknown-years", test_unknown_years);
  g_test_add_func ("/catalogue/refused", test_refused);
  return g_test_run ();
}
