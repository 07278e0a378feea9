// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The history read back from a real database, piece by piece. */
#include "config.h"

#include "queue/gc-queue.h"
#include "store/gc-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define START_MS INT64_C (1795449600000)
#define SECOND_MS INT64_C (1000)
#define N_TICKETS 3000

typedef struct {
  char *directory;
  GcStore *store;
  GcQueue *queue;
} Shop;

static void
open_shop (Shop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  shop->directory = g_dir_make_tmp ("gc-store-XXXXXX", &error);
  g_assert_no_error (error);
  shop->store = gc_store_open (shop->directory, GC_STORE_SERVICE, &error);
  g_assert_no_error (error);
  gc_queue_config_init (&config);
  shop->queue = gc_queue_new (&config);
}

static void
close_shop (Shop *shop, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  gc_queue_free (shop->queue);
  gc_store_close (shop->store);
  dir = g_dir_open (shop->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (shop->directory, name, NULL);
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (shop->directory), ==, 0);
  g_free (shop->directory);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static GcStoreHistory *
read_history (Shop *shop, uint64_t after_seq, int64_t from_ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_read_history_async (shop->store, after_seq, from_ms, on_result, &result);
  GcStoreHistory *history = gc_store_read_history_finish (shop->store, wait_for (&result), &error);
  g_assert_no_error (error);
  return history;
}

static void
apply (Shop *shop, GcQueueEvent event, int64_t now_ms)
{
  g_autoptr (GError) error = NULL;

  gc_queue_apply (shop->queue, &event, now_ms, &error);
  g_assert_no_error (error);
}

/* Each ticket comes and goes: created, joined, left, cleared, one second after the other. */
static void
fill (Shop *shop)
{
  static const char *const languages[] = { "zh", NULL };
  static const GcQueueEventType then[] = { GC_EVENT_TICKET_JOIN, GC_EVENT_TICKET_LEAVE,
                                           GC_EVENT_KIOSK_CLEAR };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int64_t now_ms = START_MS;

  for (unsigned i = 0; i < N_TICKETS; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    apply (shop,
           (GcQueueEvent){ .type = GC_EVENT_TICKET_CREATE,
                           .ticket = id,
                           .actor = "kiosk",
                           .create = { i % 2 == 0 ? "it-milan" : "fr-paris", "SS-01", "hrss",
                                       languages, "", "M", 20261124 } },
           now_ms);
    for (size_t j = 0; j < G_N_ELEMENTS (then); j++) {
      now_ms += SECOND_MS;
      apply (shop,
             (GcQueueEvent){ .type = then[j],
                             .ticket = then[j] != GC_EVENT_KIOSK_CLEAR ? id : NULL,
                             .actor = "kiosk" },
             now_ms);
    }
    now_ms += SECOND_MS;
  }
  gc_store_commit_async (shop->store, gc_queue_take_changes (shop->queue), NULL, on_result,
                         &result);
  g_assert_true (gc_store_commit_finish (shop->store, wait_for (&result), &error));
  g_assert_no_error (error);
}

static void
test_empty (Shop *shop, gconstpointer data)
{
  g_autoptr (GcStoreHistory) history = read_history (shop, 0, START_MS);

  g_assert_cmpuint (history->lines->len, ==, 0);
  g_assert_true (history->end);
  g_autoptr (GcStoreHistory) beyond = read_history (shop, 100, START_MS);
  g_assert_cmpuint (beyond->lines->len, ==, 0);
  g_assert_true (beyond->end);
}

/* All lines come once, in their order, in pieces that are not larger than they may be. */
static void
test_pieces (Shop *shop, gconstpointer data)
{
  uint64_t after_seq = 0, n_lines = 0;
  unsigned n_pieces = 0;
  gboolean end = FALSE;

  fill (shop);
  while (!end) {
    g_autoptr (GcStoreHistory) history = read_history (shop, after_seq, 0);
    g_assert_cmpuint (history->lines->len, <=, GC_STORE_HISTORY_LINES);
    for (unsigned i = 0; i < history->lines->len; i++) {
      const GcStoreLine *line = g_ptr_array_index (history->lines, i);
      g_autofree char *ticket = g_strdup_printf ("t%" G_GUINT64_FORMAT, n_lines / 4);
      g_assert_cmpuint (line->transition.seq, ==, ++n_lines);
      g_assert_cmpstr (line->transition.ticket, ==, ticket);
      g_assert_cmpint (line->transition.at_ms, ==, START_MS + SECOND_MS * (int64_t)(n_lines - 1));
      g_assert_cmpstr (line->point, ==, (n_lines - 1) / 4 % 2 == 0 ? "it-milan" : "fr-paris");
      g_assert_cmpstr (line->item, ==, "SS-01");
      g_assert_null (line->transition.agent);
      if (n_lines % 4 == 3) {
        g_assert_cmpint (line->transition.from, ==, GC_TICKET_WAITING);
        g_assert_cmpint (line->transition.to, ==, GC_TICKET_ABANDONED);
        g_assert_cmpint (line->transition.reason, ==, GC_REASON_LEFT);
      }
    }
    after_seq = history->last_seq;
    end = history->end;
    n_pieces++;
  }
  g_assert_cmpuint (n_lines, ==, 4 * N_TICKETS);
  g_assert_cmpuint (n_pieces, ==, 3);
}

/* It begins with the first line of the time asked for, wherever that is. */
static void
test_start (Shop *shop, gconstpointer data)
{
  static const int64_t seconds[] = { -5, 0, 1, 4999, 5000, 4 * N_TICKETS - 1 };

  fill (shop);
  for (size_t i = 0; i < G_N_ELEMENTS (seconds); i++) {
    int64_t from_ms = START_MS + SECOND_MS * seconds[i];
    g_autoptr (GcStoreHistory) history = read_history (shop, 0, from_ms);
    const GcStoreLine *first = g_ptr_array_index (history->lines, 0);
    g_assert_cmpint (first->transition.at_ms, ==, MAX (from_ms, START_MS));
    /* A moment later it is the next one. */
    g_autoptr (GcStoreHistory) later = read_history (shop, 0, first->transition.at_ms + 1);
    if (seconds[i] == 4 * N_TICKETS - 1) {
      g_assert_cmpuint (later->lines->len, ==, 0);
      g_assert_true (later->end);
      continue;
    }
    const GcStoreLine *second = g_ptr_array_index (later->lines, 0);
    g_assert_cmpuint (second->transition.seq, ==, first->transition.seq + 1);
  }
}

/* A visit: the row of its ticket is that of its first item, and each line says what it finishes. */
static void
test_items (Shop *shop, gconstpointer data)
{
  static const char *const words[] = { "zh", NULL };
  static const char *const departments[] = { "hrss", NULL };
  static const GcVisitWish more[] = { { "SS-02", "hrss", 0, FALSE } };
  const GcAgentSkills ann = {
    .account = "ann", .name = "Ann", .departments = departments, .languages = words
  };
  const GcQueueEvent way[] = {
    { .type = GC_EVENT_AGENT_PRESENT, .actor = "ann" },
    { .type = GC_EVENT_AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE },
    { .type = GC_EVENT_TICKET_CREATE,
      .actor = "k1",
      .ticket = "t1",
      .create = { "it-milan", "SS-01", "hrss", words, "", "M", 20261124, .more = more,
                  .n_more = 1 } },
    { .type = GC_EVENT_TICKET_JOIN, .actor = "k1", .ticket = "t1" },
    { .type = GC_EVENT_OFFER_ACCEPT, .actor = "ann", .ticket = "t1" },
    { .type = GC_EVENT_RESIDENT_JOINED, .actor = "k1", .ticket = "t1" },
    { .type = GC_EVENT_AGENT_JOINED, .actor = "ann", .ticket = "t1" },
    { .type = GC_EVENT_ITEM_DONE,
      .actor = "ann",
      .ticket = "t1",
      .item_done = { "SS-01", GC_OUTCOME_ACCEPTED } },
    { .type = GC_EVENT_SESSION_END,
      .actor = "ann",
      .ticket = "t1",
      .end.outcome = GC_OUTCOME_ACCEPTED },
    { .type = GC_EVENT_WRAP_UP_FINISH, .actor = "ann", .ticket = "t1" },
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GString) finished = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  gc_queue_set_agent (shop->queue, &ann, START_MS, &error);
  g_assert_no_error (error);
  for (unsigned i = 0; i < G_N_ELEMENTS (way); i++)
    apply (shop, way[i], START_MS + i);
  gc_store_commit_async (shop->store, gc_queue_take_changes (shop->queue), NULL, on_result,
                         &result);
  g_assert_true (gc_store_commit_finish (shop->store, wait_for (&result), &error));
  g_autoptr (GcStoreHistory) history = read_history (shop, 0, START_MS);
  for (unsigned i = 0; i < history->lines->len; i++) {
    const GcStoreLine *line = g_ptr_array_index (history->lines, i);
    g_assert_cmpstr (line->item, ==, "SS-01");
    if (line->finished != NULL)
      g_string_append_printf (finished, "%s %s ", gc_reason_name (line->transition.reason),
                              line->finished);
  }
  g_assert_cmpstr (finished->str, ==, "item_done SS-01 wrapped_up SS-02 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add ("/store/report/" path, Shop, NULL, open_shop, test, close_shop)
  ADD ("empty", test_empty);
  ADD ("pieces", test_pieces);
  ADD ("start", test_start);
  ADD ("items", test_items);
  return g_test_run ();
}
