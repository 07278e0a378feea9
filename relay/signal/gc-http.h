// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-clock.h"
#include "common/gc-metrics.h"

#include <libsoup/soup.h>

/*
 * GcHttp: the edge towards browsers. It accepts connections, refuses what no browser sends (two
 * lengths, a length and chunks, two hosts, foreign origins, bodies above the limit) before any
 * handler sees it, cuts slow connections, and puts the security headers on every answer.
 */
typedef struct _GcHttp GcHttp;

/* Of a request; answer it, at once or later by a GcHttpWait. */
typedef void (*GcHttpHandler) (SoupServerMessage *message, GHashTable *query, gpointer user_data);

typedef struct {
  const char *method; /* "GET" serves HEAD too; "POST" is what this service calls writing */
  const char *path;
  GcHttpHandler handle;
  const char *body_type;  /* (nullable) of what is posted; NULL: JSON of GC_HTTP_MAX_BODY_BYTES */
  int64_t max_body_bytes; /* with a type */
} GcHttpRoute;

typedef struct {
  const char *listen;         /* HOST:PORT, port 0 for any, or unix:PATH */
  const char *const *origins; /* from which pages may write; NULL: those of the address */
  const GcHttpRoute *routes;
  size_t n_routes;
  GcHttpHandler fallback; /* GET of any other path */
  gpointer user_data;
  const GcClock *clock;
  GcMetrics *metrics;
} GcHttpConfig;

#define GC_HTTP_MAX_BODY_BYTES 4096
/* Beside those that have become WebSockets. */
#define GC_HTTP_MAX_CONNECTIONS 2000
/* A request must be whole, and an idle connection used again, within this time. */
#define GC_HTTP_READ_SECONDS 15
/* An answer must be taken within this time. */
#define GC_HTTP_WRITE_SECONDS 120

/* Listens. @config's pointers must outlive it. Errors: GC_ERROR_INVALID, GC_ERROR_UNAVAILABLE. */
GcHttp *gc_http_new (const GcHttpConfig *config, GError **error);
void gc_http_free (GcHttp *http);

/* No new connections; those there stay. */
void gc_http_stop (GcHttp *http);

/* "http://127.0.0.1:8080", or "unix:PATH". (transfer none) */
const char *gc_http_get_address (GcHttp *http);

/* Whether a request comes from a page of this service: its Origin is one of ours. */
gboolean gc_http_is_own_origin (GcHttp *http, SoupServerMessage *message);

/*
 * Takes the connection of @message, whose upgrade was answered, away from libsoup, and gives its
 * socket alone: the caller closes it. -1: there is none, or no descriptor is left. A client may not
 * send before it has the answer, so no frame can be in libsoup's buffers, which end here.
 */
int gc_http_take_socket (SoupServerMessage *message);

/* Answers with JSON text; NULL for no body. */
void gc_http_answer (SoupServerMessage *message, unsigned status, const char *json);
/* Answers as docs/protocol.md describes errors. */
void gc_http_answer_error (SoupServerMessage *message, const GError *error);
/* Not signed in, or wrong: 401, which is not "you may not" (403). @text says which. */
void gc_http_answer_unauthorized (SoupServerMessage *message, const char *text);

/* The value of a cookie, or NULL. (transfer full) */
char *gc_http_dup_cookie (SoupServerMessage *message, const char *name);

/* Where the request comes from: the address of the peer, or of the last hop that a proxy on a Unix
 * socket names. An IPv6 address is cut to its /64, which is what one subscriber has. */
char *gc_http_dup_client (SoupServerMessage *message);
/* Whether it comes from this machine itself, not through a proxy. */
gboolean gc_http_is_local (SoupServerMessage *message);
