// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-clock.h"
#include "common/gc-metrics.h"
#include "queue/gc-queue.h"
#include "store/gc-store.h"

/*
 * GcEngine: the one place in which the queue changes. Events that come in while a commit is under
 * way are collected; then all of them are applied as one batch, written in one transaction and
 * synced, and only then is anybody told. If writing fails, all of the batch get `unavailable` and
 * the queue is read anew from the store. Main thread.
 */
typedef struct _GcEngine GcEngine;

/* Whose own rows a batch has changed: sets of char*. Others may see something of it, too. */
typedef struct {
  GHashTable *kiosks;
  GHashTable *agents;
} GcEngineTouched;

typedef struct {
  /* The queue was read from the store, at the start and after a failed write: submit PRESENT for
   * each seat whose page is there. */
  void (*loaded) (gpointer user_data);
  /* What the queue says now is durable; called after the requests of the batch were answered. */
  void (*committed) (const GcEngineTouched *touched, gpointer user_data);
} GcEngineCallbacks;

/* What an event's sender wants back. */
typedef struct {
  const char *seat;    /* (nullable) with @request: the answer is kept in the store */
  const char *request; /* (nullable) */
  /* (nullable) The result as JSON text, made right after the event was applied; NULL: "{}". */
  char *(*format) (const GcQueue *queue, const GcQueueEvent *event);
  /* (nullable) Exactly one of @result and @error is given. */
  void (*done) (const char *result, const GError *error, gpointer user_data);
  gpointer user_data;
} GcEngineRequest;

/* Events waiting for the next batch; beyond it new ones are refused. */
#define GC_ENGINE_MAX_PENDING 20000

/* All borrowed, and to outlive the engine. */
GcEngine *gc_engine_new (GcStore *store,
                         const GcQueueConfig *config,
                         const GcClock *clock,
                         GcMetrics *metrics,
                         const GcEngineCallbacks *callbacks,
                         gpointer user_data);

/* Requests that wait are answered with `unavailable`. Not from within a callback. */
void gc_engine_free (GcEngine *engine);

/* Reads the queue from the store; `loaded` follows, at once or after tries a second apart. */
void gc_engine_start (GcEngine *engine);

/* Applies @event with the next batch. @event and what it points to are copied; @request is
 * (nullable), its strings are copied. */
void gc_engine_submit (GcEngine *engine, const GcQueueEvent *event, const GcEngineRequest *request);

/* Makes an agent known, or changes what he may take, with the next batch. */
void gc_engine_set_agent (GcEngine *engine, const GcAgentSkills *skills);

/* The queue. Look at it only while gc_engine_is_durable (). (transfer none) */
const GcQueue *gc_engine_get_queue (GcEngine *engine);

/* Whether all that the queue says is on the disk: no commit is under way, the queue is loaded. */
gboolean gc_engine_is_durable (GcEngine *engine);

/* Milliseconds since 1970 that never go back: the real time at the start plus a steady clock. */
int64_t gc_engine_now_ms (GcEngine *engine);
