// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the resident is told of the picture that he has sent. No DOM here. */

import type { KioskState } from '../state';

export type PaperNews =
  { word: 'paperSending'; percent: number } | { word: 'paperSent' | 'paperSeen' | 'paperLost' };

/** Good news need not stand there for the whole call. */
const SHOWN_MS = 20_000;

export function paperNews(
  { sending, view }: Pick<KioskState, 'sending' | 'view'>,
  nowMs: number,
): PaperNews | null {
  const last = view.stills?.pictures.at(-1);
  if (sending === 'sending') {
    const done = last?.whole_ms === null ? last.received / last.size : 0;
    return { word: 'paperSending', percent: Math.floor(100 * done) };
  }
  if (sending === 'failed') return { word: 'paperLost' };
  if (last?.whole_ms == null) return null;
  if (last.seen_ms === null) return { word: 'paperSent' };
  return nowMs - last.seen_ms < SHOWN_MS ? { word: 'paperSeen' } : null;
}
