// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-token.h"

#include <openssl/crypto.h>
#include <string.h>

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
