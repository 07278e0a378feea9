// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TicketState } from '../shared/messages';
import { actionsFor, candidatesFor, isGrave, misfitOf, refusalOf, ACTIONS } from './actions';
import { agent, ticket } from './examples';
import { ticketTables } from './ticket-strings';

test('only what the state allows is offered', () => {
  const expected: Array<[TicketState, string]> = [
    ['draft', 'cancel'],
    ['waiting', 'raise assign move cancel'],
    ['offered', 'raise assign move release cancel'],
    ['parked', 'assign release cancel'],
    ['connecting', 'release'],
    ['in_session', 'release'],
    ['dropped', 'release'],
    ['wrap_up', 'release'],
    ['done', ''],
    ['abandoned', ''],
  ];
  for (const [state, actions] of expected) {
    assert.equal(actionsFor(ticket({ state })).join(' '), actions, state);
  }
});

test('a ticket is put ahead once', () => {
  assert.equal(actionsFor(ticket({ boosts: ['raised', 'quick'] })).includes('raise'), false);
});

test('what takes something away is asked once more', () => {
  assert.deepEqual(ACTIONS.filter(isGrave), ['release', 'cancel']);
});

test('the first thing that speaks against an agent is named', () => {
  const it = ticket({ languages: ['it'] });
  assert.equal(misfitOf(agent('a', { languages: ['it:2'] }), it), 'none');
  assert.equal(misfitOf(agent('a', { languages: ['zh', 'it:1'] }), it), 'little');
  assert.equal(misfitOf(agent('a'), it), 'language');
  const other = agent('a', { departments: ['civil'], languages: ['it'] });
  assert.equal(misfitOf(other, it), 'department');
  assert.equal(misfitOf({ ...other, supervisor: true }, it), 'none', 'supervisors take all');
});

test('the agents at work are listed, the fitting ones first, the free ones before the busy', () => {
  const listed = candidatesFor(ticket(), [
    agent('civil', { departments: ['civil'] }),
    agent('off', { wanted: 'offline', effective: 'offline' }),
    agent('break', { wanted: 'break', effective: 'break' }),
    agent('last-call', { wanted: 'break', effective: 'busy', ticket: 't9' }),
    agent('foreign', { languages: ['fr'] }),
    agent('free'),
    agent('lost', { effective: 'unreachable' }),
  ]);
  assert.deepEqual(
    listed.map((each) => `${each.agent.account} ${each.misfit}`),
    ['free none', 'last-call none', 'lost none', 'foreign language', 'civil department'],
  );
});

test('every refusal has words, its own where the action makes a difference', () => {
  assert.equal(refusalOf('assign', 'conflict'), 'assign.conflict');
  assert.equal(refusalOf('release', 'conflict'), 'conflict');
  assert.equal(refusalOf('move', 'invalid'), 'move.invalid');
  assert.equal(refusalOf('raise', 'invalid'), 'other');
  const codes = [
    'invalid',
    'denied',
    'unknown',
    'conflict',
    'limit',
    'internal',
    'unavailable',
  ] as const;
  for (const action of ACTIONS) {
    for (const code of codes) {
      assert.ok(`refused.${refusalOf(action, code)}` in ticketTables.zh, `${action} ${code}`);
    }
  }
});
