// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The queue as a state machine: three bytes are one event, in any order, with time passing between.
 * Every invariant must hold after each, a refused event must change nothing, and a queue loaded
 * from the rows must go on as the one that wrote them.
 */
#include "config.h"

#include "queue/gc-queue.h"

#include <stddef.h>
#include <stdint.h>

#define START_MS INT64_C (1795449600000)
#define N_KIOSKS 6
#define N_AGENTS 4

static const char *const kiosks[N_KIOSKS] = { "k0", "k1", "k2", "k3", "k4", "k5" };
static const char *const agents[N_AGENTS] = { "ann", "bo", "cy", "di" };
static const char *const departments[] = { "hrss", "civil", "tax" };

typedef struct {
  GcQueue *queue;
  int64_t now_ms;
  GHashTable *tickets; /* char* id -> GcTicket, as committed */
  GHashTable *agents;  /* char* account -> GcAgent */
  unsigned n_created;
  uint64_t last_seq;
  uint64_t last_rank;
  uint64_t last_agent_seq;
} World;

static GcQueue *
new_queue (void)
{
  static const char *const spoken[N_AGENTS][3] = { { "zh" }, { "it" }, { "zh:1", "it" }, { "fr" } };
  GcQueueConfig config;

  gc_queue_config_init (&config);
  GcQueue *queue = gc_queue_new (&config);
  for (unsigned i = 0; i < N_AGENTS; i++) {
    const char *list[] = { departments[i % 2], i == 3 ? departments[2] : NULL, NULL };
    const GcAgentSkills skills = {
      .account = agents[i],
      .name = agents[i],
      .departments = list,
      .languages = spoken[i],
      .supervisor = i == 3,
    };
    g_assert_true (gc_queue_set_agent (queue, &skills, START_MS, NULL));
  }
  return queue;
}

static void
commit (World *world)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);

  for (unsigned i = 0; i < rows->tickets->len; i++) {
    const GcTicket *row = g_ptr_array_index (rows->tickets, i);
    if (row->closed)
      g_hash_table_remove (world->tickets, row->id);
    else
      g_hash_table_insert (world->tickets, g_strdup (row->id), gc_ticket_copy (row));
  }
  for (unsigned i = 0; i < rows->agents->len; i++) {
    const GcAgent *row = g_ptr_array_index (rows->agents, i);
    g_hash_table_insert (world->agents, g_strdup (row->account), gc_agent_copy (row));
  }
  for (unsigned i = 0; i < rows->transitions->len; i++)
    g_assert_cmpuint (((GcTransition *)g_ptr_array_index (rows->transitions, i))->seq, ==,
                      ++world->last_seq);
  world->last_agent_seq += rows->agent_events->len;
  g_assert_cmpuint (rows->last_agent_seq, ==, world->last_agent_seq);
  world->last_rank = rows->last_rank;
}

static void
apply (World *world, const GcQueueEvent *event)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) broken = NULL;

  if (gc_queue_apply (world->queue, event, world->now_ms, &error)) {
    commit (world);
  } else {
    g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
    g_assert_nonnull (error);
    g_assert_true (gc_queue_rows_is_empty (rows));
  }
  gc_queue_check (world->queue, &broken);
  g_assert_no_error (broken);
}

static void
create (World *world, const char *kiosk, uint8_t value)
{
  static const char *const lists[4][3] = { { "zh" }, { "it", "fr" }, { "fr" }, { "ar" } };
  g_autofree char *id = g_strdup_printf ("t%u", world->n_created++);
  GcQueueEvent event = {
    .type = GC_EVENT_TICKET_CREATE,
    .ticket = id,
    .actor = kiosk,
    .create = { "it-milan", value & 1 ? "SS-01" : "HK-04", departments[value % 3],
                lists[value / 3 % 4], "", "M", 20261124, value & 2, value & 4,
                value & 8 ? world->now_ms + value * INT64_C (10000) : 0 },
  };

  apply (world, &event);
}

/* The ticket that the actor has to do with; any other one if @value says so. */
static const char *
choose_ticket (const World *world, gboolean is_agent, const char *actor, uint8_t value)
{
  const char *shown = is_agent || value >= 0xf0 ? kiosks[value % N_KIOSKS] : actor;
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (world->queue, shown);

  if (is_agent && value < 0xf0) {
    const GcAgent *agent = gc_queue_get_agent (world->queue, actor);
    g_autoptr (GPtrArray) parked = gc_queue_list_parked (world->queue, actor);
    if (agent->offer == NULL && agent->ticket == NULL && parked->len > 0)
      return ((const GcTicket *)g_ptr_array_index (parked, 0))->id;
    return agent->offer != NULL ? agent->offer : agent->ticket;
  }
  return ticket != NULL ? ticket->id : NULL;
}

static void
step (World *world, uint8_t what, uint8_t who, uint8_t value)
{
  GcQueueEvent event = { .type = (GcQueueEventType)(what % GC_EVENT_N) };
  gboolean is_agent = event.type >= GC_EVENT_AGENT_WANT && event.type <= GC_EVENT_AGENT_ABSENT;

  /* Each event comes after a time that its first byte says too: none, a little, or long. */
  world->now_ms += what < 64 ? 0 : what < 192 ? (int64_t)what * 50 : (int64_t)what * 1000;
  event.actor = is_agent ? agents[who % N_AGENTS] : kiosks[who % N_KIOSKS];
  if (event.type == GC_EVENT_TICKET_CREATE) {
    create (world, event.actor, value);
    return;
  }
  g_autofree char *id = g_strdup (choose_ticket (world, is_agent, event.actor, value));
  event.ticket = id;
  if (event.type == GC_EVENT_TICKET_RATE)
    event.rate.grade = value;
  else if (event.type == GC_EVENT_TICKET_CALL_BACK)
    event.call_back.phone = value < 8 ? "12" : "+39 333 1234567";
  else if (event.type == GC_EVENT_TICKET_LEAVE)
    event.leave.online = value & 1;
  else if (event.type == GC_EVENT_CALLBACK_RETURN)
    event.come_back.closes_ms = value & 1 ? world->now_ms + value * INT64_C (10000) : 0;
  else if (event.type == GC_EVENT_AGENT_WANT)
    event.want.wanted = (GcWanted)(value % (GC_WANTED_N + 1));
  else if (event.type == GC_EVENT_OFFER_DECLINE)
    event.decline.reason = (GcDecline)(value % (GC_DECLINE_N + 1));
  else if (event.type == GC_EVENT_SESSION_HOLD)
    event.hold.held = value & 1;
  else if (event.type == GC_EVENT_ITEM_DONE) {
    const GcTicket *ticket = id != NULL ? gc_queue_get_ticket (world->queue, id) : NULL;
    event.item_done.item = ticket != NULL && value >= 16 ? ticket->item : NULL;
    event.item_done.outcome = (GcOutcome)(value % (GC_OUTCOME_N + 1));
  } else if (event.type == GC_EVENT_ITEM_ADD) {
    event.item_add.item = value < 8 ? NULL : value & 1 ? "SS-02" : "HK-01";
    event.item_add.department = departments[value % 3];
  } else if (event.type == GC_EVENT_SESSION_PARK) {
    event.park.reason = value < 8 ? NULL : "r";
    event.park.minutes = value / 2;
  } else if (event.type == GC_EVENT_SESSION_TRANSFER && value >= 0x80)
    event.transfer.department = departments[value % 3];
  else if (event.type == GC_EVENT_SESSION_INVITE || event.type == GC_EVENT_SESSION_DISMISS ||
           event.type == GC_EVENT_SESSION_HAND_OVER) {
    event.guest.agent = agents[value % N_AGENTS];
    event.guest.how = (GcInvite)(value / 16 % (GC_INVITE_N + 1));
  } else if (event.type == GC_EVENT_SESSION_SUPERVISE)
    event.supervise.heard_by = (GcHeardBy)(value % (GC_HEARD_BY_N + 1));
  else if (event.type == GC_EVENT_SESSION_TRANSFER)
    event.transfer.agent = value < 16 ? NULL : agents[value % N_AGENTS];
  else if (event.type == GC_EVENT_AGENT_TAKE)
    event.take.reason = "r";
  else if (event.type >= GC_EVENT_DESK_RAISE && event.type <= GC_EVENT_DESK_CANCEL) {
    event.desk.agent = agents[value % N_AGENTS];
    event.desk.department = departments[value % 3];
    event.desk.reason = value < 8 ? NULL : "r";
  } else if (event.type == GC_EVENT_SESSION_END)
    event.end.outcome = (GcOutcome)(value % (GC_OUTCOME_N + 1));
  else if (event.type == GC_EVENT_WRAP_UP_FINISH)
    event.finish.outcome = (GcOutcome)(value % (GC_OUTCOME_N + 1));
  apply (world, &event);
}

static void
check_reload (World *world)
{
  g_autoptr (GcQueueRows) rows = gc_queue_rows_new ();
  g_autoptr (GcQueue) other = new_queue ();
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (rows->tickets, gc_ticket_copy (value));
  g_hash_table_iter_init (&iter, world->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (rows->agents, gc_agent_copy (value));
  rows->last_seq = world->last_seq;
  rows->last_rank = world->last_rank;
  rows->last_agent_seq = world->last_agent_seq;
  gc_queue_load (other, rows, world->now_ms, &error);
  g_assert_no_error (error);
  gc_queue_check (other, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gc_queue_next_ms (other), ==, gc_queue_next_ms (world->queue));
  for (unsigned i = 0; i < rows->tickets->len; i++) {
    const GcTicket *row = g_ptr_array_index (rows->tickets, i);
    g_assert_true (gc_ticket_equal (row, gc_queue_get_ticket (world->queue, row->id)));
    g_assert_cmpint (gc_queue_ahead (other, row->id), ==, gc_queue_ahead (world->queue, row->id));
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const GcQueueEvent tick = { .type = GC_EVENT_TICK };
  World world = { .queue = new_queue (), .now_ms = START_MS };

  world.tickets =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gc_ticket_free);
  world.agents =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gc_agent_free);
  commit (&world);
  for (size_t i = 0; i + 2 < size; i += 3) {
    step (&world, data[i], data[i + 1], data[i + 2]);
    apply (&world, &tick);
    g_assert_cmpint (gc_queue_next_ms (world.queue), >, world.now_ms);
  }
  check_reload (&world);
  gc_queue_free (world.queue);
  g_hash_table_unref (world.tickets);
  g_hash_table_unref (world.agents);
  return 0;
}
