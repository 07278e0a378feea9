// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Languages of the pages. A page keeps its sentences in one table per language; the keys of the
 * English table are the keys there are, and the compiler asks every language for all of them.
 * No DOM here but the language of the document, which is set where there is one.
 */

export const LANGUAGES = ['zh-CN', 'en', 'it', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  'zh-CN': '中文',
  en: 'English',
  it: 'Italiano',
  fr: 'Français',
};

/** One language's sentences. `{name}` stands for a value. */
export type Table<K extends string> = Readonly<Record<K, string>>;
export type Tables<K extends string> = Readonly<Record<Language, Table<K>>>;
export type Values = Readonly<Record<string, string | number>>;

let language: Language = 'zh-CN';
const listeners = new Set<() => void>();

export function getLanguage(): Language {
  return language;
}

/** What somebody speaks who reads the language that is set. */
export function spokenLanguage(): string {
  return language === 'zh-CN' ? 'zh' : language;
}

export function setLanguage(next: Language): void {
  language = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
  for (const listener of [...listeners]) listener();
}

/** Calls `listener` after each change of language; returns the function that ends this. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The best of our languages for the browser's wishes, or `fallback`. */
export function preferredLanguage(wishes: readonly string[], fallback: Language): Language {
  for (const wish of wishes) {
    const short = wish.slice(0, 2).toLowerCase();
    const found = LANGUAGES.find((own) => own.slice(0, 2) === short);
    if (found !== undefined) return found;
  }
  return fallback;
}

/** A sentence with its values put in. */
export function fillIn(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The sentences of `tables` in the language that is set when it is asked. */
export function translator<K extends string>(tables: Tables<K>) {
  return (key: K, values: Values = {}): string => fillIn(tables[language][key], values);
}

/** What a coordinator wrote, in the reader's language, else in Chinese, else in what there is. */
export function textFor(
  text: Readonly<Record<'zh' | 'en' | 'it' | 'fr', string | null>>,
  reader: Language = language,
): string {
  const own = reader === 'zh-CN' ? text.zh : text[reader];
  return own ?? text.zh ?? text.en ?? text.it ?? text.fr ?? '';
}

/** The name of a point, hub, item, category or paper: Chinese for Chinese, else English. */
export function nameOf(thing: { name_zh?: string; name_en?: string }): string {
  const [first, second] =
    language === 'zh-CN' ? [thing.name_zh, thing.name_en] : [thing.name_en, thing.name_zh];
  return first || second || '';
}

/** A language that people speak, in words of the set language. */
export function speechName(tag: string): string {
  const own = SPEECH[tag];
  if (own !== undefined) return own[language];
  return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
}

/* Names that the browsers' tables do not have, or not as people say them. */
const SPEECH: Record<string, Record<Language, string>> = {
  'wuu-x-wenzhou': {
    'zh-CN': '温州话',
    en: 'Wenzhou dialect',
    it: 'Dialetto di Wenzhou',
    fr: 'Dialecte de Wenzhou',
  },
  zh: { 'zh-CN': '普通话', en: 'Mandarin', it: 'Cinese mandarino', fr: 'Mandarin' },
  yue: { 'zh-CN': '粤语', en: 'Cantonese', it: 'Cantonese', fr: 'Cantonais' },
  en: { 'zh-CN': '英语', en: 'English', it: 'Inglese', fr: 'Anglais' },
  it: { 'zh-CN': '意大利语', en: 'Italian', it: 'Italiano', fr: 'Italien' },
  fr: { 'zh-CN': '法语', en: 'French', it: 'Francese', fr: 'Français' },
};
