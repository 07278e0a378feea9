// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentSession, Guest, HeardBy, KioskSession } from './messages';
import { agentSession, residentSession, speakersOf } from './session';

const guest = (more: Partial<Guest> = {}): Guest => ({
  account: 'agent2',
  name: '金海',
  department: null,
  joined: true,
  heard_by: 'all',
  party: 1,
  ...more,
});

function kiosk(more: Partial<KioskSession> = {}): KioskSession {
  const times = { since_ms: 0, until_ms: null };
  const plain = {
    agent: '林晓',
    held_since_ms: null,
    other_present: true,
    guests: [],
    unseen_by: [],
    speaker: null,
    messages: [],
  };
  return { state: 'in_session', ...times, ...plain, ...more };
}

function agent(more: Partial<AgentSession> = {}): AgentSession {
  const whom = { ticket: 't1', number: 'M001', item: 'SS-01', point: 'it-milan', name: '陈阿梅' };
  const roles = {
    role: 'agent' as const,
    supervises: false,
    transfer_to: null,
    invited: null,
  };
  const call = { slot_ms: 0, call_back: false, phone: null, items: [], elsewhere: false };
  const rest = { languages: ['zh'], extended: false, outcome: null, other_link: null };
  return { ...whom, ...kiosk(), ...roles, ...call, ...rest, ...more };
}

test('nobody sees a resident on hold, whoever else is there', () => {
  assert.equal(residentSession('t1', kiosk()).sending, true);
  assert.equal(residentSession('t1', kiosk({ held_since_ms: 1000 })).sending, false);
  assert.equal(
    residentSession('t1', kiosk({ held_since_ms: 1000, guests: [guest()] })).sending,
    false,
  );
});

test('agent and guests go on among themselves while the resident is on hold', () => {
  assert.equal(agentSession(agent({ held_since_ms: 1000 })).sending, false);
  assert.equal(agentSession(agent({ held_since_ms: 1000, guests: [guest()] })).sending, true);
  const own = guest({ party: null });
  assert.equal(
    agentSession(agent({ role: 'guest', held_since_ms: 1000, guests: [own] })).sending,
    true,
  );
});

test('a guest keeps the other company while the third is away', () => {
  assert.equal(residentSession('t1', kiosk({ state: 'dropped' })).sending, false);
  assert.equal(residentSession('t1', kiosk({ state: 'dropped', guests: [guest()] })).sending, true);
  assert.equal(agentSession(agent({ state: 'wrap_up', guests: [guest()] })).sending, false);
});

test('who only listens sends nothing; who whispers does, and is not among the others', () => {
  const supervisor = (heardBy: HeardBy) => guest({ party: null, heard_by: heardBy });
  const sends = (heardBy: HeardBy) =>
    agentSession(agent({ role: 'guest', guests: [supervisor(heardBy)] })).sending;
  assert.deepEqual([sends('nobody'), sends('agent'), sends('all')], [false, true, true]);
  const all = (['nobody', 'agent', 'all'] as const).map(supervisor);
  assert.deepEqual(speakersOf(all), [all[2]]);
});

test('a guest alone is small to all, and no longer so when he is the agent', () => {
  const own = [guest({ party: null })];
  assert.equal(agentSession(agent({ role: 'guest', guests: own })).small, true);
  assert.equal(agentSession(agent({ guests: [guest()] })).small, false);
  assert.equal(residentSession('t1', kiosk({ guests: [guest()] })).small, false);
});

test('a guest tells of his first picture once, whatever the state of the session', () => {
  const joining = (joined: boolean) =>
    agentSession(agent({ role: 'guest', guests: [guest({ party: null, joined })] })).joining;
  assert.equal(joining(false), true);
  assert.equal(joining(true), false);
  assert.equal(agentSession(agent({ guests: [guest({ joined: false })] })).joining, false);
  assert.equal(agentSession(agent({ state: 'connecting' })).joining, true);
});
