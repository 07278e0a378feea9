// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The pure parts of signing in: lock-out, passes, passwords. */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-lock-out.h"
#include "signal/gc-passes.h"
#include "signal/gc-password.h"

static void
test_lock_out (void)
{
  static const struct {
    GcStoreLogin login;
    int64_t now_ms;
    int64_t wait_ms;
  } cases[] = {
    { { 0 }, 1000, 0 },
    { { .failures = 4, .last_failure_ms = 1000 }, 1000, 0 },
    { { .failures = 5, .last_failure_ms = 1000 }, 1000, 30000 },
    { { .failures = 5, .last_failure_ms = 1000 }, 30999, 1 },
    { { .failures = 5, .last_failure_ms = 1000 }, 31000, 0 },
    { { .failures = 6, .last_failure_ms = 0 }, 0, 60000 },
    { { .failures = 9, .last_failure_ms = 0 }, 0, 480000 },
    { { .failures = 10, .last_failure_ms = 0 }, 0, 900000 },
    { { .failures = 1000000, .last_failure_ms = 0 }, 0, 900000 },
    { { .failures = 5, .last_failure_ms = 86400000 }, 0, 0 },
    /* Strangers' failures slow strangers alone. */
    { { .stranger_failures = 99 }, 0, 0 },
    { { .stranger_failures = 100 }, 0, GC_LOCK_OUT_STRANGER_MS },
    { { .stranger_failures = 5000, .known = TRUE }, 0, 0 },
    { { .stranger_failures = 5000, .known = TRUE, .failures = 5 }, 0, 30000 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (gc_lock_out_wait_ms (&cases[i].login, cases[i].now_ms), ==, cases[i].wait_ms);
}

static void
test_passes (void)
{
  GcPasses *passes = gc_passes_new ();
  GcUser user = { .role = GC_ROLE_AGENT, .page = GC_PAGE_AGENT, .account = "agent1" };
  g_autofree char *first = gc_passes_add (passes, &user, 0, NULL);
  g_autofree char *late = gc_passes_add (passes, &user, 0, NULL);
  g_autoptr (GcUser) taken = gc_passes_take (passes, first, GC_PASS_MS - 1);

  g_assert_cmpstr (taken->account, ==, "agent1");
  g_assert_null (gc_passes_take (passes, first, 1));
  g_assert_null (gc_passes_take (passes, late, GC_PASS_MS));
  g_assert_null (gc_passes_take (passes, late, 0));
  g_assert_null (gc_passes_take (passes, "", 0));

  for (unsigned i = 0; i < GC_PASSES_MAX_PER_ACCOUNT; i++)
    g_free (gc_passes_add (passes, &user, 0, NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (gc_passes_add (passes, &user, 0, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  g_autofree char *again = gc_passes_add (passes, &user, GC_PASS_MS, NULL);
  g_assert_nonnull (again);
  gc_passes_free (passes);
}

typedef struct {
  GMainLoop *loop;
  unsigned left;
  unsigned fits;
  unsigned denied;
  unsigned unavailable;
} Count;

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Count *count = user_data;
  g_autoptr (GError) error = NULL;

  if (gc_passwords_check_finish (NULL, result, &error))
    count->fits++;
  else if (g_error_matches (error, GC_ERROR, GC_ERROR_DENIED))
    count->denied++;
  else if (g_error_matches (error, GC_ERROR, GC_ERROR_UNAVAILABLE))
    count->unavailable++;
  if (--count->left == 0)
    g_main_loop_quit (count->loop);
}

static void
test_password (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GcPasswords *passwords = gc_passwords_new ();
  g_autofree char *hash = gc_password_hash ("correct horse", NULL);
  Count count = { .loop = loop, .left = 3 };

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  gc_passwords_check_async (passwords, "correct horse", hash, on_checked, &count);
  gc_passwords_check_async (passwords, "wrong horse", hash, on_checked, &count);
  gc_passwords_check_async (passwords, "a password that nobody has", NULL, on_checked, &count);
  g_main_loop_run (loop);
  g_assert_cmpuint (count.fits, ==, 1);
  g_assert_cmpuint (count.denied, ==, 2);

  /* A pile of tries is refused in part, not worked off for minutes. */
  count = (Count){ .loop = loop, .left = GC_PASSWORD_MAX_WAITING + 8 };
  for (unsigned i = count.left; i > 0; i--)
    gc_passwords_check_async (passwords, "wrong horse", hash, on_checked, &count);
  g_main_loop_run (loop);
  g_assert_cmpuint (count.unavailable, >=, 1);
  g_assert_cmpuint (count.denied, >=, GC_PASSWORD_MAX_WAITING);
  gc_passwords_free (passwords);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (gc_password_start (NULL));
  g_test_add_func ("/sign-in/lock-out", test_lock_out);
  g_test_add_func ("/sign-in/passes", test_passes);
  g_test_add_func ("/sign-in/password", test_password);
  return g_test_run ();
}
