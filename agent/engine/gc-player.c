// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "agent/engine/gc-player.h"

#include "agent/engine/gc-film.h"
#include "common/gc-error.h"

/* Small enough for two dozen agents on one machine, large enough to show a face. */
#define VIDEO_CAPS "video/x-raw,format=I420,width=640,height=360,framerate=25/1"
#define AUDIO_CAPS "audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=1"

/* The bars move, so that a still picture at the other end is known to be a fault. */
#define TEST_VIDEO "videotestsrc is-live=true pattern=smpte horizontal-speed=4 ! " VIDEO_CAPS " ! "
#define TEST_AUDIO                                                                                 \
  "audiotestsrc is-live=true wave=sine freq=440 volume=0.25 samplesperbuffer=960 ! " AUDIO_CAPS    \
  " ! "
#define FILM_VIDEO                                                                                 \
  "intervideosrc channel=" GC_FILM_CHANNEL " timeout=18446744073709551615 ! videoconvert ! "       \
  "videoscale add-borders=true ! " VIDEO_CAPS " ! "
#define FILM_AUDIO                                                                                 \
  "interaudiosrc channel=" GC_FILM_CHANNEL                                                         \
  " period-time=20000000 latency-time=60000000 buffer-time=200000000 ! audioconvert ! "            \
  "audioresample ! " AUDIO_CAPS " ! "

/* The valve stands before the encoder: what nobody sees costs nothing. */
#define SEND_VIDEO                                                                                 \
  "valve name=video-valve drop=true drop-mode=forward-sticky-events ! "                            \
  "queue max-size-buffers=2 leaky=downstream ! "                                                   \
  "vp8enc deadline=1 cpu-used=8 threads=1 target-bitrate=700000 end-usage=cbr buffer-size=500 "    \
  "keyframe-max-dist=750 ! rtpvp8pay name=video-pay pt=96 mtu=1150 picture-id-mode=15-bit "
#define SEND_AUDIO                                                                                 \
  "valve name=audio-valve drop=true drop-mode=forward-sticky-events ! "                            \
  "queue max-size-buffers=10 leaky=downstream ! "                                                  \
  "opusenc bitrate=32000 inband-fec=true ! rtpopuspay name=audio-pay pt=111 "

static const char *const streams[] = { "audio", "video" };

static GstElement *
get_child (GstElement *player, const char *stream, const char *part)
{
  g_autofree char *name = g_strconcat (stream, part, NULL);

  return gst_bin_get_by_name (GST_BIN (player), name);
}

static void
add_pad (GstElement *player, const char *stream)
{
  GstElement *pay = get_child (player, stream, "-pay");
  GstPad *inner = gst_element_get_static_pad (pay, "src");

  g_object_set (pay, "ssrc", g_random_int () | 1, NULL);
  gst_element_add_pad (player, gst_ghost_pad_new (stream, inner));
  gst_object_unref (inner);
  gst_object_unref (pay);
}

GstElement *
gc_player_new (gboolean from_film, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GstElement *player =
      gst_parse_bin_from_description (from_film ? FILM_VIDEO SEND_VIDEO FILM_AUDIO SEND_AUDIO
                                                : TEST_VIDEO SEND_VIDEO TEST_AUDIO SEND_AUDIO,
                                      FALSE, &cause);

  if (player == NULL || cause != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "player: %s", cause->message);
    gst_clear_object (&player);
    return NULL;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (streams); i++)
    add_pad (player, streams[i]);
  return player;
}

void
gc_player_set_open (GstElement *player, gboolean open)
{
  for (size_t i = 0; i < G_N_ELEMENTS (streams); i++) {
    GstElement *valve = get_child (player, streams[i], "-valve");
    g_object_set (valve, "drop", !open, NULL);
    gst_object_unref (valve);
  }
}

uint32_t
gc_player_get_ssrc (GstElement *player, const char *pad)
{
  GstElement *pay = get_child (player, pad, "-pay");
  uint32_t ssrc = 0;

  g_object_get (pay, "ssrc", &ssrc, NULL);
  gst_object_unref (pay);
  return ssrc;
}
