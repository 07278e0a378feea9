// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-departures.h"

typedef struct {
  uint32_t packet;
  uint16_t number;
  uint16_t waits; /* nothing has been told of it */
} Departure;

struct _GcDepartures {
  Departure ring[GC_DEPARTURES_CAPACITY]; /* by number */
};

GcDepartures *
gc_departures_new (void)
{
  return g_new0 (GcDepartures, 1);
}

void
gc_departures_free (GcDepartures *departures)
{
  g_free (departures);
}

static Departure *
find_place (GcDepartures *departures, uint16_t number)
{
  return &departures->ring[number % GC_DEPARTURES_CAPACITY];
}

void
gc_departures_add (GcDepartures *departures, uint16_t number, uint32_t packet)
{
  *find_place (departures, number) =
      (Departure){ .packet = packet, .number = number, .waits = TRUE };
}

gboolean
gc_departures_take (GcDepartures *departures, uint16_t number, uint32_t *ret_packet)
{
  Departure *departure = find_place (departures, number);

  if (!departure->waits || departure->number != number)
    return FALSE;
  departure->waits = FALSE;
  *ret_packet = departure->packet;
  return TRUE;
}
