// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-http.h"

#include <string.h>

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "common/gc-json.h"
#include "media/gc-token.h"

#define MAX_PATH 512
#define MAX_ID 64
#define SOCKET_KEY "gc-socket"
#define MAX_CONNECTIONS 256
#define TIMEOUT_S 20        /* for each piece of a request; WebSockets have pings instead */
#define MAX_DISCARD 1048576 /* a refused body up to here is read, so that its sender hears why */
#define SPLIT_SIZE (MAX_PATH + 1)

struct _GcHttp {
  SoupServer *server;
  GSocketService *service;
  GTlsCertificate *certificate; /* (nullable) */
  unsigned *n_connections;      /* g_rc_box: a connection may outlive us */
  const GcHttpRoute *routes;
  size_t n_routes;
  char *token; /* (nullable) */
  gboolean any_origin;
  gpointer user_data;
};

void
gc_http_respond_text (SoupServerMessage *message,
                      unsigned status,
                      const char *content_type,
                      const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY, text, strlen (text));
}

void
gc_http_respond_json (SoupServerMessage *message, unsigned status, JsonObject *object)
{
  g_autofree char *text = gc_json_object_to_string (object);

  gc_http_respond_text (message, status, "application/json", text);
}

void
gc_http_respond_error (SoupServerMessage *message, const GError *error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *inner = json_object_new ();

  json_object_set_string_member (inner, "code", gc_error_code_name (gc_error_code (error)));
  json_object_set_string_member (inner, "message", error->message);
  json_object_set_object_member (object, "error", inner);
  gc_http_respond_json (message, gc_error_http_status (error), object);
}

void
gc_http_respond_empty (SoupServerMessage *message, unsigned status)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  if (status != SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_content_length (headers, 0);
}

/* The socket below @message: it came with the address of the client, see on_incoming (). */
static GSocket *
get_socket (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)),
                            SOCKET_KEY);
}

/*
 * An error with a status of HTTP's own. libsoup reads the whole body before it answers: it is
 * thrown away, not gathered.
 */
static void
refuse (SoupServerMessage *message, unsigned status, GcErrorCode code, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (GC_ERROR, code, text);

  gc_http_respond_error (message, error);
  soup_server_message_set_status (message, status, NULL);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

/*
 * For a body that has no end, or none in sight: answers past libsoup and ends the connection. Under
 * TLS there is no way past it, and only the end is seen.
 */
static void
cut_off (GcHttp *http,
         SoupServerMessage *message,
         unsigned status,
         GcErrorCode code,
         const char *text)
{
  GSocket *sock = get_socket (message);

  refuse (message, status, code, text);
  if (http->certificate == NULL) {
    g_autoptr (GBytes) body =
        soup_message_body_flatten (soup_server_message_get_response_body (message));
    g_autofree char *answer =
        g_strdup_printf ("HTTP/1.1 %u %s\r\nContent-Type: application/json\r\n"
                         "Content-Length: %zu\r\nConnection: close\r\n\r\n%.*s",
                         status, soup_status_get_phrase (status), g_bytes_get_size (body),
                         (int)g_bytes_get_size (body), (const char *)g_bytes_get_data (body, NULL));
    /* If the socket does not take these few bytes, the client is not listening. */
    g_socket_send (sock, answer, strlen (answer), NULL, NULL);
  }
  g_socket_shutdown (sock, TRUE, TRUE, NULL);
}

/* Cuts @path into @request's parts, in @buffer. FALSE if there are too many or it is too long. */
static gboolean
split_path (const char *path, char buffer[SPLIT_SIZE], GcHttpRequest *request)
{
  char *rest = NULL;

  request->n_parts = 0;
  if (g_strlcpy (buffer, path, SPLIT_SIZE) >= SPLIT_SIZE)
    return FALSE;
  for (char *part = strtok_r (buffer, "/", &rest); part != NULL;
       part = strtok_r (NULL, "/", &rest)) {
    if (request->n_parts == GC_HTTP_MAX_PARTS)
      return FALSE;
    request->parts[request->n_parts++] = part;
  }
  return TRUE;
}

static gboolean
part_matches (const char *pattern, size_t size, const char *part)
{
  if (size == 1 && *pattern == '*')
    return TRUE;
  return strlen (part) == size && memcmp (pattern, part, size) == 0;
}

static gboolean
path_matches (const char *pattern, const GcHttpRequest *request)
{
  size_t n = 0;

  for (const char *at = pattern + 1; *at != '\0'; n++) {
    size_t size = strcspn (at, "/");
    if (n == request->n_parts || !part_matches (at, size, request->parts[n]))
      return FALSE;
    at += size + (at[size] == '/');
  }
  return n == request->n_parts;
}

/* The route, or NULL; @ret_path_known tells a wrong method from a wrong path. */
static const GcHttpRoute *
find_route (GcHttp *http, const GcHttpRequest *request, gboolean *ret_path_known)
{
  const char *method = soup_server_message_get_method (request->message);

  *ret_path_known = FALSE;
  for (size_t i = 0; i < http->n_routes; i++) {
    if (!path_matches (http->routes[i].path, request))
      continue;
    *ret_path_known = TRUE;
    if (g_str_equal (http->routes[i].method, method))
      return &http->routes[i];
  }
  return NULL;
}

static gboolean
parts_are_ids (const GcHttpRequest *request)
{
  for (size_t i = 0; i < request->n_parts; i++)
    if (!gc_id_is_valid (request->parts[i], MAX_ID))
      return FALSE;
  return TRUE;
}

/* One Content-Length of plain digits, or none; libsoup takes "+3", "-1" and lists. */
static gboolean
get_length (SoupMessageHeaders *headers, size_t *ret_length)
{
  const char *text = soup_message_headers_get_list (headers, "Content-Length");

  *ret_length = 0;
  if (text == NULL)
    return TRUE;
  if (strspn (text, "0123456789") != strlen (text) || *text == '\0' || strlen (text) > 9)
    return FALSE;
  *ret_length = (size_t)g_ascii_strtoull (text, NULL, 10);
  return TRUE;
}

static void
check_body (SoupServerMessage *message, const GcHttpRoute *route)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autofree char *text = NULL;
  size_t length;

  get_length (headers, &length);
  if (length > route->max_body) {
    text = g_strdup_printf ("http: body of %zu bytes, at most %zu", length, route->max_body);
    refuse (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, GC_ERROR_LIMIT, text);
  } else if (route->content_type != NULL && g_strcmp0 (type, route->content_type) != 0) {
    text = g_strdup_printf ("http: Content-Type must be %s", route->content_type);
    refuse (message, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, GC_ERROR_INVALID, text);
  }
}

/* Whether the body has an end that is worth waiting for. */
static gboolean
check_length (GcHttp *http, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  size_t length;

  if (soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    cut_off (http, message, SOUP_STATUS_LENGTH_REQUIRED, GC_ERROR_INVALID,
             "http: a body must come with its Content-Length");
  else if (!get_length (headers, &length))
    cut_off (http, message, SOUP_STATUS_BAD_REQUEST, GC_ERROR_INVALID,
             "http: strange Content-Length");
  else if (length > MAX_DISCARD)
    cut_off (http, message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, GC_ERROR_LIMIT,
             "http: the body is far too large");
  else
    return TRUE;
  return FALSE;
}

static void
add_origin_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Access-Control-Allow-Methods", "OPTIONS, POST, DELETE");
  soup_message_headers_replace (headers, "Access-Control-Allow-Headers",
                                "Authorization, Content-Type, If-Match");
  soup_message_headers_replace (headers, "Access-Control-Expose-Headers", "Location, ETag, Link");
}

/*
 * libsoup 3.2 does not notice that a client has closed a connection that waits for its next
 * request: the descriptor stays for ever. So each connection serves one request.
 */
static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
}

/* Runs when the headers are there: whatever is refused here never gets its body read. */
static void
on_headers (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  GcHttp *http = data;
  GcHttpRequest request = { .http = http, .message = message };
  char buffer[SPLIT_SIZE];
  gboolean path_known;

  if (soup_message_headers_header_contains (soup_server_message_get_request_headers (message),
                                            "Upgrade", "websocket")) {
    soup_message_headers_remove (soup_server_message_get_response_headers (message), "Connection");
    g_socket_set_timeout (get_socket (message), 0);
  }
  /* Nothing here is served in ranges, and libsoup would multiply the answer. */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  if (http->any_origin) {
    add_origin_headers (message);
    if (g_str_equal (soup_server_message_get_method (message), "OPTIONS")) {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Accept-Post", "application/sdp");
      gc_http_respond_empty (message, SOUP_STATUS_NO_CONTENT);
      return;
    }
  }
  if (!check_length (http, message))
    return;
  if (!gc_token_check (http->token, message)) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "WWW-Authenticate", "Bearer");
    refuse (message, SOUP_STATUS_UNAUTHORIZED, GC_ERROR_DENIED,
            "http: the token is missing or wrong");
    return;
  }
  if (!split_path (path, buffer, &request)) {
    refuse (message, SOUP_STATUS_NOT_FOUND, GC_ERROR_UNKNOWN, "http: there is no such path");
    return;
  }
  const GcHttpRoute *route = find_route (http, &request, &path_known);
  if (route == NULL && path_known)
    refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, GC_ERROR_UNKNOWN,
            "http: the path does not have this method");
  else if (route == NULL)
    refuse (message, SOUP_STATUS_NOT_FOUND, GC_ERROR_UNKNOWN, "http: there is no such path");
  else if (!parts_are_ids (&request))
    refuse (message, SOUP_STATUS_BAD_REQUEST, GC_ERROR_INVALID,
            "http: an identifier must be 1 to 64 of [A-Za-z0-9_-]");
  else
    check_body (message, route);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  GcHttp *http = data;
  GcHttpRequest request = { .http = http, .message = message, .user_data = http->user_data };
  char buffer[SPLIT_SIZE];
  gboolean path_known;

  if (soup_server_message_get_status (message) != 0 || !split_path (path, buffer, &request))
    return;
  const GcHttpRoute *route = find_route (http, &request, &path_known);
  if (route == NULL)
    return;
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  request.body = g_bytes_get_data (body, &request.size);
  if (request.body == NULL)
    request.body = "";
  route->handle (&request);
}

static void
on_stream_gone (gpointer user_data, GObject *stream)
{
  unsigned *n_connections = user_data;

  --*n_connections;
  g_rc_box_release (n_connections);
}

/*
 * libsoup 3.2 never lets go of the sockets that its own listener accepted: so this accepts them.
 * The client's address is what a message can be followed back to its socket by.
 */
static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  GcHttp *http = user_data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GIOStream) stream = G_IO_STREAM (g_object_ref (connection));
  GSocket *sock = g_socket_connection_get_socket (connection);

  if (local == NULL || remote == NULL || *http->n_connections == MAX_CONNECTIONS)
    return TRUE;
  g_socket_set_timeout (sock, TIMEOUT_S);
  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, g_object_ref (sock), g_object_unref);
  if (http->certificate != NULL) {
    g_object_unref (stream);
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), http->certificate, NULL);
    if (stream == NULL)
      return TRUE;
  }
  ++*http->n_connections;
  g_object_weak_ref (G_OBJECT (connection), on_stream_gone, g_rc_box_acquire (http->n_connections));
  soup_server_accept_iostream (http->server, stream, local, remote, NULL);
  return TRUE;
}

gboolean
gc_http_listen_socket (GcHttp *http, GSocket *sock, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (g_socket_listen (sock, &cause) &&
      g_socket_listener_add_socket (G_SOCKET_LISTENER (http->service), sock, NULL, &cause))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "http: %s", cause->message);
  return FALSE;
}

gboolean
gc_http_listen (GcHttp *http, GSocketAddress *address, GSocketAddress **ret_bound, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GSocket) sock = g_socket_new (g_socket_address_get_family (address),
                                           G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &cause);

  if (sock == NULL || !g_socket_bind (sock, address, TRUE, &cause)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "http: %s", cause->message);
    return FALSE;
  }
  if (!gc_http_listen_socket (http, sock, error))
    return FALSE;
  if (ret_bound != NULL)
    *ret_bound = g_socket_get_local_address (sock, NULL);
  return TRUE;
}

GcHttp *
gc_http_new (const GcHttpRoute *routes,
             size_t n_routes,
             const char *token,
             GTlsCertificate *certificate,
             gpointer user_data)
{
  GcHttp *http = g_new0 (GcHttp, 1);

  http->server = soup_server_new (NULL, NULL);
  http->service = g_socket_service_new ();
  http->n_connections = g_rc_box_new0 (unsigned);
  http->routes = routes;
  http->n_routes = n_routes;
  http->token = g_strdup (token);
  g_set_object (&http->certificate, certificate);
  http->user_data = user_data;
  g_signal_connect (http->service, "incoming", G_CALLBACK (on_incoming), http);
  g_signal_connect (http->server, "request-started", G_CALLBACK (on_started), NULL);
  soup_server_add_early_handler (http->server, NULL, on_headers, http, NULL);
  soup_server_add_handler (http->server, NULL, on_request, http, NULL);
  return http;
}

void
gc_http_free (GcHttp *http)
{
  if (http == NULL)
    return;
  g_socket_service_stop (http->service);
  g_socket_listener_close (G_SOCKET_LISTENER (http->service));
  g_signal_handlers_disconnect_by_data (http->service, http);
  g_object_unref (http->service);
  soup_server_disconnect (http->server);
  g_object_unref (http->server);
  g_clear_object (&http->certificate);
  g_rc_box_release (http->n_connections);
  g_free (http->token);
  g_free (http);
}

void
gc_http_allow_origins (GcHttp *http)
{
  http->any_origin = TRUE;
}

void
gc_http_add_websocket (GcHttp *http, const char *path, SoupServerWebsocketCallback on_connection)
{
  soup_server_add_early_handler (http->server, path, on_headers, http, NULL);
  soup_server_add_handler (http->server, path, on_request, http, NULL);
  soup_server_add_websocket_handler (http->server, path, NULL, NULL, on_connection, http->user_data,
                                     NULL);
}
