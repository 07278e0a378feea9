// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCES, type Lines } from './lines';
import { Senders } from './senders';

/** Answers as a peer connection does, or not at all, as one does that is closed meanwhile. */
class Sender {
  track: unknown = null;
  active = false;
  constructor(private readonly answers: boolean) {}

  async replaceTrack(track: unknown): Promise<void> {
    this.track = track;
  }

  getParameters() {
    return { encodings: [{ active: this.active }] };
  }

  setParameters({ encodings }: { encodings: { active: boolean }[] }): Promise<void> {
    this.active = encodings.every(({ active }) => active);
    return this.answers ? Promise.resolve() : new Promise<void>(() => {});
  }
}

function makeLines(answers: boolean): { senders: Record<string, Sender>; lines: Lines } {
  const senders = Object.fromEntries(SOURCES.map((source) => [source, new Sender(answers)]));
  // No redundancy was negotiated: there is nothing to be changed in the answer.
  const pc = { remoteDescription: { type: 'answer', sdp: '' }, signalingState: 'stable' };
  return { senders, lines: { pc, senders, receivers: [] } as unknown as Lines };
}

const TRACK = { kind: 'audio' } as MediaStreamTrack;
const settled = () => new Promise((done) => setImmediate(done));

test('what is wanted is brought to the senders', async () => {
  const { senders, lines } = makeLines(true);
  const all = new Senders();
  all.use(lines);
  all.setTrack('audio', TRACK);
  all.setSending(true);
  await settled();
  assert.equal(senders['audio']?.track, TRACK);
  assert.deepEqual([senders['audio']?.active, senders['camera']?.active], [true, false]);
  all.setMuted('audio', true);
  await settled();
  assert.equal(senders['audio']?.active, false);
});

test('a peer that is closed amid a change does not hold up the next one', async () => {
  const old = makeLines(false);
  const all = new Senders();
  all.use(old.lines);
  all.setTrack('audio', TRACK);
  all.setSending(true);
  await settled();
  all.use(null);
  const next = makeLines(true);
  all.use(next.lines);
  await settled();
  assert.equal(next.senders['audio']?.active, true);
});

test('what waited for a peer that is gone is not done to it', async () => {
  const old = makeLines(true);
  const all = new Senders();
  let ran = 0;
  all.use(old.lines);
  all.queue(async () => {
    ran += 1;
    all.use(null);
  });
  all.queue(async () => {
    ran += 1;
  });
  await settled();
  assert.equal(ran, 1);
  all.queue(async () => {
    ran += 1;
  });
  await settled();
  assert.equal(ran, 1);
});
