// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Devices } from './media-devices';

class Track extends EventTarget {
  stopped = false;
  contentHint = '';
  constructor(readonly kind: 'audio' | 'video') {
    super();
  }
  stop(): void {
    this.stopped = true;
  }
  getSettings() {
    return { deviceId: `${this.kind} device` };
  }
}

class Stream {
  constructor(readonly tracks: Track[]) {}
  getTracks() {
    return this.tracks;
  }
  getAudioTracks() {
    return this.tracks.filter(({ kind }) => kind === 'audio');
  }
  getVideoTracks() {
    return this.tracks.filter(({ kind }) => kind === 'video');
  }
}

/** A browser's question to the person, which the test answers when it likes. */
interface Question {
  allow: (...tracks: Track[]) => void;
  fail: (name?: string) => void;
}

let questions: Question[] = [];
/** What is to be done later. */
let later: (() => void) | null = null;

const mediaDevices = Object.assign(new EventTarget(), {
  getUserMedia: () =>
    new Promise<Stream>((done, fail) => {
      questions.push({
        allow: (...tracks) => done(new Stream(tracks)),
        fail: (name = 'NotFoundError') => fail(new DOMException('none', name)),
      });
    }),
  enumerateDevices: async () => [
    { kind: 'audioinput', deviceId: 'm', label: 'microphone' },
    { kind: 'videoinput', deviceId: 'f', label: 'face' },
    { kind: 'videoinput', deviceId: 'd', label: 'document' },
  ],
});

class Context {
  createAnalyser = () => ({});
  createMediaStreamSource = () => ({ connect() {} });
  close = async () => {};
}

const browser = {
  navigator: { mediaDevices },
  localStorage: { getItem: () => null, setItem() {} },
  window: {
    setTimeout: (run: () => void) => {
      later = run;
      return 0;
    },
    addEventListener() {},
    removeEventListener() {},
  },
  AudioContext: Context,
  MediaStream: Stream,
};
for (const [name, value] of Object.entries(browser)) {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

const settled = () => new Promise((done) => setImmediate(done));

beforeEach(() => {
  questions = [];
  later = null;
});

/** Camera and microphone are there. */
async function openBoth(): Promise<{ devices: Devices; audio: Track; camera: Track }> {
  const devices = new Devices(() => {});
  const [audio, camera] = [new Track('audio'), new Track('video')];
  const opened = devices.open();
  questions.shift()?.allow(audio, camera);
  await opened;
  return { devices, audio, camera };
}

test('both are asked for at once, and let go of', async () => {
  const { devices, audio, camera } = await openBoth();
  assert.deepEqual(devices.state.states, { audio: 'live', camera: 'live', document: 'off' });
  assert.equal(devices.tracks.audio, audio);
  devices.close();
  assert.deepEqual(devices.state.states, { audio: 'off', camera: 'off', document: 'off' });
  assert.ok(audio.stopped && camera.stopped);
});

test('what comes after it was let go of goes out at once', async () => {
  const devices = new Devices(() => {});
  const opened = devices.open();
  devices.close();
  const [audio, camera] = [new Track('audio'), new Track('video')];
  questions.shift()?.allow(audio, camera);
  await opened;
  assert.ok(audio.stopped && camera.stopped);
  assert.equal(devices.tracks.camera, null);
  assert.deepEqual(devices.state.states, { audio: 'off', camera: 'off', document: 'off' });
});

test('after a refusal nobody is asked again who has let go', async () => {
  const devices = new Devices(() => {});
  const opened = devices.open();
  devices.close();
  questions.shift()?.fail();
  await opened;
  assert.equal(questions.length, 0);
  assert.deepEqual(devices.state.states, { audio: 'off', camera: 'off', document: 'off' });
});

test('a document camera that comes after the session goes out', async () => {
  const { devices } = await openBoth();
  const shown = devices.setDocument(true);
  assert.equal(devices.state.states.document, 'opening');
  devices.close();
  const late = new Track('video');
  questions.shift()?.allow(late);
  await shown;
  assert.ok(late.stopped);
  assert.equal(devices.state.states.document, 'off');
});

test('of two choices the later one counts, in whatever order they come', async () => {
  const { devices } = await openBoth();
  const [first, second] = [new Track('video'), new Track('video')];
  const chosen = [devices.choose('camera', 'f'), devices.choose('camera', 'd')];
  questions[1]?.allow(second);
  questions[0]?.allow(first);
  await Promise.all(chosen);
  assert.ok(first.stopped && !second.stopped);
  assert.equal(devices.tracks.camera, second);
  assert.equal(devices.state.states.camera, 'live');
});

test('a lost camera is looked for until somebody lets go', async () => {
  const { devices, camera } = await openBoth();
  camera.dispatchEvent(new Event('ended'));
  assert.equal(devices.state.states.camera, 'lost');
  mediaDevices.dispatchEvent(new Event('devicechange'));
  await settled();
  questions.shift()?.fail();
  await settled();
  assert.equal(devices.state.states.camera, 'lost');
  mediaDevices.dispatchEvent(new Event('devicechange'));
  await settled();
  devices.close();
  questions.shift()?.fail();
  await settled();
  assert.equal(devices.state.states.camera, 'off');
});

test('a camera that another program has is taken when it is free', async () => {
  const devices = new Devices(() => {});
  const opened = devices.open();
  questions.shift()?.fail('NotReadableError');
  await settled();
  questions.shift()?.allow(new Track('audio'));
  await settled();
  questions.shift()?.fail('NotReadableError');
  await opened;
  assert.deepEqual(devices.state.states, { audio: 'live', camera: 'busy', document: 'off' });

  later?.();
  await settled();
  assert.equal(devices.state.states.camera, 'busy', 'nobody sees that it is looked for');
  questions.shift()?.fail('NotReadableError');
  await settled();
  const camera = new Track('video');
  later?.();
  await settled();
  questions.shift()?.allow(camera);
  await settled();
  assert.equal(devices.state.states.camera, 'live');
  assert.equal(devices.tracks.camera, camera);
});
