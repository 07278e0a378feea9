// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The bytes as an SRTP and an SRTCP packet as they are, and as a plain one that is sealed here. */
#include "config.h"

#include "rtp/gc-srtp.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
add_ssrc_of (GcSrtp *srtp, const uint8_t *bytes)
{
  gc_srtp_add_ssrc (srtp, (uint32_t)bytes[8] << 24 | (uint32_t)bytes[9] << 16 |
                              (uint32_t)bytes[10] << 8 | bytes[11]);
}

static void
feed (GcSrtp *srtp, const uint8_t *bytes, size_t size)
{
  g_autofree uint8_t *rtp = g_memdup2 (bytes, size);
  g_autofree uint8_t *rtcp = g_memdup2 (bytes, size);
  size_t rtp_size = size, rtcp_size = size;

  if (size >= 12)
    add_ssrc_of (srtp, bytes);
  gc_srtp_unprotect (srtp, rtp, &rtp_size, NULL);
  gc_srtcp_unprotect (srtp, rtcp, &rtcp_size, NULL);
}

/* What we seal we must open again, unless the header is none; and only once. */
static void
round_trip (GcSrtp *sender, GcSrtp *receiver, const uint8_t *bytes, size_t size)
{
  size_t out_size = 0;
  g_autofree uint8_t *out = g_malloc (size + GC_SRTP_OVERHEAD);

  add_ssrc_of (sender, bytes);
  if (!gc_srtp_protect (sender, bytes, 12, bytes + 12, size - 12, out, size + GC_SRTP_OVERHEAD,
                        &out_size))
    abort ();
  g_autofree uint8_t *exact = g_memdup2 (out, out_size);
  gboolean plain = bytes[0] == 0x80;
  add_ssrc_of (receiver, bytes);
  gboolean opened = gc_srtp_unprotect (receiver, exact, &out_size, NULL);
  if (plain && (!opened || out_size != size || memcmp (exact, bytes, size) != 0))
    abort ();
  if (opened && gc_srtp_unprotect (receiver, out, &out_size, NULL))
    abort ();
}

static void
round_trip_rtcp (GcSrtp *sender, GcSrtp *receiver, const uint8_t *bytes, size_t size)
{
  size_t out_size = size;
  g_autofree uint8_t *out = g_malloc (size + GC_SRTCP_OVERHEAD);

  memcpy (out, bytes, size);
  if (!gc_srtcp_protect (sender, out, &out_size, size + GC_SRTCP_OVERHEAD))
    abort ();
  gboolean opened = gc_srtcp_unprotect (receiver, out, &out_size, NULL);
  if (opened != (bytes[0] >> 6 == 2) || (opened && memcmp (out, bytes, size) != 0))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const uint8_t key[GC_SRTP_KEY_SIZE] = { 1 }, salt[GC_SRTP_SALT_SIZE] = { 2 };
  static const GcSrtpProfile profiles[] = { GC_SRTP_AEAD_AES_128_GCM, GC_SRTP_AES128_CM_SHA1_80 };

  if (size == 0)
    return 0;
  GcSrtpProfile profile = profiles[data[0] & 1];
  g_autoptr (GcSrtp) sender = gc_srtp_new (profile, key, salt);
  g_autoptr (GcSrtp) receiver = gc_srtp_new (profile, key, salt);
  g_autoptr (GcSrtp) other = gc_srtp_new (profile, salt, key);
  data++;
  size--;
  feed (other, data, size);
  if (size >= 12) {
    round_trip (sender, receiver, data, size);
    round_trip_rtcp (sender, receiver, data, size);
  }
  return 0;
}
