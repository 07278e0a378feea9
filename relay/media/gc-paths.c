// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-paths.h"

struct _GcPaths {
  GHashTable *holders;   /* GcAddress, owned -> GcPeer */
  GHashTable *claimants; /* the same */
};

GcPaths *
gc_paths_new (void)
{
  GcPaths *paths = g_new0 (GcPaths, 1);

  paths->holders = g_hash_table_new_full (gc_address_hash, gc_address_equal, g_free, NULL);
  paths->claimants = g_hash_table_new_full (gc_address_hash, gc_address_equal, g_free, NULL);
  return paths;
}

void
gc_paths_free (GcPaths *paths)
{
  if (paths == NULL)
    return;
  g_hash_table_unref (paths->holders);
  g_hash_table_unref (paths->claimants);
  g_free (paths);
}

GcPeer *
gc_paths_get_holder (const GcPaths *paths, const GcAddress *address)
{
  return g_hash_table_lookup (paths->holders, address);
}

GcPeer *
gc_paths_get_claimant (const GcPaths *paths, const GcAddress *address)
{
  return g_hash_table_lookup (paths->claimants, address);
}

static void
set (GHashTable *table, const GcAddress *address, GcPeer *peer)
{
  g_hash_table_replace (table, g_memdup2 (address, sizeof *address), peer);
}

void
gc_paths_claim (GcPaths *paths, const GcAddress *address, GcPeer *peer)
{
  GcPeer *holder = gc_paths_get_holder (paths, address);
  gboolean taken = holder != NULL && holder != peer && gc_peer_owns (holder, address);

  set (taken ? paths->claimants : paths->holders, address, peer);
}

void
gc_paths_give (GcPaths *paths, const GcAddress *address, GcPeer *peer)
{
  const GcAddress copy = *address; /* @address may be a key that goes */
  GcPeer *former = gc_paths_get_holder (paths, &copy);

  set (paths->holders, &copy, peer);
  if (former != NULL && former != peer && gc_peer_owns (former, &copy))
    set (paths->claimants, &copy, former);
  else
    g_hash_table_remove (paths->claimants, &copy);
}

void
gc_paths_forget (GcPaths *paths, const GcAddress *address, GcPeer *peer)
{
  GcPeer *claimant = gc_paths_get_claimant (paths, address);

  if (claimant == peer)
    g_hash_table_remove (paths->claimants, address);
  if (gc_paths_get_holder (paths, address) != peer)
    return;
  if (claimant == NULL || claimant == peer)
    g_hash_table_remove (paths->holders, address);
  else
    gc_paths_give (paths, address, claimant);
}

static gboolean
is_of (gpointer address, gpointer value, gpointer peer)
{
  return value == peer;
}

void
gc_paths_remove (GcPaths *paths, const GcPeer *peer)
{
  GHashTableIter iter;
  gpointer address, holder;

  g_hash_table_foreach_remove (paths->claimants, is_of, (gpointer)peer);
  g_hash_table_iter_init (&iter, paths->holders);
  while (g_hash_table_iter_next (&iter, &address, &holder)) {
    if (holder != peer)
      continue;
    GcPeer *claimant = gc_paths_get_claimant (paths, address);
    if (claimant == NULL) {
      g_hash_table_iter_remove (&iter);
    } else {
      g_hash_table_remove (paths->claimants, address);
      g_hash_table_iter_replace (&iter, claimant);
    }
  }
}
