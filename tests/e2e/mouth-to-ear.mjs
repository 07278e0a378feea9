// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * How long sound takes from mouth to ear: the invented microphone of each browser plays short bursts of
 * a tone, and each page notes when one begins in its own track, and when in what it receives. Both
 * pages are on one machine, so their clocks agree.
 */

import { writeFile } from 'node:fs/promises';
import { ask } from './chromium.mjs';
import { median } from './wait.mjs';

const SAMPLE_RATE = 48_000;
/** Of bursts: longer than any delay that a call can be held with. */
const PERIOD_MS = 3000;
const BURST_MS = 120;
/** A click at its edges would be loud in all frequencies. */
const RAMP_MS = 5;
const AMPLITUDE = 0.5;

/** A second tone for the second person: an echo canceller takes what sounds alike for an echo. */
export const TONES_HZ = { resident: 700, agent: 1100 };

/**
 * In the page: notes when bursts begin, in window.gcSpoken its person's and in window.gcHeard the other
 * one's, in ms since 1970. Chromium stamps a frame with when it was captured or, of the other side's
 * sound, played out, in µs of performance.now ().
 */
function noteOnsets() {
  const LOUD = 0.05;
  const QUIET_MS = 1000;

  const note = async (track, onsets) => {
    let loudAt = -Infinity;
    for await (const frame of new MediaStreamTrackProcessor({ track }).readable) {
      const samples = new Float32Array(frame.numberOfFrames);
      frame.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const first = samples.findIndex((sample) => Math.abs(sample) > LOUD);
      const inFrameMs = (1000 * first) / frame.sampleRate;
      const at = performance.timeOrigin + frame.timestamp / 1000 + inFrameMs;
      frame.close();
      if (first < 0) continue;
      if (at - loudAt > QUIET_MS) onsets.push(at);
      loudAt = at;
    }
  };
  const noteAll = (ends, onsets) => {
    for (const { track } of ends) if (track?.kind === 'audio') void note(track, onsets);
  };
  const peers = window.gcPeers.filter(({ connectionState }) => connectionState !== 'closed');
  window.gcSpoken = [];
  window.gcHeard = [];
  noteAll(
    peers.flatMap((peer) => peer.getSenders()),
    window.gcSpoken,
  );
  noteAll(
    peers.flatMap((peer) => peer.getReceivers()),
    window.gcHeard,
  );
}

/** A WAV file that is one burst and the silence after it: the browser plays it over and over. */
export async function writeTone(path, hertz) {
  const samples = (ms) => (SAMPLE_RATE * ms) / 1000;
  const data = Buffer.alloc(2 * samples(PERIOD_MS));
  for (let i = 0; i < samples(BURST_MS); i += 1) {
    const edge = Math.min(i, samples(BURST_MS) - i) / samples(RAMP_MS);
    const value = AMPLITUDE * Math.min(edge, 1) * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE);
    data.writeInt16LE(Math.round(32_767 * value), 2 * i);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16); // of this part of the header
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(2 * SAMPLE_RATE, 28); // bytes a second
  header.writeUInt16LE(2, 32); // bytes a frame
  header.writeUInt16LE(16, 34); // bits a sample
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  await writeFile(path, Buffer.concat([header, data]));
}

/** From now on the page notes the bursts. */
export function listen(page) {
  return ask(page, noteOnsets);
}

/** What the page has noted. */
export function onsets(page) {
  return page.evaluate(() => ({ spoken: window.gcSpoken, heard: window.gcHeard }));
}

/** The median in ms from the bursts in `spoken` to those in `heard`; null if none was heard. */
export function mouthToEarMs(spoken, heard) {
  const delays = heard.flatMap((at) => {
    const last = spoken.findLast((each) => each <= at);
    return last === undefined ? [] : [at - last];
  });
  return delays.length > 0 ? median(delays) : null;
}
