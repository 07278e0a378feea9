// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-people.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "signal/gc-catalogue.h"
#include "signal/gc-password.h"
#include "store/gc-store.h"

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#define PEOPLE_FILE "people"

static const struct {
  const char *role; /* in the store */
  const char *page;
} roles[] = {
  [GC_LOAD_KIOSK] = { "kiosk", "kiosk" },
  [GC_LOAD_AGENT] = { "agent", "agent" },
  [GC_LOAD_DESK] = { "coordinator", "desk" },
};

typedef struct {
  GcStore *store;
  const GcCatalogue *catalogue;
  GPtrArray *departments; /* char*, borrowed; the first has no agent */
  GHashTable *items;      /* char* department -> char* item, owned */
  char *password_hash;
  GString *lines;
  unsigned pending;
  GError *error;
} Maker;

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Maker *maker = user_data;

  maker->pending--;
  gc_store_add_session_finish (maker->store, result, maker->error == NULL ? &maker->error : NULL);
}

static void
sign_in (Maker *maker, GcLoadRole role, const char *account, const char *point, const char *item)
{
  g_autofree char *token = gc_id_new (260);
  int64_t now_ms = g_get_real_time () / 1000;
  GcStoreSession session = {
    .role = (char *)roles[role].role,
    .account = (char *)account,
    .point = (char *)point,
    .created_ms = now_ms,
    .expires_ms = role == GC_LOAD_KIOSK ? 0 : now_ms + INT64_C (16) * 3600 * 1000,
  };

  crypto_hash_sha256 (session.token_hash, (const unsigned char *)token, strlen (token));
  maker->pending++;
  gc_store_add_session_async (maker->store, &session, on_added, maker);
  g_string_append_printf (maker->lines, "%d %s gc_%s=%s %s\n", role, account, roles[role].page,
                          token, item);
}

static gboolean
add_account (Maker *maker, GcLoadRole role, unsigned i, GError **error)
{
  /* The first department stays without an agent. */
  unsigned n = 1 + i % (maker->departments->len - 1);
  char *departments[] = { maker->departments->pdata[n], NULL };
  char *languages[] = { "zh", NULL };
  char *none[] = { NULL };
  g_autofree char *name = g_strdup_printf ("%s%u", roles[role].page, i + 1);
  const GcStoreAccount account = {
    .account = name,
    .role = (char *)roles[role].role,
    .name = name,
    .password_hash = maker->password_hash,
    .departments = role == GC_LOAD_AGENT ? departments : none,
    .languages = role == GC_LOAD_AGENT ? languages : none,
    .created_ms = g_get_real_time () / 1000,
  };

  if (!gc_store_add_account (maker->store, &account, FALSE, error))
    return FALSE;
  sign_in (maker, role, name, NULL, "-");
  return TRUE;
}

static void
add_kiosk (Maker *maker, unsigned i, unsigned agents)
{
  const GPtrArray *points = gc_catalogue_get_points (maker->catalogue);
  const GcPoint *point = points->pdata[i % points->len];
  unsigned n_served = CLAMP (agents, 1, maker->departments->len - 1);
  unsigned n = i == 0 ? 0 : 1 + i % n_served;
  g_autofree char *account = g_strdup_printf ("kiosk-%s-%u", point->id, i / points->len + 1);

  sign_in (maker, GC_LOAD_KIOSK, account, point->id,
           g_hash_table_lookup (maker->items, maker->departments->pdata[n]));
}

/* One item of each department. */
static gboolean
find_items (Maker *maker, GError **error)
{
  GBytes *json = gc_catalogue_get_json (maker->catalogue);
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size = 0;
  const char *text = g_bytes_get_data (json, &size);

  if (!json_parser_load_from_data (parser, text, (gssize)size, error))
    return FALSE;
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonArray *items = json_object_get_array_member (root, "items");
  for (guint i = 0; i < json_array_get_length (items); i++) {
    const char *code =
        json_object_get_string_member (json_array_get_object_element (items, i), "code");
    const GcItem *item = gc_catalogue_get_item (maker->catalogue, code);
    g_hash_table_insert (maker->items, g_strdup (item->department), g_strdup (code));
  }
  return TRUE;
}

static gboolean
make_all (Maker *maker, unsigned kiosks, unsigned agents, unsigned desks, GError **error)
{
  if (!find_items (maker, error))
    return FALSE;
  for (unsigned i = 0; i < kiosks; i++)
    add_kiosk (maker, i, agents);
  for (unsigned i = 0; i < agents; i++)
    if (!add_account (maker, GC_LOAD_AGENT, i, error))
      return FALSE;
  for (unsigned i = 0; i < desks; i++)
    if (!add_account (maker, GC_LOAD_DESK, i, error))
      return FALSE;
  while (maker->pending > 0)
    g_main_context_iteration (NULL, TRUE);
  if (maker->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&maker->error));
  return FALSE;
}

gboolean
gc_load_people_make (const char *data,
                     unsigned kiosks,
                     unsigned agents,
                     unsigned desks,
                     GError **error)
{
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (NULL, error);
  g_autofree char *hash =
      gc_password_start (error) ? gc_password_hash (GC_LOAD_PASSWORD, error) : NULL;
  g_autoptr (GcStore) store =
      hash != NULL && catalogue != NULL ? gc_store_open (data, GC_STORE_SERVICE, error) : NULL;
  g_autofree char *path = g_build_filename (data, PEOPLE_FILE, NULL);

  if (store == NULL)
    return FALSE;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) departments = gc_catalogue_list_departments (catalogue);
  g_autoptr (GHashTable) items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Maker maker = {
    .store = store,
    .catalogue = catalogue,
    .departments = departments,
    .items = items,
    .password_hash = hash,
    .lines = lines,
  };
  return make_all (&maker, kiosks, agents, desks, error) &&
         g_file_set_contents (path, lines->str, (gssize)lines->len, error);
}

static void
person_free (gpointer data)
{
  GcLoadPerson *person = data;

  g_free (person->account);
  g_free (person->cookie);
  g_free (person->item);
  g_free (person);
}

GPtrArray *
gc_load_people_read (const char *data, GError **error)
{
  g_autofree char *path = g_build_filename (data, PEOPLE_FILE, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (size_t i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);
    guint64 role = 0;
    if (g_strv_length (words) != 4 ||
        !g_ascii_string_to_unsigned (words[0], 10, GC_LOAD_KIOSK, GC_LOAD_DESK, &role, NULL)) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: line %zu is not a person", path, i + 1);
      return NULL;
    }
    GcLoadPerson *person = g_new0 (GcLoadPerson, 1);
    *person = (GcLoadPerson){ (GcLoadRole)role, g_strdup (words[1]), g_strdup (words[2]),
                              g_strdup (words[3]) };
    g_ptr_array_add (people, person);
  }
  return g_steal_pointer (&people);
}
