// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which kiosks' links are tested, and when: those at which a resident waits, one after the other
 * where there are many. A test ends at once when its resident is offered to an agent, leaves, or
 * lets go of his peer. Results live with the kiosk's seat; after a restart the tests are made anew.
 */
#include "config.h"

#include "signal/gc-service-private.h"

/* Each costs its kiosk's camera twice at the relay. */
#define MAX_RUNNING 32
#define ECHO_SEAT "self"

/* The one who waits for his turn at the kiosk of @seat; NULL: nobody does. */
static const GcTicket *
find_waiting (GcService *service, GcSeat *seat)
{
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (gc_engine_get_queue (service->engine),
                                                      gc_seat_get_user (seat)->account);

  return ticket != NULL && ticket->state == GC_TICKET_WAITING && ticket->phone == NULL ? ticket
                                                                                       : NULL;
}

/* Its peer is connected when the relay reports on it. */
static gboolean
can_test (GcService *service, GcSeat *seat)
{
  return gc_seat_get_socket (seat) != NULL && gc_views_find_link (service, seat) != NULL;
}

static gboolean
can_go_on (GcService *service, GcSeat *seat)
{
  const GcLinkTest *test = gc_seat_get_link_test (seat);
  const GcTicket *ticket = find_waiting (service, seat);

  return ticket != NULL && g_strcmp0 (ticket->id, test->ticket) == 0 && can_test (service, seat) &&
         g_strcmp0 (gc_seat_get_peer (seat), test->peer) == 0;
}

/* Ends those that are over or cannot go on. Returns whether there were any. */
static gboolean
end_tests (GcService *service)
{
  int64_t now_ms = gc_service_now_ms (service);
  guint before = service->tested->len;

  for (guint i = before; i > 0; i--) {
    GcSeat *seat = service->tested->pdata[i - 1];
    GcLinkTest *test = gc_seat_get_link_test (seat);
    gboolean goes_on = can_go_on (service, seat);
    if (goes_on && !gc_link_test_is_over (test, now_ms))
      continue;
    gc_link_test_end (test, !goes_on, now_ms);
    g_ptr_array_remove_index_fast (service->tested, i - 1);
  }
  return service->tested->len != before;
}

static gboolean
begin_tests (GcService *service)
{
  int64_t now_ms = gc_service_now_ms (service);
  GSequenceIter *iter = g_sequence_get_begin_iter (service->kiosks);
  guint before = service->tested->len;

  for (; service->tested->len < MAX_RUNNING && !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter)) {
    GcSeat *seat = g_sequence_get (iter);
    GcLinkTest *test = gc_seat_get_link_test (seat);
    const GcTicket *ticket = can_test (service, seat) ? find_waiting (service, seat) : NULL;
    if (ticket == NULL || !gc_link_test_is_due (test, ticket->id, gc_seat_get_peer (seat), now_ms))
      continue;
    gc_link_test_begin (test, ticket->id, gc_seat_get_peer (seat), now_ms);
    g_ptr_array_add (service->tested, seat);
  }
  return service->tested->len != before;
}

void
gc_link_tests_tick (GcService *service)
{
  if (!service->loaded || !gc_engine_is_durable (service->engine))
    return;
  gboolean changed = end_tests (service);
  changed |= begin_tests (service);
  /* Those that run may have come to their second part. */
  if (changed || service->tested->len > 0)
    gc_service_sync_bindings (service);
  if (changed)
    gc_push_all (service);
}

void
gc_link_tests_want (GcService *service)
{
  int64_t now_ms = gc_service_now_ms (service);

  end_tests (service);
  for (guint i = 0; i < service->tested->len; i++) {
    GcSeat *seat = service->tested->pdata[i];
    g_autofree char *room = g_strconcat ("echo-", gc_seat_get_label (seat), NULL);
    const GcRelayBinding wanted = { .room = room,
                                    .seat = ECHO_SEAT,
                                    .peer = gc_seat_get_peer (seat),
                                    .hold = !gc_link_test_returns (gc_seat_get_link_test (seat),
                                                                   now_ms),
                                    .echo = TRUE };
    gc_bindings_want (service->bindings, &wanted);
  }
}

void
gc_link_tests_note (GcSeat *seat, const GcRelayQuality *quality)
{
  const GcLinkFigures report = {
    .ways = {
      [GC_LINK_WAY_UP] = { quality->up_bps, quality->loss_up_permille, quality->jitter_up_ms },
      [GC_LINK_WAY_DOWN] = { quality->carries_bps,
                             quality->down_bps > 0 ? quality->loss_down_permille : -1,
                             quality->jitter_down_ms },
    },
    .rtt_ms = quality->rtt_ms,
  };

  gc_link_test_add (gc_seat_get_link_test (seat), &report);
}

static void
write_way (GcJsonWriter *writer, const char *name, const GcLinkFigures *figures, GcLinkWay way)
{
  GcLinkVerdict verdict = gc_link_test_judge (figures, way);

  gc_json_writer_begin_object (writer, name);
  gc_json_writer_string (writer, "level", gc_link_level_name (verdict.level));
  gc_json_writer_string (writer, "fault", gc_link_fault_name (verdict.fault));
  gc_json_writer_figure (writer, "rate_bps", figures->ways[way].rate_bps);
  gc_json_writer_figure (writer, "loss_permille", figures->ways[way].loss_permille);
  gc_json_writer_figure (writer, "jitter_ms", figures->ways[way].jitter_ms);
  gc_json_writer_end_object (writer);
}

void
gc_views_write_link_test (GcJsonWriter *writer, const char *name, const GcLinkTest *test)
{
  if (test == NULL || (test->state == GC_LINK_TEST_NONE && !test->has_result)) {
    gc_json_writer_null (writer, name);
    return;
  }
  gc_json_writer_begin_object (writer, name);
  gc_json_writer_string (writer, "state", gc_link_test_state_name (test->state));
  if (test->has_result) {
    gc_json_writer_begin_object (writer, "result");
    gc_json_writer_int (writer, "at_ms", test->result_ms);
    gc_json_writer_figure (writer, "rtt_ms", test->result.rtt_ms);
    write_way (writer, "up", &test->result, GC_LINK_WAY_UP);
    write_way (writer, "down", &test->result, GC_LINK_WAY_DOWN);
    gc_json_writer_end_object (writer);
  } else {
    gc_json_writer_null (writer, "result");
  }
  gc_json_writer_end_object (writer);
}
