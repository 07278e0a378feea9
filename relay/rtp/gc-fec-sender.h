// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtp.h"
#include "rtp/gc-sdp.h"

/*
 * GcFecSender decides by a receiver's reports whether one outgoing stream of pictures is to carry
 * FEC (RFC 5109, in RED), and makes it. It is for ways on which a retransmission comes late: from a
 * round trip of 100 ms and 1 % of loss on. The more is lost, the fewer packets share a FEC packet.
 * It ends when loss has stayed below 0.5 % for 20 s, or the round trip falls below 80 ms. Holds
 * memory only in between.
 *
 * FEC packets follow the last packet of a picture, never one within it: receivers take a picture
 * for whole when its numbers are.
 */
typedef struct _GcFecSender GcFecSender;

/* For pictures of @codec, which has FEC; nothing of it is kept. (transfer full) */
GcFecSender *gc_fec_sender_new (const GcSdpCodec *codec);
void gc_fec_sender_free (GcFecSender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcFecSender, gc_fec_sender_free)

/*
 * Notes a report: @fraction_lost, of 256, and @rtt_us, 0 when it is not known. @sparing: there is
 * no room for more than the least FEC, whatever is lost.
 */
void gc_fec_sender_report (GcFecSender *sender,
                           uint8_t fraction_lost,
                           int64_t rtt_us,
                           gboolean sparing,
                           int64_t now_us);

/* Forgets the packets that have no FEC yet: what comes next is of another source. */
void gc_fec_sender_switch (GcFecSender *sender);

/*
 * The RED payload for the packet that is about to be sent: @header as it would have without RED,
 * @payload, of which the first @patch_size bytes are to be those of @patch. Borrowed until the next
 * call; NULL when it is to go as it is.
 */
const uint8_t *gc_fec_sender_push (GcFecSender *sender,
                                   const uint8_t *header,
                                   size_t header_size,
                                   const GcRtp *rtp,
                                   const uint8_t *patch,
                                   size_t patch_size,
                                   size_t *ret_size);

/*
 * The next packet of FEC that is to follow the packet that was just pushed: payload type, time
 * stamp and payload, borrowed until the next call. FALSE: there is none (any more).
 */
gboolean gc_fec_sender_pop (GcFecSender *sender, GcRtp *ret_rtp);

/* What FEC leaves to the pictures of @bps. */
int64_t gc_fec_sender_leave_bps (const GcFecSender *sender, int64_t bps);
