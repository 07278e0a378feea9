// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The connection. WAL with synchronous=FULL: a commit has returned only when the log is on the
 * disk.
 *
 * NOTES: SQLite before 3.51.3 can damage a WAL database when two connections write and checkpoint
 * at the same time. So only the service checkpoints, and every write (with the checkpoint that may
 * follow it) holds a file lock of ours, which the short commands beside the service take as well.
 */
#include "config.h"

#include "store/gc-store-sqlite.h"

#include "common/gc-error.h"
#include "gc-store-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DATABASE_NAME "global-connect.sqlite"
#define SCHEMA_PATH "/gc/store/schema/"
#define LOCK_POLL_US 2000
#define LONG_LOG_PAGES 1000
#define LONGEST_LOG_PAGES 8000

struct _GcSqlite {
  sqlite3 *db;
  char *path;
  GcStoreMode mode;
  int service_lock;       /* held for life by the service; -1 for commands */
  int write_lock;         /* held during each write and each checkpoint */
  int log_pages;          /* in the write-ahead log, as of the last commit */
  GHashTable *statements; /* const char* sql, static -> sqlite3_stmt, owned */
};

static void
set_error (GcSqlite *sqlite, const char *what, GError **error)
{
  int code = sqlite3_errcode (sqlite->db) & 0xff;
  gboolean passing = code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL ||
                     code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_READONLY;

  g_set_error (error, GC_ERROR, passing ? GC_ERROR_UNAVAILABLE : GC_ERROR_INTERNAL, "store: %s: %s",
               what, sqlite3_errmsg (sqlite->db));
}

static gboolean
execute (GcSqlite *sqlite, const char *sql, GError **error)
{
  if (sqlite3_exec (sqlite->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (sqlite, "exec", error);
  return FALSE;
}

sqlite3_stmt *
gc_sqlite_prepare (GcSqlite *sqlite, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (sqlite->statements, sql);

  if (statement != NULL) {
    sqlite3_reset (statement);
    sqlite3_clear_bindings (statement);
    return statement;
  }
  if (sqlite3_prepare_v3 (sqlite->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK) {
    set_error (sqlite, "prepare", error);
    return NULL;
  }
  g_hash_table_insert (sqlite->statements, (gpointer)sql, statement);
  return statement;
}

static sqlite3_stmt *
bind (GcSqlite *sqlite, GError **error, const char *sql, const char *format, va_list arguments)
{
  sqlite3_stmt *statement = gc_sqlite_prepare (sqlite, sql, error);

  for (int i = 0; statement != NULL && format[i] != '\0'; i++) {
    if (format[i] == 't')
      sqlite3_bind_text (statement, i + 1, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
    else if (format[i] == 'i')
      sqlite3_bind_int64 (statement, i + 1, va_arg (arguments, int64_t));
    else
      sqlite3_bind_blob (statement, i + 1, va_arg (arguments, const uint8_t *), GC_STORE_HASH_SIZE,
                         SQLITE_TRANSIENT);
  }
  return statement;
}

sqlite3_stmt *
gc_sqlite_query (GcSqlite *sqlite, GError **error, const char *sql, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  sqlite3_stmt *statement = bind (sqlite, error, sql, format, arguments);
  va_end (arguments);
  return statement;
}

gboolean
gc_sqlite_step (GcSqlite *sqlite, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    set_error (sqlite, "step", error);
  sqlite3_reset (statement);
  return FALSE;
}

gboolean
gc_sqlite_run (GcSqlite *sqlite, GError **error, const char *sql, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  sqlite3_stmt *statement = bind (sqlite, error, sql, format, arguments);
  va_end (arguments);
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) == SQLITE_DONE) {
    sqlite3_reset (statement);
    return TRUE;
  }
  set_error (sqlite, "run", error);
  sqlite3_reset (statement);
  return FALSE;
}

int
gc_sqlite_changes (GcSqlite *sqlite)
{
  return sqlite3_changes (sqlite->db);
}

char *
gc_sqlite_dup_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

char **
gc_sqlite_dup_words (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);

  return text == NULL || *text == '\0' ? g_new0 (char *, 1) : g_strsplit (text, " ", -1);
}

/* Waits for our own processes, then leaves what is left of the time to SQLite's own lock. */
gboolean
gc_sqlite_begin (GcSqlite *sqlite, GError **error)
{
  int64_t end_us = g_get_monotonic_time () + GC_STORE_BUSY_MS * INT64_C (1000);

  while (flock (sqlite->write_lock, LOCK_EX | LOCK_NB) != 0) {
    if (g_get_monotonic_time () >= end_us) {
      g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: busy for %d ms",
                   GC_STORE_BUSY_MS);
      return FALSE;
    }
    g_usleep (LOCK_POLL_US);
  }
  sqlite3_busy_timeout (sqlite->db, (int)MAX (1, (end_us - g_get_monotonic_time ()) / 1000));
  if (execute (sqlite, "BEGIN IMMEDIATE", error))
    return TRUE;
  flock (sqlite->write_lock, LOCK_UN);
  return FALSE;
}

gboolean
gc_sqlite_end (GcSqlite *sqlite, gboolean success, GError **error)
{
  gboolean committed = success && execute (sqlite, "COMMIT", error);

  if (!committed && !sqlite3_get_autocommit (sqlite->db))
    execute (sqlite, "ROLLBACK", NULL);
  flock (sqlite->write_lock, LOCK_UN);
  return committed;
}

static int
on_commit (void *user_data, sqlite3 *db, const char *name, int n_pages)
{
  GcSqlite *sqlite = user_data;

  sqlite->log_pages = n_pages;
  return SQLITE_OK;
}

void
gc_sqlite_checkpoint (GcSqlite *sqlite, gboolean idle)
{
  int n_pages = 0, n_moved = 0;

  if (sqlite->mode != GC_STORE_SERVICE ||
      sqlite->log_pages < (idle ? LONG_LOG_PAGES : LONGEST_LOG_PAGES) ||
      flock (sqlite->write_lock, LOCK_EX | LOCK_NB) != 0)
    return;
  /* A failure is no loss: all is in the log, and the next commit leads here again. */
  if (sqlite3_wal_checkpoint_v2 (sqlite->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &n_pages, &n_moved) ==
      SQLITE_OK)
    sqlite->log_pages = n_pages - n_moved;
  flock (sqlite->write_lock, LOCK_UN);
}

static int
read_version (GcSqlite *sqlite, GError **error)
{
  sqlite3_stmt *statement = gc_sqlite_prepare (sqlite, "PRAGMA user_version", error);
  int version = -1;

  if (statement != NULL && gc_sqlite_step (sqlite, statement, error))
    version = sqlite3_column_int (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return version;
}

static gboolean
apply_step (GcSqlite *sqlite, const char *name, int version, GError **error)
{
  g_autofree char *path = g_strconcat (SCHEMA_PATH, name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (gc_store_schema_get_resource (), path,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (sql == NULL || !gc_sqlite_begin (sqlite, error))
    return FALSE;
  g_autofree char *script =
      g_strdup_printf ("%.*s\n;PRAGMA user_version = %d;", (int)g_bytes_get_size (sql),
                       (const char *)g_bytes_get_data (sql, NULL), version);
  /* Another process may have taken the step while this one waited. */
  gboolean done = read_version (sqlite, error) >= version || execute (sqlite, script, error);
  return gc_sqlite_end (sqlite, done, error) && done;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
migrate (GcSqlite *sqlite, GError **error)
{
  g_auto (GStrv) names = g_resource_enumerate_children (
      gc_store_schema_get_resource (), SCHEMA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  int version = read_version (sqlite, error);

  if (names == NULL || version < 0)
    return FALSE;
  int newest = (int)g_strv_length (names);
  if (version > newest) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
                 "store: %s has schema %d, this program knows up to %d: use a newer program",
                 sqlite->path, version, newest);
    return FALSE;
  }
  qsort (names, (size_t)newest, sizeof *names, compare_names);
  for (int i = version; i < newest; i++)
    if (!apply_step (sqlite, names[i], i + 1, error)) {
      g_prefix_error (error, "schema step %s: ", names[i]);
      return FALSE;
    }
  return TRUE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static int
open_lock (const char *directory, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", path, g_strerror (errno));
  return fd;
}

static gboolean
take_locks (GcSqlite *sqlite, const char *directory, GError **error)
{
  sqlite->write_lock = open_lock (directory, "write.lock", error);
  if (sqlite->write_lock < 0)
    return FALSE;
  if (sqlite->mode != GC_STORE_SERVICE)
    return TRUE;
  sqlite->service_lock = open_lock (directory, "service.lock", error);
  if (sqlite->service_lock < 0)
    return FALSE;
  if (flock (sqlite->service_lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "store: %s is in use by another service",
               directory);
  return FALSE;
}

static gboolean
open_database (GcSqlite *sqlite, GError **error)
{
  /* Made by us first, so that nobody else may read it for even a moment. */
  int fd = open (sqlite->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", sqlite->path,
                 g_strerror (errno));
    return FALSE;
  }
  close (fd);
  if (sqlite3_open_v2 (sqlite->path, &sqlite->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK) {
    set_error (sqlite, sqlite->path, error);
    return FALSE;
  }
  sqlite3_busy_timeout (sqlite->db, GC_STORE_BUSY_MS);
  if (sqlite->mode == GC_STORE_ADMIN)
    sqlite3_db_config (sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!execute (sqlite, "PRAGMA journal_mode = WAL", error) ||
      !execute (sqlite, "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;", error) ||
      !execute (sqlite, "PRAGMA wal_autocheckpoint = 0", error))
    return FALSE;
  /* Only now: SQLite's own checkpoint is such a hook, and setting it replaces any other. */
  sqlite3_wal_hook (sqlite->db, on_commit, sqlite);
  return migrate (sqlite, error);
}

GcSqlite *
gc_sqlite_open (const char *directory, GcStoreMode mode, GError **error)
{
  if (g_mkdir_with_parents (directory, 0700) != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", directory,
                 g_strerror (errno));
    return NULL;
  }
  g_autoptr (GcSqlite) sqlite = g_new0 (GcSqlite, 1);
  sqlite->mode = mode;
  sqlite->path = g_build_filename (directory, DATABASE_NAME, NULL);
  sqlite->service_lock = -1;
  sqlite->write_lock = -1;
  sqlite->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  if (!take_locks (sqlite, directory, error) || !open_database (sqlite, error))
    return NULL;
  return g_steal_pointer (&sqlite);
}

void
gc_sqlite_close (GcSqlite *sqlite)
{
  if (sqlite == NULL)
    return;
  g_hash_table_unref (sqlite->statements);
  /* The service's last connection checkpoints on closing: also that is a write. */
  if (sqlite->write_lock >= 0)
    flock (sqlite->write_lock, LOCK_EX);
  sqlite3_close (sqlite->db);
  if (sqlite->write_lock >= 0)
    close (sqlite->write_lock);
  if (sqlite->service_lock >= 0)
    close (sqlite->service_lock);
  g_free (sqlite->path);
  g_free (sqlite);
}
