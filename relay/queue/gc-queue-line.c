// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Lines and pools. A line is what a resident stands in: all departments that share any agent are
 * one line, so that `ahead` neither promises too much (one agent for two departments) nor too
 * little (two departments that have nothing to do with each other). A pool is what the assigner
 * searches.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

/* More than a page shows; who was overtaken before that has seen it, or has been served. */
#define MAX_OVERTAKINGS 32

void
gc_queue_line_free (gpointer data)
{
  GcLine *line = data;

  g_sequence_free (line->tickets);
  g_array_unref (line->overtakings);
  g_free (line);
}

static void
pool_free (gpointer data)
{
  GcPool *pool = data;

  g_sequence_free (pool->tickets);
  g_free (pool);
}

static GcLine *
line_of (GcQueue *queue, uint64_t departments)
{
  for (unsigned i = 0; i < queue->lines->len; i++) {
    GcLine *line = g_ptr_array_index (queue->lines, i);
    if (line->departments & departments)
      return line;
  }
  GcLine *line = g_new0 (GcLine, 1);
  line->departments = departments;
  line->tickets = g_sequence_new (NULL);
  line->overtakings = g_array_new (FALSE, FALSE, sizeof (GcOvertaking));
  g_ptr_array_add (queue->lines, line);
  return line;
}

static void
note_overtaking (GcLine *line, GcPlace place, int64_t at_ms, GcNotice notice)
{
  GcOvertaking overtaking = { place, at_ms, notice };
  unsigned at = line->overtakings->len;

  /* In the order of time, also when they come out of rows. */
  while (at > 0 && g_array_index (line->overtakings, GcOvertaking, at - 1).at_ms > at_ms)
    at--;
  g_array_insert_val (line->overtakings, at, overtaking);
  if (line->overtakings->len > MAX_OVERTAKINGS)
    g_array_remove_index (line->overtakings, 0);
}

/* What is known of how a ticket out of the store came to its place. */
static void
note_loaded (const GcQueue *queue, GcTicketEntry *entry)
{
  const GcTicket *row = entry->row;

  if (row->overtook != GC_NOTICE_NONE)
    note_overtaking (entry->line, entry->place, row->overtook_ms, row->overtook);
  if (!entry->place.later)
    note_overtaking (entry->line, entry->place, row->enqueued_ms + queue->config.overdue_ms,
                     GC_NOTICE_OVERDUE_AHEAD);
}

void
gc_queue_enter_line (GcQueue *queue, GcTicketEntry *entry, gboolean overtakes)
{
  const GcTicket *row = entry->row;

  entry->line = line_of (queue, entry->need.department);
  entry->line_iter =
      g_sequence_insert_sorted (entry->line->tickets, entry, gc_queue_compare_tickets, NULL);
  gc_queue_point_of (queue, row->point)->n_in_line++;
  if (queue->loading) {
    note_loaded (queue, entry);
    return;
  }
  if (!overtakes || g_sequence_iter_is_end (g_sequence_iter_next (entry->line_iter)))
    return;
  gboolean stepped = row->overtook != GC_NOTICE_NONE && row->overtook_ms == queue->now_ms;
  note_overtaking (entry->line, entry->place, queue->now_ms,
                   stepped               ? row->overtook
                   : !entry->place.later ? GC_NOTICE_OVERDUE_AHEAD
                                         : GC_NOTICE_RETURNED_AHEAD);
}

void
gc_queue_leave_line (GcQueue *queue, GcTicketEntry *entry)
{
  gc_queue_point_of (queue, entry->row->point)->n_in_line--;
  g_sequence_remove (entry->line_iter);
  entry->line_iter = NULL;
  entry->line = NULL;
}

static const GcTicketEntry *
first_of (const GcLine *line)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (line->tickets);

  return g_sequence_iter_is_end (iter) ? NULL : g_sequence_get (iter);
}

/* Moves all of @from into @to. Behind the later of the two heads everyone's `ahead` rises. */
static void
merge_lines (GcQueue *queue, GcLine *to, GcLine *from)
{
  const GcTicketEntry *left = first_of (to), *right = first_of (from);

  to->departments |= from->departments;
  for (unsigned i = 0; i < from->overtakings->len; i++) {
    const GcOvertaking *old = &g_array_index (from->overtakings, GcOvertaking, i);
    note_overtaking (to, old->place, old->at_ms, old->notice);
  }
  if (left != NULL && right != NULL && !queue->loading) {
    GcPlace place =
        gc_queue_compare_places (&left->place, &right->place) < 0 ? right->place : left->place;
    place.rank--; /* just before it */
    note_overtaking (to, place, queue->now_ms, GC_NOTICE_LINES_JOINED);
  }
  while (!g_sequence_is_empty (from->tickets)) {
    GcTicketEntry *entry = g_sequence_get (g_sequence_get_begin_iter (from->tickets));
    g_sequence_remove (entry->line_iter);
    entry->line = to;
    entry->line_iter =
        g_sequence_insert_sorted (to->tickets, entry, gc_queue_compare_tickets, NULL);
  }
}

void
gc_queue_join_lines (GcQueue *queue, uint64_t departments)
{
  if (departments == 0)
    return;
  GcLine *line = line_of (queue, departments);

  line->departments |= departments;
  for (unsigned i = queue->lines->len; i-- > 0;) {
    GcLine *other = g_ptr_array_index (queue->lines, i);
    if (other == line || !(other->departments & line->departments))
      continue;
    merge_lines (queue, line, other);
    g_ptr_array_remove_index_fast (queue->lines, i);
  }
}

GcNotice
gc_queue_get_notice (const GcQueue *queue, const GcTicket *ticket, int64_t *ret_at_ms)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (queue, ticket->id);
  GcNotice own = ticket->notice;

  *ret_at_ms = own != GC_NOTICE_NONE ? ticket->notice_ms : 0;
  if (entry == NULL || entry->line == NULL)
    return own;
  for (unsigned i = entry->line->overtakings->len; i-- > 0;) {
    const GcOvertaking *latest = &g_array_index (entry->line->overtakings, GcOvertaking, i);
    if (latest->at_ms < ticket->enqueued_ms || latest->at_ms < *ret_at_ms)
      return own;
    if (gc_queue_compare_places (&latest->place, &entry->place) < 0) {
      *ret_at_ms = latest->at_ms;
      return latest->notice;
    }
  }
  return own;
}

static unsigned
need_hash (gconstpointer key)
{
  const GcNeed *need = key;

  return g_int64_hash (&need->department) * 31 + g_int64_hash (&need->languages) * 17 +
         need->item * 8 + (unsigned)need->ring * 2 + (unsigned)need->direct;
}

static gboolean
need_equal (gconstpointer a, gconstpointer b)
{
  const GcNeed *left = a, *right = b;

  return left->department == right->department && left->languages == right->languages &&
         left->item == right->item && left->direct == right->direct && left->ring == right->ring;
}

void
gc_queue_pools_init (GcQueue *queue)
{
  for (unsigned i = 0; i < GC_QUEUE_DEPARTMENTS; i++)
    queue->pools[i] = g_ptr_array_new_with_free_func (pool_free);
  queue->pools_by_need = g_hash_table_new (need_hash, need_equal);
}

void
gc_queue_pools_clear (GcQueue *queue)
{
  g_hash_table_unref (queue->pools_by_need);
  for (unsigned i = 0; i < GC_QUEUE_DEPARTMENTS; i++)
    g_ptr_array_unref (queue->pools[i]);
}

/* A supervisor may take from all. */
void
gc_queue_walk_pools (const GcQueue *queue, const GcAgentEntry *agent, GcPoolWalk *walk)
{
  *walk = (GcPoolWalk){ queue, agent->row->supervisor ? UINT64_MAX : agent->departments, 0 };
}

const GcPool *
gc_queue_next_pool (GcPoolWalk *walk)
{
  while (walk->departments != 0) {
    const GPtrArray *pools = walk->queue->pools[__builtin_ctzll (walk->departments)];
    if (walk->at < pools->len)
      return g_ptr_array_index (pools, walk->at++);
    walk->departments &= walk->departments - 1;
    walk->at = 0;
  }
  return NULL;
}

static GcPool *
pool_of (GcQueue *queue, const GcNeed *need)
{
  GcPool *pool = g_hash_table_lookup (queue->pools_by_need, need);

  if (pool != NULL)
    return pool;
  pool = g_new0 (GcPool, 1);
  pool->need = *need;
  pool->tickets = g_sequence_new (NULL);
  g_hash_table_insert (queue->pools_by_need, &pool->need, pool);
  g_ptr_array_add (queue->pools[__builtin_ctzll (need->department)], pool);
  return pool;
}

gboolean
gc_queue_is_offerable (const GcTicket *row)
{
  return row->state == GC_TICKET_WAITING && row->absent_ms == 0 && row->call_after_ms == 0;
}

void
gc_queue_enter_pool (GcQueue *queue, GcTicketEntry *entry)
{
  if (entry->row->preferred != NULL) {
    entry->keeper = gc_queue_find_agent (queue, entry->row->preferred);
    entry->kept_iter =
        g_sequence_insert_sorted (entry->keeper->kept, entry, gc_queue_compare_tickets, NULL);
    return;
  }
  entry->pool = pool_of (queue, &entry->need);
  entry->pool_iter =
      g_sequence_insert_sorted (entry->pool->tickets, entry, gc_queue_compare_tickets, NULL);
}

void
gc_queue_leave_pool (GcQueue *queue, GcTicketEntry *entry)
{
  if (entry->keeper != NULL) {
    g_sequence_remove (g_steal_pointer (&entry->kept_iter));
    entry->keeper = NULL;
    return;
  }
  GcPool *pool = g_steal_pointer (&entry->pool);
  g_sequence_remove (g_steal_pointer (&entry->pool_iter));
  if (!g_sequence_is_empty (pool->tickets))
    return;
  g_hash_table_remove (queue->pools_by_need, &pool->need);
  g_ptr_array_remove_fast (queue->pools[__builtin_ctzll (pool->need.department)], pool);
}
