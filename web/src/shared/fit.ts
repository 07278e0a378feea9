// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Whether the camera's picture still fits the way. Chromium chooses its size by what may be sent when
 * it begins, and changes it by one step in some ten seconds: on a way that has become wide it stays
 * small for half a minute, on one that has become narrow it is too large, with a few pictures a second.
 * When an answer has another limit for its line, the picture begins anew, and then it fits at once.
 */

import { answerAgain } from './answer';
import { hasFallen, isSending, uplinkOf } from './quality';

/** With so much the picture begins unreduced. */
const AMPLE_BPS = 600_000;
/** Times what was borne when the picture began: from there on it is too small, or too large. */
const WIDER = 1.6;
const NARROWER = 0.6;
/** From one beginning to the next. */
const CALM_MS = 2000;
/** More than all lines together send. Which of the two is said does not matter, only that it changes. */
const LIMIT_BPS = 3_000_000;
const OTHER_LIMIT_BPS = 2_999_000;

/** Decides by the readings of one peer connection. */
export class FitMeter {
  #saidBps = 0;
  /** What was borne when the picture began. */
  #begunBps = 0;
  #begunMs = 0;

  /** A reading of getStats at `atMs`, one each second: whether the picture is to begin anew. */
  read(report: Iterable<unknown>, atMs: number): boolean {
    const bps = uplinkOf(report) ?? 0;
    const isFalling = hasFallen(this.#saidBps, bps);
    const isFirst = !isSending(report) || this.#begunBps === 0;
    this.#saidBps = bps;
    if (!isFirst && (isFalling || atMs - this.#begunMs < CALM_MS || this.#fits(bps))) return false;
    this.#begunBps = bps;
    this.#begunMs = atMs;
    return !isFirst;
  }

  #fits(bps: number): boolean {
    const isTooSmall = this.#begunBps < AMPLE_BPS && bps > WIDER * this.#begunBps;
    const isTooLarge = bps < AMPLE_BPS && bps < NARROWER * this.#begunBps;
    return !isTooSmall && !isTooLarge;
  }
}

/** The answer with `bps` as the most that may be sent (RFC 3890) on the line of the camera. */
export function limitCamera(answer: string, bps: number): string {
  return answer.replace(
    /^(m=video .+\r\n(?:[ic]=.+\r\n)*)(?:b=TIAS:.+\r\n)?/m,
    `$1b=TIAS:${bps}\r\n`,
  );
}

/** Has the camera's picture begin anew. The relay, which is told nothing new, is not asked. */
export async function beginAnew(pc: RTCPeerConnection): Promise<void> {
  const answer = pc.remoteDescription?.sdp ?? '';
  const limited = limitCamera(answer, LIMIT_BPS);
  await answerAgain(pc, limited === answer ? limitCamera(answer, OTHER_LIMIT_BPS) : limited);
}
