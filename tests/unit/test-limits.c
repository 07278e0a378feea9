// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Each limit of rtp/gc-limits.h that is a rate or a number of peers: just below it and beyond. */
#include "config.h"

#include <string.h>

#include "common/gc-error.h"
#include "far-peer.h"
#include "media/gc-answer.h"
#include "rtp/gc-bucket.h"
#include "rtp/gc-ice.h"
#include "rtp/gc-limits.h"
#include "rtp/gc-networks.h"
#include "rtp/gc-rtcp-writer.h"

#define COUNT(world, what) gc_counters_get (&(world)->counters, GC_COUNT_##what)

static void
test_bucket (void)
{
  static const GcBucketRate rate = GC_BUCKET_RATE (100, 5);
  GcBucket bucket = { 0 };
  int64_t now_us = 1000000000;

  for (unsigned i = 0; i < 5; i++)
    g_assert_true (gc_bucket_take (&bucket, &rate, 1, now_us));
  g_assert_false (gc_bucket_take (&bucket, &rate, 1, now_us));
  g_assert_false (gc_bucket_take (&bucket, &rate, 1, now_us + 9999));
  g_assert_true (gc_bucket_take (&bucket, &rate, 1, now_us + 10000));
  g_assert_false (gc_bucket_take (&bucket, &rate, 1, now_us + 10000));
  /* A long rest fills it, and no more than that; more than it holds is never there. */
  g_assert_false (gc_bucket_take (&bucket, &rate, 6, now_us + 60000000));
  g_assert_true (gc_bucket_take (&bucket, &rate, 5, now_us + 60000000));
  g_assert_false (gc_bucket_take (&bucket, &rate, 1, now_us + 60000000));
}

static unsigned
drain_network (GcNetworks *networks, const char *address, int64_t now_us)
{
  GcAddress from;
  unsigned n = 0;

  g_assert_true (gc_address_parse (address, &from));
  while (gc_networks_take (networks, &from, now_us))
    n++;
  return n;
}

static void
test_networks (void)
{
  GcNetworks *networks = gc_networks_new ();
  int64_t now_us = 1000000000;
  unsigned untouched = 0;

  g_assert_cmpuint (drain_network (networks, "192.0.2.1:1", now_us), ==,
                    GC_LIMIT_STUN_NETWORK_BURST);
  g_assert_cmpuint (drain_network (networks, "192.0.2.254:9", now_us), ==, 0);
  g_assert_cmpuint (drain_network (networks, "[2001:db8:0:1200::1]:1", now_us), <=,
                    GC_LIMIT_STUN_NETWORK_BURST);
  g_assert_cmpuint (drain_network (networks, "[2001:db8:0:12ff::2]:1", now_us), ==, 0);
  g_assert_cmpuint (drain_network (networks, "192.0.2.1:1", now_us + 1000000), ==,
                    GC_LIMIT_STUN_NETWORK_PER_S);
  /* Others have buckets of their own, but for a few that share one with those above. */
  for (unsigned i = 0; i < 100; i++) {
    g_autofree char *address = g_strdup_printf ("198.51.%u.1:1", i);
    untouched += drain_network (networks, address, now_us) == GC_LIMIT_STUN_NETWORK_BURST;
  }
  g_assert_cmpuint (untouched, >=, 80);
  gc_networks_free (networks);
}

static GcAddress
stranger (unsigned number)
{
  GcAddress address;
  g_autofree char *text = g_strdup_printf ("10.%u.%u.1:4000", number / 256, number % 256);

  g_assert_true (gc_address_parse (text, &address));
  return address;
}

static void
test_stun_of_a_peer (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *far = far_peer_new (world, "a", "av", 6001);

  far_peer_connect (far);
  far_world_run (world, 3000000);
  far->answers_checks = FALSE;
  for (unsigned i = 0; i < GC_LIMIT_STUN_BURST; i++)
    far_peer_check (far, NULL);
  g_assert_cmpuint (COUNT (world, DROP_STUN_LIMIT), ==, 0);
  far_peer_check (far, NULL);
  g_assert_cmpuint (COUNT (world, DROP_STUN_LIMIT), ==, 1);
  far_world_free (world);
}

/* Strangers with the right user name, and even the password, leave the peer's own budget alone. */
static void
test_stun_of_strangers (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *far = far_peer_new (world, "a", "av", 6001);
  char *password = far->pwd;

  far_peer_connect (far);
  far_world_run (world, 3000000);
  uint64_t out = COUNT (world, OUT_CONTROL);
  far->pwd = g_strdup ("wrongwrongwrongwrongwrong");
  for (unsigned i = 0; i < 1000; i++) {
    const GcAddress from = stranger (i);
    far_peer_check (far, &from);
  }
  g_assert_cmpuint (COUNT (world, DROP_STUN), ==, GC_LIMIT_STUN_NEW_BURST);
  g_assert_cmpuint (COUNT (world, DROP_STUN_NEW), ==, 1000 - GC_LIMIT_STUN_NEW_BURST);
  g_assert_cmpuint (COUNT (world, OUT_CONTROL) - out, <=, GC_LIMIT_STUN_NEW_BURST);
  g_free (far->pwd);
  far->pwd = password;
  for (unsigned i = 0; i < GC_LIMIT_STUN_BURST / 2; i++)
    far_peer_check (far, NULL);
  g_assert_cmpuint (COUNT (world, DROP_STUN_LIMIT), ==, 0);
  far_world_free (world);
}

/* Whoever can forge the peer's own 5-tuple gets no answers, and takes nothing from the peer. */
static void
test_stun_forged (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *far = far_peer_new (world, "a", "av", 6001);
  char *password = far->pwd;

  far_peer_connect (far);
  far_world_run (world, 3000000);
  uint64_t out = COUNT (world, OUT_CONTROL);
  far->pwd = g_strdup ("wrongwrongwrongwrongwrong");
  for (unsigned i = 0; i < 1000; i++)
    far_peer_check (far, NULL);
  g_assert_cmpuint (COUNT (world, DROP_STUN), ==, 1000);
  g_assert_cmpuint (COUNT (world, OUT_CONTROL), ==, out);
  g_free (far->pwd);
  far->pwd = password;
  for (unsigned i = 0; i < GC_LIMIT_STUN_BURST; i++)
    far_peer_check (far, NULL);
  g_assert_cmpuint (COUNT (world, DROP_STUN_LIMIT), ==, 0);
  g_assert_cmpuint (COUNT (world, OUT_CONTROL), ==, out + GC_LIMIT_STUN_BURST);
  far_world_free (world);
}

/* One network against many peers: their 5-tuples go on, other networks are heard. */
static void
test_stun_of_a_network (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *peers[15];
  GcAddress from = stranger (7);

  for (unsigned i = 0; i < G_N_ELEMENTS (peers); i++) {
    const char name[] = { (char)('a' + i), '\0' };
    peers[i] = far_peer_new (world, name, "a", (uint16_t)(6000 + i));
    far_peer_connect (peers[i]);
  }
  for (unsigned i = 0; i < G_N_ELEMENTS (peers) * GC_LIMIT_STUN_NEW_BURST; i++) {
    FarPeer *far = peers[i % G_N_ELEMENTS (peers)];
    g_autofree char *password = g_steal_pointer (&far->pwd);
    far->pwd = g_strdup ("wrongwrongwrongwrongwrong");
    from.port++;
    far_peer_check (far, &from);
    g_free (far->pwd);
    far->pwd = g_steal_pointer (&password);
  }
  g_assert_cmpuint (COUNT (world, DROP_STUN), ==, GC_LIMIT_STUN_NETWORK_BURST);
  g_assert_cmpuint (COUNT (world, DROP_STUN_NETWORK), ==,
                    G_N_ELEMENTS (peers) * GC_LIMIT_STUN_NEW_BURST - GC_LIMIT_STUN_NETWORK_BURST);
  far_peer_check (peers[0], NULL);
  from = stranger (4711);
  far_peer_check (peers[0], &from);
  g_assert_cmpuint (COUNT (world, DROP_STUN), ==, GC_LIMIT_STUN_NETWORK_BURST);
  far_world_free (world);
}

static void
test_dtls (void)
{
  static const uint8_t noise[] = { 22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1 };
  FarWorld *world = far_world_new ();
  FarPeer *far = far_peer_new (world, "a", "av", 6001);

  far_peer_connect (far);
  far_world_run (world, 5000000);
  for (unsigned i = 0; i < GC_LIMIT_DTLS_BURST; i++)
    far_peer_send_raw (far, noise, sizeof noise);
  g_assert_cmpuint (COUNT (world, DROP_DTLS_LIMIT), ==, 0);
  for (unsigned i = 0; i < 50; i++)
    far_peer_send_raw (far, noise, sizeof noise);
  g_assert_cmpuint (COUNT (world, DROP_DTLS_LIMIT), ==, 50);
  far_world_free (world);
}

static FarPeer *
start_call (FarWorld *world, FarPeer **ret_other)
{
  FarPeer *far = far_peer_new (world, "a", "av", 6001);

  *ret_other = far_peer_new (world, "b", "av", 6002);
  far_peer_connect (far);
  far_peer_connect (*ret_other);
  far_peer_sit (far, "room", FALSE);
  far_peer_sit (*ret_other, "room", FALSE);
  far_world_run (world, 3000000);
  return far;
}

/* Authentic packets above the rate go no further; forged ones take nothing from it. */
static void
test_media_packets (void)
{
  static const uint8_t forged[60] = { 0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 77 };
  FarWorld *world = far_world_new ();
  FarPeer *other;
  FarPeer *far = start_call (world, &other);
  FarMedia media = { .line = 0, .ssrc = 77, .seq = 1 };

  for (unsigned i = 0; i < 2 * GC_LIMIT_IN_PACKETS_BURST; i++)
    far_peer_send_raw (far, forged, sizeof forged);
  for (unsigned i = 0; i < GC_LIMIT_IN_PACKETS_BURST + 100; i++, media.seq++)
    far_peer_send_media (far, &media);
  g_assert_cmpuint (COUNT (world, DROP_AUTH), ==, 2 * GC_LIMIT_IN_PACKETS_BURST);
  g_assert_cmpuint (other->rtp->len, ==, GC_LIMIT_IN_PACKETS_BURST);
  g_assert_cmpuint (COUNT (world, DROP_RATE), ==, 100);
  far_world_free (world);
}

static size_t
format_pli (const FarPeer *far, uint8_t *out, size_t capacity)
{
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, out, capacity);
  g_assert_true (gc_rtcp_add_pli (&writer, 1, far->relay_ssrcs[1]));
  return writer.size;
}

static void
test_rtcp_packets (void)
{
  uint8_t bytes[64];
  FarWorld *world = far_world_new ();
  FarPeer *other;
  FarPeer *far = start_call (world, &other);
  size_t size = format_pli (far, bytes, sizeof bytes);

  for (unsigned i = 0; i < GC_LIMIT_RTCP_BURST + 100; i++)
    far_peer_send_rtcp (far, bytes, size);
  g_assert_cmpuint (COUNT (world, KEY_FRAME_IN), ==, GC_LIMIT_RTCP_BURST);
  g_assert_cmpuint (COUNT (world, DROP_RTCP_LIMIT), ==, 100);
  far_world_free (world);
}

/* Packets of 1,220 bytes: the bytes are used up while packets are still to be had. */
static void
test_bytes (void)
{
  GcRtpHeader header = { .ssrc = 77, .payload_type = 111, .seq = 1 };
  uint8_t payload[1208] = { 0 };
  uint8_t head[GC_RTP_MAX_HEADER_SIZE];
  uint8_t out[1400];
  size_t size = 0;
  FarWorld *world = far_world_new ();
  FarPeer *other;
  FarPeer *far = start_call (world, &other);
  const unsigned most = GC_LIMIT_IN_BYTES_BURST / 1220;

  g_assert_true (gc_srtp_add_ssrc (far->out, header.ssrc));
  for (unsigned i = 0; i < most + 50; i++, header.seq++) {
    size_t head_size = gc_rtp_format_header (&header, head, sizeof head);
    g_assert_cmpuint (head_size + sizeof payload, ==, 1220);
    g_assert_true (gc_srtp_protect (far->out, head, head_size, payload, sizeof payload, out,
                                    sizeof out, &size));
    far_peer_send_raw (far, out, size);
  }
  g_assert_cmpuint (COUNT (world, OUT_RELAYED), ==, most);
  g_assert_cmpuint (COUNT (world, DROP_RATE), ==, 50);
  far_world_free (world);
}

static gboolean
add_half_open (GcForwarder *forwarder, GError **error)
{
  g_autofree char *answer = NULL;
  GcPeerConfig *config = NULL;
  GcAddress relay;
  const char *fingerprint = gc_forwarder_fingerprint (forwarder);
  g_autofree char *offer = g_strdup_printf (
      "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:farr\r\n"
      "a=ice-pwd:farpasswordfarpassword22\r\na=fingerprint:sha-256 %s\r\na=setup:active\r\n"
      "a=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n",
      fingerprint);

  g_assert_true (gc_address_parse ("127.0.0.1:5000", &relay));
  const GcAnswerer answerer = { 0, fingerprint, &relay, 1, FALSE };
  gc_answer_offer (&answerer, offer, strlen (offer), NULL, &config, &answer, error);
  g_assert_nonnull (config);
  return gc_forwarder_add_peer (forwarder, config, 1000000000, error);
}

static void
test_half_open (void)
{
  GcCounters counters = { 0 };
  GcForwarder *forwarder = gc_forwarder_new (&counters, 2 * GC_LIMIT_HALF_OPEN_PEERS, NULL);
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < GC_LIMIT_HALF_OPEN_PEERS; i++)
    g_assert_true (add_half_open (forwarder, NULL));
  g_assert_false (add_half_open (forwarder, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  /* Who goes makes room; who does not come goes. */
  gc_forwarder_begin (forwarder, 1000000000 + GC_ICE_CONSENT_US);
  gc_forwarder_begin (forwarder, 1000000000 + GC_ICE_CONSENT_US + 20000);
  g_assert_cmpuint (counters.values[GC_COUNT_PEERS_GONE], ==, GC_LIMIT_HALF_OPEN_PEERS);
  g_assert_true (add_half_open (forwarder, NULL));
  gc_forwarder_free (forwarder);
}

/* Who got connected is half open no more. */
static void
test_connected_are_not_half_open (void)
{
  FarWorld *world = far_world_new ();
  FarPeer *far = far_peer_new (world, "a", "a", 6001);

  far_peer_connect (far);
  for (unsigned i = 0; i < GC_LIMIT_HALF_OPEN_PEERS; i++)
    g_assert_true (add_half_open (world->forwarder, NULL));
  g_assert_false (add_half_open (world->forwarder, NULL));
  far_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/bucket", test_bucket);
  g_test_add_func ("/limits/networks", test_networks);
  g_test_add_func ("/limits/stun/peer", test_stun_of_a_peer);
  g_test_add_func ("/limits/stun/strangers", test_stun_of_strangers);
  g_test_add_func ("/limits/stun/forged", test_stun_forged);
  g_test_add_func ("/limits/stun/network", test_stun_of_a_network);
  g_test_add_func ("/limits/dtls", test_dtls);
  g_test_add_func ("/limits/media/packets", test_media_packets);
  g_test_add_func ("/limits/media/bytes", test_bytes);
  g_test_add_func ("/limits/rtcp", test_rtcp_packets);
  g_test_add_func ("/limits/half-open", test_half_open);
  g_test_add_func ("/limits/connected", test_connected_are_not_half_open);
  return g_test_run ();
}
