// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-loss-count.h"

/* Between two reports; a receiver that claims more has begun anew, or lies. */
#define MAX_EXPECTED 65536

void
gc_loss_count_add (GcLossCount *count, const GcRtcpReport *report)
{
  uint32_t expected = report->highest_seq - count->highest_seq;
  int64_t lost = (int64_t)report->cumulative_lost - count->cumulative_lost;

  if (count->started && expected <= MAX_EXPECTED && ABS (lost) <= (int64_t)expected) {
    count->expected += expected;
    count->lost += lost;
  }
  count->started = TRUE;
  count->highest_seq = report->highest_seq;
  count->cumulative_lost = report->cumulative_lost;
}
