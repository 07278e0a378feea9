// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* The fuzzer's bytes, read from the head; where they end there are zeros. */
typedef struct {
  const uint8_t *at;
  size_t left;
} FuzzBytes;

/* The next @size bytes as a number, at most eight. */
static inline uint64_t
fuzz_take (FuzzBytes *bytes, size_t size)
{
  uint64_t value = 0;

  size = MIN (size, bytes->left);
  for (size_t i = 0; i < size; i++)
    value = value << 8 | bytes->at[i];
  bytes->at += size;
  bytes->left -= size;
  return value;
}

/* As many of the next @size bytes as there are, borrowed. */
static inline const uint8_t *
fuzz_take_block (FuzzBytes *bytes, size_t size, size_t *ret_size)
{
  const uint8_t *block = bytes->at;

  *ret_size = MIN (size, bytes->left);
  bytes->at += *ret_size;
  bytes->left -= *ret_size;
  return block;
}
