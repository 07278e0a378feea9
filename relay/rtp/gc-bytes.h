// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Big-endian integers at unaligned places, as all of RTP and RTCP has them. Private to relay/rtp.
 */
#pragma once

#include <stdint.h>

static inline uint16_t
gc_read_u16 (const uint8_t *at)
{
  return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t
gc_read_u24 (const uint8_t *at)
{
  return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

static inline uint32_t
gc_read_u32 (const uint8_t *at)
{
  return (uint32_t)at[0] << 24 | gc_read_u24 (at + 1);
}

static inline uint64_t
gc_read_u64 (const uint8_t *at)
{
  return (uint64_t)gc_read_u32 (at) << 32 | gc_read_u32 (at + 4);
}

static inline void
gc_write_u16 (uint8_t *at, uint16_t value)
{
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static inline void
gc_write_u24 (uint8_t *at, uint32_t value)
{
  at[0] = (uint8_t)(value >> 16);
  at[1] = (uint8_t)(value >> 8);
  at[2] = (uint8_t)value;
}

static inline void
gc_write_u32 (uint8_t *at, uint32_t value)
{
  at[0] = (uint8_t)(value >> 24);
  gc_write_u24 (at + 1, value & 0xffffff);
}

static inline void
gc_write_u64 (uint8_t *at, uint64_t value)
{
  gc_write_u32 (at, (uint32_t)(value >> 32));
  gc_write_u32 (at + 4, (uint32_t)value);
}
