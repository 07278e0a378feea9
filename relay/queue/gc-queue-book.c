// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The book: where appointments are filed, and what happens to them when nothing happens. Their
 * events are in gc-queue-appointment.c.
 */
#include "config.h"

#include "queue/gc-queue-book-private.h"

#include "common/gc-error.h"

#include <string.h>

#define DAY_MS INT64_C (86400000)
/* A no-show is remembered for so long. */
#define NO_SHOW_DAYS 90

/* ---- entries ---- */

static void
entry_free (gpointer data)
{
  GcAppointmentEntry *entry = data;

  g_free (entry->filed_kiosk);
  g_free (entry->filed_code);
  g_free (entry->filed_ticket);
  g_free (entry->filed_origin);
  gc_appointment_free (entry->row);
  g_free (entry);
}

static int
compare_starts (gconstpointer a, gconstpointer b, gpointer unused)
{
  const GcAppointmentEntry *left = a, *right = b;

  if (left->filed_start_ms != right->filed_start_ms)
    return left->filed_start_ms < right->filed_start_ms ? -1 : 1;
  return strcmp (left->row->id, right->row->id);
}

GcBook *
gc_queue_book_new (void)
{
  GcBook *book = g_new0 (GcBook, 1);

  book->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  book->kiosks = g_hash_table_new (g_str_hash, g_str_equal);
  book->codes = g_hash_table_new (g_str_hash, g_str_equal);
  book->tickets = g_hash_table_new (g_str_hash, g_str_equal);
  book->origins = g_hash_table_new (g_str_hash, g_str_equal);
  book->order = g_sequence_new (NULL);
  book->touched = g_ptr_array_new ();
  book->changed = g_ptr_array_new ();
  book->gone = g_ptr_array_new_with_free_func (entry_free);
  book->events = gc_queue_appointment_events_new ();
  return book;
}

void
gc_queue_book_free (GcBook *book)
{
  g_ptr_array_unref (book->events);
  g_ptr_array_unref (book->gone);
  g_ptr_array_unref (book->changed);
  g_ptr_array_unref (book->touched);
  g_sequence_free (book->order);
  g_hash_table_unref (book->origins);
  g_hash_table_unref (book->tickets);
  g_hash_table_unref (book->codes);
  g_hash_table_unref (book->kiosks);
  g_hash_table_unref (book->entries);
  g_free (book);
}

GcAppointmentEntry *
gc_queue_book_find (const GcQueue *queue, const char *id)
{
  return g_hash_table_lookup (queue->book->entries, id);
}

void
gc_queue_book_touch (GcQueue *queue, GcAppointmentEntry *entry)
{
  GcBook *book = queue->book;

  if (!entry->touched) {
    entry->touched = TRUE;
    g_ptr_array_add (book->touched, entry);
  }
  if (!entry->changed && !queue->loading) {
    entry->changed = TRUE;
    g_ptr_array_add (book->changed, entry);
  }
}

GcAppointmentEntry *
gc_queue_book_add (GcQueue *queue, GcAppointment *row)
{
  GcAppointmentEntry *entry = g_new0 (GcAppointmentEntry, 1);

  entry->row = row;
  entry->deadline = (GcDeadline){
    .at_ms = INT64_MAX, .id = row->id, .kind = GC_DEADLINE_APPOINTMENT, .entry = entry
  };
  g_hash_table_insert (queue->book->entries, row->id, entry);
  gc_queue_book_touch (queue, entry);
  return entry;
}

/* ---- filing ---- */

/* Files @entry in @table under @key (nullable) instead of the @filed one. */
static void
file_key (GHashTable *table, GcAppointmentEntry *entry, char **filed, const char *key)
{
  if (g_strcmp0 (*filed, key) == 0)
    return;
  if (*filed != NULL && g_hash_table_lookup (table, *filed) == entry)
    g_hash_table_remove (table, *filed);
  g_free (*filed);
  *filed = g_strdup (key);
  if (key != NULL)
    g_hash_table_replace (table, *filed, entry);
}

static void
file_keys (GcBook *book, GcAppointmentEntry *entry)
{
  const GcAppointment *row = entry->row;

  file_key (book->kiosks, entry, &entry->filed_kiosk, row->closed ? NULL : row->kiosk);
  file_key (book->codes, entry, &entry->filed_code, row->closed ? NULL : row->code);
  file_key (book->tickets, entry, &entry->filed_ticket, row->closed ? NULL : row->ticket);
  file_key (book->origins, entry, &entry->filed_origin, row->closed ? NULL : row->origin);
}

/* When nothing can happen to one that is over any more. */
static int64_t
close_ms (const GcQueue *queue, const GcAppointment *row)
{
  switch (row->state) {
  case GC_APPOINTMENT_ARRIVED:
    return row->time.day_ms + DAY_MS;
  case GC_APPOINTMENT_CANCELLED:
    return MAX (row->time.day_ms, row->since_ms) + DAY_MS;
  case GC_APPOINTMENT_NO_SHOW:
    return row->time.start_ms + NO_SHOW_DAYS * DAY_MS;
  case GC_APPOINTMENT_EXPIRED:
  case GC_APPOINTMENT_DECLINED:
    return row->since_ms + queue->config.hold_ms;
  case GC_APPOINTMENT_HELD:
  case GC_APPOINTMENT_PROPOSED:
  case GC_APPOINTMENT_BOOKED:
  case GC_APPOINTMENT_N_STATES:
  default:
    return INT64_MAX;
  }
}

static int64_t
remind_ms (const GcAppointment *row, GcRemind remind)
{
  return row->time.start_ms - (remind == GC_REMIND_DAY ? DAY_MS : DAY_MS / 24);
}

static gboolean
has_reminder (const GcAppointment *row, GcRemind remind)
{
  return (row->reminders & (1u << remind)) != 0;
}

/* The next thing that a booked one waits for. */
static int64_t
booked_deadline (const GcQueue *queue, const GcAppointment *row)
{
  int64_t at_ms = row->time.start_ms + queue->config.no_show_ms;

  for (GcRemind remind = GC_REMIND_DAY; remind < GC_REMIND_N; remind++)
    if (*row->phone != '\0' && !has_reminder (row, remind))
      at_ms = MIN (at_ms, remind_ms (row, remind));
  if (row->proposal.start_ms != 0)
    at_ms = MIN (at_ms, MIN (row->proposal.start_ms, row->time.start_ms));
  return at_ms;
}

static int64_t
hide_ms (const GcQueue *queue, const GcAppointment *row)
{
  if (row->kiosk == NULL || row->absent_ms == 0)
    return INT64_MAX;
  return row->absent_ms + queue->config.waiting_grace_ms;
}

static int64_t
deadline (const GcQueue *queue, const GcAppointment *row)
{
  int64_t at_ms = row->until_ms;

  if (row->closed)
    return INT64_MAX;
  if (row->state == GC_APPOINTMENT_BOOKED)
    at_ms = booked_deadline (queue, row);
  else if (!gc_appointment_state_is_live (row->state))
    at_ms = close_ms (queue, row);
  return MIN (at_ms, hide_ms (queue, row));
}

void
gc_queue_book_settle (GcQueue *queue)
{
  GcBook *book = queue->book;

  /* All out before one goes in, or the order would be searched by keys that are not true. */
  for (unsigned i = 0; i < book->touched->len; i++) {
    GcAppointmentEntry *entry = g_ptr_array_index (book->touched, i);
    if (entry->iter != NULL &&
        (entry->row->closed || entry->filed_start_ms != entry->row->time.start_ms))
      g_sequence_remove (g_steal_pointer (&entry->iter));
  }
  for (unsigned i = 0; i < book->touched->len; i++) {
    GcAppointmentEntry *entry = g_ptr_array_index (book->touched, i);
    entry->touched = FALSE;
    file_keys (book, entry);
    gc_queue_file_deadline (queue, &entry->deadline, deadline (queue, entry->row));
    if (entry->row->closed) {
      g_hash_table_steal (book->entries, entry->row->id);
      g_ptr_array_add (book->gone, entry);
    } else if (entry->iter == NULL) {
      entry->filed_start_ms = entry->row->time.start_ms;
      entry->iter = g_sequence_insert_sorted (book->order, entry, compare_starts, NULL);
    }
  }
  g_ptr_array_set_size (book->touched, 0);
}

/* ---- changes ---- */

static void
record (GcQueue *queue,
        const GcAppointmentEntry *entry,
        GcAppointmentState from,
        GcBookReason reason,
        const char *detail)
{
  GcAppointmentEvent *event = g_new0 (GcAppointmentEvent, 1);

  event->seq = ++queue->book->last_seq;
  event->at_ms = queue->now_ms;
  event->appointment = g_strdup (entry->row->id);
  event->from = from;
  event->to = entry->row->state;
  event->reason = reason;
  event->detail = g_strdup (detail);
  g_ptr_array_add (queue->book->events, event);
}

void
gc_queue_book_drop_proposal (GcAppointmentEntry *entry)
{
  gc_meeting_clear (&entry->row->proposal);
  g_clear_pointer (&entry->row->note, g_free);
}

void
gc_queue_book_move (GcQueue *queue,
                    GcAppointmentEntry *entry,
                    GcAppointmentState to,
                    GcBookReason reason,
                    const char *detail)
{
  GcAppointment *row = entry->row;
  GcAppointmentState from = row->state;

  g_assert (gc_appointment_state_may_follow (from, to));
  row->state = to;
  row->since_ms = queue->now_ms;
  row->until_ms = 0;
  row->remind = GC_REMIND_NONE;
  gc_queue_book_drop_proposal (entry);
  /* What came to nothing is shown no longer. */
  if (to == GC_APPOINTMENT_EXPIRED || to == GC_APPOINTMENT_DECLINED) {
    g_clear_pointer (&row->kiosk, g_free);
    row->absent_ms = 0;
  }
  record (queue, entry, from, reason, detail);
  gc_queue_book_touch (queue, entry);
}

void
gc_queue_book_reopen (GcQueue *queue, const char *ticket)
{
  GcAppointmentEntry *entry = g_hash_table_lookup (queue->book->tickets, ticket);
  GcAppointment *row = entry != NULL ? entry->row : NULL;

  /* As long as it lasts, and as long as one who has not come yet is waited for. */
  if (row == NULL ||
      MAX (row->time.end_ms, row->time.start_ms + queue->config.no_show_ms) <= queue->now_ms)
    return;
  g_clear_pointer (&row->ticket, g_free);
  row->late = FALSE;
  gc_queue_book_move (queue, entry, GC_APPOINTMENT_BOOKED, GC_BOOK_REOPENED, ticket);
}

void
gc_queue_book_note (GcQueue *queue,
                    GcAppointmentEntry *entry,
                    GcBookReason reason,
                    const char *detail)
{
  record (queue, entry, entry->row->state, reason, detail);
  gc_queue_book_touch (queue, entry);
}

static void
hide (GcQueue *queue, GcAppointmentEntry *entry, GcBookReason reason)
{
  if (entry->row->state == GC_APPOINTMENT_HELD) {
    gc_queue_book_move (queue, entry, GC_APPOINTMENT_EXPIRED, reason, NULL);
  } else {
    g_clear_pointer (&entry->row->kiosk, g_free);
    entry->row->absent_ms = 0;
    gc_queue_book_note (queue, entry, reason, NULL);
  }
  file_keys (queue->book, entry);
}

void
gc_queue_book_hide (GcQueue *queue, const char *kiosk, GcBookReason reason)
{
  GcAppointmentEntry *entry = g_hash_table_lookup (queue->book->kiosks, kiosk);

  if (entry != NULL)
    hide (queue, entry, reason);
}

void
gc_queue_book_show (GcQueue *queue, GcAppointmentEntry *entry, const char *kiosk)
{
  const GcTicketEntry *ticket = g_hash_table_lookup (queue->kiosks, kiosk);

  gc_queue_book_hide (queue, kiosk, GC_BOOK_REPLACED);
  g_free (entry->row->kiosk);
  entry->row->kiosk = g_strdup (kiosk);
  entry->row->absent_ms = ticket != NULL ? ticket->row->absent_ms : 0;
  file_keys (queue->book, entry);
  gc_queue_book_touch (queue, entry);
}

void
gc_queue_book_set_present (GcQueue *queue, const char *kiosk, gboolean present)
{
  GcAppointmentEntry *entry = g_hash_table_lookup (queue->book->kiosks, kiosk);

  if (entry == NULL || present == (entry->row->absent_ms == 0))
    return;
  entry->row->absent_ms = present ? 0 : queue->now_ms;
  gc_queue_book_touch (queue, entry);
}

void
gc_queue_book_set_reminders (const GcQueue *queue, GcAppointment *row)
{
  row->remind = GC_REMIND_NONE;
  row->reminders = 0;
  for (GcRemind remind = GC_REMIND_DAY; remind < GC_REMIND_N; remind++)
    if (remind_ms (row, remind) <= queue->now_ms)
      row->reminders |= 1u << remind;
}

/* ---- when nothing happens ---- */

static void
run_booked (GcQueue *queue, GcAppointmentEntry *entry)
{
  GcAppointment *row = entry->row;

  if (row->time.start_ms + queue->config.no_show_ms <= queue->now_ms) {
    gc_queue_book_move (queue, entry, GC_APPOINTMENT_NO_SHOW, GC_BOOK_NO_SHOW, NULL);
    return;
  }
  for (GcRemind remind = GC_REMIND_DAY; *row->phone != '\0' && remind < GC_REMIND_N; remind++) {
    if (has_reminder (row, remind) || remind_ms (row, remind) > queue->now_ms)
      continue;
    row->reminders |= 1u << remind;
    row->remind = remind;
    gc_queue_book_note (queue, entry, GC_BOOK_REMIND, gc_remind_name (remind));
  }
  if (row->proposal.start_ms != 0 &&
      MIN (row->proposal.start_ms, row->time.start_ms) <= queue->now_ms) {
    gc_queue_book_drop_proposal (entry);
    gc_queue_book_note (queue, entry, GC_BOOK_LAPSED, NULL);
  }
}

void
gc_queue_book_run (GcQueue *queue, gpointer appointment)
{
  GcAppointmentEntry *entry = appointment;
  GcAppointment *row = entry->row;

  if (hide_ms (queue, row) <= queue->now_ms)
    hide (queue, entry, GC_BOOK_PAGE_GONE);
  if (row->state == GC_APPOINTMENT_BOOKED) {
    run_booked (queue, entry);
  } else if (gc_appointment_state_is_live (row->state)) {
    if (row->until_ms <= queue->now_ms)
      gc_queue_book_move (queue, entry, GC_APPOINTMENT_EXPIRED, GC_BOOK_EXPIRED, NULL);
  } else if (close_ms (queue, row) <= queue->now_ms) {
    g_clear_pointer (&row->kiosk, g_free);
    row->closed = TRUE;
    gc_queue_book_note (queue, entry, GC_BOOK_CLOSED, NULL);
  }
}

void
gc_queue_book_restart (GcQueue *queue)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->book->order);

  /* Who held a time gets to go on; and no page is there yet. */
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    GcAppointmentEntry *entry = g_sequence_get (iter);
    GcAppointment *row = entry->row;
    if (row->until_ms != 0)
      row->until_ms = CLAMP (row->until_ms, queue->now_ms + queue->config.drop_grace_ms,
                             queue->now_ms + queue->config.hold_ms);
    if (row->kiosk != NULL)
      row->absent_ms = queue->now_ms;
    if (row->until_ms != 0 || row->kiosk != NULL)
      gc_queue_book_touch (queue, entry);
  }
}

/* ---- rows ---- */

static gboolean
check_row (const GcQueue *queue, const GcAppointment *row, GError **error)
{
  const GcBook *book = queue->book;
  gboolean coded = row->state == GC_APPOINTMENT_BOOKED || row->state == GC_APPOINTMENT_ARRIVED ||
                   row->state == GC_APPOINTMENT_NO_SHOW || row->state == GC_APPOINTMENT_CANCELLED;

  if (!row->closed && row->point != NULL && row->item != NULL && row->department != NULL &&
      row->languages != NULL && row->name != NULL && row->phone != NULL && row->time.start_ms > 0 &&
      coded == (row->code != NULL) &&
      (row->state == GC_APPOINTMENT_ARRIVED) == (row->ticket != NULL) &&
      g_hash_table_lookup (book->entries, row->id) == NULL &&
      (row->kiosk == NULL || g_hash_table_lookup (book->kiosks, row->kiosk) == NULL) &&
      (row->code == NULL || g_hash_table_lookup (book->codes, row->code) == NULL))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "appointment %s: its row contradicts itself",
               row->id);
  return FALSE;
}

gboolean
gc_queue_book_load (GcQueue *queue, const GcQueueRows *rows, GError **error)
{
  queue->book->last_seq = rows->last_appointment_seq;
  for (unsigned i = 0; i < rows->appointments->len; i++) {
    const GcAppointment *row = g_ptr_array_index (rows->appointments, i);
    unsigned item;
    if (!check_row (queue, row, error))
      return FALSE;
    gc_queue_item_index (queue, row->item, &item);
    file_keys (queue->book, gc_queue_book_add (queue, gc_appointment_copy (row)));
  }
  return TRUE;
}

void
gc_queue_book_take_changes (GcQueue *queue, GcQueueRows *rows)
{
  GcBook *book = queue->book;

  for (unsigned i = 0; i < book->changed->len; i++) {
    GcAppointmentEntry *entry = g_ptr_array_index (book->changed, i);
    entry->changed = FALSE;
    g_ptr_array_add (rows->appointments, gc_appointment_copy (entry->row));
  }
  g_ptr_array_set_size (book->changed, 0);
  g_ptr_array_set_size (book->gone, 0);
  g_ptr_array_unref (rows->appointment_events);
  rows->appointment_events = book->events;
  book->events = gc_queue_appointment_events_new ();
  rows->last_appointment_seq = book->last_seq;
}

/* ---- reading ---- */

static const GcAppointment *
look_up (GHashTable *table, const char *key)
{
  const GcAppointmentEntry *entry = g_hash_table_lookup (table, key);

  return entry != NULL ? entry->row : NULL;
}

const GcAppointment *
gc_queue_get_appointment (const GcQueue *queue, const char *id)
{
  return look_up (queue->book->entries, id);
}

const GcAppointment *
gc_queue_get_kiosk_appointment (const GcQueue *queue, const char *kiosk)
{
  return look_up (queue->book->kiosks, kiosk);
}

const GcAppointment *
gc_queue_get_ticket_appointment (const GcQueue *queue, const char *ticket)
{
  const GcAppointment *proposed = look_up (queue->book->origins, ticket);

  return proposed != NULL ? proposed : look_up (queue->book->tickets, ticket);
}

const GcAppointment *
gc_queue_find_appointment (const GcQueue *queue, const char *code)
{
  const GcAppointment *row = look_up (queue->book->codes, code);

  return row != NULL && queue->now_ms < row->time.day_ms ? row : NULL;
}

void
gc_queue_foreach_appointment (const GcQueue *queue,
                              void (*func) (const GcAppointment *row, gpointer user_data),
                              gpointer user_data)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->book->order);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    func (((const GcAppointmentEntry *)g_sequence_get (iter))->row, user_data);
}

uint64_t
gc_queue_get_appointment_seq (const GcQueue *queue)
{
  return queue->book->last_seq;
}

gboolean
gc_queue_may_arrive (const GcQueue *queue,
                     const GcAppointment *row,
                     const char *point,
                     int64_t now_ms)
{
  return (row->state == GC_APPOINTMENT_BOOKED || row->state == GC_APPOINTMENT_NO_SHOW) &&
         strcmp (row->point, point) == 0 &&
         now_ms >= row->time.start_ms - queue->config.arrive_ms && now_ms < row->time.day_ms;
}

/* ---- who could take it ---- */

/* An agent who is versed in the item, and in one of the languages if any are given. */
static gboolean
is_able (const GcQueue *queue, const GcAgentEntry *agent, const GcNeed *need, gboolean known)
{
  return (known || agent->all_items) && gc_queue_is_able (agent, need, GC_RING_EXACT);
}

/* Whether any agent knows the item by name: its index, else 0. */
static gboolean
make_need (const GcQueue *queue, const GcWant *want, GcNeed *ret_need)
{
  const char *const department[] = { want->department, NULL };
  unsigned item = 0;
  gboolean known = g_ptr_array_find_with_equal_func (queue->items, want->item, g_str_equal, &item);

  *ret_need = (GcNeed){
    .department = gc_queue_mask (queue->departments, department, FALSE),
    .languages = want->languages != NULL ? gc_queue_mask (queue->languages, want->languages, FALSE)
                                         : UINT64_MAX,
    .item = known ? item : 0,
    .ring = GC_RING_EXACT,
  };
  return known;
}

typedef struct {
  const GcQueue *queue;
  GcNeed need;
  gboolean known;
  GPtrArray *agents; /* GcAgentEntry */
} Search;

static gboolean
collect_able (gpointer key, gpointer value, gpointer user_data)
{
  Search *search = user_data;

  if (is_able (search->queue, value, &search->need, search->known))
    g_ptr_array_add (search->agents, value);
  return FALSE;
}

/* (transfer container) (element-type GcAgentEntry) */
static GPtrArray *
list_able (const GcQueue *queue, const GcWant *want)
{
  Search search = { .queue = queue, .agents = g_ptr_array_new () };

  search.known = make_need (queue, want, &search.need);
  g_tree_foreach (queue->agents, collect_able, &search);
  return search.agents;
}

GPtrArray *
gc_queue_list_shifts (const GcQueue *queue, const GcWant *want)
{
  GPtrArray *list = list_able (queue, want);

  for (unsigned i = 0; i < list->len; i++)
    list->pdata[i] = ((const GcAgentEntry *)list->pdata[i])->shift;
  return list;
}

/* Whether one of @agents could be the one who takes @row. */
static gboolean
may_take_one_of (const GcQueue *queue, const GcAppointment *row, const GPtrArray *agents)
{
  const GcWant want = { .item = row->item,
                        .department = row->department,
                        .languages = (const char *const *)row->languages };
  GcNeed need;
  gboolean known = make_need (queue, &want, &need);

  for (unsigned i = 0; i < agents->len; i++)
    if (is_able (queue, agents->pdata[i], &need, known))
      return TRUE;
  return FALSE;
}

/* Whether its time is taken: of one who is there, until he was served. */
static gboolean
is_taken (const GcQueue *queue, const GcAppointment *row)
{
  if (row->state != GC_APPOINTMENT_ARRIVED)
    return gc_appointment_state_is_live (row->state);
  const GcTicketEntry *ticket = gc_queue_find_ticket (queue, row->ticket);
  return ticket != NULL && !gc_ticket_state_is_over (ticket->row->state);
}

GArray *
gc_queue_list_taken (const GcQueue *queue, const GcWant *want)
{
  g_autoptr (GPtrArray) agents = list_able (queue, want);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (GcTaken));
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->book->order);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    const GcAppointment *row = ((const GcAppointmentEntry *)g_sequence_get (iter))->row;
    if (!is_taken (queue, row) || g_strcmp0 (row->id, want->except) == 0)
      continue;
    GcTaken taken = { .busy = { row->time.start_ms, row->time.busy_ms },
                      .room = strcmp (row->point, want->point) == 0,
                      .agent = may_take_one_of (queue, row, agents) };
    if (!taken.room && !taken.agent)
      continue;
    g_array_append_val (list, taken);
    if (row->proposal.start_ms != 0) {
      taken.busy = (GcSpan){ row->proposal.start_ms, row->proposal.busy_ms };
      g_array_append_val (list, taken);
    }
  }
  return list;
}

/* ---- for tests ---- */

#define CHECK(condition, id)                                                                       \
  if (!(condition)) {                                                                              \
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "appointment %s: not %s", id, #condition);    \
    return FALSE;                                                                                  \
  }

static gboolean
check_entry (const GcQueue *queue, const GcAppointmentEntry *entry, GError **error)
{
  const GcBook *book = queue->book;
  const GcAppointment *row = entry->row;
  gboolean waits = row->state == GC_APPOINTMENT_HELD || row->state == GC_APPOINTMENT_PROPOSED;

  CHECK (!entry->touched && !row->closed && entry->iter != NULL, row->id);
  CHECK (entry->filed_start_ms == row->time.start_ms, row->id);
  CHECK (entry->deadline.at_ms == deadline (queue, row), row->id);
  CHECK (waits == (row->until_ms != 0), row->id);
  CHECK (row->until_ms <= queue->now_ms + queue->config.hold_ms, row->id);
  CHECK (row->kiosk == NULL || g_hash_table_lookup (book->kiosks, row->kiosk) == entry, row->id);
  CHECK (row->kiosk != NULL || (row->absent_ms == 0 && row->state != GC_APPOINTMENT_HELD), row->id);
  CHECK (row->code == NULL || g_hash_table_lookup (book->codes, row->code) == entry, row->id);
  CHECK (row->proposal.start_ms == 0 || row->state == GC_APPOINTMENT_BOOKED, row->id);
  CHECK ((row->state == GC_APPOINTMENT_ARRIVED) == (row->ticket != NULL), row->id);
  CHECK (row->remind == GC_REMIND_NONE || row->state == GC_APPOINTMENT_BOOKED, row->id);
  return TRUE;
}

gboolean
gc_queue_book_check (const GcQueue *queue, GError **error)
{
  const GcBook *book = queue->book;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, book->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!check_entry (queue, value, error))
      return FALSE;
  CHECK ((unsigned)g_sequence_get_length (book->order) == g_hash_table_size (book->entries),
         "order");
  return TRUE;
}
