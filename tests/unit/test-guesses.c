// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-guesses.h"

#define NOW_MS INT64_C (1795449600000)
#define MINUTE_MS INT64_C (60000)

static void
test_limit (void)
{
  g_autoptr (GcGuesses) guesses = gc_guesses_new ();

  for (int i = 0; i < GC_GUESSES_MAX; i++) {
    g_assert_true (gc_guesses_may_try (guesses, "k1", NOW_MS + i * MINUTE_MS));
    gc_guesses_note_wrong (guesses, "k1", NOW_MS + i * MINUTE_MS);
  }
  g_assert_false (gc_guesses_may_try (guesses, "k1", NOW_MS + 5 * MINUTE_MS));
  g_assert_true (gc_guesses_may_try (guesses, "k2", NOW_MS + 5 * MINUTE_MS));
  /* Ten minutes after the first one there is room for one more. */
  g_assert_false (gc_guesses_may_try (guesses, "k1", NOW_MS + 10 * MINUTE_MS - 1));
  g_assert_true (gc_guesses_may_try (guesses, "k1", NOW_MS + 10 * MINUTE_MS));
  gc_guesses_note_wrong (guesses, "k1", NOW_MS + 10 * MINUTE_MS);
  g_assert_false (gc_guesses_may_try (guesses, "k1", NOW_MS + 10 * MINUTE_MS));
  g_assert_true (gc_guesses_may_try (guesses, "k1", NOW_MS + 11 * MINUTE_MS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guesses/limit", test_limit);
  return g_test_run ();
}
