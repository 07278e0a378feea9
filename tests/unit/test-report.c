// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The figures of the report on histories that are short enough to be reckoned by hand. */
#include "config.h"

#include "common/gc-error.h"
#include "queue/gc-report.h"

#define START_MS INT64_C (1795449600000)

/* One line; the time in seconds. */
typedef struct {
  int at_s;
  const char *ticket;
  GcTicketState from;
  GcTicketState to;
  const char *agent;
  GcReason reason;
} Line;

#define LINE(at_s, ticket, from, to, agent, reason)                                                \
  {                                                                                                \
    at_s, ticket, GC_TICKET_##from, GC_TICKET_##to, agent, GC_REASON_##reason                      \
  }

/* What a ticket commonly goes through. */
#define JOIN(at_s, ticket) LINE (at_s, ticket, DRAFT, WAITING, NULL, JOINED)
#define OFFER(at_s, ticket, agent) LINE (at_s, ticket, WAITING, OFFERED, agent, OFFERED)
#define DECLINE(at_s, ticket, agent) LINE (at_s, ticket, OFFERED, WAITING, agent, DECLINED)
#define MISS(at_s, ticket, agent) LINE (at_s, ticket, OFFERED, WAITING, agent, OFFER_TIMEOUT)
#define ACCEPT(at_s, ticket, agent) LINE (at_s, ticket, OFFERED, CONNECTING, agent, ACCEPTED)
#define TALK(at_s, ticket, agent) LINE (at_s, ticket, CONNECTING, IN_SESSION, agent, CONNECTED)
#define DROP(at_s, ticket, agent) LINE (at_s, ticket, IN_SESSION, DROPPED, agent, RESIDENT_ABSENT)
#define REQUEUE(at_s, ticket, agent) LINE (at_s, ticket, DROPPED, WAITING, agent, GRACE_OVER)
#define PARK(at_s, ticket, agent) LINE (at_s, ticket, IN_SESSION, PARKED, agent, PARKED)
#define READY(at_s, ticket, agent) LINE (at_s, ticket, PARKED, WAITING, agent, READY)
#define UNPARK(at_s, ticket, agent) LINE (at_s, ticket, PARKED, CONNECTING, agent, TAKEN)
#define END(at_s, ticket, agent) LINE (at_s, ticket, IN_SESSION, WRAP_UP, agent, ENDED)
#define DONE(at_s, ticket, agent) LINE (at_s, ticket, WRAP_UP, DONE, agent, WRAPPED_UP)
#define LEAVE(at_s, ticket) LINE (at_s, ticket, WAITING, ABANDONED, NULL, LEFT)

static void
add_line (GcReport *report, const Line *line, const char *row)
{
  g_autoptr (GError) error = NULL;
  GcTransition transition = {
    .at_ms = START_MS + INT64_C (1000) * line->at_s,
    .ticket = (char *)line->ticket,
    .from = line->from,
    .to = line->to,
    .agent = (char *)line->agent,
    .reason = line->reason,
  };

  gc_report_add (report, &transition, row, &error);
  g_assert_no_error (error);
}

/* Adds all @lines; tickets whose name begins with "m" are of the row "milan", "x" of none. */
static GcReport *
tell (const Line *lines, size_t n_lines)
{
  GcReportConfig config;

  gc_report_config_init (&config);
  GcReport *report = gc_report_new (&config);
  for (size_t i = 0; i < n_lines; i++) {
    char first = lines[i].ticket[0];
    add_line (report, &lines[i], first == 'x' ? NULL : first == 'm' ? "milan" : "paris");
  }
  return report;
}

#define TELL(lines) tell (lines, G_N_ELEMENTS (lines))

static GcReportFigures
total_of (GcReport *report)
{
  GcReportFigures figures;

  gc_report_get_total (report, &figures);
  return figures;
}

static GcReportFigures
row_of (GcReport *report, const char *row)
{
  GcReportFigures figures;

  gc_report_get_row (report, row, &figures);
  return figures;
}

static GcReportAgent
agent_of (const GcReport *report, const char *account)
{
  GcReportAgent agent;

  gc_report_get_agent (report, account, &agent);
  return agent;
}

/* Parked it neither waits nor is served; from being ready on it waits a second time. */
static void
test_parked (void)
{
  /* bo: 100 to 200, 900 to 950 and 1500 to 1600, then notes for 40 s; ready from 800 to 900. */
  static const Line lines[] = {
    JOIN (0, "m1"),          OFFER (90, "m1", "bo"),    ACCEPT (100, "m1", "bo"),
    TALK (105, "m1", "bo"),  PARK (200, "m1", "bo"),    READY (800, "m1", "bo"),
    OFFER (890, "m1", "bo"), ACCEPT (900, "m1", "bo"),  TALK (905, "m1", "bo"),
    PARK (950, "m1", "bo"),  UNPARK (1500, "m1", "bo"), TALK (1505, "m1", "bo"),
    END (1600, "m1", "bo"),  DONE (1640, "m1", "bo"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report);
  GcReportAgent bo = agent_of (report, "bo");

  g_assert_cmpint (total.wait_mean_ms, ==, 100000);
  g_assert_cmpuint (total.requeued, ==, 1);
  g_assert_cmpint (total.rewait_mean_ms, ==, 100000);
  g_assert_cmpuint (total.transfers, ==, 0);
  g_assert_cmpint (total.handle_mean_ms, ==, 290000);
  g_assert_cmpuint (bo.handled, ==, 1);
  g_assert_cmpuint (bo.accepted, ==, 3);
  g_assert_cmpint (bo.session_ms, ==, 250000);
  g_assert_cmpint (bo.wrap_up_ms, ==, 40000);
}

/* Each item counts once, where it is said to; those of a ticket that is not over not yet. */
static void
test_items (void)
{
  static const Line lines[] = {
    JOIN (0, "m1"),   OFFER (90, "m1", "bo"),   ACCEPT (100, "m1", "bo"),  TALK (105, "m1", "bo"),
    JOIN (110, "m2"), OFFER (120, "m2", "ann"), ACCEPT (130, "m2", "ann"), TALK (135, "m2", "ann"),
  };
  static const Line first = LINE (200, "m1", IN_SESSION, IN_SESSION, "bo", ITEM_DONE);
  static const Line open = LINE (210, "m2", IN_SESSION, IN_SESSION, "ann", ITEM_DONE);
  static const Line on = LINE (300, "m1", IN_SESSION, WAITING, "bo", NEXT_ITEM);
  static const Line notes = LINE (330, "m1", WAITING, WAITING, "bo", WRAPPED_UP);
  static const Line rest[] = { OFFER (390, "m1", "cy"), ACCEPT (400, "m1", "cy"),
                               TALK (405, "m1", "cy"), END (500, "m1", "cy") };
  static const Line done = DONE (520, "m1", "cy");
  g_autoptr (GcReport) report = TELL (lines);

  add_line (report, &first, "SS-01");
  add_line (report, &open, "SS-01");
  add_line (report, &on, NULL);
  add_line (report, &notes, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (rest); i++)
    add_line (report, &rest[i], NULL);
  g_assert_cmpuint (total_of (report).items, ==, 0);
  add_line (report, &done, NULL);
  GcReportFigures total = total_of (report);
  g_assert_cmpuint (total.items, ==, 2);
  g_assert_cmpuint (row_of (report, "SS-01").items, ==, 1);
  g_assert_cmpuint (row_of (report, "SS-01").arrived, ==, 0);
  g_assert_cmpuint (row_of (report, "milan").items, ==, 1);
  g_assert_cmpuint (total.arrived, ==, 1);
  g_assert_cmpuint (total.requeued, ==, 1);
  g_assert_cmpint (total.rewait_mean_ms, ==, 100000);
  /* bo: 200 s and 30 s of notes; cy: 100 s and 20 s. */
  g_assert_cmpint (total.handle_mean_ms, ==, 175000);
  g_assert_cmpuint (gc_report_count_open (report), ==, 1);
}

/* Who gives up while parked was answered and left without being served to the end. */
static void
test_parked_lost (void)
{
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (90, "m1", "bo"),
    ACCEPT (100, "m1", "bo"),
    PARK (200, "m1", "bo"),
    LINE (3800, "m1", PARKED, ABANDONED, "bo", PARK_OVER),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report);

  g_assert_cmpuint (total.answered, ==, 1);
  g_assert_cmpuint (total.abandoned, ==, 0);
  g_assert_cmpuint (total.lost, ==, 1);
  g_assert_cmpuint (total.requeued, ==, 0);
  g_assert_cmpint (total.wait_mean_ms, ==, 100000);
  g_assert_cmpint (total.handle_mean_ms, ==, 100000);
}

static void
test_whole_way (void)
{
  /* Declined and missed offers belong to the wait: 100 s. Session 100 to 700, notes to 760. */
  static const Line lines[] = {
    JOIN (0, "m1"),           OFFER (10, "m1", "ann"), DECLINE (14, "m1", "ann"),
    OFFER (20, "m1", "bo"),   MISS (40, "m1", "bo"),   OFFER (90, "m1", "bo"),
    ACCEPT (100, "m1", "bo"), TALK (105, "m1", "bo"),  END (700, "m1", "bo"),
    DONE (760, "m1", "bo"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report);

  g_assert_cmpuint (total.arrived, ==, 1);
  g_assert_cmpuint (total.answered, ==, 1);
  g_assert_cmpuint (total.answered_in_time, ==, 1);
  g_assert_cmpint (total.service_level_permille, ==, 1000);
  g_assert_cmpint (total.service_level2_permille, ==, 1000);
  g_assert_cmpint (total.abandonment_permille, ==, 0);
  g_assert_cmpint (total.wait_mean_ms, ==, 100000);
  g_assert_cmpint (total.wait_p50_ms, ==, 100000);
  g_assert_cmpint (total.wait_p90_ms, ==, 100000);
  g_assert_cmpint (total.wait_max_ms, ==, 100000);
  g_assert_cmpint (total.rewait_mean_ms, ==, -1);
  g_assert_cmpint (total.handle_mean_ms, ==, 660000);
  g_assert_cmpuint (gc_report_count_open (report), ==, 0);

  GcReportAgent ann = agent_of (report, "ann"), bo = agent_of (report, "bo");
  g_assert_cmpuint (ann.offers, ==, 1);
  g_assert_cmpuint (ann.declined, ==, 1);
  g_assert_cmpint (ann.offered_ms, ==, 4000);
  g_assert_cmpint (ann.handle_mean_ms, ==, -1);
  g_assert_cmpuint (bo.offers, ==, 2);
  g_assert_cmpuint (bo.missed, ==, 1);
  g_assert_cmpuint (bo.accepted, ==, 1);
  g_assert_cmpuint (bo.handled, ==, 1);
  g_assert_cmpint (bo.offered_ms, ==, 30000);
  g_assert_cmpint (bo.session_ms, ==, 600000);
  g_assert_cmpint (bo.wrap_up_ms, ==, 60000);
}

static void
test_levels (void)
{
  /*
   * The threshold is 300 s. Answered after 10, 300 and 301 s; given up after 19 s (short), 20 s,
   * 300 s and 900 s.
   */
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (1, "m1", "ann"),
    ACCEPT (10, "m1", "ann"),
    TALK (11, "m1", "ann"),
    END (20, "m1", "ann"),
    DONE (30, "m1", "ann"),
    JOIN (100, "m2"),
    JOIN (100, "m3"),
    JOIN (100, "p4"),
    JOIN (100, "p5"),
    JOIN (100, "p6"),
    JOIN (100, "p7"),
    LEAVE (119, "p4"),
    LEAVE (120, "p5"),
    LEAVE (400, "p6"),
    OFFER (390, "m2", "ann"),
    ACCEPT (400, "m2", "ann"),
    TALK (400, "m2", "ann"),
    END (401, "m2", "ann"),
    DONE (401, "m2", "ann"),
    OFFER (401, "m3", "ann"),
    ACCEPT (401, "m3", "ann"),
    TALK (401, "m3", "ann"),
    END (402, "m3", "ann"),
    DONE (402, "m3", "ann"),
    LEAVE (1000, "p7"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report), milan = row_of (report, "milan"),
                  paris = row_of (report, "paris");

  g_assert_cmpuint (total.arrived, ==, 7);
  g_assert_cmpuint (total.answered, ==, 3);
  g_assert_cmpuint (total.abandoned, ==, 3);
  g_assert_cmpuint (total.short_abandoned, ==, 1);
  g_assert_cmpuint (total.answered_in_time, ==, 2);
  g_assert_cmpuint (total.abandoned_in_time, ==, 2);
  g_assert_cmpint (total.service_level_permille, ==, 667);  /* 2 / 3 */
  g_assert_cmpint (total.service_level2_permille, ==, 667); /* 4 / 6 */
  g_assert_cmpint (total.abandonment_permille, ==, 500);
  g_assert_cmpint (total.wait_mean_ms, ==, 203667); /* 611 s / 3 */
  g_assert_cmpint (total.wait_p50_ms, ==, 300000);
  g_assert_cmpint (total.wait_p90_ms, ==, 301000);
  g_assert_cmpint (milan.share_permille, ==, 500);
  g_assert_cmpint (milan.answered_share_permille, ==, 1000);
  g_assert_cmpint (paris.share_permille, ==, 500);
  g_assert_cmpint (paris.answered_share_permille, ==, 0);
  g_assert_cmpint (paris.service_level_permille, ==, -1);
  g_assert_cmpint (paris.service_level2_permille, ==, 667); /* 2 / 3 */
  g_assert_cmpint (paris.abandonment_permille, ==, 1000);
  g_assert_cmpint (paris.wait_mean_ms, ==, -1);
  g_assert_cmpuint (row_of (report, "rome").arrived, ==, 0);
  g_assert_cmpint (row_of (report, "rome").wait_p90_ms, ==, -1);
}

static void
test_drop_and_return (void)
{
  /*
   * Bo's session breaks off at 160 and ends at 250; he writes his notes until 280, while the ticket
   * waits a second time: 250 to 290. Ann ends it. One arrival, one answer, two handlings.
   */
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (0, "m1", "bo"),
    ACCEPT (60, "m1", "bo"),
    TALK (61, "m1", "bo"),
    DROP (160, "m1", "bo"),
    REQUEUE (250, "m1", "bo"),
    OFFER (255, "m1", "ann"),
    LINE (280, "m1", OFFERED, OFFERED, "bo", WRAPPED_UP),
    ACCEPT (290, "m1", "ann"),
    TALK (291, "m1", "ann"),
    END (390, "m1", "ann"),
    DONE (400, "m1", "ann"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report);

  g_assert_cmpuint (total.arrived, ==, 1);
  g_assert_cmpuint (total.answered, ==, 1);
  g_assert_cmpuint (total.requeued, ==, 1);
  g_assert_cmpuint (total.lost, ==, 0);
  g_assert_cmpint (total.wait_mean_ms, ==, 60000);
  g_assert_cmpint (total.rewait_mean_ms, ==, 40000);
  g_assert_cmpint (agent_of (report, "bo").session_ms, ==, 190000);
  g_assert_cmpint (agent_of (report, "bo").wrap_up_ms, ==, 30000);
  g_assert_cmpint (agent_of (report, "ann").session_ms, ==, 100000);
  g_assert_cmpint (agent_of (report, "ann").wrap_up_ms, ==, 10000);
  g_assert_cmpint (total.handle_mean_ms, ==, 165000); /* (190 + 30 + 100 + 10) / 2 */
}

static void
test_back_to_the_same_agent (void)
{
  /* Twice with the same agent is one handling. The resident comes back once within the grace. */
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (0, "m1", "bo"),
    ACCEPT (10, "m1", "bo"),
    TALK (11, "m1", "bo"),
    DROP (20, "m1", "bo"),
    LINE (30, "m1", DROPPED, IN_SESSION, "bo", RETURNED),
    DROP (40, "m1", "bo"),
    REQUEUE (130, "m1", "bo"),
    LINE (140, "m1", WAITING, WAITING, "bo", WRAPPED_UP),
    OFFER (140, "m1", "bo"),
    ACCEPT (150, "m1", "bo"),
    TALK (150, "m1", "bo"),
    END (200, "m1", "bo"),
    LINE (260, "m1", WRAP_UP, DONE, "bo", WRAP_UP_TIMEOUT),
  };
  g_autoptr (GcReport) report = TELL (lines);

  g_assert_cmpuint (agent_of (report, "bo").handled, ==, 1);
  g_assert_cmpuint (agent_of (report, "bo").accepted, ==, 2);
  g_assert_cmpint (agent_of (report, "bo").session_ms, ==, 170000); /* 10 to 130, 150 to 200 */
  g_assert_cmpint (agent_of (report, "bo").wrap_up_ms, ==, 70000);
  g_assert_cmpint (total_of (report).handle_mean_ms, ==, 240000);
}

static void
test_lost_after_return (void)
{
  /* He gives up in the line after the break: he was answered, and he is lost. Bo's notes come late.
   */
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (0, "m1", "bo"),
    ACCEPT (5, "m1", "bo"),
    TALK (6, "m1", "bo"),
    DROP (100, "m1", "bo"),
    REQUEUE (190, "m1", "bo"),
    LEAVE (250, "m1"),
    LINE (290, "m1", ABANDONED, ABANDONED, NULL, CLEARED),
    LINE (300, "m1", ABANDONED, ABANDONED, "bo", WRAPPED_UP),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report);

  g_assert_cmpuint (total.arrived, ==, 1);
  g_assert_cmpuint (total.answered, ==, 1);
  g_assert_cmpuint (total.abandoned, ==, 0);
  g_assert_cmpuint (total.lost, ==, 1);
  g_assert_cmpuint (total.requeued, ==, 1);
  g_assert_cmpint (total.rewait_mean_ms, ==, 60000);
  g_assert_cmpint (agent_of (report, "bo").wrap_up_ms, ==, 110000);
  g_assert_cmpint (total.handle_mean_ms, ==, 295000); /* 5 to 190, notes to 300 */
  g_assert_cmpint (row_of (report, "milan").handle_mean_ms, ==, 295000);
}

static void
test_connect_timeout (void)
{
  /* The agent accepted but never came: back in line at 35, without notes; another one at 50. */
  static const Line lines[] = {
    JOIN (0, "m1"),          OFFER (0, "m1", "bo"),
    ACCEPT (5, "m1", "bo"),  LINE (35, "m1", CONNECTING, WAITING, "bo", CONNECT_TIMEOUT),
    OFFER (35, "m1", "ann"), ACCEPT (50, "m1", "ann"),
    TALK (51, "m1", "ann"),  END (60, "m1", "ann"),
    DONE (61, "m1", "ann"),
  };
  g_autoptr (GcReport) report = TELL (lines);

  g_assert_cmpint (total_of (report).wait_mean_ms, ==, 5000);
  g_assert_cmpint (total_of (report).rewait_mean_ms, ==, 15000);
  g_assert_cmpint (agent_of (report, "bo").session_ms, ==, 30000);
  g_assert_cmpint (agent_of (report, "bo").wrap_up_ms, ==, 0);
}

/* A callback waits until it is first called, and is answered when somebody answers. */
static void
test_callback (void)
{
#define UNREACHED(at_s, ticket, to, agent) LINE (at_s, ticket, CONNECTING, to, agent, UNREACHED)
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (100, "m1", "ann"),
    ACCEPT (110, "m1", "ann"),
    UNREACHED (170, "m1", WAITING, "ann"),
    OFFER (770, "m1", "bo"),
    ACCEPT (780, "m1", "bo"),
    TALK (800, "m1", "bo"),
    END (1400, "m1", "bo"),
    DONE (1460, "m1", "bo"),
    JOIN (0, "m2"),
    OFFER (200, "m2", "ann"),
    ACCEPT (210, "m2", "ann"),
    UNREACHED (270, "m2", ABANDONED, "ann"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures figures = total_of (report);

  g_assert_cmpuint (figures.arrived, ==, 2);
  g_assert_cmpuint (figures.answered, ==, 1);
  g_assert_cmpuint (figures.abandoned, ==, 1);
  g_assert_cmpuint (figures.lost, ==, 0);
  g_assert_cmpuint (figures.requeued, ==, 0);
  g_assert_cmpint (figures.wait_mean_ms, ==, 110000);
  g_assert_cmpuint (gc_report_count_open (report), ==, 0);
  /* To call in vain is work, too. */
  GcReportAgent ann = agent_of (report, "ann");
  g_assert_cmpint (ann.session_ms, ==, 120000);
}

static void
test_transfer (void)
{
  /* To ann, who declines once: bo has him from 10 to 200, ann from 200 on. It is no second wait. */
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (0, "m1", "bo"),
    ACCEPT (10, "m1", "bo"),
    TALK (11, "m1", "bo"),
    LINE (100, "m1", IN_SESSION, IN_SESSION, "ann", OFFERED),
    LINE (110, "m1", IN_SESSION, IN_SESSION, "ann", DECLINED),
    LINE (190, "m1", IN_SESSION, IN_SESSION, "ann", OFFERED),
    LINE (200, "m1", IN_SESSION, CONNECTING, "ann", ACCEPTED),
    TALK (201, "m1", "ann"),
    END (260, "m1", "ann"),
    DONE (270, "m1", "ann"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  GcReportFigures total = total_of (report);

  g_assert_cmpuint (total.answered, ==, 1);
  g_assert_cmpuint (total.transfers, ==, 1);
  g_assert_cmpuint (total.requeued, ==, 0);
  g_assert_cmpint (total.wait_mean_ms, ==, 10000);
  g_assert_cmpint (agent_of (report, "bo").session_ms, ==, 190000);
  g_assert_cmpint (agent_of (report, "bo").wrap_up_ms, ==, 0);
  g_assert_cmpint (agent_of (report, "ann").session_ms, ==, 60000);
  g_assert_cmpint (agent_of (report, "ann").offered_ms, ==, 20000);
  g_assert_cmpuint (agent_of (report, "ann").declined, ==, 1);
  g_assert_cmpint (total.handle_mean_ms, ==, 130000); /* (190 + 60 + 10) / 2 */
}

static void
test_guests (void)
{
  /* cy is asked and does not come, ann is a guest and goes: no session of theirs. bo is a guest
   * from 50 on and gets the session at 100, and ann writes until 130. */
  static const Line lines[] = {
    JOIN (0, "m1"),
    OFFER (0, "m1", "ann"),
    ACCEPT (10, "m1", "ann"),
    TALK (11, "m1", "ann"),
    LINE (20, "m1", IN_SESSION, IN_SESSION, "cy", INVITED),
    LINE (30, "m1", IN_SESSION, IN_SESSION, "cy", INVITE_ENDED),
    LINE (40, "m1", IN_SESSION, IN_SESSION, "bo", INVITED),
    LINE (50, "m1", IN_SESSION, IN_SESSION, "bo", GUEST_JOINED),
    LINE (100, "m1", IN_SESSION, IN_SESSION, "bo", HANDED_OVER),
    LINE (130, "m1", IN_SESSION, IN_SESSION, "ann", WRAPPED_UP),
    LINE (140, "m1", IN_SESSION, IN_SESSION, "di", INVITED),
    LINE (145, "m1", IN_SESSION, IN_SESSION, "di", GUEST_JOINED),
    LINE (150, "m1", IN_SESSION, IN_SESSION, "di", GUEST_LEFT),
    END (160, "m1", "bo"),
    DONE (180, "m1", "bo"),
  };
  g_autoptr (GcReport) report = TELL (lines);

  g_assert_cmpuint (total_of (report).transfers, ==, 1);
  g_assert_cmpint (agent_of (report, "ann").session_ms, ==, 90000);
  g_assert_cmpint (agent_of (report, "ann").wrap_up_ms, ==, 30000);
  g_assert_cmpint (agent_of (report, "bo").session_ms, ==, 60000);
  g_assert_cmpint (agent_of (report, "bo").wrap_up_ms, ==, 20000);
  g_assert_cmpuint (agent_of (report, "bo").handled, ==, 1);
  g_assert_cmpuint (agent_of (report, "bo").offers, ==, 0);
  g_autoptr (GPtrArray) agents = gc_report_list_agents (report);
  g_assert_cmpuint (agents->len, ==, 2);
}

static void
test_left_out (void)
{
  /* A draft given up, a ticket of no row, one that still waits, one still in session. */
  static const Line lines[] = {
    LINE (0, "m1", DRAFT, ABANDONED, NULL, LEFT),
    JOIN (0, "x1"),
    LEAVE (100, "x1"),
    JOIN (0, "m2"),
    JOIN (0, "m3"),
    OFFER (0, "m3", "bo"),
    ACCEPT (10, "m3", "bo"),
    TALK (11, "m3", "bo"),
  };
  g_autoptr (GcReport) report = TELL (lines);
  g_autoptr (GPtrArray) rows = gc_report_list_rows (report);
  g_autoptr (GPtrArray) agents = gc_report_list_agents (report);

  g_assert_cmpuint (total_of (report).arrived, ==, 0);
  g_assert_cmpint (total_of (report).service_level_permille, ==, -1);
  g_assert_cmpuint (gc_report_count_open (report), ==, 2);
  g_assert_cmpuint (rows->len, ==, 0);
  g_assert_cmpuint (agents->len, ==, 0);
  g_assert_cmpint (gc_report_get_fairness_permille (report), ==, -1);
}

static void
add_answer (GcReport *report, const char *ticket, const char *row, int wait_s)
{
  const Line lines[] = {
    JOIN (0, ticket),
    OFFER (0, ticket, "bo"),
    ACCEPT (wait_s, ticket, "bo"),
    TALK (wait_s, ticket, "bo"),
    END (wait_s, ticket, "bo"),
    DONE (wait_s, ticket, "bo"),
  };

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    add_line (report, &lines[i], row);
}

static void
test_fairness (void)
{
  /* Mean waits in seconds of up to three rows, and the index. */
  static const struct {
    int waits[3];
    int permille;
  } cases[] = {
    { { 60, 60, 60 }, 1000 },
    { { 60, 0, 0 }, 333 },
    { { 0, 0, 0 }, 1000 },
    { { 10, 20, 30 }, 857 }, /* 3600 / (3 * 1400) */
  };
  GcReportConfig config;

  gc_report_config_init (&config);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GcReport) report = gc_report_new (&config);
    add_answer (report, "t1", "milan", cases[i].waits[0]);
    add_answer (report, "t2", "paris", cases[i].waits[1]);
    add_answer (report, "t3", "rome", cases[i].waits[2]);
    /* A row where nobody was answered has no mean wait. */
    add_line (report, &(Line)JOIN (0, "t4"), "lyon");
    add_line (report, &(Line)LEAVE (500, "t4"), "lyon");
    g_assert_cmpint (gc_report_get_fairness_permille (report), ==, cases[i].permille);
  }
}

static void
test_percentiles (void)
{
  /* Waits of 1 to 10 s, in no order: the nearest rank. */
  GcReportConfig config;

  gc_report_config_init (&config);
  g_autoptr (GcReport) report = gc_report_new (&config);
  for (int i = 0; i < 10; i++) {
    g_autofree char *ticket = g_strdup_printf ("t%d", i);
    add_answer (report, ticket, "milan", i * 7 % 10 + 1);
  }
  g_assert_cmpint (total_of (report).wait_p50_ms, ==, 5000);
  g_assert_cmpint (total_of (report).wait_p90_ms, ==, 9000);
  g_assert_cmpint (total_of (report).wait_max_ms, ==, 10000);
  g_assert_cmpint (total_of (report).wait_mean_ms, ==, 5500);
}

static void
test_limit (void)
{
  GcReportConfig config;
  g_autoptr (GError) error = NULL;

  gc_report_config_init (&config);
  config.max_tickets = 2;
  g_autoptr (GcReport) report = gc_report_new (&config);
  add_answer (report, "t1", "milan", 1);
  add_answer (report, "t2", "milan", 1);
  GcTransition third = { .ticket = (char *)"t3",
                         .from = GC_TICKET_DRAFT,
                         .to = GC_TICKET_WAITING,
                         .reason = GC_REASON_JOINED };
  g_assert_true (gc_report_add (report, &third, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (gc_report_add (report, &third, "milan", &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/whole-way", test_whole_way);
  g_test_add_func ("/report/parked", test_parked);
  g_test_add_func ("/report/items", test_items);
  g_test_add_func ("/report/parked-lost", test_parked_lost);
  g_test_add_func ("/report/levels", test_levels);
  g_test_add_func ("/report/drop-and-return", test_drop_and_return);
  g_test_add_func ("/report/back-to-the-same-agent", test_back_to_the_same_agent);
  g_test_add_func ("/report/lost-after-return", test_lost_after_return);
  g_test_add_func ("/report/connect-timeout", test_connect_timeout);
  g_test_add_func ("/report/callback", test_callback);
  g_test_add_func ("/report/transfer", test_transfer);
  g_test_add_func ("/report/guests", test_guests);
  g_test_add_func ("/report/left-out", test_left_out);
  g_test_add_func ("/report/fairness", test_fairness);
  g_test_add_func ("/report/percentiles", test_percentiles);
  g_test_add_func ("/report/limit", test_limit);
  return g_test_run ();
}
