// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-book-model.h"

#include "queue/gc-queue-book.h"

#include <string.h>

#define MINUTE_MS INT64_C (60000)
#define ROOMS 2
#define AGENTS 3
#define LETTERS "ABCDEFGHJKMNPQRSTUVWXYZ23456789"

static const char *const languages[] = { "zh", NULL };

void
book_model_init (BookModel *book)
{
  *book = (BookModel){ 0 };
  book->rows =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gc_appointment_free);
}

void
book_model_clear (BookModel *book)
{
  g_hash_table_unref (book->rows);
}

static void
check_event (BookModel *book, GHashTable *states, const GcAppointmentEvent *event)
{
  gpointer last = g_hash_table_lookup (states, event->appointment);

  g_assert_cmpuint (event->seq, ==, ++book->last_seq);
  if (last == NULL)
    g_assert_true (event->reason == GC_BOOK_HELD || event->reason == GC_BOOK_PROPOSED);
  else
    g_assert_cmpint (GPOINTER_TO_INT (last) - 1, ==, event->from);
  g_assert_true (event->from == event->to ||
                 gc_appointment_state_may_follow (event->from, event->to));
  g_hash_table_insert (states, event->appointment, GINT_TO_POINTER ((int)event->to + 1));
  book->n_booked += event->from != event->to && event->to == GC_APPOINTMENT_BOOKED;
  book->n_arrived += event->reason == GC_BOOK_ARRIVED;
  book->n_reopened += event->reason == GC_BOOK_REOPENED;
  book->n_no_shows += event->reason == GC_BOOK_NO_SHOW;
}

void
book_model_commit (BookModel *book, const GcQueueRows *rows)
{
  g_autoptr (GHashTable) states = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;

  if (rows->appointments->len == 0)
    return;
  g_hash_table_iter_init (&iter, book->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcAppointment *row = value;
    g_hash_table_insert (states, row->id, GINT_TO_POINTER ((int)row->state + 1));
  }
  for (unsigned i = 0; i < rows->appointment_events->len; i++)
    check_event (book, states, g_ptr_array_index (rows->appointment_events, i));
  g_assert_cmpuint (rows->last_appointment_seq, ==, book->last_seq);
  g_hash_table_remove_all (states);
  for (unsigned i = 0; i < rows->appointments->len; i++) {
    const GcAppointment *row = g_ptr_array_index (rows->appointments, i);
    g_hash_table_remove (book->rows, row->id);
    if (row->closed)
      continue;
    GcAppointment *copy = gc_appointment_copy (row);
    g_hash_table_insert (book->rows, copy->id, copy);
  }
}

void
book_model_copy (const BookModel *book, GcQueueRows *rows)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, book->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (rows->appointments, gc_appointment_copy (value));
  rows->last_appointment_seq = book->last_seq;
}

/* ---- what must hold ---- */

static gboolean
takes (const GcQueue *queue, const GcAppointment *row, int64_t at_ms)
{
  gboolean at_own = row->time.start_ms <= at_ms && at_ms < row->time.busy_ms;
  gboolean at_other = row->proposal.start_ms <= at_ms && at_ms < row->proposal.busy_ms;

  if (row->state == GC_APPOINTMENT_ARRIVED) {
    const GcTicket *ticket = gc_queue_get_ticket (queue, row->ticket);
    return at_own && ticket != NULL && !gc_ticket_state_is_over (ticket->state);
  }
  return gc_appointment_state_is_live (row->state) && (at_own || at_other);
}

static void
check_room (const BookModel *book, const GcQueue *queue, const char *point, int64_t at_ms)
{
  GHashTableIter iter;
  gpointer value;
  unsigned n = 0;

  g_hash_table_iter_init (&iter, book->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += strcmp (((GcAppointment *)value)->point, point) == 0 && takes (queue, value, at_ms);
  g_assert_cmpuint (n, <=, ROOMS);
}

static void
count (const GcAppointment *row, gpointer n)
{
  (*(unsigned *)n)++;
}

void
book_model_check (const BookModel *book, const GcQueue *queue)
{
  GHashTableIter iter;
  gpointer value;
  unsigned n = 0;

  g_hash_table_iter_init (&iter, book->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcAppointment *row = value;
    const GcAppointment *have = gc_queue_get_appointment (queue, row->id);
    g_assert_nonnull (have);
    g_assert_true (gc_appointment_equal (row, have));
    check_room (book, queue, row->point, row->time.start_ms);
    check_room (book, queue, row->point, row->proposal.start_ms);
  }
  gc_queue_foreach_appointment (queue, count, &n);
  g_assert_cmpuint (n, ==, g_hash_table_size (book->rows));
}

/* ---- what happens ---- */

/* Its own for each number, and easy to guess: they are found by guessing. */
static void
write_code (unsigned number, char *ret_code)
{
  for (unsigned i = 0; i < GC_APPOINTMENT_CODE_CHARS; i++, number /= (unsigned)strlen (LETTERS))
    ret_code[i] = LETTERS[number % strlen (LETTERS)];
  ret_code[GC_APPOINTMENT_CODE_CHARS] = '\0';
}

static GcMeeting
meeting (int64_t start_ms)
{
  return (GcMeeting){ .start_ms = start_ms,
                      .end_ms = start_ms + 8 * MINUTE_MS,
                      .busy_ms = start_ms + 13 * MINUTE_MS,
                      .day_ms = start_ms + 60 * MINUTE_MS,
                      .home_wall = (char *)"2026-11-27 16:30",
                      .point_wall = (char *)"2026-11-27 09:30" };
}

/* A time of the next hours: of a grid, so that they are wanted by many. */
static void
fill_slot (GcQueueEvent *event, int64_t now_ms, uint32_t dice)
{
  int64_t step_ms = 5 * MINUTE_MS;

  event->slot.point = "it-milan";
  event->slot.item = "SS-01";
  event->slot.department = "hrss";
  event->slot.languages = languages;
  event->slot.home_zone = "Asia/Shanghai";
  event->slot.point_zone = "Europe/Rome";
  event->slot.rooms = ROOMS;
  event->slot.agents = AGENTS;
  event->slot.time = meeting ((now_ms / step_ms + dice % 24) * step_ms);
}

static void
make_new (BookModel *book, BookEvent *event, int64_t now_ms, uint32_t dice)
{
  g_snprintf (event->id, sizeof event->id, "p%u", book->n_made++);
  fill_slot (&event->event, now_ms, dice);
}

static GcQueueEventType
pick_type (const GcAppointment *shown, uint32_t dice)
{
  static const GcQueueEventType types[GC_APPOINTMENT_N_STATES][8] = {
    [GC_APPOINTMENT_HELD] = { GC_EVENT_APPOINTMENT_BOOK, GC_EVENT_APPOINTMENT_BOOK,
                              GC_EVENT_APPOINTMENT_BOOK, GC_EVENT_APPOINTMENT_BOOK,
                              GC_EVENT_APPOINTMENT_BOOK, GC_EVENT_APPOINTMENT_HOLD,
                              GC_EVENT_APPOINTMENT_LEAVE, GC_EVENT_APPOINTMENT_ARRIVE },
    [GC_APPOINTMENT_PROPOSED] = { GC_EVENT_APPOINTMENT_ACCEPT, GC_EVENT_APPOINTMENT_ACCEPT,
                                  GC_EVENT_APPOINTMENT_ACCEPT, GC_EVENT_APPOINTMENT_DECLINE,
                                  GC_EVENT_APPOINTMENT_DECLINE, GC_EVENT_APPOINTMENT_HOLD,
                                  GC_EVENT_APPOINTMENT_LEAVE, GC_EVENT_APPOINTMENT_BOOK },
    [GC_APPOINTMENT_BOOKED] = { GC_EVENT_APPOINTMENT_ARRIVE, GC_EVENT_APPOINTMENT_ARRIVE,
                                GC_EVENT_APPOINTMENT_ARRIVE, GC_EVENT_APPOINTMENT_MOVE,
                                GC_EVENT_APPOINTMENT_CANCEL, GC_EVENT_APPOINTMENT_ACCEPT,
                                GC_EVENT_APPOINTMENT_DECLINE, GC_EVENT_APPOINTMENT_LEAVE },
    [GC_APPOINTMENT_ARRIVED] = { GC_EVENT_APPOINTMENT_LEAVE, GC_EVENT_APPOINTMENT_ARRIVE,
                                 GC_EVENT_TICKET_LEAVE, GC_EVENT_APPOINTMENT_FIND,
                                 GC_EVENT_TICKET_LEAVE, GC_EVENT_APPOINTMENT_MOVE,
                                 GC_EVENT_TICKET_LEAVE, GC_EVENT_APPOINTMENT_HOLD },
    [GC_APPOINTMENT_NO_SHOW] = { GC_EVENT_APPOINTMENT_ARRIVE, GC_EVENT_APPOINTMENT_ARRIVE,
                                 GC_EVENT_APPOINTMENT_ARRIVE, GC_EVENT_APPOINTMENT_CANCEL,
                                 GC_EVENT_APPOINTMENT_LEAVE, GC_EVENT_APPOINTMENT_LEAVE,
                                 GC_EVENT_APPOINTMENT_HOLD, GC_EVENT_APPOINTMENT_FIND },
    [GC_APPOINTMENT_CANCELLED] = { GC_EVENT_APPOINTMENT_LEAVE, GC_EVENT_APPOINTMENT_HOLD,
                                   GC_EVENT_APPOINTMENT_LEAVE, GC_EVENT_APPOINTMENT_HOLD,
                                   GC_EVENT_APPOINTMENT_ACCEPT, GC_EVENT_APPOINTMENT_FIND,
                                   GC_EVENT_APPOINTMENT_ARRIVE, GC_EVENT_APPOINTMENT_MOVE },
  };

  if (shown == NULL)
    return dice % 2 == 0 ? GC_EVENT_APPOINTMENT_HOLD : GC_EVENT_APPOINTMENT_FIND;
  return types[shown->state][dice % 8];
}

static void
pick_of_kiosk (BookModel *book,
               const GcQueue *queue,
               int64_t now_ms,
               uint32_t dice,
               BookEvent *event)
{
  GcQueueEvent *out = &event->event;
  const GcAppointment *shown = gc_queue_get_kiosk_appointment (queue, out->actor);

  out->type = pick_type (shown, dice);
  g_strlcpy (event->id, shown != NULL ? shown->id : "p0", sizeof event->id);
  if (out->type == GC_EVENT_APPOINTMENT_HOLD) {
    make_new (book, event, now_ms, dice / 8);
  } else if (out->type == GC_EVENT_APPOINTMENT_MOVE) {
    fill_slot (out, now_ms, dice / 8);
  } else if (out->type == GC_EVENT_APPOINTMENT_FIND) {
    unsigned back = MIN (book->n_made, 8);
    write_code (book->n_made - (back > 0 ? dice / 8 % back : 0), event->code);
    out->book.code = event->code;
  } else if (out->type == GC_EVENT_APPOINTMENT_BOOK || out->type == GC_EVENT_APPOINTMENT_ACCEPT) {
    static const char *const phones[] = { "", "+39 333 1234567", "057788998899", "1" };
    write_code ((unsigned)g_ascii_strtoull (event->id + 1, NULL, 10), event->code);
    out->book.code = event->code;
    out->book.name = "陈阿梅";
    out->book.phone = phones[dice / 8 % G_N_ELEMENTS (phones)];
  } else if (out->type == GC_EVENT_APPOINTMENT_ARRIVE) {
    g_snprintf (event->ticket, sizeof event->ticket, "ta%u", book->n_made++);
    out->ticket = event->ticket;
    out->create.point = "it-milan";
    out->create.number_prefix = "M";
    out->create.local_date = 20261124;
  } else if (out->type == GC_EVENT_TICKET_LEAVE) {
    g_strlcpy (event->ticket, shown->ticket, sizeof event->ticket);
    out->ticket = event->ticket;
  }
}

/* An agent proposes to the resident of his session, a coordinator does something to any. */
static void
pick_of_staff (BookModel *book,
               const GcQueue *queue,
               int64_t now_ms,
               const char *account,
               uint32_t dice,
               BookEvent *event)
{
  static const GcQueueEventType types[] = {
    GC_EVENT_APPOINTMENT_ASK,     GC_EVENT_APPOINTMENT_ASK,      GC_EVENT_APPOINTMENT_CALL_OFF,
    GC_EVENT_APPOINTMENT_CONFIRM, GC_EVENT_APPOINTMENT_REMINDED, GC_EVENT_APPOINTMENT_CLOCK
  };
  const GcAgent *agent = gc_queue_get_agent (queue, account);
  GcQueueEvent *out = &event->event;

  if (dice % 2 == 0 && agent != NULL && agent->ticket != NULL) {
    out->type = GC_EVENT_APPOINTMENT_PROPOSE;
    out->actor = account;
    g_strlcpy (event->ticket, agent->ticket, sizeof event->ticket);
    out->ticket = event->ticket;
    make_new (book, event, now_ms, dice / 8);
    return;
  }
  out->type = types[dice / 2 % G_N_ELEMENTS (types)];
  out->actor = "desk1";
  g_snprintf (event->id, sizeof event->id, "p%u", book->n_made - MIN (book->n_made, dice / 16 % 8));
  if (out->type == GC_EVENT_APPOINTMENT_ASK) {
    fill_slot (out, now_ms, dice / 128);
  } else if (out->type == GC_EVENT_APPOINTMENT_CALL_OFF) {
    out->desk.reason = "because";
  } else if (out->type == GC_EVENT_APPOINTMENT_CLOCK) {
    const GcAppointment *row = gc_queue_get_appointment (queue, event->id);
    out->clock.change = dice % 4 == 1 ? GC_CLOCK_CHANGE_GONE : GC_CLOCK_CHANGE_POINT_CLOCK;
    out->clock.time = meeting (row != NULL ? row->time.start_ms : now_ms);
  }
}

void
book_model_pick (BookModel *book,
                 const GcQueue *queue,
                 int64_t now_ms,
                 const char *kiosk,
                 const char *agent,
                 uint32_t dice,
                 BookEvent *ret_event)
{
  *ret_event = (BookEvent){ .event.actor = kiosk };
  if (dice % 4 != 0)
    pick_of_kiosk (book, queue, now_ms, dice / 4, ret_event);
  else
    pick_of_staff (book, queue, now_ms, agent, dice / 4, ret_event);
  if (ret_event->event.type != GC_EVENT_APPOINTMENT_FIND)
    ret_event->event.appointment = ret_event->id;
}
