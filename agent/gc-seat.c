// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/gc-seat.h"

#include "agent/gc-report.h"
#include "common/gc-error.h"

#include <string.h>

#define AGAIN_MS 500

struct _GcSeat {
  const GcSeatConfig *config;
  GcClient *client;
  GcCall *call;
  JsonObject *view; /* the last one, borrowed from the client; NULL before the first */
  GcSeatDone done;
  gpointer user_data;

  char *asked;       /* what was asked last, until its answer came: nothing is asked twice */
  gboolean is_stale; /* no view came since asking: it cannot show yet what was done */
  char *ringing;     /* agent: ticket of the offer that rings */
  guint ring_source;
  guint end_source;
  guint again_source;
  unsigned sessions; /* that ended */
};

static void look (GcSeat *seat);

/* Asking */

static gboolean
on_again (gpointer user_data)
{
  GcSeat *seat = user_data;

  seat->again_source = 0;
  look (seat);
  return G_SOURCE_REMOVE;
}

static void
look_later (GcSeat *seat)
{
  if (seat->again_source != 0)
    return;
  seat->again_source = g_timeout_add (AGAIN_MS, on_again, seat);
  g_source_set_name_by_id (seat->again_source, "gc-seat again");
}

/* The view tells what to do next; the one that shows what was done may come after the answer. */
static void
on_asked (JsonObject *result, const GError *error, gpointer user_data)
{
  GcSeat *seat = user_data;
  g_autofree char *asked = g_steal_pointer (&seat->asked);

  if (error != NULL) {
    JsonBuilder *builder = gc_report_begin ("refused");
    gc_report_add_string (builder, "method", asked);
    gc_report_add_string (builder, "code", gc_error_code_name (gc_error_code (error)));
    gc_report_end (builder);
    g_message ("%s: %s", asked, error->message);
    look_later (seat);
  } else if (!seat->is_stale) {
    look (seat);
  }
}

static void
ask (GcSeat *seat, const char *method, JsonObject *params)
{
  if (seat->asked != NULL || seat->again_source != 0) {
    json_object_unref (params);
    return;
  }
  seat->asked = g_strdup (method);
  seat->is_stale = TRUE;
  gc_client_call (seat->client, method, params, FALSE, on_asked, seat);
}

static JsonObject *
about_ticket (const char *ticket)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "ticket", ticket);
  return params;
}

static void
stop_source (guint *source)
{
  if (*source != 0)
    g_source_remove (*source);
  *source = 0;
}

/* Ending a call after its time */

static gboolean
on_end (gpointer user_data)
{
  GcSeat *seat = user_data;
  JsonObject *session = gc_client_get_object (seat->view, "session");
  JsonObject *holder =
      seat->config->is_point ? gc_client_get_object (seat->view, "ticket") : session;
  const char *ticket = gc_client_get_string (holder, seat->config->is_point ? "id" : "ticket");

  if (session == NULL || ticket == NULL) {
    seat->end_source = 0;
    return G_SOURCE_REMOVE;
  }
  JsonObject *params = about_ticket (ticket);
  gboolean is_guest = g_strcmp0 (gc_client_get_string (session, "role"), "guest") == 0;
  if (!seat->config->is_point && !is_guest)
    json_object_set_string_member (params, "outcome", "accepted");
  ask (seat,
       seat->config->is_point ? "session.leave"
       : is_guest             ? "session.leave_seat"
                              : "session.end",
       params);
  /* Once more if it was refused: the call may have broken off and come back meanwhile. */
  return G_SOURCE_CONTINUE;
}

static gboolean
is_finished (const GcSeat *seat)
{
  return seat->config->sessions > 0 && seat->sessions >= seat->config->sessions;
}

/* The agent */

static gboolean
on_ring (gpointer user_data)
{
  GcSeat *seat = user_data;

  JsonObject *params = about_ticket (seat->ringing);
  gboolean call_back =
      gc_client_get_boolean (gc_client_get_object (seat->view, "offer"), "call_back");

  seat->ring_source = 0;
  /* It has no telephone. */
  if (call_back)
    json_object_set_string_member (params, "reason", "technical");
  ask (seat, call_back ? "offer.decline" : "offer.accept", params);
  return G_SOURCE_REMOVE;
}

static void
look_at_offer (GcSeat *seat, JsonObject *offer)
{
  const char *ticket = gc_client_get_string (offer, "ticket");

  if (g_strcmp0 (seat->ringing, ticket) == 0)
    return;
  stop_source (&seat->ring_source);
  g_free (seat->ringing);
  seat->ringing = g_strdup (ticket);
  if (ticket == NULL)
    return;
  JsonBuilder *builder = gc_report_begin ("offer");
  gc_report_add_string (builder, "ticket", ticket);
  gc_report_end (builder);
  seat->ring_source = g_timeout_add (seat->config->accept_after_ms, on_ring, seat);
  g_source_set_name_by_id (seat->ring_source, "gc-seat ring");
}

static void
want (GcSeat *seat, const char *wanted)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "wanted", wanted);
  ask (seat, "agent.want", params);
}

static void
look_as_agent (GcSeat *seat)
{
  JsonObject *session = gc_client_get_object (seat->view, "session");
  const char *ticket = gc_client_get_string (session, "ticket");
  const char *state = gc_client_get_string (session, "state");
  const char *wanted = gc_client_get_string (gc_client_get_object (seat->view, "me"), "wanted");
  gboolean is_over = g_strcmp0 (state, "wrap_up") == 0;

  gc_call_handle_session (seat->call, is_over ? NULL : ticket,
                          gc_client_get_int (session, "held_since_ms", 0) > 0);
  look_at_offer (seat, gc_client_get_object (seat->view, "offer"));
  if (is_over) {
    JsonObject *params = about_ticket (ticket);
    json_object_set_string_member (params, "outcome", "accepted");
    json_object_set_string_member (params, "note", "");
    ask (seat, "wrap_up.finish", params);
  } else if (session != NULL) {
    return;
  } else if (is_finished (seat)) {
    if (g_strcmp0 (wanted, "offline") == 0)
      seat->done (NULL, seat->user_data);
    else
      want (seat, "offline");
  } else if (gc_call_is_ready (seat->call) && g_strcmp0 (wanted, "available") != 0) {
    want (seat, "available");
  }
}

/* The resident at a service point */

static void
create_ticket (GcSeat *seat)
{
  JsonObject *params = json_object_new ();
  JsonArray *languages = json_array_new ();

  for (const char *const *language = seat->config->languages; *language != NULL; language++)
    json_array_add_string_element (languages, *language);
  json_object_set_string_member (params, "item", seat->config->item);
  json_object_set_array_member (params, "languages", languages);
  json_object_set_string_member (params, "name", seat->config->name);
  ask (seat, "ticket.create", params);
}

static void
look_at_ticket (GcSeat *seat, JsonObject *ticket)
{
  const char *id = gc_client_get_string (ticket, "id");
  const char *state = gc_client_get_string (ticket, "state");

  if (id == NULL || state == NULL) {
    if (is_finished (seat))
      seat->done (NULL, seat->user_data);
    else if (gc_call_is_ready (seat->call))
      create_ticket (seat);
  } else if (strcmp (state, "draft") == 0) {
    if (gc_call_is_ready (seat->call))
      ask (seat, "ticket.join", about_ticket (id));
  } else if (strcmp (state, "wrap_up") == 0 || strcmp (state, "done") == 0 ||
             strcmp (state, "abandoned") == 0) {
    ask (seat, "kiosk.clear", json_object_new ());
  }
}

static void
look_as_point (GcSeat *seat)
{
  JsonObject *ticket = gc_client_get_object (seat->view, "ticket");
  JsonObject *session = gc_client_get_object (seat->view, "session");

  gc_call_handle_session (seat->call, session != NULL ? gc_client_get_string (ticket, "id") : NULL,
                          gc_client_get_int (session, "held_since_ms", 0) > 0);
  if (session == NULL)
    look_at_ticket (seat, ticket);
}

static void
look (GcSeat *seat)
{
  if (seat->view == NULL || !gc_client_is_open (seat->client))
    return;
  if (seat->config->is_point)
    look_as_point (seat);
  else
    look_as_agent (seat);
}

/* Events */

static void
on_view (JsonObject *view, gpointer user_data)
{
  GcSeat *seat = user_data;

  seat->view = view;
  seat->is_stale = FALSE;
  gc_call_handle_relay (seat->call, gc_client_get_object (view, "relay"));
  look (seat);
}

static void
on_disconnected (const GError *error, gpointer user_data)
{
  g_message ("signalling: %s; connecting again", error->message);
  gc_report_end (gc_report_begin ("signal_lost"));
}

static void
on_ended (const GError *error, gpointer user_data)
{
  GcSeat *seat = user_data;

  seat->done (error, seat->user_data);
}

static void
on_ready (gpointer user_data)
{
  look (user_data);
}

/* A call lasts from its first picture. */
static void
on_first_frame (gpointer user_data)
{
  GcSeat *seat = user_data;

  if (seat->config->duration_s == 0 || seat->end_source != 0)
    return;
  seat->end_source = g_timeout_add_seconds (seat->config->duration_s, on_end, seat);
  g_source_set_name_by_id (seat->end_source, "gc-seat end");
}

static void
on_session_ended (gpointer user_data)
{
  GcSeat *seat = user_data;

  seat->sessions++;
  stop_source (&seat->end_source);
}

GcSeat *
gc_seat_new (GcSignIn *sign_in,
             const GcSeatConfig *config,
             GcSeatDone done,
             gpointer user_data,
             GError **error)
{
  static const GcClientEvents client_events = { on_view, on_disconnected, on_ended };
  static const GcCallEvents call_events = { on_ready, on_first_frame, on_session_ended };
  g_autoptr (GcSeat) seat = g_new0 (GcSeat, 1);

  seat->config = config;
  seat->done = done;
  seat->user_data = user_data;
  seat->client =
      gc_client_new (sign_in, config->is_point ? "kiosk" : "agent", &client_events, seat);
  seat->call = gc_call_new (seat->client, &config->engine, &call_events, seat, error);
  if (seat->call == NULL)
    return NULL;
  return g_steal_pointer (&seat);
}

void
gc_seat_free (GcSeat *seat)
{
  if (seat == NULL)
    return;
  stop_source (&seat->ring_source);
  stop_source (&seat->end_source);
  stop_source (&seat->again_source);
  gc_client_free (seat->client);
  gc_call_free (seat->call);
  g_free (seat->asked);
  g_free (seat->ringing);
  g_free (seat);
}
