// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/* GcSimHeap: what is still to happen, the earliest first; of the same time, the first pushed. */
typedef struct _GcSimHeap GcSimHeap;

typedef struct {
  int64_t at_ms;
  int kind;
  unsigned visit;
  unsigned agent;
  unsigned serial; /* the owner's serial when it was pushed: outdated if that has gone on */
} GcSimEvent;

GcSimHeap *gc_sim_heap_new (void);
void gc_sim_heap_free (GcSimHeap *heap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimHeap, gc_sim_heap_free)

void gc_sim_heap_push (GcSimHeap *heap, const GcSimEvent *event);

/* FALSE when there is none. */
gboolean gc_sim_heap_pop (GcSimHeap *heap, GcSimEvent *ret_event);

/* When the next one is due; INT64_MAX: never. */
int64_t gc_sim_heap_next_ms (const GcSimHeap *heap);
