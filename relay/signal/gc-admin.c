// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-admin.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "signal/gc-catalogue.h"
#include "signal/gc-password.h"
#include "signal/gc-user.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define CODE_HOURS 24

typedef struct {
  char *data;
  char *store;
  char *from;
  char *to;
  char *data_files;
  char *account;
  char *role;
  char *name;
  char *departments;
  char *languages;
  char *items;
  char *hub;
  char *point;
  char *page;
  gboolean supervisor;
  gboolean replace;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->data);
  g_free (arguments->store);
  g_free (arguments->from);
  g_free (arguments->to);
  g_free (arguments->data_files);
  g_free (arguments->account);
  g_free (arguments->role);
  g_free (arguments->name);
  g_free (arguments->departments);
  g_free (arguments->languages);
  g_free (arguments->items);
  g_free (arguments->hub);
  g_free (arguments->point);
  g_free (arguments->page);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static int64_t
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
need (const char *value, const char *option, GError **error)
{
  if (value == NULL || *value == '\0')
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--%s is missing", option);
  else if (!g_utf8_validate (value, -1, NULL))
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--%s is not UTF-8", option);
  else
    return TRUE;
  return FALSE;
}

/* Folder or URL. */
static const char *
get_where (const Arguments *arguments)
{
  return arguments->store != NULL ? arguments->store : arguments->data;
}

/* ---- account add ---- */

/* Reads one line from standard input. (transfer full) */
static char *
read_password (GError **error)
{
  char line[GC_PASSWORD_MAX + 2] = { 0 };

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  size_t size = strlen (line);
  if (size < GC_PASSWORD_MIN || size > GC_PASSWORD_MAX || !g_utf8_validate (line, -1, NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "the password on standard input must have %d to %d bytes of UTF-8",
                 GC_PASSWORD_MIN, GC_PASSWORD_MAX);
    return NULL;
  }
  char *password = g_strdup (line);
  sodium_memzero (line, sizeof line);
  return password;
}

static char **
split (const char *list)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (list != NULL ? list : "", ",", -1);

  for (size_t i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

/* The ids of all departments for "all". (transfer full) */
static char **
read_departments (const Arguments *arguments, const GcCatalogue *catalogue)
{
  if (g_strcmp0 (arguments->departments, "all") != 0)
    return split (arguments->departments);
  g_autoptr (GPtrArray) all = gc_catalogue_list_departments (catalogue);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < all->len; i++)
    g_strv_builder_add (builder, all->pdata[i]);
  return g_strv_builder_end (builder);
}

static gboolean
refuse (GError **error, const char *what, const char *value, const char *why)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s \"%s\": %s", what, value, why);
  return FALSE;
}

/* "it", or "it:1" to "it:3". */
static gboolean
is_language (const char *word)
{
  return g_regex_match_simple ("^[A-Za-z0-9-]{1,32}(:[1-3])?$", word, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* What an account says of its person must mean something to the service. */
static gboolean
check_skills (const GcStoreAccount *account, const GcCatalogue *catalogue, GError **error)
{
  for (char **at = account->departments; *at != NULL; at++)
    if (!gc_catalogue_has_department (catalogue, *at))
      return refuse (error, "department", *at, "not in the catalogue");
  for (char **at = account->languages; *at != NULL; at++)
    if (!is_language (*at))
      return refuse (error, "language", *at, "must be a tag, or a tag with a level of 1 to 3");
  for (char **at = account->items; *at != NULL; at++)
    if (gc_catalogue_get_item (catalogue, *at) == NULL)
      return refuse (error, "item", *at, "not in the catalogue");
  g_autoptr (GcSpans) duty =
      account->hub != NULL ? gc_catalogue_get_duty (catalogue, account->hub, 0, 1) : NULL;
  if (account->hub != NULL && duty == NULL)
    return refuse (error, "hub", account->hub, "not in the catalogue");
  return TRUE;
}

static gboolean
check_account (const Arguments *arguments, GError **error)
{
  GcRole role = GC_ROLE_KIOSK;

  if (!need (arguments->account, "account", error) || !need (arguments->role, "role", error) ||
      !need (arguments->name, "name", error))
    return FALSE;
  if (!gc_id_is_valid (arguments->account, 64) || g_str_has_prefix (arguments->account, "kiosk-") ||
      g_str_has_prefix (arguments->account, "display-")) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "account \"%s\": must be 1 to 64 of A-Z a-z 0-9 _ - and not begin with kiosk- or "
                 "display-",
                 arguments->account);
    return FALSE;
  }
  if (!gc_role_parse (arguments->role, &role) || gc_role_is_device (role)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "role \"%s\": must be agent, coordinator or administrator", arguments->role);
    return FALSE;
  }
  return TRUE;
}

static gboolean
account_add (GcStore *store, const Arguments *arguments, GError **error)
{
  g_autoptr (GcCatalogue) catalogue = NULL;
  g_auto (GStrv) departments = NULL;
  g_auto (GStrv) languages = split (arguments->languages);
  g_auto (GStrv) items = split (arguments->items);
  g_autofree char *password = NULL;
  g_autofree char *hash = NULL;

  if (!check_account (arguments, error))
    return FALSE;
  catalogue = gc_catalogue_new (arguments->data_files, error);
  if (catalogue == NULL)
    return FALSE;
  departments = read_departments (arguments, catalogue);
  GcStoreAccount account = {
    .account = arguments->account,
    .role = arguments->role,
    .name = arguments->name,
    .departments = departments,
    .languages = languages,
    .items = items,
    .supervisor = arguments->supervisor,
    .hub = arguments->hub,
    .created_ms = now_ms (),
  };
  if (!check_skills (&account, catalogue, error))
    return FALSE;
  password = read_password (error);
  if (password == NULL)
    return FALSE;
  hash = gc_password_hash (password, error);
  sodium_memzero (password, strlen (password));
  if (hash == NULL)
    return FALSE;
  account.password_hash = hash;
  if (!gc_store_add_account (store, &account, arguments->replace, error))
    return FALSE;
  /* Whoever had the old password is signed out within half a minute. */
  return !arguments->replace || gc_store_revoke_sessions (store, arguments->account, error);
}

static gboolean
account_list (GcStore *store, const Arguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) accounts = gc_store_list_accounts (store, error);

  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++) {
    const GcStoreAccount *account = accounts->pdata[i];
    g_autofree char *departments = g_strjoinv (",", account->departments);
    g_autofree char *languages = g_strjoinv (",", account->languages);
    g_autofree char *items = g_strjoinv (",", account->items);
    printf ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", account->account, account->role, account->name,
            departments, languages, items, account->hub != NULL ? account->hub : "",
            account->supervisor ? "supervisor" : "");
  }
  return TRUE;
}

static gboolean
account_revoke (GcStore *store, const Arguments *arguments, GError **error)
{
  return need (arguments->account, "account", error) &&
         gc_store_revoke_sessions (store, arguments->account, error);
}

/* ---- kiosks and displays ---- */

static gboolean
enrol (GcStore *store, const Arguments *arguments, GError **error)
{
  g_autoptr (GcCatalogue) catalogue = gc_catalogue_new (arguments->data_files, error);
  g_autofree char *code = gc_id_new (40);
  GcPage page = GC_PAGE_KIOSK;
  uint8_t hash[GC_STORE_HASH_SIZE];

  if (catalogue == NULL || !need (arguments->point, "point", error))
    return FALSE;
  if (arguments->page != NULL && !gc_page_parse (arguments->page, &page, error))
    return FALSE;
  if (!gc_page_is_device (page)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "page \"%s\": must be kiosk or display",
                 arguments->page);
    return FALSE;
  }
  if (gc_catalogue_get_point (catalogue, arguments->point) == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "point \"%s\": not in the catalogue",
                 arguments->point);
    return FALSE;
  }
  for (char *p = code; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  crypto_hash_sha256 (hash, (const unsigned char *)code, strlen (code));
  if (!gc_store_add_enrol_code (store, hash, gc_page_name (page), arguments->point,
                                now_ms () + (int64_t)CODE_HOURS * 3600 * 1000, error))
    return FALSE;
  printf ("%.4s-%s\n", code, code + 4);
  return TRUE;
}

static gboolean
kiosk_list (GcStore *store, const Arguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) kiosks = gc_store_list_kiosks (store, error);

  if (kiosks == NULL)
    return FALSE;
  for (guint i = 0; i < kiosks->len; i++) {
    const GcStoreKiosk *kiosk = kiosks->pdata[i];
    printf ("%s\t%s\n", kiosk->id, kiosk->point);
  }
  return TRUE;
}

/* ---- backup ---- */

/* A time as people write it, in UTC. (transfer full) */
static char *
format_time (int64_t at_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_ms / 1000);

  return at_ms > 0 && time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("unknown");
}

static void
print_facts (const char *what, const char *file, const GcStoreFacts *facts)
{
  g_autofree char *time = format_time (facts->last_ms);

  printf ("%s %s\nschema %d, database %s\n", what, file, facts->schema,
          facts->id[0] != '\0' ? facts->id : "without an id");
  if (facts->last_seq > 0)
    printf ("up to transition %" G_GUINT64_FORMAT " of %s\n", facts->last_seq, time);
  else
    printf ("no transitions\n");
}

static gboolean
backup (const Arguments *arguments, GError **error)
{
  GcStoreFacts facts;

  if (!need (arguments->to, "to", error) ||
      !gc_store_backup (get_where (arguments), arguments->to, &facts, error))
    return FALSE;
  print_facts ("backup", arguments->to, &facts);
  return TRUE;
}

/* What an operator has to know: what of the past is not there any more. */
static void
print_missing (const GcStoreRestore *restore)
{
  const GcStoreFacts *before = &restore->before, *restored = &restore->restored;
  g_autofree char *from = format_time (restore->missing_from_ms);
  g_autofree char *to = format_time (before->last_ms);

  if (before->id[0] != '\0' && strcmp (before->id, restored->id) != 0)
    printf ("another database than the one that was here: that was %s, up to transition "
            "%" G_GUINT64_FORMAT " of %s\n",
            before->id, before->last_seq, to);
  else if (before->last_seq > restored->last_seq)
    printf ("missing: %" G_GUINT64_FORMAT " transitions, %" G_GUINT64_FORMAT
            " to %" G_GUINT64_FORMAT ", from %s to %s\n",
            before->last_seq - restored->last_seq, restored->last_seq + 1, before->last_seq, from,
            to);
  else if (before->last_seq > 0)
    printf ("missing: nothing\n");
  if (restore->kept != NULL)
    printf ("what was there is kept as %s\n", restore->kept);
}

static gboolean
restore (const Arguments *arguments, GError **error)
{
  g_auto (GcStoreRestore) result = { 0 };

  if (!need (arguments->from, "from", error) ||
      !gc_store_restore (get_where (arguments), arguments->from, &result, error))
    return FALSE;
  print_facts ("restored", arguments->from, &result.restored);
  print_missing (&result);
  return TRUE;
}

/* ---- the table ---- */

static const struct {
  const char *noun;
  const char *verb; /* NULL: none */
  gboolean (*run) (GcStore *store, const Arguments *arguments, GError **error);
  gboolean (*run_alone) (const Arguments *arguments, GError **error); /* with no store open */
} commands[] = {
  { "account", "add", account_add, NULL },
  { "account", "list", account_list, NULL },
  { "account", "revoke", account_revoke, NULL },
  { "kiosk", "list", kiosk_list, NULL },
  { "enrol", NULL, enrol, NULL },
  { "backup", NULL, NULL, backup },
  { "restore", NULL, NULL, restore },
};

gboolean
gc_admin_is_command (int argc, char **argv)
{
  return argc > 1 && argv[1][0] != '-';
}

static gboolean
parse (int argc, char **argv, Arguments *arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &arguments->data, "the service's folder", "DIR" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &arguments->store,
      "the service's PostgreSQL database instead", "URL" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &arguments->from, "a backup to restore", "FILE" },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &arguments->to, "the backup to write", "FILE" },
    { "data-files", 0, 0, G_OPTION_ARG_FILENAME, &arguments->data_files,
      "the data files of this folder instead of the built-in ones", "DIR" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &arguments->account, "the account's name", "A" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &arguments->role, "agent, coordinator, administrator",
      "ROLE" },
    /* As the bytes stand, which are UTF-8: the locale of a bare system knows no Chinese. */
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &arguments->name, "the person's name", "NAME" },
    { "departments", 0, 0, G_OPTION_ARG_STRING, &arguments->departments,
      "ids with commas, or \"all\"", "LIST" },
    { "languages", 0, 0, G_OPTION_ARG_STRING, &arguments->languages,
      "tags with commas, such as zh,it:1 (1 a little, 2 well)", "LIST" },
    { "items", 0, 0, G_OPTION_ARG_STRING, &arguments->items,
      "codes that an agent is versed in, with commas; all if left out", "LIST" },
    { "hub", 0, 0, G_OPTION_ARG_STRING, &arguments->hub,
      "the hub whose duty hours are the agent's shift; always on duty if left out", "HUB" },
    { "supervisor", 0, 0, G_OPTION_ARG_NONE, &arguments->supervisor,
      "is asked last, whatever the department", NULL },
    { "point", 0, 0, G_OPTION_ARG_STRING, &arguments->point, "the service point's id", "POINT" },
    { "page", 0, 0, G_OPTION_ARG_STRING, &arguments->page, "kiosk (if not given) or display",
      "PAGE" },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &arguments->replace, "change an account that is there",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (
      "account add|list|revoke | kiosk list | enrol | backup | restore - administer gc-signal");
  g_autoptr (GError) local = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &local))
    return TRUE;
  g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, local->message);
  return FALSE;
}

gboolean
gc_admin_run (int argc, char **argv, GError **error)
{
  g_auto (Arguments) arguments = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (argv[1], commands[i].noun) != 0 ||
        (commands[i].verb != NULL && (argc < 3 || strcmp (argv[2], commands[i].verb) != 0)))
      continue;
    if (!gc_password_start (error) || !parse (argc, argv, &arguments, error) ||
        (arguments.store == NULL && !need (arguments.data, "data", error)))
      return FALSE;
    if (commands[i].run_alone != NULL)
      return commands[i].run_alone (&arguments, error);
    g_autoptr (GcStore) store = gc_store_open (get_where (&arguments), GC_STORE_ADMIN, error);
    return store != NULL && commands[i].run (store, &arguments, error);
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "command \"%s\": not known, see --help", argv[1]);
  return FALSE;
}
