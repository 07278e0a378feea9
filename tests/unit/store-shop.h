// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"
#include "store/gc-store.h"

/*
 * Shop: a store in a place of its own for one test. The place is a new folder, or, when
 * GC_TEST_STORE holds the URL of a PostgreSQL server, a new database there.
 */
typedef struct {
  char *where;
  GcStore *store;
} Shop;

#define SHOP_START_MS INT64_C (1795449600000)

gboolean shop_is_postgres (void);
char *shop_make_place (void);
void shop_remove_place (const char *where);
/* For the service, waits until the one before is quite gone. */
GcStore *shop_must_open (const char *where, GcStoreMode mode);
/* Runs @sql in the database itself, beside any store. */
void shop_execute (const char *where, const char *sql);
/* SQLite's own check of the file. */
void shop_check_integrity (const char *where);

void shop_open (Shop *shop, gconstpointer data);
void shop_close (Shop *shop, gconstpointer data);
void shop_reopen (Shop *shop);

/* A GAsyncReadyCallback that puts the result into the pointer behind @user_data. */
void shop_on_result (GObject *source, GAsyncResult *result, gpointer user_data);
/* Waits for that, and returns it. */
GAsyncResult *shop_wait_for (GAsyncResult **result);

gboolean shop_commit (GcStore *store, GcQueueRows *rows, GPtrArray *answers, GError **error);
GcQueueRows *shop_load (GcStore *store);
GPtrArray *shop_one_answer (const char *seat, const char *request, const char *text, int64_t at_ms);
char *shop_get_answer (GcStore *store, const char *seat, const char *request);

/* A queue with the agents ann and bo; it stands for the service. */
GcQueue *shop_new_queue (void);
void shop_apply (GcQueue *queue, GcQueueEvent event, int64_t now_ms);
void shop_save (Shop *shop, GcQueue *queue);
GcQueueEvent shop_creation (const char *id);
void shop_create_many (GcQueue *queue, unsigned from, unsigned n);

#define SHOP_ADD(path, test) g_test_add ("/store/" path, Shop, NULL, shop_open, test, shop_close)
