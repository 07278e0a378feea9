// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the display of a waiting room shows: numbers alone, neither names nor items, since everybody
 * in the room reads it.
 */
#include "config.h"

#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define MAX_LINE 12 /* numbers that a person finds his own in at a glance */

typedef struct {
  const char *point;
  GcJsonWriter called;
  GcJsonWriter in_session;
  GcJsonWriter line;
  unsigned waiting;
} Room;

static void
write_called (GcJsonWriter *writer, const GcTicket *ticket)
{
  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "number", ticket->number);
  gc_json_writer_int (writer, "since_ms", ticket->since_ms);
  gc_json_writer_end_object (writer);
}

static void
add_ticket (const GcTicket *ticket, gpointer user_data)
{
  Room *room = user_data;

  if (strcmp (ticket->point, room->point) != 0)
    return;
  /* A callback stands in line as any other, but nobody is to come when it is its turn. */
  if (ticket->phone != NULL && ticket->state != GC_TICKET_WAITING)
    return;
  switch (ticket->state) {
  case GC_TICKET_OFFERED:
  case GC_TICKET_CONNECTING:
    write_called (&room->called, ticket);
    break;
  case GC_TICKET_IN_SESSION:
  case GC_TICKET_DROPPED:
    gc_json_writer_string (&room->in_session, NULL, ticket->number);
    break;
  case GC_TICKET_WAITING:
    if (room->waiting++ < MAX_LINE)
      gc_json_writer_string (&room->line, NULL, ticket->number);
    break;
  case GC_TICKET_DRAFT:
  case GC_TICKET_PARKED:
  case GC_TICKET_WRAP_UP:
  case GC_TICKET_DONE:
  case GC_TICKET_ABANDONED:
  case GC_TICKET_N_STATES:
  default:
    break;
  }
}

void
gc_views_refresh_display (GcService *service, GcSeat *seat)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  const char *point = gc_seat_get_user (seat)->point;
  Room room = { .point = point };
  GcJsonWriter *lists[] = { &room.called, &room.in_session, &room.line };

  for (size_t i = 0; i < G_N_ELEMENTS (lists); i++) {
    gc_json_writer_init (lists[i]);
    gc_json_writer_begin_list (lists[i], NULL);
  }
  gc_queue_foreach_open (queue, add_ticket, &room);
  for (size_t i = 0; i < G_N_ELEMENTS (lists); i++)
    gc_json_writer_end_list (lists[i]);

  gc_seat_set_part (seat, GC_PART_POINT, gc_views_make_point (service, point));
  gc_seat_set_part (seat, GC_PART_CALLED, gc_json_writer_take (&room.called));
  gc_seat_set_part (seat, GC_PART_IN_SESSION, gc_json_writer_take (&room.in_session));
  gc_seat_set_part (seat, GC_PART_LINE, gc_json_writer_take (&room.line));
  gc_seat_set_part (seat, GC_PART_WAITING, g_strdup_printf ("%u", room.waiting));
  gc_seat_set_part (seat, GC_PART_ANNOUNCEMENTS,
                    gc_announcements_format_display (service->announcements, point, queue));
}
