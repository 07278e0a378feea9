// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-service.h"

#include "common/gc-error.h"
#include "common/gc-log.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define CLOCK_SECONDS 60
#define DAY_SECONDS 86400
/* A crash of the service leaves no more than this of its last time to nobody. */
#define ALIVE_SECONDS 30

/* The store, the relay and the like need some more. */
G_STATIC_ASSERT (GC_SERVICE_FILES >= GC_MAX_VISITORS + GC_HTTP_MAX_CONNECTIONS + 64);

int64_t
gc_service_now_ms (GcService *service)
{
  return gc_engine_now_ms (service->engine);
}

int64_t
gc_service_real_ms (GcService *service)
{
  return gc_clock_real_us (service->clock) / 1000;
}

/* ---- seats ---- */

char *
gc_service_seat_key (GcPage page, const char *account)
{
  return g_strdup_printf ("%s:%s", gc_page_name (page), account);
}

GcSeat *
gc_service_find_seat (GcService *service, GcPage page, const char *account)
{
  g_autofree char *key = account != NULL ? gc_service_seat_key (page, account) : NULL;

  return key != NULL ? g_hash_table_lookup (service->seats, key) : NULL;
}

/* The peer that the relay still has of a page, from before this service was started. */
static const char *
find_peer (GcService *service, const char *label)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcRelayPeer *peer = value;
    if (strcmp (peer->label, label) == 0)
      return peer->id;
  }
  return NULL;
}

static int
compare_seats (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (gc_seat_get_key ((GcSeat *)a), gc_seat_get_key ((GcSeat *)b));
}

void
gc_service_add_seat (GcService *service, GcSeat *seat)
{
  g_hash_table_insert (service->seats, (gpointer)gc_seat_get_key (seat), seat);
  g_hash_table_insert (service->seats_by_label, (gpointer)gc_seat_get_label (seat), seat);
  g_queue_push_tail (&service->round, seat);
  if (gc_seat_get_user (seat)->page == GC_PAGE_KIOSK)
    g_sequence_insert_sorted (service->kiosks, seat, compare_seats, NULL);
  gc_seat_set_peer (seat, find_peer (service, gc_seat_get_label (seat)));
}

/* ---- relay ---- */

typedef struct {
  GcService *service;
} Walk;

#define EVERYBODY ((1u << GC_RELAY_MAX_SEATS) - 1)

/* From whom a guest is hidden, by who hears him: bits, the places. */
static const unsigned hidden_from[GC_HEARD_BY_N] = {
  [GC_HEARD_BY_ALL] = 0,
  [GC_HEARD_BY_AGENT] = EVERYBODY & ~(1u << GC_PLACE_AGENT),
  [GC_HEARD_BY_NOBODY] = EVERYBODY,
};

/* A guest comes after the resident and the agent: GC_GUESTS_MAX of them fill the room. */
static void
want_guests (GcService *service, const GcTicket *ticket, int worker)
{
  for (guint i = 0; i < ticket->guests->len; i++) {
    const GcGuest *guest = &g_array_index (ticket->guests, GcGuest, i);
    g_autofree char *seat = g_strdup_printf ("guest%u", guest->seat);
    const GcRelayBinding wanted = { .room = ticket->id,
                                    .seat = seat,
                                    .peer = gc_placement_get_peer (service, GC_PAGE_AGENT,
                                                                   guest->agent, worker),
                                    .place = gc_place_of_guest (guest),
                                    .hidden_from = hidden_from[guest->heard_by] };
    gc_bindings_want (service->bindings, &wanted);
  }
}

static void
want_ticket (const GcTicket *ticket, gpointer user_data)
{
  GcService *service = ((Walk *)user_data)->service;

  if (!gc_ticket_state_is_call (ticket->state))
    return;
  /* A callback is spoken by telephone. */
  if (ticket->phone != NULL)
    return;
  /* Who is on another worker is bound as soon as he has come over. */
  int worker = gc_placement_of_ticket (service, ticket);
  /* The hold is the resident's alone: the agents go on among themselves. */
  const GcRelayBinding resident = { .room = ticket->id,
                                    .seat = "resident",
                                    .peer = gc_placement_get_peer (service, GC_PAGE_KIOSK,
                                                                   ticket->kiosk, worker),
                                    .hold = ticket->held_ms != 0,
                                    .place = GC_PLACE_RESIDENT };
  const GcRelayBinding agent = { .room = ticket->id,
                                 .seat = "agent",
                                 .peer = gc_placement_get_peer (service, GC_PAGE_AGENT,
                                                                ticket->agent, worker),
                                 .place = GC_PLACE_AGENT };
  gc_bindings_want (service->bindings, &resident);
  gc_bindings_want (service->bindings, &agent);
  want_guests (service, ticket, worker);
}

void
gc_service_sync_bindings (GcService *service)
{
  Walk walk = { service };

  if (!service->loaded || !gc_engine_is_durable (service->engine))
    return;
  gc_bindings_begin (service->bindings);
  gc_queue_foreach_open (gc_engine_get_queue (service->engine), want_ticket, &walk);
  gc_link_tests_want (service);
  gc_bindings_end (service->bindings);
}

gboolean
gc_service_owns_peer (GcService *service, GcSeat *seat, const char *peer)
{
  const GcRelayPeer *known = g_hash_table_lookup (service->peers, peer);

  return known != NULL && strcmp (known->label, gc_seat_get_label (seat)) == 0;
}

void
gc_service_add_peer (GcService *service, const char *label, const GcRelayPeer *peer)
{
  GcRelayPeer *known = gc_relay_peer_new (peer->id, label, peer->worker);

  g_hash_table_replace (service->peers, known->id, known);
}

static void
on_peer_dropped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gc_relay_client_command_finish (result, &error))
    g_debug ("a peer was not ended: %s", error->message);
}

void
gc_service_drop_peer (GcService *service, const char *peer)
{
  g_autofree char *copy = g_strdup (peer);

  g_hash_table_remove (service->peers, copy);
  gc_relay_client_delete_peer_async (service->relay, copy, on_peer_dropped, NULL);
}

static void
on_relay_up (const char *epoch, const GPtrArray *peers, gpointer user_data)
{
  GcService *service = user_data;
  GHashTableIter iter;
  gpointer seat = NULL;

  gc_metric_set (service->relay_up, 1);
  g_hash_table_remove_all (service->peers);
  for (guint i = 0; i < peers->len; i++) {
    const GcRelayPeer *peer = peers->pdata[i];
    if (peer->label != NULL)
      gc_service_add_peer (service, peer->label, peer);
  }
  g_hash_table_iter_init (&iter, service->seats);
  while (g_hash_table_iter_next (&iter, NULL, &seat)) {
    const char *peer = gc_seat_get_peer (seat);
    if (peer == NULL || !gc_service_owns_peer (service, seat, peer))
      gc_seat_set_peer (seat, find_peer (service, gc_seat_get_label (seat)));
  }
  /* What is wanted is said before the relay's rooms are read and compared with it. */
  gc_service_sync_bindings (service);
  gc_bindings_relay_up (service->bindings);
  gc_push_all (service);
}

static void
on_relay_down (gpointer user_data)
{
  GcService *service = user_data;

  gc_metric_set (service->relay_up, 0);
  g_hash_table_remove_all (service->speakers);
  gc_bindings_relay_down (service->bindings);
  gc_push_all (service);
}

static GcSeat *
seat_of_peer (GcService *service, const char *peer)
{
  const GcRelayPeer *known = g_hash_table_lookup (service->peers, peer);
  GcSeat *seat = known != NULL ? g_hash_table_lookup (service->seats_by_label, known->label) : NULL;

  return seat != NULL && g_strcmp0 (gc_seat_get_peer (seat), peer) == 0 ? seat : NULL;
}

static void
on_relay_gone (const char *peer, const char *reason, gpointer user_data)
{
  GcService *service = user_data;
  GcSeat *seat = seat_of_peer (service, peer);

  gc_log_info (GC_LOG_PEER, peer, "the peer is gone: %s", reason);
  g_hash_table_remove (service->peers, peer);
  if (seat == NULL)
    return;
  gc_seat_set_peer (seat, NULL);
  gc_service_sync_bindings (service);
  gc_push_link (service, seat);
  gc_push_all (service);
}

static void
on_relay_media (const char *peer, gpointer user_data)
{
  gc_log_debug (GC_LOG_PEER, peer, "media flows");
}

/* Of what is not sent nothing is lost, and that says nothing of the link. Of what a test sends its
 * own result tells. */
static gboolean
note_health (GcLink *link, gboolean is_tested, int64_t now_ms)
{
  const int64_t figures[GC_LINK_N_MEASURES] = {
    [GC_LINK_LOSS_UP] = link->up_bps > 0 && !is_tested ? link->loss_up_permille : -1,
    [GC_LINK_LOSS_DOWN] = link->down_bps > 0 && !is_tested ? link->loss_down_permille : -1,
    [GC_LINK_RTT] = link->rtt_ms,
  };

  return gc_link_health_note (&link->health, figures, now_ms);
}

static void
on_relay_quality (const GcRelayQuality *quality, gpointer user_data)
{
  GcService *service = user_data;
  GcSeat *seat = seat_of_peer (service, quality->peer);

  if (seat == NULL)
    return;
  GcLink *link = gc_seat_get_link (seat);
  gboolean shows_others = link->paused != quality->paused;
  *link = (GcLink){
    .known = TRUE,
    .rtt_ms = quality->rtt_ms,
    .loss_up_permille = quality->loss_up_permille,
    .loss_down_permille = quality->loss_down_permille,
    .up_bps = quality->up_bps,
    .down_bps = quality->down_bps,
    .paused = quality->paused,
    .health = link->health,
  };
  gboolean is_tested = gc_seat_get_link_test (seat)->state == GC_LINK_TEST_RUNNING;
  gboolean changed = note_health (link, is_tested, gc_service_now_ms (service));
  gc_link_tests_note (seat, quality);
  gc_push_link (service, seat);
  if (changed || shows_others)
    gc_push_all (service);
}

static void
on_relay_speaker (const char *room, int place, gpointer user_data)
{
  GcService *service = user_data;
  const GcTicket *ticket = gc_queue_get_ticket (gc_engine_get_queue (service->engine), room);

  if (place < 0)
    g_hash_table_remove (service->speakers, room);
  else if (ticket != NULL)
    g_hash_table_insert (service->speakers, g_strdup (room), GINT_TO_POINTER (place));
  if (ticket != NULL)
    gc_push_session (service, ticket);
}

static const GcRelayCallbacks relay_callbacks = {
  .up = on_relay_up,
  .down = on_relay_down,
  .gone = on_relay_gone,
  .media = on_relay_media,
  .quality = on_relay_quality,
  .speaker = on_relay_speaker,
};

/* ---- the queue ---- */

void
gc_service_set_present (GcService *service, GcPage page, const char *account, gboolean present)
{
  GcQueueEvent event = { .actor = account };

  /* The queue knows of those alone who hold a ticket. */
  if ((page != GC_PAGE_KIOSK && page != GC_PAGE_AGENT) || service->stopping)
    return;
  if (page == GC_PAGE_KIOSK)
    event.type = present ? GC_EVENT_KIOSK_PRESENT : GC_EVENT_KIOSK_ABSENT;
  else
    event.type = present ? GC_EVENT_AGENT_PRESENT : GC_EVENT_AGENT_ABSENT;
  if (!present)
    service->absences++;
  gc_engine_submit (service->engine, &event, NULL);
}

static void
on_loaded (gpointer user_data)
{
  GcService *service = user_data;
  GHashTableIter iter;
  gpointer seat = NULL;

  g_hash_table_iter_init (&iter, service->seats);
  while (g_hash_table_iter_next (&iter, NULL, &seat)) {
    const GcUser *user = gc_seat_get_user (seat);
    gc_service_set_present (service, user->page, user->account, gc_seat_get_socket (seat) != NULL);
  }
}

static void
talk_free (gpointer data)
{
  GcTalk *talk = data;

  g_ptr_array_unref (talk->lines);
  g_free (talk);
}

/* The lines of text live as long as somebody can see them. */
static void
prune_talks (GcService *service)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  GHashTableIter iter;
  gpointer ticket = NULL;

  g_hash_table_iter_init (&iter, service->talks);
  while (g_hash_table_iter_next (&iter, &ticket, NULL)) {
    const GcTicket *row = gc_queue_get_ticket (queue, ticket);
    if (row == NULL || row->state == GC_TICKET_DONE || row->state == GC_TICKET_ABANDONED)
      g_hash_table_iter_remove (&iter);
  }
}

static void
on_committed (const GcEngineTouched *touched, gpointer user_data)
{
  GcService *service = user_data;

  if (!service->loaded) {
    service->loaded = TRUE;
    gc_appointments_check_clocks (service);
    /* What the relay tells is of tickets, from its first event on. */
    gc_relay_client_start (service->relay);
    if (service->config.ready != NULL)
      service->config.ready (service, service->config.user_data);
  }
  /* The relay first: it has the longest way to the resident's eyes. */
  gc_service_sync_bindings (service);
  gc_announcements_prune (service->announcements, gc_engine_get_queue (service->engine));
  gc_still_http_remove (
      service, gc_stills_take_over (service->stills, gc_engine_get_queue (service->engine)));
  gc_push_touched (service, touched);
  prune_talks (service);
}

static const GcEngineCallbacks engine_callbacks = { on_loaded, on_committed };

/*
 * The days that a shift reaches over. It is made anew each time the agent's page says hello, and
 * whole days make it the same one all day long.
 */
#define SHIFT_DAYS 62
#define DAY_MS INT64_C (86400000)

void
gc_service_set_agent (GcService *service, const GcAgentSkills *skills, const char *hub)
{
  int64_t today_ms = gc_service_real_ms (service) / DAY_MS * DAY_MS;
  GcAgentSkills whole = *skills;
  g_autoptr (GcSpans) shift = NULL;

  if (hub != NULL)
    shift = gc_catalogue_get_duty (service->catalogue, hub, today_ms - DAY_MS,
                                   today_ms + SHIFT_DAYS * DAY_MS);
  if (hub != NULL && shift == NULL)
    g_warning ("account %s: hub %s is not in the data: always on duty", skills->account, hub);
  whole.shift = shift;
  gc_engine_set_agent (service->engine, &whole);
}

static gboolean
add_agents (GcService *service, GError **error)
{
  g_autoptr (GPtrArray) accounts = gc_store_list_accounts (service->store, error);

  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++) {
    const GcStoreAccount *account = accounts->pdata[i];
    GcAgentSkills skills = {
      .account = account->account,
      .name = account->name,
      .departments = (const char *const *)account->departments,
      .languages = (const char *const *)account->languages,
      .items = (const char *const *)account->items,
      .supervisor = account->supervisor,
    };
    if (strcmp (account->role, gc_role_name (GC_ROLE_AGENT)) == 0)
      gc_service_set_agent (service, &skills, account->hub);
  }
  return TRUE;
}

/* What coordinators said and switched off, as far as it still holds; the pictures; the ways. */
static gboolean
load_lists (GcService *service, GError **error)
{
  int64_t now_ms = gc_service_real_ms (service);
  GPtrArray *announcements = gc_store_list_announcements (service->store, now_ms, error);
  GPtrArray *switches = NULL;

  if (announcements == NULL)
    return FALSE;
  service->announcements = gc_announcements_new (announcements);
  switches = gc_store_list_switches (service->store, now_ms, error);
  if (switches == NULL)
    return FALSE;
  service->switches = gc_switches_new (switches);
  GPtrArray *stills = gc_store_list_stills (service->store, error);
  if (stills == NULL)
    return FALSE;
  service->stills = gc_stills_new (stills);
  GPtrArray *ways = gc_store_list_ways (service->store, error);
  if (ways == NULL)
    return FALSE;
  service->ways = gc_ways_new (ways);
  return TRUE;
}

/* ---- time ---- */

/* Seats whose page is gone for long: it takes a whole view when it comes back. */
static void
forget_seats (GcService *service)
{
  int64_t now_ms = gc_service_now_ms (service);
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->seats);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GcSeat *seat = value;
    if (gc_seat_get_socket (seat) != NULL || !gc_seat_is_followed (seat) ||
        now_ms - gc_seat_get_since_ms (seat) < GC_FOLLOW_SECONDS * 1000)
      continue;
    gc_seat_forget (seat);
    if (gc_seat_get_user (seat)->page == GC_PAGE_DESK) {
      g_hash_table_remove (service->seats_by_label, gc_seat_get_label (seat));
      g_queue_remove (&service->round, seat);
      g_hash_table_iter_remove (&iter);
    }
  }
}

/* A failure is left to the next time: the time after the last note is then nobody's. */
static void
note_alive (GcService *service)
{
  if (service->loaded)
    gc_store_note_alive_async (service->store, gc_service_now_ms (service), NULL, NULL);
}

static gboolean
on_second (gpointer user_data)
{
  GcService *service = user_data;

  int64_t now_ms = gc_service_real_ms (service);
  gboolean over = gc_announcements_expire (service->announcements, now_ms);

  over |= gc_switches_expire (service->switches, now_ms);
  service->seconds++;
  if (service->seconds % ALIVE_SECONDS == 0)
    note_alive (service);
  gc_visitor_sweep (service);
  gc_link_tests_tick (service);
  forget_seats (service);
  gc_visitor_check_sessions (service, service->seconds);
  if (service->seconds % DAY_SECONDS == 0)
    gc_appointments_check_clocks (service);
  /* Points open and close by the clock, and bands of a wait change, not by an event. */
  if (over || service->seconds % CLOCK_SECONDS == 0 ||
      gc_estimates_next_ms (service->estimates) <= gc_service_now_ms (service))
    gc_push_all (service);
  return G_SOURCE_CONTINUE;
}

/* ---- metrics ---- */

static void
count_open (const GcTicket *ticket, gpointer user_data)
{
  ++*(int64_t *)user_data;
}

static void
collect (gpointer user_data)
{
  GcService *service = user_data;
  int64_t n = 0;

  if (!service->loaded || !gc_engine_is_durable (service->engine))
    return;
  gc_queue_foreach_open (gc_engine_get_queue (service->engine), count_open, &n);
  gc_metric_set (service->tickets_open, n);
}

static void
add_metrics (GcService *service)
{
  static const double bounds[] = { 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 15 };
  GcMetrics *metrics = service->metrics;

  service->sockets =
      gc_metrics_add_gauge (metrics, "gc_signal_websockets", NULL, "WebSockets of pages open now");
  service->rpc_requests =
      gc_metrics_add_counter (metrics, "gc_signal_rpc_requests", NULL, "Requests by WebSocket");
  service->rpc_errors = gc_metrics_add_counter (metrics, "gc_signal_rpc_errors", NULL,
                                                "Requests answered with an error");
  service->logins_failed = gc_metrics_add_counter (metrics, "gc_signal_logins_failed", NULL,
                                                   "Sign-ins and enrolments that were refused");
  service->tickets_open =
      gc_metrics_add_gauge (metrics, "gc_signal_tickets_open", NULL, "Tickets that are not over");
  service->relay_up =
      gc_metrics_add_gauge (metrics, "gc_signal_relay_up", NULL, "1 while the relay answers");
  service->stills_whole = gc_metrics_add_counter (metrics, "gc_signal_stills", NULL,
                                                  "Pictures of papers that came whole");
  service->first_frame_seconds = gc_metrics_add_histogram (
      metrics, "gc_signal_first_frame_seconds",
      "From a page's news of a session to the first picture of the other side", bounds,
      G_N_ELEMENTS (bounds));
  gc_metrics_set_collect (metrics, collect, service);
}

/* ---- start and end ---- */

static gboolean
start (GcService *service, GError **error)
{
  const GcHttpConfig http = {
    .listen = service->config.listen,
    .origins = service->config.origins,
    .routes = gc_service_routes,
    .n_routes = gc_service_n_routes,
    .fallback = gc_service_handle_other,
    .user_data = service,
    .clock = service->clock,
    .metrics = service->metrics,
  };

  if (!add_agents (service, error) || !load_lists (service, error))
    return FALSE;
  service->poller = gc_poller_new (error);
  if (service->poller == NULL)
    return FALSE;
  service->http = gc_http_new (&http, error);
  if (service->http == NULL)
    return FALSE;
  service->relay = gc_relay_client_new (service->config.relay, &relay_callbacks, service);
  service->bindings = gc_bindings_new (service->relay);
  gc_engine_start (service->engine);
  service->second = g_timeout_source_new_seconds (1);
  g_source_set_static_name (service->second, "gc-service-second");
  g_source_set_callback (service->second, on_second, service, NULL);
  g_source_attach (service->second, g_main_context_get_thread_default ());
  return TRUE;
}

GcService *
gc_service_new (const GcServiceConfig *config,
                GcStore *store,
                const GcCatalogue *catalogue,
                GError **error)
{
  GcService *service = g_new0 (GcService, 1);

  service->config = *config;
  service->clock = config->clock;
  service->store = store;
  service->catalogue = catalogue;
  service->metrics = gc_metrics_new ();
  service->pages = gc_pages_new ();
  service->passes = gc_passes_new ();
  service->passwords = gc_passwords_new ();
  service->estimates = gc_estimates_new ();
  service->kiosk_guesses = gc_guesses_new (5, 600);
  service->address_guesses = gc_guesses_new (20, 3600);
  service->visitors = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, gc_visitor_free);
  service->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  service->seats =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gc_seat_free);
  service->seats_by_label = g_hash_table_new (g_str_hash, g_str_equal);
  service->kiosks = g_sequence_new (NULL);
  service->tested = g_ptr_array_new ();
  service->peers =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gc_relay_peer_free);
  service->talks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, talk_free);
  service->speakers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  service->shared =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ref_string_release);
  service->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_metrics (service);
  service->engine = gc_engine_new (store, &config->queue, config->clock, service->metrics,
                                   &engine_callbacks, service);
  if (!start (service, error)) {
    gc_service_free (service);
    return NULL;
  }
  return service;
}

void
gc_service_stop (GcService *service)
{
  service->stopping = TRUE;
  note_alive (service);
  gc_http_stop (service->http);
  gc_visitor_close_all (service, GC_CLOSE_GOING_AWAY, "the service is stopping");
}

void
gc_service_free (GcService *service)
{
  if (service == NULL)
    return;
  service->stopping = TRUE;
  if (service->second != NULL)
    g_source_destroy (service->second);
  g_clear_pointer (&service->second, g_source_unref);
  if (service->round_source != NULL)
    g_source_destroy (service->round_source);
  g_clear_pointer (&service->round_source, g_source_unref);
  /* Commands to the relay end with an error, while those who asked are still there. */
  g_clear_pointer (&service->relay, gc_relay_client_free);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_pointer (&service->engine, gc_engine_free);
  g_clear_pointer (&service->bindings, gc_bindings_free);
  g_clear_pointer (&service->http, gc_http_free);
  g_hash_table_unref (service->visitors);
  g_hash_table_unref (service->accounts);
  gc_poller_free (service->poller);
  g_hash_table_unref (service->seats_by_label);
  g_queue_clear (&service->round);
  g_sequence_free (service->kiosks);
  g_ptr_array_unref (service->tested);
  g_hash_table_unref (service->seats);
  g_hash_table_unref (service->shared);
  g_hash_table_unref (service->peers);
  g_hash_table_unref (service->talks);
  g_hash_table_unref (service->speakers);
  g_hash_table_unref (service->logins);
  gc_estimates_free (service->estimates);
  gc_guesses_free (service->kiosk_guesses);
  gc_guesses_free (service->address_guesses);
  g_clear_pointer (&service->appointments, g_ref_string_release);
  gc_announcements_free (service->announcements);
  gc_switches_free (service->switches);
  gc_stills_free (service->stills);
  gc_ways_free (service->ways);
  gc_passwords_free (service->passwords);
  gc_passes_free (service->passes);
  gc_pages_free (service->pages);
  gc_metrics_free (service->metrics);
  g_free (service);
}

const char *
gc_service_get_address (GcService *service)
{
  return gc_http_get_address (service->http);
}
