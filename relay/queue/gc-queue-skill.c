// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Who is able to take what. Names are bits, so that a comparison is a few instructions.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include <string.h>

#define MAX_NAMES GC_QUEUE_DEPARTMENTS /* of languages, too: they are bits of one word */
#define MAX_ITEMS (GC_QUEUE_ITEM_WORDS * 64)
#define LEVEL_WELL '2'

/* The index of @name, added at the end if @add and there is room; -1: none. */
static int
index_of (GPtrArray *names, const char *name, unsigned max, gboolean add)
{
  for (unsigned i = 0; i < names->len; i++)
    if (strcmp (g_ptr_array_index (names, i), name) == 0)
      return (int)i;
  if (!add || names->len >= max)
    return -1;
  g_ptr_array_add (names, g_strdup (name));
  return (int)names->len - 1;
}

uint64_t
gc_queue_mask (GPtrArray *names, const char *const *strings, gboolean add)
{
  uint64_t mask = 0;

  for (; *strings != NULL; strings++) {
    int i = index_of (names, *strings, MAX_NAMES, add);
    if (i >= 0)
      mask |= UINT64_C (1) << i;
  }
  return mask;
}

gboolean
gc_queue_item_index (GcQueue *queue, const char *item, unsigned *ret_index)
{
  int i = index_of (queue->items, item, MAX_ITEMS, TRUE);

  if (i < 0)
    return FALSE;
  *ret_index = (unsigned)i;
  return TRUE;
}

void
gc_queue_learn_skills (GcQueue *queue, GcAgentEntry *agent)
{
  const GcAgent *row = agent->row;

  agent->departments =
      gc_queue_mask (queue->departments, (const char *const *)row->departments, TRUE);
  agent->languages = agent->fluent = 0;
  for (char **word = row->languages; *word != NULL; word++) {
    g_auto (GStrv) parts = g_strsplit (*word, ":", 2);
    const char *const language[] = { parts[0], NULL };
    uint64_t bit = gc_queue_mask (queue->languages, language, TRUE);
    agent->languages |= bit;
    if (parts[1] == NULL || parts[1][0] >= LEVEL_WELL)
      agent->fluent |= bit;
  }
  agent->all_items = *row->items == NULL;
  memset (agent->items, 0, sizeof agent->items);
  for (char **item = row->items; *item != NULL; item++) {
    unsigned i = 0;
    if (gc_queue_item_index (queue, *item, &i))
      agent->items[i / 64] |= UINT64_C (1) << (i % 64);
  }
}

void
gc_queue_look_at_shift (const GcQueue *queue, GcAgentEntry *agent)
{
  agent->on_duty = agent->shift == NULL || gc_spans_contains (agent->shift, queue->now_ms);
  agent->duty_end_ms =
      agent->shift == NULL ? INT64_MAX : gc_spans_next_boundary (agent->shift, queue->now_ms + 1);
}

GcNeed
gc_queue_need (const GcQueue *queue, const GcTicketEntry *entry)
{
  GcNeed need = entry->need;
  int64_t waited_ms = queue->now_ms - entry->row->enqueued_ms;

  need.ring = waited_ms >= queue->config.ring3_ms   ? GC_RING_SUPERVISOR
              : waited_ms >= queue->config.ring2_ms ? GC_RING_RELAXED
                                                    : GC_RING_EXACT;
  return need;
}

gboolean
gc_queue_is_able (const GcAgentEntry *agent, const GcNeed *need, GcRing ring)
{
  gboolean knows = (agent->languages & need->languages) != 0;
  gboolean knows_well = (agent->fluent & need->languages) != 0;
  gboolean handles = (agent->departments & need->department) != 0;
  gboolean versed =
      agent->all_items || (agent->items[need->item / 64] >> (need->item % 64) & 1) != 0;

  if (handles && versed && knows_well)
    return TRUE;
  if (!knows || (need->direct && !knows_well))
    return FALSE;
  return (ring >= GC_RING_RELAXED && handles) ||
         (ring >= GC_RING_SUPERVISOR && agent->row->supervisor);
}

gboolean
gc_queue_is_working (const GcAgentEntry *agent)
{
  const GcAgent *row = agent->row;

  return row->ticket != NULL || row->offer != NULL || row->wanted == GC_WANTED_OVERTIME ||
         (row->wanted == GC_WANTED_AVAILABLE && agent->on_duty);
}
