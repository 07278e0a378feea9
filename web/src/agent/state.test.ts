// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  AgentSession,
  AgentView,
  Me,
  Offer,
  TicketState,
  WaitingTicket,
} from '../shared/messages';
import { bannerOf, canTake, ownState, screenOf, shownScreen, type AgentState } from './state';

const ME: Me = {
  account: 'agent1',
  name: '林晓',
  departments: ['hrss'],
  languages: ['zh'],
  supervisor: false,
  wanted: 'available',
  effective: 'idle',
  since_ms: 0,
  misses: 0,
};

const OFFER: Offer = {
  ticket: 't1',
  number: 'M001',
  item: 'SS-01',
  point: 'it-milan',
  name: '陈阿梅',
  languages: ['zh'],
  call_back: false,
  slot_ms: 0,
  waiting_since_ms: 0,
  until_ms: 20_000,
  transfer_from: null,
  way: null,
  link: null,
  test: null,
  invite: null,
};

const WAITING: WaitingTicket = {
  ticket: 't1',
  number: 'M001',
  item: 'SS-01',
  point: 'it-milan',
  name: '陈阿梅',
  languages: ['zh'],
  call_back: false,
  slot_ms: 0,
  waiting_since_ms: 0,
};

function session(state: TicketState): AgentSession {
  return {
    ticket: 't1',
    number: 'M001',
    state,
    item: 'SS-01',
    point: 'it-milan',
    name: '陈阿梅',
    languages: ['zh'],
    call_back: false,
    slot_ms: 0,
    items: [],
    elsewhere: false,
    held_since_ms: null,
    other_present: true,
    since_ms: 0,
    until_ms: null,
    extended: false,
    outcome: null,
    role: 'agent',
    supervises: false,
    agent: '林晓',
    transfer_to: null,
    phone: null,
    invited: null,
    guests: [],
    unseen_by: [],
    speaker: null,
    messages: [],
    other_link: null,
  };
}

function initialState(): AgentState {
  return {
    ...ownState(),
    status: 'stopped',
    welcomed: false,
    view: {},
    peer: 'off',
    quality: null,
    devices: {
      states: { audio: 'off', camera: 'off', document: 'off' },
      chosen: { audio: '', camera: '', document: '' },
      cameras: [],
      microphones: [],
      found: null,
    },
    otherLive: false,
    muted: { audio: false, camera: false },
  };
}

function at(view: AgentView, more: Partial<AgentState> = {}): AgentState {
  return {
    ...initialState(),
    stage: 'ready',
    status: 'online',
    welcomed: true,
    view: { me: ME, ...view },
    ...more,
  };
}

test('the screen follows from the stage, then from session and offer', () => {
  assert.equal(screenOf(initialState()), 'loading');
  assert.equal(screenOf({ ...initialState(), stage: 'sign-in' }), 'sign-in');
  assert.equal(screenOf({ ...initialState(), stage: 'devices' }), 'devices');
  assert.equal(screenOf({ ...initialState(), stage: 'ready' }), 'loading', 'no view yet');
  assert.equal(screenOf(at({})), 'home');
  assert.equal(screenOf(at({ offer: OFFER })), 'offer');
  assert.equal(screenOf(at({ offer: OFFER }, { dialog: 'decline' })), 'decline');
  for (const state of ['connecting', 'in_session', 'dropped'] as const) {
    assert.equal(screenOf(at({ session: session(state) })), 'call', state);
  }
  assert.equal(
    screenOf(at({ session: session('in_session') }, { dialog: 'transfer' })),
    'transfer',
  );
  assert.equal(
    screenOf(at({ session: session('in_session') }, { dialog: 'department' })),
    'department',
  );
  assert.equal(screenOf(at({ session: session('in_session') }, { dialog: 'hang-up' })), 'hang-up');
  assert.equal(screenOf(at({ session: session('wrap_up') }, { dialog: 'hang-up' })), 'wrap-up');
});

test('a callback is spoken by telephone, and no banner speaks of its pictures', () => {
  const calling = { ...session('connecting'), call_back: true, phone: '+39 333 1234567' };
  const talking = { ...calling, state: 'in_session' as const };
  assert.equal(shownScreen(at({ session: calling })), 'ringing');
  assert.equal(shownScreen(at({ session: talking })), 'telephone');
  const relay = { up: false, epoch: null, worker: null };
  assert.equal(bannerOf(at({ session: talking, relay })), null);
});

test('a call comes through to one who checks the devices', () => {
  assert.equal(screenOf(at({}, { stage: 'devices' })), 'devices');
  assert.equal(screenOf(at({ offer: OFFER }, { stage: 'devices' })), 'offer');
});

test('a dialog of another screen does not follow', () => {
  assert.equal(screenOf(at({ session: session('in_session') }, { dialog: 'decline' })), 'call');
  assert.equal(screenOf(at({}, { dialog: 'hang-up' })), 'home');
});

test('the question why this one is over when he does not wait any more', () => {
  const asked = { dialog: 'take', picked: 't1' } as const;
  assert.equal(screenOf(at({ line: [WAITING] }, asked)), 'take');
  assert.equal(screenOf(at({ line: [] }, asked)), 'home');
  assert.equal(screenOf(at({ line: [WAITING], offer: OFFER }, asked)), 'offer');
});

test('taking somebody needs a free agent, somebody who waits, and a relay', () => {
  const up = { up: true, epoch: 'e', worker: null };
  const line = [WAITING];
  const me = (effective: Me['effective']): Me => ({ ...ME, effective });
  assert.equal(canTake(at({ relay: up, line })), true);
  assert.equal(canTake(at({ relay: up, line, me: me('break') })), true);
  assert.equal(canTake(at({ relay: up, line, me: me('offline') })), false);
  assert.equal(canTake(at({ relay: up, line, me: me('wrap_up') })), false);
  assert.equal(canTake(at({ relay: up, line: [] })), false);
  assert.equal(canTake(at({ relay: { up: false, epoch: null, worker: null }, line })), false);
  assert.equal(canTake(at({ relay: up, line }, { status: 'waiting' })), false);
});

test('the next time is looked for in the call and after it, and nowhere else', () => {
  const open = { dialog: 'next-time' } as const;
  assert.equal(shownScreen(at({ session: session('in_session') }, open)), 'next-time');
  assert.equal(shownScreen(at({ session: session('wrap_up') }, open)), 'next-time');
  assert.equal(shownScreen(at({}, open)), 'home');
});

test('a replaced page keeps its picture but takes no other key', () => {
  const state = at({ session: session('in_session') }, { status: 'replaced' });
  assert.equal(screenOf(state), 'replaced');
  assert.equal(shownScreen(state), 'call');
});

test('one banner at a time, the gravest first', () => {
  const down = { up: false, epoch: null, worker: null };
  assert.equal(bannerOf(at({})), null);
  assert.equal(bannerOf(at({}, { status: 'waiting' })), 'banner.offline');
  assert.equal(
    bannerOf(at({ session: session('in_session') }, { status: 'waiting' })),
    'banner.offline.call',
  );
  assert.equal(bannerOf(at({ relay: down })), null, 'the home screen says it itself');
  assert.equal(bannerOf(at({ relay: down, session: session('in_session') })), 'banner.relay');
  assert.equal(bannerOf(at({ relay: down }, { status: 'connecting' })), 'banner.offline');
  assert.equal(
    bannerOf(at({ session: session('in_session') }, { peer: 'connecting' })),
    'banner.media',
  );
  assert.equal(bannerOf(at({}, { status: 'replaced' })), null);
});
