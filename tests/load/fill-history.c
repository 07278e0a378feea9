// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Fills a data folder with a history that never happened, so that reports can be looked at: the
 * real queue and the real store live through DAYS days up to now, in seconds. Residents come in the
 * hours of their points, lose patience, drop out; agents keep shifts, decline, miss offers.
 *
 *   fill-history DATA DAYS [SEED]
 *
 * The agents are agent1 to agent6; their accounts are the caller's to add.
 */
#include "config.h"

#include "queue/gc-queue.h"
#include "signal/gc-catalogue.h"
#include "store/gc-store.h"

#include <stdlib.h>

#define SECOND_MS INT64_C (1000)
#define MINUTE_MS (60 * SECOND_MS)
#define DAY_MS (24 * 60 * MINUTE_MS)
#define STEP_MS (5 * SECOND_MS)
#define N_AGENTS 6
#define BREAK_HOUR 4
/* As the service adds to an item's typical length. */
#define WRITING_MS (2 * MINUTE_MS)
#define KIOSKS_A_POINT 3

typedef struct {
  const GcPoint *point;
  GTimeZone *zone;
  double arrivals_a_step;
  char *seat;
  int64_t patient_until_ms;
  int64_t back_ms; /* dropped out until then */
} Kiosk;

typedef struct {
  char *account;
  int first_hour; /* of the shift, in Wenzhou */
  int last_hour;
  GcWanted wanted;
  GcEffective state; /* in which he has decided */
  int64_t since_ms;
  int64_t act_ms; /* does then what the state asks for; 0: nothing */
} Agent;

typedef struct {
  GRand *random;
  GcCatalogue *catalogue;
  GcStore *store;
  GcQueue *queue;
  GTimeZone *home;
  int64_t now_ms;
  unsigned n_tickets;
  GPtrArray *items; /* GcItem, borrowed */
  Kiosk *kiosks;
  unsigned n_kiosks;
  Agent agents[N_AGENTS];
} World;

static double
chance (World *world)
{
  return g_rand_double (world->random);
}

static int64_t
between (World *world, int64_t low_ms, int64_t high_ms)
{
  return low_ms + (int64_t)(chance (world) * (double)(high_ms - low_ms));
}

/* What no longer fits the state is refused, as it would be in life. */
static void
apply (World *world, GcQueueEvent event)
{
  g_autoptr (GError) error = NULL;

  gc_queue_apply (world->queue, &event, world->now_ms, &error);
}

/* ---- residents ---- */

static void
arrive (World *world, Kiosk *kiosk)
{
  static const char *const languages[] = { "zh", NULL };
  g_autofree char *id =
      g_strdup_printf ("t%08x%04u", g_rand_int (world->random), world->n_tickets++ % 10000);
  /* Some items are asked for much more often than others. */
  double pick = chance (world) * chance (world) * chance (world);
  const GcItem *item = g_ptr_array_index (world->items, (unsigned)(pick * world->items->len));
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (world->now_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, kiosk->zone);
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  apply (world, (GcQueueEvent){ .type = GC_EVENT_KIOSK_CLEAR, .actor = kiosk->seat });
  apply (world, (GcQueueEvent){
                    .type = GC_EVENT_TICKET_CREATE,
                    .ticket = id,
                    .actor = kiosk->seat,
                    .create = {
                        .point = kiosk->point->id,
                        .item = item->code,
                        .department = item->department,
                        .languages = languages,
                        .name = "无此人",
                        .number_prefix = "X",
                        .local_date = (unsigned)(year * 10000 + month * 100 + day),
                        .expected_ms = item->typical_ms > 0 ? item->typical_ms + WRITING_MS : 0,
                    } });
  apply (world, (GcQueueEvent){ .type = GC_EVENT_KIOSK_PRESENT, .actor = kiosk->seat });
  apply (world, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .actor = kiosk->seat, .ticket = id });
  double patience = chance (world);
  kiosk->patient_until_ms =
      world->now_ms +
      (patience < 0.02 ? 10 * SECOND_MS : (int64_t)(4 + patience * patience * 56) * MINUTE_MS);
  kiosk->back_ms = 0;
}

static void
step_kiosk (World *world, Kiosk *kiosk)
{
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (world->queue, kiosk->seat);
  GcQueueEvent event = { .actor = kiosk->seat };

  if (ticket == NULL || gc_ticket_state_is_over (ticket->state)) {
    if (chance (world) < kiosk->arrivals_a_step &&
        gc_hours_look (kiosk->point->hours, world->now_ms).open)
      arrive (world, kiosk);
    return;
  }
  g_autofree char *id = g_strdup (ticket->id);
  if (kiosk->back_ms != 0) {
    if (world->now_ms < kiosk->back_ms)
      return;
    kiosk->back_ms = 0;
    event.type = GC_EVENT_KIOSK_PRESENT;
    apply (world, event);
  } else if (ticket->state == GC_TICKET_CONNECTING) {
    event.type = GC_EVENT_RESIDENT_JOINED;
    event.ticket = id;
    apply (world, event);
  } else if (ticket->state == GC_TICKET_IN_SESSION && chance (world) < 0.0004) {
    kiosk->back_ms = world->now_ms + between (world, 20 * SECOND_MS, 240 * SECOND_MS);
    event.type = GC_EVENT_KIOSK_ABSENT;
    apply (world, event);
  } else if (ticket->state == GC_TICKET_WAITING && world->now_ms > kiosk->patient_until_ms) {
    event.type = GC_EVENT_TICKET_LEAVE;
    event.ticket = id;
    apply (world, event);
  }
}

/* ---- agents ---- */

/* In his shift, with half an hour of break after four hours. */
static GcWanted
want (World *world, const Agent *agent)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (world->now_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, world->home);
  int hour = (g_date_time_get_hour (local) - agent->first_hour + 24) % 24;
  gboolean weekend = g_date_time_get_day_of_week (local) > 5;

  if (hour >= (agent->last_hour - agent->first_hour + 24) % 24 ||
      (weekend && agent->first_hour % 2 != 0))
    return GC_WANTED_OFFLINE;
  return hour == BREAK_HOUR && g_date_time_get_minute (local) < 30 ? GC_WANTED_BREAK
                                                                   : GC_WANTED_AVAILABLE;
}

static GcQueueEventType
choose_answer (World *world)
{
  double way = chance (world);

  if (way < 0.04)
    return GC_EVENT_OFFER_DECLINE;
  return way < 0.06 ? GC_EVENT_TICK : GC_EVENT_OFFER_ACCEPT;
}

/* When he does what his state asks for, with what it takes until then. */
static int64_t
decide (World *world, const GcAgent *row)
{
  switch ((int)row->effective) {
  case GC_EFFECTIVE_OFFERED:
    return world->now_ms + between (world, 3 * SECOND_MS, 16 * SECOND_MS);
  case GC_EFFECTIVE_CONNECTING:
    return world->now_ms;
  case GC_EFFECTIVE_BUSY:
    return world->now_ms + between (world, 3 * MINUTE_MS, 17 * MINUTE_MS);
  case GC_EFFECTIVE_WRAP_UP:
    return world->now_ms + between (world, 20 * SECOND_MS, 200 * SECOND_MS);
  default:
    return 0;
  }
}

static void
act (World *world, const GcAgent *row)
{
  g_autofree char *id = g_strdup (row->offer != NULL ? row->offer : row->ticket);
  GcQueueEvent event = { .actor = row->account, .ticket = id };
  g_autoptr (GPtrArray) colleagues = NULL;

  switch ((int)row->effective) {
  case GC_EFFECTIVE_OFFERED:
    event.type = choose_answer (world);
    if (event.type == GC_EVENT_TICK)
      return;
    break;
  case GC_EFFECTIVE_CONNECTING:
    event.type = GC_EVENT_AGENT_JOINED;
    break;
  case GC_EFFECTIVE_BUSY:
    colleagues = gc_queue_list_colleagues (world->queue, id);
    event.type = GC_EVENT_SESSION_END;
    event.end.outcome = GC_OUTCOME_ACCEPTED;
    if (colleagues->len > 0 && chance (world) < 0.12) {
      const GcAgent *colleague = g_ptr_array_index (colleagues, 0);
      if (gc_queue_could_take_over (world->queue, id, colleague->account)) {
        event.type = GC_EVENT_SESSION_TRANSFER;
        event.transfer.agent = colleague->account;
      }
    }
    break;
  case GC_EFFECTIVE_WRAP_UP:
    event.type = GC_EVENT_WRAP_UP_FINISH;
    event.finish.outcome = GC_OUTCOME_ACCEPTED;
    break;
  default:
    return;
  }
  apply (world, event);
}

static void
step_agent (World *world, Agent *agent)
{
  const GcAgent *row = gc_queue_get_agent (world->queue, agent->account);
  GcWanted wanted = want (world, agent);

  /* Three offers that he missed have made it a break. */
  if (wanted != agent->wanted || (wanted == GC_WANTED_AVAILABLE && row->wanted != wanted)) {
    agent->wanted = wanted;
    apply (world, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = agent->account });
    apply (world, (GcQueueEvent){ .type = GC_EVENT_AGENT_WANT,
                                  .actor = agent->account,
                                  .want.wanted = wanted });
  }
  if (agent->state != row->effective || agent->since_ms != row->since_ms) {
    agent->state = row->effective;
    agent->since_ms = row->since_ms;
    agent->act_ms = decide (world, row);
  }
  if (agent->act_ms == 0 || world->now_ms < agent->act_ms)
    return;
  /* Again later, if this does not change his state: a transfer may be declined. */
  agent->act_ms = decide (world, row);
  act (world, row);
}

/* ---- the days ---- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static void
save (World *world)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_commit_async (world->store, gc_queue_take_changes (world->queue), NULL, on_saved,
                         &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!gc_store_commit_finish (world->store, result, &error))
    g_printerr ("fill-history: %s\n", error->message);
}

static void
live (World *world, int64_t end_ms)
{
  while (world->now_ms < end_ms) {
    world->now_ms += STEP_MS;
    while (gc_queue_next_ms (world->queue) <= world->now_ms)
      apply (world, (GcQueueEvent){ .type = GC_EVENT_TICK });
    for (unsigned i = 0; i < world->n_kiosks; i++)
      step_kiosk (world, &world->kiosks[i]);
    for (unsigned i = 0; i < N_AGENTS; i++)
      step_agent (world, &world->agents[i]);
    if (world->now_ms / STEP_MS % (60 * MINUTE_MS / STEP_MS) == 0)
      save (world);
  }
  save (world);
}

static void
add_kiosks (World *world)
{
  const GPtrArray *points = gc_catalogue_get_points (world->catalogue);

  world->n_kiosks = points->len * KIOSKS_A_POINT;
  world->kiosks = g_new0 (Kiosk, world->n_kiosks);
  for (unsigned i = 0; i < world->n_kiosks; i++) {
    const GcPoint *point = g_ptr_array_index (points, i / KIOSKS_A_POINT);
    Kiosk *kiosk = &world->kiosks[i];
    kiosk->point = point;
    kiosk->zone = g_time_zone_new_identifier (point->timezone);
    /* The first points of the list have the most people. */
    kiosk->arrivals_a_step = 0.0034 / (1 + i / KIOSKS_A_POINT * 0.35);
    kiosk->seat = g_strdup_printf ("kiosk-%s-%u", point->id, i % KIOSKS_A_POINT + 1);
  }
}

static void
add_agents (World *world)
{
  static const int shifts[N_AGENTS][2] = { { 8, 17 }, { 8, 18 }, { 14, 23 },
                                           { 15, 0 }, { 16, 1 }, { 16, 20 } };
  static const char *const languages[] = { "zh", NULL };
  g_autoptr (GPtrArray) departments = gc_catalogue_list_departments (world->catalogue);

  g_ptr_array_add (departments, NULL);
  for (unsigned i = 0; i < N_AGENTS; i++) {
    g_autoptr (GError) error = NULL;
    world->agents[i] = (Agent){ g_strdup_printf ("agent%u", i + 1), shifts[i][0], shifts[i][1],
                                GC_WANTED_OFFLINE, 0 };
    const GcAgentSkills skills = { .account = world->agents[i].account,
                                   .name = world->agents[i].account,
                                   .departments = (const char *const *)departments->pdata,
                                   .languages = languages };
    gc_queue_set_agent (world->queue, &skills, world->now_ms, &error);
    g_assert_no_error (error);
  }
}

/* Of a few categories, in the order in which they are asked for most. */
static void
add_items (World *world)
{
  static const char *const categories[] = { "SS", "NT", "HK", "QO" };

  world->items = g_ptr_array_new ();
  for (unsigned i = 1; i <= 10; i++)
    for (size_t j = 0; j < G_N_ELEMENTS (categories); j++) {
      g_autofree char *code = g_strdup_printf ("%s-%02u", categories[j], i);
      const GcItem *item = gc_catalogue_get_item (world->catalogue, code);
      if (item != NULL)
        g_ptr_array_add (world->items, (gpointer)item);
    }
}

static void
close_world (World *world)
{
  for (unsigned i = 0; i < world->n_kiosks; i++) {
    g_time_zone_unref (world->kiosks[i].zone);
    g_free (world->kiosks[i].seat);
  }
  for (unsigned i = 0; i < N_AGENTS; i++)
    g_free (world->agents[i].account);
  g_free (world->kiosks);
  g_ptr_array_unref (world->items);
  g_time_zone_unref (world->home);
  gc_queue_free (world->queue);
  gc_store_close (world->store);
  gc_catalogue_free (world->catalogue);
  g_rand_free (world->random);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  World world = { 0 };
  GcQueueConfig config;

  if (argc < 3) {
    g_printerr ("usage: fill-history DATA DAYS [SEED]\n");
    return 2;
  }
  world.random = g_rand_new_with_seed (argc > 3 ? (guint32)atoi (argv[3]) : 1);
  world.catalogue = gc_catalogue_new (NULL, &error);
  world.store = error == NULL ? gc_store_open (argv[1], GC_STORE_SERVICE, &error) : NULL;
  if (error != NULL) {
    g_printerr ("fill-history: %s\n", error->message);
    return 1;
  }
  gc_queue_config_init (&config);
  world.queue = gc_queue_new (&config);
  world.home = g_time_zone_new_identifier ("Asia/Shanghai");
  int64_t end_ms = g_get_real_time () / 1000;
  world.now_ms = end_ms - atoi (argv[2]) * DAY_MS;
  add_items (&world);
  add_kiosks (&world);
  add_agents (&world);
  live (&world, end_ms);
  g_print ("%u tickets\n", world.n_tickets);
  close_world (&world);
  return 0;
}
