// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rtp/gc-limits.h"

/*
 * GcKeyFrame merges the wishes for a key frame of one upstream video source into requests (PLI,
 * RFC 4585 section 6.3.1): at most one each GC_KEY_FRAME_INTERVAL_US, repeated until a key frame
 * comes, after GC_KEY_FRAME_PATIENCE of them only each GC_KEY_FRAME_SLOW_INTERVAL_US.
 */
#define GC_KEY_FRAME_SLOW_INTERVAL_US 2000000
#define GC_KEY_FRAME_PATIENCE 10

typedef struct _GcKeyFrame GcKeyFrame;

GcKeyFrame *gc_key_frame_new (void);
void gc_key_frame_free (GcKeyFrame *key_frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcKeyFrame, gc_key_frame_free)

/* Somebody needs a key frame. Cheap; call it for each PLI, FIR, binding or loss. */
void gc_key_frame_want (GcKeyFrame *key_frame);

/* A key frame came: no more wish. */
void gc_key_frame_arrived (GcKeyFrame *key_frame);

/* TRUE when a request has to be sent at @now_us; it then counts as sent. */
gboolean gc_key_frame_take_due (GcKeyFrame *key_frame, int64_t now_us);

/* When gc_key_frame_take_due () will be TRUE; INT64_MAX when nobody wants one, INT64_MIN for at
 * once. */
int64_t gc_key_frame_next_us (const GcKeyFrame *key_frame);
