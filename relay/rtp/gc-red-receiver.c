// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A redundant frame says when it was recorded, not which number its packet had. What is missing
 * lies between the newest packet so far and the one at hand: if it is one packet, it is that one;
 * of more, the numbers follow from the time stamps as long as these are evenly spaced. Where the
 * sender paused in between they cannot be told, and the frame is left.
 */
#include "config.h"

#include "rtp/gc-red-receiver.h"

#include <string.h>

#define WINDOW 1024u /* as far back as GcSeqMap takes packets */

struct _GcRedReceiver {
  gboolean started;
  uint16_t highest;               /* number of the newest packet */
  uint32_t timestamp;             /* its time stamp */
  uint32_t restored[WINDOW / 32]; /* bits by number, of those up to @highest in the window */
};

GcRedReceiver *
gc_red_receiver_new (void)
{
  return g_new0 (GcRedReceiver, 1);
}

void
gc_red_receiver_free (GcRedReceiver *receiver)
{
  g_free (receiver);
}

static void
set_restored (GcRedReceiver *receiver, uint16_t seq, gboolean restored)
{
  uint32_t bit = 1u << seq % 32;
  uint32_t *word = &receiver->restored[seq % WINDOW / 32];

  *word = restored ? *word | bit : *word & ~bit;
}

static gboolean
is_restored (const GcRedReceiver *receiver, uint16_t seq)
{
  return (receiver->restored[seq % WINDOW / 32] >> seq % 32 & 1) != 0;
}

/* How many numbers @seq is ahead of the newest packet; not above 0 for the first one. */
static int
get_ahead (const GcRedReceiver *receiver, uint16_t seq)
{
  return receiver->started ? (int16_t)(uint16_t)(seq - receiver->highest) : 0;
}

/* Makes the packet the newest one, unless it is older. */
static void
advance (GcRedReceiver *receiver, const GcRtp *rtp)
{
  int ahead = get_ahead (receiver, rtp->seq);

  if (receiver->started && ahead <= 0)
    return;
  if (ahead >= (int)WINDOW)
    memset (receiver->restored, 0, sizeof receiver->restored);
  else
    for (int i = 0; i < ahead; i++)
      set_restored (receiver, (uint16_t)(rtp->seq - i), FALSE);
  receiver->started = TRUE;
  receiver->highest = rtp->seq;
  receiver->timestamp = rtp->timestamp;
}

/*
 * How many packets before the present one a frame was sent that is @offset ticks older, when @ahead
 * packets ago it was @span ticks earlier. 0: it cannot be told, or was before the window.
 */
static unsigned
find_distance (uint32_t offset, uint32_t span, unsigned ahead)
{
  uint32_t step = span / ahead;

  if (offset == 0 || offset >= span || span > INT32_MAX)
    return 0;
  if (ahead == 2)
    return 1;
  if (span % ahead != 0 || offset % step != 0 || offset / step >= WINDOW)
    return 0;
  return offset / step;
}

unsigned
gc_red_receiver_restore (GcRedReceiver *receiver,
                         const GcRtp *rtp,
                         const GcRed *red,
                         GcRtp *ret_packets)
{
  int ahead = get_ahead (receiver, rtp->seq);
  uint32_t span = rtp->timestamp - receiver->timestamp;
  unsigned n = 0;

  advance (receiver, rtp);
  for (unsigned i = 0; i < red->count && ahead >= 2; i++) {
    const GcRedFrame *frame = &red->redundant[i];
    unsigned distance = find_distance (frame->offset, span, (unsigned)ahead);
    uint16_t seq = (uint16_t)(rtp->seq - distance);
    if (distance == 0 || frame->size == 0 || is_restored (receiver, seq))
      continue;
    set_restored (receiver, seq, TRUE);
    ret_packets[n] = *rtp;
    ret_packets[n].seq = seq;
    ret_packets[n].timestamp = rtp->timestamp - frame->offset;
    ret_packets[n].marker = FALSE;
    ret_packets[n].extensions = NULL;
    ret_packets[n].payload = frame->bytes;
    ret_packets[n++].payload_size = frame->size;
  }
  return n;
}

gboolean
gc_red_receiver_push (GcRedReceiver *receiver, const GcRtp *rtp)
{
  int ahead = get_ahead (receiver, rtp->seq);

  advance (receiver, rtp);
  return ahead >= 0 || ahead <= -(int)WINDOW || !is_restored (receiver, rtp->seq);
}
