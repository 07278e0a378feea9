// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Finds items by what people type: Chinese or English words, the item's code, whole pinyin, its first
 * letters, or a mixture of both. No DOM here.
 */

import type { Item } from '../shared/messages';

export type PinyinIndex = Readonly<Record<string, readonly string[]>>;

/** Whether `letters` can be read off `readings` from `from` on, each by one letter or more. */
function reads(readings: readonly string[], from: number, letters: string): boolean {
  if (letters === '') return true;
  const reading = readings[from];
  if (reading === undefined) return false;
  for (let length = Math.min(reading.length, letters.length); length > 0; length -= 1) {
    const same = reading.startsWith(letters.slice(0, length));
    if (same && reads(readings, from + 1, letters.slice(length))) return true;
  }
  return false;
}

/** How well `letters` fit the readings: 0 from the start, 1 further on, null not at all. */
export function matchPinyin(readings: readonly string[], letters: string): 0 | 1 | null {
  if (reads(readings, 0, letters)) return 0;
  return readings.some((_, from) => from > 0 && reads(readings, from, letters)) ? 1 : null;
}

const wordsOf = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** Whether each of `words` begins a word of `text`. */
function matchWords(text: string, words: readonly string[]): boolean {
  const there = wordsOf(text.toLowerCase());
  return words.every((word) => there.some((one) => one.startsWith(word)));
}

/** The smaller the better; null when the item is not meant. */
function score(item: Item, query: string, index: PinyinIndex): number | null {
  const words = wordsOf(query);
  const plain = query.replace(/[\s'’-]/g, '');
  const code = item.code.toLowerCase().replace('-', '');
  if (code === plain) return 0;
  if (/\d/.test(plain) && code.startsWith(plain)) return 1;
  if (item.name_zh.startsWith(query)) return 2;
  if (item.name_zh.toLowerCase().includes(query)) return 3;
  if (/^[a-z]+$/.test(plain)) {
    const found = matchPinyin(index[item.name_zh] ?? [], plain);
    if (found !== null) return 4 + found;
  }
  if (matchWords(item.name_en, words)) return 6;
  if (item.category.name_zh.includes(query)) return 7;
  if (matchWords(item.category.name_en, words)) return 8;
  return code.startsWith(plain) ? 9 : null;
}

/** The items that are meant by `typed`, best first; none for an empty text. */
export function searchItems(items: readonly Item[], typed: string, index: PinyinIndex): Item[] {
  const query = typed.normalize('NFKC').trim().toLowerCase();
  if (wordsOf(query).length === 0) return [];
  return items
    .map((item) => ({ item, score: score(item, query, index) }))
    .filter((found): found is { item: Item; score: number } => found.score !== null)
    .sort((a, b) => a.score - b.score || a.item.code.localeCompare(b.item.code))
    .map((found) => found.item);
}
