// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-turn.h"

#include "common/gc-error.h"
#include "common/gc-secret.h"

#include <string.h>

#define BY_TLS "turns:"
#define MAX_URL_CHARS 255
#define HOUR_S INT64_C (3600)
#define SHA1_BYTES 20

struct _GcTurn {
  char *url;
  char *secret;
};

/* The rest is the browser's to read. */
static gboolean
is_url (const char *url)
{
  if (!g_str_has_prefix (url, BY_TLS) && !g_str_has_prefix (url, "turn:"))
    return FALSE;
  for (const char *c = url; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return strlen (url) <= MAX_URL_CHARS;
}

/* Firefox does not take a server by TLS that is told by its address. */
static gboolean
is_known_by_address (const char *url)
{
  if (!g_str_has_prefix (url, BY_TLS))
    return FALSE;
  const char *host = url + strlen (BY_TLS);
  g_autofree char *name = g_strndup (host, strcspn (host, ":?"));
  return *host == '[' || g_hostname_is_ip_address (name);
}

GcTurn *
gc_turn_new (const char *url, const char *secret_file, GError **error)
{
  g_autoptr (GcTurn) turn = g_new0 (GcTurn, 1);

  if (!is_url (url)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "--turn \"%.64s\": must be as in turns:turn.example:443?transport=tcp", url);
    return NULL;
  }
  if (is_known_by_address (url)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "--turn \"%.64s\": must have a name, browsers take no address with TLS", url);
    return NULL;
  }
  turn->url = g_strdup (url);
  turn->secret = gc_secret_load ("secret file of TURN", secret_file, error);
  return turn->secret != NULL ? g_steal_pointer (&turn) : NULL;
}

void
gc_turn_free (GcTurn *turn)
{
  if (turn == NULL)
    return;
  g_free (turn->url);
  g_free (turn->secret);
  g_free (turn);
}

const char *
gc_turn_get_url (const GcTurn *turn)
{
  return turn->url;
}

void
gc_turn_make_credentials (const GcTurn *turn,
                          const char *id,
                          int64_t now_s,
                          char **ret_username,
                          char **ret_credential)
{
  int64_t until_s = (now_s / HOUR_S + 2) * HOUR_S;
  g_autoptr (GHmac) hmac =
      g_hmac_new (G_CHECKSUM_SHA1, (const guchar *)turn->secret, strlen (turn->secret));
  uint8_t digest[SHA1_BYTES];
  gsize length = sizeof digest;

  *ret_username = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", until_s, id);
  g_hmac_update (hmac, (const guchar *)*ret_username, -1);
  g_hmac_get_digest (hmac, digest, &length);
  *ret_credential = g_base64_encode (digest, length);
}
