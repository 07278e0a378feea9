// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What kiosk and agent say about pictures of papers: one is asked for, announced, refused, seen.
 * The bytes themselves come by HTTP, so that they never stand before a request: gc-still-http.c.
 */
#include "config.h"

#include "signal/gc-call.h"
#include "signal/gc-json-writer.h"

void
gc_still_handle_ask (GcCall *call)
{
  GcService *service = call->service;
  g_autoptr (GError) error = NULL;

  if (!gc_call_wait_durable (call, gc_still_handle_ask))
    return;
  const GcTicket *ticket = gc_methods_need_session (call);
  if (ticket == NULL)
    return;
  if (!gc_stills_ask (service->stills, ticket->id, gc_service_real_ms (service), &error)) {
    gc_call_end (call, NULL, error);
    return;
  }
  gc_call_end (call, "{}", NULL);
  gc_push_session (service, ticket);
}

static void
answer_begun (GcCall *call, const GcStoreStill *row)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "still", row->id);
  gc_json_writer_int (&writer, "received", row->received);
  gc_json_writer_end_object (&writer);
  gc_call_end (call, writer.text->str, NULL);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcCall *call = user_data;
  GcService *service = call->service;
  GcStill *still = gc_stills_find (service->stills, call->made);
  g_autoptr (GError) error = NULL;

  if (!gc_store_still_finish (service->store, result, &error)) {
    if (still != NULL && still->state == GC_STILL_NEW)
      gc_stills_remove (service->stills, call->made);
    gc_call_end (call, NULL, error);
    return;
  }
  if (still == NULL) {
    gc_call_fail (call, GC_ERROR_CONFLICT, "it was dropped, or the session is over");
    return;
  }
  if (still->state == GC_STILL_NEW)
    still->state = GC_STILL_OPEN;
  const GcTicket *ticket =
      gc_queue_get_ticket (gc_engine_get_queue (service->engine), still->row->ticket);
  answer_begun (call, still->row);
  if (ticket != NULL)
    gc_push_session (service, ticket);
}

void
gc_still_handle_begin (GcCall *call)
{
  GcService *service = call->service;
  const GcParams *params = &call->params;
  g_autoptr (GError) error = NULL;

  if (!gc_call_wait_durable (call, gc_still_handle_begin))
    return;
  const GcTicket *ticket = gc_methods_need_session (call);
  if (ticket == NULL)
    return;
  const GcStill *still = gc_stills_begin (service->stills, ticket->id, params->type, params->size,
                                          params->sha256, gc_service_real_ms (service), &error);
  if (still == NULL) {
    gc_call_end (call, NULL, error);
    return;
  }
  call->made = g_strdup (still->row->id);
  gc_still_http_remove (service,
                        gc_stills_take_unfinished (service->stills, ticket->id, call->made));
  /* For one that is being added already the store does nothing, but says so in its turn. */
  if (still->state == GC_STILL_NEW) {
    gc_store_add_still_async (service->store, still->row, on_added, call);
    return;
  }
  answer_begun (call, still->row);
  gc_push_session (service, ticket);
}

void
gc_still_handle_drop (GcCall *call)
{
  GcService *service = call->service;
  g_autoptr (GError) error = NULL;

  if (!gc_call_wait_durable (call, gc_still_handle_drop))
    return;
  const GcTicket *ticket = gc_methods_need_session (call);
  if (ticket == NULL)
    return;
  if (!gc_stills_drop (service->stills, ticket->id, call->params.reason,
                       gc_service_real_ms (service), &error)) {
    gc_call_end (call, NULL, error);
    return;
  }
  gc_still_http_remove (service, gc_stills_take_unfinished (service->stills, ticket->id, NULL));
  gc_call_end (call, "{}", NULL);
  gc_push_session (service, ticket);
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcCall *call = user_data;
  GcService *service = call->service;
  GcStill *still = gc_stills_find (service->stills, call->params.still);
  g_autoptr (GError) error = NULL;

  if (!gc_store_still_finish (service->store, result, &error)) {
    gc_call_end (call, NULL, error);
    return;
  }
  gc_call_end (call, "{}", NULL);
  if (still == NULL)
    return;
  still->row->seen_ms = gc_service_real_ms (service);
  const GcTicket *ticket =
      gc_queue_get_ticket (gc_engine_get_queue (service->engine), still->row->ticket);
  if (ticket != NULL)
    gc_push_session (service, ticket);
}

void
gc_still_handle_seen (GcCall *call)
{
  GcService *service = call->service;

  if (!gc_call_wait_durable (call, gc_still_handle_seen))
    return;
  const GcTicket *ticket = gc_methods_need_session (call);
  if (ticket == NULL)
    return;
  const GcStill *still = gc_stills_find (service->stills, call->params.still);
  if (still == NULL || still->state != GC_STILL_WHOLE ||
      g_strcmp0 (still->row->ticket, ticket->id) != 0)
    gc_call_fail (call, GC_ERROR_UNKNOWN, "no such picture in this session");
  else if (still->row->seen_ms != 0)
    gc_call_end (call, "{}", NULL);
  else
    gc_store_note_still_seen_async (service->store, still->row->id, gc_service_real_ms (service),
                                    on_noted, call);
}
