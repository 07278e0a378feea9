// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Our lite agent and the full agent of libnice, over sockets of the loopback interface. */
#include "config.h"

#include "rtp/gc-ice.h"

#include <gio/gio.h>
#include <nice/agent.h>
#include <string.h>

#define LOCAL_UFRAG "relay001"
#define LOCAL_PWD "relay-password-relay-password"
#define TIMEOUT_S 20

typedef struct {
  GMainLoop *loop;
  GSocket *socket;
  GSource *readable;
  GSource *timer;
  GcStun *stun;
  GcIce *ice;
  NiceAgent *agent;
  guint stream;
  unsigned paths;
  gboolean ready;         /* the full agent says so */
  gboolean heard_by_us;   /* "up" came, by the selected path */
  gboolean heard_by_them; /* "down" came */
} World;

static void
on_send (const uint8_t *bytes, size_t size, const GcAddress *to, gpointer user_data)
{
  World *world = user_data;
  struct sockaddr_storage storage;
  socklen_t length = gc_address_to_sockaddr (to, AF_INET, &storage);
  g_autoptr (GSocketAddress) address = g_socket_address_new_from_native (&storage, length);

  g_socket_send_to (world->socket, address, (const char *)bytes, size, NULL, NULL);
}

/* Once both sides have a path, a datagram goes each way. */
static void
greet (World *world)
{
  if (world->paths == 0 || !world->ready)
    return;
  on_send ((const uint8_t *)"down", 4, gc_ice_selected (world->ice), world);
  g_assert_cmpint (nice_agent_send (world->agent, world->stream, 1, 2, "up"), ==, 2);
}

static void
on_path (const GcAddress *selected, gpointer user_data)
{
  World *world = user_data;
  world->paths++;
  greet (world);
}

static void
on_expired (gpointer user_data)
{
  g_assert_not_reached ();
}

static gboolean
on_timer (gpointer user_data)
{
  World *world = user_data;
  gc_ice_tick (world->ice, g_get_monotonic_time ());
  g_source_set_ready_time (world->timer, gc_ice_next_us (world->ice));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  World *world = user_data;
  g_autoptr (GSocketAddress) sender = NULL;
  struct sockaddr_storage storage;
  uint8_t bytes[1500];
  GcAddress from;

  gssize size = g_socket_receive_from (socket, &sender, (char *)bytes, sizeof bytes, NULL, NULL);
  g_assert_cmpint (size, >=, 0);
  g_assert_true (g_socket_address_to_native (sender, &storage, sizeof storage, NULL));
  g_assert_true (
      gc_address_from_sockaddr ((const struct sockaddr *)&storage, sizeof storage, &from));
  if (size == 2 && memcmp (bytes, "up", 2) == 0) {
    world->heard_by_us = gc_address_equal (&from, gc_ice_selected (world->ice));
  } else {
    gc_ice_handle (world->ice, bytes, (size_t)size, &from, g_get_monotonic_time ());
    g_source_set_ready_time (world->timer, gc_ice_next_us (world->ice));
  }
  if (world->heard_by_us && world->heard_by_them)
    g_main_loop_quit (world->loop);
  return G_SOURCE_CONTINUE;
}

static void
on_receive (NiceAgent *agent,
            guint stream,
            guint component,
            guint size,
            char *bytes,
            gpointer user_data)
{
  World *world = user_data;
  world->heard_by_them = size == 4 && memcmp (bytes, "down", 4) == 0;
  if (world->heard_by_us && world->heard_by_them)
    g_main_loop_quit (world->loop);
}

static void
on_state (NiceAgent *agent, guint stream, guint component, guint state, gpointer user_data)
{
  World *world = user_data;

  g_assert_cmpuint (state, !=, NICE_COMPONENT_STATE_FAILED);
  if (state != NICE_COMPONENT_STATE_READY || world->ready)
    return;
  world->ready = TRUE;
  greet (world);
}

static uint16_t
open_socket (World *world)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;

  world->socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (world->socket, any_port, FALSE, &error));
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (world->socket, &error);
  g_assert_no_error (error);
  world->readable = g_socket_create_source (world->socket, G_IO_IN, NULL);
  g_source_set_callback (world->readable, G_SOURCE_FUNC (on_readable), world, NULL);
  g_source_attach (world->readable, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
open_lite (World *world, const char *remote_ufrag, const char *remote_pwd)
{
  static const GcIceCallbacks callbacks = { on_send, on_path, on_expired, NULL, NULL };
  static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };
  GcIceCredentials credentials = { LOCAL_UFRAG, LOCAL_PWD, remote_ufrag, remote_pwd };

  world->stun = gc_stun_new ();
  world->ice = gc_ice_new (world->stun, &credentials, &callbacks, world, g_get_monotonic_time ());
  world->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (world->timer, on_timer, world, NULL);
  g_source_set_ready_time (world->timer, gc_ice_next_us (world->ice));
  g_source_attach (world->timer, NULL);
}

static void
open_full (World *world)
{
  NiceAddress loopback;

  world->agent = nice_agent_new (NULL, NICE_COMPATIBILITY_RFC5245);
  g_object_set (world->agent, "controlling-mode", TRUE, "upnp", FALSE, "ice-tcp", FALSE, NULL);
  nice_address_init (&loopback);
  g_assert_true (nice_address_set_from_string (&loopback, "127.0.0.1"));
  g_assert_true (nice_agent_add_local_address (world->agent, &loopback));
  world->stream = nice_agent_add_stream (world->agent, 1);
  g_signal_connect (world->agent, "component-state-changed", G_CALLBACK (on_state), world);
  nice_agent_attach_recv (world->agent, world->stream, 1, NULL, on_receive, world);
}

static void
connect_full (World *world, uint16_t port)
{
  NiceCandidate *candidate = nice_candidate_new (NICE_CANDIDATE_TYPE_HOST);
  GSList list = { candidate, NULL };

  candidate->stream_id = world->stream;
  candidate->component_id = 1;
  candidate->transport = NICE_CANDIDATE_TRANSPORT_UDP;
  candidate->priority = 2130706431;
  g_strlcpy (candidate->foundation, "1", sizeof candidate->foundation);
  g_assert_true (nice_address_set_from_string (&candidate->addr, "127.0.0.1"));
  nice_address_set_port (&candidate->addr, port);
  g_assert_true (nice_agent_gather_candidates (world->agent, world->stream));
  g_assert_true (
      nice_agent_set_remote_credentials (world->agent, world->stream, LOCAL_UFRAG, LOCAL_PWD));
  g_assert_cmpint (nice_agent_set_remote_candidates (world->agent, world->stream, 1, &list), ==, 1);
  nice_candidate_free (candidate);
}

static void
close_world (World *world)
{
  g_source_destroy (world->timer);
  g_source_unref (world->timer);
  g_source_destroy (world->readable);
  g_source_unref (world->readable);
  g_object_unref (world->agent);
  g_object_unref (world->socket);
  gc_ice_free (world->ice);
  gc_stun_free (world->stun);
  g_main_loop_unref (world->loop);
}

static gboolean
on_timeout (gpointer user_data)
{
  g_assert_cmpstr ("no path within the time", ==, NULL);
  return G_SOURCE_REMOVE;
}

static void
test_full_agent (void)
{
  World world = { .loop = g_main_loop_new (NULL, FALSE) };
  g_autofree char *ufrag = NULL;
  g_autofree char *pwd = NULL;

  open_full (&world);
  g_assert_true (nice_agent_get_local_credentials (world.agent, world.stream, &ufrag, &pwd));
  open_lite (&world, ufrag, pwd);
  connect_full (&world, open_socket (&world));
  guint timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, NULL);
  g_main_loop_run (world.loop);
  g_source_remove (timeout);
  g_assert_cmpuint (world.paths, ==, 1);
  g_assert_true (gc_ice_is_valid (world.ice, gc_ice_selected (world.ice)));
  g_assert_cmpint (gc_ice_rtt_us (world.ice), >=, 0);
  g_assert_cmpint (gc_ice_rtt_us (world.ice), <, 5000000);
  close_world (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ice-libnice/full-agent", test_full_agent);
  return g_test_run ();
}
