// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  between,
  cutTo,
  MOST_ZOOM,
  panned,
  reframed,
  scaleOf,
  seen,
  turned,
  whole,
  zoomed,
  type Layout,
} from './geometry';

const PICTURE = { width: 2000, height: 1000 };
const FRAME = { width: 500, height: 500 };

test('at first the whole picture fits into the frame', () => {
  const layout = whole(PICTURE);
  assert.equal(scaleOf(PICTURE, FRAME, layout), 0.25);
  assert.deepEqual(seen(PICTURE, FRAME, layout), { x: 0, y: 0, width: 2000, height: 1000 });
  assert.equal(scaleOf(PICTURE, FRAME, whole(PICTURE, 1)), 0.25);
});

test('what lies under the pointer stays there when it is zoomed', () => {
  const at = { x: 400, y: 250 };
  const layout = zoomed(PICTURE, FRAME, whole(PICTURE), 4, at);
  // (400 - 250) / 0.25 beyond the middle, before and after.
  assert.equal(layout.zoom, 4);
  assert.equal(layout.x + (at.x - 250) / scaleOf(PICTURE, FRAME, layout), 1600);
  assert.equal(layout.y, 500);
  const most = zoomed(PICTURE, FRAME, layout, 100);
  assert.equal(most.zoom, MOST_ZOOM);
  assert.deepEqual(zoomed(PICTURE, FRAME, layout, 0.001), whole(PICTURE));
});

test('it is moved no further than the picture reaches', () => {
  const layout = zoomed(PICTURE, FRAME, whole(PICTURE), 4);
  assert.deepEqual(seen(PICTURE, FRAME, layout), { x: 750, y: 250, width: 500, height: 500 });
  assert.equal(panned(PICTURE, FRAME, layout, 100, 0).x, 1100);
  assert.equal(panned(PICTURE, FRAME, layout, 5000, 0).x, 1750);
  assert.equal(panned(PICTURE, FRAME, layout, -5000, -5000).x, 250);
  assert.deepEqual(panned(PICTURE, FRAME, whole(PICTURE), 50, 50), whole(PICTURE));
});

test('four quarters are none, and the middle stays the middle', () => {
  const start = panned(PICTURE, FRAME, zoomed(PICTURE, FRAME, whole(PICTURE), 4), 100, 50);
  let layout: Layout = { ...start, cut: { x: 100, y: 50, width: 1700, height: 900 } };
  const before = layout;
  layout = turned(PICTURE, FRAME, layout);
  assert.equal(layout.turn, 1);
  assert.deepEqual([layout.x, layout.y], [1000 - start.y, start.x]);
  assert.deepEqual(layout.cut, { x: 50, y: 100, width: 900, height: 1700 });
  for (let quarter = 0; quarter < 3; quarter += 1) layout = turned(PICTURE, FRAME, layout);
  assert.deepEqual(layout, before);
});

test('a part is cut out as it was marked, in whichever direction', () => {
  const layout = whole(PICTURE);
  const cut = between(PICTURE, FRAME, layout, { x: 300, y: 300 }, { x: 200, y: 200 });
  assert.deepEqual(cut, { x: 800, y: 300, width: 400, height: 400 });
  // Beside the picture there is nothing to cut.
  assert.deepEqual(between(PICTURE, FRAME, layout, { x: -50, y: -50 }, { x: 100, y: 800 }), {
    x: 0,
    y: 0,
    width: 400,
    height: 1000,
  });
  const only = cutTo(layout, cut);
  assert.deepEqual(seen(PICTURE, FRAME, only), cut);
  assert.equal(scaleOf(PICTURE, FRAME, only), 1.25);
  assert.equal(panned(PICTURE, FRAME, zoomed(PICTURE, FRAME, only, 2), 9999, 0).x, 1100);
  assert.equal(cutTo(layout, { ...cut, width: 10 }), layout);
});

test('what the frame shows can be cut out by a key', () => {
  const layout = zoomed(PICTURE, FRAME, whole(PICTURE), 4);
  const visible = seen(PICTURE, FRAME, layout);
  assert.deepEqual(seen(PICTURE, FRAME, cutTo(layout, visible)), visible);
});

test('a frame of another size leaves no empty strip', () => {
  const layout = panned(PICTURE, FRAME, zoomed(PICTURE, FRAME, whole(PICTURE), 4), 5000, 0);
  assert.equal(reframed(PICTURE, { width: 1000, height: 500 }, layout).x, 1750);
  assert.equal(reframed(PICTURE, { width: 1000, height: 250 }, layout).x, 1500);
});
