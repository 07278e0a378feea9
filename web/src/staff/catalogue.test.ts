// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalogue, Item } from '../shared/messages';
import { departmentName, departmentNames, departmentsOf, itemName, pointName } from './catalogue';

function item(code: string, department: string): Item {
  return {
    code,
    name_zh: `事项${code}`,
    name_en: code,
    category: { id: 'c', name_zh: '类', name_en: 'c' },
    department: { id: department, name_zh: `${department}局`, name_en: department },
    modes: ['video'],
    venue_rule: 'any_point',
    direct_communication_required: false,
    typical_video_minutes: null,
    limit_working_days: null,
    fee: { amount_cny: null, basis: 'free' },
    materials: [],
  };
}

const CATALOGUE: Catalogue = {
  points: [],
  hubs: [],
  items: [item('A', 'hrss'), item('B', 'civil'), item('C', 'hrss')],
};

test('departments are named, and all of them in one word', () => {
  assert.deepEqual(departmentNames(CATALOGUE, ['hrss']), ['hrss局']);
  assert.deepEqual(departmentNames(CATALOGUE, ['civil', 'hrss']), ['全部部门']);
  assert.deepEqual(departmentNames(CATALOGUE, ['unheard-of']), ['unheard-of']);
  assert.deepEqual(departmentNames(CATALOGUE, []), []);
});

test('without the catalogue the identifiers stand for the names', () => {
  assert.deepEqual(departmentNames(null, ['hrss']), ['hrss']);
  assert.equal(itemName(null, 'A'), 'A');
  assert.equal(pointName(null, 'it-milan'), 'it-milan');
  assert.equal(itemName(CATALOGUE, 'B'), '事项B');
});

test('departments are listed once, in the order of the items', () => {
  assert.deepEqual(departmentsOf(CATALOGUE), [
    { id: 'hrss', name: 'hrss局' },
    { id: 'civil', name: 'civil局' },
  ]);
  assert.deepEqual(departmentsOf(null), []);
  assert.equal(departmentName(CATALOGUE, 'civil'), 'civil局');
  assert.equal(departmentName(null, 'civil'), 'civil');
});
