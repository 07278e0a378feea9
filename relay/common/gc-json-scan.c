// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A push-down scanner: the stack of open brackets is a bit set of GC_JSON_MAX_DEPTH bits (1 = in an
 * object), so that depth costs no memory and a hostile text no stack.
 */
#include "config.h"

#include "common/gc-json-scan.h"

#include "common/gc-error.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define MAX_NUMBER_LENGTH 64

typedef struct {
  const char *text;
  size_t size;
  size_t at;
  uint32_t objects; /* bit d: level d is an object, else an array */
  unsigned depth;
} Scan;

typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_KEY,
  EXPECT_KEY_OR_END,
  EXPECT_NEXT
} Expect;

static gboolean
fail (const Scan *scan, const char *what, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "json: %s at byte %zu", what, scan->at);
  return FALSE;
}

static int
peek (const Scan *scan)
{
  return scan->at < scan->size ? (unsigned char)scan->text[scan->at] : -1;
}

static void
skip_space (Scan *scan)
{
  int c;
  while ((c = peek (scan)) == ' ' || c == '\t' || c == '\n' || c == '\r')
    scan->at++;
}

/* Reads the four digits of a \u escape; -1 when they are not there. */
static int
scan_hex4 (Scan *scan)
{
  int value = 0;
  for (int i = 0; i < 4; i++, scan->at++) {
    int c = peek (scan);
    if (c < 0 || !g_ascii_isxdigit ((char)c))
      return -1;
    value = value * 16 + g_ascii_xdigit_value ((char)c);
  }
  return value;
}

static gboolean
scan_escape (Scan *scan, GError **error)
{
  int c = peek (scan);

  scan->at++;
  if (c > 0 && strchr ("\"\\/bfnrt", c) != NULL)
    return TRUE;
  if (c != 'u')
    return fail (scan, "unknown escape", error);

  int unit = scan_hex4 (scan);
  if (unit <= 0) /* a NUL would cut the C string behind it short */
    return fail (scan, "bad \\u escape", error);
  if (unit < 0xd800 || unit > 0xdfff)
    return TRUE;
  if (unit > 0xdbff || peek (scan) != '\\')
    return fail (scan, "lone surrogate", error);
  scan->at++;
  if (peek (scan) != 'u')
    return fail (scan, "lone surrogate", error);
  scan->at++;
  unit = scan_hex4 (scan);
  if (unit < 0xdc00 || unit > 0xdfff)
    return fail (scan, "lone surrogate", error);
  return TRUE;
}

static gboolean
scan_string (Scan *scan, GError **error)
{
  scan->at++;
  for (int c; (c = peek (scan)) >= 0;) {
    if (c < 0x20)
      return fail (scan, "control character in a string", error);
    scan->at++;
    if (c == '"')
      return TRUE;
    if (c == '\\' && !scan_escape (scan, error))
      return FALSE;
  }
  return fail (scan, "string without end", error);
}

static size_t
skip_digits (Scan *scan)
{
  size_t from = scan->at;
  while (peek (scan) >= '0' && peek (scan) <= '9')
    scan->at++;
  return scan->at - from;
}

static gboolean
scan_number (Scan *scan, GError **error)
{
  size_t from = scan->at;
  gboolean integer = TRUE;
  char copy[MAX_NUMBER_LENGTH];

  if (peek (scan) == '-')
    scan->at++;
  if (peek (scan) == '0')
    scan->at++;
  else if (skip_digits (scan) == 0)
    return fail (scan, "number without digits", error);
  if (peek (scan) == '.') {
    integer = FALSE;
    scan->at++;
    if (skip_digits (scan) == 0)
      return fail (scan, "number without digits", error);
  }
  if (peek (scan) == 'e' || peek (scan) == 'E') {
    integer = FALSE;
    scan->at++;
    if (peek (scan) == '+' || peek (scan) == '-')
      scan->at++;
    if (skip_digits (scan) == 0)
      return fail (scan, "number without digits", error);
  }

  size_t length = scan->at - from;
  if (length >= sizeof copy)
    return fail (scan, "number too long", error);
  memcpy (copy, scan->text + from, length);
  copy[length] = '\0';
  errno = 0;
  if (integer) {
    (void)g_ascii_strtoll (copy, NULL, 10);
    if (errno == ERANGE)
      return fail (scan, "integer out of range", error);
  } else if (!isfinite (g_ascii_strtod (copy, NULL))) {
    return fail (scan, "number out of range", error);
  }
  return TRUE;
}

static gboolean
scan_word (Scan *scan, GError **error)
{
  static const char *const words[] = { "true", "false", "null" };

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
    size_t length = strlen (words[i]);
    if (scan->size - scan->at >= length && memcmp (scan->text + scan->at, words[i], length) == 0) {
      scan->at += length;
      return TRUE;
    }
  }
  return fail (scan, "unexpected character", error);
}

static gboolean
open_level (Scan *scan, gboolean object, GError **error)
{
  if (scan->depth == GC_JSON_MAX_DEPTH) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "json: nested deeper than %d at byte %zu",
                 GC_JSON_MAX_DEPTH, scan->at);
    return FALSE;
  }
  scan->objects = (scan->objects & ~(UINT32_C (1) << scan->depth)) |
                  ((object ? UINT32_C (1) : 0) << scan->depth);
  scan->depth++;
  scan->at++;
  return TRUE;
}

static gboolean
in_object (const Scan *scan)
{
  return (scan->objects >> (scan->depth - 1)) & 1;
}

/* Reads one value, or the opening bracket of one; sets what must follow. */
static gboolean
scan_value (Scan *scan, Expect *ret_expect, GError **error)
{
  int c = peek (scan);

  *ret_expect = EXPECT_NEXT;
  if (c == '{') {
    *ret_expect = EXPECT_KEY_OR_END;
    return open_level (scan, TRUE, error);
  }
  if (c == '[') {
    *ret_expect = EXPECT_VALUE_OR_END;
    return open_level (scan, FALSE, error);
  }
  if (c == '"')
    return scan_string (scan, error);
  if (c == '-' || (c >= '0' && c <= '9'))
    return scan_number (scan, error);
  return scan_word (scan, error);
}

static gboolean
scan_key (Scan *scan, GError **error)
{
  if (peek (scan) != '"')
    return fail (scan, "expected a key", error);
  if (!scan_string (scan, error))
    return FALSE;
  skip_space (scan);
  if (peek (scan) != ':')
    return fail (scan, "expected ':'", error);
  scan->at++;
  return TRUE;
}

/* Reads what follows a value inside a bracket: a comma or the closing bracket. */
static gboolean
scan_next (Scan *scan, Expect *ret_expect, GError **error)
{
  int c = peek (scan);

  if (c == ',') {
    scan->at++;
    *ret_expect = in_object (scan) ? EXPECT_KEY : EXPECT_VALUE;
    return TRUE;
  }
  if (c == (in_object (scan) ? '}' : ']')) {
    scan->at++;
    scan->depth--;
    return TRUE;
  }
  return fail (scan, "expected ',' or the end of the list", error);
}

gboolean
gc_json_scan (const char *text, size_t size, size_t max_size, GError **error)
{
  Scan scan = { .text = text, .size = size };
  Expect expect = EXPECT_VALUE;

  if (size > max_size) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "json: %zu bytes, at most %zu are taken", size,
                 max_size);
    return FALSE;
  }
  if (!g_utf8_validate_len (text, size, NULL))
    return fail (&scan, "text that is not UTF-8, or with a NUL in it,", error);

  do {
    skip_space (&scan);
    int c = peek (&scan);
    gboolean ends =
        (expect == EXPECT_KEY_OR_END && c == '}') || (expect == EXPECT_VALUE_OR_END && c == ']');

    if (expect == EXPECT_NEXT || ends) {
      expect = EXPECT_NEXT;
      if (!scan_next (&scan, &expect, error))
        return FALSE;
    } else if (expect == EXPECT_KEY || expect == EXPECT_KEY_OR_END) {
      if (!scan_key (&scan, error))
        return FALSE;
      expect = EXPECT_VALUE;
    } else if (!scan_value (&scan, &expect, error)) {
      return FALSE;
    }
  } while (scan.depth > 0);

  skip_space (&scan);
  if (scan.at != size)
    return fail (&scan, "more than one value", error);
  return TRUE;
}
