// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Who speaks in a room, as the forwarder tells it: by the levels that packets of sound bear. */
#include "config.h"

#include <string.h>

#include "far-peer.h"

#define MAX_FARS 4
#define FRAME_US 20000
#define SPEECH 25
#define SILENCE 127
#define WORDLESS 0 /* its packets do not tell how loud they are */

typedef struct {
  FarWorld *world;
  FarPeer *fars[MAX_FARS];
  FarMedia voices[MAX_FARS];
  unsigned n;
} Talk;

/* Peers "a", "b" and so on, on seats of one room; whatever was told of that is forgotten. */
static void
talk_init (Talk *talk, unsigned n)
{
  *talk = (Talk){ .world = far_world_new (), .n = n };
  for (unsigned i = 0; i < n; i++) {
    const char name[] = { (char)('a' + i), '\0' };
    talk->fars[i] = far_peer_new (talk->world, name, "avvAVAVAV", (uint16_t)(6001 + i));
    talk->voices[i] = (FarMedia){ .line = 0, .ssrc = 70 + i, .seq = 1 };
    far_peer_connect (talk->fars[i]);
    far_peer_sit (talk->fars[i], "room", FALSE);
  }
}

/* Lets @ms pass, with one level for each, and returns what was told in them. (transfer full) */
static char *
hear (Talk *talk, unsigned ms, const uint8_t *levels)
{
  g_string_truncate (talk->world->events, 0);
  for (unsigned passed = 0; passed < ms; passed += FRAME_US / 1000) {
    for (unsigned i = 0; i < talk->n; i++) {
      talk->voices[i].level = levels[i];
      far_peer_send_media (talk->fars[i], &talk->voices[i]);
      talk->voices[i].seq++;
      talk->voices[i].timestamp += 960;
    }
    far_world_run (talk->world, FRAME_US);
  }
  return g_strdup (talk->world->events->str);
}

static void
assert_told (Talk *talk, unsigned ms, const uint8_t *levels, const char *told)
{
  g_autofree char *events = hear (talk, ms, levels);

  g_assert_cmpstr (events, ==, told);
}

#define TOLD(talk, ms, told, ...) assert_told (talk, ms, (const uint8_t[]){ __VA_ARGS__ }, told)

/* It is told when it changes, and no more. */
static void
test_of_three (void)
{
  Talk talk;

  talk_init (&talk, 3);
  TOLD (&talk, 1000, "media a;media b;media c;", SILENCE, SILENCE, SILENCE);
  TOLD (&talk, 10000, "speaker b 1;", SILENCE, SPEECH, SILENCE);
  TOLD (&talk, 2000, "speaker c 2;", SILENCE, SILENCE, SPEECH);
  TOLD (&talk, 400, "", SPEECH, SILENCE, SILENCE);
  TOLD (&talk, 10000, "speaker nobody;", SILENCE, SILENCE, SILENCE);
  far_world_free (talk.world);
}

/* Of two, both know who speaks; the same holds when the third is on hold, or has gone. */
static void
test_of_two (void)
{
  Talk talk;

  talk_init (&talk, 2);
  TOLD (&talk, 3000, "media a;media b;", SPEECH, SILENCE);
  far_world_free (talk.world);

  talk_init (&talk, 3);
  TOLD (&talk, 3000, "media a;media b;media c;speaker a 0;", SPEECH, SILENCE, SILENCE);
  far_peer_sit (talk.fars[2], "room", TRUE);
  TOLD (&talk, 3000, "speaker nobody;", SPEECH, SILENCE, SILENCE);
  far_peer_sit (talk.fars[2], "room", FALSE);
  TOLD (&talk, 3000, "media c;speaker a 0;", SPEECH, SILENCE, SILENCE);
  g_assert_true (gc_forwarder_unbind (talk.world->forwarder, "room", "b", NULL));
  TOLD (&talk, 3000, "speaker nobody;", SPEECH, SILENCE, SILENCE);
  far_world_free (talk.world);
}

/* Nobody hears one who is on hold: he is no speaker, and stops being one. */
static void
test_hold (void)
{
  Talk talk;

  talk_init (&talk, 4);
  TOLD (&talk, 3000, "media a;media b;media c;media d;speaker d 3;", SILENCE, SILENCE, SILENCE,
        SPEECH);
  far_peer_sit (talk.fars[3], "room", TRUE);
  TOLD (&talk, 3000, "speaker nobody;", SILENCE, SILENCE, SILENCE, SPEECH);
  TOLD (&talk, 3000, "speaker a 0;", SPEECH, SILENCE, SILENCE, SPEECH);
  far_world_free (talk.world);
}

/* Who is hidden from others is nobody's speaker, and reaches those alone from whom he is not. */
static void
test_hidden (void)
{
  Talk talk;

  talk_init (&talk, 3);
  const GcBinding listening = { .room = "room",
                                .seat = "c",
                                .peer = talk.fars[2]->id,
                                .place = 2,
                                .hidden_from = (1 << GC_ROOM_MAX_SEATS) - 1 };
  GcBinding whispering = listening;
  whispering.hidden_from &= ~(1u << 1);
  TOLD (&talk, 1000, "media a;media b;media c;", SILENCE, SILENCE, SILENCE);
  g_assert_true (gc_forwarder_bind (talk.world->forwarder, &listening, NULL));
  for (unsigned i = 0; i < 3; i++)
    g_ptr_array_set_size (talk.fars[i]->rtp, 0);
  TOLD (&talk, 1000, "", SILENCE, SILENCE, SPEECH);
  g_assert_cmpuint (talk.fars[0]->rtp->len, ==, 1000 / 20);
  g_assert_cmpuint (talk.fars[1]->rtp->len, ==, 1000 / 20);
  g_assert_cmpuint (talk.fars[2]->rtp->len, ==, 2 * 1000 / 20);

  g_assert_true (gc_forwarder_bind (talk.world->forwarder, &whispering, NULL));
  for (unsigned i = 0; i < 3; i++)
    g_ptr_array_set_size (talk.fars[i]->rtp, 0);
  TOLD (&talk, 1000, "", SILENCE, SILENCE, SPEECH);
  g_assert_cmpuint (talk.fars[0]->rtp->len, ==, 1000 / 20);
  g_assert_cmpuint (talk.fars[1]->rtp->len, ==, 2 * 1000 / 20);
  far_world_free (talk.world);
}

/* Who takes another seat, as one to whom a session is handed, goes on being the speaker. */
static void
test_moves (void)
{
  Talk talk;

  talk_init (&talk, 3);
  TOLD (&talk, 3000, "media a;media b;media c;speaker c 2;", SILENCE, SILENCE, SPEECH);
  const GcBinding binding = { .room = "room", .seat = "c", .peer = talk.fars[2]->id, .place = 1 };
  g_assert_true (gc_forwarder_bind (talk.world->forwarder, &binding, NULL));
  TOLD (&talk, 3000, "speaker c 1;", SILENCE, SILENCE, SPEECH);
  /* With the last of them the room goes, and its speaker with it. */
  g_string_truncate (talk.world->events, 0);
  gc_forwarder_end_all (talk.world->forwarder);
  far_world_run (talk.world, FRAME_US);
  g_autofree char *events = g_strdup (talk.world->events->str);
  g_assert_nonnull (strstr (events, "speaker nobody;"));
  far_world_free (talk.world);
}

/* Sound without levels names nobody, and passes as all sound does. */
static void
test_without_levels (void)
{
  Talk talk;

  talk_init (&talk, 3);
  TOLD (&talk, 3000, "media a;media b;media c;", WORDLESS, WORDLESS, WORDLESS);
  g_assert_cmpuint (talk.fars[0]->rtp->len, ==, 2 * 3000 / 20);
  TOLD (&talk, 3000, "speaker b 1;", WORDLESS, SPEECH, WORDLESS);
  far_world_free (talk.world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/room/three", test_of_three);
  g_test_add_func ("/room/two", test_of_two);
  g_test_add_func ("/room/hold", test_hold);
  g_test_add_func ("/room/hidden", test_hidden);
  g_test_add_func ("/room/moves", test_moves);
  g_test_add_func ("/room/without-levels", test_without_levels);
  return g_test_run ();
}
