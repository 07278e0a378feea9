// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Janus as a server under load, over its HTTP transport: a request is a POST, an event is the
 * answer to a GET that waits for it. Each peer has a session and a handle of its own, as each page
 * has; a place is the handle's path, "/janus/SESSION/HANDLE".
 */
#include "config.h"

#include "common/gc-error.h"
#include "gc-load-http.h"
#include "gc-load-janus-message.h"
#include "gc-load-server.h"

#include <string.h>

#define BASE "/janus"
#define MAX_EVENTS 32 /* that may come before the one that is waited for */

static gboolean
exchange (GcLoadServer *server,
          const GcLoadHttpRequest *request,
          GcLoadJanusMessage *ret_message,
          GError **error)
{
  g_auto (GcLoadHttpAnswer) answer = { 0 };

  if (!gc_load_http_request (server->address, request, &answer, error))
    return FALSE;
  if (answer.status == 200)
    return gc_load_janus_parse (answer.body, ret_message, error);
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s %s: status %u", request->method,
               request->path, answer.status);
  return FALSE;
}

static gboolean
ask (GcLoadServer *server,
     const char *path,
     const GcLoadJanusRequest *request,
     GcLoadJanusMessage *ret_message,
     GError **error)
{
  g_autofree char *body = gc_load_janus_format (request);
  GcLoadHttpRequest post = {
    .method = "POST",
    .path = path,
    .type = "application/json",
    .body = body,
  };

  return exchange (server, &post, ret_message, error);
}

/* The path of the session whose handle is at @place. (transfer full) */
static char *
dup_session_path (const char *place)
{
  return g_strndup (place, (gsize)(strrchr (place, '/') - place));
}

static gboolean
wait_for (GcLoadServer *server,
          const char *place,
          const char *event,
          GcLoadJanusMessage *ret_message,
          GError **error)
{
  g_autofree char *path = dup_session_path (place);
  GcLoadHttpRequest get = { .method = "GET", .path = path };

  for (int i = 0; i < MAX_EVENTS; i++) {
    g_auto (GcLoadJanusMessage) message = { 0 };
    if (!exchange (server, &get, &message, error))
      return FALSE;
    if (g_strcmp0 (message.event, event) == 0) {
      *ret_message = message;
      message = (GcLoadJanusMessage){ 0 };
      return TRUE;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "GET %s: no event \"%s\"", path, event);
  return FALSE;
}

/* Asks the plugin, which says yes at once and does it later, and waits until @event says it did. */
static gboolean
tell (GcLoadServer *server,
      const char *place,
      const GcLoadJanusRequest *request,
      const char *event,
      GError **error)
{
  g_auto (GcLoadJanusMessage) acknowledgement = { 0 };
  g_auto (GcLoadJanusMessage) done = { 0 };

  return ask (server, place, request, &acknowledgement, error) &&
         wait_for (server, place, event, &done, error);
}

static gboolean
make (GcLoadServer *server, char **path, const char *janus, GError **error)
{
  g_auto (GcLoadJanusMessage) message = { 0 };

  if (!ask (server, *path, &(GcLoadJanusRequest){ .janus = janus }, &message, error))
    return FALSE;
  char *made = g_strdup_printf ("%s/%" G_GINT64_FORMAT, *path, message.id);
  g_free (*path);
  *path = made;
  return TRUE;
}

static gboolean
enter (GcLoadServer *server, char **ret_place, const char *username, GError **error)
{
  g_autofree char *path = g_strdup (BASE);
  GcLoadJanusRequest request = {
    .janus = "message",
    .request = "register",
    .username = username,
  };

  if (!make (server, &path, "create", error) || !make (server, &path, "attach", error))
    return FALSE;
  *ret_place = g_steal_pointer (&path);
  return tell (server, *ret_place, &request, "registered", error);
}

/* The second peer, which is called. Its answer is what makes Janus answer the first one, too. */
static gboolean
accept_call (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  g_auto (GcLoadJanusMessage) call = { 0 };
  GcLoadJanusRequest request = { .janus = "message", .request = "accept", .sdp_type = "answer" };

  if (!wait_for (server, session->places[1], "incomingcall", &call, error))
    return FALSE;
  session->started_us = g_get_real_time ();
  g_autofree char *answer =
      gc_load_peer_handle_offer (session->peers[1], call.sdp != NULL ? call.sdp : "", error);
  request.sdp = answer;
  return answer != NULL && tell (server, session->places[1], &request, "accepted", error);
}

static gboolean
connect_call (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  g_autofree char *caller = g_strdup_printf ("%s-caller", session->room);
  g_autofree char *callee = g_strdup_printf ("%s-callee", session->room);
  g_autofree char *offer = gc_load_peer_dup_offer (session->peers[0]);
  g_auto (GcLoadJanusMessage) accepted = { 0 };
  GcLoadJanusRequest call = {
    .janus = "message",
    .request = "call",
    .username = callee,
    .sdp_type = "offer",
    .sdp = offer,
  };

  return enter (server, &session->places[0], caller, error) &&
         enter (server, &session->places[1], callee, error) &&
         tell (server, session->places[0], &call, "calling", error) &&
         accept_call (server, session, error) &&
         wait_for (server, session->places[0], "accepted", &accepted, error) &&
         gc_load_peer_set_answer (session->peers[0], accepted.sdp != NULL ? accepted.sdp : "",
                                  error);
}

static gboolean
leave_call (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  for (int seat = 0; seat < 2; seat++) {
    g_auto (GcLoadJanusMessage) message = { 0 };
    if (session->places[seat] == NULL)
      continue;
    g_autofree char *path = dup_session_path (session->places[seat]);
    if (!ask (server, path, &(GcLoadJanusRequest){ .janus = "destroy" }, &message, error))
      return FALSE;
  }
  return TRUE;
}

GcLoadServer *
gc_load_server_new_janus (const char *address)
{
  static const GcLoadServerMethods methods = { .connect = connect_call, .leave = leave_call };
  GcLoadServer *server = g_new0 (GcLoadServer, 1);

  server->methods = &methods;
  server->address = g_strdup (address);
  return server;
}
