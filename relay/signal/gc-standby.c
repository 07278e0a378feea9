// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-standby.h"

#include "common/gc-error.h"
#include "signal/gc-http.h"

struct _GcStandby {
  GcMetrics *metrics; /* of the HTTP edge; nobody asks a standby for them */
  GcHttp *http;
  char *reason;
};

static void
handle_health (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  gc_http_answer (message, SOUP_STATUS_OK, "{\"status\":\"ok\"}");
}

static void
refuse (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcStandby *standby = user_data;
  g_autoptr (GError) error = NULL;

  g_set_error (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "standby: %s", standby->reason);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                "1");
  gc_http_answer_error (message, error);
}

/* What is written to the service must get the same answer as what is read from it. */
static const GcHttpRoute routes[] = {
  { "GET", "/health", handle_health }, { "POST", "/api/login", refuse },
  { "POST", "/api/enrol", refuse },    { "POST", "/api/logout", refuse },
  { "POST", "/api/pass", refuse },
};

GcStandby *
gc_standby_new (const char *listen,
                const char *const *origins,
                const GcClock *clock,
                GError **error)
{
  g_autoptr (GcStandby) standby = g_new0 (GcStandby, 1);
  const GcHttpConfig config = {
    .listen = listen,
    .origins = origins,
    .routes = routes,
    .n_routes = G_N_ELEMENTS (routes),
    .fallback = refuse,
    .user_data = standby,
    .clock = clock,
    .metrics = standby->metrics = gc_metrics_new (),
  };

  standby->reason = g_strdup ("this node is not the active one");
  standby->http = gc_http_new (&config, error);
  return standby->http != NULL ? g_steal_pointer (&standby) : NULL;
}

void
gc_standby_free (GcStandby *standby)
{
  if (standby == NULL)
    return;
  gc_http_free (standby->http);
  gc_metrics_free (standby->metrics);
  g_free (standby->reason);
  g_free (standby);
}

void
gc_standby_set_reason (GcStandby *standby, const char *reason)
{
  g_free (standby->reason);
  standby->reason = g_strdup (reason);
}

const char *
gc_standby_get_address (GcStandby *standby)
{
  return gc_http_get_address (standby->http);
}
