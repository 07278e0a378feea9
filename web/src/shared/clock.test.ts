// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  calendarDay,
  dayName,
  daysBetween,
  formatSpan,
  minutesAhead,
  ServerClock,
  wallTime,
} from './clock';

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

const utc = (text: string): number => Date.parse(text);

test('days are counted on the calendar of the place', () => {
  const cases: ReadonlyArray<readonly [string, string, string, number]> = [
    ['Europe/Rome', '2026-11-23T22:30:00Z', '2026-11-23T23:30:00Z', 1],
    ['Asia/Shanghai', '2026-11-23T17:00:00Z', '2026-11-24T15:00:00Z', 0],
    ['Europe/Rome', '2027-03-27T12:00:00Z', '2027-03-29T08:00:00Z', 2],
    ['Europe/Rome', '2026-12-31T12:00:00Z', '2026-12-30T12:00:00Z', -1],
  ];
  for (const [zone, now, then, days] of cases) {
    assert.equal(daysBetween(zone, utc(now), utc(then)), days, `${zone} ${now}`);
  }
});

test('a calendar day is that of the place, in digits', () => {
  assert.equal(calendarDay('Asia/Shanghai', utc('2026-11-23T16:00:00Z')), '2026-11-24');
  assert.equal(calendarDay('America/New_York', utc('2026-11-23T04:59:00Z')), '2026-11-22');
});

test('the distance to Wenzhou follows summer time', () => {
  assert.equal(minutesAhead('Europe/Rome', 'Asia/Shanghai', utc('2026-11-23T12:00:00Z')), -420);
  assert.equal(minutesAhead('Europe/Rome', 'Asia/Shanghai', utc('2026-07-23T12:00:00Z')), -360);
  assert.equal(minutesAhead('Asia/Shanghai', 'Asia/Shanghai', utc('2026-07-23T12:00:00Z')), 0);
});

test('a day of the week is enough for a week, then comes the date', () => {
  const now = utc('2026-10-01T08:00:00Z');
  assert.equal(dayName('Europe/Rome', now, utc('2026-10-05T07:00:00Z'), 'en', 'long'), 'Monday');
  assert.equal(
    dayName('Europe/Rome', now, utc('2026-10-08T07:00:00Z'), 'en', 'long'),
    'Thursday, October 8',
  );
  assert.equal(
    dayName('Asia/Shanghai', now, utc('2026-10-08T07:00:00Z'), 'zh-CN', 'short'),
    '10月8日周四',
  );
});
