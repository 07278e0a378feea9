// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcDepartures remembers which packet left under which transport-wide number, so that feedback says
 * which one is lost. Feedback comes each 50 to 250 ms, whether or not the receiver's own request
 * for a lost packet was lost as well. Numbers ascend by one; the last GC_DEPARTURES_CAPACITY are
 * known, which at 2 Mbit/s is the last two seconds.
 */
#define GC_DEPARTURES_CAPACITY 512

typedef struct _GcDepartures GcDepartures;

GcDepartures *gc_departures_new (void);
void gc_departures_free (GcDepartures *departures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcDepartures, gc_departures_free)

/* Notes that @packet, which means something to the caller alone, left under @number. */
void gc_departures_add (GcDepartures *departures, uint16_t number, uint32_t packet);

/* The packet that left under @number, once; FALSE when it is not known, or was told before. */
gboolean gc_departures_take (GcDepartures *departures, uint16_t number, uint32_t *ret_packet);
