// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-link-health.h"

/*
 * GcLinkTest: the test of a kiosk's link while its resident waits. The kiosk sends, and after some
 * seconds the relay sends that back to it (docs/relay.md, echo); out of what the relay reports
 * comes one result, with what can be said of each way. A test is made when the place is taken and
 * again every few minutes of waiting. Pure: the time is an argument. Main thread.
 */
#define GC_LINK_TEST_MS INT64_C (14000)
/* At first it goes up alone: a full way down would hold up the feedback, by which a browser knows
 * what its way up carries. */
#define GC_LINK_TEST_UP_MS INT64_C (5000)
/* From the end of one test to the next; earlier for another ticket, or by another peer. */
#define GC_LINK_TEST_AGAIN_MS INT64_C (180000)
/* The relay reports each 2 s. */
#define GC_LINK_TEST_MAX_REPORTS 8

typedef enum {
  GC_LINK_WAY_UP,   /* from the kiosk to the relay */
  GC_LINK_WAY_DOWN, /* and back */
  GC_LINK_N_WAYS,
} GcLinkWay;

/* What is wrong with a way. */
typedef enum {
  GC_LINK_FAULT_NONE,
  GC_LINK_FAULT_RATE,   /* it carries little */
  GC_LINK_FAULT_LOSS,   /* it loses packets */
  GC_LINK_FAULT_JITTER, /* it is now fast, now slow */
  GC_LINK_FAULT_DELAY,  /* it is far */
} GcLinkFault;

/* Of one way; each below 0 where it was not measured. */
typedef struct {
  int64_t rate_bps; /* what it carries, by the sender's estimate */
  int64_t loss_permille;
  int64_t jitter_ms;
} GcLinkWayFigures;

/* A report of the relay, or the result of all of a test. */
typedef struct {
  GcLinkWayFigures ways[GC_LINK_N_WAYS];
  int64_t rtt_ms; /* below 0: not measured */
} GcLinkFigures;

typedef struct {
  GcLinkLevel level; /* GC_LINK_UNKNOWN: nothing was measured */
  GcLinkFault fault; /* what makes the level, if that is not good */
} GcLinkVerdict;

typedef enum {
  GC_LINK_TEST_NONE, /* there was none yet, or the last one was cut short */
  GC_LINK_TEST_RUNNING,
  GC_LINK_TEST_DONE,
  GC_LINK_TEST_SILENT, /* nothing came from the kiosk: nothing can be said */
} GcLinkTestState;

/* All zero before the first test. */
typedef struct {
  GcLinkTestState state;
  char *ticket; /* (nullable) for whom, and by which peer of the relay, the last one was */
  char *peer;
  int64_t since_ms; /* the start of the one that runs, else the end of the last one */
  GcLinkFigures reports[GC_LINK_TEST_MAX_REPORTS];
  unsigned n_reports;
  int64_t told_bps; /* what the kiosk's browser believed of the way up; 0: it has not said */
  gboolean has_result;
  GcLinkFigures result; /* of the last test that came to one */
  int64_t result_ms;    /* when that was */
} GcLinkTest;

void gc_link_test_clear (GcLinkTest *test);

/* Whether a test is to begin now, for the waiting @ticket over @peer. */
gboolean
gc_link_test_is_due (const GcLinkTest *test, const char *ticket, const char *peer, int64_t now_ms);
void gc_link_test_begin (GcLinkTest *test, const char *ticket, const char *peer, int64_t now_ms);

/* Whether the one that runs has run long enough. */
gboolean gc_link_test_is_over (const GcLinkTest *test, int64_t now_ms);

/* A report that came while it runs; rate_bps of the way up is what arrived. One of which nothing
 * came from the kiosk counts for nothing. */
void gc_link_test_add (GcLinkTest *test, const GcLinkFigures *report);

/* Whether what comes is to be sent back now. */
gboolean gc_link_test_returns (const GcLinkTest *test, int64_t now_ms);

/* What the kiosk's browser believes that the way up carries, above 0. The last word counts of those
 * that came while nothing was sent back; later it only can be more. */
void gc_link_test_note_told (GcLinkTest *test, int64_t told_bps, int64_t now_ms);

/*
 * Ends the one that runs. @cut_short: it was not over, and gives a result only if there are reports
 * enough; else that of before stays. It then is due at once when the ticket waits again.
 */
void gc_link_test_end (GcLinkTest *test, gboolean cut_short, int64_t now_ms);

/* What is to be said of @way: the worst of its figures, and of the round trip. */
GcLinkVerdict gc_link_test_judge (const GcLinkFigures *figures, GcLinkWay way);

/* `running done silent`; NULL for GC_LINK_TEST_NONE. Static. */
const char *gc_link_test_state_name (GcLinkTestState state);
/* `rate loss jitter delay`; NULL for GC_LINK_FAULT_NONE. Static. */
const char *gc_link_fault_name (GcLinkFault fault);
