// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-store.h"

#include <sqlite3.h>

/*
 * GcSqlite: one connection, used by one thread. Statements are prepared once and kept. Arguments
 * are bound by a format of one letter each:
 *   t  const char * (NULL: null)    i  int64_t    h  const uint8_t *, GC_STORE_HASH_SIZE bytes
 */
typedef struct _GcSqlite GcSqlite;

/* Opens or makes the database, brings the schema up to date. Errors: as gc_store_open (). */
GcSqlite *gc_sqlite_open (const char *directory, GcStoreMode mode, GError **error);
void gc_sqlite_close (GcSqlite *sqlite);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSqlite, gc_sqlite_close)

/*
 * Begins and ends a write. Begin waits GC_STORE_BUSY_MS at most. End commits when @success, else
 * undoes all; when it fails nothing was written.
 */
gboolean gc_sqlite_begin (GcSqlite *sqlite, GError **error);
gboolean gc_sqlite_end (GcSqlite *sqlite, gboolean success, GError **error);

/* A statement with its arguments bound, to be stepped. Borrowed until the next use of @sql. */
sqlite3_stmt *
gc_sqlite_query (GcSqlite *sqlite, GError **error, const char *sql, const char *format, ...);

/* The statement of @sql with nothing bound yet. Borrowed. @sql is kept as key: static. */
sqlite3_stmt *gc_sqlite_prepare (GcSqlite *sqlite, const char *sql, GError **error);

/* One row further. FALSE also at the end: then @error is not set. */
gboolean gc_sqlite_step (GcSqlite *sqlite, sqlite3_stmt *statement, GError **error);

/* Runs a statement that gives no rows. */
gboolean gc_sqlite_run (GcSqlite *sqlite, GError **error, const char *sql, const char *format, ...);

/*
 * Moves the write-ahead log into the database when it is long; much longer if the caller is not
 * @idle. Does nothing while another process writes, and for commands.
 */
void gc_sqlite_checkpoint (GcSqlite *sqlite, gboolean idle);

/* How many rows the last statement changed. */
int gc_sqlite_changes (GcSqlite *sqlite);

/* (transfer full), NULL for null */
char *gc_sqlite_dup_text (sqlite3_stmt *statement, int column);
char **gc_sqlite_dup_words (sqlite3_stmt *statement, int column);

/* ---- gc-store-queue.c ---- */

GcQueueRows *gc_store_queue_load (GcSqlite *sqlite, GError **error);
gboolean gc_store_queue_write (GcSqlite *sqlite, const GcQueueRows *rows, GError **error);
gboolean gc_store_answers_write (GcSqlite *sqlite, const GPtrArray *answers, GError **error);

/* NULL without error: none. */
GcStoreAnswer *
gc_store_answer_get (GcSqlite *sqlite, const char *seat, const char *request, GError **error);

/* ---- gc-store-report.c ---- */

GcStoreHistory *
gc_store_history_read (GcSqlite *sqlite, uint64_t after_seq, int64_t from_ms, GError **error);

/* ---- gc-store-people.c: each is a whole transaction ---- */

gboolean gc_store_account_put (GcSqlite *sqlite,
                               const GcStoreAccount *account,
                               gboolean replace,
                               GError **error);
GPtrArray *gc_store_account_list (GcSqlite *sqlite, GError **error);
GcStoreAccount *gc_store_account_get (GcSqlite *sqlite, const char *account, GError **error);
gboolean gc_store_session_put (GcSqlite *sqlite, const GcStoreSession *session, GError **error);
GcStoreSession *
gc_store_session_get (GcSqlite *sqlite, const uint8_t *token_hash, int64_t now_ms, GError **error);
gboolean gc_store_session_revoke (GcSqlite *sqlite, const uint8_t *token_hash, GError **error);
gboolean gc_store_session_revoke_all (GcSqlite *sqlite, const char *account, GError **error);
GPtrArray *gc_store_kiosk_list (GcSqlite *sqlite, GError **error);
gboolean gc_store_enrol_code_put (GcSqlite *sqlite,
                                  const uint8_t *code_hash,
                                  const char *point,
                                  int64_t expires_ms,
                                  GError **error);
GcStoreKiosk *gc_store_kiosk_enrol (GcSqlite *sqlite,
                                    const uint8_t *code_hash,
                                    const uint8_t *token_hash,
                                    int64_t now_ms,
                                    GError **error);
gboolean gc_store_login_get (GcSqlite *sqlite,
                             const char *account,
                             const char *address,
                             int64_t now_ms,
                             GcStoreLogin *ret_login,
                             GError **error);
gboolean gc_store_login_note (GcSqlite *sqlite,
                              const char *account,
                              const char *address,
                              gboolean success,
                              int64_t now_ms,
                              GError **error);
