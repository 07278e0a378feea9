// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-lock-out.h"

int64_t
gc_lock_out_wait_ms (const GcStoreLogin *login, int64_t now_ms)
{
  int64_t wait_ms = 0;

  /*
   * A failure that seems to come later than now was noted by a clock that was ahead: one try, whose
   * failure is of now, or the pair would wait until the clock is there.
   */
  if (login->failures >= GC_LOCK_OUT_TRIES && login->last_failure_ms <= now_ms) {
    unsigned doublings = MIN (login->failures - GC_LOCK_OUT_TRIES, 10);
    int64_t whole_ms = MIN (GC_LOCK_OUT_FIRST_MS << doublings, GC_LOCK_OUT_LONGEST_MS);
    wait_ms = login->last_failure_ms + whole_ms - now_ms;
  }
  /* The store counts the failures of the last hour, so this ends by itself. */
  if (!login->known && login->stranger_failures >= GC_LOCK_OUT_STRANGER_TRIES)
    wait_ms = MAX (wait_ms, GC_LOCK_OUT_STRANGER_MS);
  return MAX (wait_ms, 0);
}
