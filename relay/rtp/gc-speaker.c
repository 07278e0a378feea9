// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NOTES: the flag for speech in the extension is left aside. A sender need not have a detector, and
 * then sets it always or never, which its packets do not tell (RFC 6464 section 4).
 */
#include "config.h"

#include "rtp/gc-speaker.h"

#define MAX_PACKET_US 120000 /* of sound in one packet (RFC 7587 section 3.1) */
#define WORD_GAP_US 200000   /* so much silence behind a word is no pause */
#define PAUSE_DIVISOR 2      /* credit is lost so much more slowly than it is earned */

/* In hundredths of a dB. */
#define LEAST_NOISE (-7500) /* a muted microphone must not make every breath speech after it */
#define MOST_NOISE (-3500)  /* whoever shouts is heard in any hall */
#define STANDS_OUT 1500
#define NOISE_RISE_US 5000 /* for one hundredth: 2 dB a second, which pauses between words undo */
#define NOISE_FALL_SHARE 4 /* of the way, with each packet */

/* A room is as loud as its quiet moments. */
static void
follow_noise (GcVoice *voice, int loudness, int64_t packet_us)
{
  int noise = voice->noise_centidbov;

  if (voice->heard_us == 0)
    noise = LEAST_NOISE;
  else if (loudness < noise)
    noise -= (noise - loudness) / NOISE_FALL_SHARE;
  else
    noise = MIN (loudness, noise + (int)(packet_us / NOISE_RISE_US));
  voice->noise_centidbov = CLAMP (noise, LEAST_NOISE, MOST_NOISE);
}

void
gc_voice_hear (GcVoice *voice, uint8_t level, int64_t now_us)
{
  int loudness = -100 * level;
  int64_t passed_us = voice->heard_us > 0 ? MAX (0, now_us - voice->heard_us) : 0;
  int64_t packet_us = MIN (passed_us, MAX_PACKET_US);
  int64_t pause_us = passed_us;

  follow_noise (voice, loudness, packet_us);
  if (loudness >= voice->noise_centidbov + STANDS_OUT)
    voice->spoke_us = now_us;
  if (voice->spoke_us > 0 && now_us - voice->spoke_us <= WORD_GAP_US) {
    voice->talk_us += packet_us;
    pause_us -= packet_us;
  }
  voice->talk_us = CLAMP (voice->talk_us - pause_us / PAUSE_DIVISOR, 0, GC_VOICE_MOST_US);
  voice->heard_us = MAX (voice->heard_us, now_us);
}

int64_t
gc_voice_talk_us (const GcVoice *voice, int64_t now_us)
{
  int64_t silent_us = MAX (0, now_us - voice->heard_us);

  return MAX (0, voice->talk_us - silent_us / PAUSE_DIVISOR);
}

int
gc_speaker_choose (int speaker, const int64_t *talk_us, unsigned n)
{
  gboolean stays = speaker >= 0 && speaker < (int)n && talk_us[speaker] > 0;
  int64_t most_us = stays ? talk_us[speaker] + GC_SPEAKER_MARGIN_US : 0;
  int chosen = stays ? speaker : -1;

  for (unsigned i = 0; i < n; i++) {
    if (talk_us[i] < GC_SPEAKER_TAKE_US || talk_us[i] <= most_us)
      continue;
    most_us = talk_us[i];
    chosen = (int)i;
  }
  return chosen;
}
