// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/engine/gc-recorder.h"

#include "common/gc-error.h"

#include <gst/app/gstappsrc.h>

#define FINISH_TIMEOUT_NS (5 * GST_SECOND)
#define QUEUE_BYTES G_GUINT64_CONSTANT (8388608)

struct _GcRecorder {
  GstElement *pipeline;
  GstAppSrc *sources[GC_RECORDER_STREAMS];
  /* Streaming thread of that stream only. */
  GstClockTime last[GC_RECORDER_STREAMS];
  int started; /* atomic: the first video frame came; sound before it is left out */
};

static gboolean
start_pipeline (GcRecorder *recorder, GError **error)
{
  GstBus *bus = gst_element_get_bus (recorder->pipeline);

  if (gst_element_set_state (recorder->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE) {
    gst_object_unref (bus);
    return TRUE;
  }
  GstMessage *message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) cause = NULL;
  if (message != NULL)
    gst_message_parse_error (message, &cause, NULL);
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "recording: %s",
               cause != NULL ? cause->message : "cannot start");
  g_clear_pointer (&message, gst_message_unref);
  gst_object_unref (bus);
  return FALSE;
}

GcRecorder *
gc_recorder_new (const char *path, GError **error)
{
  g_autoptr (GcRecorder) recorder = g_new0 (GcRecorder, 1);
  g_autoptr (GError) cause = NULL;

  recorder->pipeline = gst_parse_launch (
      "appsrc name=audio is-live=true format=time ! queue max-size-time=0 ! mux.audio_0 "
      "appsrc name=video is-live=true format=time ! queue max-size-time=0 ! mux.video_0 "
      "matroskamux name=mux streamable=true writing-app=gc-agent max-cluster-duration=1000000000 ! "
      "filesink name=file buffer-mode=unbuffered async=false",
      &cause);
  if (cause != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "recording: %s", cause->message);
    return NULL;
  }
  recorder->sources[GC_RECORDER_AUDIO] =
      GST_APP_SRC (gst_bin_get_by_name (GST_BIN (recorder->pipeline), "audio"));
  recorder->sources[GC_RECORDER_VIDEO] =
      GST_APP_SRC (gst_bin_get_by_name (GST_BIN (recorder->pipeline), "video"));
  for (int i = 0; i < GC_RECORDER_STREAMS; i++) {
    gst_app_src_set_max_bytes (recorder->sources[i], QUEUE_BYTES);
    g_object_set (recorder->sources[i], "leaky-type", GST_APP_LEAKY_TYPE_DOWNSTREAM, NULL);
    recorder->last[i] = GST_CLOCK_TIME_NONE;
  }
  GstElement *file = gst_bin_get_by_name (GST_BIN (recorder->pipeline), "file");
  g_object_set (file, "location", path, NULL);
  gst_object_unref (file);
  if (!start_pipeline (recorder, error))
    return NULL;
  return g_steal_pointer (&recorder);
}

static void
finish_file (GcRecorder *recorder)
{
  GstBus *bus = gst_element_get_bus (recorder->pipeline);

  for (int i = 0; i < GC_RECORDER_STREAMS; i++)
    gst_app_src_end_of_stream (recorder->sources[i]);
  GstMessage *message =
      gst_bus_timed_pop_filtered (bus, FINISH_TIMEOUT_NS, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (message == NULL || GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    g_warning ("recording: the file was not finished; it may lack its last second");
  g_clear_pointer (&message, gst_message_unref);
  gst_object_unref (bus);
}

void
gc_recorder_free (GcRecorder *recorder)
{
  if (recorder == NULL)
    return;
  if (recorder->pipeline != NULL) {
    if (g_atomic_int_get (&recorder->started))
      finish_file (recorder);
    gst_element_set_state (recorder->pipeline, GST_STATE_NULL);
  }
  for (int i = 0; i < GC_RECORDER_STREAMS; i++)
    gst_clear_object (&recorder->sources[i]);
  gst_clear_object (&recorder->pipeline);
  g_free (recorder);
}

void
gc_recorder_push (GcRecorder *recorder,
                  GcRecorderStream stream,
                  GstCaps *caps,
                  GstBuffer *buffer,
                  GstClockTime clock_time)
{
  GstClockTime base = gst_element_get_base_time (recorder->pipeline);
  GstClockTime *last = &recorder->last[stream];

  if (stream == GC_RECORDER_VIDEO)
    g_atomic_int_set (&recorder->started, TRUE);
  if (!g_atomic_int_get (&recorder->started) || clock_time < base)
    return;
  /* Matroska wants rising times; a new peer may start a little earlier than the old one ended. */
  GstClockTime time = clock_time - base;
  if (GST_CLOCK_TIME_IS_VALID (*last))
    time = MAX (time, *last + 1);
  *last = time;

  GstBuffer *copy = gst_buffer_copy (buffer);
  GST_BUFFER_PTS (copy) = time;
  GST_BUFFER_DTS (copy) = GST_CLOCK_TIME_NONE;
  GstSample *sample = gst_sample_new (copy, caps, NULL, NULL);
  gst_app_src_push_sample (recorder->sources[stream], sample);
  gst_sample_unref (sample);
  gst_buffer_unref (copy);
}
