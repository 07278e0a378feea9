// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-address.h"

/*
 * GcNetworks: how much strangers of one network (IPv4 /24, IPv6 /56) may cost. A fixed number of
 * buckets, found by a hash with a secret key: no state is made for anybody, and two networks that
 * share a bucket cannot be picked from outside.
 */
typedef struct _GcNetworks GcNetworks;

/* (transfer full) */
GcNetworks *gc_networks_new (void);
void gc_networks_free (GcNetworks *networks);

/* Takes one token of the network of @address (GC_LIMIT_STUN_NETWORK_*); FALSE if none is left. */
gboolean gc_networks_take (GcNetworks *networks, const GcAddress *address, int64_t now_us);
