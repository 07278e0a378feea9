// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOfKind, sortAgents, sortPoints, totalsOf, type PointRow } from './order';

function row(id: string, more: Partial<PointRow> = {}): PointRow {
  const plain: PointRow = {
    id,
    name: id,
    kind: 'overseas',
    timezone: 'Europe/Rome',
    open: false,
    closed: null,
    opensMs: null,
    closesMs: null,
    kiosks: 1,
    waiting: 0,
    inSession: 0,
    oldestSinceMs: null,
  };
  return { ...plain, ...more };
}

const ROWS = [
  row('a', { opensMs: 500 }),
  row('b', { open: true, closesMs: 300, waiting: 1, oldestSinceMs: 40 }),
  row('c', {
    open: true,
    closesMs: 200,
    waiting: 3,
    oldestSinceMs: 60,
    inSession: 2,
    kind: 'domestic',
  }),
  row('d', { opensMs: 400, waiting: 1, oldestSinceMs: 20 }),
  row('e'),
];

const ids = (rows: readonly PointRow[]): string => rows.map((each) => each.id).join('');

test('points are sorted by each order, equals as in the catalogue', () => {
  assert.equal(ids(sortPoints(ROWS, 'catalogue')), 'abcde');
  assert.equal(ids(sortPoints(ROWS, 'wait')), 'dbcae');
  assert.equal(ids(sortPoints(ROWS, 'waiting')), 'cdbae');
  assert.equal(ids(sortPoints(ROWS, 'open')), 'cbdae');
  assert.equal(ids(ROWS), 'abcde', 'the argument is left as it was');
});

test('totals add up, and the oldest wait is the earliest start', () => {
  assert.deepEqual(totalsOf(ROWS), {
    open: 2,
    points: 5,
    kiosks: 5,
    waiting: 5,
    inSession: 2,
    oldestSinceMs: 20,
  });
  assert.deepEqual(totalsOf([]), {
    open: 0,
    points: 0,
    kiosks: 0,
    waiting: 0,
    inSession: 0,
    oldestSinceMs: null,
  });
});

test('points are told apart by kind', () => {
  assert.equal(ids(pointsOfKind(ROWS, 'domestic')), 'c');
});

test('agents who can take the next resident come first, the longest idle before the others', () => {
  const agent = (account: string, effective: string, since_ms: number) => ({
    account,
    effective,
    since_ms,
  });
  const sorted = sortAgents([
    agent('off', 'offline', 1),
    agent('busy', 'busy', 1),
    agent('late', 'idle', 9),
    agent('early', 'idle', 3),
    agent('odd', 'something_new', 1),
    agent('wrap', 'wrap_up', 1),
  ]);
  assert.deepEqual(
    sorted.map((each) => each.account),
    ['early', 'late', 'busy', 'wrap', 'off', 'odd'],
  );
});
