// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What only a shared database has: several nodes of which one may write, and a connection that can
 * break. Runs beside a server, see with-postgres. */
#include "config.h"

#include "common/gc-error.h"
#include "store-shop.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a store said while it was opened and after that. */
typedef struct {
  GAsyncResult *result;
  char *waiting;
  char *lost;
} Node;

static void
on_waiting (const char *reason, gpointer user_data)
{
  Node *node = user_data;

  g_free (node->waiting);
  node->waiting = g_strdup (reason);
}

static void
on_lost (const char *reason, gpointer user_data)
{
  Node *node = user_data;

  g_assert_null (node->lost);
  node->lost = g_strdup (reason);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Node *)user_data)->result = g_object_ref (result);
}

static void
node_clear (Node *node)
{
  g_clear_object (&node->result);
  g_free (node->waiting);
  g_free (node->lost);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Node, node_clear)

static void
node_open (Node *node, const char *where, GCancellable *cancellable)
{
  static const GcStoreEvents events = { on_waiting, on_lost };

  gc_store_open_async (where, NULL, &events, cancellable, on_opened, node);
}

static GcStore *
node_finish (Node *node)
{
  g_autoptr (GError) error = NULL;

  GcStore *store = gc_store_open_finish (shop_wait_for (&node->result), &error);
  g_assert_no_error (error);
  return store;
}

/* Waits until *@text is set. */
static void
wait_for_text (char **text)
{
  while (*text == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
create_ticket (Shop *shop, const char *id)
{
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  gc_queue_load (queue, rows, SHOP_START_MS, &error);
  g_assert_no_error (error);
  shop_apply (queue, shop_creation (id), SHOP_START_MS);
  shop_save (shop, queue);
}

/* A write that another node's store refuses, since this node is no longer the active one. */
static void
assert_fenced (GcStore *store)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) noted = NULL;

  shop_apply (queue, shop_creation ("late"), SHOP_START_MS);
  g_assert_false (shop_commit (store, gc_queue_take_changes (queue), NULL, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  /* Nor anything else that writes. */
  gc_store_note_login_async (store, "ann", "192.0.2.1", TRUE, 1, shop_on_result, &noted);
  g_assert_false (gc_store_note_login_finish (store, shop_wait_for (&noted), &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
}

/* A standby waits, and is the active node as soon as the other is gone. */
static void
test_standby (Shop *shop, gconstpointer data)
{
  g_auto (Node) node = { 0 };

  create_ticket (shop, "t1");
  node_open (&node, shop->where, NULL);
  wait_for_text (&node.waiting);
  g_assert_nonnull (strstr (node.waiting, "the active node is "));
  g_assert_null (node.result);
  create_ticket (shop, "t2");
  gc_store_close (shop->store);
  shop->store = node_finish (&node);
  g_autoptr (GcQueueRows) rows = shop_load (shop->store);
  g_assert_cmpuint (rows->tickets->len, ==, 2);
  create_ticket (shop, "t3");
  g_assert_null (node.lost);
}

static void
test_standby_is_cancelled (Shop *shop, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Node) node = { 0 };
  g_autoptr (GError) error = NULL;

  node_open (&node, shop->where, cancellable);
  wait_for_text (&node.waiting);
  g_cancellable_cancel (cancellable);
  g_assert_null (gc_store_open_finish (shop_wait_for (&node.result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The number has risen while our connection and even our lock are as they were: nothing is written.
 */
static void
test_fenced (Shop *shop, gconstpointer data)
{
  g_auto (Node) node = { 0 };

  gc_store_close (g_steal_pointer (&shop->store));
  node_open (&node, shop->where, NULL);
  shop->store = node_finish (&node);
  create_ticket (shop, "t1");
  shop_execute (shop->where, "UPDATE lease SET fence = fence + 1");
  assert_fenced (shop->store);
  wait_for_text (&node.lost);
  g_assert_cmpstr (node.lost, ==, "another node has become the active one");
  g_autoptr (GcStore) other = shop_must_open (shop->where, GC_STORE_ADMIN);
  g_autoptr (GcQueueRows) rows = shop_load (other);
  g_assert_cmpuint (rows->tickets->len, ==, 1);
}

/* Also an idle node notices, by the renewal of its lease. */
static void
test_idle_node_notices (Shop *shop, gconstpointer data)
{
  g_auto (Node) node = { 0 };

  gc_store_close (g_steal_pointer (&shop->store));
  node_open (&node, shop->where, NULL);
  shop->store = node_finish (&node);
  shop_execute (shop->where, "UPDATE lease SET fence = fence + 1");
  wait_for_text (&node.lost);
}

/* Each start has a number of its own. The division fails unless the third has the number 3. */
static void
test_numbers_rise (Shop *shop, gconstpointer data)
{
  shop_reopen (shop);
  shop_reopen (shop);
  shop_execute (shop->where, "SELECT 1 / (fence = 3)::int FROM lease");
}

static void
test_lost_connection (Shop *shop, gconstpointer data)
{
  g_auto (Node) node = { 0 };

  gc_store_close (g_steal_pointer (&shop->store));
  node_open (&node, shop->where, NULL);
  shop->store = node_finish (&node);
  create_ticket (shop, "t1");
  shop_execute (shop->where, "SELECT pg_terminate_backend (pid) FROM pg_stat_activity"
                             " WHERE datname = current_database () AND pid <> pg_backend_pid ()");
  assert_fenced (shop->store);
  wait_for_text (&node.lost);
  g_assert_nonnull (strstr (node.lost, "connection"));
}

/* A row that somebody holds: `unavailable` in time, and all is well after. */
static void
test_locked (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  /* The table is held for two seconds by a session of its own. */
  pid_t child = fork ();
  if (child == 0) {
    execlp ("psql", "psql", "-qAt", shop->where, "-c",
            "BEGIN; LOCK TABLE ticket IN EXCLUSIVE MODE; SELECT pg_sleep (2); ROLLBACK", NULL);
    _exit (1);
  }
  g_assert_cmpint (child, >, 0);
  gboolean refused = FALSE;
  int64_t took_ms = 0;
  for (unsigned i = 0; !refused && i < 1000; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    int64_t start_us = g_get_monotonic_time ();
    shop_apply (queue, shop_creation (id), SHOP_START_MS);
    refused = !shop_commit (shop->store, gc_queue_take_changes (queue), NULL, &error);
    took_ms = (g_get_monotonic_time () - start_us) / 1000;
  }
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
  g_assert_cmpint (took_ms, >=, GC_STORE_BUSY_MS - 100);
  g_assert_cmpint (took_ms, <, GC_STORE_BUSY_MS + 500);
  int status = 0;
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  create_ticket (shop, "after");
}

/* A failure in the midst of a batch shows at the end, and undoes all of it. */
static void
test_late_failure (Shop *shop, gconstpointer data)
{
  g_autoptr (GcQueue) queue = shop_new_queue ();
  g_autoptr (GError) error = NULL;

  shop_create_many (queue, 0, 500);
  GcQueueRows *rows = gc_queue_take_changes (queue);
  ((GcTransition *)g_ptr_array_index (rows->transitions, 250))->seq = 1;
  g_assert_false (shop_commit (shop->store, rows, NULL, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "transition_pkey"));
  g_autoptr (GcQueueRows) after = shop_load (shop->store);
  g_assert_cmpuint (after->tickets->len, ==, 0);
  create_ticket (shop, "t1");
}

static void
test_url (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gc_store_open ("postgresql://[x", GC_STORE_SERVICE, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (gc_store_open ("postgresql://gc@/x?host=/nowhere", GC_STORE_ADMIN, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("standby", test_standby);
  SHOP_ADD ("standby-is-cancelled", test_standby_is_cancelled);
  SHOP_ADD ("fenced", test_fenced);
  SHOP_ADD ("idle-node-notices", test_idle_node_notices);
  SHOP_ADD ("numbers-rise", test_numbers_rise);
  SHOP_ADD ("lost-connection", test_lost_connection);
  SHOP_ADD ("locked", test_locked);
  SHOP_ADD ("late-failure", test_late_failure);
  g_test_add_func ("/store/url", test_url);
  return g_test_run ();
}
