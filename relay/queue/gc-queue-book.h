// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-spans.h"
#include "queue/gc-queue.h"

/*
 * What the queue knows of appointments, and of who could take them. Its rows are the truth of what
 * is booked; which times there are at all (hours, holidays) is worked out above it.
 */

/* (transfer none) (nullable), all of them. */
const GcAppointment *gc_queue_get_appointment (const GcQueue *queue, const char *id);
/* That @kiosk shows. */
const GcAppointment *gc_queue_get_kiosk_appointment (const GcQueue *queue, const char *kiosk);
/* That was proposed in the session of @ticket, else from which the ticket was made. */
const GcAppointment *gc_queue_get_ticket_appointment (const GcQueue *queue, const char *ticket);
/* That its resident can still find by @code (as gc_appointment_code_parse () gives it). */
const GcAppointment *gc_queue_find_appointment (const GcQueue *queue, const char *code);

/* All that are not closed, by their time. @func must not change the queue. */
void gc_queue_foreach_appointment (const GcQueue *queue,
                                   void (*func) (const GcAppointment *row, gpointer user_data),
                                   gpointer user_data);

/* The number of the last change of any appointment: as long as it is the same, all are. */
uint64_t gc_queue_get_appointment_seq (const GcQueue *queue);

/* Whether a resident of @point may arrive now: from a while before to the end of its day. */
gboolean gc_queue_may_arrive (const GcQueue *queue,
                              const GcAppointment *row,
                              const char *point,
                              int64_t now_ms);

/* What an appointment asks for. */
typedef struct {
  const char *point;
  const char *item;
  const char *department;
  const char *const *languages; /* (nullable): whichever an agent speaks */
  const char *except;           /* (nullable) the id of one that does not count */
} GcWant;

/* The shifts of those who could take it: const GcSpans, NULL for one who is always on duty.
 * (transfer container) */
GPtrArray *gc_queue_list_shifts (const GcQueue *queue, const GcWant *want);

/* A time that is taken already. */
typedef struct {
  GcSpan busy;    /* with the gap after it */
  gboolean room;  /* it takes a room of the point */
  gboolean agent; /* it may take one of those who could take what is wanted */
} GcTaken;

/* In no order; what takes neither is left out. (transfer full) (element-type GcTaken) */
GArray *gc_queue_list_taken (const GcQueue *queue, const GcWant *want);
