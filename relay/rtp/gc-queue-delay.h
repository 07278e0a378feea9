// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcQueueDelay tells how much longer packets are under way than they need: the lowest delay of the
 * last moment less the lowest of the last minute. Lowest, so that jitter, which only ever adds,
 * does not count. The two clocks may differ by anything; their drift must be small in a minute.
 */
typedef struct _GcQueueDelay GcQueueDelay;

GcQueueDelay *gc_queue_delay_new (void);
void gc_queue_delay_free (GcQueueDelay *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcQueueDelay, gc_queue_delay_free)

/* Forgets everything. */
void gc_queue_delay_reset (GcQueueDelay *queue);

/* Notes that a packet was under way for @delay_us, known at @now_us. */
void gc_queue_delay_add (GcQueueDelay *queue, int64_t delay_us, int64_t now_us);

/* Takes the present delay for the lowest there is: what stands in the way is not ours. */
void gc_queue_delay_rebase (GcQueueDelay *queue);

/* The lowest delay; 0 when none is known. */
int64_t gc_queue_delay_get_base_us (const GcQueueDelay *queue);

/* The present delay above the lowest, >= 0. */
int64_t gc_queue_delay_get_us (const GcQueueDelay *queue);
