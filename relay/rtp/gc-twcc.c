// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Arrival times stand in a ring by transport-wide number. What was told stays there until it is
 * overwritten: a packet that comes late has all from it on told again, which senders expect.
 */
#include "config.h"

#include "rtp/gc-twcc.h"

#include "rtp/gc-bytes.h"

#define RING 512 /* packets, a power of 2 */
#define NOT_RECEIVED (-1)
#define MAX_TOLD 400 /* packets in one feedback: 20 + 2 * 58 + 2 * 400 bytes fit */
#define HEADER_SIZE 20
#define TICK_US 250
#define REFERENCE_US 64000
#define MAX_RUN 8191
#define ONE_BIT 14 /* symbols in a vector chunk */
#define TWO_BIT 7

enum {
  SYMBOL_LOST = 0,
  SYMBOL_SMALL = 1,
  SYMBOL_LARGE = 2,
};

struct _GcTwcc {
  uint32_t sender_ssrc;
  uint32_t media_ssrc; /* newest */
  gboolean started;
  uint8_t feedback_seq;
  int64_t first;      /* number, 64 bits, of the first packet ever */
  int64_t base;       /* number that the next feedback begins with */
  int64_t highest;    /* number */
  unsigned pending;   /* packets that came since the last feedback */
  int64_t pending_us; /* when the first of them came */
  int64_t arrivals_us[RING];
};

/* One feedback while it is put together. */
typedef struct {
  uint8_t symbols[MAX_TOLD];
  size_t count;
  uint8_t deltas[2 * MAX_TOLD];
  size_t delta_size;
  int64_t reference; /* in REFERENCE_US */
} Feedback;

GcTwcc *
gc_twcc_new (uint32_t sender_ssrc)
{
  GcTwcc *twcc = g_new0 (GcTwcc, 1);

  twcc->sender_ssrc = sender_ssrc;
  return twcc;
}

void
gc_twcc_free (GcTwcc *twcc)
{
  g_free (twcc);
}

static int64_t *
get_arrival (GcTwcc *twcc, int64_t number)
{
  return &twcc->arrivals_us[number & (RING - 1)];
}

static void
start (GcTwcc *twcc, int64_t number)
{
  twcc->started = TRUE;
  twcc->first = number;
  twcc->base = number;
  twcc->highest = number - 1;
  twcc->pending = 0;
}

/* Moves the ring on so that @number is its newest. */
static void
advance (GcTwcc *twcc, int64_t number)
{
  for (int64_t i = twcc->highest + 1; i < number; i++)
    *get_arrival (twcc, i) = NOT_RECEIVED;
  twcc->highest = number;
  twcc->base = MAX (twcc->base, number - RING + 1);
}

void
gc_twcc_receive (GcTwcc *twcc, uint16_t seq, uint32_t media_ssrc, int64_t arrival_us)
{
  if (!twcc->started)
    start (twcc, seq);
  int64_t number = twcc->highest + (int16_t)(uint16_t)(seq - (uint16_t)twcc->highest);
  if (number >= twcc->highest + RING || number <= twcc->highest - RING)
    start (twcc, number); /* a jump: what was pending is of no use any more */
  if (number < twcc->first)
    return;
  if (number > twcc->highest) {
    advance (twcc, number);
  } else if (*get_arrival (twcc, number) != NOT_RECEIVED) {
    return; /* a duplicate */
  } else {
    twcc->base = MIN (twcc->base, number);
  }
  *get_arrival (twcc, number) = arrival_us;
  twcc->media_ssrc = media_ssrc;
  if (twcc->pending++ == 0)
    twcc->pending_us = arrival_us;
}

int64_t
gc_twcc_next_us (const GcTwcc *twcc)
{
  if (twcc->pending == 0)
    return INT64_MAX;
  return twcc->pending_us + (twcc->pending >= GC_TWCC_MAX_PENDING ? 0 : GC_TWCC_INTERVAL_US);
}

/* Adds the packets from the base on until one does not fit any more. */
static void
collect (GcTwcc *twcc, Feedback *feedback)
{
  int64_t last_us = NOT_RECEIVED; /* as told, in whole ticks */

  for (int64_t i = twcc->base; i <= twcc->highest && feedback->count < MAX_TOLD; i++) {
    int64_t arrival_us = *get_arrival (twcc, i);
    if (arrival_us == NOT_RECEIVED) {
      feedback->symbols[feedback->count++] = SYMBOL_LOST;
      continue;
    }
    if (last_us == NOT_RECEIVED) {
      feedback->reference = arrival_us / REFERENCE_US;
      last_us = feedback->reference * REFERENCE_US;
    }
    /* Rounded down, also below zero, so that what is told never runs ahead of the clock. */
    int64_t passed_us = arrival_us - last_us;
    int64_t delta = passed_us / TICK_US - (passed_us % TICK_US < 0);
    if (delta < INT16_MIN || delta > INT16_MAX)
      break;
    last_us += delta * TICK_US;
    uint8_t *at = feedback->deltas + feedback->delta_size;
    if (delta >= 0 && delta <= UINT8_MAX) {
      at[0] = (uint8_t)delta;
      feedback->delta_size += 1;
      feedback->symbols[feedback->count++] = SYMBOL_SMALL;
    } else {
      gc_write_u16 (at, (uint16_t)delta);
      feedback->delta_size += 2;
      feedback->symbols[feedback->count++] = SYMBOL_LARGE;
    }
  }
}

static size_t
measure_run (const Feedback *feedback, size_t from)
{
  size_t to = from + 1;

  while (to < feedback->count && feedback->symbols[to] == feedback->symbols[from])
    to++;
  return MIN (to - from, MAX_RUN);
}

/* Whether the symbols that a vector of one bit each would hold are all 0 or 1. */
static gboolean
fits_one_bit (const Feedback *feedback, size_t from)
{
  for (size_t i = from; i < feedback->count && i < from + ONE_BIT; i++)
    if (feedback->symbols[i] > SYMBOL_SMALL)
      return FALSE;
  return TRUE;
}

/* Writes the chunk for the symbols at @from; returns how many it holds. */
static size_t
write_chunk (const Feedback *feedback, size_t from, uint8_t *out)
{
  size_t run = measure_run (feedback, from);
  gboolean one_bit = fits_one_bit (feedback, from);
  size_t room = one_bit ? ONE_BIT : TWO_BIT;
  unsigned width = one_bit ? 1 : 2;

  if (run >= room || from + run == feedback->count) {
    gc_write_u16 (out, (uint16_t)((unsigned)feedback->symbols[from] << 13 | (unsigned)run));
    return run;
  }
  size_t count = MIN (room, feedback->count - from);
  unsigned chunk = one_bit ? 0x8000 : 0xc000;
  for (size_t i = 0; i < count; i++)
    chunk |= (unsigned)feedback->symbols[from + i] << (width * (unsigned)(room - 1 - i));
  gc_write_u16 (out, (uint16_t)chunk);
  return count;
}

static size_t
write_feedback (GcTwcc *twcc, const Feedback *feedback, uint8_t *out)
{
  size_t size = HEADER_SIZE;

  out[0] = 2 << 6 | 15;
  out[1] = 205;
  gc_write_u32 (out + 4, twcc->sender_ssrc);
  gc_write_u32 (out + 8, twcc->media_ssrc);
  gc_write_u16 (out + 12, (uint16_t)twcc->base);
  gc_write_u16 (out + 14, (uint16_t)feedback->count);
  gc_write_u24 (out + 16, (uint32_t)feedback->reference & 0xffffff);
  out[19] = twcc->feedback_seq++;
  for (size_t i = 0; i < feedback->count; size += 2)
    i += write_chunk (feedback, i, out + size);
  for (size_t i = 0; i < feedback->delta_size; i++)
    out[size++] = feedback->deltas[i];
  while (size % 4 != 0)
    out[size++] = 0;
  gc_write_u16 (out + 2, (uint16_t)(size / 4 - 1));
  return size;
}

size_t
gc_twcc_format (GcTwcc *twcc, int64_t now_us, uint8_t *out, size_t capacity)
{
  Feedback feedback;

  if (capacity < GC_TWCC_MAX_SIZE || now_us < gc_twcc_next_us (twcc))
    return 0;
  feedback.count = 0;
  feedback.delta_size = 0;
  feedback.reference = 0;
  collect (twcc, &feedback);
  size_t size = write_feedback (twcc, &feedback, out);
  twcc->base += (int64_t)feedback.count;
  if (twcc->base > twcc->highest)
    twcc->pending = 0;
  return size;
}
