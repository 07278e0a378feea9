// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRate, formatShare, linkLevel } from './quality';

const link = (rtt_ms: number, up: number, down: number) => ({
  rtt_ms,
  loss_up_permille: up,
  loss_down_permille: down,
  up_bps: 800_000,
  down_bps: 790_000,
});

test('a link of the relay is as good as its worst figure', () => {
  assert.equal(linkLevel(null), 'unknown');
  assert.equal(linkLevel(undefined), 'unknown');
  assert.equal(linkLevel(link(300, 5, 5)), 'good');
  assert.equal(linkLevel(link(500, 0, 0)), 'fair');
  assert.equal(linkLevel(link(20, 0, 30)), 'fair');
  assert.equal(linkLevel(link(20, 90, 0)), 'poor');
});

test('figures are short and have their units', () => {
  assert.equal(formatRate(812_400), '812k');
  assert.equal(formatRate(999_700), '1.0M');
  assert.equal(formatRate(1_240_000), '1.2M');
  assert.equal(formatShare(0.012), '1.2%');
  assert.equal(formatShare(0), '0.0%');
});
