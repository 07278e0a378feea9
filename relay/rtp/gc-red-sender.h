// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-red.h"

/*
 * GcRedSender decides by a receiver's reports whether one outgoing stream of sound is to carry
 * redundancy, and makes the RED payloads. From 2 % of loss on each packet has the frame before it
 * once more, from 5 % on the two before it; it ends when loss has stayed below 0.5 % for 20 s.
 * Holds frames only in between.
 */
#define GC_RED_MAX_SIZE 1100 /* bytes of a payload: within any MTU */

typedef struct _GcRedSender GcRedSender;

/* @payload_type: of the frames. (transfer full) */
GcRedSender *gc_red_sender_new (uint8_t payload_type);
void gc_red_sender_free (GcRedSender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcRedSender, gc_red_sender_free)

/* Notes that the receiver reported @fraction_lost, of 256 (RFC 3550 section 6.4.1). */
void gc_red_sender_report (GcRedSender *sender, uint8_t fraction_lost, int64_t now_us);

/* Forgets all frames: what comes next is of another source. */
void gc_red_sender_switch (GcRedSender *sender);

/*
 * The RED payload for the frame that is about to be sent with @timestamp, borrowed until the next
 * call; NULL when it is to go as it is. @most: so many frames are repeated at most, whatever is
 * lost. Keeps a copy for the packets to come.
 */
const uint8_t *gc_red_sender_push (GcRedSender *sender,
                                   uint32_t timestamp,
                                   const uint8_t *frame,
                                   size_t size,
                                   unsigned most,
                                   size_t *ret_size);
