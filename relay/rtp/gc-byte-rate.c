// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-byte-rate.h"

#define MIN_PACKETS 5
#define MAX_AGE_US 60000000 /* beyond all spans, and within what 32 bits tell apart */

typedef struct {
  uint32_t at_us; /* modulo 2^32, as the next one */
  uint32_t total; /* bytes up to here, this packet's included */
} Passed;

struct _GcByteRate {
  size_t count; /* ever */
  uint32_t total;
  int64_t newest_us;
  Passed passed[GC_BYTE_RATE_CAPACITY];
};

GcByteRate *
gc_byte_rate_new (void)
{
  return g_new0 (GcByteRate, 1);
}

void
gc_byte_rate_free (GcByteRate *rate)
{
  g_free (rate);
}

void
gc_byte_rate_reset (GcByteRate *rate)
{
  rate->count = 0;
}

void
gc_byte_rate_add (GcByteRate *rate, int64_t at_us, uint32_t bytes)
{
  if (at_us - rate->newest_us > MAX_AGE_US)
    gc_byte_rate_reset (rate);
  rate->newest_us = rate->count == 0 ? at_us : MAX (rate->newest_us, at_us);
  rate->total += bytes;
  rate->passed[rate->count++ % GC_BYTE_RATE_CAPACITY] =
      (Passed){ .at_us = (uint32_t)at_us, .total = rate->total };
}

static uint32_t
get_age_us (const GcByteRate *rate, size_t number)
{
  return (uint32_t)rate->newest_us - rate->passed[number % GC_BYTE_RATE_CAPACITY].at_us;
}

double
gc_byte_rate_get_bps (const GcByteRate *rate, int64_t span_us)
{
  size_t first = rate->count - MIN (rate->count, GC_BYTE_RATE_CAPACITY);
  size_t end = rate->count;

  /* The first one within the span; packets that overtook others may shift it by their number. */
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    if (get_age_us (rate, middle) > span_us)
      first = middle + 1;
    else
      end = middle;
  }
  if (rate->count - first < MIN_PACKETS)
    return 0;
  uint32_t passed_us = get_age_us (rate, first);
  if (passed_us < span_us / 4)
    return 0;
  uint32_t bytes = rate->total - rate->passed[first % GC_BYTE_RATE_CAPACITY].total;
  return (double)bytes * 8 * G_USEC_PER_SEC / passed_us;
}
