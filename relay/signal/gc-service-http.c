// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The paths that are not about signing in: catalogue, health, metrics, WebSocket, pages. */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "signal/gc-reports.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define SUBPROTOCOL "gc.1"

static void
handle_catalogue (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *etag = gc_catalogue_get_etag (service->catalogue);
  const char *held = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "If-None-Match");
  GBytes *json = gc_catalogue_get_json (service->catalogue);
  gsize size = 0;
  const char *text = g_bytes_get_data (json, &size);

  soup_message_headers_replace (headers, "ETag", etag);
  soup_message_headers_replace (headers, "Cache-Control", "no-cache");
  if (held != NULL && strstr (held, etag) != NULL) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
    return;
  }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json; charset=utf-8", SOUP_MEMORY_STATIC,
                                    text, size);
}

static void
handle_health (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  gc_http_answer (message, SOUP_STATUS_OK, "{\"status\":\"ok\"}");
}

typedef struct {
  GcService *service;
  GcHttpWait *wait;
} Ready;

static void
on_pinged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ready *ready = user_data;
  SoupServerMessage *message = gc_http_wait_get_message (ready->wait);
  g_autoptr (GError) error = NULL;

  if (!gc_store_ping_finish (ready->service->store, result, &error))
    gc_http_answer_error (message, error);
  else
    gc_http_answer (message, SOUP_STATUS_OK, "{\"status\":\"ready\"}");
  gc_http_wait_end (ready->wait);
}

static void
handle_ready (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  g_autoptr (GError) error = NULL;

  if (!service->loaded || service->stopping) {
    g_set_error (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the queue is not loaded");
    gc_http_answer_error (message, error);
    return;
  }
  Ready *ready = g_new0 (Ready, 1);
  *ready = (Ready){ service, gc_http_wait_begin (message) };
  gc_store_ping_async (service->store, on_pinged, ready);
}

static void
handle_metrics (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  g_autoptr (GError) error = NULL;

  if (!gc_http_is_local (message)) {
    g_set_error (&error, GC_ERROR, GC_ERROR_DENIED, "metrics are for this machine alone");
    gc_http_answer_error (message, error);
    return;
  }
  char *text = gc_metrics_format (service->metrics);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, GC_METRICS_CONTENT_TYPE, SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

/* ---- WebSocket ---- */

typedef struct {
  GcService *service;
  GcUser *user;
} Upgrade;

static void
upgrade_free (gpointer data, GClosure *closure)
{
  Upgrade *upgrade = data;

  gc_user_free (upgrade->user);
  g_free (upgrade);
}

static void
on_switched (SoupServerMessage *message, gpointer user_data)
{
  Upgrade *upgrade = user_data;
  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS ||
      upgrade->user == NULL)
    return;
  int fd = gc_http_take_socket (message);
  if (fd >= 0)
    gc_visitor_new (upgrade->service, fd, g_steal_pointer (&upgrade->user));
}

static void
handle_ws (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  static char *protocols[] = { SUBPROTOCOL, NULL };
  GcService *service = user_data;
  const char *pass = query != NULL ? g_hash_table_lookup (query, "pass") : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcUser) user = NULL;

  if (!gc_http_is_own_origin (service->http, message)) {
    g_set_error (&error, GC_ERROR, GC_ERROR_DENIED, "not from a page of this service");
  } else if (!soup_websocket_server_check_handshake (message, NULL, protocols, NULL, NULL) ||
             soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                            "Sec-WebSocket-Protocol") == NULL) {
    g_set_error (&error, GC_ERROR, GC_ERROR_INVALID, "not a WebSocket handshake for " SUBPROTOCOL);
  } else if (!service->loaded || service->stopping) {
    g_set_error (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service is not ready");
  } else {
    user =
        pass != NULL ? gc_passes_take (service->passes, pass, gc_service_now_ms (service)) : NULL;
    if (user == NULL)
      g_set_error (&error, GC_ERROR, GC_ERROR_DENIED, "the pass is not known or too old");
  }
  if (error != NULL) {
    gc_http_answer_error (message, error);
    return;
  }
  soup_message_headers_remove (soup_server_message_get_response_headers (message), "Connection");
  soup_websocket_server_process_handshake (message, NULL, protocols, NULL, NULL);
  Upgrade *upgrade = g_new0 (Upgrade, 1);
  *upgrade = (Upgrade){ service, g_steal_pointer (&user) };
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (on_switched), upgrade,
                         upgrade_free, G_CONNECT_DEFAULT);
}

/* ---- the table ---- */

const GcHttpRoute gc_service_routes[] = {
  { "GET", "/api/session", gc_sign_in_handle_session },
  { "GET", "/api/catalogue", handle_catalogue },
  { "GET", "/api/report", gc_reports_handle },
  { "GET", "/api/appointment.ics", gc_appointments_handle_ics },
  { "GET", "/api/still", gc_still_http_handle_get },
  { "POST", "/api/still", gc_still_http_handle_post, "application/octet-stream",
    GC_STILL_MAX_PART_BYTES },
  { "POST", "/api/login", gc_sign_in_handle_login },
  { "POST", "/api/enrol", gc_sign_in_handle_enrol },
  { "POST", "/api/logout", gc_sign_in_handle_logout },
  { "POST", "/api/pass", gc_sign_in_handle_pass },
  { "GET", "/health", handle_health },
  { "GET", "/ready", handle_ready },
  { "GET", "/metrics", handle_metrics },
  { "GET", "/ws", handle_ws },
};
const size_t gc_service_n_routes = G_N_ELEMENTS (gc_service_routes);

void
gc_service_handle_other (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;

  gc_pages_handle (service->pages, message);
}
