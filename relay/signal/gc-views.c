// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What each page shows. All parts of a seat are made anew (when: gc-push.c) and only those that
 * came out otherwise are sent: nothing has to remember what depends on what.
 */
#include "config.h"

#include "queue/gc-queue-book.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define MINUTE_MS INT64_C (60000)
#define MAX_LINE 20 /* tickets that an agent sees to take one himself */

/* Writes a part in one go: begin, body, take. */
#define WRITER(name)                                                                               \
  g_auto (GcJsonWriter) name = { 0 };                                                              \
  gc_json_writer_init (&name)

static char *
null_part (void)
{
  return g_strdup ("null");
}

static void
write_time (GcJsonWriter *writer, const char *name, int64_t at_ms)
{
  if (at_ms > 0)
    gc_json_writer_int (writer, name, at_ms);
  else
    gc_json_writer_null (writer, name);
}

static const char *
agent_name (GcService *service, const char *account)
{
  const GcAgent *agent =
      account != NULL ? gc_queue_get_agent (gc_engine_get_queue (service->engine), account) : NULL;

  return agent != NULL && agent->name != NULL ? agent->name : account;
}

/* ---- parts that many pages see alike ---- */

void
gc_views_begin (GcService *service)
{
  g_hash_table_remove_all (service->shared);
  /* The forecast of before, if any: the queue may have changed since. */
  gc_estimates_end (service->estimates);
  gc_estimates_begin (service->estimates, gc_engine_get_queue (service->engine),
                      gc_service_now_ms (service));
}

/* Sets a part that all seats with the same @key see alike: it is made for the first of them. */
static void
set_shared (GcService *service,
            GcSeat *seat,
            GcPart part,
            const char *key,
            char *(*make) (GcService *service, const char *key))
{
  g_autofree char *name = g_strconcat (gc_part_name (part), " ", key, NULL);
  char *shared = g_hash_table_lookup (service->shared, name);

  if (shared == NULL) {
    g_autofree char *json = make (service, key);
    shared = g_ref_string_new (json);
    g_hash_table_insert (service->shared, g_steal_pointer (&name), shared);
  }
  gc_seat_set_shared_part (seat, part, shared);
}

/* ---- parts of every page ---- */

static char *
make_relay (GcService *service, const char *worker)
{
  WRITER (writer);

  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_boolean (&writer, "up", gc_relay_client_is_up (service->relay));
  gc_json_writer_string (&writer, "epoch", gc_relay_client_get_epoch (service->relay));
  gc_json_writer_raw (&writer, "worker", worker);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

static void
refresh_relay (GcService *service, GcSeat *seat)
{
  int worker = gc_placement_of_seat (service, seat);
  char number[12] = "null";

  if (worker >= 0)
    g_snprintf (number, sizeof number, "%d", worker);
  set_shared (service, seat, GC_PART_RELAY, number, make_relay);
}

static void
write_link (GcJsonWriter *writer, const char *name, GcService *service, GcSeat *seat)
{
  const GcLink *link = gc_views_find_link (service, seat);

  if (link == NULL) {
    gc_json_writer_null (writer, name);
    return;
  }
  gc_json_writer_begin_object (writer, name);
  gc_json_writer_string (writer, "level",
                         gc_link_level_name (gc_link_health_level (&link->health)));
  gc_json_writer_figure (writer, "rtt_ms", link->rtt_ms);
  gc_json_writer_int (writer, "loss_up_permille", link->loss_up_permille);
  gc_json_writer_int (writer, "loss_down_permille", link->loss_down_permille);
  gc_json_writer_int (writer, "up_bps", link->up_bps);
  gc_json_writer_int (writer, "down_bps", link->down_bps);
  gc_views_write_paused (writer, link);
  gc_json_writer_end_object (writer);
}

static char *
make_link (GcService *service, GcSeat *seat)
{
  WRITER (writer);

  write_link (&writer, NULL, service, seat);
  return gc_json_writer_take (&writer);
}

/* Of the ticket that is before the kiosk, not of the one before. */
static char *
make_link_test (GcSeat *seat, const GcTicket *ticket)
{
  const GcLinkTest *test = gc_seat_get_link_test (seat);
  gboolean is_own = ticket != NULL && g_strcmp0 (ticket->id, test->ticket) == 0;
  WRITER (writer);

  gc_views_write_link_test (&writer, NULL, is_own ? test : NULL);
  return gc_json_writer_take (&writer);
}

/*
 * Where the page finds a TURN server, and whether its place is known to need it. The time is the
 * system's, as the server's is, also in a rehearsal.
 */
static char *
make_turn (GcService *service, GcSeat *seat)
{
  const GcTurn *turn = service->config.turn;
  g_autofree char *username = NULL;
  g_autofree char *credential = NULL;
  WRITER (writer);

  if (turn == NULL)
    return null_part ();
  gc_turn_make_credentials (turn, gc_seat_get_label (seat), g_get_real_time () / G_USEC_PER_SEC,
                            &username, &credential);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "url", gc_turn_get_url (turn));
  gc_json_writer_string (&writer, "username", username);
  gc_json_writer_string (&writer, "credential", credential);
  gc_json_writer_boolean (&writer, "first",
                          gc_ways_get (service->ways, gc_seat_get_user (seat)) == GC_WAY_TURN);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

static char *
make_notice (GcNotice notice, int64_t at_ms)
{
  WRITER (writer);

  if (notice == GC_NOTICE_NONE)
    return null_part ();
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "code", gc_notice_name (notice));
  gc_json_writer_int (&writer, "at_ms", at_ms);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* What the resident's page says of the ticket's place. */
static char *
make_ticket_notice (const GcQueue *queue, const GcTicket *ticket)
{
  int64_t at_ms = 0;
  GcNotice notice = gc_queue_get_notice (queue, ticket, &at_ms);

  return make_notice (notice, at_ms);
}

static void
write_messages (GcJsonWriter *writer, GcService *service, const char *ticket)
{
  const GcTalk *talk = g_hash_table_lookup (service->talks, ticket);

  gc_json_writer_begin_list (writer, "messages");
  for (guint i = 0; talk != NULL && i < talk->lines->len; i++)
    gc_json_writer_raw (writer, NULL, talk->lines->pdata[i]);
  gc_json_writer_end_list (writer);
}

/* Whether the point can be served now, and when that changes. */
static void
write_hours (GcJsonWriter *writer, GcService *service, const GcPoint *point)
{
  GcHoursState state = gc_switches_look (service->switches, point, gc_service_real_ms (service));

  gc_json_writer_boolean (writer, "open", state.open);
  write_time (writer, "closes_ms", state.closes_ms);
  write_time (writer, "next_open_ms", state.next_open_ms);
}

/* ---- the kiosk's ---- */

char *
gc_views_make_point (GcService *service, const char *id)
{
  const GcPoint *point = gc_catalogue_get_point (service->catalogue, id);
  WRITER (writer);

  if (point == NULL)
    return null_part ();
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "id", point->id);
  gc_json_writer_string (&writer, "name_zh", point->name_zh);
  gc_json_writer_string (&writer, "name_en", point->name_en);
  gc_json_writer_string (&writer, "timezone", point->timezone);
  write_hours (&writer, service, point);
  gc_switches_write_closed (service->switches, id, FALSE, &writer);
  gc_json_writer_int (&writer, "agents",
                      gc_queue_count_working (gc_engine_get_queue (service->engine)));
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

static void
write_ahead (GcJsonWriter *writer, const GcQueue *queue, const GcTicket *ticket)
{
  int ahead = gc_queue_ahead (queue, ticket->id);

  if (ahead >= 0)
    gc_json_writer_int (writer, "ahead", ahead);
  else
    gc_json_writer_null (writer, "ahead");
}

/* How long it will wait; only the desk is told minutes. */
static void
write_estimate (GcJsonWriter *writer,
                GcService *service,
                const GcTicket *ticket,
                gboolean with_minutes)
{
  GcEstimate estimate;

  if (!gc_estimates_look (service->estimates, ticket->id, &estimate)) {
    gc_json_writer_null (writer, "estimate");
    return;
  }
  gc_json_writer_begin_object (writer, "estimate");
  gc_json_writer_string (writer, "band", gc_band_name (estimate.band));
  if (with_minutes && estimate.wait_ms >= 0)
    gc_json_writer_int (writer, "expected_ms",
                        (estimate.wait_ms + MINUTE_MS - 1) / MINUTE_MS * MINUTE_MS);
  else if (with_minutes)
    gc_json_writer_null (writer, "expected_ms");
  gc_json_writer_end_object (writer);
}

/* Since when the state as people see it lasts: a place in line counts from when it was taken. */
static int64_t
shown_since_ms (const GcTicket *ticket)
{
  gboolean in_line = ticket->state == GC_TICKET_WAITING || ticket->state == GC_TICKET_OFFERED;

  return in_line ? ticket->enqueued_ms : ticket->since_ms;
}

static char *
make_ticket (GcService *service, const GcTicket *ticket)
{
  WRITER (writer);

  if (ticket == NULL)
    return null_part ();
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "id", ticket->id);
  gc_json_writer_string (&writer, "number", ticket->number);
  gc_json_writer_string (&writer, "state", gc_ticket_state_name (ticket->state));
  gc_json_writer_string (&writer, "item", ticket->item);
  gc_json_writer_string (&writer, "name", ticket->name);
  gc_json_writer_strings (&writer, "languages", (const char *const *)ticket->languages);
  gc_json_writer_int (&writer, "since_ms", shown_since_ms (ticket));
  gc_json_writer_int (&writer, "slot_ms", ticket->slot_ms);
  write_ahead (&writer, gc_engine_get_queue (service->engine), ticket);
  write_estimate (&writer, service, ticket, FALSE);
  gc_views_write_parked (&writer, gc_engine_get_queue (service->engine), ticket);
  gc_views_write_items (&writer, ticket);
  gc_json_writer_string (&writer, "outcome", gc_outcome_name (ticket->outcome));
  if (ticket->grade > 0)
    gc_json_writer_int (&writer, "grade", ticket->grade);
  else
    gc_json_writer_null (&writer, "grade");
  gc_json_writer_string (&writer, "phone", ticket->phone);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

static gboolean
is_in_call (const GcTicket *ticket)
{
  return ticket->state == GC_TICKET_CONNECTING || ticket->state == GC_TICKET_IN_SESSION ||
         ticket->state == GC_TICKET_DROPPED;
}

static char *
make_kiosk_session (GcService *service, const GcTicket *ticket)
{
  const GcAgent *agent = NULL;
  WRITER (writer);

  if (ticket == NULL || !is_in_call (ticket))
    return null_part ();
  agent = gc_queue_get_agent (gc_engine_get_queue (service->engine), ticket->agent);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "state", gc_ticket_state_name (ticket->state));
  gc_json_writer_string (&writer, "agent", agent_name (service, ticket->agent));
  write_time (&writer, "held_since_ms", ticket->held_ms);
  gc_json_writer_boolean (&writer, "other_present", agent != NULL && agent->absent_ms == 0);
  gc_json_writer_int (&writer, "since_ms", ticket->session_since_ms);
  write_time (&writer, "until_ms", ticket->state == GC_TICKET_DROPPED ? ticket->until_ms : 0);
  gc_views_write_guests (service, ticket, GC_PLACE_RESIDENT, &writer);
  gc_views_write_unseen_by (service, ticket, GC_PLACE_RESIDENT, &writer);
  gc_views_write_speaker (service, ticket, GC_PLACE_RESIDENT, &writer);
  write_messages (&writer, service, ticket->id);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

static char *
make_items_off (GcService *service, const char *point)
{
  return gc_switches_format_kiosk (service->switches, point);
}

static void
refresh_kiosk (GcService *service, GcSeat *seat)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  const GcUser *user = gc_seat_get_user (seat);
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (queue, user->account);

  set_shared (service, seat, GC_PART_POINT, user->point, gc_views_make_point);
  gc_seat_set_part (seat, GC_PART_TICKET, make_ticket (service, ticket));
  gc_seat_set_part (seat, GC_PART_SESSION, make_kiosk_session (service, ticket));
  gc_seat_set_part (seat, GC_PART_STILLS,
                    ticket != NULL && is_in_call (ticket)
                        ? gc_stills_format (service->stills, ticket->id)
                        : null_part ());
  gc_seat_set_part (seat, GC_PART_NOTICE,
                    ticket != NULL ? make_ticket_notice (queue, ticket) : null_part ());
  gc_seat_set_part (
      seat, GC_PART_APPOINTMENT,
      gc_views_make_appointment (service, gc_queue_get_kiosk_appointment (queue, user->account),
                                 user->point));
  gc_seat_set_part (seat, GC_PART_ANNOUNCEMENTS,
                    gc_announcements_format_kiosk (service->announcements, user->point,
                                                   ticket != NULL ? ticket->id : NULL));
  set_shared (service, seat, GC_PART_ITEMS_OFF, user->point, make_items_off);
  gc_seat_set_part (seat, GC_PART_LINK, make_link (service, seat));
  gc_seat_set_part (seat, GC_PART_LINK_TEST, make_link_test (seat, ticket));
  gc_seat_set_part (seat, GC_PART_TURN, make_turn (service, seat));
}

/* ---- the agent's ---- */

static char *
make_me (const GcAgent *agent)
{
  WRITER (writer);

  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "account", agent->account);
  gc_json_writer_string (&writer, "name", agent->name);
  gc_json_writer_strings (&writer, "departments", (const char *const *)agent->departments);
  gc_json_writer_strings (&writer, "languages", (const char *const *)agent->languages);
  gc_json_writer_boolean (&writer, "supervisor", agent->supervisor);
  gc_json_writer_string (&writer, "wanted", gc_wanted_name (agent->wanted));
  gc_json_writer_string (&writer, "effective", gc_effective_name (agent->effective));
  gc_json_writer_int (&writer, "since_ms", agent->since_ms);
  gc_json_writer_int (&writer, "misses", agent->misses);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

void
gc_views_write_whom (GcJsonWriter *writer, const GcTicket *ticket, const char *item)
{
  gc_json_writer_string (writer, "ticket", ticket->id);
  gc_json_writer_string (writer, "number", ticket->number);
  gc_json_writer_string (writer, "item", item);
  gc_json_writer_string (writer, "point", ticket->point);
  gc_json_writer_string (writer, "name", ticket->name);
  gc_json_writer_strings (writer, "languages", (const char *const *)ticket->languages);
  gc_json_writer_int (writer, "slot_ms", ticket->slot_ms);
  gc_json_writer_boolean (writer, "call_back", ticket->phone != NULL);
}

/* The seat at which the resident of @ticket is; NULL for one who is called by telephone. */
static GcSeat *
find_resident (GcService *service, const GcTicket *ticket)
{
  return ticket->phone != NULL ? NULL
                               : gc_service_find_seat (service, GC_PAGE_KIOSK, ticket->kiosk);
}

/* How well the resident will be seen and heard. */
static void
write_offered_link (GcJsonWriter *writer, GcService *service, const GcTicket *ticket)
{
  GcSeat *seat = find_resident (service, ticket);
  GcWay way = seat != NULL ? gc_ways_get (service->ways, gc_seat_get_user (seat)) : GC_WAY_UNKNOWN;

  gc_json_writer_string (writer, "way", gc_way_name (way));
  gc_views_write_health (writer, gc_views_find_link (service, seat));
  gc_views_write_link_test (writer, "test", seat != NULL ? gc_seat_get_link_test (seat) : NULL);
}

static char *
make_offer (GcService *service, const GcAgent *agent)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  const GcTicket *ticket = agent->offer != NULL ? gc_queue_get_ticket (queue, agent->offer) : NULL;
  WRITER (writer);

  if (ticket == NULL)
    return null_part ();
  gc_json_writer_begin_object (&writer, NULL);
  gc_views_write_whom (&writer, ticket, ticket->item);
  gc_json_writer_int (&writer, "waiting_since_ms", ticket->enqueued_ms);
  gc_json_writer_int (&writer, "until_ms", ticket->offer_until_ms);
  gboolean is_transfer = is_in_call (ticket) && ticket->invite == GC_INVITE_NONE;
  gc_json_writer_string (&writer, "transfer_from",
                         is_transfer ? agent_name (service, ticket->agent) : NULL);
  gc_views_write_invite (ticket, agent_name (service, ticket->agent), &writer);
  write_offered_link (&writer, service, ticket);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* Until when something must happen: the wrap-up ends, the resident comes back, or answers. */
static int64_t
session_until_ms (const GcAgent *agent, const GcTicket *ticket)
{
  if (agent->wrap_up_until_ms > 0)
    return agent->wrap_up_until_ms;
  gboolean calling = ticket->state == GC_TICKET_CONNECTING && ticket->phone != NULL;
  return calling || ticket->state == GC_TICKET_DROPPED ? ticket->until_ms : 0;
}

/* Who sits in the session, and to whom it is offered; of one that is being written up, nobody. */
static void
write_seats (GcJsonWriter *writer, GcService *service, const GcAgent *agent, const GcTicket *ticket)
{
  const GcGuest *self = gc_guests_find (ticket->guests, agent->account);
  gboolean is_over = agent->wrap_up_until_ms > 0;
  gboolean is_invite = ticket->invite != GC_INVITE_NONE;
  const char *offered_to = !is_over && is_in_call (ticket) ? ticket->offer_agent : NULL;
  int place = self != NULL ? gc_place_of_guest (self) : GC_PLACE_AGENT;

  gc_json_writer_string (writer, "role", self != NULL ? "guest" : "agent");
  gc_json_writer_string (writer, "agent",
                         self != NULL ? agent_name (service, ticket->agent) : agent->name);
  gc_json_writer_boolean (writer, "supervises",
                          self != NULL && agent->supervisor && !ticket->direct);
  gc_json_writer_string (writer, "transfer_to", is_invite ? NULL : offered_to);
  gc_views_write_invited (service, is_invite ? offered_to : NULL, writer);
  gc_views_write_guests (service, is_over ? NULL : ticket, place, writer);
  gc_views_write_unseen_by (service, is_over ? NULL : ticket, place, writer);
  gc_views_write_speaker (service, is_over ? NULL : ticket, place, writer);
}

static char *
make_agent_session (GcService *service, const GcAgent *agent, const GcTicket *ticket)
{
  gboolean wrap_up = agent->wrap_up_until_ms > 0;
  const GcGuest *self = NULL;
  WRITER (writer);

  if (ticket == NULL)
    return null_part ();
  const GcVisitItem *written = gc_views_find_written_up (agent, ticket);
  self = gc_guests_find (ticket->guests, agent->account);
  gc_json_writer_begin_object (&writer, NULL);
  gc_views_write_whom (&writer, ticket, written != NULL ? written->item : ticket->item);
  gc_views_write_items (&writer, ticket);
  gc_json_writer_boolean (&writer, "elsewhere",
                          !wrap_up && self == NULL &&
                              gc_queue_is_item_elsewhere (gc_engine_get_queue (service->engine),
                                                          ticket->id, agent->account));
  /* The ticket may be back in line while this agent still writes up what he did. */
  gc_json_writer_string (&writer, "state",
                         wrap_up ? gc_ticket_state_name (GC_TICKET_WRAP_UP)
                                 : gc_ticket_state_name (ticket->state));
  write_time (&writer, "held_since_ms", ticket->held_ms);
  gc_json_writer_boolean (&writer, "other_present", ticket->absent_ms == 0);
  gc_json_writer_int (&writer, "since_ms",
                      self != NULL ? self->since_ms : ticket->session_since_ms);
  write_time (&writer, "until_ms", session_until_ms (agent, ticket));
  gc_json_writer_boolean (&writer, "extended", agent->extended);
  gc_json_writer_string (&writer, "outcome",
                         gc_outcome_name (written != NULL ? written->outcome : ticket->outcome));
  write_seats (&writer, service, agent, ticket);
  /* Only his own: a ticket that is back in line is nobody's. */
  gc_json_writer_string (&writer, "phone",
                         g_strcmp0 (ticket->agent, agent->account) == 0 ? ticket->phone : NULL);
  write_messages (&writer, service, ticket->id);
  write_link (&writer, "other_link", service, wrap_up ? NULL : find_resident (service, ticket));
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* Those whom the agent may take by himself, the first of them. */
static char *
make_line (const GcQueue *queue, const GcAgent *agent)
{
  g_autoptr (GPtrArray) tickets = gc_queue_list_takeable (queue, agent->account, MAX_LINE);
  WRITER (writer);

  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = 0; i < tickets->len; i++) {
    const GcTicket *ticket = tickets->pdata[i];
    gc_json_writer_begin_object (&writer, NULL);
    gc_views_write_whom (&writer, ticket, ticket->item);
    gc_json_writer_int (&writer, "waiting_since_ms", ticket->enqueued_ms);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

static void
refresh_agent (GcService *service, GcSeat *seat)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  const char *account = gc_seat_get_user (seat)->account;
  const GcAgent *agent = gc_queue_get_agent (queue, account);

  if (agent == NULL)
    return;
  const GcTicket *ticket =
      agent->ticket != NULL ? gc_queue_get_ticket (queue, agent->ticket) : NULL;
  gboolean serves = ticket != NULL && g_strcmp0 (ticket->agent, account) == 0;
  gc_seat_set_part (seat, GC_PART_ME, make_me (agent));
  gc_seat_set_part (seat, GC_PART_OFFER, make_offer (service, agent));
  gc_seat_set_part (seat, GC_PART_SESSION, make_agent_session (service, agent, ticket));
  gc_seat_set_part (seat, GC_PART_STILLS,
                    ticket != NULL && gc_stills_may_see (ticket, account)
                        ? gc_stills_format (service->stills, ticket->id)
                        : null_part ());
  gc_seat_set_part (seat, GC_PART_WAITING,
                    g_strdup_printf ("%u", gc_queue_count_waiting_for (queue, account)));
  gc_seat_set_part (seat, GC_PART_LINE, make_line (queue, agent));
  gc_seat_set_part (seat, GC_PART_PARKED, gc_views_make_parked (queue, account));
  gc_seat_set_part (seat, GC_PART_COLLEAGUES,
                    gc_views_make_colleagues (service, serves ? ticket : NULL));
  gc_seat_set_part (seat, GC_PART_SESSIONS, gc_views_make_sessions (service, agent));
  gc_seat_set_part (
      seat, GC_PART_APPOINTMENT,
      gc_views_make_appointment (
          service, serves ? gc_queue_get_ticket_appointment (queue, ticket->id) : NULL, NULL));
  gc_seat_set_part (seat, GC_PART_NOTICE, make_notice (agent->notice, agent->notice_ms));
  gc_seat_set_part (seat, GC_PART_LINK, make_link (service, seat));
  gc_seat_set_part (seat, GC_PART_TURN, make_turn (service, seat));
}

/* ---- the desk's ---- */

typedef struct {
  GcService *service;
  GcJsonWriter *writer;
  const char *point;
  int64_t waiting;
  int64_t in_session;
  int64_t oldest_ms;
} DeskWalk;

static void
count_ticket (const GcTicket *ticket, gpointer user_data)
{
  DeskWalk *walk = user_data;

  if (strcmp (ticket->point, walk->point) != 0)
    return;
  if (is_in_call (ticket)) {
    walk->in_session++;
  } else if (ticket->state == GC_TICKET_WAITING || ticket->state == GC_TICKET_OFFERED) {
    walk->waiting++;
    if (walk->oldest_ms == 0 || ticket->enqueued_ms < walk->oldest_ms)
      walk->oldest_ms = ticket->enqueued_ms;
  }
}

static int64_t
count_kiosks (GcService *service, const char *point)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (service->kiosks);
  int64_t n = 0;

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    GcSeat *seat = g_sequence_get (iter);
    n +=
        gc_seat_get_socket (seat) != NULL && g_strcmp0 (gc_seat_get_user (seat)->point, point) == 0;
  }
  return n;
}

static char *
make_points (GcService *service, const char *key)
{
  const GPtrArray *points = gc_catalogue_get_points (service->catalogue);
  WRITER (writer);

  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = 0; i < points->len; i++) {
    const GcPoint *point = points->pdata[i];
    DeskWalk walk = { .service = service, .point = point->id };
    gc_queue_foreach_open (gc_engine_get_queue (service->engine), count_ticket, &walk);
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_string (&writer, "id", point->id);
    write_hours (&writer, service, point);
    gc_switches_write_closed (service->switches, point->id, TRUE, &writer);
    gc_json_writer_int (&writer, "kiosks", count_kiosks (service, point->id));
    gc_json_writer_int (&writer, "waiting", walk.waiting);
    gc_json_writer_int (&writer, "in_session", walk.in_session);
    write_time (&writer, "oldest_since_ms", walk.oldest_ms);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

static void
write_boosts (GcJsonWriter *writer, const GcTicket *ticket)
{
  gc_json_writer_begin_list (writer, "boosts");
  for (GcBoost boost = 0; boost < GC_BOOST_N; boost++)
    if ((ticket->boosts & (1u << boost)) != 0)
      gc_json_writer_string (writer, NULL, gc_boost_name (boost));
  gc_json_writer_end_list (writer);
}

/* Coordinators telephone, too. */
static void
write_callback (GcJsonWriter *writer, const GcTicket *ticket)
{
  if (ticket->phone == NULL) {
    gc_json_writer_null (writer, "callback");
    return;
  }
  gc_json_writer_begin_object (writer, "callback");
  gc_json_writer_string (writer, "phone", ticket->phone);
  gc_json_writer_int (writer, "attempts", ticket->call_attempts);
  write_time (writer, "again_ms", ticket->call_after_ms);
  gc_json_writer_end_object (writer);
}

static void
write_desk_ticket (const GcTicket *ticket, gpointer user_data)
{
  DeskWalk *walk = user_data;
  GcJsonWriter *writer = walk->writer;

  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "ticket", ticket->id);
  gc_json_writer_string (writer, "number", ticket->number);
  gc_json_writer_string (writer, "point", ticket->point);
  /* Who is called by telephone has left it. */
  gc_json_writer_string (writer, "kiosk", ticket->phone == NULL ? ticket->kiosk : NULL);
  gc_json_writer_string (writer, "item", ticket->item);
  gc_json_writer_string (writer, "state", gc_ticket_state_name (ticket->state));
  gc_json_writer_int (writer, "since_ms", shown_since_ms (ticket));
  gc_json_writer_int (writer, "slot_ms", ticket->slot_ms);
  write_ahead (writer, gc_engine_get_queue (walk->service->engine), ticket);
  write_estimate (writer, walk->service, ticket, TRUE);
  gc_json_writer_string (writer, "agent", ticket->agent);
  gc_views_write_guest_accounts (ticket, writer);
  gc_json_writer_boolean (writer, "absent", ticket->absent_ms != 0);
  gc_json_writer_string (writer, "department", ticket->department);
  gc_json_writer_strings (writer, "languages", (const char *const *)ticket->languages);
  write_boosts (writer, ticket);
  gc_views_write_parked (writer, gc_engine_get_queue (walk->service->engine), ticket);
  gc_views_write_items (writer, ticket);
  gc_json_writer_string (writer, "offered_to", ticket->offer_agent);
  gc_json_writer_string (writer, "kept_for", ticket->preferred);
  write_callback (writer, ticket);
  gc_json_writer_end_object (writer);
}

static void
write_desk_agent (const GcAgent *agent, gpointer user_data)
{
  GcJsonWriter *writer = ((DeskWalk *)user_data)->writer;

  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "account", agent->account);
  gc_json_writer_string (writer, "name", agent->name);
  gc_json_writer_strings (writer, "departments", (const char *const *)agent->departments);
  gc_json_writer_strings (writer, "languages", (const char *const *)agent->languages);
  gc_json_writer_boolean (writer, "supervisor", agent->supervisor);
  gc_json_writer_string (writer, "wanted", gc_wanted_name (agent->wanted));
  gc_json_writer_string (writer, "effective", gc_effective_name (agent->effective));
  gc_json_writer_int (writer, "since_ms", agent->since_ms);
  gc_json_writer_string (writer, "ticket", agent->ticket);
  gc_json_writer_end_object (writer);
}

static char *
make_queue (GcService *service, const char *key)
{
  WRITER (writer);
  DeskWalk walk = { .service = service, .writer = &writer };

  gc_json_writer_begin_list (&writer, NULL);
  gc_queue_foreach_open (gc_engine_get_queue (service->engine), write_desk_ticket, &walk);
  gc_queue_foreach_unreached (gc_engine_get_queue (service->engine), write_desk_ticket, &walk);
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

static char *
make_agents (GcService *service, const char *key)
{
  WRITER (writer);
  DeskWalk walk = { .service = service, .writer = &writer };

  gc_json_writer_begin_list (&writer, NULL);
  gc_queue_foreach_agent (gc_engine_get_queue (service->engine), write_desk_agent, &walk);
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

static char *
make_desk_announcements (GcService *service, const char *key)
{
  return gc_announcements_format_desk (service->announcements);
}

static char *
make_desk_items_off (GcService *service, const char *key)
{
  return gc_switches_format_desk (service->switches);
}

static void
refresh_desk (GcService *service, GcSeat *seat)
{
  set_shared (service, seat, GC_PART_POINTS, "", make_points);
  set_shared (service, seat, GC_PART_QUEUE, "", make_queue);
  set_shared (service, seat, GC_PART_AGENTS, "", make_agents);
  set_shared (service, seat, GC_PART_KIOSKS, "", gc_views_make_kiosks);
  gc_views_set_appointments (service, seat);
  set_shared (service, seat, GC_PART_ANNOUNCEMENTS, "", make_desk_announcements);
  set_shared (service, seat, GC_PART_ITEMS_OFF, "", make_desk_items_off);
}

/* ---- all ---- */

void
gc_views_refresh_next (GcService *service, GcSeat *seat)
{
  static void (*const refresh[GC_PAGE_N]) (GcService * service, GcSeat * seat) = {
    [GC_PAGE_KIOSK] = refresh_kiosk,
    [GC_PAGE_AGENT] = refresh_agent,
    [GC_PAGE_DESK] = refresh_desk,
    [GC_PAGE_DISPLAY] = gc_views_refresh_display,
  };

  refresh_relay (service, seat);
  refresh[gc_seat_get_user (seat)->page](service, seat);
}

void
gc_views_refresh (GcService *service, GcSeat *seat)
{
  gc_views_begin (service);
  gc_views_refresh_next (service, seat);
}
