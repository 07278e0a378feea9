// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Waiting for what a page says, with the reason when it never does. */

/** Asks `probe` until `good` says yes; fails after `ms` with what was answered last. */
export async function until(what, ms, probe, good) {
  const end = Date.now() + ms;
  let last;
  for (;;) {
    last = await probe();
    if (good(last)) return last;
    if (Date.now() >= end)
      throw new Error(`${what}: not within ${ms} ms; last ${JSON.stringify(last)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** A picture that is there (not black, not of one colour) and moves. */
export function isMoving(seen) {
  return seen !== null && seen.mean > 20 && seen.spread > 5 && seen.changed > 5;
}

/** The picture of Firefox's invented camera: one colour all over, which goes through all hues. */
export function isChangingColour(seen) {
  return seen !== null && seen.mean > 20 && seen.shift > 2;
}

/** The middle one. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
