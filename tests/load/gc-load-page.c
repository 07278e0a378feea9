// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-page.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOURCE_ADDRESSES 200
#define READ_BYTES 65536
#define OPCODE_TEXT 0x1
#define OPCODE_CLOSE 0x8

typedef enum {
  STAGE_IDLE,
  STAGE_POST,    /* the answer ends with the connection */
  STAGE_UPGRADE, /* up to the empty line */
  STAGE_OPEN,
} Stage;

struct _GcLoadPage {
  const GcLoadPageConfig *config;
  const char *cookie;
  unsigned number;
  gpointer user_data;
  Stage stage;
  int fd;
  GByteArray *in; /* what is not whole yet; NULL: nothing */
};

GcLoadPage *
gc_load_page_new (const GcLoadPageConfig *config,
                  const char *cookie,
                  unsigned number,
                  gpointer user_data)
{
  GcLoadPage *page = g_new0 (GcLoadPage, 1);

  *page = (GcLoadPage){
    .config = config, .cookie = cookie, .number = number, .user_data = user_data, .fd = -1
  };
  return page;
}

static void
hang_up (GcLoadPage *page)
{
  if (page->fd >= 0)
    close (page->fd);
  page->fd = -1;
  page->stage = STAGE_IDLE;
  g_clear_pointer (&page->in, g_byte_array_unref);
}

void
gc_load_page_free (GcLoadPage *page)
{
  if (page == NULL)
    return;
  hang_up (page);
  g_free (page);
}

static void
lose (GcLoadPage *page, const char *why)
{
  hang_up (page);
  page->config->callbacks->lost (page, why, page->user_data);
}

/* Connects from one of many addresses of the loopback; on it, connecting never waits. */
static gboolean
dial (GcLoadPage *page)
{
  struct sockaddr_in source = { .sin_family = AF_INET };
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = page };
  const int one = 1;

  source.sin_addr.s_addr = htonl (0x7f000101u + page->number % SOURCE_ADDRESSES);
  page->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (page->fd < 0 ||
      setsockopt (page->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one) != 0 ||
      bind (page->fd, (struct sockaddr *)&source, sizeof source) != 0 ||
      connect (page->fd, (const struct sockaddr *)&page->config->server,
               sizeof page->config->server) != 0 ||
      epoll_ctl (page->config->epoll, EPOLL_CTL_ADD, page->fd, &event) != 0) {
    hang_up (page);
    return FALSE;
  }
  return TRUE;
}

/* All that a page sends is short, and the kernel takes it at once unless nobody reads. */
static gboolean
send_all (GcLoadPage *page, const void *bytes, size_t size)
{
  return send (page->fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)size;
}

gboolean
gc_load_page_post (GcLoadPage *page, const char *path, const char *json)
{
  g_autofree char *request =
      g_strdup_printf ("POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\n"
                       "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                       path, page->config->origin + strlen ("http://"), page->config->origin,
                       page->cookie, strlen (json), json);

  page->stage = STAGE_POST;
  return dial (page) && send_all (page, request, strlen (request));
}

gboolean
gc_load_page_upgrade (GcLoadPage *page, const char *pass)
{
  g_autofree char *request = g_strdup_printf (
      "GET /ws?pass=%s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nUpgrade: websocket\r\n"
      "Connection: Upgrade\r\nSec-WebSocket-Key: Z2MtbG9hZC1zaWduYWwtMQ==\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: gc.1\r\n\r\n",
      pass, page->config->origin + strlen ("http://"), page->config->origin);

  hang_up (page);
  page->stage = STAGE_UPGRADE;
  return dial (page) && send_all (page, request, strlen (request));
}

gboolean
gc_load_page_send (GcLoadPage *page, const char *text)
{
  size_t size = strlen (text), head = size < 126 ? 2 : 4;
  g_autofree uint8_t *frame = g_malloc (head + 4 + size);
  uint32_t mask = g_random_int ();

  if (page->stage != STAGE_OPEN || size > UINT16_MAX)
    return FALSE;
  frame[0] = 0x80 | OPCODE_TEXT;
  frame[1] = (uint8_t)(0x80 | (size < 126 ? size : 126));
  if (head == 4) {
    frame[2] = (uint8_t)(size >> 8);
    frame[3] = (uint8_t)size;
  }
  memcpy (frame + head, &mask, 4);
  for (size_t i = 0; i < size; i++)
    frame[head + 4 + i] = (uint8_t)text[i] ^ frame[head + i % 4];
  return send_all (page, frame, head + 4 + size);
}

/* ---- what comes ---- */

/* Takes one frame off the front of @bytes; returns its size, 0 if it is not whole. */
static size_t
take_frame (GcLoadPage *page, uint8_t *bytes, size_t size)
{
  size_t head = 2, payload = 0;

  if (size < 2)
    return 0;
  payload = bytes[1] & 0x7f;
  if (payload == 126)
    head = 4;
  else if (payload == 127)
    head = 10;
  if (size < head)
    return 0;
  if (head > 2) {
    payload = 0;
    for (size_t i = 2; i < head; i++)
      payload = payload << 8 | bytes[i];
  }
  if (size - head < payload)
    return 0;
  if ((bytes[0] & 0x0f) == OPCODE_TEXT) {
    /* The byte after it is the next frame's, or the spare one behind the buffer. */
    uint8_t next = bytes[head + payload];
    bytes[head + payload] = '\0';
    page->config->callbacks->text (page, (const char *)bytes + head, payload, page->user_data);
    bytes[head + payload] = next;
  } else if ((bytes[0] & 0x0f) == OPCODE_CLOSE) {
    g_autofree char *why =
        g_strdup_printf ("closed with %d", payload >= 2 ? bytes[head] << 8 | bytes[head + 1] : 0);
    lose (page, why);
  }
  return head + payload;
}

/* Whether the answer to the upgrade is there; @ret_used: its size. */
static gboolean
take_upgrade (GcLoadPage *page, const char *text, size_t *ret_used)
{
  const char *end = strstr (text, "\r\n\r\n");

  if (end == NULL)
    return FALSE;
  if (!g_str_has_prefix (text, "HTTP/1.1 101 ")) {
    lose (page, "the WebSocket was refused");
    return FALSE;
  }
  *ret_used = (size_t)(end - text) + 4;
  page->stage = STAGE_OPEN;
  page->config->callbacks->opened (page, page->user_data);
  return TRUE;
}

/* @bytes has a spare byte behind it, which is zero. Returns how many are used. */
static size_t
take (GcLoadPage *page, uint8_t *bytes, size_t size)
{
  size_t at = 0;

  if (page->stage == STAGE_UPGRADE && !take_upgrade (page, (const char *)bytes, &at))
    return 0;
  while (page->stage == STAGE_OPEN) {
    size_t used = take_frame (page, bytes + at, size - at);
    if (used == 0)
      break;
    at += used;
  }
  return at;
}

static void
end_answer (GcLoadPage *page)
{
  g_autoptr (GByteArray) in = g_steal_pointer (&page->in);
  const char *text = in != NULL ? (const char *)in->data : "";
  const char *body = strstr (text, "\r\n\r\n");

  hang_up (page);
  if (!g_str_has_prefix (text, "HTTP/1.1 ") || body == NULL)
    page->config->callbacks->lost (page, "an answer that is not HTTP", page->user_data);
  else
    page->config->callbacks->answered (page, (unsigned)atoi (text + strlen ("HTTP/1.1 ")), body + 4,
                                       page->user_data);
}

static void
keep (GcLoadPage *page, const uint8_t *bytes, size_t size)
{
  if (page->in == NULL)
    page->in = g_byte_array_new ();
  g_byte_array_append (page->in, bytes, (guint)size);
  g_byte_array_append (page->in, (const uint8_t *)"", 1);
  g_byte_array_set_size (page->in, page->in->len - 1);
}

void
gc_load_page_read (GcLoadPage *page)
{
  uint8_t buffer[READ_BYTES + 1];
  ssize_t size = recv (page->fd, buffer, READ_BYTES, MSG_DONTWAIT);

  if (size < 0 && errno == EAGAIN)
    return;
  if (size <= 0 && page->stage == STAGE_POST) {
    end_answer (page);
    return;
  }
  if (size <= 0) {
    lose (page, size == 0 ? "hung up" : g_strerror (errno));
    return;
  }
  buffer[size] = '\0';
  if (page->stage == STAGE_POST || page->in != NULL) {
    keep (page, buffer, (size_t)size);
    if (page->stage == STAGE_POST)
      return;
    g_autoptr (GByteArray) in = g_byte_array_ref (page->in);
    size_t used = take (page, in->data, in->len);
    if (page->in == in && used > 0)
      g_byte_array_remove_range (in, 0, (guint)used);
    if (page->in == in && in->len == 0)
      g_clear_pointer (&page->in, g_byte_array_unref);
    return;
  }
  size_t used = take (page, buffer, (size_t)size);
  if (page->fd >= 0 && used < (size_t)size)
    keep (page, buffer + used, (size_t)size - used);
}
