// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-service-private.h"

#include <string.h>

/* Each sign-in is looked up once in so long, some of them each second. */
#define SESSION_CHECK_SECONDS 30

static void
on_message (GcSocket *socket, const char *text, size_t size, gpointer user_data)
{
  GcVisitor *visitor = user_data;

  gc_metric_add (visitor->service->rpc_requests, 1);
  gc_call_dispatch (visitor, text, size);
}

/* The page is gone, as far as this socket can tell. */
static void
leave_seat (GcVisitor *visitor)
{
  GcService *service = visitor->service;
  GcSeat *seat = g_steal_pointer (&visitor->seat);

  if (seat == NULL || gc_seat_get_socket (seat) != visitor->socket)
    return;
  gc_seat_leave (seat, gc_service_now_ms (service));
  const GcUser *user = gc_seat_get_user (seat);
  gc_service_set_present (service, user->page, user->account, FALSE);
  if (user->page == GC_PAGE_DESK && !service->stopping)
    gc_push_all (service);
}

static void
on_closed (GcSocket *socket, gpointer user_data)
{
  GcVisitor *visitor = user_data;
  uint64_t number = visitor->number;

  leave_seat (visitor);
  g_hash_table_remove (visitor->service->visitors, &number);
}

static void
on_drained (GcSocket *socket, gpointer user_data)
{
  GcVisitor *visitor = user_data;

  if (visitor->seat != NULL)
    gc_seat_push (visitor->seat);
}

static const GcSocketCallbacks socket_callbacks = { on_message, on_drained, on_closed };

/* Adds @change to the number of the account's sockets, and returns it. */
static unsigned
count_account (GcService *service, const GcUser *user, int change)
{
  g_autofree char *key = gc_service_seat_key (user->page, user->account);
  unsigned n = GPOINTER_TO_UINT (g_hash_table_lookup (service->accounts, key)) + (unsigned)change;

  if (n > 0)
    g_hash_table_replace (service->accounts, g_steal_pointer (&key), GUINT_TO_POINTER (n));
  else
    g_hash_table_remove (service->accounts, key);
  return n;
}

void
gc_visitor_new (GcService *service, int fd, GcUser *user)
{
  GcVisitor *visitor = g_new0 (GcVisitor, 1);
  gboolean full = g_hash_table_size (service->visitors) >= GC_MAX_VISITORS;

  full |= count_account (service, user, 1) > GC_MAX_VISITORS_PER_ACCOUNT;

  visitor->service = service;
  visitor->number = ++service->last_visitor;
  visitor->user = user;
  visitor->opened_us = gc_clock_monotonic_us (service->clock);
  visitor->socket = gc_socket_new (service->poller, fd, &socket_callbacks, visitor, service->clock);
  g_hash_table_insert (service->visitors, &visitor->number, visitor);
  gc_metric_add (service->sockets, 1);
  if (full)
    gc_socket_close (visitor->socket, GC_CLOSE_ABUSE, "too many sockets");
}

void
gc_visitor_free (gpointer data)
{
  GcVisitor *visitor = data;

  gc_metric_add (visitor->service->sockets, -1);
  count_account (visitor->service, visitor->user, -1);
  gc_socket_free (visitor->socket);
  gc_user_free (visitor->user);
  g_free (visitor);
}

GcVisitor *
gc_visitor_find (GcService *service, uint64_t number)
{
  return g_hash_table_lookup (service->visitors, &number);
}

void
gc_visitor_send (GcVisitor *visitor, const char *text)
{
  gc_socket_send (visitor->socket, text, strlen (text));
}

/* The numbers of all, so that closing one while going through them is no matter. */
static GArray *
list_numbers (GcService *service)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_array_append_val (numbers, ((GcVisitor *)value)->number);
  return numbers;
}

void
gc_visitor_sweep (GcService *service)
{
  int64_t now_us = gc_clock_monotonic_us (service->clock);
  g_autoptr (GArray) numbers = list_numbers (service);

  for (guint i = 0; i < numbers->len; i++) {
    uint64_t number = g_array_index (numbers, uint64_t, i);
    GcVisitor *visitor = gc_visitor_find (service, number);
    if (visitor == NULL)
      continue;
    if (!visitor->said_hello && now_us - visitor->opened_us > GC_HELLO_SECONDS * G_USEC_PER_SEC) {
      gc_socket_close (visitor->socket, GC_CLOSE_ABUSE, "no hello");
    } else if (now_us - gc_socket_get_heard_us (visitor->socket) >
               GC_SILENT_SECONDS * G_USEC_PER_SEC) {
      /* Nobody is there to take a close frame. */
      leave_seat (visitor);
      g_hash_table_remove (service->visitors, &number);
    }
  }
}

void
gc_visitor_sign_out (GcService *service, const uint8_t session[GC_STORE_HASH_SIZE])
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GcVisitor *visitor = value;
    if (memcmp (visitor->user->session, session, GC_STORE_HASH_SIZE) == 0)
      gc_socket_close (visitor->socket, GC_CLOSE_SIGNED_OUT, "signed out");
  }
}

typedef struct {
  GcService *service;
  uint64_t number;
} Check;

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Check *check = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreSession) session =
      gc_store_get_session_finish (check->service->store, result, &error);
  GcVisitor *visitor = gc_visitor_find (check->service, check->number);

  /* A store that does not answer is no reason to send anybody away. */
  if (visitor != NULL && session == NULL && g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN))
    gc_socket_close (visitor->socket, GC_CLOSE_SIGNED_OUT, "signed out");
}

void
gc_visitor_check_sessions (GcService *service, unsigned seconds)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcVisitor *visitor = value;
    if (visitor->number % SESSION_CHECK_SECONDS != seconds % SESSION_CHECK_SECONDS)
      continue;
    Check *check = g_new0 (Check, 1);
    *check = (Check){ service, visitor->number };
    gc_store_get_session_async (service->store, visitor->user->session, gc_service_now_ms (service),
                                on_session, check);
  }
}

void
gc_visitor_close_all (GcService *service, uint16_t code, const char *reason)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, service->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    gc_socket_close (((GcVisitor *)value)->socket, code, reason);
}
