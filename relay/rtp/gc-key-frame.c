// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-key-frame.h"

struct _GcKeyFrame {
  gboolean wanted;
  gboolean asked;    /* ever: last_us means something */
  unsigned requests; /* since the last key frame */
  int64_t last_us;   /* of the last request */
};

GcKeyFrame *
gc_key_frame_new (void)
{
  return g_new0 (GcKeyFrame, 1);
}

void
gc_key_frame_free (GcKeyFrame *key_frame)
{
  g_free (key_frame);
}

void
gc_key_frame_want (GcKeyFrame *key_frame)
{
  key_frame->wanted = TRUE;
}

void
gc_key_frame_arrived (GcKeyFrame *key_frame)
{
  key_frame->wanted = FALSE;
  key_frame->requests = 0;
}

int64_t
gc_key_frame_next_us (const GcKeyFrame *key_frame)
{
  if (!key_frame->wanted)
    return INT64_MAX;
  if (!key_frame->asked)
    return INT64_MIN;
  return key_frame->last_us + (key_frame->requests < GC_KEY_FRAME_PATIENCE
                                   ? GC_KEY_FRAME_INTERVAL_US
                                   : GC_KEY_FRAME_SLOW_INTERVAL_US);
}

gboolean
gc_key_frame_take_due (GcKeyFrame *key_frame, int64_t now_us)
{
  if (!key_frame->wanted || now_us < gc_key_frame_next_us (key_frame))
    return FALSE;
  key_frame->asked = TRUE;
  key_frame->requests++;
  key_frame->last_us = now_us;
  return TRUE;
}
