// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-json.h"

#include <string.h>

typedef struct {
  char *item;
  char **languages;
  char **more;
  int64_t grade;
  gboolean held;
  JsonObject *extra;
} Sample;

static const GcJsonField fields[] = {
  GC_JSON_STRING (Sample, item, 1, 8),     GC_JSON_STRINGS (Sample, languages, 1, 3),
  GC_JSON_INT (Sample, grade, 1, 5),       GC_JSON_BOOLEAN_OPTIONAL (Sample, held),
  GC_JSON_OBJECT_OPTIONAL (Sample, extra), GC_JSON_STRINGS_OPTIONAL (Sample, more, 2),
};

static gboolean
read_text (const char *text, Sample *sample, GError **error)
{
  g_autoptr (JsonObject) object = gc_json_parse_object (text, strlen (text), 4096, error);
  return object != NULL && gc_json_read (object, fields, G_N_ELEMENTS (fields), sample, error);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  Sample sample = { .held = 7 };

  read_text ("{\"item\":\"NT-01\",\"languages\":[\"it\",\"zh\"],\"grade\":5,\"extra\":{\"a\":1}}",
             &sample, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sample.item, ==, "NT-01");
  g_assert_cmpstr (sample.languages[1], ==, "zh");
  g_assert_cmpint (sample.grade, ==, 5);
  g_assert_cmpint (sample.held, ==, 7); /* absent: left alone */
  g_assert_null (sample.more);
  g_assert_cmpint (json_object_get_int_member (sample.extra, "a"), ==, 1);
  gc_json_read_clear (fields, G_N_ELEMENTS (fields), &sample);
  g_assert_null (sample.item);
  read_text (
      "{\"item\":\"NT-01\",\"languages\":[\"it\"],\"grade\":5,\"more\":[\"NT-02\",\"NT-03\"]}",
      &sample, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sample.more[1], ==, "NT-03");
  gc_json_read_clear (fields, G_N_ELEMENTS (fields), &sample);
  g_assert_null (sample.more);
}

/* text -> what the message must name */
static const char *const bad[][2] = {
  { "[]", "not an object" },
  { "{\"item\":\"x\",\"languages\":[\"it\"]}", "\"grade\": missing" },
  { "{\"item\":\"x\",\"languages\":[\"it\"],\"grade\":6}", "\"grade\": 6, must be 1 to 5" },
  { "{\"item\":\"x\",\"languages\":[\"it\"],\"grade\":\"5\"}", "\"grade\": must be an integer" },
  { "{\"item\":\"x\",\"languages\":[\"it\"],\"grade\":5.0}", "\"grade\": must be an integer" },
  { "{\"item\":\"\",\"languages\":[\"it\"],\"grade\":5}", "\"item\": 0 characters" },
  { "{\"item\":\"123456789\",\"languages\":[\"it\"],\"grade\":5}", "\"item\": 9 characters" },
  { "{\"item\":\"x\",\"languages\":[],\"grade\":5}", "\"languages\": 0 strings" },
  { "{\"item\":\"x\",\"languages\":[1],\"grade\":5}", "\"languages\": must be a list" },
  { "{\"item\":\"x\",\"languages\":[\"it\"],\"grade\":5,\"held\":1}", "\"held\": must be true" },
  { "{\"item\":\"x\",\"languages\":[\"it\"],\"grade\":5,\"extra\":[]}",
    "\"extra\": must be an obj" },
  { "{\"item\":\"x\",\"languages\":[\"it\"],\"grade\":5,\"helt\":true}",
    "\"helt\": no such member" },
};

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    Sample sample = { 0 };
    g_assert_false (read_text (bad[i][0], &sample, &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    if (strstr (error->message, bad[i][1]) == NULL)
      g_error ("%s: %s does not name %s", bad[i][0], error->message, bad[i][1]);
    g_assert_null (sample.item); /* nothing is left for the caller to free */
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/read", test_read);
  g_test_add_func ("/json/bad", test_bad);
  return g_test_run ();
}
