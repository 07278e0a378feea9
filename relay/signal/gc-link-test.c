// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A middle report stands for the test: encoders and estimates need some seconds to rise, and what
 * is sent to find out how much a way carries may fill it for a moment. Only what a way carries is
 * taken from the end, when that is known best.
 */
#include "config.h"

#include "signal/gc-link-test.h"

#include <string.h>

/* A test that was cut short after so many reports says something all the same. */
#define ENOUGH_REPORTS 3

typedef struct {
  int64_t fair; /* beyond this it is fair, or poor */
  int64_t poor;
} Steps;

/*
 * A face of 640 x 360 at 30 pictures a second wants 500 kbit/s; below 150 kbit/s the relay shows no
 * picture at all, and sound alone is left. A browser holds sound for 100 ms without a gap.
 * Loss and round trip are judged as in a session: gc-link-health.c.
 */
static const Steps rate_steps_bps = { 500000, 150000 }; /* less is worse */
static const Steps jitter_steps_ms = { 30, 100 };

void
gc_link_test_clear (GcLinkTest *test)
{
  g_free (test->ticket);
  g_free (test->peer);
  *test = (GcLinkTest){ 0 };
}

gboolean
gc_link_test_is_due (const GcLinkTest *test, const char *ticket, const char *peer, int64_t now_ms)
{
  if (test->state == GC_LINK_TEST_RUNNING)
    return FALSE;
  return g_strcmp0 (test->ticket, ticket) != 0 || g_strcmp0 (test->peer, peer) != 0 ||
         test->state == GC_LINK_TEST_NONE || now_ms - test->since_ms >= GC_LINK_TEST_AGAIN_MS;
}

void
gc_link_test_begin (GcLinkTest *test, const char *ticket, const char *peer, int64_t now_ms)
{
  g_free (test->ticket);
  g_free (test->peer);
  test->ticket = g_strdup (ticket);
  test->peer = g_strdup (peer);
  test->state = GC_LINK_TEST_RUNNING;
  test->since_ms = now_ms;
  test->n_reports = 0;
  test->told_bps = 0;
}

gboolean
gc_link_test_is_over (const GcLinkTest *test, int64_t now_ms)
{
  return test->state == GC_LINK_TEST_RUNNING && now_ms - test->since_ms >= GC_LINK_TEST_MS;
}

void
gc_link_test_add (GcLinkTest *test, const GcLinkFigures *report)
{
  if (test->state == GC_LINK_TEST_RUNNING && report->ways[GC_LINK_WAY_UP].rate_bps > 0 &&
      test->n_reports < GC_LINK_TEST_MAX_REPORTS)
    test->reports[test->n_reports++] = *report;
}

gboolean
gc_link_test_returns (const GcLinkTest *test, int64_t now_ms)
{
  return test->state == GC_LINK_TEST_RUNNING && now_ms - test->since_ms >= GC_LINK_TEST_UP_MS;
}

void
gc_link_test_note_told (GcLinkTest *test, int64_t told_bps, int64_t now_ms)
{
  if (test->state == GC_LINK_TEST_RUNNING)
    test->told_bps =
        gc_link_test_returns (test, now_ms) ? MAX (test->told_bps, told_bps) : told_bps;
}

static int
compare (const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;

  return (x > y) - (x < y);
}

/* The middle one of the figures at @offset in the reports that have it; below 0: none has. */
static int64_t
find_middle (const GcLinkTest *test, size_t offset)
{
  int64_t figures[GC_LINK_TEST_MAX_REPORTS];
  unsigned n = 0;

  for (unsigned i = 0; i < test->n_reports; i++) {
    int64_t figure;
    memcpy (&figure, (const char *)&test->reports[i] + offset, sizeof figure);
    if (figure >= 0)
      figures[n++] = figure;
  }
  if (n == 0)
    return -1;
  qsort (figures, n, sizeof figures[0], compare);
  return figures[(n - 1) / 2];
}

#define MIDDLE(test, member) find_middle ((test), offsetof (GcLinkFigures, member))

/*
 * Without the browser's word it is known only that the way up carries what came: a camera that
 * makes little, before a still picture, proves nothing.
 */
static int64_t
find_up_bps (const GcLinkTest *test)
{
  int64_t most_bps = 0;

  for (unsigned i = 0; i < test->n_reports; i++)
    most_bps = MAX (most_bps, test->reports[i].ways[GC_LINK_WAY_UP].rate_bps);
  if (test->told_bps > 0)
    return MAX (most_bps, test->told_bps);
  return most_bps >= rate_steps_bps.fair ? most_bps : -1;
}

static int64_t
find_down_bps (const GcLinkTest *test)
{
  for (unsigned i = test->n_reports; i > 0; i--)
    if (test->reports[i - 1].ways[GC_LINK_WAY_DOWN].rate_bps >= 0)
      return test->reports[i - 1].ways[GC_LINK_WAY_DOWN].rate_bps;
  return -1;
}

void
gc_link_test_end (GcLinkTest *test, gboolean cut_short, int64_t now_ms)
{
  if (test->state != GC_LINK_TEST_RUNNING)
    return;
  test->since_ms = now_ms;
  if (test->n_reports == 0 || (cut_short && test->n_reports < ENOUGH_REPORTS)) {
    test->state = cut_short ? GC_LINK_TEST_NONE : GC_LINK_TEST_SILENT;
    return;
  }
  test->state = GC_LINK_TEST_DONE;
  test->has_result = TRUE;
  test->result_ms = now_ms;
  test->result = (GcLinkFigures){
    .ways = {
      [GC_LINK_WAY_UP] = { find_up_bps (test), MIDDLE (test, ways[GC_LINK_WAY_UP].loss_permille),
                           MIDDLE (test, ways[GC_LINK_WAY_UP].jitter_ms) },
      [GC_LINK_WAY_DOWN] = { find_down_bps (test),
                             MIDDLE (test, ways[GC_LINK_WAY_DOWN].loss_permille),
                             MIDDLE (test, ways[GC_LINK_WAY_DOWN].jitter_ms) },
    },
    .rtt_ms = MIDDLE (test, rtt_ms),
  };
}

static GcLinkLevel
judge (int64_t figure, const Steps *steps)
{
  int64_t worse = steps->poor > steps->fair ? 1 : -1;

  if (figure < 0)
    return GC_LINK_UNKNOWN;
  if (worse * figure <= worse * steps->fair)
    return GC_LINK_GOOD;
  return worse * figure <= worse * steps->poor ? GC_LINK_FAIR : GC_LINK_POOR;
}

GcLinkVerdict
gc_link_test_judge (const GcLinkFigures *figures, GcLinkWay way)
{
  const GcLinkWayFigures *own = &figures->ways[way];
  /* Of two that are as bad the one that can be mended first. */
  const struct {
    GcLinkFault fault;
    GcLinkLevel level;
  } all[] = {
    { GC_LINK_FAULT_RATE, judge (own->rate_bps, &rate_steps_bps) },
    { GC_LINK_FAULT_LOSS, gc_link_level_of (GC_LINK_LOSS_UP, own->loss_permille) },
    { GC_LINK_FAULT_JITTER, judge (own->jitter_ms, &jitter_steps_ms) },
    { GC_LINK_FAULT_DELAY, gc_link_level_of (GC_LINK_RTT, figures->rtt_ms) },
  };
  GcLinkVerdict verdict = { GC_LINK_UNKNOWN, GC_LINK_FAULT_NONE };

  /* That he is far says nothing of a way that was not measured. */
  if (own->rate_bps < 0 && own->loss_permille < 0)
    return verdict;
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].level > verdict.level)
      verdict = (GcLinkVerdict){ all[i].level, all[i].fault };
  if (verdict.level == GC_LINK_GOOD)
    verdict.fault = GC_LINK_FAULT_NONE;
  return verdict;
}

const char *
gc_link_test_state_name (GcLinkTestState state)
{
  static const char *const names[] = {
    [GC_LINK_TEST_RUNNING] = "running",
    [GC_LINK_TEST_DONE] = "done",
    [GC_LINK_TEST_SILENT] = "silent",
  };

  g_return_val_if_fail ((unsigned)state < G_N_ELEMENTS (names), NULL);
  return names[state];
}

const char *
gc_link_fault_name (GcLinkFault fault)
{
  static const char *const names[] = {
    [GC_LINK_FAULT_RATE] = "rate",
    [GC_LINK_FAULT_LOSS] = "loss",
    [GC_LINK_FAULT_JITTER] = "jitter",
    [GC_LINK_FAULT_DELAY] = "delay",
  };

  g_return_val_if_fail ((unsigned)fault < G_N_ELEMENTS (names), NULL);
  return names[fault];
}
