// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-store.h"

#include <glib.h>

/*
 * GcUser: who is signed in on a page, as of the moment in which the session was read. What a role
 * may do stands in two tables and nowhere else: the page of a role here, the methods in gc-methods.
 */
typedef enum {
  GC_ROLE_KIOSK,
  GC_ROLE_AGENT,
  GC_ROLE_COORDINATOR,
  GC_ROLE_ADMINISTRATOR,
  GC_ROLE_DISPLAY,
  GC_ROLE_N,
} GcRole;

typedef enum {
  GC_PAGE_KIOSK,
  GC_PAGE_AGENT,
  GC_PAGE_DESK,
  GC_PAGE_DISPLAY,
  GC_PAGE_N,
} GcPage;

typedef struct {
  GcRole role;
  GcPage page;
  char *account; /* or the device's id */
  char *name;    /* of the person, or the point's in Chinese */
  char *point;   /* (nullable) of a device */
  char **departments;
  char **languages;
  char **items;
  gboolean supervisor;
  char *hub; /* (nullable) of an agent */
  uint8_t session[GC_STORE_HASH_SIZE];
} GcUser;

GcUser *gc_user_copy (const GcUser *user);
void gc_user_free (GcUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcUser, gc_user_free)

/* `kiosk agent coordinator administrator display`. Static. */
const char *gc_role_name (GcRole role);
gboolean gc_role_parse (const char *name, GcRole *ret_role);

/* The one page that @role signs in on. */
GcPage gc_role_page (GcRole role);

/* Whether it is a device at a point, enrolled by a code, and nobody's account. */
gboolean gc_role_is_device (GcRole role);
gboolean gc_page_is_device (GcPage page);

/* `kiosk agent desk display`, and the name of the page's cookie. Static. */
const char *gc_page_name (GcPage page);
const char *gc_page_cookie (GcPage page);
/* Errors: GC_ERROR_INVALID. */
gboolean gc_page_parse (const char *name, GcPage *ret_page, GError **error);
