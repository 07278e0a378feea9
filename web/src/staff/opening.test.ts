// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  closingTime,
  daysBetween,
  instantOf,
  minutesAhead,
  nextOpening,
  wallTime,
  type WeekWindow,
} from './opening';

const MORNINGS: WeekWindow = {
  mon: [['09:00', '12:30']],
  tue: [['09:00', '12:30']],
  wed: [['09:00', '12:30']],
  thu: [['09:00', '12:30']],
  fri: [['09:00', '12:30']],
  sat: [],
  sun: [],
};

const utc = (text: string): number => Date.parse(text);

test('a closed point opens at the next span, at the wall time of the point', () => {
  const cases: ReadonlyArray<readonly [string, string, string]> = [
    ['Europe/Rome', '2026-11-23T17:04:00Z', '2026-11-24T08:00:00Z'],
    ['Europe/Rome', '2026-11-23T07:59:59Z', '2026-11-23T08:00:00Z'],
    ['Europe/Rome', '2026-11-27T12:00:00Z', '2026-11-30T08:00:00Z'],
    ['Asia/Shanghai', '2026-11-29T16:30:00Z', '2026-11-30T01:00:00Z'],
    ['Australia/Sydney', '2026-11-22T13:30:00Z', '2026-11-22T22:00:00Z'],
  ];
  for (const [timezone, now, opens] of cases) {
    assert.equal(nextOpening(MORNINGS, timezone, utc(now)), utc(opens), `${timezone} ${now}`);
  }
});

test('while open, the next opening is that of the next span', () => {
  const window: WeekWindow = {
    mon: [
      ['12:00', '13:00'],
      ['14:00', '17:30'],
    ],
  };
  assert.equal(
    nextOpening(window, 'Asia/Shanghai', utc('2026-11-23T04:30:00Z')),
    utc('2026-11-23T06:00:00Z'),
  );
  assert.equal(
    nextOpening(window, 'Asia/Shanghai', utc('2026-11-23T06:00:00Z')),
    utc('2026-11-30T04:00:00Z'),
  );
});

test('summer time moves the instant, not the wall time', () => {
  // Rome leaves winter time on Sunday 2027-03-28; Friday and Monday open at the same wall time.
  assert.equal(
    nextOpening(MORNINGS, 'Europe/Rome', utc('2027-03-25T20:00:00Z')),
    utc('2027-03-26T08:00:00Z'),
  );
  assert.equal(
    nextOpening(MORNINGS, 'Europe/Rome', utc('2027-03-26T20:00:00Z')),
    utc('2027-03-29T07:00:00Z'),
  );
  // New York goes back on Sunday 2026-11-01, the day on which this window opens.
  const evening: WeekWindow = { sun: [['19:30', '21:30']] };
  assert.equal(
    nextOpening(evening, 'America/New_York', utc('2026-10-31T12:00:00Z')),
    utc('2026-11-02T00:30:00Z'),
  );
});

test('a wall time that the change leaves out is taken after it, a doubled one at its first', () => {
  const skipped = instantOf('Europe/Rome', { year: 2027, month: 3, day: 28, hour: 2, minute: 30 });
  assert.deepEqual(wallTime('Europe/Rome', skipped), {
    year: 2027,
    month: 3,
    day: 28,
    hour: 3,
    minute: 30,
  });
  const doubled = instantOf('Europe/Rome', { year: 2026, month: 10, day: 25, hour: 2, minute: 30 });
  assert.equal(doubled, utc('2026-10-25T00:30:00Z'));
});

test('a point without any window never opens', () => {
  assert.equal(nextOpening({ mon: [], tue: [] }, 'Europe/Rome', utc('2026-11-23T17:04:00Z')), null);
  assert.equal(nextOpening({}, 'Europe/Rome', utc('2026-11-23T17:04:00Z')), null);
});

test('an open window closes at its end; the end itself is closed', () => {
  assert.equal(
    closingTime(MORNINGS, 'Europe/Rome', utc('2026-11-23T09:00:00Z')),
    utc('2026-11-23T11:30:00Z'),
  );
  assert.equal(closingTime(MORNINGS, 'Europe/Rome', utc('2026-11-23T11:30:00Z')), null);
  assert.equal(closingTime(MORNINGS, 'Europe/Rome', utc('2026-11-22T09:00:00Z')), null);
});

test('days are counted on the calendar of the point', () => {
  assert.equal(
    daysBetween('Europe/Rome', utc('2026-11-23T22:30:00Z'), utc('2026-11-23T23:30:00Z')),
    1,
  );
  assert.equal(
    daysBetween('Asia/Shanghai', utc('2026-11-23T17:00:00Z'), utc('2026-11-24T15:00:00Z')),
    0,
  );
  assert.equal(
    daysBetween('Europe/Rome', utc('2027-03-27T12:00:00Z'), utc('2027-03-29T08:00:00Z')),
    2,
  );
});

test('the distance to Wenzhou follows summer time', () => {
  assert.equal(minutesAhead('Europe/Rome', 'Asia/Shanghai', utc('2026-11-23T12:00:00Z')), -420);
  assert.equal(minutesAhead('Europe/Rome', 'Asia/Shanghai', utc('2026-07-23T12:00:00Z')), -360);
  assert.equal(minutesAhead('Asia/Shanghai', 'Asia/Shanghai', utc('2026-07-23T12:00:00Z')), 0);
});
