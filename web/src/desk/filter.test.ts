// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskKiosk, Item, TicketState } from '../shared/messages';
import { kiosk, ticket } from './examples';
import { filterTickets, isFiltered, needsAttention, NO_FILTER, type QueueFilter } from './filter';

const MINUTE_MS = 60_000;
const NOW = 60 * MINUTE_MS;
const waitingFor = (minutes: number) => NOW - minutes * MINUTE_MS;

const ITEMS = [
  { code: 'SS-01', name_zh: '养老金资格认证', name_en: 'Proof of life' },
  { code: 'NT-02', name_zh: '委托书公证', name_en: 'Power of attorney' },
] as unknown as Item[];

const QUEUE = [
  ticket({ ticket: 'a', number: 'M001', since_ms: waitingFor(25) }),
  ticket({ ticket: 'b', number: 'M002', point: 'it-rome', item: 'NT-02', department: 'notary' }),
  ticket({ ticket: 'c', number: 'P011', since_ms: waitingFor(2), absent: true }),
  ticket({ ticket: 'd', number: 'P012', since_ms: waitingFor(19) }),
  ticket({ ticket: 'e', number: 'P013', since_ms: waitingFor(50), state: 'in_session' }),
  ticket({ ticket: 'f', number: 'P014', since_ms: waitingFor(1), state: 'dropped' }),
];

function shown(filter: Partial<QueueFilter>): string {
  return filterTickets(QUEUE, { ...NO_FILTER, ...filter }, ITEMS, [], NOW)
    .map((each) => each.ticket)
    .join('');
}

test('each filter leaves out what it should, and the order stays', () => {
  assert.equal(shown({}), 'abcdef');
  assert.equal(shown({ point: 'it-rome' }), 'b');
  assert.equal(shown({ department: 'hrss' }), 'acdef');
  assert.equal(shown({ attention: true }), 'abcf');
  assert.equal(shown({ attention: true, department: 'hrss' }), 'acf');
});

test('text finds numbers, codes and names in both languages, however it is written', () => {
  assert.equal(shown({ text: 'p01' }), 'cdef');
  assert.equal(shown({ text: ' nt-02 ' }), 'b');
  assert.equal(shown({ text: '养老金' }), 'acdef');
  assert.equal(shown({ text: 'ATTORNEY' }), 'b');
  assert.equal(shown({ text: 'x' }), '');
});

test('a wait needs attention from 20 minutes on, a session does not by its length', () => {
  const at = (minutes: number) =>
    needsAttention(ticket({ since_ms: waitingFor(minutes), state: 'offered' }), [], NOW);
  assert.equal(at(19.9), false);
  assert.equal(at(20), true);
  assert.equal(
    needsAttention(ticket({ since_ms: waitingFor(50), state: 'in_session' }), [], NOW),
    false,
  );
});

test('a sick kiosk needs attention as long as somebody is at it', () => {
  const at = (state: TicketState, more: Partial<DeskKiosk>) =>
    needsAttention(ticket({ since_ms: waitingFor(1), state }), [kiosk(more)], NOW);
  assert.equal(at('waiting', {}), false);
  assert.equal(at('waiting', { camera: 'missing' }), true);
  assert.equal(at('in_session', { microphone: 'refused' }), true);
  assert.equal(at('wrap_up', { camera: 'missing' }), false);
  assert.equal(at('waiting', { camera: 'missing', kiosk: 'kiosk-it-milan-2' }), false);
  assert.equal(at('waiting', { document: 'missing' }), false);
});

test('blanks filter nothing', () => {
  assert.equal(isFiltered({ ...NO_FILTER, text: '  ' }), false);
  assert.equal(isFiltered({ ...NO_FILTER, attention: true }), true);
});
