// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-control.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "common/gc-id.h"
#include "common/gc-json.h"
#include "media/gc-answer.h"
#include "media/gc-describe.h"
#include "media/gc-http.h"

#define MAX_LABEL 64

struct _GcControl {
  GcControlParts parts;
  GcHttp *unix_http;
  GcHttp *tls_http;
  char *path; /* of the socket file that is ours */
};

/* A new peer, until its answer may go out. */
typedef struct {
  GcHttpWait *wait;
  char *id;
  char *answer;
} NewPeer;

/* The message of @wait if it is to be answered with success; else NULL, and the error is set. */
static SoupServerMessage *
take_success (GcHttpWait *wait, const GcAnswer *answer)
{
  SoupServerMessage *message = gc_http_wait_get_message (wait);

  if (answer->error == NULL)
    return message;
  gc_http_respond_error (message, answer->error);
  return NULL;
}

static void
on_done (const GcAnswer *answer, gpointer user_data)
{
  SoupServerMessage *message = take_success (user_data, answer);

  if (message != NULL)
    gc_http_respond_empty (message, SOUP_STATUS_NO_CONTENT);
  gc_http_wait_end (user_data);
}

static void
on_peer_added (const GcAnswer *answer, gpointer user_data)
{
  NewPeer *peer = user_data;
  SoupServerMessage *message = take_success (peer->wait, answer);

  if (message != NULL) {
    SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
    g_autofree char *location = g_strconcat ("/peers/", peer->id, NULL);
    unsigned worker = 0;
    gc_answer_parse_peer_id (peer->id, &worker);
    g_autofree char *number = g_strdup_printf ("%u", worker);
    soup_message_headers_replace (headers, "Location", location);
    soup_message_headers_replace (headers, "GC-Worker", number);
    gc_http_respond_text (message, SOUP_STATUS_CREATED, "application/sdp", peer->answer);
  }
  gc_http_wait_end (peer->wait);
  g_free (peer->id);
  g_free (peer->answer);
  g_free (peer);
}

/* On which worker the peer must be, to sit with others. */
static gboolean
read_worker (GcControl *control, SoupMessageHeaders *headers, int *ret_worker, GError **error)
{
  const char *text = soup_message_headers_get_one (headers, "GC-Worker");
  unsigned last = gc_workers_count (control->parts.workers) - 1;
  guint64 worker = 0;

  *ret_worker = GC_WORKERS_ANY;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, last, &worker, NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "worker %.20s: must be 0 to %u", text, last);
    return FALSE;
  }
  *ret_worker = (int)worker;
  return TRUE;
}

static gboolean
add_peer (const GcHttpRequest *request, GError **error)
{
  GcControl *control = request->user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  GcOffer offer = { .sdp = request->body,
                    .size = request->size,
                    .label = soup_message_headers_get_one (headers, "GC-Label") };

  if (offer.label != NULL && !gc_id_is_valid (offer.label, MAX_LABEL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "label: must be 1 to %d of [A-Za-z0-9_-]",
                 MAX_LABEL);
    return FALSE;
  }
  if (!read_worker (control, headers, &offer.worker, error))
    return FALSE;
  NewPeer *peer = g_new0 (NewPeer, 1);
  if (!gc_workers_add_peer (control->parts.workers, &offer, &peer->id, &peer->answer, on_peer_added,
                            peer, error)) {
    g_free (peer);
    return FALSE;
  }
  peer->wait = gc_http_wait_begin (request->message);
  return TRUE;
}

static void
handle_post_peer (const GcHttpRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (!add_peer (request, &error))
    gc_http_respond_error (request->message, error);
}

static void
on_peers (const GcAnswer *answer, gpointer user_data)
{
  SoupServerMessage *message = take_success (user_data, answer);

  if (message != NULL) {
    g_autoptr (JsonObject) object = json_object_new ();
    json_object_set_array_member (object, "peers", gc_describe_peers (answer->list));
    gc_http_respond_json (message, SOUP_STATUS_OK, object);
  }
  gc_http_wait_end (user_data);
}

static void
handle_get_peers (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;

  gc_workers_list_peers (control->parts.workers, NULL, on_peers,
                         gc_http_wait_begin (request->message));
}

static void
on_peer (const GcAnswer *answer, gpointer user_data)
{
  SoupServerMessage *message = take_success (user_data, answer);

  if (message != NULL) {
    g_autoptr (JsonObject) object = gc_describe_peer_fully (answer->list->pdata[0]);
    gc_http_respond_json (message, SOUP_STATUS_OK, object);
  }
  gc_http_wait_end (user_data);
}

static void
handle_get_peer (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;

  gc_workers_list_peers (control->parts.workers, request->parts[1], on_peer,
                         gc_http_wait_begin (request->message));
}

/* A peer's new user name and password, until they may go out. */
typedef struct {
  GcHttpWait *wait;
  char *ufrag;
  char *pwd;
} NewIce;

static void
on_ice_restarted (const GcAnswer *answer, gpointer user_data)
{
  NewIce *ice = user_data;
  SoupServerMessage *message = take_success (ice->wait, answer);

  if (message != NULL) {
    g_autoptr (JsonObject) object = json_object_new ();
    json_object_set_string_member (object, "ufrag", ice->ufrag);
    json_object_set_string_member (object, "pwd", ice->pwd);
    gc_http_respond_json (message, SOUP_STATUS_OK, object);
  }
  gc_http_wait_end (ice->wait);
  g_free (ice->ufrag);
  g_free (ice->pwd);
  g_free (ice);
}

typedef struct {
  char *ufrag;
  char *pwd;
} IceBody;

static void
handle_put_ice (const GcHttpRequest *request)
{
  static const GcJsonField fields[] = {
    GC_JSON_STRING (IceBody, ufrag, GC_SDP_MIN_UFRAG, GC_SDP_MAX_ICE),
    GC_JSON_STRING (IceBody, pwd, GC_SDP_MIN_PWD, GC_SDP_MAX_ICE),
  };
  GcControl *control = request->user_data;
  g_autoptr (GError) error = NULL;
  IceBody body = { 0 };

  g_autoptr (JsonObject) object =
      gc_json_parse_object (request->body, request->size, GC_HTTP_MAX_JSON, &error);
  if (object == NULL || !gc_json_read (object, fields, G_N_ELEMENTS (fields), &body, &error)) {
    gc_http_respond_error (request->message, error);
    return;
  }
  NewIce *ice = g_new0 (NewIce, 1);
  ice->wait = gc_http_wait_begin (request->message);
  gc_answer_make_ice (&ice->ufrag, &ice->pwd);
  const GcIceCredentials credentials = { ice->ufrag, ice->pwd, body.ufrag, body.pwd };
  gc_workers_restart_ice (control->parts.workers, request->parts[1], &credentials, on_ice_restarted,
                          ice);
  gc_json_read_clear (fields, G_N_ELEMENTS (fields), &body);
}

static void
handle_delete_peer (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;

  gc_workers_end_peer (control->parts.workers, request->parts[1], GC_PEER_DELETED, on_done,
                       gc_http_wait_begin (request->message));
}

typedef struct {
  char *peer;
  gboolean hold;
  gboolean echo;
  int64_t place;
  int64_t hidden_from;
} SeatBody;

static void
handle_put_seat (const GcHttpRequest *request)
{
  static const GcJsonField fields[] = {
    GC_JSON_STRING (SeatBody, peer, 1, 64),
    GC_JSON_BOOLEAN_OPTIONAL (SeatBody, hold),
    GC_JSON_BOOLEAN_OPTIONAL (SeatBody, echo),
    GC_JSON_INT_OPTIONAL (SeatBody, place, 0, GC_ROOM_MAX_SEATS - 1),
    GC_JSON_INT_OPTIONAL (SeatBody, hidden_from, 0, (1 << GC_ROOM_MAX_SEATS) - 1),
  };
  GcControl *control = request->user_data;
  g_autoptr (GError) error = NULL;
  SeatBody body = { .place = GC_ROOM_ANY_PLACE };

  g_autoptr (JsonObject) object =
      gc_json_parse_object (request->body, request->size, GC_HTTP_MAX_JSON, &error);
  if (object == NULL || !gc_json_read (object, fields, G_N_ELEMENTS (fields), &body, &error)) {
    gc_http_respond_error (request->message, error);
    return;
  }
  const GcBinding binding = { .room = request->parts[1],
                              .seat = request->parts[3],
                              .peer = body.peer,
                              .hold = body.hold,
                              .echo = body.echo,
                              .place = (int)body.place,
                              .hidden_from = (unsigned)body.hidden_from };
  gc_workers_bind (control->parts.workers, &binding, on_done,
                   gc_http_wait_begin (request->message));
  gc_json_read_clear (fields, G_N_ELEMENTS (fields), &body);
}

static void
handle_delete_seat (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;

  gc_workers_unbind (control->parts.workers, request->parts[1], request->parts[3], on_done,
                     gc_http_wait_begin (request->message));
}

static void
on_seats (const GcAnswer *answer, gpointer user_data)
{
  SoupServerMessage *message = take_success (user_data, answer);

  if (message != NULL) {
    g_autoptr (JsonObject) object = json_object_new ();
    json_object_set_array_member (object, "rooms", gc_describe_rooms (answer->list));
    gc_http_respond_json (message, SOUP_STATUS_OK, object);
  }
  gc_http_wait_end (user_data);
}

static void
handle_get_rooms (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;

  gc_workers_list_seats (control->parts.workers, on_seats, gc_http_wait_begin (request->message));
}

static void
handle_get_events (const GcHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  /* Left alone, libsoup opens the WebSocket, or says why it does not. */
  if (soup_message_headers_header_contains (headers, "Upgrade", "websocket"))
    return;
  g_set_error (&error, GC_ERROR, GC_ERROR_INVALID, "events: the request must open a WebSocket");
  gc_http_respond_error (request->message, error);
}

static void
handle_get_metrics (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;
  g_autofree char *text = gc_metrics_format (control->parts.metrics);

  gc_http_respond_text (request->message, SOUP_STATUS_OK, GC_METRICS_CONTENT_TYPE, text);
}

/* That this runs shows that the main thread lives; the workers know of theirs. */
static void
handle_get_health (const GcHttpRequest *request)
{
  GcControl *control = request->user_data;
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) error = NULL;

  if (!gc_workers_are_alive (control->parts.workers)) {
    g_set_error (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "relay: a streaming thread hangs");
    gc_http_respond_error (request->message, error);
    return;
  }
  json_object_set_string_member (object, "status", "ok");
  gc_http_respond_json (request->message, SOUP_STATUS_OK, object);
}

static const GcHttpRoute routes[] = {
  { "POST", "/peers", "application/sdp", GC_HTTP_MAX_SDP, handle_post_peer },
  { "GET", "/peers", NULL, 0, handle_get_peers },
  { "GET", "/peers/*", NULL, 0, handle_get_peer },
  { "DELETE", "/peers/*", NULL, 0, handle_delete_peer },
  { "PUT", "/peers/*/ice", "application/json", GC_HTTP_MAX_JSON, handle_put_ice },
  { "GET", "/rooms", NULL, 0, handle_get_rooms },
  { "PUT", "/rooms/*/seats/*", "application/json", GC_HTTP_MAX_JSON, handle_put_seat },
  { "DELETE", "/rooms/*/seats/*", NULL, 0, handle_delete_seat },
  { "GET", "/events", NULL, 0, handle_get_events },
  { "GET", "/metrics", NULL, 0, handle_get_metrics },
  { "GET", "/health", NULL, 0, handle_get_health },
  { "GET", "/ready", NULL, 0, handle_get_health },
};

static void
on_websocket (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  GcControl *control = user_data;

  gc_events_add (control->parts.events, connection);
}

GcControl *
gc_control_new (const GcControlParts *parts)
{
  GcControl *control = g_new0 (GcControl, 1);

  control->parts = *parts;
  return control;
}

void
gc_control_free (GcControl *control)
{
  if (control == NULL)
    return;
  gc_http_free (control->unix_http);
  gc_http_free (control->tls_http);
  if (control->path != NULL)
    unlink (control->path);
  g_free (control->path);
  g_free (control);
}

static GcHttp *
open_http (GcControl *control, const char *token, GTlsCertificate *certificate)
{
  GcHttp *http = gc_http_new (routes, G_N_ELEMENTS (routes), token, certificate, control);

  gc_http_add_websocket (http, "/events", on_websocket);
  return http;
}

static gboolean
fail (GError **error, const char *path, const GError *cause)
{
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "control socket %s: %s", path,
               cause->message);
  return FALSE;
}

/* Removes a socket file that was left behind; never a file of another kind. */
static gboolean
remove_stale (const char *path, GSocketAddress *address, GError **error)
{
  struct stat status;
  g_autoptr (GError) cause = NULL;

  if (lstat (path, &status) < 0 || !S_ISSOCK (status.st_mode))
    return TRUE;
  g_autoptr (GSocket) probe =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &cause);
  if (probe == NULL)
    return fail (error, path, cause);
  if (g_socket_connect (probe, address, NULL, NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
                 "control socket %s: another relay answers on it", path);
    return FALSE;
  }
  unlink (path);
  return TRUE;
}

gboolean
gc_control_listen_unix (GcControl *control, const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) cause = NULL;

  if (strlen (path) != g_unix_socket_address_get_path_len (G_UNIX_SOCKET_ADDRESS (address))) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "control socket %s: the path is too long",
                 path);
    return FALSE;
  }
  if (!remove_stale (path, address, error))
    return FALSE;
  g_autoptr (GSocket) sock =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &cause);
  if (sock == NULL)
    return fail (error, path, cause);
  /* The file must never be open to others, not even between bind and chmod. */
  mode_t mask = umask (0177);
  gboolean bound = g_socket_bind (sock, address, FALSE, &cause);
  umask (mask);
  if (!bound)
    return fail (error, path, cause);
  control->path = g_strdup (path);
  control->unix_http = open_http (control, NULL, NULL);
  return gc_http_listen_socket (control->unix_http, sock, error);
}

gboolean
gc_control_listen_tls (GcControl *control,
                       GSocketAddress *address,
                       const char *certificate_file,
                       const char *key_file,
                       const char *token,
                       GError **error)
{
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_files (certificate_file, key_file, error);

  if (certificate == NULL)
    return FALSE;
  control->tls_http = open_http (control, token, certificate);
  return gc_http_listen (control->tls_http, address, NULL, error);
}
