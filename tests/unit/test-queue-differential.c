// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * First come, first served, twice: the queue, and a model of it that is slow and plain. Both live
 * through the same random steps; after each they must agree on every ticket, every agent and every
 * position. A sequence on which they do not is cut down to the few steps that still show it.
 * GC_TEST_SEED=n repeats a run, GC_TEST_RUNS=n makes more of them.
 *
 * The model knows no index and no deadline list: it looks at everybody each time. It covers
 * the way from item to wrap-up, with declines, silence, breaks and people who walk away from the
 * line, all bonuses set to nothing; those, the rings, and sessions that break off are the business
 * of test-queue-model.c.
 */
#include "config.h"

#include "queue/gc-queue.h"

#include <string.h>

#define N_RUNS 2000
#define N_STEPS 500
#define N_AGENTS 5
#define N_KIOSKS 8
#define N_SKILLS 3 /* departments, and as many languages */
#define START_MS INT64_C (1795449600000)
#define NONE (-1)

static const char *const agent_names[N_AGENTS] = { "ann", "bo", "cy", "di", "eve" };
static const char *const kiosk_names[N_KIOSKS] = { "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7" };
static const char *const department_names[N_SKILLS] = { "hrss", "civil", "tax" };
static const char *const language_names[N_SKILLS] = { "zh", "it", "wuu-x-wenzhou" };

/* ---- steps: what anybody does next, decided by what is open to him when it comes ---- */

typedef struct {
  int64_t after_ms;
  gboolean is_agent;
  unsigned who;
  unsigned way; /* 0 to 99: which of the things he could do */
} Step;

/* What a step comes to. */
typedef enum {
  ACT_NOTHING,
  ACT_CREATE,
  ACT_JOIN,
  ACT_LEAVE,
  ACT_ABSENT,
  ACT_PRESENT,
  ACT_SESSION_LEAVE,
  ACT_AVAILABLE,
  ACT_BREAK,
  ACT_OFFLINE,
  ACT_ACCEPT,
  ACT_DECLINE,
  ACT_MEET, /* both sides join the session */
  ACT_END,
  ACT_FINISH,
} ActKind;

static const char *const act_names[] = { "nothing", "create",  "join",      "leave", "absent",
                                         "present", "leaves",  "available", "break", "offline",
                                         "accept",  "decline", "meet",      "end",   "finish" };

typedef struct {
  ActKind kind;
  unsigned who;
  unsigned ticket; /* its number, if any */
  unsigned way;
} Act;

/* ---- the model ---- */

typedef enum {
  STATE_NONE, /* or over */
  STATE_DRAFT,
  STATE_WAITING,
  STATE_OFFERED,
  STATE_CONNECTING,
  STATE_IN_SESSION,
} State;

typedef struct {
  State state;
  unsigned number; /* names the ticket */
  unsigned department;
  unsigned languages; /* bits */
  unsigned rank;
  int agent;               /* of the offer or the session, or NONE */
  int64_t until_ms;        /* of the offer, or for both to join */
  int64_t absent_since_ms; /* 0: there */
  int64_t cooldown_ms[N_AGENTS];
} Resident;

typedef struct {
  unsigned departments; /* bits */
  unsigned languages;
  GcWanted wanted;
  int64_t idle_since_ms;
  unsigned misses;
  int kiosk;         /* of the offer or the session, or NONE */
  unsigned wrapping; /* the number of the ticket, counted from 1; 0: not wrapping up */
  int64_t wrap_until_ms;
} Worker;

/* Mistakes that the comparison must find. */
typedef enum {
  FAULT_NONE,
  FAULT_NO_COOLDOWN,
  FAULT_LAST_COME,
  FAULT_BY_NAME, /* the first free agent instead of the one idle longest */
  FAULT_N,
} Fault;

typedef struct {
  Fault fault;
  GcQueueConfig config;
  int64_t now_ms;
  unsigned n_tickets;
  unsigned last_rank;
  Resident residents[N_KIOSKS];
  Worker workers[N_AGENTS];
} Model;

static gboolean
is_idle (const Worker *worker)
{
  return worker->wanted == GC_WANTED_AVAILABLE && worker->kiosk == NONE && worker->wrapping == 0;
}

static gboolean
can_take (const Model *model, unsigned a, const Resident *resident)
{
  const Worker *worker = &model->workers[a];

  return is_idle (worker) && (worker->departments & 1u << resident->department) != 0 &&
         (worker->languages & resident->languages) != 0 &&
         (model->fault == FAULT_NO_COOLDOWN || resident->cooldown_ms[a] <= model->now_ms);
}

/* The agent idle longest who can take it; of the same time, the first by name. */
static int
find_worker (const Model *model, const Resident *resident)
{
  int best = NONE;

  for (int a = 0; a < N_AGENTS; a++)
    if (can_take (model, (unsigned)a, resident) &&
        (best == NONE || (model->fault != FAULT_BY_NAME &&
                          model->workers[a].idle_since_ms < model->workers[best].idle_since_ms)))
      best = a;
  return best;
}

/* The next of those who wait, are there, and find an agent. */
static int
find_resident (const Model *model)
{
  int best = NONE;

  for (int k = 0; k < N_KIOSKS; k++) {
    const Resident *resident = &model->residents[k];
    if (resident->state != STATE_WAITING || resident->absent_since_ms != 0 ||
        find_worker (model, resident) == NONE)
      continue;
    if (best == NONE ||
        (resident->rank < model->residents[best].rank) != (model->fault == FAULT_LAST_COME))
      best = k;
  }
  return best;
}

static void
match (Model *model)
{
  for (int k = find_resident (model); k != NONE; k = find_resident (model)) {
    Resident *resident = &model->residents[k];
    int a = find_worker (model, resident);
    resident->state = STATE_OFFERED;
    resident->agent = a;
    resident->until_ms = model->now_ms + model->config.offer_ms;
    model->workers[a].kiosk = k;
  }
}

/* The agent is free of the ticket, which waits at its old place. */
static void
let_go (Model *model, Resident *resident)
{
  model->workers[resident->agent].kiosk = NONE;
  resident->state = STATE_WAITING;
  resident->agent = NONE;
}

static void
miss (Model *model, Resident *resident, int64_t cooldown_ms)
{
  unsigned a = (unsigned)resident->agent;
  Worker *worker = &model->workers[a];

  let_go (model, resident);
  resident->cooldown_ms[a] = model->now_ms + cooldown_ms;
  worker->idle_since_ms = model->now_ms;
  if (++worker->misses >= model->config.max_misses && worker->wanted == GC_WANTED_AVAILABLE)
    worker->wanted = GC_WANTED_BREAK;
}

/* What is due by now, for each of them. */
static void
model_tick (Model *model)
{
  for (unsigned k = 0; k < N_KIOSKS; k++) {
    Resident *resident = &model->residents[k];
    if (resident->state == STATE_OFFERED && resident->until_ms <= model->now_ms)
      miss (model, resident, model->config.miss_cooldown_ms);
    else if (resident->state == STATE_CONNECTING && resident->until_ms <= model->now_ms)
      miss (model, resident, model->config.decline_cooldown_ms);
    if (resident->state == STATE_WAITING && resident->absent_since_ms != 0 &&
        resident->absent_since_ms + model->config.waiting_grace_ms <= model->now_ms)
      resident->state = STATE_NONE;
  }
  for (unsigned a = 0; a < N_AGENTS; a++) {
    Worker *worker = &model->workers[a];
    if (worker->wrapping != 0 && worker->wrap_until_ms <= model->now_ms) {
      worker->wrapping = 0;
      worker->idle_since_ms = model->now_ms;
    }
  }
  match (model);
}

/* When anything is due, or may be offered again. */
static int64_t
model_next_ms (const Model *model)
{
  int64_t next_ms = INT64_MAX;

  for (unsigned k = 0; k < N_KIOSKS; k++) {
    const Resident *resident = &model->residents[k];
    if (resident->state == STATE_OFFERED || resident->state == STATE_CONNECTING)
      next_ms = MIN (next_ms, resident->until_ms);
    if (resident->state != STATE_WAITING)
      continue;
    if (resident->absent_since_ms != 0)
      next_ms = MIN (next_ms, resident->absent_since_ms + model->config.waiting_grace_ms);
    for (unsigned a = 0; a < N_AGENTS; a++)
      if (resident->cooldown_ms[a] > model->now_ms)
        next_ms = MIN (next_ms, resident->cooldown_ms[a]);
  }
  for (unsigned a = 0; a < N_AGENTS; a++)
    if (model->workers[a].wrapping != 0)
      next_ms = MIN (next_ms, model->workers[a].wrap_until_ms);
  return next_ms;
}

static void
begin_wrap_up (Model *model, Resident *resident)
{
  Worker *worker = &model->workers[resident->agent];

  worker->kiosk = NONE;
  worker->wrapping = resident->number + 1;
  worker->wrap_until_ms = model->now_ms + model->config.wrap_up_ms;
  resident->state = STATE_NONE;
}

static void
want (Model *model, Worker *worker, GcWanted wanted)
{
  if (wanted == GC_WANTED_AVAILABLE) {
    worker->misses = 0;
    if (worker->wanted != GC_WANTED_AVAILABLE)
      worker->idle_since_ms = model->now_ms;
  } else if (worker->kiosk != NONE && model->residents[worker->kiosk].state == STATE_OFFERED) {
    let_go (model, &model->residents[worker->kiosk]);
  }
  worker->wanted = wanted;
}

static void
model_create (Model *model, const Act *act)
{
  Resident *resident = &model->residents[act->who];

  *resident = (Resident){ .state = STATE_DRAFT,
                          .number = act->ticket,
                          .department = act->way % N_SKILLS,
                          .languages = act->way / N_SKILLS % ((1u << N_SKILLS) - 1) + 1,
                          .agent = NONE };
  model->n_tickets++;
}

static void
act_as_kiosk (Model *model, const Act *act)
{
  Resident *resident = &model->residents[act->who];

  if (act->kind == ACT_CREATE) {
    model_create (model, act);
  } else if (act->kind == ACT_JOIN) {
    resident->state = STATE_WAITING;
    resident->rank = ++model->last_rank;
  } else if (act->kind == ACT_LEAVE) {
    if (resident->state == STATE_OFFERED)
      let_go (model, resident);
    resident->state = STATE_NONE;
  } else if (act->kind == ACT_ABSENT || act->kind == ACT_PRESENT) {
    resident->absent_since_ms = act->kind == ACT_ABSENT ? model->now_ms : 0;
  } else if (act->kind == ACT_SESSION_LEAVE) {
    begin_wrap_up (model, resident);
  }
}

static void
act_as_agent (Model *model, const Act *act)
{
  Worker *worker = &model->workers[act->who];
  Resident *resident = worker->kiosk != NONE ? &model->residents[worker->kiosk] : NULL;

  if (act->kind == ACT_AVAILABLE || act->kind == ACT_BREAK || act->kind == ACT_OFFLINE) {
    want (model, worker,
          act->kind == ACT_AVAILABLE ? GC_WANTED_AVAILABLE
          : act->kind == ACT_BREAK   ? GC_WANTED_BREAK
                                     : GC_WANTED_OFFLINE);
  } else if (act->kind == ACT_ACCEPT) {
    worker->misses = 0;
    resident->state = STATE_CONNECTING;
    resident->until_ms = model->now_ms + model->config.connect_ms;
  } else if (act->kind == ACT_DECLINE) {
    let_go (model, resident);
    worker->misses = 0;
    worker->idle_since_ms = model->now_ms;
    resident->cooldown_ms[act->who] = model->now_ms + model->config.decline_cooldown_ms;
  } else if (act->kind == ACT_MEET) {
    resident->state = STATE_IN_SESSION;
  } else if (act->kind == ACT_END) {
    begin_wrap_up (model, resident);
  } else if (act->kind == ACT_FINISH) {
    worker->wrapping = 0;
    worker->idle_since_ms = model->now_ms;
  }
}

static void
model_act (Model *model, const Act *act)
{
  if (act->kind >= ACT_AVAILABLE)
    act_as_agent (model, act);
  else
    act_as_kiosk (model, act);
  match (model);
}

/* Whether some agents, directly or one through the other, serve both departments. */
static gboolean
is_one_line (const Model *model, unsigned a, unsigned b)
{
  unsigned line = 1u << a, before = 0;

  while (line != before) {
    before = line;
    for (unsigned i = 0; i < N_AGENTS; i++)
      if (model->workers[i].departments & line)
        line |= model->workers[i].departments;
  }
  return (line & 1u << b) != 0;
}

static int
model_ahead (const Model *model, const Resident *resident)
{
  int n = 0;

  for (unsigned k = 0; k < N_KIOSKS; k++) {
    const Resident *other = &model->residents[k];
    n += (other->state == STATE_WAITING || other->state == STATE_OFFERED) &&
         other->rank < resident->rank &&
         is_one_line (model, other->department, resident->department);
  }
  return n;
}

/* ---- the queue, and all that knows how it is called ---- */

static GcQueue *
queue_new (const Model *model)
{
  GcQueue *queue = gc_queue_new (&model->config);

  for (unsigned a = 0; a < N_AGENTS; a++) {
    const char *departments[N_SKILLS + 1] = { NULL }, *languages[N_SKILLS + 1] = { NULL };
    unsigned n_departments = 0, n_languages = 0;
    GcQueueEvent present = { .type = GC_EVENT_AGENT_PRESENT, .actor = agent_names[a] };
    for (unsigned i = 0; i < N_SKILLS; i++) {
      if (model->workers[a].departments & 1u << i)
        departments[n_departments++] = department_names[i];
      if (model->workers[a].languages & 1u << i)
        languages[n_languages++] = language_names[i];
    }
    GcAgentSkills skills = { .account = agent_names[a],
                             .name = agent_names[a],
                             .departments = departments,
                             .languages = languages };
    g_assert_true (gc_queue_set_agent (queue, &skills, START_MS, NULL));
    g_assert_true (gc_queue_apply (queue, &present, START_MS, NULL));
  }
  return queue;
}

static gboolean
queue_apply (GcQueue *queue, GcQueueEvent event, const Act *act, int64_t now_ms)
{
  g_autofree char *ticket = g_strdup_printf ("t%u", act->ticket);
  gboolean is_agent = event.type >= GC_EVENT_AGENT_WANT && event.type <= GC_EVENT_AGENT_ABSENT;

  event.ticket = ticket;
  event.actor = is_agent ? agent_names[act->who] : kiosk_names[act->who];
  return gc_queue_apply (queue, &event, now_ms, NULL);
}

static gboolean
queue_create (GcQueue *queue, const Act *act, int64_t now_ms)
{
  const char *languages[N_SKILLS + 1] = { NULL };
  unsigned bits = act->way / N_SKILLS % ((1u << N_SKILLS) - 1) + 1, n = 0;

  for (unsigned i = 0; i < N_SKILLS; i++)
    if (bits & 1u << i)
      languages[n++] = language_names[i];
  GcQueueEvent event = {
    .type = GC_EVENT_TICKET_CREATE,
    .create = { .point = "it-milan",
                .item = "SS-01",
                .department = department_names[act->way % N_SKILLS],
                .languages = languages,
                .name = "",
                .number_prefix = "M",
                .local_date = 20261124 },
  };
  return queue_apply (queue, event, act, now_ms);
}

/* The kiosk whose session @act ends or begins is told by the model before it changes. */
static gboolean
queue_meet (GcQueue *queue, const Act *act, unsigned kiosk, int64_t now_ms)
{
  Act resident = { .who = kiosk, .ticket = act->ticket };

  return queue_apply (queue, (GcQueueEvent){ .type = GC_EVENT_AGENT_JOINED }, act, now_ms) &&
         queue_apply (queue, (GcQueueEvent){ .type = GC_EVENT_RESIDENT_JOINED }, &resident, now_ms);
}

static gboolean
queue_act (GcQueue *queue, const Act *act, unsigned kiosk, int64_t now_ms)
{
  static const GcQueueEvent events[] = {
    [ACT_JOIN] = { .type = GC_EVENT_TICKET_JOIN },
    [ACT_LEAVE] = { .type = GC_EVENT_TICKET_LEAVE },
    [ACT_ABSENT] = { .type = GC_EVENT_KIOSK_ABSENT },
    [ACT_PRESENT] = { .type = GC_EVENT_KIOSK_PRESENT },
    [ACT_SESSION_LEAVE] = { .type = GC_EVENT_SESSION_LEAVE },
    [ACT_AVAILABLE] = { .type = GC_EVENT_AGENT_WANT, .want.wanted = GC_WANTED_AVAILABLE },
    [ACT_BREAK] = { .type = GC_EVENT_AGENT_WANT, .want.wanted = GC_WANTED_BREAK },
    [ACT_OFFLINE] = { .type = GC_EVENT_AGENT_WANT, .want.wanted = GC_WANTED_OFFLINE },
    [ACT_ACCEPT] = { .type = GC_EVENT_OFFER_ACCEPT },
    [ACT_DECLINE] = { .type = GC_EVENT_OFFER_DECLINE, .decline.reason = GC_DECLINE_BUSY },
    [ACT_END] = { .type = GC_EVENT_SESSION_END, .end.outcome = GC_OUTCOME_ACCEPTED },
    [ACT_FINISH] = { .type = GC_EVENT_WRAP_UP_FINISH, .finish.outcome = GC_OUTCOME_ACCEPTED },
  };

  if (act->kind == ACT_CREATE)
    return queue_create (queue, act, now_ms);
  if (act->kind == ACT_MEET)
    return queue_meet (queue, act, kiosk, now_ms);
  return queue_apply (queue, events[act->kind], act, now_ms);
}

static void
queue_tick (GcQueue *queue, int64_t now_ms)
{
  GcQueueEvent tick = { .type = GC_EVENT_TICK };

  g_assert_true (gc_queue_apply (queue, &tick, now_ms, NULL));
  gc_queue_rows_free (gc_queue_take_changes (queue));
}

static State
queue_state (const GcTicket *ticket)
{
  static const State states[GC_TICKET_N_STATES] = {
    [GC_TICKET_DRAFT] = STATE_DRAFT,           [GC_TICKET_WAITING] = STATE_WAITING,
    [GC_TICKET_OFFERED] = STATE_OFFERED,       [GC_TICKET_CONNECTING] = STATE_CONNECTING,
    [GC_TICKET_IN_SESSION] = STATE_IN_SESSION,
  };

  return ticket != NULL ? states[ticket->state] : STATE_NONE;
}

/* ---- the comparison ---- */

static gboolean
agree_on_resident (const Model *model, GcQueue *queue, unsigned k)
{
  const Resident *resident = &model->residents[k];
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (queue, kiosk_names[k]);
  const char *agent = resident->agent != NONE ? agent_names[resident->agent] : NULL;

  if (queue_state (ticket) != resident->state)
    return FALSE;
  if (resident->state == STATE_OFFERED && g_strcmp0 (ticket->offer_agent, agent) != 0)
    return FALSE;
  if (resident->state >= STATE_CONNECTING && g_strcmp0 (ticket->agent, agent) != 0)
    return FALSE;
  return (resident->state != STATE_WAITING && resident->state != STATE_OFFERED) ||
         gc_queue_ahead (queue, ticket->id) == model_ahead (model, resident);
}

static gboolean
agree_on_agent (const Model *model, GcQueue *queue, unsigned a)
{
  static const GcEffective effective[] = {
    [STATE_OFFERED] = GC_EFFECTIVE_OFFERED,
    [STATE_CONNECTING] = GC_EFFECTIVE_CONNECTING,
    [STATE_IN_SESSION] = GC_EFFECTIVE_BUSY,
  };
  static const GcEffective wanted[GC_WANTED_N] = {
    [GC_WANTED_OFFLINE] = GC_EFFECTIVE_OFFLINE,
    [GC_WANTED_BREAK] = GC_EFFECTIVE_BREAK,
    [GC_WANTED_AVAILABLE] = GC_EFFECTIVE_IDLE,
  };
  const Worker *worker = &model->workers[a];
  const GcAgent *agent = gc_queue_get_agent (queue, agent_names[a]);
  GcEffective expected = wanted[worker->wanted];

  if (worker->wrapping != 0)
    expected = GC_EFFECTIVE_WRAP_UP;
  else if (worker->kiosk != NONE)
    expected = effective[model->residents[worker->kiosk].state];
  return agent->effective == expected && agent->wanted == worker->wanted;
}

static gboolean
agree (const Model *model, GcQueue *queue)
{
  for (unsigned k = 0; k < N_KIOSKS; k++)
    if (!agree_on_resident (model, queue, k))
      return FALSE;
  for (unsigned a = 0; a < N_AGENTS; a++)
    if (!agree_on_agent (model, queue, a))
      return FALSE;
  return TRUE;
}

/* ---- what a step comes to ---- */

static ActKind
choose_for_kiosk (const Resident *resident, unsigned way)
{
  switch (resident->state) {
  case STATE_NONE:
    return ACT_CREATE;
  case STATE_DRAFT:
    return way < 5 ? ACT_LEAVE : ACT_JOIN;
  case STATE_WAITING:
    if (resident->absent_since_ms != 0)
      return way < 30 ? ACT_PRESENT : ACT_NOTHING;
    return way < 5 ? ACT_LEAVE : way < 15 ? ACT_ABSENT : ACT_NOTHING;
  case STATE_OFFERED:
    return way < 5 ? ACT_LEAVE : ACT_NOTHING;
  case STATE_CONNECTING:
  case STATE_IN_SESSION:
    return way < 5 ? ACT_SESSION_LEAVE : ACT_NOTHING;
  default:
    g_assert_not_reached ();
  }
}

static ActKind
choose_for_agent (const Model *model, const Worker *worker, unsigned way)
{
  if (way < 3)
    return way == 0 ? ACT_OFFLINE : ACT_BREAK;
  if (worker->wanted != GC_WANTED_AVAILABLE && way < 50)
    return ACT_AVAILABLE;
  if (worker->wrapping != 0)
    return ACT_FINISH;
  if (worker->kiosk == NONE)
    return way < 10 ? ACT_AVAILABLE : ACT_NOTHING;
  switch ((int)model->residents[worker->kiosk].state) {
  case STATE_OFFERED:
    return way < 60 ? ACT_ACCEPT : way < 85 ? ACT_DECLINE : ACT_NOTHING;
  case STATE_CONNECTING:
    return way < 80 ? ACT_MEET : way < 85 ? ACT_END : ACT_NOTHING;
  default:
    return ACT_END;
  }
}

static Act
choose (const Model *model, const Step *step, unsigned *ret_kiosk)
{
  Act act = { .who = step->who, .way = step->way };

  if (!step->is_agent) {
    const Resident *resident = &model->residents[step->who];
    act.kind = choose_for_kiosk (resident, step->way);
    act.ticket = act.kind == ACT_CREATE ? model->n_tickets : resident->number;
    *ret_kiosk = step->who;
    return act;
  }
  const Worker *worker = &model->workers[step->who];
  act.kind = choose_for_agent (model, worker, step->way);
  if (worker->wrapping != 0)
    act.ticket = worker->wrapping - 1;
  else if (worker->kiosk != NONE)
    act.ticket = model->residents[worker->kiosk].number;
  *ret_kiosk = worker->kiosk != NONE ? (unsigned)worker->kiosk : 0;
  return act;
}

/* ---- runs ---- */

/* Who can do what depends on the seed alone, so that it stays the same while steps are cut out. */
static void
model_init (Model *model, uint32_t seed, Fault fault)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  *model = (Model){ .fault = fault, .now_ms = START_MS };
  gc_queue_config_init (&model->config);
  memset (model->config.boost_ms, 0, sizeof model->config.boost_ms);
  for (unsigned k = 0; k < N_KIOSKS; k++)
    model->residents[k].agent = NONE;
  for (unsigned a = 0; a < N_AGENTS; a++)
    model->workers[a] = (Worker){ .departments = (unsigned)g_rand_int_range (random, 1, 8),
                                  .languages = (unsigned)g_rand_int_range (random, 1, 8),
                                  .wanted = GC_WANTED_OFFLINE,
                                  .kiosk = NONE };
}

static void
pass_time (Model *model, GcQueue *queue, int64_t until_ms)
{
  for (;;) {
    int64_t next_ms = MIN (gc_queue_next_ms (queue), model_next_ms (model));
    if (next_ms > until_ms)
      break;
    model->now_ms = next_ms;
    queue_tick (queue, next_ms);
    model_tick (model);
  }
  model->now_ms = until_ms;
}

/* The number of steps after which the two do not agree; 0: they do to the end. */
static guint
run (uint32_t seed, Fault fault, const GArray *steps, gboolean tell)
{
  Model model;

  model_init (&model, seed, fault);
  g_autoptr (GcQueue) queue = queue_new (&model);
  for (guint i = 0; i < steps->len; i++) {
    const Step *step = &g_array_index (steps, Step, i);
    unsigned kiosk = 0;
    pass_time (&model, queue, model.now_ms + step->after_ms);
    Act act = choose (&model, step, &kiosk);
    gboolean taken = act.kind == ACT_NOTHING || queue_act (queue, &act, kiosk, model.now_ms);
    model_act (&model, &act);
    gc_queue_rows_free (gc_queue_take_changes (queue));
    if (tell)
      g_test_message ("%8.3f s  %-3s  %s t%u (way %u)", (double)(model.now_ms - START_MS) / 1000,
                      step->is_agent ? agent_names[act.who] : kiosk_names[act.who],
                      act_names[act.kind], act.ticket, act.way);
    if (!taken || !agree (&model, queue))
      return i + 1;
  }
  return 0;
}

static GArray *
draw_steps (uint32_t seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed + 1);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  for (unsigned i = 0; i < N_STEPS; i++) {
    Step step = { .is_agent = g_rand_int_range (random, 0, 2) == 0 };
    step.who = (unsigned)g_rand_int_range (random, 0, step.is_agent ? N_AGENTS : N_KIOSKS);
    step.way = (unsigned)g_rand_int_range (random, 0, 100);
    /* Mostly soon, now and then after a time in which something falls due. */
    step.after_ms = g_rand_int_range (random, 1, 3000);
    if (g_rand_int_range (random, 0, 40) == 0)
      step.after_ms = g_rand_int_range (random, 10000, 400000);
    g_array_append_val (steps, step);
  }
  return steps;
}

/* Without @size steps from @at on; if @keep_time, the next one comes when it came before. */
static GArray *
cut (const GArray *steps, guint at, guint size, gboolean keep_time)
{
  GArray *rest = g_array_copy ((GArray *)steps);

  for (guint i = at; keep_time && i < at + size && at + size < steps->len; i++)
    g_array_index (rest, Step, at + size).after_ms += g_array_index (steps, Step, i).after_ms;
  return g_array_remove_range (rest, at, size);
}

/* Whether what is left still shows the difference; then @steps becomes that, up to where it does.
 */
static gboolean
try_cut (uint32_t seed, Fault fault, GArray *steps, guint at, guint size)
{
  for (int keep_time = 0; keep_time <= 1; keep_time++) {
    g_autoptr (GArray) rest = cut (steps, at, size, keep_time);
    guint failed = run (seed, fault, rest, FALSE);
    if (failed == 0)
      continue;
    g_array_set_size (steps, 0);
    g_array_append_vals (steps, rest->data, failed);
    return TRUE;
  }
  return FALSE;
}

/* Cuts out what is not needed: large pieces first, then smaller ones, until no single step is. */
static void
shrink (uint32_t seed, Fault fault, GArray *steps)
{
  guint size = steps->len;

  g_array_set_size (steps, run (seed, fault, steps, FALSE));
  while (size > 0) {
    gboolean smaller = FALSE;
    for (guint at = 0; at + size <= steps->len;)
      if (try_cut (seed, fault, steps, at, size))
        smaller = TRUE;
      else
        at++;
    size = smaller && size == 1 ? 1 : size / 2;
  }
}

/* The steps, cut down, of the first seed from @seed on that shows a difference. (nullable) */
static GArray *
find_difference (uint32_t seed, Fault fault, uint32_t *ret_seed)
{
  const char *runs = g_getenv ("GC_TEST_RUNS");
  uint64_t n_runs = runs != NULL ? g_ascii_strtoull (runs, NULL, 10) : N_RUNS;

  for (uint32_t i = 0; i < n_runs; i++) {
    g_autoptr (GArray) steps = draw_steps (seed + i);
    if (run (seed + i, fault, steps, FALSE) == 0)
      continue;
    shrink (seed + i, fault, steps);
    *ret_seed = seed + i;
    return g_steal_pointer (&steps);
  }
  return NULL;
}

static uint32_t
choose_seed (void)
{
  const char *text = g_getenv ("GC_TEST_SEED");

  return text != NULL ? (uint32_t)g_ascii_strtoull (text, NULL, 10)
                      : (uint32_t)g_test_rand_int_range (0, G_MAXINT32);
}

static void
test_same (void)
{
  uint32_t seed = choose_seed (), failed = 0;

  g_test_message ("seed %u", seed);
  g_autoptr (GArray) steps = find_difference (seed, FAULT_NONE, &failed);
  if (steps == NULL)
    return;
  g_test_message ("GC_TEST_SEED=%u: queue and model differ after these %u steps:", failed,
                  steps->len);
  run (failed, FAULT_NONE, steps, TRUE);
  g_test_fail ();
}

/* A model with a mistake is found out, and by few steps. */
static void
test_finds (gconstpointer data)
{
  Fault fault = (Fault)GPOINTER_TO_INT (data);
  uint32_t failed = 0;
  g_autoptr (GArray) steps = find_difference (choose_seed (), fault, &failed);

  g_assert_nonnull (steps);
  g_assert_cmpuint (run (failed, fault, steps, TRUE), ==, steps->len);
  g_assert_cmpuint (run (failed, FAULT_NONE, steps, FALSE), ==, 0);
  g_assert_cmpuint (steps->len, <=, 12);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/differential/same", test_same);
  g_test_add_data_func ("/queue/differential/no-cooldown", GINT_TO_POINTER (FAULT_NO_COOLDOWN),
                        test_finds);
  g_test_add_data_func ("/queue/differential/last-come", GINT_TO_POINTER (FAULT_LAST_COME),
                        test_finds);
  g_test_add_data_func ("/queue/differential/by-name", GINT_TO_POINTER (FAULT_BY_NAME), test_finds);
  return g_test_run ();
}
