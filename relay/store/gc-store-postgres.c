// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The database that several nodes share: its schema, and which node may write.
 *
 * NOTES: who may write is decided twice. An advisory lock of the session says who is active; it
 * falls to the next node as soon as the server knows that the connection is gone. A fencing number
 * in the table `lease` says who may write: it rises with each takeover, and each write first takes
 * the row of its own number for sharing. So a write either commits before the takeover or is
 * refused, whatever became of the lock. The active node renews the row; one that has stopped doing
 * so and leaves the server waiting for it is cut off by the next. One whose statement is still at
 * work is not: it is the server that is slow then, and would be so for the next node as well.
 */
#include "config.h"

#include "store/gc-store-postgres.h"

#include "common/gc-error.h"
#include "store/gc-postgres.h"
#include "store/gc-schema.h"

#include <string.h>
#include <unistd.h>

/* The two halves of the keys of our advisory locks, the first is "GC". */
#define LOCK_CLASS "18243"
#define LOCK_ACTIVE "1"
#define LOCK_SCHEMA "2"
/* A lease that was not renewed for so long may be taken away. */
#define LEASE_SECONDS "6"
#define RETRY_MS 500

/* ---- schema ---- */

/* What stands beside the numbered steps: their number, and the lease of the active node. */
static const char base_sql[] =
    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);"
    "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version);"
    "CREATE TABLE IF NOT EXISTS lease (one BIGINT PRIMARY KEY CHECK (one = 1),"
    " fence BIGINT NOT NULL, renewed TIMESTAMPTZ NOT NULL, holder TEXT NOT NULL);"
    "INSERT INTO lease VALUES (1, 0, '-infinity', '') ON CONFLICT DO NOTHING";

static gboolean
read_version (GcPostgres *postgres, int *ret_version, GError **error)
{
  g_autofree char *there = gc_postgres_execute_value (
      postgres, "SELECT to_regclass ('schema_version') IS NOT NULL", error);
  if (there == NULL)
    return FALSE;
  *ret_version = 0;
  if (strcmp (there, "t") != 0)
    return TRUE;
  g_autofree char *version =
      gc_postgres_execute_value (postgres, "SELECT version FROM schema_version", error);
  if (version == NULL)
    return FALSE;
  *ret_version = (int)g_ascii_strtoll (version, NULL, 10);
  return TRUE;
}

/* Runs @sql as one transaction that no other process of ours takes part in. */
static gboolean
change_schema (GcPostgres *postgres, const char *sql, int version, GError **error)
{
  int now = 0;

  if (!gc_postgres_execute_only (
          postgres,
          "BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;"
          "SELECT pg_advisory_xact_lock (" LOCK_CLASS ", " LOCK_SCHEMA ")",
          error) ||
      !read_version (postgres, &now, error) ||
      ((version == 0 || now < version) && !gc_postgres_execute_only (postgres, sql, error)) ||
      !gc_postgres_execute_only (postgres, "COMMIT", error)) {
    gc_postgres_execute_only (postgres, "ROLLBACK", NULL);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_version (GcPostgres *postgres, int *ret_version, GError **error)
{
  return read_version (postgres, ret_version, error) &&
         gc_schema_check (PQdb (postgres->connection), *ret_version, error);
}

static gboolean
migrate (GcPostgres *postgres, GError **error)
{
  int version = 0;

  if (!check_version (postgres, &version, error))
    return FALSE;
  for (int i = version + 1; i <= gc_schema_get_newest (); i++) {
    g_autofree char *sql = gc_schema_dup_step (i, GC_DIALECT_POSTGRESQL, error);
    g_autofree char *script =
        sql != NULL ? g_strdup_printf ("%s\n;UPDATE schema_version SET version = %d;", sql, i)
                    : NULL;
    if (script == NULL || !change_schema (postgres, script, i, error)) {
      g_prefix_error (error, "schema step %d: ", i);
      return FALSE;
    }
  }
  return TRUE;
}

/* ---- who is active ---- */

/* Cuts off the node that has the lock if it has neither renewed its lease nor takes its answers. */
static gboolean
cut_off_hung (GcPostgres *postgres, GError **error)
{
  static const char sql[] =
      "SELECT pg_terminate_backend (pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
      " WHERE locktype = 'advisory' AND classid = " LOCK_CLASS " AND objid = " LOCK_ACTIVE
      " AND objsubid = 2 AND granted AND wait_event_type = 'Client'"
      " AND database = (SELECT oid FROM pg_database WHERE datname = current_database ())"
      " AND EXISTS (SELECT 1 FROM lease"
      " WHERE renewed < clock_timestamp () - interval '" LEASE_SECONDS " s')";
  g_autofree char *cut = gc_postgres_execute_value (postgres, sql, error);

  if (cut == NULL)
    return FALSE;
  if (strcmp (cut, "t") == 0)
    g_message ("the active node has not been heard of for " LEASE_SECONDS " s: it is cut off");
  return TRUE;
}

/*
 * Takes the lock and the next fencing number in one statement: from then on no node with an older
 * number can write, and nobody sees the lock with a lease that is not renewed yet. FALSE without
 * error: another node has the lock. Asking now and then is kinder than to wait for it with a
 * time-out, each of which the server would write into its log as an error.
 */
static gboolean
take_turn (GcPostgres *postgres, GError **error)
{
  g_autofree char *holder = g_strdup_printf ("%s/%d", g_get_host_name (), (int)getpid ());
  const char *const values[] = { holder };
  PGresult *result =
      PQexecParams (postgres->connection,
                    "UPDATE lease SET fence = fence + 1, renewed = clock_timestamp (), holder = $1"
                    " WHERE pg_try_advisory_lock (" LOCK_CLASS ", " LOCK_ACTIVE ") RETURNING fence",
                    1, NULL, values, NULL, NULL, 0);
  gboolean taken = gc_postgres_is_good (result) && PQntuples (result) == 1;

  if (taken) {
    postgres->fence = g_strdup (PQgetvalue (result, 0, 0));
    postgres->renewed_us = g_get_monotonic_time ();
    g_message ("this node is the active one, with the fencing number %s", postgres->fence);
  } else if (!gc_postgres_is_good (result)) {
    gc_postgres_set_error (postgres, result, "takeover", error);
  }
  PQclear (result);
  return taken;
}

/* ---- opening ---- */

/* A connection whose schema has at least its foundation. */
static GcDb *
open_connection (const char *url, GcStoreMode mode, GError **error)
{
  g_autoptr (GcDb) db = gc_postgres_connect (url, mode, error);
  int version = 0;

  if (db == NULL || !check_version ((GcPostgres *)db, &version, error) ||
      (version == 0 && !change_schema ((GcPostgres *)db, base_sql, 0, error)))
    return NULL;
  return g_steal_pointer (&db);
}

GcDb *
gc_postgres_open (const char *url, GcStoreMode mode, GError **error)
{
  g_autoptr (GcDb) db = open_connection (url, mode, error);
  GcPostgres *postgres = (GcPostgres *)db;
  g_autoptr (GError) failure = NULL;

  if (db == NULL)
    return NULL;
  if (mode != GC_STORE_SERVICE)
    return migrate (postgres, error) ? g_steal_pointer (&db) : NULL;
  if (take_turn (postgres, &failure))
    return migrate (postgres, error) ? g_steal_pointer (&db) : NULL;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "store: %s is in use by another service",
                 PQdb (postgres->connection));
  return NULL;
}

/* Waits with its eyes open for @cancellable. */
static void
rest (GCancellable *cancellable)
{
  GPollFD poll_fd = { 0 };
  gboolean pollable = g_cancellable_make_pollfd (cancellable, &poll_fd);

  g_poll (&poll_fd, pollable ? 1 : 0, RETRY_MS);
  if (pollable)
    g_cancellable_release_fd (cancellable);
}

typedef struct {
  GcDbWaiting waiting;
  gpointer user_data;
  char *reason;
} Waiting;

static void
say_waiting (Waiting *waiting, const char *reason)
{
  if (g_strcmp0 (waiting->reason, reason) == 0)
    return;
  g_free (waiting->reason);
  waiting->reason = g_strdup (reason);
  waiting->waiting (reason, waiting->user_data);
}

/* Waits on one connection, as long as that lasts. */
static GcDb *
wait_on_connection (const char *url, Waiting *waiting, GCancellable *cancellable, GError **error)
{
  g_autoptr (GcDb) db = open_connection (url, GC_STORE_SERVICE, error);
  GcPostgres *postgres = (GcPostgres *)db;
  g_autoptr (GError) failure = NULL;

  if (db == NULL)
    return NULL;
  while (!take_turn (postgres, &failure)) {
    if (failure == NULL) {
      g_autofree char *holder =
          gc_postgres_execute_value (postgres, "SELECT holder FROM lease", &failure);
      g_autofree char *reason = g_strdup_printf ("the active node is %s", holder);
      if (holder != NULL && cut_off_hung (postgres, &failure))
        say_waiting (waiting, reason);
    }
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
    rest (cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  }
  return migrate (postgres, error) ? g_steal_pointer (&db) : NULL;
}

GcDb *
gc_postgres_wait (const char *url,
                  GcDbWaiting waiting,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  Waiting state = { waiting, user_data, NULL };
  GcDb *db = NULL;
  gboolean over = FALSE;

  while (!over) {
    g_autoptr (GError) failure = NULL;
    db = wait_on_connection (url, &state, cancellable, &failure);
    over = db != NULL || !g_error_matches (failure, GC_ERROR, GC_ERROR_UNAVAILABLE);
    if (!over) {
      say_waiting (&state, failure->message);
      rest (cancellable);
      over = g_cancellable_set_error_if_cancelled (cancellable, error);
    } else if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
    }
  }
  g_free (state.reason);
  return db;
}
