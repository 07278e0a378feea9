// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * RED payloads: whatever is parsed lies within the bytes given and is written the same way; what is
 * restored of it lies in there, too, and before the packet. The first bytes are number and time
 * stamp of a packet, one of a run that one receiver sees.
 */
#include "config.h"

#include "rtp/gc-red-receiver.h"

#include <string.h>

#define OPUS 111
#define HEAD 6 /* number and time stamp */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_frame (const GcRedFrame *frame, const uint8_t *payload, size_t size)
{
  g_assert (frame->bytes >= payload && frame->bytes + frame->size <= payload + size);
  g_assert (frame->offset <= GC_RED_MAX_OFFSET);
}

static void
check_red (const GcRed *red, const uint8_t *payload, size_t size)
{
  g_autofree uint8_t *out = g_malloc (size);

  g_assert (red->count <= GC_RED_MAX_REDUNDANT);
  check_frame (&red->primary, payload, size);
  for (unsigned i = 0; i < red->count; i++)
    check_frame (&red->redundant[i], payload, size);
  g_assert (gc_red_format (red, OPUS, out, size) == size);
  g_assert (memcmp (out, payload, size) == 0);
}

static void
check_restored (const GcRtp *rtp, const GcRtp *packet, const GcRed *red)
{
  gboolean found = FALSE;

  g_assert ((int16_t)(uint16_t)(rtp->seq - packet->seq) > 0);
  g_assert ((int32_t)(rtp->timestamp - packet->timestamp) > 0);
  for (unsigned i = 0; i < red->count; i++)
    found = found || (packet->payload == red->redundant[i].bytes &&
                      packet->payload_size == red->redundant[i].size);
  g_assert (found);
}

static void
receive (GcRedReceiver *receiver, const uint8_t *data, size_t size)
{
  GcRtp rtp = { .seq = (uint16_t)(data[0] << 8 | data[1]),
                .timestamp = (uint32_t)data[2] << 24 | (uint32_t)data[3] << 16 |
                             (uint32_t)data[4] << 8 | data[5] };
  GcRtp packets[GC_RED_MAX_REDUNDANT];
  GcRed red;

  if (!gc_red_parse (data + HEAD, size - HEAD, OPUS, &red)) {
    gc_red_receiver_push (receiver, &rtp);
    return;
  }
  check_red (&red, data + HEAD, size - HEAD);
  unsigned n = gc_red_receiver_restore (receiver, &rtp, &red, packets);
  g_assert (n <= red.count);
  for (unsigned i = 0; i < n; i++) {
    check_restored (&rtp, &packets[i], &red);
    g_assert (!gc_red_receiver_push (receiver, &packets[i]));
  }
  gc_red_receiver_push (receiver, &rtp);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GcRedReceiver) receiver = gc_red_receiver_new ();

  /* Each packet stands behind a byte that says how long it is. */
  while (size > 0) {
    size_t packet = MIN (data[0], size - 1);
    if (packet > HEAD)
      receive (receiver, data + 1, packet);
    data += 1 + packet;
    size -= 1 + packet;
  }
  return 0;
}
