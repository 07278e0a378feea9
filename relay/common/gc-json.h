// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <json-glib/json-glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From JSON text to a typed struct, in one step at the edge: the text is scanned (see
 * gc-json-scan.h), parsed, and read by a table of fields. A member that the table does not name, a
 * wrong type, or a value out of its range is an error that names the member and the value.
 *
 *   typedef struct { char *item; int64_t grade; } Rating;
 *   static const GcJsonField fields[] = {
 *     GC_JSON_STRING (Rating, item, 1, 16),
 *     GC_JSON_INT (Rating, grade, 1, 5),
 *   };
 *   gc_json_read (object, fields, G_N_ELEMENTS (fields), &rating, &error);
 *   ...
 *   gc_json_read_clear (fields, G_N_ELEMENTS (fields), &rating);
 */

typedef enum {
  GC_JSON_TYPE_STRING,  /* char *, owned; @min and @max count characters */
  GC_JSON_TYPE_STRINGS, /* char ** (NULL-terminated), owned; @min and @max count the strings */
  GC_JSON_TYPE_INT,     /* int64_t in [@min, @max] */
  GC_JSON_TYPE_BOOLEAN, /* gboolean */
  GC_JSON_TYPE_OBJECT,  /* JsonObject *, a reference */
} GcJsonType;

typedef struct {
  const char *name;
  GcJsonType type;
  gboolean optional; /* absent or null leaves the struct's member as it was */
  int64_t min;
  int64_t max;
  size_t offset;
} GcJsonField;

/* The longest single string in a list of strings, in characters. */
#define GC_JSON_MAX_LIST_STRING 64

#define GC_JSON_STRING(type, member, min, max)                                                     \
  {                                                                                                \
#member, GC_JSON_TYPE_STRING, FALSE, min, max, offsetof(type, member)                          \
  }
#define GC_JSON_STRING_OPTIONAL(type, member, max)                                                 \
  {                                                                                                \
#member, GC_JSON_TYPE_STRING, TRUE, 0, max, offsetof(type, member)                             \
  }
#define GC_JSON_STRINGS(type, member, min, max)                                                    \
  {                                                                                                \
#member, GC_JSON_TYPE_STRINGS, FALSE, min, max, offsetof(type, member)                         \
  }
#define GC_JSON_STRINGS_OPTIONAL(type, member, max)                                                \
  {                                                                                                \
#member, GC_JSON_TYPE_STRINGS, TRUE, 1, max, offsetof(type, member)                            \
  }
#define GC_JSON_INT(type, member, min, max)                                                        \
  {                                                                                                \
#member, GC_JSON_TYPE_INT, FALSE, min, max, offsetof(type, member)                             \
  }
#define GC_JSON_INT_OPTIONAL(type, member, min, max)                                               \
  {                                                                                                \
#member, GC_JSON_TYPE_INT, TRUE, min, max, offsetof(type, member)                              \
  }
#define GC_JSON_BOOLEAN(type, member)                                                              \
  {                                                                                                \
#member, GC_JSON_TYPE_BOOLEAN, FALSE, 0, 0, offsetof(type, member)                             \
  }
#define GC_JSON_BOOLEAN_OPTIONAL(type, member)                                                     \
  {                                                                                                \
#member, GC_JSON_TYPE_BOOLEAN, TRUE, 0, 0, offsetof(type, member)                              \
  }
#define GC_JSON_OBJECT(type, member)                                                               \
  {                                                                                                \
#member, GC_JSON_TYPE_OBJECT, FALSE, 0, 0, offsetof(type, member)                              \
  }
#define GC_JSON_OBJECT_OPTIONAL(type, member)                                                      \
  {                                                                                                \
#member, GC_JSON_TYPE_OBJECT, TRUE, 0, 0, offsetof(type, member)                               \
  }

/*
 * Scans and parses @text of @size bytes, at most @max_size, whose root must be an object.
 * Returns: (transfer full): the object, or NULL. Errors: as gc_json_scan ().
 */
JsonObject *gc_json_parse_object (const char *text, size_t size, size_t max_size, GError **error);

/*
 * Reads @object into @ret_struct by @fields. On failure nothing in @ret_struct is owned by the
 * caller. Errors: GC_ERROR_INVALID, naming the member.
 */
gboolean gc_json_read (JsonObject *object,
                       const GcJsonField *fields,
                       size_t n_fields,
                       void *ret_struct,
                       GError **error);

/* Frees what gc_json_read () put into @read and zeroes those members. */
void gc_json_read_clear (const GcJsonField *fields, size_t n_fields, void *read);

/* The text of @object without white space. (transfer full) */
char *gc_json_object_to_string (JsonObject *object);
