// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Copies of a database in a folder. A copy is made by SQLite's own means from a consistent state,
 * checked, synced and only then given its name, so a file with the name of a backup is a good one.
 *
 * NOTES: a write-ahead log must never stand beside a database that is not its own: SQLite would
 * apply it. So a restore empties the log of what was there and takes it away, and only then puts
 * the new database in place, in one step: there is a whole one at any moment.
 */
#include "config.h"

#include "store/gc-store-sqlite.h"

#include "common/gc-error.h"
#include "store/gc-schema.h"
#include "store/gc-store-mark.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

typedef sqlite3 Connection;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Connection, sqlite3_close)

static gboolean
fail_sqlite (sqlite3 *db, const char *path, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "%s: %s", path, sqlite3_errmsg (db));
  return FALSE;
}

static gboolean
fail_file (const char *path, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

/* Opens what is there, and never changes it on closing. */
static sqlite3 *
open_existing (const char *path, int flags, GError **error)
{
  g_autoptr (Connection) db = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "%s: no such database", path);
    return NULL;
  }
  if (sqlite3_open_v2 (path, &db, flags, NULL) != SQLITE_OK) {
    fail_sqlite (db, path, error);
    return NULL;
  }
  sqlite3_busy_timeout (db, GC_STORE_BUSY_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return g_steal_pointer (&db);
}

/* The first value of the first row as text, "" if there is none. NULL on error. (transfer full) */
static char *
query (sqlite3 *db, const char *path, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  char *value = NULL;

  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    value = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  if (code == SQLITE_DONE || (code == SQLITE_ROW && value == NULL))
    value = g_strdup ("");
  else if (code != SQLITE_ROW)
    fail_sqlite (db, path, error);
  sqlite3_finalize (statement);
  return value;
}

static gboolean
query_number (sqlite3 *db, const char *path, const char *sql, int64_t *ret_value, GError **error)
{
  g_autofree char *text = query (db, path, sql, error);

  if (text == NULL)
    return FALSE;
  *ret_value = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

static gboolean
read_facts (sqlite3 *db, const char *path, GcStoreFacts *ret_facts, GError **error)
{
  GcStoreFacts facts = { 0 };
  int64_t tables = 0, schema = 0, seq = 0;

  if (!query_number (db, path,
                     "SELECT count (*) FROM sqlite_master WHERE type = 'table'"
                     " AND name IN ('ticket', 'transition')",
                     &tables, error) ||
      !query_number (db, path, "PRAGMA user_version", &schema, error))
    return FALSE;
  if (tables != 2 || schema < 1) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: not a database of gc-signal", path);
    return FALSE;
  }
  if (!query_number (db, path, "SELECT max (seq) FROM transition", &seq, error) ||
      !query_number (db, path, "SELECT at_ms FROM transition ORDER BY seq DESC LIMIT 1",
                     &facts.last_ms, error))
    return FALSE;
  facts.schema = (int)schema;
  facts.last_seq = (uint64_t)seq;
  /* The oldest schema had none: then there is nothing to compare. */
  g_autofree char *id = query (db, path, "SELECT id FROM identity", NULL);
  g_strlcpy (facts.id, id != NULL ? id : "", sizeof facts.id);
  *ret_facts = facts;
  return TRUE;
}

static gboolean
check_integrity (sqlite3 *db, const char *path, GError **error)
{
  g_autofree char *said = query (db, path, "PRAGMA integrity_check", error);

  if (said == NULL || strcmp (said, "ok") == 0)
    return said != NULL;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "%s: is damaged: %s", path, said);
  return FALSE;
}

static gboolean
sync_file (const char *path, int flags, GError **error)
{
  int fd = open (path, flags | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    fail_file (path, error);
  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
sync_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sync_file (folder, O_RDONLY | O_DIRECTORY, error);
}

/* Copies all of @from into @db, which is one file without a log afterwards. */
static gboolean
copy_pages (sqlite3 *from, sqlite3 *db, const char *path, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (db, "main", from, "main");

  if (backup == NULL)
    return fail_sqlite (db, path, error);
  sqlite3_backup_step (backup, -1);
  if (sqlite3_backup_finish (backup) != SQLITE_OK)
    return fail_sqlite (db, path, error);
  g_autofree char *journal = query (db, path, "PRAGMA journal_mode = DELETE", error);
  return journal != NULL;
}

/*
 * A checked and synced copy of @from in a new file beside @file. Returns its name. (transfer full)
 */
static char *
make_copy (sqlite3 *from, const char *file, GcStoreFacts *ret_facts, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s.XXXXXX", file);
  g_autoptr (Connection) db = NULL;
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0) {
    fail_file (path, error);
    return NULL;
  }
  close (fd);
  gboolean done = FALSE;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    fail_sqlite (db, path, error);
  else
    done = copy_pages (from, db, path, error) && check_integrity (db, path, error) &&
           read_facts (db, path, ret_facts, error);
  if (done && sync_file (path, O_RDWR, error))
    return g_steal_pointer (&path);
  g_unlink (path);
  return NULL;
}

static gboolean
refuse_url (const char *where, GError **error)
{
  if (strstr (where, "://") == NULL)
    return FALSE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "this database is kept by PostgreSQL: use pg_dump and pg_restore, see "
               "docs/operations.md");
  return TRUE;
}

gboolean
gc_store_backup (const char *directory, const char *file, GcStoreFacts *ret_facts, GError **error)
{
  g_autofree char *path = g_build_filename (directory, GC_SQLITE_NAME, NULL);

  if (refuse_url (directory, error))
    return FALSE;
  if (g_file_test (file, G_FILE_TEST_EXISTS)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "%s: is there already", file);
    return FALSE;
  }
  g_autoptr (Connection) from = open_existing (path, SQLITE_OPEN_READWRITE, error);
  g_autofree char *copy = from != NULL ? make_copy (from, file, ret_facts, error) : NULL;
  if (copy == NULL)
    return FALSE;
  if (g_rename (copy, file) != 0) {
    fail_file (file, error);
    g_unlink (copy);
    return FALSE;
  }
  return sync_folder_of (file, error);
}

/* ---- restore ---- */

/* What was in the folder, from the database itself and from the mark beside it. */
static void
look_at_old (const char *directory, const char *path, GcStoreRestore *restore)
{
  g_autoptr (Connection) db = open_existing (path, SQLITE_OPEN_READWRITE, NULL);
  GcMark mark;

  gc_mark_read (directory, &mark);
  if (db == NULL || !read_facts (db, path, &restore->before, NULL))
    g_strlcpy (restore->before.id, mark.id, sizeof restore->before.id);
  if (strcmp (restore->before.id, mark.id) == 0 && mark.seq > restore->before.last_seq) {
    restore->before.last_seq = mark.seq;
    restore->before.last_ms = mark.at_ms;
  }
  if (db == NULL)
    return;
  g_autofree char *first = g_strdup_printf (
      "SELECT at_ms FROM transition WHERE seq > %" G_GUINT64_FORMAT " ORDER BY seq LIMIT 1",
      restore->restored.last_seq);
  query_number (db, path, first, &restore->missing_from_ms, NULL);
  /* All of its log goes into it, so that the database alone is what is kept. */
  g_free (query (db, path, "PRAGMA wal_checkpoint (TRUNCATE)", NULL));
}

/* An empty log is of no use; one that could not be emptied goes where its database goes. */
static gboolean
keep_log (const char *path, const char *kept, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *kept_log = g_strconcat (kept, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  GStatBuf status;

  g_unlink (index);
  if (g_stat (log, &status) != 0)
    return TRUE;
  if ((status.st_size == 0 ? g_unlink (log) : g_rename (log, kept_log)) != 0)
    return fail_file (log, error);
  return TRUE;
}

/* Gives what is there a second name, until the new database takes the first. */
static gboolean
keep_old (const char *path, GcStoreRestore *restore, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *kept = g_strdup_printf ("%s.%s", path, stamp);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (link (path, kept) != 0)
    return fail_file (kept, error);
  restore->kept = g_steal_pointer (&kept);
  return keep_log (path, restore->kept, error);
}

static gboolean
replace (const char *directory, const char *copy, GcStoreRestore *restore, GError **error)
{
  g_autofree char *path = g_build_filename (directory, GC_SQLITE_NAME, NULL);

  look_at_old (directory, path, restore);
  if (!keep_old (path, restore, error))
    return FALSE;
  if (g_rename (copy, path) != 0)
    return fail_file (path, error);
  return sync_folder_of (path, error);
}

static gboolean
restore_locked (const char *directory, const char *file, GcStoreRestore *restore, GError **error)
{
  g_autofree char *path = g_build_filename (directory, GC_SQLITE_NAME, NULL);
  g_autoptr (Connection) from = open_existing (file, SQLITE_OPEN_READONLY, error);
  g_autofree char *copy = from != NULL ? make_copy (from, path, &restore->restored, error) : NULL;

  if (copy == NULL) {
    g_prefix_error (error, "backup %s: ", file);
    return FALSE;
  }
  if (gc_schema_check (file, restore->restored.schema, error) &&
      replace (directory, copy, restore, error))
    return TRUE;
  g_unlink (copy);
  return FALSE;
}

/* Takes a lock of the folder at once or not at all. -1 on error. */
static int
take_lock (const char *directory, const char *name, GError **error)
{
  int fd = gc_sqlite_open_lock (directory, name, error);

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  close (fd);
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
               "%s: a service or a command uses it: stop it first", directory);
  return -1;
}

gboolean
gc_store_restore (const char *directory,
                  const char *file,
                  GcStoreRestore *ret_restore,
                  GError **error)
{
  g_auto (GcStoreRestore) restore = { 0 };

  if (refuse_url (directory, error))
    return FALSE;
  if (g_mkdir_with_parents (directory, 0700) != 0)
    return fail_file (directory, error);
  int service = take_lock (directory, GC_SQLITE_SERVICE_LOCK, error);
  int write = service >= 0 ? take_lock (directory, GC_SQLITE_WRITE_LOCK, error) : -1;
  gboolean done = write >= 0 && restore_locked (directory, file, &restore, error);
  if (write >= 0)
    close (write);
  if (service >= 0)
    close (service);
  if (!done)
    return FALSE;
  *ret_restore = restore;
  restore.kept = NULL;
  return TRUE;
}

void
gc_store_restore_clear (GcStoreRestore *restore)
{
  g_clear_pointer (&restore->kept, g_free);
}
