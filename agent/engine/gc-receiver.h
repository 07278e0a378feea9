// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "agent/engine/gc-reception.h"
#include "agent/engine/gc-recorder.h"

#include <gst/gst.h>

/*
 * GcReceiver: takes the RTP of one m-line out of a webrtcbin, decodes it, notes it in a GcReception
 * and hands the encoded frames to a GcRecorder. Lines that nobody looks at are taken and dropped.
 */
#define GC_RECEIVER_MESSAGE_FIRST_FRAME "gc-first-frame"
#define GC_RECEIVER_AUDIO_LINE 0
#define GC_RECEIVER_VIDEO_LINE 1

/*
 * Adds to @pipeline what receives m-line @line from @pad. @reception and @recorder (nullable) are
 * borrowed until the pipeline has stopped. When a first frame was noted, the application message
 * GC_RECEIVER_MESSAGE_FIRST_FRAME stands on the bus; sound levels come as those of "level".
 */
void gc_receiver_add (GstElement *pipeline,
                      GstPad *pad,
                      unsigned line,
                      GcReception *reception,
                      GcRecorder *recorder);

/* Loads the plugins that receiving needs, so that the first picture does not wait for that. */
void gc_receiver_warm_up (void);
