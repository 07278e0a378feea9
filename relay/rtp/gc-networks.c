// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-networks.h"

#include <string.h>

#include "common/gc-id.h"
#include "rtp/gc-bucket.h"
#include "rtp/gc-limits.h"

#define IPV4_BYTES 3 /* of the address that name its network */
#define IPV6_BYTES 7

struct _GcNetworks {
  uint64_t key;
  GcBucket buckets[GC_LIMIT_NETWORKS];
};

GcNetworks *
gc_networks_new (void)
{
  GcNetworks *networks = g_new0 (GcNetworks, 1);

  gc_random_bytes (&networks->key, sizeof networks->key);
  return networks;
}

void
gc_networks_free (GcNetworks *networks)
{
  g_free (networks);
}

/* The finisher of MurmurHash3 (public domain): each bit of the input moves each of the output. */
static uint64_t
mix (uint64_t value)
{
  value = (value ^ value >> 33) * UINT64_C (0xff51afd7ed558ccd);
  value = (value ^ value >> 33) * UINT64_C (0xc4ceb9fe1a85ec53);
  return value ^ value >> 33;
}

static GcBucket *
find_bucket (GcNetworks *networks, const GcAddress *address)
{
  uint8_t prefix[8] = { 0 };
  uint64_t value;

  memcpy (prefix, address->bytes, address->family == AF_INET ? IPV4_BYTES : IPV6_BYTES);
  prefix[7] = address->family;
  memcpy (&value, prefix, sizeof value);
  return &networks->buckets[mix (mix (value ^ networks->key) + networks->key) % GC_LIMIT_NETWORKS];
}

gboolean
gc_networks_take (GcNetworks *networks, const GcAddress *address, int64_t now_us)
{
  static const GcBucketRate rate =
      GC_BUCKET_RATE (GC_LIMIT_STUN_NETWORK_PER_S, GC_LIMIT_STUN_NETWORK_BURST);

  return gc_bucket_take (find_bucket (networks, address), &rate, 1, now_us);
}
