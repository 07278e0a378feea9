// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What a page has received of the other side, and what the time between two looks at it was like. */

import { ask } from './chromium.mjs';
import { played, shown } from './probe.mjs';

/** Shorter than this the time between two looks is not known well enough to tell a freeze that goes on. */
const CLEAR_S = 0.5;

export async function read(page) {
  const [sight, sound] = await Promise.all([ask(page, shown), ask(page, played)]);
  return { ...sight, sound, atMs: performance.now() };
}

/** What was played between two looks. A line on which nothing comes plays made-up silence, and is left out. */
export function heardBetween(before, after) {
  const sum = { samples: 0, concealed: 0, buffered: 0, bufferedS: 0 };
  for (const line of after) {
    const former = before.find(({ ssrc }) => ssrc === line.ssrc);
    if (line.packets === (former?.packets ?? 0)) continue;
    for (const key of Object.keys(sum)) sum[key] += line[key] - (former?.[key] ?? 0);
  }
  return sum;
}

/** Browsers count a freeze when it ends: one that goes on shows only in that no time was added to the pictures'. */
function frozenS(before, after, seconds) {
  const goingOnS = seconds - (after.shownS - before.shownS);
  const endedS = after.frozenS - before.frozenS;
  return Math.abs(goingOnS) < CLEAR_S ? endedS : Math.min(Math.max(endedS + goingOnS, 0), seconds);
}

/** The mean in ms of what adds up to `holdS` over `count` things; null if there were none. */
const meanMs = (holdS, count) => (count > 0 ? (1000 * holdS) / count : null);

export function compare(before, after) {
  const seconds = (after.atMs - before.atMs) / 1000;
  const pictures = after.pictures - before.pictures;
  const sound = heardBetween(before.sound, after.sound);
  return {
    frozen: frozenS(before, after, seconds) / seconds,
    freezes: after.freezes - before.freezes,
    fps: pictures / seconds,
    height: after.height,
    heldMs: meanMs(after.held - before.held, pictures),
    soundHeldMs: meanMs(sound.bufferedS, sound.buffered),
    bps: (8 * (after.bytes - before.bytes)) / seconds,
    concealed: sound.samples > 0 ? sound.concealed / sound.samples : 1,
  };
}
