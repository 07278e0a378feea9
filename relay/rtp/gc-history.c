// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Packets lie one behind the other in chunks; chunks form a queue from oldest to newest, and a
 * chunk goes when the last packet in it is past the span. So memory follows bit rate times span,
 * and a steady stream turns the same few chunks round and round. An index by number finds them;
 * its entries are not cleared when a chunk goes, each tells by the chunk's serial that it is void.
 *
 * NOTES: one ring of fixed size would need 250 KB for each video line at all times (2 Mbit/s for
 * 1 s), four times what most links need, and lines that carry nothing would pay as well.
 */
#include "config.h"

#include "rtp/gc-history.h"

#include <string.h>

#define CHUNK 4096 /* three packets of a picture */
#define SLOW_CHUNK 2048
#define SLOW_BYTES 8192 /* held by a slow stream, such as sound, at most */
#define MIN_SLOTS 32
#define DEFAULT_SPAN_US 450000
#define DEFAULT_RTT_US 100000
#define HESITATION_US 150000 /* of a receiver before its first request */
#define MIN_RESEND_US 5000
#define MIN_CREDIT 16384

typedef struct _Chunk Chunk;

struct _Chunk {
  Chunk *next; /* newer */
  uint64_t serial;
  int64_t newest_us;
  size_t capacity;
  size_t used;
  uint8_t bytes[];
};

typedef struct {
  Chunk *chunk;    /* valid when serial is not below that of the oldest chunk */
  uint64_t serial; /* 0: never used, or forgotten */
  int64_t pushed_us;
  int64_t resent_us; /* INT64_MIN: never */
  uint32_t offset;
  uint16_t seq;
  uint16_t payload_size;
  uint16_t header_size;
} Slot;

struct _GcHistory {
  Chunk *oldest; /* owned, as all behind it */
  Chunk *newest;
  uint64_t serial;    /* of the newest chunk */
  size_t chunk_bytes; /* capacity of all chunks */
  Slot *slots;        /* by number modulo slot_count, which is a power of 2; owned */
  size_t slot_count;
  gboolean started;
  uint16_t highest_seq;
  uint64_t pushed[GC_HISTORY_MAX_PACKETS / 64]; /* a bit for each of the last numbers */
  int64_t span_us;
  int64_t wait_us;
  int64_t rtt_us;
  size_t credit; /* bytes that may be resent */
};

GcHistory *
gc_history_new (void)
{
  GcHistory *history = g_new0 (GcHistory, 1);

  history->span_us = DEFAULT_SPAN_US;
  history->rtt_us = DEFAULT_RTT_US;
  return history;
}

void
gc_history_free (GcHistory *history)
{
  if (history == NULL)
    return;
  gc_history_clear (history);
  g_free (history);
}

void
gc_history_set_rtt (GcHistory *history, int64_t rtt_us)
{
  rtt_us = CLAMP (rtt_us, 0, GC_HISTORY_MAX_SPAN_US);
  history->rtt_us = rtt_us;
  history->span_us = MIN (3 * rtt_us + HESITATION_US, GC_HISTORY_MAX_SPAN_US);
}

void
gc_history_set_wait (GcHistory *history, int64_t wait_us)
{
  history->wait_us = CLAMP (wait_us, 0, GC_HISTORY_MAX_WAIT_US);
}

/* How long a packet is held. */
static int64_t
span_us (const GcHistory *history)
{
  return history->span_us + history->wait_us;
}

static Chunk *
pop_oldest (GcHistory *history)
{
  Chunk *chunk = history->oldest;

  history->oldest = chunk->next;
  if (history->oldest == NULL)
    history->newest = NULL;
  history->chunk_bytes -= chunk->capacity;
  return chunk;
}

static void
append (GcHistory *history, Chunk *chunk, int64_t now_us)
{
  chunk->next = NULL;
  chunk->used = 0;
  chunk->newest_us = now_us;
  chunk->serial = ++history->serial;
  if (history->newest != NULL)
    history->newest->next = chunk;
  else
    history->oldest = chunk;
  history->newest = chunk;
  history->chunk_bytes += chunk->capacity;
}

/* The chunk to which @size more bytes can be added; makes room by the age of what is there. */
static Chunk *
get_chunk (GcHistory *history, size_t size, int64_t now_us)
{
  if (history->newest != NULL && history->newest->capacity - history->newest->used >= size)
    return history->newest;

  /* A chunk goes as a whole, so a small one holds little that is past its time. */
  size_t capacity = history->chunk_bytes < SLOW_BYTES ? SLOW_CHUNK : CHUNK;
  Chunk *spare = NULL;
  while (history->oldest != NULL && (now_us - history->oldest->newest_us > span_us (history) ||
                                     history->chunk_bytes + capacity > GC_HISTORY_MAX_BYTES)) {
    g_free (spare);
    spare = pop_oldest (history);
  }
  if (spare != NULL && spare->capacity != capacity)
    g_clear_pointer (&spare, g_free);
  if (spare == NULL) {
    spare = g_malloc (sizeof (Chunk) + capacity);
    spare->capacity = capacity;
  }
  append (history, spare, now_us);
  return spare;
}

static gboolean
is_valid (const GcHistory *history, const Slot *slot)
{
  return history->oldest != NULL && slot->serial >= history->oldest->serial;
}

static Slot *
get_slot (const GcHistory *history, uint16_t seq)
{
  return &history->slots[seq & (history->slot_count - 1)];
}

static void
grow_slots (GcHistory *history)
{
  size_t old_count = history->slot_count;
  Slot *old = history->slots;

  g_assert (old != NULL || old_count == 0);
  history->slot_count = MAX (old_count * 2, MIN_SLOTS);
  history->slots = g_new0 (Slot, history->slot_count);
  for (size_t i = 0; i < old_count; i++)
    if (is_valid (history, &old[i]))
      *get_slot (history, old[i].seq) = old[i];
  g_free (old);
}

/* The slot for @seq; NULL when that would push out a newer packet. */
static Slot *
take_slot (GcHistory *history, uint16_t seq, int64_t now_us)
{
  if (history->slots == NULL)
    grow_slots (history);
  for (;;) {
    Slot *slot = get_slot (history, seq);
    if (!is_valid (history, slot) || slot->seq == seq)
      return slot;
    gboolean fresh = now_us - slot->pushed_us <= span_us (history);
    if (fresh && history->slot_count < GC_HISTORY_MAX_PACKETS)
      grow_slots (history);
    else
      return (int16_t)(uint16_t)(seq - slot->seq) > 0 ? slot : NULL;
  }
}

static void
set_pushed (GcHistory *history, uint16_t seq, gboolean pushed)
{
  uint64_t bit = UINT64_C (1) << (seq % 64);
  uint64_t *word = &history->pushed[seq % GC_HISTORY_MAX_PACKETS / 64];

  *word = pushed ? *word | bit : *word & ~bit;
}

/* Notes @seq, which is @ahead of the highest number; those in between may come later. */
static void
note_pushed (GcHistory *history, uint16_t seq, int ahead)
{
  if (!history->started || ahead >= GC_HISTORY_MAX_PACKETS)
    memset (history->pushed, 0, sizeof history->pushed);
  else
    for (int back = 1; back < ahead; back++)
      set_pushed (history, (uint16_t)(seq - back), FALSE);
  set_pushed (history, seq, TRUE);
  if (!history->started || ahead > 0)
    history->highest_seq = seq;
  history->started = TRUE;
}

uint8_t *
gc_history_push (GcHistory *history,
                 uint16_t seq,
                 const uint8_t *header,
                 size_t header_size,
                 const uint8_t *payload,
                 size_t payload_size,
                 int64_t now_us)
{
  size_t size = header_size + payload_size;

  if (size > GC_HISTORY_MAX_PACKET)
    return NULL;
  int16_t ahead = (int16_t)(uint16_t)(seq - history->highest_seq);
  if (history->started && ahead <= -GC_HISTORY_MAX_PACKETS)
    return NULL;
  /* First the chunk: making room may void slots. */
  Chunk *chunk = get_chunk (history, size, now_us);
  Slot *slot = take_slot (history, seq, now_us);
  if (slot == NULL)
    return NULL;

  uint8_t *at = chunk->bytes + chunk->used;
  memcpy (at, header, header_size);
  if (payload_size > 0)
    memcpy (at + header_size, payload, payload_size);
  *slot = (Slot){ .chunk = chunk,
                  .serial = chunk->serial,
                  .pushed_us = now_us,
                  .resent_us = INT64_MIN,
                  .offset = (uint32_t)chunk->used,
                  .seq = seq,
                  .payload_size = (uint16_t)payload_size,
                  .header_size = (uint16_t)header_size };
  chunk->used += size;
  chunk->newest_us = now_us;
  history->credit = MIN (history->credit + size, MAX (history->chunk_bytes, MIN_CREDIT));
  note_pushed (history, seq, ahead);
  return at + header_size;
}

/* The slot that holds @seq, or NULL. */
static Slot *
find_slot (const GcHistory *history, uint16_t seq)
{
  if (history->slots == NULL)
    return NULL;
  Slot *slot = get_slot (history, seq);
  return is_valid (history, slot) && slot->seq == seq ? slot : NULL;
}

static void
view_slot (const Slot *slot, GcHistoryPacket *ret_packet)
{
  const uint8_t *at = slot->chunk->bytes + slot->offset;

  *ret_packet = (GcHistoryPacket){ .header = at,
                                   .header_size = slot->header_size,
                                   .payload = at + slot->header_size,
                                   .payload_size = slot->payload_size,
                                   .pushed_us = slot->pushed_us };
}

static gboolean
spend (GcHistory *history, const Slot *slot)
{
  size_t size = (size_t)slot->header_size + slot->payload_size;

  if (size > history->credit)
    return FALSE;
  history->credit -= size;
  return TRUE;
}

gboolean
gc_history_resend (GcHistory *history, uint16_t seq, int64_t now_us, GcHistoryPacket *ret_packet)
{
  Slot *slot = find_slot (history, seq);
  if (slot == NULL)
    return FALSE;
  if (slot->resent_us != INT64_MIN &&
      now_us - slot->resent_us < MAX (history->rtt_us * 3 / 4, MIN_RESEND_US))
    return FALSE;
  if (!spend (history, slot))
    return FALSE;

  slot->resent_us = now_us;
  view_slot (slot, ret_packet);
  return TRUE;
}

gboolean
gc_history_repeat (GcHistory *history, uint16_t seq, GcHistoryPacket *ret_packet)
{
  const Slot *slot = find_slot (history, seq);

  if (slot == NULL || !spend (history, slot))
    return FALSE;
  view_slot (slot, ret_packet);
  return TRUE;
}

gboolean
gc_history_get (const GcHistory *history, uint16_t seq, GcHistoryPacket *ret_packet)
{
  const Slot *slot = find_slot (history, seq);

  if (slot == NULL)
    return FALSE;
  view_slot (slot, ret_packet);
  return TRUE;
}

gboolean
gc_history_is_past (const GcHistory *history, uint16_t seq)
{
  uint16_t behind = (uint16_t)(history->highest_seq - seq);
  uint64_t bit = UINT64_C (1) << (seq % 64);

  return history->started && behind < GC_HISTORY_MAX_PACKETS &&
         (history->pushed[seq % GC_HISTORY_MAX_PACKETS / 64] & bit) != 0 &&
         find_slot (history, seq) == NULL;
}

gboolean
gc_history_get_newest (const GcHistory *history, GcHistoryPacket *ret_packet)
{
  return gc_history_get (history, history->highest_seq, ret_packet);
}

gboolean
gc_history_forget (GcHistory *history, uint16_t seq)
{
  Slot *slot = find_slot (history, seq);

  if (slot == NULL)
    return FALSE;
  slot->serial = 0;
  set_pushed (history, seq, FALSE);
  return TRUE;
}

void
gc_history_trim (GcHistory *history, int64_t now_us)
{
  while (history->oldest != NULL && now_us - history->oldest->newest_us > span_us (history))
    g_free (pop_oldest (history));
  if (history->oldest == NULL) {
    g_clear_pointer (&history->slots, g_free);
    history->slot_count = 0;
    history->started = FALSE;
  }
}

void
gc_history_clear (GcHistory *history)
{
  while (history->oldest != NULL)
    g_free (pop_oldest (history));
  g_clear_pointer (&history->slots, g_free);
  history->slot_count = 0;
  history->started = FALSE;
  history->credit = 0;
}

size_t
gc_history_bytes (const GcHistory *history)
{
  size_t bytes = sizeof *history + history->slot_count * sizeof (Slot);

  for (const Chunk *chunk = history->oldest; chunk != NULL; chunk = chunk->next)
    bytes += sizeof *chunk + chunk->capacity;
  return bytes;
}
