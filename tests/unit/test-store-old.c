// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What older programs wrote is opened, and all of it is understood: a database of each version, in
 * which also stands what only that version could write. Runs on both kinds of database.
 */
#include "config.h"

#include "common/gc-error.h"
#include "store-shop.h"

#include <string.h>

/* A shop whose database was written by another program; with its rows, as a queue has them. */
typedef struct {
  Shop shop;
  GcQueueRows *rows;
  GcQueue *queue;
} OldShop;

static void
old_open (OldShop *old, gconstpointer data)
{
  int version = GPOINTER_TO_INT (data);
  g_autofree char *name =
      g_strdup_printf ("store-%03d%s.sql", version, shop_is_postgres () ? "-postgresql" : "");
  g_autofree char *path = g_build_filename (GC_TEST_DATA, name, NULL);
  g_autofree char *dump = NULL;
  g_autoptr (GError) error = NULL;

  old->shop.where = shop_make_place ();
  g_file_get_contents (path, &dump, NULL, &error);
  g_assert_no_error (error);
  shop_execute (old->shop.where, dump);
  old->shop.store = shop_must_open (old->shop.where, GC_STORE_SERVICE);
  old->rows = shop_load (old->shop.store);
  old->queue = shop_new_queue ();
  gc_queue_load (old->queue, old->rows, SHOP_START_MS + 50, &error);
  g_assert_no_error (error);
  gc_queue_check (old->queue, &error);
  g_assert_no_error (error);
}

static void
old_close (OldShop *old, gconstpointer data)
{
  gc_queue_free (old->queue);
  gc_queue_rows_free (old->rows);
  shop_close (&old->shop, NULL);
}

static char *
session_account (GcStore *store, uint8_t byte)
{
  uint8_t hash[GC_STORE_HASH_SIZE];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  memset (hash, byte, sizeof hash);
  gc_store_get_session_async (store, hash, SHOP_START_MS, shop_on_result, &result);
  g_autoptr (GcStoreSession) session =
      gc_store_get_session_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
  return g_strdup (session->account);
}

/* Uses the code of the bytes @code up. (transfer full) */
static char *
enrol (GcStore *store, const char *page, uint8_t code)
{
  uint8_t code_hash[GC_STORE_HASH_SIZE], token_hash[GC_STORE_HASH_SIZE];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  memset (code_hash, code, sizeof code_hash);
  memset (token_hash, code + 100, sizeof token_hash);
  gc_store_enrol_async (store, page, code_hash, token_hash, SHOP_START_MS, shop_on_result, &result);
  g_autoptr (GcStoreKiosk) device = gc_store_enrol_finish (store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
  return g_strdup (device->id);
}

/* ---- what each version has, and all later ones too ---- */

static void
check_queue (OldShop *old)
{
  GcQueue *queue = old->queue;

  g_assert_null (gc_queue_get_ticket (queue, "t4"));
  const GcTicket *talking = gc_queue_get_ticket (queue, "t1");
  g_assert_cmpint (talking->state, ==, GC_TICKET_IN_SESSION);
  g_assert_cmpint (talking->notice, ==, GC_NOTICE_AGENT_RETURNED);
  g_assert_cmpint (talking->held_ms, >, 0);
  g_assert_cmpstr (gc_queue_get_agent (queue, "bo")->offer, ==, "t2");
  g_assert_true (
      gc_ticket_has_cooldown (gc_queue_get_ticket (queue, "t2"), "ann", SHOP_START_MS + 59999));
  shop_apply (queue, (GcQueueEvent){ .type = GC_EVENT_OFFER_ACCEPT, .actor = "bo", .ticket = "t2" },
              SHOP_START_MS + 60);
  shop_save (&old->shop, queue);
}

static void
check_people (OldShop *old)
{
  GcStore *store = old->shop.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GcStoreLogin login;

  g_autofree char *answer = shop_get_answer (store, "kiosk-it-milan-1", "c-100001");
  g_assert_cmpstr (answer, ==, "{\"ticket\":\"t1\",\"number\":\"M001\"}");
  g_autofree char *kiosk = session_account (store, 1);
  g_assert_cmpstr (kiosk, ==, "kiosk-it-milan-1");
  g_autofree char *enrolled = enrol (store, "kiosk", 2);
  g_assert_cmpstr (enrolled, ==, "kiosk-fr-paris-1");
  gc_store_get_login_async (store, "ann", "192.0.2.1", SHOP_START_MS + 1, shop_on_result, &result);
  gc_store_get_login_finish (store, shop_wait_for (&result), &login, &error);
  g_assert_no_error (error);
  g_assert_true (login.known && login.stranger_failures == 1);
  g_autoptr (GPtrArray) accounts = gc_store_list_accounts (store, &error);
  const GcStoreAccount *ann = g_ptr_array_index (accounts, 0);
  g_assert_cmpstr (ann->name, ==, "林晓");
  g_assert_cmpuint (g_strv_length (ann->departments), ==, 2);
}

/* The history of t1 as its line 2 tells it; lines are numbered up to @n. */
static void
check_history (OldShop *old, unsigned n)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_read_history_async (old->shop.store, 0, 0, shop_on_result, &result);
  g_autoptr (GcStoreHistory) history =
      gc_store_read_history_finish (old->shop.store, shop_wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->lines->len, ==, n);
  const GcStoreLine *joined = g_ptr_array_index (history->lines, 1);
  g_assert_cmpint (joined->transition.reason, ==, GC_REASON_JOINED);
  g_assert_cmpstr (joined->transition.ticket, ==, "t1");
  g_assert_cmpstr (joined->point, ==, "it-milan");
}

static void
check_first (OldShop *old)
{
  check_history (old, (unsigned)old->rows->last_seq);
  check_queue (old);
  check_people (old);
}

/* Whose database it is: the id stands as it was. The statement fails unless that is so. */
static void
check_identity (OldShop *old)
{
  shop_execute (old->shop.where,
                "CREATE TABLE same (id TEXT CHECK (id = '5cy0m2k1b7w9q3ed8rvx6htn4zgpa0sj'));"
                "INSERT INTO same SELECT id FROM identity; DROP TABLE same");
}

static void
check_assigner (OldShop *old)
{
  const GcTicket *quick = gc_queue_get_ticket (old->queue, "t2");
  const GcTicket *kept = gc_queue_get_ticket (old->queue, "t5");
  const GcAgent *ann = gc_queue_get_agent (old->queue, "ann");
  const GcAgent *cy = gc_queue_get_agent (old->queue, "cy");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (quick->boosts, ==, 1u << GC_BOOST_QUICK | 1u << GC_BOOST_POINT);
  g_assert_cmpint (quick->closes_ms, ==, SHOP_START_MS + INT64_C (18000000));
  g_assert_cmpstr (kept->preferred, ==, "ann");
  g_assert_cmpint (kept->preferred_until_ms, ==, SHOP_START_MS + 600045);
  g_assert_true (kept->assigned && kept->direct);
  g_assert_cmpint (kept->overtook, ==, GC_NOTICE_RAISED_AHEAD);
  g_assert_cmpint (ann->wanted, ==, GC_WANTED_OVERTIME);
  g_assert_cmpint (cy->effective, ==, GC_EFFECTIVE_WRAP_UP);
  g_assert_true (cy->extended);
  g_autoptr (GPtrArray) accounts = gc_store_list_accounts (old->shop.store, &error);
  const GcStoreAccount *bo = g_ptr_array_index (accounts, 1);
  g_assert_cmpuint (g_strv_length (bo->items), ==, 2);
  g_assert_cmpstr (bo->hub, ==, "wenzhou");
  g_assert_true (bo->supervisor);
}

static void
check_estimate (OldShop *old)
{
  g_assert_cmpuint (old->rows->times->len, ==, 2);
  const GcServiceTime *expected = g_ptr_array_index (old->rows->times, 0);
  const GcServiceTime *measured = g_ptr_array_index (old->rows->times, 1);
  g_assert_cmpstr (expected->item, ==, "NT-02");
  g_assert_cmpuint (expected->n, ==, 0);
  g_assert_cmpint (measured->mean_ms, ==, 540000);
  g_assert_cmpuint (measured->n, ==, 12);
}

static void
check_desk (OldShop *old)
{
  GcStore *store = old->shop.store;
  g_autoptr (GError) error = NULL;

  g_autoptr (GPtrArray) notices = gc_store_list_announcements (store, SHOP_START_MS + 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (notices->len, ==, 1);
  const GcStoreAnnouncement *notice = g_ptr_array_index (notices, 0);
  g_assert_cmpstr (notice->texts[GC_TEXT_IT], ==, "Oggi le chiamate sono più lente.");
  g_assert_null (notice->texts[GC_TEXT_FR]);
  g_autoptr (GPtrArray) switches = gc_store_list_switches (store, SHOP_START_MS + 1, &error);
  g_assert_cmpuint (switches->len, ==, 2);
  g_autoptr (GPtrArray) devices = gc_store_list_kiosks (store, &error);
  const GcStoreKiosk *display = g_ptr_array_index (devices, 0);
  g_assert_cmpstr (display->id, ==, "display-it-milan-1");
  g_assert_cmpstr (display->page, ==, "display");
  g_autofree char *enrolled = enrol (store, "display", 4);
  g_assert_cmpstr (enrolled, ==, "display-it-milan-2");
}

/* By version: its own check, and what its newest rows are. */
static const struct {
  void (*check) (OldShop *old);
  unsigned last_seq;
  unsigned last_rank;
} versions[] = {
  { check_first, 8, 3 },     { check_identity, 8, 3 }, { check_assigner, 12, 5 },
  { check_estimate, 14, 6 }, { check_desk, 14, 6 },
};

static void
test_old_database (OldShop *old, gconstpointer data)
{
  int version = GPOINTER_TO_INT (data);

  g_assert_cmpuint (old->rows->last_seq, ==, versions[version - 1].last_seq);
  g_assert_cmpuint (old->rows->last_rank, ==, versions[version - 1].last_rank);
  for (int i = version; i > 0; i--)
    versions[i - 1].check (old);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (versions); i++) {
    g_autofree char *path = g_strdup_printf ("/store/old-database/%u", (unsigned)i + 1);
    g_test_add (path, OldShop, GINT_TO_POINTER ((int)i + 1), old_open, test_old_database,
                old_close);
  }
  return g_test_run ();
}
