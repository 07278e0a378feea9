// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * GcAddress: the far end of a 5-tuple and, by @local, the protocol and our own end. A plain
 * value without padding: two are the same 5-tuple if and only if their bytes are the same.
 * IPv4 mapped into IPv6 (::ffff:a.b.c.d) is always kept as IPv4. IPv6 scope identifiers are lost.
 */
typedef struct {
  uint8_t family;    /* AF_INET or AF_INET6; 0 is no address */
  uint8_t local;     /* index of our own address; with GC_ADDRESS_TCP, over TCP */
  uint16_t port;     /* host byte order */
  uint8_t bytes[16]; /* network byte order; IPv4 uses the first four, the rest is zero */
} GcAddress;

#define GC_ADDRESS_TCP 0x80 /* flag of GcAddress.local */

#define GC_ADDRESS_STRING_SIZE 56 /* "[" + 45 + "]:65535" + NUL */

/*
 * Reads @sockaddr, of which @size bytes are there; @ret_address->local becomes 0.
 * Returns: FALSE if it is neither IPv4 nor IPv6 or too short.
 */
gboolean
gc_address_from_sockaddr (const struct sockaddr *sockaddr, socklen_t size, GcAddress *ret_address);

/*
 * Writes @address for a socket of @socket_family: AF_INET, or AF_INET6 (IPv4 is then mapped), or
 * AF_UNSPEC for the address's own family. Returns: the length for sendto (2), 0 if an IPv6 address
 * was asked for as AF_INET.
 */
socklen_t gc_address_to_sockaddr (const GcAddress *address,
                                  int socket_family,
                                  struct sockaddr_storage *ret_sockaddr);

/* Reads "192.0.2.1:80" or "[2001:db8::1]:80": numbers only. Returns: FALSE if malformed. */
gboolean gc_address_parse (const char *text, GcAddress *ret_address);

/* Writes what gc_address_parse () reads (@local is left out). Returns: @buffer. */
const char *gc_address_format (const GcAddress *address, char buffer[GC_ADDRESS_STRING_SIZE]);

/* As gc_address_format (). (transfer full) */
char *gc_address_to_string (const GcAddress *address);

gboolean gc_address_is_loopback (const GcAddress *address);

/* For GHashTable, with (const GcAddress *) as the key. */
guint gc_address_hash (gconstpointer address);
gboolean gc_address_equal (gconstpointer a, gconstpointer b);
