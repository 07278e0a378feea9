// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-phone.h"

#include <string.h>

#define MIN_CHARS 6
#define MAX_CHARS 20
#define MIN_FIGURES 6

char *
gc_phone_parse (const char *text)
{
  size_t length = text != NULL ? strlen (text) : 0;
  char phone[MAX_CHARS + 1];
  size_t n = 0, figures = 0;

  if (length < MIN_CHARS || length > MAX_CHARS)
    return NULL;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == ' ')
      continue;
    if (!g_ascii_isdigit (text[i]) && (text[i] != '+' || n > 0))
      return NULL;
    figures += g_ascii_isdigit (text[i]);
    phone[n++] = text[i];
  }
  return figures >= MIN_FIGURES ? g_strndup (phone, n) : NULL;
}

gboolean
gc_phone_equal (const char *a, const char *b)
{
  for (;;) {
    a += strspn (a, " ");
    b += strspn (b, " ");
    if (*a != *b)
      return FALSE;
    if (*a == '\0')
      return TRUE;
    a++;
    b++;
  }
}
