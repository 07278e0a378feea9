// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-downlink.h"

#define PACKET_OVERHEAD 72 /* bytes: RTP header, tag, UDP and IP */
#define START_BPS 600000   /* until something is known; the first probe tries three times this */
#define MAX_BPS 20000000
#define PICTURE_BPS 1500000 /* what a browser's encoder makes of a camera at most */
#define NARROW_BPS 300000   /* below this less is sent twice than the loss calls for */
#define SOUND_BPS 100000    /* beside the pictures */
#define SOUND_US 1000000    /* over which sound is measured; after so long without, there is none */

void
gc_downlink_clear (GcDownlink *downlink)
{
  g_clear_pointer (&downlink->estimator, gc_estimator_free);
  g_clear_pointer (&downlink->pacer, gc_pacer_free);
  g_clear_pointer (&downlink->sound_rate, gc_byte_rate_free);
}

void
gc_downlink_note_rtt (GcDownlink *downlink, int64_t rtt_us)
{
  int64_t known_us = downlink->rtt_us > 0 ? downlink->rtt_us : rtt_us;

  /* Reports come each second or each five: slower than this, and a new way is known after minutes.
   */
  downlink->rtt_us = (known_us + rtt_us) / 2;
}

uint16_t
gc_downlink_take_number (GcDownlink *downlink, size_t payload_size, uint32_t name, int64_t now_us)
{
  uint16_t seq = downlink->next_seq++;

  if (downlink->estimator == NULL)
    downlink->estimator = gc_estimator_new (START_BPS, MAX_BPS);
  gc_estimator_add_sent (downlink->estimator, seq, payload_size + PACKET_OVERHEAD, name, now_us);
  return seq;
}

uint32_t
gc_downlink_make_name (unsigned line, uint16_t seq)
{
  return line << 16 | seq;
}

void
gc_downlink_read_name (uint32_t name, unsigned *ret_line, uint16_t *ret_seq)
{
  *ret_line = name >> 16;
  *ret_seq = (uint16_t)name;
}

gboolean
gc_downlink_pass (GcDownlink *downlink,
                  GcPacerQueue queue,
                  unsigned line,
                  uint16_t seq,
                  size_t payload_size,
                  int64_t now_us)
{
  uint32_t size = (uint32_t)(payload_size + PACKET_OVERHEAD);

  if (downlink->pacer == NULL || gc_pacer_pass (downlink->pacer, size, now_us))
    return TRUE;
  gc_pacer_push (downlink->pacer, queue, GUINT_TO_POINTER (gc_downlink_make_name (line, seq)), size,
                 now_us);
  return FALSE;
}

void
gc_downlink_add_sound (GcDownlink *downlink, size_t payload_size, int64_t now_us)
{
  if (downlink->sound_rate == NULL)
    downlink->sound_rate = gc_byte_rate_new ();
  gc_byte_rate_add (downlink->sound_rate, now_us, (uint32_t)(payload_size + PACKET_OVERHEAD));
  downlink->sound_us = now_us;
}

void
gc_downlink_go_past (GcDownlink *downlink, size_t payload_size, int64_t now_us)
{
  if (downlink->pacer != NULL)
    gc_pacer_add_sent (downlink->pacer, (uint32_t)(payload_size + PACKET_OVERHEAD), now_us);
}

GcPacerVerdict
gc_downlink_pop (GcDownlink *downlink, int64_t now_us, unsigned *ret_line, uint16_t *ret_seq)
{
  GcPacerItem item;

  if (downlink->pacer == NULL)
    return GC_PACER_WAIT;
  GcPacerVerdict verdict = gc_pacer_pop (downlink->pacer, now_us, &item);
  if (verdict != GC_PACER_WAIT)
    gc_downlink_read_name (GPOINTER_TO_UINT (item.handle), ret_line, ret_seq);
  return verdict;
}

gboolean
gc_downlink_pop_early (GcDownlink *downlink, int64_t now_us, unsigned *ret_line, uint16_t *ret_seq)
{
  GcPacerItem item;

  if (downlink->pacer == NULL || !gc_pacer_pop_early (downlink->pacer, now_us, &item))
    return FALSE;
  gc_downlink_read_name (GPOINTER_TO_UINT (item.handle), ret_line, ret_seq);
  return TRUE;
}

size_t
gc_downlink_handle_feedback (GcDownlink *downlink,
                             const GcRtcp *rtcp,
                             int64_t now_us,
                             uint32_t ret_lost[GC_DOWNLINK_MAX_FEEDBACK])
{
  GcRtcpTwccPacket packets[GC_DOWNLINK_MAX_FEEDBACK];

  if (downlink->estimator == NULL)
    return 0;
  size_t n = gc_rtcp_get_twcc (rtcp, packets, GC_DOWNLINK_MAX_FEEDBACK, NULL);
  if (n == 0)
    return 0;
  if (downlink->pacer == NULL)
    downlink->pacer = gc_pacer_new (START_BPS);
  size_t n_lost = gc_estimator_handle_feedback (downlink->estimator, packets, n, now_us, ret_lost);
  gc_pacer_set_rate (downlink->pacer, gc_estimator_get_target_bps (downlink->estimator));
  return n_lost;
}

static int64_t
get_sound_bps (const GcDownlink *downlink, int64_t now_us)
{
  if (downlink->sound_rate == NULL || now_us - downlink->sound_us >= SOUND_US)
    return 0;
  return (int64_t)gc_byte_rate_get_bps (downlink->sound_rate, SOUND_US);
}

int64_t
gc_downlink_get_pictures_bps (const GcDownlink *downlink, int64_t now_us)
{
  if (downlink->pacer == NULL)
    return -1;
  return MAX (gc_downlink_target_bps (downlink) - get_sound_bps (downlink, now_us), 0);
}

/* Two frames more of a voice and half as much again of a picture would leave no picture. */
static gboolean
is_narrow (const GcDownlink *downlink)
{
  return downlink->pacer != NULL && gc_downlink_target_bps (downlink) < NARROW_BPS;
}

void
gc_downlink_share (GcDownlink *downlink, const GcDownlinkLoad *load, int64_t now_us)
{
  int64_t left_bps = gc_downlink_get_pictures_bps (downlink, now_us);
  int64_t pictures_bps = MAX (left_bps, 0);

  downlink->picture_bps = load->shown > 0 ? pictures_bps / load->shown : 0;
  downlink->spare = left_bps == 0 ? 0 : is_narrow (downlink) ? 1 : 2;
  downlink->voice_bps = load->voices > 0 ? get_sound_bps (downlink, now_us) / load->voices : 0;
  if (downlink->estimator != NULL)
    gc_estimator_set_wanted_bps (downlink->estimator,
                                 load->pictures > 0 ? load->pictures * PICTURE_BPS + SOUND_BPS : 0,
                                 now_us);
}

int64_t
gc_downlink_target_bps (const GcDownlink *downlink)
{
  return downlink->pacer != NULL ? gc_estimator_get_target_bps (downlink->estimator) : 0;
}

size_t
gc_downlink_tick (GcDownlink *downlink, int64_t now_us)
{
  if (downlink->estimator == NULL)
    return 0;
  if (now_us >= gc_estimator_next_us (downlink->estimator))
    gc_estimator_tick (downlink->estimator, now_us);
  size_t bytes = gc_estimator_get_probe_bytes (downlink->estimator, now_us);
  return bytes > PACKET_OVERHEAD ? bytes - PACKET_OVERHEAD : bytes;
}
