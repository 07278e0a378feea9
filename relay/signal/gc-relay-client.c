// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-relay-client.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "common/gc-json.h"
#include "signal/gc-json-writer.h"

#include <gio/gunixsocketaddress.h>
#include <libsoup/soup.h>
#include <string.h>

#define COMMAND_SECONDS 5
#define MAX_CONNECTIONS 16
#define MAX_EVENT_BYTES 4194304
#define MAX_ANSWER_BYTES 4194304
#define BASE "http://relay"

struct _GcRelayClient {
  const GcRelayCallbacks *callbacks;
  gpointer user_data;
  SoupSession *session;
  GCancellable *cancellable;
  SoupWebsocketConnection *events; /* NULL while it is tried */
  GSource *retry;
  gboolean up;
  char *epoch;
};

static void connect_events (GcRelayClient *client);

/* ---- reading what the relay says; a member of another type reads as if it were not there ---- */

static const char *
read_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static int64_t
read_int (JsonObject *object, const char *member, int64_t otherwise)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return otherwise;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return (int64_t)CLAMP (json_node_get_double (node), -1e15, 1e15);
  return otherwise;
}

static gboolean
read_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

static JsonArray *
read_list (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

GcRelayPeer *
gc_relay_peer_new (const char *id, const char *label, int worker)
{
  GcRelayPeer *peer = g_new0 (GcRelayPeer, 1);

  *peer = (GcRelayPeer){ g_strdup (id), g_strdup (label), worker };
  return peer;
}

void
gc_relay_peer_free (GcRelayPeer *peer)
{
  if (peer == NULL)
    return;
  g_free (peer->id);
  g_free (peer->label);
  g_free (peer);
}

static GPtrArray *
read_peers (JsonObject *object)
{
  GPtrArray *peers = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_relay_peer_free);
  JsonArray *list = read_list (object, "peers");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    JsonObject *peer = json_node_get_object (node);
    const char *id = read_string (peer, "id");
    if (id == NULL)
      continue;
    g_ptr_array_add (peers, gc_relay_peer_new (id, read_string (peer, "label"),
                                               (int)read_int (peer, "worker", -1)));
  }
  return peers;
}

/* ---- events ---- */

static void
tell_speaker (GcRelayClient *client, const char *room, int64_t place)
{
  if (room != NULL && place < GC_RELAY_MAX_SEATS)
    client->callbacks->speaker (room, (int)MAX (place, -1), client->user_data);
}

/* Who spoke already when the events began. */
static void
tell_speakers (GcRelayClient *client, JsonObject *hello)
{
  JsonArray *list = read_list (hello, "peers");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    JsonObject *peer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    int64_t place = peer != NULL ? read_int (peer, "speaks", -1) : -1;
    if (place >= 0)
      tell_speaker (client, read_string (peer, "room"), place);
  }
}

static void
handle_hello (GcRelayClient *client, JsonObject *event)
{
  const char *epoch = read_string (event, "epoch");
  g_autoptr (GPtrArray) peers = read_peers (event);

  if (epoch == NULL)
    return;
  g_free (client->epoch);
  client->epoch = g_strdup (epoch);
  client->up = TRUE;
  g_message ("the relay is there, epoch %s, %u peers", epoch, peers->len);
  client->callbacks->up (client->epoch, peers, client->user_data);
  tell_speakers (client, event);
}

static void
handle_gone (GcRelayClient *client, JsonObject *event)
{
  const char *peer = read_string (event, "peer");
  const char *reason = read_string (event, "reason");

  if (peer != NULL)
    client->callbacks->gone (peer, reason != NULL ? reason : "", client->user_data);
}

static void
handle_media (GcRelayClient *client, JsonObject *event)
{
  const char *peer = read_string (event, "peer");

  if (peer != NULL)
    client->callbacks->media (peer, client->user_data);
}

/* A list of numbers of video lines, as bits; others are left out. */
static unsigned
read_lines (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? MIN (json_array_get_length (array), GC_RELAY_MAX_PICTURES) : 0;
  unsigned bits = 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    int64_t line = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_int (element) : -1;
    if (line >= 0 && line < GC_RELAY_MAX_PICTURES)
      bits |= 1U << line;
  }
  return bits;
}

static void
handle_quality (GcRelayClient *client, JsonObject *event)
{
  GcRelayQuality quality = {
    .peer = read_string (event, "peer"),
    .label = read_string (event, "label"),
    .rtt_ms = read_int (event, "rtt_ms", -1),
    .loss_up_permille = read_int (event, "loss_up_permille", 0),
    .loss_down_permille = read_int (event, "loss_down_permille", 0),
    .up_bps = read_int (event, "up_bps", 0),
    .down_bps = read_int (event, "down_bps", 0),
    .carries_bps = read_int (event, "carries_bps", -1),
    .jitter_up_ms = read_int (event, "jitter_up_ms", -1),
    .jitter_down_ms = read_int (event, "jitter_down_ms", -1),
    .paused = read_lines (event, "paused"),
  };

  if (quality.peer != NULL)
    client->callbacks->quality (&quality, client->user_data);
}

static void
handle_speaker (GcRelayClient *client, JsonObject *event)
{
  tell_speaker (client, read_string (event, "room"), read_int (event, "place", -1));
}

static const struct {
  const char *event;
  void (*handle) (GcRelayClient *client, JsonObject *event);
} handlers[] = {
  { "hello", handle_hello },     { "gone", handle_gone },       { "media", handle_media },
  { "quality", handle_quality }, { "speaker", handle_speaker },
};

static void
on_event (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  GcRelayClient *client = user_data;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonObject) event = gc_json_parse_object (text, size, MAX_EVENT_BYTES, &error);

  if (event == NULL) {
    g_warning ("the relay sent an event that is not understood: %s", error->message);
    return;
  }
  const char *name = read_string (event, "event");
  for (size_t i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (g_strcmp0 (name, handlers[i].event) == 0)
      handlers[i].handle (client, event);
}

static gboolean
on_retry (gpointer user_data)
{
  GcRelayClient *client = user_data;

  g_clear_pointer (&client->retry, g_source_unref);
  connect_events (client);
  return G_SOURCE_REMOVE;
}

static void
retry_later (GcRelayClient *client)
{
  if (client->retry != NULL)
    return;
  client->retry = g_timeout_source_new (GC_RELAY_RETRY_MS);
  g_source_set_static_name (client->retry, "gc-relay-retry");
  g_source_set_callback (client->retry, on_retry, client, NULL);
  g_source_attach (client->retry, g_main_context_get_thread_default ());
}

static void
go_down (GcRelayClient *client)
{
  if (client->events != NULL)
    g_signal_handlers_disconnect_by_data (client->events, client);
  g_clear_object (&client->events);
  if (client->up) {
    client->up = FALSE;
    g_warning ("the relay is away");
    client->callbacks->down (client->user_data);
  }
  retry_later (client);
}

static void
on_events_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  go_down (user_data);
}

static void
on_events_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) events =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  GcRelayClient *client = g_object_get_data (G_OBJECT (cancellable), "gc-relay-client");

  if (client == NULL)
    return;
  if (events == NULL) {
    g_debug ("the relay does not answer: %s", error->message);
    retry_later (client);
    return;
  }
  client->events = g_steal_pointer (&events);
  soup_websocket_connection_set_max_incoming_payload_size (client->events, MAX_EVENT_BYTES);
  g_signal_connect (client->events, "message", G_CALLBACK (on_event), client);
  g_signal_connect (client->events, "closed", G_CALLBACK (on_events_closed), client);
}

static void
connect_events (GcRelayClient *client)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, BASE "/events");

  soup_session_websocket_connect_async (client->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        client->cancellable, on_events_connected,
                                        g_object_ref (client->cancellable));
}

GcRelayClient *
gc_relay_client_new (const char *path, const GcRelayCallbacks *callbacks, gpointer user_data)
{
  GcRelayClient *client = g_new0 (GcRelayClient, 1);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  client->callbacks = callbacks;
  client->user_data = user_data;
  client->session = soup_session_new_with_options ("remote-connectable", address, "timeout",
                                                   COMMAND_SECONDS, "max-conns", MAX_CONNECTIONS,
                                                   "max-conns-per-host", MAX_CONNECTIONS, NULL);
  client->cancellable = g_cancellable_new ();
  g_object_set_data (G_OBJECT (client->cancellable), "gc-relay-client", client);
  return client;
}

void
gc_relay_client_start (GcRelayClient *client)
{
  connect_events (client);
}

void
gc_relay_client_free (GcRelayClient *client)
{
  if (client == NULL)
    return;
  g_object_set_data (G_OBJECT (client->cancellable), "gc-relay-client", NULL);
  g_cancellable_cancel (client->cancellable);
  g_clear_object (&client->cancellable);
  if (client->retry != NULL)
    g_source_destroy (client->retry);
  g_clear_pointer (&client->retry, g_source_unref);
  if (client->events != NULL)
    g_signal_handlers_disconnect_by_data (client->events, client);
  g_clear_object (&client->events);
  g_clear_object (&client->session);
  g_free (client->epoch);
  g_free (client);
}

gboolean
gc_relay_client_is_up (GcRelayClient *client)
{
  return client->up;
}

const char *
gc_relay_client_get_epoch (GcRelayClient *client)
{
  return client->epoch;
}

/* ---- commands ---- */

static gboolean
check_status (SoupMessage *message, GError **error)
{
  static const struct {
    unsigned status;
    GcErrorCode code;
  } codes[] = {
    { 400, GC_ERROR_INVALID }, { 404, GC_ERROR_UNKNOWN }, { 409, GC_ERROR_CONFLICT },
    { 413, GC_ERROR_LIMIT },   { 422, GC_ERROR_INVALID }, { 429, GC_ERROR_LIMIT },
  };
  unsigned status = soup_message_get_status (message);
  GcErrorCode code = GC_ERROR_UNAVAILABLE;

  if (status >= 200 && status < 300)
    return TRUE;
  for (size_t i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].status == status)
      code = codes[i].code;
  g_set_error (error, GC_ERROR, (int)code, "the relay answered %u", status);
  return FALSE;
}

/* The task of every command: its SoupMessage is the task's data, the answer's GBytes its result. */
static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SoupMessage *message = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes =
      soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  GError *refused = NULL;

  if (bytes == NULL)
    g_task_return_new_error (task, GC_ERROR, GC_ERROR_UNAVAILABLE, "the relay is away: %s",
                             error->message);
  else if (!check_status (message, &refused))
    g_task_return_error (task, refused);
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify)g_bytes_unref);
}

static void
send (GcRelayClient *client, SoupMessage *message, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, client->cancellable, callback, user_data);

  g_task_set_task_data (task, message, g_object_unref);
  soup_session_send_and_read_async (client->session, message, G_PRIORITY_HIGH, client->cancellable,
                                    on_answer, task);
}

/* @room and @seat are ids, which need no quoting. */
static SoupMessage *
new_seat_message (const char *method, const char *room, const char *seat)
{
  g_autofree char *uri = g_strdup_printf (BASE "/rooms/%s/seats/%s", room, seat);

  return soup_message_new (method, uri);
}

static void
set_body (SoupMessage *message, const char *type, char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  soup_message_set_request_body_from_bytes (message, type, bytes);
}

void
gc_relay_client_offer_async (GcRelayClient *client,
                             const char *label,
                             int worker,
                             const char *sdp,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, BASE "/peers");
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *number = g_strdup_printf ("%d", worker);

  soup_message_headers_append (headers, "GC-Label", label);
  if (worker >= 0)
    soup_message_headers_append (headers, "GC-Worker", number);
  set_body (message, "application/sdp", g_strdup (sdp));
  send (client, message, callback, user_data);
}

static void
refuse_answer (GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the relay's answer is not understood");
}

/* A number in @headers; -1: there is none. */
static int
read_number (SoupMessageHeaders *headers, const char *name)
{
  const char *text = soup_message_headers_get_one (headers, name);
  guint64 number = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, INT_MAX, &number, NULL))
    return -1;
  return (int)number;
}

GcRelayPeer *
gc_relay_client_offer_finish (GAsyncResult *result, char **ret_answer, GError **error)
{
  SoupMessage *message = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), error);

  if (bytes == NULL)
    return NULL;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  const char *id = location != NULL ? strrchr (location, '/') : NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  if (id == NULL || !gc_id_is_valid (id + 1, 64) || size > MAX_ANSWER_BYTES ||
      !g_utf8_validate_len (text, size, NULL)) {
    refuse_answer (error);
    return NULL;
  }
  *ret_answer = g_strndup (text, size);
  return gc_relay_peer_new (id + 1, NULL, read_number (headers, "GC-Worker"));
}

void
gc_relay_client_restart_ice_async (GcRelayClient *client,
                                   const char *peer,
                                   const char *ufrag,
                                   const char *pwd,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *uri = g_strdup_printf (BASE "/peers/%s/ice", peer);
  SoupMessage *message = soup_message_new (SOUP_METHOD_PUT, uri);
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "ufrag", ufrag);
  gc_json_writer_string (&writer, "pwd", pwd);
  gc_json_writer_end_object (&writer);
  set_body (message, "application/json", gc_json_writer_take (&writer));
  send (client, message, callback, user_data);
}

gboolean
gc_relay_client_restart_ice_finish (GAsyncResult *result,
                                    char **ret_ufrag,
                                    char **ret_pwd,
                                    GError **error)
{
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), error);
  gsize size = 0;

  if (bytes == NULL)
    return FALSE;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonObject) object = gc_json_parse_object (text, size, MAX_ANSWER_BYTES, error);
  if (object == NULL)
    return FALSE;
  const char *ufrag = read_string (object, "ufrag");
  const char *pwd = read_string (object, "pwd");
  if (ufrag == NULL || pwd == NULL) {
    refuse_answer (error);
    return FALSE;
  }
  *ret_ufrag = g_strdup (ufrag);
  *ret_pwd = g_strdup (pwd);
  return TRUE;
}

void
gc_relay_client_bind_async (GcRelayClient *client,
                            const GcRelayBinding *binding,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  SoupMessage *message = new_seat_message (SOUP_METHOD_PUT, binding->room, binding->seat);
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "peer", binding->peer);
  gc_json_writer_boolean (&writer, "hold", binding->hold);
  gc_json_writer_boolean (&writer, "echo", binding->echo);
  gc_json_writer_int (&writer, "place", binding->place);
  gc_json_writer_int (&writer, "hidden_from", binding->hidden_from);
  gc_json_writer_end_object (&writer);
  set_body (message, "application/json", gc_json_writer_take (&writer));
  send (client, message, callback, user_data);
}

void
gc_relay_client_unbind_async (GcRelayClient *client,
                              const char *room,
                              const char *seat,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  send (client, new_seat_message (SOUP_METHOD_DELETE, room, seat), callback, user_data);
}

void
gc_relay_client_delete_peer_async (GcRelayClient *client,
                                   const char *peer,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *uri = g_strdup_printf (BASE "/peers/%s", peer);

  send (client, soup_message_new (SOUP_METHOD_DELETE, uri), callback, user_data);
}

gboolean
gc_relay_client_command_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), error);

  return bytes != NULL;
}

static void
binding_free (gpointer data)
{
  GcRelayBinding *binding = data;

  g_free ((char *)binding->room);
  g_free ((char *)binding->seat);
  g_free ((char *)binding->peer);
  g_free (binding);
}

void
gc_relay_client_list_async (GcRelayClient *client, GAsyncReadyCallback callback, gpointer user_data)
{
  send (client, soup_message_new (SOUP_METHOD_GET, BASE "/rooms"), callback, user_data);
}

static void
read_room (JsonObject *room, GPtrArray *bindings)
{
  const char *id = read_string (room, "id");
  JsonArray *seats = read_list (room, "seats");

  for (guint i = 0; id != NULL && seats != NULL && i < json_array_get_length (seats); i++) {
    JsonNode *node = json_array_get_element (seats, i);
    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    JsonObject *seat = json_node_get_object (node);
    GcRelayBinding *binding = g_new0 (GcRelayBinding, 1);
    *binding = (GcRelayBinding){
      .room = g_strdup (id),
      .seat = g_strdup (read_string (seat, "seat")),
      .peer = g_strdup (read_string (seat, "peer")),
      .hold = read_boolean (seat, "hold"),
      .echo = read_boolean (seat, "echo"),
      .place = (int)read_int (seat, "place", -1),
      .hidden_from = (unsigned)read_int (seat, "hidden_from", 0),
    };
    g_ptr_array_add (bindings, binding);
  }
}

GPtrArray *
gc_relay_client_list_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), error);
  gsize size = 0;

  if (bytes == NULL)
    return NULL;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonObject) object = gc_json_parse_object (text, size, MAX_ANSWER_BYTES, error);
  if (object == NULL)
    return NULL;
  GPtrArray *bindings = g_ptr_array_new_with_free_func (binding_free);
  JsonArray *rooms = read_list (object, "rooms");
  for (guint i = 0; rooms != NULL && i < json_array_get_length (rooms); i++) {
    JsonNode *node = json_array_get_element (rooms, i);
    if (JSON_NODE_HOLDS_OBJECT (node))
      read_room (json_node_get_object (node), bindings);
  }
  return bindings;
}
