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
#include "store/gc-db-mark.h"
#include "store/gc-db-private.h"
#include "store/gc-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_POLL_US 2000
#define LONG_LOG_PAGES 1000
#define LONGEST_LOG_PAGES 8000

typedef struct {
  GcDb base;
  sqlite3 *db;
  char *path;
  int service_lock; /* held for life by the service; -1 for commands */
  int write_lock;   /* held during each write and each checkpoint */
  int log_pages;    /* in the write-ahead log, as of the last commit */
} Sqlite;

typedef struct {
  GcStatement base;
  sqlite3_stmt *statement;
} SqliteStatement;

static sqlite3_stmt *
get_statement (GcStatement *statement)
{
  return ((SqliteStatement *)statement)->statement;
}

static void
set_error (Sqlite *sqlite, const char *what, GError **error)
{
  int code = sqlite3_errcode (sqlite->db) & 0xff;
  gboolean passing = code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL ||
                     code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_READONLY;

  g_set_error (error, GC_ERROR, passing ? GC_ERROR_UNAVAILABLE : GC_ERROR_INTERNAL, "store: %s: %s",
               what, sqlite3_errmsg (sqlite->db));
}

static gboolean
execute (Sqlite *sqlite, const char *sql, GError **error)
{
  if (sqlite3_exec (sqlite->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (sqlite, "exec", error);
  return FALSE;
}

/* ---- statements ---- */

static GcStatement *
prepare (GcDb *db, const char *sql, GError **error)
{
  Sqlite *sqlite = (Sqlite *)db;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (sqlite->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK) {
    set_error (sqlite, "prepare", error);
    return NULL;
  }
  SqliteStatement *made = g_new0 (SqliteStatement, 1);
  made->base.db = db;
  made->statement = statement;
  return &made->base;
}

static void
free_statement (GcStatement *statement)
{
  sqlite3_finalize (get_statement (statement));
  g_free (statement);
}

static void
bind_text (GcStatement *statement, int at, const char *text)
{
  sqlite3_bind_text (get_statement (statement), at, text, -1, SQLITE_TRANSIENT);
}

static void
bind_int (GcStatement *statement, int at, int64_t value)
{
  sqlite3_bind_int64 (get_statement (statement), at, value);
}

static void
bind_bytes (GcStatement *statement, int at, const uint8_t *data, size_t size)
{
  sqlite3_bind_blob64 (get_statement (statement), at, data, size, SQLITE_TRANSIENT);
}

static void
reset (GcStatement *statement)
{
  sqlite3_reset (get_statement (statement));
  sqlite3_clear_bindings (get_statement (statement));
}

static gboolean
step (GcStatement *statement, GError **error)
{
  int code = sqlite3_step (get_statement (statement));

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    set_error ((Sqlite *)statement->db, "step", error);
  sqlite3_reset (get_statement (statement));
  return FALSE;
}

static gboolean
run (GcStatement *statement, GError **error)
{
  gboolean done = sqlite3_step (get_statement (statement)) == SQLITE_DONE;

  if (!done)
    set_error ((Sqlite *)statement->db, "run", error);
  sqlite3_reset (get_statement (statement));
  return done;
}

static const char *
get_text (GcStatement *statement, int column)
{
  return (const char *)sqlite3_column_text (get_statement (statement), column);
}

static int64_t
get_int (GcStatement *statement, int column)
{
  return sqlite3_column_int64 (get_statement (statement), column);
}

static GBytes *
dup_bytes (GcStatement *statement, int column)
{
  /* In this order: the first call may move what the second one measures. */
  const void *data = sqlite3_column_blob (get_statement (statement), column);

  if (data == NULL)
    return NULL;
  return g_bytes_new (data, (gsize)sqlite3_column_bytes (get_statement (statement), column));
}

static const char *
get_name (GcStatement *statement, int column)
{
  return sqlite3_column_name (get_statement (statement), column);
}

/* ---- writing ---- */

/* Waits for our own processes, then leaves what is left of the time to SQLite's own lock. */
static gboolean
begin (GcDb *db, GError **error)
{
  Sqlite *sqlite = (Sqlite *)db;
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

static gboolean
end (GcDb *db, gboolean success, GError **error)
{
  Sqlite *sqlite = (Sqlite *)db;
  gboolean committed = success && execute (sqlite, "COMMIT", error);

  if (!committed && !sqlite3_get_autocommit (sqlite->db))
    execute (sqlite, "ROLLBACK", NULL);
  flock (sqlite->write_lock, LOCK_UN);
  return committed;
}

static int
on_commit (void *user_data, sqlite3 *db, const char *name, int n_pages)
{
  Sqlite *sqlite = user_data;

  sqlite->log_pages = n_pages;
  return SQLITE_OK;
}

/*
 * Moves the write-ahead log into the database when it is long; much longer if the caller is not
 * @idle. Does nothing while another process writes.
 */
static void
checkpoint (Sqlite *sqlite, gboolean idle)
{
  int n_pages = 0, n_moved = 0;

  if (sqlite->log_pages < (idle ? LONG_LOG_PAGES : LONGEST_LOG_PAGES) ||
      flock (sqlite->write_lock, LOCK_EX | LOCK_NB) != 0)
    return;
  /* A failure is no loss: all is in the log, and the next commit leads here again. */
  if (sqlite3_wal_checkpoint_v2 (sqlite->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &n_pages, &n_moved) ==
      SQLITE_OK)
    sqlite->log_pages = n_pages - n_moved;
  flock (sqlite->write_lock, LOCK_UN);
}

static int64_t
tend (GcDb *db, gboolean idle)
{
  if (db->mode == GC_STORE_SERVICE)
    checkpoint ((Sqlite *)db, idle);
  return -1;
}

/* ---- schema ---- */

/* The first value that @sql gives; @otherwise if there is none. */
static gboolean
read_int (Sqlite *sqlite, const char *sql, int64_t *ret_value, GError **error)
{
  GcStatement *statement = gc_db_prepare (&sqlite->base, sql, error);

  if (statement == NULL || !gc_statement_step (statement, error))
    return FALSE;
  *ret_value = gc_statement_get_int (statement, 0);
  gc_statement_reset (statement);
  return TRUE;
}

static gboolean
apply_step (Sqlite *sqlite, int version, GError **error)
{
  g_autofree char *sql = gc_schema_dup_step (version, GC_DIALECT_SQLITE, error);
  int64_t now = 0;

  if (sql == NULL || !begin (&sqlite->base, error))
    return FALSE;
  g_autofree char *script = g_strdup_printf ("%s\n;PRAGMA user_version = %d;", sql, version);
  /* Another process may have taken the step while this one waited. */
  gboolean done = read_int (sqlite, "PRAGMA user_version", &now, error) &&
                  (now >= version || execute (sqlite, script, error));
  return end (&sqlite->base, done, error) && done;
}

static gboolean
migrate (Sqlite *sqlite, GError **error)
{
  int64_t version = 0;

  if (!read_int (sqlite, "PRAGMA user_version", &version, error) ||
      !gc_schema_check (sqlite->path, (int)version, error))
    return FALSE;
  for (int i = (int)version + 1; i <= gc_schema_get_newest (); i++)
    if (!apply_step (sqlite, i, error)) {
      g_prefix_error (error, "schema step %d: ", i);
      return FALSE;
    }
  return TRUE;
}

/* ---- opening ---- */

int
gc_sqlite_open_lock (const char *directory, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", path, g_strerror (errno));
  return fd;
}

static gboolean
take_locks (Sqlite *sqlite, const char *directory, GError **error)
{
  sqlite->write_lock = gc_sqlite_open_lock (directory, GC_SQLITE_WRITE_LOCK, error);
  if (sqlite->write_lock < 0)
    return FALSE;
  if (sqlite->base.mode != GC_STORE_SERVICE)
    return TRUE;
  sqlite->service_lock = gc_sqlite_open_lock (directory, GC_SQLITE_SERVICE_LOCK, error);
  if (sqlite->service_lock < 0)
    return FALSE;
  if (flock (sqlite->service_lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "store: %s is in use by another service",
               directory);
  return FALSE;
}

static gboolean
open_database (Sqlite *sqlite, GError **error)
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
  if (sqlite->base.mode == GC_STORE_ADMIN)
    sqlite3_db_config (sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!execute (sqlite, "PRAGMA journal_mode = WAL", error) ||
      !execute (sqlite, "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;", error) ||
      !execute (sqlite, "PRAGMA wal_autocheckpoint = 0", error))
    return FALSE;
  /* Only now: SQLite's own checkpoint is such a hook, and setting it replaces any other. */
  sqlite3_wal_hook (sqlite->db, on_commit, sqlite);
  return migrate (sqlite, error);
}

static void
close_database (GcDb *db)
{
  Sqlite *sqlite = (Sqlite *)db;

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

static const GcDbClass sqlite_class = {
  .begin = begin,
  .end = end,
  .tend = tend,
  .close = close_database,
  .prepare = prepare,
  .free_statement = free_statement,
  .bind_text = bind_text,
  .bind_int = bind_int,
  .bind_bytes = bind_bytes,
  .step = step,
  .run = run,
  .reset = reset,
  .get_text = get_text,
  .get_int = get_int,
  .dup_bytes = dup_bytes,
  .get_name = get_name,
};

GcDb *
gc_sqlite_open (const char *directory, GcStoreMode mode, GError **error)
{
  if (g_mkdir_with_parents (directory, 0700) != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", directory,
                 g_strerror (errno));
    return NULL;
  }
  Sqlite *sqlite = g_new0 (Sqlite, 1);
  g_autoptr (GcDb) db = &sqlite->base;
  gc_db_init (db, &sqlite_class, mode);
  sqlite->path = g_build_filename (directory, GC_SQLITE_NAME, NULL);
  sqlite->service_lock = -1;
  sqlite->write_lock = -1;
  if (!take_locks (sqlite, directory, error) || !open_database (sqlite, error) ||
      (mode == GC_STORE_SERVICE ? !gc_db_mark_start (db, sqlite->path, directory, error)
                                : !gc_db_identify (db, error)))
    return NULL;
  return g_steal_pointer (&db);
}
