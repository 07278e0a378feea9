// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* How a page takes its seat: the newest hello wins at once, and gets what it missed. */
#include "config.h"

#include "common/gc-id.h"
#include "signal/gc-call.h"
#include "signal/gc-json-writer.h"

#include <string.h>

#define CHECK_SECONDS INT64_C (60)

static GcSeat *
find_desk_seat (GcService *service, const GcUser *user, const char *resume)
{
  GHashTableIter iter;
  gpointer seat = NULL;

  g_hash_table_iter_init (&iter, service->seats);
  while (resume != NULL && g_hash_table_iter_next (&iter, NULL, &seat)) {
    const GcUser *other = gc_seat_get_user (seat);
    if (other->page == GC_PAGE_DESK && strcmp (other->account, user->account) == 0 &&
        g_strcmp0 (gc_seat_get_resume (seat), resume) == 0)
      return seat;
  }
  return NULL;
}

static GcSeat *
ensure_seat (GcService *service, const GcUser *user, const char *resume)
{
  g_autofree char *key = NULL;
  GcSeat *seat = NULL;

  if (user->page == GC_PAGE_DESK) {
    seat = find_desk_seat (service, user, resume);
    g_autofree char *unique = gc_id_new (80);
    key = g_strdup_printf ("desk:%s:%s", user->account, unique);
  } else {
    key = gc_service_seat_key (user->page, user->account);
    seat = g_hash_table_lookup (service->seats, key);
  }
  if (seat == NULL) {
    seat = gc_seat_new (user, key);
    gc_service_add_seat (service, seat);
  }
  return seat;
}

static char *
format_hello (GcService *service, GcSeat *seat, gboolean replay, int64_t seq)
{
  g_auto (GcJsonWriter) writer = { 0 };
  g_autofree char *view = replay ? g_strdup ("null") : gc_seat_dup_view (seat);

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "resume", gc_seat_get_resume (seat));
  gc_json_writer_int (&writer, "generation", gc_seat_get_generation (seat));
  gc_json_writer_int (&writer, "seq", replay ? seq : gc_seat_get_seq (seat));
  gc_json_writer_int (&writer, "now_ms", gc_service_now_ms (service));
  gc_json_writer_boolean (&writer, "replayed", replay);
  gc_json_writer_raw (&writer, "view", view);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* The older page is told so, and nothing else any more. */
static void
replace_visitor (GcService *service, GcSeat *seat, GcVisitor *newer)
{
  GHashTableIter iter;
  gpointer value = NULL;

  if (gc_seat_get_socket (seat) == NULL)
    return;
  g_hash_table_iter_init (&iter, service->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GcVisitor *other = value;
    if (other == newer || other->seat != seat)
      continue;
    other->seat = NULL;
    gc_socket_close (other->socket, GC_CLOSE_REPLACED, "replaced");
  }
}

/* The page that said hello was gone before the queue had heard of it. */
static void
take_back_hello (GcCall *call)
{
  GcService *service = call->service;
  GcSeat *seat = gc_service_find_seat (service, call->page, call->account);

  if (seat == NULL || gc_seat_get_socket (seat) == NULL)
    gc_service_set_present (service, call->page, call->account, FALSE);
}

/* The seat's page is known to the queue, and the queue is durable. */
static void
on_present (const char *result, const GError *error, gpointer user_data)
{
  GcCall *call = user_data;
  GcService *service = call->service;
  GcVisitor *visitor = gc_visitor_find (service, call->visitor);
  g_autofree char *text = NULL;

  if (visitor == NULL || error != NULL || service->stopping) {
    if (visitor != NULL)
      visitor->said_hello = FALSE;
    else
      take_back_hello (call);
    gc_call_end (call, "{}", error);
    return;
  }
  GcSeat *seat = ensure_seat (service, visitor->user, call->params.resume);
  replace_visitor (service, seat, visitor);
  visitor->seat = seat;
  gboolean replay = gc_seat_take (seat, visitor->user, visitor->socket, call->params.resume,
                                  call->params.seq, gc_service_now_ms (service));
  /* The end of the former socket may have come to the queue behind this page's hello. */
  if (service->absences != call->absences)
    gc_service_set_present (service, call->page, call->account, TRUE);
  if (call->params.peer != NULL && gc_service_owns_peer (service, seat, call->params.peer))
    gc_seat_set_peer (seat, call->params.peer);
  if (call->params.resume != NULL && !replay)
    visitor->checks_until_us =
        gc_clock_monotonic_us (service->clock) + CHECK_SECONDS * G_USEC_PER_SEC;
  gc_views_refresh (service, seat);
  int64_t seq = call->params.seq;
  text = format_hello (service, seat, replay, seq);
  gc_call_end (g_steal_pointer (&call), text, NULL);
  if (replay)
    gc_seat_replay (seat, seq);
  gc_service_sync_bindings (service);
}

void
gc_hello_handle (GcCall *call)
{
  GcService *service = call->service;
  GcVisitor *visitor = gc_visitor_find (service, call->visitor);
  const GcUser *user = visitor->user;
  const GcEngineRequest request = { .done = on_present, .user_data = call };
  GcQueueEvent event = { .type = GC_EVENT_TICK };

  if (strcmp (call->params.page, gc_page_name (user->page)) != 0) {
    gc_call_fail (call, GC_ERROR_DENIED, "the page does not fit the sign-in");
    return;
  }
  if (visitor->said_hello) {
    gc_call_fail (call, GC_ERROR_CONFLICT, "hello was said on this socket before");
    return;
  }
  visitor->said_hello = TRUE;
  call->page = user->page;
  call->account = g_strdup (user->account);
  call->absences = service->absences;
  gc_socket_welcome (visitor->socket);
  if (user->page == GC_PAGE_KIOSK) {
    event = (GcQueueEvent){ .type = GC_EVENT_KIOSK_PRESENT, .actor = user->account };
  } else if (user->page == GC_PAGE_AGENT) {
    const GcAgentSkills skills = {
      .account = user->account,
      .name = user->name,
      .departments = (const char *const *)user->departments,
      .languages = (const char *const *)user->languages,
      .items = (const char *const *)user->items,
      .supervisor = user->supervisor,
    };
    gc_service_set_agent (service, &skills, user->hub);
    event = (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = user->account };
  }
  gc_engine_submit (service->engine, &event, &request);
}
