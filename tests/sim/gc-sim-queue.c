// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The policy "ours": relay/queue itself, through its public header and nothing else. The one file
 * of the simulator that knows it. Tickets are called t0, t1 ... after their visits, agents a0, a1
 * ..., and each change that the queue would have had written becomes news for the run.
 */
#include "config.h"

#include "gc-sim-policy.h"

#include "common/gc-error.h"
#include "queue/gc-queue.h"

/* Longer than every cooldown and every time for which an agent is kept for somebody. */
#define IDLE_MS INT64_C (180000)
/* An item that takes no longer is of the quick lane, as in the service. */
#define QUICK_MINUTES 8

typedef struct {
  const GcSimWorld *world;
  GcQueue *queue;
  GHashTable *ahead;       /* visit -> the position shown last */
  GPtrArray *kiosks;       /* char* by visit, owned; NULL before he sits */
  GcSimAgentState *agents; /* as told last */
  int64_t now_ms;
  int64_t checked_ms; /* the last check of positions */
  GError *broken;     /* found while reading changes */
} Ours;

static const GcSimAgentState agent_states[GC_EFFECTIVE_N] = {
  [GC_EFFECTIVE_OFFLINE] = GC_SIM_AGENT_OFF,        [GC_EFFECTIVE_BREAK] = GC_SIM_AGENT_BREAK,
  [GC_EFFECTIVE_IDLE] = GC_SIM_AGENT_IDLE,          [GC_EFFECTIVE_OFFERED] = GC_SIM_AGENT_OFFERED,
  [GC_EFFECTIVE_CONNECTING] = GC_SIM_AGENT_SESSION, [GC_EFFECTIVE_BUSY] = GC_SIM_AGENT_SESSION,
  [GC_EFFECTIVE_HOLDING] = GC_SIM_AGENT_HOLDING,    [GC_EFFECTIVE_WRAP_UP] = GC_SIM_AGENT_WRAP_UP,
  [GC_EFFECTIVE_UNREACHABLE] = GC_SIM_AGENT_OFF,    [GC_EFFECTIVE_OFF_DUTY] = GC_SIM_AGENT_OFF,
};

static const GcDecline declines[GC_SIM_DECLINES] = {
  GC_DECLINE_BUSY,      GC_DECLINE_CONFLICT_OF_INTEREST,
  GC_DECLINE_LANGUAGE,  GC_DECLINE_WRONG_DEPARTMENT,
  GC_DECLINE_TECHNICAL,
};

static void
ours_free (gpointer data)
{
  Ours *ours = data;

  gc_queue_free (ours->queue);
  g_hash_table_unref (ours->ahead);
  g_ptr_array_unref (ours->kiosks);
  g_clear_error (&ours->broken);
  g_free (ours->agents);
  g_free (ours);
}

static gpointer
ours_new (const GcSimWorld *world)
{
  Ours *ours = g_new0 (Ours, 1);
  GcQueueConfig config;

  gc_queue_config_init (&config);
  ours->world = world;
  ours->queue = gc_queue_new (&config);
  ours->ahead = g_hash_table_new (NULL, NULL);
  ours->kiosks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (ours->kiosks, (int)world->visits->len);
  ours->agents = g_new0 (GcSimAgentState, MAX (1, world->agents->len));
  for (guint i = 0; i < world->agents->len; i++) {
    const GcSimAgent *agent = gc_sim_world_agent (world, i);
    const GcSimGroup *group = gc_sim_world_group (world, i);
    GcQueueEvent present = { .type = GC_EVENT_AGENT_PRESENT, .actor = agent->account };
    GcAgentSkills skills = { .account = agent->account,
                             .name = agent->account,
                             .departments = (const char *const *)group->departments,
                             .languages = (const char *const *)group->languages };
    if (!gc_queue_set_agent (ours->queue, &skills, 0, &ours->broken) ||
        !gc_queue_apply (ours->queue, &present, 0, &ours->broken))
      break;
  }
  return ours;
}

/* ---- what people do ---- */

static gboolean
apply_event (Ours *ours, GcQueueEventType type, const GcSimAct *act, GError **error)
{
  g_autofree char *ticket = g_strdup_printf ("t%u", act->visit);
  GcQueueEvent event = { .type = type, .ticket = ticket };

  if (type >= GC_EVENT_AGENT_WANT && type <= GC_EVENT_AGENT_ABSENT)
    event.actor = gc_sim_world_agent (ours->world, act->agent)->account;
  else
    event.actor = g_ptr_array_index (ours->kiosks, act->visit);
  if (type == GC_EVENT_OFFER_DECLINE)
    event.decline.reason = declines[act->reason];
  if (type == GC_EVENT_SESSION_END)
    event.end.outcome = GC_OUTCOME_ACCEPTED;
  return gc_queue_apply (ours->queue, &event, ours->now_ms, error);
}

static gboolean
apply_want (Ours *ours, const GcSimAct *act, GcWanted wanted, GError **error)
{
  GcQueueEvent event = { .type = GC_EVENT_AGENT_WANT,
                         .actor = gc_sim_world_agent (ours->world, act->agent)->account,
                         .want.wanted = wanted };

  return gc_queue_apply (ours->queue, &event, ours->now_ms, error);
}

static gboolean
apply_tick (Ours *ours, GError **error)
{
  GcQueueEvent tick = { .type = GC_EVENT_TICK };

  return gc_queue_apply (ours->queue, &tick, ours->now_ms, error);
}

static gboolean
apply_sit (Ours *ours, const GcSimAct *act, GError **error)
{
  const GcSimOrigin *origin = gc_sim_world_origin (ours->world, act->visit);
  const GcSimWish *wish = gc_sim_world_wish (ours->world, act->visit);
  const GcSimTongue *tongue = gc_sim_world_tongue (ours->world, act->visit);
  char *kiosk = g_strdup_printf ("%s-%u", origin->place->id, act->kiosk);
  g_autofree char *ticket = g_strdup_printf ("t%u", act->visit);
  GcQueueEvent event = {
    .type = GC_EVENT_TICKET_CREATE,
    .ticket = ticket,
    .actor = kiosk,
    .create = { .point = origin->place->id,
                .item = wish->item->code,
                .department = wish->item->department,
                .languages = (const char *const *)tongue->names,
                .name = "",
                .number_prefix = "S",
                .local_date = gc_sim_world_local_date (ours->world, act->visit),
                .quick = wish->minutes <= QUICK_MINUTES,
                .closes_ms = gc_sim_world_visit (ours->world, act->visit)->closes_ms },
  };

  g_ptr_array_index (ours->kiosks, act->visit) = kiosk;
  return gc_queue_apply (ours->queue, &event, ours->now_ms, error);
}

static gboolean
ours_apply (gpointer policy, const GcSimAct *act, int64_t now_ms, GError **error)
{
  Ours *ours = policy;

  ours->now_ms = now_ms;
  switch (act->kind) {
  case GC_SIM_TICK:
    return apply_tick (ours, error);
  case GC_SIM_SIT:
    return apply_sit (ours, act, error);
  case GC_SIM_JOIN:
    return apply_event (ours, GC_EVENT_TICKET_JOIN, act, error);
  case GC_SIM_LEAVE:
    return apply_event (ours, GC_EVENT_TICKET_LEAVE, act, error);
  case GC_SIM_ABSENT:
    return apply_event (ours, GC_EVENT_KIOSK_ABSENT, act, error);
  case GC_SIM_PRESENT:
    return apply_event (ours, GC_EVENT_KIOSK_PRESENT, act, error);
  case GC_SIM_ACCEPT:
    return apply_event (ours, GC_EVENT_OFFER_ACCEPT, act, error);
  case GC_SIM_DECLINE:
    return apply_event (ours, GC_EVENT_OFFER_DECLINE, act, error);
  case GC_SIM_MEET:
    return apply_event (ours, GC_EVENT_AGENT_JOINED, act, error) &&
           apply_event (ours, GC_EVENT_RESIDENT_JOINED, act, error);
  case GC_SIM_END:
    return apply_event (ours, GC_EVENT_SESSION_END, act, error);
  case GC_SIM_FINISH:
    return apply_event (ours, GC_EVENT_WRAP_UP_FINISH, act, error);
  case GC_SIM_AVAILABLE:
    return apply_want (ours, act, GC_WANTED_AVAILABLE, error);
  case GC_SIM_BREAK:
    return apply_want (ours, act, GC_WANTED_BREAK, error);
  case GC_SIM_OFF:
    return apply_want (ours, act, GC_WANTED_OFFLINE, error);
  case GC_SIM_AGENT_LOST:
    return apply_event (ours, GC_EVENT_AGENT_ABSENT, act, error);
  case GC_SIM_AGENT_FOUND:
    return apply_event (ours, GC_EVENT_AGENT_PRESENT, act, error);
  default:
    g_return_val_if_reached (FALSE);
  }
}

static int64_t
ours_next_ms (gpointer policy)
{
  return gc_queue_next_ms (((Ours *)policy)->queue);
}

/* ---- what they are told ---- */

/* The number in a name such as t17 or a3; GC_SIM_NONE for none. */
static unsigned
number_of (const char *name)
{
  return name != NULL ? (unsigned)g_ascii_strtoull (name + 1, NULL, 10) : GC_SIM_NONE;
}

/* FALSE: nothing that anyone is told. */
static gboolean
read_transition (const GcTransition *row, GcSimNewsKind *ret_kind)
{
  gboolean was_offered = row->from == GC_TICKET_OFFERED;

  if (row->from == row->to)
    return FALSE;
  switch (row->to) {
  case GC_TICKET_OFFERED:
    *ret_kind = GC_SIM_OFFERED;
    return TRUE;
  case GC_TICKET_CONNECTING:
    *ret_kind = GC_SIM_ACCEPTED;
    return row->reason == GC_REASON_ACCEPTED;
  case GC_TICKET_IN_SESSION:
    *ret_kind = GC_SIM_CONNECTED;
    return TRUE;
  case GC_TICKET_DROPPED:
    *ret_kind = GC_SIM_DROPPED;
    return TRUE;
  case GC_TICKET_WAITING:
    *ret_kind = was_offered ? GC_SIM_NOT_TAKEN : GC_SIM_REQUEUED;
    if (row->reason == GC_REASON_OFFER_TIMEOUT)
      *ret_kind = GC_SIM_MISSED;
    return row->from != GC_TICKET_DRAFT;
  case GC_TICKET_WRAP_UP:
    *ret_kind = GC_SIM_ENDED;
    return TRUE;
  case GC_TICKET_ABANDONED:
    *ret_kind = GC_SIM_GIVEN_UP;
    return TRUE;
  case GC_TICKET_DRAFT:
  case GC_TICKET_PARKED:
  case GC_TICKET_DONE:
  case GC_TICKET_N_STATES:
  default:
    return FALSE;
  }
}

static void
ours_take_news (gpointer policy, GArray *news)
{
  Ours *ours = policy;
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (ours->queue);

  for (guint i = 0; i < rows->transitions->len; i++) {
    const GcTransition *row = g_ptr_array_index (rows->transitions, i);
    GcSimNews one = { .visit = number_of (row->ticket), .agent = number_of (row->agent) };
    if (read_transition (row, &one.kind))
      g_array_append_val (news, one);
  }
  for (guint i = 0; i < rows->agents->len; i++) {
    const GcAgent *row = g_ptr_array_index (rows->agents, i);
    GcSimNews one = { .kind = GC_SIM_AGENT_STATE,
                      .visit = number_of (row->ticket),
                      .agent = number_of (row->account),
                      .state = agent_states[row->effective] };
    if (one.state != ours->agents[one.agent])
      g_array_append_val (news, one);
    ours->agents[one.agent] = one.state;
  }
}

/* ---- what must hold ---- */

/* The position shown rises only with the notice that says why, given since the last look. */
static void
check_position (const GcTicket *ticket, gpointer data)
{
  Ours *ours = data;
  gpointer key = GUINT_TO_POINTER (number_of (ticket->id));
  int ahead = gc_queue_ahead (ours->queue, ticket->id);
  int64_t told_ms = 0;
  gpointer shown;

  if (ahead < 0) {
    g_hash_table_remove (ours->ahead, key);
    return;
  }
  if (g_hash_table_lookup_extended (ours->ahead, key, NULL, &shown) &&
      GPOINTER_TO_INT (shown) < ahead &&
      (gc_queue_get_notice (ours->queue, ticket, &told_ms) == GC_NOTICE_NONE ||
       told_ms < ours->checked_ms) &&
      ours->broken == NULL)
    g_set_error (&ours->broken, GC_ERROR, GC_ERROR_INTERNAL,
                 "ticket %s: %d ahead, and %d before, without a notice", ticket->id, ahead,
                 GPOINTER_TO_INT (shown));
  g_hash_table_insert (ours->ahead, key, GINT_TO_POINTER (ahead));
}

static gboolean
ours_check (gpointer policy, GError **error)
{
  Ours *ours = policy;

  gc_queue_foreach_open (ours->queue, check_position, ours);
  ours->checked_ms = ours->now_ms;
  if (ours->broken != NULL) {
    g_propagate_error (error, g_steal_pointer (&ours->broken));
    return FALSE;
  }
  return gc_queue_check (ours->queue, error);
}

static void
ours_get_limits (GcSimLimits *ret_limits)
{
  GcQueueConfig config;

  gc_queue_config_init (&config);
  *ret_limits = (GcSimLimits){
    .offer_ms = config.offer_ms,
    .cooldown_ms = MAX (config.decline_cooldown_ms, config.miss_cooldown_ms),
    .idle_ms = IDLE_MS,
    .conflict_ms = INT64_MAX,
    .kept_ms = config.sticky_ms,
    .overdue_ms = config.overdue_ms,
  };
  /* Whose session broke off may overtake anybody; no coordinator raises a ticket here. */
  for (GcBoost boost = 0; boost < GC_BOOST_N; boost++)
    if (boost != GC_BOOST_REENTRY && boost != GC_BOOST_RAISED)
      ret_limits->overtake_ms += config.boost_ms[boost];
}

const GcSimPolicy gc_sim_policy_ours = {
  .name = "ours",
  .is_ours = TRUE,
  .new = ours_new,
  .free = ours_free,
  .apply = ours_apply,
  .next_ms = ours_next_ms,
  .take_news = ours_take_news,
  .check = ours_check,
  .get_limits = ours_get_limits,
};
