// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-batch.h"
#include "media/gc-port.h"

/*
 * GcReceiver: reads datagrams of a GcPort many at a time, from its UDP sockets (recvmmsg) and its
 * TCP connections. Streaming thread.
 */
typedef struct _GcReceiver GcReceiver;

/* Where one datagram goes, and what it turned out to be. */
typedef struct {
  uint8_t *bytes; /* GC_PACKET_SIZE of them, given by the caller */
  size_t size;    /* what came; 0 for one that is to be dropped: too long, or from nowhere */
  GcAddress from;
} GcDatagram;

/* @port: (transfer none), referenced. Errors: UNAVAILABLE. (transfer full) */
GcReceiver *gc_receiver_new (GcPort *port, GError **error);
void gc_receiver_free (GcReceiver *receiver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcReceiver, gc_receiver_free)

/*
 * Reads at most @n <= GC_BATCH_PACKETS datagrams of those that the last gc_receiver_wait () saw,
 * the sockets and the connections in turn. Returns: how many of @datagrams were filled.
 */
size_t gc_receiver_read (GcReceiver *receiver, GcDatagram *datagrams, size_t n);

/*
 * Waits for a datagram, the bell, or @until_us (monotonic); not at all while the last read left
 * something over. Returns: TRUE if the bell rang.
 */
gboolean gc_receiver_wait (GcReceiver *receiver, int64_t until_us);
