// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * Who of several is speaking, by the loudness that each packet of sound bears in clear (RFC 6464).
 * A GcVoice measures one sender: how much of late was speech, which is what stands out from the
 * noise of his own room. gc_speaker_choose () compares them. Whoever talks is credited with that
 * time, the gaps between words too, and loses it half as fast while he pauses; so a cough is not
 * speech enough, and two who talk at once do not take turns. Pure: the clock is an argument.
 */

#define GC_VOICE_MOST_US 1200000    /* credit of one who goes on talking */
#define GC_SPEAKER_TAKE_US 800000   /* makes a speaker; a cough has 600 ms with its gap */
#define GC_SPEAKER_MARGIN_US 400000 /* so much more than the present one has */

/* Of a struct of zeros nothing was heard. */
typedef struct {
  int64_t talk_us;     /* credit, at heard_us */
  int64_t heard_us;    /* of the last packet; 0: there was none */
  int64_t spoke_us;    /* of the last one with speech */
  int noise_centidbov; /* loudness of the room, 0 or below */
} GcVoice;

/* A packet with @level, 0 (as loud as can be) to 127 (silence) below full scale, in dB. @now_us:
 * above 0. */
void gc_voice_hear (GcVoice *voice, uint8_t level, int64_t now_us);

/* How much speech there was of late, 0 to GC_VOICE_MOST_US. */
int64_t gc_voice_talk_us (const GcVoice *voice, int64_t now_us);

/*
 * Which of the @n voices, of which @talk_us was heard of late, is speaking when @speaker was until
 * now; -1: none.
 */
int gc_speaker_choose (int speaker, const int64_t *talk_us, unsigned n);
