// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-picture-gaps.h"

#define MAX_PICTURES 64 /* a power of two; two seconds of them */

typedef struct {
  uint16_t id;
  gboolean has_first;
  gboolean has_last;
  uint16_t first;
  uint16_t last;
} Picture;

struct _GcPictureGaps {
  Picture pictures[MAX_PICTURES]; /* by id; at first none has a packet */
};

GcPictureGaps *
gc_picture_gaps_new (void)
{
  return g_new0 (GcPictureGaps, 1);
}

void
gc_picture_gaps_free (GcPictureGaps *gaps)
{
  g_free (gaps);
}

/* The picture @id as far as it is known. */
static Picture *
get_picture (GcPictureGaps *gaps, uint16_t id)
{
  Picture *picture = &gaps->pictures[id % MAX_PICTURES];

  if (picture->id != id)
    *picture = (Picture){ .id = id };
  return picture;
}

/* A gap that is longer lies between pictures of long ago whose ids come again. */
static unsigned
add_gap (const Picture *before, const Picture *after, GcPictureGap *ret_gap)
{
  uint16_t count = (uint16_t)(after->first - before->last - 1);

  if (!before->has_last || !after->has_first || count == 0 || count > GC_PICTURE_GAPS_MAX)
    return 0;
  *ret_gap = (GcPictureGap){ (uint16_t)(before->last + 1), count };
  return 1;
}

unsigned
gc_picture_gaps_push (GcPictureGaps *gaps,
                      uint16_t seq,
                      const GcVp8 *vp8,
                      gboolean marker,
                      GcPictureGap *ret_gaps)
{
  uint16_t mask = (uint16_t)((1u << vp8->picture_id_bits) - 1);
  gboolean first = vp8->partition_start && vp8->partition == 0;
  unsigned n = 0;

  if (vp8->picture_id_bits == 0 || (!first && !marker))
    return 0;
  Picture *picture = get_picture (gaps, vp8->picture_id);
  if (first) {
    picture->has_first = TRUE;
    picture->first = seq;
    n += add_gap (get_picture (gaps, (vp8->picture_id - 1) & mask), picture, &ret_gaps[n]);
  }
  if (marker) {
    picture->has_last = TRUE;
    picture->last = seq;
    n += add_gap (picture, get_picture (gaps, (vp8->picture_id + 1) & mask), &ret_gaps[n]);
  }
  return n;
}
