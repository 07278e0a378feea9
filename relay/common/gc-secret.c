// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-secret.h"

#include "common/gc-error.h"

#include <string.h>

#define MIN_LENGTH 16
#define MAX_LENGTH 256

static gboolean
is_secret (const char *text)
{
  size_t length = strlen (text);

  if (length < MIN_LENGTH || length > MAX_LENGTH)
    return FALSE;
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  return TRUE;
}

char *
gc_secret_load (const char *what, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  if (!g_file_get_contents (path, &text, NULL, &cause)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", what, cause->message);
    return NULL;
  }
  text[strcspn (text, "\r\n")] = '\0';
  if (!is_secret (text)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "%s %s: its first line must be %d to %d printable characters", what, path,
                 MIN_LENGTH, MAX_LENGTH);
    return NULL;
  }
  return g_steal_pointer (&text);
}
