// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcBucket: a token bucket of eight bytes, full when it is all zero. It keeps the time up to which
 * all that was taken is paid for, so it needs no timer and no division.
 */
typedef struct {
  int64_t paid_ns; /* monotonic */
} GcBucket;

typedef struct {
  int64_t cost_ns;  /* time that pays for one token */
  int64_t burst_ns; /* time that fills the bucket */
} GcBucketRate;

/* @per_s tokens a second, 1 to 1e9, and up to @burst at once; for initialisers. */
#define GC_BUCKET_RATE(per_s, burst)                                                               \
  {                                                                                                \
    1000000000 / (per_s), INT64_C (1000000000) / (per_s) * (burst)                                 \
  }

/* Takes @n tokens, at least 1. Returns: FALSE, and takes none, if fewer are there. */
gboolean gc_bucket_take (GcBucket *bucket, const GcBucketRate *rate, size_t n, int64_t now_us);
