// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-janus-message.h"

#include "common/gc-error.h"
#include "common/gc-json.h"

#include <string.h>

#define PLUGIN "janus.plugin.videocall"
#define MAX_BYTES (256u * 1024)

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

char *
gc_load_janus_format (const GcLoadJanusRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_string (builder, "janus", request->janus);
  /* One request a connection: there is nothing to tell apart. */
  add_string (builder, "transaction", "load");
  if (strcmp (request->janus, "attach") == 0)
    add_string (builder, "plugin", PLUGIN);
  if (request->request != NULL) {
    json_builder_set_member_name (builder, "body");
    json_builder_begin_object (builder);
    add_string (builder, "request", request->request);
    if (request->username != NULL)
      add_string (builder, "username", request->username);
    json_builder_end_object (builder);
  }
  if (request->sdp_type != NULL) {
    json_builder_set_member_name (builder, "jsep");
    json_builder_begin_object (builder);
    add_string (builder, "type", request->sdp_type);
    add_string (builder, "sdp", request->sdp);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* The object @name in @object, which may be NULL; NULL when it is missing or something else. */
static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_string_member_with_default (object, name, NULL) : NULL;
}

/*
 * Janus: {"janus":"error","error":{"code","reason"}}, and {"janus":"hangup","reason"} when a peer's
 * connection ended; VideoCall: "data":{"error_code","error"}. (transfer full) (nullable)
 */
static char *
dup_refusal (JsonObject *message, JsonObject *data)
{
  const char *janus = get_string (message, "janus");
  const char *reason = get_string (get_object (message, "error"), "reason");

  if (g_strcmp0 (janus, "error") == 0)
    return g_strdup (reason != NULL ? reason : "unknown error");
  if (g_strcmp0 (janus, "hangup") == 0)
    return g_strconcat ("hangup: ", get_string (message, "reason"), NULL);
  return g_strdup (get_string (data, "error"));
}

gboolean
gc_load_janus_parse (const char *text, GcLoadJanusMessage *ret_message, GError **error)
{
  g_autoptr (JsonObject) message = gc_json_parse_object (text, strlen (text), MAX_BYTES, error);

  if (message == NULL)
    return FALSE;
  if (get_string (message, "janus") == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "Janus: \"%.100s\" is no message", text);
    return FALSE;
  }
  JsonObject *data = get_object (get_object (message, "plugindata"), "data");
  JsonObject *made = get_object (message, "data");
  g_autofree char *refusal = dup_refusal (message, data);
  if (refusal != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "Janus: %.200s", refusal);
    return FALSE;
  }
  *ret_message = (GcLoadJanusMessage){
    .id = made != NULL ? json_object_get_int_member_with_default (made, "id", 0) : 0,
    .event = g_strdup (get_string (get_object (data, "result"), "event")),
    .sdp = g_strdup (get_string (get_object (message, "jsep"), "sdp")),
  };
  return TRUE;
}

void
gc_load_janus_message_clear (GcLoadJanusMessage *message)
{
  g_clear_pointer (&message->event, g_free);
  g_clear_pointer (&message->sdp, g_free);
}
