// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskAppointment } from '../shared/appointments';
import { appointmentActions, appointmentDays, EVERY_APPOINTMENT, isDue } from './appointments';

function row(id: string, start: string, more: Partial<DeskAppointment> = {}): DeskAppointment {
  const start_ms = Date.parse(start);
  return {
    id,
    state: 'booked',
    point: 'it-milan',
    item: 'NT-01',
    name: '陈阿梅',
    phone: '+39 333 1234567',
    start_ms,
    end_ms: start_ms + 1_800_000,
    home_wall: '2026-11-25 16:00',
    point_wall: '2026-11-25 09:00',
    confirm: false,
    remind: null,
    proposal: null,
    change: null,
    ticket: null,
    ...more,
  };
}

const POINTS = [{ id: 'it-milan' }, { id: 'es-madrid' }];
const ids = (days: ReturnType<typeof appointmentDays>) =>
  days.map(({ day, rows }) => [day, ...rows.map(({ id }) => id)]);

test('days are those of Wenzhou, in them by time and by the order of the points', () => {
  const all = [
    row('late', '2026-11-25T16:30:00Z'),
    row('madrid', '2026-11-25T08:00:00Z', { point: 'es-madrid' }),
    row('milan', '2026-11-25T08:00:00Z'),
    row('first', '2026-11-25T07:00:00Z', { point: 'es-madrid' }),
  ];
  assert.deepEqual(ids(appointmentDays(all, EVERY_APPOINTMENT, POINTS)), [
    ['2026-11-25', 'first', 'milan', 'madrid'],
    ['2026-11-26', 'late'],
  ]);
});

test('each filter leaves out what it should', () => {
  const all = [
    row('a', '2026-11-25T08:00:00Z', { remind: 'day' }),
    row('b', '2026-11-25T09:00:00Z', { point: 'es-madrid', confirm: true }),
    row('c', '2026-11-25T10:00:00Z'),
  ];
  const shown = (filter: Partial<typeof EVERY_APPOINTMENT>) =>
    ids(appointmentDays(all, { ...EVERY_APPOINTMENT, ...filter }, POINTS))
      .flat()
      .slice(1);
  assert.deepEqual(shown({ point: 'it-milan' }), ['a', 'c']);
  assert.deepEqual(shown({ due: true }), ['a', 'b']);
  assert.deepEqual(shown({ due: true, point: 'es-madrid' }), ['b']);
});

test('something is to be done with what is booked, and with what the clocks took away', () => {
  const due = (more: Partial<DeskAppointment>) => isDue(row('a', '2026-11-25T08:00:00Z', more));
  assert.equal(due({}), false);
  assert.equal(due({ confirm: true }), true);
  assert.equal(due({ remind: 'hour' }), true);
  assert.equal(due({ change: 'point_clock' }), true);
  assert.equal(due({ state: 'arrived', remind: 'hour', confirm: true }), false);
  assert.equal(due({ state: 'cancelled', change: 'gone' }), true);
});

test('only what the state allows is offered', () => {
  const actions = (more: Partial<DeskAppointment>) =>
    appointmentActions(row('a', '2026-11-25T08:00:00Z', more));
  assert.deepEqual(actions({}), ['propose', 'cancel']);
  assert.deepEqual(actions({ confirm: true, remind: 'day' }), [
    'confirm',
    'reminded',
    'propose',
    'cancel',
  ]);
  for (const state of ['arrived', 'no_show', 'cancelled'] as const) {
    assert.deepEqual(actions({ state, confirm: true }), []);
  }
});
