// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>
#include <stdint.h>

/*
 * GcPlayer: what a peer sends, as a bin with two source pads of RTP, "audio" (Opus) and "video"
 * (VP8): test bars and a tone, or what a GcFilm plays. Closed, nothing is encoded and nothing
 * leaves it; the first picture after opening is a key frame.
 */
#define GC_PLAYER_AUDIO_PAYLOAD_TYPE 111
#define GC_PLAYER_VIDEO_PAYLOAD_TYPE 96

/* Errors: GC_ERROR_INTERNAL when an element is missing. (transfer floating) */
GstElement *gc_player_new (gboolean from_film, GError **error);

void gc_player_set_open (GstElement *player, gboolean open);

/* The SSRC of the "audio" or "video" pad. */
uint32_t gc_player_get_ssrc (GstElement *player, const char *pad);
