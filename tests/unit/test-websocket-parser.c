// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-websocket-parser.h"

#include <string.h>

#define MAX_BYTES 256

/* Appends one frame of a client. @first: FIN, reserved bits and opcode. */
static void
add_frame (GByteArray *bytes, uint8_t first, const char *payload, size_t size)
{
  static const uint8_t mask[4] = { 0x12, 0x34, 0x56, 0x78 };
  uint8_t head[4] = { first, (uint8_t)(0x80 | (size < 126 ? size : 126)), (uint8_t)(size >> 8),
                      (uint8_t)size };

  g_byte_array_append (bytes, head, size < 126 ? 2 : 4);
  g_byte_array_append (bytes, mask, 4);
  for (size_t i = 0; i < size; i++) {
    uint8_t byte = (uint8_t)payload[i] ^ mask[i & 3];
    g_byte_array_append (bytes, &byte, 1);
  }
}

static void
add_text (GByteArray *bytes, uint8_t first, const char *payload)
{
  add_frame (bytes, first, payload, strlen (payload));
}

/* Pushes @bytes in pieces of @step and writes the events down, such as "T:hello P:x C:1000". */
static char *
run (const GByteArray *bytes, size_t step)
{
  static const char letters[] = "-TPOCB";
  g_autoptr (GcWebsocketParser) parser = gc_websocket_parser_new (MAX_BYTES);
  GString *events = g_string_new (NULL);

  for (size_t at = 0; at < bytes->len;) {
    size_t used = 0, size = 0;
    GcWebsocketEvent event =
        gc_websocket_parser_push (parser, bytes->data + at, MIN (step, bytes->len - at), &used);
    at += used;
    if (event == GC_WEBSOCKET_MORE)
      continue;
    const char *payload = gc_websocket_parser_get_payload (parser, &size);
    if (event == GC_WEBSOCKET_CLOSED || event == GC_WEBSOCKET_BROKEN)
      g_string_append_printf (events, "%c:%u ", letters[event],
                              gc_websocket_parser_get_code (parser));
    else
      g_string_append_printf (events, "%c:%.*s ", letters[event], (int)size, payload);
    if (event == GC_WEBSOCKET_BROKEN || event == GC_WEBSOCKET_CLOSED)
      break;
  }
  return g_string_free (events, FALSE);
}

static void
check (const GByteArray *bytes, const char *wanted)
{
  for (size_t step = 1; step < 40; step++) {
    g_autofree char *events = run (bytes, step);
    g_assert_cmpstr (events, ==, wanted);
  }
}

static void
test_messages (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  add_text (bytes, 0x81, "hello");
  add_text (bytes, 0x01, "two ");
  add_text (bytes, 0x89, "ping");
  add_text (bytes, 0x00, "and ");
  add_text (bytes, 0x80, "half");
  add_text (bytes, 0x8a, "");
  add_text (bytes, 0x81, "");
  add_text (bytes, 0x88, "\x03\xe9 bye");
  add_text (bytes, 0x81, "never read");
  check (bytes, "T:hello P:ping T:two and half O: T: C:1001 ");
}

static void
test_broken (void)
{
  static const struct {
    uint8_t first;
    const char *payload;
    const char *wanted;
  } cases[] = {
    { 0xc1, "reserved", "B:1002 " },
    { 0x82, "binary", "B:1003 " },
    { 0x83, "opcode", "B:1002 " },
    { 0x8b, "opcode", "B:1002 " },
    { 0x09, "part of a ping", "B:1002 " },
    { 0x80, "nothing begun", "B:1002 " },
    { 0x81, "\xc3\x28", "B:1007 " },
    { 0x81, "\xed\xa0\x80", "B:1007 " },
    { 0x88, "\x03", "B:1002 " },
    { 0x88, "\x03\xed", "B:1002 " },
    { 0x88, "\x03\xe8\xff", "B:1007 " },
    { 0x88, "\x0f\xa3", "C:4003 " },
    { 0x88, "", "C:1005 " },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    add_text (bytes, cases[i].first, cases[i].payload);
    check (bytes, cases[i].wanted);
  }
}

static void
test_unmasked (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const uint8_t *)"\x81\x02{}", 4);
  check (bytes, "B:1002 ");
}

/* The limit is of the message, however it is cut up. */
static void
test_limit (void)
{
  g_autofree char *most = g_strnfill (MAX_BYTES, 'a');
  g_autofree char *wanted = g_strdup_printf ("T:%s ", most);
  g_autoptr (GByteArray) fits = g_byte_array_new ();
  g_autoptr (GByteArray) more = g_byte_array_new ();
  g_autoptr (GByteArray) parts = g_byte_array_new ();
  g_autoptr (GByteArray) empty = g_byte_array_new ();

  add_text (fits, 0x81, most);
  check (fits, wanted);
  add_frame (more, 0x81, most, 100);
  g_byte_array_set_size (more, 0);
  g_byte_array_append (more, (const uint8_t *)"\x81\xff\x40\0\0\0\0\0\0\0\1\2\3\4", 14);
  check (more, "B:4003 ");
  for (size_t i = 0; i < 6; i++)
    add_frame (parts, i == 0 ? 0x01 : 0x00, most, 50);
  check (parts, "B:4003 ");
  for (size_t i = 0; i < 1100; i++)
    add_frame (empty, i == 0 ? 0x01 : 0x00, "", 0);
  check (empty, "B:4003 ");
}

/* Lengths must be written as short as they can be, and with their first bit zero. */
static void
test_lengths (void)
{
  static const struct {
    const char *head;
    size_t size;
  } heads[] = {
    { "\x81\xfe\0\x7d\1\2\3\4", 8 },
    { "\x81\xff\0\0\0\0\0\0\xff\xff\1\2\3\4", 14 },
    { "\x81\xff\x80\0\0\0\0\0\0\1\1\2\3\4", 14 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (heads); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_byte_array_append (bytes, (const uint8_t *)heads[i].head, (guint)heads[i].size);
    check (bytes, "B:1002 ");
  }
}

static void
test_format (void)
{
  static const size_t sizes[] = { 0, 1, 125, 126, 65535, 65536 };
  static const size_t heads[] = { 2, 2, 2, 4, 4, 10 };

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autofree char *payload = g_strnfill (sizes[i], 'x');
    gc_websocket_format_frame (bytes, GC_WEBSOCKET_OPCODE_TEXT, payload, sizes[i]);
    g_assert_cmpuint (bytes->len, ==, heads[i] + sizes[i]);
    g_assert_cmphex (bytes->data[0], ==, 0x81);
    g_assert_cmphex (bytes->data[1] & 0x80, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket-parser/messages", test_messages);
  g_test_add_func ("/websocket-parser/broken", test_broken);
  g_test_add_func ("/websocket-parser/unmasked", test_unmasked);
  g_test_add_func ("/websocket-parser/limit", test_limit);
  g_test_add_func ("/websocket-parser/lengths", test_lengths);
  g_test_add_func ("/websocket-parser/format", test_format);
  return g_test_run ();
}
