// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-vp8.h"

/*
 * GcPictureGaps tells which numbers of one inbound VP8 stream belong to no picture: those between
 * the last packet of a picture and the first of the next one. What is missing there was FEC, which
 * nobody sends again, so it is not to be asked for. Never allocates after new.
 */
#define GC_PICTURE_GAPS_MAX 48 /* numbers between two pictures */

typedef struct _GcPictureGaps GcPictureGaps;

/* Numbers in a row. */
typedef struct {
  uint16_t first;
  uint16_t count;
} GcPictureGap;

GcPictureGaps *gc_picture_gaps_new (void);
void gc_picture_gaps_free (GcPictureGaps *gaps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcPictureGaps, gc_picture_gaps_free)

/*
 * Notes the packet @seq with the descriptor @vp8, in any order. Returns how many of the two gaps
 * beside its picture are known by it, written to @ret_gaps (room for two).
 */
unsigned gc_picture_gaps_push (GcPictureGaps *gaps,
                               uint16_t seq,
                               const GcVp8 *vp8,
                               gboolean marker,
                               GcPictureGap *ret_gaps);
