// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "store/gc-db-mark.h"

#include "common/gc-error.h"
#include "store/gc-db-private.h"
#include "store/gc-store-postgres.h"
#include "store/gc-store-sqlite.h"

#include <stdarg.h>

static void
free_statement (gpointer data)
{
  GcStatement *statement = data;

  statement->db->class->free_statement (statement);
}

void
gc_db_init (GcDb *db, const GcDbClass *class, GcStoreMode mode)
{
  db->class = class;
  db->mode = mode;
  db->mark_file = -1;
  db->statements = g_hash_table_new_full (NULL, NULL, NULL, free_statement);
}

static gboolean
is_url (const char *where)
{
  return g_str_has_prefix (where, "postgresql://") || g_str_has_prefix (where, "postgres://");
}

#ifndef GC_HAVE_POSTGRES
static GcDb *
refuse_url (GError **error)
{
  g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID,
                       "store: this program was built without PostgreSQL");
  return NULL;
}
#define gc_postgres_open(url, mode, error) refuse_url (error)
#define gc_postgres_wait(url, waiting, user_data, cancellable, error) refuse_url (error)
#endif

GcDb *
gc_db_open (const char *where, GcStoreMode mode, GError **error)
{
  return is_url (where) ? gc_postgres_open (where, mode, error)
                        : gc_sqlite_open (where, mode, error);
}

GcDb *
gc_db_wait (const char *where,
            const char *directory,
            GcDbWaiting waiting,
            gpointer user_data,
            GCancellable *cancellable,
            GError **error)
{
  if (!is_url (where))
    return gc_sqlite_open (where, GC_STORE_SERVICE, error);
  g_autoptr (GcDb) db = gc_postgres_wait (where, waiting, user_data, cancellable, error);
  if (db == NULL || (directory != NULL && !gc_db_mark_start (db, "the database", directory, error)))
    return NULL;
  return g_steal_pointer (&db);
}

void
gc_db_close (GcDb *db)
{
  if (db == NULL)
    return;
  gc_db_mark_end (db);
  g_hash_table_unref (db->statements);
  g_free (db->loss);
  db->class->close (db);
}

gboolean
gc_db_begin (GcDb *db, GError **error)
{
  return db->class->begin (db, error);
}

gboolean
gc_db_end (GcDb *db, gboolean success, GError **error)
{
  return db->class->end (db, success, error);
}

int64_t
gc_db_tend (GcDb *db, gboolean idle)
{
  int64_t wait_us = db->class->tend (db, idle);
  int64_t mark_us = gc_db_mark_tend (db);

  if (wait_us < 0 || mark_us < 0)
    return MAX (wait_us, mark_us);
  return MIN (wait_us, mark_us);
}

void
gc_db_note_transition (GcDb *db, uint64_t seq, int64_t at_ms)
{
  db->last_seq = seq;
  db->last_ms = at_ms;
}

uint64_t
gc_db_get_floor (GcDb *db)
{
  return db->floor_seq;
}

const char *
gc_db_get_loss (GcDb *db)
{
  return db->loss;
}

GcStatement *
gc_db_prepare (GcDb *db, const char *sql, GError **error)
{
  GcStatement *statement = g_hash_table_lookup (db->statements, sql);

  if (statement != NULL) {
    db->class->reset (statement);
    return statement;
  }
  statement = db->class->prepare (db, sql, error);
  if (statement != NULL)
    g_hash_table_insert (db->statements, (gpointer)sql, statement);
  return statement;
}

static void
bind_blob (GcStatement *statement, int at, GBytes *bytes)
{
  gsize size = 0;
  const uint8_t *data = g_bytes_get_data (bytes, &size);

  statement->db->class->bind_bytes (statement, at, data, size);
}

static GcStatement *
bind (GcDb *db, GError **error, const char *sql, const char *format, va_list arguments)
{
  GcStatement *statement = gc_db_prepare (db, sql, error);

  for (int i = 0; statement != NULL && format[i] != '\0'; i++) {
    if (format[i] == 't')
      db->class->bind_text (statement, i + 1, va_arg (arguments, const char *));
    else if (format[i] == 'i')
      db->class->bind_int (statement, i + 1, va_arg (arguments, int64_t));
    else if (format[i] == 'h')
      db->class->bind_bytes (statement, i + 1, va_arg (arguments, const uint8_t *),
                             GC_STORE_HASH_SIZE);
    else
      bind_blob (statement, i + 1, va_arg (arguments, GBytes *));
  }
  return statement;
}

GcStatement *
gc_db_query (GcDb *db, GError **error, const char *sql, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  GcStatement *statement = bind (db, error, sql, format, arguments);
  va_end (arguments);
  return statement;
}

gboolean
gc_db_run (GcDb *db, GError **error, const char *sql, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  GcStatement *statement = bind (db, error, sql, format, arguments);
  va_end (arguments);
  return statement != NULL && gc_statement_run (statement, error);
}

void
gc_statement_bind_text (GcStatement *statement, int at, const char *text)
{
  statement->db->class->bind_text (statement, at, text);
}

void
gc_statement_bind_int (GcStatement *statement, int at, int64_t value)
{
  statement->db->class->bind_int (statement, at, value);
}

gboolean
gc_statement_step (GcStatement *statement, GError **error)
{
  return statement->db->class->step (statement, error);
}

gboolean
gc_statement_run (GcStatement *statement, GError **error)
{
  return statement->db->class->run (statement, error);
}

void
gc_statement_reset (GcStatement *statement)
{
  statement->db->class->reset (statement);
}

const char *
gc_statement_get_text (GcStatement *statement, int column)
{
  return statement->db->class->get_text (statement, column);
}

int64_t
gc_statement_get_int (GcStatement *statement, int column)
{
  return statement->db->class->get_int (statement, column);
}

const char *
gc_statement_get_name (GcStatement *statement, int column)
{
  return statement->db->class->get_name (statement, column);
}

char *
gc_statement_dup_text (GcStatement *statement, int column)
{
  return g_strdup (gc_statement_get_text (statement, column));
}

char **
gc_statement_dup_words (GcStatement *statement, int column)
{
  const char *text = gc_statement_get_text (statement, column);

  return text == NULL || *text == '\0' ? g_new0 (char *, 1) : g_strsplit (text, " ", -1);
}

GBytes *
gc_statement_dup_bytes (GcStatement *statement, int column)
{
  return statement->db->class->dup_bytes (statement, column);
}
