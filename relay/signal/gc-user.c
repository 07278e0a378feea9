// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-user.h"

#include "common/gc-error.h"

#include <string.h>

static const struct {
  const char *name;
  GcPage page;
} roles[GC_ROLE_N] = {
  [GC_ROLE_KIOSK] = { "kiosk", GC_PAGE_KIOSK },
  [GC_ROLE_AGENT] = { "agent", GC_PAGE_AGENT },
  [GC_ROLE_COORDINATOR] = { "coordinator", GC_PAGE_DESK },
  [GC_ROLE_ADMINISTRATOR] = { "administrator", GC_PAGE_DESK },
  [GC_ROLE_DISPLAY] = { "display", GC_PAGE_DISPLAY },
};

static const struct {
  const char *name;
  const char *cookie;
  gboolean device;
} pages[GC_PAGE_N] = {
  [GC_PAGE_KIOSK] = { "kiosk", "gc_kiosk", TRUE },
  [GC_PAGE_AGENT] = { "agent", "gc_agent", FALSE },
  [GC_PAGE_DESK] = { "desk", "gc_desk", FALSE },
  [GC_PAGE_DISPLAY] = { "display", "gc_display", TRUE },
};

GcUser *
gc_user_copy (const GcUser *user)
{
  GcUser *copy = g_new (GcUser, 1);

  *copy = *user;
  copy->account = g_strdup (user->account);
  copy->name = g_strdup (user->name);
  copy->point = g_strdup (user->point);
  copy->departments = g_strdupv (user->departments);
  copy->languages = g_strdupv (user->languages);
  copy->items = g_strdupv (user->items);
  copy->hub = g_strdup (user->hub);
  return copy;
}

void
gc_user_free (GcUser *user)
{
  if (user == NULL)
    return;
  g_free (user->account);
  g_free (user->name);
  g_free (user->point);
  g_strfreev (user->departments);
  g_strfreev (user->languages);
  g_strfreev (user->items);
  g_free (user->hub);
  g_free (user);
}

const char *
gc_role_name (GcRole role)
{
  g_return_val_if_fail ((unsigned)role < GC_ROLE_N, "");
  return roles[role].name;
}

gboolean
gc_role_parse (const char *name, GcRole *ret_role)
{
  for (size_t i = 0; i < G_N_ELEMENTS (roles); i++) {
    if (g_strcmp0 (name, roles[i].name) == 0) {
      *ret_role = (GcRole)i;
      return TRUE;
    }
  }
  return FALSE;
}

GcPage
gc_role_page (GcRole role)
{
  g_return_val_if_fail ((unsigned)role < GC_ROLE_N, GC_PAGE_KIOSK);
  return roles[role].page;
}

gboolean
gc_page_is_device (GcPage page)
{
  g_return_val_if_fail ((unsigned)page < GC_PAGE_N, FALSE);
  return pages[page].device;
}

gboolean
gc_role_is_device (GcRole role)
{
  return gc_page_is_device (gc_role_page (role));
}

const char *
gc_page_name (GcPage page)
{
  g_return_val_if_fail ((unsigned)page < GC_PAGE_N, "");
  return pages[page].name;
}

const char *
gc_page_cookie (GcPage page)
{
  g_return_val_if_fail ((unsigned)page < GC_PAGE_N, "");
  return pages[page].cookie;
}

gboolean
gc_page_parse (const char *name, GcPage *ret_page, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (pages); i++) {
    if (g_strcmp0 (name, pages[i].name) == 0) {
      *ret_page = (GcPage)i;
      return TRUE;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "page \"%.16s\": must be kiosk, agent, desk or display", name != NULL ? name : "");
  return FALSE;
}
