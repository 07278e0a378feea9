// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/engine/gc-film.h"

#include "common/gc-error.h"

#define OPEN_TIMEOUT_NS (10 * GST_SECOND)

struct _GcFilm {
  GstElement *pipeline;
  guint watch;
};

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  GcFilm *film = user_data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    gst_element_seek_simple (film->pipeline, GST_FORMAT_TIME,
                             GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, 0);
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    g_warning ("file: %s", error->message);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
open_file (GcFilm *film, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GstBus *bus = gst_element_get_bus (film->pipeline);
  GstStateChangeReturn result = gst_element_set_state (film->pipeline, GST_STATE_PAUSED);

  if (result == GST_STATE_CHANGE_ASYNC)
    result = gst_element_get_state (film->pipeline, NULL, NULL, OPEN_TIMEOUT_NS);
  if (result == GST_STATE_CHANGE_SUCCESS) {
    film->watch = gst_bus_add_watch (bus, on_message, film);
    gst_object_unref (bus);
    return TRUE;
  }
  GstMessage *message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (message != NULL)
    gst_message_parse_error (message, &cause, NULL);
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "file: %s",
               cause != NULL ? cause->message : "nothing came of it");
  g_clear_pointer (&message, gst_message_unref);
  gst_object_unref (bus);
  return FALSE;
}

GcFilm *
gc_film_new (const char *path, GError **error)
{
  g_autoptr (GcFilm) film = g_new0 (GcFilm, 1);
  g_autoptr (GError) cause = NULL;

  /* A file without sound leaves the second branch unlinked; it must not wait for it. */
  film->pipeline =
      gst_parse_launch ("filesrc name=file ! decodebin name=decode "
                        "decode. ! video/x-raw ! queue ! videoconvert ! videoscale ! videorate ! "
                        "intervideosink channel=" GC_FILM_CHANNEL " "
                        "decode. ! audio/x-raw ! queue ! audioconvert ! audioresample ! "
                        "interaudiosink async=false channel=" GC_FILM_CHANNEL,
                        &cause);
  if (cause != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "file: %s", cause->message);
    return NULL;
  }
  GstElement *file = gst_bin_get_by_name (GST_BIN (film->pipeline), "file");
  g_object_set (file, "location", path, NULL);
  gst_object_unref (file);
  if (!open_file (film, error))
    return NULL;
  return g_steal_pointer (&film);
}

void
gc_film_free (GcFilm *film)
{
  if (film == NULL)
    return;
  if (film->watch != 0)
    g_source_remove (film->watch);
  if (film->pipeline != NULL)
    gst_element_set_state (film->pipeline, GST_STATE_NULL);
  gst_clear_object (&film->pipeline);
  g_free (film);
}

void
gc_film_set_playing (GcFilm *film, gboolean playing)
{
  gst_element_set_state (film->pipeline, playing ? GST_STATE_PLAYING : GST_STATE_PAUSED);
}
