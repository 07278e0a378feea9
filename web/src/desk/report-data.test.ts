// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentTime, ReportAgent, ReportRow } from '../shared/messages';
import {
  addDays,
  byOccupancy,
  byWait,
  countTicks,
  homeDay,
  hourTicks,
  labelled,
  percent,
  runsOf,
  shorten,
  signedSpan,
  span,
  spanOf,
  spanProblem,
  timeTicks,
  topRows,
} from './report-data';

const row = (key: string, arrived: number, p90: number | null) =>
  ({ key, arrived, wait_p90_ms: p90 }) as ReportRow;

test('days are those of Wenzhou', () => {
  assert.equal(homeDay(Date.parse('2026-11-24T15:59:59Z')), '2026-11-24');
  assert.equal(homeDay(Date.parse('2026-11-24T16:00:00Z')), '2026-11-25');
});

test('periods end today and have as many days as they say', () => {
  const now = Date.parse('2026-03-01T02:00:00Z');
  assert.deepEqual(spanOf('today', now), ['2026-03-01', '2026-03-01']);
  assert.deepEqual(spanOf('week', now), ['2026-02-23', '2026-03-01']);
  assert.deepEqual(spanOf('month', now), ['2026-01-31', '2026-03-01']);
  assert.equal(addDays('2028-02-28', 1), '2028-02-29');
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
});

test('a period that cannot be asked for says why', () => {
  assert.equal(spanProblem('2026-11-01', '2026-11-01'), null);
  assert.equal(spanProblem('2026-01-01', '2027-01-05'), null);
  assert.equal(spanProblem('2026-01-01', '2027-01-06'), 'long');
  assert.equal(spanProblem('2026-11-02', '2026-11-01'), 'order');
  assert.equal(spanProblem('', '2026-11-01'), 'empty');
});

test('numbers as people read them', () => {
  assert.equal(percent(934), '93.4%');
  assert.equal(percent(1000), '100.0%');
  assert.equal(percent(0), '0.0%');
  assert.equal(percent(null), '–');
  assert.equal(span(61_400), '1:01');
  assert.equal(span(59_600), '1:00');
  assert.equal(span(null), '–');
});

test('scales are round and reach above the largest value', () => {
  assert.deepEqual(countTicks(0), [0, 1]);
  assert.deepEqual(countTicks(4), [0, 1, 2, 3, 4]);
  assert.deepEqual(countTicks(73), [0, 20, 40, 60, 80]);
  assert.deepEqual(timeTicks(0), [0, 15_000]);
  assert.deepEqual(timeTicks(9 * 60_000), [0, 300_000, 600_000]);
  for (let most = 1; most < 100_000; most = Math.ceil(most * 1.3)) {
    for (const ticks of [countTicks(most), timeTicks(most * 1000)]) {
      const end = ticks.at(-1) ?? 0;
      assert.ok(end >= most, `${most}`);
      assert.ok(ticks.length >= 2 && ticks.length <= 6, `${most}: ${ticks.join()}`);
    }
  }
});

test('the last label is always there, and no more than have room', () => {
  for (const [count, room] of [
    [1, 5],
    [30, 10],
    [370, 8],
    [7, 0],
  ] as const) {
    const shown = Array.from({ length: count }, (_, index) => labelled(index, count, room));
    assert.equal(shown.at(-1), true);
    assert.ok(shown.filter(Boolean).length <= Math.max(1, room), `${count} ${room}`);
  }
});

test('a line has gaps where there is no value', () => {
  assert.deepEqual(runsOf([null, 1, 2, null, 3]), [
    [
      [1, 1],
      [2, 2],
    ],
    [[4, 3]],
  ]);
  assert.deepEqual(runsOf([1, null, null, 2, null, null, null, 3], 2), [
    [
      [0, 1],
      [3, 2],
    ],
    [[7, 3]],
  ]);
  assert.deepEqual(runsOf([]), []);
  assert.deepEqual(runsOf([null]), []);
});

test('rows by their waits and by their tickets', () => {
  const rows = [row('a', 3, null), row('b', 9, 100), row('c', 5, 300), row('d', 1, null)];
  assert.deepEqual(
    byWait(rows).map((each) => each.key),
    ['c', 'b', 'a', 'd'],
  );
  assert.deepEqual(
    topRows(rows, 2).map((each) => each.key),
    ['b', 'c'],
  );
});

test('a name that has no room is cut, not drawn over what stands beside it', () => {
  assert.equal(shorten('米兰海外服务点', 98), '米兰海外服务点');
  assert.equal(shorten('米兰海外服务点', 97), '米兰海外服…');
  assert.equal(shorten('Milan service point', 170), 'Milan service point');
  assert.equal(shorten('Milan service point', 100), 'Milan serv…');
  assert.equal(shorten('米兰', 0), '…');
});

test('an error says in which way it is one', () => {
  assert.equal(signedSpan(90_000), '+1:30');
  assert.equal(signedSpan(-90_400), '−1:30');
  assert.equal(signedSpan(-400), '0:00');
  assert.equal(signedSpan(null), '–');
});

test('the busiest agents come first, those of whom nothing is known are left out', () => {
  const agent = (name: string, occupancy: number | null, known = true) =>
    ({
      name,
      time: known ? ({ occupancy_permille: occupancy } as AgentTime) : null,
    }) as ReportAgent;
  const sorted = byOccupancy([
    agent('a', 300),
    agent('b', null),
    agent('c', 900),
    agent('d', 1, false),
  ]);
  assert.deepEqual(
    sorted.map(({ name }) => name),
    ['c', 'a', 'b'],
  );
});

test('many hours have round numbers, few have minutes', () => {
  const hours = (ticks: number[]) => ticks.map((tick) => tick / 3_600_000);
  assert.deepEqual(hours(hourTicks(281 * 3_600_000)), [0, 100, 200, 300]);
  assert.deepEqual(hours(hourTicks(9 * 3_600_000)), [0, 5, 10]);
  assert.deepEqual(hours(hourTicks(50 * 60_000)), [0, 0.25, 0.5, 0.75, 1]);
});
