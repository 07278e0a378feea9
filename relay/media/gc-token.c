// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-token.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common/gc-error.h"

#define MIN_LENGTH 16
#define MAX_LENGTH 256

static gboolean
is_token (const char *text)
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
gc_token_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  if (!g_file_get_contents (path, &text, NULL, &cause)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "token file: %s", cause->message);
    return NULL;
  }
  text[strcspn (text, "\r\n")] = '\0';
  if (!is_token (text)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "token file %s: its first line must be %d to %d printable characters", path,
                 MIN_LENGTH, MAX_LENGTH);
    return NULL;
  }
  return g_steal_pointer (&text);
}

gboolean
gc_token_check (const char *token, SoupServerMessage *message)
{
  if (token == NULL)
    return TRUE;
  const char *header = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization");
  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0)
    return FALSE;
  header += 7;
  size_t length = strlen (token);
  return strlen (header) == length && CRYPTO_memcmp (header, token, length) == 0;
}
