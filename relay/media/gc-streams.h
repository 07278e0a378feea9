// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-receiver.h"
#include "media/gc-stream.h"

/*
 * GcStreams: media over TCP for clients whose network lets no UDP through: ICE-TCP, passive (RFC
 * 6544), on the addresses and ports of a GcPort. To everything behind it a frame is a datagram, and
 * a connection is one more 5-tuple, with GC_ADDRESS_TCP in its GcAddress.local.
 *
 * A connection is a *stranger* until a peer owns its 5-tuple, and again when that peer has ended.
 * Strangers have little time and few places. Nothing blocks. Streaming thread, once it runs.
 */

/* See docs/relay.md. */
typedef struct {
  unsigned max_streams;
  unsigned max_strangers;         /* one more takes the place of the oldest */
  unsigned max_network_strangers; /* of one /24, IPv6 /64 */
  int64_t stranger_us;            /* until a stranger is closed */
  int64_t idle_us;                /* without a datagram from it, until any is closed */
  int64_t stall_us;               /* while what was sent is not acknowledged */
  GcStreamLimits stream;
} GcStreamsLimits;

/* Those of a GcPort. Static. */
const GcStreamsLimits *gc_streams_get_limits (void);

/* @port: the parent. @limits is borrowed. Errors: UNAVAILABLE. (transfer full) */
GcStreams *gc_streams_new (GcPort *port, const GcStreamsLimits *limits, GError **error);

/* Closes all of them. */
void gc_streams_free (GcStreams *streams);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStreams, gc_streams_free)

/*
 * Listens at @address, which socket number @socket of the port has, too. Returns: FALSE with errno
 * set if the system refuses.
 */
gboolean gc_streams_listen (GcStreams *streams, size_t socket, const GcAddress *address);

/* Who tells whether a peer owns a 5-tuple; NULL: nobody does. */
void gc_streams_set_owner (GcStreams *streams,
                           gboolean (*owns) (gpointer owner, const GcAddress *from),
                           gpointer owner);

/* A descriptor that is readable when gc_streams_read () has something to do. */
int gc_streams_fd (const GcStreams *streams);

/*
 * Accepts, reads, writes what waited and closes what has no more right to be there. Returns: how
 * many of the @n datagrams were filled.
 */
size_t gc_streams_read (GcStreams *streams, int64_t now_us, GcDatagram *datagrams, size_t n);

/*
 * The next 5-tuple that a peer owned when its connection closed; the bell of the port rings for
 * each. Returns: FALSE if there is none.
 */
gboolean gc_streams_pop_lost (GcStreams *streams, GcAddress *ret_lost);

/* The connection of the 5-tuple @to, until the next read. (nullable) (transfer none) */
GcStream *gc_streams_find (GcStreams *streams, const GcAddress *to);

/* Sends what was pushed to @stream. A stranger who does not read it at once is dropped. */
void gc_streams_flush (GcStreams *streams, GcStream *stream, int64_t now_us);
