// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-guesses.h"

#include "common/gc-error.h"

/* Beyond so many keys those are looked for that have waited long enough. */
#define MANY_KEYS 1000

struct _GcGuesses {
  unsigned max;
  int64_t window_ms;
  GHashTable *wrong; /* char* key -> GArray of int64_t, when, oldest first; both owned */
};

static void
times_free (gpointer data)
{
  g_array_unref (data);
}

GcGuesses *
gc_guesses_new (unsigned max, int64_t seconds)
{
  GcGuesses *guesses = g_new0 (GcGuesses, 1);

  guesses->max = max;
  guesses->window_ms = seconds * 1000;
  guesses->wrong = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, times_free);
  return guesses;
}

void
gc_guesses_free (GcGuesses *guesses)
{
  if (guesses == NULL)
    return;
  g_hash_table_unref (guesses->wrong);
  g_free (guesses);
}

/* How many of @times still count. */
static unsigned
count (const GcGuesses *guesses, const GArray *times, int64_t now_ms)
{
  unsigned n = 0;

  for (unsigned i = 0; i < times->len; i++)
    n += g_array_index (times, int64_t, i) > now_ms - guesses->window_ms;
  return n;
}

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  const GArray *times = value;

  return g_array_index (times, int64_t, times->len - 1) <= *(int64_t *)user_data;
}

gboolean
gc_guesses_check (GcGuesses *guesses, const char *key, int64_t now_ms, GError **error)
{
  const GArray *times = g_hash_table_lookup (guesses->wrong, key);

  if (times == NULL || count (guesses, times, now_ms) < guesses->max)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "%s: %u wrong ones", key, guesses->max);
  return FALSE;
}

void
gc_guesses_note (GcGuesses *guesses, const char *key, int64_t now_ms)
{
  int64_t over_ms = now_ms - guesses->window_ms;

  if (g_hash_table_size (guesses->wrong) >= MANY_KEYS)
    g_hash_table_foreach_remove (guesses->wrong, is_over, &over_ms);
  GArray *times = g_hash_table_lookup (guesses->wrong, key);
  if (times == NULL) {
    times = g_array_new (FALSE, FALSE, sizeof (int64_t));
    g_hash_table_insert (guesses->wrong, g_strdup (key), times);
  }
  if (times->len >= guesses->max)
    g_array_remove_index (times, 0);
  g_array_append_val (times, now_ms);
}
