// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The missing packets stand in an array in ascending order: gaps are found at its end, most are
 * filled near it. The array grows with the gaps, so a stream without loss holds nothing.
 */
#include "config.h"

#include "rtp/gc-nack.h"

#include <string.h>

#define MIN_CAPACITY 32
#define MAX_JUMP 1000 /* a gap that is larger is a new beginning */
#define REORDER_US 10000
#define REORDER_PACKETS 3
#define DEFAULT_RTT_US 100000
#define MIN_RETRY_US 20000
#define MAX_TRIES 10
#define REPEAT_US 25000 /* what is lost in one burst is not lost twice */
#define MIN_AGE_US 500000
#define AGE_RTTS 4

typedef struct {
  int64_t seen_us;  /* when the gap was seen */
  int64_t asked_us; /* last */
  uint16_t seq;
  uint8_t tries;
} Missing;

struct _GcNack {
  gboolean started;
  gboolean lost;
  gboolean has_stray; /* the packet before was far behind: */
  uint16_t stray;
  uint16_t highest_seq;
  int64_t rtt_us;
  int64_t waited_us;
  int64_t patience_us; /* before something is asked for; 0: as for reordering */
  Missing *missing;    /* owned */
  size_t count;
  size_t capacity;
};

GcNack *
gc_nack_new (void)
{
  GcNack *nack = g_new0 (GcNack, 1);

  nack->rtt_us = DEFAULT_RTT_US;
  return nack;
}

void
gc_nack_free (GcNack *nack)
{
  if (nack == NULL)
    return;
  g_free (nack->missing);
  g_free (nack);
}

void
gc_nack_reset (GcNack *nack)
{
  nack->started = FALSE;
  nack->lost = FALSE;
  nack->has_stray = FALSE;
  nack->count = 0;
}

static int
distance (uint16_t from, uint16_t to)
{
  return (int16_t)(uint16_t)(to - from);
}

static void
restart (GcNack *nack, uint16_t seq)
{
  nack->lost = nack->started;
  nack->started = TRUE;
  nack->has_stray = FALSE;
  nack->highest_seq = seq;
  nack->count = 0;
}

static void
remove_first (GcNack *nack, size_t count)
{
  /* Before the first gap there is no array, and memmove () takes no NULL, not even for nothing. */
  if (count == 0)
    return;
  nack->count -= count;
  memmove (nack->missing, nack->missing + count, nack->count * sizeof *nack->missing);
}

/* Room for @count more at the end; more than there is room for push the oldest out. */
static void
make_room (GcNack *nack, size_t count)
{
  size_t total = nack->count + count;

  if (total > GC_NACK_MAX_MISSING) {
    remove_first (nack, MIN (nack->count, total - GC_NACK_MAX_MISSING));
    nack->lost = TRUE;
    total = GC_NACK_MAX_MISSING;
  }
  while (nack->capacity < total) {
    nack->capacity = MAX (nack->capacity * 2, MIN_CAPACITY);
    nack->missing = g_renew (Missing, nack->missing, nack->capacity);
  }
}

/* Notes the @count numbers before @seq: all at once, for a hostile sender may leave out hundreds
 * with each packet. */
static void
add_gap (GcNack *nack, uint16_t seq, size_t count, int64_t now_us)
{
  make_room (nack, count);
  for (size_t left = MIN (count, GC_NACK_MAX_MISSING); left > 0; left--)
    nack->missing[nack->count++] = (Missing){ .seen_us = now_us, .seq = (uint16_t)(seq - left) };
}

/* The place of @seq among the missing, or where it would stand. */
static size_t
find_place (const GcNack *nack, uint16_t seq)
{
  size_t low = 0;
  size_t high = nack->count;

  while (low < high) {
    size_t middle = (low + high) / 2;
    if (distance (nack->missing[middle].seq, seq) > 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static GcNackArrival
receive_old (GcNack *nack, uint16_t seq, int64_t now_us)
{
  size_t place = find_place (nack, seq);

  if (place == nack->count || nack->missing[place].seq != seq)
    return GC_NACK_LATE;
  GcNackArrival arrival = nack->missing[place].tries > 0 ? GC_NACK_RECOVERED : GC_NACK_REORDERED;
  if (arrival == GC_NACK_RECOVERED)
    nack->waited_us = now_us - nack->missing[place].seen_us;
  nack->count--;
  memmove (nack->missing + place, nack->missing + place + 1,
           (nack->count - place) * sizeof *nack->missing);
  return arrival;
}

GcNackArrival
gc_nack_receive (GcNack *nack, uint16_t seq, int64_t now_us)
{
  int ahead = distance (nack->highest_seq, seq);

  if (!nack->started || ahead > MAX_JUMP) {
    restart (nack, seq);
    return GC_NACK_IN_ORDER;
  }
  if (ahead < -MAX_JUMP) {
    /* Two in a row far behind: the sender has begun anew. One: an old duplicate. */
    if (nack->has_stray && seq == (uint16_t)(nack->stray + 1)) {
      restart (nack, seq);
      return GC_NACK_IN_ORDER;
    }
    nack->has_stray = TRUE;
    nack->stray = seq;
    return GC_NACK_LATE;
  }
  nack->has_stray = FALSE;
  if (ahead <= 0)
    return receive_old (nack, seq, now_us);
  if (ahead > 1)
    add_gap (nack, seq, (size_t)ahead - 1, now_us);
  nack->highest_seq = seq;
  return GC_NACK_IN_ORDER;
}

int64_t
gc_nack_waited_us (const GcNack *nack)
{
  return nack->waited_us;
}

gboolean
gc_nack_is_missing (const GcNack *nack, uint16_t seq)
{
  size_t place = find_place (nack, seq);

  return place < nack->count && nack->missing[place].seq == seq;
}

void
gc_nack_set_patience_us (GcNack *nack, int64_t patience_us)
{
  nack->patience_us = patience_us;
}

void
gc_nack_forget (GcNack *nack, uint16_t first, uint16_t count)
{
  size_t from = find_place (nack, first);
  size_t to = find_place (nack, (uint16_t)(first + count));

  if (from == to)
    return;
  memmove (nack->missing + from, nack->missing + to, (nack->count - to) * sizeof *nack->missing);
  nack->count -= to - from;
}

void
gc_nack_forget_before (GcNack *nack, uint16_t seq)
{
  remove_first (nack, find_place (nack, seq));
}

static int64_t
max_age_us (const GcNack *nack)
{
  return MAX (MIN_AGE_US, AGE_RTTS * nack->rtt_us);
}

/* When @missing has to be asked for next. */
static int64_t
due_us (const GcNack *nack, const Missing *missing)
{
  if (missing->tries % 2 == 1 && nack->rtt_us > GC_NACK_FAR_US)
    return missing->asked_us + REPEAT_US;
  if (missing->tries > 0) /* an answer may take a little longer than the bare round trip */
    return missing->asked_us + MAX (nack->rtt_us + nack->rtt_us / 8, MIN_RETRY_US);
  if (nack->patience_us > 0)
    return missing->seen_us + nack->patience_us;
  if (distance (missing->seq, nack->highest_seq) >= REORDER_PACKETS)
    return missing->seen_us;
  return missing->seen_us + REORDER_US;
}

static gboolean
is_hopeless (const GcNack *nack, const Missing *missing, int64_t now_us)
{
  if (now_us - missing->seen_us > max_age_us (nack))
    return TRUE;
  return missing->tries >= MAX_TRIES && now_us >= due_us (nack, missing);
}

size_t
gc_nack_collect (GcNack *nack, int64_t now_us, int64_t rtt_us, uint16_t *ret_seqs, size_t capacity)
{
  size_t asked = 0;
  size_t kept = 0;

  nack->rtt_us = rtt_us > 0 ? MIN (rtt_us, G_USEC_PER_SEC) : DEFAULT_RTT_US;
  for (size_t i = 0; i < nack->count; i++) {
    Missing missing = nack->missing[i];
    if (is_hopeless (nack, &missing, now_us)) {
      nack->lost = TRUE;
      continue;
    }
    if (asked < capacity && now_us >= due_us (nack, &missing)) {
      missing.asked_us = now_us;
      missing.tries++;
      ret_seqs[asked++] = missing.seq;
    }
    nack->missing[kept++] = missing;
  }
  nack->count = kept;
  return asked;
}

int64_t
gc_nack_next_us (const GcNack *nack)
{
  int64_t next_us = INT64_MAX;

  for (size_t i = 0; i < nack->count; i++) {
    const Missing *missing = &nack->missing[i];
    int64_t end_us = missing->seen_us + max_age_us (nack) + 1;
    next_us = MIN (next_us, MIN (due_us (nack, missing), end_us));
  }
  return next_us;
}

gboolean
gc_nack_take_lost (GcNack *nack)
{
  gboolean lost = nack->lost;

  nack->lost = FALSE;
  return lost;
}
