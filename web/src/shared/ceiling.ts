// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * How much the page may send at most. No limit is meant. When a way is wider than it seemed, Chromium
 * finds out by sending 8 % more each second, and not at all as long as a small picture is sent, which
 * proves nothing. But when the most that it may send is raised, it looks at once whether the way bears
 * so much, by a burst of some packets. On a narrow way the burst would hold up the sound, and then
 * Chromium goes back to less than is borne. So the ceiling is raised at first, and then only when more
 * is borne than before, the more of it the more looks were in vain; with less of a sign after a
 * deep fall: a way that was wide just now is often so again, and one that has only become longer looks
 * like a narrow one for a moment. And with none where losses hold Chromium, not a queue: it sends no more
 * until fewer are lost, and a way that always loses does not do it that favour.
 */

import { MOST_BPS } from './lines';
import { hasFallen, isSending, uplinkOf } from './quality';

/** Chromium goes back to this share of what came through. */
const BACK_OFF = 0.85;
/** So much of what was borne at one fall is still believed at the next. */
const BELIEVED = 0.9;
/** Times what was borne: now it is more. */
const MORE = 1.2;
/** Times what seemed to be borne just before a fall: a way that stays narrow does not seem so wide again. */
const BEYOND = 1.05;
/** Below this share of what it seemed to bear just before, a way that seemed wide has fallen deeply. */
const DEEP = 0.5;
const WIDE_BPS = 500_000;
/** So long after it the way is looked at without a sign: then a queue has gone. */
const CALM_MS = 2000;
/** And so many times when it bears as much as at the fall. A narrow way is held up by that for a while. */
const TRIES = 4;
/** A fall so soon after a look comes of the look, which was in vain. */
const FAILED_MS = 3000;
/** Each more of those asks for a sign larger by MORE, up to here: the looks themselves keep down what is borne. */
const MOST_FAILED = TRIES + 4;
/** Above this share of the ceiling it may be the ceiling that limits. Chromium does not call that narrow. */
const NEAR = 0.9;
/** A queue moves what is said to be borne. What moves by less than this share, for so long, is held by losses. */
const STILL = 0.005;
const STILL_MS = 2500;
/** Such a way is looked at so long after the last look, each time after twice as long, up to so many times. */
const LOSSY_LOOK_MS = 6000;
const MOST_DOUBLED = 4;
/** What the camera sends at most: who may send so much is held by nothing. */
const ENOUGH_BPS = MOST_BPS.camera;
/** From what is borne to the ceiling. What bears that is probed further by Chromium itself. */
const FACTOR = 1.5;
/** From one look to the next: its result is there. */
const LOOK_MS = 2000;
/** Only a rise is looked at, so the ceiling is first so much lower. */
const RISE_BPS = 1000;

/** The fields of RTCStats that are read here. Firefox has not all of them: there is no ceiling then. */
interface Entry {
  type: string;
  active?: boolean;
  qualityLimitationReason?: string;
}

/** Whether Chromium says that a picture is held down by what may be sent. */
function isLimited(report: Iterable<unknown>): boolean {
  return [...(report as Iterable<Entry>)].some(
    (entry) => entry.active === true && entry.qualityLimitationReason === 'bandwidth',
  );
}

/** Decides by the readings of one peer connection. */
export class CeilingMeter {
  #saidBps = 0;
  /** What the way bore when it was last too narrow, and what it seemed to bear just before. */
  #boreBps = 0;
  #seemedBps = 0;
  /** What was borne when the way was looked at since then. */
  #lookedBps = 0;
  /** At least, by the falls before. */
  #leastBps = 0;
  #falling = false;
  /** When it last fell deeply, until that was looked at. */
  #deepMs: number | null = null;
  /** So many looks were in vain since it was wide. */
  #failed = TRIES;
  /** Since when it stands still, and how often it was looked at for that since it was enough. */
  #stillMs = 0;
  #lossyLooks = 0;
  #ceilingBps = Infinity;
  #lookedMs = -Infinity;

  /**
   * A reading of getStats at `atMs`, one each second: the ceiling to be raised to now, in bit/s, or null.
   * `heldDown`: the page holds the picture down itself, until more is known to be borne.
   */
  read(report: Iterable<unknown>, atMs: number, heldDown: boolean): number | null {
    const bps = uplinkOf(report);
    if (bps === null) return null;
    this.#note(bps, atMs);
    if (!isSending(report)) return null;
    const isLimit = bps > NEAR * this.#ceilingBps && this.#ceilingBps < ENOUGH_BPS;
    if (isLimit) return this.#look(bps, FACTOR * bps, atMs);
    if (bps >= ENOUGH_BPS || atMs - this.#lookedMs < LOOK_MS) return null;
    if (this.#deepMs !== null && atMs - this.#deepMs >= CALM_MS) {
      return this.#look(bps, Math.max(BACK_OFF * this.#seemedBps, FACTOR * bps), atMs);
    }
    if (this.#isHeldByLosses(atMs)) {
      this.#lossyLooks = Math.min(this.#lossyLooks + 1, MOST_DOUBLED);
      return this.#look(bps, FACTOR * bps, atMs);
    }
    const more = this.#failed < TRIES ? 1 : MORE;
    const patience = MORE ** Math.max(this.#failed - TRIES, 0);
    const beyondBps = BEYOND * Math.max(this.#seemedBps, this.#boreBps);
    const signBps = patience * Math.min(more * this.#boreBps, beyondBps);
    const isNarrow = heldDown || isLimited(report);
    if (!isNarrow || bps <= Math.max(signBps, MORE * this.#lookedBps)) return null;
    return this.#look(bps, FACTOR * bps, atMs);
  }

  #isHeldByLosses(atMs: number): boolean {
    const calmMs = LOSSY_LOOK_MS * 2 ** this.#lossyLooks;
    return atMs - this.#stillMs >= STILL_MS && atMs - this.#lookedMs >= calmMs;
  }

  #look(bps: number, ceilingBps: number, atMs: number): number {
    this.#lookedMs = atMs;
    this.#lookedBps = bps;
    this.#deepMs = null;
    this.#ceilingBps = Math.min(Math.round(ceilingBps), ENOUGH_BPS);
    return this.#ceilingBps;
  }

  /** A fall may take some readings; the last one counts. */
  #note(bps: number, atMs: number): void {
    if (Math.abs(bps - this.#saidBps) > STILL * bps) this.#stillMs = atMs;
    if (bps >= ENOUGH_BPS) this.#lossyLooks = 0;
    const falling = hasFallen(this.#saidBps, bps);
    if (falling && !this.#falling) {
      this.#leastBps = BELIEVED * this.#boreBps;
      this.#seemedBps = this.#saidBps;
      if (atMs - this.#lookedMs <= FAILED_MS)
        this.#failed = Math.min(this.#failed + 1, MOST_FAILED);
    }
    if (falling) {
      this.#boreBps = Math.max(bps / BACK_OFF, this.#leastBps);
      this.#lookedBps = 0;
      if (this.#seemedBps >= WIDE_BPS && bps < DEEP * this.#seemedBps) {
        this.#deepMs = atMs;
        this.#failed = 0;
      }
    }
    this.#falling = falling;
    this.#saidBps = bps;
  }
}

/**
 * Raises the ceiling of what `sender` sends to `bps`. An answer with another limit would do as well, but
 * then the picture begins anew, which costs some frames.
 */
export async function raiseCeiling(sender: RTCRtpSender, bps: number): Promise<void> {
  for (const ceiling of [bps - RISE_BPS, bps]) {
    const parameters = sender.getParameters();
    const encoding = parameters.encodings[0];
    if (encoding === undefined) return;
    encoding.maxBitrate = ceiling;
    await sender.setParameters(parameters);
  }
}
