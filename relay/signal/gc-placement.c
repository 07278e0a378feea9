// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * On which worker of the relay a page's peer must be. A room is on one worker, and a peer is made
 * on one and stays there. So the others go to where the resident is, whose link is the long one: an
 * agent's page is told so as soon as it is offered the ticket, and makes its peer anew while it
 * rings. While the resident has no peer, whoever has one is the place to which he comes back.
 */
#include "config.h"

#include "signal/gc-service-private.h"

static const GcRelayPeer *
find_peer (GcService *service, GcPage page, const char *account)
{
  GcSeat *seat = gc_service_find_seat (service, page, account);
  const char *peer = seat != NULL ? gc_seat_get_peer (seat) : NULL;

  return peer != NULL ? g_hash_table_lookup (service->peers, peer) : NULL;
}

int
gc_placement_of_ticket (GcService *service, const GcTicket *ticket)
{
  if (ticket->phone != NULL ||
      (ticket->state != GC_TICKET_OFFERED && !gc_ticket_state_is_call (ticket->state)))
    return -1;
  const GcRelayPeer *peer = find_peer (service, GC_PAGE_KIOSK, ticket->kiosk);
  if (peer == NULL)
    peer = find_peer (service, GC_PAGE_AGENT, ticket->agent);
  for (guint i = 0; i < ticket->guests->len && peer == NULL; i++)
    peer = find_peer (service, GC_PAGE_AGENT, g_array_index (ticket->guests, GcGuest, i).agent);
  return peer != NULL ? peer->worker : -1;
}

int
gc_placement_of_seat (GcService *service, GcSeat *seat)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  const GcUser *user = gc_seat_get_user (seat);
  const GcTicket *ticket = NULL;

  if (user->page == GC_PAGE_KIOSK) {
    ticket = gc_queue_get_kiosk_ticket (queue, user->account);
  } else if (user->page == GC_PAGE_AGENT) {
    const GcAgent *agent = gc_queue_get_agent (queue, user->account);
    const char *id = agent == NULL ? NULL : agent->offer != NULL ? agent->offer : agent->ticket;
    ticket = id != NULL ? gc_queue_get_ticket (queue, id) : NULL;
  }
  return ticket != NULL ? gc_placement_of_ticket (service, ticket) : -1;
}

const char *
gc_placement_get_peer (GcService *service, GcPage page, const char *account, int worker)
{
  const GcRelayPeer *peer = find_peer (service, page, account);

  return peer != NULL && (worker < 0 || peer->worker == worker) ? peer->id : NULL;
}
