// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NOTES. libsoup's SoupWebsocketConnection limits one frame, not one message: 24 MB in continuation
 * frames were taken with its default limit of 128 KiB. It also queues answers to a reader that does
 * not read without any limit. So libsoup does the handshake, and frames are read here.
 */
#include "config.h"

#include "signal/gc-websocket-parser.h"

#include <string.h>

#define OPCODE_CONTINUATION 0x0
#define MAX_HEADER_BYTES 14
#define MAX_CONTROL_BYTES 125
#define MAX_FRAGMENTS 1024
/* A buffer for a longer message is not kept for the next one. */
#define KEPT_BYTES 512

struct _GcWebsocketParser {
  size_t max_bytes;
  GByteArray *message; /* the data frames so far, and a zero */
  GByteArray *control; /* the payload of one control frame, and a zero */
  gboolean in_message; /* a data frame without FIN was seen */
  unsigned fragments;
  GByteArray *last; /* what the last event is about: message or control */

  uint8_t header[MAX_HEADER_BYTES];
  size_t header_size;
  gboolean in_payload;
  uint8_t opcode;
  gboolean fin;
  uint8_t mask[4];
  uint64_t payload_bytes;
  uint64_t payload_used;

  gboolean over;
  uint16_t code;
};

GcWebsocketParser *
gc_websocket_parser_new (size_t max_bytes)
{
  GcWebsocketParser *parser = g_new0 (GcWebsocketParser, 1);

  parser->max_bytes = max_bytes;
  parser->message = g_byte_array_new ();
  parser->control = g_byte_array_new ();
  parser->last = parser->control;
  return parser;
}

void
gc_websocket_parser_free (GcWebsocketParser *parser)
{
  if (parser == NULL)
    return;
  g_byte_array_unref (parser->message);
  g_byte_array_unref (parser->control);
  g_free (parser);
}

void
gc_websocket_parser_set_max_bytes (GcWebsocketParser *parser, size_t max_bytes)
{
  parser->max_bytes = max_bytes;
}

static GcWebsocketEvent
fail (GcWebsocketParser *parser, uint16_t code)
{
  parser->over = TRUE;
  parser->code = code;
  return GC_WEBSOCKET_BROKEN;
}

static gboolean
is_control (uint8_t opcode)
{
  return (opcode & 0x8) != 0;
}

/* The bytes that the header so far says the whole header has. */
static size_t
wanted_header (const GcWebsocketParser *parser)
{
  if (parser->header_size < 2)
    return 2;
  switch (parser->header[1] & 0x7f) {
  case 126:
    return 8;
  case 127:
    return 14;
  default:
    return 6;
  }
}

static void
empty (GcWebsocketParser *parser)
{
  if (parser->message->len > KEPT_BYTES) {
    g_byte_array_unref (parser->message);
    parser->message = g_byte_array_new ();
    parser->last = parser->control;
  }
  g_byte_array_set_size (parser->message, 0);
}

/* Returns 0, or the close code that the first two bytes deserve. */
static uint16_t
check_start (GcWebsocketParser *parser)
{
  uint8_t first = parser->header[0];
  uint8_t opcode = first & 0x0f;
  gboolean fin = (first & 0x80) != 0;
  unsigned length = parser->header[1] & 0x7f;

  if ((first & 0x70) != 0 || (parser->header[1] & 0x80) == 0)
    return GC_CLOSE_PROTOCOL;
  if (is_control (opcode)) {
    if (opcode > GC_WEBSOCKET_OPCODE_PONG || !fin || length > MAX_CONTROL_BYTES)
      return GC_CLOSE_PROTOCOL;
    return 0;
  }
  if (opcode == 0x2)
    return GC_CLOSE_UNSUPPORTED;
  if (opcode > GC_WEBSOCKET_OPCODE_TEXT || (opcode == OPCODE_CONTINUATION) != parser->in_message)
    return GC_CLOSE_PROTOCOL;
  return 0;
}

static uint16_t
read_header (GcWebsocketParser *parser)
{
  const uint8_t *header = parser->header;
  unsigned length = header[1] & 0x7f;
  uint64_t bytes = length;

  if (length == 126) {
    bytes = (uint64_t)header[2] << 8 | header[3];
    if (bytes < 126)
      return GC_CLOSE_PROTOCOL;
  } else if (length == 127) {
    bytes = 0;
    for (size_t i = 2; i < 10; i++)
      bytes = bytes << 8 | header[i];
    if (bytes <= 0xffff || bytes >> 63 != 0)
      return GC_CLOSE_PROTOCOL;
  }
  parser->fin = (header[0] & 0x80) != 0;
  parser->opcode = header[0] & 0x0f;
  parser->payload_bytes = bytes;
  parser->payload_used = 0;
  memcpy (parser->mask, header + parser->header_size - 4, 4);

  if (is_control (parser->opcode)) {
    g_byte_array_set_size (parser->control, 0);
    return 0;
  }
  if (!parser->in_message) {
    empty (parser);
    parser->fragments = 0;
  }
  /* Empty fragments add nothing to the size, so they are counted too. */
  if (++parser->fragments > MAX_FRAGMENTS || bytes > parser->max_bytes ||
      parser->message->len + bytes > parser->max_bytes)
    return GC_CLOSE_ABUSE;
  return 0;
}

static GByteArray *
target (GcWebsocketParser *parser)
{
  return is_control (parser->opcode) ? parser->control : parser->message;
}

static size_t
take_payload (GcWebsocketParser *parser, const uint8_t *bytes, size_t size)
{
  GByteArray *array = target (parser);
  size_t n = (size_t)MIN ((uint64_t)size, parser->payload_bytes - parser->payload_used);
  guint at = array->len;

  g_byte_array_append (array, bytes, (guint)n);
  for (size_t i = 0; i < n; i++)
    array->data[at + i] ^= parser->mask[(parser->payload_used + i) & 3];
  parser->payload_used += n;
  return n;
}

static gboolean
is_close_code (unsigned code)
{
  if (code >= 3000 && code <= 4999)
    return TRUE;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

static GcWebsocketEvent
end_close (GcWebsocketParser *parser)
{
  const GByteArray *payload = parser->control;
  unsigned code = 1005;

  if (payload->len == 1)
    return fail (parser, GC_CLOSE_PROTOCOL);
  if (payload->len >= 2) {
    code = (unsigned)payload->data[0] << 8 | payload->data[1];
    if (!is_close_code (code))
      return fail (parser, GC_CLOSE_PROTOCOL);
    if (!g_utf8_validate_len ((const char *)payload->data + 2, payload->len - 2, NULL))
      return fail (parser, GC_CLOSE_BAD_DATA);
  }
  parser->over = TRUE;
  parser->code = (uint16_t)code;
  return GC_WEBSOCKET_CLOSED;
}

/* The zero lets the payload be used as a C string; it is not counted in len. */
static void
terminate (GByteArray *array)
{
  static const uint8_t zero = 0;

  g_byte_array_append (array, &zero, 1);
  g_byte_array_set_size (array, array->len - 1);
}

static GcWebsocketEvent
end_frame (GcWebsocketParser *parser)
{
  parser->header_size = 0;
  parser->in_payload = FALSE;
  parser->last = target (parser);

  if (is_control (parser->opcode)) {
    terminate (parser->control);
    if (parser->opcode == GC_WEBSOCKET_OPCODE_CLOSE)
      return end_close (parser);
    return parser->opcode == GC_WEBSOCKET_OPCODE_PING ? GC_WEBSOCKET_PING : GC_WEBSOCKET_PONG;
  }
  parser->in_message = !parser->fin;
  if (!parser->fin)
    return GC_WEBSOCKET_MORE;
  terminate (parser->message);
  if (!g_utf8_validate_len ((const char *)parser->message->data, parser->message->len, NULL))
    return fail (parser, GC_CLOSE_BAD_DATA);
  return GC_WEBSOCKET_TEXT;
}

/* Takes bytes into the header. Returns 0, or a close code. */
static uint16_t
take_header (GcWebsocketParser *parser, const uint8_t *bytes, size_t size, size_t *inout_used)
{
  uint16_t code = 0;

  while (*inout_used < size && parser->header_size < wanted_header (parser)) {
    parser->header[parser->header_size++] = bytes[(*inout_used)++];
    if (parser->header_size == 2 && (code = check_start (parser)) != 0)
      return code;
  }
  if (parser->header_size < 2 || parser->header_size < wanted_header (parser))
    return 0;
  parser->in_payload = TRUE;
  return read_header (parser);
}

GcWebsocketEvent
gc_websocket_parser_push (GcWebsocketParser *parser,
                          const uint8_t *bytes,
                          size_t size,
                          size_t *ret_used)
{
  size_t used = 0;
  GcWebsocketEvent event = GC_WEBSOCKET_MORE;

  while (event == GC_WEBSOCKET_MORE && !parser->over) {
    if (!parser->in_payload) {
      uint16_t code = take_header (parser, bytes, size, &used);
      if (code != 0) {
        event = fail (parser, code);
        break;
      }
      if (!parser->in_payload)
        break;
    }
    used += take_payload (parser, bytes + used, size - used);
    if (parser->payload_used < parser->payload_bytes)
      break;
    event = end_frame (parser);
  }
  *ret_used = parser->over ? size : used;
  return event;
}

const char *
gc_websocket_parser_get_payload (GcWebsocketParser *parser, size_t *ret_size)
{
  *ret_size = parser->last->len;
  return (const char *)parser->last->data;
}

uint16_t
gc_websocket_parser_get_code (GcWebsocketParser *parser)
{
  return parser->code;
}

void
gc_websocket_format_frame (GByteArray *out, uint8_t opcode, const void *payload, size_t size)
{
  uint8_t header[10] = { (uint8_t)(0x80 | opcode) };
  guint header_size = 2;

  if (size < 126) {
    header[1] = (uint8_t)size;
  } else if (size <= 0xffff) {
    header[1] = 126;
    header[2] = (uint8_t)(size >> 8);
    header[3] = (uint8_t)size;
    header_size = 4;
  } else {
    header[1] = 127;
    for (unsigned i = 0; i < 8; i++)
      header[2 + i] = (uint8_t)((uint64_t)size >> (56 - 8 * i));
    header_size = 10;
  }
  g_byte_array_append (out, header, header_size);
  if (size > 0)
    g_byte_array_append (out, payload, (guint)size);
}
