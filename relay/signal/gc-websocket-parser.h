// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcWebsocketParser: bytes of a client (RFC 6455) into whole messages, without I/O. The limit
 * counts a message with all its fragments, so that no number of small frames can fill the memory.
 * No extension is spoken; binary messages are refused.
 */
typedef struct _GcWebsocketParser GcWebsocketParser;

typedef enum {
  GC_WEBSOCKET_MORE, /* all bytes are used, no event */
  GC_WEBSOCKET_TEXT, /* a whole text message, valid UTF-8 */
  GC_WEBSOCKET_PING, /* answer with a pong of the same payload */
  GC_WEBSOCKET_PONG,
  GC_WEBSOCKET_CLOSED, /* a close frame; the parser takes nothing more */
  GC_WEBSOCKET_BROKEN, /* close with gc_websocket_parser_get_code () */
} GcWebsocketEvent;

/* The close codes of docs/protocol.md and of RFC 6455 section 7.4.1. */
#define GC_CLOSE_NORMAL 1000
#define GC_CLOSE_GOING_AWAY 1001
#define GC_CLOSE_PROTOCOL 1002
#define GC_CLOSE_UNSUPPORTED 1003
#define GC_CLOSE_BAD_DATA 1007
#define GC_CLOSE_REPLACED 4001
#define GC_CLOSE_SIGNED_OUT 4002
#define GC_CLOSE_ABUSE 4003

/* @max_bytes: the longest message, fragments together. */
GcWebsocketParser *gc_websocket_parser_new (size_t max_bytes);
void gc_websocket_parser_free (GcWebsocketParser *parser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcWebsocketParser, gc_websocket_parser_free)

void gc_websocket_parser_set_max_bytes (GcWebsocketParser *parser, size_t max_bytes);

/*
 * Takes from @bytes of @size up to the end of one event; @ret_used says how many bytes that were.
 * Call again with the rest until GC_WEBSOCKET_MORE.
 */
GcWebsocketEvent gc_websocket_parser_push (GcWebsocketParser *parser,
                                           const uint8_t *bytes,
                                           size_t size,
                                           size_t *ret_used);

/* The payload of the last event, zero-terminated; valid until the next push. (transfer none) */
const char *gc_websocket_parser_get_payload (GcWebsocketParser *parser, size_t *ret_size);

/* After GC_WEBSOCKET_BROKEN: the close code to send. After CLOSED: the peer's, or 1005. */
uint16_t gc_websocket_parser_get_code (GcWebsocketParser *parser);

/* Appends one whole frame of a server (unmasked) to @out. @opcode: RFC 6455 section 5.2. */
void gc_websocket_format_frame (GByteArray *out, uint8_t opcode, const void *payload, size_t size);

#define GC_WEBSOCKET_OPCODE_TEXT 0x1
#define GC_WEBSOCKET_OPCODE_CLOSE 0x8
#define GC_WEBSOCKET_OPCODE_PING 0x9
#define GC_WEBSOCKET_OPCODE_PONG 0xa
