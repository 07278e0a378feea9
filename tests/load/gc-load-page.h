// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <netinet/in.h>

/*
 * GcLoadPage: the connection of one page to gc-signal: first plain requests, then a WebSocket. It
 * writes HTTP and RFC 6455 itself, so that nothing of the service checks the service. One thread,
 * never blocks; the owner waits with epoll.
 */
typedef struct _GcLoadPage GcLoadPage;

typedef struct {
  /* The answer to gc_load_page_post () is whole. */
  void (*answered) (GcLoadPage *page, unsigned status, const char *body, gpointer user_data);
  /* The WebSocket is open. */
  void (*opened) (GcLoadPage *page, gpointer user_data);
  /* A text message, zero-terminated. */
  void (*text) (GcLoadPage *page, const char *text, size_t size, gpointer user_data);
  /* The connection is over for a reason that nobody asked for. */
  void (*lost) (GcLoadPage *page, const char *why, gpointer user_data);
} GcLoadPageCallbacks;

typedef struct {
  struct sockaddr_in server;
  char *origin; /* "http://127.0.0.1:8080", owned */
  int epoll;    /* each page's socket is in it, with the page as data */
  const GcLoadPageCallbacks *callbacks;
} GcLoadPageConfig;

/* @config and @cookie ("gc_kiosk=...") must outlive the page. @number spreads the pages over source
 * addresses, so that ports do not run out. */
GcLoadPage *gc_load_page_new (const GcLoadPageConfig *config,
                              const char *cookie,
                              unsigned number,
                              gpointer user_data);
void gc_load_page_free (GcLoadPage *page);

gboolean gc_load_page_post (GcLoadPage *page, const char *path, const char *json);
/* Opens the WebSocket with @pass, after the request before was answered. */
gboolean gc_load_page_upgrade (GcLoadPage *page, const char *pass);
gboolean gc_load_page_send (GcLoadPage *page, const char *text);

/* Reads what has come. To be called when epoll names the page; not to be freed meanwhile. */
void gc_load_page_read (GcLoadPage *page);
