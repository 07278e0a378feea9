// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-send-queue.h"

#include <string.h>

#include "rtp/gc-frame.h"

typedef struct _Frame Frame;
struct _Frame {
  Frame *next;
  int64_t queued_us;
  size_t size; /* of @bytes, the prefix counted in */
  size_t written;
  uint8_t bytes[];
};

typedef struct {
  const GcLaneLimits *limits;
  Frame *first;
  Frame *last; /* only if there is a first */
  size_t bytes;
} Lane;

struct _GcSendQueue {
  Frame *begun; /* (nullable) a part of it has been written */
  Lane lanes[GC_N_LANES];
};

GcSendQueue *
gc_send_queue_new (const GcLaneLimits *limits)
{
  GcSendQueue *queue = g_new0 (GcSendQueue, 1);

  for (unsigned i = 0; i < GC_N_LANES; i++)
    queue->lanes[i].limits = &limits[i];
  return queue;
}

/* Takes the first frame off @lane, which has one. (transfer full) */
static Frame *
pop (Lane *lane)
{
  Frame *frame = lane->first;

  lane->first = frame->next;
  lane->bytes -= frame->size;
  frame->next = NULL;
  return frame;
}

void
gc_send_queue_free (GcSendQueue *queue)
{
  if (queue == NULL)
    return;
  g_free (queue->begun);
  for (unsigned i = 0; i < GC_N_LANES; i++)
    while (queue->lanes[i].first != NULL)
      g_free (pop (&queue->lanes[i]));
  g_free (queue);
}

static unsigned
drop_oldest (Lane *lane, size_t max_bytes, int64_t not_before_us)
{
  unsigned n = 0;

  for (; lane->first != NULL; n++) {
    if (lane->bytes <= max_bytes && lane->first->queued_us >= not_before_us)
      break;
    g_free (pop (lane));
  }
  return n;
}

unsigned
gc_send_queue_push (GcSendQueue *queue,
                    GcLane lane_index,
                    const uint8_t *bytes,
                    size_t size,
                    int64_t now_us)
{
  Lane *lane = &queue->lanes[lane_index];
  size_t whole = GC_FRAME_PREFIX_SIZE + size;
  size_t room = lane->limits->max_bytes > whole ? lane->limits->max_bytes - whole : 0;
  unsigned n_dropped = drop_oldest (lane, room, now_us - lane->limits->max_age_us);
  Frame *frame = g_malloc (sizeof *frame + whole);

  *frame = (Frame){ .queued_us = now_us, .size = whole };
  gc_frame_format_prefix (size, frame->bytes);
  memcpy (frame->bytes + GC_FRAME_PREFIX_SIZE, bytes, size);
  if (lane->first == NULL)
    lane->first = frame;
  else
    lane->last->next = frame;
  lane->last = frame;
  lane->bytes += whole;
  return n_dropped;
}

unsigned
gc_send_queue_expire (GcSendQueue *queue, GcLane lane_index, int64_t now_us)
{
  Lane *lane = &queue->lanes[lane_index];

  return drop_oldest (lane, SIZE_MAX, now_us - lane->limits->max_age_us);
}

gboolean
gc_send_queue_is_empty (const GcSendQueue *queue)
{
  return queue->begun == NULL && queue->lanes[GC_LANE_PROMPT].first == NULL &&
         queue->lanes[GC_LANE_BULK].first == NULL;
}

size_t
gc_send_queue_peek (const GcSendQueue *queue,
                    struct iovec *ret_parts,
                    size_t n_parts,
                    size_t max_bytes)
{
  const Frame *heads[] = { queue->begun, queue->lanes[GC_LANE_PROMPT].first,
                           queue->lanes[GC_LANE_BULK].first };
  size_t n = 0, bytes = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (heads); i++) {
    for (const Frame *at = heads[i]; at != NULL && n < n_parts && bytes < max_bytes;
         at = at->next) {
      struct iovec *part = &ret_parts[n++];
      part->iov_base = (uint8_t *)at->bytes + at->written;
      part->iov_len = at->size - at->written;
      bytes += part->iov_len;
    }
  }
  return n;
}

/* The frame that is to be written next becomes the one that has begun. NULL if there is none. */
static Frame *
begin (GcSendQueue *queue)
{
  for (unsigned i = 0; i < GC_N_LANES; i++)
    if (queue->begun == NULL && queue->lanes[i].first != NULL)
      queue->begun = pop (&queue->lanes[i]);
  return queue->begun;
}

size_t
gc_send_queue_take (GcSendQueue *queue, size_t n)
{
  size_t sent = 0;

  for (Frame *frame; n > 0 && (frame = begin (queue)) != NULL;) {
    size_t step = MIN (n, frame->size - frame->written);
    frame->written += step;
    n -= step;
    if (frame->written < frame->size)
      break;
    sent += frame->size - GC_FRAME_PREFIX_SIZE;
    g_clear_pointer (&queue->begun, g_free);
  }
  return sent;
}
