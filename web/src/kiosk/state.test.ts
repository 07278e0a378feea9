// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import type { KioskTicket, KioskView } from '../shared/messages';
import { offeredAgain } from './opening';
import { serviceNotice } from './sentences';
import { emptyDraft, itemOff, liveNotices, screenOf, type KioskState } from './state';

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
  outcome: null,
  grade: null,
  slot_ms: 0,
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
