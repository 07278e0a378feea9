// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue-book.h"
#include "queue/gc-queue-private.h"

/*
 * The book of appointments is built as the queue is: rows are the truth, handlers change them and
 * touch them, and gc_queue_book_settle () files what was touched.
 */
typedef struct {
  GcAppointment *row;
  GSequenceIter *iter;    /* (nullable) in the order of time */
  int64_t filed_start_ms; /* the key there */
  char *filed_kiosk;      /* (nullable) the keys in the tables below */
  char *filed_code;       /* (nullable) */
  char *filed_ticket;     /* (nullable) */
  char *filed_origin;     /* (nullable) */
  GcDeadline deadline;
  gboolean touched;
  gboolean changed;
} GcAppointmentEntry;

struct _GcBook {
  GHashTable *entries; /* char* id (in the row) -> GcAppointmentEntry, owned */
  GHashTable *kiosks;  /* char* kiosk (in the entry) -> GcAppointmentEntry that it shows */
  GHashTable *codes;   /* char* code -> GcAppointmentEntry */
  GHashTable *tickets; /* char* ticket -> GcAppointmentEntry from which it was made */
  GHashTable *origins; /* char* ticket -> GcAppointmentEntry proposed in its session */
  GSequence *order;    /* GcAppointmentEntry, by start and id */
  GPtrArray *touched;
  GPtrArray *changed;
  GPtrArray *gone;   /* GcAppointmentEntry, owned: closed, kept until the changes are taken */
  GPtrArray *events; /* GcAppointmentEvent, moved into the changes */
  uint64_t last_seq;
};

/* Adds an entry for @row, which it swallows. */
GcAppointmentEntry *gc_queue_book_add (GcQueue *queue, GcAppointment *row);
GcAppointmentEntry *gc_queue_book_find (const GcQueue *queue, const char *id);
/* The row is about to change, or has changed. */
void gc_queue_book_touch (GcQueue *queue, GcAppointmentEntry *entry);

/* Moves it, or notes what happened while the state stays. @detail: (nullable). */
void gc_queue_book_move (GcQueue *queue,
                         GcAppointmentEntry *entry,
                         GcAppointmentState to,
                         GcBookReason reason,
                         const char *detail);
void gc_queue_book_note (GcQueue *queue,
                         GcAppointmentEntry *entry,
                         GcBookReason reason,
                         const char *detail);

/* Puts it on the screen of @kiosk, off which anything else goes; files at once. */
void gc_queue_book_show (GcQueue *queue, GcAppointmentEntry *entry, const char *kiosk);
/* What the home side asked for is no longer asked for. */
void gc_queue_book_drop_proposal (GcAppointmentEntry *entry);
/* Which reminders are still to come, now that the time is what it is. */
void gc_queue_book_set_reminders (const GcQueue *queue, GcAppointment *row);
