// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The lowest of the last span is kept as that of two halves: of the one that is running and of the
 * one before it. So the span is between one and two halves, in constant memory.
 */
#include "config.h"

#include "rtp/gc-queue-delay.h"

#define RECENT_US 100000
#define BASE_US 30000000

typedef struct {
  int64_t began_us;
  int64_t before_us; /* lowest of the half before; INT64_MAX: nothing in it */
  int64_t lowest_us; /* of this half */
} Lowest;

struct _GcQueueDelay {
  gboolean started;
  Lowest recent;
  Lowest base;
};

GcQueueDelay *
gc_queue_delay_new (void)
{
  return g_new0 (GcQueueDelay, 1);
}

void
gc_queue_delay_free (GcQueueDelay *queue)
{
  g_free (queue);
}

void
gc_queue_delay_reset (GcQueueDelay *queue)
{
  queue->started = FALSE;
}

static void
start (Lowest *lowest, int64_t delay_us, int64_t now_us)
{
  *lowest = (Lowest){ .began_us = now_us, .before_us = INT64_MAX, .lowest_us = delay_us };
}

static void
add (Lowest *lowest, int64_t half_us, int64_t delay_us, int64_t now_us)
{
  int64_t passed_us = now_us - lowest->began_us;

  if (passed_us < half_us) {
    lowest->lowest_us = MIN (lowest->lowest_us, delay_us);
    return;
  }
  int64_t before_us = passed_us < 2 * half_us ? lowest->lowest_us : INT64_MAX;
  start (lowest, delay_us, now_us);
  lowest->before_us = before_us;
}

static int64_t
get (const Lowest *lowest)
{
  return MIN (lowest->before_us, lowest->lowest_us);
}

void
gc_queue_delay_add (GcQueueDelay *queue, int64_t delay_us, int64_t now_us)
{
  if (!queue->started) {
    start (&queue->recent, delay_us, now_us);
    start (&queue->base, delay_us, now_us);
    queue->started = TRUE;
  }
  add (&queue->recent, RECENT_US, delay_us, now_us);
  add (&queue->base, BASE_US, delay_us, now_us);
}

void
gc_queue_delay_rebase (GcQueueDelay *queue)
{
  if (queue->started)
    start (&queue->base, get (&queue->recent), queue->recent.began_us);
}

int64_t
gc_queue_delay_get_base_us (const GcQueueDelay *queue)
{
  return queue->started ? get (&queue->base) : 0;
}

int64_t
gc_queue_delay_get_us (const GcQueueDelay *queue)
{
  return queue->started ? MAX (get (&queue->recent) - get (&queue->base), 0) : 0;
}
