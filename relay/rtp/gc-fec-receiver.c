// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Of each FEC packet that waits, what has come of its group is taken away at once, and what comes
 * later when it comes. Where one packet is left, it is that packet; it counts as come, too.
 */
#include "config.h"

#include "rtp/gc-fec-receiver.h"

#include <string.h>

#include "rtp/gc-bytes.h"
#include "rtp/gc-ulpfec.h"

#define MAX_PACKETS 64 /* a power of two, more than one FEC packet can span */
#define MAX_WAITING 8
#define MAX_DISTANCE 128 /* numbers; a FEC packet that is further away is of no use */

typedef struct {
  size_t size; /* 0: there is none */
  uint8_t bytes[GC_RTP_FIXED_SIZE + GC_ULPFEC_MAX_BODY];
} Packet;

struct _GcFecReceiver {
  uint32_t ssrc;
  uint8_t transport_cc_id;
  gboolean started;
  uint16_t newest;
  unsigned next; /* whose place the next FEC packet takes if none is free */
  Packet packets[MAX_PACKETS];
  GcUlpfec waiting[MAX_WAITING]; /* those without packets are free */
};

GcFecReceiver *
gc_fec_receiver_new (uint32_t ssrc, uint8_t transport_cc_id)
{
  GcFecReceiver *receiver = g_new0 (GcFecReceiver, 1);

  receiver->ssrc = ssrc;
  receiver->transport_cc_id = transport_cc_id;
  return receiver;
}

void
gc_fec_receiver_free (GcFecReceiver *receiver)
{
  g_free (receiver);
}

static Packet *
get_place (GcFecReceiver *receiver, uint16_t seq)
{
  return &receiver->packets[seq % MAX_PACKETS];
}

/* The packet @seq if it has come. (nullable) */
static const Packet *
find_packet (GcFecReceiver *receiver, uint16_t seq)
{
  const Packet *packet = get_place (receiver, seq);

  return packet->size > 0 && gc_read_u16 (packet->bytes + 2) == seq ? packet : NULL;
}

static void
discard (GcUlpfec *fec)
{
  fec->mask = 0;
}

/* Takes @packet away from all that protect it. */
static void
remove_packet (GcFecReceiver *receiver, const Packet *packet)
{
  uint16_t seq = gc_read_u16 (packet->bytes + 2);

  for (unsigned i = 0; i < MAX_WAITING; i++) {
    GcUlpfec *fec = &receiver->waiting[i];
    if (gc_ulpfec_has (fec, seq) && !gc_ulpfec_remove (fec, packet->bytes, packet->size))
      discard (fec);
  }
}

/* Numbers come round: a FEC packet that waited for so long would be taken for one of later packets.
 */
static void
advance (GcFecReceiver *receiver, uint16_t seq)
{
  if (receiver->started && (int16_t)(uint16_t)(seq - receiver->newest) <= 0)
    return;
  receiver->started = TRUE;
  receiver->newest = seq;
  for (unsigned i = 0; i < MAX_WAITING; i++)
    if (ABS ((int16_t)(uint16_t)(seq - receiver->waiting[i].base)) > MAX_DISTANCE)
      discard (&receiver->waiting[i]);
}

void
gc_fec_receiver_push (GcFecReceiver *receiver, const uint8_t *header, const GcRtp *rtp)
{
  size_t payload_size = rtp->payload_size + rtp->padding_size;
  Packet *packet = get_place (receiver, rtp->seq);
  uint8_t size = 0;

  if (rtp->header_size + payload_size > sizeof packet->bytes ||
      find_packet (receiver, rtp->seq) != NULL)
    return;
  memcpy (packet->bytes, header, rtp->header_size);
  memcpy (packet->bytes + rtp->header_size, rtp->payload, payload_size);
  packet->size = rtp->header_size + payload_size;
  packet->bytes[1] = (uint8_t)((packet->bytes[1] & 0x80) | rtp->payload_type);
  const uint8_t *number = gc_rtp_find_extension (rtp, receiver->transport_cc_id, &size);
  if (number != NULL)
    memset (packet->bytes + (number - header), 0, size);
  advance (receiver, rtp->seq);
  remove_packet (receiver, packet);
}

static GcUlpfec *
take_place (GcFecReceiver *receiver)
{
  unsigned next = receiver->next;

  for (unsigned i = 0; i < MAX_WAITING; i++)
    if (gc_ulpfec_n_packets (&receiver->waiting[i]) == 0)
      return &receiver->waiting[i];
  receiver->next = (next + 1) % MAX_WAITING;
  return &receiver->waiting[next];
}

gboolean
gc_fec_receiver_push_fec (GcFecReceiver *receiver, const uint8_t *payload, size_t size)
{
  GcUlpfec *fec = take_place (receiver);

  if (!gc_ulpfec_parse (payload, size, fec))
    return FALSE;
  for (unsigned i = 0; i < GC_ULPFEC_MAX_SPAN; i++) {
    uint16_t seq = (uint16_t)(fec->base + i);
    const Packet *packet = gc_ulpfec_has (fec, seq) ? find_packet (receiver, seq) : NULL;
    if (packet != NULL && !gc_ulpfec_remove (fec, packet->bytes, packet->size))
      discard (fec);
  }
  return TRUE;
}

gboolean
gc_fec_receiver_pop (GcFecReceiver *receiver, GcRtp *ret_rtp)
{
  Packet found;

  for (unsigned i = 0; i < MAX_WAITING; i++) {
    GcUlpfec *fec = &receiver->waiting[i];
    if (gc_ulpfec_n_packets (fec) != 1)
      continue;
    gboolean recovered =
        gc_ulpfec_recover (fec, receiver->ssrc, found.bytes, sizeof found.bytes, &found.size);
    discard (fec);
    if (!recovered)
      continue;
    Packet *packet = get_place (receiver, gc_read_u16 (found.bytes + 2));
    memcpy (packet->bytes, found.bytes, found.size);
    packet->size = found.size;
    remove_packet (receiver, packet);
    if (gc_rtp_parse (packet->bytes, packet->size, ret_rtp))
      return TRUE;
  }
  return FALSE;
}
