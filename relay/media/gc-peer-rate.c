// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * GcPeer: rates. As a receiver it is probed now and then, and shown what its way carries; as a
 * sender it is told by REMB (draft-alvestrand-rmcat-remb-03) how much the slowest of those who are
 * shown it can take. Its own link to us it measures itself, by our transport-wide feedback; of the
 * two the lower counts.
 */
#include "config.h"

#include "media/gc-peer-private.h"

#define REVIEW_US 50000        /* between two looks at the shares */
#define REPEAT_US 1000000      /* a limit is told again, for RTCP gets lost, too */
#define NOTABLE 32             /* a change by more than one part in this is told at once */
#define NO_LIMIT_BPS 100000000 /* told to a sender who had a limit and has none any more */
#define MAX_PROBES 8           /* packets in one tick */

static void
emit_queued (GcPeer *peer, unsigned line, uint16_t seq, int64_t now_us)
{
  GcSend send;

  if (!gc_feed_send_queued (peer->lines[line].feed, seq, now_us, &send))
    return;
  peer->context->emit (&send, peer->context->user_data);
  gc_counters_add (peer->context->counters, GC_COUNT_OUT_RELAYED, 1);
}

static void
send_queued (GcPeer *peer, int64_t now_us)
{
  GcPacerVerdict verdict;
  unsigned line;
  uint16_t seq;

  while ((verdict = gc_downlink_pop (&peer->downlink, now_us, &line, &seq)) != GC_PACER_WAIT) {
    if (verdict == GC_PACER_DROP)
      gc_feed_drop_queued (peer->lines[line].feed, seq);
    else
      emit_queued (peer, line, seq, now_us);
  }
}

static void
emit_probe (GcPeer *peer, const GcSend *send)
{
  peer->context->emit (send, peer->context->user_data);
  gc_counters_add (peer->context->counters, GC_COUNT_OUT_PROBES, 1);
}

/*
 * A packet before its time, or one that was sent already, or padding of @bytes where all pictures
 * are paused: it is small, so that the sound behind it is hardly late. FALSE: there is nothing.
 */
static gboolean
send_probe (GcPeer *peer, size_t bytes, int64_t now_us)
{
  uint8_t padding[GC_FEED_MAX_PADDING];
  unsigned line;
  uint16_t seq;
  GcSend send;

  if (gc_downlink_pop_early (&peer->downlink, now_us, &line, &seq)) {
    emit_queued (peer, line, seq, now_us);
    return TRUE;
  }
  for (unsigned i = 0; i < peer->n_lines; i++) {
    if (peer->lines[i].feed == NULL || !gc_feed_probe (peer->lines[i].feed, now_us, &send))
      continue;
    emit_probe (peer, &send);
    return TRUE;
  }
  for (unsigned i = 0; i < peer->n_lines; i++) {
    if (peer->lines[i].feed == NULL ||
        !gc_feed_pad (peer->lines[i].feed, bytes, now_us, &send, padding))
      continue;
    emit_probe (peer, &send);
    return TRUE;
  }
  return FALSE;
}

/* What one receiver leaves to a sender. */
typedef struct {
  const GcDownlink *downlink;
  unsigned n_pictures; /* of the sender */
  unsigned n_shown;    /* of those; the others are paused */
  int64_t picture_bps; /* for one that is shown, less its FEC */
  int64_t floor_bps;   /* the highest of theirs */
} Share;

static void
add_share (Share *shares, unsigned *n, const GcFeed *feed, int64_t now_us)
{
  const GcDownlink *downlink = gc_feed_downlink (feed);
  unsigned i = 0;

  while (i < *n && shares[i].downlink != downlink)
    i++;
  if (i == *n)
    shares[(*n)++] = (Share){ .downlink = downlink, .picture_bps = INT64_MAX };
  shares[i].n_pictures++;
  shares[i].floor_bps = MAX (shares[i].floor_bps, gc_peer_picture_floor_bps (feed, now_us));
  if (gc_feed_is_paused (feed))
    return;
  shares[i].n_shown++;
  shares[i].picture_bps =
      MIN (shares[i].picture_bps, gc_feed_leave_bps (feed, downlink->picture_bps));
}

/*
 * The sender divides its limit among all of its pictures, so each of them counts, shown or not. It
 * is told no less than the floor: who cannot take that will be shown nothing soon.
 */
static int64_t
get_share_bps (const Share *share)
{
  int64_t picture_bps =
      share->n_shown > 0 ? MAX (share->picture_bps, share->floor_bps) : GC_PICTURE_FLOOR_BPS;

  return share->n_pictures * picture_bps + share->downlink->voice_bps;
}

static unsigned
find_shares (const GcPeer *peer, Share *ret_shares, int64_t now_us)
{
  unsigned n = 0;

  for (unsigned i = 0; i < peer->n_lines; i++) {
    const GcSource *source = peer->lines[i].source;
    for (unsigned k = 0; source != NULL && k < gc_source_n_feeds (source); k++) {
      const GcFeed *feed = gc_source_get_feed (source, k);
      /* An echo measures each way alone: what comes back does not hold down what is sent. */
      if (gc_feed_downlink (feed) != &peer->downlink && gc_feed_has_picture (feed, now_us) &&
          gc_downlink_target_bps (gc_feed_downlink (feed)) > 0)
        add_share (ret_shares, &n, feed, now_us);
    }
  }
  return n;
}

/*
 * What @peer may send at most for the sake of those who are shown it; when nobody is, what they
 * will be shown at first. 0: none of them has a limit.
 */
static int64_t
find_limit_bps (const GcPeer *peer, int64_t now_us)
{
  Share shares[GC_SDP_MAX_MEDIA * GC_PACKET_MAX_SENDS];
  unsigned n = find_shares (peer, shares, now_us);
  int64_t limits_bps[] = { 0, 0 }; /* of those who are shown nothing, and of the others */

  for (unsigned i = 0; i < n; i++) {
    int64_t *limit_bps = &limits_bps[shares[i].n_shown > 0];
    int64_t share_bps = get_share_bps (&shares[i]);
    if (*limit_bps == 0 || share_bps < *limit_bps)
      *limit_bps = share_bps;
  }
  return limits_bps[1] > 0 ? limits_bps[1] : limits_bps[0];
}

static gboolean
is_notable (int64_t old_bps, int64_t new_bps)
{
  return ABS (new_bps - old_bps) > old_bps / NOTABLE;
}

static void
send_limit (GcPeer *peer, int64_t limit_bps)
{
  uint8_t bytes[GC_PEER_MAX_RTCP + GC_SRTCP_OVERHEAD];
  uint32_t ssrcs[GC_RTCP_MAX_REMB_SSRCS];
  size_t n = 0;
  GcRtcpWriter writer;

  for (unsigned i = 0; i < peer->n_inbound; i++)
    if (!peer->inbound[i].rtx)
      ssrcs[n++] = peer->inbound[i].ssrc;
  gc_rtcp_writer_init (&writer, bytes, GC_PEER_MAX_RTCP);
  gc_peer_begin_feedback (peer, &writer);
  gc_rtcp_add_remb (&writer, peer->config->ssrcs[0], (uint64_t)limit_bps, ssrcs, n);
  gc_peer_send_rtcp (peer, &writer);
}

static void
review (GcPeer *peer, int64_t now_us)
{
  gc_peer_choose_pictures (peer, now_us);
  int64_t limit_bps = find_limit_bps (peer, now_us);

  if (limit_bps == 0 && peer->limit_bps == 0)
    return;
  if (limit_bps == 0)
    limit_bps = NO_LIMIT_BPS;
  if (!is_notable (peer->limit_bps, limit_bps) && now_us < peer->limit_told_us + REPEAT_US)
    return;
  peer->limit_bps = limit_bps;
  peer->limit_told_us = now_us;
  send_limit (peer, limit_bps);
}

void
gc_peer_control_rate (GcPeer *peer, int64_t now_us)
{
  for (unsigned i = 0; i < MAX_PROBES; i++) {
    size_t bytes = gc_downlink_tick (&peer->downlink, now_us);
    if (bytes == 0 || !send_probe (peer, bytes, now_us))
      break;
  }
  send_queued (peer, now_us);
  if (now_us < peer->next_review_us)
    return;
  peer->next_review_us = now_us + REVIEW_US;
  review (peer, now_us);
}
