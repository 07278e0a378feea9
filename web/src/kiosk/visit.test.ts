// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDraft, type KioskState } from './state';
import { basketLines, canAddMore, chosenCodes, visitLines } from './visit';

const draft = (more: string[], item: string | null) => ({ ...emptyDraft(), more, item });

test('what is chosen is the basket and the one looked at, each once', () => {
  assert.deepEqual(chosenCodes(draft([], 'SS-01')), ['SS-01']);
  assert.deepEqual(chosenCodes(draft(['SS-01'], 'HK-04')), ['SS-01', 'HK-04']);
  assert.deepEqual(chosenCodes(draft(['SS-01', 'HK-04'], 'SS-01')), ['SS-01', 'HK-04']);
  assert.deepEqual(chosenCodes(draft(['SS-01'], null)), ['SS-01']);
});

test('a visit has five matters at most', () => {
  assert.equal(canAddMore(draft(['a', 'b', 'c'], 'd')), true);
  assert.equal(canAddMore(draft(['a', 'b', 'c', 'd'], 'e')), false);
  assert.equal(canAddMore(draft(['a', 'b', 'c', 'd'], 'd')), true);
});

test('the matters are told as done, in hand, and to come', () => {
  const item = (code: string, outcome: 'accepted' | null, current: boolean) => ({
    item: code,
    department: 'hrss',
    outcome,
    current,
  });
  const items = [item('a', 'accepted', false), item('b', null, true), item('c', null, false)];
  const state = {
    catalogue: null,
    view: { ticket: { items } },
    draft: draft(['x'], null),
  } as unknown as KioskState;
  assert.deepEqual(
    visitLines(state).map(({ code, state: how }) => `${code} ${how}`),
    ['a done', 'b current', 'c later'],
  );
  assert.deepEqual(basketLines(state), [{ code: 'x', name: 'x', state: 'chosen' }]);
});
