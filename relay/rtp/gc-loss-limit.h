// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcLossLimit finds the capacity that losses betray, where no queue does: a policer, a short
 * buffer. Wireless links lose packets at any rate, so loss by itself means nothing; it is
 * congestion if it follows the rate. Of all pairs of a capacity and an inherent loss the one is
 * taken that makes what was seen in the last seconds most likely, and no limit unless a limit
 * explains it much better. (The idea is that of WebRTC's loss based estimator of 2021; the model
 * is a plainer one, see gc-loss-limit.c.) Never allocates after new.
 */
typedef struct _GcLossLimit GcLossLimit;

GcLossLimit *gc_loss_limit_new (void);
void gc_loss_limit_free (GcLossLimit *limit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLossLimit, gc_loss_limit_free)

/* Notes the fate of a packet sent at @sent_us, in order of their numbers; @bytes: its size and that
 * of those before it whose fate nobody told. */
void gc_loss_limit_add (GcLossLimit *limit, int64_t sent_us, uint32_t bytes, gboolean lost);

/* Bits per second; G_MAXDOUBLE for no limit. */
double gc_loss_limit_get_bps (const GcLossLimit *limit);

/* The share that is lost whatever is sent, 0 to 0.3. */
double gc_loss_limit_get_inherent (const GcLossLimit *limit);
