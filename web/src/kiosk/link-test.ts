// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The test of the link while the resident waits: what the page does for it, and which sentences
 * follow from it. No DOM.
 */

import type { KioskView, kioskParts, LinkLevel, LinkTest, TestedWay } from '../shared/messages';
import type { PageCore } from '../shared/page-core';
import type { KioskState } from './state';
import type { KioskWord } from './words';

const TELL_MS = 1000;

export function isTested({ link_test: test }: KioskView): boolean {
  return test?.state === 'running';
}

/** While the link is tested, tells what the browser believes that its way up carries. */
export class LinkTestWatch {
  #core: PageCore<typeof kioskParts, KioskState>;
  #timer = 0;
  #started = false;

  constructor(core: PageCore<typeof kioskParts, KioskState>) {
    this.#core = core;
  }

  /** Begins; the second time it has no effect. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#core.store.subscribe(() => this.#changed());
  }

  #changed(): void {
    const tested = isTested(this.#core.store.state.view);
    if (tested === (this.#timer !== 0)) return;
    window.clearInterval(this.#timer);
    this.#timer = tested ? window.setInterval(() => void this.#tell(), TELL_MS) : 0;
  }

  async #tell(): Promise<void> {
    const bps = await this.#core.peer.uplinkBps();
    if (bps === null || bps < 1 || this.#timer === 0) return;
    await this.#core.connection
      .request('media.uplink', { bps: Math.round(bps) })
      .catch((error: unknown) => console.warn('uplink:', error));
  }
}

/** A sentence and how good what it says is; null for neither. */
export interface TestLine {
  word: KioskWord;
  level: LinkLevel | null;
}

const FAULTS: Record<
  'rate' | 'loss' | 'jitter',
  Record<'fair' | 'poor', 'Slow' | 'Narrow' | 'Shaky' | 'Broken'>
> = {
  rate: { fair: 'Slow', poor: 'Narrow' },
  loss: { fair: 'Shaky', poor: 'Broken' },
  jitter: { fair: 'Shaky', poor: 'Broken' },
};

function wayLine(way: 'Up' | 'Down', { level, fault }: TestedWay): TestLine {
  if (level === null) return { word: `test${way}Unknown`, level };
  // That it is far is said of both ways at once.
  if (level === 'good' || fault === null || fault === 'delay') {
    return { word: `test${way}Good`, level: 'good' };
  }
  return { word: `test${way}${FAULTS[fault][level]}`, level };
}

/** What is said of the test, a line each; none before the first one. */
export function testLines(test: LinkTest | null | undefined): TestLine[] {
  if (!test) return [];
  if (test.state === 'running') return [{ word: 'testRunning', level: null }];
  if (test.state === 'silent') return [{ word: 'testSilent', level: 'poor' }];
  if (test.result === null) return [];
  const { up, down } = test.result;
  const far = [up, down].find(({ fault }) => fault === 'delay');
  return [
    wayLine('Up', up),
    wayLine('Down', down),
    ...(far ? [{ word: 'testFar' as const, level: far.level }] : []),
  ];
}

/** Whether somebody at the point can do something about it. */
export function canBeMended(test: LinkTest | null | undefined): boolean {
  if (test?.state === 'running' || !test?.result) return false;
  const { up, down } = test.result;
  return [up, down].some(({ fault }) => fault !== null && fault !== 'delay');
}
