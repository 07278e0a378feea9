// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSpan, ServerClock, wallTime } from './clock';

test('the two clocks, over the change to summer time', () => {
  const before = Date.UTC(2026, 2, 29, 0, 59);
  assert.equal(wallTime(before, 'Europe/Rome', 'en').time, '01:59');
  assert.equal(wallTime(before + 60_000, 'Europe/Rome', 'en').time, '03:00');
  assert.equal(wallTime(before, 'Asia/Shanghai', 'en').time, '08:59');
  assert.equal(wallTime(Date.UTC(2026, 0, 1, 16, 0), 'Asia/Shanghai', 'en').time, '00:00');
});

test('the service’s time follows the quickest answer', () => {
  const clock = new ServerClock(() => 1000);
  assert.equal(clock.now(), 1000);
  clock.add(50_000, 400);
  assert.equal(clock.now(), 50_200);
  clock.add(60_000, 900);
  assert.equal(clock.now(), 50_200);
  clock.add(50_100, 20);
  assert.equal(clock.now(), 50_110);
});

test('spans', () => {
  assert.equal(formatSpan(-5), '0:00');
  assert.equal(formatSpan(65_999), '1:05');
  assert.equal(formatSpan(3_600_000), '1:00:00');
});
