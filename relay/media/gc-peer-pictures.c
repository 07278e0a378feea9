// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * GcPeer: which pictures it is shown, as a receiver. Sound comes first and is never paused; what
 * the way carries beside it is for the document, then for the face of the speaker, then for faces
 * by their place, which are the resident, the agent and the guests (docs/relay.md, Lines). What
 * does not fit is paused, and does not hold its sender down for the others.
 */
#include "config.h"

#include "media/gc-peer-private.h"
#include "media/gc-room.h"

/* A receiver's video lines: the face of party 0, his document, and the faces of the others. */
#define MAX_PICTURES (GC_ROOM_MAX_SEATS)
#define DOCUMENT_LINE 1

/* Their order: the document, then the faces. */
static unsigned
find_rank (unsigned line)
{
  return line == DOCUMENT_LINE ? 0 : line > DOCUMENT_LINE ? line : line + 1;
}

int64_t
gc_peer_picture_floor_bps (const GcFeed *feed, int64_t now_us)
{
  const GcSource *source = gc_feed_get_source (feed);
  int64_t others_bps = 0;

  for (unsigned i = 0; i < gc_source_n_feeds (source); i++) {
    const GcFeed *other = gc_source_get_feed (source, i);
    const GcDownlink *downlink = gc_feed_downlink (other);
    if (other == feed || !gc_feed_is_picture (other, now_us))
      continue;
    others_bps =
        MAX (others_bps, gc_downlink_target_bps (downlink) > 0 ? downlink->picture_bps : INT64_MAX);
  }
  return gc_picture_floor_bps (others_bps);
}

/* Of @n pictures in their order: the face of the speaker goes before the other faces. */
static void
put_speaker_first (GcFeed **feeds, unsigned *lines, unsigned n)
{
  unsigned first = n > 0 && lines[0] == DOCUMENT_LINE;
  unsigned speaker = first;

  while (speaker < n && !gc_source_is_speaker (gc_feed_get_source (feeds[speaker])))
    speaker++;
  for (unsigned i = speaker; i > first && i < n; i--) {
    GcFeed *feed = feeds[i];
    unsigned line = lines[i];
    feeds[i] = feeds[i - 1];
    lines[i] = lines[i - 1];
    feeds[i - 1] = feed;
    lines[i - 1] = line;
  }
}

/* The feeds that have a picture, by rank; the others are ready for one. Returns how many. */
static unsigned
find_pictures (const GcPeer *peer, GcFeed **ret_feeds, unsigned *ret_lines, int64_t now_us)
{
  GcFeed *by_rank[MAX_PICTURES] = { NULL };
  unsigned lines[MAX_PICTURES] = { 0 };
  unsigned n = 0;

  for (unsigned line = 0; line < MAX_PICTURES; line++) {
    GcFeed *feed = gc_peer_get_feed (peer, GC_SDP_VIDEO, line);
    if (feed == NULL)
      break;
    by_rank[find_rank (line)] = feed;
    lines[find_rank (line)] = line;
  }
  for (unsigned rank = 0; rank < MAX_PICTURES; rank++) {
    if (by_rank[rank] == NULL)
      continue;
    if (!gc_feed_has_picture (by_rank[rank], now_us)) {
      gc_feed_set_paused (by_rank[rank], FALSE);
      continue;
    }
    ret_feeds[n] = by_rank[rank];
    ret_lines[n++] = lines[rank];
  }
  put_speaker_first (ret_feeds, ret_lines, n);
  return n;
}

static unsigned
count_voices (const GcPeer *peer, int64_t now_us)
{
  unsigned n = 0;

  for (unsigned i = 0; i < peer->n_lines; i++)
    n += peer->lines[i].feed != NULL && gc_feed_is_voice (peer->lines[i].feed, now_us);
  return n;
}

unsigned
gc_peer_get_paused (const GcPeer *peer)
{
  return peer->paused;
}

void
gc_peer_choose_pictures (GcPeer *peer, int64_t now_us)
{
  GcFeed *feeds[MAX_PICTURES];
  unsigned lines[MAX_PICTURES];
  int64_t floors_bps[MAX_PICTURES];
  GcDownlinkLoad load = { .pictures = find_pictures (peer, feeds, lines, now_us),
                          .voices = count_voices (peer, now_us) };

  for (unsigned i = 0; i < load.pictures; i++)
    floors_bps[i] = gc_peer_picture_floor_bps (feeds[i], now_us);
  load.shown = gc_picture_choice_update (&peer->choice,
                                         gc_downlink_get_pictures_bps (&peer->downlink, now_us),
                                         floors_bps, load.pictures, now_us);
  peer->paused = 0;
  for (unsigned i = 0; i < load.pictures; i++) {
    gc_feed_set_paused (feeds[i], i >= load.shown);
    if (i >= load.shown)
      peer->paused |= 1U << lines[i];
  }
  gc_downlink_share (&peer->downlink, &load, now_us);
}
