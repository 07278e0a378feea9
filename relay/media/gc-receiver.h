// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-port.h"

/* GcReceiver: reads datagrams of a GcPort many at a time (recvmmsg). Streaming thread. */
typedef struct _GcReceiver GcReceiver;

#define GC_RECEIVER_BATCH 64 /* datagrams of one read */

/* Where one datagram goes, and what it turned out to be. */
typedef struct {
  uint8_t *bytes; /* GC_PACKET_SIZE of them, given by the caller */
  size_t size;    /* what came; 0 for one that is to be dropped: too long, or from nowhere */
  GcAddress from;
} GcDatagram;

/* @port: (transfer none), referenced. (transfer full) */
GcReceiver *gc_receiver_new (GcPort *port);
void gc_receiver_free (GcReceiver *receiver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcReceiver, gc_receiver_free)

/*
 * Reads at most @n <= GC_RECEIVER_BATCH datagrams that are there now, all sockets in turn. Returns:
 * how many of @datagrams were filled, 0 if none is there.
 */
size_t gc_receiver_read (GcReceiver *receiver, GcDatagram *datagrams, size_t n);

/*
 * Waits for a datagram, the bell, or @until_us (INT64_MAX: for ever). Returns: TRUE if the bell
 * rang.
 */
gboolean gc_receiver_wait (GcReceiver *receiver, int64_t now_us, int64_t until_us);
