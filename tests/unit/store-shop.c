// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "store-shop.h"

#include "common/gc-error.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>
#ifdef GC_HAVE_POSTGRES
#include <libpq-fe.h>
#endif

/* ---- places ---- */

gboolean
shop_is_postgres (void)
{
  return g_getenv ("GC_TEST_STORE") != NULL;
}

#ifdef GC_HAVE_POSTGRES
static void
execute_postgres (const char *url, const char *sql)
{
  PGconn *connection = PQconnectdb (url);
  PGresult *result = PQexec (connection, sql);
  ExecStatusType status = PQresultStatus (result);

  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQerrorMessage (connection));
  PQclear (result);
  PQfinish (connection);
}
#else
static void
execute_postgres (const char *url, const char *sql)
{
  g_assert_not_reached ();
}
#endif

/* The name of a database, unique to this process. */
static char *
make_name (void)
{
  static unsigned n = 0;

  return g_strdup_printf ("test_%d_%u", (int)getpid (), n++);
}

char *
shop_make_place (void)
{
  g_autoptr (GError) error = NULL;

  if (shop_is_postgres ()) {
    g_autofree char *name = make_name ();
    g_autofree char *create = g_strdup_printf ("CREATE DATABASE %s", name);
    g_auto (GStrv) ends = g_strsplit (g_getenv ("GC_TEST_STORE"), "/postgres?", 2);
    execute_postgres (g_getenv ("GC_TEST_STORE"), create);
    return g_strdup_printf ("%s/%s?%s", ends[0], name, ends[1]);
  }
  char *where = g_dir_make_tmp ("gc-store-XXXXXX", &error);
  g_assert_no_error (error);
  return where;
}

void
shop_remove_place (const char *where)
{
  if (shop_is_postgres ()) {
    g_auto (GStrv) ends = g_strsplit (where, "?", 2);
    g_autofree char *drop =
        g_strdup_printf ("DROP DATABASE %s WITH (FORCE)", strrchr (ends[0], '/') + 1);
    execute_postgres (g_getenv ("GC_TEST_STORE"), drop);
    return;
  }
  g_autoptr (GDir) dir = g_dir_open (where, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (where, name, NULL);
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (where), ==, 0);
}

GcStore *
shop_must_open (const char *where, GcStoreMode mode)
{
  g_autoptr (GError) error = NULL;
  GcStore *store = gc_store_open (where, mode, &error);

  /* The server notices a moment later that a killed process is gone. */
  while (shop_is_postgres () && g_error_matches (error, GC_ERROR, GC_ERROR_CONFLICT)) {
    g_clear_error (&error);
    store = gc_store_open (where, mode, &error);
  }
  g_assert_no_error (error);
  return store;
}

void
shop_execute (const char *where, const char *sql)
{
  if (shop_is_postgres ()) {
    execute_postgres (where, sql);
    return;
  }
  g_autofree char *path = g_build_filename (where, "global-connect.sqlite", NULL);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

void
shop_check_integrity (const char *where)
{
  g_autofree char *path = g_build_filename (where, "global-connect.sqlite", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  if (shop_is_postgres ())
    return;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

void
shop_open (Shop *shop, gconstpointer data)
{
  shop->where = shop_make_place ();
  shop->store = shop_must_open (shop->where, GC_STORE_SERVICE);
}

void
shop_close (Shop *shop, gconstpointer data)
{
  gc_store_close (shop->store);
  shop_remove_place (shop->where);
  g_free (shop->where);
}

void
shop_reopen (Shop *shop)
{
  gc_store_close (shop->store);
  shop->store = shop_must_open (shop->where, GC_STORE_SERVICE);
}

/* ---- jobs ---- */

void
shop_on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/* The result of the asynchronous call that was given shop_on_result () and @result. */
GAsyncResult *
shop_wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
shop_commit (GcStore *store, GcQueueRows *rows, GPtrArray *answers, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gc_store_commit_async (store, rows, answers, shop_on_result, &result);
  return gc_store_commit_finish (store, shop_wait_for (&result), error);
}

GcQueueRows *
shop_load (GcStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_load_async (store, shop_on_result, &result);
  GcQueueRows *rows = gc_store_load_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
  return rows;
}

GPtrArray *
shop_one_answer (const char *seat, const char *request, const char *text, int64_t at_ms)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_answer_free);
  GcStoreAnswer *answer = g_new0 (GcStoreAnswer, 1);

  answer->seat = g_strdup (seat);
  answer->request = g_strdup (request);
  answer->answer = g_strdup (text);
  answer->at_ms = at_ms;
  g_ptr_array_add (answers, answer);
  return answers;
}

char *
shop_get_answer (GcStore *store, const char *seat, const char *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_get_answer_async (store, seat, request, shop_on_result, &result);
  g_autoptr (GcStoreAnswer) answer =
      gc_store_get_answer_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
  return answer != NULL ? g_strdup (answer->answer) : NULL;
}

GcQueue *
shop_new_queue (void)
{
  static const char *const departments[] = { "hrss", NULL };
  static const char *const languages[] = { "zh", "wuu-x-wenzhou", NULL };
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  gc_queue_config_init (&config);
  GcQueue *queue = gc_queue_new (&config);
  GcAgentSkills skills = { "ann", "Ann", departments, languages, NULL, FALSE };
  gc_queue_set_agent (queue, &skills, SHOP_START_MS, &error);
  g_assert_no_error (error);
  skills.account = "bo";
  skills.name = "Bo";
  gc_queue_set_agent (queue, &skills, SHOP_START_MS, &error);
  g_assert_no_error (error);
  return queue;
}

void
shop_apply (GcQueue *queue, GcQueueEvent event, int64_t now_ms)
{
  g_autoptr (GError) error = NULL;

  gc_queue_apply (queue, &event, now_ms, &error);
  g_assert_no_error (error);
}

void
shop_save (Shop *shop, GcQueue *queue)
{
  g_autoptr (GError) error = NULL;

  shop_commit (shop->store, gc_queue_take_changes (queue), NULL, &error);
  g_assert_no_error (error);
}

GcQueueEvent
shop_creation (const char *id)
{
  static const char *const languages[] = { "wuu-x-wenzhou", "zh", NULL };

  return (GcQueueEvent){ .type = GC_EVENT_TICKET_CREATE,
                         .ticket = id,
                         .actor = id,
                         .create = { "it-milan", "SS-01", "hrss", languages, "陈'阿\"梅", "M",
                                     20261124 } };
}

void
shop_create_many (GcQueue *queue, unsigned from, unsigned n)
{
  for (unsigned i = from; i < from + n; i++) {
    g_autofree char *id = g_strdup_printf ("t%05u", i * 7919 % 99991);
    shop_apply (queue, shop_creation (id), SHOP_START_MS);
  }
}
