// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Signing in and out, enrolment of kiosks, and passes for sockets. Each request is a short chain of
 * store jobs; its state stands in one Chain, freed by chain_end ().
 */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "common/gc-id.h"
#include "common/gc-json.h"
#include "common/gc-log.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-lock-out.h"
#include "signal/gc-service-private.h"

#include <sodium.h>
#include <string.h>

/* A day's work with its breaks. */
#define STAFF_SESSION_SECONDS INT64_C (57600)
/* The longest that browsers keep a cookie; each start of the device's page renews it. */
#define DEVICE_COOKIE_SECONDS INT64_C (34560000)
/* No account is called so: the tries with enrolment codes from one address. */
#define ENROL_ACCOUNT "*enrol"

typedef struct {
  char *page;
  char *account;
  char *password;
  char *code;
} Body;

typedef struct _Chain Chain;
typedef void (*UserFunc) (Chain *chain, GcUser *user);

struct _Chain {
  GcService *service;
  GcHttpWait *wait;
  Body body;
  const GcJsonField *fields;
  size_t n_fields;
  GcPage page;
  char *client;
  char *login_key; /* (nullable) in service->logins */
  char *token;     /* (nullable) the new session's */
  GcStoreAccount *account;
  GcUser *user; /* the one that is looked for */
  UserFunc found;
};

static const GcJsonField login_fields[] = {
  GC_JSON_STRING (Body, page, 1, 16),
  GC_JSON_STRING (Body, account, 1, 64),
  GC_JSON_STRING (Body, password, 1, GC_PASSWORD_MAX),
};
static const GcJsonField enrol_fields[] = {
  GC_JSON_STRING_OPTIONAL (Body, page, 16),
  GC_JSON_STRING (Body, code, 1, 32),
};
static const GcJsonField page_fields[] = { GC_JSON_STRING (Body, page, 1, 16) };

static SoupServerMessage *
chain_message (Chain *chain)
{
  return gc_http_wait_get_message (chain->wait);
}

static void
chain_end (Chain *chain)
{
  gc_http_wait_end (chain->wait);
  if (chain->login_key != NULL)
    g_hash_table_remove (chain->service->logins, chain->login_key);
  if (chain->body.password != NULL)
    sodium_memzero (chain->body.password, strlen (chain->body.password));
  gc_json_read_clear (chain->fields, chain->n_fields, &chain->body);
  g_free (chain->client);
  g_free (chain->login_key);
  g_free (chain->token);
  gc_store_account_free (chain->account);
  gc_user_free (chain->user);
  g_free (chain);
}

static void
chain_fail (Chain *chain, const GError *error)
{
  gc_http_answer_error (chain_message (chain), error);
  chain_end (chain);
}

static void
chain_deny (Chain *chain, const char *text)
{
  gc_http_answer_unauthorized (chain_message (chain), text);
  chain_end (chain);
}

static gboolean
read_body (SoupServerMessage *message, Chain *chain, GError **error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonObject) object = NULL;

  object = gc_json_parse_object (text != NULL ? text : "", size, GC_HTTP_MAX_BODY_BYTES, error);
  return object != NULL &&
         gc_json_read (object, chain->fields, chain->n_fields, &chain->body, error);
}

/* Begins a chain with a body of @fields, or answers and returns NULL. */
static Chain *
chain_begin (GcService *service,
             SoupServerMessage *message,
             const GcJsonField *fields,
             size_t n_fields)
{
  g_autoptr (GError) error = NULL;
  Chain *chain = g_new0 (Chain, 1);

  chain->service = service;
  chain->fields = fields;
  chain->n_fields = n_fields;
  chain->client = gc_http_dup_client (message);
  chain->wait = gc_http_wait_begin (message);
  if (n_fields > 0 && !read_body (message, chain, &error)) {
    chain_fail (chain, error);
    return NULL;
  }
  if (chain->body.page != NULL && !gc_page_parse (chain->body.page, &chain->page, &error)) {
    chain_fail (chain, error);
    return NULL;
  }
  return chain;
}

void
gc_sign_in_hash (const char *text, uint8_t ret_hash[GC_STORE_HASH_SIZE])
{
  G_STATIC_ASSERT (GC_STORE_HASH_SIZE == crypto_hash_sha256_BYTES);
  crypto_hash_sha256 (ret_hash, (const unsigned char *)text, strlen (text));
}

static void
set_cookie (Chain *chain, GcPage page, const char *token, int64_t max_age_s)
{
  gboolean secure = chain->service->config.origins != NULL &&
                    chain->service->config.origins[0] != NULL &&
                    g_str_has_prefix (chain->service->config.origins[0], "https:");
  g_autofree char *cookie =
      g_strdup_printf ("%s=%s; Path=/; Max-Age=%" G_GINT64_FORMAT "; HttpOnly; SameSite=Strict%s",
                       gc_page_cookie (page), token, max_age_s, secure ? "; Secure" : "");

  soup_message_headers_append (soup_server_message_get_response_headers (chain_message (chain)),
                               "Set-Cookie", cookie);
}

/* ---- login ---- */

static void
on_login_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GcJsonWriter) writer = { 0 };

  if (!gc_store_add_session_finish (chain->service->store, result, &error)) {
    chain_fail (chain, error);
    return;
  }
  set_cookie (chain, chain->page, chain->token, STAFF_SESSION_SECONDS);
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "role", chain->account->role);
  gc_json_writer_string (&writer, "account", chain->account->account);
  gc_json_writer_string (&writer, "name", chain->account->name);
  gc_json_writer_end_object (&writer);
  gc_http_answer (chain_message (chain), SOUP_STATUS_OK, writer.text->str);
  gc_log_message (GC_LOG_AGENT, chain->account->account, "signed in");
  chain_end (chain);
}

static void
on_login_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;
  int64_t now_ms = gc_service_now_ms (chain->service);
  GcStoreSession session = {
    .role = chain->account->role,
    .account = chain->account->account,
    .created_ms = now_ms,
    .expires_ms = now_ms + (int64_t)STAFF_SESSION_SECONDS * 1000,
  };

  if (!gc_store_note_login_finish (chain->service->store, result, &error)) {
    chain_fail (chain, error);
    return;
  }
  chain->token = gc_id_new (260);
  gc_sign_in_hash (chain->token, session.token_hash);
  gc_store_add_session_async (chain->service->store, &session, on_login_session, chain);
}

static void
on_failure_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;

  if (!gc_store_note_login_finish (chain->service->store, result, &error))
    chain_fail (chain, error);
  else
    chain_deny (chain, "wrong name or password");
}

static void
on_password (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  GcService *service = chain->service;
  g_autoptr (GError) error = NULL;
  GcRole role = GC_ROLE_KIOSK;
  gboolean fits = gc_passwords_check_finish (service->passwords, result, &error);

  if (!fits && !g_error_matches (error, GC_ERROR, GC_ERROR_DENIED)) {
    chain_fail (chain, error);
    return;
  }
  if (fits &&
      (!gc_role_parse (chain->account->role, &role) || gc_role_page (role) != chain->page)) {
    chain_deny (chain, "the account's role has another page");
    return;
  }
  if (!fits)
    gc_metric_add (service->logins_failed, 1);
  gc_store_note_login_async (service->store, chain->body.account, chain->client, fits,
                             gc_service_now_ms (service), fits ? on_login_noted : on_failure_noted,
                             chain);
}

static void
on_login_account (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;

  chain->account = gc_store_get_account_finish (chain->service->store, result, &error);
  if (chain->account == NULL && !g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN)) {
    chain_fail (chain, error);
    return;
  }
  gc_passwords_check_async (chain->service->passwords, chain->body.password,
                            chain->account != NULL ? chain->account->password_hash : NULL,
                            on_password, chain);
}

/* Returns FALSE when the pair must wait; it has been answered then. */
static gboolean
check_lock_out (Chain *chain, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GcStoreLogin login = { 0 };

  if (!gc_store_get_login_finish (chain->service->store, result, &login, &error)) {
    chain_fail (chain, error);
    return FALSE;
  }
  int64_t wait_ms = gc_lock_out_wait_ms (&login, gc_service_now_ms (chain->service));
  if (wait_ms == 0)
    return TRUE;
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, (wait_ms + 999) / 1000);
  soup_message_headers_replace (soup_server_message_get_response_headers (chain_message (chain)),
                                "Retry-After", seconds);
  g_set_error (&error, GC_ERROR, GC_ERROR_LIMIT, "too many failures: wait %s s", seconds);
  chain_fail (chain, error);
  return FALSE;
}

static void
on_login_history (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;

  if (check_lock_out (chain, result))
    gc_store_get_account_async (chain->service->store, chain->body.account, on_login_account,
                                chain);
}

/* One try at a time for a pair, or many at once would all see the failures before them as few. */
static gboolean
claim_login (Chain *chain, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_strdup_printf ("%s\n%s", account, chain->client);

  if (!g_hash_table_contains (chain->service->logins, key)) {
    chain->login_key = g_strdup (key);
    g_hash_table_add (chain->service->logins, g_steal_pointer (&key));
    return TRUE;
  }
  g_set_error (&error, GC_ERROR, GC_ERROR_LIMIT, "another try is under way");
  chain_fail (chain, error);
  return FALSE;
}

void
gc_sign_in_handle_login (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  Chain *chain = chain_begin (user_data, message, login_fields, G_N_ELEMENTS (login_fields));
  g_autoptr (GError) error = NULL;

  if (chain == NULL)
    return;
  if (gc_page_is_device (chain->page) || !gc_id_is_valid (chain->body.account, 64)) {
    g_set_error (&error, GC_ERROR, GC_ERROR_INVALID, "no such page or account can sign in");
    chain_fail (chain, error);
    return;
  }
  if (claim_login (chain, chain->body.account))
    gc_store_get_login_async (chain->service->store, chain->body.account, chain->client,
                              gc_service_now_ms (chain->service), on_login_history, chain);
}

/* ---- enrolment ---- */

static void
answer_enrolled (Chain *chain, const GcStoreKiosk *kiosk)
{
  const GcPoint *point = gc_catalogue_get_point (chain->service->catalogue, kiosk->point);
  g_auto (GcJsonWriter) writer = { 0 };

  set_cookie (chain, chain->page, chain->token, DEVICE_COOKIE_SECONDS);
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "role", kiosk->page);
  gc_json_writer_string (&writer, "point", kiosk->point);
  gc_json_writer_string (&writer, "name", point != NULL ? point->name_zh : kiosk->point);
  gc_json_writer_end_object (&writer);
  gc_http_answer (chain_message (chain), SOUP_STATUS_OK, writer.text->str);
  g_message ("enrolled %s", kiosk->id);
  chain_end (chain);
}

static void
on_enrolled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  GcService *service = chain->service;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreKiosk) kiosk = gc_store_enrol_finish (service->store, result, &error);

  if (kiosk != NULL) {
    answer_enrolled (chain, kiosk);
  } else if (g_error_matches (error, GC_ERROR, GC_ERROR_DENIED)) {
    gc_metric_add (service->logins_failed, 1);
    gc_store_note_login_async (service->store, ENROL_ACCOUNT, chain->client, FALSE,
                               gc_service_now_ms (service), on_failure_noted, chain);
  } else {
    chain_fail (chain, error);
  }
}

/* People type codes in lower case, with or without the dash. (transfer full) */
static char *
normalise_code (const char *code)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = code; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (plain, g_ascii_toupper (*p));
  return g_string_free (plain, FALSE);
}

static void
on_enrol_history (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  uint8_t code_hash[GC_STORE_HASH_SIZE];
  uint8_t token_hash[GC_STORE_HASH_SIZE];
  g_autofree char *code = NULL;

  if (!check_lock_out (chain, result))
    return;
  code = normalise_code (chain->body.code);
  chain->token = gc_id_new (260);
  gc_sign_in_hash (code, code_hash);
  gc_sign_in_hash (chain->token, token_hash);
  gc_store_enrol_async (chain->service->store, gc_page_name (chain->page), code_hash, token_hash,
                        gc_service_now_ms (chain->service), on_enrolled, chain);
}

void
gc_sign_in_handle_enrol (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  Chain *chain = chain_begin (user_data, message, enrol_fields, G_N_ELEMENTS (enrol_fields));

  g_autoptr (GError) error = NULL;

  if (chain == NULL)
    return;
  if (!gc_page_is_device (chain->page)) {
    g_set_error (&error, GC_ERROR, GC_ERROR_INVALID, "page \"%s\": is not enrolled",
                 chain->body.page);
    chain_fail (chain, error);
    return;
  }
  if (claim_login (chain, ENROL_ACCOUNT))
    gc_store_get_login_async (chain->service->store, ENROL_ACCOUNT, chain->client,
                              gc_service_now_ms (chain->service), on_enrol_history, chain);
}

/* ---- who is signed in on a page ---- */

static void
chain_found (Chain *chain)
{
  chain->found (chain, chain->user);
}

static void
on_user_account (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  GcService *service = chain->service;
  g_autoptr (GError) error = NULL;

  chain->account = gc_store_get_account_finish (service->store, result, &error);
  if (chain->account == NULL) {
    if (g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN))
      chain_deny (chain, "not signed in");
    else
      chain_fail (chain, error);
    return;
  }
  chain->user->name = g_strdup (chain->account->name);
  chain->user->departments = g_strdupv (chain->account->departments);
  chain->user->languages = g_strdupv (chain->account->languages);
  chain->user->items = g_strdupv (chain->account->items);
  chain->user->supervisor = chain->account->supervisor;
  chain->user->hub = g_strdup (chain->account->hub);
  chain_found (chain);
}

static void
on_user_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  GcService *service = chain->service;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreSession) session = gc_store_get_session_finish (service->store, result, &error);
  GcRole role = GC_ROLE_KIOSK;

  if (session == NULL && !g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN)) {
    chain_fail (chain, error);
    return;
  }
  if (session == NULL || !gc_role_parse (session->role, &role) ||
      gc_role_page (role) != chain->page) {
    chain_deny (chain, "not signed in");
    return;
  }
  chain->user = g_new0 (GcUser, 1);
  chain->user->role = role;
  chain->user->page = chain->page;
  chain->user->account = g_strdup (session->account);
  chain->user->point = g_strdup (session->point);
  memcpy (chain->user->session, session->token_hash, GC_STORE_HASH_SIZE);
  if (!gc_role_is_device (role)) {
    gc_store_get_account_async (service->store, session->account, on_user_account, chain);
    return;
  }
  const GcPoint *point =
      gc_catalogue_get_point (service->catalogue, session->point != NULL ? session->point : "");
  chain->user->name = g_strdup (point != NULL ? point->name_zh : session->point);
  chain_found (chain);
}

/* Finds who is signed in on the chain's page, or answers 401 and ends the chain. */
static void
find_user (Chain *chain, UserFunc found)
{
  uint8_t hash[GC_STORE_HASH_SIZE];

  chain->found = found;
  chain->token = gc_http_dup_cookie (chain_message (chain), gc_page_cookie (chain->page));
  if (chain->token == NULL || !gc_id_is_valid (chain->token, 64)) {
    chain_deny (chain, "not signed in");
    return;
  }
  gc_sign_in_hash (chain->token, hash);
  gc_store_get_session_async (chain->service->store, hash, gc_service_now_ms (chain->service),
                              on_user_session, chain);
}

static void
answer_user (Chain *chain, GcUser *user)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gboolean device = gc_role_is_device (user->role);
  if (device)
    set_cookie (chain, user->page, chain->token, DEVICE_COOKIE_SECONDS);
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_string (&writer, "role", gc_role_name (user->role));
  gc_json_writer_string (&writer, "account", user->account);
  gc_json_writer_string (&writer, "name", user->name);
  if (device)
    gc_json_writer_string (&writer, "point", user->point);
  gc_json_writer_end_object (&writer);
  gc_http_answer (chain_message (chain), SOUP_STATUS_OK, writer.text->str);
  chain_end (chain);
}

void
gc_sign_in_handle_session (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  const char *page = query != NULL ? g_hash_table_lookup (query, "page") : NULL;
  g_autoptr (GError) error = NULL;
  Chain *chain = chain_begin (user_data, message, NULL, 0);

  if (!gc_page_parse (page, &chain->page, &error))
    chain_fail (chain, error);
  else
    find_user (chain, answer_user);
}

static void
answer_pass (Chain *chain, GcUser *user)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *pass =
      gc_passes_add (chain->service->passes, user, gc_service_now_ms (chain->service), &error);

  if (pass == NULL) {
    chain_fail (chain, error);
    return;
  }
  json = g_strdup_printf ("{\"pass\":\"%s\"}", pass);
  gc_http_answer (chain_message (chain), SOUP_STATUS_OK, json);
  chain_end (chain);
}

void
gc_sign_in_handle_pass (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  Chain *chain = chain_begin (user_data, message, page_fields, G_N_ELEMENTS (page_fields));

  if (chain != NULL)
    find_user (chain, answer_pass);
}

/* ---- logout ---- */

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;

  if (!gc_store_revoke_session_finish (chain->service->store, result, &error)) {
    chain_fail (chain, error);
    return;
  }
  gc_visitor_sign_out (chain->service, chain->user->session);
  set_cookie (chain, chain->page, "", 0);
  gc_http_answer (chain_message (chain), SOUP_STATUS_NO_CONTENT, NULL);
  chain_end (chain);
}

static void
revoke_user (Chain *chain, GcUser *user)
{
  gc_store_revoke_session_async (chain->service->store, user->session, on_revoked, chain);
}

void
gc_sign_in_handle_logout (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  Chain *chain = chain_begin (user_data, message, page_fields, G_N_ELEMENTS (page_fields));

  if (chain != NULL)
    find_user (chain, revoke_user);
}
