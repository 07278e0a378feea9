// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * The keys of the agent page: which key does what on which screen. The legend at the foot of the
 * page is drawn from the same table, so it cannot promise a key that does nothing. No DOM.
 */

import type { ViewerAction } from './paper/viewer-actions';

/** What is on the screen. */
export type Screen =
  | 'loading'
  | 'sign-in'
  | 'devices'
  | 'home'
  | 'offer'
  | 'call'
  | 'ringing'
  | 'telephone'
  | 'guest'
  | 'supervising'
  | 'reading'
  | 'reading-guest'
  | 'ask'
  | 'decline'
  | 'transfer'
  | 'department'
  | 'park'
  | 'item-done'
  | 'add-item'
  | 'next-item'
  | 'hang-up'
  | 'next-time'
  | 'take'
  | 'wrap-up'
  | 'replaced';

/** What a key can do. `choose-1` to `choose-7` take the n-th line of the list on the screen. */
export type Action =
  | 'available'
  | 'break'
  | 'offline'
  | 'take-next'
  | 'accept'
  | 'decline'
  | 'mute'
  | 'camera'
  | 'hold'
  | 'transfer'
  | 'department'
  | 'park'
  | 'ask'
  | 'ask-how'
  | 'leave'
  | 'message'
  | 'hang-up'
  | 'reached'
  | 'unreached'
  | 'next-time'
  | 'face'
  | 'document'
  | 'both'
  | 'ask-paper'
  | ViewerAction
  | 'earlier'
  | 'later'
  | 'back'
  | 'confirm'
  | 'take-over'
  | `choose-${1 | 2 | 3 | 4 | 5 | 6 | 7}`;

/** One line of the legend: the key as printed on it, and what it does. */
export interface Binding {
  key: string;
  action: Action;
  /** Works while the person types in a field, too. */
  whileTyping?: boolean;
}

/** How many lines of a list have a key of their own. */
export const MAX_CHOICES = 7;

const CHOICES: readonly Binding[] = ([1, 2, 3, 4, 5, 6, 7] as const).map((digit) => ({
  key: String(digit),
  action: `choose-${digit}` as const,
}));

const BACK: Binding = { key: 'Escape', action: 'back', whileTyping: true };

const IN_CALL: readonly Binding[] = [
  { key: 'M', action: 'mute' },
  { key: 'V', action: 'camera' },
  { key: 'H', action: 'hold' },
  { key: 'A', action: 'ask' },
  { key: 'T', action: 'transfer' },
  { key: 'P', action: 'park' },
  { key: 'C', action: 'message' },
  { key: 'F', action: 'face' },
  { key: 'D', action: 'document' },
  { key: 'B', action: 'both' },
  { key: 'S', action: 'ask-paper' },
  { key: 'N', action: 'next-time' },
  { key: 'E', action: 'hang-up' },
];

const AS_GUEST: readonly Binding[] = [
  { key: 'M', action: 'mute' },
  { key: 'V', action: 'camera' },
  { key: 'F', action: 'face' },
  { key: 'D', action: 'document' },
  { key: 'B', action: 'both' },
  { key: 'E', action: 'leave' },
];

const VIEWER: readonly Binding[] = [
  { key: '+', action: 'zoom-in' },
  { key: '-', action: 'zoom-out' },
  { key: '0', action: 'zoom-whole' },
  { key: 'ArrowLeft', action: 'pan-left' },
  { key: 'ArrowRight', action: 'pan-right' },
  { key: 'ArrowUp', action: 'pan-up' },
  { key: 'ArrowDown', action: 'pan-down' },
  { key: 'R', action: 'rotate' },
  { key: 'X', action: 'crop' },
  { key: ',', action: 'earlier' },
  { key: '.', action: 'later' },
];

const BINDINGS: Record<Screen, readonly Binding[]> = {
  loading: [],
  'sign-in': [],
  devices: [{ key: 'Enter', action: 'confirm' }],
  home: [
    { key: '1', action: 'available' },
    { key: '2', action: 'break' },
    { key: '3', action: 'offline' },
    { key: 'N', action: 'take-next' },
  ],
  offer: [
    { key: 'A', action: 'accept' },
    { key: 'D', action: 'decline' },
  ],
  decline: [...CHOICES.slice(0, 5), { key: 'A', action: 'accept' }, BACK],
  call: IN_CALL,
  ringing: [
    { key: 'R', action: 'reached' },
    { key: 'U', action: 'unreached' },
  ],
  telephone: [
    { key: 'T', action: 'transfer' },
    { key: 'E', action: 'hang-up' },
  ],
  guest: AS_GUEST,
  supervising: [...CHOICES.slice(0, 3), ...AS_GUEST],
  reading: [
    { key: 'M', action: 'mute' },
    { key: 'V', action: 'camera' },
    ...VIEWER,
    { key: 'S', action: 'ask-paper' },
    BACK,
  ],
  'reading-guest': [{ key: 'M', action: 'mute' }, { key: 'V', action: 'camera' }, ...VIEWER, BACK],
  ask: [...CHOICES, { key: 'P', action: 'ask-how' }, BACK],
  transfer: [...CHOICES, { key: 'D', action: 'department' }, BACK],
  department: [...CHOICES, BACK],
  park: [...CHOICES.slice(0, 4), BACK],
  'item-done': [...CHOICES, BACK],
  'add-item': [BACK],
  'next-item': [...CHOICES.slice(0, 1), BACK],
  'hang-up': [...CHOICES, BACK],
  'next-time': [BACK],
  take: [...CHOICES.slice(0, 4), BACK],
  'wrap-up': [
    ...CHOICES,
    { key: 'N', action: 'next-time' },
    { key: 'Ctrl+Enter', action: 'confirm', whileTyping: true },
  ],
  replaced: [{ key: 'Enter', action: 'take-over' }],
};

/** All keys of `screen`, in the order of the legend. */
export function bindingsOf(screen: Screen): readonly Binding[] {
  return BINDINGS[screen];
}

/** The part of a KeyboardEvent that counts here. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** The name of `key` as the table writes it; null for combinations that are the browser's. */
function nameOf(key: Key): string | null {
  if (key.altKey || key.metaKey) return null;
  const name = key.key.length === 1 ? key.key.toUpperCase() : key.key;
  return key.ctrlKey ? `Ctrl+${name}` : name;
}

/**
 * What `key` does on `screen`, or null. `typing`: the focus is in a field, where only keys marked
 * `whileTyping` count. A key that is kept down acts once.
 */
export function actionFor(screen: Screen, key: Key, typing: boolean): Action | null {
  if (key.repeat) return null;
  const name = nameOf(key);
  const binding = BINDINGS[screen].find((each) => each.key === name);
  return binding && (!typing || binding.whileTyping) ? binding.action : null;
}

/** The number of the line that a `choose-n` action takes, from 1; null for any other action. */
export function choiceOf(action: Action): number | null {
  const match = /^choose-(\d)$/.exec(action);
  return match ? Number(match[1]) : null;
}
