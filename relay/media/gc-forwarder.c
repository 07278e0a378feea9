// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-forwarder.h"

#include "common/gc-error.h"
#include "media/gc-paths.h"
#include "media/gc-room.h"
#include "rtp/gc-networks.h"
#include "rtp/gc-packet.h"

#define QUALITY_INTERVAL_US 2000000
#define NTP_UNIX_SECONDS 2208988800ULL /* from 1900 to 1970 */

typedef struct {
  GcPeer *peer;
  GcRoom *room;            /* (nullable), where it sits */
  char *seat;              /* (nullable) */
  int64_t next_quality_us; /* INT64_MAX until connected */
  gboolean half_open;      /* not connected yet, and counted as such */
  GcQuality quality;
} Entry;

struct _GcForwarder {
  GcCounters *counters;
  unsigned max_peers;
  GcDtlsContext *dtls;
  GcStun *stun;
  GcPeerContext context;
  unsigned n_half_open;
  GcNetworks *networks;
  GHashTable *peers;    /* id, the peer's -> Entry, owned */
  GHashTable *by_ufrag; /* ufrag, the peer's -> Entry */
  GcPaths *paths;
  GHashTable *rooms; /* id, the room's -> GcRoom, owned */
  GPtrArray *ending; /* (element-type Entry) */
  int64_t now_us;    /* of the batch */
  int64_t next_tick_us;
  int64_t next_speakers_us; /* when all rooms are asked who speaks */
  GAsyncQueue *calls;       /* (element-type GcCall); the one thing other threads touch */

  void (*on_event) (const GcEvent *event, gpointer user_data);
  gpointer event_data;
  void (*emit) (const GcSend *send, gpointer user_data);
  gpointer emit_data;
};

void
gc_peer_info_free (GcPeerInfo *info)
{
  g_free (info->id);
  g_free (info->label);
  g_free (info->room);
  g_free (info->seat);
  g_free (info);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  gc_peer_free (entry->peer);
  g_free (entry->seat);
  g_free (entry);
}

static Entry *
find_entry (GcForwarder *forwarder, const GcPeer *peer)
{
  return g_hash_table_lookup (forwarder->peers, gc_peer_id (peer));
}

static void
tell (GcForwarder *forwarder, const GcEvent *event)
{
  if (forwarder->on_event != NULL)
    forwarder->on_event (event, forwarder->event_data);
}

static void
raise_event (GcForwarder *forwarder, GcEventKind kind, const Entry *entry)
{
  const GcEvent event = {
    .kind = kind,
    .peer = gc_peer_id (entry->peer),
    .label = gc_peer_label (entry->peer),
    .room = entry->room != NULL ? gc_room_id (entry->room) : NULL,
    .seat = entry->seat,
    .reason = gc_peer_reason (entry->peer),
    .quality = entry->quality,
  };

  tell (forwarder, &event);
}

/* Tells who speaks in @room if that has changed. */
static void
review_speaker (GcForwarder *forwarder, GcRoom *room)
{
  GcEvent event = { .kind = GC_EVENT_SPEAKER, .room = gc_room_id (room) };
  GcSeat seat;

  if (!gc_room_review_speaker (room, forwarder->now_us))
    return;
  if (gc_room_get_speaker (room, &seat)) {
    event.peer = gc_peer_id (seat.peer);
    event.label = gc_peer_label (seat.peer);
    event.seat = seat.seat;
    event.place = seat.place;
  }
  tell (forwarder, &event);
}

static void
on_emit (const GcSend *send, gpointer user_data)
{
  GcForwarder *forwarder = user_data;

  if (send->srtp == NULL)
    gc_counters_add (forwarder->counters, GC_COUNT_OUT_CONTROL, 1);
  if (forwarder->emit != NULL)
    forwarder->emit (send, forwarder->emit_data);
}

static void
on_known (GcPeer *peer, const GcAddress *address, gpointer user_data)
{
  gc_paths_claim (((GcForwarder *)user_data)->paths, address, peer);
}

static void
on_forgotten (GcPeer *peer, const GcAddress *address, gpointer user_data)
{
  gc_paths_forget (((GcForwarder *)user_data)->paths, address, peer);
}

/* @entry has got connected, or goes. */
static void
settle_half_open (GcForwarder *forwarder, Entry *entry)
{
  if (entry->half_open)
    forwarder->n_half_open--;
  entry->half_open = FALSE;
}

static void
on_connected (GcPeer *peer, gpointer user_data)
{
  GcForwarder *forwarder = user_data;
  Entry *entry = find_entry (forwarder, peer);

  settle_half_open (forwarder, entry);
  entry->next_quality_us = forwarder->now_us + QUALITY_INTERVAL_US;
  raise_event (forwarder, GC_EVENT_CONNECTED, entry);
}

static void
on_media (GcPeer *peer, gpointer user_data)
{
  GcForwarder *forwarder = user_data;

  raise_event (forwarder, GC_EVENT_MEDIA, find_entry (forwarder, peer));
}

static void
on_ending (GcPeer *peer, gpointer user_data)
{
  GcForwarder *forwarder = user_data;

  g_ptr_array_add (forwarder->ending, find_entry (forwarder, peer));
}

GcForwarder *
gc_forwarder_new (GcCounters *counters, unsigned max_peers, GError **error)
{
  g_autoptr (GcDtlsContext) dtls = gc_dtls_context_new (error);

  if (dtls == NULL)
    return NULL;
  GcForwarder *forwarder = g_new0 (GcForwarder, 1);
  forwarder->counters = counters;
  forwarder->max_peers = max_peers;
  forwarder->dtls = g_steal_pointer (&dtls);
  forwarder->stun = gc_stun_new ();
  forwarder->networks = gc_networks_new ();
  forwarder->peers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  forwarder->by_ufrag = g_hash_table_new (g_str_hash, g_str_equal);
  forwarder->paths = gc_paths_new ();
  forwarder->rooms =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gc_room_free);
  forwarder->ending = g_ptr_array_new ();
  forwarder->calls = g_async_queue_new ();
  forwarder->next_tick_us = INT64_MAX;
  forwarder->context = (GcPeerContext){
    .stun = forwarder->stun,
    .dtls = forwarder->dtls,
    .counters = counters,
    .ntp_base_us = (uint64_t)(g_get_real_time () - g_get_monotonic_time ()) +
                   NTP_UNIX_SECONDS * G_USEC_PER_SEC,
    .emit = on_emit,
    .known = on_known,
    .forgotten = on_forgotten,
    .connected = on_connected,
    .ending = on_ending,
    .media = on_media,
    .user_data = forwarder,
  };
  return forwarder;
}

const char *
gc_forwarder_fingerprint (const GcForwarder *forwarder)
{
  return gc_dtls_context_fingerprint (forwarder->dtls);
}

void
gc_forwarder_set_emit (GcForwarder *forwarder,
                       void (*emit) (const GcSend *send, gpointer user_data),
                       gpointer user_data)
{
  forwarder->emit = emit;
  forwarder->emit_data = user_data;
}

void
gc_forwarder_set_event_func (GcForwarder *forwarder,
                             void (*on_event) (const GcEvent *event, gpointer user_data),
                             gpointer user_data)
{
  forwarder->on_event = on_event;
  forwarder->event_data = user_data;
}

void
gc_forwarder_post (GcForwarder *forwarder, GcCall *call)
{
  g_async_queue_push (forwarder->calls, call);
}

static void
leave_room (GcForwarder *forwarder, Entry *entry)
{
  if (entry->room == NULL)
    return;
  GcRoom *room = g_steal_pointer (&entry->room);
  gc_room_unbind (room, entry->seat);
  g_clear_pointer (&entry->seat, g_free);
  if (gc_room_n_seats (room) > 0)
    return;
  review_speaker (forwarder, room);
  tell (forwarder, &(GcEvent){ .kind = GC_EVENT_EMPTY, .room = gc_room_id (room) });
  g_hash_table_remove (forwarder->rooms, gc_room_id (room));
}

/* In the order of docs/lifetimes.md. Whoever hears that the peer is gone finds its seat free. */
static void
remove_entry (GcForwarder *forwarder, Entry *entry)
{
  settle_half_open (forwarder, entry);
  leave_room (forwarder, entry);
  gc_paths_remove (forwarder->paths, entry->peer);
  raise_event (forwarder, GC_EVENT_GONE, entry);
  g_hash_table_remove (forwarder->by_ufrag, gc_peer_ufrag (entry->peer));
  gc_counters_add (forwarder->counters, GC_COUNT_PEERS_GONE, 1);
  g_hash_table_remove (forwarder->peers, gc_peer_id (entry->peer));
}

static void
reap (GcForwarder *forwarder)
{
  for (guint i = 0; i < forwarder->ending->len; i++)
    remove_entry (forwarder, forwarder->ending->pdata[i]);
  g_ptr_array_set_size (forwarder->ending, 0);
}

static void
publish_gauges (GcForwarder *forwarder)
{
  atomic_store_explicit (&forwarder->counters->peers, g_hash_table_size (forwarder->peers),
                         memory_order_relaxed);
  atomic_store_explicit (&forwarder->counters->rooms, g_hash_table_size (forwarder->rooms),
                         memory_order_relaxed);
}

void
gc_forwarder_end_all (GcForwarder *forwarder)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, forwarder->peers);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    gc_peer_end (((Entry *)entry)->peer, GC_PEER_DELETED);
}

void
gc_forwarder_free (GcForwarder *forwarder)
{
  GcCall *call;

  if (forwarder == NULL)
    return;
  gc_forwarder_end_all (forwarder);
  reap (forwarder);
  while ((call = g_async_queue_try_pop (forwarder->calls)) != NULL)
    call->done (call);
  g_async_queue_unref (forwarder->calls);
  g_ptr_array_unref (forwarder->ending);
  g_hash_table_unref (forwarder->rooms);
  g_hash_table_unref (forwarder->by_ufrag);
  g_hash_table_unref (forwarder->peers);
  gc_paths_free (forwarder->paths);
  gc_networks_free (forwarder->networks);
  gc_stun_free (forwarder->stun);
  gc_dtls_context_free (forwarder->dtls);
  g_free (forwarder);
}

static void
run_calls (GcForwarder *forwarder, int64_t now_us)
{
  /* Only those that are there now: what comes in answer to one of them is for the next batch. */
  int n = g_async_queue_length (forwarder->calls);

  /* What a call brings about, such as the wish for a key frame, is not to wait for the next tick.
   */
  if (n > 0)
    forwarder->next_tick_us = 0;
  for (; n > 0; n--) {
    GcCall *call = g_async_queue_pop (forwarder->calls);
    call->run (call, forwarder, now_us);
    reap (forwarder);
    publish_gauges (forwarder);
    call->done (call);
  }
}

/* Pages say why a picture stands: they are told at once. */
static gboolean
is_quality_due (const Entry *entry, int64_t now_us)
{
  return now_us >= entry->next_quality_us ||
         gc_peer_get_paused (entry->peer) != entry->quality.paused;
}

static void
tick_entry (GcForwarder *forwarder, Entry *entry, int64_t now_us)
{
  gc_peer_tick (entry->peer, now_us);
  if (gc_peer_state (entry->peer) != GC_PEER_CONNECTED || !is_quality_due (entry, now_us))
    return;
  entry->next_quality_us = now_us + QUALITY_INTERVAL_US;
  gc_peer_take_quality (entry->peer, now_us, &entry->quality);
  raise_event (forwarder, GC_EVENT_QUALITY, entry);
}

/* Looks at the peers whose time has come; at all of them after a call. One tick serves many. */
static void
review_speakers (GcForwarder *forwarder)
{
  GHashTableIter iter;
  gpointer room;

  forwarder->next_speakers_us = forwarder->now_us + GC_ROOM_SPEAKER_US;
  g_hash_table_iter_init (&iter, forwarder->rooms);
  while (g_hash_table_iter_next (&iter, NULL, &room))
    review_speaker (forwarder, room);
}

static void
tick (GcForwarder *forwarder, int64_t now_us)
{
  gboolean called = forwarder->next_tick_us == 0;
  int64_t next_us = INT64_MAX;
  GHashTableIter iter;
  gpointer value;

  if (now_us >= forwarder->next_speakers_us)
    review_speakers (forwarder);

  g_hash_table_iter_init (&iter, forwarder->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Entry *entry = value;
    if (called || now_us >= gc_peer_next_us (entry->peer))
      tick_entry (forwarder, entry, now_us);
    next_us = MIN (next_us, gc_peer_next_us (entry->peer));
  }
  forwarder->next_tick_us = MAX (next_us, now_us + GC_PEER_TICK_US);
  reap (forwarder);
  publish_gauges (forwarder);
}

void
gc_forwarder_begin (GcForwarder *forwarder, int64_t now_us)
{
  forwarder->now_us = now_us;
  atomic_store_explicit (&forwarder->counters->last_tick_us, now_us, memory_order_relaxed);
  reap (forwarder);
  run_calls (forwarder, now_us);
  if (now_us >= forwarder->next_tick_us)
    tick (forwarder, now_us);
}

int64_t
gc_forwarder_next_us (const GcForwarder *forwarder)
{
  return forwarder->ending->len > 0 ? 0 : forwarder->next_tick_us;
}

static void
count_drop (GcForwarder *forwarder, GcCount reason)
{
  gc_counters_add (forwarder->counters, reason, 1);
}

/* An answer to a check of ours: of the holder's, or of the one who claims the 5-tuple. */
static gboolean
handle_stun_response (GcForwarder *forwarder, GcPacket *packet, int64_t now_us)
{
  GcPeer *holder = gc_paths_get_holder (forwarder->paths, &packet->from);

  if (holder != NULL && gc_peer_handle_stun (holder, packet, now_us))
    return TRUE;
  GcPeer *claimant = gc_paths_get_claimant (forwarder->paths, &packet->from);
  if (claimant == NULL || !gc_peer_handle_stun (claimant, packet, now_us))
    return FALSE;
  if (gc_peer_owns (claimant, &packet->from))
    gc_paths_give (forwarder->paths, &packet->from, claimant);
  return TRUE;
}

/*
 * A request names its peer; a response belongs to the 5-tuple that was asked.
 *
 * NOTES: a request for nobody costs two look-ups and gets no answer, so it need not be rationed. A
 * ration for those, too, would let whoever forges a few hundred of them a second shut a network
 * out.
 */
static void
handle_stun (GcForwarder *forwarder, GcPacket *packet, int64_t now_us)
{
  char ufrag[GC_STUN_UFRAG_SIZE];
  Entry *entry = NULL;

  if (!gc_stun_is_request (packet->bytes, packet->size)) {
    if (!handle_stun_response (forwarder, packet, now_us))
      count_drop (forwarder, GC_COUNT_DROP_STUN);
    return;
  }
  if (gc_stun_peek_ufrag (packet->bytes, packet->size, ufrag))
    entry = g_hash_table_lookup (forwarder->by_ufrag, ufrag);
  if (entry == NULL)
    count_drop (forwarder, GC_COUNT_DROP_UFRAG);
  else if (!gc_peer_knows (entry->peer, &packet->from) &&
           !gc_networks_take (forwarder->networks, &packet->from, now_us))
    count_drop (forwarder, GC_COUNT_DROP_STUN_NETWORK);
  else if (!gc_peer_handle_stun (entry->peer, packet, now_us))
    count_drop (forwarder, GC_COUNT_DROP_STUN);
}

void
gc_forwarder_handle (GcForwarder *forwarder, GcPacket *packet, int64_t now_us)
{
  GcPacketKind kind = gc_packet_classify (packet->bytes, packet->size);

  packet->n_sends = 0;
  gc_counters_add (forwarder->counters, GC_COUNT_IN_BYTES, packet->size);
  if (kind == GC_PACKET_UNKNOWN) {
    count_drop (forwarder, GC_COUNT_DROP_NOT_OURS);
    return;
  }
  if (kind == GC_PACKET_STUN) {
    gc_counters_add (forwarder->counters, GC_COUNT_IN_STUN, 1);
    handle_stun (forwarder, packet, now_us);
    return;
  }
  GcPeer *peer = gc_paths_get_holder (forwarder->paths, &packet->from);
  if (peer == NULL) {
    count_drop (forwarder, GC_COUNT_DROP_STRANGER);
    return;
  }
  if (kind == GC_PACKET_DTLS) {
    gc_counters_add (forwarder->counters, GC_COUNT_IN_DTLS, 1);
    gc_peer_handle_dtls (peer, packet, now_us);
  } else if (kind == GC_PACKET_RTP) {
    gc_counters_add (forwarder->counters, GC_COUNT_IN_RTP, 1);
    gc_peer_handle_rtp (peer, packet, now_us);
    forwarder->next_tick_us = MIN (forwarder->next_tick_us, now_us + GC_PEER_TICK_US);
  } else {
    gc_counters_add (forwarder->counters, GC_COUNT_IN_RTCP, 1);
    gc_peer_handle_rtcp (peer, packet, now_us);
  }
}

gboolean
gc_forwarder_owns (const GcForwarder *forwarder, const GcAddress *from)
{
  return gc_paths_get_holder (forwarder->paths, from) != NULL;
}

void
gc_forwarder_lose_path (GcForwarder *forwarder, const GcAddress *address, int64_t now_us)
{
  GcPeer *claimant = gc_paths_get_claimant (forwarder->paths, address);
  GcPeer *holder = gc_paths_get_holder (forwarder->paths, address);

  if (claimant != NULL)
    gc_peer_lose_path (claimant, address, now_us);
  if (holder != NULL)
    gc_peer_lose_path (holder, address, now_us);
}

gboolean
gc_forwarder_add_peer (GcForwarder *forwarder, GcPeerConfig *config, int64_t now_us, GError **error)
{
  if (g_hash_table_size (forwarder->peers) >= forwarder->max_peers) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "relay: %u of %u peers are there",
                 g_hash_table_size (forwarder->peers), forwarder->max_peers);
    gc_peer_config_free (config);
    return FALSE;
  }
  if (forwarder->n_half_open >= GC_LIMIT_HALF_OPEN_PEERS) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "relay: %u peers are not connected yet",
                 forwarder->n_half_open);
    gc_peer_config_free (config);
    return FALSE;
  }
  GcPeer *peer = gc_peer_new (config, &forwarder->context, now_us, error);
  if (peer == NULL)
    return FALSE;
  Entry *entry = g_new0 (Entry, 1);
  entry->peer = peer;
  entry->quality =
      (GcQuality){ .rtt_ms = -1, .carries_bps = -1, .jitter_up_ms = -1, .jitter_down_ms = -1 };
  entry->half_open = TRUE;
  forwarder->n_half_open++;
  entry->next_quality_us = INT64_MAX;
  g_hash_table_insert (forwarder->peers, (gpointer)gc_peer_id (peer), entry);
  g_hash_table_insert (forwarder->by_ufrag, (gpointer)gc_peer_ufrag (peer), entry);
  forwarder->next_tick_us = MIN (forwarder->next_tick_us, gc_peer_next_us (peer));
  publish_gauges (forwarder);
  return TRUE;
}

static Entry *
find_peer (GcForwarder *forwarder, const char *id, GError **error)
{
  Entry *entry = g_hash_table_lookup (forwarder->peers, id);

  if (entry != NULL && gc_peer_state (entry->peer) != GC_PEER_ENDING)
    return entry;
  g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "peer %s: there is none", id);
  return NULL;
}

gboolean
gc_forwarder_end_peer (GcForwarder *forwarder, const char *id, GcPeerReason reason, GError **error)
{
  Entry *entry = find_peer (forwarder, id, error);

  if (entry == NULL)
    return FALSE;
  gc_peer_end (entry->peer, reason);
  return TRUE;
}

gboolean
gc_forwarder_restart_ice (GcForwarder *forwarder,
                          const char *id,
                          const GcIceCredentials *credentials,
                          GError **error)
{
  Entry *entry = find_peer (forwarder, id, error);

  if (entry == NULL)
    return FALSE;
  g_hash_table_remove (forwarder->by_ufrag, gc_peer_ufrag (entry->peer));
  gc_peer_restart_ice (entry->peer, credentials);
  g_hash_table_insert (forwarder->by_ufrag, (gpointer)gc_peer_ufrag (entry->peer), entry);
  return TRUE;
}

static GcRoom *
ensure_room (GcForwarder *forwarder, const char *id)
{
  GcRoom *room = g_hash_table_lookup (forwarder->rooms, id);

  if (room != NULL)
    return room;
  room = gc_room_new (id);
  g_hash_table_insert (forwarder->rooms, (gpointer)gc_room_id (room), room);
  return room;
}

/* Who sits on the seat gets up: it stays warm, or ends. */
static void
clear_seat (GcForwarder *forwarder, GcRoom *room, const GcBinding *binding)
{
  GcPeer *former = gc_room_get_peer (room, binding->seat);

  if (former == NULL || g_str_equal (gc_peer_id (former), binding->peer))
    return;
  Entry *entry = find_entry (forwarder, former);
  entry->room = NULL;
  g_clear_pointer (&entry->seat, g_free);
  if (binding->replace)
    gc_peer_end (former, GC_PEER_REPLACED);
}

/* Whether @entry finds room for @seat once it has left where it sits. */
static gboolean
has_place (const GcRoom *room, const Entry *entry, const char *seat)
{
  unsigned others = gc_room_n_seats (room) - (entry->room == room);

  return others < GC_ROOM_MAX_SEATS || gc_room_get_peer (room, seat) != NULL;
}

static gboolean
sits_at (const Entry *entry, const GcRoom *room, const char *seat)
{
  return entry->room != NULL && entry->room == room && g_str_equal (entry->seat, seat);
}

gboolean
gc_forwarder_bind (GcForwarder *forwarder, const GcBinding *binding, GError **error)
{
  Entry *entry = find_peer (forwarder, binding->peer, error);
  GcRoom *room = g_hash_table_lookup (forwarder->rooms, binding->room);

  if (entry == NULL)
    return FALSE;
  if (room != NULL && !has_place (room, entry, binding->seat)) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "room %s: all %d seats are taken", binding->room,
                 GC_ROOM_MAX_SEATS);
    return FALSE;
  }
  if (!sits_at (entry, room, binding->seat)) {
    if (binding->echo && entry->room != NULL) {
      g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "peer %s: sits at %s of room %s",
                   binding->peer, entry->seat, gc_room_id (entry->room));
      return FALSE;
    }
    leave_room (forwarder, entry);
  }
  room = ensure_room (forwarder, binding->room);
  clear_seat (forwarder, room, binding);
  const GcSeat wanted = { .seat = binding->seat,
                          .peer = entry->peer,
                          .hold = binding->hold,
                          .echo = binding->echo,
                          .place = binding->place,
                          .hidden_from = binding->hidden_from };
  gc_room_bind (room, &wanted);
  if (entry->room == NULL)
    entry->seat = g_strdup (binding->seat);
  entry->room = room;
  return TRUE;
}

gboolean
gc_forwarder_unbind (GcForwarder *forwarder, const char *room_id, const char *seat, GError **error)
{
  GcRoom *room = g_hash_table_lookup (forwarder->rooms, room_id);
  GcPeer *peer = room != NULL ? gc_room_get_peer (room, seat) : NULL;

  if (peer == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "room %s: there is no seat %s", room_id, seat);
    return FALSE;
  }
  leave_room (forwarder, find_entry (forwarder, peer));
  return TRUE;
}

static int
get_speaking_place (const Entry *entry)
{
  GcSeat seat;
  gboolean speaks =
      entry->room != NULL && gc_room_get_speaker (entry->room, &seat) && seat.peer == entry->peer;

  return speaks ? seat.place : GC_ROOM_ANY_PLACE;
}

static GcPeerInfo *
describe (const Entry *entry)
{
  GcPeerInfo *info = g_new0 (GcPeerInfo, 1);

  info->id = g_strdup (gc_peer_id (entry->peer));
  info->label = g_strdup (gc_peer_label (entry->peer));
  info->room = g_strdup (entry->room != NULL ? gc_room_id (entry->room) : NULL);
  info->seat = g_strdup (entry->seat);
  info->state = gc_peer_state (entry->peer);
  info->quality = entry->quality;
  info->speaks = get_speaking_place (entry);
  return info;
}

GPtrArray *
gc_forwarder_list_peers (GcForwarder *forwarder, const char *id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_peer_info_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, forwarder->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Entry *entry = value;
    if (gc_peer_state (entry->peer) != GC_PEER_ENDING &&
        (id == NULL || g_str_equal (id, gc_peer_id (entry->peer))))
      g_ptr_array_add (list, describe (entry));
  }
  return list;
}

GPtrArray *
gc_forwarder_list_seats (GcForwarder *forwarder)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_seat_info_free);
  GHashTableIter iter;
  gpointer room;

  g_hash_table_iter_init (&iter, forwarder->rooms);
  while (g_hash_table_iter_next (&iter, NULL, &room))
    gc_room_list_seats (room, list);
  return list;
}
