// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/* The part of the queue's model that is about guests: what is done with them, and what must hold.
 */

/* What the history has told of guests so far. */
typedef struct {
  unsigned n_invited;
  unsigned n_invites_ended;
  unsigned n_guests;
  unsigned n_gone;
} GuestCounts;

void guest_counts_add (GuestCounts *counts, const GcTransition *line);
/* At the end of a run with @n_agents: all came to an end, but those still there. */
void guest_counts_check (const GuestCounts *counts, unsigned n_agents);

/* Whoever sits in the session of @ticket sits in this one alone, and nobody else thinks that he
 * does. @agents: all accounts, NULL-terminated. */
void check_seats (const GcQueue *queue,
                  const char *const *agents,
                  const GcTicket *ticket,
                  int64_t now_ms);

/* @agent, supervisor or not, wants to be in a session, or heard there. It borrows. */
GcQueueEvent pick_supervision (GRand *random, const char *agent);

/* What an agent with a ticket does with guests, or about them, sensible or not. It borrows. */
GcQueueEvent
pick_guest_event (const GcQueue *queue, GRand *random, const GcAgent *agent, const char *other);
