// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-events.h"

#include "common/gc-id.h"
#include "common/gc-json.h"
#include "media/gc-describe.h"

#define EPOCH_BITS 80
#define MAX_LISTENERS 16
#define KEEPALIVE_S 20
#define MAX_SILENCE_US 60000000 /* without a pong: three of them missed */
#define MAX_IN_BYTES 1024       /* a listener has nothing to say */

typedef struct {
  GcEvents *events; /* NULL once that is gone */
  SoupWebsocketConnection *connection;
  GPtrArray *waiting; /* (element-type char*) events until `hello` was sent; then NULL */
  int64_t pong_us;    /* of the last pong */
} Listener;

struct _GcEvents {
  GcWorkers *workers;
  char *epoch;
  GPtrArray *listeners; /* (element-type Listener), references */
};

static void
listener_clear (gpointer data)
{
  Listener *listener = data;

  g_signal_handlers_disconnect_by_data (listener->connection, listener);
  g_object_unref (listener->connection);
  g_clear_pointer (&listener->waiting, g_ptr_array_unref);
}

static void
listener_unref (gpointer data)
{
  g_rc_box_release_full (data, listener_clear);
}

static void
send_text (Listener *listener, const char *text)
{
  if (soup_websocket_connection_get_state (listener->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (listener->connection, text);
}

/*
 * One that does not answer pings does not read either, and libsoup would keep what it is sent
 * without limit. It may come again, and is greeted with all that is.
 */
static gboolean
is_listening (const Listener *listener)
{
  return g_get_monotonic_time () - listener->pong_us < MAX_SILENCE_US;
}

static void
on_pong (SoupWebsocketConnection *connection, GBytes *payload, gpointer user_data)
{
  ((Listener *)user_data)->pong_us = g_get_monotonic_time ();
}

/* A farewell would wait behind all that was not read: the stream ends as it is. */
static void
cut_off (GcEvents *events, Listener *listener)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (listener->connection);

  g_signal_handlers_disconnect_by_data (listener->connection, listener);
  g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  listener->events = NULL;
  g_ptr_array_remove (events->listeners, listener);
}

static void
on_event (const GcEvent *event, gpointer user_data)
{
  GcEvents *events = user_data;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GPtrArray) deaf = NULL;
  g_autofree char *text = NULL;

  if (events->listeners->len == 0)
    return;
  deaf = g_ptr_array_new ();
  object = gc_describe_event (event);
  text = gc_json_object_to_string (object);
  for (guint i = 0; i < events->listeners->len; i++) {
    Listener *listener = events->listeners->pdata[i];
    if (listener->waiting != NULL)
      g_ptr_array_add (listener->waiting, g_strdup (text));
    else if (is_listening (listener))
      send_text (listener, text);
    else
      g_ptr_array_add (deaf, listener);
  }
  for (guint i = 0; i < deaf->len; i++)
    cut_off (events, deaf->pdata[i]);
}

GcEvents *
gc_events_new (GcWorkers *workers)
{
  GcEvents *events = g_new0 (GcEvents, 1);

  events->workers = workers;
  events->epoch = gc_id_new (EPOCH_BITS);
  events->listeners = g_ptr_array_new_with_free_func (listener_unref);
  gc_workers_set_event_func (workers, on_event, events);
  return events;
}

void
gc_events_free (GcEvents *events)
{
  if (events == NULL)
    return;
  gc_workers_set_event_func (events->workers, NULL, NULL);
  for (guint i = 0; i < events->listeners->len; i++)
    ((Listener *)events->listeners->pdata[i])->events = NULL;
  g_ptr_array_unref (events->listeners);
  g_free (events->epoch);
  g_free (events);
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  Listener *listener = user_data;

  if (listener->events != NULL)
    g_ptr_array_remove (listener->events->listeners, listener);
}

static void
greet (Listener *listener, const GPtrArray *peers)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&listener->waiting);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "event", "hello");
  json_object_set_string_member (object, "epoch", listener->events->epoch);
  json_object_set_array_member (object, "peers", gc_describe_peers (peers));
  text = gc_json_object_to_string (object);
  send_text (listener, text);
  for (guint i = 0; i < waiting->len; i++)
    send_text (listener, waiting->pdata[i]);
}

static void
on_peers (const GcAnswer *answer, gpointer user_data)
{
  Listener *listener = user_data;

  if (answer->error == NULL && listener->events != NULL)
    greet (listener, answer->list);
  listener_unref (listener);
}

void
gc_events_add (GcEvents *events, SoupWebsocketConnection *connection)
{
  if (events->listeners->len == MAX_LISTENERS) {
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION,
                                     "too many listeners");
    return;
  }
  Listener *listener = g_rc_box_new0 (Listener);
  listener->events = events;
  listener->connection = g_object_ref (connection);
  listener->waiting = g_ptr_array_new_with_free_func (g_free);
  soup_websocket_connection_set_keepalive_interval (connection, KEEPALIVE_S);
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_IN_BYTES);
  listener->pong_us = g_get_monotonic_time ();
  g_signal_connect (connection, "pong", G_CALLBACK (on_pong), listener);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), listener);
  g_ptr_array_add (events->listeners, listener);
  gc_workers_list_peers (events->workers, NULL, on_peers, g_rc_box_acquire (listener));
}

void
gc_events_close (GcEvents *events)
{
  for (guint i = 0; i < events->listeners->len; i++) {
    Listener *listener = events->listeners->pdata[i];
    if (soup_websocket_connection_get_state (listener->connection) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_close (listener->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  }
}
