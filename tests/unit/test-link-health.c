// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is said of a link stays still while its figures do not. */
#include "config.h"

#include "signal/gc-link-health.h"

#define START_MS INT64_C (1795449600000)
#define REPORT_MS 2000
#define NOTHING (-1)

typedef struct {
  GcLinkHealth health;
  int64_t now_ms;
} Link;

/* One report; whether what is said has changed. */
static gboolean
note (Link *link, int64_t up, int64_t down, int64_t rtt)
{
  const int64_t figures[GC_LINK_N_MEASURES] = { up, down, rtt };

  link->now_ms += REPORT_MS;
  return gc_link_health_note (&link->health, figures, link->now_ms);
}

static void
assert_level (const Link *link, GcLinkLevel level)
{
  g_assert_cmpstr (gc_link_level_name (gc_link_health_level (&link->health)), ==,
                   gc_link_level_name (level));
}

static Link
good_link (void)
{
  Link link = { .now_ms = START_MS };

  g_assert_true (note (&link, 0, 0, 240));
  assert_level (&link, GC_LINK_GOOD);
  return link;
}

static void
test_thresholds (void)
{
  static const struct {
    int64_t up, down, rtt;
    GcLinkLevel level;
  } cases[] = {
    { 0, 0, 0, GC_LINK_GOOD },        { 0, 0, 450, GC_LINK_GOOD },
    { 0, 0, 451, GC_LINK_FAIR },      { 0, 0, 900, GC_LINK_FAIR },
    { 0, 0, 901, GC_LINK_POOR },      { 20, 20, 300, GC_LINK_GOOD },
    { 21, 0, 300, GC_LINK_FAIR },     { 0, 80, 300, GC_LINK_FAIR },
    { 0, 81, 300, GC_LINK_POOR },     { 1000, 1000, 60000, GC_LINK_POOR },
    { 21, 0, 901, GC_LINK_POOR },     { NOTHING, NOTHING, 451, GC_LINK_FAIR },
    { NOTHING, 0, 60, GC_LINK_GOOD }, { 90, NOTHING, NOTHING, GC_LINK_POOR },
    { 0, NOTHING, 0, GC_LINK_GOOD },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    Link link = { .now_ms = START_MS };
    for (unsigned n = 0; n < 2; n++)
      note (&link, cases[i].up, cases[i].down, cases[i].rtt);
    assert_level (&link, cases[i].level);
  }
}

static void
test_unknown (void)
{
  Link link = { .now_ms = START_MS };

  assert_level (&link, GC_LINK_UNKNOWN);
  g_assert_false (note (&link, NOTHING, NOTHING, NOTHING));
  assert_level (&link, GC_LINK_UNKNOWN);
  /* The first bad report may be that of the beginning. */
  g_assert_false (note (&link, 100, NOTHING, NOTHING));
  assert_level (&link, GC_LINK_UNKNOWN);
  g_assert_true (note (&link, 100, NOTHING, NOTHING));
  assert_level (&link, GC_LINK_POOR);
}

static void
test_two_make_it_worse (void)
{
  Link link = good_link ();

  for (unsigned i = 0; i < 10; i++) {
    g_assert_false (note (&link, 0, 150, 240));
    g_assert_false (note (&link, 0, 10, 240));
  }
  assert_level (&link, GC_LINK_GOOD);
  g_assert_cmpint (gc_link_health_since_ms (&link.health), ==, START_MS + REPORT_MS);

  /* Of the two the one that is less bad counts. */
  g_assert_false (note (&link, 0, 150, 240));
  g_assert_true (note (&link, 0, 60, 240));
  assert_level (&link, GC_LINK_FAIR);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_LOSS_DOWN), ==, 60);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_LOSS_UP), <, 0);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_RTT), <, 0);
  g_assert_cmpint (gc_link_health_since_ms (&link.health), ==, link.now_ms);
}

static void
test_five_make_it_better (void)
{
  Link link = good_link ();

  note (&link, 120, 0, 240);
  note (&link, 130, 0, 240);
  assert_level (&link, GC_LINK_POOR);
  for (unsigned i = 0; i < 4; i++)
    g_assert_false (note (&link, 0, 0, 240));
  /* One that is as bad as before, and all begins anew. */
  g_assert_false (note (&link, 100, 0, 240));
  for (unsigned i = 0; i < 4; i++)
    g_assert_false (note (&link, i == 2 ? 30 : 0, 0, 240));
  assert_level (&link, GC_LINK_POOR);
  g_assert_true (note (&link, 0, 0, 240));
  /* The worst of the five counts. */
  assert_level (&link, GC_LINK_FAIR);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_LOSS_UP), ==, 30);
  for (unsigned i = 0; i < 4; i++)
    g_assert_false (note (&link, 5, 0, 240));
  g_assert_true (note (&link, 5, 0, 240));
  assert_level (&link, GC_LINK_GOOD);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_LOSS_UP), <, 0);
}

/* Figures that move within a step are not told; those that are far off are. */
static void
test_figures_are_still (void)
{
  Link link = good_link ();
  unsigned changes = 0;

  for (unsigned i = 0; i < 300; i++)
    changes += (unsigned)note (&link, 85 + i * 37 % 70, 0, 460 + i * 91 % 400);
  g_assert_cmpuint (changes, ==, 1);
  assert_level (&link, GC_LINK_POOR);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_LOSS_UP), >, 80);
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_RTT), >, 450);

  int64_t since_ms = gc_link_health_since_ms (&link.health);
  g_assert_false (note (&link, 400, 0, 500));
  g_assert_true (note (&link, 400, 0, 500));
  g_assert_cmpint (gc_link_health_fault (&link.health, GC_LINK_LOSS_UP), ==, 400);
  g_assert_cmpint (gc_link_health_since_ms (&link.health), ==, since_ms);
}

/* Nothing is sent any more, as after a call: what was said of it ends. */
static void
test_silence (void)
{
  Link link = good_link ();

  note (&link, 120, 0, 240);
  note (&link, 120, 0, 240);
  for (unsigned i = 0; i < 4; i++)
    g_assert_false (note (&link, NOTHING, 0, 240));
  assert_level (&link, GC_LINK_POOR);
  g_assert_true (note (&link, NOTHING, 0, 240));
  assert_level (&link, GC_LINK_GOOD);
  /* A pause between two bad reports: they are not in a row. */
  g_assert_false (note (&link, 120, 0, 240));
  g_assert_false (note (&link, NOTHING, 0, 240));
  g_assert_false (note (&link, 120, 0, 240));
  assert_level (&link, GC_LINK_GOOD);
}

/* The relay was away between the two. */
static void
test_apart (void)
{
  Link link = good_link ();

  g_assert_false (note (&link, 0, 0, 2000));
  link.now_ms += 6000;
  g_assert_false (note (&link, 0, 0, 2000));
  assert_level (&link, GC_LINK_GOOD);
  g_assert_true (note (&link, 0, 0, 2000));
  assert_level (&link, GC_LINK_POOR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-health/thresholds", test_thresholds);
  g_test_add_func ("/link-health/unknown", test_unknown);
  g_test_add_func ("/link-health/worse", test_two_make_it_worse);
  g_test_add_func ("/link-health/better", test_five_make_it_better);
  g_test_add_func ("/link-health/still", test_figures_are_still);
  g_test_add_func ("/link-health/silence", test_silence);
  g_test_add_func ("/link-health/apart", test_apart);
  return g_test_run ();
}
