// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-spans.h"
#include "queue/gc-agent-state.h"
#include "queue/gc-appointment.h"
#include "queue/gc-queue-rows.h"
#include "queue/gc-ticket.h"

/*
 * GcQueue: who is served by whom, and when. Events in, decisions out: no I/O, no thread, no random
 * number, no clock. The same events with the same times give the same decisions, on any machine.
 *
 * Tickets: a point for each second of waiting, and bounded bonuses (GcBoost); who has waited for
 * overdue_ms goes before all who have not, by age alone. Agents: the one for whom the ticket is
 * kept; else those who are versed in item and language, then after ring2_ms those who handle the
 * department and know some of a language, then after ring3_ms the supervisors; of each the one who
 * is idle longest.
 *
 * @now_ms is milliseconds since 1970 UTC and must not go back: callers add a monotonic clock to the
 * real time read at start. A time before the last one is taken as the last one.
 *
 * The rule of use: apply a batch of events, gc_queue_take_changes (), write them, sync, and only
 * then tell anyone. If writing fails, throw the queue away, load a new one from the store, and
 * apply a PRESENT or ABSENT for each seat as it is now.
 */
typedef struct _GcQueue GcQueue;

typedef struct {
  int64_t offer_ms;            /* an offer ends unanswered */
  int64_t decline_cooldown_ms; /* a declined ticket is not offered to the same agent */
  int64_t miss_cooldown_ms;    /* nor one whose offer he did not answer */
  unsigned max_misses;         /* in a row: then wanted becomes break */
  int64_t drop_after_ms;       /* a page gone for so long counts as dropped (a reload does not) */
  int64_t restart_ms;          /* the same, counted from the service's own restart */
  int64_t drop_grace_ms;       /* the other side is kept for so long */
  int64_t waiting_grace_ms;    /* an absent resident keeps the place for so long */
  int64_t connect_ms;          /* both sides must have joined */
  int64_t wrap_up_ms;          /* and once more when extended */
  int64_t ring2_ms;            /* of waiting: then a weaker fit will do */
  int64_t ring3_ms;            /* of waiting: then the supervisors are asked, too */
  int64_t sticky_ms;           /* a ticket that broke off is kept for its agent */
  int64_t head_ms;             /* and stands at the head of the line for so long */
  int64_t assign_ms;           /* a coordinator's assignment holds for so long */
  int64_t closing_ms;          /* before its point closes a ticket gets GC_BOOST_CLOSING */
  int64_t hold_ms;             /* a time is held, or proposed, for so long */
  int64_t arrive_ms;           /* one may arrive so long before an appointment */
  int64_t ahead_ms;            /* so long before it GC_BOOST_APPOINTMENT begins */
  int64_t no_show_ms;          /* after it: then he has not come in time */
  int64_t point_unserved_ms;   /* then the next ticket of the point gets GC_BOOST_POINT */
  int64_t boost_ms[GC_BOOST_N];
  int64_t max_boost_ms;         /* all together; below overdue_ms */
  int64_t overdue_ms;           /* of waiting: then age outranks every bonus */
  int64_t callback_connect_ms;  /* the agent says within this whether somebody answered */
  int64_t callback_retry_ms;    /* nobody answered: called again after this */
  int64_t callback_shown_ms;    /* ended without an answer: so long the desk can see it */
  unsigned callback_attempts;   /* then it ends */
  unsigned max_tickets;         /* not over, of the whole queue */
  unsigned max_extra_callbacks; /* beyond that, of those who leave a number and go */
  unsigned max_appointments;    /* to come, of one point */
} GcQueueConfig;

/* Of one agent at a time, and for how long each. */
#define GC_PARK_MAX_TICKETS 5
#define GC_PARK_MAX_MINUTES 120

/* The values of docs/queue.md. */
void gc_queue_config_init (GcQueueConfig *config);

typedef enum {
  /* From the kiosk: @actor is the kiosk. */
  GC_EVENT_TICKET_CREATE, /* create */
  GC_EVENT_TICKET_JOIN,
  GC_EVENT_TICKET_CALL_BACK, /* call_back; draft, waiting: becomes a callback, or another number */
  GC_EVENT_TICKET_LEAVE,     /* leave; draft, waiting, offered, parked */
  GC_EVENT_TICKET_READY,     /* parked: the resident has what was missing */
  GC_EVENT_TICKET_RATE,      /* rate */
  GC_EVENT_KIOSK_CLEAR,      /* without @ticket; nothing to clear is no error */
  GC_EVENT_RESIDENT_JOINED,
  GC_EVENT_SESSION_LEAVE,
  /* Of a callback that waits or is offered, whichever kiosk it came from. The caller has seen that
   * it is the resident: gc_queue_find_callback (). */
  GC_EVENT_CALLBACK_RETURN, /* come_back; to this kiosk, at which nobody is */
  GC_EVENT_CALLBACK_CANCEL,
  GC_EVENT_KIOSK_PRESENT, /* without @ticket; a kiosk without ticket is no error */
  GC_EVENT_KIOSK_ABSENT,
  /* From the agent: @actor is the account. */
  GC_EVENT_AGENT_WANT, /* want */
  GC_EVENT_OFFER_ACCEPT,
  GC_EVENT_OFFER_DECLINE, /* decline */
  GC_EVENT_AGENT_JOINED,
  GC_EVENT_SESSION_REACHED,    /* a callback: the resident has answered */
  GC_EVENT_SESSION_UNREACHED,  /* nobody has */
  GC_EVENT_SESSION_HOLD,       /* hold */
  GC_EVENT_SESSION_PARK,       /* park; he is free for others */
  GC_EVENT_ITEM_DONE,          /* item_done; not for the last one, which ends with the session */
  GC_EVENT_ITEM_ADD,           /* item_add; the resident asked for it */
  GC_EVENT_SESSION_UNPARK,     /* he goes on with one of his, free or on a break */
  GC_EVENT_SESSION_TRANSFER,   /* transfer */
  GC_EVENT_SESSION_INVITE,     /* guest: asks an idle colleague in */
  GC_EVENT_SESSION_DISMISS,    /* guest.agent: sends him away, or takes the invitation back */
  GC_EVENT_SESSION_LEAVE_SEAT, /* a guest leaves */
  GC_EVENT_SESSION_HAND_OVER,  /* guest.agent, who has joined, is the agent from now on */
  GC_EVENT_SESSION_SUPERVISE,  /* supervise; comes in by himself, or is heard by others now */
  GC_EVENT_SESSION_END,        /* end */
  GC_EVENT_WRAP_UP_EXTEND,
  GC_EVENT_WRAP_UP_FINISH, /* finish */
  GC_EVENT_AGENT_TAKE,     /* take; without @ticket the next one that he could be offered */
  GC_EVENT_AGENT_PRESENT,  /* without @ticket */
  GC_EVENT_AGENT_ABSENT,
  /* From the desk: @actor is the coordinator's account, desk.reason is given. */
  GC_EVENT_DESK_RAISE,
  GC_EVENT_DESK_ASSIGN,  /* desk.agent */
  GC_EVENT_DESK_MOVE,    /* desk.department */
  GC_EVENT_DESK_RELEASE, /* takes a ticket back from its agent, or ends an offer */
  GC_EVENT_DESK_CANCEL,
  /* Appointments, by @appointment. From the kiosk that shows it, and find and hold from any. */
  GC_EVENT_APPOINTMENT_HOLD,   /* slot */
  GC_EVENT_APPOINTMENT_BOOK,   /* book */
  GC_EVENT_APPOINTMENT_FIND,   /* book.code; without @appointment */
  GC_EVENT_APPOINTMENT_MOVE,   /* slot */
  GC_EVENT_APPOINTMENT_ACCEPT, /* book.code */
  GC_EVENT_APPOINTMENT_DECLINE,
  GC_EVENT_APPOINTMENT_CANCEL,
  GC_EVENT_APPOINTMENT_ARRIVE, /* create, of which the appointment gives who and what; @ticket */
  GC_EVENT_APPOINTMENT_LEAVE,
  GC_EVENT_APPOINTMENT_PROPOSE,  /* from the agent of the session @ticket; slot */
  GC_EVENT_APPOINTMENT_ASK,      /* from the desk; slot */
  GC_EVENT_APPOINTMENT_CALL_OFF, /* from the desk; desk.reason */
  GC_EVENT_APPOINTMENT_CONFIRM,  /* from the desk */
  GC_EVENT_APPOINTMENT_REMINDED, /* from the desk */
  GC_EVENT_APPOINTMENT_CLOCK,    /* from the service, without @actor; clock */
  /* From the service itself: neither @actor nor @ticket. */
  GC_EVENT_TICK,    /* all deadlines up to now */
  GC_EVENT_RESTART, /* once after the load at start-up: nobody is there yet, all offers end */
  GC_EVENT_N,
} GcQueueEventType;

/* One more item that a resident wants to have done in the same visit. */
typedef struct {
  const char *item;
  const char *department;
  int64_t expected_ms; /* as in create */
  gboolean direct;
} GcVisitWish;

/* Everything is borrowed for the call. */
typedef struct {
  GcQueueEventType type;
  const char *ticket;
  const char *actor;
  const char *appointment;
  union {
    struct {
      const char *point;
      const char *item;
      const char *department;
      const char *const *languages; /* best first, at least one */
      const char *name;
      const char *number_prefix; /* of the point's city, such as "M" */
      unsigned local_date;       /* at the point: year * 10000 + month * 100 + day */
      gboolean quick;            /* GC_BOOST_QUICK */
      gboolean direct;           /* as GcTicket.direct */
      int64_t closes_ms;         /* as GcTicket.closes_ms */
      int64_t slot_ms;           /* as GcTicket.slot_ms; set by the queue */
      int64_t expected_ms;     /* that an agent needs for the item, wrap-up included; 0: unknown */
      gboolean call_back;      /* it is about to be a callback: may be one of max_extra_callbacks */
      const GcVisitWish *more; /* the items after the first one; all of them different */
      unsigned n_more;         /* up to GC_VISIT_MAX_ITEMS - 1 */
    } create;
    struct {
      const char *item;
      GcOutcome outcome;
    } item_done;
    GcVisitWish item_add;
    struct {
      const char *phone; /* see gc_phone_parse () */
    } call_back;
    struct {
      int64_t closes_ms; /* as GcTicket.closes_ms */
    } come_back;
    struct {
      gboolean online; /* to hand the item in by himself */
    } leave;
    struct {
      int grade; /* 1 to 5 */
    } rate;
    struct {
      GcWanted wanted;
    } want;
    struct {
      GcDecline reason;
    } decline;
    struct {
      gboolean held;
    } hold;
    struct {
      const char *reason; /* what the resident has to get */
      int64_t minutes;    /* 1 to GC_PARK_MAX_MINUTES */
    } park;
    struct {
      const char *agent;      /* NULL without @department takes an offer back */
      const char *department; /* (nullable) back into line, for another department */
    } transfer;
    struct {
      const char *agent;
      GcInvite how; /* of an invitation: private or together */
    } guest;
    struct {
      GcHeardBy heard_by;
    } supervise;
    struct {
      const char *reason; /* why this ticket and not the next one; (nullable) without @ticket */
    } take;
    struct {
      const char *agent;
      const char *department;
      const char *reason;
    } desk;
    struct {
      GcOutcome outcome;
    } end;
    struct {
      GcOutcome outcome; /* GC_OUTCOME_NONE leaves it; not allowed when none was given yet */
      const char *note;  /* (nullable) */
    } finish;
    struct {
      const char *point; /* with department to point_zone: of a new one */
      const char *item;
      const char *department;
      const char *const *languages;
      const char *home_zone;
      const char *point_zone;
      const char *note; /* (nullable) to the resident */
      GcMeeting time;
      unsigned rooms;  /* of the point */
      unsigned agents; /* on duty all through it who could take it */
    } slot;
    struct {
      const char *name;
      const char *phone; /* "": none */
      const char *code;  /* as gc_appointment_code_new () */
    } book;
    struct {
      GcMeeting time; /* as it is now; of no meaning when it is gone */
      GcClockChange change;
    } clock;
  };
} GcQueueEvent;

GcQueue *gc_queue_new (const GcQueueConfig *config);
void gc_queue_free (GcQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcQueue, gc_queue_free)

/*
 * Puts @rows into a queue that is still empty; nothing is decided and nothing counts as changed.
 * Errors: GC_ERROR_INTERNAL when the rows contradict each other.
 */
gboolean gc_queue_load (GcQueue *queue, const GcQueueRows *rows, int64_t now_ms, GError **error);

/* Who an agent is and what he may take. Everything is borrowed. */
typedef struct {
  const char *account;
  const char *name;
  const char *const *departments;
  const char *const *languages; /* as GcAgent.languages */
  const char *const *items;     /* (nullable) as GcAgent.items */
  gboolean supervisor;
  const GcSpans *shift; /* (nullable) when he is on duty; NULL: always */
} GcAgentSkills;

/*
 * Adds the agent or changes what he may take: for all accounts before the load, later when an
 * account changes. A running session goes on, and what waits may be offered at once. Errors:
 * GC_ERROR_LIMIT above 64 different departments, 64 languages or 256 items.
 */
gboolean
gc_queue_set_agent (GcQueue *queue, const GcAgentSkills *skills, int64_t now_ms, GError **error);

/*
 * Applies one event and all decisions that follow from it (offers). A refused event changes
 * nothing. Errors: GC_ERROR_UNKNOWN (no such ticket or agent, or not this actor's),
 * GC_ERROR_CONFLICT (not in this state), GC_ERROR_INVALID (a value out of range), GC_ERROR_LIMIT
 * (too many tickets); the message names ticket and state.
 */
gboolean gc_queue_apply (GcQueue *queue, const GcQueueEvent *event, int64_t now_ms, GError **error);

/* When the next GC_EVENT_TICK is due; INT64_MAX: never. */
int64_t gc_queue_next_ms (const GcQueue *queue);

/* What has changed since the last call. (transfer full); empty rather than NULL. */
GcQueueRows *gc_queue_take_changes (GcQueue *queue);

/* The ticket, also an over one until it is closed. (transfer none) (nullable) */
const GcTicket *gc_queue_get_ticket (const GcQueue *queue, const char *id);

/* The ticket that @kiosk shows. (transfer none) (nullable) */
const GcTicket *gc_queue_get_kiosk_ticket (const GcQueue *queue, const char *kiosk);

/* (transfer none) (nullable) */
const GcAgent *gc_queue_get_agent (const GcQueue *queue, const char *account);

/* Those not over, in the order of service, then the drafts. @func must not change the queue. */
void gc_queue_foreach_open (const GcQueue *queue,
                            void (*func) (const GcTicket *ticket, gpointer user_data),
                            gpointer user_data);

/* All agents, by account. @func must not change the queue. */
void gc_queue_foreach_agent (const GcQueue *queue,
                             void (*func) (const GcAgent *agent, gpointer user_data),
                             gpointer user_data);

/*
 * How many are before a waiting or offered ticket, in the departments whose agents also serve its
 * own; -1 in any other state. Absent ones count, since they keep their place.
 */
int gc_queue_ahead (const GcQueue *queue, const char *ticket);

/*
 * What the ticket's page says: its own notice, or a later one of someone who stepped before it. A
 * rise of `ahead` always has one. @ret_at_ms: when it came; 0 without any.
 */
GcNotice gc_queue_get_notice (const GcQueue *queue, const GcTicket *ticket, int64_t *ret_at_ms);

/* How many waiting tickets with their resident present @account could take. */
unsigned gc_queue_count_waiting_for (const GcQueue *queue, const char *account);

/* The first @max waiting tickets, their residents present, that the agent may take by himself, in
 * the order of service. (transfer container) (element-type GcTicket) */
GPtrArray *gc_queue_list_takeable (const GcQueue *queue, const char *account, unsigned max);

/* Those whom the agent has parked, in the order in which their time is over. (transfer container)
   (element-type GcTicket) */
GPtrArray *gc_queue_list_parked (const GcQueue *queue, const char *account);

/* Whether the ticket's item is not @account's to handle, after others of the visit that he has
 * finished: it goes on to the item's department when he ends the session. */
gboolean gc_queue_is_item_elsewhere (const GcQueue *queue, const char *ticket, const char *account);

/*
 * The callback of this number and telephone at @point, not over; spaces do not count.
 * (transfer none) (nullable)
 */
const GcTicket *gc_queue_find_callback (const GcQueue *queue,
                                        const char *point,
                                        const char *number,
                                        const char *phone);

/* The callbacks that ended without an answer and are still shown. @func must not change the queue.
 */
void gc_queue_foreach_unreached (const GcQueue *queue,
                                 void (*func) (const GcTicket *ticket, gpointer user_data),
                                 gpointer user_data);

/* The idle agents who could be asked into the session, longest idle first. (transfer container)
 * (element-type GcAgent) */
GPtrArray *gc_queue_list_colleagues (const GcQueue *queue, const char *ticket);

/* Whether @account has the skills to take the ticket over. */
gboolean gc_queue_could_take_over (const GcQueue *queue, const char *ticket, const char *account);

/* Why a ticket is not served, seen from one group of agents. */
typedef enum {
  GC_WHY_RESIDENT_ABSENT, /* n is 0: it is not the agents */
  GC_WHY_UNREACHED,       /* n is 0: called in vain, and again at until_ms */
  GC_WHY_OFFERED,         /* to agent, until until_ms */
  GC_WHY_KEPT,            /* for agent, until until_ms */
  GC_WHY_PARKED,          /* by agent, until until_ms: the resident gets what is missing */
  GC_WHY_DEPARTMENT,      /* n agents do not handle it */
  GC_WHY_LANGUAGE,        /* n share no language, or not well enough for it */
  GC_WHY_SKILL,           /* n will do from until_ms on: the ring widens then */
  GC_WHY_CONFLICT,        /* n declined for a conflict of interest */
  GC_WHY_COOLDOWN,        /* n declined or missed it, until until_ms the first of them */
  GC_WHY_BUSY,            /* n have another ticket */
  GC_WHY_BREAK,           /* n are on break */
  GC_WHY_OFF_DUTY,        /* n would be available, the first of them on duty from until_ms on */
  GC_WHY_UNREACHABLE,     /* n want to work, but their page is gone */
  GC_WHY_OFFLINE,         /* n are not there */
  GC_WHY_N,
} GcWhy;

/* `resident_absent offered kept department ...`. Static. */
const char *gc_why_name (GcWhy why);

typedef struct {
  GcWhy why;
  unsigned n;        /* agents of whom this is the first thing in the way */
  const char *agent; /* (nullable) borrowed from the queue */
  int64_t until_ms;  /* 0: not by itself */
} GcWhyNot;

/*
 * The reasons why a waiting, offered or parked ticket is not in a session, each agent counted once.
 * (transfer full) (element-type GcWhyNot); empty in any other state.
 */
GArray *gc_queue_why_not (const GcQueue *queue, const char *ticket);

/* How many agents are at work: idle, offered, connecting, busy, holding or wrapping up. */
unsigned gc_queue_count_working (const GcQueue *queue);

/*
 * Checks every invariant: indexes agree with the rows; one live lease per ticket and per agent; no
 * lease after its end (as of the last tick); nobody both holding and offered. For tests.
 * Errors: GC_ERROR_INTERNAL, naming the object.
 */
gboolean gc_queue_check (const GcQueue *queue, GError **error);
