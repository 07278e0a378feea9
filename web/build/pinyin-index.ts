// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Readings of the Chinese names of items and categories, made when the pages are built: the
 * dictionary of 300 kB stays on the developer's machine and only some 10 kB of readings are sent.
 */

import { pinyin } from 'pinyin-pro';

/** The readings of one text: one entry per character, without tones; Latin characters as they are. */
export type Readings = string[];

/** A reading per character of `text`, in lower case. */
export function readingsOf(text: string): Readings {
  return pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'spaced' })
    .map((reading) => reading.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((reading) => reading !== '');
}

/** Text to readings for every text given. */
export function pinyinIndex(texts: Iterable<string>): Record<string, Readings> {
  return Object.fromEntries([...new Set(texts)].map((text) => [text, readingsOf(text)]));
}
