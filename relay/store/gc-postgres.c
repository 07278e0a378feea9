// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Within a write the statements go out one after the other without waiting for their answers
 * (libpq's pipeline mode), so that a batch costs a few round trips and not one a row.
 */
#include "config.h"

#include "store/gc-postgres.h"

#include "common/gc-error.h"

#include <string.h>

#define RENEW_US (INT64_C (2) * G_USEC_PER_SEC)
#define SQLSTATE_LOCK_NOT_AVAILABLE "55P03"
#define SQLSTATE_READ_ONLY "25006"

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
lose (GcPostgres *postgres, const char *reason)
{
  if (postgres->base.loss == NULL)
    postgres->base.loss = g_strdup (reason);
}

void
gc_postgres_set_error (GcPostgres *postgres,
                       const PGresult *result,
                       const char *what,
                       GError **error)
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

gboolean
gc_postgres_is_good (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- outside of a write ---- */

PGresult *
gc_postgres_execute (GcPostgres *postgres, const char *sql, GError **error)
{
  PGresult *result = PQexec (postgres->connection, sql);

  if (gc_postgres_is_good (result))
    return result;
  gc_postgres_set_error (postgres, result, "exec", error);
  PQclear (result);
  return NULL;
}

gboolean
gc_postgres_execute_only (GcPostgres *postgres, const char *sql, GError **error)
{
  PGresult *result = gc_postgres_execute (postgres, sql, error);

  PQclear (result);
  return result != NULL;
}

char *
gc_postgres_execute_value (GcPostgres *postgres, const char *sql, GError **error)
{
  PGresult *result = gc_postgres_execute (postgres, sql, error);

  if (result == NULL)
    return NULL;
  char *value = g_strdup (PQntuples (result) > 0 ? PQgetvalue (result, 0, 0) : "");
  PQclear (result);
  return value;
}

/* ---- within a write: pipeline mode ---- */

static gboolean
is_writing (GcPostgres *postgres)
{
  return PQpipelineStatus (postgres->connection) != PQ_PIPELINE_OFF;
}

static gboolean
send_text (GcPostgres *postgres, const char *sql, GError **error)
{
  if (PQsendQueryParams (postgres->connection, sql, 0, NULL, NULL, NULL, NULL, 0)) {
    postgres->n_sent++;
    return TRUE;
  }
  gc_postgres_set_error (postgres, NULL, "send", error);
  return FALSE;
}

/*
 * Waits for the answers to all that was sent. Returns that of the last statement, NULL with the
 * first error if any failed.
 */
static PGresult *
collect (GcPostgres *postgres, const char *what, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PGresult *last = NULL;
  gboolean over = FALSE;

  if (!PQpipelineSync (postgres->connection)) {
    gc_postgres_set_error (postgres, NULL, what, error);
    return NULL;
  }
  while (!over) {
    PGresult *result = PQgetResult (postgres->connection);
    ExecStatusType status = result != NULL ? PQresultStatus (result) : PGRES_EMPTY_QUERY;
    over = status == PGRES_PIPELINE_SYNC || PQstatus (postgres->connection) != CONNECTION_OK;
    if (result == NULL && !over)
      continue; /* the end of one statement's answer */
    if ((status == PGRES_FATAL_ERROR || (over && status != PGRES_PIPELINE_SYNC)) && failure == NULL)
      gc_postgres_set_error (postgres, result, what, &failure);
    if (result != NULL && gc_postgres_is_good (result)) {
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
  GcPostgres *postgres = (GcPostgres *)db;
  unsigned n_values = 0;
  g_autofree char *text = number_arguments (sql, &n_values);
  g_autofree char *name = g_strdup_printf ("gc%u", postgres->n_named);
  PGresult *result = NULL;

  if (!is_writing (postgres)) {
    result = PQprepare (postgres->connection, name, text, 0, NULL);
    if (!gc_postgres_is_good (result)) {
      gc_postgres_set_error (postgres, result, "prepare", error);
      PQclear (result);
      return NULL;
    }
  } else {
    if (!PQsendPrepare (postgres->connection, name, text, 0, NULL)) {
      gc_postgres_set_error (postgres, NULL, "prepare", error);
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
bind_bytes (GcStatement *statement, int at, const uint8_t *data, size_t size)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (2 * size + 3);

  text[0] = '\\';
  text[1] = 'x';
  for (size_t i = 0; i < size; i++) {
    text[2 * i + 2] = digits[data[i] >> 4];
    text[2 * i + 3] = digits[data[i] & 15];
  }
  text[2 * size + 2] = '\0';
  set_value (statement, at, text);
}

static gboolean
send_statement (GcPostgres *postgres, PostgresStatement *statement, GError **error)
{
  if (PQsendQueryPrepared (postgres->connection, statement->name, (int)statement->n_values,
                           (const char *const *)statement->values, NULL, NULL, 0)) {
    postgres->n_sent++;
    return TRUE;
  }
  gc_postgres_set_error (postgres, NULL, "send", error);
  return FALSE;
}

/* Runs it and waits for its rows. */
static gboolean
fetch (GcPostgres *postgres, PostgresStatement *statement, GError **error)
{
  if (is_writing (postgres)) {
    if (send_statement (postgres, statement, error))
      statement->result = collect (postgres, "step", error);
  } else {
    PGresult *result =
        PQexecPrepared (postgres->connection, statement->name, (int)statement->n_values,
                        (const char *const *)statement->values, NULL, NULL, 0);
    if (gc_postgres_is_good (result)) {
      statement->result = result;
    } else {
      gc_postgres_set_error (postgres, result, "step", error);
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

  if (statement->result == NULL && !fetch ((GcPostgres *)base->db, statement, error))
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
  GcPostgres *postgres = (GcPostgres *)base->db;

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

static GBytes *
dup_bytes (GcStatement *base, int column)
{
  const char *text = get_text (base, column);
  size_t size = 0;
  unsigned char *data = text != NULL ? PQunescapeBytea ((const unsigned char *)text, &size) : NULL;

  return data != NULL ? g_bytes_new_with_free_func (data, size, PQfreemem, data) : NULL;
}

static const char *
get_name (GcStatement *base, int column)
{
  return PQfname (((PostgresStatement *)base)->result, column);
}

/* ---- writing ---- */

static gboolean
refuse_lost (GcPostgres *postgres, GError **error)
{
  if (postgres->base.loss == NULL)
    return FALSE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s", postgres->base.loss);
  return TRUE;
}

/* Takes the row of our fencing number for sharing, which holds off a takeover until the end. */
static gboolean
check_fence (GcPostgres *postgres, GError **error)
{
  const char *const values[] = { postgres->fence };

  if (!PQsendQueryParams (postgres->connection, "SELECT 1 FROM lease WHERE fence = $1 FOR SHARE", 1,
                          NULL, values, NULL, NULL, 0)) {
    gc_postgres_set_error (postgres, NULL, "fence", error);
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
  GcPostgres *postgres = (GcPostgres *)db;
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
  GcPostgres *postgres = (GcPostgres *)db;

  if (refuse_lost (postgres, error))
    return FALSE;
  if (!PQenterPipelineMode (postgres->connection)) {
    gc_postgres_set_error (postgres, NULL, "begin", error);
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
  GcPostgres *postgres = (GcPostgres *)db;
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
  if (!gc_postgres_is_good (result)) {
    gc_postgres_set_error (postgres, result, "renew", &error);
    g_debug ("the lease was not renewed: %s", error->message);
  } else if (strcmp (PQcmdTuples (result), "1") != 0) {
    lose (postgres, "another node has become the active one");
  }
  PQclear (result);
  return db->loss != NULL ? -1 : RENEW_US;
}

/* ---- connecting ---- */

static void
close_connection (GcDb *db)
{
  GcPostgres *postgres = (GcPostgres *)db;

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
  .bind_bytes = bind_bytes,
  .step = step,
  .run = run,
  .reset = reset,
  .get_text = get_text,
  .get_int = get_int,
  .dup_bytes = dup_bytes,
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

GcDb *
gc_postgres_connect (const char *url, GcStoreMode mode, GError **error)
{
  GcPostgres *postgres = g_new0 (GcPostgres, 1);
  g_autoptr (GcDb) db = &postgres->base;

  gc_db_init (db, &postgres_class, mode);
  if (!check_url (url, error))
    return NULL;
  postgres->connection = connect_to (url);
  if (PQstatus (postgres->connection) != CONNECTION_OK) {
    gc_postgres_set_error (postgres, NULL, "connect", error);
    return NULL;
  }
  PQsetNoticeProcessor (postgres->connection, on_notice, NULL);
  return gc_postgres_execute_only (postgres, session_sql, error) ? g_steal_pointer (&db) : NULL;
}
