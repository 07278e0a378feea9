// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-password.h"

#include "common/gc-error.h"

#include <sodium.h>
#include <string.h>

struct _GcPasswords {
  GThreadPool *pool;
  char *decoy; /* the hash that stands in for an account that does not exist */
};

typedef struct {
  char *password;
  char *hash;
  gboolean decoy;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  sodium_memzero (check->password, strlen (check->password));
  g_free (check->password);
  g_free (check->hash);
  g_free (check);
}

gboolean
gc_password_start (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "libsodium does not start");
  return FALSE;
}

char *
gc_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str_alg (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE,
                             crypto_pwhash_ALG_ARGON2ID13) != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "password: no memory for hashing");
    return NULL;
  }
  return g_strdup (hash);
}

/* Thread: one of the pool's. */
static void
run_check (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  const Check *check = g_task_get_task_data (task);
  gboolean fits =
      crypto_pwhash_str_verify (check->hash, check->password, strlen (check->password)) == 0;

  if (fits && !check->decoy)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, GC_ERROR, GC_ERROR_DENIED, "wrong name or password");
}

GcPasswords *
gc_passwords_new (void)
{
  GcPasswords *passwords = g_new0 (GcPasswords, 1);

  passwords->pool = g_thread_pool_new (run_check, NULL, GC_PASSWORD_THREADS, FALSE, NULL);
  passwords->decoy = gc_password_hash ("a password that nobody has", NULL);
  return passwords;
}

void
gc_passwords_free (GcPasswords *passwords)
{
  if (passwords == NULL)
    return;
  g_thread_pool_free (passwords->pool, FALSE, TRUE);
  g_free (passwords->decoy);
  g_free (passwords);
}

void
gc_passwords_check_async (GcPasswords *passwords,
                          const char *password,
                          const char *hash,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->password = g_strdup (password);
  check->decoy = hash == NULL;
  check->hash = g_strdup (hash != NULL ? hash : passwords->decoy);
  g_task_set_source_tag (task, gc_passwords_check_async);
  g_task_set_task_data (task, check, check_free);
  if (check->hash == NULL || g_thread_pool_unprocessed (passwords->pool) >= GC_PASSWORD_MAX_WAITING)
    g_task_return_new_error (task, GC_ERROR, GC_ERROR_UNAVAILABLE, "too many sign-ins at once");
  else
    g_thread_pool_push (passwords->pool, g_steal_pointer (&task), NULL);
}

gboolean
gc_passwords_check_finish (GcPasswords *passwords, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
