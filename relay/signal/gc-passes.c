// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-passes.h"

#include "common/gc-error.h"
#include "common/gc-id.h"

#include <string.h>

typedef struct {
  GcUser *user;
  int64_t until_ms;
} Pass;

struct _GcPasses {
  GHashTable *passes; /* char* pass -> Pass, owned */
};

static void
pass_free (gpointer data)
{
  Pass *pass = data;

  gc_user_free (pass->user);
  g_free (pass);
}

GcPasses *
gc_passes_new (void)
{
  GcPasses *passes = g_new0 (GcPasses, 1);

  passes->passes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pass_free);
  return passes;
}

void
gc_passes_free (GcPasses *passes)
{
  if (passes == NULL)
    return;
  g_hash_table_unref (passes->passes);
  g_free (passes);
}

char *
gc_passes_add (GcPasses *passes, const GcUser *user, int64_t now_ms, GError **error)
{
  GHashTableIter iter;
  gpointer value = NULL;
  unsigned of_account = 0;

  g_hash_table_iter_init (&iter, passes->passes);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Pass *pass = value;
    if (pass->until_ms <= now_ms)
      g_hash_table_iter_remove (&iter);
    else if (strcmp (pass->user->account, user->account) == 0)
      of_account++;
  }
  if (of_account >= GC_PASSES_MAX_PER_ACCOUNT ||
      g_hash_table_size (passes->passes) >= GC_PASSES_MAX) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "too many passes that were not used");
    return NULL;
  }
  Pass *pass = g_new0 (Pass, 1);
  pass->user = gc_user_copy (user);
  pass->until_ms = now_ms + GC_PASS_MS;
  char *text = gc_id_new (130);
  g_hash_table_insert (passes->passes, g_strdup (text), pass);
  return text;
}

GcUser *
gc_passes_take (GcPasses *passes, const char *pass, int64_t now_ms)
{
  gpointer key = NULL, value = NULL;

  if (!g_hash_table_steal_extended (passes->passes, pass, &key, &value))
    return NULL;
  g_free (key);
  Pass *taken = value;
  GcUser *user = taken->until_ms > now_ms ? g_steal_pointer (&taken->user) : NULL;
  pass_free (taken);
  return user;
}
