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
#define RESOURCE_FOLDER "/org/globalconnect/data"

struct _GcCatalogue {
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
point_free (gpointer data)
{
  GcPoint *point = data;

  g_free (point->id);
  g_free (point->name_zh);
  g_free (point->name_en);
  g_free (point->timezone);
  gc_opening_hours_free (point->video_hours);
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
add_point (GcCatalogue *catalogue, JsonObject *object, GError **error)
{
  const char *id = NULL, *name_zh = NULL, *name_en = NULL, *zone = NULL, *city = NULL;
  JsonObject *week = get_object (object, "video_window_local", error);

  if (week == NULL || !get_string (object, "id", &id, error) ||
      !get_string (object, "name_zh", &name_zh, error) ||
      !get_string (object, "name_en", &name_en, error) ||
      !get_string (object, "timezone", &zone, error) || !get_string (object, "city", &city, error))
    return FALSE;
  if (!gc_id_is_valid (id, 64) || gc_catalogue_get_point (catalogue, id) != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "point \"%s\": bad id, or twice there", id);
    return FALSE;
  }
  GcOpeningHours *hours = gc_opening_hours_new (week, zone, error);
  if (hours == NULL) {
    g_prefix_error (error, "point \"%s\": ", id);
    return FALSE;
  }
  GcPoint *point = g_new0 (GcPoint, 1);
  *point = (GcPoint){
    .id = g_strdup (id),
    .name_zh = g_strdup (name_zh),
    .name_en = g_strdup (name_en),
    .timezone = g_strdup (zone),
    .letter = choose_letter (catalogue, city),
    .video_hours = hours,
  };
  g_ptr_array_add (catalogue->points, point);
  return TRUE;
}

static gboolean
add_item (GcCatalogue *catalogue, JsonObject *object, GError **error)
{
  const char *code = NULL, *name_zh = NULL, *name_en = NULL, *department = NULL;
  JsonObject *department_object = get_object (object, "department", error);

  if (department_object == NULL || !get_string (object, "code", &code, error) ||
      !get_string (object, "name_zh", &name_zh, error) ||
      !get_string (object, "name_en", &name_en, error) ||
      !get_string (department_object, "id", &department, error))
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
  const char *const *shown;
  AddFunc add; /* NULL: shown and not used */
} Section;

static const Section sections[] = {
  { "points", "points.json", point_members, add_point },
  { "hubs", "hubs.json", hub_members, NULL },
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
    if (section->add != NULL && !section->add (catalogue, object, error)) {
      g_prefix_error (error, "%s: entry %u: ", section->file, i);
      return FALSE;
    }
    JsonObject *entry = pick (object, section->shown);
    if (section->add == add_item)
      json_object_set_array_member (entry, "materials", pick_materials (object));
    json_array_add_object_element (picked, entry);
  }
  json_object_set_array_member (shown, section->member, g_steal_pointer (&picked));
  return TRUE;
}

GcCatalogue *
gc_catalogue_new (const char *folder, GError **error)
{
  g_autoptr (GcCatalogue) catalogue = g_new0 (GcCatalogue, 1);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) shown = json_object_new ();

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
  g_clear_pointer (&catalogue->points, g_ptr_array_unref);
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
