// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-log.h"

#include "common/gc-error.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  GcLogFormat format;
  GLogLevelFlags level; /* the least grave level that is written */
} Writer;

static const struct {
  GLogLevelFlags level;
  const char *name;
} levels[] = {
  { G_LOG_LEVEL_ERROR, "error" },     { G_LOG_LEVEL_CRITICAL, "critical" },
  { G_LOG_LEVEL_WARNING, "warning" }, { G_LOG_LEVEL_MESSAGE, "message" },
  { G_LOG_LEVEL_INFO, "info" },       { G_LOG_LEVEL_DEBUG, "debug" },
};

static const char *
level_name (GLogLevelFlags level)
{
  for (size_t i = 0; i < G_N_ELEMENTS (levels); i++)
    if (level & levels[i].level)
      return levels[i].name;
  return "log";
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0)
      return fields[i].value;
  return "";
}

static void
write_text (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%s %-8s %s: %s", time, level_name (level),
                          find_field (fields, n_fields, "GLIB_DOMAIN"),
                          find_field (fields, n_fields, "MESSAGE"));
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_has_prefix (fields[i].key, "GC_"))
      g_string_append_printf (line, " %s=%s", fields[i].key + strlen ("GC_"),
                              (const char *)fields[i].value);
  fprintf (stderr, "%s\n", line->str);
}

static void
write_json (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "time");
  json_builder_add_string_value (builder, time);
  json_builder_set_member_name (builder, "level");
  json_builder_add_string_value (builder, level_name (level));
  for (gsize i = 0; i < n_fields; i++) {
    gboolean ours = g_str_has_prefix (fields[i].key, "GC_");
    if (!ours && strcmp (fields[i].key, "MESSAGE") != 0 &&
        strcmp (fields[i].key, "GLIB_DOMAIN") != 0)
      continue;
    json_builder_set_member_name (builder, fields[i].key);
    json_builder_add_string_value (builder, fields[i].value);
  }
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *line = json_to_string (root, FALSE);
  fprintf (stderr, "%s\n", line);
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const Writer *writer = user_data;

  /* GLib numbers graver levels lower. */
  if ((level & G_LOG_LEVEL_MASK) > writer->level)
    return G_LOG_WRITER_HANDLED;

  switch (writer->format) {
  case GC_LOG_FORMAT_JOURNAL:
    return g_log_writer_journald (level, fields, n_fields, NULL);
  case GC_LOG_FORMAT_JSON:
    write_json (level, fields, n_fields);
    return G_LOG_WRITER_HANDLED;
  case GC_LOG_FORMAT_TEXT:
  default:
    write_text (level, fields, n_fields);
    return G_LOG_WRITER_HANDLED;
  }
}

void
gc_log_init (GcLogFormat format, GLogLevelFlags level)
{
  Writer *writer = g_new (Writer, 1);

  *writer = (Writer){ format, level };
  g_log_set_writer_func (write_log, writer, g_free);
}

gboolean
gc_log_format_parse (const char *name, GcLogFormat *ret_format, GError **error)
{
  static const char *const names[] = { "text", "journal", "json" };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (name, names[i]) == 0) {
      *ret_format = (GcLogFormat)i;
      return TRUE;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "log format \"%s\": must be text, journal or json", name);
  return FALSE;
}
