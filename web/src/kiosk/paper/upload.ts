// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Sends one picture beside a running call, part by part. No DOM here.
 *
 * The call comes first: on average the picture takes SHARE of what the browser believes that the link
 * bears, which it believes less the more the picture takes, so that the two settle where the call
 * keeps more than half. A part is what goes out in PART_MS at that rate, since a part leaves the
 * computer at once, and the sound behind it waits for as long as the part fills the link. One is
 * under way at a time; whatever breaks, the service says from which byte to go on.
 */

import { RequestError } from '../../shared/protocol';
import type { StillPart } from '../../shared/stills';

/** Of the link, for the picture. */
export const SHARE = 0.6;
/** What is assumed of a link of which the browser says nothing. */
export const UNKNOWN_BPS = 200_000;
export const PART_MS = 400;
export const LEAST_PART_BYTES = 4096;
/** What the service takes at once. */
export const MOST_PART_BYTES = 32_768;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;
/** How often a picture that came otherwise than it was sent is sent anew. */
const MOST_ANEW = 2;
/** How often it is announced again when that was too soon after the last one. */
const MOST_LIMITED = 3;
const LIMITED_MS = 2100;

/** The way to the service; `post` and `begin` throw RequestError. */
export interface UploadWay {
  begin(): Promise<{ still: string; received: number }>;
  post(still: string, first: number, bytes: Blob): Promise<StillPart>;
  /** What the link bears in bit/s, null if that is not known. */
  uplinkBps(): Promise<number | null>;
  wait(ms: number): Promise<void>;
  now(): number;
}

/** Bytes of the next part, and for how many milliseconds no other may follow its beginning. */
export function pace(uplinkBps: number | null): { bytes: number; everyMs: number } {
  const bytesPerMs = ((uplinkBps ?? UNKNOWN_BPS) * SHARE) / 8000;
  const bytes = Math.round(bytesPerMs * PART_MS);
  const within = Math.min(MOST_PART_BYTES, Math.max(LEAST_PART_BYTES, bytes));
  return { bytes: within, everyMs: Math.round(within / bytesPerMs) };
}

export class Upload {
  #picture: Blob;
  #way: UploadWay;
  #cancelled = false;
  #anew = 0;
  #retryMs = FIRST_RETRY_MS;

  constructor(picture: Blob, way: UploadWay) {
    this.#picture = picture;
    this.#way = way;
  }

  /** Sends nothing more. */
  cancel(): void {
    this.#cancelled = true;
  }

  /**
   * True when the service has the whole picture, false when it was cancelled. Errors: RequestError
   * when it cannot be sent; a link that is away is none, that is waited for.
   */
  async run(): Promise<boolean> {
    while (!this.#cancelled) {
      const { still, received } = await this.#begin();
      if (received === this.#picture.size) return true;
      if (await this.#sendFrom(still, received)) return true;
    }
    return false;
  }

  async #begin(): Promise<{ still: string; received: number }> {
    for (let limited = 0; ;) {
      try {
        return await this.#way.begin();
      } catch (error) {
        const code = codeOf(error);
        if (code === 'limit' && limited < MOST_LIMITED) limited += 1;
        else if (code !== 'unavailable') throw error;
        if (this.#cancelled) throw error;
        await (code === 'limit' ? this.#way.wait(LIMITED_MS) : this.#pause());
      }
    }
  }

  /** True when the whole is there, false when it is to be announced again, or was cancelled. */
  async #sendFrom(still: string, received: number): Promise<boolean> {
    let first = received;
    while (!this.#cancelled) {
      const start = this.#way.now();
      const { bytes, everyMs } = pace(await this.#way.uplinkBps());
      try {
        const part = this.#picture.slice(first, first + bytes);
        const answer = await this.#way.post(still, first, part);
        this.#retryMs = FIRST_RETRY_MS;
        if (answer.whole) return true;
        first = answer.received;
      } catch (error) {
        if (!(await this.#recover(error))) return false;
        continue;
      }
      await this.#way.wait(Math.max(0, start + everyMs - this.#way.now()));
    }
    return false;
  }

  /** Waits out what passes by itself. Whether the same part is to be sent again; else all from begin. */
  async #recover(error: unknown): Promise<boolean> {
    switch (codeOf(error)) {
      case 'unavailable':
      case 'limit':
        await this.#pause();
        return true;
      case 'conflict':
        await this.#pause();
        return false;
      case 'invalid':
      case 'unknown':
        // It came otherwise than it was sent, or was thrown away: the announcement tells whether there
        // is still a session for it.
        this.#anew += 1;
        if (this.#anew > MOST_ANEW) throw error;
        return false;
      default:
        throw error;
    }
  }

  async #pause(): Promise<void> {
    await this.#way.wait(this.#retryMs);
    this.#retryMs = Math.min(LAST_RETRY_MS, 2 * this.#retryMs);
  }
}

const codeOf = (error: unknown) => (error instanceof RequestError ? error.code : 'internal');
