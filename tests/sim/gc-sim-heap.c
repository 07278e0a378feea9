// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-sim-heap.h"

typedef struct {
  GcSimEvent event;
  uint64_t order; /* of pushing */
} Entry;

struct _GcSimHeap {
  GArray *entries; /* Entry, a binary heap */
  uint64_t n_pushed;
};

GcSimHeap *
gc_sim_heap_new (void)
{
  GcSimHeap *heap = g_new0 (GcSimHeap, 1);

  heap->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  return heap;
}

void
gc_sim_heap_free (GcSimHeap *heap)
{
  if (heap == NULL)
    return;
  g_array_unref (heap->entries);
  g_free (heap);
}

static gboolean
is_before (const Entry *a, const Entry *b)
{
  return a->event.at_ms != b->event.at_ms ? a->event.at_ms < b->event.at_ms : a->order < b->order;
}

void
gc_sim_heap_push (GcSimHeap *heap, const GcSimEvent *event)
{
  Entry entry = { *event, heap->n_pushed++ };
  guint at = heap->entries->len;

  g_array_append_val (heap->entries, entry);
  Entry *entries = (Entry *)(void *)heap->entries->data;
  for (; at > 0 && is_before (&entry, &entries[(at - 1) / 2]); at = (at - 1) / 2)
    entries[at] = entries[(at - 1) / 2];
  entries[at] = entry;
}

gboolean
gc_sim_heap_pop (GcSimHeap *heap, GcSimEvent *ret_event)
{
  if (heap->entries->len == 0)
    return FALSE;
  Entry *entries = (Entry *)(void *)heap->entries->data;
  *ret_event = entries[0].event;
  guint n = heap->entries->len - 1, at = 0;
  Entry last = entries[n];
  for (guint child = 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && is_before (&entries[child + 1], &entries[child]))
      child++;
    if (!is_before (&entries[child], &last))
      break;
    entries[at] = entries[child];
    at = child;
  }
  entries[at] = last;
  g_array_set_size (heap->entries, n);
  return TRUE;
}

int64_t
gc_sim_heap_next_ms (const GcSimHeap *heap)
{
  return heap->entries->len > 0 ? g_array_index (heap->entries, Entry, 0).event.at_ms : INT64_MAX;
}
