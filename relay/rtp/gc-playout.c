// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-playout.h"

#define UNIT_US 10000
#define MOST 1000       /* units: what receivers take as no limit */
#define MARGIN_US 40000 /* for a frame whose last packet came late, and its decoding */

void
gc_playout_note_resent (GcPlayout *playout, int64_t late_us, int64_t now_us)
{
  gc_lateness_note (&playout->lateness, late_us, now_us);
}

void
gc_playout_review (GcPlayout *playout, int64_t before_us, int64_t now_us)
{
  int64_t late_us = MAX (gc_lateness_get (&playout->lateness, now_us), before_us);
  int64_t held_us = late_us > 0 ? MIN (late_us + MARGIN_US, GC_PLAYOUT_MAX_US) : 0;

  playout->held_us = held_us / UNIT_US * UNIT_US;
  playout->told |= playout->held_us > 0;
}

gboolean
gc_playout_is_told (const GcPlayout *playout)
{
  return playout->told;
}

void
gc_playout_write (const GcPlayout *playout, uint8_t bytes[GC_PLAYOUT_SIZE])
{
  unsigned least = (unsigned)(playout->held_us / UNIT_US);

  bytes[0] = (uint8_t)(least >> 4);
  bytes[1] = (uint8_t)(least << 4 | MOST >> 8);
  bytes[2] = MOST & 0xff;
}

int64_t
gc_playout_ahead_us (const GcPlayout *playout, gboolean rough)
{
  return rough ? playout->held_us : MIN (playout->held_us, GC_PLAYOUT_LIPS_US);
}
