// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pinyinIndex, readingsOf } from '../../build/pinyin-index';
import type { Item } from '../shared/messages';
import { matchPinyin, searchItems } from './search';

const root = process.env['GC_WEB_ROOT'] ?? '.';
const items = JSON.parse(readFileSync(join(root, '../relay/data/items.json'), 'utf8')) as Item[];
const index = pinyinIndex(items.flatMap((item) => [item.name_zh, item.category.name_zh]));
const codes = (typed: string) => searchItems(items, typed, index).map((item) => item.code);

test('every item has readings, one per character', () => {
  for (const { name_zh } of items) {
    const han = [...name_zh].filter((character) => /\p{Script=Han}/u.test(character)).length;
    assert.ok((index[name_zh]?.length ?? 0) >= han, name_zh);
  }
});

test('every item is found first by its code, with or without its dash', () => {
  for (const { code } of items) {
    for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code} `]) {
      assert.equal(codes(typed)[0], code, typed);
    }
  }
});

test('every item is found by its name, its first letters and its whole pinyin', () => {
  for (const { code, name_zh, name_en } of items) {
    const readings = index[name_zh] ?? [];
    const initials = readings.map((reading) => reading[0]).join('');
    for (const typed of [name_zh, name_en, readings.join('')]) {
      assert.ok(codes(typed).includes(code), `${code}: ${typed}`);
    }
    if (/^[a-z]+$/.test(initials))
      assert.ok(codes(initials).includes(code), `${code}: ${initials}`);
  }
});

const TYPED: [string, string][] = [
  ['养老金', 'SS-01'],
  ['ylj', 'SS-01'],
  ['yanglao', 'SS-01'],
  ['yanglj', 'SS-01'],
  ['YLJ', 'SS-01'],
  ['pension', 'SS-01'],
  ['pens', 'SS-01'],
  ['proof life', 'SS-01'],
  ['ｓｓ０１', 'SS-01'],
  ['wts', 'NT-01'],
  ['公证', 'NT-05'],
];
for (const [typed, code] of TYPED) {
  test(`"${typed}" finds ${code}`, () => assert.ok(codes(typed).includes(code)));
}

test('nothing is found for nothing, and for what is not there', () => {
  for (const typed of ['', '   ', 'xqzv', '恐龙', '.*', '(', '\\'])
    assert.deepEqual(codes(typed), []);
});

test('letters are read in order and without gaps', () => {
  const readings = readingsOf('养老金');
  assert.deepEqual(readings, ['yang', 'lao', 'jin']);
  assert.equal(matchPinyin(readings, 'ylj'), 0);
  assert.equal(matchPinyin(readings, 'lj'), 1);
  assert.equal(matchPinyin(readings, 'yj'), null);
  assert.equal(matchPinyin(readings, 'jy'), null);
  assert.equal(matchPinyin(readings, 'yljx'), null);
});
