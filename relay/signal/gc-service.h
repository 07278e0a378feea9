// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-clock.h"
#include "queue/gc-queue.h"
#include "signal/gc-catalogue.h"
#include "signal/gc-turn.h"
#include "store/gc-store.h"

/*
 * GcService: the signalling service in one object: pages, sign-in, sockets, seats, queue, store and
 * relay put together. Main thread; threads of its own are the store's and the password checks'.
 */
typedef struct _GcService GcService;

typedef struct {
  const char *listen;         /* HOST:PORT or unix:PATH */
  const char *relay;          /* path of gc-relay's control socket */
  const char *const *origins; /* (nullable) */
  const GcTurn *turn;         /* (nullable) */
  GcQueueConfig queue;
  const GcClock *clock;
  /* (nullable) Called once, when the queue is loaded and requests are taken. */
  void (*ready) (GcService *service, gpointer user_data);
  gpointer user_data;
} GcServiceConfig;

/* Files open at once when as many pages are there as the service takes. */
#define GC_SERVICE_FILES 14100

/*
 * Listens, and reads the queue from @store. @store and @catalogue are borrowed.
 * Errors: GC_ERROR_INVALID, GC_ERROR_UNAVAILABLE.
 */
GcService *gc_service_new (const GcServiceConfig *config,
                           GcStore *store,
                           const GcCatalogue *catalogue,
                           GError **error);
void gc_service_free (GcService *service);

/* Takes nothing new and tells every page (close code 1001); what is under way ends by itself. */
void gc_service_stop (GcService *service);

/* Where it listens, such as "http://127.0.0.1:8080". (transfer none) */
const char *gc_service_get_address (GcService *service);
