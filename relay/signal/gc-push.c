// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Who is shown anew, and when. After each durable change a round goes over all seats and makes
 * every part of each: nothing remembers what depends on what, so nothing can be forgotten. Two
 * things keep that cheap with thousands of pages. Those whose own ticket or agent changed are shown
 * first, at once; and rounds take at most half of the time, so that a change among many waits for
 * the next one and shares it.
 */
#include "config.h"

#include "signal/gc-service-private.h"

/* From the end of one round to the next, at least. */
#define REST_US 50000
/* The round gives way to sockets and commits after so long, and for as long. */
#define STRETCH_US 5000
/* Seats between two looks at the clock. */
#define STRIDE 16

static void go_on (GcService *service);

static gboolean
can_look (GcService *service)
{
  return service->loaded && gc_engine_is_durable (service->engine);
}

static void
show (GcService *service, GcSeat *seat)
{
  if (!gc_seat_is_followed (seat))
    return;
  gc_views_refresh_next (service, seat);
  gc_seat_push (seat);
}

static gboolean
on_rested (gpointer user_data)
{
  GcService *service = user_data;

  g_clear_pointer (&service->round_source, g_source_unref);
  go_on (service);
  return G_SOURCE_REMOVE;
}

static void
rest (GcService *service, int64_t us)
{
  service->round_source = g_timeout_source_new ((guint)(us / 1000) + 1);
  g_source_set_static_name (service->round_source, "gc-push-round");
  g_source_set_callback (service->round_source, on_rested, service, NULL);
  g_source_attach (service->round_source, g_main_context_get_thread_default ());
}

/* Shows the next seats of the round, the longest not shown first. */
static void
walk (GcService *service, int64_t start_us)
{
  gc_views_begin (service);
  for (unsigned i = 1; service->round_left > 0; i++) {
    GcSeat *seat = g_queue_pop_head (&service->round);
    service->round_left--;
    if (seat == NULL)
      continue;
    g_queue_push_tail (&service->round, seat);
    show (service, seat);
    if (i % STRIDE == 0 && gc_clock_monotonic_us (service->clock) - start_us >= STRETCH_US)
      break;
  }
}

/* Begins a round if one is wanted, or goes on with the one under way. */
static void
go_on (GcService *service)
{
  int64_t start_us = gc_clock_monotonic_us (service->clock);

  if (service->round_source != NULL || (!service->round_wanted && service->round_left == 0))
    return;
  /* The end of the commit calls again. */
  if (!can_look (service))
    return;
  if (service->round_left == 0) {
    service->round_wanted = FALSE;
    service->round_left = g_queue_get_length (&service->round);
  }
  walk (service, start_us);
  rest (service,
        service->round_left > 0 ? gc_clock_monotonic_us (service->clock) - start_us : REST_US);
}

void
gc_push_all (GcService *service)
{
  service->round_wanted = TRUE;
  go_on (service);
}

static void
show_account (GcService *service, GcPage page, const char *account)
{
  GcSeat *seat = gc_service_find_seat (service, page, account);

  if (seat != NULL)
    show (service, seat);
}

static void
show_accounts (GcService *service, GcPage page, GHashTable *accounts)
{
  GHashTableIter iter;
  gpointer account = NULL;

  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, &account, NULL))
    show_account (service, page, account);
}

void
gc_push_touched (GcService *service, const GcEngineTouched *touched)
{
  gc_views_begin (service);
  show_accounts (service, GC_PAGE_KIOSK, touched->kiosks);
  show_accounts (service, GC_PAGE_AGENT, touched->agents);
  gc_push_all (service);
}

void
gc_push_link (GcService *service, GcSeat *seat)
{
  const GcUser *user = gc_seat_get_user (seat);
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  const GcTicket *ticket = NULL;

  if (!can_look (service)) {
    gc_push_all (service);
    return;
  }
  gc_views_begin (service);
  show (service, seat);
  if (user->page == GC_PAGE_KIOSK)
    ticket = gc_queue_get_kiosk_ticket (queue, user->account);
  if (ticket != NULL)
    show_account (service, GC_PAGE_AGENT, ticket->agent);
}

void
gc_push_session (GcService *service, const GcTicket *ticket)
{
  if (!can_look (service)) {
    gc_push_all (service);
    return;
  }
  gc_views_begin (service);
  show_account (service, GC_PAGE_KIOSK, ticket->kiosk);
  show_account (service, GC_PAGE_AGENT, ticket->agent);
  for (guint i = 0; i < ticket->guests->len; i++)
    show_account (service, GC_PAGE_AGENT, g_array_index (ticket->guests, GcGuest, i).agent);
}

void
gc_push_ticket (GcService *service, const GcTicket *ticket)
{
  if (can_look (service)) {
    gc_views_begin (service);
    show_account (service, GC_PAGE_KIOSK, ticket->kiosk);
    show_account (service, GC_PAGE_AGENT, ticket->agent);
  }
  gc_push_all (service);
}
