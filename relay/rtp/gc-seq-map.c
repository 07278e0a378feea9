// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The map is a short list of stretches: from @first on, the number of the source plus @delta is
 * the number sent. A packet that is left out starts a new stretch with a delta one less, one that
 * is put in another with a delta one more. Numbers are kept in 64 bits, so that no comparison has
 * to think of wrapping.
 */
#include "config.h"

#include "rtp/gc-seq-map.h"

#include <string.h>

#define MAX_STRETCHES 64
#define WINDOW 1024

typedef struct {
  int64_t first;   /* at the source */
  int64_t dropped; /* this many right before first were left out */
  int64_t delta;   /* sent = source + delta */
} Stretch;

typedef enum {
  STATE_EMPTY,    /* nothing sent yet */
  STATE_SWITCHED, /* the next packet starts a source */
  STATE_RUNNING,
} State;

struct _GcSeqMap {
  State state;
  uint32_t clock_hz;
  uint32_t timestamp_offset; /* sent less source */
  uint32_t newest_timestamp; /* sent */
  int64_t newest_us;         /* when that was */
  int64_t highest_in;        /* pushed or dropped */
  int64_t highest_out;
  gboolean has_stray; /* the packet before was out of the window: */
  uint16_t stray;
  size_t count;
  Stretch stretches[MAX_STRETCHES]; /* ascending */
};

GcSeqMap *
gc_seq_map_new (uint16_t first_seq, uint32_t first_timestamp, uint32_t clock_hz)
{
  GcSeqMap *map = g_new0 (GcSeqMap, 1);

  map->clock_hz = clock_hz;
  map->highest_out = (int64_t)first_seq - 1;
  map->newest_timestamp = first_timestamp;
  return map;
}

void
gc_seq_map_free (GcSeqMap *map)
{
  g_free (map);
}

void
gc_seq_map_switch (GcSeqMap *map)
{
  if (map->state == STATE_RUNNING)
    map->state = STATE_SWITCHED;
}

static int64_t
extend (int64_t near, uint16_t seq)
{
  return near + (int16_t)(uint16_t)(seq - (uint16_t)near);
}

static void
start_source (GcSeqMap *map, uint16_t seq, uint32_t timestamp, int64_t now_us)
{
  uint32_t next = map->newest_timestamp;

  if (map->state != STATE_EMPTY) {
    int64_t elapsed_us = MAX (now_us - map->newest_us, 0);
    int64_t ticks = elapsed_us * map->clock_hz / G_USEC_PER_SEC;
    next += (uint32_t)MAX (ticks, 1); /* never the same time stamp for two pictures */
  }
  map->timestamp_offset = next - timestamp;
  map->highest_in = seq;
  map->count = 1;
  map->stretches[0] =
      (Stretch){ .first = seq, .dropped = 0, .delta = map->highest_out + 1 - (int64_t)seq };
  map->state = STATE_RUNNING;
  map->has_stray = FALSE;
}

static gboolean
is_in_window (const GcSeqMap *map, int64_t in)
{
  return in > map->highest_in - WINDOW && in < map->highest_in + WINDOW;
}

/* Finds the number to be sent for @in; FALSE when it was left out or is too old. */
static gboolean
map_number (const GcSeqMap *map, int64_t in, int64_t *ret_out)
{
  for (size_t i = map->count; i > 0; i--) {
    const Stretch *stretch = &map->stretches[i - 1];
    if (in >= stretch->first) {
      *ret_out = in + stretch->delta;
      return TRUE;
    }
    if (in >= stretch->first - stretch->dropped)
      return FALSE;
  }
  return FALSE;
}

/* A packet out of the window: TRUE when it confirms that the source has jumped. */
static gboolean
confirm_jump (GcSeqMap *map, uint16_t seq)
{
  gboolean confirmed = map->has_stray && seq == (uint16_t)(map->stray + 1);

  map->has_stray = TRUE;
  map->stray = seq;
  return confirmed;
}

gboolean
gc_seq_map_push (GcSeqMap *map,
                 uint16_t seq,
                 uint32_t timestamp,
                 int64_t now_us,
                 uint16_t *ret_seq,
                 uint32_t *ret_timestamp)
{
  int64_t out = 0;

  if (map->state != STATE_RUNNING) {
    start_source (map, seq, timestamp, now_us);
  } else if (!is_in_window (map, extend (map->highest_in, seq))) {
    if (!confirm_jump (map, seq))
      return FALSE;
    start_source (map, seq, timestamp, now_us);
  }
  int64_t in = extend (map->highest_in, seq);
  if (!map_number (map, in, &out))
    return FALSE;

  map->has_stray = FALSE;
  *ret_seq = (uint16_t)out;
  *ret_timestamp = timestamp + map->timestamp_offset;
  if (in >= map->highest_in) {
    map->highest_in = in;
    map->newest_timestamp = *ret_timestamp;
    map->newest_us = now_us;
  }
  map->highest_out = MAX (map->highest_out, out);
  return TRUE;
}

/* The stretch from @first on, which is behind all others. */
static void
add_stretch (GcSeqMap *map, const Stretch *stretch)
{
  if (map->count == MAX_STRETCHES) {
    memmove (map->stretches, map->stretches + 1, (MAX_STRETCHES - 1) * sizeof *map->stretches);
    map->count--;
  }
  map->stretches[map->count++] = *stretch;
}

gboolean
gc_seq_map_drop (GcSeqMap *map, uint16_t seq)
{
  if (map->state != STATE_RUNNING)
    return TRUE; /* the source has not begun: nothing to close */
  int64_t in = extend (map->highest_in, seq);
  if (!is_in_window (map, in) || in <= map->highest_in)
    return FALSE;

  Stretch *last = &map->stretches[map->count - 1];
  map->highest_in = in;
  if (last->first == in) { /* the one before was left out, too */
    last->first++;
    last->dropped++;
    last->delta--;
    return TRUE;
  }
  add_stretch (map, &(Stretch){ .first = in + 1, .dropped = 1, .delta = last->delta - 1 });
  return TRUE;
}

gboolean
gc_seq_map_insert (GcSeqMap *map, uint16_t *ret_seq)
{
  if (map->state != STATE_RUNNING)
    return FALSE;
  Stretch *last = &map->stretches[map->count - 1];
  int64_t next = map->highest_in + 1;

  map->highest_out = next + last->delta;
  *ret_seq = (uint16_t)map->highest_out;
  if (last->first == next) /* the one before was left out, or put in, too */
    last->delta++;
  else
    add_stretch (map, &(Stretch){ .first = next, .dropped = 0, .delta = last->delta + 1 });
  return TRUE;
}

gboolean
gc_seq_map_invert (const GcSeqMap *map, uint16_t seq, uint16_t *ret_seq)
{
  int64_t out = extend (map->highest_out, seq);

  if (map->state != STATE_RUNNING || out > map->highest_out)
    return FALSE;
  for (size_t i = map->count; i > 0; i--) {
    int64_t in = out - map->stretches[i - 1].delta;
    if (in >= map->stretches[i - 1].first) {
      const Stretch *next = i < map->count ? &map->stretches[i] : NULL;
      *ret_seq = (uint16_t)in;
      /* Beyond the stretch there is only what was put in. */
      return in > map->highest_in - WINDOW && (next == NULL || in < next->first - next->dropped);
    }
  }
  return FALSE;
}

gboolean
gc_seq_map_timestamp (const GcSeqMap *map, uint32_t timestamp, uint32_t *ret_timestamp)
{
  if (map->state != STATE_RUNNING)
    return FALSE;
  *ret_timestamp = timestamp + map->timestamp_offset;
  return TRUE;
}
