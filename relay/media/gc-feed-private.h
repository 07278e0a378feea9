// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-feed.h"
#include "rtp/gc-fec-sender.h"
#include "rtp/gc-history.h"
#include "rtp/gc-playout.h"
#include "rtp/gc-red-sender.h"
#include "rtp/gc-reported-loss.h"
#include "rtp/gc-seq-map.h"
#include "rtp/gc-vp8.h"

/* The inside of GcFeed, for gc-feed.c and gc-feed-again.c only. */

#define GC_FEED_MARKER 0x80 /* in the second byte of a header */

struct _GcFeed {
  GcFeedConfig config;
  GcSource *source;  /* (nullable), knows us in return */
  gboolean fresh;    /* nothing was sent since the source was set */
  gboolean waiting;  /* for a key frame */
  gboolean paused;   /* the way does not carry the picture */
  uint16_t rtx_seq;  /* of the next retransmission */
  GcSeqMap *seq_map; /* as the next two, NULL before there is a source: most lines never have one */
  GcVp8Map *vp8_map; /* NULL for audio */
  GcHistory *history;
  GcRedSender *red;    /* NULL, too, where the line has no redundancy */
  GcFecSender *fec;    /* the same of FEC */
  GcRtpExtension mid;  /* id 0: the line has none */
  gboolean numbered;   /* its packets have a transport-wide number */
  int64_t came_us;     /* the newest packet of the source's picture */
  int64_t sent_us;     /* the newest packet that went on */
  GcReportedLoss loss; /* by its receiver's reports */
  GcPlayout playout;
  GcFeedStats stats;
};

/* Writes @header, which has its fixed fields already, and the extensions to @send. */
void
gc_feed_fill_header (const GcFeed *feed, GcRtpHeader *header, const uint8_t *level, GcSend *send);

/* @send, with header and payload, leaves now. @name: as of gc_sent_add (). */
void gc_feed_stamp (GcFeed *feed, GcSend *send, uint32_t name, int64_t now_us);

/* What the packet @seq, which the history holds, is known by. Numbered sound is not sent again. */
uint32_t gc_feed_make_name (const GcFeed *feed, uint16_t seq);

/* Over a long way another try would come late. Where there is little room, one has to do. */
gboolean gc_feed_resends_twice (const GcFeed *feed);
