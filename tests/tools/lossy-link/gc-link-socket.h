// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-address.h"

/* What both proxies do with sockets. They do not block. */

#define GC_LINK_MAX_LISTENERS 32

/*
 * A socket of @type (SOCK_DGRAM, or SOCK_STREAM, which then listens) bound to @address; port 0
 * takes any. Returns: the descriptor (transfer full), -1 with @error set to UNAVAILABLE.
 */
int
gc_link_socket_listen (int type, const GcAddress *address, GcAddress *ret_bound, GError **error);

/* A socket that is, or for a stream soon will be, connected to @target. Returns: -1 with errno. */
int gc_link_socket_connect (int type, const GcAddress *target);

/*
 * The addresses that @address stands for: all of the machine's own of its family if it is a
 * wildcard (without link-local ones, which need a scope), else itself. Returns: how many, at most
 * @max.
 */
size_t gc_link_expand (const GcAddress *address, GcAddress *ret_addresses, size_t max);
