// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Pictures of papers in a real database, of either kind: their bytes come in parts, live through a
 * new start in the middle, and are what was said or nothing.
 */
#include "config.h"

#include "common/gc-error.h"
#include "store-shop.h"

#include <string.h>

/* Bytes of all values, also those that a text cannot hold. (transfer full) */
static GBytes *
make_bytes (size_t size)
{
  uint8_t *data = g_malloc (size);

  for (size_t i = 0; i < size; i++)
    data[i] = (uint8_t)(i * 7 + i / 256);
  return g_bytes_new_take (data, size);
}

static GcStoreStill *
make_still (const char *id, GBytes *bytes)
{
  const GcStoreStill still = { .id = (char *)id,
                               .ticket = (char *)"t1",
                               .type = (char *)"image/jpeg",
                               .size = (int64_t)g_bytes_get_size (bytes),
                               .at_ms = SHOP_START_MS };
  GcStoreStill *copy = gc_store_still_copy (&still);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 0, length = GC_STORE_HASH_SIZE;
  const uint8_t *data = g_bytes_get_data (bytes, &size);

  g_checksum_update (sum, data, (gssize)size);
  g_checksum_get_digest (sum, copy->hash, &length);
  return copy;
}

static void
add (GcStore *store, const GcStoreStill *still)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_add_still_async (store, still, shop_on_result, &result);
  gc_store_still_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
}

/* Adds the next @size of @all; @still follows. */
static gboolean
add_part (GcStore *store, GcStoreStill *still, GBytes *all, size_t size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (all, (gsize)still->received, size);

  gc_store_add_still_part_async (store, still, part, SHOP_START_MS + 9, shop_on_result, &result);
  still->received += (int64_t)size;
  return gc_store_still_finish (store, shop_wait_for (&result), error);
}

/* (transfer full) (nullable) */
static GBytes *
read_bytes (GcStore *store, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gc_store_read_still_async (store, id, shop_on_result, &result);
  return gc_store_read_still_finish (store, shop_wait_for (&result), error);
}

static GPtrArray *
list (GcStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *stills = gc_store_list_stills (store, &error);

  g_assert_no_error (error);
  return stills;
}

static void
test_parts (Shop *shop, gconstpointer data)
{
  g_autoptr (GBytes) all = make_bytes (70000);
  g_autoptr (GcStoreStill) still = make_still ("s1", all);
  g_autoptr (GError) error = NULL;

  add (shop->store, still);
  g_assert_true (add_part (shop->store, still, all, 32768, &error));
  /* As it stands after a crash, on this node or on another. */
  shop_reopen (shop);
  g_autoptr (GPtrArray) half = list (shop->store);
  g_assert_cmpuint (half->len, ==, 1);
  const GcStoreStill *row = g_ptr_array_index (half, 0);
  g_assert_cmpint (row->received, ==, 32768);
  g_assert_cmpint (row->whole_ms, ==, 0);
  g_assert_cmpstr (row->ticket, ==, "t1");
  g_assert_cmpmem (row->hash, GC_STORE_HASH_SIZE, still->hash, GC_STORE_HASH_SIZE);

  /* A repeated announcement changes nothing. */
  add (shop->store, still);
  g_assert_true (add_part (shop->store, still, all, 32768, &error));
  g_assert_true (add_part (shop->store, still, all, 70000 - 65536, &error));
  g_assert_no_error (error);
  g_autoptr (GPtrArray) whole = list (shop->store);
  row = g_ptr_array_index (whole, 0);
  g_assert_cmpint (row->received, ==, 70000);
  g_assert_cmpint (row->whole_ms, ==, SHOP_START_MS + 9);
  g_autoptr (GBytes) back = read_bytes (shop->store, "s1", &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (back, all));
}

static void
test_wrong_hash (Shop *shop, gconstpointer data)
{
  g_autoptr (GBytes) all = make_bytes (1000);
  g_autoptr (GBytes) longer = make_bytes (1001);
  g_autoptr (GBytes) shifted = g_bytes_new_from_bytes (longer, 1, 1000);
  g_autoptr (GcStoreStill) still = make_still ("s1", all);
  g_autoptr (GcStoreStill) neighbour = make_still ("s2", all);
  g_autoptr (GError) error = NULL;

  add (shop->store, still);
  add (shop->store, neighbour);
  g_assert_true (add_part (shop->store, neighbour, all, 1000, &error));
  g_assert_no_error (error);
  g_assert_true (add_part (shop->store, still, all, 500, &error));
  g_assert_false (add_part (shop->store, still, shifted, 500, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  g_clear_error (&error);
  /* Nothing of it is left, and nothing of another is touched. */
  g_autoptr (GPtrArray) left = list (shop->store);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (((GcStoreStill *)g_ptr_array_index (left, 0))->id, ==, "s2");
  g_assert_null (read_bytes (shop->store, "s1", &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNKNOWN);
}

static void
test_seen_and_removed (Shop *shop, gconstpointer data)
{
  g_autoptr (GBytes) all = make_bytes (16);
  g_autoptr (GcStoreStill) first = make_still ("s1", all);
  g_autoptr (GcStoreStill) second = make_still ("s2", all);
  g_autoptr (GAsyncResult) noted = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  add (shop->store, first);
  add (shop->store, second);
  gc_store_note_still_seen_async (shop->store, "s2", SHOP_START_MS + 20, shop_on_result, &noted);
  gc_store_still_finish (shop->store, shop_wait_for (&noted), &error);
  g_assert_no_error (error);
  g_ptr_array_add (ids, g_strdup ("s1"));
  g_ptr_array_add (ids, g_strdup ("never there"));
  gc_store_remove_stills_async (shop->store, ids, shop_on_result, &removed);
  gc_store_still_finish (shop->store, shop_wait_for (&removed), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) left = list (shop->store);
  g_assert_cmpuint (left->len, ==, 1);
  const GcStoreStill *row = g_ptr_array_index (left, 0);
  g_assert_cmpstr (row->id, ==, "s2");
  g_assert_cmpint (row->seen_ms, ==, SHOP_START_MS + 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("still/parts", test_parts);
  SHOP_ADD ("still/wrong-hash", test_wrong_hash);
  SHOP_ADD ("still/seen-and-removed", test_seen_and_removed);
  return g_test_run ();
}
