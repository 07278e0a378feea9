// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "store/gc-schema.h"

#include "common/gc-error.h"
#include "gc-store-schema.h"

#include <gio/gio.h>

#define SCHEMA_PATH "/gc/store/schema/"

/*
 * TEXT compares by bytes in both, whatever the language of the server: what is loaded in an order
 * must come in the same order everywhere.
 */
static const struct {
  const char *sqlite;
  const char *postgresql;
} words[] = {
  { "\\)\\s*STRICT(, WITHOUT ROWID)?;", ");" },
  { "\\bINTEGER\\b", "BIGINT" },
  { "\\bBLOB\\b", "BYTEA" },
  { "\\bTEXT\\b", "TEXT COLLATE \"C\"" },
};

int
gc_schema_get_newest (void)
{
  g_auto (GStrv) names = g_resource_enumerate_children (
      gc_store_schema_get_resource (), SCHEMA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return (int)g_strv_length (names);
}

static char *
translate (char *sql, GError **error)
{
  g_autofree char *text = sql;

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (GRegex) regex = g_regex_new (words[i].sqlite, 0, 0, error);
    char *replaced =
        regex != NULL ? g_regex_replace_literal (regex, text, -1, 0, words[i].postgresql, 0, error)
                      : NULL;
    if (replaced == NULL)
      return NULL;
    g_free (text);
    text = replaced;
  }
  return g_steal_pointer (&text);
}

char *
gc_schema_dup_step (int version, GcDialect dialect, GError **error)
{
  g_autofree char *path = g_strdup_printf (SCHEMA_PATH "%03d", version);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (gc_store_schema_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL)
    return NULL;
  char *sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return dialect == GC_DIALECT_POSTGRESQL ? translate (sql, error) : sql;
}

gboolean
gc_schema_check (const char *database, int version, GError **error)
{
  if (version <= gc_schema_get_newest ())
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
               "store: %s has schema %d, this program knows up to %d: use a newer program",
               database, version, gc_schema_get_newest ());
  return FALSE;
}
