// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-whip.h"

#include <libsoup/soup.h>
#include <string.h>

#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "media/gc-http.h"

struct _GcWhip {
  GcWorkers *workers;
  GcHttp *http;
  GSocketAddress *bound;
};

/* A publication until its answer may go out. */
typedef struct {
  GcWorkers *workers; /* the endpoint may be gone by then, they are not */
  GcHttpWait *wait;
  char *room;
  char *seat;
  char *peer;
  char *answer;
} Publication;

static void
publication_free (Publication *publication)
{
  gc_http_wait_end (publication->wait);
  gc_workers_leave_room (publication->workers, publication->room);
  g_free (publication->room);
  g_free (publication->seat);
  g_free (publication->peer);
  g_free (publication->answer);
  g_free (publication);
}

static void
respond_created (SoupServerMessage *message, const Publication *publication)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *location = g_strconcat ("/whip/", publication->room, "/", publication->seat, "/",
                                           publication->peer, NULL);
  g_autofree char *tag = g_strconcat ("\"", publication->peer, "\"", NULL);

  soup_message_headers_replace (headers, "Location", location);
  soup_message_headers_replace (headers, "ETag", tag);
  gc_http_respond_text (message, SOUP_STATUS_CREATED, "application/sdp", publication->answer);
}

static void
on_bound (const GcAnswer *answer, gpointer user_data)
{
  Publication *publication = user_data;
  SoupServerMessage *message = gc_http_wait_get_message (publication->wait);

  /* Whoever asked has gone, or the room is full: then nobody will ever end this peer. */
  if (gc_http_wait_is_gone (publication->wait) || answer->error != NULL)
    gc_workers_end_peer (publication->workers, publication->peer, GC_PEER_DELETED, NULL, NULL);
  if (answer->error != NULL)
    gc_http_respond_error (message, answer->error);
  else
    respond_created (message, publication);
  publication_free (publication);
}

static void
on_added (const GcAnswer *answer, gpointer user_data)
{
  Publication *publication = user_data;
  const GcBinding binding = { .room = publication->room,
                              .seat = publication->seat,
                              .peer = publication->peer,
                              .replace = TRUE,
                              .place = GC_ROOM_ANY_PLACE };

  if (answer->error == NULL) {
    gc_workers_bind (publication->workers, &binding, on_bound, publication);
    return;
  }
  gc_http_respond_error (gc_http_wait_get_message (publication->wait), answer->error);
  publication_free (publication);
}

/* The room is entered until its seat is taken, so that all who come to it are on its worker. */
static void
handle_post (const GcHttpRequest *request)
{
  GcWhip *whip = request->user_data;
  Publication *publication = g_new0 (Publication, 1);
  g_autoptr (GError) error = NULL;

  publication->workers = whip->workers;
  publication->wait = gc_http_wait_begin (request->message);
  publication->room = g_strdup (request->parts[1]);
  publication->seat = g_strdup (request->parts[2]);
  const GcOffer offer = { .sdp = request->body,
                          .size = request->size,
                          .worker = (int)gc_workers_enter_room (whip->workers, publication->room) };
  if (gc_workers_add_peer (whip->workers, &offer, &publication->peer, &publication->answer,
                           on_added, publication, &error))
    return;
  gc_http_respond_error (request->message, error);
  publication_free (publication);
}

static void
on_deleted (const GcAnswer *answer, gpointer user_data)
{
  SoupServerMessage *message = gc_http_wait_get_message (user_data);

  if (answer->error != NULL)
    gc_http_respond_error (message, answer->error);
  else
    gc_http_respond_empty (message, SOUP_STATUS_OK);
  gc_http_wait_end (user_data);
}

static void
handle_delete (const GcHttpRequest *request)
{
  GcWhip *whip = request->user_data;

  gc_workers_end_peer (whip->workers, request->parts[3], GC_PEER_DELETED, on_deleted,
                       gc_http_wait_begin (request->message));
}

static const GcHttpRoute routes[] = {
  { "POST", "/whip/*/*", "application/sdp", GC_HTTP_MAX_SDP, handle_post },
  { "DELETE", "/whip/*/*/*", NULL, 0, handle_delete },
};

GcWhip *
gc_whip_new (GcWorkers *workers, GInetSocketAddress *address, const char *token, GError **error)
{
  if (token == NULL &&
      !g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address))) {
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED,
                 "whip: without a token file only a loopback address may be used");
    return NULL;
  }
  g_autoptr (GcWhip) whip = g_new0 (GcWhip, 1);
  whip->workers = workers;
  whip->http = gc_http_new (routes, G_N_ELEMENTS (routes), token, NULL, whip);
  gc_http_allow_origins (whip->http);
  if (!gc_http_listen (whip->http, G_SOCKET_ADDRESS (address), &whip->bound, error)) {
    g_prefix_error (error, "whip: ");
    return NULL;
  }
  return g_steal_pointer (&whip);
}

void
gc_whip_free (GcWhip *whip)
{
  if (whip == NULL)
    return;
  gc_http_free (whip->http);
  g_clear_object (&whip->bound);
  g_free (whip);
}

char *
gc_whip_dup_uri (GcWhip *whip)
{
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (whip->bound));

  return g_strconcat ("http://", text, NULL);
}
