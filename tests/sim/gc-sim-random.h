// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcSimRandom: numbers that are the same on any machine for the same seed. Streams of one seed are
 * independent, so that each visit and each offer has its own: what one policy does never shifts
 * the luck of the next visit, and all policies live in the same world. No libm: its last bit
 * differs between versions.
 */
typedef struct {
  uint64_t state[4];
} GcSimRandom;

/* @stream and @part choose one stream of @seed, such as a visit and the number of its offer. */
void gc_sim_random_init (GcSimRandom *random, uint64_t seed, uint64_t stream, uint64_t part);

/* In (0, 1]. */
double gc_sim_random_unit (GcSimRandom *random);

/* TRUE in @percent of 100 cases. */
gboolean gc_sim_random_chance (GcSimRandom *random, int64_t percent);

/* 0 to the sum of @weights less 1 falls on an index: returned. At least one weight above 0. */
unsigned gc_sim_random_choose (GcSimRandom *random, const int64_t *weights, unsigned n);

/* Exponential with mean 1: the gap of a Poisson stream. */
double gc_sim_random_exponential (GcSimRandom *random);

/* Log-normal: half of all values are below @median_ms; @spread_percent is 100 times sigma. */
int64_t gc_sim_random_log_normal (GcSimRandom *random, int64_t median_ms, int64_t spread_percent);
