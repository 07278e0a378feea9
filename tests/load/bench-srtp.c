// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Prints what SRTP costs per packet of 1200 bytes: ours and libsrtp2, both profiles, both ways. The
 * packets pass in batches that fit the cache, as a relay sees them; the figure is the median batch.
 */
#include "config.h"

#include "rtp/gc-srtp.h"

#include <srtp2/srtp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PACKET_SIZE 1200
#define HEADER_SIZE 12
#define BATCH 64
#define BATCHES 600
#define SSRC 0x01020304U

typedef struct {
  GcSrtp *sender, *receiver;
  srtp_t their_sender, their_receiver;
  uint8_t plain[BATCH][PACKET_SIZE];
  uint8_t sealed[BATCH][PACKET_SIZE + GC_SRTP_OVERHEAD];
  size_t sizes[BATCH];
  uint16_t seq;
} Bench;

static double
now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void
fill (Bench *bench)
{
  for (size_t i = 0; i < BATCH; i++) {
    uint8_t *packet = bench->plain[i];
    memset (packet, (int)i, PACKET_SIZE);
    packet[0] = 0x80;
    packet[1] = 96;
    packet[2] = (uint8_t)(bench->seq >> 8);
    packet[3] = (uint8_t)bench->seq++;
    for (unsigned n = 0; n < 4; n++)
      packet[8 + n] = (uint8_t)(SSRC >> (24 - 8 * n));
  }
}

static void
our_protect (Bench *bench)
{
  for (size_t i = 0; i < BATCH; i++)
    if (!gc_srtp_protect (bench->sender, bench->plain[i], HEADER_SIZE,
                          bench->plain[i] + HEADER_SIZE, PACKET_SIZE - HEADER_SIZE,
                          bench->sealed[i], sizeof bench->sealed[i], &bench->sizes[i]))
      abort ();
}

static void
our_unprotect (Bench *bench)
{
  for (size_t i = 0; i < BATCH; i++)
    if (!gc_srtp_unprotect (bench->receiver, bench->sealed[i], &bench->sizes[i], NULL))
      abort ();
}

static void
their_protect (Bench *bench)
{
  for (size_t i = 0; i < BATCH; i++) {
    int size = PACKET_SIZE;
    memcpy (bench->sealed[i], bench->plain[i], PACKET_SIZE);
    if (srtp_protect (bench->their_sender, bench->sealed[i], &size) != srtp_err_status_ok)
      abort ();
    bench->sizes[i] = (size_t)size;
  }
}

static void
their_unprotect (Bench *bench)
{
  for (size_t i = 0; i < BATCH; i++) {
    int size = (int)bench->sizes[i];
    if (srtp_unprotect (bench->their_receiver, bench->sealed[i], &size) != srtp_err_status_ok)
      abort ();
  }
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static void
measure (Bench *bench,
         const char *name,
         void (*protect) (Bench *bench),
         void (*unprotect) (Bench *bench))
{
  double protect_us[BATCHES], unprotect_us[BATCHES];

  bench->seq = 0;
  for (size_t i = 0; i < BATCHES; i++) {
    fill (bench);
    double start_us = now_us ();
    protect (bench);
    double middle_us = now_us ();
    unprotect (bench);
    protect_us[i] = (middle_us - start_us) / BATCH;
    unprotect_us[i] = (now_us () - middle_us) / BATCH;
  }
  qsort (protect_us, BATCHES, sizeof *protect_us, compare);
  qsort (unprotect_us, BATCHES, sizeof *unprotect_us, compare);
  g_print ("%-34s protect %.3f us  unprotect %.3f us\n", name, protect_us[BATCHES / 2],
           unprotect_us[BATCHES / 2]);
}

static srtp_t
new_their (GcSrtpProfile profile, const uint8_t key[30], srtp_ssrc_type_t type)
{
  srtp_policy_t policy = { .ssrc = { .type = type }, .window_size = GC_SRTP_WINDOW_PACKETS };
  srtp_t srtp;

  policy.key = (unsigned char *)key;
  if (profile == GC_SRTP_AEAD_AES_128_GCM)
    srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtp);
  else
    srtp_crypto_policy_set_rtp_default (&policy.rtp);
  policy.rtcp = policy.rtp;
  if (srtp_create (&srtp, &policy) != srtp_err_status_ok)
    abort ();
  return srtp;
}

static void
run (GcSrtpProfile profile, const char *name)
{
  static const uint8_t key[30] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  g_autofree Bench *bench = g_new0 (Bench, 1);
  g_autofree char *our_name = g_strdup_printf ("%s, ours", name);
  g_autofree char *their_name = g_strdup_printf ("%s, libsrtp2", name);

  bench->sender = gc_srtp_new (profile, key, key + 16);
  bench->receiver = gc_srtp_new (profile, key, key + 16);
  gc_srtp_add_ssrc (bench->sender, SSRC);
  gc_srtp_add_ssrc (bench->receiver, SSRC);
  bench->their_sender = new_their (profile, key, ssrc_any_outbound);
  bench->their_receiver = new_their (profile, key, ssrc_any_inbound);
  measure (bench, our_name, our_protect, our_unprotect);
  measure (bench, their_name, their_protect, their_unprotect);
  srtp_dealloc (bench->their_sender);
  srtp_dealloc (bench->their_receiver);
  gc_srtp_free (bench->sender);
  gc_srtp_free (bench->receiver);
}

int
main (void)
{
  if (srtp_init () != srtp_err_status_ok)
    abort ();
  run (GC_SRTP_AEAD_AES_128_GCM, "AEAD_AES_128_GCM");
  run (GC_SRTP_AES128_CM_SHA1_80, "AES128_CM_SHA1_80");
  srtp_shutdown ();
  return 0;
}
