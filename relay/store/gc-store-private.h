// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-store-rows.h"

/*
 * GcStoreJob: one piece of work for the thread of the store, which runs it with the connection and
 * answers the task.
 */
typedef struct {
  /* What it needs; unused members stay zero. */
  void (*run) (GcDb *db, GTask *task, gpointer job);
  GcQueueRows *rows;
  GPtrArray *answers;
  GcStoreAccount *account;
  GcStoreSession *session;
  char *first;
  char *second;
  uint8_t hash[GC_STORE_HASH_SIZE];
  uint8_t other_hash[GC_STORE_HASH_SIZE];
  int64_t at_ms;
  uint64_t seq;
  gboolean flag;
  gpointer data; /* of a job that has a row of its own; with free_data */
  GDestroyNotify free_data;
} GcStoreJob;

/* (transfer full) */
GcStoreJob *gc_store_job_new (void (*run) (GcDb *db, GTask *task, gpointer job));

/* Hands @job (transfer full) to the thread. */
void
gc_store_push (GcStore *store, GcStoreJob *job, GAsyncReadyCallback callback, gpointer user_data);

/* Runs @job (transfer full) and waits for it, with a context of its own so that nothing else
 * happens meanwhile. (transfer full) */
GTask *gc_store_wait_for (GcStore *store, GcStoreJob *job);

/* Answers with TRUE, or with @error. */
void gc_store_return_boolean (GTask *task, gboolean done, GError **error);
/* Answers with @error (transfer full) if it is set, else with @result. */
void gc_store_return_pointer (GTask *task, gpointer result, GDestroyNotify free, GError *error);
