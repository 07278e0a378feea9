// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

/*
 * GcRecorder: writes received VP8 and Opus to a Matroska file as they came, not encoded again. It
 * has a pipeline of its own, so that the file goes on when the peer is made anew.
 */
typedef struct _GcRecorder GcRecorder;

typedef enum {
  GC_RECORDER_AUDIO,
  GC_RECORDER_VIDEO,
  GC_RECORDER_STREAMS
} GcRecorderStream;

/* Errors: GC_ERROR_INVALID when @path cannot be written, GC_ERROR_INTERNAL. */
GcRecorder *gc_recorder_new (const char *path, GError **error);

/* Finishes the file, which may take up to 5 s. */
void gc_recorder_free (GcRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcRecorder, gc_recorder_free)

/*
 * Adds an encoded frame of @caps that is due at @clock_time (GstSystemClock). Any thread; one for
 * each stream at a time. @buffer is not taken.
 */
void gc_recorder_push (GcRecorder *recorder,
                       GcRecorderStream stream,
                       GstCaps *caps,
                       GstBuffer *buffer,
                       GstClockTime clock_time);
