// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-clock.h"

#include <glib.h>

/*
 * GcStandby: what a node answers while another one is active: it lives (/health), it serves nobody
 * (503 to all the rest), so that a balancer sends people to the active node. Main thread.
 */
typedef struct _GcStandby GcStandby;

/*
 * Listens at @listen for pages of @origins (nullable), as the service would.
 * Errors: GC_ERROR_INVALID, GC_ERROR_UNAVAILABLE.
 */
GcStandby *gc_standby_new (const char *listen,
                           const char *const *origins,
                           const GcClock *clock,
                           GError **error);

/* Lets go of the address, for the service to take it. */
void gc_standby_free (GcStandby *standby);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStandby, gc_standby_free)

/* Why it waits, for /ready. */
void gc_standby_set_reason (GcStandby *standby, const char *reason);

/* Where it listens, such as "http://127.0.0.1:8080". (transfer none) */
const char *gc_standby_get_address (GcStandby *standby);
