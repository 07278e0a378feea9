// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib-object.h>

#include "media/gc-counters.h"
#include "rtp/gc-address.h"

/*
 * GcPort: the UDP sockets of one worker and its TCP connections at the same addresses, the table of
 * our own addresses, the bell (an eventfd) that wakes its streaming thread, and the time at which
 * that thread wants to be woken next. Shared by reference between the three elements. The sockets
 * do not block. A socket bound to a wildcard address answers from the address that the datagram
 * came to (IP_PKTINFO).
 */
typedef struct _GcPort GcPort;
typedef struct _GcStreams GcStreams; /* gc-streams.h */

#define GC_TYPE_PORT (gc_port_get_type ())
GType gc_port_get_type (void);

#define GC_PORT_MAX_SOCKETS 8
#define GC_PORT_MAX_LOCALS 64 /* our own addresses, all sockets together */

/* One of our own addresses; GcAddress.local is its index, and GC_ADDRESS_TCP apart. */
typedef struct {
  GcAddress address; /* never a wildcard; .local is its own index */
  int fd;
  gboolean wildcard; /* @fd has more than this address, so datagrams must name it */
} GcLocal;

/*
 * Binds one socket to each of the @n_addresses; port 0 takes any. With none the port has only its
 * bell. @with_tcp: also listens for TCP there. Errors: INVALID for too many, UNAVAILABLE when the
 * system refuses. (transfer full)
 */
GcPort *
gc_port_new (const GcAddress *addresses, size_t n_addresses, gboolean with_tcp, GError **error);
GcPort *gc_port_ref (GcPort *port);
void gc_port_unref (GcPort *port);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcPort, gc_port_unref)

size_t gc_port_n_sockets (const GcPort *port);
int gc_port_fd (const GcPort *port, size_t socket);

/* The address that socket number @socket is bound to, with its real port. */
const GcAddress *gc_port_bound (const GcPort *port, size_t socket);

/* Whether socket number @socket must look at IP_PKTINFO. */
gboolean gc_port_is_wildcard (const GcPort *port, size_t socket);

/* The addresses as they were when the sockets were bound: what SDP answers may offer. Any thread.
 */
const GcAddress *gc_port_get_candidates (const GcPort *port, size_t *ret_n);

/* Streaming thread: the entry @index, NULL if there is none. */
const GcLocal *gc_port_get_local (const GcPort *port, unsigned index);

/*
 * Streaming thread: the index of our address @bytes (IPv4: 4 bytes, IPv6: 16) on socket number
 * @socket; an address that the machine has got since is added. Returns: -1 if the table is full.
 */
int gc_port_find_local (GcPort *port, size_t socket, const void *bytes);

/* The TCP connections. (nullable) (transfer none) */
GcStreams *gc_port_get_streams (const GcPort *port);

/* setsockopt () with an int. Returns: FALSE with errno set. */
gboolean gc_port_set_option (int fd, int level, int name, int value);

/* Any thread: wakes the streaming thread. */
void gc_port_ring (GcPort *port);
/* Streaming thread: hears the bell, so that it is silent again. */
void gc_port_hear (GcPort *port);
int gc_port_bell_fd (const GcPort *port);

/* What passes this port. Written by the streaming thread, read by any. (transfer none) */
GcCounters *gc_port_counters (GcPort *port);

/* Streaming thread: when gcrelaycore wants a tick, monotonic. */
void gc_port_set_next_us (GcPort *port, int64_t next_us);
int64_t gc_port_get_next_us (const GcPort *port);
