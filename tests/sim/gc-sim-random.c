// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * xoshiro256** seeded by splitmix64 (Blackman and Vigna, public domain), and the few functions that
 * the distributions need, made of additions and multiplications only.
 */
#include "config.h"

#include "gc-sim-random.h"

#include <math.h>

#define LN_2 0.69314718055994530942

static uint64_t
split_mix (uint64_t *state)
{
  uint64_t z = (*state += UINT64_C (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
gc_sim_random_init (GcSimRandom *random, uint64_t seed, uint64_t stream, uint64_t part)
{
  uint64_t mixed = seed;
  uint64_t with_stream = split_mix (&mixed) ^ stream;
  uint64_t with_part = split_mix (&with_stream) ^ part;

  for (unsigned i = 0; i < G_N_ELEMENTS (random->state); i++)
    random->state[i] = split_mix (&with_part);
}

static uint64_t
rotate (uint64_t x, int by)
{
  return (x << by) | (x >> (64 - by));
}

static uint64_t
next (GcSimRandom *random)
{
  uint64_t *s = random->state;
  uint64_t result = rotate (s[1] * 5, 7) * 9;
  uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

double
gc_sim_random_unit (GcSimRandom *random)
{
  return (double)((next (random) >> 11) + 1) * 0x1p-53;
}

gboolean
gc_sim_random_chance (GcSimRandom *random, int64_t percent)
{
  return gc_sim_random_unit (random) * 100.0 <= (double)percent;
}

unsigned
gc_sim_random_choose (GcSimRandom *random, const int64_t *weights, unsigned n)
{
  int64_t sum = 0;

  for (unsigned i = 0; i < n; i++)
    sum += weights[i];
  double at = gc_sim_random_unit (random) * (double)sum;
  unsigned chosen = 0;
  for (unsigned i = 0; i < n && at > 0; i++)
    if (weights[i] > 0) {
      chosen = i;
      at -= (double)weights[i];
    }
  return chosen;
}

/* ln x = 2 artanh ((x - 1) / (x + 1)), after x is brought near 1. */
static double
natural_log (double x)
{
  int exponent = 0;
  double mantissa = frexp (x, &exponent);

  if (mantissa < 0.70710678118654752440) {
    mantissa *= 2;
    exponent--;
  }
  double y = (mantissa - 1) / (mantissa + 1), power = y, sum = 0;
  for (int i = 1; i <= 23; i += 2) {
    sum += power / i;
    power *= y * y;
  }
  return 2 * sum + exponent * LN_2;
}

static double
exponential (double x)
{
  int exponent = (int)floor (x / LN_2 + 0.5);
  double rest = x - exponent * LN_2, term = 1, sum = 1;

  for (int i = 1; i <= 18; i++) {
    term *= rest / i;
    sum += term;
  }
  return ldexp (sum, exponent);
}

double
gc_sim_random_exponential (GcSimRandom *random)
{
  return -natural_log (gc_sim_random_unit (random));
}

/* Marsaglia's polar method, one value of the pair. */
static double
normal (GcSimRandom *random)
{
  for (;;) {
    double u = 2 * gc_sim_random_unit (random) - 1;
    double v = 2 * gc_sim_random_unit (random) - 1;
    double s = u * u + v * v;
    if (s > 0 && s < 1)
      return u * sqrt (-2 * natural_log (s) / s);
  }
}

int64_t
gc_sim_random_log_normal (GcSimRandom *random, int64_t median_ms, int64_t spread_percent)
{
  double factor = exponential (normal (random) * (double)spread_percent / 100);

  return (int64_t)((double)median_ms * factor);
}
