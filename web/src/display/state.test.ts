// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textFor } from '../shared/i18n';
import type { Announcement, Point } from '../shared/messages';
import { initialState, languagesOf, liveNotices, newlyCalled, openingTexts } from './state';

const NOW = Date.parse('2026-11-23T08:30:00Z');
const milan: Point = {
  id: 'it-milan',
  name_zh: '米兰海外服务点',
  name_en: 'Milan service point',
  kind: 'overseas',
  city: 'Milan',
  city_zh: '米兰',
  country: 'IT',
  timezone: 'Europe/Rome',
  languages: ['wuu-x-wenzhou', 'it', 'en'],
  video_window_local: {},
};
const point = { id: 'it-milan', timezone: 'Europe/Rome', open: false, next_open_ms: null };

test('the language of the place stands beside Chinese, English where we have none', () => {
  assert.deepEqual(languagesOf(milan), ['zh-CN', 'it']);
  assert.deepEqual(languagesOf({ ...milan, country: 'ES', languages: ['es'] }), ['zh-CN', 'en']);
  assert.deepEqual(languagesOf({ ...milan, country: 'CN' }), ['zh-CN']);
  assert.deepEqual(languagesOf(null), ['zh-CN']);
});

test('only what was not called before is called', () => {
  const called = (...numbers: string[]) => numbers.map((number) => ({ number, since_ms: NOW }));
  assert.deepEqual(newlyCalled(called('M001'), called('M002', 'M001', 'M003')), ['M002', 'M003']);
  assert.deepEqual(newlyCalled(called('M001'), []), []);
});

test('hours are told by both clocks', () => {
  assert.deepEqual(openingTexts('zh-CN', { ...point, open: true, closes_ms: NOW }, NOW), [
    '正在服务，至 09:30',
  ]);
  const tomorrow = { ...point, next_open_ms: NOW + 86_400_000 };
  assert.deepEqual(openingTexts('it', tomorrow, NOW), [
    'Chiuso ora',
    'Apre domani alle 09:30, 16:30 a Wenzhou',
  ]);
});

test('a point closed by hand says why', () => {
  const closed = { reason: 'premises', until_ms: null } as const;
  assert.deepEqual(openingTexts('fr', { ...point, closed }, NOW), [
    'Service suspendu : la salle n’est pas utilisable',
  ]);
});

test('notices that have run out are not shown, and texts fall back to Chinese', () => {
  const text = { zh: '请稍候', en: null, it: 'Attendere', fr: null };
  const notice = (id: string, until_ms: number): Announcement => {
    return { id, number: null, text, at_ms: NOW, until_ms };
  };
  const view = { announcements: [notice('a', NOW), notice('b', NOW + 1)] };
  assert.deepEqual(
    liveNotices({ ...initialState(), view }, NOW).map(({ id }) => id),
    ['b'],
  );
  assert.equal(textFor(text, 'it'), 'Attendere');
  assert.equal(textFor(text, 'fr'), '请稍候');
  assert.equal(textFor({ ...text, zh: null }, 'en'), 'Attendere');
});
