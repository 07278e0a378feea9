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

/* Numbers that an old backup left out do not lead past what stands before them. */
static void
test_start_before_a_gap (Shop *shop, gconstpointer data)
{
  static const char *const languages[] = { "zh", NULL };
  g_autoptr (GAsyncResult) result = NULL;

  for (unsigned i = 0; i < 4; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    const GcQueueEvent event = { .type = GC_EVENT_TICKET_CREATE,
                                 .ticket = id,
                                 .actor = id,
                                 .create = { "it-milan", "SS-01", "hrss", languages, "", "M",
                                             20261124 } };
    apply (shop, event, START_MS + SECOND_MS * i);
  }
  GcQueueRows *rows = gc_queue_take_changes (shop->queue);
  ((GcTransition *)g_ptr_array_index (rows->transitions, 3))->seq = 100;
  gc_store_commit_async (shop->store, rows, NULL, on_result, &result);
  g_assert_true (gc_store_commit_finish (shop->store, wait_for (&result), NULL));
  g_autoptr (GcStoreHistory) history = read_history (shop, 0, START_MS + SECOND_MS);
  g_assert_cmpuint (history->lines->len, ==, 3);
}

/* ---- agents ---- */

/* A line of ann or bo each second, from START_MS on; before it one of cy that still holds. */
static void
fill_agents (Shop *shop, unsigned n)
{
  GcQueueRows *rows = gc_queue_rows_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i <= n; i++) {
    GcAgentEvent *event = g_new0 (GcAgentEvent, 1);
    event->seq = i + 1;
    event->at_ms = START_MS + SECOND_MS * ((int64_t)i - 1);
    event->account = g_strdup (i == 0 ? "cy" : i % 2 == 0 ? "ann" : "bo");
    event->wanted = GC_WANTED_AVAILABLE;
    event->effective = i % 4 < 2 ? GC_EFFECTIVE_IDLE : GC_EFFECTIVE_BUSY;
    event->ticket = g_strdup (i % 4 < 2 ? NULL : "t1");
    g_ptr_array_add (rows->agent_events, event);
  }
  for (unsigned i = 0; i < 3; i++)
    g_ptr_array_add (rows->agents, gc_agent_new (i == 0 ? "cy" : i == 1 ? "ann" : "bo"));
  gc_store_commit_async (shop->store, rows, NULL, on_result, &result);
  g_assert_true (gc_store_commit_finish (shop->store, wait_for (&result), &error));
  g_assert_no_error (error);
}

static GcStoreAgentHistory *
read_agents (Shop *shop, uint64_t after_seq, int64_t from_ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gc_store_read_agent_history_async (shop->store, after_seq, from_ms, on_result, &result);
  GcStoreAgentHistory *history =
      gc_store_read_agent_history_finish (shop->store, wait_for (&result), &error);
  g_assert_no_error (error);
  return history;
}

/* First what still holds at the start, then all lines in their order, in pieces. */
static void
test_agents (Shop *shop, gconstpointer data)
{
  uint64_t after_seq = 0, seq = 1000;
  gboolean end = FALSE;

  fill_agents (shop, 9000);
  g_autoptr (GcStoreAgentHistory) first = read_agents (shop, 0, START_MS + SECOND_MS * 999);
  const uint64_t standing[] = { 1, 999, 1000 };
  for (unsigned i = 0; i < 3; i++)
    g_assert_cmpuint (((GcStoreAgentLine *)g_ptr_array_index (first->lines, i))->event.seq, ==,
                      standing[i]);
  g_assert_cmpuint (first->lines->len, ==, 3 + GC_STORE_HISTORY_LINES);
  g_ptr_array_remove_range (first->lines, 0, 3);
  g_autoptr (GcStoreAgentHistory) piece = g_steal_pointer (&first);
  for (;;) {
    for (unsigned i = 0; i < piece->lines->len; i++) {
      const GcStoreAgentLine *line = g_ptr_array_index (piece->lines, i);
      const GcAgentEvent *event = &line->event;
      g_assert_cmpuint (event->seq, ==, ++seq);
      g_assert_cmpint (event->at_ms, ==, START_MS + SECOND_MS * ((int64_t)seq - 2));
      g_assert_cmpstr (event->account, ==, seq % 2 == 1 ? "ann" : "bo");
      g_assert_cmpstr (event->ticket, ==, (seq - 1) % 4 < 2 ? NULL : "t1");
      g_assert_null (line->hub);
    }
    after_seq = piece->last_seq;
    end = piece->end;
    if (end)
      break;
    gc_store_agent_history_free (piece);
    piece = read_agents (shop, after_seq, 0);
  }
  g_assert_cmpuint (seq, ==, 9001);
}

/* When the service last lived: by its own note, or by what it wrote. */
static void
test_alive (Shop *shop, gconstpointer data)
{
  static const int64_t noted[] = { START_MS, START_MS + 60 * SECOND_MS };

  fill_agents (shop, 10);
  for (size_t i = 0; i < G_N_ELEMENTS (noted); i++) {
    g_autoptr (GAsyncResult) result = NULL, loaded = NULL;
    gc_store_note_alive_async (shop->store, noted[i], on_result, &result);
    g_assert_true (gc_store_note_alive_finish (shop->store, wait_for (&result), NULL));
    gc_store_load_async (shop->store, on_result, &loaded);
    g_autoptr (GcQueueRows) rows = gc_store_load_finish (shop->store, wait_for (&loaded), NULL);
    g_assert_cmpint (rows->alive_ms, ==, MAX (noted[i], START_MS + 9 * SECOND_MS));
    g_assert_cmpuint (rows->last_agent_seq, ==, 11);
  }
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
  ADD ("start-before-a-gap", test_start_before_a_gap);
  ADD ("agents", test_agents);
  ADD ("alive", test_alive);
  return g_test_run ();
}
