// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * GcPacer decides when the pictures for one receiver leave, so that a key frame does not fill the
 * queue before the slowest link on the way. It keeps the books of what the caller holds: opaque
 * handles with a size. Two queues, the document strictly before the face. Sound, retransmissions
 * and the like are not queued at all: the caller sends them at once and says so, and the pictures
 * wait a little longer for it.
 *
 * Over a quarter of a second the rate is kept; within it packets follow each other at most at two
 * and a half times the rate. So what a sender sends above the rate, while it has not heard of it
 * yet, waits here, where it can be dropped, and not in a queue before which sound waits as well.
 *
 * When the first of a queue has waited for too long, all of the queue is dropped: with a hole in it
 * no picture can be decoded up to the next key frame.
 */
#define GC_PACER_CAPACITY 512 /* packets in a queue, a power of 2 */
#define GC_PACER_MAX_RATE_BPS 1000000000

typedef enum {
  GC_PACER_DOCUMENT, /* may wait 2 s: must be seen whole, need not be seen now */
  GC_PACER_FACE,     /* may wait 1 s */
  GC_PACER_N_QUEUES,
} GcPacerQueue;

typedef enum {
  GC_PACER_WAIT, /* nothing to do before gc_pacer_next_us () */
  GC_PACER_SEND,
  GC_PACER_DROP,
} GcPacerVerdict;

typedef struct {
  void *handle; /* the caller's */
  uint32_t size;
  GcPacerQueue queue;
  int64_t waited_us;
} GcPacerItem;

typedef struct _GcPacer GcPacer;

/* @rate_bps: 1 to GC_PACER_MAX_RATE_BPS, here and below; outside of it it is moved there. */
GcPacer *gc_pacer_new (int64_t rate_bps);

/* What is still queued is the caller's: pop it before. */
void gc_pacer_free (GcPacer *pacer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcPacer, gc_pacer_free)

void gc_pacer_set_rate (GcPacer *pacer, int64_t rate_bps);

/* Whether a packet of @size bytes may leave at once, since nothing waits and its time has come; it
 * is then counted. */
gboolean gc_pacer_pass (GcPacer *pacer, uint32_t size, int64_t now_us);

/* Queues a packet of @size bytes. FALSE: the queue is full, this packet is not taken, and the next
 * pops drop all of the queue. */
gboolean
gc_pacer_push (GcPacer *pacer, GcPacerQueue queue, void *handle, uint32_t size, int64_t now_us);

/* What to do at @now_us; @ret_item is written unless there is nothing. Call it until then. */
GcPacerVerdict gc_pacer_pop (GcPacer *pacer, int64_t now_us, GcPacerItem *ret_item);

/* The packet that is next although it is not due, for a probe; FALSE when none is queued. */
gboolean gc_pacer_pop_early (GcPacer *pacer, int64_t now_us, GcPacerItem *ret_item);

/* Counts @size bytes that were sent past the queues. */
void gc_pacer_add_sent (GcPacer *pacer, uint32_t size, int64_t now_us);

/* When gc_pacer_pop () should be called next; INT64_MAX: not before the next push. */
int64_t gc_pacer_next_us (const GcPacer *pacer);
