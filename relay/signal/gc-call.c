// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* A request from its text to its answer: reading, refusing, answering again, answering. */
#include "config.h"

#include "signal/gc-call.h"

#include "signal/gc-rpc.h"

#include <string.h>

/* ---- the end of a call ---- */

static void
call_free (GcCall *call)
{
  gc_json_read_clear (call->method->fields, call->method->n_fields, &call->params);
  g_free (call->seat);
  g_free (call->id);
  g_free (call->made);
  g_free (call->code);
  gc_meeting_clear (&call->meeting);
  g_free (call->account);
  g_free (call);
}

/* An answer goes to whatever page has the seat now: the one that asked may have come back. */
static void
send_answer (GcCall *call, const char *text)
{
  GcVisitor *visitor = gc_visitor_find (call->service, call->visitor);
  GcSeat *seat = call->seat != NULL ? g_hash_table_lookup (call->service->seats, call->seat) : NULL;

  if (seat != NULL && gc_seat_get_socket (seat) != NULL)
    gc_socket_send (gc_seat_get_socket (seat), text, strlen (text));
  else if (visitor != NULL)
    gc_visitor_send (visitor, text);
}

void
gc_call_end (GcCall *call, const char *result, const GError *error)
{
  GcSeat *seat = call->seat != NULL ? g_hash_table_lookup (call->service->seats, call->seat) : NULL;
  gboolean again = error != NULL && (gc_error_code (error) == GC_ERROR_UNAVAILABLE ||
                                     gc_error_code (error) == GC_ERROR_LIMIT);
  g_autofree char *text = NULL;

  if (error == NULL) {
    text = gc_rpc_format_result (call->id, result);
  } else {
    GcRpcCode code = gc_error_code (error) == GC_ERROR_INVALID ? GC_RPC_BAD_PARAMS : GC_RPC_FAILED;
    gc_metric_add (call->service->rpc_errors, 1);
    text = gc_rpc_format_error (call->id, code, error, call->detail);
  }
  if (seat != NULL && again)
    gc_seat_drop_answer (seat, call->id);
  else if (seat != NULL && !call->method->repeatable)
    gc_seat_set_answer (seat, call->id, text);
  send_answer (call, text);
  call_free (call);
}

void
gc_call_fail (GcCall *call, GcErrorCode code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (GC_ERROR, (int)code, message);

  gc_call_end (call, NULL, error);
}

GcSeat *
gc_call_get_seat (GcCall *call)
{
  return g_hash_table_lookup (call->service->seats, call->seat);
}

static void
on_durable (const char *result, const GError *error, gpointer user_data)
{
  GcCall *call = user_data;

  if (error != NULL)
    gc_call_end (call, NULL, error);
  else
    call->again (call);
}

gboolean
gc_call_wait_durable (GcCall *call, void (*handle) (GcCall *call))
{
  const GcQueueEvent tick = { .type = GC_EVENT_TICK };
  const GcEngineRequest request = { .done = on_durable, .user_data = call };

  if (gc_engine_is_durable (call->service->engine))
    return TRUE;
  call->again = handle;
  gc_engine_submit (call->service->engine, &tick, &request);
  return FALSE;
}

/* ---- dispatch ---- */

static void
on_stored_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcCall *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreAnswer) stored =
      gc_store_get_answer_finish (call->service->store, result, &error);

  if (error != NULL)
    gc_call_end (call, NULL, error);
  else if (stored != NULL)
    gc_call_end (call, stored->answer, NULL);
  else
    gc_methods_run (call);
}

/* Returns TRUE when the request was there before: it was answered, or will be. */
static gboolean
answer_again (GcVisitor *visitor, const char *id)
{
  const char *answer = gc_seat_get_answer (visitor->seat, id);

  if (answer == NULL)
    return FALSE;
  if (*answer != '\0')
    gc_visitor_send (visitor, answer);
  return TRUE;
}

static void
fail_request (GcVisitor *visitor, const char *id, GcRpcCode code, const GError *error)
{
  g_autofree char *text = gc_rpc_format_error (id, code, error, NULL);

  gc_metric_add (visitor->service->rpc_errors, 1);
  gc_visitor_send (visitor, text);
}

static gboolean
check_method (GcVisitor *visitor, const GcMethod *method, const char *name, GError **error)
{
  if (method == NULL)
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "method \"%s\": not known", name);
  else if ((method->pages & (1u << visitor->user->page)) == 0)
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED, "method \"%s\": not for this page", name);
  else if (visitor->seat == NULL && method->handle != gc_hello_handle)
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED, "say hello first");
  else
    return TRUE;
  return FALSE;
}

static void
begin_call (GcVisitor *visitor, const GcMethod *method, const GcRpcRequest *request)
{
  GcService *service = visitor->service;
  g_autoptr (GError) error = NULL;
  GcCall *call = g_new0 (GcCall, 1);

  call->service = service;
  call->visitor = visitor->number;
  call->id = g_strdup (request->id);
  call->method = method;
  if (!gc_json_read (request->params, method->fields, method->n_fields, &call->params, &error)) {
    fail_request (visitor, request->id, GC_RPC_BAD_PARAMS, error);
    call_free (call);
    return;
  }
  if (visitor->seat != NULL) {
    call->seat = g_strdup (gc_seat_get_key (visitor->seat));
    if (!method->repeatable)
      gc_seat_set_answer (visitor->seat, request->id, "");
  }
  if (method->handle == NULL && gc_clock_monotonic_us (service->clock) < visitor->checks_until_us)
    gc_store_get_answer_async (service->store, call->seat, call->id, on_stored_answer, call);
  else
    gc_methods_run (call);
}

void
gc_call_dispatch (GcVisitor *visitor, const char *text, size_t size)
{
  GcRpcRequest request = { 0 };
  GcRpcCode code = GC_RPC_FAILED;
  g_autoptr (GError) error = NULL;
  const GcMethod *method = NULL;

  if (gc_rpc_parse (text, size, &request, &code, &error)) {
    method = gc_methods_find (request.method);
    code = method == NULL ? GC_RPC_NO_METHOD : GC_RPC_FAILED;
  }
  if (error != NULL || !check_method (visitor, method, request.method, &error))
    fail_request (visitor, request.id, code, error);
  else if (visitor->seat == NULL || !answer_again (visitor, request.id))
    begin_call (visitor, method, &request);
  gc_rpc_request_clear (&request);
}
