// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * gc-load's side of a call through Janus: the messages, and a recorded call played by a server that
 * knows nothing but the record. The media is measured against a real Janus, by ./gc bench.
 */
#include "config.h"

#include "common/gc-error.h"
#include "gc-load-janus-message.h"
#include "gc-load-server.h"

#include <gio/gio.h>
#include <string.h>

/* The lines of a recorded conversation, requests and answers in turn, without comments. */
static GPtrArray *
read_record (const char *name)
{
  g_autofree char *path = g_build_filename (GC_TEST_DATA, "janus", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) all = g_strsplit (text, "\n", -1);
  for (char **line = all; *line != NULL; line++)
    if (**line == '>' || **line == '<')
      g_ptr_array_add (lines, g_strdup (*line));
  g_assert_cmpuint (lines->len, >, 0);
  g_assert_cmpuint (lines->len % 2, ==, 0);
  return lines;
}

static void
test_messages (void)
{
  static const struct {
    const char *text;
    int64_t id;
    const char *event;
  } cases[] = {
    { "{\"janus\":\"success\",\"data\":{\"id\":417423076819106}}", 417423076819106, NULL },
    { "{\"janus\":\"ack\",\"session_id\":417423076819106}", 0, NULL },
    { "{\"janus\":\"webrtcup\",\"session_id\":1,\"sender\":2}", 0, NULL },
    { "{\"janus\":\"media\",\"sender\":2,\"type\":\"audio\",\"receiving\":true}", 0, NULL },
    { "{\"janus\":\"event\",\"plugindata\":{\"data\":{\"result\":{\"event\":\"calling\"}}}}", 0,
      "calling" },
    /* Members of another type than ours are members that are missing. */
    { "{\"janus\":\"event\",\"plugindata\":{\"data\":[]},\"jsep\":1,\"data\":\"id\"}", 0, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GcLoadJanusMessage) message = { 0 };
    g_autoptr (GError) error = NULL;
    gc_load_janus_parse (cases[i].text, &message, &error);
    g_assert_no_error (error);
    g_assert_cmpint (message.id, ==, cases[i].id);
    g_assert_cmpstr (message.event, ==, cases[i].event);
    g_assert_null (message.sdp);
  }
}

static void
test_refusals (void)
{
  static const struct {
    const char *text;
    int code;
    const char *message;
  } cases[] = {
    { "{\"janus\":\"error\",\"session_id\":12345,\"error\":{\"code\":458,\"reason\":"
      "\"No such session 12345\"}}",
      GC_ERROR_UNAVAILABLE, "Janus: No such session 12345" },
    { "{\"janus\":\"event\",\"plugindata\":{\"data\":{\"error_code\":473,\"error\":"
      "\"Register a username first\"}}}",
      GC_ERROR_UNAVAILABLE, "Janus: Register a username first" },
    { "{\"janus\":\"hangup\",\"sender\":2,\"reason\":\"ICE failed\"}", GC_ERROR_UNAVAILABLE,
      "Janus: hangup: ICE failed" },
    { "{\"result\":\"ok\"}", GC_ERROR_INVALID, "Janus: \"{\"result\":\"ok\"}\" is no message" },
    { "<html>", GC_ERROR_INVALID, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GcLoadJanusMessage) message = { 0 };
    g_autoptr (GError) error = NULL;
    g_assert_false (gc_load_janus_parse (cases[i].text, &message, &error));
    g_assert_error (error, GC_ERROR, cases[i].code);
    if (cases[i].message != NULL)
      g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static void
test_requests (void)
{
  static const struct {
    GcLoadJanusRequest request;
    const char *text;
  } cases[] = {
    { { .janus = "create" }, "{\"janus\":\"create\",\"transaction\":\"load\"}" },
    { { .janus = "attach" },
      "{\"janus\":\"attach\",\"transaction\":\"load\",\"plugin\":\"janus.plugin.videocall\"}" },
    { { .janus = "message", .request = "register", .username = "a" },
      "{\"janus\":\"message\",\"transaction\":\"load\",\"body\":{\"request\":\"register\","
      "\"username\":\"a\"}}" },
    { { .janus = "message", .request = "accept", .sdp_type = "answer", .sdp = "v=0\r\n" },
      "{\"janus\":\"message\",\"transaction\":\"load\",\"body\":{\"request\":\"accept\"},"
      "\"jsep\":{\"type\":\"answer\",\"sdp\":\"v=0\\r\\n\"}}" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = gc_load_janus_format (&cases[i].request);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* ---- a recorded call ---- */

typedef struct {
  GSocketListener *listener;
  GPtrArray *record;
} Player;

/* The whole request: up to the end of its head, and as much as that says. (transfer full) */
static char *
read_request (GInputStream *in)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *head_end;
  char bytes[4096];

  for (;;) {
    g_autoptr (GError) error = NULL;
    gssize n = g_input_stream_read (in, bytes, sizeof bytes, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (n, >, 0);
    g_string_append_len (text, bytes, n);
    const char *length = strstr (text->str, "Content-Length: ");
    head_end = strstr (text->str, "\r\n\r\n");
    if (length != NULL && head_end != NULL &&
        strlen (head_end + 4) >= g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10))
      return g_strdup (text->str);
  }
}

/* @line is "> METHOD PATH" or "> METHOD PATH WORD"; the word has to stand in the body. */
static void
check_request (const char *line, const char *request)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  g_autofree char *start = g_strdup_printf ("%s %s HTTP/", words[1], words[2]);

  g_assert_true (g_str_has_prefix (request, start));
  if (words[3] != NULL) {
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", words[3]);
    g_assert_nonnull (strstr (strstr (request, "\r\n\r\n"), quoted));
  }
}

static gpointer
play (gpointer data)
{
  Player *player = data;

  for (unsigned i = 0; i < player->record->len; i += 2) {
    const char *answer = (const char *)g_ptr_array_index (player->record, i + 1) + strlen ("< ");
    g_autofree char *text = g_strdup_printf ("HTTP/1.1 200 OK\r\n\r\n%s", answer);
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (player->listener, NULL, NULL, &error);
    g_assert_no_error (error);
    GIOStream *stream = G_IO_STREAM (connection);
    g_autofree char *request = read_request (g_io_stream_get_input_stream (stream));
    check_request (g_ptr_array_index (player->record, i), request);
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL,
                               NULL, &error);
    g_assert_no_error (error);
  }
  return NULL;
}

typedef struct {
  Player player;
  GThread *thread;
  GcLoadServer *server;
  GcLoadDtlsContext *dtls;
  GcLoadPeerConfig config;
  GcLoadSession session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GError) error = NULL;

  fixture->player.record = read_record (name);
  fixture->player.listener = g_socket_listener_new ();
  uint16_t port = g_socket_listener_add_any_inet_port (fixture->player.listener, NULL, &error);
  g_assert_no_error (error);
  fixture->thread = g_thread_new ("player", play, &fixture->player);

  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", port);
  fixture->server = gc_load_server_new_janus (address);
  fixture->dtls = gc_load_dtls_context_new (GC_LOAD_PROFILE_GCM, &error);
  g_assert_no_error (error);
  fixture->config = (GcLoadPeerConfig){ .dtls = fixture->dtls, .lines = 2 };
  fixture->session.room = g_strdup ("room");
  for (int seat = 0; seat < 2; seat++)
    fixture->session.peers[seat] = gc_load_peer_new (&fixture->config, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer name)
{
  g_thread_join (fixture->thread);
  for (int seat = 0; seat < 2; seat++) {
    gc_load_peer_free (fixture->session.peers[seat]);
    g_free (fixture->session.places[seat]);
  }
  g_free (fixture->session.room);
  gc_load_server_free (fixture->server);
  gc_load_dtls_context_free (fixture->dtls);
  g_ptr_array_unref (fixture->player.record);
  g_object_unref (fixture->player.listener);
}

static void
test_call (Fixture *fixture, gconstpointer name)
{
  GcLoadSession *session = &fixture->session;
  const GcLoadServerMethods *methods = fixture->server->methods;
  g_autoptr (GError) error = NULL;

  methods->connect (fixture->server, session, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (session->places[0], ==, "/janus/417423076819106/4677226047533029");
  g_assert_cmpstr (session->places[1], ==, "/janus/3507344894516453/5717344614423864");
  g_assert_cmpint (session->started_us, >, 0);
  for (int seat = 0; seat < 2; seat++)
    g_assert_cmpint (gc_load_peer_get_state (session->peers[seat]), ==, GC_LOAD_PEER_CHECKING);
  /* Janus' own streams, from its offer and from its answer. */
  g_assert_cmpuint (gc_load_peer_get_receiver (session->peers[0], GC_LOAD_AUDIO)->ssrc, ==,
                    4047638816);
  g_assert_cmpuint (gc_load_peer_get_receiver (session->peers[1], GC_LOAD_VIDEO)->ssrc, ==,
                    191668341);
  methods->leave (fixture->server, session, &error);
  g_assert_no_error (error);
}

/* A name that is taken: what the plugin said is what the user reads. */
static void
test_refused_call (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture->server->methods->connect (fixture->server, &fixture->session, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
  g_assert_cmpstr (error->message, ==, "Janus: Username 'room-caller' already taken");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load-janus/messages", test_messages);
  g_test_add_func ("/load-janus/refusals", test_refusals);
  g_test_add_func ("/load-janus/requests", test_requests);
  g_test_add ("/load-janus/call", Fixture, "call.txt", set_up, test_call, tear_down);
  g_test_add ("/load-janus/refused-call", Fixture, "refused.txt", set_up, test_refused_call,
              tear_down);
  return g_test_run ();
}
