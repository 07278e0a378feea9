// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-flood-tap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "gc-load-sdp.h"

#define KEEP 64 /* datagrams of each kind */
#define SOCKET_BYTES (1024 * 1024)

struct _GcFloodTap {
  struct sockaddr_storage relay;
  int inner; /* towards the peer; connected once it has spoken */
  int outer;
  gboolean has_peer;
  GPtrArray *kept[GC_FLOOD_N_KINDS]; /* (element-type GBytes) */
};

static int
open_socket (void)
{
  const struct sockaddr_in any = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int bytes = SOCKET_BYTES;
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  (void)setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  (void)setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  if (fd >= 0 && bind (fd, (const void *)&any, sizeof any) != 0) {
    close (fd);
    return -1;
  }
  return fd;
}

int
gc_flood_tap_open_stranger (const GcFloodTap *tap)
{
  int fd = open_socket ();

  if (fd >= 0 && connect (fd, (const void *)&tap->relay, sizeof (struct sockaddr_in)) != 0) {
    close (fd);
    return -1;
  }
  return fd;
}

/* @answer with one candidate, 127.0.0.1:@port, in place of all its own. */
static char *
redirect (const char *answer, uint16_t port)
{
  g_auto (GStrv) lines = g_strsplit (answer, "\r\n", -1);
  GString *text = g_string_new (NULL);

  for (char **line = lines; *line != NULL && **line != '\0'; line++) {
    if (g_str_has_prefix (*line, "a=candidate:"))
      continue;
    g_string_append_printf (text, "%s\r\n", *line);
    if (g_str_has_prefix (*line, "a=ice-pwd:"))
      g_string_append_printf (text, "a=candidate:1 1 udp 2130706431 127.0.0.1 %u typ host\r\n",
                              port);
  }
  return g_string_free (text, FALSE);
}

GcFloodTap *
gc_flood_tap_new (const char *answer, char **ret_answer, GError **error)
{
  g_autoptr (GcFloodTap) tap = g_new0 (GcFloodTap, 1);
  struct sockaddr_in own;
  socklen_t size = sizeof own;
  GcLoadRemote parsed;

  tap->inner = tap->outer = -1;
  for (size_t i = 0; i < GC_FLOOD_N_KINDS; i++)
    tap->kept[i] = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  if (!gc_load_sdp_parse (answer, &parsed, error))
    return NULL;
  tap->relay = parsed.address;
  gc_load_remote_clear (&parsed);
  tap->inner = open_socket ();
  tap->outer = gc_flood_tap_open_stranger (tap);
  if (tap->inner < 0 || tap->outer < 0 || getsockname (tap->inner, (void *)&own, &size) != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "tap: %s", g_strerror (errno));
    return NULL;
  }
  *ret_answer = redirect (answer, ntohs (own.sin_port));
  return g_steal_pointer (&tap);
}

void
gc_flood_tap_free (GcFloodTap *tap)
{
  if (tap == NULL)
    return;
  for (size_t i = 0; i < GC_FLOOD_N_KINDS; i++)
    g_ptr_array_unref (tap->kept[i]);
  if (tap->inner >= 0)
    close (tap->inner);
  if (tap->outer >= 0)
    close (tap->outer);
  g_free (tap);
}

int
gc_flood_tap_get_fd (const GcFloodTap *tap)
{
  return tap->outer;
}

static void
keep (GcFloodTap *tap, const uint8_t *bytes, size_t size)
{
  GcFloodKind kind = gc_flood_classify (bytes, size);

  if (kind < GC_FLOOD_N_KINDS && size <= GC_FLOOD_MAX_BYTES && tap->kept[kind]->len < KEEP)
    g_ptr_array_add (tap->kept[kind], g_bytes_new (bytes, size));
}

static ssize_t
receive_from_peer (GcFloodTap *tap, uint8_t *bytes, size_t capacity)
{
  struct sockaddr_storage from;
  socklen_t size = sizeof from;
  ssize_t n = recvfrom (tap->inner, bytes, capacity, 0, (void *)&from, &size);

  if (n >= 0 && !tap->has_peer)
    tap->has_peer = connect (tap->inner, (void *)&from, size) == 0;
  return n;
}

void
gc_flood_tap_pump (GcFloodTap *tap)
{
  uint8_t bytes[2048];
  ssize_t n;

  while ((n = receive_from_peer (tap, bytes, sizeof bytes)) >= 0) {
    keep (tap, bytes, (size_t)n);
    (void)!send (tap->outer, bytes, (size_t)n, MSG_NOSIGNAL);
  }
  while (tap->has_peer && (n = recv (tap->outer, bytes, sizeof bytes, 0)) >= 0)
    (void)!send (tap->inner, bytes, (size_t)n, MSG_NOSIGNAL);
}

const GPtrArray *
gc_flood_tap_get_kept (const GcFloodTap *tap, GcFloodKind kind)
{
  return tap->kept[kind];
}
