// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reports come each second or each five, and of 50 packets one lost is 2 %: so the loss is a mean
 * over some seconds, in which each report weighs as much as the time that it covers.
 */
#include "config.h"

#include "rtp/gc-reported-loss.h"

#define END_LOSS (65536 / 200)
#define END_US (INT64_C (20) * G_USEC_PER_SEC)
#define MEAN_US (INT64_C (4) * G_USEC_PER_SEC)

void
gc_reported_loss_add (GcReportedLoss *loss, uint8_t fraction_lost, int64_t now_us)
{
  int64_t covered_us = loss->report_us == 0 ? MEAN_US : MAX (now_us - loss->report_us, 0);
  int64_t change = ((int64_t)fraction_lost << 8) - loss->mean;

  loss->report_us = now_us;
  loss->mean += change * covered_us / (covered_us + MEAN_US);
  if (loss->mean >= END_LOSS)
    loss->lossy_us = now_us;
}

gboolean
gc_reported_loss_is_over (const GcReportedLoss *loss, int64_t now_us)
{
  return now_us - loss->lossy_us >= END_US;
}
