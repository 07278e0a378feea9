// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A ring by number. The receiver's clock has 24 bits of 64 ms on the wire and wraps every 298
 * hours; the parser leaves that to us. Arrivals are laid beside our own clock, the first one at the
 * time of its feedback, and the way from one to the next is the shorter one round the circle.
 */
#include "config.h"

#include "rtp/gc-sent.h"

#define CLOCK_PERIOD_US ((INT64_C (1) << 24) * 64000)
#define MIN_ENTRIES 256
#define FRESH_US 2000000               /* after sending, feedback may well come */
#define MAX_SKEW_US INT64_C (60000000) /* of its clock from ours before it counts as a jump */

enum {
  STATE_NONE,
  STATE_SENT,
  STATE_ASSUMED, /* a later one arrived, and of this one nobody has told */
  STATE_LOST,
  STATE_ARRIVED,
};

typedef struct {
  int64_t sent_us;
  uint32_t total; /* bytes sent up to here, this one included, modulo 2^32 */
  uint32_t name;
  uint16_t size;
  uint8_t probe;
  uint8_t state;
} Entry;

struct _GcSent {
  gboolean started;
  int64_t highest;  /* number, 64 bits, last sent */
  int64_t arrived;  /* highest number that arrived */
  int64_t answered; /* highest number that feedback told of */
  uint32_t total;
  uint32_t answered_total;
  int64_t answered_us;
  gboolean has_clock;
  gboolean jumped;
  int64_t told_us;    /* last arrival as the receiver told it */
  int64_t arrival_us; /* and where it lies on our clock */
  Entry *entries;     /* n_entries, a power of 2; owned */
  size_t n_entries;
};

GcSent *
gc_sent_new (void)
{
  GcSent *sent = g_new0 (GcSent, 1);

  sent->n_entries = MIN_ENTRIES;
  sent->entries = g_new0 (Entry, sent->n_entries);
  return sent;
}

void
gc_sent_free (GcSent *sent)
{
  if (sent == NULL)
    return;
  g_free (sent->entries);
  g_free (sent);
}

static Entry *
get_entry (const GcSent *sent, int64_t number)
{
  return &sent->entries[(size_t)number & (sent->n_entries - 1)];
}

/* The first number that is still held, or would be. */
static int64_t
get_lowest (const GcSent *sent)
{
  return sent->highest - (int64_t)sent->n_entries + 1;
}

/* Makes room for the next packet: it would take the place of one of which feedback may still tell.
 */
static void
ensure_room (GcSent *sent, int64_t now_us)
{
  const Entry *oldest = get_entry (sent, get_lowest (sent));
  size_t n = 2 * sent->n_entries;

  if (oldest->state != STATE_SENT || now_us - oldest->sent_us > FRESH_US || n > GC_SENT_CAPACITY)
    return;
  Entry *entries = g_new0 (Entry, n);
  for (int64_t i = get_lowest (sent); i <= sent->highest; i++)
    entries[(size_t)i & (n - 1)] = *get_entry (sent, i);
  g_free (sent->entries);
  sent->entries = entries;
  sent->n_entries = n;
}

static int64_t
unwrap (const GcSent *sent, uint16_t seq)
{
  return sent->highest + (int16_t)(uint16_t)(seq - (uint16_t)sent->highest);
}

static void
restart (GcSent *sent, uint16_t seq)
{
  for (size_t i = 0; i < sent->n_entries; i++)
    sent->entries[i].state = STATE_NONE;
  sent->started = TRUE;
  sent->highest = seq;
  sent->arrived = sent->highest - 1;
  sent->answered = sent->highest - 1;
  sent->answered_total = sent->total;
}

void
gc_sent_add (GcSent *sent, uint16_t seq, size_t size, uint32_t name, uint8_t probe, int64_t now_us)
{
  uint16_t bytes = (uint16_t)MIN (size, UINT16_MAX);

  if (!sent->started || unwrap (sent, seq) != sent->highest + 1) {
    restart (sent, seq);
  } else {
    ensure_room (sent, now_us);
    sent->highest++;
  }
  sent->total += bytes;
  *get_entry (sent, sent->highest) = (Entry){ .sent_us = now_us,
                                              .total = sent->total,
                                              .name = name,
                                              .size = bytes,
                                              .probe = probe,
                                              .state = STATE_SENT };
}

/* Puts an arrival as told by the receiver on our clock. */
static int64_t
place_arrival (GcSent *sent, int64_t told_us, int64_t now_us)
{
  told_us %= CLOCK_PERIOD_US;
  int64_t passed_us = (told_us - sent->told_us) % CLOCK_PERIOD_US;
  if (passed_us >= CLOCK_PERIOD_US / 2)
    passed_us -= CLOCK_PERIOD_US;
  else if (passed_us < -CLOCK_PERIOD_US / 2)
    passed_us += CLOCK_PERIOD_US;

  int64_t arrival_us = sent->arrival_us + passed_us;
  if (!sent->has_clock || ABS (arrival_us - now_us) > MAX_SKEW_US) {
    sent->jumped = sent->has_clock;
    sent->has_clock = TRUE;
    arrival_us = now_us;
  }
  sent->told_us = told_us;
  sent->arrival_us = arrival_us;
  return arrival_us;
}

/* Takes what lies before @number, of which no feedback has told, for delivered; returns its bytes.
 * Each number is passed once. */
static uint32_t
assume_before (GcSent *sent, int64_t number)
{
  uint32_t bytes = 0;

  for (int64_t i = MAX (sent->arrived + 1, get_lowest (sent)); i < number; i++) {
    Entry *entry = get_entry (sent, i);
    if (entry->state == STATE_SENT) {
      entry->state = STATE_ASSUMED;
      bytes += entry->size;
    }
  }
  sent->arrived = MAX (sent->arrived, number);
  return bytes;
}

GcSentReport
gc_sent_report (GcSent *sent,
                const GcRtcpTwccPacket *packet,
                int64_t now_us,
                GcSentPacket *ret_packet)
{
  int64_t number = unwrap (sent, packet->seq);

  if (!sent->started || number > sent->highest || number < get_lowest (sent))
    return GC_SENT_NOTHING_NEW;
  Entry *entry = get_entry (sent, number);
  if (entry->state == STATE_NONE || entry->state == STATE_ARRIVED ||
      now_us - entry->sent_us > GC_SENT_MAX_AGE_US ||
      (!packet->received && entry->state != STATE_SENT))
    return GC_SENT_NOTHING_NEW;
  if (number > sent->answered) {
    sent->answered = number;
    sent->answered_total = entry->total;
    sent->answered_us = entry->sent_us;
  }
  *ret_packet = (GcSentPacket){ .sent_us = entry->sent_us,
                                .size = entry->size,
                                .name = entry->name,
                                .probe = entry->probe,
                                .was_lost = entry->state == STATE_LOST };
  if (!packet->received) {
    entry->state = STATE_LOST;
    return GC_SENT_LOST;
  }
  ret_packet->arrival_us = place_arrival (sent, packet->arrival_us, now_us);
  ret_packet->new_bytes = entry->state == STATE_ASSUMED ? 0 : entry->size;
  entry->state = STATE_ARRIVED;
  ret_packet->new_bytes += assume_before (sent, number);
  return GC_SENT_ARRIVED;
}

int64_t
gc_sent_get_answered_us (const GcSent *sent)
{
  return sent->answered_us;
}

uint64_t
gc_sent_get_flight_bytes (const GcSent *sent)
{
  return (uint32_t)(sent->total - sent->answered_total);
}

gboolean
gc_sent_take_clock_jump (GcSent *sent)
{
  gboolean jumped = sent->jumped;

  sent->jumped = FALSE;
  return jumped;
}
