// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionFor, bindingsOf, choiceOf, type Key, type Screen } from './keys';

const SCREENS: readonly Screen[] = [
  'loading',
  'sign-in',
  'devices',
  'home',
  'offer',
  'call',
  'guest',
  'supervising',
  'reading',
  'reading-guest',
  'decline',
  'transfer',
  'department',
  'park',
  'item-done',
  'add-item',
  'next-item',
  'hang-up',
  'next-time',
  'take',
  'wrap-up',
  'replaced',
];

const press = (key: string, more: Partial<Key> = {}): Key => {
  const plain: Key = { key, ctrlKey: false, altKey: false, metaKey: false, repeat: false };
  return { ...plain, ...more };
};

test('no screen gives one key two meanings', () => {
  for (const screen of SCREENS) {
    const keys = bindingsOf(screen).map((binding) => binding.key);
    assert.equal(new Set(keys).size, keys.length, screen);
  }
});

test('every key of the legend does what the legend says', () => {
  for (const screen of SCREENS) {
    for (const { key, action } of bindingsOf(screen)) {
      const plain = key.replace('Ctrl+', '');
      const pressed = press(plain.length === 1 ? plain.toLowerCase() : plain, {
        ctrlKey: key.startsWith('Ctrl+'),
      });
      assert.equal(actionFor(screen, pressed, false), action, `${screen} ${key}`);
    }
  }
});

test('letters are letters while the person types', () => {
  for (const key of ['m', 'e', 't', 'h']) assert.equal(actionFor('call', press(key), true), null);
  assert.equal(actionFor('hang-up', press('Escape'), true), 'back');
  assert.equal(actionFor('wrap-up', press('Enter', { ctrlKey: true }), true), 'confirm');
  assert.equal(actionFor('wrap-up', press('Enter'), true), null);
});

test('a kept-down key and the combinations of the browser do nothing', () => {
  assert.equal(actionFor('offer', press('a', { repeat: true }), false), null);
  assert.equal(actionFor('offer', press('a', { ctrlKey: true }), false), null);
  assert.equal(actionFor('offer', press('a', { metaKey: true }), false), null);
  assert.equal(actionFor('call', press('d', { altKey: true }), false), null);
  assert.equal(actionFor('home', press('a'), false), null);
});

test('a capital letter is the same key', () => {
  assert.equal(actionFor('offer', press('A'), false), 'accept');
});

test('the next one is taken with one key, which is a letter in the field for a reason', () => {
  assert.equal(actionFor('home', press('n'), false), 'take-next');
  assert.equal(actionFor('take', press('n'), false), null);
  assert.equal(actionFor('take', press('1'), true), null);
  assert.equal(actionFor('take', press('4'), false), 'choose-4');
  assert.equal(actionFor('transfer', press('d'), false), 'department');
});

test('choices are numbered from one', () => {
  assert.equal(choiceOf('choose-1'), 1);
  assert.equal(choiceOf('choose-7'), 7);
  assert.equal(choiceOf('accept'), null);
});
