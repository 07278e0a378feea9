// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtp.h"

/*
 * GcFecReceiver keeps the newest packets of one inbound stream and the FEC packets (RFC 5109) that
 * protect them, and gives back what was lost. Packets that came by retransmission are not for it:
 * their header extensions may differ from those of the packet that was protected. Of fixed size,
 * about 100 KB: for streams that have FEC just now. Never allocates after new.
 */
typedef struct _GcFecReceiver GcFecReceiver;

/*
 * @transport_cc_id: the header extension that is filled in after FEC was made, so counts as 0
 * there; 0: the stream has none.
 */
GcFecReceiver *gc_fec_receiver_new (uint32_t ssrc, uint8_t transport_cc_id);
void gc_fec_receiver_free (GcFecReceiver *receiver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcFecReceiver, gc_fec_receiver_free)

/*
 * Keeps a packet that came: @rtp as it is protected, without RED, and @header, the rtp->header_size
 * bytes before it. One that is too long for FEC is left out.
 */
void gc_fec_receiver_push (GcFecReceiver *receiver, const uint8_t *header, const GcRtp *rtp);

/* Takes the FEC payload of @size bytes. FALSE: it cannot be read. */
gboolean gc_fec_receiver_push_fec (GcFecReceiver *receiver, const uint8_t *payload, size_t size);

/*
 * The next packet that did not come, and follows from those that did; borrowed until the next call
 * of any of these. FALSE: there is none now.
 */
gboolean gc_fec_receiver_pop (GcFecReceiver *receiver, GcRtp *ret_rtp);
