// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-link-loop.h"
#include "gc-link-table.h"
#include "rtp/gc-address.h"

/*
 * GcLinkUdp: carries datagrams between clients and one server through the links of a table. Each
 * 5-tuple that clients send from is one client, with a socket of its own towards the server, which
 * is how replies find the way back. A client of which nothing is heard for a while is closed.
 */
typedef struct _GcLinkUdp GcLinkUdp;

/* @loop and @table must live longer; @idle_us: after which silence a client is closed. */
GcLinkUdp *gc_link_udp_new (GcLinkLoop *loop, GcLinkTable *table, int64_t idle_us);
void gc_link_udp_free (GcLinkUdp *udp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkUdp, gc_link_udp_free)

/* One more address for clients; port 0 takes any. Errors: LIMIT, UNAVAILABLE. */
gboolean
gc_link_udp_listen (GcLinkUdp *udp, const GcAddress *address, GcAddress *ret_bound, GError **error);

/* The server. */
void gc_link_udp_set_target (GcLinkUdp *udp, const GcAddress *target);

/* Sends on what has arrived by @now_us, and closes who is idle. */
void gc_link_udp_run (GcLinkUdp *udp, int64_t now_us);

/* When to call gc_link_udp_run () again, if nothing comes before. */
int64_t gc_link_udp_next_us (const GcLinkUdp *udp, int64_t now_us);

/*
 * Gives client @number, or all if it is 0, a new port towards the server; what the server sends to
 * the old one is lost, as when a NAT forgets. Errors: UNKNOWN, UNAVAILABLE.
 */
gboolean gc_link_udp_rebind (GcLinkUdp *udp, unsigned number, GError **error);
