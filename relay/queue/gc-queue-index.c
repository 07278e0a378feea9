// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From rows to indexes. Handlers change rows and touch them; gc_queue_settle () then puts each
 * touched row where it belongs and derives `effective`. All orders are total (place or time, then
 * id), so that a queue loaded from rows decides as the one that wrote them.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include <string.h>

static int
compare_idle (gconstpointer a, gconstpointer b, gpointer unused)
{
  const GcAgentEntry *left = a, *right = b;

  if (left->filed_idle_since_ms != right->filed_idle_since_ms)
    return left->filed_idle_since_ms < right->filed_idle_since_ms ? -1 : 1;
  return strcmp (left->row->account, right->row->account);
}

static int
compare_deadlines (gconstpointer a, gconstpointer b, gpointer unused)
{
  const GcDeadline *left = a, *right = b;

  if (left->at_ms != right->at_ms)
    return left->at_ms < right->at_ms ? -1 : 1;
  if (left->kind != right->kind)
    return left->kind > right->kind ? 1 : -1;
  return strcmp (left->id, right->id);
}

void
gc_queue_file_deadline (GcQueue *queue, GcDeadline *deadline, int64_t at_ms)
{
  if (at_ms == deadline->at_ms)
    return;
  if (deadline->iter != NULL)
    g_sequence_remove (g_steal_pointer (&deadline->iter));
  deadline->at_ms = at_ms;
  if (at_ms != INT64_MAX)
    deadline->iter = g_sequence_insert_sorted (queue->deadlines, deadline, compare_deadlines, NULL);
}

GcTicketEntry *
gc_queue_add_ticket (GcQueue *queue, GcTicket *row)
{
  const char *const department[] = { row->department, NULL };
  GcTicketEntry *entry = g_new0 (GcTicketEntry, 1);

  entry->row = row;
  entry->need.department = gc_queue_mask (queue->departments, department, TRUE);
  entry->need.languages =
      gc_queue_mask (queue->languages, (const char *const *)row->languages, FALSE);
  entry->need.direct = row->direct;
  entry->need.ring = GC_RING_EXACT;
  gc_queue_item_index (queue, row->item, &entry->need.item);
  entry->deadline =
      (GcDeadline){ .at_ms = INT64_MAX, .id = row->id, .kind = GC_DEADLINE_TICKET, .entry = entry };
  g_hash_table_insert (queue->tickets, row->id, entry);
  if (!row->cleared)
    g_hash_table_replace (queue->kiosks, row->kiosk, entry);
  gc_queue_touch_ticket (queue, entry);
  return entry;
}

GcAgentEntry *
gc_queue_add_agent (GcQueue *queue, GcAgent *row)
{
  GcAgentEntry *entry = g_new0 (GcAgentEntry, 1);

  entry->row = row;
  entry->all_items = TRUE;
  entry->on_duty = TRUE;
  entry->duty_end_ms = INT64_MAX;
  entry->kept = g_sequence_new (NULL);
  entry->reserved = g_ptr_array_new ();
  entry->deadline = (GcDeadline){
    .at_ms = INT64_MAX, .id = row->account, .kind = GC_DEADLINE_AGENT, .entry = entry
  };
  g_tree_insert (queue->agents, row->account, entry);
  gc_queue_touch_agent (queue, entry);
  return entry;
}

GcTicketEntry *
gc_queue_find_ticket (const GcQueue *queue, const char *id)
{
  return g_hash_table_lookup (queue->tickets, id);
}

GcAgentEntry *
gc_queue_find_agent (const GcQueue *queue, const char *account)
{
  return g_tree_lookup (queue->agents, account);
}

void
gc_queue_touch_ticket (GcQueue *queue, GcTicketEntry *entry)
{
  if (!entry->touched) {
    entry->touched = TRUE;
    g_ptr_array_add (queue->touched_tickets, entry);
  }
  if (!entry->changed && !queue->loading) {
    entry->changed = TRUE;
    g_ptr_array_add (queue->changed_tickets, entry);
  }
}

void
gc_queue_touch_agent (GcQueue *queue, GcAgentEntry *entry)
{
  if (!entry->touched) {
    entry->touched = TRUE;
    g_ptr_array_add (queue->touched_agents, entry);
  }
  if (!entry->changed && !queue->loading) {
    entry->changed = TRUE;
    g_ptr_array_add (queue->changed_agents, entry);
  }
}

GcPointEntry *
gc_queue_point_of (GcQueue *queue, const char *point)
{
  GcPointEntry *entry = g_hash_table_lookup (queue->points, point);

  if (entry == NULL) {
    entry = g_new0 (GcPointEntry, 1);
    entry->row.point = g_strdup (point);
    g_hash_table_insert (queue->points, entry->row.point, entry);
  }
  return entry;
}

/* Out of all orders whose key changes. */
static void
unfile_ticket (GcQueue *queue, GcTicketEntry *entry)
{
  if (entry->pool != NULL || entry->keeper != NULL)
    gc_queue_leave_pool (queue, entry);
  if (entry->line != NULL)
    gc_queue_leave_line (queue, entry);
  if (entry->open_iter != NULL)
    g_sequence_remove (g_steal_pointer (&entry->open_iter));
}

void
gc_queue_set_department (GcQueue *queue, GcTicketEntry *entry, const char *department)
{
  const char *const names[] = { department, NULL };
  GcVisitItem *item = gc_visit_find (entry->row->visit, entry->row->item);

  unfile_ticket (queue, entry);
  g_free (entry->row->department);
  entry->row->department = g_strdup (department);
  if (item != NULL && strcmp (item->department, department) != 0) {
    g_free (item->department);
    item->department = g_strdup (department);
  }
  entry->need.department = gc_queue_mask (queue->departments, names, TRUE);
  gc_queue_touch_ticket (queue, entry);
}

static void
file_open (GcQueue *queue, GcTicketEntry *entry)
{
  gboolean is_open = !gc_ticket_state_is_over (entry->row->state);

  if (!is_open && entry->open_iter != NULL)
    g_sequence_remove (g_steal_pointer (&entry->open_iter));
  else if (is_open && entry->open_iter == NULL)
    entry->open_iter =
        g_sequence_insert_sorted (queue->open, entry, gc_queue_compare_tickets, NULL);
}

/* A ticket waits for one agent only while that one works. */
static void
check_preferred (GcQueue *queue, GcTicketEntry *entry)
{
  const char *account = entry->row->preferred;

  if (account != NULL && !gc_queue_is_working (gc_queue_find_agent (queue, account)))
    gc_queue_keep_for (queue, entry, NULL, 0);
}

static gboolean
is_in_right_pool (const GcTicketEntry *entry)
{
  if (entry->keeper != NULL)
    return g_strcmp0 (entry->keeper->row->account, entry->row->preferred) == 0;
  return entry->pool != NULL && entry->row->preferred == NULL;
}

static void
file_ticket (GcQueue *queue, GcTicketEntry *entry)
{
  GcTicketState state = entry->row->state;
  gboolean in_line = state == GC_TICKET_WAITING || state == GC_TICKET_OFFERED;
  gboolean in_pool = gc_queue_is_offerable (entry->row);
  GcPlace place = gc_queue_place (queue, entry->row);
  GcNeed need = gc_queue_need (queue, entry);

  int step = gc_queue_compare_places (&place, &entry->place);
  gboolean falls_back = entry->line != NULL && step > 0;

  if (in_pool)
    check_preferred (queue, entry);
  if (step != 0)
    unfile_ticket (queue, entry);
  else if ((entry->pool != NULL || entry->keeper != NULL) &&
           (!in_pool || need.ring != entry->need.ring || !is_in_right_pool (entry)))
    gc_queue_leave_pool (queue, entry);
  entry->place = place;
  entry->need = need;
  file_open (queue, entry);
  gc_queue_file_reserved (queue, entry);
  if (in_line && entry->line == NULL)
    gc_queue_enter_line (queue, entry, !falls_back);
  else if (!in_line && entry->line != NULL)
    gc_queue_leave_line (queue, entry);
  if (in_pool && entry->pool == NULL && entry->keeper == NULL) {
    gc_queue_enter_pool (queue, entry);
    gc_queue_seek_agent (queue, entry);
  }
}

static GcEffective
derive_effective (const GcQueue *queue, const GcAgentEntry *entry)
{
  const GcAgent *row = entry->row;

  if (row->offer != NULL)
    return GC_EFFECTIVE_OFFERED;
  if (row->wrap_up_until_ms != 0)
    return GC_EFFECTIVE_WRAP_UP;
  if (gc_queue_is_guest (queue, entry))
    return GC_EFFECTIVE_BUSY;
  if (row->ticket != NULL) {
    GcTicketState state = gc_queue_find_ticket (queue, row->ticket)->row->state;
    if (state == GC_TICKET_CONNECTING)
      return GC_EFFECTIVE_CONNECTING;
    if (state == GC_TICKET_IN_SESSION)
      return GC_EFFECTIVE_BUSY;
    return row->absent_ms != 0 ? GC_EFFECTIVE_UNREACHABLE : GC_EFFECTIVE_HOLDING;
  }
  if (row->wanted == GC_WANTED_OFFLINE)
    return GC_EFFECTIVE_OFFLINE;
  if (row->wanted == GC_WANTED_BREAK)
    return GC_EFFECTIVE_BREAK;
  if (row->wanted == GC_WANTED_AVAILABLE && !entry->on_duty)
    return GC_EFFECTIVE_OFF_DUTY;
  return row->absent_ms != 0 ? GC_EFFECTIVE_UNREACHABLE : GC_EFFECTIVE_IDLE;
}

static void
touch_kept (gpointer ticket, gpointer queue)
{
  gc_queue_touch_ticket (queue, ticket);
}

static void
file_agent (GcQueue *queue, GcAgentEntry *entry)
{
  GcAgent *row = entry->row;

  gc_queue_look_at_shift (queue, entry);
  GcEffective effective = derive_effective (queue, entry);

  if (effective != row->effective) {
    g_assert (queue->loading || gc_effective_may_follow (row->effective, effective));
    row->effective = effective;
    row->since_ms = queue->now_ms;
  }
  if (!queue->loading)
    gc_queue_note_agent (queue, entry);
  gboolean working = gc_queue_is_working (entry);
  if (entry->filed_working && !working)
    g_sequence_foreach (entry->kept, touch_kept, queue);
  entry->filed_working = working;
  gboolean idle = effective == GC_EFFECTIVE_IDLE;
  if (entry->idle_iter != NULL && (!idle || row->idle_since_ms != entry->filed_idle_since_ms))
    g_sequence_remove (g_steal_pointer (&entry->idle_iter));
  entry->filed_idle_since_ms = row->idle_since_ms;
  if (idle && entry->idle_iter == NULL) {
    entry->idle_iter = g_sequence_insert_sorted (queue->idle, entry, compare_idle, NULL);
    gc_queue_seek_ticket (queue, entry);
  }
}

/* Nobody shows it and nobody works on it: the row is still owed to the store, all else is over. */
static void
close_if_finished (GcQueue *queue, GcTicketEntry *entry)
{
  GcTicket *row = entry->row;

  if (!row->cleared || entry->n_agents > 0 || row->until_ms != 0 ||
      (row->state != GC_TICKET_DONE && row->state != GC_TICKET_ABANDONED))
    return;
  g_assert (entry->changed && entry->open_iter == NULL && entry->line == NULL);
  row->closed = TRUE;
  g_clear_pointer (&row->phone, g_free);
  g_hash_table_steal (queue->tickets, row->id);
  g_ptr_array_add (queue->gone_tickets, entry);
}

void
gc_queue_settle (GcQueue *queue)
{
  /* An agent who ends his work touches the tickets that are kept for him. */
  for (unsigned i = 0; i < queue->touched_agents->len; i++)
    file_agent (queue, g_ptr_array_index (queue->touched_agents, i));
  for (unsigned i = 0; i < queue->touched_tickets->len; i++)
    file_ticket (queue, g_ptr_array_index (queue->touched_tickets, i));
  for (unsigned i = 0; i < queue->touched_tickets->len; i++) {
    GcTicketEntry *entry = g_ptr_array_index (queue->touched_tickets, i);
    entry->touched = FALSE;
    gc_queue_file_deadline (queue, &entry->deadline, gc_queue_ticket_deadline (queue, entry));
    close_if_finished (queue, entry);
  }
  for (unsigned i = 0; i < queue->touched_agents->len; i++) {
    GcAgentEntry *entry = g_ptr_array_index (queue->touched_agents, i);
    entry->touched = FALSE;
    gc_queue_file_deadline (queue, &entry->deadline, gc_queue_agent_deadline (queue, entry));
  }
  g_ptr_array_set_size (queue->touched_tickets, 0);
  g_ptr_array_set_size (queue->touched_agents, 0);
  gc_queue_book_settle (queue);
}

static void
ticket_entry_free (gpointer data)
{
  GcTicketEntry *entry = data;

  gc_ticket_free (entry->row);
  g_free (entry);
}

static void
agent_entry_free (gpointer data)
{
  GcAgentEntry *entry = data;

  g_sequence_free (entry->kept);
  g_ptr_array_unref (entry->reserved);
  gc_spans_free (entry->shift);
  gc_agent_free (entry->row);
  g_free (entry);
}

static void
point_free (gpointer data)
{
  GcPointEntry *point = data;

  g_free (point->row.point);
  g_free (point);
}

static int
compare_accounts (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

void
gc_queue_index_init (GcQueue *queue)
{
  queue->tickets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, ticket_entry_free);
  queue->kiosks = g_hash_table_new (g_str_hash, g_str_equal);
  queue->agents = g_tree_new_full (compare_accounts, NULL, NULL, agent_entry_free);
  queue->points = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, point_free);
  queue->departments = g_ptr_array_new_with_free_func (g_free);
  queue->languages = g_ptr_array_new_with_free_func (g_free);
  queue->items = g_ptr_array_new_with_free_func (g_free);
  queue->open = g_sequence_new (NULL);
  queue->idle = g_sequence_new (NULL);
  queue->deadlines = g_sequence_new (NULL);
  queue->lines = g_ptr_array_new_with_free_func (gc_queue_line_free);
  gc_queue_pools_init (queue);
  queue->touched_tickets = g_ptr_array_new ();
  queue->touched_agents = g_ptr_array_new ();
  queue->new_tickets = g_ptr_array_new ();
  queue->new_agents = g_ptr_array_new ();
  queue->changed_tickets = g_ptr_array_new ();
  queue->changed_agents = g_ptr_array_new ();
  queue->gone_tickets = g_ptr_array_new_with_free_func (ticket_entry_free);
  queue->changed_points = g_hash_table_new (NULL, NULL);
  queue->times =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gc_service_time_free);
  queue->changed_times = g_hash_table_new (NULL, NULL);
  queue->book = gc_queue_book_new ();
}

void
gc_queue_index_clear (GcQueue *queue)
{
  gc_queue_book_free (queue->book);
  g_hash_table_unref (queue->changed_times);
  g_hash_table_unref (queue->times);
  g_hash_table_unref (queue->changed_points);
  g_ptr_array_unref (queue->gone_tickets);
  g_ptr_array_unref (queue->changed_agents);
  g_ptr_array_unref (queue->changed_tickets);
  g_ptr_array_unref (queue->new_agents);
  g_ptr_array_unref (queue->new_tickets);
  g_ptr_array_unref (queue->touched_agents);
  g_ptr_array_unref (queue->touched_tickets);
  gc_queue_pools_clear (queue);
  g_ptr_array_unref (queue->lines);
  g_sequence_free (queue->deadlines);
  g_sequence_free (queue->idle);
  g_sequence_free (queue->open);
  g_ptr_array_unref (queue->items);
  g_ptr_array_unref (queue->languages);
  g_ptr_array_unref (queue->departments);
  g_hash_table_unref (queue->points);
  g_tree_unref (queue->agents);
  g_hash_table_unref (queue->kiosks);
  g_hash_table_unref (queue->tickets);
}
