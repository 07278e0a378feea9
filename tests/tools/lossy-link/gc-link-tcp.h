// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-link-loop.h"
#include "gc-link-table.h"
#include "rtp/gc-address.h"

/*
 * GcLinkTcp: carries connections to one server through the links of a table. Each connection is one
 * client. The bytes arrive complete and in order: a lost piece of them, and all behind it, is late
 * by one round trip, and a black-out or a full queue makes the sender wait. Making the connection
 * itself takes no time of the link's.
 */
typedef struct _GcLinkTcp GcLinkTcp;

/* @loop and @table must live longer. */
GcLinkTcp *gc_link_tcp_new (GcLinkLoop *loop, GcLinkTable *table);
void gc_link_tcp_free (GcLinkTcp *tcp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkTcp, gc_link_tcp_free)

/* One more address for clients; port 0 takes any. Errors: LIMIT, UNAVAILABLE. */
gboolean
gc_link_tcp_listen (GcLinkTcp *tcp, const GcAddress *address, GcAddress *ret_bound, GError **error);

/* The server. */
void gc_link_tcp_set_target (GcLinkTcp *tcp, const GcAddress *target);

/* Writes on what has arrived by @now_us, and closes what has ended. */
void gc_link_tcp_run (GcLinkTcp *tcp, int64_t now_us);

/* When to call gc_link_tcp_run () again, if nothing comes before. */
int64_t gc_link_tcp_next_us (const GcLinkTcp *tcp, int64_t now_us);
