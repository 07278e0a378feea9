// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * A gentle chime of two notes. Browsers are silent until somebody has touched the page, or pressed a
 * key of a remote control; unless they were started so that they allow it.
 */

/** Hertz, and seconds after the first. */
const NOTES = [
  [659.26, 0],
  [523.25, 0.45],
] as const;
const LOUDNESS = 0.22;
const FADE_S = 1.6;

export class Chime {
  #context = new AudioContext();

  /** `onready` is called when sound may be made. */
  constructor(onready: () => void) {
    this.#context.onstatechange = onready;
    for (const event of ['pointerdown', 'keydown']) {
      window.addEventListener(event, () => void this.#open());
    }
  }

  get ready(): boolean {
    return this.#context.state === 'running';
  }

  play(): void {
    const context = this.#context;
    if (!this.ready) return;
    for (const [hertz, after] of NOTES) {
      const start = context.currentTime + after;
      const tone = new OscillatorNode(context, { frequency: hertz });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + FADE_S);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + FADE_S);
    }
  }

  async #open(): Promise<void> {
    if (this.ready) return;
    await this.#context.resume();
    this.play();
  }
}
