// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/*
 * How the queue is built. The rows are the truth. Everything else is an index that
 * gc_queue_settle () derives from the rows that were touched, so that no handler can forget one:
 *
 *   open      all tickets not over, in the order of service          (the desk's list)
 *   line      those waiting or offered, per set of departments that share agents   (`ahead`)
 *   pool      those that can be offered now, per department and set of languages   (matching)
 *   idle      the agents who get the next offer, longest idle first  (matching)
 *   deadlines one per ticket and agent                               (gc_queue_next_ms ())
 *
 * All tickets of a pool are alike to any agent: he can take all of them or none. So the search for
 * an agent's next ticket looks at the first of each pool, not at each ticket.
 */
typedef struct {
  int64_t at_ms; /* INT64_MAX: none */
  const char *id;
  gboolean is_agent;
  gpointer entry;      /* GcTicketEntry or GcAgentEntry */
  GSequenceIter *iter; /* (nullable) */
} GcDeadline;

typedef struct {
  uint64_t departments; /* bits */
  GSequence *tickets;   /* GcTicketEntry, by rank */
} GcLine;

typedef struct {
  uint64_t department; /* one bit */
  uint64_t languages;  /* bits */
  GSequence *tickets;  /* GcTicketEntry, by rank */
} GcPool;

typedef struct {
  GcTicket *row;
  uint64_t department; /* one bit */
  uint64_t languages;  /* bits of those that any agent speaks */
  uint64_t filed_rank; /* the key in open, line and pool */
  GSequenceIter *open_iter;
  GcLine *line;
  GSequenceIter *line_iter;
  GcPool *pool;
  GSequenceIter *pool_iter;
  GcDeadline deadline;
  unsigned n_agents; /* whose row->ticket names this one */
  gboolean touched;
  gboolean changed;
  gboolean wants_agent; /* became offerable: to be matched */
} GcTicketEntry;

typedef struct {
  GcAgent *row;
  uint64_t departments;
  uint64_t languages;
  int64_t filed_idle_since_ms;
  GSequenceIter *idle_iter;
  GcDeadline deadline;
  gboolean touched;
  gboolean changed;
  gboolean wants_ticket; /* became idle: to be matched */
} GcAgentEntry;

struct _GcQueue {
  GcQueueConfig config;
  int64_t now_ms; /* of the event being applied */
  gboolean loading;
  GHashTable *tickets;    /* char* id (in the row) -> GcTicketEntry, owned */
  GHashTable *kiosks;     /* char* kiosk (in the row) -> GcTicketEntry, not cleared */
  GTree *agents;          /* char* account (in the row) -> GcAgentEntry, owned */
  GHashTable *counters;   /* char* point (in the counter) -> GcNumberCounter, owned */
  GPtrArray *departments; /* char*, index is the bit */
  GPtrArray *languages;   /* char*, index is the bit */
  GSequence *open;
  GSequence *idle;
  GSequence *deadlines;
  GPtrArray *lines; /* GcLine, owned */
  GPtrArray *pools; /* GcPool, owned, none empty */
  GPtrArray *touched_tickets;
  GPtrArray *touched_agents;
  GPtrArray *new_tickets; /* wants_agent */
  GPtrArray *new_agents;  /* wants_ticket */
  GPtrArray *changed_tickets;
  GPtrArray *changed_agents;
  GPtrArray *gone_tickets;      /* GcTicketEntry, owned: closed, kept until the changes are taken */
  GHashTable *changed_counters; /* GcNumberCounter, set */
  GPtrArray *transitions;       /* GcTransition, moved into the changes */
  uint64_t last_seq;
  uint64_t last_rank;
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

/* Files all touched entries, and forgets the tickets with which nothing can happen any more. */
void gc_queue_settle (GcQueue *queue);

/* Frees what the indexes and entries hold. */
void gc_queue_index_init (GcQueue *queue);
void gc_queue_index_clear (GcQueue *queue);

/* ---- gc-queue-line.c ---- */

/* Bit masks of names; names not known before get a bit if @add. 64 at most: 0 beyond. */
uint64_t gc_queue_mask (GPtrArray *names, const char *const *strings, gboolean add);

/* Into its line, telling those whom it overtakes; and out of it. */
void gc_queue_enter_line (GcQueue *queue, GcTicketEntry *entry);
void gc_queue_leave_line (GcTicketEntry *entry);

/* From now on one agent serves all of @departments: their lines become one. */
void gc_queue_join_lines (GcQueue *queue, uint64_t departments);

void gc_queue_enter_pool (GcQueue *queue, GcTicketEntry *entry);
void gc_queue_leave_pool (GcQueue *queue, GcTicketEntry *entry);
int gc_queue_compare_tickets (gconstpointer a, gconstpointer b, gpointer unused);
void gc_queue_line_free (gpointer data);
void gc_queue_pool_free (gpointer data);

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

/* Takes a finished ticket off the kiosk. */
void gc_queue_clear_kiosk (GcQueue *queue, GcTicketEntry *entry);

/* ---- gc-queue-offer.c ---- */

gboolean
gc_queue_can_take (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry);
void gc_queue_offer (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent);

/* Ends the lease; the ticket waits again, or stays with the agent who wanted to hand it over. */
void gc_queue_end_offer (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail);

/* One more offer without an answer. */
void gc_queue_count_miss (GcQueue *queue, GcAgentEntry *agent);

/* The next gc_queue_match () looks for an agent for this ticket, for a ticket for this agent. */
void gc_queue_seek_agent (GcQueue *queue, GcTicketEntry *entry);
void gc_queue_seek_ticket (GcQueue *queue, GcAgentEntry *agent);
void gc_queue_match (GcQueue *queue);

/* ---- gc-queue-session.c ---- */

/* The agent whom the ticket names; never NULL from connecting to wrap_up. */
GcAgentEntry *gc_queue_agent_of (const GcQueue *queue, const GcTicketEntry *entry);
void gc_queue_connect (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent);
void gc_queue_join_session (GcQueue *queue, GcTicketEntry *entry, gboolean is_agent);
void gc_queue_drop (GcQueue *queue, GcTicketEntry *entry, GcReason reason);
void gc_queue_return (GcQueue *queue, GcTicketEntry *entry, gboolean is_agent);
void gc_queue_requeue (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *agent);
void gc_queue_begin_wrap_up (GcQueue *queue, GcTicketEntry *entry, GcReason reason);
void gc_queue_end_wrap_up (GcQueue *queue, GcAgentEntry *agent, GcReason reason, const char *note);

/* ---- gc-queue-rows.c ---- */

/* (element-type GcTransition) with its free function. (transfer full) */
GPtrArray *gc_queue_transitions_new (void);

/* ---- gc-queue-deadline.c ---- */

int64_t gc_queue_ticket_deadline (const GcQueue *queue, const GcTicketEntry *entry);
int64_t gc_queue_agent_deadline (const GcQueue *queue, const GcAgentEntry *agent);
void gc_queue_run_deadlines (GcQueue *queue);
void gc_queue_restart (GcQueue *queue);

/* ---- gc-queue-kiosk.c, gc-queue-agent.c: the events, checked for actor and state before ---- */

typedef gboolean (*GcQueueHandler) (GcQueue *queue,
                                    const GcQueueEvent *event,
                                    GcTicketEntry *ticket,
                                    GcAgentEntry *agent,
                                    GError **error);

gboolean gc_queue_on_create (GcQueue *queue,
                             const GcQueueEvent *event,
                             GcTicketEntry *ticket,
                             GcAgentEntry *agent,
                             GError **error);
gboolean gc_queue_on_join (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error);
gboolean gc_queue_on_leave (GcQueue *queue,
                            const GcQueueEvent *event,
                            GcTicketEntry *ticket,
                            GcAgentEntry *agent,
                            GError **error);
gboolean gc_queue_on_rate (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error);
gboolean gc_queue_on_clear (GcQueue *queue,
                            const GcQueueEvent *event,
                            GcTicketEntry *ticket,
                            GcAgentEntry *agent,
                            GError **error);
gboolean gc_queue_on_resident_joined (GcQueue *queue,
                                      const GcQueueEvent *event,
                                      GcTicketEntry *ticket,
                                      GcAgentEntry *agent,
                                      GError **error);
gboolean gc_queue_on_session_leave (GcQueue *queue,
                                    const GcQueueEvent *event,
                                    GcTicketEntry *ticket,
                                    GcAgentEntry *agent,
                                    GError **error);
gboolean gc_queue_on_kiosk_present (GcQueue *queue,
                                    const GcQueueEvent *event,
                                    GcTicketEntry *ticket,
                                    GcAgentEntry *agent,
                                    GError **error);
gboolean gc_queue_on_kiosk_absent (GcQueue *queue,
                                   const GcQueueEvent *event,
                                   GcTicketEntry *ticket,
                                   GcAgentEntry *agent,
                                   GError **error);
gboolean gc_queue_on_want (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error);
gboolean gc_queue_on_accept (GcQueue *queue,
                             const GcQueueEvent *event,
                             GcTicketEntry *ticket,
                             GcAgentEntry *agent,
                             GError **error);
gboolean gc_queue_on_decline (GcQueue *queue,
                              const GcQueueEvent *event,
                              GcTicketEntry *ticket,
                              GcAgentEntry *agent,
                              GError **error);
gboolean gc_queue_on_agent_joined (GcQueue *queue,
                                   const GcQueueEvent *event,
                                   GcTicketEntry *ticket,
                                   GcAgentEntry *agent,
                                   GError **error);
gboolean gc_queue_on_hold (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error);
gboolean gc_queue_on_transfer (GcQueue *queue,
                               const GcQueueEvent *event,
                               GcTicketEntry *ticket,
                               GcAgentEntry *agent,
                               GError **error);
gboolean gc_queue_on_end (GcQueue *queue,
                          const GcQueueEvent *event,
                          GcTicketEntry *ticket,
                          GcAgentEntry *agent,
                          GError **error);
gboolean gc_queue_on_finish (GcQueue *queue,
                             const GcQueueEvent *event,
                             GcTicketEntry *ticket,
                             GcAgentEntry *agent,
                             GError **error);
gboolean gc_queue_on_agent_present (GcQueue *queue,
                                    const GcQueueEvent *event,
                                    GcTicketEntry *ticket,
                                    GcAgentEntry *agent,
                                    GError **error);
gboolean gc_queue_on_agent_absent (GcQueue *queue,
                                   const GcQueueEvent *event,
                                   GcTicketEntry *ticket,
                                   GcAgentEntry *agent,
                                   GError **error);
