// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/* AgentBook: what the history of the agents has said so far, to check what comes next. */
typedef struct {
  GHashTable *told; /* char* account -> GcAgent, wanted and effective as its last line says */
  uint64_t last_seq;
  int64_t last_ms;
} AgentBook;

void agent_book_init (AgentBook *book);
void agent_book_clear (AgentBook *book);

/* The lines of @rows go on from the last ones, say only what is new, by legal moves, and end with
 * what each agent of @queue is. */
void agent_book_check (AgentBook *book, const GcQueueRows *rows, const GcQueue *queue);
