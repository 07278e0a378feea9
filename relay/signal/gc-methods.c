// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every method that a page can call, in one table: its name, the pages that may call it, its
 * parameters, and what it does. Most are one event for the queue; the others are functions below.
 */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "common/gc-json.h"
#include "common/gc-log.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-rpc.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define MAX_SDP_CHARS 60000
#define CHECK_SECONDS INT64_C (60)

/* The parameters of all methods; each uses those that its fields name. */
typedef struct {
  char *page;
  char *resume;
  int64_t seq;
  char *peer;
  char *sdp;
  char *ticket;
  int64_t first_frame_ms;
  char *text;
  char *item;
  char **languages;
  char *name;
  int64_t grade;
  char *wanted;
  char *reason;
  gboolean held;
  char *agent;
  char *outcome;
  char *note;
} Params;

typedef struct _Method Method;

/* One request on its way; freed by call_end (). */
typedef struct {
  GcService *service;
  uint64_t visitor;
  char *seat; /* (nullable) the key; of all but hello */
  char *id;
  const Method *method;
  Params params;
  int64_t generation; /* of the seat, when the request came */
  char *made;         /* (nullable) the id of a ticket that the call creates */
  char prefix[2];     /* of its number */
  GcPage page;        /* of hello's user */
  char *account;      /* (nullable) the same */
} Call;

struct _Method {
  const char *name;
  unsigned pages;         /* 1 << GcPage of those that may call it */
  GcQueueEventType event; /* if it is one, with what it takes from the parameters... */
  const GcJsonField *fields;
  size_t n_fields;
  gboolean (*fill) (Call *call, GcQueueEvent *event, GError **error); /* (nullable) */
  char *(*format) (const GcQueue *queue, const GcQueueEvent *event);  /* (nullable) */
  void (*after) (Call *call);                                         /* (nullable) */
  /* ...or a function, which takes over the call. */
  void (*handle) (Call *call);
};

#define KIOSK (1u << GC_PAGE_KIOSK)
#define AGENT (1u << GC_PAGE_AGENT)
#define DESK (1u << GC_PAGE_DESK)

/* ---- the end of a call ---- */

static void
call_free (Call *call)
{
  gc_json_read_clear (call->method->fields, call->method->n_fields, &call->params);
  g_free (call->seat);
  g_free (call->id);
  g_free (call->made);
  g_free (call->account);
  g_free (call);
}

/* An answer goes to whatever page has the seat now: the one that asked may have come back. */
static void
send_answer (Call *call, const char *text)
{
  GcVisitor *visitor = gc_visitor_find (call->service, call->visitor);
  GcSeat *seat = call->seat != NULL ? g_hash_table_lookup (call->service->seats, call->seat) : NULL;

  if (seat != NULL && gc_seat_get_socket (seat) != NULL)
    gc_socket_send (gc_seat_get_socket (seat), text, strlen (text));
  else if (visitor != NULL)
    gc_visitor_send (visitor, text);
}

static void
call_end (Call *call, const char *result, const GError *error)
{
  GcSeat *seat = call->seat != NULL ? g_hash_table_lookup (call->service->seats, call->seat) : NULL;
  gboolean again = error != NULL && (gc_error_code (error) == GC_ERROR_UNAVAILABLE ||
                                     gc_error_code (error) == GC_ERROR_LIMIT);
  g_autofree char *text = NULL;

  if (error == NULL) {
    text = gc_rpc_format_result (call->id, result);
  } else {
    GcRpcCode code = gc_error_code (error) == GC_ERROR_INVALID ? GC_RPC_BAD_PARAMS : GC_RPC_FAILED;
    gc_metric_add (call->service->rpc_errors, 1);
    text = gc_rpc_format_error (call->id, code, error);
  }
  if (seat != NULL && again)
    gc_seat_drop_answer (seat, call->id);
  else if (seat != NULL)
    gc_seat_set_answer (seat, call->id, text);
  send_answer (call, text);
  call_free (call);
}

static void
call_fail (Call *call, GcErrorCode code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (GC_ERROR, (int)code, message);

  call_end (call, NULL, error);
}

static GcSeat *
call_seat (Call *call)
{
  return g_hash_table_lookup (call->service->seats, call->seat);
}

/* ---- methods that are events ---- */

static void
on_event_done (const char *result, const GError *error, gpointer user_data)
{
  Call *call = user_data;

  if (error == NULL && call->method->after != NULL)
    call->method->after (call);
  call_end (call, result, error);
}

static void
submit_event (Call *call)
{
  const GcUser *user = gc_seat_get_user (call_seat (call));
  GcQueueEvent event = {
    .type = call->method->event,
    .ticket = call->params.ticket,
    .actor = user->account,
  };
  const GcEngineRequest request = {
    .seat = call->seat,
    .request = call->id,
    .format = call->method->format,
    .done = on_event_done,
    .user_data = call,
  };
  g_autoptr (GError) error = NULL;

  if (call->method->fill != NULL && !call->method->fill (call, &event, &error)) {
    call_end (call, NULL, error);
    return;
  }
  gc_engine_submit (call->service->engine, &event, &request);
}

static gboolean
refuse_value (const char *name, const char *value, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": \"%.32s\" is not known", name, value);
  return FALSE;
}

static unsigned
local_date (const GcPoint *point, int64_t now_ms)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (point->timezone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return (unsigned)(g_date_time_get_year (local) * 10000 + g_date_time_get_month (local) * 100 +
                    g_date_time_get_day_of_month (local));
}

static gboolean
fill_create (Call *call, GcQueueEvent *event, GError **error)
{
  GcService *service = call->service;
  const GcUser *user = gc_seat_get_user (call_seat (call));
  const GcItem *item = gc_catalogue_get_item (service->catalogue, call->params.item);
  const GcPoint *point = gc_catalogue_get_point (service->catalogue, user->point);

  if (item == NULL)
    return refuse_value ("item", call->params.item, error);
  for (size_t i = 0; call->params.languages[i] != NULL; i++)
    if (!gc_id_is_valid (call->params.languages[i], 32))
      return refuse_value ("languages", call->params.languages[i], error);
  if (point == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "point \"%s\" is not in the catalogue",
                 user->point);
    return FALSE;
  }
  /* The ticket's id is made here: the queue itself draws no random number. */
  call->made = gc_id_new (80);
  call->prefix[0] = point->letter;
  event->ticket = call->made;
  event->create.point = point->id;
  event->create.item = item->code;
  event->create.department = item->department;
  event->create.languages = (const char *const *)call->params.languages;
  event->create.name = call->params.name;
  event->create.number_prefix = call->prefix;
  event->create.local_date = local_date (point, gc_service_now_ms (service));
  return TRUE;
}

static char *
format_create (const GcQueue *queue, const GcQueueEvent *event)
{
  const GcTicket *ticket = gc_queue_get_ticket (queue, event->ticket);
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "ticket", ticket->id);
  gc_json_writer_string (&writer, "number", ticket->number);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

static char *
format_join (const GcQueue *queue, const GcQueueEvent *event)
{
  return g_strdup_printf ("{\"ahead\":%d}", MAX (gc_queue_ahead (queue, event->ticket), 0));
}

static gboolean
fill_rate (Call *call, GcQueueEvent *event, GError **error)
{
  event->rate.grade = (int)call->params.grade;
  return TRUE;
}

static gboolean
fill_want (Call *call, GcQueueEvent *event, GError **error)
{
  if (!gc_wanted_parse (call->params.wanted, &event->want.wanted))
    return refuse_value ("wanted", call->params.wanted, error);
  return TRUE;
}

static gboolean
fill_decline (Call *call, GcQueueEvent *event, GError **error)
{
  if (!gc_decline_parse (call->params.reason, &event->decline.reason))
    return refuse_value ("reason", call->params.reason, error);
  return TRUE;
}

static gboolean
fill_hold (Call *call, GcQueueEvent *event, GError **error)
{
  event->hold.held = call->params.held;
  return TRUE;
}

static gboolean
fill_transfer (Call *call, GcQueueEvent *event, GError **error)
{
  event->transfer.agent = call->params.agent;
  return TRUE;
}

static gboolean
fill_end (Call *call, GcQueueEvent *event, GError **error)
{
  if (!gc_outcome_parse (call->params.outcome, &event->end.outcome))
    return refuse_value ("outcome", call->params.outcome, error);
  return TRUE;
}

static gboolean
fill_finish (Call *call, GcQueueEvent *event, GError **error)
{
  event->finish.outcome = GC_OUTCOME_NONE;
  event->finish.note = call->params.note;
  if (call->params.outcome != NULL &&
      !gc_outcome_parse (call->params.outcome, &event->finish.outcome))
    return refuse_value ("outcome", call->params.outcome, error);
  return TRUE;
}

static gboolean
fill_joined (Call *call, GcQueueEvent *event, GError **error)
{
  if (gc_seat_get_user (call_seat (call))->page == GC_PAGE_AGENT)
    event->type = GC_EVENT_AGENT_JOINED;
  return TRUE;
}

static void
after_joined (Call *call)
{
  gc_histogram_observe (call->service->first_frame_seconds,
                        (double)call->params.first_frame_ms / 1000);
}

/* ---- methods that are functions ---- */

static void
handle_ping (Call *call)
{
  g_autofree char *result =
      g_strdup_printf ("{\"now_ms\":%" G_GINT64_FORMAT "}", gc_service_now_ms (call->service));

  call_end (call, result, NULL);
}

static const GcTicket *
find_session (Call *call)
{
  const GcUser *user = gc_seat_get_user (call_seat (call));
  const GcTicket *ticket =
      gc_queue_get_ticket (gc_engine_get_queue (call->service->engine), call->params.ticket);

  if (ticket == NULL ||
      g_strcmp0 (user->page == GC_PAGE_KIOSK ? ticket->kiosk : ticket->agent, user->account) != 0)
    return NULL;
  return ticket;
}

static void handle_message (Call *call);

static void
on_message_turn (const char *result, const GError *error, gpointer user_data)
{
  if (error != NULL)
    call_end (user_data, NULL, error);
  else
    handle_message (user_data);
}

static void
handle_message (Call *call)
{
  GcService *service = call->service;
  gboolean from_agent = gc_seat_get_user (call_seat (call))->page == GC_PAGE_AGENT;
  const GcTicket *ticket = NULL;
  g_auto (GcJsonWriter) writer = { 0 };

  if (!gc_engine_is_durable (service->engine)) {
    /* Whose session it is can be read when the batch under way is through. */
    const GcQueueEvent tick = { .type = GC_EVENT_TICK };
    const GcEngineRequest request = { .done = on_message_turn, .user_data = call };
    gc_engine_submit (service->engine, &tick, &request);
    return;
  }
  ticket = find_session (call);
  if (ticket == NULL) {
    call_fail (call, GC_ERROR_UNKNOWN, "no such session of this page");
    return;
  }
  if (ticket->state != GC_TICKET_CONNECTING && ticket->state != GC_TICKET_IN_SESSION &&
      ticket->state != GC_TICKET_DROPPED) {
    call_fail (call, GC_ERROR_CONFLICT, "the session is over");
    return;
  }
  GcTalk *talk = g_hash_table_lookup (service->talks, ticket->id);
  if (talk == NULL) {
    talk = g_new0 (GcTalk, 1);
    talk->lines = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (service->talks, g_strdup (ticket->id), talk);
  }
  if (talk->lines->len >= GC_TALK_MAX_LINES) {
    call_fail (call, GC_ERROR_LIMIT, "too many messages in this session");
    return;
  }
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "from", from_agent ? "agent" : "resident");
  gc_json_writer_string (&writer, "text", call->params.text);
  gc_json_writer_int (&writer, "at_ms", gc_service_now_ms (service));
  gc_json_writer_end_object (&writer);
  g_ptr_array_add (talk->lines, gc_json_writer_take (&writer));
  call_end (call, "{}", NULL);
  gc_views_push_all (service);
}

static void
answer_offer (Call *call, const char *peer, const char *sdp)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "peer", peer);
  gc_json_writer_string (&writer, "answer", sdp);
  gc_json_writer_end_object (&writer);
  call_end (call, writer.text->str, NULL);
}

static void
on_offered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  GcService *service = call->service;
  GcSeat *seat = call_seat (call);
  g_autofree char *peer = NULL;
  g_autofree char *sdp = NULL;
  g_autoptr (GError) error = NULL;

  if (!gc_relay_client_offer_finish (result, &peer, &sdp, &error)) {
    call_end (call, NULL, error);
    return;
  }
  g_hash_table_insert (service->peers, g_strdup (peer), g_strdup (gc_seat_get_label (seat)));
  if (gc_seat_get_generation (seat) != call->generation) {
    /* The page that asked was replaced while the relay answered. */
    gc_service_drop_peer (service, peer);
    call_fail (call, GC_ERROR_CONFLICT, "another page has the seat now");
    return;
  }
  g_autofree char *former = g_strdup (gc_seat_get_peer (seat));
  gc_seat_set_peer (seat, peer);
  gc_service_sync_bindings (service);
  answer_offer (call, peer, sdp);
  if (former != NULL && strcmp (former, peer) != 0)
    gc_service_drop_peer (service, former);
}

static void
handle_offer (Call *call)
{
  GcService *service = call->service;

  if (!gc_relay_client_is_up (service->relay)) {
    call_fail (call, GC_ERROR_UNAVAILABLE, "the relay is away");
    return;
  }
  call->generation = gc_seat_get_generation (call_seat (call));
  gc_relay_client_offer_async (service->relay, gc_seat_get_label (call_seat (call)),
                               call->params.sdp, on_offered, call);
}

/* ---- hello ---- */

static GcSeat *
find_desk_seat (GcService *service, const GcUser *user, const char *resume)
{
  GHashTableIter iter;
  gpointer seat = NULL;

  g_hash_table_iter_init (&iter, service->seats);
  while (resume != NULL && g_hash_table_iter_next (&iter, NULL, &seat)) {
    const GcUser *other = gc_seat_get_user (seat);
    if (other->page == GC_PAGE_DESK && strcmp (other->account, user->account) == 0 &&
        g_strcmp0 (gc_seat_get_resume (seat), resume) == 0)
      return seat;
  }
  return NULL;
}

static GcSeat *
ensure_seat (GcService *service, const GcUser *user, const char *resume)
{
  g_autofree char *key = NULL;
  GcSeat *seat = NULL;

  if (user->page == GC_PAGE_DESK) {
    seat = find_desk_seat (service, user, resume);
    g_autofree char *unique = gc_id_new (80);
    key = g_strdup_printf ("desk:%s:%s", user->account, unique);
  } else {
    key = gc_service_seat_key (user->page, user->account);
    seat = g_hash_table_lookup (service->seats, key);
  }
  if (seat == NULL) {
    seat = gc_seat_new (user, key);
    gc_service_add_seat (service, seat);
  }
  return seat;
}

static char *
format_hello (GcService *service, GcSeat *seat, gboolean replay, int64_t seq)
{
  g_auto (GcJsonWriter) writer = { 0 };
  g_autofree char *view = replay ? g_strdup ("null") : gc_seat_dup_view (seat);

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "resume", gc_seat_get_resume (seat));
  gc_json_writer_int (&writer, "generation", gc_seat_get_generation (seat));
  gc_json_writer_int (&writer, "seq", replay ? seq : gc_seat_get_seq (seat));
  gc_json_writer_int (&writer, "now_ms", gc_service_now_ms (service));
  gc_json_writer_boolean (&writer, "replayed", replay);
  gc_json_writer_raw (&writer, "view", view);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* The older page is told so, and nothing else any more. */
static void
replace_visitor (GcService *service, GcSeat *seat, GcVisitor *newer)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GcVisitor *other = value;
    if (other == newer || other->seat != seat)
      continue;
    other->seat = NULL;
    gc_socket_close (other->socket, GC_CLOSE_REPLACED, "replaced");
  }
}

/* The page that said hello was gone before the queue had heard of it. */
static void
take_back_hello (Call *call)
{
  GcService *service = call->service;
  GcSeat *seat =
      call->page != GC_PAGE_DESK ? gc_service_find_seat (service, call->page, call->account) : NULL;
  const GcQueueEvent event = {
    .type = call->page == GC_PAGE_KIOSK ? GC_EVENT_KIOSK_ABSENT : GC_EVENT_AGENT_ABSENT,
    .actor = call->account,
  };

  if (call->page != GC_PAGE_DESK && !service->stopping &&
      (seat == NULL || gc_seat_get_socket (seat) == NULL))
    gc_engine_submit (service->engine, &event, NULL);
}

/* The seat's page is known to the queue, and the queue is durable. */
static void
on_present (const char *result, const GError *error, gpointer user_data)
{
  Call *call = user_data;
  GcService *service = call->service;
  GcVisitor *visitor = gc_visitor_find (service, call->visitor);
  g_autofree char *text = NULL;

  if (visitor == NULL || error != NULL || service->stopping) {
    if (visitor != NULL)
      visitor->said_hello = FALSE;
    else
      take_back_hello (call);
    call_end (call, "{}", error);
    return;
  }
  GcSeat *seat = ensure_seat (service, visitor->user, call->params.resume);
  replace_visitor (service, seat, visitor);
  visitor->seat = seat;
  gboolean replay =
      gc_seat_take (seat, visitor->user, visitor->socket, call->params.resume, call->params.seq);
  if (call->params.peer != NULL && gc_service_owns_peer (service, seat, call->params.peer))
    gc_seat_set_peer (seat, call->params.peer);
  if (call->params.resume != NULL && !replay)
    visitor->checks_until_us =
        gc_clock_monotonic_us (service->clock) + CHECK_SECONDS * G_USEC_PER_SEC;
  gc_views_refresh (service, seat);
  text = format_hello (service, seat, replay, call->params.seq);
  call_end (call, text, NULL);
  if (replay)
    gc_seat_replay (seat, call->params.seq);
  gc_service_sync_bindings (service);
}

static void
handle_hello (Call *call)
{
  GcService *service = call->service;
  GcVisitor *visitor = gc_visitor_find (service, call->visitor);
  const GcUser *user = visitor->user;
  const GcEngineRequest request = { .done = on_present, .user_data = call };
  GcQueueEvent event = { .type = GC_EVENT_TICK };

  if (strcmp (call->params.page, gc_page_name (user->page)) != 0) {
    call_fail (call, GC_ERROR_DENIED, "the page does not fit the sign-in");
    return;
  }
  if (visitor->said_hello) {
    call_fail (call, GC_ERROR_CONFLICT, "hello was said on this socket before");
    return;
  }
  visitor->said_hello = TRUE;
  call->page = user->page;
  call->account = g_strdup (user->account);
  gc_socket_welcome (visitor->socket);
  if (user->page == GC_PAGE_KIOSK) {
    event = (GcQueueEvent){ .type = GC_EVENT_KIOSK_PRESENT, .actor = user->account };
  } else if (user->page == GC_PAGE_AGENT) {
    gc_engine_set_agent (service->engine, user->account, user->name,
                         (const char *const *)user->departments,
                         (const char *const *)user->languages);
    event = (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = user->account };
  }
  gc_engine_submit (service->engine, &event, &request);
}

/* ---- the table ---- */

static const GcJsonField hello_fields[] = {
  GC_JSON_STRING (Params, page, 1, 16),
  GC_JSON_STRING_OPTIONAL (Params, resume, 64),
  GC_JSON_INT (Params, seq, 0, INT64_MAX),
  GC_JSON_STRING_OPTIONAL (Params, peer, 64),
};
static const GcJsonField sdp_fields[] = { GC_JSON_STRING (Params, sdp, 1, MAX_SDP_CHARS) };
static const GcJsonField joined_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_INT (Params, first_frame_ms, 0, 86400000),
};
static const GcJsonField message_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_STRING (Params, text, 1, 1000),
};
static const GcJsonField create_fields[] = {
  GC_JSON_STRING (Params, item, 1, 16),
  GC_JSON_STRINGS (Params, languages, 1, 8),
  GC_JSON_STRING (Params, name, 1, 100),
};
static const GcJsonField ticket_fields[] = { GC_JSON_STRING (Params, ticket, 1, 64) };
static const GcJsonField rate_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_INT (Params, grade, 1, 5),
};
static const GcJsonField want_fields[] = { GC_JSON_STRING (Params, wanted, 1, 32) };
static const GcJsonField decline_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_STRING (Params, reason, 1, 32),
};
static const GcJsonField hold_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_BOOLEAN (Params, held),
};
static const GcJsonField transfer_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_STRING_OPTIONAL (Params, agent, 64),
};
static const GcJsonField end_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_STRING (Params, outcome, 1, 32),
};
static const GcJsonField finish_fields[] = {
  GC_JSON_STRING (Params, ticket, 1, 64),
  GC_JSON_STRING_OPTIONAL (Params, outcome, 32),
  GC_JSON_STRING_OPTIONAL (Params, note, 2000),
};

#define FIELDS(array) .fields = array, .n_fields = G_N_ELEMENTS (array)
#define EVENT(type) .event = type

static const Method methods[] = {
  { "hello", KIOSK | AGENT | DESK, FIELDS (hello_fields), .handle = handle_hello },
  { "ping", KIOSK | AGENT | DESK, .handle = handle_ping },
  { "media.offer", KIOSK | AGENT, FIELDS (sdp_fields), .handle = handle_offer },
  { "session.joined", KIOSK | AGENT, FIELDS (joined_fields), EVENT (GC_EVENT_RESIDENT_JOINED),
    .fill = fill_joined, .after = after_joined },
  { "session.message", KIOSK | AGENT, FIELDS (message_fields), .handle = handle_message },
  { "ticket.create", KIOSK, FIELDS (create_fields), EVENT (GC_EVENT_TICKET_CREATE),
    .fill = fill_create, .format = format_create },
  { "ticket.join", KIOSK, FIELDS (ticket_fields), EVENT (GC_EVENT_TICKET_JOIN),
    .format = format_join },
  { "ticket.leave", KIOSK, FIELDS (ticket_fields), EVENT (GC_EVENT_TICKET_LEAVE) },
  { "session.leave", KIOSK, FIELDS (ticket_fields), EVENT (GC_EVENT_SESSION_LEAVE) },
  { "ticket.rate", KIOSK, FIELDS (rate_fields), EVENT (GC_EVENT_TICKET_RATE), .fill = fill_rate },
  { "kiosk.clear", KIOSK, EVENT (GC_EVENT_KIOSK_CLEAR) },
  { "agent.want", AGENT, FIELDS (want_fields), EVENT (GC_EVENT_AGENT_WANT), .fill = fill_want },
  { "offer.accept", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_OFFER_ACCEPT) },
  { "offer.decline", AGENT, FIELDS (decline_fields), EVENT (GC_EVENT_OFFER_DECLINE),
    .fill = fill_decline },
  { "session.hold", AGENT, FIELDS (hold_fields), EVENT (GC_EVENT_SESSION_HOLD), .fill = fill_hold },
  { "session.transfer", AGENT, FIELDS (transfer_fields), EVENT (GC_EVENT_SESSION_TRANSFER),
    .fill = fill_transfer },
  { "session.end", AGENT, FIELDS (end_fields), EVENT (GC_EVENT_SESSION_END), .fill = fill_end },
  { "wrap_up.finish", AGENT, FIELDS (finish_fields), EVENT (GC_EVENT_WRAP_UP_FINISH),
    .fill = fill_finish },
};

static const Method *
find_method (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].name, name) == 0)
      return &methods[i];
  return NULL;
}

/* ---- dispatch ---- */

static void
run (Call *call)
{
  if (call->method->handle != NULL)
    call->method->handle (call);
  else
    submit_event (call);
}

static void
on_stored_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreAnswer) stored =
      gc_store_get_answer_finish (call->service->store, result, &error);

  if (error != NULL)
    call_end (call, NULL, error);
  else if (stored != NULL)
    call_end (call, stored->answer, NULL);
  else
    run (call);
}

/* Returns TRUE when the request was there before: it was answered, or will be. */
static gboolean
answer_again (GcVisitor *visitor, const char *id)
{
  const char *answer = gc_seat_get_answer (visitor->seat, id);

  if (answer == NULL)
    return FALSE;
  if (*answer != '\0')
    gc_visitor_send (visitor, answer);
  return TRUE;
}

static void
fail_request (GcVisitor *visitor, const char *id, GcRpcCode code, const GError *error)
{
  g_autofree char *text = gc_rpc_format_error (id, code, error);

  gc_metric_add (visitor->service->rpc_errors, 1);
  gc_visitor_send (visitor, text);
}

static gboolean
check_method (GcVisitor *visitor, const Method *method, const char *name, GError **error)
{
  if (method == NULL)
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "method \"%s\": not known", name);
  else if ((method->pages & (1u << visitor->user->page)) == 0)
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED, "method \"%s\": not for this page", name);
  else if (visitor->seat == NULL && method->handle != handle_hello)
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED, "say hello first");
  else
    return TRUE;
  return FALSE;
}

static void
begin_call (GcVisitor *visitor, const Method *method, const GcRpcRequest *request)
{
  GcService *service = visitor->service;
  g_autoptr (GError) error = NULL;
  Call *call = g_new0 (Call, 1);

  call->service = service;
  call->visitor = visitor->number;
  call->id = g_strdup (request->id);
  call->method = method;
  if (!gc_json_read (request->params, method->fields, method->n_fields, &call->params, &error)) {
    fail_request (visitor, request->id, GC_RPC_BAD_PARAMS, error);
    call_free (call);
    return;
  }
  if (visitor->seat != NULL) {
    call->seat = g_strdup (gc_seat_get_key (visitor->seat));
    gc_seat_set_answer (visitor->seat, request->id, "");
  }
  if (method->handle == NULL && gc_clock_monotonic_us (service->clock) < visitor->checks_until_us)
    gc_store_get_answer_async (service->store, call->seat, call->id, on_stored_answer, call);
  else
    run (call);
}

void
gc_methods_dispatch (GcVisitor *visitor, const char *text, size_t size)
{
  GcRpcRequest request = { 0 };
  GcRpcCode code = GC_RPC_FAILED;
  g_autoptr (GError) error = NULL;
  const Method *method = NULL;

  if (gc_rpc_parse (text, size, &request, &code, &error)) {
    method = find_method (request.method);
    code = method == NULL ? GC_RPC_NO_METHOD : GC_RPC_FAILED;
  }
  if (error != NULL || !check_method (visitor, method, request.method, &error))
    fail_request (visitor, request.id, code, error);
  else if (visitor->seat == NULL || !answer_again (visitor, request.id))
    begin_call (visitor, method, &request);
  gc_rpc_request_clear (&request);
}
