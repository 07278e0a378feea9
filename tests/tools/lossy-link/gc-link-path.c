// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A packet goes through a queue, in which the rate serves one after the other, and then travels in
 * one of two lines, each in order of arrival: the usual one, and the one of those held back. So all
 * is appending and taking from the front.
 *
 * When the packet in front of the queue has been sent is reckoned from the begin of the present
 * period, in which the queue was never empty and the rate the same: no rounding adds up.
 */
#include "config.h"

#include "gc-link-path.h"

#include <string.h>

/* What keeping a packet costs beside its bytes. */
#define PACKET_OVERHEAD_BYTES 64

struct _GcLinkPacket {
  GList place; /* in one of the path's queues */
  int64_t pushed_us;
  int64_t extra_us; /* by chance, beyond the delay */
  int64_t due_us;   /* once it travels */
  gboolean held_back;
  size_t size;
  uint8_t bytes[];
};

struct _GcLinkPath {
  GcLinkKind kind;
  GRand *luck;
  GcLinkWay way;
  int64_t round_trip_us;
  gboolean losing; /* the last packet was lost: the bad state of the Gilbert-Elliott chain */
  size_t under_way_bytes;

  GQueue queue; /* of GcLinkPacket, owned; as the next two */
  size_t queue_bytes;
  int64_t period_us;   /* when the present period of sending began */
  int64_t period_bits; /* sent in it before the packet in front of the queue */

  GQueue line;
  int64_t line_us; /* when the last of it arrives */
  GQueue held;
  int64_t held_us;

  GcLinkCounters counters;
};

GcLinkPacket *
gc_link_packet_new (const void *bytes, size_t size)
{
  GcLinkPacket *packet = g_malloc (sizeof (GcLinkPacket) + size);

  *packet = (GcLinkPacket){ .size = size };
  packet->place.data = packet;
  if (size > 0)
    memcpy (packet->bytes, bytes, size);
  return packet;
}

void
gc_link_packet_free (GcLinkPacket *packet)
{
  g_free (packet);
}

const uint8_t *
gc_link_packet_get_bytes (const GcLinkPacket *packet, size_t *ret_size)
{
  *ret_size = packet->size;
  return packet->bytes;
}

GcLinkPath *
gc_link_path_new (GcLinkKind kind, uint32_t seed, uint32_t stream)
{
  const guint32 seeds[] = { seed, stream };
  GcLinkPath *path = g_new0 (GcLinkPath, 1);

  path->kind = kind;
  path->luck = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  g_queue_init (&path->queue);
  g_queue_init (&path->line);
  g_queue_init (&path->held);
  return path;
}

/* The links of the lists are part of the packets, so the lists are not freed. */
static void
free_packets (GQueue *queue)
{
  GList *place;

  while ((place = g_queue_pop_head_link (queue)) != NULL)
    gc_link_packet_free (place->data);
}

void
gc_link_path_free (GcLinkPath *path)
{
  if (path == NULL)
    return;
  free_packets (&path->queue);
  free_packets (&path->line);
  free_packets (&path->held);
  g_rand_free (path->luck);
  g_free (path);
}

static GcLinkPacket *
front (const GQueue *queue)
{
  return queue->head != NULL ? queue->head->data : NULL;
}

/* When the packet in front of the queue has been sent. */
static int64_t
sent_us (const GcLinkPath *path, const GcLinkPacket *packet)
{
  if (path->way.rate_bps == 0)
    return path->period_us;
  int64_t bits = path->period_bits + 8 * (int64_t)packet->size;
  return path->period_us + bits * G_USEC_PER_SEC / path->way.rate_bps;
}

static void
travel (GcLinkPath *path, GcLinkPacket *packet, int64_t from_us)
{
  int64_t due_us = from_us + path->way.delay_us + packet->extra_us;
  GQueue *line = packet->held_back ? &path->held : &path->line;
  int64_t *last_us = packet->held_back ? &path->held_us : &path->line_us;

  packet->due_us = *last_us = MAX (due_us, *last_us);
  g_queue_push_tail_link (line, &packet->place);
}

/* Moves to the lines what has been sent by now. */
static void
advance (GcLinkPath *path, int64_t now_us)
{
  GcLinkPacket *packet;

  while ((packet = front (&path->queue)) != NULL) {
    int64_t from_us = sent_us (path, packet);
    if (from_us > now_us)
      return;
    g_queue_pop_head_link (&path->queue);
    path->queue_bytes -= packet->size;
    path->period_bits += 8 * (int64_t)packet->size;
    uint64_t waited_us = (uint64_t)(from_us - packet->pushed_us);
    path->counters.max_queue_us = MAX (path->counters.max_queue_us, waited_us);
    travel (path, packet, from_us);
  }
}

void
gc_link_path_configure (GcLinkPath *path,
                        const GcLinkSpec *spec,
                        GcLinkDirection direction,
                        int64_t now_us)
{
  advance (path, now_us);
  if (path->queue.head != NULL) {
    int64_t sent_bits = (now_us - path->period_us) * path->way.rate_bps / G_USEC_PER_SEC;
    path->period_bits -= sent_bits;
    path->period_us = now_us;
  }
  path->way = spec->ways[direction];
  path->round_trip_us = spec->ways[GC_LINK_UP].delay_us + spec->ways[GC_LINK_DOWN].delay_us;
}

/*
 * Gilbert's chain with the states "passing" and "losing": from losing to losing with 1 - 1/b gives
 * bursts of mean length b; from passing to losing with p / (b (1 - p)) gives the share p. Without
 * bursts it is p from either.
 */
static gboolean
loses (GcLinkPath *path, double luck)
{
  double loss = path->way.loss, burst = path->way.burst, chance = loss;

  if (burst > 0)
    chance = path->losing ? 1 - 1 / burst : loss / (burst * (1 - loss));
  path->losing = luck < chance;
  return path->losing;
}

static gboolean
is_full (const GcLinkPath *path, size_t size)
{
  const GcLinkWay *way = &path->way;
  int64_t room = way->queue_bytes;

  if (path->under_way_bytes + size > GC_LINK_MAX_UNDER_WAY_BYTES)
    return TRUE;
  if (way->rate_bps == 0 || path->queue.head == NULL)
    return FALSE;
  if (way->queue_us > 0)
    room = way->queue_us * way->rate_bps / (INT64_C (8) * G_USEC_PER_SEC);
  return (int64_t)(path->queue_bytes + size) > room;
}

/* Whether a datagram is dropped, and why. */
static gboolean
is_dropped (const GcLinkPath *path,
            size_t size,
            gboolean lost,
            int64_t now_us,
            GcLinkDrop *ret_reason)
{
  const struct {
    gboolean holds;
    GcLinkDrop reason;
  } reasons[] = {
    { path->way.udp_blocked, GC_LINK_DROP_BLOCK },
    { now_us < path->way.dark_until_us, GC_LINK_DROP_BLACK_OUT },
    { lost, GC_LINK_DROP_LOSS },
    { is_full (path, size), GC_LINK_DROP_QUEUE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].holds) {
      *ret_reason = reasons[i].reason;
      return TRUE;
    }
  return FALSE;
}

static void
enqueue (GcLinkPath *path, GcLinkPacket *packet, int64_t now_us)
{
  packet->pushed_us = now_us;
  if (path->queue.head == NULL) {
    path->period_us = now_us;
    path->period_bits = 0;
  }
  g_queue_push_tail_link (&path->queue, &packet->place);
  path->queue_bytes += packet->size;
  path->under_way_bytes += packet->size + PACKET_OVERHEAD_BYTES;
  advance (path, now_us);
  path->counters.max_queue_bytes = MAX (path->counters.max_queue_bytes, path->queue_bytes);
}

void
gc_link_path_push (GcLinkPath *path, GcLinkPacket *packet, int64_t now_us)
{
  double loss = g_rand_double (path->luck);
  double jitter = g_rand_double (path->luck);
  double reorder = g_rand_double (path->luck);
  gboolean lost = loses (path, loss);
  GcLinkDrop reason = GC_LINK_DROP_LOSS;

  advance (path, now_us);
  path->counters.packets++;
  path->counters.bytes += packet->size;
  packet->extra_us = (int64_t)(jitter * (double)path->way.jitter_us);
  if (path->kind == GC_LINK_TCP) {
    packet->extra_us += lost ? path->round_trip_us : 0;
    path->counters.stalls += lost;
  } else if (is_dropped (path, packet->size, lost, now_us, &reason)) {
    gc_link_path_count_drop (path, reason);
    gc_link_packet_free (packet);
    return;
  } else if (reorder < path->way.reorder) {
    packet->held_back = TRUE;
    packet->extra_us += GC_LINK_HELD_BACK_US;
  }
  enqueue (path, packet, now_us);
}

gboolean
gc_link_path_is_open (GcLinkPath *path, int64_t now_us)
{
  advance (path, now_us);
  return now_us >= path->way.dark_until_us && !is_full (path, 1);
}

static GQueue *
earlier_line (GcLinkPath *path)
{
  const GcLinkPacket *usual = front (&path->line), *late = front (&path->held);

  return late != NULL && (usual == NULL || late->due_us < usual->due_us) ? &path->held
                                                                         : &path->line;
}

GcLinkPacket *
gc_link_path_pop (GcLinkPath *path, int64_t now_us)
{
  advance (path, now_us);
  GQueue *line = earlier_line (path);
  GcLinkPacket *packet = front (line);
  if (packet == NULL || packet->due_us > now_us)
    return NULL;
  g_queue_pop_head_link (line);
  path->under_way_bytes -= packet->size + PACKET_OVERHEAD_BYTES;
  return packet;
}

int64_t
gc_link_path_next_us (const GcLinkPath *path, int64_t now_us)
{
  const GcLinkPacket *usual = front (&path->line), *late = front (&path->held);
  const GcLinkPacket *waiting = front (&path->queue);
  int64_t next_us = INT64_MAX;

  if (usual != NULL)
    next_us = usual->due_us;
  if (late != NULL)
    next_us = MIN (next_us, late->due_us);
  if (waiting != NULL)
    next_us = MIN (next_us, sent_us (path, waiting));
  if (path->kind == GC_LINK_TCP && path->way.dark_until_us > now_us)
    next_us = MIN (next_us, path->way.dark_until_us);
  return next_us;
}

void
gc_link_path_count_drop (GcLinkPath *path, GcLinkDrop reason)
{
  path->counters.dropped[reason]++;
}

const GcLinkCounters *
gc_link_path_get_counters (const GcLinkPath *path)
{
  return &path->counters;
}
