// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What pages ask of appointments. Here is worked out which times there are: by the hours of the
 * point, the shifts of those who could take it, and what the queue says is taken. The queue looks
 * once more when the event is applied.
 */
#include "config.h"

#include "calendar/gc-booking.h"
#include "calendar/gc-wall-time.h"
#include "common/gc-id.h"
#include "common/gc-log.h"
#include "queue/gc-queue-book.h"
#include "signal/gc-call.h"
#include "signal/gc-json-writer.h"

#include <string.h>

/* ---- what is asked for ---- */

typedef struct {
  const GcPoint *point;
  const GcItem *item;
  GcWant want;
  int age;
} Quest;

static const GcUser *
user_of (GcCall *call)
{
  return gc_seat_get_user (gc_call_get_seat (call));
}

static const GcQueue *
queue_of (GcCall *call)
{
  return gc_engine_get_queue (call->service->engine);
}

static gboolean
refuse (GError **error, GcErrorCode code, const char *what)
{
  g_set_error_literal (error, GC_ERROR, (int)code, what);
  return FALSE;
}

/* What the catalogue knows of the point and item of @quest->want. */
static gboolean
find_in_catalogue (GcCall *call, Quest *quest, GError **error)
{
  const GcCatalogue *catalogue = call->service->catalogue;

  quest->point = gc_catalogue_get_point (catalogue, quest->want.point);
  quest->item = gc_catalogue_get_item (catalogue, quest->want.item);
  quest->age = call->params.age > 0 ? (int)call->params.age : GC_SLOT_AGE_UNKNOWN;
  if (quest->item == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"item\": \"%.32s\" is not known",
                 quest->want.item);
    return FALSE;
  }
  if (quest->want.department == NULL)
    quest->want.department = quest->item->department;
  return quest->point != NULL || refuse (error, GC_ERROR_CONFLICT, "the point is not known");
}

/* To move the appointment @row. */
static gboolean
quest_for_row (GcCall *call, const GcAppointment *row, Quest *quest, GError **error)
{
  if (row == NULL)
    return refuse (error, GC_ERROR_UNKNOWN, "no such appointment");
  quest->want = (GcWant){ .point = row->point,
                          .item = row->item,
                          .department = row->department,
                          .languages = (const char *const *)row->languages,
                          .except = row->id };
  return find_in_catalogue (call, quest, error);
}

static gboolean
quest_of_desk (GcCall *call, Quest *quest, GError **error)
{
  const char *id = call->params.appointment;

  return quest_for_row (call, id != NULL ? gc_queue_get_appointment (queue_of (call), id) : NULL,
                        quest, error);
}

static gboolean
quest_of_agent (GcCall *call, Quest *quest, GError **error)
{
  const GcQueue *queue = queue_of (call);
  const char *id = call->params.ticket;
  const GcTicket *ticket = id != NULL ? gc_queue_get_ticket (queue, id) : NULL;

  if (ticket == NULL || g_strcmp0 (ticket->agent, user_of (call)->account) != 0)
    return refuse (error, GC_ERROR_UNKNOWN, "no such session of this page");
  const GcAppointment *former = gc_queue_get_ticket_appointment (queue, id);
  quest->want = (GcWant){ .point = ticket->point,
                          .item = ticket->item,
                          .department = ticket->department,
                          .languages = (const char *const *)ticket->languages };
  /* What he proposed before would be replaced. */
  if (former != NULL && former->state == GC_APPOINTMENT_PROPOSED)
    quest->want.except = former->id;
  return find_in_catalogue (call, quest, error);
}

static gboolean
quest_of_kiosk (GcCall *call, Quest *quest, GError **error)
{
  const GcUser *user = user_of (call);
  const GcAppointment *shown = gc_queue_get_kiosk_appointment (queue_of (call), user->account);
  char **languages = call->params.languages;

  if (call->params.appointment != NULL)
    return quest_for_row (
        call, shown != NULL && strcmp (shown->id, call->params.appointment) == 0 ? shown : NULL,
        quest, error);
  if (call->params.item == NULL)
    return refuse (error, GC_ERROR_INVALID, "\"item\": not given");
  if (languages != NULL && languages[0] == NULL)
    return refuse (error, GC_ERROR_INVALID, "\"languages\": none of them");
  for (size_t i = 0; languages != NULL && languages[i] != NULL; i++)
    if (!gc_id_is_valid (languages[i], 32))
      return refuse (error, GC_ERROR_INVALID, "\"languages\": not a language");
  quest->want = (GcWant){ .point = user->point,
                          .item = call->params.item,
                          .languages = (const char *const *)languages };
  if (shown != NULL && shown->state == GC_APPOINTMENT_HELD)
    quest->want.except = shown->id;
  return find_in_catalogue (call, quest, error);
}

static gboolean (*const quest_of[GC_PAGE_N]) (GcCall *call, Quest *quest, GError **error) = {
  [GC_PAGE_KIOSK] = quest_of_kiosk,
  [GC_PAGE_AGENT] = quest_of_agent,
  [GC_PAGE_DESK] = quest_of_desk,
};

/* ---- which times there are ---- */

/* What a coordinator closed or switched off is not open, until he said, or for good. */
static void
subtract_switch (GcSpans **spans, const GcStoreSwitch *off, int64_t from_ms, int64_t to_ms)
{
  g_autoptr (GcSpans) closed = gc_spans_new ();
  GcSpans *left = NULL;

  if (off == NULL)
    return;
  gc_spans_add (closed, from_ms, off->until_ms > 0 ? off->until_ms : to_ms);
  left = gc_spans_subtract (*spans, closed);
  gc_spans_free (*spans);
  *spans = left;
}

static GArray *
list_bookings (const GcQueue *queue, const Quest *quest)
{
  g_autoptr (GArray) taken = gc_queue_list_taken (queue, &quest->want);
  GArray *bookings = g_array_new (FALSE, FALSE, sizeof (GcSlotBooking));

  for (unsigned i = 0; i < taken->len; i++) {
    const GcTaken *one = &g_array_index (taken, GcTaken, i);
    const GcSlotBooking booking = { one->busy, one->room, one->agent };
    g_array_append_val (bookings, booking);
  }
  return bookings;
}

/* @always: the shift of those who have none. */
static GArray *
list_agents (const GcQueue *queue, const Quest *quest, const GcSpans *always)
{
  g_autoptr (GPtrArray) shifts = gc_queue_list_shifts (queue, &quest->want);
  GArray *agents = g_array_new (FALSE, FALSE, sizeof (GcSlotAgents));

  for (unsigned i = 0; i < shifts->len; i++) {
    const GcSpans *shift = g_ptr_array_index (shifts, i);
    const GcSlotAgents one = { shift != NULL ? shift : always, 1 };
    g_array_append_val (agents, one);
  }
  return agents;
}

/* How many of those who could take it are on duty all through @span. */
static unsigned
count_on_duty (const GcQueue *queue, const GcWant *want, const GcSpan *span)
{
  g_autoptr (GPtrArray) shifts = gc_queue_list_shifts (queue, want);
  unsigned n = 0;

  for (unsigned i = 0; i < shifts->len; i++) {
    const GcSpans *shift = g_ptr_array_index (shifts, i);
    n += shift == NULL || gc_spans_covers (shift, span->from_ms, span->to_ms);
  }
  return n;
}

/* What is not closed or switched off at the point between two times. (transfer full) */
static GcSpans *
list_offered (GcService *service, const Quest *quest, int64_t from_ms, int64_t to_ms)
{
  const GcSwitches *switches = service->switches;
  const char *point = quest->point->id;
  GcSpans *offered = gc_spans_new ();

  gc_spans_add (offered, from_ms, to_ms);
  subtract_switch (&offered, gc_switches_find (switches, point, NULL), from_ms, to_ms);
  subtract_switch (&offered, gc_switches_find_item (switches, point, quest->item->code), from_ms,
                   to_ms);
  return offered;
}

/* The times from now to @to_ms that can be had. (element-type GcSlot) (transfer full) */
static GArray *
find_slots (GcService *service, const Quest *quest, int64_t to_ms)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  GTimeZone *zone = gc_timetable_get_zone (quest->point->window);
  int64_t now_ms = gc_service_now_ms (service);
  int64_t today = gc_wall_time_day (gc_wall_time_at (zone, now_ms));
  int64_t from_ms = gc_wall_time_day_start (zone, today);
  g_autoptr (GcSpans) window = gc_timetable_spans (quest->point->window, from_ms, to_ms);
  g_autoptr (GcSpans) duty = gc_hours_duty_spans (quest->point->hours, from_ms, to_ms);
  g_autoptr (GcSpans) always = gc_spans_new ();

  gc_spans_add (always, from_ms, to_ms);
  g_autoptr (GArray) agents = list_agents (queue, quest, always);
  g_autoptr (GArray) bookings = list_bookings (queue, quest);
  const GcSlotRequest request = {
    .zone = zone,
    .window = window,
    .duty = duty,
    .rooms = quest->point->rooms,
    .agents = (const GcSlotAgents *)(void *)agents->data,
    .n_agents = agents->len,
    .bookings = (const GcSlotBooking *)(void *)bookings->data,
    .n_bookings = bookings->len,
    .length = quest->item->slot,
    .age = quest->age,
    .now_ms = now_ms,
  };
  GArray *slots = gc_slots_find (&request);
  /* Not cut out of the window: the grid begins with each span of it, and a closing would shift it.
   */
  g_autoptr (GcSpans) offered = list_offered (service, quest, from_ms, to_ms);
  for (unsigned i = slots->len; i-- > 0;) {
    const GcSlot *slot = &g_array_index (slots, GcSlot, i);
    if (!gc_spans_covers (offered, slot->span.from_ms, slot->span.to_ms))
      g_array_remove_index (slots, i);
  }
  return slots;
}

void
gc_appointments_handle_slots (GcCall *call)
{
  g_auto (GcJsonWriter) writer = { 0 };
  g_autoptr (GError) error = NULL;
  Quest quest = { 0 };

  if (!gc_call_wait_durable (call, gc_appointments_handle_slots))
    return;
  if (!quest_of[user_of (call)->page](call, &quest, &error)) {
    gc_call_end (call, NULL, error);
    return;
  }
  int64_t to_ms = gc_service_now_ms (call->service) + (GC_SLOT_DAYS_AHEAD + 1) * GC_DAY_MS;
  g_autoptr (GArray) slots = find_slots (call->service, &quest, to_ms);
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_begin_list (&writer, "slots");
  for (unsigned i = 0; i < slots->len; i++) {
    const GcSlot *slot = &g_array_index (slots, GcSlot, i);
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_int (&writer, "start_ms", slot->span.from_ms);
    gc_json_writer_int (&writer, "end_ms", slot->span.to_ms);
    gc_json_writer_int (&writer, "free", slot->free);
    gc_json_writer_boolean (&writer, "for_elders", slot->for_elders);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  gc_json_writer_end_object (&writer);
  gc_call_end (call, writer.text->str, NULL);
}

/* ---- one time ---- */

/* @span and the gap after it, by both clocks. (transfer full): its texts */
static gboolean
make_meeting (const char *point_zone,
              const GcSpan *span,
              int64_t busy_ms,
              GcMeeting *ret_meeting,
              GError **error)
{
  g_autoptr (GcBooking) booking = gc_booking_new (span, GC_HOME_ZONE, point_zone, error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (point_zone);

  if (booking == NULL)
    return FALSE;
  int64_t day = gc_wall_time_day (gc_wall_time_at (zone, span->from_ms));
  *ret_meeting = (GcMeeting){ .start_ms = span->from_ms,
                              .end_ms = span->to_ms,
                              .busy_ms = busy_ms,
                              .day_ms = gc_wall_time_day_start (zone, day + 1),
                              .home_wall = g_steal_pointer (&booking->home_wall),
                              .point_wall = g_steal_pointer (&booking->point_wall) };
  return TRUE;
}

static const GcSlot *
pick_slot (const GArray *slots, int64_t start_ms)
{
  for (unsigned i = 0; i < slots->len; i++) {
    const GcSlot *slot = &g_array_index (slots, GcSlot, i);
    if (slot->span.from_ms == start_ms)
      return slot;
  }
  return NULL;
}

/* The call's time for @quest into @event. Errors: GC_ERROR_CONFLICT when it is not to be had. */
static gboolean
fill_slot (GcCall *call, const Quest *quest, GcQueueEvent *event, GError **error)
{
  GTimeZone *zone = gc_timetable_get_zone (quest->point->window);
  int64_t start_ms = call->params.start_ms;
  int64_t last_ms = gc_service_now_ms (call->service) + GC_SLOT_DAYS_AHEAD * GC_DAY_MS;
  int64_t day = gc_wall_time_day (gc_wall_time_at (zone, MIN (start_ms, last_ms)));
  g_autoptr (GArray) slots =
      find_slots (call->service, quest, gc_wall_time_day_start (zone, day + 2));
  const GcSlot *slot = pick_slot (slots, start_ms);

  if (slot == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
                 "the time %" G_GINT64_FORMAT " at %s is not to be had", start_ms,
                 quest->point->id);
    return FALSE;
  }
  int64_t busy_ms = slot->span.to_ms + quest->item->slot.gap_minutes * GC_MINUTE_MS;
  if (!make_meeting (quest->point->timezone, &slot->span, busy_ms, &call->meeting, error))
    return FALSE;
  event->slot.point = quest->point->id;
  event->slot.item = quest->item->code;
  event->slot.department = quest->want.department;
  event->slot.languages = quest->want.languages;
  event->slot.home_zone = GC_HOME_ZONE;
  event->slot.point_zone = quest->point->timezone;
  event->slot.rooms = quest->point->rooms;
  event->slot.agents = count_on_duty (queue_of (call), &quest->want, &slot->span);
  event->slot.time = call->meeting;
  return TRUE;
}

gboolean
gc_appointments_fill_hold (GcCall *call, GcQueueEvent *event, GError **error)
{
  Quest quest = { 0 };

  if (!quest_of_kiosk (call, &quest, error) ||
      !gc_desk_check_offered (call, quest.point->id, quest.item->code, error))
    return FALSE;
  call->made = gc_id_new (80);
  event->appointment = call->made;
  return fill_slot (call, &quest, event, error);
}

gboolean
gc_appointments_fill_move (GcCall *call, GcQueueEvent *event, GError **error)
{
  Quest quest = { 0 };

  return quest_of_kiosk (call, &quest, error) && fill_slot (call, &quest, event, error);
}

/* By an agent the next time for his resident; by the desk another time for a booked one. */
gboolean
gc_appointments_fill_propose (GcCall *call, GcQueueEvent *event, GError **error)
{
  gboolean is_agent = user_of (call)->page == GC_PAGE_AGENT;
  Quest quest = { 0 };

  if ((call->params.ticket != NULL) != is_agent || (call->params.appointment != NULL) == is_agent)
    return refuse (error, GC_ERROR_INVALID,
                   is_agent ? "\"ticket\": not given, or not alone"
                            : "\"appointment\": not given, or not alone");
  if (!(is_agent ? quest_of_agent (call, &quest, error) : quest_of_desk (call, &quest, error)) ||
      !fill_slot (call, &quest, event, error))
    return FALSE;
  event->type = is_agent ? GC_EVENT_APPOINTMENT_PROPOSE : GC_EVENT_APPOINTMENT_ASK;
  event->slot.note = call->params.note;
  if (is_agent)
    event->appointment = call->made = gc_id_new (80);
  return TRUE;
}

char *
gc_appointments_format (const GcQueue *queue, const GcQueueEvent *event)
{
  const char *id = event->appointment;

  if (event->type == GC_EVENT_APPOINTMENT_FIND)
    id = gc_queue_get_kiosk_appointment (queue, event->actor)->id;
  return g_strdup_printf ("{\"appointment\":\"%s\"}", id);
}

/* ---- the other requests ---- */

/* Of `book` and `accept`: the code is made here, since the queue draws no random number. */
gboolean
gc_appointments_fill_book (GcCall *call, GcQueueEvent *event, GError **error)
{
  call->code = gc_appointment_code_new (gc_random_bytes);
  event->book.code = call->code;
  event->book.name = call->params.name;
  event->book.phone = call->params.phone;
  return TRUE;
}

gboolean
gc_appointments_fill_find (GcCall *call, GcQueueEvent *event, GError **error)
{
  GcGuesses *guesses = call->service->kiosk_guesses;
  int64_t now_ms = gc_service_now_ms (call->service);
  const char *kiosk = user_of (call)->account;

  if (!gc_guesses_check (guesses, kiosk, now_ms, error))
    return FALSE;
  call->code = gc_appointment_code_parse (call->params.code);
  event->book.code = call->code;
  if (call->code != NULL && gc_queue_find_appointment (queue_of (call), call->code) != NULL)
    return TRUE;
  gc_guesses_note (guesses, kiosk, now_ms);
  return refuse (error, GC_ERROR_UNKNOWN, "no appointment has this code");
}

gboolean
gc_appointments_fill_cancel (GcCall *call, GcQueueEvent *event, GError **error)
{
  if (user_of (call)->page == GC_PAGE_KIOSK) {
    if (call->params.reason == NULL)
      return TRUE;
    return refuse (error, GC_ERROR_INVALID, "\"reason\": not from a kiosk");
  }
  event->type = GC_EVENT_APPOINTMENT_CALL_OFF;
  event->desk.reason = call->params.reason;
  return call->params.reason != NULL || refuse (error, GC_ERROR_INVALID, "\"reason\": not given");
}

gboolean
gc_appointments_fill_arrive (GcCall *call, GcQueueEvent *event, GError **error)
{
  const GcCatalogue *catalogue = call->service->catalogue;
  const GcUser *user = user_of (call);
  const GcAppointment *row = gc_queue_get_kiosk_appointment (queue_of (call), user->account);
  const GcPoint *point = gc_catalogue_get_point (catalogue, user->point);

  if (row == NULL || strcmp (row->id, call->params.appointment) != 0)
    return refuse (error, GC_ERROR_UNKNOWN, "no such appointment");
  const GcItem *item = gc_catalogue_get_item (catalogue, row->item);
  if (point == NULL || item == NULL)
    return refuse (error, GC_ERROR_CONFLICT, "its point or item is no longer in the catalogue");
  if (!gc_desk_check_offered (call, point->id, item->code, error))
    return FALSE;
  gc_methods_fill_ticket (call, point, item, event);
  return TRUE;
}

/* ---- clocks that governments change ---- */

static void
check_clock (const GcAppointment *row, gpointer user_data)
{
  GcService *service = user_data;
  const GcBooking booking = { .span = { row->time.start_ms, row->time.end_ms },
                              .home_zone = row->home_zone,
                              .home_wall = row->time.home_wall,
                              .point_zone = row->point_zone,
                              .point_wall = row->time.point_wall };
  GcBookingChange change = GC_BOOKING_SAME;
  g_autoptr (GcBooking) now = NULL;
  g_autoptr (GError) error = NULL;
  GcQueueEvent event = { .type = GC_EVENT_APPOINTMENT_CLOCK, .appointment = row->id };
  GcMeeting meeting = { 0 };

  if (row->state != GC_APPOINTMENT_BOOKED)
    return;
  if (!gc_booking_check (&booking, &change, &now, &error)) {
    g_warning ("appointment %s: %s", row->id, error->message);
    return;
  }
  if (change == GC_BOOKING_SAME)
    return;
  event.clock.change = change == GC_BOOKING_POINT_CLOCK ? GC_CLOCK_CHANGE_POINT_CLOCK
                       : change == GC_BOOKING_MOVED     ? GC_CLOCK_CHANGE_MOVED
                                                        : GC_CLOCK_CHANGE_GONE;
  if (now != NULL &&
      !make_meeting (row->point_zone, &now->span,
                     now->span.to_ms + row->time.busy_ms - row->time.end_ms, &meeting, &error)) {
    g_warning ("appointment %s: %s", row->id, error->message);
    return;
  }
  event.clock.time = meeting;
  gc_log_info (GC_LOG_APPOINTMENT, row->id, "the clocks of an appointment were changed: %s",
               gc_clock_change_name (event.clock.change));
  gc_engine_submit (service->engine, &event, NULL);
  gc_meeting_clear (&meeting);
}

void
gc_appointments_check_clocks (GcService *service)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);

  /* Submitting does not change the queue before the next turn of the loop. */
  if (queue != NULL)
    gc_queue_foreach_appointment (queue, check_clock, service);
}
