// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/gc-sign-in.h"

#include "common/gc-error.h"
#include "common/gc-json.h"

#include <string.h>

#define TIMEOUT_S 10
#define MAX_ANSWER_BYTES 4096
#define MAX_SOCKET_BYTES G_GUINT64_CONSTANT (262144)

struct _GcSignIn {
  const GcSignInConfig *config;
  SoupSession *session;
  char *origin;
};

typedef struct {
  GcSignIn *sign_in;
  gboolean has_signed_in; /* in this opening: a pass denied after that is final */
} Opening;

static void ask_for_pass (GTask *task);

GcSignIn *
gc_sign_in_new (const GcSignInConfig *config, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (config->server, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  if ((strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0) ||
      g_uri_get_host (uri) == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "server \"%s\": must be http://HOST:PORT",
                 config->server);
    return NULL;
  }
  GcSignIn *sign_in = g_new0 (GcSignIn, 1);
  SoupCookieJar *jar = config->cookies != NULL ? soup_cookie_jar_text_new (config->cookies, FALSE)
                                               : soup_cookie_jar_new ();
  sign_in->config = config;
  sign_in->session = soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);
  soup_session_add_feature (sign_in->session, SOUP_SESSION_FEATURE (jar));
  g_object_unref (jar);
  /* The origin is the address without any path; a default port is not written. */
  sign_in->origin = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri),
                                g_uri_get_port (uri), "", NULL, NULL);
  return sign_in;
}

void
gc_sign_in_free (GcSignIn *sign_in)
{
  if (sign_in == NULL)
    return;
  g_object_unref (sign_in->session);
  g_free (sign_in->origin);
  g_free (sign_in);
}

/* HTTP */

static SoupMessage *
make_post (GcSignIn *sign_in, const char *path, JsonObject *body)
{
  g_autofree char *address = g_strconcat (sign_in->origin, path, NULL);
  g_autofree char *text = gc_json_object_to_string (body);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, address);

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Origin",
                                sign_in->origin);
  /* What a browser knows from the page: without it a strict cookie would not be sent. */
  soup_message_set_site_for_cookies (message, soup_message_get_uri (message));
  return message;
}

static GcErrorCode
find_code (const char *name)
{
  for (int code = GC_ERROR_INVALID; code <= GC_ERROR_INTERNAL; code++)
    if (g_strcmp0 (gc_error_code_name ((GcErrorCode)code), name) == 0)
      return (GcErrorCode)code;
  return GC_ERROR_INTERNAL;
}

/* {"error": {"code": ..., "message": ...}} as a GError. */
static void
set_answered_error (JsonObject *answer, unsigned status, GError **error)
{
  JsonNode *node = answer != NULL ? json_object_get_member (answer, "error") : NULL;
  const char *code = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    JsonNode *value = json_object_get_member (json_node_get_object (node), "code");
    if (value != NULL && JSON_NODE_HOLDS_VALUE (value))
      code = json_node_get_string (value);
  }
  g_set_error (error, GC_ERROR, (int)(code != NULL ? find_code (code) : GC_ERROR_UNAVAILABLE),
               "the service answered %u%s%s", status, code != NULL ? ", " : "",
               code != NULL ? code : "");
}

/* The answer's object when the status is good. (transfer full) */
static JsonObject *
finish_post (SoupSession *session, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (session, result, &cause);
  SoupMessage *message = soup_session_get_async_result_message (session, result);

  if (bytes == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service: %s", cause->message);
    return NULL;
  }
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  unsigned status = soup_message_get_status (message);
  g_autoptr (JsonObject) answer =
      gc_json_parse_object (text != NULL ? text : "", size, MAX_ANSWER_BYTES, &cause);
  if (!SOUP_STATUS_IS_SUCCESSFUL (status)) {
    set_answered_error (answer, status, error);
    return NULL;
  }
  if (answer == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return g_steal_pointer (&answer);
}

/* Signing in */

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonObject) answer = finish_post (SOUP_SESSION (source), result, &error);

  if (answer == NULL) {
    g_prefix_error (&error, "sign-in: ");
    g_task_return_error (task, error);
    return;
  }
  ask_for_pass (g_steal_pointer (&task));
}

static void
sign_in_first (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  GcSignIn *sign_in = opening->sign_in;
  const GcSignInConfig *config = sign_in->config;
  g_autoptr (JsonObject) body = json_object_new ();
  const char *path = "/api/login";

  opening->has_signed_in = TRUE;
  if (config->code != NULL) {
    path = "/api/enrol";
    json_object_set_string_member (body, "code", config->code);
  } else if (config->account != NULL) {
    json_object_set_string_member (body, "page", config->page);
    json_object_set_string_member (body, "account", config->account);
    json_object_set_string_member (body, "password", config->password);
  } else {
    g_task_return_new_error (task, GC_ERROR, GC_ERROR_DENIED,
                             "sign-in: this kiosk is not enrolled, and there is no code");
    g_object_unref (task);
    return;
  }
  g_autoptr (SoupMessage) message = make_post (sign_in, path, body);
  soup_session_send_and_read_async (sign_in->session, message, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), on_signed_in, task);
}

static void
on_socket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) cause = NULL;
  SoupWebsocketConnection *socket =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &cause);

  if (socket == NULL) {
    g_task_return_new_error (task, GC_ERROR, GC_ERROR_UNAVAILABLE, "socket: %s", cause->message);
    return;
  }
  soup_websocket_connection_set_max_incoming_payload_size (socket, MAX_SOCKET_BYTES);
  g_task_return_pointer (task, socket, g_object_unref);
}

static void
open_socket (GTask *task, const char *pass)
{
  Opening *opening = g_task_get_task_data (task);
  GcSignIn *sign_in = opening->sign_in;
  g_autofree char *query = g_uri_escape_string (pass, NULL, FALSE);
  g_autofree char *address =
      g_strdup_printf ("ws%s/ws?pass=%s", sign_in->origin + strlen ("http"), query);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, address);
  char *protocols[] = { (char *)"gc.1", NULL };

  soup_session_websocket_connect_async (sign_in->session, message, sign_in->origin, protocols,
                                        G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                        on_socket, task);
}

static void
on_pass (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = finish_post (SOUP_SESSION (source), result, &error);
  static const GcJsonField fields[] = { { "pass", GC_JSON_TYPE_STRING, FALSE, 1, 256, 0 } };
  char *pass = NULL;

  if (answer != NULL && gc_json_read (answer, fields, G_N_ELEMENTS (fields), &pass, &error)) {
    open_socket (task, pass);
    g_free (pass);
  } else if (g_error_matches (error, GC_ERROR, GC_ERROR_DENIED) && !opening->has_signed_in) {
    g_clear_error (&error);
    sign_in_first (task);
  } else {
    g_prefix_error (&error, "pass: ");
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}

static void
ask_for_pass (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  GcSignIn *sign_in = opening->sign_in;
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "page", sign_in->config->page);
  g_autoptr (SoupMessage) message = make_post (sign_in, "/api/pass", body);
  soup_session_send_and_read_async (sign_in->session, message, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), on_pass, task);
}

void
gc_sign_in_open_async (GcSignIn *sign_in,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->sign_in = sign_in;
  g_task_set_task_data (task, opening, g_free);
  g_task_set_source_tag (task, gc_sign_in_open_async);
  ask_for_pass (task);
}

SoupWebsocketConnection *
gc_sign_in_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
