// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include "common/gc-metrics.h"
#include "media/gc-events.h"
#include "media/gc-workers.h"

/*
 * GcControl: the control API (docs/relay.md): peers, rooms, events, metrics, health. Offered on a
 * Unix socket, and on request over TLS with a bearer token. Main thread.
 */
typedef struct _GcControl GcControl;

/* What it works on; borrowed, outlives it. */
typedef struct {
  GcWorkers *workers;
  GcEvents *events;
  GcMetrics *metrics;
} GcControlParts;

GcControl *gc_control_new (const GcControlParts *parts);

/* Ends all listening. */
void gc_control_free (GcControl *control);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcControl, gc_control_free)

/*
 * Listens on the Unix socket @path, mode 0600. A socket file that nobody answers on is replaced.
 * Errors: CONFLICT when somebody does answer, UNAVAILABLE when the system refuses.
 */
gboolean gc_control_listen_unix (GcControl *control, const char *path, GError **error);

/* Listens on @address with TLS. Errors: as GTlsCertificate's, UNAVAILABLE. */
gboolean gc_control_listen_tls (GcControl *control,
                                GSocketAddress *address,
                                const char *certificate_file,
                                const char *key_file,
                                const char *token,
                                GError **error);
