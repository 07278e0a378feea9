// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>

#include "media/gc-workers.h"

/*
 * GcWhip: the public WHIP endpoint (RFC 9725). POST /whip/{room}/{seat} makes a peer and puts it on
 * the seat, whose former peer ends; DELETE of the Location ends it. Both directions of the offer's
 * lines are answered, so two clients of a room see each other. Main thread.
 */
typedef struct _GcWhip GcWhip;

/*
 * Listens on @address. @token: (nullable), then @address must be a loopback one.
 * @workers: borrowed, outlive it. Errors: DENIED without a token on another address, UNAVAILABLE
 * when the system refuses. (transfer full)
 */
GcWhip *
gc_whip_new (GcWorkers *workers, GInetSocketAddress *address, const char *token, GError **error);
void gc_whip_free (GcWhip *whip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcWhip, gc_whip_free)

/* "http://HOST:PORT" of the address that it listens on. (transfer full) */
char *gc_whip_dup_uri (GcWhip *whip);
