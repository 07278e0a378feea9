// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-history.h"

#include <string.h>

#define MS 1000
#define HEADER_SIZE 20

/* The content of packet @seq, by which it is known again. */
static size_t
make_packet (uint16_t seq, size_t payload_size, uint8_t *header, uint8_t *payload)
{
  memset (header, seq >> 8, HEADER_SIZE);
  for (size_t i = 0; i < payload_size; i++)
    payload[i] = (uint8_t)(seq + i);
  return payload_size;
}

static gboolean
push (GcHistory *history, uint16_t seq, size_t payload_size, int64_t now_us)
{
  uint8_t header[HEADER_SIZE];
  uint8_t payload[GC_HISTORY_MAX_PACKET] = { 0 };
  size_t size = make_packet (seq, payload_size, header, payload);

  return gc_history_push (history, seq, header, sizeof header, payload, size, now_us) != NULL;
}

static gboolean
resend (GcHistory *history, uint16_t seq, int64_t now_us)
{
  uint8_t header[HEADER_SIZE];
  uint8_t payload[GC_HISTORY_MAX_PACKET];
  GcHistoryPacket packet;

  if (!gc_history_resend (history, seq, now_us, &packet))
    return FALSE;
  make_packet (seq, packet.payload_size, header, payload);
  g_assert_cmpuint (packet.header_size, ==, sizeof header);
  g_assert_true (memcmp (packet.header, header, sizeof header) == 0);
  g_assert_true (packet.payload_size == 0 ||
                 memcmp (packet.payload, payload, packet.payload_size) == 0);
  return TRUE;
}

static void
test_resend_limits (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();

  g_assert_false (resend (history, 1, 0));
  gc_history_set_rtt (history, 50 * MS);
  for (uint16_t seq = 65530; seq != 10; seq++)
    g_assert_true (push (history, seq, 1000, 0));
  g_assert_true (resend (history, 65535, 1 * MS));
  g_assert_false (resend (history, 65535, 38 * MS)); /* the answer to it is still under way */
  g_assert_true (resend (history, 65535, 39 * MS));
  g_assert_true (resend (history, 0, 39 * MS));
  g_assert_false (resend (history, 10, 39 * MS));
  g_assert_false (resend (history, 65529, 39 * MS));
}

static void
test_look_up (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();
  GcHistoryPacket packet;

  g_assert_false (gc_history_get_newest (history, &packet));
  g_assert_false (gc_history_get (history, 7, &packet));
  g_assert_false (gc_history_forget (history, 7));
  for (uint16_t seq = 65530; seq != 8; seq++)
    g_assert_true (push (history, seq, 100 + seq % 10, 0));
  g_assert_true (push (history, 65529, 42, 0));
  g_assert_true (gc_history_get_newest (history, &packet));
  g_assert_cmpuint (packet.payload_size, ==, 107);
  g_assert_true (gc_history_get (history, 65529, &packet));
  g_assert_cmpuint (packet.payload_size, ==, 42);
  g_assert_false (gc_history_get (history, 65528, &packet));

  g_assert_true (gc_history_forget (history, 7));
  g_assert_false (gc_history_forget (history, 7));
  g_assert_false (resend (history, 7, 0));
  g_assert_false (gc_history_get_newest (history, &packet));
  g_assert_true (resend (history, 6, 0));
}

/* What was sent and is not held any more is past; what is held, or is still to come, is not. */
static void
test_past (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();

  g_assert_false (gc_history_is_past (history, 1));
  for (unsigned i = 0; i < 1500; i++)
    if (i % 10 != 3) /* those never came to us */
      push (history, (uint16_t)(65000 + i), 500, i * 10 * MS);
  for (unsigned i = 0; i < 1500; i++) {
    uint16_t seq = (uint16_t)(65000 + i);
    GcHistoryPacket packet;
    gboolean sent = i % 10 != 3 && i >= 1500 - GC_HISTORY_MAX_PACKETS;
    gboolean held = gc_history_get (history, seq, &packet);
    g_assert_true (held || i < 1500 - 45 || i % 10 == 3);
    g_assert_cmpint (gc_history_is_past (history, seq), ==, sent && !held);
  }
  g_assert_false (gc_history_is_past (history, (uint16_t)(65000 + 1500)));

  push (history, 40000, 500, 16000 * MS); /* far ahead */
  g_assert_false (gc_history_is_past (history, (uint16_t)(65000 + 1499)));
  g_assert_false (gc_history_is_past (history, 39999));
}

/* What waits for its turn is held until that has come. */
static void
test_wait (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();
  GcHistoryPacket packet;

  gc_history_set_rtt (history, 100 * MS); /* 450 ms */
  gc_history_set_wait (history, 1000 * MS);
  push (history, 1, 100, 0);
  gc_history_trim (history, 1450 * MS);
  g_assert_true (gc_history_get (history, 1, &packet));
  gc_history_trim (history, 1451 * MS);
  g_assert_false (gc_history_get (history, 1, &packet));
  gc_history_set_wait (history, 0);
  push (history, 2, 100, 2000 * MS);
  gc_history_trim (history, 2451 * MS);
  g_assert_false (gc_history_get (history, 2, &packet));
}

/* Somebody who asks for all, again and again, gets no more bytes than were sent. */
static void
test_share (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();
  int64_t now_us = 0;
  unsigned sent = 0;
  unsigned resent = 0;

  gc_history_set_rtt (history, 0);
  for (uint16_t seq = 0; seq < 5000; seq++, now_us += 5 * MS) {
    g_assert_true (push (history, seq, 1180, now_us));
    sent++;
    for (uint16_t back = 0; back < 17; back++)
      if (resend (history, (uint16_t)(seq - back), now_us))
        resent++;
  }
  g_assert_cmpuint (resent, <=, sent);
  g_assert_cmpuint (resent, >, sent / 2);
}

static void
test_size_limits (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();

  g_assert_true (push (history, 1, GC_HISTORY_MAX_PACKET - HEADER_SIZE, 0));
  g_assert_false (push (history, 2, GC_HISTORY_MAX_PACKET - HEADER_SIZE + 1, 0));
  g_assert_true (push (history, 3, 0, 0));
  g_assert_true (resend (history, 1, 0));
  g_assert_false (resend (history, 2, 0));
  g_assert_true (resend (history, 3, 0));
  g_assert_false (push (history, (uint16_t)(3 - GC_HISTORY_MAX_PACKETS), 10, 0));
}

/* The returned copy may be changed, and the change is what is resent. */
static void
test_edit (void)
{
  g_autoptr (GcHistory) history = gc_history_new ();
  GcHistoryPacket packet;

  uint8_t *copy =
      gc_history_push (history, 9, (const uint8_t *)"head", 4, (const uint8_t *)"pay", 3, 0);
  copy[0] = 'w';
  g_assert_true (gc_history_resend (history, 9, 0, &packet));
  g_assert_true (memcmp (packet.payload, "way", 3) == 0);
}

/* Runs a stream of @rate packets a second for 5 s; returns the most memory it held. */
static size_t
run_stream (GcHistory *history, unsigned rate, size_t size, int64_t rtt_us)
{
  size_t most = 0;
  int64_t now_us = 0;

  gc_history_set_rtt (history, rtt_us);
  for (unsigned i = 0; i < rate * 5; i++) {
    now_us = (int64_t)i * G_USEC_PER_SEC / rate;
    g_assert_true (push (history, (uint16_t)i, size - HEADER_SIZE, now_us));
    most = MAX (most, gc_history_bytes (history));
    /* What the span asks for is there, at any time. */
    unsigned span = (unsigned)(MIN (3 * rtt_us + 150 * MS, 1500 * MS) * rate / G_USEC_PER_SEC);
    if (i > span && i % 37 == 0)
      g_assert_true (resend (history, (uint16_t)(i - span), now_us));
  }
  return most;
}

static void
test_memory (void)
{
  static const struct {
    unsigned rate;
    size_t size;
    int64_t rtt_us;
    size_t most;
  } streams[] = {
    { 50, 120, 0, 8 * 1024 },              /* sound */
    { 210, 1200, 0, 96 * 1024 },           /* 2 Mbit/s on a short way */
    { 210, 1200, 300 * MS, 352 * 1024 },   /* between the continents */
    { 1000, 1200, 2000 * MS, 576 * 1024 }, /* more than we want to keep */
  };

  for (size_t i = 0; i < G_N_ELEMENTS (streams); i++) {
    g_autoptr (GcHistory) history = gc_history_new ();
    size_t idle = gc_history_bytes (history);
    g_assert_cmpuint (idle, <, 256);
    if (i < 3) {
      size_t most = run_stream (history, streams[i].rate, streams[i].size, streams[i].rtt_us);
      g_test_message ("%u packets/s of %zu bytes: %zu bytes", streams[i].rate, streams[i].size,
                      most);
      g_assert_cmpuint (most, <=, streams[i].most);
    } else {
      for (unsigned j = 0; j < 5000; j++)
        push (history, (uint16_t)j, streams[i].size, j * MS);
      g_assert_cmpuint (gc_history_bytes (history), <=, streams[i].most);
      g_assert_true (resend (history, 4999, 5000 * MS));
    }
    gc_history_trim (history, 3600LL * G_USEC_PER_SEC);
    g_assert_cmpuint (gc_history_bytes (history), ==, idle);
    g_assert_true (push (history, 7, 100, 3601LL * G_USEC_PER_SEC));
    gc_history_clear (history);
    g_assert_cmpuint (gc_history_bytes (history), ==, idle);
    g_assert_false (resend (history, 7, 3601LL * G_USEC_PER_SEC));
  }
}

/*
 * 50,000 packets of random size at a rate that changes, some out of order, numbers wrapping: what
 * is given back is always what was pushed under this number last, and nothing within the span is
 * missing while it is within the limits. The model keeps the time of each number.
 */
static void
test_model (void)
{
  enum {
    STEPS = 50000
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GcHistory) history = gc_history_new ();
  g_autofree int64_t *pushed_us = g_new (int64_t, 65536);
  g_autofree int64_t *resent_us = g_new (int64_t, 65536);
  uint16_t seq = 64000;
  int64_t now_us = 0;
  int64_t pause_us = 5 * MS;
  unsigned found = 0;

  for (size_t i = 0; i < 65536; i++)
    pushed_us[i] = resent_us[i] = INT64_MIN;
  gc_history_set_rtt (history, 100 * MS); /* a span of 450 ms */
  for (int step = 0; step < STEPS; step++) {
    if (step % 1000 == 0)
      pause_us = g_rand_int_range (random, 1000, 20000);
    now_us += pause_us;
    uint16_t chosen = seq;
    if (g_rand_int_range (random, 0, 20) == 0 && step > 10)
      chosen = (uint16_t)(seq - g_rand_int_range (random, 1, 10)); /* late, or once more */
    else
      seq = (uint16_t)(seq + 1);
    g_assert_true (push (history, chosen, (size_t)g_rand_int_range (random, 0, 1200), now_us));
    pushed_us[chosen] = now_us;
    resent_us[chosen] = INT64_MIN; /* another packet, as far as we are concerned */
    uint16_t asked = (uint16_t)(seq - g_rand_int_range (random, 0, 400));
    gboolean got = resend (history, asked, now_us);
    if (pushed_us[asked] == INT64_MIN)
      g_assert_false (got);
    else if (now_us - pushed_us[asked] <= 450 * MS && step > 1000)
      g_assert_cmpint (got, ==, now_us - MAX (resent_us[asked], INT64_MIN / 2) >= 75 * MS);
    if (got)
      resent_us[asked] = now_us;
    found += got;
    if (step % 5000 == 4999) {
      gc_history_trim (history, now_us);
      g_assert_cmpuint (gc_history_bytes (history), <, 400 * 1024);
    }
  }
  g_assert_cmpuint (found, >, STEPS / 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/resend-limits", test_resend_limits);
  g_test_add_func ("/history/look-up", test_look_up);
  g_test_add_func ("/history/past", test_past);
  g_test_add_func ("/history/wait", test_wait);
  g_test_add_func ("/history/share", test_share);
  g_test_add_func ("/history/size-limits", test_size_limits);
  g_test_add_func ("/history/edit", test_edit);
  g_test_add_func ("/history/memory", test_memory);
  g_test_add_func ("/history/model", test_model);
  return g_test_run ();
}
