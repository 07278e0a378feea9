// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-service-time.h"

#define LONGEST_MS (INT64_C (2) * 3600 * 1000)

GcServiceTime *
gc_service_time_new (const char *item)
{
  GcServiceTime *time = g_new0 (GcServiceTime, 1);

  time->item = g_strdup (item);
  time->mean_ms = GC_SERVICE_TIME_UNKNOWN_MS;
  return time;
}

GcServiceTime *
gc_service_time_copy (const GcServiceTime *time)
{
  GcServiceTime *copy = g_memdup2 (time, sizeof *time);

  copy->item = g_strdup (time->item);
  return copy;
}

void
gc_service_time_free (GcServiceTime *time)
{
  if (time == NULL)
    return;
  g_free (time->item);
  g_free (time);
}

gboolean
gc_service_time_expect (GcServiceTime *time, int64_t expected_ms)
{
  int64_t mean_ms = CLAMP (expected_ms, 1, LONGEST_MS);

  if (time->n > 0 || time->mean_ms == mean_ms)
    return FALSE;
  time->mean_ms = mean_ms;
  return TRUE;
}

void
gc_service_time_learn (GcServiceTime *time, int64_t took_ms)
{
  /* The expectation is the first value of the mean, so that one odd session is not the whole. */
  time->mean_ms = MAX ((3 * time->mean_ms + CLAMP (took_ms, 0, LONGEST_MS)) / 4, 1);
  if (time->n < G_MAXINT)
    time->n++;
}
