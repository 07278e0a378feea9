// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every method that a page can call, in one table: its name, the pages that may call it, its
 * parameters, and what it does. Most are one event for the queue; the others are functions below.
 */
#include "config.h"

#include "common/gc-id.h"
#include "signal/gc-call.h"
#include "signal/gc-json-writer.h"

#include <string.h>

/* Beside the video an agent needs so long to write down what came out. */
#define TYPICAL_WRAP_UP_MS INT64_C (120000)
#define MAX_SDP_CHARS 60000
#define MAX_REASON_CHARS 200
#define MAX_AGE 130
#define MAX_BPS INT64_C (1000000000)
#define MAX_TIME_MS INT64_C (253402300799999) /* the year 9999 */

#define KIOSK (1u << GC_PAGE_KIOSK)
#define AGENT (1u << GC_PAGE_AGENT)
#define DESK (1u << GC_PAGE_DESK)
#define DISPLAY (1u << GC_PAGE_DISPLAY)

/* ---- methods that are events ---- */

static void
on_event_done (const char *result, const GError *error, gpointer user_data)
{
  GcCall *call = user_data;

  if (error == NULL && call->method->after != NULL)
    call->method->after (call);
  gc_call_end (call, result, error);
}

static void
submit_event (GcCall *call)
{
  if (call->method->looks && !gc_call_wait_durable (call, submit_event))
    return;
  const GcUser *user = gc_seat_get_user (gc_call_get_seat (call));
  GcQueueEvent event = {
    .type = call->method->event,
    .ticket = call->params.ticket,
    .actor = user->account,
    .appointment = call->params.appointment,
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
    gc_call_end (call, NULL, error);
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

/* An item of the catalogue that is not switched off at @point, as one of a visit. */
static gboolean
fill_wish (GcCall *call, const char *point, const char *code, GcVisitWish *wish, GError **error)
{
  const GcItem *item = gc_catalogue_get_item (call->service->catalogue, code);

  if (item == NULL)
    return refuse_value ("item", code, error);
  if (!gc_desk_check_item (call, point, item->code, error))
    return FALSE;
  *wish = (GcVisitWish){
    .item = item->code,
    .department = item->department,
    .expected_ms = item->typical_ms > 0 ? item->typical_ms + TYPICAL_WRAP_UP_MS : 0,
    .direct = item->direct,
  };
  return TRUE;
}

static gboolean
fill_more_items (GcCall *call, const char *point, GcQueueEvent *event, GError **error)
{
  unsigned n = 0;

  for (char **code = call->params.more_items; code != NULL && *code != NULL; code++)
    if (!fill_wish (call, point, *code, &call->wishes[n++], error))
      return FALSE;
  event->create.more = call->wishes;
  event->create.n_more = n;
  return TRUE;
}

void
gc_methods_fill_ticket (GcCall *call, const GcPoint *point, const GcItem *item, GcQueueEvent *event)
{
  int64_t now_ms = gc_service_real_ms (call->service);

  /* The ticket's id is made here: the queue itself draws no random number. */
  call->made = gc_id_new (80);
  call->prefix[0] = point->letter;
  event->ticket = call->made;
  event->create.point = point->id;
  event->create.item = item->code;
  event->create.department = item->department;
  event->create.number_prefix = call->prefix;
  event->create.local_date = local_date (point, now_ms);
  event->create.quick = item->quick;
  event->create.direct = item->direct;
  if (item->typical_ms > 0)
    event->create.expected_ms = item->typical_ms + TYPICAL_WRAP_UP_MS;
  event->create.closes_ms = gc_hours_look (point->hours, now_ms).closes_ms;
}

static gboolean
fill_create (GcCall *call, GcQueueEvent *event, GError **error)
{
  GcService *service = call->service;
  const GcUser *user = gc_seat_get_user (gc_call_get_seat (call));
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
  /* Who leaves a number need not find the point open. */
  if ((!call->params.call_back && !gc_desk_check_open (call, point->id, error)) ||
      !gc_desk_check_item (call, point->id, item->code, error))
    return FALSE;
  if (!fill_more_items (call, point->id, event, error))
    return FALSE;
  gc_methods_fill_ticket (call, point, item, event);
  event->create.languages = (const char *const *)call->params.languages;
  event->create.name = call->params.name;
  event->create.call_back = call->params.call_back;
  return TRUE;
}

char *
gc_methods_format_ticket (const GcQueue *queue, const GcQueueEvent *event)
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

/* What was switched off since the ticket was made takes no new place; those in line keep theirs. */
static gboolean
fill_join (GcCall *call, GcQueueEvent *event, GError **error)
{
  const GcQueue *queue = gc_engine_get_queue (call->service->engine);
  const GcTicket *ticket = gc_queue_get_ticket (queue, call->params.ticket);

  return ticket == NULL || ticket->state != GC_TICKET_DRAFT ||
         gc_desk_check_offered (call, ticket->point, ticket->item, error);
}

static char *
format_join (const GcQueue *queue, const GcQueueEvent *event)
{
  return g_strdup_printf ("{\"ahead\":%d}", MAX (gc_queue_ahead (queue, event->ticket), 0));
}

static gboolean
fill_rate (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->rate.grade = (int)call->params.grade;
  return TRUE;
}

static gboolean
fill_want (GcCall *call, GcQueueEvent *event, GError **error)
{
  if (!gc_wanted_parse (call->params.wanted, &event->want.wanted))
    return refuse_value ("wanted", call->params.wanted, error);
  return TRUE;
}

static gboolean
fill_decline (GcCall *call, GcQueueEvent *event, GError **error)
{
  if (!gc_decline_parse (call->params.reason, &event->decline.reason))
    return refuse_value ("reason", call->params.reason, error);
  return TRUE;
}

static gboolean
fill_hold (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->hold.held = call->params.held;
  return TRUE;
}

static gboolean
fill_item_done (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->item_done.item = call->params.item;
  if (!gc_outcome_parse (call->params.outcome, &event->item_done.outcome))
    return refuse_value ("outcome", call->params.outcome, error);
  return TRUE;
}

static gboolean
fill_add_item (GcCall *call, GcQueueEvent *event, GError **error)
{
  const GcTicket *ticket =
      gc_queue_get_ticket (gc_engine_get_queue (call->service->engine), call->params.ticket);

  /* Who is called need not find the point open. */
  if (ticket != NULL && ticket->phone == NULL && !gc_desk_check_open (call, ticket->point, error))
    return FALSE;
  /* The queue says what is the matter with a ticket that is not there. */
  return fill_wish (call, ticket != NULL ? ticket->point : "", call->params.item, &event->item_add,
                    error);
}

static gboolean
fill_park (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->park.reason = call->params.reason;
  event->park.minutes = call->params.minutes;
  return TRUE;
}

/* A department that the catalogue knows, or none. */
static gboolean
check_department (GcCall *call, GError **error)
{
  const char *department = call->params.department;

  if (department == NULL || gc_catalogue_has_department (call->service->catalogue, department))
    return TRUE;
  return refuse_value ("department", department, error);
}

static gboolean
fill_transfer (GcCall *call, GcQueueEvent *event, GError **error)
{
  if (call->params.agent != NULL && call->params.department != NULL) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID,
                         "\"department\": not together with \"agent\"");
    return FALSE;
  }
  event->transfer.agent = call->params.agent;
  event->transfer.department = call->params.department;
  return check_department (call, error);
}

static gboolean
fill_guest (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->guest.agent = call->params.agent;
  event->guest.how = call->params.private ? GC_INVITE_PRIVATE : GC_INVITE_TOGETHER;
  return TRUE;
}

static gboolean
fill_supervise (GcCall *call, GcQueueEvent *event, GError **error)
{
  return gc_heard_by_parse (call->params.heard_by, &event->supervise.heard_by) ||
         refuse_value ("heard_by", call->params.heard_by, error);
}

static gboolean
fill_take (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->take.reason = call->params.reason;
  return TRUE;
}

static gboolean
fill_desk (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->desk.agent = call->params.agent;
  event->desk.department = call->params.department;
  event->desk.reason = call->params.reason;
  return check_department (call, error);
}

static gboolean
fill_end (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->end.outcome = GC_OUTCOME_NONE;
  if (call->params.outcome != NULL && !gc_outcome_parse (call->params.outcome, &event->end.outcome))
    return refuse_value ("outcome", call->params.outcome, error);
  return TRUE;
}

static gboolean
fill_finish (GcCall *call, GcQueueEvent *event, GError **error)
{
  event->finish.outcome = GC_OUTCOME_NONE;
  event->finish.note = call->params.note;
  if (call->params.outcome != NULL &&
      !gc_outcome_parse (call->params.outcome, &event->finish.outcome))
    return refuse_value ("outcome", call->params.outcome, error);
  return TRUE;
}

static gboolean
fill_joined (GcCall *call, GcQueueEvent *event, GError **error)
{
  if (gc_seat_get_user (gc_call_get_seat (call))->page == GC_PAGE_AGENT)
    event->type = GC_EVENT_AGENT_JOINED;
  return TRUE;
}

static void
after_joined (GcCall *call)
{
  gc_histogram_observe (call->service->first_frame_seconds,
                        (double)call->params.first_frame_ms / 1000);
}

/* ---- methods that are functions ---- */

static void
handle_ping (GcCall *call)
{
  g_autofree char *result =
      g_strdup_printf ("{\"now_ms\":%" G_GINT64_FORMAT "}", gc_service_now_ms (call->service));

  gc_call_end (call, result, NULL);
}

const GcTicket *
gc_methods_need_session (GcCall *call)
{
  const GcUser *user = gc_seat_get_user (gc_call_get_seat (call));
  const GcTicket *ticket =
      gc_queue_get_ticket (gc_engine_get_queue (call->service->engine), call->params.ticket);

  if (ticket == NULL || (user->page == GC_PAGE_KIOSK && ticket->cleared) ||
      g_strcmp0 (user->page == GC_PAGE_KIOSK ? ticket->kiosk : ticket->agent, user->account) != 0)
    gc_call_fail (call, GC_ERROR_UNKNOWN, "no such session of this page");
  else if (ticket->phone != NULL)
    gc_call_fail (call, GC_ERROR_CONFLICT, "nobody sees it: the resident is called by telephone");
  else if (!gc_ticket_state_is_call (ticket->state))
    gc_call_fail (call, GC_ERROR_CONFLICT, "the session is over");
  else
    return ticket;
  return NULL;
}

static void
handle_message (GcCall *call)
{
  GcService *service = call->service;
  gboolean from_agent = gc_seat_get_user (gc_call_get_seat (call))->page == GC_PAGE_AGENT;
  const GcTicket *ticket = NULL;
  g_auto (GcJsonWriter) writer = { 0 };

  if (!gc_call_wait_durable (call, handle_message))
    return;
  ticket = gc_methods_need_session (call);
  if (ticket == NULL)
    return;
  GcTalk *talk = g_hash_table_lookup (service->talks, ticket->id);
  if (talk == NULL) {
    talk = g_new0 (GcTalk, 1);
    talk->lines = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (service->talks, g_strdup (ticket->id), talk);
  }
  if (talk->lines->len >= GC_TALK_MAX_LINES) {
    gc_call_fail (call, GC_ERROR_LIMIT, "too many messages in this session");
    return;
  }
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "from", from_agent ? "agent" : "resident");
  gc_json_writer_string (&writer, "text", call->params.text);
  gc_json_writer_int (&writer, "at_ms", gc_service_now_ms (service));
  gc_json_writer_end_object (&writer);
  g_ptr_array_add (talk->lines, gc_json_writer_take (&writer));
  gc_call_end (call, "{}", NULL);
  gc_push_ticket (service, ticket);
}

/* Nothing of it is kept: a page says it anew after each hello. */
static void
handle_devices (GcCall *call)
{
  const char *const said[GC_DEVICE_N] = {
    [GC_DEVICE_CAMERA] = call->params.camera,
    [GC_DEVICE_MICROPHONE] = call->params.microphone,
    [GC_DEVICE_DOCUMENT] = call->params.document,
  };
  GcService *service = call->service;
  GcDevices devices = { 0 };
  g_autoptr (GError) error = NULL;

  for (GcDevice device = 0; device < GC_DEVICE_N; device++)
    if (!gc_device_state_parse (device, said[device], &devices.states[device], &error)) {
      gc_call_end (call, NULL, error);
      return;
    }
  *gc_seat_get_devices (gc_call_get_seat (call)) = devices;
  gc_call_end (call, "{}", NULL);
  gc_push_all (service);
}

/* ---- the table ---- */

static const GcJsonField hello_fields[] = {
  GC_JSON_STRING (GcParams, page, 1, 16),
  GC_JSON_STRING_OPTIONAL (GcParams, resume, 64),
  GC_JSON_INT (GcParams, seq, 0, INT64_MAX),
  GC_JSON_STRING_OPTIONAL (GcParams, peer, 64),
};
static const GcJsonField sdp_fields[] = { GC_JSON_STRING (GcParams, sdp, 1, MAX_SDP_CHARS) };
static const GcJsonField restart_fields[] = {
  GC_JSON_STRING (GcParams, ufrag, 4, 256), /* RFC 8839 section 5.4 */
  GC_JSON_STRING (GcParams, pwd, 22, 256),
};
static const GcJsonField way_fields[] = { GC_JSON_STRING (GcParams, way, 1, 16) };
static const GcJsonField uplink_fields[] = { GC_JSON_INT (GcParams, bps, 1, MAX_BPS) };
static const GcJsonField joined_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_INT (GcParams, first_frame_ms, 0, 86400000),
};
static const GcJsonField message_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, text, 1, 1000),
};
static const GcJsonField create_fields[] = {
  GC_JSON_STRING (GcParams, item, 1, 16),
  GC_JSON_STRINGS_OPTIONAL (GcParams, more_items, GC_VISIT_MAX_ITEMS - 1),
  GC_JSON_STRINGS (GcParams, languages, 1, 8),
  GC_JSON_STRING (GcParams, name, 1, 100),
  GC_JSON_BOOLEAN_OPTIONAL (GcParams, call_back),
};
static const GcJsonField call_back_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, phone, 1, 20),
};
static const GcJsonField callback_fields[] = {
  GC_JSON_STRING (GcParams, number, 1, 16),
  GC_JSON_STRING (GcParams, phone, 1, 20),
};
static const GcJsonField leave_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, way, 16),
};
static const GcJsonField ticket_fields[] = { GC_JSON_STRING (GcParams, ticket, 1, 64) };
static const GcJsonField rate_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_INT (GcParams, grade, 1, 5),
};
static const GcJsonField want_fields[] = { GC_JSON_STRING (GcParams, wanted, 1, 32) };
static const GcJsonField decline_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, reason, 1, 32),
};
static const GcJsonField hold_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_BOOLEAN (GcParams, held),
};
static const GcJsonField item_done_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, item, 1, 16),
  GC_JSON_STRING (GcParams, outcome, 1, 32),
};
static const GcJsonField add_item_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, item, 1, 16),
};
static const GcJsonField park_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, reason, 1, MAX_REASON_CHARS),
  GC_JSON_INT (GcParams, minutes, 1, GC_PARK_MAX_MINUTES),
};
static const GcJsonField transfer_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, agent, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, department, 64),
};
static const GcJsonField invite_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, agent, 1, 64),
  GC_JSON_BOOLEAN (GcParams, private),
};
static const GcJsonField guest_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, agent, 1, 64),
};
static const GcJsonField supervise_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, heard_by, 1, 16),
};
static const GcJsonField take_fields[] = {
  GC_JSON_STRING_OPTIONAL (GcParams, ticket, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, reason, MAX_REASON_CHARS),
};
static const GcJsonField reason_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, reason, 1, MAX_REASON_CHARS),
};
static const GcJsonField assign_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, agent, 1, 64),
  GC_JSON_STRING (GcParams, reason, 1, MAX_REASON_CHARS),
};
static const GcJsonField move_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, department, 1, 64),
  GC_JSON_STRING (GcParams, reason, 1, MAX_REASON_CHARS),
};
static const GcJsonField end_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, outcome, 32),
};
static const GcJsonField finish_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, outcome, 32),
  GC_JSON_STRING_OPTIONAL (GcParams, note, 2000),
};
static const GcJsonField announce_fields[] = {
  GC_JSON_STRING_OPTIONAL (GcParams, point, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, ticket, 64),
  GC_JSON_OBJECT (GcParams, texts),
  GC_JSON_INT_OPTIONAL (GcParams, minutes, 1, GC_ANNOUNCEMENT_MAX_MINUTES),
};
static const GcJsonField withdraw_fields[] = { GC_JSON_STRING (GcParams, announcement, 1, 64) };
static const GcJsonField point_fields[] = {
  GC_JSON_STRING (GcParams, point, 1, 64),
  GC_JSON_BOOLEAN (GcParams, open),
  GC_JSON_STRING_OPTIONAL (GcParams, reason, 32),
  GC_JSON_STRING_OPTIONAL (GcParams, note, GC_SWITCH_NOTE_CHARS),
  GC_JSON_INT_OPTIONAL (GcParams, minutes, 1, GC_SWITCH_MAX_MINUTES),
};
static const GcJsonField item_fields[] = {
  GC_JSON_STRING (GcParams, item, 1, 16),
  GC_JSON_STRING_OPTIONAL (GcParams, point, 64),
  GC_JSON_BOOLEAN (GcParams, on),
  GC_JSON_STRING_OPTIONAL (GcParams, reason, 32),
  GC_JSON_STRING_OPTIONAL (GcParams, note, GC_SWITCH_NOTE_CHARS),
  GC_JSON_INT_OPTIONAL (GcParams, minutes, 1, GC_SWITCH_MAX_MINUTES),
};

static const GcJsonField appointment_fields[] = {
  GC_JSON_STRING (GcParams, appointment, 1, 64),
};
static const GcJsonField slots_fields[] = {
  GC_JSON_STRING_OPTIONAL (GcParams, item, 16),
  GC_JSON_STRINGS_OPTIONAL (GcParams, languages, 8),
  GC_JSON_STRING_OPTIONAL (GcParams, appointment, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, ticket, 64),
  GC_JSON_INT_OPTIONAL (GcParams, age, 1, MAX_AGE),
};
static const GcJsonField hold_time_fields[] = {
  GC_JSON_STRING (GcParams, item, 1, 16),
  GC_JSON_STRINGS (GcParams, languages, 1, 8),
  GC_JSON_INT (GcParams, start_ms, 0, MAX_TIME_MS),
  GC_JSON_INT_OPTIONAL (GcParams, age, 1, MAX_AGE),
};
static const GcJsonField book_fields[] = {
  GC_JSON_STRING (GcParams, appointment, 1, 64),
  GC_JSON_STRING (GcParams, name, 1, 100),
  GC_JSON_STRING (GcParams, phone, 0, 20),
};
static const GcJsonField find_fields[] = { GC_JSON_STRING (GcParams, code, 1, 32) };
static const GcJsonField move_time_fields[] = {
  GC_JSON_STRING (GcParams, appointment, 1, 64),
  GC_JSON_INT (GcParams, start_ms, 0, MAX_TIME_MS),
  GC_JSON_INT_OPTIONAL (GcParams, age, 1, MAX_AGE),
};
static const GcJsonField cancel_fields[] = {
  GC_JSON_STRING (GcParams, appointment, 1, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, reason, MAX_REASON_CHARS),
};
/* By an agent for a ticket, by the desk for an appointment. */
static const GcJsonField propose_fields[] = {
  GC_JSON_STRING_OPTIONAL (GcParams, ticket, 64),
  GC_JSON_STRING_OPTIONAL (GcParams, appointment, 64),
  GC_JSON_INT (GcParams, start_ms, 0, MAX_TIME_MS),
  GC_JSON_STRING_OPTIONAL (GcParams, note, MAX_REASON_CHARS),
};

static const GcJsonField devices_fields[] = {
  GC_JSON_STRING_OPTIONAL (GcParams, camera, 16),
  GC_JSON_STRING_OPTIONAL (GcParams, microphone, 16),
  GC_JSON_STRING_OPTIONAL (GcParams, document, 16),
};

static const GcJsonField still_begin_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, type, 1, 32),
  GC_JSON_INT (GcParams, size, GC_STILL_MIN_BYTES, GC_STILL_MAX_BYTES),
  GC_JSON_STRING (GcParams, sha256, 1, 64),
};
static const GcJsonField still_seen_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, still, 1, 64),
};
static const GcJsonField still_drop_fields[] = {
  GC_JSON_STRING (GcParams, ticket, 1, 64),
  GC_JSON_STRING (GcParams, reason, 1, 32),
};

#define FIELDS(array) .fields = array, .n_fields = G_N_ELEMENTS (array)
#define EVENT(type) .event = type

static const GcMethod methods[] = {
  { "hello", KIOSK | AGENT | DESK | DISPLAY, FIELDS (hello_fields), .handle = gc_hello_handle },
  { "ping", KIOSK | AGENT | DESK | DISPLAY, .handle = handle_ping, .repeatable = TRUE },
  { "media.offer", KIOSK | AGENT, FIELDS (sdp_fields), .handle = gc_media_handle_offer },
  { "media.restart", KIOSK | AGENT, FIELDS (restart_fields), .handle = gc_media_handle_restart },
  { "media.way", KIOSK | AGENT, FIELDS (way_fields), .handle = gc_media_handle_way,
    .repeatable = TRUE },
  { "media.uplink", KIOSK, FIELDS (uplink_fields), .handle = gc_media_handle_uplink,
    .repeatable = TRUE },
  { "session.joined", KIOSK | AGENT, FIELDS (joined_fields), EVENT (GC_EVENT_RESIDENT_JOINED),
    .fill = fill_joined, .after = after_joined },
  { "session.message", KIOSK | AGENT, FIELDS (message_fields), .handle = handle_message },
  { "ticket.create", KIOSK, FIELDS (create_fields), EVENT (GC_EVENT_TICKET_CREATE),
    .fill = fill_create, .format = gc_methods_format_ticket },
  { "ticket.join", KIOSK, FIELDS (ticket_fields), EVENT (GC_EVENT_TICKET_JOIN), .looks = TRUE,
    .fill = fill_join, .format = format_join },
  { "ticket.call_back", KIOSK, FIELDS (call_back_fields), EVENT (GC_EVENT_TICKET_CALL_BACK),
    .looks = TRUE, .fill = gc_callback_fill_call_back, .format = format_join },
  { "ticket.leave", KIOSK, FIELDS (leave_fields), EVENT (GC_EVENT_TICKET_LEAVE), .looks = TRUE,
    .fill = gc_callback_fill_leave },
  { "ticket.ready", KIOSK, FIELDS (ticket_fields), EVENT (GC_EVENT_TICKET_READY) },
  { "callback.return", KIOSK, FIELDS (callback_fields), EVENT (GC_EVENT_CALLBACK_RETURN),
    .looks = TRUE, .fill = gc_callback_fill_return },
  { "callback.cancel", KIOSK, FIELDS (callback_fields), EVENT (GC_EVENT_CALLBACK_CANCEL),
    .looks = TRUE, .fill = gc_callback_fill_cancel },
  { "session.leave", KIOSK, FIELDS (ticket_fields), EVENT (GC_EVENT_SESSION_LEAVE) },
  { "ticket.rate", KIOSK, FIELDS (rate_fields), EVENT (GC_EVENT_TICKET_RATE), .fill = fill_rate },
  { "kiosk.devices", KIOSK, FIELDS (devices_fields), .handle = handle_devices, .repeatable = TRUE },
  { "kiosk.clear", KIOSK, EVENT (GC_EVENT_KIOSK_CLEAR) },
  { "agent.want", AGENT, FIELDS (want_fields), EVENT (GC_EVENT_AGENT_WANT), .fill = fill_want },
  { "offer.accept", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_OFFER_ACCEPT) },
  { "offer.decline", AGENT, FIELDS (decline_fields), EVENT (GC_EVENT_OFFER_DECLINE),
    .fill = fill_decline },
  { "session.hold", AGENT, FIELDS (hold_fields), EVENT (GC_EVENT_SESSION_HOLD), .fill = fill_hold },
  { "session.reached", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_SESSION_REACHED) },
  { "session.unreached", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_SESSION_UNREACHED) },
  { "session.item_done", AGENT, FIELDS (item_done_fields), EVENT (GC_EVENT_ITEM_DONE),
    .fill = fill_item_done },
  { "session.add_item", AGENT, FIELDS (add_item_fields), EVENT (GC_EVENT_ITEM_ADD), .looks = TRUE,
    .fill = fill_add_item },
  { "session.park", AGENT, FIELDS (park_fields), EVENT (GC_EVENT_SESSION_PARK), .fill = fill_park },
  { "session.unpark", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_SESSION_UNPARK) },
  { "session.transfer", AGENT, FIELDS (transfer_fields), EVENT (GC_EVENT_SESSION_TRANSFER),
    .fill = fill_transfer },
  { "session.invite", AGENT, FIELDS (invite_fields), EVENT (GC_EVENT_SESSION_INVITE),
    .fill = fill_guest },
  { "session.dismiss", AGENT, FIELDS (guest_fields), EVENT (GC_EVENT_SESSION_DISMISS),
    .fill = fill_guest },
  { "session.leave_seat", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_SESSION_LEAVE_SEAT) },
  { "session.hand_over", AGENT, FIELDS (guest_fields), EVENT (GC_EVENT_SESSION_HAND_OVER),
    .fill = fill_guest },
  { "session.supervise", AGENT, FIELDS (supervise_fields), EVENT (GC_EVENT_SESSION_SUPERVISE),
    .fill = fill_supervise },
  { "session.end", AGENT, FIELDS (end_fields), EVENT (GC_EVENT_SESSION_END), .fill = fill_end },
  { "wrap_up.extend", AGENT, FIELDS (ticket_fields), EVENT (GC_EVENT_WRAP_UP_EXTEND) },
  { "wrap_up.finish", AGENT, FIELDS (finish_fields), EVENT (GC_EVENT_WRAP_UP_FINISH),
    .fill = fill_finish },
  { "agent.take", AGENT, FIELDS (take_fields), EVENT (GC_EVENT_AGENT_TAKE), .fill = fill_take },
  { "still.ask", AGENT, FIELDS (ticket_fields), .handle = gc_still_handle_ask },
  { "still.begin", KIOSK, FIELDS (still_begin_fields), .handle = gc_still_handle_begin },
  { "still.drop", KIOSK, FIELDS (still_drop_fields), .handle = gc_still_handle_drop },
  { "still.seen", AGENT, FIELDS (still_seen_fields), .handle = gc_still_handle_seen },
  { "appointment.slots", KIOSK | AGENT | DESK, FIELDS (slots_fields),
    .handle = gc_appointments_handle_slots, .repeatable = TRUE },
  { "appointment.hold", KIOSK, FIELDS (hold_time_fields), EVENT (GC_EVENT_APPOINTMENT_HOLD),
    .looks = TRUE, .fill = gc_appointments_fill_hold, .format = gc_appointments_format },
  { "appointment.book", KIOSK, FIELDS (book_fields), EVENT (GC_EVENT_APPOINTMENT_BOOK),
    .fill = gc_appointments_fill_book },
  { "appointment.find", KIOSK, FIELDS (find_fields), EVENT (GC_EVENT_APPOINTMENT_FIND),
    .looks = TRUE, .fill = gc_appointments_fill_find, .format = gc_appointments_format },
  { "appointment.move", KIOSK, FIELDS (move_time_fields), EVENT (GC_EVENT_APPOINTMENT_MOVE),
    .looks = TRUE, .fill = gc_appointments_fill_move },
  { "appointment.accept", KIOSK, FIELDS (appointment_fields), EVENT (GC_EVENT_APPOINTMENT_ACCEPT),
    .fill = gc_appointments_fill_book },
  { "appointment.decline", KIOSK, FIELDS (appointment_fields),
    EVENT (GC_EVENT_APPOINTMENT_DECLINE) },
  { "appointment.cancel", KIOSK | DESK, FIELDS (cancel_fields), EVENT (GC_EVENT_APPOINTMENT_CANCEL),
    .fill = gc_appointments_fill_cancel },
  { "appointment.arrive", KIOSK, FIELDS (appointment_fields), EVENT (GC_EVENT_APPOINTMENT_ARRIVE),
    .looks = TRUE, .fill = gc_appointments_fill_arrive, .format = gc_methods_format_ticket },
  { "appointment.leave", KIOSK, FIELDS (appointment_fields), EVENT (GC_EVENT_APPOINTMENT_LEAVE) },
  { "appointment.propose", AGENT | DESK, FIELDS (propose_fields),
    EVENT (GC_EVENT_APPOINTMENT_PROPOSE), .looks = TRUE, .fill = gc_appointments_fill_propose,
    .format = gc_appointments_format },
  { "appointment.confirm", DESK, FIELDS (appointment_fields),
    EVENT (GC_EVENT_APPOINTMENT_CONFIRM) },
  { "appointment.reminded", DESK, FIELDS (appointment_fields),
    EVENT (GC_EVENT_APPOINTMENT_REMINDED) },
  { "desk.raise", DESK, FIELDS (reason_fields), EVENT (GC_EVENT_DESK_RAISE), .fill = fill_desk },
  { "desk.assign", DESK, FIELDS (assign_fields), EVENT (GC_EVENT_DESK_ASSIGN), .fill = fill_desk },
  { "desk.move", DESK, FIELDS (move_fields), EVENT (GC_EVENT_DESK_MOVE), .fill = fill_desk },
  { "desk.release", DESK, FIELDS (reason_fields), EVENT (GC_EVENT_DESK_RELEASE),
    .fill = fill_desk },
  { "desk.cancel", DESK, FIELDS (reason_fields), EVENT (GC_EVENT_DESK_CANCEL), .fill = fill_desk },
  { "desk.why", DESK, FIELDS (ticket_fields), .handle = gc_desk_handle_why },
  { "desk.announce", DESK, FIELDS (announce_fields), .handle = gc_desk_handle_announce },
  { "desk.withdraw", DESK, FIELDS (withdraw_fields), .handle = gc_desk_handle_withdraw },
  { "desk.point", DESK, FIELDS (point_fields), .handle = gc_desk_handle_point },
  { "desk.item", DESK, FIELDS (item_fields), .handle = gc_desk_handle_item },
};

const GcMethod *
gc_methods_find (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].name, name) == 0)
      return &methods[i];
  return NULL;
}

void
gc_methods_run (GcCall *call)
{
  if (call->method->handle != NULL)
    call->method->handle (call);
  else
    submit_event (call);
}
