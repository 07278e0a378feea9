// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-guest.h"

#include <glib.h>
#include <stdint.h>

/*
 * GcTicket: one resident's wish to be served, from the choice of an item to the end. Plain data,
 * one row of the store; only GcQueue changes it. All times are milliseconds since 1970 UTC, 0 for
 * never.
 */
typedef enum {
  GC_TICKET_DRAFT,      /* item chosen, device not yet checked: no place in line */
  GC_TICKET_WAITING,    /* has a place in line */
  GC_TICKET_OFFERED,    /* still has its place, and one agent has a lease on it */
  GC_TICKET_PARKED,     /* its agent serves others while the resident gets what is missing */
  GC_TICKET_CONNECTING, /* accepted; not both sides have seen the other yet */
  GC_TICKET_IN_SESSION,
  GC_TICKET_DROPPED, /* one side is gone; the other is kept for it until until_ms */
  GC_TICKET_WRAP_UP, /* over for the resident; the agent writes the outcome */
  GC_TICKET_DONE,
  GC_TICKET_ABANDONED, /* given up by the resident outside of a session, or absent for too long */
  GC_TICKET_N_STATES,
} GcTicketState;

/* `draft waiting offered parked connecting in_session dropped wrap_up done abandoned`. Static. */
const char *gc_ticket_state_name (GcTicketState state);
gboolean gc_ticket_state_parse (const char *name, GcTicketState *ret_state);

/* Whether a ticket may go from @from to @to. Every state may end (done or abandoned) somehow. */
gboolean gc_ticket_state_may_follow (GcTicketState from, GcTicketState to);

/* Whether resident and agent have each other: connecting, in_session, dropped. */
gboolean gc_ticket_state_is_call (GcTicketState state);

/* Whether the resident has nothing more to wait for: wrap_up, done, abandoned. */
gboolean gc_ticket_state_is_over (GcTicketState state);

typedef enum {
  GC_OUTCOME_NONE,
  GC_OUTCOME_ACCEPTED,
  GC_OUTCOME_ACCEPTED_WITH_GAPS,
  GC_OUTCOME_NEEDS_CORRECTION,
  GC_OUTCOME_ADVICE_ONLY,
  GC_OUTCOME_REBOOK,
  GC_OUTCOME_REFUSED,
  GC_OUTCOME_TECHNICAL,
  GC_OUTCOME_N,
} GcOutcome;

/* `accepted accepted_with_gaps needs_correction ...`; NULL for GC_OUTCOME_NONE. Static. */
const char *gc_outcome_name (GcOutcome outcome);

/* Reads a name; "none" does not exist here. */
gboolean gc_outcome_parse (const char *name, GcOutcome *ret_outcome);

/* What a page says to its person in plain words; of a ticket (the resident) or of an agent. */
typedef enum {
  GC_NOTICE_NONE,
  GC_NOTICE_AGENT_LOST,        /* resident: the agent's page is gone, the place is kept */
  GC_NOTICE_AGENT_RETURNED,    /* resident: it is back */
  GC_NOTICE_AGENT_CHANGED,     /* resident: another agent took over */
  GC_NOTICE_REQUEUED,          /* resident: back in line, at the old place */
  GC_NOTICE_RETURNED_AHEAD,    /* resident: `ahead` rose, since someone got his old place back */
  GC_NOTICE_RAISED_AHEAD,      /* resident: ... since a coordinator put someone before */
  GC_NOTICE_QUICK_AHEAD,       /* resident: ... since a short matter goes before */
  GC_NOTICE_POINT_AHEAD,       /* resident: ... since a point was not served for an hour */
  GC_NOTICE_CLOSING_AHEAD,     /* resident: ... since someone's point closes soon */
  GC_NOTICE_APPOINTMENT_AHEAD, /* resident: ... since someone's appointment has come */
  GC_NOTICE_OVERDUE_AHEAD,     /* resident: ... since someone has waited for too long */
  GC_NOTICE_MOVED_AHEAD,       /* resident: ... since someone came over from another line */
  GC_NOTICE_LINES_JOINED,      /* resident: ... since two lines are served as one now */
  GC_NOTICE_HEAD_OVER,         /* resident: ... since the time at the head of the line is over */
  GC_NOTICE_MOVED,             /* resident: in another department's line now */
  GC_NOTICE_NEXT_ITEM,         /* resident: in the line of the next item's department now */
  GC_NOTICE_PARK_OVER,         /* resident: the time for what was missing is over; in line again */
  GC_NOTICE_TRANSFER_DECLINED, /* agent: the colleague declined, or did not answer */
  GC_NOTICE_INVITE_DECLINED,   /* agent: the colleague asked in declined, or did not answer */
  GC_NOTICE_DISMISSED,         /* guest: the agent sent him away */
  GC_NOTICE_GUEST_OVER,        /* guest: the session is over, or his page was gone */
  GC_NOTICE_HANDED_OVER,       /* agent: the session in which he was a guest is his now */
  GC_NOTICE_SESSION_DROPPED,   /* agent: the session ended, since one side did not come back */
  GC_NOTICE_WRAP_UP_TIMEOUT,   /* agent: the wrap-up ended by itself */
  GC_NOTICE_AUTO_BREAK,        /* agent: too many offers missed; wanted is break now */
  GC_NOTICE_PARKED_READY,      /* agent: one whom he parked is ready, or has used up the time */
  GC_NOTICE_PARKED_LEFT,       /* agent: one whom he parked gave up, or was not there in the end */
  GC_NOTICE_RELEASED,          /* agent: a coordinator took the ticket away; wanted is break now */
  GC_NOTICE_N,
} GcNotice;

/* `agent_lost ...`; NULL for GC_NOTICE_NONE. Static. */
const char *gc_notice_name (GcNotice notice);
gboolean gc_notice_parse (const char *name, GcNotice *ret_notice);

/*
 * Why a ticket stands before others that joined earlier. Each one is worth a number of seconds of
 * waiting (GcQueueConfig), and all together no more than a bound.
 */
typedef enum {
  GC_BOOST_REENTRY,     /* its session broke off, or it was handed on: until head_until_ms */
  GC_BOOST_RAISED,      /* a coordinator said so, with a reason */
  GC_BOOST_QUICK,       /* the item takes a few minutes only */
  GC_BOOST_POINT,       /* the first of a point that was not served for an hour */
  GC_BOOST_CLOSING,     /* the point's window ends soon */
  GC_BOOST_APPOINTMENT, /* its appointment has come, or nearly so */
  GC_BOOST_N,
} GcBoost;

/* `reentry raised quick point closing appointment`. Static. */
const char *gc_boost_name (GcBoost boost);
gboolean gc_boost_parse (const char *name, GcBoost *ret_boost);

/* An agent who is not offered this ticket before until_ms; INT64_MAX: never again. */
typedef struct {
  char *agent;
  int64_t until_ms;
} GcCooldown;

typedef struct {
  char *id;
  char *number; /* what is called out, such as "M012"; unique at a point on a local day */
  char *point;
  char *kiosk; /* the seat of the resident */
  char *item;  /* the one that is its turn */
  char *department;
  GArray *visit;     /* GcVisitItem, in the resident's order; empty: `item` alone */
  char **languages;  /* best first */
  char *name;        /* of the resident */
  gboolean direct;   /* the two must speak with each other, without help: never a weak language */
  int64_t closes_ms; /* the point's window ends then; 0: not known */
  int64_t slot_ms;   /* of the appointment that it comes from; 0: a walk-in */

  GcTicketState state;
  int64_t created_ms;
  int64_t since_ms;      /* the state was entered */
  int64_t enqueued_ms;   /* took its place; never changes after that; 0 for a draft */
  uint64_t rank;         /* in the order of joining; unique; 0 for a draft */
  unsigned boosts;       /* bits, 1 << GcBoost */
  int64_t head_until_ms; /* GC_BOOST_REENTRY ends then */
  GcNotice overtook;     /* why it last stepped before others; what they are told */
  int64_t overtook_ms;
  int64_t absent_ms; /* the resident's page is gone since then; 0 while it is there */

  char *agent;              /* (nullable) who serves it: connecting to done */
  int64_t session_since_ms; /* this agent accepted */
  gboolean resident_joined; /* has seen or heard the agent */
  gboolean agent_joined;
  int64_t held_ms;   /* the resident is on hold since then; 0: he is not */
  GcInvite invite;   /* what the lease is, if it asks a guest in */
  GArray *guests;    /* GcGuest, while in a call: connecting, in_session, dropped */
  int64_t until_ms;  /* dropped: the other side is let go then; connecting: the time-out; parked:
                        its time is over; else 0 */
  int64_t talked_ms; /* of `item`, in the sessions before it was parked; negative: the part of this
                        session that belongs to the items before */
  char *park_reason; /* (nullable) what it is parked for; parked only */

  char *offer_agent; /* (nullable) who has the lease: offered, or in_session for another agent */
  int64_t offer_until_ms;
  GArray *cooldowns;          /* GcCooldown, those that may still count */
  char *preferred;            /* (nullable) kept for this agent; parked: by this agent */
  int64_t preferred_until_ms; /* 0 with `preferred`: as long as he works and his page is there */
  gboolean assigned;          /* to `preferred`, by a coordinator: whatever his skills */

  unsigned call_attempts; /* of a callback: so often nobody answered */
  int64_t call_after_ms;  /* and it is offered to nobody before then; 0: at once */
  char *phone; /* (nullable) a callback: when its turn comes the resident is called there */

  GcNotice notice;
  int64_t notice_ms;
  GcOutcome outcome;
  int grade;        /* 1 to 5; 0: not rated */
  char *note;       /* (nullable) of the agent */
  gboolean cleared; /* no longer shown at the kiosk */
  gboolean closed;  /* nothing can happen any more: kept by the store only, not by the queue */
} GcTicket;

/* An empty ticket (a draft). (transfer full) */
GcTicket *gc_ticket_new (const char *id);
GcTicket *gc_ticket_copy (const GcTicket *ticket);
void gc_ticket_free (GcTicket *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcTicket, gc_ticket_free)

/* Drops the cooldowns that ended by @now_ms. */
void gc_ticket_drop_cooldowns (GcTicket *ticket, int64_t now_ms);

/* Adds or renews @agent's cooldown and drops those that ended by @now_ms. */
void gc_ticket_set_cooldown (GcTicket *ticket, const char *agent, int64_t until_ms, int64_t now_ms);

/* Whether @agent must not be offered the ticket at @now_ms. */
gboolean gc_ticket_has_cooldown (const GcTicket *ticket, const char *agent, int64_t now_ms);

/* Whether two rows hold the same in every member. For tests and for checks after a reload. */
gboolean gc_ticket_equal (const GcTicket *a, const GcTicket *b);
