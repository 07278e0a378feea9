// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What pages sign in to a TURN server with, and what is no address of one. */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-turn.h"

#include <glib/gstdio.h>

#define URL "turns:turn.example:443?transport=tcp"
#define HOUR_S INT64_C (1795449600)

/* Of a server whose secret file holds @text. (transfer full) (nullable) */
static GcTurn *
turn_with (const char *url, const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("gc-turn-XXXXXX", &path, error);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, error));
  GcTurn *turn = gc_turn_new (url, path, error);
  g_unlink (path);
  return turn;
}

/* The HMAC was computed by Python's hmac module. */
static void
test_credentials (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GcTurn) turn = turn_with (URL, "north-wind-and-the-sun\nmore\n", &error);
  g_autofree char *username = NULL;
  g_autofree char *credential = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (gc_turn_get_url (turn), ==, URL);
  gc_turn_make_credentials (turn, "0a1b2c", HOUR_S + 100, &username, &credential);
  g_assert_cmpstr (username, ==, "1795456800:0a1b2c");
  g_assert_cmpstr (credential, ==, "pyUN0Ch0bso4ETn8mzAK4pUUWlY=");
}

static void
test_hours (void)
{
  static const struct {
    int64_t now_s;
    const char *username;
  } rows[] = {
    { HOUR_S, "1795456800:a" },
    { HOUR_S + 3599, "1795456800:a" },
    { HOUR_S + 3600, "1795460400:a" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GcTurn) turn = turn_with (URL, "north-wind-and-the-sun", &error);

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *username = NULL;
    g_autofree char *credential = NULL;
    gc_turn_make_credentials (turn, "a", rows[i].now_s, &username, &credential);
    g_assert_cmpstr (username, ==, rows[i].username);
  }
}

static void
test_refusals (void)
{
  static const struct {
    const char *url;
    const char *secret;
  } rows[] = {
    { "https://turn.example", "north-wind-and-the-sun" },
    { "stun:turn.example", "north-wind-and-the-sun" },
    { "turns:turn.example 443", "north-wind-and-the-sun" },
    { "turns:192.0.2.11:443?transport=tcp", "north-wind-and-the-sun" },
    { "turns:[2001:db8::1]:443", "north-wind-and-the-sun" },
    { URL, "too short" },
    { URL, "" },
    { URL, "with a blank in its middle" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (turn_with (rows[i].url, rows[i].secret, &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
  g_autoptr (GError) missing = NULL;
  g_assert_null (gc_turn_new (URL, "/nothing/here", &missing));
  g_assert_error (missing, GC_ERROR, GC_ERROR_UNAVAILABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turn/credentials", test_credentials);
  g_test_add_func ("/turn/hours", test_hours);
  g_test_add_func ("/turn/refusals", test_refusals);
  return g_test_run ();
}
