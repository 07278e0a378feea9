// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Slot } from './appointments';
import { setLanguage } from './i18n';
import { bothTimes, bothWalls, formatCode, isWholeCode, slotDays, weekdayOf } from './slots';

const slot = (start_ms: number): Slot => {
  return { start_ms, end_ms: start_ms + 1_800_000, free: 1, for_elders: false };
};

test('days are those of the place: late in New York is tomorrow in Wenzhou', () => {
  const now = Date.parse('2026-11-27T02:30:00Z');
  const late = slot(Date.parse('2026-11-28T03:00:00Z'));
  const hours = { fri: [['09:00', '22:30']] };
  const [today, next] = slotDays([late], 'America/New_York', now, { ...hours, thu: [] });
  assert.equal(today?.day, Date.parse('2026-11-26') / 86_400_000);
  assert.equal(today?.why, 'closed');
  assert.deepEqual(next?.slots, [late]);
  assert.equal(next?.why, null);
});

test('a day without slots is closed by its weekday, or has nothing free', () => {
  const now = Date.parse('2026-11-26T09:00:00Z');
  const days = slotDays([], 'Europe/Rome', now, { thu: [['09:00', '12:30']], fri: [] });
  assert.equal(days.length, 22);
  assert.equal(days[0]?.why, 'nothing');
  assert.equal(days[1]?.why, 'closed');
  // A day of the week that is not named is one without hours.
  assert.equal(days[2]?.why, 'closed');
  assert.equal(days[7]?.why, 'nothing');
});

test('the change of the clocks makes no day twice and none missing', () => {
  const now = Date.parse('2026-10-24T22:30:00Z');
  const days = slotDays([], 'Europe/Rome', now, {}).map(({ day }) => day);
  assert.deepEqual(
    days.map((day) => day - (days[0] ?? 0)),
    Array.from({ length: 22 }, (_, index) => index),
  );
  assert.equal(weekdayOf(days[0] ?? 0), 6);
});

test('an appointment by both clocks, one where they say the same', () => {
  setLanguage('en');
  const milan = { point_wall: '2027-03-15 09:30', home_wall: '2027-03-15 16:30' };
  assert.deepEqual(bothWalls(milan), {
    here: { time: '09:30', day: 'Mon, Mar 15' },
    home: { time: '16:30', day: 'Mon, Mar 15' },
  });
  assert.equal(bothWalls({ ...milan, home_wall: milan.point_wall }).home, null);
  const instant = Date.parse('2027-03-15T13:30:00Z');
  assert.deepEqual(bothTimes(instant, 'America/Sao_Paulo'), {
    here: { time: '10:30', day: 'Mon, Mar 15' },
    home: { time: '21:30', day: 'Mon, Mar 15' },
  });
  assert.equal(bothTimes(instant, 'Asia/Shanghai').home, null);
});

test('a code is written in two groups, whatever was typed', () => {
  assert.equal(formatCode('k7dm2'), 'K7DM2');
  assert.equal(formatCode('k7dm29'), 'K7DM2-9');
  assert.equal(formatCode(' k7 dm2–9qx4t99'), 'K7DM2-9QX4T');
  assert.equal(formatCode('ILO01漢'), '');
  assert.equal(isWholeCode(formatCode('k7dm29qx4t')), true);
  assert.equal(isWholeCode('K7DM2-9QX4'), false);
});
