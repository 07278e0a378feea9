// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '../../shared/messages';
import { RequestError } from '../../shared/protocol';
import { LEAST_PART_BYTES, MOST_PART_BYTES, pace, Upload, type UploadWay } from './upload';

/** A service in memory, with a clock that only waiting and sending move. */
class Service implements UploadWay {
  bytes: number[] = [];
  announced = 0;
  posts: { first: number; size: number; at: number }[] = [];
  /** What the next posts and announcements fail with; null: they do not. */
  postFailures: (ErrorCode | 'lost answer' | null)[] = [];
  beginFailures: (ErrorCode | null)[] = [];
  uplink: number | null = 300_000;
  roundTripMs = 300;
  #now = 0;
  #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  now = () => this.#now;

  wait = (ms: number) => {
    this.#now += ms;
    return Promise.resolve();
  };

  uplinkBps = () => Promise.resolve(this.uplink);

  begin = () => {
    this.announced += 1;
    const failure = this.beginFailures.shift() ?? null;
    if (failure !== null) return Promise.reject(new RequestError(failure, 'told to'));
    return Promise.resolve({ still: 's1', received: this.bytes.length });
  };

  post = async (_still: string, first: number, bytes: Blob) => {
    this.posts.push({ first, size: bytes.size, at: this.#now });
    this.#now += this.roundTripMs;
    const failure = this.postFailures.shift() ?? null;
    if (failure === 'invalid') this.bytes = [];
    if (failure !== null && failure !== 'lost answer') throw new RequestError(failure, 'told to');
    if (first > this.bytes.length) throw new RequestError('conflict', 'a gap');
    const fresh = new Uint8Array(await bytes.arrayBuffer()).slice(this.bytes.length - first);
    this.bytes.push(...fresh);
    if (failure === 'lost answer') throw new RequestError('unavailable', 'told to');
    return { received: this.bytes.length, whole: this.bytes.length === this.#size };
  };
}

const picture = (size: number) =>
  new Blob([Uint8Array.from({ length: size }, (_, index) => index % 251)]);

async function check(service: Service, size: number): Promise<void> {
  const expected = [...new Uint8Array(await picture(size).arrayBuffer())];
  assert.equal(await new Upload(picture(size), service).run(), true);
  assert.deepEqual(service.bytes, expected);
}

test('the pace leaves the call its part of the link', () => {
  // 60 % of 300 kbit/s are 22.5 bytes a millisecond.
  assert.deepEqual(pace(300_000), { bytes: 9000, everyMs: 400 });
  assert.deepEqual(pace(null), pace(200_000));
  assert.deepEqual(pace(50_000), { bytes: LEAST_PART_BYTES, everyMs: 1092 });
  assert.deepEqual(pace(2_000_000), { bytes: MOST_PART_BYTES, everyMs: 218 });
});

test('a picture goes out in parts no faster than its share', async () => {
  const service = new Service(500_000);
  await check(service, 500_000);
  assert.equal(service.announced, 1);
  for (const [index, post] of service.posts.slice(1).entries()) {
    assert.equal(post.at - (service.posts[index]?.at ?? 0), 400);
  }
  assert.ok(service.now() >= (500_000 * 8) / (0.6 * 300) - 400, `${service.now()} ms`);
});

test('a link that is slower than said is not filled with parts', async () => {
  const service = new Service(100_000);
  service.roundTripMs = 3000;
  await check(service, 100_000);
  for (const [index, post] of service.posts.slice(1).entries()) {
    assert.equal(post.at - (service.posts[index]?.at ?? 0), 3000);
  }
});

test('the pace follows the link', async () => {
  const service = new Service(60_000);
  const sizes = [300_000, 100_000, 1_000_000];
  service.uplinkBps = () => Promise.resolve(sizes.shift() ?? 300_000);
  await check(service, 60_000);
  assert.deepEqual(
    service.posts.slice(0, 4).map(({ size }) => size),
    [9000, 4096, 30_000, 9000],
  );
});

test('a broken link is waited for, and what arrived is not sent again', async () => {
  const service = new Service(50_000);
  service.postFailures = [null, 'unavailable', 'unavailable', 'lost answer', null];
  await check(service, 50_000);
  assert.deepEqual(
    service.posts.slice(0, 5).map(({ first }) => first),
    [0, 9000, 9000, 9000, 9000],
  );
  assert.equal(service.posts[5]?.first, 18_000);
  // Half a second, one, two.
  assert.equal((service.posts[4]?.at ?? 0) - (service.posts[1]?.at ?? 0), 3 * 300 + 3500);
});

test('a service that knows less goes on from what it has', async () => {
  const service = new Service(50_000);
  const { post } = service;
  let crashed = false;
  service.post = (still, first, bytes) => {
    if (first === 27_000 && !crashed) {
      crashed = true;
      service.bytes.length = 9000;
    }
    return post(still, first, bytes);
  };
  await check(service, 50_000);
  assert.equal(service.announced, 2);
});

test('a damaged picture is sent anew, but not for ever', async () => {
  const service = new Service(20_000);
  service.postFailures = [null, null, 'invalid'];
  service.beginFailures = [null, 'limit'];
  await check(service, 20_000);
  assert.equal(service.announced, 3);

  const bad = new Service(20_000);
  bad.postFailures = Array.from({ length: 9 }, () => 'invalid' as const);
  await assert.rejects(new Upload(picture(20_000), bad).run(), { code: 'invalid' });
  assert.equal(bad.announced, 3);
});

test('what cannot be sent is said', async () => {
  for (const code of ['conflict', 'unknown', 'denied'] as const) {
    const service = new Service(20_000);
    service.beginFailures = [code];
    await assert.rejects(new Upload(picture(20_000), service).run(), { code });
  }
  const full = new Service(20_000);
  full.beginFailures = ['limit', 'limit', 'limit', 'limit'];
  await assert.rejects(new Upload(picture(20_000), full).run(), { code: 'limit' });
});

test('who stops sends nothing more', async () => {
  const service = new Service(100_000);
  const upload = new Upload(picture(100_000), service);
  const { post } = service;
  service.post = (still, first, bytes) => {
    if (first > 0) upload.cancel();
    return post(still, first, bytes);
  };
  assert.equal(await upload.run(), false);
  assert.equal(service.posts.length, 2);
});
