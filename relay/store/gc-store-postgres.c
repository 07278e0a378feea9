// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The connection to PostgreSQL. Within a write the statements go out one after the other without
 * waiting for their answers (libpq's pipeline mode), so that a batch costs a few round trips and
 * not one a row.
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
#include "store/gc-db-private.h"
#include "store/gc-schema.h"

#include <libpq-fe.h>
#include <string.h>
#include <unistd.h>

/* The two halves of the keys of our advisory locks, "GC". */
#define LOCK_CLASS "18243"
#define LOCK_ACTIVE "1"
#define LOCK_SCHEMA "2"
#define RENEW_US (2 * G_USEC_PER_SEC)
/* A lease that was not renewed for so long may be taken away. */
#define LEASE_SECONDS "6"
#define RETRY_MS 1000

#define SQLSTATE_LOCK_NOT_AVAILABLE "55P03"
#define SQLSTATE_READ_ONLY "25006"

typedef struct {
  GcDb base;
  PGconn *connection;
  char *fence;      /* decimal; NULL: a command, which is not fenced */
  unsigned n_sent;  /* statements of this write whose answers were not read yet */
  unsigned n_named; /* prepared statements */
  int64_t renewed_us;
} Postgres;

typedef struct {
  GcStatement base;
  char *name;
  unsigned n_values;
  char **values;    /* n_values, each NULL or owned */
  PGresult *result; /* of the last step; NULL: not run yet */
  int row;
} PostgresStatement;

/* ---- errors ---- */

static gboolean
is_passing (const char *sqlstate)
{
  /* Connection, transaction rolled back, resources, operator, system. */
  static const char *const classes[] = { "08", "40", "53", "57", "58" };

  for (size_t i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_has_prefix (sqlstate, classes[i]))
      return TRUE;
  return strcmp (sqlstate, SQLSTATE_LOCK_NOT_AVAILABLE) == 0 ||
         strcmp (sqlstate, SQLSTATE_READ_ONLY) == 0;
}

static void
lose (Postgres *postgres, const char *reason)
{
  if (postgres->base.loss == NULL)
    postgres->base.loss = g_strdup (reason);
}

/* @result: (nullable) the answer that tells of the failure */
static void
set_error (Postgres *postgres, const PGresult *result, const char *what, GError **error)
{
  const char *sqlstate = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *primary =
      result != NULL ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  g_autofree char *message =
      g_strdup (primary != NULL ? primary : PQerrorMessage (postgres->connection));
  gboolean broken = PQstatus (postgres->connection) != CONNECTION_OK;

  g_strdelimit (g_strchomp (message), "\n", ' ');
  if (broken)
    lose (postgres, "the connection to the database broke");
  else if (g_strcmp0 (sqlstate, SQLSTATE_READ_ONLY) == 0)
    lose (postgres, "the database has become read-only");
  g_set_error (error, GC_ERROR,
               broken || (sqlstate != NULL && is_passing (sqlstate)) ? GC_ERROR_UNAVAILABLE
                                                                     : GC_ERROR_INTERNAL,
               "store: %s: %s", what, message);
}

static gboolean
is_good (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- outside of a write ---- */

/* Runs one or several commands without arguments; the rows of the last. NULL on error. */
static PGresult *
execute (Postgres *postgres, const char *sql, GError **error)
{
  PGresult *result = PQexec (postgres->connection, sql);

  if (is_good (result))
    return result;
  set_error (postgres, result, "exec", error);
  PQclear (result);
  return NULL;
}

static gboolean
execute_only (Postgres *postgres, const char *sql, GError **error)
{
  PGresult *result = execute (postgres, sql, error);

  PQclear (result);
  return result != NULL;
}

/* The first value of the first row, "" if there is none. NULL on error. (transfer full) */
static char *
execute_value (Postgres *postgres, const char *sql, GError **error)
{
  PGresult *result = execute (postgres, sql, error);

  if (result == NULL)
    return NULL;
  char *value = g_strdup (PQntuples (result) > 0 ? PQgetvalue (result, 0, 0) : "");
  PQclear (result);
  return value;
}

/* ---- within a write: pipeline mode ---- */

static gboolean
is_writing (Postgres *postgres)
{
  return PQpipelineStatus (postgres->connection) != PQ_PIPELINE_OFF;
}

static gboolean
send_text (Postgres *postgres, const char *sql, GError **error)
{
  if (PQsendQueryParams (postgres->connection, sql, 0, NULL, NULL, NULL, NULL, 0)) {
    postgres->n_sent++;
    return TRUE;
  }
  set_error (postgres, NULL, "send", error);
  return FALSE;
}

/*
 * Waits for the answers to all that was sent. Returns that of the last statement, NULL with the
 * first error if any failed.
 */
static PGresult *
collect (Postgres *postgres, const char *what, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PGresult *last = NULL;
  gboolean over = FALSE;

  if (!PQpipelineSync (postgres->connection)) {
    set_error (postgres, NULL, what, error);
    return NULL;
  }
  while (!over) {
    PGresult *result = PQgetResult (postgres->connection);
    ExecStatusType status = result != NULL ? PQresultStatus (result) : PGRES_EMPTY_QUERY;
    over = status == PGRES_PIPELINE_SYNC || PQstatus (postgres->connection) != CONNECTION_OK;
    if (result == NULL && !over)
      continue; /* the end of one statement's answer */
    if ((status == PGRES_FATAL_ERROR || (over && status != PGRES_PIPELINE_SYNC)) && failure == NULL)
      set_error (postgres, result, what, &failure);
    if (result != NULL && is_good (result)) {
      PQclear (last);
      last = g_steal_pointer (&result);
    }
    PQclear (result);
  }
  postgres->n_sent = 0;
  if (failure == NULL)
    return last;
  PQclear (last);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* ---- statements ---- */

/* `?` is what both kinds of database get to see in our texts; here it has a number. */
static char *
number_arguments (const char *sql, unsigned *ret_n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  unsigned n = 0;

  for (const char *p = sql; *p != '\0'; p++) {
    if (*p == '?')
      g_string_append_printf (text, "$%u", ++n);
    else
      g_string_append_c (text, *p);
  }
  *ret_n = n;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GcStatement *
prepare (GcDb *db, const char *sql, GError **error)
{
  Postgres *postgres = (Postgres *)db;
  unsigned n_values = 0;
  g_autofree char *text = number_arguments (sql, &n_values);
  g_autofree char *name = g_strdup_printf ("gc%u", postgres->n_named);
  PGresult *result = NULL;

  if (!is_writing (postgres)) {
    result = PQprepare (postgres->connection, name, text, 0, NULL);
    if (!is_good (result)) {
      set_error (postgres, result, "prepare", error);
      PQclear (result);
      return NULL;
    }
  } else {
    if (!PQsendPrepare (postgres->connection, name, text, 0, NULL)) {
      set_error (postgres, NULL, "prepare", error);
      return NULL;
    }
    /* Waited for: only what the server has taken is kept as prepared. */
    result = collect (postgres, "prepare", error);
    if (result == NULL)
      return NULL;
  }
  PQclear (result);
  PostgresStatement *made = g_new0 (PostgresStatement, 1);
  made->base.db = db;
  made->name = g_steal_pointer (&name);
  made->n_values = n_values;
  made->values = g_new0 (char *, n_values + 1);
  postgres->n_named++;
  return &made->base;
}

static void
reset (GcStatement *base)
{
  PostgresStatement *statement = (PostgresStatement *)base;

  for (unsigned i = 0; i < statement->n_values; i++)
    g_clear_pointer (&statement->values[i], g_free);
  g_clear_pointer (&statement->result, PQclear);
}

static void
free_statement (GcStatement *base)
{
  PostgresStatement *statement = (PostgresStatement *)base;

  reset (base);
  g_free (statement->values);
  g_free (statement->name);
  g_free (statement);
}

/* Swallows @value. */
static void
set_value (GcStatement *base, int at, char *value)
{
  PostgresStatement *statement = (PostgresStatement *)base;

  g_assert (at >= 1 && (unsigned)at <= statement->n_values);
  g_free (statement->values[at - 1]);
  statement->values[at - 1] = value;
}

static void
bind_text (GcStatement *statement, int at, const char *text)
{
  set_value (statement, at, g_strdup (text));
}

static void
bind_int (GcStatement *statement, int at, int64_t value)
{
  set_value (statement, at, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

static void
bind_hash (GcStatement *statement, int at, const uint8_t *hash)
{
  GString *text = g_string_new ("\\x");

  for (size_t i = 0; i < GC_STORE_HASH_SIZE; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  set_value (statement, at, g_string_free (text, FALSE));
}

static gboolean
send_statement (Postgres *postgres, PostgresStatement *statement, GError **error)
{
  if (PQsendQueryPrepared (postgres->connection, statement->name, (int)statement->n_values,
                           (const char *const *)statement->values, NULL, NULL, 0)) {
    postgres->n_sent++;
    return TRUE;
  }
  set_error (postgres, NULL, "send", error);
  return FALSE;
}

/* Runs it and waits for its rows. */
static gboolean
fetch (Postgres *postgres, PostgresStatement *statement, GError **error)
{
  if (is_writing (postgres)) {
    if (send_statement (postgres, statement, error))
      statement->result = collect (postgres, "step", error);
  } else {
    PGresult *result =
        PQexecPrepared (postgres->connection, statement->name, (int)statement->n_values,
                        (const char *const *)statement->values, NULL, NULL, 0);
    if (is_good (result)) {
      statement->result = result;
    } else {
      set_error (postgres, result, "step", error);
      PQclear (result);
    }
  }
  statement->row = -1;
  return statement->result != NULL;
}

static gboolean
step (GcStatement *base, GError **error)
{
  PostgresStatement *statement = (PostgresStatement *)base;

  if (statement->result == NULL && !fetch ((Postgres *)base->db, statement, error))
    return FALSE;
  if (++statement->row < PQntuples (statement->result))
    return TRUE;
  reset (base);
  return FALSE;
}

static gboolean
run (GcStatement *base, GError **error)
{
  PostgresStatement *statement = (PostgresStatement *)base;
  Postgres *postgres = (Postgres *)base->db;

  if (is_writing (postgres))
    return send_statement (postgres, statement, error);
  gboolean done = fetch (postgres, statement, error);
  reset (base);
  return done;
}

static const char *
get_text (GcStatement *base, int column)
{
  PostgresStatement *statement = (PostgresStatement *)base;

  return PQgetisnull (statement->result, statement->row, column)
             ? NULL
             : PQgetvalue (statement->result, statement->row, column);
}

static int64_t
get_int (GcStatement *base, int column)
{
  const char *text = get_text (base, column);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static const char *
get_name (GcStatement *base, int column)
{
  return PQfname (((PostgresStatement *)base)->result, column);
}

/* ---- writing ---- */

static gboolean
refuse_lost (Postgres *postgres, GError **error)
{
  if (postgres->base.loss == NULL)
    return FALSE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s", postgres->base.loss);
  return TRUE;
}

/* Takes the row of our fencing number for sharing, which holds off a takeover until the end. */
static gboolean
check_fence (Postgres *postgres, GError **error)
{
  const char *const values[] = { postgres->fence };

  if (!PQsendQueryParams (postgres->connection, "SELECT 1 FROM lease WHERE fence = $1 FOR SHARE", 1,
                          NULL, values, NULL, NULL, 0)) {
    set_error (postgres, NULL, "fence", error);
    return FALSE;
  }
  PGresult *result = collect (postgres, "fence", error);
  gboolean ours = result != NULL && PQntuples (result) == 1;
  if (result != NULL && !ours) {
    lose (postgres, "another node has become the active one");
    refuse_lost (postgres, error);
  }
  PQclear (result);
  return ours;
}

static gboolean
end (GcDb *db, gboolean success, GError **error)
{
  Postgres *postgres = (Postgres *)db;
  PGresult *result = NULL;
  gboolean committed = FALSE;

  if (success && send_text (postgres, "COMMIT", error)) {
    result = collect (postgres, "commit", error);
    /* A transaction that failed before is rolled back by COMMIT, which calls that no error. */
    committed = result != NULL && strcmp (PQcmdStatus (result), "COMMIT") == 0;
    if (result != NULL && !committed)
      g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "store: commit: the transaction had failed");
    PQclear (result);
  } else if (postgres->n_sent > 0) {
    PQclear (collect (postgres, "undo", NULL));
  }
  if (!committed && PQtransactionStatus (postgres->connection) != PQTRANS_IDLE &&
      send_text (postgres, "ROLLBACK", NULL))
    PQclear (collect (postgres, "rollback", NULL));
  PQexitPipelineMode (postgres->connection);
  return committed;
}

static gboolean
begin (GcDb *db, GError **error)
{
  Postgres *postgres = (Postgres *)db;

  if (refuse_lost (postgres, error))
    return FALSE;
  if (!PQenterPipelineMode (postgres->connection)) {
    set_error (postgres, NULL, "begin", error);
    return FALSE;
  }
  if (send_text (postgres, "BEGIN", error) &&
      (postgres->fence == NULL || check_fence (postgres, error)))
    return TRUE;
  end (db, FALSE, NULL);
  return FALSE;
}

/* Tells the other nodes that this one is alive. */
static int64_t
tend (GcDb *db, gboolean idle)
{
  Postgres *postgres = (Postgres *)db;
  int64_t wait_us = postgres->renewed_us + RENEW_US - g_get_monotonic_time ();
  const char *const values[] = { postgres->fence };

  if (postgres->fence == NULL || db->loss != NULL)
    return -1;
  if (wait_us > 0)
    return wait_us;
  postgres->renewed_us = g_get_monotonic_time ();
  PGresult *result = PQexecParams (postgres->connection,
                                   "UPDATE lease SET renewed = clock_timestamp () WHERE fence = $1",
                                   1, NULL, values, NULL, NULL, 0);
  g_autoptr (GError) error = NULL;
  if (!is_good (result)) {
    set_error (postgres, result, "renew", &error);
    g_debug ("the lease was not renewed: %s", error->message);
  } else if (strcmp (PQcmdTuples (result), "1") != 0) {
    lose (postgres, "another node has become the active one");
  }
  PQclear (result);
  return db->loss != NULL ? -1 : RENEW_US;
}

/* ---- schema ---- */

/* What stands beside the numbered steps: their number, and the lease of the active node. */
static const char base_sql[] =
    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);"
    "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version);"
    "CREATE TABLE IF NOT EXISTS lease (one BIGINT PRIMARY KEY CHECK (one = 1),"
    " fence BIGINT NOT NULL, renewed TIMESTAMPTZ NOT NULL, holder TEXT NOT NULL);"
    "INSERT INTO lease VALUES (1, 0, '-infinity', '') ON CONFLICT DO NOTHING";

static gboolean
read_version (Postgres *postgres, int *ret_version, GError **error)
{
  g_autofree char *there =
      execute_value (postgres, "SELECT to_regclass ('schema_version') IS NOT NULL", error);
  if (there == NULL)
    return FALSE;
  *ret_version = 0;
  if (strcmp (there, "t") != 0)
    return TRUE;
  g_autofree char *version = execute_value (postgres, "SELECT version FROM schema_version", error);
  if (version == NULL)
    return FALSE;
  *ret_version = (int)g_ascii_strtoll (version, NULL, 10);
  return TRUE;
}

/* Runs @sql as one transaction that no other process of ours takes part in. */
static gboolean
change_schema (Postgres *postgres, const char *sql, int version, GError **error)
{
  int now = 0;

  if (!execute_only (postgres,
                     "BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;"
                     "SELECT pg_advisory_xact_lock (" LOCK_CLASS ", " LOCK_SCHEMA ")",
                     error) ||
      !read_version (postgres, &now, error) ||
      ((version == 0 || now < version) && !execute_only (postgres, sql, error)) ||
      !execute_only (postgres, "COMMIT", error)) {
    execute_only (postgres, "ROLLBACK", NULL);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_version (Postgres *postgres, int *ret_version, GError **error)
{
  return read_version (postgres, ret_version, error) &&
         gc_schema_check (PQdb (postgres->connection), *ret_version, error);
}

static gboolean
migrate (Postgres *postgres, GError **error)
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

/* Waits GC_STORE_BUSY_MS for the lock. FALSE without error: another node has it. */
static gboolean
take_lock (Postgres *postgres, GError **error)
{
  PGresult *result =
      PQexec (postgres->connection, "SELECT pg_advisory_lock (" LOCK_CLASS ", " LOCK_ACTIVE ")");
  gboolean taken = is_good (result);

  if (!taken &&
      g_strcmp0 (PQresultErrorField (result, PG_DIAG_SQLSTATE), SQLSTATE_LOCK_NOT_AVAILABLE) != 0)
    set_error (postgres, result, "lock", error);
  PQclear (result);
  return taken;
}

/* Cuts off the node that has the lock if it has neither renewed its lease nor takes its answers. */
static gboolean
cut_off_hung (Postgres *postgres, GError **error)
{
  static const char sql[] =
      "SELECT pg_terminate_backend (pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
      " WHERE locktype = 'advisory' AND classid = " LOCK_CLASS " AND objid = " LOCK_ACTIVE
      " AND objsubid = 2 AND granted AND wait_event_type = 'Client'"
      " AND database = (SELECT oid FROM pg_database WHERE datname = current_database ())"
      " AND EXISTS (SELECT 1 FROM lease"
      " WHERE renewed < clock_timestamp () - interval '" LEASE_SECONDS " s')";
  g_autofree char *cut = execute_value (postgres, sql, error);

  if (cut == NULL)
    return FALSE;
  if (strcmp (cut, "t") == 0)
    g_message ("the active node has not been heard of for " LEASE_SECONDS " s: it is cut off");
  return TRUE;
}

/* From here on no node with an older number can write. */
static gboolean
take_fence (Postgres *postgres, GError **error)
{
  g_autofree char *holder = g_strdup_printf ("%s/%d", g_get_host_name (), (int)getpid ());
  const char *const values[] = { holder };
  PGresult *result =
      PQexecParams (postgres->connection,
                    "UPDATE lease SET fence = fence + 1, renewed = clock_timestamp (), holder = $1"
                    " RETURNING fence",
                    1, NULL, values, NULL, NULL, 0);
  gboolean taken = is_good (result) && PQntuples (result) == 1;

  if (taken) {
    postgres->fence = g_strdup (PQgetvalue (result, 0, 0));
    postgres->renewed_us = g_get_monotonic_time ();
    g_message ("this node is the active one, with the fencing number %s", postgres->fence);
  } else {
    set_error (postgres, result, "takeover", error);
  }
  PQclear (result);
  return taken;
}

/* The lock is ours: all that makes a node the active one. */
static gboolean
become_active (Postgres *postgres, GError **error)
{
  return take_fence (postgres, error) && migrate (postgres, error);
}

/* ---- opening ---- */

static void
close_connection (GcDb *db)
{
  Postgres *postgres = (Postgres *)db;

  PQfinish (postgres->connection);
  g_free (postgres->fence);
  g_free (postgres);
}

static const GcDbClass postgres_class = {
  .begin = begin,
  .end = end,
  .tend = tend,
  .close = close_connection,
  .prepare = prepare,
  .free_statement = free_statement,
  .bind_text = bind_text,
  .bind_int = bind_int,
  .bind_hash = bind_hash,
  .step = step,
  .run = run,
  .reset = reset,
  .get_text = get_text,
  .get_int = get_int,
  .get_name = get_name,
};

static void
on_notice (void *user_data, const char *message)
{
  g_debug ("database: %s", message);
}

static gboolean
check_url (const char *url, GError **error)
{
  char *message = NULL;
  PQconninfoOption *options = PQconninfoParse (url, &message);

  if (options == NULL)
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "store: %s",
                 message != NULL ? g_strchomp (message) : "not a URL of a database");
  PQfreemem (message);
  PQconninfoFree (options);
  return options != NULL;
}

/* What the URL says has precedence over all that stands before it. */
static PGconn *
connect_to (const char *url)
{
  static const char *const keywords[] = {
    "application_name",     "connect_timeout",
    "keepalives_idle",      "keepalives_interval",
    "keepalives_count",     "tcp_user_timeout",
    "target_session_attrs", "dbname",
    "client_encoding",      NULL,
  };
  const char *const values[] = { "gc-signal", "5",          "2", "1",    "3",
                                 "5000",      "read-write", url, "UTF8", NULL };

  return PQconnectdbParams (keywords, values, 1);
}

/* Without an acknowledged sync there is no acknowledgement of ours; remote_apply is more than on.
 */
static const char session_sql[] =
    "SELECT set_config ('synchronous_commit', 'on', false)"
    " WHERE current_setting ('synchronous_commit') NOT IN ('on', 'remote_apply');"
    "SET lock_timeout = " G_STRINGIFY (
        GC_STORE_BUSY_MS) ";"
                          "SET statement_timeout = '5s';"
                          "SET idle_in_transaction_session_timeout = '5s'";

/* A connection whose schema has at least its foundation. */
static GcDb *
open_connection (const char *url, GcStoreMode mode, GError **error)
{
  Postgres *postgres = g_new0 (Postgres, 1);
  g_autoptr (GcDb) db = &postgres->base;
  int version = 0;

  gc_db_init (db, &postgres_class, mode);
  postgres->connection = connect_to (url);
  if (PQstatus (postgres->connection) != CONNECTION_OK) {
    set_error (postgres, NULL, "connect", error);
    return NULL;
  }
  PQsetNoticeProcessor (postgres->connection, on_notice, NULL);
  if (!execute_only (postgres, session_sql, error) || !check_version (postgres, &version, error) ||
      (version == 0 && !change_schema (postgres, base_sql, 0, error)))
    return NULL;
  return g_steal_pointer (&db);
}

GcDb *
gc_postgres_open (const char *url, GcStoreMode mode, GError **error)
{
  g_autoptr (GcDb) db = check_url (url, error) ? open_connection (url, mode, error) : NULL;
  Postgres *postgres = (Postgres *)db;
  g_autoptr (GError) failure = NULL;

  if (db == NULL)
    return NULL;
  if (mode != GC_STORE_SERVICE)
    return migrate (postgres, error) ? g_steal_pointer (&db) : NULL;
  if (take_lock (postgres, &failure))
    return become_active (postgres, error) ? g_steal_pointer (&db) : NULL;
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
  Postgres *postgres = (Postgres *)db;
  g_autoptr (GError) failure = NULL;

  if (db == NULL)
    return NULL;
  while (!take_lock (postgres, &failure)) {
    if (failure == NULL) {
      g_autofree char *holder = execute_value (postgres, "SELECT holder FROM lease", &failure);
      g_autofree char *reason = g_strdup_printf ("the active node is %s", holder);
      if (holder != NULL && cut_off_hung (postgres, &failure))
        say_waiting (waiting, reason);
    }
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  }
  return become_active (postgres, error) ? g_steal_pointer (&db) : NULL;
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
  gboolean over = !check_url (url, error);

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
