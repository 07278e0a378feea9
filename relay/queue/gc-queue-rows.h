// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-agent-state.h"
#include "queue/gc-appointment.h"
#include "queue/gc-service-time.h"
#include "queue/gc-ticket.h"

/*
 * GcQueueRows: what goes between queue and store. As a change: copies of the rows as they are now,
 * and the transitions that led there; all of it belongs into one transaction. As a load: all that a
 * new queue needs. Copies, so that the store's thread shares nothing with the queue.
 */
typedef enum {
  GC_REASON_CREATED,
  GC_REASON_JOINED,        /* took its place in line; detail: see gc_estimate_format () */
  GC_REASON_LEFT,          /* the resident gave up the place, or ended the session */
  GC_REASON_OFFERED,       /* also the offer of a transfer; detail: why, see gc_queue_explain () */
  GC_REASON_TAKEN,         /* the agent took it himself; detail: the same, and his reason */
  GC_REASON_ACCEPTED,      /* also of a transfer */
  GC_REASON_DECLINED,      /* detail: the GcDecline's name */
  GC_REASON_OFFER_TIMEOUT, /* nobody answered */
  GC_REASON_OFFER_CANCELLED, /* taken back: one side gone, agent on break, session over */
  GC_REASON_CONNECTED,       /* both sides have joined */
  GC_REASON_CONNECT_TIMEOUT,
  GC_REASON_RESIDENT_ABSENT,
  GC_REASON_AGENT_ABSENT,
  GC_REASON_RETURNED,
  GC_REASON_GRACE_OVER, /* a dropped side did not come back in time */
  GC_REASON_ENDED,      /* the agent hung up */
  GC_REASON_WRAPPED_UP, /* detail: the note, if the ticket has gone on without this agent */
  GC_REASON_WRAP_UP_TIMEOUT,
  GC_REASON_RATED,
  GC_REASON_CLEARED,
  GC_REASON_BOOSTED,      /* stands further ahead from now on; detail: the GcBoost's name */
  GC_REASON_HEAD_OVER,    /* no longer at the head of the line */
  GC_REASON_HANDED_ON,    /* to another department; detail: from which */
  GC_REASON_EXTENDED,     /* the wrap-up */
  GC_REASON_ITEM_DONE,    /* one of several, and the session goes on; detail: item and outcome */
  GC_REASON_ITEM_ADDED,   /* the resident asked for one more; detail: which */
  GC_REASON_NEXT_ITEM,    /* in line for the next item's department; detail: the item */
  GC_REASON_PARKED,       /* detail: how long, and what the resident has to get */
  GC_REASON_READY,        /* of parked: the resident has it */
  GC_REASON_PARK_OVER,    /* of parked: the time is over */
  GC_REASON_CALL_BACK,    /* the resident goes and is called by telephone; never the number */
  GC_REASON_CAME_BACK,    /* and is at the point again before that */
  GC_REASON_UNREACHED,    /* called, and nobody answered; detail: how often by now */
  GC_REASON_MOVED_ONLINE, /* left the line for the city's own site */
  GC_REASON_INVITED,      /* a colleague is asked in; detail: how, and by whom */
  GC_REASON_INVITE_ENDED, /* he does not come; detail: why, as an offer's reason */
  GC_REASON_GUEST_JOINED, /* he came; detail: his seat, and how */
  GC_REASON_GUEST_LEFT,   /* detail: left, dismissed, agent_absent, session_over, direct */
  GC_REASON_SUPERVISED,   /* a supervisor came by himself; detail: his seat, who hears him */
  GC_REASON_HEARD_BY,     /* he is heard by others from now on; detail: by whom */
  GC_REASON_HANDED_OVER,  /* to a guest, who is the agent from now on; detail: from whom */
  /* By a coordinator; detail: his account and what he gave as reason. */
  GC_REASON_RAISED,
  GC_REASON_ASSIGNED,
  GC_REASON_MOVED,
  GC_REASON_RELEASED,
  GC_REASON_CANCELLED,
  GC_REASON_N,
} GcReason;

/* The reason in lower case, such as "offer_timeout". Static. */
const char *gc_reason_name (GcReason reason);
gboolean gc_reason_parse (const char *name, GcReason *ret_reason);

/* One line of the history of a ticket. from equals to where the state stayed, such as a transfer.
 */
typedef struct {
  uint64_t seq; /* 1, 2, 3 ... over all tickets, without gaps */
  int64_t at_ms;
  char *ticket;
  GcTicketState from;
  GcTicketState to;
  char *agent; /* (nullable) */
  GcReason reason;
  char *detail; /* (nullable) */
} GcTransition;

/* What happened to an appointment. */
typedef enum {
  GC_BOOK_HELD,
  GC_BOOK_PROPOSED, /* detail: the agent's account and the ticket */
  GC_BOOK_BOOKED,
  GC_BOOK_FOUND, /* by its code; detail: the kiosk */
  GC_BOOK_LEFT,  /* no kiosk shows it any more */
  GC_BOOK_MOVED, /* detail: from which time to which */
  GC_BOOK_ASKED, /* for another time; detail: who, and which */
  GC_BOOK_ACCEPTED,
  GC_BOOK_DECLINED,
  GC_BOOK_CANCELLED, /* detail: by whom and why, if not by the resident */
  GC_BOOK_ARRIVED,   /* detail: the ticket */
  GC_BOOK_REOPENED,  /* its draft was given up; detail: the ticket */
  GC_BOOK_EXPIRED,
  GC_BOOK_REPLACED,  /* by another hold or proposal */
  GC_BOOK_PAGE_GONE, /* the kiosk that showed it was away for long */
  GC_BOOK_LAPSED,    /* nobody answered what was asked for */
  GC_BOOK_NO_SHOW,
  GC_BOOK_REMIND,        /* a reminder is due; detail: which */
  GC_BOOK_REMINDED,      /* detail: by whom */
  GC_BOOK_CONFIRMED,     /* detail: by whom */
  GC_BOOK_CLOCK_CHANGED, /* detail: the GcClockChange's name, and the times on both clocks */
  GC_BOOK_SEEN,          /* the resident knows of that */
  GC_BOOK_CLOSED,
  GC_BOOK_N,
} GcBookReason;

/* The reason in lower case, such as "no_show". Static. */
const char *gc_book_reason_name (GcBookReason reason);
gboolean gc_book_reason_parse (const char *name, GcBookReason *ret_reason);

/* One line of the history of an appointment. */
typedef struct {
  uint64_t seq; /* 1, 2, 3 ... over all appointments, without gaps */
  int64_t at_ms;
  char *appointment;
  char *detail; /* (nullable) */
  GcAppointmentState from;
  GcAppointmentState to;
  GcBookReason reason;
} GcAppointmentEvent;

/*
 * One line of the history of an agent: what he wanted and what the system made of it, until his
 * next line. Offline while he wants something else: the service was away.
 */
typedef struct {
  uint64_t seq; /* 1, 2, 3 ... over all agents, without gaps */
  int64_t at_ms;
  char *account;
  char *ticket; /* (nullable) served, wrapped up or offered */
  GcWanted wanted;
  GcEffective effective;
} GcAgentEvent;

/* Of a point: the last ticket number given on its local day, and when it was last served. */
typedef struct {
  char *point;
  unsigned local_date; /* year * 10000 + month * 100 + day, such as 20261124 */
  unsigned last;
  int64_t served_ms; /* an agent last accepted a ticket of it; 0: never */
} GcNumberCounter;

typedef struct {
  GPtrArray *tickets;            /* GcTicket, owned */
  GPtrArray *agents;             /* GcAgent, owned */
  GPtrArray *counters;           /* GcNumberCounter, owned */
  GPtrArray *times;              /* GcServiceTime, owned */
  GPtrArray *appointments;       /* GcAppointment, owned */
  GPtrArray *agent_events;       /* GcAgentEvent, owned; empty in a load */
  GPtrArray *transitions;        /* GcTransition, owned; empty in a load */
  GPtrArray *appointment_events; /* GcAppointmentEvent, owned; empty in a load */
  uint64_t last_seq;             /* of the newest transition ever written */
  uint64_t last_rank;            /* of all tickets ever */
  uint64_t last_appointment_seq; /* of the newest event of an appointment */
  uint64_t last_agent_seq;       /* of the newest line of any agent */
  int64_t alive_ms;              /* of a load: when the service was last known to live; 0: never */
} GcQueueRows;

/* No rows. (transfer full) */
GcQueueRows *gc_queue_rows_new (void);
void gc_queue_rows_free (GcQueueRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcQueueRows, gc_queue_rows_free)

/* Whether there is nothing to write. */
gboolean gc_queue_rows_is_empty (const GcQueueRows *rows);
