// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeSmall, MOST_BYTES, sentSize, WANTED_BYTES } from './encode';

test('a large picture is made smaller, a small one is not blown up', () => {
  assert.deepEqual(sentSize(4160, 3120), { width: 2880, height: 2160 });
  assert.deepEqual(sentSize(3000, 4000), { width: 2160, height: 2880 });
  assert.deepEqual(sentSize(1600, 1200), { width: 1600, height: 1200 });
});

/** Encodes to `bytesPerPixel` at quality 1, and tells what it was asked for. */
function encoder(bytesPerPixel: number) {
  const asked: string[] = [];
  const encode = (width: number, height: number, quality: number) => {
    asked.push(`${width}x${height} ${quality}`);
    const size = Math.round(width * height * bytesPerPixel * quality);
    return Promise.resolve(new Blob([new Uint8Array(size)]));
  };
  return { asked, encode };
}

test('the best quality that is small enough is taken', async () => {
  const { asked, encode } = encoder(0.15);
  const jpeg = await encodeSmall({ width: 2880, height: 2160 }, encode);
  assert.deepEqual(asked, ['2880x2160 0.85', '2880x2160 0.75']);
  assert.ok(jpeg.size <= WANTED_BYTES);
});

test('what cannot be small is readable all the same, within what the service takes', async () => {
  const { asked, encode } = encoder(0.8);
  const jpeg = await encodeSmall({ width: 2880, height: 2160 }, encode);
  assert.equal(asked.length, 4);
  assert.ok(jpeg.size > WANTED_BYTES && jpeg.size <= MOST_BYTES);

  const noise = encoder(2);
  const fits = await encodeSmall({ width: 2880, height: 2160 }, noise.encode);
  assert.equal(noise.asked.at(-1), '2016x1512 0.5');
  assert.ok(fits.size <= MOST_BYTES);
});
