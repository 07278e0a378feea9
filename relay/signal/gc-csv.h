// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcCsv: a table as text (RFC 4180), made for the spreadsheet programs that people open it with: it
 * begins with the mark of UTF-8, and no cell of text can be taken for a formula.
 */
typedef struct {
  GString *text;
  gboolean in_row;
} GcCsv;

void gc_csv_init (GcCsv *csv);
void gc_csv_clear (GcCsv *csv);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GcCsv, gc_csv_clear)

/* The next cell of the row. @text: UTF-8, NULL for an empty cell. */
void gc_csv_text (GcCsv *csv, const char *text);
void gc_csv_int (GcCsv *csv, int64_t value);
/* Tenths with one digit after the point: 934 is 93.4. @tenths is not negative. */
void gc_csv_tenths (GcCsv *csv, int tenths);
void gc_csv_end_row (GcCsv *csv);
