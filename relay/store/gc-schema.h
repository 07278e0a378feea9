// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * The steps of the schema: schema/NNN-*.sql, each of which leads to version NNN. They are written
 * once, in SQLite's words; PostgreSQL has other words for a few of them.
 */
typedef enum {
  GC_DIALECT_SQLITE,
  GC_DIALECT_POSTGRESQL,
} GcDialect;

/* The version to which all steps lead. */
int gc_schema_get_newest (void);

/* The SQL of the step that leads to @version, 1 to the newest. (transfer full) */
char *gc_schema_dup_step (int version, GcDialect dialect, GError **error);

/* Errors: GC_ERROR_CONFLICT when @version, which is that of @database, is not known here. */
gboolean gc_schema_check (const char *database, int version, GError **error);
