// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-bucket.h"

gboolean
gc_bucket_take (GcBucket *bucket, const GcBucketRate *rate, size_t n, int64_t now_us)
{
  int64_t now_ns = now_us * 1000;
  int64_t paid_ns = MAX (bucket->paid_ns, now_ns - rate->burst_ns) + (int64_t)n * rate->cost_ns;

  if (paid_ns > now_ns)
    return FALSE;
  bucket->paid_ns = paid_ns;
  return TRUE;
}
