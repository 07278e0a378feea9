// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-store.h"

/*
 * GcDb: one connection to a database of either kind, used by one thread at a time. What stands
 * above it is written once, in the SQL that both kinds understand, with `?` for arguments.
 *
 * Statements are prepared once and kept; their text is the key, so it must be static. Arguments are
 * bound by a format of one letter each:
 *   t  const char * (NULL: null)    i  int64_t    h  const uint8_t *, GC_STORE_HASH_SIZE bytes
 *   b  GBytes *
 */
typedef struct _GcDb GcDb;
typedef struct _GcStatement GcStatement;

/* The database at @where, as gc_store_open () describes it. */
GcDb *gc_db_open (const char *where, GcStoreMode mode, GError **error);

/* Why the node waits; called whenever it is another reason than before. */
typedef void (*GcDbWaiting) (const char *reason, gpointer user_data);

/*
 * The same for the service, but waits as a standby until no other node is active and the server
 * answers. A database in a folder has no standby: that one is opened, or refused, at once.
 * Errors: also G_IO_ERROR_CANCELLED.
 */
GcDb *gc_db_wait (const char *where,
                  const char *directory,
                  GcDbWaiting waiting,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error);
void gc_db_close (GcDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcDb, gc_db_close)

/*
 * Begins and ends a write. Begin waits GC_STORE_BUSY_MS at most. End commits when @success, else
 * undoes all; when it fails nothing was written, except that a connection which broke while the
 * commit was under way leaves that open: only reading tells.
 */
gboolean gc_db_begin (GcDb *db, GError **error);
gboolean gc_db_end (GcDb *db, gboolean success, GError **error);

/* A statement with its arguments bound, to be stepped. Borrowed until the next use of @sql. */
GcStatement *gc_db_query (GcDb *db, GError **error, const char *sql, const char *format, ...);

/* The statement of @sql with nothing bound yet. Borrowed. */
GcStatement *gc_db_prepare (GcDb *db, const char *sql, GError **error);

/* Runs a statement that gives no rows, as gc_statement_run (). */
gboolean gc_db_run (GcDb *db, GError **error, const char *sql, const char *format, ...);

/*
 * What is to be done between two jobs; more of it if the caller is @idle. Returns after how many
 * microseconds it wants to be called again at the latest, -1: not before the next job.
 */
int64_t gc_db_tend (GcDb *db, gboolean idle);

/* The newest transition was written: kept as a mark beside the database where it has a folder. */
void gc_db_note_transition (GcDb *db, uint64_t seq, int64_t at_ms);

/* The newest transition that is known to have been written, also if it is no longer there. */
uint64_t gc_db_get_floor (GcDb *db);

/* Why this connection can never write again: another node took over, or it broke. NULL: it can. */
const char *gc_db_get_loss (GcDb *db);

/* Binds argument @at, the first is 1. */
void gc_statement_bind_text (GcStatement *statement, int at, const char *text);
void gc_statement_bind_int (GcStatement *statement, int at, int64_t value);

/* One row further. FALSE also at the end: then @error is not set. */
gboolean gc_statement_step (GcStatement *statement, GError **error);

/*
 * Runs it to its end. Within a write a failure may show only later, at the latest in gc_db_end ():
 * what is sent to a server does not wait for its answer.
 */
gboolean gc_statement_run (GcStatement *statement, GError **error);

/* Lets go of the rows that were not read. */
void gc_statement_reset (GcStatement *statement);

/* Of the row that was stepped to; columns begin at 0. (transfer none), NULL for null */
const char *gc_statement_get_text (GcStatement *statement, int column);
int64_t gc_statement_get_int (GcStatement *statement, int column);
const char *gc_statement_get_name (GcStatement *statement, int column);
/* (transfer full) */
char *gc_statement_dup_text (GcStatement *statement, int column);
char **gc_statement_dup_words (GcStatement *statement, int column);
/* (transfer full), NULL for null */
GBytes *gc_statement_dup_bytes (GcStatement *statement, int column);
