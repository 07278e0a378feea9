// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/* Parts of test-queue-model.c that need not know its model. */

#define MODEL_PHONE "+39 333 1234567"

/* Whether age alone counts: 45 minutes of waiting. */
gboolean is_overdue (const GcTicket *ticket, int64_t now_ms);
/* Waiting and bonuses, in ms, as the rules say it. */
int64_t score_of (const GcTicket *ticket, int64_t now_ms);

/* Copies of all rows; the keys of @counters are their points. (transfer full) */
GcQueueRows *
copy_rows (GHashTable *tickets, GHashTable *agents, GHashTable *counters, GHashTable *times);

/*
 * What somebody at a kiosk that shows @shown (nullable) may do about callbacks: leave a number
 * there, or come back for one of @tickets, or cancel it. Fills type, ticket (borrowed) and values.
 * FALSE: nothing.
 */
gboolean pick_callback_event (GRand *random,
                              const GcQueue *queue,
                              GHashTable *tickets,
                              const GcTicket *shown,
                              int64_t now_ms,
                              GcQueueEvent *event);

/* A place once taken is never changed, whatever happens to the session. @before: (nullable). */
void check_place (const GcTicket *before, const GcTicket *now);
/* The state of each of @tickets, one more than it is, by a copy of its id. (transfer full) */
GHashTable *known_states (GHashTable *tickets);
