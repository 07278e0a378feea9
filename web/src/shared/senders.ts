// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What the page sends: the tracks, whether they are sent, and how large. To make an encoding active
 * gives the first frame sooner than to put the track in its place (80 against 140 ms), and keeps
 * pictures and sound at home until then.
 */

import { raiseCeiling } from './ceiling';
import { beginAnew } from './fit';
import { SMALLER, SOURCES, type Lines, type Source } from './lines';
import { setRedundancy } from './redundancy';

export class Senders {
  #lines: Lines | null = null;
  #tracks: Record<Source, MediaStreamTrack | null> = { audio: null, camera: null, document: null };
  #muted: Record<Source, boolean> = { audio: false, camera: false, document: false };
  #sending = false;
  #small = false;
  #fullSize = false;
  #redundant = false;
  /** Of all that was asked of the lines in use. */
  #done: Promise<void> = Promise.resolve();

  get sending(): boolean {
    return this.#sending;
  }

  get fullSize(): boolean {
    return this.#fullSize;
  }

  /**
   * The lines of a peer whose answer has been taken, or null. Not earlier: the answer changes the
   * parameters under which an encoding is made active.
   */
  use(lines: Lines | null): void {
    this.#lines = lines;
    // What a closed peer connection was asked for is never answered: nobody waits for it.
    this.#done = Promise.resolve();
    this.#fullSize = false;
    this.#redundant = false;
    this.#apply();
  }

  setTrack(source: Source, track: MediaStreamTrack | null): void {
    if (this.#tracks[source] === track) return;
    this.#tracks[source] = track;
    this.#apply();
  }

  setSending(sending: boolean): void {
    if (this.#sending === sending) return;
    this.#sending = sending;
    // Small again for each session: a small first frame is soon coded, sent and shown.
    if (sending) this.#fullSize = false;
    this.#apply();
  }

  /** The camera's picture stays small, whatever the way bears: more is not shown to anybody. */
  setSmall(small: boolean): void {
    if (this.#small === small) return;
    this.#small = small;
    this.#apply();
  }

  setMuted(source: Source, muted: boolean): void {
    if (this.#muted[source] === muted) return;
    this.#muted[source] = muted;
    this.#apply();
  }

  isMuted(source: Source): boolean {
    return this.#muted[source];
  }

  /** The way bears the full size of the camera's picture from now on, until other lines are used. */
  grow(): void {
    this.#fullSize = true;
    this.#apply();
  }

  /** Sends sound with redundancy or without, until other lines are used. */
  setRedundant(redundant: boolean): void {
    if (this.#redundant === redundant) return;
    this.#redundant = redundant;
    this.#apply();
  }

  /** Has the browser look whether the way bears so much. */
  look(bps: number): void {
    this.queue(({ senders }) => raiseCeiling(senders.camera, bps));
  }

  /** The camera's picture begins anew, in the size that fits the way as it is now. */
  beginAnew(): void {
    this.queue(({ pc }) => beginAnew(pc));
  }

  /** One change after the other, as long as the lines are those in use. An error is told, no more. */
  queue(change: (lines: Lines) => Promise<void>): void {
    const lines = this.#lines;
    if (lines === null) return;
    this.#done = this.#done
      .then(() => (lines === this.#lines ? change(lines) : undefined))
      .catch((error: unknown) => console.warn('sender:', error));
  }

  /** Brings the senders to what is wanted. */
  #apply(): void {
    this.queue(async ({ pc, senders }) => {
      await setRedundancy(pc, this.#redundant);
      await Promise.all(SOURCES.map((source) => this.#applyOne(senders[source], source)));
    });
  }

  async #applyOne(sender: RTCRtpSender, source: Source): Promise<void> {
    const track = this.#tracks[source];
    if (sender.track !== track) await sender.replaceTrack(track);
    const active = this.#sending && !this.#muted[source] && track !== null;
    const parameters = sender.getParameters();
    const encoding = parameters.encodings[0];
    if (encoding === undefined) return;
    const isSmall = source === 'camera' && (this.#small || !this.#fullSize);
    const smaller = isSmall ? SMALLER : 1;
    const isSmaller = encoding.scaleResolutionDownBy ?? 1;
    if (encoding.active === active && (source === 'audio' || isSmaller === smaller)) return;
    encoding.active = active;
    if (source !== 'audio') encoding.scaleResolutionDownBy = smaller;
    await sender.setParameters(parameters);
  }
}
