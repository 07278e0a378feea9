// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"

/*
 * GcPaths: which peer holds each 5-tuple. One whose port is used again goes to its new peer, but
 * not for the asking: a request with a forged source would take it from the one whose it is. While
 * the holder's claim is proved (gc_peer_owns ()), another one only claims it, until its own check
 * has been answered from there. Streaming thread; the peers are borrowed until gc_paths_remove ().
 */
typedef struct _GcPaths GcPaths;

GcPaths *gc_paths_new (void);
void gc_paths_free (GcPaths *paths);

/* (transfer none) (nullable) */
GcPeer *gc_paths_get_holder (const GcPaths *paths, const GcAddress *address);
GcPeer *gc_paths_get_claimant (const GcPaths *paths, const GcAddress *address);

/* @peer says that @address is its own. */
void gc_paths_claim (GcPaths *paths, const GcAddress *address, GcPeer *peer);

/* @peer has proved it: it holds @address from now on; who had it may get it back. */
void gc_paths_give (GcPaths *paths, const GcAddress *address, GcPeer *peer);

/* @peer gives @address up. */
void gc_paths_forget (GcPaths *paths, const GcAddress *address, GcPeer *peer);

/* @peer goes; what it holds goes to those who claim it. */
void gc_paths_remove (GcPaths *paths, const GcPeer *peer);
