// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What pages show of appointments. */
#include "config.h"

#include "queue/gc-queue-book.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

#define DAY_MS INT64_C (86400000)
#define MINUTE_MS INT64_C (60000)
#define MAX_SHOWN 500

static void
write_meeting (GcJsonWriter *writer, const GcMeeting *time)
{
  gc_json_writer_int (writer, "start_ms", time->start_ms);
  gc_json_writer_int (writer, "end_ms", time->end_ms);
  gc_json_writer_string (writer, "home_wall", time->home_wall);
  gc_json_writer_string (writer, "point_wall", time->point_wall);
}

static void
write_proposal (GcJsonWriter *writer, const GcAppointment *row)
{
  if (row->proposal.start_ms == 0) {
    gc_json_writer_null (writer, "proposal");
    return;
  }
  gc_json_writer_begin_object (writer, "proposal");
  write_meeting (writer, &row->proposal);
  gc_json_writer_string (writer, "note", row->note != NULL ? row->note : "");
  gc_json_writer_end_object (writer);
}

char *
gc_views_make_appointment (GcService *service, const GcAppointment *row, const char *point)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  g_auto (GcJsonWriter) writer = { 0 };
  g_autofree char *code =
      row != NULL && row->code != NULL ? gc_appointment_code_format (row->code) : NULL;

  if (row == NULL)
    return g_strdup ("null");
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "id", row->id);
  gc_json_writer_string (&writer, "code", point != NULL ? code : NULL);
  gc_json_writer_string (&writer, "state", gc_appointment_state_name (row->state));
  gc_json_writer_string (&writer, "item", row->item);
  gc_json_writer_string (&writer, "name", row->name);
  gc_json_writer_string (&writer, "point", row->point);
  write_meeting (&writer, &row->time);
  gc_json_writer_int (&writer, "until_ms", row->until_ms);
  gc_json_writer_boolean (&writer, "can_arrive",
                          point != NULL &&
                              gc_queue_may_arrive (queue, row, point, gc_service_now_ms (service)));
  gc_json_writer_boolean (&writer, "late", row->late || row->state == GC_APPOINTMENT_NO_SHOW);
  write_proposal (&writer, row);
  gc_json_writer_string (&writer, "change", gc_clock_change_name (row->change));
  gc_json_writer_boolean (&writer, "confirm", row->confirm);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* ---- the desk's ---- */

typedef struct {
  GcJsonWriter *writer;
  int64_t now_ms;
  unsigned n;
} DeskWalk;

/* Of yesterday and later, and never what was only held or proposed. */
static gboolean
is_for_desk (const GcAppointment *row, int64_t now_ms)
{
  return (row->state == GC_APPOINTMENT_BOOKED || row->state == GC_APPOINTMENT_ARRIVED ||
          row->state == GC_APPOINTMENT_NO_SHOW || row->state == GC_APPOINTMENT_CANCELLED) &&
         row->time.day_ms + DAY_MS > now_ms;
}

static void
write_desk_appointment (const GcAppointment *row, gpointer user_data)
{
  DeskWalk *walk = user_data;
  GcJsonWriter *writer = walk->writer;

  if (!is_for_desk (row, walk->now_ms) || walk->n >= MAX_SHOWN)
    return;
  walk->n++;
  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "id", row->id);
  gc_json_writer_string (writer, "state", gc_appointment_state_name (row->state));
  gc_json_writer_string (writer, "point", row->point);
  gc_json_writer_string (writer, "item", row->item);
  gc_json_writer_string (writer, "name", row->name);
  gc_json_writer_string (writer, "phone", row->phone);
  write_meeting (writer, &row->time);
  gc_json_writer_boolean (writer, "confirm", row->confirm);
  gc_json_writer_string (writer, "remind", gc_remind_name (row->remind));
  gc_json_writer_string (writer, "ticket", row->ticket);
  gc_json_writer_string (writer, "change", gc_clock_change_name (row->change));
  write_proposal (writer, row);
  gc_json_writer_end_object (writer);
}

void
gc_views_set_appointments (GcService *service, GcSeat *seat)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  uint64_t seq = gc_queue_get_appointment_seq (queue);
  int64_t now_ms = gc_service_now_ms (service);

  /* Every change has its number, so that a long list need not be written anew with each ticket. */
  if (service->appointments == NULL || service->appointments_seq != seq ||
      service->appointments_minute != now_ms / MINUTE_MS) {
    g_auto (GcJsonWriter) writer = { 0 };
    DeskWalk walk = { .writer = &writer, .now_ms = now_ms };
    gc_json_writer_init (&writer);
    gc_json_writer_begin_list (&writer, NULL);
    gc_queue_foreach_appointment (queue, write_desk_appointment, &walk);
    gc_json_writer_end_list (&writer);
    g_clear_pointer (&service->appointments, g_ref_string_release);
    service->appointments = g_ref_string_new_len (writer.text->str, (gssize)writer.text->len);
    service->appointments_seq = seq;
    service->appointments_minute = now_ms / MINUTE_MS;
  }
  gc_seat_set_shared_part (seat, GC_PART_APPOINTMENTS, service->appointments);
}
