// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NOTES. libsoup's server takes the last of two Host or Content-Length headers, reads a second
 * request out of a body when both a length and chunks are given, keeps half a request for ever and
 * builds answers of any size out of many ranges. It says itself that it is not made for the open
 * internet: a packaged set-up puts a proxy in front. What can be refused here is refused all the
 * same, since a proxy is not always there.
 *
 * A connection carries one request. Nothing that stands behind a request can then be taken for a
 * second one, and soup_server_accept_iostream () of 3.2 hangs up after the first answer anyway.
 */
#include "config.h"

#include "signal/gc-http.h"

#include "common/gc-error.h"
#include "signal/gc-json-writer.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define SWEEP_SECONDS 5
#define CONNECTION_KEY "gc-http-connection"
#define MAX_PATH 512
#define MAX_QUERY 512

/* One connection, owned by the table; kept at the address object that libsoup gives back. */
typedef struct {
  GcHttp *http;
  GSocketConnection *stream; /* borrowed: the connection goes with it */
  GSocketAddress *remote;
  int64_t since_us; /* of what it does now */
  gboolean answering;
} Connection;

struct _GcHttp {
  GcHttpConfig config;
  char **origins;
  char *address;
  char *policy; /* Content-Security-Policy */
  char *unix_path;
  SoupServer *server;
  GSocketService *service;
  GHashTable *connections; /* Connection, owned */
  GSource *sweep;
  GcMetric *requests;
  GcMetric *refused;
  GcMetric *open;
  GcMetric *cut;
};

/* ---- answers ---- */

void
gc_http_answer (SoupServerMessage *message, unsigned status, const char *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control",
                                "no-store");
  if (json != NULL)
    soup_server_message_set_response (message, "application/json; charset=utf-8", SOUP_MEMORY_COPY,
                                      json, strlen (json));
}

static void
answer_status (SoupServerMessage *message, unsigned status, const GError *error)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_begin_object (&writer, "error");
  gc_json_writer_string (&writer, "code", gc_error_code_name (gc_error_code (error)));
  gc_json_writer_string (&writer, "message", error->message);
  gc_json_writer_end_object (&writer);
  gc_json_writer_end_object (&writer);
  gc_http_answer (message, status, writer.text->str);
}

void
gc_http_answer_error (SoupServerMessage *message, const GError *error)
{
  answer_status (message, gc_error_http_status (error), error);
}

void
gc_http_answer_unauthorized (SoupServerMessage *message, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (GC_ERROR, GC_ERROR_DENIED, text);

  answer_status (message, SOUP_STATUS_UNAUTHORIZED, error);
}

static void
add_common_headers (GcHttp *http, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Content-Security-Policy", http->policy);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Permissions-Policy",
                                "camera=(self), microphone=(self), display-capture=(self), "
                                "screen-wake-lock=(self), fullscreen=(self), autoplay=(self), "
                                "geolocation=(), payment=(), usb=()");
  soup_message_headers_replace (headers, "Cross-Origin-Opener-Policy", "same-origin");
  soup_message_headers_replace (headers, "Cross-Origin-Resource-Policy", "same-origin");
}

/* ---- who asks ---- */

static gboolean
is_unix (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_local_address (message);

  return address != NULL && G_IS_UNIX_SOCKET_ADDRESS (address);
}

char *
gc_http_dup_client (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  g_autoptr (GInetAddress) address = NULL;

  if (is_unix (message)) {
    const char *hops = soup_message_headers_get_list (
        soup_server_message_get_request_headers (message), "X-Forwarded-For");
    const char *last = hops != NULL ? strrchr (hops, ',') : NULL;
    g_autofree char *text = g_strdup (last != NULL ? last + 1 : hops != NULL ? hops : "");
    address = g_inet_address_new_from_string (g_strstrip (text));
  } else if (remote != NULL && G_IS_INET_SOCKET_ADDRESS (remote)) {
    address = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
  }
  if (address == NULL)
    return g_strdup ("local");
  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (address);

  uint8_t bytes[16] = { 0 };
  memcpy (bytes, g_inet_address_to_bytes (address), 8);
  g_autoptr (GInetAddress) net = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (net);
}

gboolean
gc_http_is_local (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_list (headers, "X-Forwarded-For") != NULL ||
      soup_message_headers_get_list (headers, "Forwarded") != NULL)
    return FALSE;
  if (is_unix (message))
    return TRUE;
  return remote != NULL && G_IS_INET_SOCKET_ADDRESS (remote) &&
         g_inet_address_get_is_loopback (
             g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

gboolean
gc_http_is_own_origin (GcHttp *http, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_list (headers, "Origin");
  const char *site = soup_message_headers_get_list (headers, "Sec-Fetch-Site");

  if (origin == NULL || (site != NULL && strcmp (site, "same-origin") != 0))
    return FALSE;
  return g_strv_contains ((const char *const *)http->origins, origin);
}

char *
gc_http_dup_cookie (SoupServerMessage *message, const char *name)
{
  const char *header =
      soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Cookie");
  size_t length = strlen (name);

  if (header == NULL || strlen (header) > 4096)
    return NULL;
  g_auto (GStrv) cookies = g_strsplit_set (header, ";,", -1);
  for (size_t i = 0; cookies[i] != NULL; i++) {
    const char *cookie = g_strstrip (cookies[i]);
    if (strncmp (cookie, name, length) == 0 && cookie[length] == '=')
      return g_strdup (cookie + length + 1);
  }
  return NULL;
}

/* ---- what is refused before any handler ---- */

static unsigned
count_header (SoupMessageHeaders *headers, const char *name)
{
  SoupMessageHeadersIter iter;
  const char *seen = NULL, *value = NULL;
  unsigned n = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &seen, &value))
    n += g_ascii_strcasecmp (seen, name) == 0;
  return n;
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strlen (text) <= 10 && strspn (text, "0123456789") == strlen (text);
}

/* Whether the frame of the request is in doubt; then nothing after it can be trusted either. */
static gboolean
is_ambiguous (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");

  return count_header (headers, "Host") !=
             (soup_server_message_get_http_version (message) == SOUP_HTTP_1_0
                  ? MIN (count_header (headers, "Host"), 1)
                  : 1) ||
         count_header (headers, "Content-Length") > 1 ||
         count_header (headers, "Transfer-Encoding") > 0 || (length != NULL && !is_number (length));
}

/* The row for @path and @method, else NULL; *@ret_known: whether there is one for another method.
 */
static const GcHttpRoute *
find_route (GcHttp *http, const char *method, const char *path, gboolean *ret_known)
{
  *ret_known = FALSE;
  if (strcmp (method, "HEAD") == 0)
    method = "GET";
  for (size_t i = 0; i < http->config.n_routes; i++) {
    const GcHttpRoute *route = &http->config.routes[i];
    if (strcmp (route->path, path) != 0)
      continue;
    *ret_known = TRUE;
    if (strcmp (route->method, method) == 0)
      return route;
  }
  return NULL;
}

static gboolean
check_write (GcHttp *http, SoupServerMessage *message, unsigned *ret_status, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean known = FALSE;
  const GcHttpRoute *route =
      find_route (http, "POST", g_uri_get_path (soup_server_message_get_uri (message)), &known);
  gboolean is_json = route == NULL || route->body_type == NULL;
  const char *wanted = is_json ? "application/json" : route->body_type;
  int64_t max_bytes = is_json ? GC_HTTP_MAX_BODY_BYTES : route->max_body_bytes;
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (length == NULL) {
    *ret_status = 411;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "a body needs a Content-Length");
  } else if (g_ascii_strtoll (length, NULL, 10) > max_bytes) {
    *ret_status = 413;
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "the body is %s bytes, at most %" G_GINT64_FORMAT,
                 length, max_bytes);
  } else if (!gc_http_is_own_origin (http, message)) {
    *ret_status = 403;
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED, "not from a page of this service");
  } else if (g_strcmp0 (type, wanted) != 0) {
    *ret_status = 415;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "the body must be %s", wanted);
  }
  return *ret_status == 0;
}

static gboolean
check_request (GcHttp *http, SoupServerMessage *message, unsigned *ret_status, GError **error)
{
  const char *method = soup_server_message_get_method (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *length = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "Content-Length");
  const char *query = g_uri_get_query (uri);

  if (is_ambiguous (message)) {
    *ret_status = 400;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "the request's headers contradict each other");
  } else if (strlen (g_uri_get_path (uri)) > MAX_PATH ||
             (query != NULL && strlen (query) > MAX_QUERY)) {
    *ret_status = 414;
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "the address is too long");
  } else if (strcmp (method, "POST") == 0) {
    return check_write (http, message, ret_status, error);
  } else if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0) {
    *ret_status = 405;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "method %.16s: only GET, HEAD, POST", method);
  } else if (length != NULL && strcmp (length, "0") != 0) {
    *ret_status = 400;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "a %s has no body", method);
  }
  return *ret_status == 0;
}

static Connection *
get_connection (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_data (G_OBJECT (remote), CONNECTION_KEY) : NULL;
}

/*
 * Sends the answer at once and ends the connection. libsoup would first wait for a body of the
 * length that the headers claim, and might wait for ever.
 */
static void
hang_up (SoupServerMessage *message, unsigned status)
{
  Connection *connection = get_connection (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);

  if (connection == NULL)
    return;
  g_autofree char *answer = g_strdup_printf (
      "HTTP/1.1 %u %s\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n"
      "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%.*s",
      status, soup_status_get_phrase (status), size, (int)size, text);
  GSocket *socket = g_socket_connection_get_socket (connection->stream);
  /* Nothing was sent on this connection before, so there is room for these few bytes. */
  g_socket_send_with_blocking (socket, answer, strlen (answer), FALSE, NULL, NULL);
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

/* Runs when the headers are there and the body is not yet read. */
static void
on_headers (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  GcHttp *http = user_data;
  g_autoptr (GError) error = NULL;
  unsigned status = 0;

  gc_metric_add (http->requests, 1);
  add_common_headers (http, message);
  /* Many ranges of one file would make an answer of any size. */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  if (check_request (http, message, &status, &error))
    return;
  gc_metric_add (http->refused, 1);
  answer_status (message, status, error);
  hang_up (message, status);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  GcHttp *http = user_data;
  g_autoptr (GError) error = NULL;
  const char *method = soup_server_message_get_method (message);
  gboolean known = FALSE;
  const GcHttpRoute *route = find_route (http, method, path, &known);

  if (route != NULL) {
    route->handle (message, query, http->config.user_data);
  } else if (!known && strcmp (method, "POST") != 0) {
    http->config.fallback (message, query, http->config.user_data);
  } else {
    g_set_error (&error, GC_ERROR, GC_ERROR_UNKNOWN, "%s: no such path for this method", path);
    answer_status (message, known ? 405 : 404, error);
  }
}

/* ---- connections ---- */

static void
on_stream_gone (gpointer data, GObject *stream)
{
  Connection *connection = data;

  connection->stream = NULL;
  gc_metric_add (connection->http->open, -1);
  g_hash_table_remove (connection->http->connections, connection);
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  /* A message may hold the address for longer. */
  g_object_set_data (G_OBJECT (connection->remote), CONNECTION_KEY, NULL);
  g_object_unref (connection->remote);
  g_free (connection);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *stream,
             GObject *source,
             gpointer user_data)
{
  GcHttp *http = user_data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (stream, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (stream, NULL);

  if (local == NULL || remote == NULL)
    return TRUE;
  if (g_hash_table_size (http->connections) >= GC_HTTP_MAX_CONNECTIONS) {
    gc_metric_add (http->cut, 1);
    return TRUE;
  }
  Connection *connection = g_new0 (Connection, 1);
  connection->http = http;
  connection->stream = stream;
  connection->remote = g_object_ref (remote);
  connection->since_us = gc_clock_monotonic_us (http->config.clock);
  g_hash_table_add (http->connections, connection);
  g_object_set_data (G_OBJECT (remote), CONNECTION_KEY, connection);
  g_object_weak_ref (G_OBJECT (stream), on_stream_gone, connection);
  gc_metric_add (http->open, 1);
  g_socket_set_option (g_socket_connection_get_socket (stream), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  soup_server_accept_iostream (http->server, G_IO_STREAM (stream), local, remote, NULL);
  return TRUE;
}

static void
on_request_read (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  Connection *connection = get_connection (message);

  if (connection == NULL)
    return;
  connection->answering = TRUE;
  connection->since_us = gc_clock_monotonic_us (connection->http->config.clock);
}

static void
on_request_over (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  Connection *connection = get_connection (message);

  if (connection == NULL)
    return;
  connection->answering = FALSE;
  connection->since_us = gc_clock_monotonic_us (connection->http->config.clock);
}

static gboolean
on_sweep (gpointer user_data)
{
  GcHttp *http = user_data;
  int64_t now_us = gc_clock_monotonic_us (http->config.clock);
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, http->connections);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    Connection *connection = key;
    int64_t limit_s = connection->answering ? GC_HTTP_WRITE_SECONDS : GC_HTTP_READ_SECONDS;
    if (now_us - connection->since_us < limit_s * G_USEC_PER_SEC)
      continue;
    gc_metric_add (http->cut, 1);
    connection->since_us = now_us;
    /* libsoup sees the end of the stream and lets go of it. */
    g_socket_shutdown (g_socket_connection_get_socket (connection->stream), TRUE, TRUE, NULL);
  }
  return G_SOURCE_CONTINUE;
}

int
gc_http_take_socket (SoupServerMessage *message)
{
  Connection *connection = get_connection (message);
  int fd = -1;

  if (connection == NULL || connection->stream == NULL)
    return -1;
  fd = fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection->stream)),
              F_DUPFD_CLOEXEC, 0);
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_io_stream_close (stream, NULL, NULL);
  return fd;
}

/* ---- start and end ---- */

static gboolean
listen_unix (GcHttp *http, const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) local = NULL;

  g_unlink (path);
  http->unix_path = g_strdup (path);
  http->address = g_strdup_printf ("unix:%s", path);
  if (g_socket_listener_add_address (G_SOCKET_LISTENER (http->service), address,
                                     G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                     &local))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", path, local->message);
  return FALSE;
}

static gboolean
listen_tcp (GcHttp *http, const char *listen, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GNetworkAddress) parsed =
      G_NETWORK_ADDRESS (g_network_address_parse (listen, 0, NULL));
  const char *host = parsed != NULL ? g_network_address_get_hostname (parsed) : "";
  g_autoptr (GSocketAddress) address =
      parsed != NULL ? g_inet_socket_address_new_from_string (
                           strcmp (host, "localhost") == 0 ? "127.0.0.1" : host,
                           g_network_address_get_port (parsed))
                     : NULL;

  if (address == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "listen \"%s\": must be ADDRESS:PORT", listen);
    return FALSE;
  }
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (http->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                      &local)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", listen, local->message);
    return FALSE;
  }
  http->address =
      g_strdup_printf (strchr (host, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u", host,
                       (unsigned)g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return TRUE;
}

static void
set_origins (GcHttp *http)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) sockets = g_string_new (NULL);
  const char *port = strrchr (http->address, ':');

  if (http->config.origins != NULL && http->config.origins[0] != NULL) {
    g_strv_builder_addv (builder, (const char **)http->config.origins);
  } else if (http->unix_path == NULL) {
    g_autofree char *named = g_strdup_printf ("http://localhost%s", port);
    g_autofree char *numbered = g_strdup_printf ("http://127.0.0.1%s", port);
    g_strv_builder_add_many (builder, http->address, named, numbered, NULL);
  }
  http->origins = g_strv_builder_end (builder);
  /* Not every browser counts a WebSocket to the page's own host as 'self'. */
  for (size_t i = 0; http->origins[i] != NULL; i++)
    if (g_str_has_prefix (http->origins[i], "http"))
      g_string_append_printf (sockets, " ws%s", http->origins[i] + strlen ("http"));
  http->policy = g_strdup_printf ("default-src 'none'; script-src 'self'; style-src 'self'; "
                                  "font-src 'self'; connect-src 'self'%s; media-src 'self' blob:; "
                                  "img-src 'self' data: blob:; frame-ancestors 'none'; "
                                  "base-uri 'none'; form-action 'self'",
                                  sockets->str);
}

static void
add_metrics (GcHttp *http, GcMetrics *metrics)
{
  http->requests = gc_metrics_add_counter (metrics, "gc_signal_http_requests", NULL,
                                           "Requests whose headers were read");
  http->refused = gc_metrics_add_counter (metrics, "gc_signal_http_requests_refused", NULL,
                                          "Requests refused for their headers");
  http->open = gc_metrics_add_gauge (metrics, "gc_signal_http_connections", NULL,
                                     "Connections of requests open now");
  http->cut = gc_metrics_add_counter (metrics, "gc_signal_http_connections_cut", NULL,
                                      "Connections cut for being slow or too many");
}

GcHttp *
gc_http_new (const GcHttpConfig *config, GError **error)
{
  GcHttp *http = g_new0 (GcHttp, 1);
  gboolean listening = FALSE;

  http->config = *config;
  http->connections = g_hash_table_new_full (NULL, NULL, connection_free, NULL);
  add_metrics (http, config->metrics);
  http->server = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (http->server, NULL, on_headers, http, NULL);
  soup_server_add_handler (http->server, NULL, on_request, http, NULL);
  g_signal_connect (http->server, "request-read", G_CALLBACK (on_request_read), http);
  g_signal_connect (http->server, "request-finished", G_CALLBACK (on_request_over), http);
  g_signal_connect (http->server, "request-aborted", G_CALLBACK (on_request_over), http);

  http->service = g_socket_service_new ();
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (http->service), 1024);
  g_signal_connect (http->service, "incoming", G_CALLBACK (on_incoming), http);
  if (g_str_has_prefix (config->listen, "unix:"))
    listening = listen_unix (http, config->listen + strlen ("unix:"), error);
  else
    listening = listen_tcp (http, config->listen, error);
  if (!listening) {
    gc_http_free (http);
    return NULL;
  }
  set_origins (http);
  g_socket_service_start (http->service);
  http->sweep = g_timeout_source_new_seconds (SWEEP_SECONDS);
  g_source_set_static_name (http->sweep, "gc-http-sweep");
  g_source_set_callback (http->sweep, on_sweep, http, NULL);
  g_source_attach (http->sweep, g_main_context_get_thread_default ());
  return http;
}

void
gc_http_stop (GcHttp *http)
{
  g_socket_service_stop (http->service);
  g_socket_listener_close (G_SOCKET_LISTENER (http->service));
  if (http->unix_path != NULL)
    g_unlink (http->unix_path);
}

void
gc_http_free (GcHttp *http)
{
  GHashTableIter iter;
  gpointer key = NULL;

  if (http == NULL)
    return;
  gc_http_stop (http);
  if (http->sweep != NULL)
    g_source_destroy (http->sweep);
  g_clear_pointer (&http->sweep, g_source_unref);
  g_signal_handlers_disconnect_by_data (http->server, http);
  soup_server_disconnect (http->server);
  g_clear_object (&http->server);
  g_clear_object (&http->service);
  g_hash_table_iter_init (&iter, http->connections);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    Connection *connection = key;
    if (connection->stream != NULL)
      g_object_weak_unref (G_OBJECT (connection->stream), on_stream_gone, connection);
  }
  g_hash_table_unref (http->connections);
  g_strfreev (http->origins);
  g_free (http->address);
  g_free (http->policy);
  g_free (http->unix_path);
  g_free (http);
}

const char *
gc_http_get_address (GcHttp *http)
{
  return http->address;
}
