// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-guesses.h"

/* The last wrong ones of one kiosk, as a ring: the place `at` has the oldest. */
typedef struct {
  int64_t wrong_ms[GC_GUESSES_MAX]; /* INT64_MIN: none yet */
  unsigned at;
} Kiosk;

struct _GcGuesses {
  GHashTable *kiosks; /* char* kiosk -> Kiosk, owned */
};

GcGuesses *
gc_guesses_new (void)
{
  GcGuesses *guesses = g_new0 (GcGuesses, 1);

  guesses->kiosks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return guesses;
}

void
gc_guesses_free (GcGuesses *guesses)
{
  if (guesses == NULL)
    return;
  g_hash_table_unref (guesses->kiosks);
  g_free (guesses);
}

gboolean
gc_guesses_may_try (const GcGuesses *guesses, const char *kiosk, int64_t now_ms)
{
  const Kiosk *row = g_hash_table_lookup (guesses->kiosks, kiosk);

  return row == NULL || row->wrong_ms[row->at] <= now_ms - GC_GUESSES_MS;
}

void
gc_guesses_note_wrong (GcGuesses *guesses, const char *kiosk, int64_t now_ms)
{
  Kiosk *row = g_hash_table_lookup (guesses->kiosks, kiosk);

  if (row == NULL) {
    row = g_new0 (Kiosk, 1);
    for (unsigned i = 0; i < GC_GUESSES_MAX; i++)
      row->wrong_ms[i] = INT64_MIN;
    g_hash_table_insert (guesses->kiosks, g_strdup (kiosk), row);
  }
  row->wrong_ms[row->at] = now_ms;
  row->at = (row->at + 1) % GC_GUESSES_MAX;
}
