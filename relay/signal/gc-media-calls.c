// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What pages ask and say of their relay peers: the rows `media.*`. */
#include "config.h"

#include "signal/gc-call.h"

#include <string.h>

static void
answer_offer (GcCall *call, const GcRelayPeer *peer, const char *sdp)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "peer", peer->id);
  gc_json_writer_string (&writer, "answer", sdp);
  gc_json_writer_figure (&writer, "worker", peer->worker);
  gc_json_writer_end_object (&writer);
  gc_call_end (call, writer.text->str, NULL);
}

static void
on_offered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcCall *call = user_data;
  GcService *service = call->service;
  GcSeat *seat = gc_call_get_seat (call);
  g_autofree char *sdp = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcRelayPeer) peer = gc_relay_client_offer_finish (result, &sdp, &error);

  if (peer == NULL) {
    gc_call_end (call, NULL, error);
    return;
  }
  gc_service_add_peer (service, gc_seat_get_label (seat), peer);
  if (gc_seat_get_generation (seat) != call->generation) {
    /* The page that asked was replaced while the relay answered. */
    gc_service_drop_peer (service, peer->id);
    gc_call_fail (call, GC_ERROR_CONFLICT, "another page has the seat now");
    return;
  }
  g_autofree char *former = g_strdup (gc_seat_get_peer (seat));
  gc_seat_set_peer (seat, peer->id);
  gc_service_sync_bindings (service);
  answer_offer (call, peer, sdp);
  if (former != NULL && strcmp (former, peer->id) != 0)
    gc_service_drop_peer (service, former);
  /* The others of his call may have to come to where he is now. */
  if (gc_placement_of_seat (service, seat) >= 0)
    gc_push_all (service);
}

void
gc_media_handle_offer (GcCall *call)
{
  GcService *service = call->service;
  GcSeat *seat = gc_call_get_seat (call);

  if (!gc_relay_client_is_up (service->relay)) {
    gc_call_fail (call, GC_ERROR_UNAVAILABLE, "the relay is away");
    return;
  }
  call->generation = gc_seat_get_generation (seat);
  gc_relay_client_offer_async (service->relay, gc_seat_get_label (seat),
                               gc_placement_of_seat (service, seat), call->params.sdp, on_offered,
                               call);
}

static void
on_restarted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcCall *call = user_data;
  g_autofree char *ufrag = NULL;
  g_autofree char *pwd = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GcJsonWriter) writer = { 0 };

  if (!gc_relay_client_restart_ice_finish (result, &ufrag, &pwd, &error)) {
    gc_call_end (call, NULL, error);
    return;
  }
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "ufrag", ufrag);
  gc_json_writer_string (&writer, "pwd", pwd);
  gc_json_writer_end_object (&writer);
  gc_call_end (call, writer.text->str, NULL);
}

void
gc_media_handle_restart (GcCall *call)
{
  GcRelayClient *relay = call->service->relay;
  const char *peer = gc_seat_get_peer (gc_call_get_seat (call));

  if (!gc_relay_client_is_up (relay))
    gc_call_fail (call, GC_ERROR_UNAVAILABLE, "the relay is away");
  else if (peer == NULL)
    gc_call_fail (call, GC_ERROR_CONFLICT, "this page has no relay peer");
  else
    gc_relay_client_restart_ice_async (relay, peer, call->params.ufrag, call->params.pwd,
                                       on_restarted, call);
}

/* Only a change is written. Should that fail, it is told once more after the next start. */
void
gc_media_handle_way (GcCall *call)
{
  GcService *service = call->service;
  const GcUser *user = gc_seat_get_user (gc_call_get_seat (call));
  GcWay way = GC_WAY_UNKNOWN;

  if (!gc_way_parse (call->params.way, &way)) {
    gc_call_fail (call, GC_ERROR_INVALID, "\"way\": udp, tcp or turn");
    return;
  }
  gboolean changed = gc_ways_note (service->ways, user, way);
  if (changed)
    gc_store_note_way_async (service->store, gc_page_name (user->page), gc_ways_place_of (user),
                             gc_way_name (way), NULL, NULL);
  gc_call_end (call, "{}", NULL);
  if (changed)
    gc_push_all (service);
}

/* Outside of a test it is of no use, and forgotten. */
void
gc_media_handle_uplink (GcCall *call)
{
  gc_link_test_note_told (gc_seat_get_link_test (gc_call_get_seat (call)), call->params.bps,
                          gc_service_now_ms (call->service));
  gc_call_end (call, "{}", NULL);
}
