// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdint.h>

/*
 * Numbers in network byte order at @at. The generator's own, beside those of relay/rtp, so that
 * nothing of the relay checks the relay.
 */
static inline void
put_u16 (uint8_t *at, unsigned value)
{
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static inline void
put_u32 (uint8_t *at, uint32_t value)
{
  put_u16 (at, value >> 16);
  put_u16 (at + 2, value & 0xffff);
}

static inline unsigned
get_u16 (const uint8_t *at)
{
  return ((unsigned)at[0] << 8) | at[1];
}

static inline uint32_t
get_u32 (const uint8_t *at)
{
  return ((uint32_t)get_u16 (at) << 16) | get_u16 (at + 2);
}
