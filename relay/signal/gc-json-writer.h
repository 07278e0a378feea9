// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcJsonWriter: JSON text written straight into a string, in the order of the calls. A view is
 * written for every open page after every change, which is why no tree is built for it.
 *
 * @name is the member's name inside an object and NULL inside a list or at the root.
 */
typedef struct {
  GString *text;
  gboolean comma; /* whether the next value needs one before it */
} GcJsonWriter;

void gc_json_writer_init (GcJsonWriter *writer);
void gc_json_writer_clear (GcJsonWriter *writer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GcJsonWriter, gc_json_writer_clear)

/* The text so far; the writer is empty afterwards and may be cleared. (transfer full) */
char *gc_json_writer_take (GcJsonWriter *writer);

void gc_json_writer_begin_object (GcJsonWriter *writer, const char *name);
void gc_json_writer_end_object (GcJsonWriter *writer);
void gc_json_writer_begin_list (GcJsonWriter *writer, const char *name);
void gc_json_writer_end_list (GcJsonWriter *writer);

/* @value is UTF-8; NULL writes null. */
void gc_json_writer_string (GcJsonWriter *writer, const char *name, const char *value);
/* @values is NULL-terminated. */
void gc_json_writer_strings (GcJsonWriter *writer, const char *name, const char *const *values);
void gc_json_writer_int (GcJsonWriter *writer, const char *name, int64_t value);
/* Null for a @figure below 0, which is not known. */
void gc_json_writer_figure (GcJsonWriter *writer, const char *name, int64_t figure);
void gc_json_writer_boolean (GcJsonWriter *writer, const char *name, gboolean value);
void gc_json_writer_null (GcJsonWriter *writer, const char *name);
/* @json is JSON text of our own making, put in as it is. */
void gc_json_writer_raw (GcJsonWriter *writer, const char *name, const char *json);
