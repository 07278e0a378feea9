// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-bindings.h"

#include "common/gc-error.h"
#include "common/gc-log.h"

#include <string.h>

/* How a seat is taken. */
typedef struct {
  char *peer; /* (nullable) owned */
  gboolean hold;
  gboolean echo;
  int place;
  unsigned hidden_from;
} Binding;

typedef struct {
  char *room;
  char *seat;
  gboolean wanted;
  Binding wants; /* while it is wanted; without a peer whatever peer the relay has there stays */
  Binding has;   /* what the relay has; without a peer the seat is free */
  Binding sent;  /* of the command under way; without a peer it is an unbind */
  char *refused; /* (nullable) a peer that the relay does not know: not tried again */
  gboolean under_way;
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
binding_clear (Binding *binding)
{
  g_free (binding->peer);
  *binding = (Binding){ 0 };
}

static void
binding_set (Binding *binding, const GcRelayBinding *from)
{
  char *peer = g_strdup (from->peer);

  g_free (binding->peer);
  *binding = (Binding){ .peer = peer,
                        .hold = from->hold,
                        .echo = from->echo,
                        .place = from->place,
                        .hidden_from = from->hidden_from };
}

static gboolean
binding_equal (const Binding *a, const Binding *b)
{
  return g_strcmp0 (a->peer, b->peer) == 0 && a->hold == b->hold && a->echo == b->echo &&
         a->place == b->place && a->hidden_from == b->hidden_from;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->room);
  g_free (entry->seat);
  binding_clear (&entry->wants);
  binding_clear (&entry->has);
  binding_clear (&entry->sent);
  g_free (entry->refused);
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
    if (!entry->wanted && entry->has.peer == NULL && !entry->under_way)
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

/* Returns whether it is known what the relay has: what else is wanted can be sent at once. */
static gboolean
note_refusal (GcBindings *bindings, Entry *entry, const GError *error)
{
  if (!g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN)) {
    retry_later (bindings);
    return FALSE;
  }
  /* An unknown peer comes again as another one; an unknown seat is what an unbind wanted. */
  if (entry->sent.peer != NULL) {
    g_free (entry->refused);
    entry->refused = g_steal_pointer (&entry->sent.peer);
  } else {
    binding_clear (&entry->has);
  }
  return TRUE;
}

static void
note_done (Entry *entry)
{
  binding_clear (&entry->has);
  entry->has = entry->sent;
  entry->sent = (Binding){ 0 };
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
    if (done)
      note_done (entry);
    else
      gc_log_info (GC_LOG_ROOM, entry->room, "a seat was not bound: %s", error->message);
    if (done || note_refusal (bindings, entry, error))
      sync_entry (bindings, call->key, entry);
  }
  call_free (call);
}

static void
send_unbind (GcBindings *bindings, const char *key, Entry *entry)
{
  binding_clear (&entry->sent);
  entry->under_way = TRUE;
  gc_relay_client_unbind_async (bindings->client, entry->room, entry->seat, on_done,
                                call_new (bindings, key));
}

static void
send_bind (GcBindings *bindings, const char *key, Entry *entry, const Binding *next)
{
  const GcRelayBinding binding = { .room = entry->room,
                                   .seat = entry->seat,
                                   .peer = next->peer,
                                   .hold = next->hold,
                                   .echo = next->echo,
                                   .place = next->place,
                                   .hidden_from = next->hidden_from };

  binding_set (&entry->sent, &binding);
  entry->under_way = TRUE;
  gc_relay_client_bind_async (bindings->client, &binding, on_done, call_new (bindings, key));
}

static void
sync_entry (GcBindings *bindings, const char *key, Entry *entry)
{
  Binding next = entry->wants;

  if (!bindings->ready || entry->under_way)
    return;
  if (!entry->wanted) {
    if (entry->has.peer != NULL)
      send_unbind (bindings, key, entry);
    return;
  }
  if (next.peer == NULL)
    next.peer = entry->has.peer;
  if (next.peer != NULL && g_strcmp0 (next.peer, entry->refused) != 0 &&
      !binding_equal (&next, &entry->has))
    send_bind (bindings, key, entry, &next);
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

  if (g_strcmp0 (entry->wants.peer, wanted->peer) != 0)
    g_clear_pointer (&entry->refused, g_free);
  entry->wanted = TRUE;
  binding_set (&entry->wants, wanted);
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
    binding_clear (&entry->has);
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
    binding_set (&ensure (bindings, binding->room, binding->seat)->has, binding);
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
