// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-stills.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "signal/gc-json-writer.h"

#include <string.h>

#define ID_BITS 130 /* not to be guessed */

/* What was said about pictures in the session of a ticket. */
typedef struct {
  int64_t asked_ms; /* 0: nothing is asked for */
  int64_t last_asked_ms;
  int64_t last_begun_ms;
  const char *dropped; /* (nullable) static: why none came */
  int64_t dropped_ms;
} Talk;

struct _GcStills {
  GPtrArray *list;   /* GcStill, owned, by their time */
  GHashTable *talks; /* char* ticket -> Talk, both owned */
};

/* How each type begins. */
static const struct {
  const char *type;
  const char *magic;
  size_t size;
} types[] = {
  { "image/jpeg", "\xff\xd8\xff", 3 },
  { "image/png", "\x89PNG\r\n\x1a\n", 8 },
};

static const char *const reasons[] = { "declined", "failed" };

static void
still_free (gpointer data)
{
  GcStill *still = data;

  gc_store_still_free (still->row);
  g_free (still);
}

static GcStill *
add (GcStills *stills, GcStoreStill *row, GcStillState state)
{
  GcStill *still = g_new0 (GcStill, 1);

  *still = (GcStill){ row, state };
  g_ptr_array_add (stills->list, still);
  return still;
}

GcStills *
gc_stills_new (GPtrArray *rows)
{
  GcStills *stills = g_new0 (GcStills, 1);

  stills->list = g_ptr_array_new_with_free_func (still_free);
  stills->talks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (unsigned i = 0; i < rows->len; i++) {
    const GcStoreStill *row = g_ptr_array_index (rows, i);
    add (stills, gc_store_still_copy (row), row->whole_ms > 0 ? GC_STILL_WHOLE : GC_STILL_OPEN);
  }
  g_ptr_array_unref (rows);
  return stills;
}

void
gc_stills_free (GcStills *stills)
{
  if (stills == NULL)
    return;
  g_ptr_array_unref (stills->list);
  g_hash_table_unref (stills->talks);
  g_free (stills);
}

/* ---- what the two sides say ---- */

static Talk *
get_talk (GcStills *stills, const char *ticket)
{
  Talk *talk = g_hash_table_lookup (stills->talks, ticket);

  if (talk == NULL) {
    talk = g_new0 (Talk, 1);
    g_hash_table_insert (stills->talks, g_strdup (ticket), talk);
  }
  return talk;
}

static gboolean
check_rest (int64_t last_ms, const char *ticket, int64_t now_ms, GError **error)
{
  if (last_ms == 0 || now_ms - last_ms >= GC_STILL_REST_MS)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "ticket %s: a picture each %d ms at most", ticket,
               GC_STILL_REST_MS);
  return FALSE;
}

gboolean
gc_stills_ask (GcStills *stills, const char *ticket, int64_t now_ms, GError **error)
{
  Talk *talk = get_talk (stills, ticket);

  if (talk->asked_ms != 0)
    return TRUE;
  if (!check_rest (talk->last_asked_ms, ticket, now_ms, error))
    return FALSE;
  talk->asked_ms = talk->last_asked_ms = now_ms;
  talk->dropped = NULL;
  return TRUE;
}

gboolean
gc_stills_drop (GcStills *stills,
                const char *ticket,
                const char *reason,
                int64_t now_ms,
                GError **error)
{
  Talk *talk = get_talk (stills, ticket);

  for (size_t i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (strcmp (reasons[i], reason) != 0)
      continue;
    talk->asked_ms = 0;
    talk->dropped = reasons[i];
    talk->dropped_ms = now_ms;
    return TRUE;
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"reason\": \"%.32s\" is not known", reason);
  return FALSE;
}

static gboolean
parse_hash (const char *text, uint8_t ret_hash[GC_STORE_HASH_SIZE])
{
  size_t length = strlen (text);

  if (length != (size_t)2 * GC_STORE_HASH_SIZE || strspn (text, "0123456789abcdef") != length)
    return FALSE;
  for (size_t i = 0; i < GC_STORE_HASH_SIZE; i++)
    ret_hash[i] =
        (uint8_t)(g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  return TRUE;
}

static gboolean
knows_type (const char *type)
{
  for (size_t i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].type, type) == 0)
      return TRUE;
  return FALSE;
}

/* The one of the ticket with this hash; and how many are whole. */
static GcStill *
find_same (GcStills *stills, const char *ticket, const uint8_t *hash, unsigned *ret_n)
{
  GcStill *found = NULL;

  *ret_n = 0;
  for (unsigned i = 0; i < stills->list->len; i++) {
    GcStill *still = g_ptr_array_index (stills->list, i);
    if (strcmp (still->row->ticket, ticket) != 0)
      continue;
    *ret_n += still->state == GC_STILL_WHOLE;
    if (memcmp (still->row->hash, hash, GC_STORE_HASH_SIZE) == 0)
      found = still;
  }
  return found;
}

GcStill *
gc_stills_begin (GcStills *stills,
                 const char *ticket,
                 const char *type,
                 int64_t size,
                 const char *hash,
                 int64_t now_ms,
                 GError **error)
{
  uint8_t bytes[GC_STORE_HASH_SIZE];
  unsigned n = 0;

  if (!parse_hash (hash, bytes)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"sha256\": must be 64 of 0-9 a-f");
    return NULL;
  }
  if (!knows_type (type)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"type\": \"%.32s\" is not known", type);
    return NULL;
  }
  Talk *talk = get_talk (stills, ticket);
  GcStill *same = find_same (stills, ticket, bytes, &n);
  if (same == NULL && n >= GC_STILLS_MAX) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "ticket %s: %u pictures of %d", ticket, n,
                 GC_STILLS_MAX);
    return NULL;
  }
  if (same == NULL && talk->asked_ms == 0 &&
      !check_rest (talk->last_begun_ms, ticket, now_ms, error))
    return NULL;
  talk->asked_ms = 0;
  talk->dropped = NULL;
  if (same != NULL)
    return same;
  talk->last_begun_ms = now_ms;
  GcStoreStill *row = g_new0 (GcStoreStill, 1);
  row->id = gc_id_new (ID_BITS);
  row->ticket = g_strdup (ticket);
  row->type = g_strdup (type);
  row->size = size;
  row->at_ms = now_ms;
  memcpy (row->hash, bytes, sizeof row->hash);
  return add (stills, row, GC_STILL_NEW);
}

static gboolean
has_type (const char *type, const uint8_t *data, size_t size)
{
  for (size_t i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].type, type) == 0)
      return size >= types[i].size && memcmp (data, types[i].magic, types[i].size) == 0;
  return FALSE;
}

gboolean
gc_still_place (const GcStill *still,
                int64_t first,
                const uint8_t *data,
                size_t size,
                size_t *ret_skip,
                GError **error)
{
  const GcStoreStill *row = still->row;

  if (size == 0 || size > GC_STILL_MAX_PART_BYTES)
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "still %s: a part of %zu bytes, at most %d",
                 row->id, size, GC_STILL_MAX_PART_BYTES);
  else if (first < 0 || first > row->size - (int64_t)size)
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "still %s: %zu bytes from %" G_GINT64_FORMAT " on are beyond its end", row->id,
                 size, first);
  else if (first > row->received)
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
                 "still %s: bytes from %" G_GINT64_FORMAT " on, but %" G_GINT64_FORMAT " are here",
                 row->id, first, row->received);
  else if (first == 0 && !has_type (row->type, data, size))
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "still %s: it does not begin as %s does",
                 row->id, row->type);
  else {
    *ret_skip = (size_t)MIN (row->received - first, (int64_t)size);
    return TRUE;
  }
  return FALSE;
}

/* ---- what there is ---- */

static gboolean
find_index (GcStills *stills, const char *id, unsigned *ret_index)
{
  for (unsigned i = 0; i < stills->list->len; i++) {
    const GcStill *still = g_ptr_array_index (stills->list, i);
    if (strcmp (still->row->id, id) == 0) {
      *ret_index = i;
      return TRUE;
    }
  }
  return FALSE;
}

GcStill *
gc_stills_find (GcStills *stills, const char *id)
{
  unsigned at = 0;

  return find_index (stills, id, &at) ? g_ptr_array_index (stills->list, at) : NULL;
}

void
gc_stills_remove (GcStills *stills, const char *id)
{
  unsigned at = 0;

  if (find_index (stills, id, &at))
    g_ptr_array_remove_index (stills->list, at);
}

/* Moves the id of the still at @at, which goes, to @ids (nullable) (transfer full). */
static GPtrArray *
take (GcStills *stills, unsigned at, GPtrArray *ids)
{
  const GcStill *still = g_ptr_array_index (stills->list, at);

  if (ids == NULL)
    ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (ids, g_strdup (still->row->id));
  g_ptr_array_remove_index (stills->list, at);
  return ids;
}

GPtrArray *
gc_stills_take_unfinished (GcStills *stills, const char *ticket, const char *but)
{
  GPtrArray *ids = NULL;

  for (unsigned i = stills->list->len; i > 0; i--) {
    const GcStill *still = g_ptr_array_index (stills->list, i - 1);
    if (still->state != GC_STILL_WHOLE && strcmp (still->row->ticket, ticket) == 0 &&
        g_strcmp0 (still->row->id, but) != 0)
      ids = take (stills, i - 1, ids);
  }
  return ids;
}

/* Whether a picture of @ticket (nullable) may come, or at least those that came are kept. */
static gboolean
is_in_session (const GcTicket *ticket)
{
  return ticket != NULL && gc_ticket_state_is_call (ticket->state);
}

static gboolean
is_over (const GcTicket *ticket)
{
  return ticket == NULL || ticket->state == GC_TICKET_DONE || ticket->state == GC_TICKET_ABANDONED;
}

static gboolean
is_talk_over (gpointer key, gpointer value, gpointer user_data)
{
  return !is_in_session (gc_queue_get_ticket (user_data, key));
}

GPtrArray *
gc_stills_take_over (GcStills *stills, const GcQueue *queue)
{
  GPtrArray *ids = NULL;

  g_hash_table_foreach_remove (stills->talks, is_talk_over, (gpointer)queue);
  for (unsigned i = stills->list->len; i > 0; i--) {
    const GcStill *still = g_ptr_array_index (stills->list, i - 1);
    const GcTicket *ticket = gc_queue_get_ticket (queue, still->row->ticket);
    if (is_over (ticket) || (still->state != GC_STILL_WHOLE && !is_in_session (ticket)))
      ids = take (stills, i - 1, ids);
  }
  return ids;
}

static void
write_time (GcJsonWriter *writer, const char *name, int64_t at_ms)
{
  if (at_ms > 0)
    gc_json_writer_int (writer, name, at_ms);
  else
    gc_json_writer_null (writer, name);
}

static void
write_still (GcJsonWriter *writer, const GcStoreStill *row)
{
  char hash[2 * GC_STORE_HASH_SIZE + 1];

  for (size_t i = 0; i < GC_STORE_HASH_SIZE; i++)
    g_snprintf (hash + 2 * i, 3, "%02x", row->hash[i]);
  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "id", row->id);
  gc_json_writer_string (writer, "type", row->type);
  gc_json_writer_int (writer, "size", row->size);
  gc_json_writer_int (writer, "received", row->received);
  gc_json_writer_string (writer, "sha256", hash);
  gc_json_writer_int (writer, "at_ms", row->at_ms);
  write_time (writer, "whole_ms", row->whole_ms);
  write_time (writer, "seen_ms", row->seen_ms);
  gc_json_writer_end_object (writer);
}

static void
write_dropped (GcJsonWriter *writer, const Talk *talk)
{
  if (talk == NULL || talk->dropped == NULL) {
    gc_json_writer_null (writer, "dropped");
    return;
  }
  gc_json_writer_begin_object (writer, "dropped");
  gc_json_writer_string (writer, "reason", talk->dropped);
  gc_json_writer_int (writer, "at_ms", talk->dropped_ms);
  gc_json_writer_end_object (writer);
}

char *
gc_stills_format (GcStills *stills, const char *ticket)
{
  const Talk *talk = g_hash_table_lookup (stills->talks, ticket);
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  write_time (&writer, "asked_ms", talk != NULL ? talk->asked_ms : 0);
  write_dropped (&writer, talk);
  gc_json_writer_begin_list (&writer, "pictures");
  for (unsigned i = 0; i < stills->list->len; i++) {
    const GcStill *still = g_ptr_array_index (stills->list, i);
    if (still->state != GC_STILL_NEW && strcmp (still->row->ticket, ticket) == 0)
      write_still (&writer, still->row);
  }
  gc_json_writer_end_list (&writer);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

gboolean
gc_stills_may_see (const GcTicket *ticket, const char *account)
{
  return ticket != NULL && (g_strcmp0 (ticket->agent, account) == 0 ||
                            gc_guests_find (ticket->guests, account) != NULL);
}
