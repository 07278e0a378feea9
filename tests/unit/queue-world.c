// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-world.h"

#include <string.h>

gboolean
try (World *world, GcQueueEvent event, GError **error)
{
  g_autoptr (GError) broken = NULL;
  gboolean done = gc_queue_apply (world->queue, &event, world->now_ms, error);

  gc_queue_check (world->queue, &broken);
  g_assert_no_error (broken);
  return done;
}

void
does (World *world, GcQueueEvent event)
{
  g_autoptr (GError) error = NULL;

  try (world, event, &error);
  g_assert_no_error (error);
}

void
refuses (World *world, GcErrorCode code, GcQueueEvent event)
{
  g_autoptr (GError) error = NULL;

  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  g_assert_false (try (world, event, &error));
  g_assert_error (error, GC_ERROR, (int)code);
  g_autoptr (GcQueueRows) after = gc_queue_take_changes (world->queue);
  g_assert_true (gc_queue_rows_is_empty (after));
}

/* Time passes, with a tick at each deadline on the way. */
void
wait_ms (World *world, int64_t ms)
{
  int64_t end_ms = world->now_ms + ms;

  while (gc_queue_next_ms (world->queue) <= end_ms) {
    world->now_ms = MAX (world->now_ms, gc_queue_next_ms (world->queue));
    does (world, EVENT (TICK));
    g_assert_cmpint (gc_queue_next_ms (world->queue), >, world->now_ms);
  }
  world->now_ms = end_ms;
}

void
set_agent (World *world, const char *account, const char *departments, const char *languages)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) department_list = g_strsplit (departments, " ", -1);
  g_auto (GStrv) language_list = g_strsplit (languages, " ", -1);

  const GcAgentSkills skills = { .account = account,
                                 .name = account,
                                 .departments = (const char *const *)department_list,
                                 .languages = (const char *const *)language_list };
  gc_queue_set_agent (world->queue, &skills, world->now_ms, &error);
  g_assert_no_error (error);
}

void
start_work (World *world, const char *account)
{
  does (world, EVENT (AGENT_PRESENT, .actor = account));
  does (world, EVENT (AGENT_WANT, .actor = account, .want.wanted = GC_WANTED_AVAILABLE));
}

void
draft_in (World *world, const char *id, const char *department, const char *languages)
{
  g_auto (GStrv) list = g_strsplit (languages, " ", -1);
  g_autofree char *kiosk = g_strconcat ("kiosk-", id, NULL);

  does (world, EVENT (TICKET_CREATE, .ticket = id, .actor = kiosk,
                      .create = { "it-milan", "SS-01", department, (const char *const *)list,
                                  "陈阿梅", "M", 20261124 }));
}

void
by_kiosk (World *world, GcQueueEventType type, const char *id)
{
  g_autofree char *kiosk = g_strconcat ("kiosk-", id, NULL);

  does (world, (GcQueueEvent){ .type = type, .ticket = id, .actor = kiosk });
}

void
enqueue (World *world, const char *id)
{
  draft_in (world, id, "hrss", "zh");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, id);
}

void
by_agent (World *world, GcQueueEventType type, const char *account, const char *id)
{
  does (world, (GcQueueEvent){ .type = type, .ticket = id, .actor = account });
}

const GcTicket *
ticket (World *world, const char *id)
{
  return gc_queue_get_ticket (world->queue, id);
}

/* What the page of the ticket says. */
GcNotice
notice (World *world, const char *id)
{
  int64_t at_ms = 0;

  return gc_queue_get_notice (world->queue, ticket (world, id), &at_ms);
}

const GcAgent *
agent (World *world, const char *account)
{
  return gc_queue_get_agent (world->queue, account);
}

/* Two agents of one department, both at work, ann first. */
void
open_shop (World *world, gconstpointer data)
{
  GcQueueConfig config;

  gc_queue_config_init (&config);
  world->queue = gc_queue_new (&config);
  world->now_ms = START_MS;
  set_agent (world, "ann", "hrss civil", "zh wuu-x-wenzhou");
  set_agent (world, "bo", "hrss", "zh it");
  start_work (world, "ann");
  wait_ms (world, 1);
  start_work (world, "bo");
  wait_ms (world, 1);
}

void
close_shop (World *world, gconstpointer data)
{
  gc_queue_free (world->queue);
}

/* @id is in session with @account. */
void
talk (World *world, const char *id, const char *account)
{
  by_agent (world, GC_EVENT_OFFER_ACCEPT, account, id);
  assert_state (world, id, "connecting");
  assert_effective (world, account, "connecting");
  by_kiosk (world, GC_EVENT_RESIDENT_JOINED, id);
  by_agent (world, GC_EVENT_AGENT_JOINED, account, id);
  assert_state (world, id, "in_session");
  assert_effective (world, account, "busy");
}

void
assert_history (World *world, const char *reason, const char *account, const char *detail)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);

  for (unsigned i = rows->transitions->len; i-- > 0;) {
    const GcTransition *line = g_ptr_array_index (rows->transitions, i);
    if (strcmp (gc_reason_name (line->reason), reason) != 0)
      continue;
    g_assert_cmpstr (line->agent, ==, account);
    g_assert_cmpstr (line->detail, ==, detail);
    return;
  }
  g_error ("the history says nothing of %s", reason);
}
