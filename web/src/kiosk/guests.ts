// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Colleagues of the officer in the call, as the resident reads of them. No DOM. */

import { getLanguage, nameOf } from '../shared/i18n';
import type { Catalogue, Guest, KioskSession } from '../shared/messages';
import { speakersOf } from '../shared/session';
import { say } from './words';

/** So long it stays on the screen who came or went. */
const NEWS_MS = 12_000;

/** "金海和王芳". */
export function namesOf(guests: readonly Guest[]): string {
  return new Intl.ListFormat(getLanguage()).format(guests.map(({ name }) => name));
}

/** Who came and who went, in words, for a while. */
export class GuestNews {
  #known: readonly Guest[] | null = null;
  #text = '';
  #until = 0;

  /**
   * To be told of the session each time it is drawn. Whoever comes while the resident is on hold is
   * news when the hold is over.
   */
  follow(
    { guests, agent, held_since_ms: held }: KioskSession,
    catalogue: Catalogue | null,
    now: number,
  ): void {
    if (held !== null) return;
    const there = speakersOf(guests).filter(({ joined }) => joined);
    const known = this.#known;
    this.#known = there;
    // Whoever was there when the page was loaded is no news.
    if (known === null) return;
    const isIn = (list: readonly Guest[], { account }: Guest) =>
      list.some((each) => each.account === account);
    const came = there.filter((each) => !isIn(known, each)).map((each) => joined(each, catalogue));
    // Who is the officer from now on has not gone.
    const went = known.filter((each) => !isIn(there, each) && each.name !== agent);
    const left = went.map(({ name }) => say('guestLeft', { name }));
    if (came.length + left.length === 0) return;
    this.#text = [...left, ...came].join(' ');
    this.#until = now + NEWS_MS;
  }

  /** The sentence, or null when it is old. */
  read(now: number): string | null {
    return now < this.#until ? this.#text : null;
  }
}

function joined({ name, department }: Guest, catalogue: Catalogue | null): string {
  const item = catalogue?.items.find((each) => each.department.id === department);
  if (item === undefined) return say('guestJoined', { name });
  return say('guestJoinedFrom', { name, department: nameOf(item.department) });
}
