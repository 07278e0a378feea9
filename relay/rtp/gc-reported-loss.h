// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcReportedLoss: how much of a stream its receiver loses, as a mean over some seconds of its
 * reports; what decides by it begins at a loss of its own and ends when there has been next to none
 * for a while. In the caller's memory, at first all 0.
 */
typedef struct {
  int64_t mean;      /* of 65536, as all of them */
  int64_t report_us; /* of the last report; 0: none came */
  int64_t lossy_us;  /* when the mean was last too high to end */
} GcReportedLoss;

/* @percent of loss in the unit of the mean. */
#define GC_LOSS(percent) (65536 * (percent) / 100)

/* Notes that the receiver reported @fraction_lost, of 256 (RFC 3550 section 6.4.1). */
void gc_reported_loss_add (GcReportedLoss *loss, uint8_t fraction_lost, int64_t now_us);

/* Whether the mean has stayed below 0.5 % for 20 s. */
gboolean gc_reported_loss_is_over (const GcReportedLoss *loss, int64_t now_us);
