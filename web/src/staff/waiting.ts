// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** How long a wait is, in the four steps at which a coordinator should act. No DOM. */

/** `none`: nobody waits. The steps begin at 0, 10, 20 and 30 minutes. */
export type WaitLevel = 'none' | 'short' | 'long' | 'late' | 'alarm';

const MINUTE_MS = 60_000;

/** Where each step begins, the longest first. */
const STEPS: ReadonlyArray<readonly [number, WaitLevel]> = [
  [30 * MINUTE_MS, 'alarm'],
  [20 * MINUTE_MS, 'late'],
  [10 * MINUTE_MS, 'long'],
  [0, 'short'],
];

/** The step of a wait that began at `sinceMs`; a start in the future (clocks differ) counts as just begun. */
export function waitLevel(sinceMs: number | null, nowMs: number): WaitLevel {
  if (sinceMs === null) return 'none';
  const waited = Math.max(0, nowMs - sinceMs);
  return STEPS.find(([from]) => waited >= from)?.[1] ?? 'short';
}

/** Whole seconds until `untilMs`, rounded up so that the count ends at 0 and not at 1; never negative. */
export function secondsLeft(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
