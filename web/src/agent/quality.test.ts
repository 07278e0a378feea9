// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRate, formatShare } from './quality';

test('figures are short and have their units', () => {
  assert.equal(formatRate(812_400), '812k');
  assert.equal(formatRate(999_700), '1.0M');
  assert.equal(formatRate(1_240_000), '1.2M');
  assert.equal(formatShare(0.012), '1.2%');
  assert.equal(formatShare(0), '0.0%');
});
