// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-user.h"

/*
 * GcPasses: one-time passes, each of which opens one WebSocket within GC_PASS_MS. A pass stands in
 * the address of the request, where a cookie would let any page of the browser open the socket.
 */
typedef struct _GcPasses GcPasses;

#define GC_PASS_MS 30000
#define GC_PASSES_MAX 4096
#define GC_PASSES_MAX_PER_ACCOUNT 16

GcPasses *gc_passes_new (void);
void gc_passes_free (GcPasses *passes);

/* Makes a pass for @user. (transfer full). Errors: GC_ERROR_LIMIT. */
char *gc_passes_add (GcPasses *passes, const GcUser *user, int64_t now_ms, GError **error);

/* Uses up @pass. Returns: (transfer full) (nullable): its user, NULL when unknown or too old. */
GcUser *gc_passes_take (GcPasses *passes, const char *pass, int64_t now_ms);
