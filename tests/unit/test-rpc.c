// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* JSON-RPC and the writer of what the service says. */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-json.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-rpc.h"

#include <string.h>

static void
test_parse (void)
{
  static const struct {
    const char *text;
    GcRpcCode code; /* 0: a request */
    const char *id;
  } cases[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":\"c-000001\",\"method\":\"ping\",\"params\":{}}", 0,
      "c-000001" },
    { "", GC_RPC_NOT_JSON, NULL },
    { "{", GC_RPC_NOT_JSON, NULL },
    { "{}{}", GC_RPC_NOT_JSON, NULL },
    { "[]", GC_RPC_NOT_A_REQUEST, NULL },
    { "{}", GC_RPC_NOT_A_REQUEST, NULL },
    { "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":{}}", GC_RPC_NOT_A_REQUEST,
      NULL },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"short\",\"method\":\"ping\",\"params\":{}}",
      GC_RPC_NOT_A_REQUEST, "short" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b-1234\",\"method\":\"ping\",\"params\":{}}",
      GC_RPC_NOT_A_REQUEST, NULL },
    { "{\"jsonrpc\":\"1.0\",\"id\":\"c-000001\",\"method\":\"ping\",\"params\":{}}",
      GC_RPC_NOT_A_REQUEST, "c-000001" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"c-000001\",\"method\":\"ping\"}", GC_RPC_NOT_A_REQUEST,
      "c-000001" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"c-000001\",\"method\":\"ping\",\"params\":{},\"x\":1}",
      GC_RPC_NOT_A_REQUEST, "c-000001" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    GcRpcRequest request = { 0 };
    GcRpcCode code = 0;
    g_autoptr (GError) error = NULL;
    gboolean done = gc_rpc_parse (cases[i].text, strlen (cases[i].text), &request, &code, &error);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (done, ==, cases[i].code == 0);
    g_assert_cmpint (error != NULL, ==, cases[i].code != 0);
    if (!done)
      g_assert_cmpint (code, ==, cases[i].code);
    g_assert_cmpstr (request.id, ==, cases[i].id);
    gc_rpc_request_clear (&request);
  }
}

static void
test_format (void)
{
  g_autoptr (GError) error = g_error_new (GC_ERROR, GC_ERROR_CONFLICT, "ticket \"A\": over");
  g_autofree char *failed = gc_rpc_format_error ("c-000001", GC_RPC_FAILED, error, "item_off");
  g_autofree char *nameless = gc_rpc_format_error (NULL, GC_RPC_NOT_JSON, error, NULL);
  g_autofree char *result = gc_rpc_format_result ("c-000001", "{\"ahead\":2}");
  g_autofree char *view = gc_rpc_format_view (18, "{\"ticket\":null}");

  g_assert_cmpstr (failed, ==,
                   "{\"jsonrpc\":\"2.0\",\"id\":\"c-000001\",\"error\":{\"code\":-32000,"
                   "\"message\":\"ticket \\\"A\\\": "
                   "over\",\"data\":{\"code\":\"conflict\",\"detail\":\"item_off\"}}}");
  g_assert_nonnull (strstr (nameless, "\"id\":null"));
  g_assert_cmpstr (result, ==,
                   "{\"jsonrpc\":\"2.0\",\"id\":\"c-000001\",\"result\":{\"ahead\":2}}");
  g_assert_cmpstr (view, ==,
                   "{\"jsonrpc\":\"2.0\",\"method\":\"view\",\"params\":{\"seq\":18,"
                   "\"set\":{\"ticket\":null}}}");
}

/* Whatever a person types comes back as it was, through our writer and the strict reader. */
static void
test_writer (void)
{
  static const char *const texts[] = { "",
                                       "陈阿梅",
                                       "\"quotes\" and \\ and /",
                                       "\b\f\n\r\t\x01\x1f\x7f",
                                       "</script><!--",
                                       "\xe2\x80\xa8\xe2\x80\xa9",
                                       "\xf0\x9f\x98\x80",
                                       NULL };

  for (size_t i = 0; texts[i] != NULL; i++) {
    g_auto (GcJsonWriter) writer = { 0 };
    g_autoptr (GError) error = NULL;
    gc_json_writer_init (&writer);
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_string (&writer, texts[i], "key");
    gc_json_writer_string (&writer, "value", texts[i]);
    gc_json_writer_begin_list (&writer, "list");
    gc_json_writer_int (&writer, NULL, INT64_MIN);
    gc_json_writer_boolean (&writer, NULL, TRUE);
    gc_json_writer_null (&writer, NULL);
    gc_json_writer_strings (&writer, NULL, texts);
    gc_json_writer_end_list (&writer);
    gc_json_writer_raw (&writer, "raw", "{\"a\":1}");
    gc_json_writer_end_object (&writer);
    g_autoptr (JsonObject) object =
        gc_json_parse_object (writer.text->str, writer.text->len, 65536, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (json_object_get_string_member (object, "value"), ==, texts[i]);
    g_assert_cmpstr (json_object_get_string_member (object, texts[i]), ==, "key");
    JsonArray *list = json_object_get_array_member (object, "list");
    g_assert_cmpint (json_array_get_int_element (list, 0), ==, INT64_MIN);
    g_assert_cmpuint (json_array_get_length (json_array_get_array_element (list, 3)), ==,
                      G_N_ELEMENTS (texts) - 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rpc/parse", test_parse);
  g_test_add_func ("/rpc/format", test_format);
  g_test_add_func ("/rpc/writer", test_writer);
  return g_test_run ();
}
