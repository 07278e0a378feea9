// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-http.h"

#include "common/gc-error.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <stdio.h>
#include <string.h>

#define TIMEOUT_S 10
#define MAX_ANSWER_BYTES (256 * 1024)

static GSocketConnectable *
find_address (const char *address, GError **error)
{
  if (address[0] == '/')
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new (address));
  return g_network_address_parse_uri (address, 80, error);
}

static char *
format_request (const GcLoadHttpRequest *request)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.0\r\nHost: localhost\r\n", request->method,
                          request->path);
  if (request->token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", request->token);
  if (request->type != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\n", request->type);
  g_string_append_printf (text, "Content-Length: %zu\r\n\r\n%s",
                          request->body != NULL ? strlen (request->body) : 0,
                          request->body != NULL ? request->body : "");
  return g_string_free (text, FALSE);
}

static gboolean
read_all (GInputStream *stream, GString *text, GError **error)
{
  char bytes[8192];
  gssize n;

  while ((n = g_input_stream_read (stream, bytes, sizeof bytes, NULL, error)) > 0) {
    g_string_append_len (text, bytes, n);
    if (text->len > MAX_ANSWER_BYTES) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "http: answer above %d bytes",
                   MAX_ANSWER_BYTES);
      return FALSE;
    }
  }
  return n == 0;
}

static gboolean
parse_answer (const char *text, GcLoadHttpAnswer *ret_answer, GError **error)
{
  const char *end = strstr (text, "\r\n\r\n");
  unsigned status = 0;

  if (end == NULL || sscanf (text, "HTTP/1.%*u %3u", &status) != 1) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "http: \"%.40s\" is no answer", text);
    return FALSE;
  }
  g_autofree char *head = g_strndup (text, (gsize)(end - text));
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  *ret_answer = (GcLoadHttpAnswer){ .status = status, .body = g_strdup (end + 4) };
  for (char **line = lines; *line != NULL; line++)
    if (g_ascii_strncasecmp (*line, "location:", 9) == 0 && ret_answer->location == NULL)
      ret_answer->location = g_strdup (g_strchug (*line + 9));
  return TRUE;
}

gboolean
gc_load_http_request (const char *address,
                      const GcLoadHttpRequest *request,
                      GcLoadHttpAnswer *ret_answer,
                      GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GSocketConnectable) to = find_address (address, error);

  if (to == NULL)
    return FALSE;
  g_socket_client_set_timeout (client, TIMEOUT_S);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_autoptr (GSocketConnection) connection = g_socket_client_connect (client, to, NULL, &cause);
  if (connection != NULL) {
    g_autofree char *bytes = format_request (request);
    GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
    GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
    if (g_output_stream_write_all (out, bytes, strlen (bytes), NULL, NULL, &cause) &&
        read_all (in, text, &cause))
      return parse_answer (text->str, ret_answer, error);
  }
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s %s%s: %s", request->method, address,
               request->path, cause->message);
  return FALSE;
}

void
gc_load_http_answer_clear (GcLoadHttpAnswer *answer)
{
  g_clear_pointer (&answer->location, g_free);
  g_clear_pointer (&answer->body, g_free);
}
