// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The languages of people and how well they speak them, as the service writes it: `it:1`. No DOM. */

import { getLanguage, speechName } from '../shared/i18n';
import { t } from './strings';

/** A language and how well: 1 a little, 2 well, null as one's own. */
export interface Skill {
  tag: string;
  level: number | null;
}

/** Reads `it:1`; a language without a level is spoken as one's own. */
export function readSkill(word: string): Skill {
  const [tag = word, level] = word.split(':', 2);
  return { tag, level: level === undefined ? null : Number(level) };
}

/** "Italian (a little)". */
export function skillName(word: string): string {
  const { tag, level } = readSkill(word);
  const name = speechName(tag);
  if (level === null) return name;
  return t(level < 2 ? 'skill.little' : 'skill.well', { name });
}

/** How the set language puts things in a row. */
export function listOf(words: readonly string[]): string {
  return words.join(getLanguage() === 'en' ? ', ' : '、');
}

/** How well one with these `skills` can speak with one who speaks `languages`. */
export function speaksWith(
  skills: readonly string[],
  languages: readonly string[],
): 'well' | 'little' | 'not' {
  const common = skills.map(readSkill).filter(({ tag }) => languages.includes(tag));
  if (common.length === 0) return 'not';
  return common.some(({ level }) => level === null || level >= 2) ? 'well' : 'little';
}
