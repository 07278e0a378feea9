// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtcp.h"

/*
 * GcLossCount: how many packets of a stream its receiver expected, and how many of these it lost,
 * by what its reports tell (RFC 3550 section 6.4.1). Unlike the fraction of a single report, counts
 * of several streams and of several reports add up. In the caller's memory, at first all 0.
 */
typedef struct {
  gboolean started;
  uint32_t highest_seq; /* of the last report */
  int32_t cumulative_lost;
  uint64_t expected; /* since the first report */
  int64_t lost;      /* of those; what came twice counts against it */
} GcLossCount;

void gc_loss_count_add (GcLossCount *count, const GcRtcpReport *report);
