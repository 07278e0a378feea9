// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Notices that nobody touches the kiosk any more: after 60 s it asks, 20 s later the visit is wiped.
 */

const QUIET_MS = 60_000;
const ASK_SECONDS = 20;

export class IdleWatch {
  #tell: (secondsLeft: number | null) => void;
  #timer = 0;

  /** `tell` hears the seconds left while the kiosk asks, 0 at the end, null when somebody is there. */
  constructor(tell: (secondsLeft: number | null) => void) {
    this.#tell = tell;
    for (const name of ['pointerdown', 'keydown', 'wheel'] as const) {
      window.addEventListener(name, () => this.stir(), { capture: true, passive: true });
    }
  }

  /** Starts to watch, or stops. */
  watch(on: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tell(null);
    if (on) this.#wait();
  }

  /** Somebody is there. */
  stir(): void {
    if (this.#timer !== 0) this.watch(true);
  }

  #wait(): void {
    this.#timer = window.setTimeout(() => this.#count(ASK_SECONDS), QUIET_MS);
  }

  #count(left: number): void {
    this.#tell(left);
    this.#timer = left > 0 ? window.setTimeout(() => this.#count(left - 1), 1000) : 0;
  }
}
