// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-crowd-private.h"

#include "common/gc-error.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define PING_US INT64_C (10000000)
#define OPENING_AT_ONCE 32
#define OPEN_TIMEOUT_US INT64_C (20000000)
#define LOGIN_TIMEOUT_US INT64_C (30000000)
#define TURN_US 2000
#define MAX_EVENTS 256
#define HELLO_ID "hello-000001"

int64_t
gc_load_crowd_now_us (void)
{
  return g_get_monotonic_time ();
}

void
gc_load_crowd_note (GcLoadCrowd *crowd, GcLoadTime time, int64_t since_us)
{
  int64_t took_us = gc_load_crowd_now_us () - since_us;

  g_array_append_val (crowd->times[time], took_us);
}

void
gc_load_crowd_fail (GcLoadCrowd *crowd, const GcLoadVisitor *visitor, const char *why)
{
  if (crowd->error == NULL)
    g_set_error (&crowd->error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s",
                 visitor->person != NULL ? visitor->person->account : "a sign-in", why);
}

/* ---- one visitor ---- */

static void
on_answered (GcLoadPage *page, unsigned status, const char *body, gpointer user_data)
{
  GcLoadVisitor *visitor = user_data;
  const char *pass = strstr (body, "\"pass\":\"");

  if (visitor->person == NULL) {
    gc_load_crowd_note (visitor->crowd, GC_LOAD_LOGIN, visitor->begun_us);
    visitor->crowd->n_signing--;
    if (status != 200)
      gc_load_crowd_fail (visitor->crowd, visitor, body);
  } else if (status != 200 || pass == NULL) {
    gc_load_crowd_fail (visitor->crowd, visitor, body);
  } else {
    const char *start = pass + strlen ("\"pass\":\"");
    g_autofree char *text = g_strndup (start, strcspn (start, "\""));
    if (!gc_load_page_upgrade (page, text))
      gc_load_crowd_fail (visitor->crowd, visitor, "cannot connect");
  }
}

static const char *
page_name (GcLoadRole role)
{
  static const char *const names[] = {
    [GC_LOAD_KIOSK] = "kiosk", [GC_LOAD_AGENT] = "agent", [GC_LOAD_DESK] = "desk"
  };

  return names[role];
}

static void
on_opened (GcLoadPage *page, gpointer user_data)
{
  GcLoadVisitor *visitor = user_data;

  if (visitor->crowd->is_plain) {
    visitor->is_open = TRUE;
    visitor->crowd->n_open++;
    return;
  }
  g_autofree char *hello = g_strdup_printf (
      "{\"jsonrpc\":\"2.0\",\"id\":\"" HELLO_ID "\",\"method\":\"hello\",\"params\":"
      "{\"page\":\"%s\",\"resume\":null,\"seq\":0,\"peer\":null}}",
      page_name (visitor->person->role));

  if (!gc_load_page_send (page, hello))
    gc_load_crowd_fail (visitor->crowd, visitor, "cannot send");
}

/* The id stands right behind the version in every answer. */
static const char *
find_id (const char *text)
{
  static const char head[] = "{\"jsonrpc\":\"2.0\",\"id\":\"";

  return g_str_has_prefix (text, head) ? text + strlen (head) : NULL;
}

static void
on_text (GcLoadPage *page, const char *text, size_t size, gpointer user_data)
{
  GcLoadVisitor *visitor = user_data;
  GcLoadCrowd *crowd = visitor->crowd;
  const char *id = find_id (text);

  if (id == NULL) {
    crowd->views++;
    crowd->bytes += size;
    gc_load_work_view (visitor, text);
  } else if (strstr (text, "\"error\":") != NULL) {
    gc_load_crowd_fail (crowd, visitor, text);
  } else if (g_str_has_prefix (id, HELLO_ID)) {
    gc_load_crowd_note (crowd, GC_LOAD_SET_UP, visitor->begun_us);
    visitor->is_open = TRUE;
    crowd->n_open++;
  } else if (g_str_has_prefix (id, "ping-")) {
    gc_load_crowd_note (crowd, GC_LOAD_PING, visitor->ping_us);
    visitor->ping_us = 0;
  } else {
    gc_load_work_answered (visitor, text);
  }
}

static void
on_lost (GcLoadPage *page, const char *why, gpointer user_data)
{
  GcLoadVisitor *visitor = user_data;

  gc_load_crowd_fail (visitor->crowd, visitor, why);
}

static const GcLoadPageCallbacks callbacks = { on_answered, on_opened, on_text, on_lost };

static void
visitor_free (gpointer data)
{
  GcLoadVisitor *visitor = data;

  gc_load_page_free (visitor->page);
  g_free (visitor);
}

static void
begin (GcLoadVisitor *visitor)
{
  g_autofree char *body = g_strdup_printf ("{\"page\":\"%s\"}", page_name (visitor->person->role));

  visitor->begun_us = gc_load_crowd_now_us ();
  if (visitor->crowd->is_plain ? !gc_load_page_upgrade (visitor->page, "none")
                               : !gc_load_page_post (visitor->page, "/api/pass", body))
    gc_load_crowd_fail (visitor->crowd, visitor, "cannot connect");
}

static void
ping (GcLoadVisitor *visitor)
{
  if (visitor->ping_us != 0) {
    gc_load_crowd_fail (visitor->crowd, visitor, "a ping was not answered within 10 s");
    return;
  }
  g_autofree char *text = g_strdup_printf (
      "{\"jsonrpc\":\"2.0\",\"id\":\"ping-%08x\",\"method\":\"ping\",\"params\":{}}",
      ++visitor->ping);
  visitor->ping_us = gc_load_crowd_now_us ();
  if (!gc_load_page_send (visitor->page, text))
    gc_load_crowd_fail (visitor->crowd, visitor, "cannot send");
}

/* ---- the crowd ---- */

/* The pings of all pages are spread evenly over their ten seconds. */
static void
send_pings (GcLoadCrowd *crowd)
{
  int64_t gone_us = gc_load_crowd_now_us () - crowd->pings_from_us;
  uint64_t due = (uint64_t)gone_us * crowd->visitors->len / PING_US;

  for (; crowd->n_pings < due; crowd->n_pings++) {
    GcLoadVisitor *visitor = crowd->visitors->pdata[crowd->n_pings % crowd->visitors->len];
    if (visitor->is_open && !crowd->is_plain)
      ping (visitor);
  }
}

void
gc_load_crowd_turn (GcLoadCrowd *crowd, int64_t us)
{
  struct epoll_event events[MAX_EVENTS];
  const struct timespec wait = { .tv_nsec = us * 1000 };

  send_pings (crowd);
  int n = epoll_pwait2 (crowd->config.epoll, events, MAX_EVENTS, &wait, NULL);
  for (int i = 0; i < n; i++)
    gc_load_page_read (events[i].data.ptr);
}

static gboolean
check (GcLoadCrowd *crowd, GError **error)
{
  if (crowd->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (crowd->error));
  return FALSE;
}

gboolean
gc_load_crowd_open (GcLoadCrowd *crowd, unsigned n, GError **error)
{
  int64_t moved_us = gc_load_crowd_now_us ();
  unsigned n_open = crowd->n_open;

  while (crowd->n_open < MIN (n, crowd->visitors->len) && crowd->error == NULL) {
    while (crowd->n_opened < MIN (n, crowd->visitors->len) &&
           crowd->n_opened - crowd->n_open < OPENING_AT_ONCE)
      begin (crowd->visitors->pdata[crowd->n_opened++]);
    gc_load_crowd_turn (crowd, TURN_US);
    if (crowd->n_open != n_open)
      moved_us = gc_load_crowd_now_us ();
    n_open = crowd->n_open;
    if (gc_load_crowd_now_us () - moved_us > OPEN_TIMEOUT_US)
      gc_load_crowd_fail (crowd, crowd->visitors->pdata[crowd->n_open], "did not open");
  }
  return check (crowd, error);
}

gboolean
gc_load_crowd_idle (GcLoadCrowd *crowd, int64_t us, GError **error)
{
  int64_t end_us = gc_load_crowd_now_us () + us;

  while (gc_load_crowd_now_us () < end_us && crowd->error == NULL)
    gc_load_crowd_turn (crowd, TURN_US);
  return check (crowd, error);
}

/* Agents in turn, so that nobody signs in twice at once. */
static GcLoadVisitor *
begin_sign_in (GcLoadCrowd *crowd, unsigned number, unsigned n_agents)
{
  GcLoadVisitor *visitor = g_new0 (GcLoadVisitor, 1);
  g_autofree char *body = g_strdup_printf (
      "{\"page\":\"agent\",\"account\":\"agent%u\",\"password\":\"" GC_LOAD_PASSWORD "\"}",
      1 + number % n_agents);

  visitor->crowd = crowd;
  visitor->page = gc_load_page_new (&crowd->config, "", number, visitor);
  visitor->begun_us = gc_load_crowd_now_us ();
  crowd->n_signing++;
  if (!gc_load_page_post (visitor->page, "/api/login", body))
    gc_load_crowd_fail (crowd, visitor, "cannot connect");
  return visitor;
}

gboolean
gc_load_crowd_sign_in (GcLoadCrowd *crowd, unsigned n, double rate, GError **error)
{
  g_autoptr (GPtrArray) signing = g_ptr_array_new_with_free_func (visitor_free);
  int64_t start_us = gc_load_crowd_now_us ();
  int64_t end_us = start_us + (int64_t)(n / rate * G_USEC_PER_SEC) + LOGIN_TIMEOUT_US;
  unsigned n_agents = 0;

  for (guint i = 0; i < crowd->people->len; i++)
    n_agents += ((const GcLoadPerson *)crowd->people->pdata[i])->role == GC_LOAD_AGENT;
  while (n_agents > 0 && (signing->len < n || crowd->n_signing > 0) && crowd->error == NULL) {
    double due = (double)(gc_load_crowd_now_us () - start_us) / G_USEC_PER_SEC * rate;
    while (signing->len < n && signing->len < due)
      g_ptr_array_add (signing, begin_sign_in (crowd, signing->len, n_agents));
    gc_load_crowd_turn (crowd, TURN_US);
    if (gc_load_crowd_now_us () > end_us)
      gc_load_crowd_fail (crowd, signing->pdata[0], "sign-ins were not answered");
  }
  return check (crowd, error);
}

static void
add_visitor (GcLoadCrowd *crowd, unsigned number)
{
  const GcLoadPerson *person = crowd->people->pdata[number];
  GcLoadVisitor *visitor = g_new0 (GcLoadVisitor, 1);

  visitor->crowd = crowd;
  visitor->person = person;
  visitor->page = gc_load_page_new (&crowd->config, person->cookie, number, visitor);
  g_ptr_array_add (crowd->visitors, visitor);
  if (person->role == GC_LOAD_DESK)
    crowd->n_desks++;
  else if (person->role == GC_LOAD_AGENT)
    crowd->max_serving++;
  else if (crowd->marker == NULL)
    crowd->marker = visitor;
  else
    g_queue_push_tail (&crowd->free_kiosks, visitor);
}

static gboolean
parse_address (const char *address, GcLoadPageConfig *config, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (address, ":", 3);

  config->server.sin_family = AF_INET;
  if (g_strv_length (parts) == 3 && strcmp (parts[0], "http") == 0 &&
      inet_pton (AF_INET, parts[1] + 2, &config->server.sin_addr) == 1) {
    config->server.sin_port = htons ((uint16_t)atoi (parts[2]));
    config->origin = g_strdup (address);
    return TRUE;
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": must be http://ADDRESS:PORT", address);
  return FALSE;
}

GcLoadCrowd *
gc_load_crowd_new (const char *address, const char *data, gboolean is_plain, GError **error)
{
  g_autoptr (GcLoadCrowd) crowd = g_new0 (GcLoadCrowd, 1);

  crowd->is_plain = is_plain;
  crowd->config.callbacks = &callbacks;
  crowd->config.epoll = epoll_create1 (EPOLL_CLOEXEC);
  crowd->visitors = g_ptr_array_new_with_free_func (visitor_free);
  crowd->tickets = g_hash_table_new (g_str_hash, g_str_equal);
  for (size_t i = 0; i < GC_LOAD_N_TIMES; i++)
    crowd->times[i] = g_array_new (FALSE, FALSE, sizeof (int64_t));
  crowd->pings_from_us = gc_load_crowd_now_us ();
  if (!parse_address (address, &crowd->config, error))
    return NULL;
  crowd->people = gc_load_people_read (data, error);
  if (crowd->people == NULL)
    return NULL;
  for (guint i = 0; i < crowd->people->len; i++)
    add_visitor (crowd, i);
  return g_steal_pointer (&crowd);
}

void
gc_load_crowd_free (GcLoadCrowd *crowd)
{
  if (crowd == NULL)
    return;
  g_clear_pointer (&crowd->visitors, g_ptr_array_unref);
  g_clear_pointer (&crowd->people, g_ptr_array_unref);
  g_clear_pointer (&crowd->tickets, g_hash_table_unref);
  for (size_t i = 0; i < GC_LOAD_N_TIMES; i++)
    g_clear_pointer (&crowd->times[i], g_array_unref);
  g_queue_clear (&crowd->free_kiosks);
  g_queue_clear (&crowd->due);
  g_clear_error (&crowd->error);
  g_free (crowd->config.origin);
  close (crowd->config.epoll);
  g_free (crowd);
}

unsigned
gc_load_crowd_get_size (GcLoadCrowd *crowd)
{
  return crowd->visitors->len;
}

GArray *
gc_load_crowd_get_times (GcLoadCrowd *crowd, GcLoadTime time)
{
  return crowd->times[time];
}

void
gc_load_crowd_forget_times (GcLoadCrowd *crowd)
{
  for (size_t i = 0; i < GC_LOAD_N_TIMES; i++)
    g_array_set_size (crowd->times[i], 0);
}

uint64_t
gc_load_crowd_get_views (GcLoadCrowd *crowd)
{
  return crowd->views;
}

uint64_t
gc_load_crowd_get_bytes (GcLoadCrowd *crowd)
{
  return crowd->bytes;
}
