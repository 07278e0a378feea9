// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-json-writer.h"

#include <string.h>

void
gc_json_writer_init (GcJsonWriter *writer)
{
  writer->text = g_string_new (NULL);
  writer->comma = FALSE;
}

void
gc_json_writer_clear (GcJsonWriter *writer)
{
  if (writer->text != NULL)
    g_string_free (writer->text, TRUE);
  writer->text = NULL;
}

char *
gc_json_writer_take (GcJsonWriter *writer)
{
  char *text = g_string_free (writer->text, FALSE);

  writer->text = NULL;
  return text;
}

/* RFC 8259 section 7; U+2028 and U+2029 may stand as they are. */
static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0';) {
    size_t plain = 0;
    while ((unsigned char)p[plain] >= 0x20 && p[plain] != '"' && p[plain] != '\\')
      plain++;
    g_string_append_len (text, p, (gssize)plain);
    p += plain;
    if (*p == '"' || *p == '\\')
      g_string_append_printf (text, "\\%c", *p++);
    else if (*p != '\0')
      g_string_append_printf (text, "\\u%04x", (unsigned)*p++);
  }
  g_string_append_c (text, '"');
}

static void
begin_value (GcJsonWriter *writer, const char *name)
{
  if (writer->comma)
    g_string_append_c (writer->text, ',');
  if (name != NULL) {
    append_quoted (writer->text, name);
    g_string_append_c (writer->text, ':');
  }
  writer->comma = TRUE;
}

void
gc_json_writer_begin_object (GcJsonWriter *writer, const char *name)
{
  begin_value (writer, name);
  g_string_append_c (writer->text, '{');
  writer->comma = FALSE;
}

void
gc_json_writer_end_object (GcJsonWriter *writer)
{
  g_string_append_c (writer->text, '}');
  writer->comma = TRUE;
}

void
gc_json_writer_begin_list (GcJsonWriter *writer, const char *name)
{
  begin_value (writer, name);
  g_string_append_c (writer->text, '[');
  writer->comma = FALSE;
}

void
gc_json_writer_end_list (GcJsonWriter *writer)
{
  g_string_append_c (writer->text, ']');
  writer->comma = TRUE;
}

void
gc_json_writer_string (GcJsonWriter *writer, const char *name, const char *value)
{
  begin_value (writer, name);
  if (value == NULL)
    g_string_append (writer->text, "null");
  else
    append_quoted (writer->text, value);
}

void
gc_json_writer_strings (GcJsonWriter *writer, const char *name, const char *const *values)
{
  gc_json_writer_begin_list (writer, name);
  for (size_t i = 0; values != NULL && values[i] != NULL; i++)
    gc_json_writer_string (writer, NULL, values[i]);
  gc_json_writer_end_list (writer);
}

void
gc_json_writer_int (GcJsonWriter *writer, const char *name, int64_t value)
{
  begin_value (writer, name);
  g_string_append_printf (writer->text, "%" G_GINT64_FORMAT, value);
}

void
gc_json_writer_boolean (GcJsonWriter *writer, const char *name, gboolean value)
{
  begin_value (writer, name);
  g_string_append (writer->text, value ? "true" : "false");
}

void
gc_json_writer_null (GcJsonWriter *writer, const char *name)
{
  begin_value (writer, name);
  g_string_append (writer->text, "null");
}

void
gc_json_writer_figure (GcJsonWriter *writer, const char *name, int64_t figure)
{
  if (figure >= 0)
    gc_json_writer_int (writer, name, figure);
  else
    gc_json_writer_null (writer, name);
}

void
gc_json_writer_raw (GcJsonWriter *writer, const char *name, const char *json)
{
  begin_value (writer, name);
  g_string_append (writer->text, json);
}
