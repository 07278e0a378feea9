// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <json-glib/json-glib.h>
#include <stdint.h>

/*
 * JSON-RPC 2.0 as docs/protocol.md narrows it: requests from the page, answers and `view`
 * notifications from the service. No batches, no notifications from the page.
 */
typedef struct {
  char *id; /* NULL when the text gave none that can be answered */
  char *method;
  JsonObject *params;
} GcRpcRequest;

typedef enum {
  GC_RPC_NOT_JSON = -32700,
  GC_RPC_NOT_A_REQUEST = -32600,
  GC_RPC_NO_METHOD = -32601,
  GC_RPC_BAD_PARAMS = -32602,
  GC_RPC_FAILED = -32000,
} GcRpcCode;

#define GC_RPC_MIN_ID 8
#define GC_RPC_MAX_ID 64

/*
 * Reads one request out of @text of @size bytes. On failure @ret_code tells what was wrong, and
 * @ret_request holds the id if there was one. Clear @ret_request in either case.
 * Errors: GC_ERROR_INVALID, GC_ERROR_LIMIT.
 */
gboolean gc_rpc_parse (const char *text,
                       size_t size,
                       GcRpcRequest *ret_request,
                       GcRpcCode *ret_code,
                       GError **error);
void gc_rpc_request_clear (GcRpcRequest *request);

/* @result is JSON text. (transfer full) */
char *gc_rpc_format_result (const char *id, const char *result);
/* @id may be NULL, and @detail, which tells a page more than the code does. (transfer full) */
char *gc_rpc_format_error (const char *id, GcRpcCode code, const GError *error, const char *detail);
/* @set is JSON text: the parts that changed. (transfer full) */
char *gc_rpc_format_view (int64_t seq, const char *set);
