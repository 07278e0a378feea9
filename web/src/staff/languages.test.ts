// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import { listOf, readSkill, skillName, speaksWith } from './languages';

afterEach(() => setLanguage('zh-CN'));

test('a level is read, and none is one’s own language', () => {
  assert.deepEqual(readSkill('it:1'), { tag: 'it', level: 1 });
  assert.deepEqual(readSkill('wuu-x-wenzhou'), { tag: 'wuu-x-wenzhou', level: null });
});

test('levels are said in words', () => {
  assert.equal(skillName('it:1'), '意大利语（会一点）');
  assert.equal(skillName('it:2'), '意大利语（熟练）');
  assert.equal(skillName('zh'), '普通话');
  setLanguage('en');
  assert.equal(listOf(['it:1', 'zh'].map(skillName)), 'Italian (a little), Mandarin');
});

test('the best common language counts', () => {
  assert.equal(speaksWith(['zh', 'it:1'], ['pt']), 'not');
  assert.equal(speaksWith(['zh', 'it:1'], ['it']), 'little');
  assert.equal(speaksWith(['it:1', 'fr:2'], ['it', 'fr']), 'well');
  assert.equal(speaksWith(['zh'], ['zh']), 'well');
});
