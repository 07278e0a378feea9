// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-sim-places.h"

#include "common/gc-error.h"
#include "common/gc-json-scan.h"

#define MAX_FILE_BYTES 8388608

struct _GcSimPlaces {
  GHashTable *points; /* char* id -> GcSimPoint, owned */
  GHashTable *hubs;   /* char* id -> GcSimHub, owned */
  GHashTable *items;  /* char* code -> GcSimItem, owned */
};

static void
point_free (gpointer data)
{
  GcSimPoint *point = data;

  g_free (point->id);
  g_free (point->country);
  g_free (point->zone);
  gc_sim_hours_unref (point->opening);
  gc_sim_hours_unref (point->video);
  g_free (point);
}

static void
hub_free (gpointer data)
{
  GcSimHub *hub = data;

  g_free (hub->id);
  g_free (hub->zone);
  gc_sim_hours_unref (hub->normal);
  gc_sim_hours_unref (hub->duty);
  g_free (hub);
}

static void
item_free (gpointer data)
{
  GcSimItem *item = data;

  g_free (item->code);
  g_free (item->department);
  g_free (item);
}

static JsonArray *
load_list (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size = 0;

  if (!g_file_get_contents (path, &text, &size, &local)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", name, local->message);
    return NULL;
  }
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
get_string (JsonObject *object, const char *member, char **ret_string, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be a string", member);
    return FALSE;
  }
  *ret_string = json_node_dup_string (node);
  return TRUE;
}

static gboolean
get_hours (JsonObject *object,
           const char *member,
           const char *zone,
           GcSimHours **ret_hours,
           GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be an object", member);
    return FALSE;
  }
  *ret_hours = gc_sim_hours_new (json_node_get_object (node), zone, error);
  if (*ret_hours == NULL)
    g_prefix_error (error, "\"%s\": ", member);
  return *ret_hours != NULL;
}

static gboolean
add_point (GcSimPlaces *places, JsonObject *object, GError **error)
{
  GcSimPoint *point = g_new0 (GcSimPoint, 1);
  g_autofree char *kind = NULL;

  if (!get_string (object, "id", &point->id, error)) {
    point_free (point);
    return FALSE;
  }
  /* The table owns it from here, also when it is only half read. */
  g_hash_table_replace (places->points, point->id, point);
  point->kiosks = json_object_get_int_member_with_default (object, "kiosks", 1);
  if (!get_string (object, "country", &point->country, error) ||
      !get_string (object, "timezone", &point->zone, error) ||
      !get_string (object, "kind", &kind, error) ||
      !get_hours (object, "opening_hours", point->zone, &point->opening, error) ||
      !get_hours (object, "video_window_local", point->zone, &point->video, error)) {
    g_prefix_error (error, "point \"%s\": ", point->id);
    return FALSE;
  }
  point->is_domestic = g_str_equal (kind, "domestic");
  return TRUE;
}

static gboolean
add_hub (GcSimPlaces *places, JsonObject *object, GError **error)
{
  GcSimHub *hub = g_new0 (GcSimHub, 1);

  if (!get_string (object, "id", &hub->id, error)) {
    hub_free (hub);
    return FALSE;
  }
  g_hash_table_replace (places->hubs, hub->id, hub);
  if (!get_string (object, "timezone", &hub->zone, error) ||
      !get_hours (object, "opening_hours", hub->zone, &hub->normal, error) ||
      !get_hours (object, "overseas_duty_hours", hub->zone, &hub->duty, error)) {
    g_prefix_error (error, "hub \"%s\": ", hub->id);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_item (GcSimPlaces *places, JsonObject *object, GError **error)
{
  JsonNode *department = json_object_get_member (object, "department");
  JsonNode *minutes = json_object_get_member (object, "typical_video_minutes");
  GcSimItem *item = g_new0 (GcSimItem, 1);

  if (!get_string (object, "code", &item->code, error)) {
    item_free (item);
    return FALSE;
  }
  g_hash_table_replace (places->items, item->code, item);
  if (minutes != NULL && JSON_NODE_HOLDS_VALUE (minutes))
    item->minutes = json_node_get_int (minutes);
  if (department == NULL || !JSON_NODE_HOLDS_OBJECT (department) ||
      !get_string (json_node_get_object (department), "id", &item->department, error)) {
    if (error != NULL && *error == NULL)
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"department\": must be an object");
    g_prefix_error (error, "item \"%s\": ", item->code);
    return FALSE;
  }
  return TRUE;
}

static gboolean
load (GcSimPlaces *places,
      const char *folder,
      const char *name,
      gboolean (*add) (GcSimPlaces *places, JsonObject *object, GError **error),
      GError **error)
{
  g_autoptr (JsonArray) list = load_list (folder, name, error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: entry %u must be an object", name, i);
      return FALSE;
    }
    if (!add (places, json_node_get_object (node), error)) {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  }
  return list != NULL;
}

GcSimPlaces *
gc_sim_places_new (const char *folder, GError **error)
{
  g_autoptr (GcSimPlaces) places = g_new0 (GcSimPlaces, 1);

  places->points = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, point_free);
  places->hubs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, hub_free);
  places->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, item_free);
  if (!load (places, folder, "points.json", add_point, error) ||
      !load (places, folder, "hubs.json", add_hub, error) ||
      !load (places, folder, "items.json", add_item, error))
    return NULL;
  return g_steal_pointer (&places);
}

void
gc_sim_places_free (GcSimPlaces *places)
{
  if (places == NULL)
    return;
  g_hash_table_unref (places->points);
  g_hash_table_unref (places->hubs);
  g_hash_table_unref (places->items);
  g_free (places);
}

const GcSimPoint *
gc_sim_places_get_point (const GcSimPlaces *places, const char *id)
{
  return g_hash_table_lookup (places->points, id);
}

const GcSimHub *
gc_sim_places_get_hub (const GcSimPlaces *places, const char *id)
{
  return g_hash_table_lookup (places->hubs, id);
}

const GcSimItem *
gc_sim_places_get_item (const GcSimPlaces *places, const char *code)
{
  return g_hash_table_lookup (places->items, code);
}

gboolean
gc_sim_places_has_department (const GcSimPlaces *places, const char *id)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, places->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((const GcSimItem *)value)->department, id))
      return TRUE;
  return FALSE;
}
