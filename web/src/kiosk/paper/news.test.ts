// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Still } from '../../shared/stills';
import { paperNews } from './news';

const NOW = 1_795_449_800_000;

const still = (patch: Partial<Still>): Still => ({
  id: 's1',
  type: 'image/jpeg',
  size: 1000,
  received: 0,
  sha256: '',
  at_ms: NOW - 60_000,
  whole_ms: null,
  seen_ms: null,
  ...patch,
});

const news = (sending: 'sending' | 'sent' | 'failed' | null, ...pictures: Still[]) =>
  paperNews({ sending, view: { stills: { asked_ms: null, dropped: null, pictures } } }, NOW);

test('the resident follows his picture on its way', () => {
  const whole = { received: 1000, whole_ms: NOW - 30_000 };
  assert.equal(news(null), null);
  assert.deepEqual(news('sending'), { word: 'paperSending', percent: 0 });
  assert.deepEqual(news('sending', still({ received: 437 })), {
    word: 'paperSending',
    percent: 43,
  });
  // The one before has nothing to do with the one that is about to begin.
  assert.deepEqual(news('sending', still(whole)), { word: 'paperSending', percent: 0 });
  assert.deepEqual(news('sent', still(whole)), { word: 'paperSent' });
  assert.deepEqual(news('sent', still({ ...whole, seen_ms: NOW - 19_000 })), { word: 'paperSeen' });
  assert.equal(news('sent', still({ ...whole, seen_ms: NOW - 20_000 })), null);
  assert.deepEqual(news('failed', still(whole)), { word: 'paperLost' });
  // After a reload the page only knows what the service knows.
  assert.deepEqual(news(null, still(whole)), { word: 'paperSent' });
  assert.equal(paperNews({ sending: null, view: { stills: null } }, NOW), null);
});
