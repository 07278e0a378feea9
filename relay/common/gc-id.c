// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-id.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#define BITS_PER_CHARACTER 5

void
gc_random_bytes (void *bytes, size_t size)
{
  uint8_t *at = bytes;

  while (size > 0) {
    ssize_t got = getrandom (at, size, 0);
    if (got < 0 && errno == EINTR)
      continue;
    /* Without randomness no secret can be made: going on would be worse than ending here. */
    g_assert (got > 0);
    at += got;
    size -= (size_t)got;
  }
}

char *
gc_id_new (unsigned bits)
{
  static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  uint8_t random[128];
  unsigned length = (bits + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER;

  g_return_val_if_fail (bits >= 40 && bits <= 640, NULL);

  gc_random_bytes (random, length);
  char *id = g_malloc (length + 1);
  for (unsigned i = 0; i < length; i++)
    id[i] = alphabet[random[i] & 31];
  id[length] = '\0';
  explicit_bzero (random, sizeof random);
  return id;
}

gboolean
gc_id_is_valid (const char *id, size_t max_length)
{
  size_t length = strnlen (id, max_length + 1);

  if (length == 0 || length > max_length)
    return FALSE;
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isalnum (id[i]) && id[i] != '-' && id[i] != '_')
      return FALSE;
  return TRUE;
}
