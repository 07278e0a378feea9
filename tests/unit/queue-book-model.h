// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/*
 * BookModel: what the outside knows of a queue's appointments, and events for them at random. Those
 * of kiosks are for SS-01 at it-milan; each point has two rooms, and there are three agents.
 */
typedef struct {
  GHashTable *rows; /* char* id (in the row) -> GcAppointment, committed and not closed */
  uint64_t last_seq;
  unsigned n_made;
  unsigned n_booked;
  unsigned n_arrived;
  unsigned n_reopened;
  unsigned n_no_shows;
} BookModel;

/* An event and what it points to. */
typedef struct {
  GcQueueEvent event;
  char id[16];
  char ticket[16];
  char code[16];
} BookEvent;

void book_model_init (BookModel *book);
void book_model_clear (BookModel *book);

/* The changes become what is known: history without gaps, by legal moves. */
void book_model_commit (BookModel *book, const GcQueueRows *rows);
/* Puts what is known into @rows. */
void book_model_copy (const BookModel *book, GcQueueRows *rows);
/* The queue has these rows, and no time was given away more often than there are rooms. */
void book_model_check (const BookModel *book, const GcQueue *queue);

/* Something that @kiosk, @agent or a coordinator may do, mostly; @dice decides. */
void book_model_pick (BookModel *book,
                      const GcQueue *queue,
                      int64_t now_ms,
                      const char *kiosk,
                      const char *agent,
                      uint32_t dice,
                      BookEvent *ret_event);
