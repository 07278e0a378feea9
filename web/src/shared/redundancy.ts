// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Whether the page's sound is to be sent with redundancy (RED, RFC 2198): each frame once more in the
 * next packet, from which the relay restores what was lost on the way to it. That doubles the bits of
 * the sound, so it is for links that lose. The relay decides by the same figures for the way down.
 */

import { answerAgain } from './answer';

/** From this share of lost packets on; it is the mean of the last seconds, since one of 50 is 2 %. */
const BEGIN_LOSS = 0.02;
const MEAN_MS = 4000;
/** Not any more when it has stayed below this for so long. */
const END_LOSS = 0.005;
const END_MS = 20_000;

/** The fields of RTCStats that are read here. */
interface Entry {
  type: string;
  kind?: string;
  fractionLost?: number;
}

/** Decides by the readings of one peer connection. */
export class RedundancyMeter {
  #loss = 0;
  #readMs: number | null = null;
  #lossyMs = 0;
  #wanted = false;

  /** A reading of getStats at `atMs`: whether redundancy is wanted from now on. */
  read(report: Iterable<unknown>, atMs: number): boolean {
    for (const entry of report as Iterable<Entry>) {
      if (entry.type !== 'remote-inbound-rtp' || entry.kind !== 'audio') continue;
      this.#note(entry.fractionLost ?? 0, atMs);
    }
    return this.#wanted;
  }

  /** A reading weighs as much as the time that it covers. */
  #note(loss: number, atMs: number): void {
    const coveredMs = this.#readMs === null ? MEAN_MS : Math.max(0, atMs - this.#readMs);
    this.#readMs = atMs;
    this.#loss += ((loss - this.#loss) * coveredMs) / (coveredMs + MEAN_MS);
    if (this.#loss >= END_LOSS) this.#lossyMs = atMs;
    if (this.#loss >= BEGIN_LOSS) this.#wanted = true;
    else if (atMs - this.#lossyMs >= END_MS) this.#wanted = false;
  }
}

/** The answer with the payload type of redundancy as the first of the line of our sound, or the last. */
export function orderSound(answer: string, redundant: boolean): string {
  const red = /^a=rtpmap:(\d+) red\/48000/m.exec(answer)?.[1];
  if (red === undefined) return answer;
  return answer.replace(/^(m=audio \d+ \S+) (.+)$/m, (_, line: string, types: string) => {
    const others = types.split(' ').filter((type) => type !== red);
    return [line, ...(redundant ? [red, ...others] : [...others, red])].join(' ');
  });
}

/**
 * Has `pc` send its sound with redundancy or without. Chromium does what the order of the answer says,
 * and only that (the codec of an encoding it takes as well, and sends as before), so the answer is given
 * once more. The relay, which agreed to both, is not asked. Where the answer has no redundancy, as with
 * Firefox, nothing happens.
 */
export async function setRedundancy(pc: RTCPeerConnection, redundant: boolean): Promise<void> {
  const answer = pc.remoteDescription?.sdp ?? '';
  const sdp = orderSound(answer, redundant);
  if (sdp === answer) return;
  await answerAgain(pc, sdp);
}
