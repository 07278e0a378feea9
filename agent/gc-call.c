// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/gc-call.h"

#include "agent/gc-report.h"
#include "common/gc-error.h"

#include <string.h>

#define PROGRESS_MS 1000
#define FIRST_RETRY_MS 200
#define LAST_RETRY_MS 2000

struct _GcCall {
  GcClient *client;
  GcEngine *engine;
  GcCallEvents events;
  gpointer user_data;

  gboolean relay_is_up;
  char *epoch;         /* of the relay that the view tells of */
  char *peer_epoch;    /* of the relay that the peer was made with; NULL without a peer */
  int64_t worker;      /* of the relay, on which the peer must be; below 0: on any */
  int64_t peer_worker; /* on which it is; below 0: not known */
  GPtrArray *offers;   /* Offer, owned, each until its answer comes */
  unsigned n_offers;   /* ever made: an answer to an older one is of no use */
  gboolean is_connected;
  unsigned retry_ms;
  guint retry_source;

  char *ticket; /* of the running session, or NULL */
  int64_t learned_us;
  guint progress_source;
};

typedef struct {
  GcCall *call;
  unsigned number;
} Offer;

static void keep_peer (GcCall *call);

static int64_t
to_ms (int64_t us)
{
  return us < 0 ? -1 : us / 1000;
}

static void
report_figures (GcCall *call, const char *event)
{
  GcReceptionFigures figures;
  GcEngineLoss loss;
  JsonBuilder *builder = gc_report_begin (event);

  gc_engine_get_figures (call->engine, &figures, &loss);
  gc_report_add_string (builder, "ticket", call->ticket);
  gc_report_add_int (builder, "session_ms", to_ms (g_get_monotonic_time () - call->learned_us));
  gc_report_add_int (builder, "first_frame_ms", to_ms (figures.first_frame_us));
  gc_report_add_int (builder, "frames", (int64_t)figures.frames);
  gc_report_add_int (builder, "moving_frames", (int64_t)figures.moving_frames);
  gc_report_add_int (builder, "freezes", (int64_t)figures.freezes);
  gc_report_add_int (builder, "frozen_ms", to_ms (figures.frozen_us));
  gc_report_add_int (builder, "longest_gap_ms", to_ms (figures.longest_gap_us));
  gc_report_add_int (builder, "luma_mean", figures.picture.mean);
  gc_report_add_int (builder, "luma_spread", figures.picture.spread);
  gc_report_add_int (builder, "sound_buffers", (int64_t)figures.sound_buffers);
  gc_report_add_number (builder, "sound_level_db", figures.sound_level_db);
  gc_report_add_int (builder, "packets", (int64_t)loss.packets);
  gc_report_add_int (builder, "packets_lost", (int64_t)loss.lost);
  gc_report_end (builder);
}

/* The peer */

static gboolean
on_retry (gpointer user_data)
{
  GcCall *call = user_data;

  call->retry_source = 0;
  keep_peer (call);
  return G_SOURCE_REMOVE;
}

static void
retry_peer (GcCall *call, const char *why)
{
  g_message ("peer: %s; trying again", why);
  call->is_connected = FALSE;
  gc_engine_close_peer (call->engine);
  g_clear_pointer (&call->peer_epoch, g_free);
  if (call->retry_source == 0) {
    call->retry_source = g_timeout_add (call->retry_ms, on_retry, call);
    g_source_set_name_by_id (call->retry_source, "gc-call peer");
    call->retry_ms = MIN (2 * call->retry_ms, LAST_RETRY_MS);
  }
}

static void
on_answer (JsonObject *result, const GError *error, gpointer user_data)
{
  Offer *offer = user_data;
  GcCall *call = offer->call;
  gboolean is_late = offer->number != call->n_offers;
  g_autoptr (GError) cause = NULL;
  const char *peer = gc_client_get_string (result, "peer");
  const char *sdp = gc_client_get_string (result, "answer");

  g_ptr_array_remove_fast (call->offers, offer);
  if (is_late)
    return;
  if (error != NULL) {
    retry_peer (call, error->message);
  } else if (peer == NULL || sdp == NULL) {
    retry_peer (call, "the answer has no SDP");
  } else {
    g_debug ("peer: offer %u answered", call->n_offers);
    gc_client_set_peer (call->client, peer);
    call->peer_worker = gc_client_get_int (result, "worker", -1);
    if (!gc_engine_set_answer (call->engine, sdp, &cause))
      retry_peer (call, cause->message);
    else
      keep_peer (call);
  }
}

static void
on_offered (const char *sdp, gpointer user_data)
{
  GcCall *call = user_data;
  Offer *offer = g_new (Offer, 1);
  JsonObject *params = json_object_new ();

  *offer = (Offer){ call, ++call->n_offers };
  g_ptr_array_add (call->offers, offer);
  g_debug ("peer: offer %u made", offer->number);
  json_object_set_string_member (params, "sdp", sdp);
  gc_client_call (call->client, "media.offer", params, TRUE, on_answer, offer);
}

static void
on_connected (gpointer user_data)
{
  GcCall *call = user_data;

  g_debug ("peer: connected");
  call->is_connected = TRUE;
  call->retry_ms = FIRST_RETRY_MS;
  gc_report_end (gc_report_begin ("peer_connected"));
  call->events.ready (call->user_data);
}

static void
on_failed (const char *reason, gpointer user_data)
{
  GcCall *call = user_data;

  gc_report_end (gc_report_begin ("peer_lost"));
  retry_peer (call, reason);
}

static void
on_first_frame (gpointer user_data)
{
  GcCall *call = user_data;
  JsonObject *params;

  if (call->ticket == NULL)
    return;
  int64_t ms = to_ms (g_get_monotonic_time () - call->learned_us);
  params = json_object_new ();
  json_object_set_string_member (params, "ticket", call->ticket);
  json_object_set_int_member (params, "first_frame_ms", ms);
  gc_client_call (call->client, "session.joined", params, FALSE, NULL, NULL);
  JsonBuilder *builder = gc_report_begin ("first_frame");
  gc_report_add_string (builder, "ticket", call->ticket);
  gc_report_add_int (builder, "ms", ms);
  gc_report_end (builder);
  call->events.first_frame (call->user_data);
}

/* A peer made with another relay process, or on another worker than the call, is a peer with
 * nobody. */
static gboolean
has_good_peer (const GcCall *call)
{
  return g_strcmp0 (call->peer_epoch, call->epoch) == 0 &&
         (call->worker < 0 || call->peer_worker < 0 || call->worker == call->peer_worker);
}

static void
keep_peer (GcCall *call)
{
  g_autoptr (GError) error = NULL;

  if (!call->relay_is_up || call->retry_source != 0 || has_good_peer (call))
    return;
  call->is_connected = FALSE;
  call->peer_worker = -1;
  g_free (call->peer_epoch);
  call->peer_epoch = g_strdup (call->epoch);
  g_debug ("peer: opening one with relay %s", call->epoch);
  if (!gc_engine_open_peer (call->engine, &error))
    retry_peer (call, error->message);
}

void
gc_call_handle_relay (GcCall *call, JsonObject *relay)
{
  const char *epoch = gc_client_get_string (relay, "epoch");

  call->relay_is_up = gc_client_get_boolean (relay, "up") && epoch != NULL;
  call->worker = gc_client_get_int (relay, "worker", -1);
  if (call->relay_is_up && g_strcmp0 (epoch, call->epoch) != 0) {
    g_free (call->epoch);
    call->epoch = g_strdup (epoch);
    /* A wait that was for the old relay need not go on. */
    if (call->retry_source != 0)
      g_source_remove (call->retry_source);
    call->retry_source = 0;
  }
  keep_peer (call);
}

gboolean
gc_call_is_ready (const GcCall *call)
{
  return call->is_connected;
}

/* The session */

static gboolean
on_progress (gpointer user_data)
{
  report_figures (user_data, "progress");
  return G_SOURCE_CONTINUE;
}

static void
start_session (GcCall *call, const char *ticket)
{
  call->ticket = g_strdup (ticket);
  call->learned_us = g_get_monotonic_time ();
  gc_engine_start_session (call->engine);
  call->progress_source = g_timeout_add (PROGRESS_MS, on_progress, call);
  g_source_set_name_by_id (call->progress_source, "gc-call progress");
  JsonBuilder *builder = gc_report_begin ("session_started");
  gc_report_add_string (builder, "ticket", ticket);
  gc_report_end (builder);
}

static void
end_session (GcCall *call)
{
  gc_engine_set_sending (call->engine, FALSE);
  gc_engine_set_paused (call->engine, TRUE);
  g_source_remove (call->progress_source);
  call->progress_source = 0;
  report_figures (call, "session_ended");
  g_clear_pointer (&call->ticket, g_free);
  call->events.session_ended (call->user_data);
}

void
gc_call_handle_session (GcCall *call, const char *ticket, gboolean held)
{
  if (call->ticket != NULL && g_strcmp0 (call->ticket, ticket) != 0)
    end_session (call);
  if (ticket == NULL)
    return;
  if (call->ticket == NULL)
    start_session (call, ticket);
  gc_engine_set_sending (call->engine, !held);
  gc_engine_set_paused (call->engine, held);
}

GcCall *
gc_call_new (GcClient *client,
             const GcEngineConfig *config,
             const GcCallEvents *events,
             gpointer user_data,
             GError **error)
{
  static const GcEngineEvents engine_events = { on_offered, on_connected, on_first_frame,
                                                on_failed };
  g_autoptr (GcCall) call = g_new0 (GcCall, 1);

  call->client = client;
  call->events = *events;
  call->user_data = user_data;
  call->retry_ms = FIRST_RETRY_MS;
  call->offers = g_ptr_array_new_with_free_func (g_free);
  call->engine = gc_engine_new (config, &engine_events, call, error);
  if (call->engine == NULL)
    return NULL;
  return g_steal_pointer (&call);
}

void
gc_call_free (GcCall *call)
{
  if (call == NULL)
    return;
  if (call->retry_source != 0)
    g_source_remove (call->retry_source);
  if (call->progress_source != 0)
    g_source_remove (call->progress_source);
  gc_engine_free (call->engine);
  g_ptr_array_unref (call->offers);
  g_free (call->epoch);
  g_free (call->peer_epoch);
  g_free (call->ticket);
  g_free (call);
}
