// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-loss-limit.h"

#define BYTES 1000

typedef struct {
  GcLossLimit *limit;
  GRand *rand;
  double now_us;
} Link;

static void
open_link (Link *link, gconstpointer data)
{
  link->limit = gc_loss_limit_new ();
  link->rand = g_rand_new_with_seed (11);
}

static void
close_link (Link *link, gconstpointer data)
{
  gc_loss_limit_free (link->limit);
  g_rand_free (link->rand);
}

/* Sends for a time at a rate over a link that lets a capacity through and loses a share of all. */
static void
send (Link *link, double seconds, double rate_bps, double capacity_bps, double loss)
{
  double through = (1 - loss) * MIN (1, capacity_bps / rate_bps);

  for (double end_us = link->now_us + seconds * 1e6; link->now_us < end_us;) {
    gc_loss_limit_add (link->limit, (int64_t)link->now_us, BYTES,
                       g_rand_double (link->rand) >= through);
    link->now_us += BYTES * 8 * 1e6 / rate_bps;
  }
}

/* What is lost at random limits nothing, at whatever rate. */
static void
test_random (Link *link, gconstpointer data)
{
  static const double losses[] = { 0, 0.02, 0.06, 0.1 };

  for (size_t i = 0; i < G_N_ELEMENTS (losses); i++)
    for (double rate_bps = 100e3; rate_bps < 4e6; rate_bps *= 1.2) {
      send (link, 2, rate_bps, G_MAXDOUBLE, losses[i]);
      g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), ==, G_MAXDOUBLE);
    }
}

/* What is lost because it was too much does, even beside random loss, and is forgotten after ten
 * seconds without. */
static void
test_policer (Link *link, gconstpointer data)
{
  static const double losses[] = { 0, 0.05 };

  for (size_t i = 0; i < G_N_ELEMENTS (losses); i++) {
    send (link, 15, 400e3, 500e3, losses[i]);
    g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), ==, G_MAXDOUBLE);
    send (link, 2, 1500e3, 500e3, losses[i]);
    g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), <, 600e3);
    g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), >, 400e3);
    send (link, 5, 450e3, 500e3, losses[i]);
    g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), <, 600e3);
    send (link, 8, 450e3, 500e3, losses[i]);
    g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), ==, G_MAXDOUBLE);
  }
}

/* Much loss is first taken for congestion, and no longer when less does not help. */
static void
test_heavy (Link *link, gconstpointer data)
{
  send (link, 5, 1e6, G_MAXDOUBLE, 0.2);
  double limit_bps = gc_loss_limit_get_bps (link->limit);
  g_assert_cmpfloat (limit_bps, <, 1e6);
  for (unsigned i = 0; i < 10 && limit_bps < G_MAXDOUBLE; i++) {
    send (link, 1, limit_bps, G_MAXDOUBLE, 0.2);
    limit_bps = gc_loss_limit_get_bps (link->limit);
    g_assert_cmpfloat (limit_bps, >, 300e3);
  }
  g_assert_cmpfloat (limit_bps, ==, G_MAXDOUBLE);
  for (double rate_bps = 1e6; rate_bps > 300e3; rate_bps *= 0.97) {
    send (link, 2, rate_bps, G_MAXDOUBLE, 0.2);
    g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), ==, G_MAXDOUBLE);
  }
}

/* A link that was gone for three seconds is as good as before. */
static void
test_outage (Link *link, gconstpointer data)
{
  send (link, 10, 1e6, G_MAXDOUBLE, 0.01);
  send (link, 3, 1e6, 1, 0);
  send (link, 10, 1e6, G_MAXDOUBLE, 0.01);
  g_assert_cmpfloat (gc_loss_limit_get_bps (link->limit), ==, G_MAXDOUBLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/loss-limit/random", Link, NULL, open_link, test_random, close_link);
  g_test_add ("/loss-limit/policer", Link, NULL, open_link, test_policer, close_link);
  g_test_add ("/loss-limit/heavy", Link, NULL, open_link, test_heavy, close_link);
  g_test_add ("/loss-limit/outage", Link, NULL, open_link, test_outage, close_link);
  return g_test_run ();
}
