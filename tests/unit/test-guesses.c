// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-guesses.h"

#define NOW_MS INT64_C (1795449600000)
#define MOST 5
#define MINUTE_MS INT64_C (60000)

static void
refuse (GcGuesses *guesses, const char *key, int64_t now_ms)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (gc_guesses_check (guesses, key, now_ms, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
}

static void
test_limit (void)
{
  g_autoptr (GcGuesses) guesses = gc_guesses_new (MOST, 600);

  for (int i = 0; i < MOST; i++) {
    g_assert_true (gc_guesses_check (guesses, "k1", NOW_MS + i * MINUTE_MS, NULL));
    gc_guesses_note (guesses, "k1", NOW_MS + i * MINUTE_MS);
  }
  refuse (guesses, "k1", NOW_MS + 5 * MINUTE_MS);
  g_assert_true (gc_guesses_check (guesses, "k2", NOW_MS + 5 * MINUTE_MS, NULL));
  /* Ten minutes after the first one there is room for one more. */
  refuse (guesses, "k1", NOW_MS + 10 * MINUTE_MS - 1);
  g_assert_true (gc_guesses_check (guesses, "k1", NOW_MS + 10 * MINUTE_MS, NULL));
  gc_guesses_note (guesses, "k1", NOW_MS + 10 * MINUTE_MS);
  refuse (guesses, "k1", NOW_MS + 10 * MINUTE_MS);
  g_assert_true (gc_guesses_check (guesses, "k1", NOW_MS + 11 * MINUTE_MS, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guesses/limit", test_limit);
  return g_test_run ();
}
