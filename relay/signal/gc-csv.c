// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-csv.h"

#include <string.h>

#define UTF8_MARK "\xEF\xBB\xBF"
/* With these a spreadsheet begins a formula, which may read files or open addresses. */
#define FORMULA_STARTS "=+-@\t\r"

void
gc_csv_init (GcCsv *csv)
{
  *csv = (GcCsv){ .text = g_string_new (UTF8_MARK) };
}

void
gc_csv_clear (GcCsv *csv)
{
  if (csv->text != NULL)
    g_string_free (csv->text, TRUE);
  csv->text = NULL;
}

static void
begin_cell (GcCsv *csv)
{
  if (csv->in_row)
    g_string_append_c (csv->text, ',');
  csv->in_row = TRUE;
}

void
gc_csv_text (GcCsv *csv, const char *text)
{
  begin_cell (csv);
  if (text == NULL || *text == '\0')
    return;
  gboolean is_formula = strchr (FORMULA_STARTS, *text) != NULL;
  gboolean is_quoted = strpbrk (text, ",\"\r\n") != NULL;
  if (is_quoted)
    g_string_append_c (csv->text, '"');
  if (is_formula)
    g_string_append_c (csv->text, '\'');
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"')
      g_string_append_c (csv->text, '"');
    g_string_append_c (csv->text, *at);
  }
  if (is_quoted)
    g_string_append_c (csv->text, '"');
}

void
gc_csv_int (GcCsv *csv, int64_t value)
{
  begin_cell (csv);
  g_string_append_printf (csv->text, "%" G_GINT64_FORMAT, value);
}

void
gc_csv_tenths (GcCsv *csv, int tenths)
{
  begin_cell (csv);
  g_string_append_printf (csv->text, "%d.%d", tenths / 10, tenths % 10);
}

void
gc_csv_end_row (GcCsv *csv)
{
  g_string_append (csv->text, "\r\n");
  csv->in_row = FALSE;
}
