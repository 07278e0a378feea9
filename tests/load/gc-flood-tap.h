// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

#include "gc-flood-mutate.h"

/*
 * GcFloodTap: a wire between a load peer and the relay that keeps some of the datagrams that go to
 * the relay. Its socket there is the 5-tuple that the peer's ICE checks make valid.
 */
typedef struct _GcFloodTap GcFloodTap;

/*
 * Opens a tap to the relay whose SDP answer is @answer. @ret_answer is the same with the tap as the
 * only candidate, for the peer. Errors: GC_ERROR_INVALID, GC_ERROR_UNAVAILABLE. (transfer full)
 */
GcFloodTap *gc_flood_tap_new (const char *answer, char **ret_answer, GError **error);
void gc_flood_tap_free (GcFloodTap *tap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcFloodTap, gc_flood_tap_free)

/* The socket connected to the relay. */
int gc_flood_tap_get_fd (const GcFloodTap *tap);

/* Moves what waits on both sides. */
void gc_flood_tap_pump (GcFloodTap *tap);

/* The first datagrams of @kind that went to the relay. (element-type GBytes) (transfer none) */
const GPtrArray *gc_flood_tap_get_kept (const GcFloodTap *tap, GcFloodKind kind);

/* A new non-blocking socket connected to the tap's relay, which knows nothing of it; -1: none. */
int gc_flood_tap_open_stranger (const GcFloodTap *tap);
