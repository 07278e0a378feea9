// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Who guesses wrong too often has to wait, and nobody else. */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-guesses.h"

#define START_MS INT64_C (1795449600000)

static void
assert_locked (GcGuesses *guesses, const char *key, int64_t now_ms, gboolean locked)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (gc_guesses_check (guesses, key, now_ms, &error), ==, !locked);
  if (locked)
    g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
}

static void
test_window (void)
{
  g_autoptr (GcGuesses) guesses = gc_guesses_new (3, 60);

  for (unsigned i = 0; i < 3; i++) {
    assert_locked (guesses, "a", START_MS + i * 1000, FALSE);
    gc_guesses_note (guesses, "a", START_MS + i * 1000);
  }
  assert_locked (guesses, "a", START_MS + 3000, TRUE);
  assert_locked (guesses, "b", START_MS + 3000, FALSE);
  assert_locked (guesses, "a", START_MS + 59999, TRUE);
  /* The first no longer counts; one more try, and it is shut again until the second is old. */
  assert_locked (guesses, "a", START_MS + 60000, FALSE);
  gc_guesses_note (guesses, "a", START_MS + 60000);
  assert_locked (guesses, "a", START_MS + 60999, TRUE);
  assert_locked (guesses, "a", START_MS + 61000, FALSE);
}

/* Keys that are made up do not open the way for one that is shut. */
static void
test_many_keys (void)
{
  g_autoptr (GcGuesses) guesses = gc_guesses_new (2, 60);

  gc_guesses_note (guesses, "a", START_MS);
  gc_guesses_note (guesses, "a", START_MS);
  for (unsigned i = 0; i < 5000; i++) {
    g_autofree char *key = g_strdup_printf ("k%u", i);
    gc_guesses_note (guesses, key, START_MS + i);
  }
  assert_locked (guesses, "a", START_MS + 5000, TRUE);
  assert_locked (guesses, "k1", START_MS + 5000, FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guesses/window", test_window);
  g_test_add_func ("/guesses/many-keys", test_many_keys);
  return g_test_run ();
}
