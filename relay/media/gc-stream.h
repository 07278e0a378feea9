// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-counters.h"
#include "media/gc-send-queue.h"
#include "rtp/gc-address.h"
#include "rtp/gc-frame.h"

/* GcStream: one TCP connection of a client, and what has been framed for it. Streaming thread. */
typedef struct _GcStream GcStream;

typedef struct {
  size_t max_unsent_bytes; /* what the kernel holds and may not send yet: the queue is ours */
  GcLaneLimits lanes[GC_N_LANES];
} GcStreamLimits;

/*
 * @fd: (transfer full), not blocking. @poller: an epoll descriptor, whose events for it have @tag
 * as data.ptr. @from: the 5-tuple. @limits and @counters are borrowed. (transfer full) (nullable)
 * when the system refuses; @fd is closed then, too.
 */
GcStream *gc_stream_new (int fd,
                         int poller,
                         gpointer tag,
                         const GcAddress *from,
                         const GcStreamLimits *limits,
                         GcCounters *counters);

/* Closes @fd, a connection: the other end is told so by a reset, and nothing stays behind. */
void gc_stream_reset (int fd);

/* Ends the connection: with @reset at once, else with what the kernel holds. */
void gc_stream_close (GcStream *stream, gboolean reset);

/* Closes it, if that has not been done. */
void gc_stream_free (GcStream *stream);

gboolean gc_stream_is_closed (const GcStream *stream);
const GcAddress *gc_stream_from (const GcStream *stream);

/* Reads up to @size bytes. Returns: 0 if none is there, -1 if the connection has ended. */
ssize_t gc_stream_read (GcStream *stream, uint8_t *bytes, size_t size);

/* As gc_frame_read () with the stream's own reader. */
GcFrameResult gc_stream_read_frame (GcStream *stream,
                                    const uint8_t **bytes,
                                    size_t *size,
                                    const uint8_t **ret_frame,
                                    size_t *ret_size);

/* Notes a datagram, which gc_stream_flush () sends. */
void
gc_stream_push (GcStream *stream, GcLane lane, const uint8_t *bytes, size_t size, int64_t now_us);

/*
 * Writes what the connection takes; the poller tells when it takes more. Returns: FALSE if
 * something is left.
 */
gboolean gc_stream_flush (GcStream *stream, int64_t now_us);
