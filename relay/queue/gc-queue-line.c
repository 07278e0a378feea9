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

#include <string.h>

#define MAX_NAMES 64

uint64_t
gc_queue_mask (GPtrArray *names, const char *const *strings, gboolean add)
{
  uint64_t mask = 0;

  for (; *strings != NULL; strings++) {
    unsigned i = 0;
    while (i < names->len && strcmp (g_ptr_array_index (names, i), *strings) != 0)
      i++;
    if (i == names->len && add && i < MAX_NAMES)
      g_ptr_array_add (names, g_strdup (*strings));
    if (i < names->len)
      mask |= UINT64_C (1) << i;
  }
  return mask;
}

int
gc_queue_compare_tickets (gconstpointer a, gconstpointer b, gpointer unused)
{
  const GcTicketEntry *left = a, *right = b;

  if (left->filed_rank != right->filed_rank)
    return left->filed_rank < right->filed_rank ? -1 : 1;
  return strcmp (left->row->id, right->row->id);
}

void
gc_queue_line_free (gpointer data)
{
  GcLine *line = data;

  g_sequence_free (line->tickets);
  g_free (line);
}

void
gc_queue_pool_free (gpointer data)
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
  g_ptr_array_add (queue->lines, line);
  return line;
}

void
gc_queue_enter_line (GcQueue *queue, GcTicketEntry *entry)
{
  entry->line = line_of (queue, entry->department);
  entry->line_iter =
      g_sequence_insert_sorted (entry->line->tickets, entry, gc_queue_compare_tickets, NULL);
  if (queue->loading)
    return;
  GSequenceIter *iter = g_sequence_iter_next (entry->line_iter);
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    gc_queue_tell_resident (queue, g_sequence_get (iter), GC_NOTICE_RETURNED_AHEAD);
}

void
gc_queue_leave_line (GcTicketEntry *entry)
{
  g_sequence_remove (entry->line_iter);
  entry->line_iter = NULL;
  entry->line = NULL;
}

/* Moves all of @from into @to. Whose `ahead` rises by it is told so. */
static void
merge_lines (GcQueue *queue, GcLine *to, GcLine *from)
{
  unsigned from_length = (unsigned)g_sequence_get_length (from->tickets);
  GSequenceIter *left = g_sequence_get_begin_iter (to->tickets);
  GSequenceIter *right = g_sequence_get_begin_iter (from->tickets);
  unsigned taken = 0, kept = 0;

  to->departments |= from->departments;
  while (!g_sequence_iter_is_end (right) || !g_sequence_iter_is_end (left)) {
    gboolean take =
        !g_sequence_iter_is_end (right) &&
        (g_sequence_iter_is_end (left) ||
         gc_queue_compare_tickets (g_sequence_get (right), g_sequence_get (left), NULL) < 0);
    GcTicketEntry *entry = g_sequence_get (take ? right : left);
    if ((take ? kept : taken) > 0 && !queue->loading)
      gc_queue_tell_resident (queue, entry, GC_NOTICE_LINES_JOINED);
    if (take) {
      GSequenceIter *next = g_sequence_iter_next (right);
      g_sequence_move (right, left);
      entry->line = to;
      right = next;
      taken++;
    } else {
      left = g_sequence_iter_next (left);
      kept++;
    }
  }
  g_assert (taken == from_length);
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

void
gc_queue_enter_pool (GcQueue *queue, GcTicketEntry *entry)
{
  GcPool *pool = NULL;

  for (unsigned i = 0; i < queue->pools->len && pool == NULL; i++) {
    GcPool *other = g_ptr_array_index (queue->pools, i);
    if (other->department == entry->department && other->languages == entry->languages)
      pool = other;
  }
  if (pool == NULL) {
    pool = g_new0 (GcPool, 1);
    pool->department = entry->department;
    pool->languages = entry->languages;
    pool->tickets = g_sequence_new (NULL);
    g_ptr_array_add (queue->pools, pool);
  }
  entry->pool = pool;
  entry->pool_iter =
      g_sequence_insert_sorted (pool->tickets, entry, gc_queue_compare_tickets, NULL);
}

void
gc_queue_leave_pool (GcQueue *queue, GcTicketEntry *entry)
{
  GcPool *pool = g_steal_pointer (&entry->pool);

  g_sequence_remove (g_steal_pointer (&entry->pool_iter));
  if (g_sequence_is_empty (pool->tickets))
    g_ptr_array_remove_fast (queue->pools, pool);
}
