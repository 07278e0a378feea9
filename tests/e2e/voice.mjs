// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A voice for the invented microphone: not speech, but as loud, as high and as broken up as it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RATE_HZ = 48_000;
const SECONDS = 8;
const PITCH_HZ = 140;
const HARMONICS = 20;
const SYLLABLES_PER_S = 4;
/** Of each syllable; the rest is the gap behind it. */
const SOUNDING = 0.7;
const LOUDNESS = 0.5;
const HEADER_SIZE = 44;

function sample(at) {
  const syllable = (at * SYLLABLES_PER_S) % 1;
  if (syllable > SOUNDING) return 0;
  const swell = Math.sin((Math.PI * syllable) / SOUNDING);
  const pitch = PITCH_HZ * (1 + 0.1 * Math.sin(2 * Math.PI * 0.4 * at));
  let sum = 0;
  for (let k = 1; k <= HARMONICS; k += 1) sum += Math.sin(2 * Math.PI * k * pitch * at) / k;
  return (LOUDNESS * swell * sum) / 2;
}

/** The bytes of a WAV file: one channel of 16 bits. */
function makeVoice() {
  const count = RATE_HZ * SECONDS;
  const wav = Buffer.alloc(HEADER_SIZE + 2 * count);
  wav.write('RIFF', 0, 'ascii');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'ascii');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE_HZ, 24);
  wav.writeUInt32LE(2 * RATE_HZ, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'ascii');
  wav.writeUInt32LE(2 * count, 40);
  for (let i = 0; i < count; i += 1) {
    wav.writeInt16LE(Math.round(32_767 * sample(i / RATE_HZ)), HEADER_SIZE + 2 * i);
  }
  return wav;
}

/** Calls `play` with the arguments of a browser whose microphones have this voice. */
export async function withVoice(play) {
  const folder = await mkdtemp(join(tmpdir(), 'gc-voice-'));
  const file = join(folder, 'voice.wav');
  try {
    await writeFile(file, makeVoice());
    await play([`--use-file-for-fake-audio-capture=${file}`]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
