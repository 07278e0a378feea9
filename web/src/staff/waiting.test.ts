// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsLeft, waitLevel } from './waiting';

const MINUTE_MS = 60_000;

test('the steps begin at 0, 10, 20 and 30 minutes', () => {
  const now = 1_795_449_600_000;
  const cases: ReadonlyArray<readonly [number, string]> = [
    [-5_000, 'short'],
    [0, 'short'],
    [10 * MINUTE_MS - 1, 'short'],
    [10 * MINUTE_MS, 'long'],
    [20 * MINUTE_MS - 1, 'long'],
    [20 * MINUTE_MS, 'late'],
    [30 * MINUTE_MS - 1, 'late'],
    [30 * MINUTE_MS, 'alarm'],
    [300 * MINUTE_MS, 'alarm'],
  ];
  for (const [waited, level] of cases)
    assert.equal(waitLevel(now - waited, now), level, String(waited));
  assert.equal(waitLevel(null, now), 'none');
});

test('what is left is rounded up and ends at nought', () => {
  assert.equal(secondsLeft(20_000, 0), 20);
  assert.equal(secondsLeft(20_000, 1), 20);
  assert.equal(secondsLeft(20_000, 19_001), 1);
  assert.equal(secondsLeft(20_000, 20_000), 0);
  assert.equal(secondsLeft(20_000, 90_000), 0);
});
