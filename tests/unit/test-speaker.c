// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-speaker.h"

#define MS INT64_C (1000)
#define FRAME_US (20 * MS)
#define REVIEW_US (100 * MS)
#define MAX_VOICES 6
#define NOBODY (-1)

#define SPEECH 25 /* dB below full scale */
#define WORDS 200 /* the same with gaps */
#define SILENCE 127
#define HUM 60 /* of a hall */

/* A room with voices, of whom one is named. */
typedef struct {
  GcVoice voices[MAX_VOICES];
  unsigned n;
  int speaker;
  unsigned n_changes;
  int64_t now_us;
} Room;

static Room
room_of (unsigned n)
{
  return (Room){ .n = n, .speaker = NOBODY, .now_us = 1000000 };
}

/* The level of the next packet: of WORDS two of three are loud. */
static uint8_t
level_at (int level, int64_t now_us)
{
  if (level != WORDS)
    return (uint8_t)level;
  return now_us / MS % 450 < 300 ? SPEECH : HUM;
}

/* Lets @for_us pass, with one level for each voice; below 0: it sends no packets. */
static int
hear (Room *room, int64_t for_us, const int *levels)
{
  int64_t talk_us[MAX_VOICES];

  for (int64_t end_us = room->now_us + for_us; room->now_us < end_us;) {
    room->now_us += FRAME_US;
    for (unsigned i = 0; i < room->n; i++)
      if (levels[i] >= 0)
        gc_voice_hear (&room->voices[i], level_at (levels[i], room->now_us), room->now_us);
    if (room->now_us % REVIEW_US != 0)
      continue;
    for (unsigned i = 0; i < room->n; i++)
      talk_us[i] = gc_voice_talk_us (&room->voices[i], room->now_us);
    int chosen = gc_speaker_choose (room->speaker, talk_us, room->n);
    room->n_changes += chosen != room->speaker;
    room->speaker = chosen;
  }
  return room->speaker;
}

#define HEAR(room, ms, ...) hear (room, (ms)*MS, (const int[]){ __VA_ARGS__ })

/* What goes on without a change, from the first moment on, names nobody. */
static void
test_no_speech (void)
{
  static const int rows[][3] = {
    { SILENCE, SILENCE, SILENCE }, { -1, -1, -1 },       { HUM, HUM, HUM },
    { HUM, SILENCE, 90 },          { -1, HUM, SILENCE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    Room room = room_of (3);
    hear (&room, 60000 * MS, rows[i]);
    g_assert_cmpint (room.speaker, ==, NOBODY);
    g_assert_cmpuint (room.n_changes, ==, 0);
  }
}

/* A steady noise is taken for speech until it is known as one, and then speech stands out of it. */
static void
test_noise (void)
{
  Room room = room_of (3);

  HEAR (&room, 5000, 70, 70, 70);
  HEAR (&room, 20000, 45, 70, 70);
  g_assert_cmpint (room.speaker, ==, NOBODY);
  g_assert_cmpint (HEAR (&room, 2000, 45, WORDS, 70), ==, 1);
  g_assert_cmpint (HEAR (&room, 2000, SPEECH, 70, 70), ==, 0);
}

/* Somebody talks, with gaps between the words. */
static void
test_talks (void)
{
  Room room = room_of (3);

  HEAR (&room, 2000, HUM, HUM, HUM);
  HEAR (&room, 500, HUM, HUM, WORDS);
  g_assert_cmpint (room.speaker, ==, NOBODY);
  g_assert_cmpint (HEAR (&room, 600, HUM, HUM, WORDS), ==, 2);
  HEAR (&room, 120000, HUM, HUM, WORDS);
  g_assert_cmpint (room.speaker, ==, 2);
  g_assert_cmpuint (room.n_changes, ==, 1);
  /* He stays the speaker for the length of a thought, and is none after that. */
  g_assert_cmpint (HEAR (&room, 1500, HUM, HUM, HUM), ==, 2);
  g_assert_cmpint (HEAR (&room, 1500, HUM, HUM, HUM), ==, NOBODY);
}

static void
test_cough (void)
{
  Room room = room_of (3);

  HEAR (&room, 3000, WORDS, HUM, HUM);
  for (unsigned i = 0; i < 20; i++) {
    HEAR (&room, 400, WORDS, 5, HUM);
    HEAR (&room, 1000, WORDS, HUM, HUM);
  }
  g_assert_cmpint (room.speaker, ==, 0);
  g_assert_cmpuint (room.n_changes, ==, 1);
  /* In silence, too, it makes nobody a speaker. */
  HEAR (&room, 5000, HUM, HUM, HUM);
  HEAR (&room, 400, HUM, 5, HUM);
  g_assert_cmpint (HEAR (&room, 2000, HUM, HUM, HUM), ==, NOBODY);
  g_assert_cmpuint (room.n_changes, ==, 2);
}

/* Two talk at once: the first stays the speaker until he stops; then it is the other at once. */
static void
test_two_talkers (void)
{
  Room room = room_of (3);

  HEAR (&room, 2000, WORDS, HUM, HUM);
  HEAR (&room, 20000, WORDS, SPEECH - 10, HUM);
  g_assert_cmpint (room.speaker, ==, 0);
  g_assert_cmpuint (room.n_changes, ==, 1);
  g_assert_cmpint (HEAR (&room, 1100, HUM, WORDS, HUM), ==, 1);
  /* Question and answer. */
  for (unsigned i = 0; i < 10; i++) {
    g_assert_cmpint (HEAR (&room, 1500, WORDS, HUM, HUM), ==, 0);
    g_assert_cmpint (HEAR (&room, 1500, HUM, WORDS, HUM), ==, 1);
  }
  g_assert_cmpuint (room.n_changes, ==, 22);
}

/* What comes back of a voice out of another's loudspeaker, later and less loud, is not named. */
static void
test_echo (void)
{
  Room room = room_of (3);

  HEAR (&room, 2000, WORDS, HUM, HUM);
  for (unsigned i = 0; i < 30; i++) {
    HEAR (&room, 300, SPEECH, HUM, HUM);
    HEAR (&room, 1500, SPEECH, SPEECH + 10, HUM);
    HEAR (&room, 300, HUM, SPEECH + 10, HUM);
    HEAR (&room, 200, HUM, HUM, HUM);
  }
  g_assert_cmpint (room.speaker, ==, 0);
  g_assert_cmpuint (room.n_changes, ==, 1);
}

/* Whose packets stop is silent; level 127 and a lost connection are the same. */
static void
test_stops (void)
{
  Room room = room_of (6);

  g_assert_cmpint (HEAR (&room, 2000, -1, -1, -1, -1, -1, WORDS), ==, 5);
  g_assert_cmpint (HEAR (&room, 3000, -1, -1, -1, -1, -1, -1), ==, NOBODY);
  g_assert_cmpint (HEAR (&room, 2000, -1, -1, -1, -1, -1, WORDS), ==, 5);
  g_assert_cmpint (HEAR (&room, 3000, -1, -1, -1, -1, -1, SILENCE), ==, NOBODY);
  /* One packet after a long time earns no more than its own length. */
  gc_voice_hear (&room.voices[0], SPEECH, room.now_us);
  room.now_us += 3600 * 1000 * MS;
  gc_voice_hear (&room.voices[0], SPEECH, room.now_us);
  g_assert_cmpint (gc_voice_talk_us (&room.voices[0], room.now_us), <=, 120 * MS);
}

/* After silence without a sound, ordinary noise of a room is not speech. */
static void
test_unmutes (void)
{
  Room room = room_of (3);

  HEAR (&room, 60000, SILENCE, SILENCE, SILENCE);
  HEAR (&room, 10000, 65, SILENCE, SILENCE);
  g_assert_cmpint (room.speaker, ==, NOBODY);
  g_assert_cmpuint (room.n_changes, ==, 0);
}

/* Every level and any clock: the credit stays within its bounds. */
static void
test_bounds (void)
{
  GcVoice voice = { 0 };
  int64_t now_us = 1;

  for (unsigned i = 0; i < 100000; i++) {
    now_us = MAX (1, now_us + g_test_rand_int_range (-50000, 200000));
    gc_voice_hear (&voice, (uint8_t)g_test_rand_int_range (0, 128), now_us);
    int64_t talk_us = gc_voice_talk_us (&voice, now_us + g_test_rand_int_range (-50000, 200000));
    g_assert_cmpint (talk_us, >=, 0);
    g_assert_cmpint (talk_us, <=, GC_VOICE_MOST_US);
  }
}

static void
test_choice (void)
{
  static const struct {
    int speaker;
    int64_t talk_ms[3];
    int chosen;
  } rows[] = {
    { NOBODY, { 0, 0, 0 }, NOBODY }, { NOBODY, { 799, 0, 0 }, NOBODY },
    { NOBODY, { 0, 800, 0 }, 1 },    { NOBODY, { 800, 900, 800 }, 1 },
    { 0, { 1, 0, 0 }, 0 },           { 0, { 0, 0, 0 }, NOBODY },
    { 0, { 0, 0, 800 }, 2 },         { 0, { 500, 900, 0 }, 0 },
    { 0, { 500, 901, 0 }, 1 },       { 2, { 1200, 1100, 700 }, 0 },
    { 1, { 700, 1200, 1200 }, 1 },   { 5, { 0, 900, 0 }, 1 }, /* a seat that is no more */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    int64_t talk_us[3];
    for (unsigned k = 0; k < 3; k++)
      talk_us[k] = rows[i].talk_ms[k] * MS;
    g_assert_cmpint (gc_speaker_choose (rows[i].speaker, talk_us, 3), ==, rows[i].chosen);
  }
  g_assert_cmpint (gc_speaker_choose (0, NULL, 0), ==, NOBODY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speaker/no-speech", test_no_speech);
  g_test_add_func ("/speaker/noise", test_noise);
  g_test_add_func ("/speaker/talks", test_talks);
  g_test_add_func ("/speaker/cough", test_cough);
  g_test_add_func ("/speaker/two-talkers", test_two_talkers);
  g_test_add_func ("/speaker/echo", test_echo);
  g_test_add_func ("/speaker/stops", test_stops);
  g_test_add_func ("/speaker/unmutes", test_unmutes);
  g_test_add_func ("/speaker/bounds", test_bounds);
  g_test_add_func ("/speaker/choice", test_choice);
  return g_test_run ();
}
