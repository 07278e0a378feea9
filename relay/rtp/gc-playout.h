// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rtp/gc-lateness.h"

/*
 * GcPlayout says how long a receiver is to hold pictures before it shows them, so that repair is in
 * time, and how far ahead of them their sound may be heard. The receiver is told by the header
 * extension playout-delay from the first time on that there is something to hold, and of each
 * change. A struct of zeros has nothing to hold.
 */
#define GC_PLAYOUT_MAX_US 400000 /* one repair over a round trip of 300 ms, not two */
#define GC_PLAYOUT_LIPS_US 90000 /* ITU-R BT.1359-1: so far ahead of lips sound is accepted */
#define GC_PLAYOUT_SIZE 3        /* of the extension, in bytes */

typedef struct {
  GcLateness lateness; /* of what is sent again to this receiver */
  int64_t held_us;
  gboolean told;
} GcPlayout;

/* A packet was sent again @late_us after it was sent first. @now_us: above 0. */
void gc_playout_note_resent (GcPlayout *playout, int64_t late_us, int64_t now_us);

/* To be called each second. @before_us: how late repaired packets come to us. */
void gc_playout_review (GcPlayout *playout, int64_t before_us, int64_t now_us);

/* Whether the extension is to be sent, and what it says: the least and the most, 12 bits each, in
 * units of 10 ms. */
gboolean gc_playout_is_told (const GcPlayout *playout);
void gc_playout_write (const GcPlayout *playout, uint8_t bytes[GC_PLAYOUT_SIZE]);

/*
 * How long sound is heard before its pictures, at most as long as they are held: people who hear
 * each other late begin to speak at the same time. @rough: lips cannot be read in these pictures,
 * and sound does not wait for them at all.
 */
int64_t gc_playout_ahead_us (const GcPlayout *playout, gboolean rough);
