// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Several matters in one visit: what is chosen, and how far it is. No DOM here. */

import { nameOf } from '../shared/i18n';
import type { Item } from '../shared/messages';
import type { Draft, KioskState } from './state';
import type { VisitLine } from './visit-list';

/** As many as one ticket takes. */
export const MOST_ITEMS = 5;

/** The codes of all that is chosen, in their order. */
export function chosenCodes({ more, item }: Draft): string[] {
  return item === null || more.includes(item) ? more : [...more, item];
}

/** Whether another matter can be added to what is chosen and the one that is looked at. */
export function canAddMore(draft: Draft): boolean {
  return chosenCodes(draft).length < MOST_ITEMS;
}

export function chosenItems(state: Readonly<KioskState>): Item[] {
  const items = chosenCodes(state.draft).map((code) => findItem(state, code));
  return items.filter((item) => item !== undefined);
}

function findItem(state: Readonly<KioskState>, code: string): Item | undefined {
  return state.catalogue?.items.find((item) => item.code === code);
}

function nameFor(state: Readonly<KioskState>, code: string): string {
  return nameOf(findItem(state, code) ?? {}) || code;
}

/** What lies in the basket before there is a ticket. */
export function basketLines(state: Readonly<KioskState>): VisitLine[] {
  return state.draft.more.map((code) => ({ code, name: nameFor(state, code), state: 'chosen' }));
}

/** The matters of the ticket; empty when it has but one. */
export function visitLines(state: Readonly<KioskState>): VisitLine[] {
  return (state.view.ticket?.items ?? []).map(({ item, outcome, current }) => ({
    code: item,
    name: nameFor(state, item),
    state: outcome !== null ? 'done' : current ? 'current' : 'later',
  }));
}
