// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-forecast.h"
#include "queue/gc-queue.h"
#include "queue/gc-visit.h"

/*
 * How the queue is built. The rows are the truth. Everything else is an index that
 * gc_queue_settle () derives from the rows that were touched, so that no handler can forget one:
 *
 *   open      all tickets not over, in the order of service          (the desk's list)
 *   line      those waiting or offered, per set of departments that share agents   (`ahead`)
 *   pool      those that can be offered now, by what they need of an agent   (matching)
 *   kept      those that can be offered now, to one agent only       (matching)
 *   reserved  those that are kept for an agent or parked by him, wherever they stand
 *   idle      the agents who get the next offer, longest idle first  (matching)
 *   deadlines one per ticket, agent and appointment                  (gc_queue_next_ms ())
 *   book      the appointments                                       (gc-queue-book.h)
 *
 * All tickets of a pool are alike to any agent: he can take all of them or none. So the search for
 * an agent's next ticket looks at the first of each pool, not at each ticket.
 */
typedef enum {
  GC_DEADLINE_TICKET,
  GC_DEADLINE_AGENT,
  GC_DEADLINE_APPOINTMENT,
} GcDeadlineKind;

typedef struct {
  int64_t at_ms; /* INT64_MAX: none */
  const char *id;
  GcDeadlineKind kind;
  gpointer entry;      /* GcTicketEntry, GcAgentEntry or GcAppointmentEntry */
  GSequenceIter *iter; /* (nullable) */
} GcDeadline;

/*
 * Where a ticket stands; lower is served first. Since all grow older alike, the order by score
 * (seconds of waiting and bonuses) is the order by the time from which a ticket without bonuses
 * would have to wait to have that score: it need not be sorted anew as time passes.
 */
typedef struct {
  gboolean later; /* has not waited for overdue_ms: after all who have */
  int64_t key_ms; /* when it joined, less its bonuses; INT64_MAX: a draft */
  uint64_t rank;  /* of two with the same key */
} GcPlace;

/* Someone stepped before others in a line. */
typedef struct {
  GcPlace place; /* those behind it were overtaken */
  int64_t at_ms;
  GcNotice notice;
} GcOvertaking;

typedef struct {
  uint64_t departments; /* bits */
  GSequence *tickets;   /* GcTicketEntry, by place */
  GArray *overtakings;  /* GcOvertaking, oldest first, a bounded number */
} GcLine;

/* How far a search for an agent goes. */
typedef enum {
  GC_RING_EXACT = 1,  /* versed in the item, and in one of the languages */
  GC_RING_RELAXED,    /* handles the department, and knows a little of one of the languages */
  GC_RING_SUPERVISOR, /* any supervisor who knows a language */
} GcRing;

/* What a ticket asks of an agent. */
typedef struct {
  uint64_t department; /* one bit */
  uint64_t languages;  /* bits of those that any agent speaks */
  unsigned item;       /* index of the bit */
  gboolean direct;     /* never a weak language */
  GcRing ring;
} GcNeed;

typedef struct {
  GcNeed need;
  GSequence *tickets; /* GcTicketEntry, by place */
} GcPool;

typedef struct _GcAgentEntry GcAgentEntry;

typedef struct {
  GcTicket *row;
  GcNeed need;   /* ring as filed */
  GcPlace place; /* as filed: the key in open, line, pool and kept */
  GSequenceIter *open_iter;
  GcLine *line;
  GSequenceIter *line_iter;
  GcPool *pool;
  GSequenceIter *pool_iter;
  GcAgentEntry *keeper; /* (nullable) for whom it is kept now */
  GSequenceIter *kept_iter;
  GcAgentEntry *reserver; /* (nullable) whose reserved ones it is among */
  GcDeadline deadline;
  unsigned n_agents; /* whose row->ticket names this one */
  gboolean touched;
  gboolean changed;
  gboolean wants_agent; /* became offerable: to be matched */
} GcTicketEntry;

#define GC_QUEUE_ITEM_WORDS 4
#define GC_QUEUE_DEPARTMENTS 64

struct _GcAgentEntry {
  GcAgent *row;
  uint64_t departments;
  uint64_t languages; /* known at all */
  uint64_t fluent;    /* known well: level 2 or 3 */
  uint64_t items[GC_QUEUE_ITEM_WORDS];
  gboolean all_items;
  GcSpans *shift;       /* (nullable): NULL: always on duty */
  gboolean on_duty;     /* as filed */
  int64_t duty_end_ms;  /* on_duty changes then; INT64_MAX: never */
  GSequence *kept;      /* GcTicketEntry that can be offered to him alone, by place */
  GPtrArray *reserved;  /* GcTicketEntry whose `preferred` names him */
  GcWanted told_wanted; /* as the last line of his history says */
  GcEffective told_effective;
  gboolean filed_working; /* as gc_queue_is_working () when filed */
  int64_t filed_idle_since_ms;
  GSequenceIter *idle_iter;
  GcDeadline deadline;
  gboolean touched;
  gboolean changed;
  gboolean wants_ticket; /* became idle: to be matched */
};

/* All appointments: gc-queue-book.h. */
typedef struct _GcBook GcBook;

/* The row is the first member, so that a set of changed ones is a set of rows. */
typedef struct {
  GcNumberCounter row;
  unsigned n_in_line;
} GcPointEntry;

struct _GcQueue {
  GcQueueConfig config;
  int64_t now_ms; /* of the event being applied */
  gboolean loading;
  GHashTable *tickets;    /* char* id (in the row) -> GcTicketEntry, owned */
  GHashTable *kiosks;     /* char* kiosk (in the row) -> GcTicketEntry, not cleared */
  GTree *agents;          /* char* account (in the row) -> GcAgentEntry, owned */
  GHashTable *points;     /* char* point (in the row) -> GcPointEntry, owned */
  GPtrArray *departments; /* char*, index is the bit */
  GPtrArray *languages;   /* char*, index is the bit */
  GPtrArray *items;       /* char*, index is the bit */
  GSequence *open;
  GSequence *idle;
  GSequence *deadlines;
  GPtrArray *lines;                       /* GcLine, owned */
  GPtrArray *pools[GC_QUEUE_DEPARTMENTS]; /* GcPool by bit of department, owned, none empty */
  GHashTable *pools_by_need;              /* GcNeed (in the pool) -> GcPool */
  GPtrArray *touched_tickets;
  GPtrArray *touched_agents;
  GPtrArray *new_tickets; /* wants_agent */
  GPtrArray *new_agents;  /* wants_ticket */
  GPtrArray *changed_tickets;
  GPtrArray *changed_agents;
  GPtrArray *gone_tickets;    /* GcTicketEntry, owned: closed, kept until the changes are taken */
  GHashTable *changed_points; /* GcPointEntry, set */
  GHashTable *times;          /* char* item (in the row) -> GcServiceTime, owned */
  GHashTable *changed_times;  /* GcServiceTime, set */
  GPtrArray *agent_events;    /* GcAgentEvent, moved into the changes */
  GPtrArray *transitions;     /* GcTransition, moved into the changes */
  GcBook *book;               /* owned */
  uint64_t last_seq;
  uint64_t last_rank;
  uint64_t last_agent_seq;
  int64_t alive_ms; /* as GcQueueRows.alive_ms */
};

/* ---- gc-queue-index.c ---- */

/* Adds an entry for @row, which it swallows. */
GcTicketEntry *gc_queue_add_ticket (GcQueue *queue, GcTicket *row);
GcAgentEntry *gc_queue_add_agent (GcQueue *queue, GcAgent *row);

GcTicketEntry *gc_queue_find_ticket (const GcQueue *queue, const char *id);
GcAgentEntry *gc_queue_find_agent (const GcQueue *queue, const char *account);

/* The row is about to change, or has changed: it is filed anew and belongs into the changes. */
void gc_queue_touch_ticket (GcQueue *queue, GcTicketEntry *entry);
void gc_queue_touch_agent (GcQueue *queue, GcAgentEntry *entry);

/* The ticket is another department's from now on. */
void gc_queue_set_department (GcQueue *queue, GcTicketEntry *entry, const char *department);

/* Files all touched entries, and forgets the tickets with which nothing can happen any more. */
void gc_queue_settle (GcQueue *queue);

/* When the entry of @deadline is due next; INT64_MAX: never. */
void gc_queue_file_deadline (GcQueue *queue, GcDeadline *deadline, int64_t at_ms);

/* Frees what the indexes and entries hold. */
void gc_queue_index_init (GcQueue *queue);
void gc_queue_index_clear (GcQueue *queue);

/* The entry of a point, made when it is new. */
GcPointEntry *gc_queue_point_of (GcQueue *queue, const char *point);

/* ---- gc-queue-place.c ---- */

/* All seconds of bonus that the ticket has, bounded, in ms. */
int64_t gc_queue_boost_ms (const GcQueue *queue, const GcTicket *row);
GcPlace gc_queue_place (const GcQueue *queue, const GcTicket *row);
int gc_queue_compare_places (const GcPlace *a, const GcPlace *b);
/* Of GcTicketEntry, by place as filed and then by id; for GSequence. */
int gc_queue_compare_tickets (gconstpointer a, gconstpointer b, gpointer unused);

/* The ticket is about to step forward; @notice is what those behind it will be told. */
void gc_queue_step_forward (GcQueue *queue, GcTicketEntry *entry, GcNotice notice);
void gc_queue_boost (GcQueue *queue, GcTicketEntry *entry, GcBoost boost);

/* Since when a ticket that joins now counts as waiting: an appointment missed by a little counts.
 */
int64_t gc_queue_join_ms (const GcQueue *queue, const GcTicket *row);

/* A ticket comes into line, for the first time or again: the bonuses that it has from the start. */
void gc_queue_enter_place (GcQueue *queue, GcTicketEntry *entry);

/* When place or ring of a waiting or offered ticket change by time alone; and what happens then. */
int64_t gc_queue_place_deadline (const GcQueue *queue, const GcTicketEntry *entry);
void gc_queue_run_place (GcQueue *queue, GcTicketEntry *entry);

/* ---- gc-queue-skill.c ---- */

/* Bit masks of names; names not known before get a bit if @add. 64 at most: 0 beyond. */
uint64_t gc_queue_mask (GPtrArray *names, const char *const *strings, gboolean add);

/* The index of @item, added if it is new; 256 items at most: FALSE beyond. */
gboolean gc_queue_item_index (GcQueue *queue, const char *item, unsigned *ret_index);

/* Fills what the queue looks for from the agent's row. */
void gc_queue_learn_skills (GcQueue *queue, GcAgentEntry *agent);

/* Whether he is on duty now, and until when that lasts. */
void gc_queue_look_at_shift (const GcQueue *queue, GcAgentEntry *agent);

/* What @entry asks for now; its ring widens with the time it has waited. */
GcNeed gc_queue_need (const GcQueue *queue, const GcTicketEntry *entry);

/* Whether an agent is able to take what @need says, up to @ring. */
gboolean gc_queue_is_able (const GcAgentEntry *agent, const GcNeed *need, GcRing ring);

/* Whether his work goes on, so that a ticket may wait for him. */
gboolean gc_queue_is_working (const GcAgentEntry *agent);

/* ---- gc-queue-line.c ---- */

/* Into its line, noting whom it overtakes, unless it only falls back; and out of it. */
void gc_queue_enter_line (GcQueue *queue, GcTicketEntry *entry, gboolean overtakes);
void gc_queue_leave_line (GcQueue *queue, GcTicketEntry *entry);

/* From now on one agent serves all of @departments: their lines become one. */
void gc_queue_join_lines (GcQueue *queue, uint64_t departments);

/* Among what can be offered: to those who are able, or to the one for whom it is kept. */
void gc_queue_enter_pool (GcQueue *queue, GcTicketEntry *entry);
void gc_queue_leave_pool (GcQueue *queue, GcTicketEntry *entry);
/* Whether the ticket waits and can be offered: its resident is there, or may be called now. */
gboolean gc_queue_is_offerable (const GcTicket *row);
void gc_queue_pools_init (GcQueue *queue);
void gc_queue_pools_clear (GcQueue *queue);

/* One pool after the other of those that @agent could be able to take from; NULL at the end. */
typedef struct {
  const GcQueue *queue;
  uint64_t departments; /* those left, the one being walked included */
  unsigned at;
} GcPoolWalk;

void gc_queue_walk_pools (const GcQueue *queue, const GcAgentEntry *agent, GcPoolWalk *walk);
const GcPool *gc_queue_next_pool (GcPoolWalk *walk);

void gc_queue_line_free (gpointer data);

/* ---- gc-queue-move.c: the one place where states change ---- */

/* Moves the ticket, or notes what happened while the state stays. @detail: (nullable). */
void gc_queue_move (GcQueue *queue,
                    GcTicketEntry *entry,
                    GcTicketState to,
                    GcReason reason,
                    const char *agent,
                    const char *detail);
void gc_queue_note (GcQueue *queue,
                    GcTicketEntry *entry,
                    GcReason reason,
                    const char *agent,
                    const char *detail);
void gc_queue_tell_resident (GcQueue *queue, GcTicketEntry *entry, GcNotice notice);
void gc_queue_tell_agent (GcQueue *queue, GcAgentEntry *agent, GcNotice notice);

/* Ties an agent to a ticket and unties him; untied, he is the one who is idle for the least time.
 */
void gc_queue_bind (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent);
void gc_queue_unbind (GcQueue *queue, GcAgentEntry *agent);

/* Whether the next resident may use the kiosk though it still shows this one's ticket. */
gboolean gc_queue_frees_kiosk (const GcTicket *row);

/* Takes a finished ticket off the kiosk. */
void gc_queue_clear_kiosk (GcQueue *queue, GcTicketEntry *entry);

/* ---- gc-queue-offer.c ---- */

/* Whether @agent, if he were idle, could be offered the ticket now. */
gboolean
gc_queue_can_take (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry);

/* Whether he may take it over or take it himself: no wait for a wider ring, nor for the keeper. */
gboolean
gc_queue_may_take (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry);

/* The first ticket that @agent could be offered. (nullable) */
GcTicketEntry *gc_queue_find_ticket_for (const GcQueue *queue, const GcAgentEntry *agent);

/* @way: how it came to this agent, a word for the history. */
void gc_queue_offer (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent, const char *way);

/*
 * Why this ticket and this agent: words with values, such as "wait=312 boost=300 boosts=quick
 * ring=1 way=idle idle=45"; all times in seconds. (transfer full)
 */
char *gc_queue_explain (const GcQueue *queue,
                        const GcTicketEntry *entry,
                        const GcAgentEntry *agent,
                        const char *way);

/* Gives @agent the lease. The caller says so in the history. */
void gc_queue_lease (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent);

/* Ends the lease; the ticket waits again, or stays with the agent who wanted to hand it over. */
void gc_queue_end_offer (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail);
/* The same; the agent of a running session learns that the colleague does not come. */
void
gc_queue_fail_offer (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail);

/* One more offer without an answer. */
void gc_queue_count_miss (GcQueue *queue, GcAgentEntry *agent);

/* The next gc_queue_match () looks for an agent for this ticket, for a ticket for this agent. */
void gc_queue_seek_agent (GcQueue *queue, GcTicketEntry *entry);
void gc_queue_seek_ticket (GcQueue *queue, GcAgentEntry *agent);
void gc_queue_match (GcQueue *queue);

/* ---- gc-queue-session.c ---- */

/* The agent whom the ticket names; never NULL from connecting to wrap_up. */
GcAgentEntry *gc_queue_agent_of (const GcQueue *queue, const GcTicketEntry *entry);
/* @reason: accepted or taken; @detail: (nullable). */
void gc_queue_connect (GcQueue *queue,
                       GcTicketEntry *entry,
                       GcAgentEntry *agent,
                       GcReason reason,
                       const char *detail);
void gc_queue_join_session (GcQueue *queue, GcTicketEntry *entry, gboolean is_agent);
void gc_queue_drop (GcQueue *queue, GcTicketEntry *entry, GcReason reason);
void gc_queue_return (GcQueue *queue, GcTicketEntry *entry, gboolean is_agent);
/* Back into line, to its head for a while. The agent goes free, or writes what there is to write.
 */
void gc_queue_give_back (GcQueue *queue,
                         GcTicketEntry *entry,
                         GcReason reason,
                         gboolean wrap_up,
                         const char *detail);
/* Keeps the ticket for @agent: (nullable) for nobody. */
void gc_queue_keep_for (GcQueue *queue, GcTicketEntry *entry, const char *agent, int64_t until_ms);
void gc_queue_begin_wrap_up (GcQueue *queue, GcTicketEntry *entry, GcReason reason);
void gc_queue_end_wrap_up (GcQueue *queue, GcAgentEntry *agent, GcReason reason, const char *note);

/* When a ticket that connects now must have done so. */
int64_t gc_queue_connect_until_ms (const GcQueue *queue, const GcTicket *row);
/* Whether he may turn to a ticket by himself: free, on a break or off duty, and there. */
gboolean gc_queue_check_free (const GcAgentEntry *agent, GError **error);

/* Its item is served to the end; what failed for technical reasons says nothing of it. */
void gc_queue_learn_service (GcQueue *queue, const GcTicket *row);
/* How long an agent is taken up by @row: by its item, and by those of the visit that come right
 * after it and are his department's, too. */
int64_t gc_queue_service_ms (const GcQueue *queue, const GcTicket *row);
/* What is to be expected of @item as long as nothing is measured; 0: not known. */
void gc_queue_expect_service (GcQueue *queue, const char *item, int64_t expected_ms);

/* ---- gc-queue-consult.c ---- */

/* Whether an idle @agent may be asked into the session: whatever his skills. */
gboolean
gc_queue_may_join (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry);
/* Whether @agent sits in a session that another one serves. */
gboolean gc_queue_is_guest (const GcQueue *queue, const GcAgentEntry *agent);
/* @agent, who has the lease, comes in. */
void gc_queue_seat_guest (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent);
/* Whether pictures run in the session of @entry; FALSE with @error: it is a callback. */
gboolean gc_queue_check_pictured (const GcTicketEntry *entry, GError **error);
/* Whether one more guest has a seat; FALSE with @error. */
gboolean gc_queue_check_seats (const GcTicketEntry *entry, GError **error);
/* The call is over for all guests. */
void gc_queue_let_guests_go (GcQueue *queue, GcTicketEntry *entry);
/* The two must be alone from now on: who listens or whispers goes. */
void gc_queue_let_listeners_go (GcQueue *queue, GcTicketEntry *entry);
/* When the first guest counts as gone; INT64_MAX: none is away. */
int64_t gc_queue_guest_gone_ms (const GcQueue *queue, const GcTicket *row);
/* Those who count as gone lose their seats. */
void gc_queue_drop_absent_guests (GcQueue *queue, GcTicketEntry *entry);

/* ---- gc-forecast.c ---- */

/* Of a ticket that is about to join: its place is known, but it is not in its line yet. */
GcEstimate gc_queue_estimate_newcomer (const GcQueue *queue, const GcTicketEntry *entry);

/* ---- gc-queue-park.c ---- */

/* Among the reserved ones of the agent whom the row prefers now. */
void gc_queue_file_reserved (GcQueue *queue, GcTicketEntry *entry);

/* Until when a waiting or offered ticket is kept for `preferred`; INT64_MAX: for nobody, or no end
 * is known. */
int64_t gc_queue_kept_until_ms (const GcQueue *queue, const GcTicket *row);

/* Its agent had it offered, or may not be able any more: if it was kept for him without an end, it
 * is from now on for a while only. */
void gc_queue_limit_keep (GcQueue *queue, GcTicketEntry *entry);

/* A parked ticket comes back into line, to its head for a while, for the agent who parked it. */
void gc_queue_end_park (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail);

/* Its time is over. */
void gc_queue_on_park_due (GcQueue *queue, GcTicketEntry *entry);

/* ---- gc-queue-visit.c ---- */

/* The items of a ticket that is to be made; empty for one alone. (transfer full) NULL with @error.
 */
GArray *gc_queue_make_visit (GcQueue *queue, const GcQueueEvent *event, GError **error);

/* The session ends with other items to do: the ticket goes on to the next one. FALSE: there is
 * none, and nothing was done. */
gboolean gc_queue_end_visit_part (GcQueue *queue,
                                  GcTicketEntry *entry,
                                  GcAgentEntry *agent,
                                  GcOutcome outcome);

/* The last item ends as the ticket does. */
void gc_queue_finish_visit (GcTicket *row);

/* What @account wrote up of the last item that he has finished, when the ticket has gone on. */
void gc_queue_correct_item (GcQueue *queue,
                            GcTicketEntry *entry,
                            const char *account,
                            GcOutcome outcome);

/* ---- gc-queue-history.c ---- */

/* (element-type GcAgentEvent) with its free function. (transfer full) */
GPtrArray *gc_queue_agent_events_new (void);

/* A line for the agent if he is not as his last line says. */
void gc_queue_note_agent (GcQueue *queue, GcAgentEntry *agent);

/* The service was away: a line for each who was not offline when it was last known to live. */
void gc_queue_end_agents (GcQueue *queue);

/* ---- gc-queue-rows.c ---- */

/* (element-type GcTransition) with its free function. (transfer full) */
GPtrArray *gc_queue_transitions_new (void);
/* (element-type GcAppointmentEvent) with its free function. (transfer full) */
GPtrArray *gc_queue_appointment_events_new (void);

/* ---- gc-queue-book.c: the appointments ---- */

GcBook *gc_queue_book_new (void);
void gc_queue_book_free (GcBook *book);
gboolean gc_queue_book_load (GcQueue *queue, const GcQueueRows *rows, GError **error);
void gc_queue_book_settle (GcQueue *queue);
void gc_queue_book_take_changes (GcQueue *queue, GcQueueRows *rows);
/* The deadline of the GcAppointmentEntry @appointment has come. */
void gc_queue_book_run (GcQueue *queue, gpointer appointment);
void gc_queue_book_restart (GcQueue *queue);
/* The page of @kiosk is there, or gone. */
void gc_queue_book_set_present (GcQueue *queue, const char *kiosk, gboolean present);
/* Takes what @kiosk shows off its screen; what is only held is given back. */
void gc_queue_book_hide (GcQueue *queue, const char *kiosk, GcBookReason reason);
/* The draft @ticket was given up. Its appointment, if it has one that is not past, is booked again:
 * whoever has not taken a place may arrive once more. */
void gc_queue_book_reopen (GcQueue *queue, const char *ticket);
/* As gc_queue_check (). */
gboolean gc_queue_book_check (const GcQueue *queue, GError **error);

/* ---- gc-queue-deadline.c ---- */

int64_t gc_queue_ticket_deadline (const GcQueue *queue, const GcTicketEntry *entry);
int64_t gc_queue_agent_deadline (const GcQueue *queue, const GcAgentEntry *agent);
void gc_queue_run_deadlines (GcQueue *queue);
void gc_queue_restart (GcQueue *queue);

/* ---- gc-queue-kiosk.c, gc-queue-callback.c, gc-queue-agent.c, gc-queue-consult.c,
 * gc-queue-desk.c: the events, checked before ---- */

/* A ticket takes its place: waiting, with what is foreseen in its history. */
void gc_queue_take_place (GcQueue *queue, GcTicketEntry *entry);

/* Whether @department is one, or can be made one. Errors: GC_ERROR_INVALID, GC_ERROR_LIMIT. */
gboolean gc_queue_check_department (GcQueue *queue, const char *department, GError **error);

typedef gboolean GcQueueHandler (GcQueue *queue,
                                 const GcQueueEvent *event,
                                 GcTicketEntry *ticket,
                                 GcAgentEntry *agent,
                                 GError **error);

GcQueueHandler gc_queue_on_create;
GcQueueHandler gc_queue_on_join;
GcQueueHandler gc_queue_on_call_back;
GcQueueHandler gc_queue_on_come_back;
GcQueueHandler gc_queue_on_leave;
GcQueueHandler gc_queue_on_rate;
GcQueueHandler gc_queue_on_clear;
GcQueueHandler gc_queue_on_resident_joined;
GcQueueHandler gc_queue_on_session_leave;
GcQueueHandler gc_queue_on_kiosk_present;
GcQueueHandler gc_queue_on_kiosk_absent;
GcQueueHandler gc_queue_on_want;
GcQueueHandler gc_queue_on_accept;
GcQueueHandler gc_queue_on_decline;
GcQueueHandler gc_queue_on_agent_joined;
GcQueueHandler gc_queue_on_reached;
GcQueueHandler gc_queue_on_unreached;
GcQueueHandler gc_queue_on_hold;
GcQueueHandler gc_queue_on_item_done;
GcQueueHandler gc_queue_on_item_add;
GcQueueHandler gc_queue_on_park;
GcQueueHandler gc_queue_on_unpark;
GcQueueHandler gc_queue_on_ready;
GcQueueHandler gc_queue_on_transfer;
GcQueueHandler gc_queue_on_invite;
GcQueueHandler gc_queue_on_dismiss;
GcQueueHandler gc_queue_on_leave_seat;
GcQueueHandler gc_queue_on_hand_over;
GcQueueHandler gc_queue_on_supervise;
GcQueueHandler gc_queue_on_end;
GcQueueHandler gc_queue_on_extend;
GcQueueHandler gc_queue_on_finish;
GcQueueHandler gc_queue_on_take;
GcQueueHandler gc_queue_on_agent_present;
GcQueueHandler gc_queue_on_agent_absent;
GcQueueHandler gc_queue_on_raise;
GcQueueHandler gc_queue_on_assign;
GcQueueHandler gc_queue_on_move_to;
GcQueueHandler gc_queue_on_release;
GcQueueHandler gc_queue_on_cancel;
/* All events of appointments, which have a table of their own. */
GcQueueHandler gc_queue_on_appointment;
