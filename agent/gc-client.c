// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/gc-client.h"

#include "common/gc-error.h"
#include "common/gc-id.h"

#include <string.h>

#define MAX_TEXT_BYTES ((size_t)256 * 1024)
#define PING_S 10
#define FIRST_RETRY_MS 300
#define LAST_RETRY_MS 5000

enum {
  CLOSE_REPLACED = 4001,
  CLOSE_SIGNED_OUT = 4002,
  CLOSE_PROTOCOL = 4003,
};

typedef struct {
  char *id;
  char *text; /* the whole request, to be sent again */
  gboolean once;
  GcClientAnswer answer;
  gpointer user_data;
} Request;

struct _GcClient {
  GcSignIn *sign_in;
  const char *page;
  GcClientEvents events;
  gpointer user_data;

  GCancellable *cancellable; /* of the opening under way, NULL when none is */
  SoupWebsocketConnection *socket;
  gboolean is_open;   /* hello was answered */
  gboolean ping_sent; /* and not answered */
  unsigned retry_ms;
  guint retry_source;
  guint ping_source;

  GPtrArray *requests; /* Request, owned, in the order of sending */
  char *id_prefix;
  uint64_t next_id;

  char *resume;
  int64_t seq;
  char *peer;
  JsonObject *view;
};

static void connect_later (GcClient *client, unsigned wait_ms);

static void
request_free (Request *request)
{
  g_free (request->id);
  g_free (request->text);
  g_free (request);
}

/* Reading */

static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

JsonObject *
gc_client_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
gc_client_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

int64_t
gc_client_get_int (JsonObject *object, const char *name, int64_t fallback)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : fallback;
}

gboolean
gc_client_get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

/* Requests */

static Request *
add_request (GcClient *client, const char *method, JsonObject *params, gboolean once)
{
  g_autoptr (JsonObject) object = json_object_new ();
  Request *request = g_new0 (Request, 1);

  request->id = g_strdup_printf ("%s-%06" G_GUINT64_FORMAT, client->id_prefix, ++client->next_id);
  request->once = once;
  json_object_set_string_member (object, "jsonrpc", "2.0");
  json_object_set_string_member (object, "id", request->id);
  json_object_set_string_member (object, "method", method);
  json_object_set_object_member (object, "params", params);
  request->text = gc_json_object_to_string (object);
  g_ptr_array_add (client->requests, request);
  return request;
}

void
gc_client_call (GcClient *client,
                const char *method,
                JsonObject *params,
                gboolean once,
                GcClientAnswer answer,
                gpointer user_data)
{
  Request *request = add_request (client, method, params, once);

  request->answer = answer;
  request->user_data = user_data;
  if (client->is_open)
    soup_websocket_connection_send_text (client->socket, request->text);
}

static void
answer_request (Request *request, JsonObject *result, const GError *error)
{
  if (request->answer != NULL)
    request->answer (result, error, request->user_data);
}

/* Those that must not be sent again end with the socket. */
static void
end_once_requests (GcClient *client)
{
  g_autoptr (GPtrArray) ended = g_ptr_array_new_with_free_func ((GDestroyNotify)request_free);
  g_autoptr (GError) error = g_error_new (GC_ERROR, GC_ERROR_UNAVAILABLE, "the socket was lost");

  for (guint i = 0; i < client->requests->len;) {
    Request *request = g_ptr_array_index (client->requests, i);
    if (request->once)
      g_ptr_array_add (ended, g_ptr_array_steal_index (client->requests, i));
    else
      i++;
  }
  for (guint i = 0; i < ended->len; i++)
    answer_request (g_ptr_array_index (ended, i), NULL, error);
}

static Request *
steal_request (GcClient *client, const char *id)
{
  for (guint i = 0; id != NULL && i < client->requests->len; i++) {
    Request *request = g_ptr_array_index (client->requests, i);
    if (strcmp (request->id, id) == 0)
      return g_ptr_array_steal_index (client->requests, i);
  }
  return NULL;
}

static GError *
read_error (JsonObject *error)
{
  const char *name = gc_client_get_string (gc_client_get_object (error, "data"), "code");
  const char *message = gc_client_get_string (error, "message");
  int code = GC_ERROR_INVALID;

  while (code < GC_ERROR_INTERNAL && g_strcmp0 (gc_error_code_name ((GcErrorCode)code), name) != 0)
    code++;
  return g_error_new (GC_ERROR, code, "%s", message != NULL ? message : "refused");
}

/* The view */

static void
merge_view (GcClient *client, JsonObject *set)
{
  g_autoptr (GList) names = json_object_get_members (set);

  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (client->view, l->data,
                            json_node_copy (json_object_get_member (set, l->data)));
}

static void
handle_view (GcClient *client, JsonObject *params)
{
  JsonObject *set = gc_client_get_object (params, "set");
  int64_t seq = gc_client_get_int (params, "seq", 0);

  if (set == NULL || seq <= client->seq)
    return;
  client->seq = seq;
  merge_view (client, set);
  client->events.view_changed (client->view, client->user_data);
}

static void
on_hello (JsonObject *result, const GError *error, gpointer user_data)
{
  GcClient *client = user_data;

  if (result == NULL) {
    if (!g_error_matches (error, GC_ERROR, GC_ERROR_UNAVAILABLE))
      client->events.ended (error, client->user_data);
    return;
  }
  JsonObject *view = gc_client_get_object (result, "view");
  g_free (client->resume);
  client->resume = g_strdup (gc_client_get_string (result, "resume"));
  client->retry_ms = FIRST_RETRY_MS;
  client->is_open = TRUE;
  if (view != NULL) {
    client->seq = gc_client_get_int (result, "seq", 0);
    json_object_unref (client->view);
    client->view = json_object_new ();
    merge_view (client, view);
  }
  for (guint i = 0; i < client->requests->len; i++) {
    const Request *request = g_ptr_array_index (client->requests, i);
    soup_websocket_connection_send_text (client->socket, request->text);
  }
  client->events.view_changed (client->view, client->user_data);
}

static void
say_hello (GcClient *client)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "page", client->page);
  if (client->resume != NULL)
    json_object_set_string_member (params, "resume", client->resume);
  else
    json_object_set_null_member (params, "resume");
  json_object_set_int_member (params, "seq", client->seq);
  if (client->peer != NULL)
    json_object_set_string_member (params, "peer", client->peer);
  else
    json_object_set_null_member (params, "peer");
  Request *request = add_request (client, "hello", params, TRUE);
  request->answer = on_hello;
  request->user_data = client;
  soup_websocket_connection_send_text (client->socket, request->text);
}

/* The socket */

static void
drop_socket (GcClient *client)
{
  client->is_open = FALSE;
  client->ping_sent = FALSE;
  if (client->ping_source != 0)
    g_source_remove (client->ping_source);
  client->ping_source = 0;
  if (client->socket == NULL)
    return;
  g_signal_handlers_disconnect_by_data (client->socket, client);
  if (soup_websocket_connection_get_state (client->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (client->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  g_clear_object (&client->socket);
}

static void
lose_socket (GcClient *client, unsigned wait_ms, const char *why)
{
  g_autoptr (GError) error = g_error_new (GC_ERROR, GC_ERROR_UNAVAILABLE, "%s", why);

  drop_socket (client);
  connect_later (client, wait_ms);
  end_once_requests (client);
  client->events.disconnected (error, client->user_data);
}

static void
on_message (SoupWebsocketConnection *socket, int type, GBytes *bytes, gpointer user_data)
{
  GcClient *client = user_data;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) message =
      gc_json_parse_object (text != NULL ? text : "", size, MAX_TEXT_BYTES, &error);

  if (message == NULL) {
    lose_socket (client, LAST_RETRY_MS, error->message);
    return;
  }
  if (g_strcmp0 (gc_client_get_string (message, "method"), "view") == 0) {
    handle_view (client, gc_client_get_object (message, "params"));
    return;
  }
  Request *request = steal_request (client, gc_client_get_string (message, "id"));
  if (request == NULL)
    return;
  JsonObject *result = gc_client_get_object (message, "result");
  if (result == NULL)
    error = read_error (gc_client_get_object (message, "error"));
  answer_request (request, result, error);
  request_free (request);
}

static void
on_closed (SoupWebsocketConnection *socket, gpointer user_data)
{
  GcClient *client = user_data;
  unsigned code = soup_websocket_connection_get_close_code (socket);
  g_autofree char *why = g_strdup_printf ("closed with %u", code);
  g_autoptr (GError) error = NULL;

  if (code != CLOSE_REPLACED) {
    lose_socket (client, code == CLOSE_PROTOCOL ? LAST_RETRY_MS : 0, why);
    return;
  }
  drop_socket (client);
  error = g_error_new (GC_ERROR, GC_ERROR_CONFLICT, "another program took this seat");
  client->events.ended (error, client->user_data);
}

static void
on_pong (JsonObject *result, const GError *error, gpointer user_data)
{
  GcClient *client = user_data;

  client->ping_sent = FALSE;
}

static gboolean
on_ping (gpointer user_data)
{
  GcClient *client = user_data;

  /* No answer in a whole interval: the socket may be open and the way behind it dead. */
  if (client->ping_sent) {
    client->ping_source = 0;
    lose_socket (client, 0, "the service does not answer");
    return G_SOURCE_REMOVE;
  }
  client->ping_sent = TRUE;
  gc_client_call (client, "ping", json_object_new (), TRUE, on_pong, client);
  return G_SOURCE_CONTINUE;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *socket = gc_sign_in_open_finish (result, &error);
  GcClient *client = user_data;

  /* Cancelled: the client is no more. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)))) {
    g_clear_object (&socket);
    return;
  }
  g_clear_object (&client->cancellable);
  if (socket == NULL && g_error_matches (error, GC_ERROR, GC_ERROR_DENIED)) {
    client->events.ended (error, client->user_data);
  } else if (socket == NULL) {
    connect_later (client, 0);
    client->events.disconnected (error, client->user_data);
  } else {
    client->socket = socket;
    g_signal_connect (socket, "message", G_CALLBACK (on_message), client);
    g_signal_connect (socket, "closed", G_CALLBACK (on_closed), client);
    client->ping_source = g_timeout_add_seconds (PING_S, on_ping, client);
    g_source_set_name_by_id (client->ping_source, "gc-client ping");
    say_hello (client);
  }
}

static gboolean
on_retry (gpointer user_data)
{
  GcClient *client = user_data;

  client->retry_source = 0;
  client->cancellable = g_cancellable_new ();
  gc_sign_in_open_async (client->sign_in, client->cancellable, on_opened, client);
  return G_SOURCE_REMOVE;
}

/* After @wait_ms, or when 0 after a time that grows, and is spread so that not all come at once. */
static void
connect_later (GcClient *client, unsigned wait_ms)
{
  if (client->retry_source != 0 || client->cancellable != NULL)
    return;
  if (wait_ms == 0) {
    wait_ms = (unsigned)g_random_int_range ((int)client->retry_ms / 2, (int)client->retry_ms + 1);
    client->retry_ms = MIN (2 * client->retry_ms, LAST_RETRY_MS);
  }
  client->retry_source = g_timeout_add (wait_ms, on_retry, client);
  g_source_set_name_by_id (client->retry_source, "gc-client connect");
}

GcClient *
gc_client_new (GcSignIn *sign_in,
               const char *page,
               const GcClientEvents *events,
               gpointer user_data)
{
  GcClient *client = g_new0 (GcClient, 1);

  client->sign_in = sign_in;
  client->page = page;
  client->events = *events;
  client->user_data = user_data;
  client->retry_ms = FIRST_RETRY_MS;
  client->requests = g_ptr_array_new_with_free_func ((GDestroyNotify)request_free);
  client->id_prefix = gc_id_new (80);
  client->view = json_object_new ();
  connect_later (client, 1);
  return client;
}

void
gc_client_free (GcClient *client)
{
  if (client == NULL)
    return;
  if (client->cancellable != NULL)
    g_cancellable_cancel (client->cancellable);
  g_clear_object (&client->cancellable);
  if (client->retry_source != 0)
    g_source_remove (client->retry_source);
  drop_socket (client);
  g_ptr_array_unref (client->requests);
  json_object_unref (client->view);
  g_free (client->id_prefix);
  g_free (client->resume);
  g_free (client->peer);
  g_free (client);
}

void
gc_client_set_peer (GcClient *client, const char *peer)
{
  g_free (client->peer);
  client->peer = g_strdup (peer);
}

gboolean
gc_client_is_open (const GcClient *client)
{
  return client->is_open;
}
