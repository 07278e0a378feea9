// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The events of appointments: who may send which in which state is one table. What the service
 * worked out of a time comes with the event; whether it is still free is decided here, by the rows
 * as they are now, so that one of two who want the same time gets it.
 */
#include "config.h"

#include "queue/gc-queue-book-private.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "queue/gc-phone.h"

#include <string.h>

#define DAY_MS INT64_C (86400000)
#define MAX_NAME_CHARS 100
#define MAX_PER_PHONE 4
/* So many times not there in so many days: staff phone before the next time. */
#define MAX_NO_SHOWS 2
#define NO_SHOW_DAYS 90

typedef gboolean
Handler (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error);

static Handler on_hold, on_book, on_find, on_move, on_accept, on_decline, on_cancel, on_arrive,
    on_leave, on_propose, on_ask, on_call_off, on_confirm, on_reminded, on_clock;

/* What the appointment must be to the actor. */
typedef enum {
  RELATION_NONE,  /* the event names none that is there */
  RELATION_SHOWN, /* the kiosk shows it */
  RELATION_ANY,
} Relation;

#define IN(state) (1u << GC_APPOINTMENT_##state)
#define IN_ANY ((1u << GC_APPOINTMENT_N_STATES) - 1)
#define RULE(type) [GC_EVENT_APPOINTMENT_##type - GC_EVENT_APPOINTMENT_HOLD]

static const struct {
  Relation relation;
  unsigned states;
  Handler *handle;
} rules[] = {
  RULE (HOLD) = { RELATION_NONE, 0, on_hold },
  RULE (BOOK) = { RELATION_SHOWN, IN (HELD), on_book },
  RULE (FIND) = { RELATION_NONE, 0, on_find },
  RULE (MOVE) = { RELATION_SHOWN, IN (BOOKED), on_move },
  RULE (ACCEPT) = { RELATION_SHOWN, IN (PROPOSED) | IN (BOOKED), on_accept },
  RULE (DECLINE) = { RELATION_SHOWN, IN (PROPOSED) | IN (BOOKED), on_decline },
  RULE (CANCEL) = { RELATION_SHOWN, IN (BOOKED), on_cancel },
  RULE (ARRIVE) = { RELATION_SHOWN, IN (BOOKED) | IN (NO_SHOW), on_arrive },
  RULE (LEAVE) = { RELATION_SHOWN, IN_ANY, on_leave },
  RULE (PROPOSE) = { RELATION_NONE, 0, on_propose },
  RULE (ASK) = { RELATION_ANY, IN (BOOKED), on_ask },
  RULE (CALL_OFF) = { RELATION_ANY, IN (BOOKED), on_call_off },
  RULE (CONFIRM) = { RELATION_ANY, IN (BOOKED), on_confirm },
  RULE (REMINDED) = { RELATION_ANY, IN (BOOKED), on_reminded },
  RULE (CLOCK) = { RELATION_ANY, IN (BOOKED), on_clock },
};

gboolean
gc_queue_on_appointment (GcQueue *queue,
                         const GcQueueEvent *event,
                         GcTicketEntry *ticket,
                         GcAgentEntry *agent,
                         GError **error)
{
  unsigned rule = event->type - GC_EVENT_APPOINTMENT_HOLD;
  GcAppointmentEntry *entry = NULL;

  if (rules[rule].relation == RELATION_NONE)
    return rules[rule].handle (queue, event, NULL, error);
  if (event->appointment != NULL)
    entry = gc_queue_book_find (queue, event->appointment);
  /* To a kiosk, what it does not show does not exist. */
  if (entry == NULL || (rules[rule].relation == RELATION_SHOWN &&
                        g_strcmp0 (entry->row->kiosk, event->actor) != 0)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "appointment %s: not known",
                 event->appointment != NULL ? event->appointment : "");
    return FALSE;
  }
  if (!(rules[rule].states & (1u << entry->row->state))) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "appointment %s: %s", entry->row->id,
                 gc_appointment_state_name (entry->row->state));
    return FALSE;
  }
  return rules[rule].handle (queue, event, entry, error);
}

static gboolean
refuse (GError **error, GcErrorCode code, const char *id, const char *what)
{
  g_set_error (error, GC_ERROR, (int)code, "appointment %s: %s", id, what);
  return FALSE;
}

/* ---- whether a time is free ---- */

static gboolean
overlap (const GcSpan *a, const GcSpan *b)
{
  return a->from_ms < b->to_ms && b->from_ms < a->to_ms;
}

/* How many rooms are taken at the same time within @busy, at most. */
static unsigned
count_rooms (const GArray *taken, const GcSpan *busy)
{
  unsigned most = 0;

  /* The maximum is reached where one of them begins. */
  for (unsigned i = 0; i < taken->len; i++) {
    const GcTaken *first = &g_array_index (taken, GcTaken, i);
    int64_t at_ms = MAX (first->busy.from_ms, busy->from_ms);
    unsigned n = 0;
    if (!first->room || !overlap (&first->busy, busy))
      continue;
    for (unsigned j = 0; j < taken->len; j++) {
      const GcTaken *other = &g_array_index (taken, GcTaken, j);
      n += other->room && other->busy.from_ms <= at_ms && other->busy.to_ms > at_ms;
    }
    most = MAX (most, n);
  }
  return most;
}

/* How many agents may be taken within @busy: each may be another one. */
static unsigned
count_agents (const GArray *taken, const GcSpan *busy)
{
  unsigned n = 0;

  for (unsigned i = 0; i < taken->len; i++) {
    const GcTaken *one = &g_array_index (taken, GcTaken, i);
    n += one->agent && overlap (&one->busy, busy);
  }
  return n;
}

/* Whether the event's time can be had by what @want says. */
static gboolean
check_free (const GcQueue *queue, const GcQueueEvent *event, const GcWant *want, GError **error)
{
  const GcMeeting *time = &event->slot.time;
  const GcSpan busy = { time->start_ms, time->busy_ms };

  if (time->start_ms >= time->end_ms || time->end_ms > time->busy_ms ||
      time->start_ms >= time->day_ms || time->home_wall == NULL || time->point_wall == NULL) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "appointment: not a time");
    return FALSE;
  }
  g_autoptr (GArray) taken = gc_queue_list_taken (queue, want);
  if (time->start_ms > queue->now_ms && count_rooms (taken, &busy) < event->slot.rooms &&
      count_agents (taken, &busy) < event->slot.agents)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "the time %s at %s is taken", time->point_wall,
               want->point);
  return FALSE;
}

static GcWant
want_of (const GcAppointment *row)
{
  return (GcWant){ .point = row->point,
                   .item = row->item,
                   .department = row->department,
                   .languages = (const char *const *)row->languages,
                   .except = row->id };
}

static gboolean
check_room_for_more (const GcQueue *queue, const char *point, GError **error)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->book->order);
  unsigned n = 0;

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    const GcAppointment *row = ((const GcAppointmentEntry *)g_sequence_get (iter))->row;
    n += gc_appointment_state_is_live (row->state) && strcmp (row->point, point) == 0;
  }
  if (n < queue->config.max_appointments)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "point %s: %u appointments are to come", point, n);
  return FALSE;
}

/* ---- new ones ---- */

/* What every new one must have, whoever makes it. */
static gboolean
check_new (GcQueue *queue, const GcQueueEvent *event, const GcWant *want, GError **error)
{
  unsigned item = 0;

  if (event->appointment == NULL || !gc_id_is_valid (event->appointment, 64) ||
      want->point == NULL || !gc_id_is_valid (want->point, 64) || want->item == NULL ||
      !gc_id_is_valid (want->item, 64) || want->languages == NULL || *want->languages == NULL ||
      event->slot.home_zone == NULL || event->slot.point_zone == NULL) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "appointment: not whole");
    return FALSE;
  }
  if (gc_queue_book_find (queue, event->appointment) != NULL)
    return refuse (error, GC_ERROR_CONFLICT, event->appointment, "is there already");
  if (!gc_queue_check_department (queue, want->department, error))
    return FALSE;
  if (!gc_queue_item_index (queue, want->item, &item)) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "item %s: too many items", want->item);
    return FALSE;
  }
  return check_room_for_more (queue, want->point, error) && check_free (queue, event, want, error);
}

static GcAppointmentEntry *
add (GcQueue *queue, const GcQueueEvent *event, const GcWant *want, GcAppointmentState state)
{
  GcAppointment *row = gc_appointment_new (event->appointment);

  row->point = g_strdup (want->point);
  row->item = g_strdup (want->item);
  row->department = g_strdup (want->department);
  row->languages = g_strdupv ((char **)want->languages);
  row->name = g_strdup ("");
  row->phone = g_strdup ("");
  row->home_zone = g_strdup (event->slot.home_zone);
  row->point_zone = g_strdup (event->slot.point_zone);
  gc_meeting_set (&row->time, &event->slot.time);
  row->state = state;
  row->created_ms = row->since_ms = queue->now_ms;
  row->until_ms = queue->now_ms + queue->config.hold_ms;
  return gc_queue_book_add (queue, row);
}

static gboolean
on_hold (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *unused, GError **error)
{
  const GcAppointment *former = gc_queue_get_kiosk_appointment (queue, event->actor);
  const GcWant want = { .point = event->slot.point,
                        .item = event->slot.item,
                        .department = event->slot.department,
                        .languages = event->slot.languages,
                        .except = former != NULL && former->state == GC_APPOINTMENT_HELD
                                      ? former->id
                                      : NULL };

  if (!gc_id_is_valid (event->actor, 64))
    return refuse (error, GC_ERROR_INVALID, "", "its kiosk is not an identifier");
  if (!check_new (queue, event, &want, error))
    return FALSE;
  GcAppointmentEntry *entry = add (queue, event, &want, GC_APPOINTMENT_HELD);
  gc_queue_book_show (queue, entry, event->actor);
  gc_queue_book_note (queue, entry, GC_BOOK_HELD, NULL);
  return TRUE;
}

static gboolean
on_propose (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *unused, GError **error)
{
  const GcTicket *ticket = gc_queue_find_ticket (queue, event->ticket)->row;
  GcAppointmentEntry *former = g_hash_table_lookup (queue->book->origins, ticket->id);
  const GcWant want = { .point = ticket->point,
                        .item = ticket->item,
                        .department = ticket->department,
                        .languages = (const char *const *)ticket->languages,
                        .except = former != NULL && former->row->state == GC_APPOINTMENT_PROPOSED
                                      ? former->row->id
                                      : NULL };

  if (!check_new (queue, event, &want, error))
    return FALSE;
  g_autofree char *detail = g_strdup_printf ("by=%s ticket=%s", event->actor, ticket->id);
  if (want.except != NULL)
    gc_queue_book_move (queue, former, GC_APPOINTMENT_EXPIRED, GC_BOOK_REPLACED, NULL);
  GcAppointmentEntry *entry = add (queue, event, &want, GC_APPOINTMENT_PROPOSED);
  const GcAppointment *came = gc_queue_get_ticket_appointment (queue, ticket->id);
  g_free (entry->row->name);
  entry->row->name = g_strdup (ticket->name);
  if (came != NULL) {
    g_free (entry->row->phone);
    entry->row->phone = g_strdup (came->phone);
  }
  entry->row->agent = g_strdup (event->actor);
  entry->row->origin = g_strdup (ticket->id);
  if (!ticket->cleared)
    gc_queue_book_show (queue, entry, ticket->kiosk);
  gc_queue_book_note (queue, entry, GC_BOOK_PROPOSED, detail);
  return TRUE;
}

/* ---- booking ---- */

/* The same person, as far as one can tell. */
static gboolean
is_same_person (const GcAppointment *a, const char *phone, const char *name)
{
  if (*phone != '\0' || *a->phone != '\0')
    return strcmp (a->phone, phone) == 0;
  return strcmp (a->name, name) == 0;
}

static gboolean
has_missed (const GcQueue *queue, const char *phone, const char *name)
{
  int64_t from_ms = queue->now_ms - NO_SHOW_DAYS * DAY_MS;
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->book->order);
  unsigned n = 0;

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    const GcAppointment *row = ((const GcAppointmentEntry *)g_sequence_get (iter))->row;
    n += row->state == GC_APPOINTMENT_NO_SHOW && row->time.start_ms > from_ms &&
         is_same_person (row, phone, name);
  }
  return n >= MAX_NO_SHOWS;
}

static gboolean
check_phone (const GcQueue *queue, const char *id, const char *phone, GError **error)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->book->order);
  unsigned n = 0;

  for (; *phone != '\0' && !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    const GcAppointment *row = ((const GcAppointmentEntry *)g_sequence_get (iter))->row;
    n += row->state == GC_APPOINTMENT_BOOKED && strcmp (row->phone, phone) == 0;
  }
  if (n < MAX_PER_PHONE)
    return TRUE;
  return refuse (error, GC_ERROR_LIMIT, id, "its number has too many to come");
}

/* Held or proposed: is booked now, for @name. Errors: GC_ERROR_CONFLICT, GC_ERROR_LIMIT. */
static gboolean
book (GcQueue *queue,
      GcAppointmentEntry *entry,
      const char *name,
      const char *phone,
      const char *code,
      GcBookReason reason,
      GError **error)
{
  GcAppointment *row = entry->row;
  g_autofree char *whole = code != NULL ? gc_appointment_code_parse (code) : NULL;

  if (whole == NULL)
    return refuse (error, GC_ERROR_INVALID, row->id, "not a code");
  if (g_hash_table_contains (queue->book->codes, whole))
    return refuse (error, GC_ERROR_CONFLICT, row->id, "the code is taken");
  if (row->time.start_ms <= queue->now_ms)
    return refuse (error, GC_ERROR_CONFLICT, row->id, "its time has come");
  if (!check_phone (queue, row->id, phone, error))
    return FALSE;
  row->confirm = has_missed (queue, phone, name);
  row->code = g_steal_pointer (&whole);
  if (name != row->name) {
    g_free (row->name);
    row->name = g_strdup (name);
  }
  if (phone != row->phone) {
    g_free (row->phone);
    row->phone = g_strdup (phone);
  }
  gc_queue_book_set_reminders (queue, row);
  gc_queue_book_move (queue, entry, GC_APPOINTMENT_BOOKED, reason, NULL);
  return TRUE;
}

static gboolean
on_book (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  const char *name = event->book.name;
  gboolean has_none = event->book.phone != NULL && *event->book.phone == '\0';
  g_autofree char *phone = has_none ? g_strdup ("") : gc_phone_parse (event->book.phone);

  if (name == NULL || *name == '\0' || !g_utf8_validate (name, -1, NULL) ||
      g_utf8_strlen (name, -1) > MAX_NAME_CHARS)
    return refuse (error, GC_ERROR_INVALID, entry->row->id, "\"name\" is not a name");
  if (phone == NULL)
    return refuse (error, GC_ERROR_INVALID, entry->row->id, "\"phone\" is not a number");
  return book (queue, entry, name, phone, event->book.code, GC_BOOK_BOOKED, error);
}

/* ---- at a kiosk ---- */

static gboolean
on_find (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *unused, GError **error)
{
  g_autofree char *code =
      event->book.code != NULL ? gc_appointment_code_parse (event->book.code) : NULL;
  const GcAppointment *row = code != NULL ? gc_queue_find_appointment (queue, code) : NULL;

  if (row == NULL) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_UNKNOWN, "no appointment has this code");
    return FALSE;
  }
  if (g_strcmp0 (row->kiosk, event->actor) == 0)
    return TRUE;
  GcAppointmentEntry *entry = gc_queue_book_find (queue, row->id);
  gc_queue_book_show (queue, entry, event->actor);
  gc_queue_book_note (queue, entry, GC_BOOK_FOUND, event->actor);
  return TRUE;
}

static gboolean
on_leave (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  gc_queue_book_hide (queue, event->actor, GC_BOOK_LEFT);
  return TRUE;
}

/* From its time to another one. */
static void
change_time (GcQueue *queue, GcAppointmentEntry *entry, const GcMeeting *to, GcBookReason reason)
{
  GcAppointment *row = entry->row;
  g_autofree char *detail = g_strdup_printf ("from=%s to=%s", row->time.home_wall, to->home_wall);

  gc_meeting_set (&row->time, to);
  gc_queue_book_drop_proposal (entry);
  gc_queue_book_set_reminders (queue, row);
  row->sequence++;
  row->change = GC_CLOCK_CHANGE_NONE;
  gc_queue_book_note (queue, entry, reason, detail);
}

static gboolean
on_move (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  const GcWant want = want_of (entry->row);

  if (!check_free (queue, event, &want, error))
    return FALSE;
  change_time (queue, entry, &event->slot.time, GC_BOOK_MOVED);
  return TRUE;
}

static gboolean
on_accept (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  GcAppointment *row = entry->row;

  if (row->state == GC_APPOINTMENT_PROPOSED)
    return book (queue, entry, row->name, row->phone, event->book.code, GC_BOOK_ACCEPTED, error);
  if (row->proposal.start_ms != 0) {
    change_time (queue, entry, &row->proposal, GC_BOOK_ACCEPTED);
    return TRUE;
  }
  if (row->change == GC_CLOCK_CHANGE_NONE)
    return refuse (error, GC_ERROR_CONFLICT, row->id, "nothing to accept");
  row->change = GC_CLOCK_CHANGE_NONE;
  gc_queue_book_note (queue, entry, GC_BOOK_SEEN, NULL);
  return TRUE;
}

static gboolean
on_decline (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  if (entry->row->state == GC_APPOINTMENT_PROPOSED) {
    gc_queue_book_move (queue, entry, GC_APPOINTMENT_DECLINED, GC_BOOK_DECLINED, NULL);
    return TRUE;
  }
  if (entry->row->proposal.start_ms == 0)
    return refuse (error, GC_ERROR_CONFLICT, entry->row->id, "nothing to decline");
  gc_queue_book_drop_proposal (entry);
  gc_queue_book_note (queue, entry, GC_BOOK_DECLINED, NULL);
  return TRUE;
}

static gboolean
on_cancel (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  gc_queue_book_move (queue, entry, GC_APPOINTMENT_CANCELLED, GC_BOOK_CANCELLED, NULL);
  return TRUE;
}

static gboolean
on_arrive (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  GcAppointment *row = entry->row;
  GcQueueEvent create = *event;

  if (event->create.point == NULL ||
      !gc_queue_may_arrive (queue, row, event->create.point, queue->now_ms))
    return refuse (error, GC_ERROR_CONFLICT, row->id, "not now, or not here");
  create.create.item = row->item;
  create.create.department = row->department;
  create.create.languages = (const char *const *)row->languages;
  create.create.name = row->name;
  create.create.slot_ms = row->time.start_ms;
  if (!gc_queue_on_create (queue, &create, NULL, NULL, error))
    return FALSE;
  row->late = queue->now_ms > row->time.start_ms + queue->config.no_show_ms;
  row->ticket = g_strdup (event->ticket);
  gc_queue_book_move (queue, entry, GC_APPOINTMENT_ARRIVED, GC_BOOK_ARRIVED, event->ticket);
  return TRUE;
}

/* ---- at the desk ---- */

static gboolean
on_ask (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  GcAppointment *row = entry->row;
  const GcWant want = want_of (row);

  if (event->slot.time.start_ms == row->time.start_ms)
    return refuse (error, GC_ERROR_CONFLICT, row->id, "is at this time already");
  if (!check_free (queue, event, &want, error))
    return FALSE;
  g_autofree char *detail =
      g_strdup_printf ("by=%s to=%s", event->actor, event->slot.time.home_wall);
  gc_queue_book_drop_proposal (entry);
  gc_meeting_set (&row->proposal, &event->slot.time);
  row->note = g_strdup (event->slot.note);
  gc_queue_book_note (queue, entry, GC_BOOK_ASKED, detail);
  return TRUE;
}

static gboolean
on_call_off (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  if (event->desk.reason == NULL || *event->desk.reason == '\0')
    return refuse (error, GC_ERROR_INVALID, entry->row->id, "no reason given");
  g_autofree char *detail = g_strdup_printf ("by=%s reason=%s", event->actor, event->desk.reason);
  gc_queue_book_move (queue, entry, GC_APPOINTMENT_CANCELLED, GC_BOOK_CANCELLED, detail);
  return TRUE;
}

static gboolean
on_confirm (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  g_autofree char *detail = g_strdup_printf ("by=%s", event->actor);

  if (!entry->row->confirm)
    return refuse (error, GC_ERROR_CONFLICT, entry->row->id, "needs no confirmation");
  entry->row->confirm = FALSE;
  gc_queue_book_note (queue, entry, GC_BOOK_CONFIRMED, detail);
  return TRUE;
}

static gboolean
on_reminded (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  g_autofree char *detail = g_strdup_printf ("by=%s", event->actor);

  if (entry->row->remind == GC_REMIND_NONE)
    return refuse (error, GC_ERROR_CONFLICT, entry->row->id, "no reminder is due");
  entry->row->remind = GC_REMIND_NONE;
  gc_queue_book_note (queue, entry, GC_BOOK_REMINDED, detail);
  return TRUE;
}

/* ---- new zone data ---- */

static gboolean
on_clock (GcQueue *queue, const GcQueueEvent *event, GcAppointmentEntry *entry, GError **error)
{
  GcAppointment *row = entry->row;
  const GcMeeting *to = &event->clock.time;
  GcClockChange change = event->clock.change;

  if (change == GC_CLOCK_CHANGE_NONE || change >= GC_CLOCK_CHANGE_N)
    return refuse (error, GC_ERROR_INVALID, row->id, "its clocks are as they were");
  g_autofree char *detail =
      g_strdup_printf ("%s home=%s point=%s", gc_clock_change_name (change), row->time.home_wall,
                       change == GC_CLOCK_CHANGE_GONE ? row->time.point_wall : to->point_wall);
  row->change = change;
  if (change == GC_CLOCK_CHANGE_GONE) {
    gc_queue_book_move (queue, entry, GC_APPOINTMENT_CANCELLED, GC_BOOK_CLOCK_CHANGED, detail);
    return TRUE;
  }
  gc_meeting_set (&row->time, to);
  /* It was agreed on by the former clocks; the home side may ask again. */
  gc_queue_book_drop_proposal (entry);
  if (change == GC_CLOCK_CHANGE_MOVED)
    gc_queue_book_set_reminders (queue, row);
  row->sequence++;
  gc_queue_book_note (queue, entry, GC_BOOK_CLOCK_CHANGED, detail);
  return TRUE;
}
