// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The way of an event: who may send it and in which states of the ticket is one table; then its
 * handler; then the indexes are settled and what became free is offered.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#include <string.h>

typedef enum {
  ACTOR_NONE,
  ACTOR_KIOSK,
  ACTOR_AGENT,
  ACTOR_DESK,
} Actor;

/* What the ticket must be to the actor. */
typedef enum {
  RELATION_NONE,     /* the event names no ticket that is there */
  RELATION_ANY,      /* any ticket that is there */
  RELATION_SHOWN,    /* the kiosk shows it */
  RELATION_CALLBACK, /* any callback that is there */
  RELATION_OFFERED,  /* the agent has the lease */
  RELATION_SERVED,   /* the agent serves it */
  RELATION_CALLED,   /* the same, and it is a callback */
  RELATION_GUEST,    /* the agent is a guest in it */
  RELATION_SEATED,   /* the agent serves it, or is a guest in it */
  RELATION_WRITTEN,  /* the agent wraps it up; it may be back in line */
  RELATION_PARKED,   /* the agent has parked it */
} Relation;

#define SECOND_MS INT64_C (1000)
#define MINUTE_MS (60 * SECOND_MS)
#define IN(state) (1u << GC_TICKET_##state)
#define IN_ANY ((1u << GC_TICKET_N_STATES) - 1)
#define IN_CALL (IN (CONNECTING) | IN (IN_SESSION) | IN (DROPPED))

static const struct {
  Actor actor;
  Relation relation;
  unsigned states;
  GcQueueHandler *handle; /* NULL: the service's own events, see gc_queue_apply () */
} rules[GC_EVENT_N] = {
  [GC_EVENT_TICKET_CREATE] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_create },
  [GC_EVENT_TICKET_JOIN] = { ACTOR_KIOSK, RELATION_SHOWN, IN (DRAFT), gc_queue_on_join },
  [GC_EVENT_TICKET_CALL_BACK] = { ACTOR_KIOSK, RELATION_SHOWN, IN (DRAFT) | IN (WAITING),
                                  gc_queue_on_call_back },
  [GC_EVENT_TICKET_LEAVE] = { ACTOR_KIOSK, RELATION_SHOWN,
                              IN (DRAFT) | IN (WAITING) | IN (OFFERED) | IN (PARKED),
                              gc_queue_on_leave },
  [GC_EVENT_TICKET_READY] = { ACTOR_KIOSK, RELATION_SHOWN, IN (PARKED), gc_queue_on_ready },
  [GC_EVENT_TICKET_RATE] = { ACTOR_KIOSK, RELATION_SHOWN, IN (WRAP_UP) | IN (DONE),
                             gc_queue_on_rate },
  [GC_EVENT_KIOSK_CLEAR] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_clear },
  [GC_EVENT_RESIDENT_JOINED] = { ACTOR_KIOSK, RELATION_SHOWN, IN_CALL,
                                 gc_queue_on_resident_joined },
  [GC_EVENT_SESSION_LEAVE] = { ACTOR_KIOSK, RELATION_SHOWN, IN_CALL, gc_queue_on_session_leave },
  [GC_EVENT_CALLBACK_RETURN] = { ACTOR_KIOSK, RELATION_CALLBACK, IN (WAITING) | IN (OFFERED),
                                 gc_queue_on_come_back },
  [GC_EVENT_CALLBACK_CANCEL] = { ACTOR_KIOSK, RELATION_CALLBACK, IN (WAITING) | IN (OFFERED),
                                 gc_queue_on_leave },
  [GC_EVENT_KIOSK_PRESENT] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_kiosk_present },
  [GC_EVENT_KIOSK_ABSENT] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_kiosk_absent },
  [GC_EVENT_AGENT_WANT] = { ACTOR_AGENT, RELATION_NONE, 0, gc_queue_on_want },
  [GC_EVENT_OFFER_ACCEPT] = { ACTOR_AGENT, RELATION_OFFERED, IN (OFFERED) | IN (IN_SESSION),
                              gc_queue_on_accept },
  [GC_EVENT_OFFER_DECLINE] = { ACTOR_AGENT, RELATION_OFFERED, IN (OFFERED) | IN (IN_SESSION),
                               gc_queue_on_decline },
  [GC_EVENT_AGENT_JOINED] = { ACTOR_AGENT, RELATION_SEATED, IN_CALL, gc_queue_on_agent_joined },
  [GC_EVENT_SESSION_REACHED] = { ACTOR_AGENT, RELATION_CALLED, IN (CONNECTING),
                                 gc_queue_on_reached },
  [GC_EVENT_SESSION_UNREACHED] = { ACTOR_AGENT, RELATION_CALLED, IN (CONNECTING),
                                   gc_queue_on_unreached },
  [GC_EVENT_SESSION_HOLD] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION), gc_queue_on_hold },
  [GC_EVENT_ITEM_DONE] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION), gc_queue_on_item_done },
  [GC_EVENT_ITEM_ADD] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION), gc_queue_on_item_add },
  [GC_EVENT_SESSION_PARK] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION), gc_queue_on_park },
  [GC_EVENT_SESSION_UNPARK] = { ACTOR_AGENT, RELATION_PARKED, IN (PARKED), gc_queue_on_unpark },
  [GC_EVENT_SESSION_TRANSFER] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION),
                                  gc_queue_on_transfer },
  [GC_EVENT_SESSION_INVITE] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION), gc_queue_on_invite },
  [GC_EVENT_SESSION_DISMISS] = { ACTOR_AGENT, RELATION_SERVED, IN_CALL, gc_queue_on_dismiss },
  [GC_EVENT_SESSION_LEAVE_SEAT] = { ACTOR_AGENT, RELATION_GUEST, IN_CALL, gc_queue_on_leave_seat },
  [GC_EVENT_SESSION_HAND_OVER] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION),
                                   gc_queue_on_hand_over },
  [GC_EVENT_SESSION_SUPERVISE] = { ACTOR_AGENT, RELATION_ANY, IN (IN_SESSION),
                                   gc_queue_on_supervise },
  [GC_EVENT_SESSION_END] = { ACTOR_AGENT, RELATION_SERVED, IN_CALL, gc_queue_on_end },
  [GC_EVENT_WRAP_UP_EXTEND] = { ACTOR_AGENT, RELATION_WRITTEN, IN_ANY, gc_queue_on_extend },
  [GC_EVENT_AGENT_TAKE] = { ACTOR_AGENT, RELATION_NONE, 0, gc_queue_on_take },
  [GC_EVENT_DESK_RAISE] = { ACTOR_DESK, RELATION_ANY, IN (WAITING) | IN (OFFERED),
                            gc_queue_on_raise },
  [GC_EVENT_DESK_ASSIGN] = { ACTOR_DESK, RELATION_ANY, IN (WAITING) | IN (OFFERED) | IN (PARKED),
                             gc_queue_on_assign },
  [GC_EVENT_DESK_MOVE] = { ACTOR_DESK, RELATION_ANY, IN (WAITING) | IN (OFFERED),
                           gc_queue_on_move_to },
  [GC_EVENT_DESK_RELEASE] = { ACTOR_DESK, RELATION_ANY,
                              IN (OFFERED) | IN (PARKED) | IN_CALL | IN (WRAP_UP),
                              gc_queue_on_release },
  [GC_EVENT_DESK_CANCEL] = { ACTOR_DESK, RELATION_ANY,
                             IN (DRAFT) | IN (WAITING) | IN (OFFERED) | IN (PARKED),
                             gc_queue_on_cancel },
  [GC_EVENT_APPOINTMENT_HOLD] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_BOOK] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_FIND] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_MOVE] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_ACCEPT] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_DECLINE] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_CANCEL] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_ARRIVE] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_LEAVE] = { ACTOR_KIOSK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_PROPOSE] = { ACTOR_AGENT, RELATION_SERVED, IN (IN_SESSION),
                                     gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_ASK] = { ACTOR_DESK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_CALL_OFF] = { ACTOR_DESK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_CONFIRM] = { ACTOR_DESK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_REMINDED] = { ACTOR_DESK, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_APPOINTMENT_CLOCK] = { ACTOR_NONE, RELATION_NONE, 0, gc_queue_on_appointment },
  [GC_EVENT_WRAP_UP_FINISH] = { ACTOR_AGENT, RELATION_WRITTEN, IN_ANY, gc_queue_on_finish },
  [GC_EVENT_AGENT_PRESENT] = { ACTOR_AGENT, RELATION_NONE, 0, gc_queue_on_agent_present },
  [GC_EVENT_AGENT_ABSENT] = { ACTOR_AGENT, RELATION_NONE, 0, gc_queue_on_agent_absent },
  [GC_EVENT_TICK] = { ACTOR_NONE, RELATION_NONE, 0, NULL },
  [GC_EVENT_RESTART] = { ACTOR_NONE, RELATION_NONE, 0, NULL },
};

void
gc_queue_config_init (GcQueueConfig *config)
{
  *config = (GcQueueConfig){
    .offer_ms = 20 * SECOND_MS,
    .decline_cooldown_ms = 60 * SECOND_MS,
    .miss_cooldown_ms = 10 * SECOND_MS,
    .max_misses = 3,
    .drop_after_ms = 5 * SECOND_MS,
    .restart_ms = 15 * SECOND_MS,
    .drop_grace_ms = 90 * SECOND_MS,
    .waiting_grace_ms = 10 * MINUTE_MS,
    .connect_ms = 30 * SECOND_MS,
    .wrap_up_ms = 5 * MINUTE_MS,
    .ring2_ms = 1 * MINUTE_MS,
    .ring3_ms = 3 * MINUTE_MS,
    .sticky_ms = 1 * MINUTE_MS,
    .head_ms = 10 * MINUTE_MS,
    .assign_ms = 10 * MINUTE_MS,
    .closing_ms = 30 * MINUTE_MS,
    .hold_ms = 10 * MINUTE_MS,
    .arrive_ms = 30 * MINUTE_MS,
    .ahead_ms = 10 * MINUTE_MS,
    .no_show_ms = 15 * MINUTE_MS,
    .point_unserved_ms = 60 * MINUTE_MS,
    .boost_ms = {
      [GC_BOOST_REENTRY] = 40 * MINUTE_MS,
      [GC_BOOST_RAISED] = 20 * MINUTE_MS,
      [GC_BOOST_QUICK] = 5 * MINUTE_MS,
      [GC_BOOST_POINT] = 5 * MINUTE_MS,
      [GC_BOOST_CLOSING] = 10 * MINUTE_MS,
      [GC_BOOST_APPOINTMENT] = 40 * MINUTE_MS,
    },
    .max_boost_ms = 40 * MINUTE_MS,
    .overdue_ms = 45 * MINUTE_MS,
    .callback_connect_ms = 3 * MINUTE_MS,
    .callback_retry_ms = 10 * MINUTE_MS,
    .callback_shown_ms = 60 * MINUTE_MS,
    .callback_attempts = 3,
    .max_tickets = 20000,
    .max_appointments = 2000,
    .max_extra_callbacks = 2000,
  };
}

GcQueue *
gc_queue_new (const GcQueueConfig *config)
{
  g_return_val_if_fail (config->restart_ms >= config->drop_after_ms, NULL);
  g_return_val_if_fail (config->ring2_ms <= config->ring3_ms, NULL);
  g_return_val_if_fail (config->ring3_ms <= config->overdue_ms, NULL);
  g_return_val_if_fail (config->max_boost_ms < config->overdue_ms, NULL);
  GcQueue *queue = g_new0 (GcQueue, 1);

  queue->config = *config;
  gc_queue_index_init (queue);
  queue->agent_events = gc_queue_agent_events_new ();
  queue->transitions = gc_queue_transitions_new ();
  return queue;
}

void
gc_queue_free (GcQueue *queue)
{
  if (queue == NULL)
    return;
  g_ptr_array_unref (queue->agent_events);
  g_ptr_array_unref (queue->transitions);
  gc_queue_index_clear (queue);
  g_free (queue);
}

static gboolean
is_related (const GcTicketEntry *ticket, const GcAgentEntry *agent, const GcQueueEvent *event)
{
  const char *actor = event->actor;

  switch (rules[event->type].relation) {
  case RELATION_SHOWN:
    return !ticket->row->cleared && strcmp (ticket->row->kiosk, actor) == 0;
  case RELATION_CALLBACK:
    return ticket->row->phone != NULL;
  case RELATION_OFFERED:
    return g_strcmp0 (ticket->row->offer_agent, actor) == 0;
  case RELATION_SERVED:
    return g_strcmp0 (ticket->row->agent, actor) == 0;
  case RELATION_CALLED:
    return ticket->row->phone != NULL && g_strcmp0 (ticket->row->agent, actor) == 0;
  case RELATION_GUEST:
    return gc_guests_find (ticket->row->guests, actor) != NULL;
  case RELATION_SEATED:
    return g_strcmp0 (ticket->row->agent, actor) == 0 ||
           gc_guests_find (ticket->row->guests, actor) != NULL;
  case RELATION_WRITTEN:
    return agent != NULL && agent->row->wrap_up_until_ms != 0 &&
           g_strcmp0 (agent->row->ticket, ticket->row->id) == 0;
  case RELATION_PARKED:
    return g_strcmp0 (ticket->row->preferred, actor) == 0;
  case RELATION_NONE:
  case RELATION_ANY:
  default:
    return TRUE;
  }
}

static gboolean
check_ticket (const GcQueueEvent *event,
              const GcTicketEntry *ticket,
              const GcAgentEntry *agent,
              GError **error)
{
  gboolean related = ticket != NULL && is_related (ticket, agent, event);

  /* To a kiosk, another kiosk's ticket does not exist. */
  if (ticket == NULL || (!related && rules[event->type].relation == RELATION_SHOWN)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "ticket %s: not known", event->ticket);
    return FALSE;
  }
  const GcTicket *row = ticket->row;
  if (!(rules[event->type].states & (1u << row->state))) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: %s", row->number,
                 gc_ticket_state_name (row->state));
    return FALSE;
  }
  if (!related) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: %s, and not with agent %s",
                 row->number, gc_ticket_state_name (row->state), event->actor);
    return FALSE;
  }
  return TRUE;
}

static gboolean
apply_foreign (GcQueue *queue, const GcQueueEvent *event, GError **error)
{
  GcTicketEntry *ticket = NULL;
  GcAgentEntry *agent = NULL;

  if ((rules[event->type].actor != ACTOR_NONE && event->actor == NULL) ||
      (rules[event->type].relation != RELATION_NONE && event->ticket == NULL)) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "event: names no actor or no ticket");
    return FALSE;
  }
  if (rules[event->type].actor == ACTOR_AGENT) {
    agent = gc_queue_find_agent (queue, event->actor);
    if (agent == NULL) {
      g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "agent %s: not known", event->actor);
      return FALSE;
    }
  }
  if (rules[event->type].relation != RELATION_NONE) {
    ticket = gc_queue_find_ticket (queue, event->ticket);
    if (!check_ticket (event, ticket, agent, error))
      return FALSE;
  }
  return rules[event->type].handle (queue, event, ticket, agent, error);
}

gboolean
gc_queue_apply (GcQueue *queue, const GcQueueEvent *event, int64_t now_ms, GError **error)
{
  g_return_val_if_fail (event->type < GC_EVENT_N, FALSE);

  queue->now_ms = MAX (queue->now_ms, now_ms);
  if (event->type == GC_EVENT_TICK)
    gc_queue_run_deadlines (queue);
  else if (event->type == GC_EVENT_RESTART)
    gc_queue_restart (queue);
  else if (!apply_foreign (queue, event, error))
    return FALSE;
  gc_queue_settle (queue);
  gc_queue_match (queue);
  return TRUE;
}

int64_t
gc_queue_next_ms (const GcQueue *queue)
{
  if (g_sequence_is_empty (queue->deadlines))
    return INT64_MAX;
  return ((GcDeadline *)g_sequence_get (g_sequence_get_begin_iter (queue->deadlines)))->at_ms;
}

const GcTicket *
gc_queue_get_ticket (const GcQueue *queue, const char *id)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (queue, id);

  return entry != NULL ? entry->row : NULL;
}

const GcTicket *
gc_queue_get_kiosk_ticket (const GcQueue *queue, const char *kiosk)
{
  const GcTicketEntry *entry = g_hash_table_lookup (queue->kiosks, kiosk);

  return entry != NULL ? entry->row : NULL;
}

const GcAgent *
gc_queue_get_agent (const GcQueue *queue, const char *account)
{
  const GcAgentEntry *entry = gc_queue_find_agent (queue, account);

  return entry != NULL ? entry->row : NULL;
}

void
gc_queue_foreach_open (const GcQueue *queue,
                       void (*func) (const GcTicket *ticket, gpointer user_data),
                       gpointer user_data)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->open);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    func (((GcTicketEntry *)g_sequence_get (iter))->row, user_data);
}

typedef struct {
  void (*func) (const GcAgent *agent, gpointer user_data);
  gpointer user_data;
} AgentVisit;

static gboolean
visit_agent (gpointer key, gpointer value, gpointer user_data)
{
  const AgentVisit *visit = user_data;

  visit->func (((GcAgentEntry *)value)->row, visit->user_data);
  return FALSE;
}

void
gc_queue_foreach_agent (const GcQueue *queue,
                        void (*func) (const GcAgent *agent, gpointer user_data),
                        gpointer user_data)
{
  AgentVisit visit = { func, user_data };

  g_tree_foreach (queue->agents, visit_agent, &visit);
}

int
gc_queue_ahead (const GcQueue *queue, const char *ticket)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (queue, ticket);

  if (entry == NULL || entry->line == NULL)
    return -1;
  return g_sequence_iter_get_position (entry->line_iter);
}

unsigned
gc_queue_count_waiting_for (const GcQueue *queue, const char *account)
{
  const GcAgentEntry *agent = gc_queue_find_agent (queue, account);
  const GcPool *pool;
  GcPoolWalk walk;
  unsigned n = 0;

  if (agent == NULL)
    return 0;
  gc_queue_walk_pools (queue, agent, &walk);
  while ((pool = gc_queue_next_pool (&walk)) != NULL)
    if (gc_queue_is_able (agent, &pool->need, pool->need.ring))
      n += (unsigned)g_sequence_get_length (pool->tickets);
  return n + (unsigned)g_sequence_get_length (agent->kept);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return gc_queue_compare_tickets (*(const GcTicketEntry *const *)a,
                                   *(const GcTicketEntry *const *)b, NULL);
}

/* Appends the first @max of @tickets that @agent may take. */
static void
append_takeable (const GcQueue *queue,
                 const GcAgentEntry *agent,
                 GSequence *tickets,
                 unsigned max,
                 GPtrArray *entries)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (tickets);
  unsigned end = entries->len + max;

  for (; entries->len < end && !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    if (gc_queue_may_take (queue, agent, g_sequence_get (iter)))
      g_ptr_array_add (entries, g_sequence_get (iter));
}

GPtrArray *
gc_queue_list_takeable (const GcQueue *queue, const char *account, unsigned max)
{
  const GcAgentEntry *agent = gc_queue_find_agent (queue, account);
  GPtrArray *entries = g_ptr_array_new ();
  const GcPool *pool;
  GcPoolWalk walk;

  if (agent == NULL)
    return entries;
  append_takeable (queue, agent, agent->kept, max, entries);
  gc_queue_walk_pools (queue, agent, &walk);
  while ((pool = gc_queue_next_pool (&walk)) != NULL)
    if (gc_queue_is_able (agent, &pool->need, GC_RING_SUPERVISOR))
      append_takeable (queue, agent, pool->tickets, max, entries);
  g_ptr_array_sort (entries, compare_entries);
  if (entries->len > max)
    g_ptr_array_set_size (entries, (int)max);
  for (unsigned i = 0; i < entries->len; i++)
    entries->pdata[i] = ((GcTicketEntry *)entries->pdata[i])->row;
  return entries;
}

GPtrArray *
gc_queue_list_colleagues (const GcQueue *queue, const char *ticket)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (queue, ticket);
  GPtrArray *colleagues = g_ptr_array_new ();
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->idle);

  for (; entry != NULL && !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    GcAgentEntry *agent = g_sequence_get (iter);
    if (gc_queue_may_join (queue, agent, entry))
      g_ptr_array_add (colleagues, agent->row);
  }
  return colleagues;
}

gboolean
gc_queue_could_take_over (const GcQueue *queue, const char *ticket, const char *account)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (queue, ticket);
  const GcAgentEntry *agent = gc_queue_find_agent (queue, account);

  return entry != NULL && agent != NULL && gc_queue_may_take (queue, agent, entry);
}

static void
count_working (const GcAgent *agent, gpointer user_data)
{
  unsigned *n = user_data;

  if (agent->effective != GC_EFFECTIVE_OFFLINE && agent->effective != GC_EFFECTIVE_BREAK &&
      agent->effective != GC_EFFECTIVE_UNREACHABLE && agent->effective != GC_EFFECTIVE_OFF_DUTY)
    (*n)++;
}

unsigned
gc_queue_count_working (const GcQueue *queue)
{
  unsigned n = 0;

  gc_queue_foreach_agent (queue, count_working, &n);
  return n;
}
