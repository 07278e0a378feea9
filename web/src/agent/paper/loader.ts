// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The pictures of papers of the session, as files: fetched when they are whole, believed only when
 * their SHA-256 is the one that the kiosk announced, and let go with the session.
 */

import { sha256Of } from '../../shared/hash';
import { getStill } from '../../shared/http';
import type { Still } from '../../shared/stills';

export interface StillImage {
  /** `wrong`: what came is not what was sent. `away`: it is tried again. */
  state: 'loading' | 'right' | 'wrong' | 'away';
  /** Once it is right: for small pictures, and to draw from. */
  url: string | null;
  bitmap: ImageBitmap | null;
}

export type StillImages = Readonly<Record<string, StillImage>>;

const TRY_AGAIN_MS = 3000;

export class StillLoader {
  #images: Record<string, StillImage> = {};
  #onchange: (images: StillImages) => void;
  #onright: (still: Still) => void;

  /** `onright` is called once for each picture that is what was sent. */
  constructor(onchange: (images: StillImages) => void, onright: (still: Still) => void) {
    this.#onchange = onchange;
    this.#onright = onright;
  }

  /** To be told of the session's pictures, none outside of one. */
  follow(pictures: readonly Still[]): void {
    const gone = Object.keys(this.#images).filter((id) => !pictures.some((each) => each.id === id));
    for (const id of gone) this.#forget(id);
    if (gone.length > 0) this.#onchange({ ...this.#images });
    for (const still of pictures) {
      if (still.whole_ms !== null && !(still.id in this.#images)) void this.#load(still);
    }
  }

  async #load(still: Still): Promise<void> {
    const { id } = still;
    const mine: StillImage = { state: 'loading', url: null, bitmap: null };
    this.#put(id, mine);
    try {
      const blob = await getStill(id);
      if ((await sha256Of(blob)) !== still.sha256)
        return this.#put(id, { ...mine, state: 'wrong' });
      const bitmap = await createImageBitmap(blob);
      if (this.#images[id] === undefined) return bitmap.close();
      this.#put(id, { state: 'right', url: URL.createObjectURL(blob), bitmap });
      this.#onright(still);
    } catch (error) {
      console.warn('still:', error);
      if (this.#images[id] === undefined) return;
      this.#put(id, { ...mine, state: 'away' });
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      if (this.#images[id]?.state === 'away') await this.#load(still);
    }
  }

  #put(id: string, image: StillImage): void {
    this.#images[id] = image;
    this.#onchange({ ...this.#images });
  }

  #forget(id: string): void {
    const image = this.#images[id];
    if (image?.url != null) URL.revokeObjectURL(image.url);
    image?.bitmap?.close();
    delete this.#images[id];
  }
}
