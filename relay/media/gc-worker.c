// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-worker.h"

#include <gst/gst.h>

#include "common/gc-error.h"
#include "media/gc-relay-core.h"
#include "media/gc-relay-sink.h"
#include "media/gc-relay-src.h"

#define ALIVE_US 1000000

struct _GcWorker {
  GcPort *port;
  GstElement *pipeline;
  GcRelayCore *core;      /* in the pipeline */
  GcForwarder *forwarder; /* of the core; for posting only */
  guint bus_watch;
  void (*on_event) (const GcEvent *event, gpointer user_data);
  gpointer event_data;
  void (*on_broken) (const GError *error, gpointer user_data);
  gpointer broken_data;
};

/* One request, from the main thread to the streaming one and back. */
typedef struct {
  GcCall call;
  GcReplyFunc reply;
  gpointer reply_data;
  GError *error;
  GPtrArray *list;
  gboolean ran;
  GcPeerConfig *config; /* of add_peer, until it ran */
  char *peer;
  char *room;
  char *seat;
  GcBinding binding; /* of bind; its strings are those above */
  GcPeerReason reason;
  char *local_ufrag; /* of restart_ice, as the three below */
  char *local_pwd;
  char *remote_ufrag;
  char *remote_pwd;
} Request;

/* A copy of an event on its way to the main thread. */
typedef struct {
  GcWorker *worker;
  GcEvent event;
} Notice;

static void
request_free (Request *request)
{
  g_clear_error (&request->error);
  g_clear_pointer (&request->list, g_ptr_array_unref);
  gc_peer_config_free (request->config);
  g_free (request->peer);
  g_free (request->room);
  g_free (request->seat);
  g_free (request->local_ufrag);
  g_free (request->local_pwd);
  g_free (request->remote_ufrag);
  g_free (request->remote_pwd);
  g_free (request);
}

/* Not g_main_context_invoke (): that may run the function here when the loop is between two runs.
 */
static void
attach_to_main (GSourceFunc func, gpointer data, GDestroyNotify destroy, const char *name)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, name);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, NULL);
}

static gboolean
deliver_reply (gpointer data)
{
  Request *request = data;
  const GcAnswer answer = { request->error, request->list };

  if (request->reply != NULL)
    request->reply (&answer, request->reply_data);
  return G_SOURCE_REMOVE;
}

/* The streaming thread, or the main one when the forwarder ends before it came to this request. */
static void
request_done (GcCall *call)
{
  Request *request = (Request *)call;

  if (!request->ran)
    g_set_error (&request->error, GC_ERROR, GC_ERROR_UNAVAILABLE, "relay: it is shutting down");
  attach_to_main (deliver_reply, request, (GDestroyNotify)request_free, "gc-reply");
}

static Request *
request_new (void (*run) (GcCall *call, GcForwarder *forwarder, int64_t now_us),
             GcReplyFunc reply,
             gpointer reply_data)
{
  Request *request = g_new0 (Request, 1);

  request->call.run = run;
  request->call.done = request_done;
  request->reply = reply;
  request->reply_data = reply_data;
  return request;
}

static void
post (GcWorker *worker, Request *request)
{
  if (worker->forwarder == NULL) {
    request_done (&request->call);
    return;
  }
  gc_forwarder_post (worker->forwarder, &request->call);
  gc_port_ring (worker->port);
}

static void
run_add_peer (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;

  request->ran = TRUE;
  gc_forwarder_add_peer (forwarder, g_steal_pointer (&request->config), now_us, &request->error);
}

void
gc_worker_add_peer (GcWorker *worker, GcPeerConfig *config, GcReplyFunc reply, gpointer data)
{
  Request *request = request_new (run_add_peer, reply, data);

  request->config = config;
  post (worker, request);
}

static void
run_end_peer (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;

  request->ran = TRUE;
  gc_forwarder_end_peer (forwarder, request->peer, request->reason, &request->error);
}

void
gc_worker_end_peer (GcWorker *worker,
                    const char *id,
                    GcPeerReason reason,
                    GcReplyFunc reply,
                    gpointer data)
{
  Request *request = request_new (run_end_peer, reply, data);

  request->peer = g_strdup (id);
  request->reason = reason;
  post (worker, request);
}

static void
run_restart_ice (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;
  const GcIceCredentials credentials = { request->local_ufrag, request->local_pwd,
                                         request->remote_ufrag, request->remote_pwd };

  request->ran = TRUE;
  gc_forwarder_restart_ice (forwarder, request->peer, &credentials, &request->error);
}

void
gc_worker_restart_ice (GcWorker *worker,
                       const char *id,
                       const GcIceCredentials *credentials,
                       GcReplyFunc reply,
                       gpointer data)
{
  Request *request = request_new (run_restart_ice, reply, data);

  request->peer = g_strdup (id);
  request->local_ufrag = g_strdup (credentials->local_ufrag);
  request->local_pwd = g_strdup (credentials->local_pwd);
  request->remote_ufrag = g_strdup (credentials->remote_ufrag);
  request->remote_pwd = g_strdup (credentials->remote_pwd);
  post (worker, request);
}

static void
run_bind (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;

  request->ran = TRUE;
  gc_forwarder_bind (forwarder, &request->binding, &request->error);
}

void
gc_worker_bind (GcWorker *worker, const GcBinding *binding, GcReplyFunc reply, gpointer data)
{
  Request *request = request_new (run_bind, reply, data);

  request->room = g_strdup (binding->room);
  request->seat = g_strdup (binding->seat);
  request->peer = g_strdup (binding->peer);
  request->binding = *binding;
  request->binding.room = request->room;
  request->binding.seat = request->seat;
  request->binding.peer = request->peer;
  post (worker, request);
}

static void
run_unbind (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;

  request->ran = TRUE;
  gc_forwarder_unbind (forwarder, request->room, request->seat, &request->error);
}

void
gc_worker_unbind (GcWorker *worker,
                  const char *room,
                  const char *seat,
                  GcReplyFunc reply,
                  gpointer data)
{
  Request *request = request_new (run_unbind, reply, data);

  request->room = g_strdup (room);
  request->seat = g_strdup (seat);
  post (worker, request);
}

static void
run_list_peers (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;

  request->ran = TRUE;
  request->list = gc_forwarder_list_peers (forwarder, request->peer);
  if (request->peer != NULL && request->list->len == 0)
    g_set_error (&request->error, GC_ERROR, GC_ERROR_UNKNOWN, "peer %s: there is none",
                 request->peer);
}

void
gc_worker_list_peers (GcWorker *worker, const char *id, GcReplyFunc reply, gpointer data)
{
  Request *request = request_new (run_list_peers, reply, data);

  request->peer = g_strdup (id);
  post (worker, request);
}

static void
run_list_seats (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  Request *request = (Request *)call;

  request->ran = TRUE;
  request->list = gc_forwarder_list_seats (forwarder);
}

void
gc_worker_list_seats (GcWorker *worker, GcReplyFunc reply, gpointer data)
{
  post (worker, request_new (run_list_seats, reply, data));
}

static void
run_nothing (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  ((Request *)call)->ran = TRUE;
}

static void
run_end_all (GcCall *call, GcForwarder *forwarder, int64_t now_us)
{
  ((Request *)call)->ran = TRUE;
  gc_forwarder_end_all (forwarder);
}

typedef struct {
  GcWorker *worker;
  GcReplyFunc reply;
  gpointer data;
} Farewell;

static void
after_end_all (const GcAnswer *answer, gpointer user_data)
{
  g_autofree Farewell *farewell = user_data;

  if (answer->error != NULL)
    farewell->reply (answer, farewell->data);
  else
    post (farewell->worker, request_new (run_nothing, farewell->reply, farewell->data));
}

/*
 * The peers end in the batch of the first request. A second one, sent when the first was answered,
 * runs in a later batch: by then the farewells of the first have left.
 */
void
gc_worker_end_all (GcWorker *worker, GcReplyFunc reply, gpointer data)
{
  Farewell *farewell = g_new0 (Farewell, 1);

  *farewell = (Farewell){ worker, reply, data };
  post (worker, request_new (run_end_all, after_end_all, farewell));
}

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_free ((char *)notice->event.peer);
  g_free ((char *)notice->event.label);
  g_free ((char *)notice->event.room);
  g_free ((char *)notice->event.seat);
  g_free (notice);
}

static gboolean
deliver_notice (gpointer data)
{
  Notice *notice = data;
  GcWorker *worker = notice->worker;

  if (worker->on_event != NULL)
    worker->on_event (&notice->event, worker->event_data);
  return G_SOURCE_REMOVE;
}

static void
on_forwarder_event (const GcEvent *event, gpointer user_data)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->worker = user_data;
  notice->event = *event;
  notice->event.peer = g_strdup (event->peer);
  notice->event.label = g_strdup (event->label);
  notice->event.room = g_strdup (event->room);
  notice->event.seat = g_strdup (event->seat);
  attach_to_main (deliver_notice, notice, notice_free, "gc-event");
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  GcWorker *worker = user_data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;
  gst_message_parse_error (message, &error, NULL);
  if (worker->on_broken != NULL)
    worker->on_broken (error, worker->broken_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
start_pipeline (GcWorker *worker, unsigned max_peers, GError **error)
{
  GstElement *src = g_object_new (GC_TYPE_RELAY_SRC, "port", worker->port, NULL);
  GstElement *core =
      g_object_new (GC_TYPE_RELAY_CORE, "port", worker->port, "max-peers", max_peers, NULL);
  GstElement *sink = g_object_new (GC_TYPE_RELAY_SINK, "port", worker->port, NULL);

  worker->pipeline = gst_pipeline_new ("worker");
  gst_bin_add_many (GST_BIN (worker->pipeline), src, core, sink, NULL);
  worker->core = GC_RELAY_CORE (core);
  g_autoptr (GstBus) bus = gst_element_get_bus (worker->pipeline);
  worker->bus_watch = gst_bus_add_watch (bus, on_bus_message, worker);
  if (!gst_element_link_many (src, core, sink, NULL) ||
      gst_element_set_state (worker->pipeline, GST_STATE_READY) == GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "pipeline: it does not get ready");
    return FALSE;
  }
  worker->forwarder = gc_relay_core_get_forwarder (worker->core);
  gc_forwarder_set_event_func (worker->forwarder, on_forwarder_event, worker);
  if (gst_element_set_state (worker->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "pipeline: it does not start");
    return FALSE;
  }
  return TRUE;
}

GcWorker *
gc_worker_new (const GcAddress *addresses,
               size_t n_addresses,
               gboolean with_tcp,
               unsigned max_peers,
               GError **error)
{
  g_autoptr (GcWorker) worker = g_new0 (GcWorker, 1);

  worker->port = gc_port_new (addresses, n_addresses, with_tcp, error);
  if (worker->port == NULL)
    return NULL;
  /* Until the thread runs for the first time, it counts as alive. */
  atomic_store_explicit (&gc_port_counters (worker->port)->last_tick_us, g_get_monotonic_time (),
                         memory_order_relaxed);
  if (!start_pipeline (worker, max_peers, error))
    return NULL;
  return g_steal_pointer (&worker);
}

void
gc_worker_free (GcWorker *worker)
{
  if (worker == NULL)
    return;
  worker->on_event = NULL;
  if (worker->bus_watch != 0)
    g_source_remove (worker->bus_watch);
  if (worker->pipeline != NULL)
    gst_element_set_state (worker->pipeline, GST_STATE_NULL);
  worker->forwarder = NULL;
  /* The streaming thread is gone; what it, or the end of the forwarder, left for us comes now. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  gst_clear_object (&worker->pipeline);
  gc_port_unref (worker->port);
  g_free (worker);
}

GcPort *
gc_worker_get_port (GcWorker *worker)
{
  return worker->port;
}

const char *
gc_worker_get_fingerprint (GcWorker *worker)
{
  return gc_forwarder_fingerprint (worker->forwarder);
}

gboolean
gc_worker_is_alive (GcWorker *worker)
{
  int64_t last_us =
      atomic_load_explicit (&gc_port_counters (worker->port)->last_tick_us, memory_order_relaxed);

  return g_get_monotonic_time () - last_us < ALIVE_US;
}

void
gc_worker_set_event_func (GcWorker *worker,
                          void (*on_event) (const GcEvent *event, gpointer user_data),
                          gpointer user_data)
{
  worker->on_event = on_event;
  worker->event_data = user_data;
}

void
gc_worker_set_broken_func (GcWorker *worker,
                           void (*on_broken) (const GError *error, gpointer user_data),
                           gpointer user_data)
{
  worker->on_broken = on_broken;
  worker->broken_data = user_data;
}
