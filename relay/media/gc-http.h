// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/*
 * GcHttp: libsoup's server with limits and a table of routes, for the control API and WHIP. libsoup
 * itself takes a body of any length, and headers that mean two things: what has no plain
 * Content-Length within the route's limit is refused before its body is read.
 */
typedef struct _GcHttp GcHttp;

#define GC_HTTP_MAX_PARTS 5
#define GC_HTTP_MAX_SDP 65536
#define GC_HTTP_MAX_JSON 4096

/* A request on its way through a handler. */
typedef struct {
  GcHttp *http;
  SoupServerMessage *message;
  const char *parts[GC_HTTP_MAX_PARTS]; /* of the path, decoded; identifiers are checked */
  size_t n_parts;
  const char *body; /* NUL-ended behind its @size */
  size_t size;
  gpointer user_data; /* of gc_http_new () */
} GcHttpRequest;

typedef struct {
  const char *method;
  const char *path;         /* its parts; an asterisk stands for an identifier */
  const char *content_type; /* that the body must have; NULL: no body is looked at */
  size_t max_body;
  void (*handle) (const GcHttpRequest *request);
} GcHttpRoute;

/*
 * @routes: @n_routes of them, static. @token: (nullable), copied; a request without it is refused
 * 401. @certificate: (nullable), for TLS. (transfer full)
 */
GcHttp *gc_http_new (const GcHttpRoute *routes,
                     size_t n_routes,
                     const char *token,
                     GTlsCertificate *certificate,
                     gpointer user_data);
void gc_http_free (GcHttp *http);

/* Takes connections on @sock, which is bound. Errors: UNAVAILABLE. */
gboolean gc_http_listen_socket (GcHttp *http, GSocket *sock, GError **error);

/*
 * Binds @address and takes connections there. @ret_bound: (nullable) (transfer full): the address
 * with its real port. Errors: UNAVAILABLE.
 */
gboolean
gc_http_listen (GcHttp *http, GSocketAddress *address, GSocketAddress **ret_bound, GError **error);

/* Adds the headers of RFC 9725 section 4.4.2 for pages of other origins, and answers OPTIONS. */
void gc_http_allow_origins (GcHttp *http);

/* Takes WebSocket connections on @path, which must be a GET route, too, for those that are none. */
void
gc_http_add_websocket (GcHttp *http, const char *path, SoupServerWebsocketCallback on_connection);

void gc_http_respond_json (SoupServerMessage *message, unsigned status, JsonObject *object);
void gc_http_respond_error (SoupServerMessage *message, const GError *error);
void gc_http_respond_text (SoupServerMessage *message,
                           unsigned status,
                           const char *content_type,
                           const char *text);

/* A response without a body, such as 204. */
void gc_http_respond_empty (SoupServerMessage *message, unsigned status);
