// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/uio.h>

/*
 * GcSendQueue: what a TCP connection could not take yet, in two lanes: sound and control never wait
 * behind pictures. What has become too old or too much is dropped, the oldest first, and always as
 * whole frames: one that the connection has taken a part of goes out to its end before anything
 * else. No I/O, and the time is an argument.
 */
typedef struct _GcSendQueue GcSendQueue;

typedef enum {
  GC_LANE_PROMPT, /* STUN, DTLS, RTCP, sound */
  GC_LANE_BULK,   /* pictures */
  GC_N_LANES,
} GcLane;

typedef struct {
  size_t max_bytes;
  int64_t max_age_us;
} GcLaneLimits;

/* @limits: one for each lane, borrowed for the life of the queue. (transfer full) */
GcSendQueue *gc_send_queue_new (const GcLaneLimits *limits);
void gc_send_queue_free (GcSendQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSendQueue, gc_send_queue_free)

/*
 * Copies a datagram of @size <= GC_FRAME_MAX_SIZE bytes to the end of @lane. Returns: how many of
 * the lane gave way to it.
 */
unsigned gc_send_queue_push (GcSendQueue *queue,
                             GcLane lane,
                             const uint8_t *bytes,
                             size_t size,
                             int64_t now_us);

/* Drops what is too old in @lane. Returns: how many datagrams. */
unsigned gc_send_queue_expire (GcSendQueue *queue, GcLane lane, int64_t now_us);

gboolean gc_send_queue_is_empty (const GcSendQueue *queue);

/*
 * The bytes to be written next, framed: at most @n_parts pieces, ending with the frame that reaches
 * @max_bytes. They stay until the next change of the queue. Returns: the number of pieces.
 */
size_t gc_send_queue_peek (const GcSendQueue *queue,
                           struct iovec *ret_parts,
                           size_t n_parts,
                           size_t max_bytes);

/*
 * The first @n bytes of what gc_send_queue_peek () showed have been written. Returns: the bytes of
 * the datagrams that have left whole by that.
 */
size_t gc_send_queue_take (GcSendQueue *queue, size_t n);
