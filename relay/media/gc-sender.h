// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-batch.h"
#include "media/gc-port.h"

/*
 * GcSender: protects the copies of a batch into one slab, ordered by destination, and sends them
 * with as few system calls as it can: datagrams of equal size to one destination become one
 * UDP_SEGMENT run, all runs leave by sendmmsg. Order within a destination is kept. Where the kernel
 * refuses a run, its datagrams are sent one by one. What goes to a TCP connection waits in its
 * queue, if it must. Streaming thread.
 */
typedef struct _GcSender GcSender;

/* @port: (transfer none), referenced. (transfer full) */
GcSender *gc_sender_new (GcPort *port);
void gc_sender_free (GcSender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSender, gc_sender_free)

/*
 * Notes one copy. With @send->srtp, @bytes is the RTP payload (of which @send->patch overwrites the
 * head just before it is protected), without it the whole datagram. @send and @bytes must stay
 * until gc_sender_flush ().
 */
void gc_sender_add (GcSender *sender, const GcSend *send, uint8_t *bytes, size_t size);

/* Sends all that was added. Never blocks: what does not fit is dropped, counted. */
void gc_sender_flush (GcSender *sender);

/* For tests and systems without it: whether runs are used. On by default. */
void gc_sender_set_segmentation (GcSender *sender, gboolean on);
