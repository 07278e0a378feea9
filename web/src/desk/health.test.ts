// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import type { DeskKiosk, LinkHealth } from '../shared/messages';
import { kiosk, ticket } from './examples';
import { isWell, kioskOf, troublesOf } from './health';
import { linkWords, shortTrouble, troubleWords } from './health-strings';

/** 10:00 in Wenzhou. */
const NOW = Date.UTC(2026, 10, 26, 2);
const MINUTE_MS = 60_000;

beforeEach(() => setLanguage('en'));

const link = (more: Partial<LinkHealth>): LinkHealth => ({
  level: 'good',
  since_ms: NOW - 7 * MINUTE_MS,
  loss_up_permille: null,
  loss_down_permille: null,
  rtt_ms: null,
  ...more,
});

const CASES: [string, Partial<DeskKiosk>, string][] = [
  ['all is well', {}, ''],
  ['nothing is known', { link: null, camera: null, microphone: null, document: null }, ''],
  ['a fair link', { link: link({ level: 'fair', rtt_ms: 600 }) }, 'fair fair link'],
  ['a missing camera', { camera: 'missing' }, 'poor no camera'],
  ['a microphone that is barred', { microphone: 'refused' }, 'poor mic barred'],
  // The first resident is asked, and not every kiosk has a second camera.
  ['nobody was asked yet', { camera: 'unasked', microphone: 'unasked' }, ''],
  ['no second camera', { document: 'missing' }, ''],
  ['a second camera in use', { document: 'busy' }, 'fair paper camera in use'],
  [
    'the worst first',
    { link: link({ level: 'fair', loss_up_permille: 30 }), camera: 'busy' },
    'poor camera in use, fair fair link',
  ],
  ['gone', { present: false, camera: 'missing' }, 'poor offline'],
];
for (const [name, more, expected] of CASES) {
  test(name, () => {
    const troubles = troublesOf(kiosk(more), true);
    const said = troubles.map((trouble) => `${trouble.level} ${shortTrouble(trouble)}`);
    assert.equal(said.join(', '), expected);
  });
}

test('where it is closed nobody misses the kiosk', () => {
  assert.deepEqual(troublesOf(kiosk({ present: false }), false), []);
});

test('well is said only of what is known', () => {
  assert.equal(isWell(kiosk()), true);
  assert.equal(isWell(kiosk({ link: null })), true);
  assert.equal(isWell(kiosk({ link: null, camera: null, microphone: null })), false);
  assert.equal(isWell(kiosk({ camera: 'missing' })), false);
  assert.equal(isWell(kiosk({ present: false })), false);
});

test('the words say what is lost, on which way, how slow, and since when', () => {
  const sick = link({ level: 'poor', loss_up_permille: 61, loss_down_permille: 4, rtt_ms: 957 });
  assert.equal(
    linkWords(kiosk({ link: sick }), NOW),
    'Link poor since 09:53 · loses 6% of the sound and picture it sends · ' +
      'loses 1% of the sound and picture it gets · 480 ms each way slow',
  );
  assert.equal(linkWords(kiosk(), NOW), 'Link good');
  assert.equal(linkWords(kiosk({ link: null }), NOW), '');
  setLanguage('zh-CN');
  const slow = kiosk({ link: link({ level: 'fair', rtt_ms: 600 }), camera: 'missing' });
  assert.deepEqual(troubleWords(slow, troublesOf(slow, true), NOW), [
    '没有摄像头',
    '线路一般（09:53 起） · 单程慢 300 毫秒',
  ]);
});

test('what began on another day says so', () => {
  const yesterday = kiosk({ present: false, since_ms: NOW - 24 * 60 * MINUTE_MS });
  const [words] = troubleWords(yesterday, troublesOf(yesterday, true), NOW);
  assert.equal(words, 'offline since Wed, Nov 25 10:00');
});

test('a ticket has the kiosk at which its resident is', () => {
  const kiosks = [kiosk({ kiosk: 'kiosk-it-milan-2' }), kiosk()];
  assert.equal(kioskOf(ticket(), kiosks), kiosks[1]);
  assert.equal(kioskOf(ticket({ state: 'in_session' }), kiosks), kiosks[1]);
  assert.equal(kioskOf(ticket({ state: 'wrap_up' }), kiosks), null);
  assert.equal(kioskOf(ticket({ kiosk: null }), kiosks), null);
  assert.equal(kioskOf(ticket(), [kiosk({ present: false })]), null);
});

test('a way round is told with the link, and without it', () => {
  const round = 'its network lets no UDP through: goes by TCP';
  assert.equal(linkWords(kiosk({ way: 'tcp', link: null }), NOW), round);
  assert.equal(linkWords(kiosk({ way: 'tcp', link: link({}) }), NOW), `Link good · ${round}`);
  assert.equal(linkWords(kiosk({ way: 'udp', link: null }), NOW), '');
});
