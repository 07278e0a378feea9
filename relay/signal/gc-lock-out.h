// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-store.h"

#include <stdint.h>

/*
 * The rule of the lock-out: it slows a guesser and never lets him lock out somebody else. A pair of
 * account and address that failed GC_LOCK_OUT_TRIES times waits 30 s, doubling to 15 min. For the
 * account as a whole only failures from addresses count that it never signed in from, and they slow
 * such addresses alone.
 */
#define GC_LOCK_OUT_TRIES 5
#define GC_LOCK_OUT_FIRST_MS INT64_C (30000)
#define GC_LOCK_OUT_LONGEST_MS INT64_C (900000)
#define GC_LOCK_OUT_STRANGER_TRIES 100
#define GC_LOCK_OUT_STRANGER_MS INT64_C (60000)

/*
 * How many milliseconds the pair that @login speaks of must still wait at @now_ms; 0: it may try.
 */
int64_t gc_lock_out_wait_ms (const GcStoreLogin *login, int64_t now_ms);
