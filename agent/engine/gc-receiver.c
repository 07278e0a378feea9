// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/engine/gc-receiver.h"

#include <gst/video/video.h>

#define GRID_COLUMNS 16
#define GRID_ROWS 9

typedef struct {
  GstElement *pipeline;   /* not owned: contains us */
  GcReception *reception; /* borrowed */
  GcRecorder *recorder;   /* borrowed, (nullable) */
  GcRecorderStream stream;
} Branch;

static const char *
choose_chain (unsigned line)
{
  switch (line) {
  case GC_RECEIVER_AUDIO_LINE:
    return "queue ! rtpopusdepay name=depay ! opusdec plc=true ! audioconvert ! "
           "level interval=500000000 ! fakesink name=end sync=false async=false";
  case GC_RECEIVER_VIDEO_LINE:
    return "queue ! rtpvp8depay name=depay wait-for-keyframe=true request-keyframe=true ! "
           "vp8dec ! videoconvert ! video/x-raw,format=I420 ! "
           "fakesink name=end sync=false async=false";
  default:
    return "fakesink name=end sync=false async=false";
  }
}

static void
look_at (const GstVideoFrame *frame, GcReceptionPicture *ret_picture)
{
  const uint8_t *plane = GST_VIDEO_FRAME_PLANE_DATA (frame, 0);
  int stride = GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);
  int width = GST_VIDEO_FRAME_WIDTH (frame);
  int height = GST_VIDEO_FRAME_HEIGHT (frame);
  unsigned sum = 0;
  uint8_t darkest = 255;
  uint8_t brightest = 0;
  uint32_t hash = 2166136261u;

  for (int row = 0; row < GRID_ROWS; row++) {
    const uint8_t *pixels = plane + (ptrdiff_t)(row * height / GRID_ROWS) * stride;
    for (int column = 0; column < GRID_COLUMNS; column++) {
      uint8_t luma = pixels[column * width / GRID_COLUMNS];
      sum += luma;
      darkest = MIN (darkest, luma);
      brightest = MAX (brightest, luma);
      hash = (hash ^ luma) * 16777619u;
    }
  }
  *ret_picture = (GcReceptionPicture){
    .mean = (uint8_t)(sum / (GRID_ROWS * GRID_COLUMNS)),
    .spread = (uint8_t)(brightest - darkest),
    .hash = hash,
  };
}

static GstPadProbeReturn
on_picture (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Branch *branch = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GcReceptionPicture picture;
  GstVideoInfo video;
  GstVideoFrame frame;

  if (caps == NULL || !gst_video_info_from_caps (&video, caps) ||
      !gst_video_frame_map (&frame, &video, GST_PAD_PROBE_INFO_BUFFER (info), GST_MAP_READ))
    return GST_PAD_PROBE_OK;
  look_at (&frame, &picture);
  gst_video_frame_unmap (&frame);
  if (gc_reception_note_frame (branch->reception, &picture, g_get_monotonic_time ()))
    gst_element_post_message (
        branch->pipeline,
        gst_message_new_application (GST_OBJECT (branch->pipeline),
                                     gst_structure_new_empty (GC_RECEIVER_MESSAGE_FIRST_FRAME)));
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_encoded (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Branch *branch = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstEvent *event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;

  if (caps != NULL && event != NULL) {
    gst_event_parse_segment (event, &segment);
    GstClockTime running =
        gst_segment_to_running_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
    if (GST_CLOCK_TIME_IS_VALID (running))
      gc_recorder_push (branch->recorder, branch->stream, caps, buffer,
                        gst_element_get_base_time (branch->pipeline) + running);
  }
  g_clear_pointer (&event, gst_event_unref);
  return GST_PAD_PROBE_OK;
}

static void
probe (GstElement *bin,
       const char *element,
       const char *pad_name,
       GstPadProbeCallback callback,
       const Branch *branch)
{
  GstElement *at = gst_bin_get_by_name (GST_BIN (bin), element);
  GstPad *pad = gst_element_get_static_pad (at, pad_name);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, callback, g_memdup2 (branch, sizeof *branch),
                     g_free);
  gst_object_unref (pad);
  gst_object_unref (at);
}

void
gc_receiver_add (GstElement *pipeline,
                 GstPad *pad,
                 unsigned line,
                 GcReception *reception,
                 GcRecorder *recorder)
{
  g_autoptr (GError) error = NULL;
  GstElement *bin = gst_parse_bin_from_description (choose_chain (line), TRUE, &error);
  Branch branch = {
    .pipeline = pipeline,
    .reception = reception,
    .recorder = recorder,
    .stream = line == GC_RECEIVER_VIDEO_LINE ? GC_RECORDER_VIDEO : GC_RECORDER_AUDIO,
  };

  if (bin == NULL) {
    GST_ELEMENT_ERROR (pipeline, CORE, MISSING_PLUGIN, ("%s", error->message), (NULL));
    return;
  }
  if (line == GC_RECEIVER_VIDEO_LINE)
    probe (bin, "end", "sink", on_picture, &branch);
  if (line <= GC_RECEIVER_VIDEO_LINE && recorder != NULL)
    probe (bin, "depay", "src", on_encoded, &branch);
  gst_bin_add (GST_BIN (pipeline), bin);
  GstPad *sink = gst_element_get_static_pad (bin, "sink");
  gst_pad_link (pad, sink);
  gst_object_unref (sink);
  gst_element_sync_state_with_parent (bin);
}

void
gc_receiver_warm_up (void)
{
  for (unsigned line = GC_RECEIVER_AUDIO_LINE; line <= GC_RECEIVER_VIDEO_LINE; line++) {
    GstElement *bin = gst_parse_bin_from_description (choose_chain (line), TRUE, NULL);
    if (bin != NULL)
      gst_object_unref (gst_object_ref_sink (bin));
  }
}
