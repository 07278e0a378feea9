// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Every language says everything, with the same values in it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tables as reports } from '../src/desk/report-strings';
import { tables as display } from '../src/display/words';
import { tables as kiosk } from '../src/kiosk/words';
import { appointmentWords } from '../src/kiosk/words/appointment';
import { en } from '../src/kiosk/words/en';
import { paperWords } from '../src/kiosk/words/paper';
import {
  LANGUAGES,
  preferredLanguage,
  setLanguage,
  translator,
  type Tables,
} from '../src/shared/i18n';
import { tables as shared } from '../src/shared/ui/words';

const values = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

function check<K extends string>(name: string, tables: Tables<K>): void {
  for (const language of LANGUAGES) {
    test(`${name}: ${language} is complete`, () => {
      const [own, english] = [tables[language], tables.en];
      assert.deepEqual(Object.keys(own).sort(), Object.keys(english).sort());
      for (const key of Object.keys(english) as K[]) {
        assert.notEqual(own[key].trim(), '', key);
        assert.deepEqual(values(own[key]), values(english[key]), key);
      }
    });
  }
  test(`${name}: Chinese is in Chinese, and only Chinese is`, () => {
    for (const key of Object.keys(tables.en) as K[]) {
      assert.match(tables['zh-CN'][key], /\p{Script=Han}/u, key);
      for (const language of ['en', 'it', 'fr'] as const) {
        assert.doesNotMatch(tables[language][key], /\p{Script=Han}/u, `${language} ${key}`);
      }
    }
  });
}

check('display', display);
check('kiosk', kiosk);
check('reports', reports);
check('shared', shared);

test('no sentence of the kiosk stands in two tables', () => {
  const both = [
    ...Object.keys(appointmentWords.en).filter((key) => key in en),
    ...Object.keys(paperWords.en).filter((key) => key in en || key in appointmentWords.en),
  ];
  assert.deepEqual(both, []);
});

test('values are put in, unknown ones stay', () => {
  const table = { greet: 'Hello {name}, {count} of {all}' };
  const say = translator({ en: table, 'zh-CN': table, it: table, fr: table });
  setLanguage('en');
  assert.equal(say('greet', { name: '{count}', count: 0 }), 'Hello {count}, 0 of {all}');
});

test('the browser’s wishes are followed where they can be', () => {
  assert.equal(preferredLanguage(['de-DE', 'it-CH', 'en'], 'zh-CN'), 'it');
  assert.equal(preferredLanguage(['zh-TW'], 'en'), 'zh-CN');
  assert.equal(preferredLanguage(['de'], 'en'), 'en');
});
