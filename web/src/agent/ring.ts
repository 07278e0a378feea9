// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * The sounds of the agent page, made by WebAudio so that no sound file has to be fetched: the ring
 * of an offer and the tone of the speaker check. A browser lets a page sound only after the person
 * has touched it once; until then {@link Ring.blocked} is true and nothing is heard.
 */

/** One note: when it begins, how long it sounds, and how high it is. */
interface Note {
  atS: number;
  lengthS: number;
  hz: number;
}

const RING_NOTES: readonly Note[] = [
  { atS: 0, lengthS: 0.16, hz: 659.3 },
  { atS: 0.18, lengthS: 0.16, hz: 830.6 },
  { atS: 0.36, lengthS: 0.34, hz: 987.8 },
];
const RING_EVERY_MS = 1600;

const TEST_NOTES: readonly Note[] = [
  { atS: 0, lengthS: 0.3, hz: 523.3 },
  { atS: 0.32, lengthS: 0.3, hz: 659.3 },
  { atS: 0.64, lengthS: 0.6, hz: 784 },
];

/** Loudest a note gets, of 1; two partials make it carry over a conversation in the room. */
const PEAK = 0.28;

/** Makes the sounds; one for the life of the page. */
export class Ring {
  private context: AudioContext | null = null;
  private timer: number | null = null;

  /** Whether the browser keeps the page silent until it is touched. */
  get blocked(): boolean {
    return this.context !== null && this.context.state !== 'running';
  }

  /** To be called from a click or a key press: from then on sounds are heard. */
  async unlock(): Promise<void> {
    const context = this.ensure();
    if (context.state !== 'running') await context.resume();
  }

  /** Rings until {@link stop}. Ringing already: nothing changes. */
  start(): void {
    if (this.timer !== null) return;
    this.play(RING_NOTES);
    this.timer = window.setInterval(() => this.play(RING_NOTES), RING_EVERY_MS);
  }

  /** Ends the ring; a note that sounds dies away. */
  stop(): void {
    if (this.timer !== null) window.clearInterval(this.timer);
    this.timer = null;
  }

  /** The tone of the speaker check, once. */
  async test(): Promise<void> {
    await this.unlock();
    this.play(TEST_NOTES);
  }

  private ensure(): AudioContext {
    this.context ??= new AudioContext();
    return this.context;
  }

  private play(notes: readonly Note[]): void {
    const context = this.ensure();
    if (context.state !== 'running') {
      // Refused until the person touches the page; notes queued now would all sound at once then.
      void context.resume().catch(() => undefined);
      return;
    }
    for (const note of notes) {
      this.note(context, note, note.hz, PEAK);
      this.note(context, note, note.hz * 2, PEAK / 4);
    }
  }

  private note(context: AudioContext, note: Note, hz: number, peak: number): void {
    const from = context.currentTime + 0.02 + note.atS;
    const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(peak, from + 0.02);
    gain.gain.setValueAtTime(peak, from + note.lengthS * 0.6);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + note.lengthS);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(from + note.lengthS);
  }
}
