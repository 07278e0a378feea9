// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const struct {
  const char *text;
  const char *canonical; /* NULL: must be refused */
} texts[] = {
  { "1.2.3.4:80", "1.2.3.4:80" },
  { "255.255.255.255:65535", "255.255.255.255:65535" },
  { "127.0.0.1:0", "127.0.0.1:0" },
  { "[::1]:80", "[::1]:80" },
  { "[2001:DB8::0:1]:443", "[2001:db8::1]:443" },
  { "[::ffff:192.0.2.7]:5000", "192.0.2.7:5000" },
  { "", NULL },
  { ":", NULL },
  { "1.2.3.4", NULL },
  { "1.2.3.4:", NULL },
  { "1.2.3.4:65536", NULL },
  { "1.2.3.4:080", NULL },
  { "1.2.3.4:+8", NULL },
  { "1.2.3.4:8 ", NULL },
  { "1.2.3:80", NULL },
  { "1.2.3.256:80", NULL },
  { "localhost:80", NULL },
  { "[::1]", NULL },
  { "[::1]80", NULL },
  { "[::1", NULL },
  { "[1.2.3.4]:80", NULL },
  { "::1:80", NULL },
  { "[fe80::1%lo]:80", NULL },
  { "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]:1", NULL },
};

static void
test_text (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++) {
    GcAddress address;
    gboolean taken = gc_address_parse (texts[i].text, &address);
    g_test_message ("%s", texts[i].text);
    g_assert_cmpint (taken, ==, texts[i].canonical != NULL);
    if (!taken)
      continue;
    g_autofree char *text = gc_address_to_string (&address);
    g_assert_cmpstr (text, ==, texts[i].canonical);
  }
}

/* Each address, as a socket of each family would take it, and back. */
static void
test_sockaddr (void)
{
  static const struct {
    const char *text;
    int socket_family;
    socklen_t size;
    int family;
  } rows[] = {
    { "192.0.2.1:7", AF_INET, sizeof (struct sockaddr_in), AF_INET },
    { "192.0.2.1:7", AF_UNSPEC, sizeof (struct sockaddr_in), AF_INET },
    { "192.0.2.1:7", AF_INET6, sizeof (struct sockaddr_in6), AF_INET6 },
    { "[2001:db8::9]:7", AF_INET6, sizeof (struct sockaddr_in6), AF_INET6 },
    { "[2001:db8::9]:7", AF_UNSPEC, sizeof (struct sockaddr_in6), AF_INET6 },
    { "[2001:db8::9]:7", AF_INET, 0, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    GcAddress address, back;
    struct sockaddr_storage storage;
    g_assert_true (gc_address_parse (rows[i].text, &address));
    socklen_t size = gc_address_to_sockaddr (&address, rows[i].socket_family, &storage);
    g_assert_cmpuint (size, ==, rows[i].size);
    if (size == 0)
      continue;
    g_assert_cmpint (storage.ss_family, ==, rows[i].family);
    memset (&back, 0xaa, sizeof back);
    g_assert_true (gc_address_from_sockaddr ((const struct sockaddr *)&storage, size, &back));
    g_assert_cmpmem (&back, sizeof back, &address, sizeof address);
    g_assert_false (gc_address_from_sockaddr ((const struct sockaddr *)&storage, size - 1, &back));
    g_assert_false (gc_address_from_sockaddr ((const struct sockaddr *)&storage, 1, &back));
  }
}

static void
test_other_family (void)
{
  struct sockaddr_storage storage = { .ss_family = AF_UNIX };
  GcAddress address, none = { 0 };
  g_assert_false (
      gc_address_from_sockaddr ((const struct sockaddr *)&storage, sizeof storage, &address));
  g_assert_cmpuint (gc_address_to_sockaddr (&none, AF_UNSPEC, &storage), ==, 0);
}

static void
test_hash_and_equal (void)
{
  g_autoptr (GHashTable) table = g_hash_table_new (gc_address_hash, gc_address_equal);
  GcAddress addresses[300] = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (addresses); i++) {
    addresses[i].family = AF_INET;
    addresses[i].local = (uint8_t)(i % 3);
    addresses[i].port = (uint16_t)(1000 + i / 3);
    g_assert_true (g_hash_table_add (table, &addresses[i]));
  }
  for (size_t i = 0; i < G_N_ELEMENTS (addresses); i++) {
    GcAddress copy = addresses[i];
    g_assert_true (g_hash_table_lookup (table, &copy) == &addresses[i]);
    copy.bytes[3] = 1;
    g_assert_null (g_hash_table_lookup (table, &copy));
  }
}

static void
test_loopback (void)
{
  static const struct {
    const char *text;
    gboolean loopback;
  } rows[] = {
    { "127.0.0.1:1", TRUE },  { "127.9.9.9:1", TRUE },
    { "128.0.0.1:1", FALSE }, { "[::1]:1", TRUE },
    { "[::2]:1", FALSE },     { "[::]:1", FALSE },
    { "0.0.0.0:1", FALSE },   { "[::ffff:127.0.0.1]:1", TRUE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    GcAddress address;
    g_assert_true (gc_address_parse (rows[i].text, &address));
    g_assert_cmpint (gc_address_is_loopback (&address), ==, rows[i].loopback);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/text", test_text);
  g_test_add_func ("/address/sockaddr", test_sockaddr);
  g_test_add_func ("/address/other-family", test_other_family);
  g_test_add_func ("/address/hash-and-equal", test_hash_and_equal);
  g_test_add_func ("/address/loopback", test_loopback);
  return g_test_run ();
}
