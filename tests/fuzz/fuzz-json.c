// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The edge of JSON: the scan, then json-glib, then a table of fields. What the scan has passed
 * json-glib must take, and what is written of it again must be the same to both.
 */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-json-scan.h"
#include "common/gc-json.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MAX_SIZE ((size_t)64 * 1024)

typedef struct {
  char *method;
  char **languages;
  int64_t grade;
  gboolean held;
  JsonObject *params;
} Request;

static const GcJsonField fields[] = {
  GC_JSON_STRING_OPTIONAL (Request, method, 16), GC_JSON_STRINGS (Request, languages, 0, 4),
  GC_JSON_INT_OPTIONAL (Request, grade, 1, 5),   GC_JSON_BOOLEAN_OPTIONAL (Request, held),
  GC_JSON_OBJECT_OPTIONAL (Request, params),
};

static void
read_request (JsonObject *object)
{
  Request request = { 0 };
  g_autoptr (GError) error = NULL;

  if (!gc_json_read (object, fields, G_N_ELEMENTS (fields), &request, &error)) {
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    return;
  }
  g_assert_true (request.grade == 0 || (request.grade >= 1 && request.grade <= 5));
  g_assert_true (request.method == NULL || g_utf8_strlen (request.method, -1) <= 16);
  g_assert_cmpuint (g_strv_length (request.languages), <=, 4);
  gc_json_read_clear (fields, G_N_ELEMENTS (fields), &request);
}

/* json-glib writes 1e30 as 1e+30.0; what we write has whole numbers only. (transfer full) */
static char *
write_again (JsonObject *object)
{
  g_autofree char *text = gc_json_object_to_string (object);
  g_autoptr (GRegex) fraction = g_regex_new ("(e[+-]\\d+)\\.0", 0, 0, NULL);

  return g_regex_replace (fraction, text, -1, 0, "\\1", 0, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *)data;
  g_autoptr (GError) scan_error = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fits = gc_json_scan (text, size, MAX_SIZE, &scan_error);
  JsonObject *object = gc_json_parse_object (text, size, MAX_SIZE, &error);

  g_assert_cmpint (fits, ==, scan_error == NULL);
  g_assert_cmpint (object != NULL, ==, error == NULL);
  if (!fits)
    g_assert_null (object);
  if (object == NULL) {
    /* A text that passed is refused only for not being an object. */
    if (fits)
      g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    return 0;
  }
  read_request (object);
  g_autofree char *again = write_again (object);
  g_autoptr (GError) again_error = NULL;
  gc_json_scan (again, strlen (again), SIZE_MAX, &again_error);
  g_assert_no_error (again_error);
  json_object_unref (object);
  return 0;
}
