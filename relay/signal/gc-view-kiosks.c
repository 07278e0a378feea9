// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What desk and agents see of kiosks: whether they are there, their links and their devices. */
#include "config.h"

#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

/* A point has a few; more are shown to nobody. */
#define MAX_KIOSKS 500
/* One that has not come back for so long was taken away. */
#define GONE_MS INT64_C (86400000)

const GcLink *
gc_views_find_link (GcService *service, GcSeat *seat)
{
  const GcLink *link = seat != NULL ? gc_seat_get_link (seat) : NULL;

  if (link == NULL || !link->known || gc_seat_get_peer (seat) == NULL ||
      !gc_relay_client_is_up (service->relay))
    return NULL;
  return link;
}

static void
write_fault (GcJsonWriter *writer,
             const char *name,
             const GcLinkHealth *health,
             GcLinkMeasure measure)
{
  gc_json_writer_figure (writer, name, gc_link_health_fault (health, measure));
}

void
gc_views_write_health (GcJsonWriter *writer, const GcLink *link)
{
  const GcLinkHealth *health = link != NULL ? &link->health : NULL;

  if (health == NULL || gc_link_health_level (health) == GC_LINK_UNKNOWN) {
    gc_json_writer_null (writer, "link");
    return;
  }
  gc_json_writer_begin_object (writer, "link");
  gc_json_writer_string (writer, "level", gc_link_level_name (gc_link_health_level (health)));
  gc_json_writer_int (writer, "since_ms", gc_link_health_since_ms (health));
  write_fault (writer, "loss_up_permille", health, GC_LINK_LOSS_UP);
  write_fault (writer, "loss_down_permille", health, GC_LINK_LOSS_DOWN);
  write_fault (writer, "rtt_ms", health, GC_LINK_RTT);
  gc_json_writer_end_object (writer);
}

static void
write_kiosk (GcJsonWriter *writer, GcService *service, GcSeat *seat)
{
  const GcUser *user = gc_seat_get_user (seat);
  const GcDevices *devices = gc_seat_get_devices (seat);
  gboolean present = gc_seat_get_socket (seat) != NULL;

  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "kiosk", user->account);
  gc_json_writer_string (writer, "point", user->point);
  gc_json_writer_boolean (writer, "present", present);
  gc_json_writer_int (writer, "since_ms", gc_seat_get_since_ms (seat));
  gc_json_writer_string (writer, "way", gc_way_name (gc_ways_get (service->ways, user)));
  gc_views_write_health (writer, present ? gc_views_find_link (service, seat) : NULL);
  gc_views_write_link_test (writer, "test", present ? gc_seat_get_link_test (seat) : NULL);
  for (GcDevice device = 0; device < GC_DEVICE_N; device++)
    gc_json_writer_string (writer, gc_device_name (device),
                           gc_device_state_name (devices->states[device]));
  gc_json_writer_end_object (writer);
}

char *
gc_views_make_kiosks (GcService *service, const char *key)
{
  int64_t now_ms = gc_service_now_ms (service);
  GSequenceIter *iter = g_sequence_get_begin_iter (service->kiosks);
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (int n = 0; n < MAX_KIOSKS && !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter)) {
    GcSeat *seat = g_sequence_get (iter);
    if (gc_seat_get_socket (seat) == NULL && now_ms - gc_seat_get_since_ms (seat) >= GONE_MS)
      continue;
    write_kiosk (&writer, service, seat);
    n++;
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}
