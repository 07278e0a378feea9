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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("not-for-others", test_not_for_others);
  SHOP_ADD ("locked", test_locked);
  SHOP_ADD ("log-is-bounded", test_log_is_bounded);
  SHOP_ADD ("disk-full", test_disk_full);
  return g_test_run ();
}
