// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-bindings.h"

#include "common/gc-error.h"
#include "common/gc-log.h"

#include <string.h>

typedef struct {
  char *room;
  char *seat;
  int wanted_place;
  gboolean wanted;
  char *wanted_peer; /* (nullable) */
  gboolean wanted_hold;
  gboolean wanted_echo;
  unsigned wanted_hidden_from;
  char *peer; /* (nullable) what the relay has */
  gboolean hold;
  gboolean echo;
  int place;
  unsigned hidden_from;
  char *refused; /* (nullable) a peer that the relay does not know: not tried again */
  gboolean under_way;
  char *sent_peer; /* (nullable) of the command under way; NULL: an unbind */
  gboolean sent_hold;
  unsigned sent_hidden_from;
} Entry;

struct _GcBindings {
  GcRelayClient *client;
  GHashTable *entries; /* char* "room/seat" -> Entry, owned */
  gboolean ready;      /* what the relay has is known */
  unsigned epoch;      /* rises when the relay comes or goes: answers from before are void */
  GSource *retry;
};

typedef struct {
  GcBindings *bindings;
  char *key; /* NULL: the list of rooms */
  unsigned epoch;
} Call;

static void sync_entry (GcBindings *bindings, const char *key, Entry *entry);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->room);
  g_free (entry->seat);
  g_free (entry->wanted_peer);
  g_free (entry->peer);
  g_free (entry->refused);
  g_free (entry->sent_peer);
  g_free (entry);
}

GcBindings *
gc_bindings_new (GcRelayClient *client)
{
  GcBindings *bindings = g_new0 (GcBindings, 1);

  bindings->client = client;
  bindings->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return bindings;
}

static void
clear_retry (GcBindings *bindings)
{
  if (bindings->retry != NULL)
    g_source_destroy (bindings->retry);
  g_clear_pointer (&bindings->retry, g_source_unref);
}

void
gc_bindings_free (GcBindings *bindings)
{
  if (bindings == NULL)
    return;
  clear_retry (bindings);
  g_hash_table_unref (bindings->entries);
  g_free (bindings);
}

static Entry *
ensure (GcBindings *bindings, const char *room, const char *seat)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", room, seat);
  Entry *entry = g_hash_table_lookup (bindings->entries, key);

  if (entry == NULL) {
    entry = g_new0 (Entry, 1);
    entry->room = g_strdup (room);
    entry->seat = g_strdup (seat);
    g_hash_table_insert (bindings->entries, g_steal_pointer (&key), entry);
  }
  return entry;
}

static void
sync_all (GcBindings *bindings)
{
  GHashTableIter iter;
  gpointer key = NULL, value = NULL;

  g_hash_table_iter_init (&iter, bindings->entries);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Entry *entry = value;
    if (!entry->wanted && entry->peer == NULL && !entry->under_way)
      g_hash_table_iter_remove (&iter);
    else
      sync_entry (bindings, key, entry);
  }
}

static gboolean
on_retry (gpointer user_data)
{
  GcBindings *bindings = user_data;

  g_clear_pointer (&bindings->retry, g_source_unref);
  if (bindings->ready)
    sync_all (bindings);
  else if (gc_relay_client_is_up (bindings->client))
    gc_bindings_relay_up (bindings);
  return G_SOURCE_REMOVE;
}

static void
retry_later (GcBindings *bindings)
{
  if (bindings->retry != NULL)
    return;
  bindings->retry = g_timeout_source_new (GC_BINDINGS_RETRY_MS);
  g_source_set_static_name (bindings->retry, "gc-bindings-retry");
  g_source_set_callback (bindings->retry, on_retry, bindings, NULL);
  g_source_attach (bindings->retry, g_main_context_get_thread_default ());
}

static Call *
call_new (GcBindings *bindings, const char *key)
{
  Call *call = g_new0 (Call, 1);

  *call = (Call){ bindings, g_strdup (key), bindings->epoch };
  return call;
}

static void
call_free (Call *call)
{
  g_free (call->key);
  g_free (call);
}

static void
note_refusal (GcBindings *bindings, Entry *entry, const GError *error)
{
  if (!g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN)) {
    retry_later (bindings);
    return;
  }
  /* An unknown peer comes again as another one; an unknown seat is what an unbind wanted. */
  if (entry->sent_peer != NULL) {
    g_free (entry->refused);
    entry->refused = g_steal_pointer (&entry->sent_peer);
  } else {
    g_clear_pointer (&entry->peer, g_free);
  }
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  GcBindings *bindings = call->bindings;
  g_autoptr (GError) error = NULL;
  gboolean done = gc_relay_client_command_finish (result, &error);
  Entry *entry = g_hash_table_lookup (bindings->entries, call->key);

  if (entry != NULL && call->epoch == bindings->epoch) {
    entry->under_way = FALSE;
    if (done) {
      g_free (entry->peer);
      entry->peer = g_steal_pointer (&entry->sent_peer);
      entry->hold = entry->sent_hold;
      entry->echo = entry->wanted_echo;
      entry->place = entry->wanted_place;
      entry->hidden_from = entry->sent_hidden_from;
    } else {
      gc_log_info (GC_LOG_ROOM, entry->room, "a seat was not bound: %s", error->message);
      note_refusal (bindings, entry, error);
    }
    sync_entry (bindings, call->key, entry);
  }
  call_free (call);
}

static void
sync_entry (GcBindings *bindings, const char *key, Entry *entry)
{
  const char *peer = entry->wanted_peer != NULL ? entry->wanted_peer : entry->peer;

  if (!bindings->ready || entry->under_way)
    return;
  if (!entry->wanted) {
    if (entry->peer == NULL)
      return;
    entry->under_way = TRUE;
    g_clear_pointer (&entry->sent_peer, g_free);
    gc_relay_client_unbind_async (bindings->client, entry->room, entry->seat, on_done,
                                  call_new (bindings, key));
    return;
  }
  if (peer == NULL || g_strcmp0 (peer, entry->refused) == 0 ||
      (g_strcmp0 (peer, entry->peer) == 0 && entry->hold == entry->wanted_hold &&
       entry->echo == entry->wanted_echo && entry->place == entry->wanted_place &&
       entry->hidden_from == entry->wanted_hidden_from))
    return;
  entry->under_way = TRUE;
  char *sent = g_strdup (peer);
  g_free (entry->sent_peer);
  entry->sent_peer = sent;
  entry->sent_hold = entry->wanted_hold;
  entry->sent_hidden_from = entry->wanted_hidden_from;
  const GcRelayBinding binding = { .room = entry->room,
                                   .seat = entry->seat,
                                   .peer = entry->sent_peer,
                                   .hold = entry->sent_hold,
                                   .echo = entry->wanted_echo,
                                   .place = entry->wanted_place,
                                   .hidden_from = entry->sent_hidden_from };
  gc_relay_client_bind_async (bindings->client, &binding, on_done, call_new (bindings, key));
}

void
gc_bindings_begin (GcBindings *bindings)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, bindings->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Entry *)value)->wanted = FALSE;
}

void
gc_bindings_want (GcBindings *bindings, const GcRelayBinding *wanted)
{
  Entry *entry = ensure (bindings, wanted->room, wanted->seat);

  entry->wanted = TRUE;
  entry->wanted_hold = wanted->hold;
  entry->wanted_echo = wanted->echo;
  entry->wanted_place = wanted->place;
  entry->wanted_hidden_from = wanted->hidden_from;
  if (g_strcmp0 (entry->wanted_peer, wanted->peer) == 0)
    return;
  g_free (entry->wanted_peer);
  entry->wanted_peer = g_strdup (wanted->peer);
  g_clear_pointer (&entry->refused, g_free);
}

void
gc_bindings_end (GcBindings *bindings)
{
  sync_all (bindings);
}

/* Forgets what the relay has, and voids the answers that are still to come. */
static void
forget (GcBindings *bindings)
{
  GHashTableIter iter;
  gpointer value = NULL;

  bindings->ready = FALSE;
  bindings->epoch++;
  clear_retry (bindings);
  g_hash_table_iter_init (&iter, bindings->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Entry *entry = value;
    entry->under_way = FALSE;
    g_clear_pointer (&entry->peer, g_free);
    g_clear_pointer (&entry->refused, g_free);
  }
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  GcBindings *bindings = call->bindings;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = gc_relay_client_list_finish (result, &error);
  gboolean current = call->epoch == bindings->epoch;

  call_free (call);
  if (!current)
    return;
  if (list == NULL) {
    g_info ("the relay's rooms cannot be read: %s", error->message);
    retry_later (bindings);
    return;
  }
  for (guint i = 0; i < list->len; i++) {
    const GcRelayBinding *binding = list->pdata[i];
    if (binding->seat == NULL || binding->peer == NULL)
      continue;
    Entry *entry = ensure (bindings, binding->room, binding->seat);
    g_free (entry->peer);
    entry->peer = g_strdup (binding->peer);
    entry->hold = binding->hold;
    entry->echo = binding->echo;
    entry->place = binding->place;
    entry->hidden_from = binding->hidden_from;
  }
  bindings->ready = TRUE;
  sync_all (bindings);
}

void
gc_bindings_relay_up (GcBindings *bindings)
{
  forget (bindings);
  gc_relay_client_list_async (bindings->client, on_listed, call_new (bindings, NULL));
}

void
gc_bindings_relay_down (GcBindings *bindings)
{
  forget (bindings);
}
