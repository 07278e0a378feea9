// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/* What the random tests know of the hold queue. */
typedef struct {
  unsigned n_parked;
  unsigned n_ready;
  unsigned n_over;
  unsigned n_pulled; /* by their agent */
} ParkCounts;

void parked_count (ParkCounts *counts, const GcTransition *line);
/* Each of these happened. */
void parked_assert_busy (const ParkCounts *counts);

/* Whom @account has parked is his alone, keeps nobody busy and stands in no line. */
void parked_check (const GcQueue *queue, const char *account, int64_t now_ms);

/* Makes @event one that parks the ticket it names. */
void parked_fill (GcQueueEvent *event, int64_t minutes);

/* The event with which @account goes on with the first that he has parked, or with @other. */
GcQueueEvent parked_pull (const GcQueue *queue, const char *account, const GcTicket *other);
