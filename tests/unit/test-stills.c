// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* By which rules the bytes of pictures come together, and how many there may be. */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-stills.h"

#include <string.h>

#define START_MS INT64_C (1795449600000)
#define JPEG "\xff\xd8\xff\xe0"
#define PNG "\x89PNG\r\n\x1a\n"
#define SIZE 100

static const char hash_a[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

static GcStills *
new_stills (void)
{
  return gc_stills_new (g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_still_free));
}

/* A hash like no other. (transfer full) */
static char *
make_hash (unsigned number)
{
  return g_strdup_printf ("%064x", number);
}

static GcStill *
begin (GcStills *stills, const char *ticket, unsigned number, int64_t now_ms, GError **error)
{
  g_autofree char *hash = make_hash (number);

  return gc_stills_begin (stills, ticket, "image/jpeg", SIZE, hash, now_ms, error);
}

/* ---- where a part belongs ---- */

static void
test_place (void)
{
  static const struct {
    int64_t received, first;
    size_t size;
    const char *begins;
    int error; /* GcErrorCode, -1: none */
    size_t skip;
  } cases[] = {
    { 0, 0, 40, JPEG, -1, 0 },                     /* the first one */
    { 40, 40, 40, "", -1, 0 },                     /* the next one */
    { 80, 80, 20, "", -1, 0 },                     /* the last one */
    { 40, 0, 40, JPEG, -1, 40 },                   /* once more, after a lost answer */
    { 40, 20, 40, "", -1, 20 },                    /* it reaches over what is there */
    { 100, 80, 20, "", -1, 20 },                   /* the last one once more */
    { 40, 41, 10, "", GC_ERROR_CONFLICT, 0 },      /* a gap */
    { 0, 40, 40, "", GC_ERROR_CONFLICT, 0 },       /* the service knows nothing of the first */
    { 80, 80, 21, "", GC_ERROR_INVALID, 0 },       /* beyond the end */
    { 100, 100, 1, "", GC_ERROR_INVALID, 0 },      /* the same, of a whole one */
    { 0, -1, 10, "", GC_ERROR_INVALID, 0 },        /* before the beginning */
    { 0, INT64_MAX, 40, "", GC_ERROR_INVALID, 0 }, /* the sum would be too large to count */
    { 0, 0, 0, "", GC_ERROR_LIMIT, 0 },            /* nothing */
    { 0, 0, 32769, JPEG, GC_ERROR_LIMIT, 0 },      /* too much at once */
    { 0, 0, 40, PNG, GC_ERROR_INVALID, 0 },        /* another type */
    { 0, 0, 40, "<html>", GC_ERROR_INVALID, 0 },   /* no picture */
    { 0, 0, 2, JPEG, GC_ERROR_INVALID, 0 },        /* too short to tell */
  };
  static uint8_t bytes[32769];
  GcStoreStill row = { .id = (char *)"s1", .type = (char *)"image/jpeg", .size = SIZE };
  GcStill still = { &row, GC_STILL_OPEN };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    size_t skip = 0;
    memset (bytes, 0, sizeof bytes);
    memcpy (bytes, cases[i].begins, strlen (cases[i].begins));
    row.received = cases[i].received;
    g_test_message ("case %u", i);
    if (gc_still_place (&still, cases[i].first, bytes, cases[i].size, &skip, &error)) {
      g_assert_cmpint (cases[i].error, ==, -1);
      g_assert_cmpuint (skip, ==, cases[i].skip);
    } else {
      g_assert_error (error, GC_ERROR, cases[i].error);
    }
  }
}

static void
test_png (void)
{
  static const uint8_t bytes[] = PNG "rest";
  GcStoreStill row = { .id = (char *)"s1", .type = (char *)"image/png", .size = SIZE };
  const GcStill still = { &row, GC_STILL_OPEN };
  g_autoptr (GError) error = NULL;
  size_t skip = 9;

  g_assert_true (gc_still_place (&still, 0, bytes, sizeof bytes, &skip, &error));
  g_assert_cmpuint (skip, ==, 0);
  g_assert_false (gc_still_place (&still, 0, bytes, 7, &skip, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
}

/* ---- how many, and how often ---- */

static void
test_begin (void)
{
  g_autoptr (GcStills) stills = new_stills ();
  g_autoptr (GError) error = NULL;
  const GcStill *still =
      gc_stills_begin (stills, "t1", "image/jpeg", SIZE, hash_a, START_MS, &error);

  g_assert_no_error (error);
  g_assert_cmpint (still->state, ==, GC_STILL_NEW);
  g_assert_cmpint (still->row->hash[0], ==, 0x9f);
  g_assert_cmpint (still->row->hash[31], ==, 0x08);
  g_assert_cmpuint (strlen (still->row->id), ==, 26);
  g_assert_true (gc_stills_find (stills, still->row->id) == still);
  /* The same picture is the same still, at any time; of another ticket it is another one. */
  g_assert_true (gc_stills_begin (stills, "t1", "image/jpeg", SIZE, hash_a, START_MS + 1, &error) ==
                 still);
  g_assert_true (gc_stills_begin (stills, "t2", "image/jpeg", SIZE, hash_a, START_MS + 1, &error) !=
                 still);
  g_assert_no_error (error);
}

static void
test_bad_begin (void)
{
  static const struct {
    const char *type, *hash;
  } cases[] = {
    { "image/gif", hash_a },
    { "text/html", hash_a },
    { "image/jpeg", "9f86d0" },
    { "image/jpeg", "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08" },
    { "image/jpeg", "zf86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
  };
  g_autoptr (GcStills) stills = new_stills ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (
        gc_stills_begin (stills, "t1", cases[i].type, SIZE, cases[i].hash, START_MS, &error));
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
}

static void
test_limits (void)
{
  g_autoptr (GcStills) stills = new_stills ();
  g_autoptr (GError) error = NULL;
  int64_t now_ms = START_MS;

  for (unsigned i = 0; i < GC_STILLS_MAX; i++, now_ms += GC_STILL_REST_MS) {
    GcStill *still = begin (stills, "t1", i, now_ms, &error);
    g_assert_no_error (error);
    still->state = GC_STILL_WHOLE;
  }
  g_assert_null (begin (stills, "t1", 99, now_ms, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_nonnull (begin (stills, "t2", 99, now_ms, &error));
  /* Too soon after the last one; not when the agent asks for it, and he may not ask too often. */
  g_assert_null (begin (stills, "t2", 100, now_ms + GC_STILL_REST_MS - 1, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_true (gc_stills_ask (stills, "t2", now_ms + 10, &error));
  g_assert_true (gc_stills_ask (stills, "t2", now_ms + 11, &error));
  g_assert_nonnull (begin (stills, "t2", 100, now_ms + 12, &error));
  g_assert_false (gc_stills_ask (stills, "t2", now_ms + GC_STILL_REST_MS + 9, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_true (gc_stills_ask (stills, "t2", now_ms + GC_STILL_REST_MS + 10, &error));
  g_assert_no_error (error);
}

/* ---- what pages are shown ---- */

static void
assert_part (GcStills *stills, const char *ticket, const char *wanted)
{
  g_autofree char *part = gc_stills_format (stills, ticket);

  g_assert_nonnull (strstr (part, wanted));
}

static void
test_talk (void)
{
  g_autoptr (GcStills) stills = new_stills ();
  g_autoptr (GError) error = NULL;

  assert_part (stills, "t1", "{\"asked_ms\":null,\"dropped\":null,\"pictures\":[]}");
  gc_stills_ask (stills, "t1", START_MS, &error);
  assert_part (stills, "t1", "{\"asked_ms\":1795449600000,\"dropped\":null");
  assert_part (stills, "t2", "{\"asked_ms\":null");
  g_assert_false (gc_stills_drop (stills, "t1", "bored", START_MS, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (gc_stills_drop (stills, "t1", "failed", START_MS + 5, &error));
  assert_part (stills, "t1",
               "{\"asked_ms\":null,\"dropped\":{\"reason\":\"failed\",\"at_ms\":1795449600005}");
  gc_stills_ask (stills, "t1", START_MS + 5000, &error);
  assert_part (stills, "t1", "\"dropped\":null");
  /* One that is not on the disk is not shown. */
  GcStill *still = begin (stills, "t1", 7, START_MS + 6000, &error);
  assert_part (stills, "t1", "{\"asked_ms\":null,\"dropped\":null,\"pictures\":[]}");
  still->state = GC_STILL_OPEN;
  assert_part (stills, "t1", "\"size\":100,\"received\":0,\"sha256\":\"0000");
  assert_part (stills, "t1", "0007\",\"at_ms\":1795449606000,\"whole_ms\":null,\"seen_ms\":null}");
  g_assert_no_error (error);
}

static void
test_unfinished (void)
{
  g_autoptr (GcStills) stills = new_stills ();
  g_autoptr (GError) error = NULL;
  GcStill *whole = begin (stills, "t1", 1, START_MS, &error);
  const GcStill *other = begin (stills, "t2", 2, START_MS, &error);
  const GcStill *open = begin (stills, "t1", 3, START_MS + 2000, &error);
  const GcStill *newest = begin (stills, "t1", 4, START_MS + 4000, &error);
  g_autofree char *open_id = g_strdup (open->row->id);

  whole->state = GC_STILL_WHOLE;
  g_autoptr (GPtrArray) ids = gc_stills_take_unfinished (stills, "t1", newest->row->id);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (ids, 0), ==, open_id);
  g_assert_null (gc_stills_find (stills, open_id));
  g_assert_nonnull (gc_stills_find (stills, whole->row->id));
  g_assert_nonnull (gc_stills_find (stills, other->row->id));
  g_assert_null (gc_stills_take_unfinished (stills, "t1", newest->row->id));
  g_assert_no_error (error);
}

/* What is there of a ticket that nobody knows, such as after a start, goes. */
static void
test_orphans (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_still_free);
  const GcStoreStill row = { .id = (char *)"s1",
                             .ticket = (char *)"gone",
                             .type = (char *)"image/png",
                             .size = SIZE,
                             .received = SIZE,
                             .whole_ms = START_MS };
  GcQueueConfig config;

  g_ptr_array_add (rows, gc_store_still_copy (&row));
  g_autoptr (GcStills) stills = gc_stills_new (rows);
  g_assert_cmpint (gc_stills_find (stills, "s1")->state, ==, GC_STILL_WHOLE);
  gc_queue_config_init (&config);
  GcQueue *queue = gc_queue_new (&config);
  g_autoptr (GPtrArray) ids = gc_stills_take_over (stills, queue);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (ids, 0), ==, "s1");
  g_assert_null (gc_stills_find (stills, "s1"));
  g_assert_null (gc_stills_take_over (stills, queue));
  gc_queue_free (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stills/place", test_place);
  g_test_add_func ("/stills/png", test_png);
  g_test_add_func ("/stills/begin", test_begin);
  g_test_add_func ("/stills/bad-begin", test_bad_begin);
  g_test_add_func ("/stills/limits", test_limits);
  g_test_add_func ("/stills/talk", test_talk);
  g_test_add_func ("/stills/unfinished", test_unfinished);
  g_test_add_func ("/stills/orphans", test_orphans);
  return g_test_run ();
}
