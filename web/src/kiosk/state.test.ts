// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import type { Appointment } from '../shared/appointments';
import type { KioskTicket, KioskView } from '../shared/messages';
import { offeredAgain } from './opening';
import { serviceNotice } from './sentences';
import {
  currentItem,
  emptyDraft,
  itemOff,
  liveNotices,
  screenOf,
  waitsHere,
  type KioskState,
} from './state';

const NOW = Date.parse('2026-11-23T08:30:00Z');
const closed = { reason: 'premises', until_ms: null } as const;
const ticket: KioskTicket = {
  id: 't7m2k9c4x8h3',
  number: 'M012',
  state: 'waiting',
  item: 'SS-01',
  name: '陈阿梅',
  languages: ['zh'],
  since_ms: NOW,
  ahead: 0,
  estimate: null,
  parked: null,
  items: [],
  outcome: null,
  grade: null,
  phone: null,
  slot_ms: 0,
};

const appointment: Appointment = {
  id: 'p7m2k9c4x8h3',
  code: 'K7DM2-9QX4T',
  state: 'booked',
  item: 'NT-01',
  name: '陈阿梅',
  point: 'it-milan',
  start_ms: NOW,
  end_ms: NOW + 1_800_000,
  home_wall: '2026-11-23 16:30',
  point_wall: '2026-11-23 09:30',
  until_ms: 0,
  can_arrive: true,
  late: false,
  proposal: null,
  change: null,
  confirm: false,
};

function stateOf(view: KioskView, patch: Partial<KioskState> = {}): KioskState {
  return {
    status: 'online',
    welcomed: true,
    enrolled: 'yes',
    draft: { ...emptyDraft(), step: 'browse' },
    leaving: false,
    error: null,
    detail: null,
    view: { ticket: null, ...view },
    ...patch,
  } as KioskState;
}

test('a point closed by hand has a screen; whoever has a place keeps it', () => {
  assert.equal(screenOf(stateOf({ point: { id: 'it-milan', closed } })), 'closed');
  assert.equal(screenOf(stateOf({ point: { id: 'it-milan', closed: null } })), 'browse');
  assert.equal(screenOf(stateOf({ point: { id: 'it-milan', closed }, ticket })), 'waiting');
  const draft = { ...ticket, state: 'draft' } as const;
  assert.equal(screenOf(stateOf({ point: { id: 'it-milan', closed }, ticket: draft })), 'check');
});

test('who leaves a number needs neither an open point nor the kiosk', () => {
  const point = { id: 'it-milan', closed };
  const draft = (patch: Partial<KioskState['draft']>) => ({
    draft: { ...emptyDraft(), step: 'who' as const, ...patch },
  });
  assert.equal(screenOf(stateOf({ point }, draft({ away: true }))), 'who');
  assert.equal(screenOf(stateOf({ point }, draft({ away: true, way: 'phone' }))), 'phone');
  assert.equal(screenOf(stateOf({ point }, draft({ way: 'return' }))), 'return');
  const called = { ...ticket, phone: '+39 333 1234567' };
  assert.equal(screenOf(stateOf({ ticket: called })), 'called');
  assert.equal(screenOf(stateOf({ ticket: called }, draft({ way: 'phone' }))), 'phone');
  assert.equal(screenOf(stateOf({ ticket: { ...called, state: 'offered' } })), 'called');
});

test('whoever looks at other ways while he waits is called to his own', () => {
  const looking = { draft: { ...emptyDraft(), way: 'online' as const } };
  assert.equal(screenOf(stateOf({ ticket }, looking)), 'online');
  assert.ok(waitsHere(stateOf({ ticket }, looking)));
  assert.equal(screenOf(stateOf({ ticket: { ...ticket, state: 'offered' } }, looking)), 'waiting');
  assert.equal(screenOf(stateOf({ ticket: { ...ticket, state: 'connecting' } }, looking)), 'call');
  assert.ok(!waitsHere(stateOf({ ticket: { ...ticket, phone: '123456' } })));
});

test('an item that is off is found, with the time it is offered again', () => {
  const off = { item: 'SS-01', everywhere: false, reason: 'technical', until_ms: NOW } as const;
  const state = stateOf({ items_off: [off] });
  assert.equal(itemOff(state, 'SS-01'), off);
  assert.equal(itemOff(state, 'PR-01'), null);
  const milan = { id: 'it-milan', timezone: 'Europe/Rome', open: true };
  setLanguage('en');
  assert.equal(
    offeredAgain(off, milan, NOW - 86_400_000),
    'It is offered again tomorrow at 09:30.',
  );
  const shut = { ...milan, open: false, next_open_ms: NOW + 3_600_000 };
  assert.equal(offeredAgain(off, shut, NOW), 'It is offered again today at 10:30.');
  assert.equal(offeredAgain({ ...off, until_ms: null }, milan, NOW), null);
});

test('a notice to one number is for its waiting screen, others for all, until they run out', () => {
  const text = { zh: '请稍候', en: null, it: null, fr: null };
  const notice = (id: string, number: string | null, until_ms: number) => {
    return { id, number, text, at_ms: NOW, until_ms };
  };
  const announcements = [notice('a', 'M012', NOW + 1), notice('b', null, NOW + 1)];
  const state = stateOf({ announcements: [...announcements, notice('c', null, NOW)] });
  const ids = (which: 'all' | 'everybody') => liveNotices(state, NOW, which).map(({ id }) => id);
  assert.deepEqual(ids('all'), ['a', 'b']);
  assert.deepEqual(ids('everybody'), ['b']);
});

test('a refusal is said in the words of its detail, or else of its code', () => {
  setLanguage('en');
  const say = (detail: string | null) =>
    serviceNotice(stateOf({}, { error: 'conflict', detail }), NOW)?.text;
  assert.match(say('item_off') ?? '', /not offered/);
  assert.match(say('point_closed') ?? '', /closed/);
  assert.match(say('something_new') ?? '', /something has changed/);
  assert.equal(say(null), say('something_new'));
});

test('an appointment has a screen of its own until it is one of a ticket', () => {
  const screen = (state: Appointment['state'], more: KioskView = {}) =>
    screenOf(stateOf({ appointment: { ...appointment, state }, ...more }));
  assert.equal(screen('held'), 'contact');
  assert.equal(screen('booked'), 'appointment');
  assert.equal(screen('no_show'), 'appointment');
  assert.equal(screen('cancelled'), 'appointment');
  assert.equal(screen('expired'), 'browse');
  assert.equal(screen('arrived'), 'appointment');
  assert.equal(screen('held', { ticket }), 'contact');
  assert.equal(screen('arrived', { ticket: { ...ticket, state: 'draft' } }), 'check');
  assert.equal(screen('proposed', { ticket: { ...ticket, state: 'in_session' } }), 'call');
  assert.equal(screen('booked', { ticket: { ...ticket, state: 'done' } }), 'end');
});

test('who waits can look for a time, until an officer is called', () => {
  const draft = { ...emptyDraft(), step: 'slots' } as const;
  assert.equal(screenOf(stateOf({ ticket }, { draft })), 'slots');
  const offered = { ...ticket, state: 'offered' } as const;
  assert.equal(screenOf(stateOf({ ticket: offered }, { draft })), 'waiting');
  assert.equal(screenOf(stateOf({ ticket: offered, appointment }, { draft })), 'waiting');
});

test('a closed point takes those who come for an appointment', () => {
  const view: KioskView = { point: { id: 'it-milan', closed } };
  const draft = { ...emptyDraft(), step: 'browse', booking: true } as const;
  assert.equal(screenOf(stateOf(view, { draft })), 'browse');
  assert.equal(screenOf(stateOf({ ...view, appointment })), 'appointment');
});

test('the item is that of the appointment that is looked at', () => {
  const catalogue = { items: [{ code: 'SS-01' }, { code: 'NT-01' }] } as KioskState['catalogue'];
  const draft = { ...emptyDraft(), item: 'SS-01' };
  assert.equal(currentItem(stateOf({ appointment }, { catalogue, draft }))?.code, 'NT-01');
  assert.equal(currentItem(stateOf({}, { catalogue, draft }))?.code, 'SS-01');
});
