// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Frames of clients: the events do not depend on how the bytes are cut up, no message is over the
 * limit, and every text is valid UTF-8. The first byte says how long the pieces are.
 */
#include "config.h"

#include "signal/gc-websocket-parser.h"

#define MAX_BYTES 512

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static guint
run (const uint8_t *data, size_t size, size_t step)
{
  g_autoptr (GcWebsocketParser) parser = gc_websocket_parser_new (MAX_BYTES);
  guint sum = 0;

  for (size_t at = 0; at < size;) {
    size_t used = 0, length = 0;
    GcWebsocketEvent event =
        gc_websocket_parser_push (parser, data + at, MIN (step, size - at), &used);
    g_assert (used <= size - at && (used > 0 || event != GC_WEBSOCKET_MORE));
    at += used;
    if (event == GC_WEBSOCKET_MORE)
      continue;
    if (event == GC_WEBSOCKET_BROKEN || event == GC_WEBSOCKET_CLOSED)
      return sum * 31 + gc_websocket_parser_get_code (parser);
    const char *payload = gc_websocket_parser_get_payload (parser, &length);
    g_assert (length <= MAX_BYTES && payload[length] == '\0');
    g_assert (event != GC_WEBSOCKET_TEXT || g_utf8_validate_len (payload, length, NULL));
    sum = sum * 31 + (guint)event;
    for (size_t i = 0; i < length; i++)
      sum = sum * 31 + (uint8_t)payload[i];
  }
  return sum;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size > 1)
    g_assert (run (data + 1, size - 1, size) == run (data + 1, size - 1, data[0] % 16 + 1));
  return 0;
}
