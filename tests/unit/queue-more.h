// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/* What the random tests know of the hold queue and of visits with several items. */
typedef struct {
  unsigned n_parked;
  unsigned n_ready;
  unsigned n_over;
  unsigned n_pulled; /* by their agent */
  unsigned n_items;  /* finished, and others left */
  unsigned n_added;
  unsigned n_next; /* in line for the next item */
} MoreCounts;

void more_count (MoreCounts *counts, const GcTransition *line);
/* Each of these happened. */
void more_assert_busy (const MoreCounts *counts);

/* Whom @account has parked is his alone, keeps nobody busy and stands in no line. */
void more_check (const GcQueue *queue, const char *account, int64_t now_ms);

/* Items to choose further ones from; the first n of them, for n below 3. */
extern const GcVisitWish more_wishes[];

/* What an agent does now and then with the ticket that @event names, by @way of 0 to 5: park it,
 * finish its item or add one. */
void more_fill (GcQueueEvent *event, const GcTicket *ticket, unsigned way, unsigned value);

/* The event with which @account goes on with the first that he has parked, or with @other. */
GcQueueEvent more_pull (const GcQueue *queue, const char *account, const GcTicket *other);
