// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-error.h"
#include "queue/gc-queue.h"

/*
 * World: a queue, its time, and words for stories. After each event every invariant is checked. A
 * ticket "t1" belongs to the kiosk "kiosk-t1".
 */
typedef struct {
  GcQueue *queue;
  int64_t now_ms;
} World;

#define START_MS INT64_C (1795449600000)
#define SECOND INT64_C (1000)
#define MINUTE (60 * SECOND)

#define EVENT(what, ...)                                                                           \
  (GcQueueEvent)                                                                                   \
  {                                                                                                \
    .type = GC_EVENT_##what, __VA_ARGS__                                                           \
  }

/* Two agents of one department at work, ann (hrss civil; zh wuu-x-wenzhou) and bo (hrss; zh it). */
void open_shop (World *world, gconstpointer data);
void close_shop (World *world, gconstpointer data);

gboolean try (World *world, GcQueueEvent event, GError **error);
void does (World *world, GcQueueEvent event);
/* The event is refused with @code and changes nothing. */
void refuses (World *world, GcErrorCode code, GcQueueEvent event);
/* Time passes, with a tick at each deadline on the way. */
void wait_ms (World *world, int64_t ms);

/* Lists are words with spaces. */
void set_agent (World *world, const char *account, const char *departments, const char *languages);
void start_work (World *world, const char *account);

void draft_in (World *world, const char *id, const char *department, const char *languages);
void by_kiosk (World *world, GcQueueEventType type, const char *id);
/* In line for hrss, in zh. */
void enqueue (World *world, const char *id);
void by_agent (World *world, GcQueueEventType type, const char *account, const char *id);
/* Accepted, and both see each other. */
void talk (World *world, const char *id, const char *account);

const GcTicket *ticket (World *world, const char *id);
/* What the page of the ticket says. */
GcNotice notice (World *world, const char *id);
const GcAgent *agent (World *world, const char *account);
/* The last line with @reason of the history, which the call takes. */
void assert_history (World *world, const char *reason, const char *account, const char *detail);

#define assert_state(world, id, expected)                                                          \
  g_assert_cmpstr (gc_ticket_state_name (ticket (world, id)->state), ==, expected)
#define assert_effective(world, account, expected)                                                 \
  g_assert_cmpstr (gc_effective_name (agent (world, account)->effective), ==, expected)
#define assert_offered(world, account, expected)                                                   \
  g_assert_cmpstr (agent (world, account)->offer, ==, expected)
