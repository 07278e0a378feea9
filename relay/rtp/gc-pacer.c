// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Two clocks that packets push ahead, each by the time the packet takes at a rate: the peak clock
 * at two and a half times the rate, the mean clock at the rate itself. The mean clock may lag by
 * BURST_US behind the present, so much may be caught up at the peak rate; the peak clock by
 * LATE_US. A packet leaves when neither is in the future.
 */
#include "config.h"

#include "rtp/gc-pacer.h"

#define PEAK 2.5
#define BURST_US 250000
#define LATE_US 10000 /* the caller may come so much late and catches up */
#define MIN_CAPACITY 32
#define MAX_DEBT_US 500000 /* sound beyond the rate does not lock the pictures out for longer */

typedef struct {
  void *handle;
  int64_t pushed_us;
  uint32_t size;
} Waiting;

typedef struct {
  size_t first;       /* ever popped */
  size_t next;        /* ever pushed */
  gboolean condemned; /* drop all */
  size_t capacity;    /* 0 before the first push, since most never wait; then a power of 2 */
  Waiting *waiting;   /* a ring; owned */
} Queue;

struct _GcPacer {
  int64_t rate_bps;
  int64_t peak_us;
  int64_t mean_us;
  Queue queues[GC_PACER_N_QUEUES];
};

static const int64_t max_wait_us[GC_PACER_N_QUEUES] = {
  [GC_PACER_DOCUMENT] = 2000000,
  [GC_PACER_FACE] = 1000000,
};

GcPacer *
gc_pacer_new (int64_t rate_bps)
{
  GcPacer *pacer = g_new0 (GcPacer, 1);

  gc_pacer_set_rate (pacer, rate_bps);
  return pacer;
}

void
gc_pacer_free (GcPacer *pacer)
{
  if (pacer == NULL)
    return;
  for (unsigned i = 0; i < GC_PACER_N_QUEUES; i++)
    g_free (pacer->queues[i].waiting);
  g_free (pacer);
}

void
gc_pacer_set_rate (GcPacer *pacer, int64_t rate_bps)
{
  pacer->rate_bps = CLAMP (rate_bps, 1, GC_PACER_MAX_RATE_BPS);
}

static Waiting *
get_waiting (const Queue *queue, size_t number)
{
  return &queue->waiting[number & (queue->capacity - 1)];
}

static void
grow (Queue *queue)
{
  Queue larger = *queue;

  larger.capacity = MAX (2 * queue->capacity, MIN_CAPACITY);
  larger.waiting = g_new (Waiting, larger.capacity);
  for (size_t i = queue->first; i != queue->next; i++)
    *get_waiting (&larger, i) = *get_waiting (queue, i);
  g_free (queue->waiting);
  *queue = larger;
}

gboolean
gc_pacer_push (GcPacer *pacer, GcPacerQueue queue, void *handle, uint32_t size, int64_t now_us)
{
  Queue *to = &pacer->queues[queue];

  if (to->next - to->first == GC_PACER_CAPACITY) {
    to->condemned = TRUE;
    return FALSE;
  }
  if (to->next - to->first == to->capacity)
    grow (to);
  *get_waiting (to, to->next++) = (Waiting){ .handle = handle, .pushed_us = now_us, .size = size };
  return TRUE;
}

static gboolean
is_empty (const Queue *queue)
{
  return queue->first == queue->next;
}

static const Waiting *
peek (const Queue *queue)
{
  return get_waiting (queue, queue->first);
}

static void
take (GcPacer *pacer, GcPacerQueue queue, int64_t now_us, GcPacerItem *ret_item)
{
  Queue *from = &pacer->queues[queue];
  const Waiting *waiting = peek (from);

  *ret_item = (GcPacerItem){ .handle = waiting->handle,
                             .size = waiting->size,
                             .queue = queue,
                             .waited_us = now_us - waiting->pushed_us };
  from->first++;
  if (is_empty (from))
    from->condemned = FALSE;
}

static gboolean
take_late (GcPacer *pacer, int64_t now_us, GcPacerItem *ret_item)
{
  for (unsigned i = 0; i < GC_PACER_N_QUEUES; i++) {
    Queue *queue = &pacer->queues[i];
    if (is_empty (queue))
      continue;
    if (now_us - peek (queue)->pushed_us > max_wait_us[i])
      queue->condemned = TRUE;
    if (queue->condemned) {
      take (pacer, i, now_us, ret_item);
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
gc_pacer_pass (GcPacer *pacer, uint32_t size, int64_t now_us)
{
  for (unsigned i = 0; i < GC_PACER_N_QUEUES; i++)
    if (!is_empty (&pacer->queues[i]))
      return FALSE;
  if (now_us < MAX (pacer->peak_us, pacer->mean_us))
    return FALSE;
  gc_pacer_add_sent (pacer, size, now_us);
  return TRUE;
}

gboolean
gc_pacer_pop_early (GcPacer *pacer, int64_t now_us, GcPacerItem *ret_item)
{
  for (unsigned i = 0; i < GC_PACER_N_QUEUES; i++) {
    if (is_empty (&pacer->queues[i]))
      continue;
    take (pacer, i, now_us, ret_item);
    gc_pacer_add_sent (pacer, ret_item->size, now_us);
    return TRUE;
  }
  return FALSE;
}

GcPacerVerdict
gc_pacer_pop (GcPacer *pacer, int64_t now_us, GcPacerItem *ret_item)
{
  if (take_late (pacer, now_us, ret_item))
    return GC_PACER_DROP;
  if (now_us >= MAX (pacer->peak_us, pacer->mean_us) &&
      gc_pacer_pop_early (pacer, now_us, ret_item))
    return GC_PACER_SEND;
  return GC_PACER_WAIT;
}

void
gc_pacer_add_sent (GcPacer *pacer, uint32_t size, int64_t now_us)
{
  int64_t mean_us = (int64_t)size * 8 * G_USEC_PER_SEC / pacer->rate_bps;

  pacer->peak_us = MAX (pacer->peak_us, now_us - LATE_US) + (int64_t)((double)mean_us / PEAK);
  pacer->mean_us = MAX (pacer->mean_us, now_us - BURST_US) + mean_us;
  pacer->peak_us = MIN (pacer->peak_us, now_us + MAX_DEBT_US);
  pacer->mean_us = MIN (pacer->mean_us, now_us + MAX_DEBT_US);
}

int64_t
gc_pacer_next_us (const GcPacer *pacer)
{
  int64_t next_us = INT64_MAX;

  for (unsigned i = 0; i < GC_PACER_N_QUEUES; i++) {
    const Queue *queue = &pacer->queues[i];
    if (is_empty (queue))
      continue;
    int64_t drop_us = peek (queue)->pushed_us + (queue->condemned ? 0 : max_wait_us[i] + 1);
    next_us = MIN (next_us, MIN (drop_us, MAX (pacer->peak_us, pacer->mean_us)));
  }
  return next_us;
}
