// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * gc-relay as a server under load, by WHIP (RFC 9725) or by its control socket. A place is the
 * Location of the peer, to DELETE.
 */
#include "config.h"

#include "common/gc-error.h"
#include "gc-load-http.h"
#include "gc-load-server.h"

#include <string.h>

static const char *const seats[] = { "resident", "agent" };

static gboolean
ask (GcLoadServer *server,
     const GcLoadHttpRequest *request,
     GcLoadHttpAnswer *ret_answer,
     GError **error)
{
  if (!gc_load_http_request (server->address, request, ret_answer, error))
    return FALSE;
  if (ret_answer->status < 300)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s %s: status %u: %.200s", request->method,
               request->path, ret_answer->status, ret_answer->body);
  gc_load_http_answer_clear (ret_answer);
  return FALSE;
}

static gboolean
send_offer (GcLoadServer *server,
            GcLoadSession *session,
            int seat,
            const char *path,
            GError **error)
{
  g_autofree char *offer = gc_load_peer_dup_offer (session->peers[seat]);
  GcLoadHttpRequest request = {
    .method = "POST",
    .path = path,
    .type = "application/sdp",
    .token = server->token,
    .body = offer,
  };
  g_auto (GcLoadHttpAnswer) answer = { 0 };

  if (!ask (server, &request, &answer, error))
    return FALSE;
  if (answer.location == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "POST %s: no Location", path);
    return FALSE;
  }
  session->places[seat] = g_steal_pointer (&answer.location);
  return gc_load_peer_set_answer (session->peers[seat], answer.body, error);
}

static gboolean
connect_by_whip (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  for (int seat = 0; seat < 2; seat++) {
    g_autofree char *path = g_strdup_printf ("/whip/%s/%s", session->room, seats[seat]);
    session->started_us = g_get_real_time ();
    if (!send_offer (server, session, seat, path, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
connect_by_control (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  return send_offer (server, session, 0, "/peers", error) &&
         send_offer (server, session, 1, "/peers", error);
}

static gboolean
bind_seat (GcLoadServer *server, GcLoadSession *session, int seat, GError **error)
{
  const char *id = strrchr (session->places[seat], '/') + 1;
  g_autofree char *path = g_strdup_printf ("/rooms/%s/seats/%s", session->room, seats[seat]);
  g_autofree char *body = g_strdup_printf ("{\"peer\":\"%s\",\"hold\":false}", id);
  GcLoadHttpRequest request = {
    .method = "PUT",
    .path = path,
    .type = "application/json",
    .body = body,
  };
  g_auto (GcLoadHttpAnswer) answer = { 0 };

  return ask (server, &request, &answer, error);
}

static gboolean
bind_seats (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  session->started_us = g_get_real_time ();
  return bind_seat (server, session, 0, error) && bind_seat (server, session, 1, error);
}

static gboolean
connect_and_bind (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  return connect_by_control (server, session, error) && bind_seats (server, session, error);
}

static gboolean
leave (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  for (int seat = 0; seat < 2; seat++) {
    GcLoadHttpRequest request = {
      .method = "DELETE",
      .path = session->places[seat],
      .token = server->token,
    };
    g_auto (GcLoadHttpAnswer) answer = { 0 };
    g_autoptr (GError) cause = NULL;
    if (session->places[seat] == NULL)
      continue;
    /* The goodbye may have been first: then the peer is gone already. */
    if (!ask (server, &request, &answer, &cause) && strstr (cause->message, "status 404") == NULL) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  }
  return TRUE;
}

static GcLoadServer *
new_relay (const GcLoadServerMethods *methods, const char *address, const char *token)
{
  GcLoadServer *server = g_new0 (GcLoadServer, 1);

  server->methods = methods;
  server->address = g_strdup (address);
  server->token = g_strdup (token);
  return server;
}

GcLoadServer *
gc_load_server_new_whip (const char *address, const char *token)
{
  static const GcLoadServerMethods methods = { .connect = connect_by_whip, .leave = leave };

  return new_relay (&methods, address, token);
}

GcLoadServer *
gc_load_server_new_control (const char *path, gboolean is_warm)
{
  static const GcLoadServerMethods cold = { .connect = connect_and_bind, .leave = leave };
  static const GcLoadServerMethods warm = {
    .connect = connect_by_control,
    .bind = bind_seats,
    .leave = leave,
  };

  return new_relay (is_warm ? &warm : &cold, path, NULL);
}
