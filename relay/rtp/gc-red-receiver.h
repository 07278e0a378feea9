// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-red.h"
#include "rtp/gc-rtp.h"

/*
 * GcRedReceiver turns the redundant frames of one inbound stream into the packets that were lost,
 * and knows which those were, so that none of them is taken twice. Never allocates after new.
 */
typedef struct _GcRedReceiver GcRedReceiver;

GcRedReceiver *gc_red_receiver_new (void);
void gc_red_receiver_free (GcRedReceiver *receiver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcRedReceiver, gc_red_receiver_free)

/*
 * Notes the packet @rtp, whose payload is @red, and writes the packets missing right before it that
 * it restores to @ret_packets (room for GC_RED_MAX_REDUNDANT), with their own numbers and time
 * stamps, without extensions; they borrow the payload. Returns how many.
 */
unsigned gc_red_receiver_restore (GcRedReceiver *receiver,
                                  const GcRtp *rtp,
                                  const GcRed *red,
                                  GcRtp *ret_packets);

/* Notes a packet. FALSE: it was restored before, and only comes late. */
gboolean gc_red_receiver_push (GcRedReceiver *receiver, const GcRtp *rtp);
