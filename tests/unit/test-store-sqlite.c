// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What only a database in a folder has: files, locks, a log, a disk that fills up, backups. */
#include "config.h"

#include "common/gc-error.h"
#include "store-shop.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
database_path (const char *directory)
{
  return g_build_filename (directory, "global-connect.sqlite", NULL);
}

static sqlite3 *
open_raw (const char *directory)
{
  g_autofree char *path = database_path (directory);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

static void
execute (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
test_not_for_others (Shop *shop, gconstpointer data)
{
  g_autofree char *path = database_path (shop->where);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 077, ==, 0);
}

/* Another process holds the database: the answer is `unavailable`, soon, and all is well after. */
static void
test_locked (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;
  sqlite3 *db = open_raw (shop->where);

  shop_apply (queue, shop_creation ("t0"), SHOP_START_MS);
  execute (db, "BEGIN EXCLUSIVE");
  int64_t start_us = g_get_monotonic_time ();
  g_assert_false (shop_commit (shop->store, gc_queue_take_changes (queue), NULL, &error));
  int64_t took_ms = (g_get_monotonic_time () - start_us) / 1000;
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
  g_assert_cmpint (took_ms, >=, GC_STORE_BUSY_MS - 100);
  g_assert_cmpint (took_ms, <, GC_STORE_BUSY_MS + 500);
  g_clear_error (&error);
  g_autoptr (GcQueueRows) meanwhile = shop_load (shop->store);
  g_assert_cmpuint (meanwhile->tickets->len, ==, 0);
  execute (db, "ROLLBACK");
  sqlite3_close (db);
  g_autoptr (GcQueue) again = shop_new_queue ();
  gc_queue_load (again, meanwhile, SHOP_START_MS, &error);
  g_assert_no_error (error);
  shop_apply (again, shop_creation ("t0"), SHOP_START_MS);
  shop_save (shop, again);
}

static int64_t
file_size (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  struct stat status;

  return stat (path, &status) == 0 ? (int64_t)status.st_size : 0;
}

/* The log is moved into the database from time to time: it does not grow for ever. */
static void
test_log_is_bounded (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < 60; i++) {
    shop_create_many (queue, i * 100, 100);
    shop_save (shop, queue);
    g_assert_cmpint (file_size (shop->where, "global-connect.sqlite-wal"), <, 16 << 20);
  }
  g_assert_cmpint (file_size (shop->where, "global-connect.sqlite"), >, 1 << 20);
  /* A command leaves the log as it is: here one that is too short for the service to move. */
  shop_reopen (shop);
  shop_create_many (queue, 6000, 100);
  shop_save (shop, queue);
  int64_t before = file_size (shop->where, "global-connect.sqlite");
  g_autoptr (GcStore) admin = shop_must_open (shop->where, GC_STORE_ADMIN);
  uint8_t hash[GC_STORE_HASH_SIZE] = { 1 };
  g_assert_true (gc_store_add_enrol_code (admin, hash, "kiosk", "it-milan", 10, &error));
  gc_store_close (g_steal_pointer (&admin));
  g_assert_cmpint (file_size (shop->where, "global-connect.sqlite"), ==, before);
}

/* No room on the disk: nothing is half written, and all is well when there is room again. */
static void
test_disk_full (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;
  struct rlimit limit;

  shop_create_many (queue, 0, 10);
  shop_save (shop, queue);
  /* A file may not grow: to the writer that is a disk without room. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  struct rlimit full = limit;
  full.rlim_cur = (rlim_t)file_size (shop->where, "global-connect.sqlite-wal") + 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  shop_create_many (queue, 10, 200);
  g_assert_false (shop_commit (shop->store, gc_queue_take_changes (queue), NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_assert_cmpuint (rows->tickets->len, ==, 10);
  g_autoptr (GcQueue) again = shop_new_queue ();
  gc_queue_load (again, rows, SHOP_START_MS, &error);
  g_assert_no_error (error);
  shop_create_many (again, 10, 200);
  shop_save (shop, again);
  shop_reopen (shop);
  g_autoptr (GcQueueRows) after = shop_load (shop->store);
  g_assert_cmpuint (after->tickets->len, ==, 210);
  shop_check_integrity (shop->where);
}

/* ---- what is logged ---- */

static char *last_warning = NULL;

static GLogWriterOutput
keep_warning (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if (level != G_LOG_LEVEL_WARNING)
    return g_log_writer_default (level, fields, n_fields, user_data);
  for (gsize i = 0; i < n_fields; i++) {
    if (strcmp (fields[i].key, "MESSAGE") != 0)
      continue;
    g_free (last_warning);
    last_warning = g_strdup (fields[i].value);
  }
  return G_LOG_WRITER_HANDLED;
}

/* Opens the store, which must warn with these @words; NULL: not at all. */
static void
open_with_warning (Shop *shop, const char *words)
{
  g_clear_pointer (&last_warning, g_free);
  shop->store = shop_must_open (shop->where, GC_STORE_SERVICE);
  if (words == NULL)
    g_assert_null (last_warning);
  else
    g_assert_nonnull (strstr (last_warning != NULL ? last_warning : "", words));
  g_clear_pointer (&last_warning, g_free);
}

/* ---- backup and restore ---- */

static uint64_t
last_seq (Shop *shop)
{
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);

  return rows->last_seq;
}

/* Writes @n transitions more. */
static void
write_more (Shop *shop, unsigned n)
{
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  gc_queue_load (queue, rows, SHOP_START_MS, &error);
  g_assert_no_error (error);
  shop_create_many (queue, (unsigned)rows->last_seq, n);
  shop_save (shop, queue);
}

static char *
must_back_up (Shop *shop, const char *name, uint64_t seq)
{
  g_autoptr (GError) error = NULL;
  GcStoreFacts facts;
  char *file = g_build_filename (shop->where, name, NULL);

  gc_store_backup (shop->where, file, &facts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facts.last_seq, ==, seq);
  g_assert_cmpint (facts.last_ms, ==, seq > 0 ? SHOP_START_MS : 0);
  g_assert_cmpuint (strlen (facts.id), ==, 32);
  return file;
}

/* Beside a running service, with what still stands in the log; the copy is one whole file. */
static void
test_backup (Shop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GcStoreFacts facts;
  struct stat status;

  write_more (shop, 30);
  g_autofree char *file = must_back_up (shop, "copy", 30);
  g_assert_cmpint (stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 077, ==, 0);
  g_assert_cmpint (file_size (shop->where, "copy-wal"), ==, 0);
  write_more (shop, 5);
  g_assert_cmpuint (last_seq (shop), ==, 35);

  g_assert_false (gc_store_backup (shop->where, file, &facts, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (gc_store_backup ("/nowhere", "/nowhere/copy", &facts, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNKNOWN);
}

static void
test_restore_beside_a_service (Shop *shop, gconstpointer data)
{
  g_auto (GcStoreRestore) restore = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *file = must_back_up (shop, "copy", 0);

  g_assert_false (gc_store_restore (shop->where, file, &restore, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  write_more (shop, 1);
}

/* What was there is kept, what is missing is told, and told again by the service that starts. */
static void
test_restore_of_an_old_backup (Shop *shop, gconstpointer data)
{
  g_auto (GcStoreRestore) restore = { 0 };
  g_autoptr (GError) error = NULL;

  write_more (shop, 30);
  g_autofree char *file = must_back_up (shop, "copy", 30);
  write_more (shop, 12);
  gc_store_close (g_steal_pointer (&shop->store));

  g_assert_true (gc_store_restore (shop->where, file, &restore, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (restore.restored.last_seq, ==, 30);
  g_assert_cmpuint (restore.before.last_seq, ==, 42);
  g_assert_cmpstr (restore.before.id, ==, restore.restored.id);
  g_assert_cmpint (restore.missing_from_ms, ==, SHOP_START_MS);
  sqlite3 *kept = NULL;
  g_assert_cmpint (sqlite3_open (restore.kept, &kept), ==, SQLITE_OK);
  execute (kept, "CREATE TEMP TABLE t (n INTEGER CHECK (n = 42));"
                 "INSERT INTO t SELECT max (seq) FROM transition");
  sqlite3_close (kept);

  open_with_warning (shop, "transitions 31 to 42 (");
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_assert_cmpuint (rows->tickets->len, ==, 30);
  /* The numbers of what is missing are not given again. */
  g_assert_cmpuint (rows->last_seq, ==, 42);
  write_more (shop, 1);
  g_assert_cmpuint (last_seq (shop), ==, 43);
  gc_store_close (g_steal_pointer (&shop->store));
  open_with_warning (shop, NULL);
  g_assert_cmpuint (last_seq (shop), ==, 43);
  shop_check_integrity (shop->where);
}

/* Whoever puts an old file in place by hand is told as well. */
static void
test_old_file_by_hand (Shop *shop, gconstpointer data)
{
  write_more (shop, 3);
  g_autofree char *file = must_back_up (shop, "copy", 3);
  write_more (shop, 2);
  gc_store_close (g_steal_pointer (&shop->store));
  g_autofree char *path = database_path (shop->where);
  g_assert_cmpint (g_rename (file, path), ==, 0);
  open_with_warning (shop, "transitions 4 to 5 (");
}

static void
test_restore_of_another_database (Shop *shop, gconstpointer data)
{
  g_auto (GcStoreRestore) restore = { 0 };
  g_autoptr (GError) error = NULL;
  Shop other = { 0 };

  shop_open (&other, NULL);
  write_more (&other, 7);
  g_autofree char *file = must_back_up (&other, "copy", 7);
  write_more (shop, 3);
  gc_store_close (g_steal_pointer (&shop->store));
  g_assert_true (gc_store_restore (shop->where, file, &restore, &error));
  g_assert_cmpstr (restore.before.id, !=, restore.restored.id);
  open_with_warning (shop, "its last transition was number 3 ");
  g_assert_cmpuint (last_seq (shop), ==, 7);
  shop_close (&other, NULL);
}

/* Nothing happens to what is there when the backup is no good. */
static void
test_restore_of_a_bad_file (Shop *shop, gconstpointer data)
{
  g_auto (GcStoreRestore) restore = { 0 };
  g_autoptr (GError) error = NULL;

  write_more (shop, 200);
  g_autofree char *damaged = must_back_up (shop, "damaged", 200);
  g_autofree char *newer = must_back_up (shop, "newer", 200);
  gc_store_close (g_steal_pointer (&shop->store));
  g_assert_cmpint (truncate (damaged, 16384), ==, 0);
  g_assert_false (gc_store_restore (shop->where, damaged, &restore, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INTERNAL);
  g_clear_error (&error);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (newer, &db), ==, SQLITE_OK);
  execute (db, "PRAGMA user_version = 99");
  g_assert_false (gc_store_restore (shop->where, newer, &restore, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_CONFLICT);
  g_clear_error (&error);
  execute (db, "DROP TABLE ticket");
  sqlite3_close (db);
  g_assert_false (gc_store_restore (shop->where, newer, &restore, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  open_with_warning (shop, NULL);
  g_assert_cmpuint (last_seq (shop), ==, 200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (keep_warning, NULL, NULL);
  SHOP_ADD ("not-for-others", test_not_for_others);
  SHOP_ADD ("locked", test_locked);
  SHOP_ADD ("log-is-bounded", test_log_is_bounded);
  SHOP_ADD ("disk-full", test_disk_full);
  SHOP_ADD ("backup", test_backup);
  SHOP_ADD ("restore-beside-a-service", test_restore_beside_a_service);
  SHOP_ADD ("restore-of-an-old-backup", test_restore_of_an_old_backup);
  SHOP_ADD ("old-file-by-hand", test_old_file_by_hand);
  SHOP_ADD ("restore-of-another-database", test_restore_of_another_database);
  SHOP_ADD ("restore-of-a-bad-file", test_restore_of_a_bad_file);
  return g_test_run ();
}
