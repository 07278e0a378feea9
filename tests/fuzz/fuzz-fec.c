// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * FEC payloads: what is parsed is written the same way; packets and FEC in any order and of any
 * content give packets that can be read, within bounds, and no end of them.
 */
#include "config.h"

#include "rtp/gc-fec-receiver.h"

#include <string.h>

#include "rtp/gc-ulpfec.h"

#define SSRC 0x11223344
#define CC_ID 5
#define MAX_RECOVERED 64 /* of one FEC packet or packet, far more than can be */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Flags that are not ours, and what stands behind level 0, are not kept. */
static void
check_format (const uint8_t *data, size_t size)
{
  uint8_t out[GC_ULPFEC_MAX_SIZE];
  GcUlpfec again;
  GcUlpfec fec;

  if (!gc_ulpfec_parse (data, size, &fec))
    return;
  g_assert (fec.size <= GC_ULPFEC_MAX_BODY && fec.size <= size);
  size_t written = gc_ulpfec_format (&fec, out, sizeof out);
  g_assert (written > 0 && written <= sizeof out);
  g_assert (gc_ulpfec_parse (out, written, &again));
  fec.flags[0] &= 0x3f;
  again.flags[0] &= 0x3f;
  g_assert (memcmp (&fec, &again, sizeof fec) == 0);
}

static void
receive (GcFecReceiver *receiver, gboolean fec, const uint8_t *data, size_t size)
{
  unsigned n = 0;
  GcRtp rtp;

  if (fec) {
    check_format (data, size);
    gc_fec_receiver_push_fec (receiver, data, size);
  } else if (gc_rtp_parse (data, size, &rtp)) {
    gc_fec_receiver_push (receiver, data, &rtp);
  }
  while (gc_fec_receiver_pop (receiver, &rtp)) {
    g_assert (n++ < MAX_RECOVERED);
    g_assert (rtp.ssrc == SSRC);
    g_assert (rtp.header_size + rtp.payload_size <= GC_RTP_FIXED_SIZE + GC_ULPFEC_MAX_BODY);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, CC_ID);

  /* Each packet stands behind a byte that says how long it is, with the highest bit for FEC. */
  while (size > 0) {
    size_t packet = MIN (data[0] & 0x7fu, size - 1);
    receive (receiver, (data[0] & 0x80) != 0, data + 1, packet);
    data += 1 + packet;
    size -= 1 + packet;
  }
  return 0;
}
