// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The far end is played by hand: it answers, or does not, from whatever address a row says. */
#include "config.h"

#include "rtp/gc-ice.h"

#include <string.h>

#define LOCAL_UFRAG "relay001"
#define LOCAL_PWD "relay-password-relay-password"
#define REMOTE_UFRAG "peer"
#define REMOTE_PWD "peer-password-peer-password"
#define SECOND_US INT64_C (1000000)

typedef struct {
  GcStun *stun;
  GcIce *ice;
  int64_t now_us;
  const char *checked_as; /* the user name that checks of ours have to bear */
  GPtrArray *sent;        /* GBytes, with @sent_to beside it */
  GArray *sent_to;        /* GcAddress */
  GcAddress path;
  unsigned paths, expiries, known, forgotten;
  uint8_t transaction; /* of the next request of the far end */
} World;

static void
on_send (const uint8_t *bytes, size_t size, const GcAddress *to, gpointer user_data)
{
  World *world = user_data;
  g_ptr_array_add (world->sent, g_bytes_new (bytes, size));
  g_array_append_val (world->sent_to, *to);
}

static void
on_path (const GcAddress *selected, gpointer user_data)
{
  World *world = user_data;
  world->path = *selected;
  world->paths++;
}

static void
on_expired (gpointer user_data)
{
  ((World *)user_data)->expiries++;
}

static void
on_known (const GcAddress *address, gpointer user_data)
{
  ((World *)user_data)->known++;
}

static void
on_forgotten (const GcAddress *address, gpointer user_data)
{
  World *world = user_data;
  world->forgotten++;
  g_assert_true (gc_ice_knows (world->ice, address));
}

static void
world_open (World *world)
{
  static const GcIceCredentials credentials = { LOCAL_UFRAG, LOCAL_PWD, REMOTE_UFRAG, REMOTE_PWD };
  static const GcIceCallbacks callbacks = { on_send, on_path, on_expired, on_known, on_forgotten };

  *world = (World){ .now_us = 1000 * SECOND_US, .checked_as = REMOTE_UFRAG ":" LOCAL_UFRAG };
  world->stun = gc_stun_new ();
  world->sent = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  world->sent_to = g_array_new (FALSE, FALSE, sizeof (GcAddress));
  world->ice = gc_ice_new (world->stun, &credentials, &callbacks, world, world->now_us);
}

static void
world_close (World *world)
{
  gc_ice_free (world->ice);
  gc_stun_free (world->stun);
  g_ptr_array_unref (world->sent);
  g_array_unref (world->sent_to);
}

static GcAddress
make_address (unsigned number)
{
  GcAddress address = { .family = AF_INET, .port = (uint16_t)(4000 + number) };
  address.bytes[0] = 192;
  address.bytes[3] = (uint8_t)number;
  return address;
}

/* What one request of the far end says; zero is the usual. */
typedef struct {
  const char *username;
  const char *password;
  GcStunRole role;
  gboolean use_candidate;
} Request;

static GcIceResult
request_from (World *world, unsigned number, Request request)
{
  uint8_t bytes[GC_STUN_MAX_SIZE];
  GcAddress from = make_address (number);
  GcStunCheck check = {
    .transaction = { ++world->transaction },
    .username = request.username != NULL ? request.username : LOCAL_UFRAG ":" REMOTE_UFRAG,
    .password = request.password != NULL ? request.password : LOCAL_PWD,
    .role = request.role != GC_STUN_ROLE_NONE ? request.role : GC_STUN_ROLE_CONTROLLING,
    .use_candidate = request.use_candidate,
    .priority = 1,
  };
  size_t size = gc_stun_format_check (world->stun, &check, bytes, sizeof bytes);
  return gc_ice_handle (world->ice, bytes, size, &from, world->now_us);
}

static GBytes *
take_sent (World *world, guint at)
{
  g_array_remove_index (world->sent_to, at);
  return g_ptr_array_steal_index (world->sent, at);
}

/* The oldest check of ours that went to @number; NULL if there is none. (transfer full) */
static GBytes *
take_check (World *world, unsigned number)
{
  GcAddress address = make_address (number);

  for (guint i = 0; i < world->sent->len; i++) {
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (world->sent->pdata[i], &size);
    if (gc_address_equal (&g_array_index (world->sent_to, GcAddress, i), &address) &&
        gc_stun_is_request (bytes, size))
      return take_sent (world, i);
  }
  return NULL;
}

static GcIceResult
answer_check (World *world, GBytes *check, unsigned from_number, const char *password)
{
  uint8_t bytes[GC_STUN_MAX_SIZE];
  GcStunRequest request;
  GcAddress from = make_address (from_number);
  size_t size;
  const uint8_t *data = g_bytes_get_data (check, &size);

  g_assert_cmpint (
      gc_stun_parse_request (world->stun, data, size, world->checked_as, REMOTE_PWD, &request), ==,
      GC_STUN_OK);
  g_assert_cmpint (request.role, ==, GC_STUN_ROLE_CONTROLLED);
  size = gc_stun_format_success (world->stun, request.transaction, &from, password, bytes,
                                 sizeof bytes);
  return gc_ice_handle (world->ice, bytes, size, &from, world->now_us);
}

static void
answer_from (World *world, unsigned number)
{
  g_autoptr (GBytes) check = take_check (world, number);
  g_assert_nonnull (check);
  g_assert_cmpint (answer_check (world, check, number, REMOTE_PWD), ==, GC_ICE_TAKEN);
}

static void
forget_sent (World *world)
{
  g_ptr_array_set_size (world->sent, 0);
  g_array_set_size (world->sent_to, 0);
}

static void
advance_to (World *world, int64_t now_us)
{
  while (gc_ice_next_us (world->ice) <= now_us) {
    world->now_us = MAX (world->now_us, gc_ice_next_us (world->ice));
    gc_ice_tick (world->ice, world->now_us);
  }
  world->now_us = now_us;
}

static gboolean
is_path (const World *world, unsigned number)
{
  GcAddress address = make_address (number);
  const GcAddress *selected = gc_ice_selected (world->ice);
  return selected != NULL && gc_address_equal (selected, &address) &&
         gc_address_equal (&world->path, &address);
}

static void
test_first_path (void)
{
  World world;
  GcAddress address = make_address (1);
  world_open (&world);

  g_assert_false (gc_ice_knows (world.ice, &address));
  g_assert_cmpint (request_from (&world, 1, (Request){ .use_candidate = TRUE }), ==, GC_ICE_TAKEN);
  g_assert_true (gc_ice_knows (world.ice, &address));
  g_assert_false (gc_ice_is_valid (world.ice, &address));
  g_assert_cmpuint (world.known, ==, 1);
  g_assert_cmpuint (world.sent->len, ==, 2); /* the answer and our check */
  g_assert_null (gc_ice_selected (world.ice));
  g_assert_null (gc_ice_handshake_path (world.ice));
  g_assert_cmpint (gc_ice_rtt_us (world.ice), ==, -1);

  GcStunResponse response;
  size_t size;
  const uint8_t *bytes = g_bytes_get_data (world.sent->pdata[0], &size);
  g_assert_cmpint (gc_stun_parse_response (world.stun, bytes, size, (const uint8_t[12]){ 1 },
                                           LOCAL_PWD, &response),
                   ==, GC_STUN_OK);
  g_assert_true (response.success);
  g_assert_true (gc_address_equal (&response.mapped, &address));

  world.now_us += 70000;
  answer_from (&world, 1);
  g_assert_true (gc_ice_is_valid (world.ice, &address));
  g_assert_true (is_path (&world, 1));
  g_assert_true (gc_address_equal (gc_ice_handshake_path (world.ice), &address));
  g_assert_cmpint (gc_ice_rtt_us (world.ice), ==, 70000);
  world_close (&world);
}

/* Valid without nomination: good enough for DTLS, not for media. */
static void
test_nomination_later (void)
{
  World world;
  world_open (&world);
  GcAddress one = make_address (1), two = make_address (2);

  request_from (&world, 1, (Request){ 0 });
  answer_from (&world, 1);
  g_assert_cmpuint (world.paths, ==, 0);
  g_assert_true (gc_address_equal (gc_ice_handshake_path (world.ice), &one));
  world.now_us += 1000;
  request_from (&world, 2, (Request){ 0 });
  answer_from (&world, 2);
  g_assert_true (gc_address_equal (gc_ice_handshake_path (world.ice), &two));
  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  g_assert_true (is_path (&world, 1));
  world_close (&world);
}

/* The newest nominated path wins, but not before it is valid. */
static void
test_path_change (void)
{
  World world;
  world_open (&world);

  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  answer_from (&world, 1);
  request_from (&world, 2, (Request){ .use_candidate = TRUE });
  request_from (&world, 3, (Request){ .use_candidate = TRUE });
  g_assert_true (is_path (&world, 1));
  answer_from (&world, 3);
  g_assert_true (is_path (&world, 3));
  answer_from (&world, 2); /* nominated before 3 */
  g_assert_true (is_path (&world, 3));
  request_from (&world, 2, (Request){ .use_candidate = TRUE });
  g_assert_true (is_path (&world, 2));
  request_from (&world, 1, (Request){ 0 });
  g_assert_true (is_path (&world, 2));
  g_assert_cmpuint (world.paths, ==, 3);
  world_close (&world);
}

static const struct {
  const char *name;
  Request request;
  GcIceResult result;
  unsigned error_code; /* 0: no answer */
} refusals[] = {
  { "wrong password", { .password = "no" }, GC_ICE_UNAUTHORIZED, 401 },
  { "the remote password", { .password = REMOTE_PWD }, GC_ICE_UNAUTHORIZED, 401 },
  { "wrong user", { .username = LOCAL_UFRAG ":other" }, GC_ICE_UNAUTHORIZED, 401 },
  { "our own user", { .username = REMOTE_UFRAG ":" LOCAL_UFRAG }, GC_ICE_UNAUTHORIZED, 401 },
  { "role conflict", { .role = GC_STUN_ROLE_CONTROLLED }, GC_ICE_UNAUTHORIZED, 487 },
};

static void
test_refusals (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (refusals); i++) {
    World world;
    GcAddress address = make_address (1);
    world_open (&world);
    g_test_message ("%s", refusals[i].name);
    g_assert_cmpint (request_from (&world, 1, refusals[i].request), ==, refusals[i].result);
    g_assert_false (gc_ice_knows (world.ice, &address));
    g_assert_cmpuint (world.sent->len, ==, 1);
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (world.sent->pdata[0], &size);
    g_assert_cmpuint (bytes[0] << 8 | bytes[1], ==, 0x0111);
    g_assert_cmpuint (bytes[26] * 100U + bytes[27], ==, refusals[i].error_code);
    world_close (&world);
  }
}

static void
test_noise (void)
{
  World world;
  GcAddress address = make_address (1);
  uint8_t bytes[100] = { 0, 1, 0, 80, 0x21, 0x12, 0xa4, 0x42 };
  world_open (&world);

  for (size_t size = 0; size <= sizeof bytes; size++) {
    g_autofree uint8_t *copy = g_memdup2 (bytes, size);
    g_assert_cmpint (gc_ice_handle (world.ice, copy, size, &address, world.now_us), ==,
                     GC_ICE_DROPPED);
  }
  bytes[0] = 1; /* a success response to nothing */
  g_assert_cmpint (gc_ice_handle (world.ice, bytes, sizeof bytes, &address, world.now_us), ==,
                   GC_ICE_DROPPED);
  g_assert_cmpuint (world.sent->len, ==, 0);
  world_close (&world);
}

/* An answer counts only from where the check went, once, with the right password. */
static void
test_wrong_answers (void)
{
  World world;
  world_open (&world);

  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  request_from (&world, 2, (Request){ 0 });
  g_autoptr (GBytes) check = take_check (&world, 1);
  g_assert_cmpint (answer_check (&world, check, 2, REMOTE_PWD), ==, GC_ICE_DROPPED);
  g_assert_cmpint (answer_check (&world, check, 3, REMOTE_PWD), ==, GC_ICE_DROPPED);
  g_assert_cmpint (answer_check (&world, check, 1, LOCAL_PWD), ==, GC_ICE_DROPPED);
  g_assert_null (gc_ice_selected (world.ice));
  g_assert_cmpint (answer_check (&world, check, 1, REMOTE_PWD), ==, GC_ICE_TAKEN);
  g_assert_true (is_path (&world, 1));
  g_assert_cmpint (answer_check (&world, check, 1, REMOTE_PWD), ==, GC_ICE_DROPPED);
  world_close (&world);
}

/* An address that never answers gets seven checks at most, and never three times what it sent. */
static void
test_reflection (void)
{
  for (unsigned requests = 1; requests <= 12; requests++) {
    World world;
    size_t in = 0, out = 0, checks = 0;
    world_open (&world);
    for (unsigned i = 0; i < requests; i++) {
      uint8_t bytes[GC_STUN_MAX_SIZE];
      GcStunCheck same = { .username = LOCAL_UFRAG ":" REMOTE_UFRAG,
                           .password = LOCAL_PWD,
                           .role = GC_STUN_ROLE_CONTROLLING };
      in += gc_stun_format_check (world.stun, &same, bytes, sizeof bytes);
      request_from (&world, 1, (Request){ 0 });
      advance_to (&world, world.now_us + 100000);
    }
    advance_to (&world, world.now_us + 10 * SECOND_US);
    for (guint i = 0; i < world.sent->len; i++) {
      size_t size;
      const uint8_t *bytes = g_bytes_get_data (world.sent->pdata[i], &size);
      out += size;
      checks += gc_stun_is_request (bytes, size) ? 1 : 0;
    }
    g_assert_cmpuint (out, <=, 3 * in);
    g_assert_cmpuint (checks, >=, 1);
    g_assert_cmpuint (checks, <=, 7);
    if (requests >= 6)
      g_assert_cmpuint (checks, ==, 7);
    world_close (&world);
  }
}

/* The first check may be lost: one of the tries gets through, and its time is not measured. */
static void
test_lost_check (void)
{
  World world;
  world_open (&world);

  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  g_bytes_unref (take_check (&world, 1));
  g_assert_cmpint (gc_ice_next_us (world.ice), ==, world.now_us + SECOND_US / 2);
  advance_to (&world, world.now_us + SECOND_US / 2);
  answer_from (&world, 1);
  g_assert_true (is_path (&world, 1));
  g_assert_cmpint (gc_ice_rtt_us (world.ice), ==, -1);
  world_close (&world);
}

static void
test_consent_checks (void)
{
  World world;
  int64_t before_us;
  world_open (&world);

  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  answer_from (&world, 1);
  forget_sent (&world);
  before_us = world.now_us;
  for (unsigned i = 0; i < 100; i++) {
    int64_t next_us = gc_ice_next_us (world.ice);
    g_assert_cmpint (next_us - before_us, >=, 4 * SECOND_US);
    g_assert_cmpint (next_us - before_us, <=, 6 * SECOND_US);
    advance_to (&world, next_us);
    before_us = next_us;
    world.now_us += 200000;
    answer_from (&world, 1);
    g_assert_cmpuint (world.sent->len, ==, 0);
  }
  g_assert_cmpuint (world.expiries, ==, 0);
  g_assert_cmpint (gc_ice_rtt_us (world.ice), >, 190000);
  g_assert_cmpint (gc_ice_rtt_us (world.ice), <=, 200000);
  world_close (&world);
}

static const struct {
  const char *name;
  gboolean connect;   /* make a path first */
  unsigned keep_from; /* requests come from here once a second for 60 s; 0: none */
  Request keep;
  int64_t expires_us; /* after the beginning; 0: not within 60 s */
} consents[] = {
  { "nobody comes", FALSE, 0, { 0 }, 30 * SECOND_US },
  { "requests, but no answers", FALSE, 1, { .use_candidate = TRUE }, 30 * SECOND_US },
  { "silence after the first", TRUE, 0, { 0 }, 30 * SECOND_US },
  { "requests on the path", TRUE, 1, { 0 }, 0 },
  { "requests elsewhere", TRUE, 2, { 0 }, 30 * SECOND_US },
  { "forged requests", TRUE, 1, { .password = "no" }, 30 * SECOND_US },
};

static void
test_consent (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (consents); i++) {
    World world;
    world_open (&world);
    g_test_message ("%s", consents[i].name);
    int64_t start_us = world.now_us;
    if (consents[i].connect) {
      request_from (&world, 1, (Request){ .use_candidate = TRUE });
      answer_from (&world, 1);
    }
    int64_t expired_us = 0;
    for (int64_t second = 1; second <= 60 && expired_us == 0; second++) {
      advance_to (&world, start_us + second * SECOND_US);
      if (world.expiries > 0)
        expired_us = second * SECOND_US;
      else if (consents[i].keep_from != 0)
        request_from (&world, consents[i].keep_from, consents[i].keep);
    }
    g_assert_cmpint (expired_us, ==, consents[i].expires_us);
    if (expired_us != 0) {
      forget_sent (&world);
      g_assert_cmpint (gc_ice_next_us (world.ice), ==, INT64_MAX);
      g_assert_cmpint (request_from (&world, 1, (Request){ 0 }), ==, GC_ICE_DROPPED);
      gc_ice_tick (world.ice, world.now_us + 100 * SECOND_US);
      g_assert_cmpuint (world.expiries, ==, 1);
      g_assert_cmpuint (world.sent->len, ==, 0);
    }
    world_close (&world);
  }
}

/* The selected path is never the one that makes room. */
static void
test_limit (void)
{
  World world;
  GcAddress first = make_address (1);
  world_open (&world);

  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  answer_from (&world, 1);
  for (unsigned number = 2; number <= 100; number++) {
    world.now_us += 1000;
    request_from (&world, number, (Request){ 0 });
    GcAddress address = make_address (number);
    g_assert_true (gc_ice_knows (world.ice, &address));
  }
  g_assert_true (gc_ice_knows (world.ice, &first));
  g_assert_true (is_path (&world, 1));
  g_assert_cmpuint (world.known, ==, 100);
  g_assert_cmpuint (world.forgotten, ==, 100 - GC_ICE_MAX_PATHS);
  unsigned known = 0;
  for (unsigned number = 1; number <= 100; number++) {
    GcAddress address = make_address (number);
    known += gc_ice_knows (world.ice, &address) ? 1 : 0;
  }
  g_assert_cmpuint (known, ==, GC_ICE_MAX_PATHS);
  world_close (&world);
}

/* A path that was valid long ago has to answer again before media goes there. */
static void
test_stale_path (void)
{
  World world;
  world_open (&world);

  request_from (&world, 2, (Request){ 0 });
  answer_from (&world, 2);
  request_from (&world, 1, (Request){ .use_candidate = TRUE });
  answer_from (&world, 1);
  for (unsigned second = 0; second < 40; second++) {
    advance_to (&world, world.now_us + SECOND_US);
    request_from (&world, 1, (Request){ .use_candidate = TRUE });
  }
  forget_sent (&world);
  request_from (&world, 2, (Request){ .use_candidate = TRUE });
  g_assert_true (is_path (&world, 1));
  answer_from (&world, 2);
  g_assert_true (is_path (&world, 2));
  world_close (&world);
}

static const struct {
  const char *name;
  unsigned answers; /* the probe of the old path that is answered, from 1; 0: none */
  gboolean valid;   /* the new path answers its check */
  unsigned path;    /* the one in use in the end */
} rebindings[] = {
  { "the NAT was rebound", 0, TRUE, 2 },
  { "both paths live", 1, TRUE, 1 },
  { "two probes are lost", 3, TRUE, 1 },
  { "the new one does not answer", 0, FALSE, 1 },
};

/* Consent checks nominate nothing: a peer whose source port changed is followed all the same. */
static void
test_rebinding (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (rebindings); i++) {
    World world;
    world_open (&world);
    g_test_message ("%s", rebindings[i].name);
    request_from (&world, 1, (Request){ .use_candidate = TRUE });
    answer_from (&world, 1);
    world.now_us += 2 * SECOND_US;
    forget_sent (&world);
    request_from (&world, 2, (Request){ 0 });
    if (rebindings[i].valid)
      answer_from (&world, 2);
    g_assert_true (is_path (&world, 1));
    for (unsigned probe = 1; probe <= 3; probe++) {
      if (probe == rebindings[i].answers)
        answer_from (&world, 1);
      advance_to (&world, world.now_us + SECOND_US / 2);
    }
    g_assert_true (is_path (&world, rebindings[i].path));
    g_assert_cmpuint (world.paths, ==, rebindings[i].path);
    request_from (&world, 1, (Request){ .use_candidate = TRUE });
    g_assert_true (is_path (&world, 1));
    world_close (&world);
  }
}

static void
media_from (World *world, unsigned number)
{
  GcAddress address = make_address (number);
  gc_ice_note_media (world->ice, &address, world->now_us);
}

static const struct {
  const char *name;
  gboolean had_media; /* on the selected path, before */
  int silent_ms;      /* on the selected path, when media comes elsewhere */
  gboolean valid;     /* that other path */
  unsigned path;
} follows[] = {
  { "the NAT was rebound", TRUE, 250, TRUE, 2 },
  { "media comes by both", TRUE, 249, TRUE, 1 },
  { "the other one has not answered", TRUE, 900, FALSE, 1 },
  { "the selected one is new", FALSE, 900, TRUE, 1 },
};

/* Media shows at once where a peer is. */
static void
test_follows_media (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (follows); i++) {
    World world;
    world_open (&world);
    g_test_message ("%s", follows[i].name);
    request_from (&world, 1, (Request){ .use_candidate = TRUE });
    answer_from (&world, 1);
    if (follows[i].had_media)
      media_from (&world, 1);
    world.now_us += follows[i].silent_ms * SECOND_US / 1000;
    media_from (&world, 2); /* from nowhere, as yet */
    request_from (&world, 2, (Request){ 0 });
    if (follows[i].valid)
      answer_from (&world, 2);
    g_assert_true (is_path (&world, 1));
    media_from (&world, 2);
    g_assert_true (is_path (&world, follows[i].path));
    media_from (&world, 1); /* what was overtaken */
    g_assert_true (is_path (&world, follows[i].path));
    world_close (&world);
  }
}

#define NEW_LOCAL_UFRAG "relay002"
#define NEW_PWD "another-password-another-password"

/* Only the new names and passwords count; media stays where it is until they have led elsewhere. */
static void
test_restart (void)
{
  static const GcIceCredentials renewed = { NEW_LOCAL_UFRAG, NEW_PWD, "peer2", REMOTE_PWD };
  const Request former = { .use_candidate = TRUE };
  const Request later = { .username = NEW_LOCAL_UFRAG ":peer2", .password = NEW_PWD };
  World world;

  world_open (&world);
  g_assert_cmpint (request_from (&world, 1, former), ==, GC_ICE_TAKEN);
  answer_from (&world, 1);
  gc_ice_restart (world.ice, &renewed);
  world.checked_as = "peer2:" NEW_LOCAL_UFRAG;
  g_assert_true (is_path (&world, 1));
  g_assert_cmpint (request_from (&world, 2, former), ==, GC_ICE_UNAUTHORIZED);
  g_assert_cmpint (request_from (&world, 1, former), ==, GC_ICE_DROPPED);
  g_assert_cmpint (request_from (&world, 2, later), ==, GC_ICE_TAKEN);
  answer_from (&world, 2);
  g_assert_true (is_path (&world, 1));
  Request nominating = later;
  nominating.use_candidate = TRUE;
  g_assert_cmpint (request_from (&world, 2, nominating), ==, GC_ICE_TAKEN);
  g_assert_true (is_path (&world, 2));
  world_close (&world);
}

/* The same far address on another socket of ours is another path. */
static void
test_local_socket (void)
{
  World world;
  uint8_t bytes[GC_STUN_MAX_SIZE];
  GcStunCheck check = { .username = LOCAL_UFRAG ":" REMOTE_UFRAG, .password = LOCAL_PWD };
  world_open (&world);
  size_t size = gc_stun_format_check (world.stun, &check, bytes, sizeof bytes);
  GcAddress address = make_address (1), other = address;
  other.local = 1;
  g_assert_cmpint (gc_ice_handle (world.ice, bytes, size, &other, world.now_us), ==, GC_ICE_TAKEN);
  g_assert_true (gc_ice_knows (world.ice, &other));
  g_assert_false (gc_ice_knows (world.ice, &address));
  g_assert_cmpuint (g_array_index (world.sent_to, GcAddress, 0).local, ==, 1);
  world_close (&world);
}

/* Request and answer: @number is valid after it. */
static void
prove (World *world, unsigned number, gboolean use_candidate)
{
  request_from (world, number, (Request){ .use_candidate = use_candidate });
  answer_from (world, number);
}

static void
lose (World *world, unsigned number)
{
  GcAddress address = make_address (number);
  gc_ice_lose_path (world->ice, &address, world->now_us);
  g_assert_false (gc_ice_knows (world->ice, &address));
}

/* A connection that ends takes its path with it; the call goes on by what is left. */
static void
test_lost_path (void)
{
  World world;
  world_open (&world);
  prove (&world, 1, FALSE);
  prove (&world, 2, FALSE);
  prove (&world, 3, TRUE);
  lose (&world, 9); /* never heard of */
  lose (&world, 1); /* not the selected: nothing changes */
  g_assert_cmpuint (world.forgotten, ==, 1);
  g_assert_true (is_path (&world, 3));
  g_assert_cmpuint (world.paths, ==, 1);
  lose (&world, 3);
  g_assert_true (is_path (&world, 2));
  g_assert_cmpuint (world.paths, ==, 2);
  lose (&world, 2);
  g_assert_null (gc_ice_selected (world.ice));
  g_assert_null (gc_ice_handshake_path (world.ice));
  world_close (&world);
}

/* After the only path is lost, the peer has as long to come back as at the beginning. */
static void
test_return (void)
{
  for (unsigned nominates = 0; nominates < 2; nominates++) {
    World world;
    world_open (&world);
    prove (&world, 1, TRUE);
    world.now_us += 100 * SECOND_US;
    lose (&world, 1);
    world.now_us += GC_ICE_CONSENT_US - 1;
    gc_ice_tick (world.ice, world.now_us);
    g_assert_cmpuint (world.expiries, ==, 0);
    prove (&world, 2, nominates != 0);
    g_assert_true (is_path (&world, 2));
    /* From here on it takes a nomination again. */
    prove (&world, 3, FALSE);
    g_assert_true (is_path (&world, 2));
    lose (&world, 3);
    lose (&world, 2);
    world.now_us += GC_ICE_CONSENT_US;
    gc_ice_tick (world.ice, world.now_us);
    g_assert_cmpuint (world.expiries, ==, 1);
    lose (&world, 2);
    world_close (&world);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ice/first-path", test_first_path);
  g_test_add_func ("/ice/nomination-later", test_nomination_later);
  g_test_add_func ("/ice/path-change", test_path_change);
  g_test_add_func ("/ice/refusals", test_refusals);
  g_test_add_func ("/ice/noise", test_noise);
  g_test_add_func ("/ice/wrong-answers", test_wrong_answers);
  g_test_add_func ("/ice/reflection", test_reflection);
  g_test_add_func ("/ice/lost-check", test_lost_check);
  g_test_add_func ("/ice/consent-checks", test_consent_checks);
  g_test_add_func ("/ice/consent", test_consent);
  g_test_add_func ("/ice/limit", test_limit);
  g_test_add_func ("/ice/stale-path", test_stale_path);
  g_test_add_func ("/ice/rebinding", test_rebinding);
  g_test_add_func ("/ice/follows-media", test_follows_media);
  g_test_add_func ("/ice/restart", test_restart);
  g_test_add_func ("/ice/local-socket", test_local_socket);
  g_test_add_func ("/ice/lost-path", test_lost_path);
  g_test_add_func ("/ice/return", test_return);
  return g_test_run ();
}
