// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import { slotMark, slotTimes, slotWords } from './appointment-strings';

const SLOT = Date.parse('2026-11-26T08:30:00Z');
const MINUTE_MS = 60_000;

test('a ticket says its appointment by the clock of Wenzhou, and when it is late', () => {
  setLanguage('en');
  assert.equal(slotWords(0, SLOT), null);
  assert.equal(slotWords(SLOT, SLOT - 600 * MINUTE_MS), 'appointment 16:30');
  assert.equal(slotWords(SLOT, SLOT + 15 * MINUTE_MS), 'appointment 16:30');
  assert.equal(slotWords(SLOT, SLOT + 22.5 * MINUTE_MS), 'appointment 16:30, 22 min late');
  assert.equal(slotMark(0, SLOT), null);
  assert.equal(slotMark(SLOT, SLOT + 15 * MINUTE_MS), 'at 16:30');
  assert.equal(slotMark(SLOT, SLOT + 16 * MINUTE_MS), '16:30 late');
  assert.equal(slotTimes(SLOT, 'Europe/Rome'), '09:30 at the point, 16:30 in Wenzhou');
  setLanguage('zh-CN');
  assert.equal(slotWords(SLOT, SLOT + 22.5 * MINUTE_MS), '预约 16:30，已过 22 分钟');
});
