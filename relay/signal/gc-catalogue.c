// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-catalogue.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "common/gc-json-scan.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_FILE_BYTES 8388608
#define QUICK_MINUTES 8 /* an item that takes no longer is of the quick lane */
#define RESOURCE_FOLDER "/org/globalconnect/data"

#define MAX_ROOMS 100
#define MAX_MINUTES 480
#define NOTARIAL_CATEGORY "NT"
/* Whose holidays the hubs keep. */
#define HOME_COUNTRY "CN"

struct _GcCatalogue {
  GHashTable *calendars;   /* char* country -> GcCalendar, owned */
  GPtrArray *home_duty;    /* GcTimetable, owned: when a hub works for the points in China */
  GPtrArray *abroad_duty;  /* the same for the points abroad */
  GHashTable *hub_zones;   /* char* id -> char* time zone, both owned */
  GHashTable *hubs;        /* char* id -> GPtrArray of its GcTimetable, borrowed; owned */
  GPtrArray *points;       /* GcPoint, owned, in the order of the file */
  GHashTable *items;       /* char* code -> GcItem, owned */
  GHashTable *departments; /* char* id, owned */
  GBytes *json;
  char *etag;
};

/* What the pages see of each; the sources and marks of the data stay with the service. */
static const char *const point_members[] = {
  "id",      "name_zh", "name_en",  "kind",      "city",
  "city_zh", "country", "timezone", "languages", "video_window_local",
  NULL
};
static const char *const hub_members[] = { "id", "name_zh", "name_en", "timezone", NULL };
static const char *const item_members[] = { "code",
                                            "name_zh",
                                            "name_en",
                                            "modes",
                                            "venue_rule",
                                            "direct_communication_required",
                                            "fee",
                                            "category",
                                            "typical_video_minutes",
                                            "limit_working_days",
                                            "department",
                                            NULL };
static const char *const material_members[] = { "id",       "name_zh",  "name_en",
                                                "required", "original", NULL };

static GBytes *
read_file (const char *folder, const char *name, GError **error)
{
  if (folder == NULL) {
    g_autofree char *resource = g_strdup_printf (RESOURCE_FOLDER "/%s", name);
    return g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  }
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  return g_bytes_new_take (text, size);
}

/* Returns: (transfer full): the list at the root of the file. */
static JsonArray *
load_list (const char *folder, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = read_file (folder, name, &local);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (bytes == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", name, local->message);
    return NULL;
  }
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  if (!gc_json_scan (text, size, MAX_FILE_BYTES, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  if (!json_parser_load_from_data (parser, text, (gssize)size, NULL) ||
      !JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser))) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: must be a list", name);
    return NULL;
  }
  return json_array_ref (json_node_get_array (json_parser_get_root (parser)));
}

static gboolean
get_string (JsonObject *object, const char *member, const char **ret_string, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be a string", member);
    return FALSE;
  }
  *ret_string = json_node_get_string (node);
  return TRUE;
}

/* @least is also what comes of null, where that is allowed. */
static gboolean
get_count (JsonObject *object,
           const char *member,
           int64_t least,
           int64_t most,
           gboolean nullable,
           int64_t *ret_count,
           GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  int64_t count = least;

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64)
    count = json_node_get_int (node);
  else if (node == NULL || !nullable || !JSON_NODE_HOLDS_NULL (node))
    count = -1;
  if (count < least || count > most) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "\"%s\": must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, member,
                 least, most);
    return FALSE;
  }
  *ret_count = count;
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be an object", member);
    return NULL;
  }
  return json_node_get_object (node);
}

static void
calendar_free (gpointer data)
{
  gc_calendar_free (data);
}

static void
timetable_free (gpointer data)
{
  gc_timetable_free (data);
}

static void
point_free (gpointer data)
{
  GcPoint *point = data;

  g_free (point->id);
  g_free (point->name_zh);
  g_free (point->name_en);
  g_free (point->timezone);
  gc_hours_free (point->hours);
  gc_timetable_free (point->window);
  g_free (point);
}

static void
item_free (gpointer data)
{
  GcItem *item = data;

  g_free (item->code);
  g_free (item->name_zh);
  g_free (item->name_en);
  g_free (item->department);
  g_free (item);
}

static gboolean
is_letter_free (const GcCatalogue *catalogue, char letter)
{
  /* Not I and O, which are taken for digits. */
  if (letter < 'A' || letter > 'Z' || letter == 'I' || letter == 'O')
    return FALSE;
  for (guint i = 0; i < catalogue->points->len; i++)
    if (((const GcPoint *)catalogue->points->pdata[i])->letter == letter)
      return FALSE;
  return TRUE;
}

/* The first letter of the city's name that no other point has, so that a number tells the point. */
static char
choose_letter (const GcCatalogue *catalogue, const char *city)
{
  for (const char *p = city; *p != '\0'; p++)
    if (is_letter_free (catalogue, g_ascii_toupper (*p)))
      return g_ascii_toupper (*p);
  for (const char *p = "ABCDEFGHJKLMNPQRSTUVWXYZ"; *p != '\0'; p++)
    if (is_letter_free (catalogue, *p))
      return *p;
  return 'Z';
}

static gboolean
add_calendar (GcCatalogue *catalogue, JsonObject *object, GError **error)
{
  GcCalendar *calendar = gc_calendar_new (object, error);

  if (calendar == NULL)
    return FALSE;
  char *country = g_strdup (gc_calendar_get_country (calendar));
  if (!g_hash_table_replace (catalogue->calendars, country, calendar)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "calendar \"%s\": twice there", country);
    return FALSE;
  }
  return TRUE;
}

static const GcCalendar *
find_calendar (const GcCatalogue *catalogue, const char *country, GError **error)
{
  const GcCalendar *calendar = g_hash_table_lookup (catalogue->calendars, country);

  if (calendar == NULL)
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "country \"%s\": not in holidays.json",
                 country);
  return calendar;
}

static gboolean
add_hub (GcCatalogue *catalogue, JsonObject *object, GError **error)
{
  const struct {
    const char *member;
    GPtrArray *duty;
  } weeks[] = { { "opening_hours", catalogue->home_duty },
                { "overseas_duty_hours", catalogue->abroad_duty } };
  const char *id = NULL, *zone = NULL;
  const GcCalendar *calendar = find_calendar (catalogue, HOME_COUNTRY, error);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  if (calendar == NULL || !get_string (object, "id", &id, error) ||
      !get_string (object, "timezone", &zone, error))
    return FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (weeks); i++) {
    JsonObject *week = get_object (object, weeks[i].member, error);
    GcTimetable *duty = week != NULL ? gc_timetable_new (week, zone, calendar, error) : NULL;
    if (duty == NULL) {
      g_prefix_error (error, "hub \"%s\": ", id);
      return FALSE;
    }
    g_ptr_array_add (weeks[i].duty, duty);
    g_ptr_array_add (own, duty);
  }
  g_hash_table_insert (catalogue->hub_zones, g_strdup (id), g_strdup (zone));
  g_hash_table_insert (catalogue->hubs, g_strdup (id), g_steal_pointer (&own));
  return TRUE;
}

/* The point's own week, by the calendar of its country. */
static GcTimetable *
load_window (const GcCatalogue *catalogue, JsonObject *object, const char *zone, GError **error)
{
  const char *country = NULL;
  JsonObject *week = get_object (object, "video_window_local", error);

  if (week == NULL || !get_string (object, "country", &country, error))
    return NULL;
  const GcCalendar *calendar = find_calendar (catalogue, country, error);
  return calendar != NULL ? gc_timetable_new (week, zone, calendar, error) : NULL;
}

static gboolean
add_point (GcCatalogue *catalogue, JsonObject *object, GError **error)
{
  const char *id = NULL, *name_zh = NULL, *name_en = NULL, *zone = NULL, *city = NULL;
  const char *kind = NULL;
  int64_t rooms = 0;

  if (!get_string (object, "id", &id, error) || !get_string (object, "name_zh", &name_zh, error) ||
      !get_string (object, "name_en", &name_en, error) ||
      !get_string (object, "timezone", &zone, error) ||
      !get_string (object, "city", &city, error) || !get_string (object, "kind", &kind, error) ||
      !get_count (object, "rooms", 0, MAX_ROOMS, FALSE, &rooms, error))
    return FALSE;
  if (!gc_id_is_valid (id, 64) || gc_catalogue_get_point (catalogue, id) != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "point \"%s\": bad id, or twice there", id);
    return FALSE;
  }
  GcTimetable *window = load_window (catalogue, object, zone, error);
  if (window == NULL) {
    g_prefix_error (error, "point \"%s\": ", id);
    return FALSE;
  }
  gboolean domestic = strcmp (kind, "domestic") == 0;
  GcPoint *point = g_new0 (GcPoint, 1);
  *point = (GcPoint){
    .id = g_strdup (id),
    .name_zh = g_strdup (name_zh),
    .name_en = g_strdup (name_en),
    .timezone = g_strdup (zone),
    .letter = choose_letter (catalogue, city),
    .window = window,
    .rooms = (unsigned)rooms,
    .hours = gc_hours_new (window, domestic ? catalogue->home_duty : catalogue->abroad_duty),
  };
  g_ptr_array_add (catalogue->points, point);
  return TRUE;
}

static gboolean
has_mode (JsonObject *item, const char *mode)
{
  JsonNode *node = json_object_get_member (item, "modes");
  JsonArray *modes =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; modes != NULL && i < json_array_get_length (modes); i++)
    if (g_strcmp0 (json_node_get_string (json_array_get_element (modes, i)), mode) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_item (GcCatalogue *catalogue, JsonObject *object, GError **error)
{
  const char *code = NULL, *name_zh = NULL, *name_en = NULL, *department = NULL, *category = NULL;
  int64_t minutes = 0;
  JsonObject *department_object = get_object (object, "department", error);
  JsonObject *category_object =
      department_object != NULL ? get_object (object, "category", error) : NULL;

  if (category_object == NULL || !get_string (object, "code", &code, error) ||
      !get_string (object, "name_zh", &name_zh, error) ||
      !get_string (object, "name_en", &name_en, error) ||
      !get_string (department_object, "id", &department, error) ||
      !get_string (category_object, "id", &category, error) ||
      !get_count (object, "typical_video_minutes", 0, MAX_MINUTES, TRUE, &minutes, error))
    return FALSE;
  if (!gc_id_is_valid (code, 16) || !gc_id_is_valid (department, 64) ||
      gc_catalogue_get_item (catalogue, code) != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "item \"%s\": bad code, or twice there", code);
    return FALSE;
  }
  GcItem *item = g_new0 (GcItem, 1);
  item->code = g_strdup (code);
  item->name_zh = g_strdup (name_zh);
  item->name_en = g_strdup (name_en);
  item->department = g_strdup (department);
  item->slot = gc_slot_length (strcmp (category, NOTARIAL_CATEGORY) == 0, (int)minutes);
  item->typical_ms = minutes * 60000;
  item->quick = minutes > 0 && minutes <= QUICK_MINUTES;
  item->online = has_mode (object, "online");
  item->direct =
      json_object_get_boolean_member_with_default (object, "direct_communication_required", FALSE);
  g_hash_table_insert (catalogue->items, item->code, item);
  g_hash_table_add (catalogue->departments, g_strdup (department));
  return TRUE;
}

/* Returns: (transfer full): a copy of @object with @members alone. */
static JsonObject *
pick (JsonObject *object, const char *const *members)
{
  JsonObject *picked = json_object_new ();

  for (size_t i = 0; members[i] != NULL; i++) {
    JsonNode *node = json_object_get_member (object, members[i]);
    if (node != NULL)
      json_object_set_member (picked, members[i], json_node_copy (node));
  }
  return picked;
}

static JsonArray *
pick_materials (JsonObject *item)
{
  JsonArray *picked = json_array_new ();
  JsonNode *node = json_object_get_member (item, "materials");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return picked;
  JsonArray *materials = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (materials); i++) {
    JsonNode *material = json_array_get_element (materials, i);
    if (JSON_NODE_HOLDS_OBJECT (material))
      json_array_add_object_element (picked,
                                     pick (json_node_get_object (material), material_members));
  }
  return picked;
}

typedef gboolean (*AddFunc) (GcCatalogue *catalogue, JsonObject *object, GError **error);

typedef struct {
  const char *member;
  const char *file;
  const char *const *shown; /* NULL: used and not shown */
  AddFunc add;
} Section;

/* In the order of reading: a point needs its hubs, and both their calendars. */
static const Section sections[] = {
  { "holidays", "holidays.json", NULL, add_calendar },
  { "hubs", "hubs.json", hub_members, add_hub },
  { "points", "points.json", point_members, add_point },
  { "items", "items.json", item_members, add_item },
};

static gboolean
load_section (GcCatalogue *catalogue,
              const Section *section,
              const char *folder,
              JsonObject *shown,
              GError **error)
{
  g_autoptr (JsonArray) list = load_list (folder, section->file, error);
  g_autoptr (JsonArray) picked = json_array_new ();

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: entry %u: must be an object",
                   section->file, i);
      return FALSE;
    }
    JsonObject *object = json_node_get_object (node);
    if (!section->add (catalogue, object, error)) {
      g_prefix_error (error, "%s: entry %u: ", section->file, i);
      return FALSE;
    }
    if (section->shown == NULL)
      continue;
    JsonObject *entry = pick (object, section->shown);
    if (section->add == add_item)
      json_object_set_array_member (entry, "materials", pick_materials (object));
    json_array_add_object_element (picked, entry);
  }
  if (section->shown != NULL)
    json_object_set_array_member (shown, section->member, g_steal_pointer (&picked));
  return TRUE;
}

GcCatalogue *
gc_catalogue_new (const char *folder, GError **error)
{
  g_autoptr (GcCatalogue) catalogue = g_new0 (GcCatalogue, 1);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) shown = json_object_new ();

  catalogue->calendars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, calendar_free);
  catalogue->hubs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  catalogue->hub_zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  catalogue->home_duty = g_ptr_array_new_with_free_func (timetable_free);
  catalogue->abroad_duty = g_ptr_array_new_with_free_func (timetable_free);
  catalogue->points = g_ptr_array_new_with_free_func (point_free);
  catalogue->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, item_free);
  catalogue->departments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (sections); i++)
    if (!load_section (catalogue, &sections[i], folder, shown, error))
      return NULL;

  json_node_set_object (root, shown);
  char *text = json_to_string (root, FALSE);
  catalogue->json = g_bytes_new_take (text, strlen (text));
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, catalogue->json);
  catalogue->etag = g_strdup_printf ("\"%.32s\"", sum);
  return g_steal_pointer (&catalogue);
}

void
gc_catalogue_free (GcCatalogue *catalogue)
{
  if (catalogue == NULL)
    return;
  /* Points look at the hubs' timetables, and all of these at the calendars. */
  g_clear_pointer (&catalogue->points, g_ptr_array_unref);
  g_clear_pointer (&catalogue->hubs, g_hash_table_unref);
  g_clear_pointer (&catalogue->hub_zones, g_hash_table_unref);
  g_clear_pointer (&catalogue->home_duty, g_ptr_array_unref);
  g_clear_pointer (&catalogue->abroad_duty, g_ptr_array_unref);
  g_clear_pointer (&catalogue->calendars, g_hash_table_unref);
  g_clear_pointer (&catalogue->items, g_hash_table_unref);
  g_clear_pointer (&catalogue->departments, g_hash_table_unref);
  g_clear_pointer (&catalogue->json, g_bytes_unref);
  g_free (catalogue->etag);
  g_free (catalogue);
}

const GcPoint *
gc_catalogue_get_point (const GcCatalogue *catalogue, const char *id)
{
  for (guint i = 0; i < catalogue->points->len; i++) {
    const GcPoint *point = catalogue->points->pdata[i];
    if (strcmp (point->id, id) == 0)
      return point;
  }
  return NULL;
}

const GcItem *
gc_catalogue_get_item (const GcCatalogue *catalogue, const char *code)
{
  return g_hash_table_lookup (catalogue->items, code);
}

const GPtrArray *
gc_catalogue_get_points (const GcCatalogue *catalogue)
{
  return catalogue->points;
}

GcSpans *
gc_catalogue_get_duty (const GcCatalogue *catalogue,
                       const char *hub,
                       int64_t from_ms,
                       int64_t to_ms)
{
  const GPtrArray *weeks = g_hash_table_lookup (catalogue->hubs, hub);

  if (weeks == NULL)
    return NULL;
  GcSpans *duty = gc_spans_new ();
  for (guint i = 0; i < weeks->len; i++) {
    g_autoptr (GcSpans) spans = gc_timetable_spans (weeks->pdata[i], from_ms, to_ms);
    gc_spans_add_all (duty, spans);
  }
  return duty;
}

const char *
gc_catalogue_get_hub_timezone (const GcCatalogue *catalogue, const char *hub)
{
  return g_hash_table_lookup (catalogue->hub_zones, hub);
}

gboolean
gc_catalogue_has_department (const GcCatalogue *catalogue, const char *id)
{
  return g_hash_table_contains (catalogue->departments, id);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
gc_catalogue_list_departments (const GcCatalogue *catalogue)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id = NULL;

  g_hash_table_iter_init (&iter, catalogue->departments);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, id);
  g_ptr_array_sort (ids, compare_names);
  return ids;
}

char *
gc_catalogue_list_unknown_years (const GcCatalogue *catalogue, int year)
{
  g_autoptr (GPtrArray) countries = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer country = NULL, calendar = NULL;

  g_hash_table_iter_init (&iter, catalogue->calendars);
  while (g_hash_table_iter_next (&iter, &country, &calendar))
    if (!gc_calendar_has_year (calendar, year))
      g_ptr_array_add (countries, country);
  if (countries->len == 0)
    return NULL;
  g_ptr_array_sort (countries, compare_names);
  g_ptr_array_add (countries, NULL);
  return g_strjoinv (", ", (char **)countries->pdata);
}

GBytes *
gc_catalogue_get_json (const GcCatalogue *catalogue)
{
  return catalogue->json;
}

const char *
gc_catalogue_get_etag (const GcCatalogue *catalogue)
{
  return catalogue->etag;
}
