// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-json.h"

#include "common/gc-error.h"
#include "common/gc-json-scan.h"

#include <string.h>

JsonObject *
gc_json_parse_object (const char *text, size_t size, size_t max_size, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;

  if (!gc_json_scan (text, size, max_size, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize)size, NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "json: not understood");
    return NULL;
  }
  JsonNode *root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "json: the text is not an object");
    return NULL;
  }
  return json_node_dup_object (root);
}

static gboolean
wrong_type (const GcJsonField *field, const char *wanted, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be %s", field->name, wanted);
  return FALSE;
}

static gboolean
check_range (const GcJsonField *field, int64_t value, const char *unit, GError **error)
{
  if (value >= field->min && value <= field->max)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "\"%s\": %" G_GINT64_FORMAT "%s, must be %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
               field->name, value, unit, field->min, field->max);
  return FALSE;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
read_strings (const GcJsonField *field, JsonNode *node, char ***ret_strings, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return wrong_type (field, "a list of strings", error);
  JsonArray *array = json_node_get_array (node);
  guint n = json_array_get_length (array);
  if (!check_range (field, n, " strings", error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    if (!holds (element, G_TYPE_STRING))
      return wrong_type (field, "a list of strings", error);
    const char *string = json_node_get_string (element);
    if (g_utf8_strlen (string, -1) > GC_JSON_MAX_LIST_STRING)
      return wrong_type (field, "a list of short strings", error);
    g_strv_builder_add (builder, string);
  }
  *ret_strings = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_field (const GcJsonField *field, JsonNode *node, void *member, GError **error)
{
  switch (field->type) {
  case GC_JSON_TYPE_STRING:
    if (!holds (node, G_TYPE_STRING))
      return wrong_type (field, "a string", error);
    if (!check_range (field, g_utf8_strlen (json_node_get_string (node), -1), " characters", error))
      return FALSE;
    *(char **)member = json_node_dup_string (node);
    return TRUE;
  case GC_JSON_TYPE_STRINGS:
    return read_strings (field, node, member, error);
  case GC_JSON_TYPE_INT:
    if (!holds (node, G_TYPE_INT64))
      return wrong_type (field, "an integer", error);
    if (!check_range (field, json_node_get_int (node), "", error))
      return FALSE;
    *(int64_t *)member = json_node_get_int (node);
    return TRUE;
  case GC_JSON_TYPE_BOOLEAN:
    if (!holds (node, G_TYPE_BOOLEAN))
      return wrong_type (field, "true or false", error);
    *(gboolean *)member = json_node_get_boolean (node);
    return TRUE;
  case GC_JSON_TYPE_OBJECT:
    if (!JSON_NODE_HOLDS_OBJECT (node))
      return wrong_type (field, "an object", error);
    *(JsonObject **)member = json_node_dup_object (node);
    return TRUE;
  default:
    g_return_val_if_reached (FALSE);
  }
}

/* A member that no field names is refused: a mistyped key must not be silently without effect. */
static gboolean
check_members (JsonObject *object, const GcJsonField *fields, size_t n_fields, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next) {
    gboolean known = FALSE;
    for (size_t i = 0; i < n_fields && !known; i++)
      known = strcmp (fields[i].name, l->data) == 0;
    if (!known) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%.40s\": no such member",
                   (const char *)l->data);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
gc_json_read (JsonObject *object,
              const GcJsonField *fields,
              size_t n_fields,
              void *ret_struct,
              GError **error)
{
  if (!check_members (object, fields, n_fields, error))
    return FALSE;

  for (size_t i = 0; i < n_fields; i++) {
    const GcJsonField *field = &fields[i];
    JsonNode *node = json_object_get_member (object, field->name);
    gboolean absent = node == NULL || JSON_NODE_HOLDS_NULL (node);
    gboolean done = TRUE;

    if (absent && !field->optional) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": missing", field->name);
      done = FALSE;
    } else if (!absent) {
      done = read_field (field, node, (char *)ret_struct + field->offset, error);
    }
    if (!done) {
      gc_json_read_clear (fields, i, ret_struct);
      return FALSE;
    }
  }
  return TRUE;
}

void
gc_json_read_clear (const GcJsonField *fields, size_t n_fields, void *read)
{
  for (size_t i = 0; i < n_fields; i++) {
    void *member = (char *)read + fields[i].offset;

    switch (fields[i].type) {
    case GC_JSON_TYPE_STRING:
      g_clear_pointer ((char **)member, g_free);
      break;
    case GC_JSON_TYPE_STRINGS:
      g_clear_pointer ((char ***)member, g_strfreev);
      break;
    case GC_JSON_TYPE_OBJECT:
      g_clear_pointer ((JsonObject **)member, json_object_unref);
      break;
    case GC_JSON_TYPE_INT:
    case GC_JSON_TYPE_BOOLEAN:
    default:
      break;
    }
  }
}

char *
gc_json_object_to_string (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  return json_to_string (node, FALSE);
}
