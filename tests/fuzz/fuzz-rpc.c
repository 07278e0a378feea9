// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Requests of pages: either a request with a usable id, or an error; and every error can be
 * answered with text that the strict reader takes.
 */
#include "config.h"

#include "common/gc-id.h"
#include "common/gc-json.h"
#include "signal/gc-rpc.h"
#include "signal/gc-socket.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  GcRpcRequest request = { 0 };
  GcRpcCode code = 0;
  g_autoptr (GError) error = NULL;

  if (gc_rpc_parse ((const char *)data, size, &request, &code, &error)) {
    g_assert (gc_id_is_valid (request.id, GC_RPC_MAX_ID));
    g_assert (request.method != NULL && request.params != NULL && error == NULL);
  } else {
    g_autofree char *answer = gc_rpc_format_error (request.id, code, error, NULL);
    g_autoptr (JsonObject) again =
        gc_json_parse_object (answer, strlen (answer), GC_SOCKET_MAX_BYTES, NULL);
    g_assert (again != NULL);
  }
  gc_rpc_request_clear (&request);
  return 0;
}
