// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * GcNack finds the gaps in one inbound stream and says which packets to ask for again (RFC 4585
 * section 6.2.1) and when to stop asking. A packet is first asked for 10 ms after its gap was
 * seen or when three later ones have come (reordering), then once a round trip, at most 10 times
 * and not for longer than max (500 ms, 4 round trips). Over more than 120 ms each request is made
 * twice: requests get lost as packets do, and another round trip is what costs. Holds at most
 * GC_NACK_MAX_MISSING packets; memory grows with the gaps only.
 */
#define GC_NACK_MAX_MISSING 256
#define GC_NACK_FAR_US 120000 /* a longer round trip is worth a repetition, of answers, too */

typedef struct _GcNack GcNack;

typedef enum {
  GC_NACK_IN_ORDER,  /* newest so far, with or without a gap before it */
  GC_NACK_REORDERED, /* filled a gap that had not been asked for */
  GC_NACK_RECOVERED, /* filled a gap that had been asked for */
  GC_NACK_LATE,      /* not missing: a duplicate, or given up before */
} GcNackArrival;

GcNack *gc_nack_new (void);
void gc_nack_free (GcNack *nack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcNack, gc_nack_free)

/* Forgets everything: the next packet is the first of its stream. */
void gc_nack_reset (GcNack *nack);

/* Notes the arrival of @seq. */
GcNackArrival gc_nack_receive (GcNack *nack, uint16_t seq, int64_t now_us);

/* How long ago the gap of the packet was seen that was RECOVERED last. */
int64_t gc_nack_waited_us (const GcNack *nack);

/* Whether @seq is being waited for. */
gboolean gc_nack_is_missing (const GcNack *nack, uint16_t seq);

/* From now on a packet is first asked for @patience_us after its gap was seen, however many have
 * come since: something else may still bring it. 0, as at first: as said above. */
void gc_nack_set_patience_us (GcNack *nack, int64_t patience_us);

/* Forgets what is missing of the @count numbers from @first on: they are not to come. */
void gc_nack_forget (GcNack *nack, uint16_t first, uint16_t count);

/* Forgets what is missing before @seq: a decoder starts afresh at the key frame that begins there.
 */
void gc_nack_forget_before (GcNack *nack, uint16_t seq);

/*
 * The packets to ask for at @now_us, ascending, at most @capacity; they count as asked. @rtt_us:
 * round trip to the sender, 0 when not known (then 100 ms). Returns how many.
 */
size_t
gc_nack_collect (GcNack *nack, int64_t now_us, int64_t rtt_us, uint16_t *ret_seqs, size_t capacity);

/* When gc_nack_collect () should be called next; INT64_MAX when nothing is missing. */
int64_t gc_nack_next_us (const GcNack *nack);

/* TRUE once after packets were given up for good: only a key frame helps now. */
gboolean gc_nack_take_lost (GcNack *nack);
