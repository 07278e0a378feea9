// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-json-scan.h"

#include <string.h>

static const char *const good[] = {
  "{}",
  " [ ] ",
  "\"a\"",
  "-0.5e+3",
  "0",
  "{\"a\":[1,2,{\"b\":null}],\"c\":\"\\u4e2d\\ud83d\\ude00\"}",
  "[true,false,null]",
  "9223372036854775807",
  "\t\r\n{\"a\" : 1 }",
};

static const char *const bad[] = {
  "",
  " ",
  "{}{}",
  "// x\n{}",
  "{'a':1}",
  "01",
  "+1",
  "1.",
  ".5",
  "1e",
  "1e999",
  "[1,]",
  "{,}",
  "{\"a\":1,}",
  "{\"a\"}",
  "{a:1}",
  "[1 2]",
  "nul",
  "\"\n\"",
  "\"\\x\"",
  "\"\\ud800\"",
  "\"\\u0000\"",
  "\"\\udc00\"",
  "\"abc",
  "[",
  "]",
  "{\"a\":1]",
  "99999999999999999999",
  "-",
  "var x={};",
  "{\"a\":}",
  "\"\xff\"",
  "\"\xc0\x80\"",
  "[NaN]",
};

static void
test_good (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    gc_json_scan (good[i], strlen (good[i]), 1024, &error);
    g_assert_no_error (error);
  }
}

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    if (gc_json_scan (bad[i], strlen (bad[i]), 1024, &error))
      g_error ("accepted: %s", bad[i]);
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
}

static void
test_nul_byte (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (gc_json_scan ("{}\0", 3, 1024, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
}

static void
test_depth (void)
{
  for (size_t depth = 1; depth < 100000; depth = depth < 40 ? depth + 1 : depth * 10) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) text = g_string_new (NULL);
    for (size_t i = 0; i < depth; i++)
      g_string_append_c (text, '[');
    for (size_t i = 0; i < depth; i++)
      g_string_append_c (text, ']');
    gboolean taken = gc_json_scan (text->str, text->len, 1 << 20, &error);
    g_assert_cmpint (taken, ==, depth <= GC_JSON_MAX_DEPTH);
    if (!taken)
      g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  }
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (gc_json_scan ("[1]", 3, 3, NULL));
  g_assert_false (gc_json_scan ("[1]", 3, 2, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
}

/* Every prefix of a good text is either itself good (a number) or refused, and never over-read. */
static void
test_truncated (void)
{
  const char *text = good[5];
  for (size_t size = 0; size < strlen (text); size++) {
    g_autofree char *copy = g_memdup2 (text, size);
    g_assert_false (gc_json_scan (copy != NULL ? copy : "", size, 1024, NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-scan/good", test_good);
  g_test_add_func ("/json-scan/bad", test_bad);
  g_test_add_func ("/json-scan/nul-byte", test_nul_byte);
  g_test_add_func ("/json-scan/depth", test_depth);
  g_test_add_func ("/json-scan/size", test_size);
  g_test_add_func ("/json-scan/truncated", test_truncated);
  return g_test_run ();
}
