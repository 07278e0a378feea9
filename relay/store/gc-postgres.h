// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-db-private.h"

#include <libpq-fe.h>

/* GcPostgres: one connection to PostgreSQL, as a GcDb. */
typedef struct {
  GcDb base;
  PGconn *connection;
  char *fence;      /* decimal; NULL: a command, which is not fenced */
  unsigned n_sent;  /* statements of this write whose answers were not read yet */
  unsigned n_named; /* prepared statements */
  int64_t renewed_us;
} GcPostgres;

/* Connects and sets the session up, whatever the schema. Errors: as gc_db_open (). */
GcDb *gc_postgres_connect (const char *url, GcStoreMode mode, GError **error);

/* Outside of a write: runs one or several commands without arguments; the rows of the last. NULL on
 * error. (transfer full) */
PGresult *gc_postgres_execute (GcPostgres *postgres, const char *sql, GError **error);
gboolean gc_postgres_execute_only (GcPostgres *postgres, const char *sql, GError **error);
/* The first value of the first row, "" if there is none. NULL on error. (transfer full) */
char *gc_postgres_execute_value (GcPostgres *postgres, const char *sql, GError **error);

gboolean gc_postgres_is_good (const PGresult *result);

/* @result: (nullable) the answer that tells of the failure */
void gc_postgres_set_error (GcPostgres *postgres,
                            const PGresult *result,
                            const char *what,
                            GError **error);
