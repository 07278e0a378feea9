// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-rpc.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "common/gc-json-scan.h"
#include "common/gc-json.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-socket.h"

#include <string.h>

typedef struct {
  char *jsonrpc;
  char *id;
  char *method;
  JsonObject *params;
} Envelope;

static const GcJsonField envelope_fields[] = {
  GC_JSON_STRING (Envelope, jsonrpc, 3, 3),
  GC_JSON_STRING (Envelope, id, GC_RPC_MIN_ID, GC_RPC_MAX_ID),
  GC_JSON_STRING (Envelope, method, 1, 64),
  GC_JSON_OBJECT (Envelope, params),
};

/* The id of a request that is wrong otherwise, so that its sender can tell which one it was. */
static char *
dup_id (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "id");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING ||
      !gc_id_is_valid (json_node_get_string (node), GC_RPC_MAX_ID))
    return NULL;
  return json_node_dup_string (node);
}

gboolean
gc_rpc_parse (const char *text,
              size_t size,
              GcRpcRequest *ret_request,
              GcRpcCode *ret_code,
              GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  Envelope envelope = { 0 };

  *ret_request = (GcRpcRequest){ 0 };
  *ret_code = GC_RPC_NOT_JSON;
  if (!gc_json_scan (text, size, GC_SOCKET_MAX_BYTES, error))
    return FALSE;

  *ret_code = GC_RPC_NOT_A_REQUEST;
  object = gc_json_parse_object (text, size, GC_SOCKET_MAX_BYTES, error);
  if (object == NULL)
    return FALSE;
  ret_request->id = dup_id (object);
  if (!gc_json_read (object, envelope_fields, G_N_ELEMENTS (envelope_fields), &envelope, error))
    return FALSE;
  if (strcmp (envelope.jsonrpc, "2.0") != 0 || !gc_id_is_valid (envelope.id, GC_RPC_MAX_ID)) {
    gc_json_read_clear (envelope_fields, G_N_ELEMENTS (envelope_fields), &envelope);
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "not a JSON-RPC 2.0 request with a usable id");
    return FALSE;
  }
  ret_request->method = g_steal_pointer (&envelope.method);
  ret_request->params = g_steal_pointer (&envelope.params);
  gc_json_read_clear (envelope_fields, G_N_ELEMENTS (envelope_fields), &envelope);
  return TRUE;
}

void
gc_rpc_request_clear (GcRpcRequest *request)
{
  g_clear_pointer (&request->id, g_free);
  g_clear_pointer (&request->method, g_free);
  g_clear_pointer (&request->params, json_object_unref);
}

char *
gc_rpc_format_result (const char *id, const char *result)
{
  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":%s}", id, result);
}

char *
gc_rpc_format_error (const char *id, GcRpcCode code, const GError *error, const char *detail)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "jsonrpc", "2.0");
  gc_json_writer_string (&writer, "id", id);
  gc_json_writer_begin_object (&writer, "error");
  gc_json_writer_int (&writer, "code", code);
  gc_json_writer_string (&writer, "message", error->message);
  gc_json_writer_begin_object (&writer, "data");
  gc_json_writer_string (&writer, "code", gc_error_code_name (gc_error_code (error)));
  if (detail != NULL)
    gc_json_writer_string (&writer, "detail", detail);
  gc_json_writer_end_object (&writer);
  gc_json_writer_end_object (&writer);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

char *
gc_rpc_format_view (int64_t seq, const char *set)
{
  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"view\",\"params\":{\"seq\":%" //
                          G_GINT64_FORMAT ",\"set\":%s}}",
                          seq, set);
}
