// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The state of the agent page, one plain object, and what follows from it. No DOM. */

import type { Slot } from '../shared/appointments';
import type {
  AgentSession,
  AgentView,
  Catalogue,
  Colleague,
  ParkedTicket,
  RunningSession,
  WaitingTicket,
} from '../shared/messages';
import type { CoreState } from '../shared/page-core';
import type { Screen } from './keys';
import type { StillImages } from './paper/loader';

/** How far the page is: before the sign-in, before the device check, or at work. */
export type Stage = 'loading' | 'sign-in' | 'devices' | 'ready';

/** Which of the two pictures is large in a call. */
export type Layout = 'both' | 'face' | 'document';

/** A list that lies over the page. */
export type Dialog =
  | 'decline'
  | 'transfer'
  | 'department'
  | 'ask'
  | 'park'
  | 'item-done'
  | 'add-item'
  | 'hang-up'
  | 'next-time'
  | 'take';

/** What goes wrong in words: `failed.…` of the strings. */
export type Failure =
  | 'conflict'
  | 'unavailable'
  | 'other'
  | 'message'
  | 'wrap-up'
  | 'taken'
  | 'nobody'
  | 'department'
  | 'park-full'
  | 'slot';

/** Everything the page draws from: what all pages have, and what is the agent's own. */
export interface AgentState extends CoreState<AgentView> {
  stage: Stage;
  /** A request of the sign-in is under way. */
  signingIn: boolean;
  /** Why the person is at the sign-in (again), as `signin.…` of the strings; null at first. */
  signInProblem: 'denied' | 'limit' | 'unavailable' | 'internal' | 'again' | null;
  catalogue: Catalogue | null;
  /** The browser wants a click before it lets the page ring. */
  soundBlocked: boolean;
  layout: Layout;
  dialog: Dialog | null;
  /** A colleague who is asked in speaks with the agent first, the resident being on hold. */
  askPrivate: boolean;
  /** The waiting ticket that the list `take` is about. */
  picked: string | null;
  /** For how long the next one is parked at most. */
  parkMinutes: number;
  failure: Failure | null;
  /** The times that can be proposed; null while they are being asked for. */
  slots: readonly Slot[] | null;
  /** The pictures of papers of the session, by their ids. */
  images: StillImages;
  /** The one that is shown large. */
  reading: string | null;
  /** `at_ms` of the notice that the person has closed. */
  noticeSeenMs: number;
  /** An offer that went away without an answer of this page. */
  offerGone: boolean;
}

/** What is the agent's own in the state of a page that nobody is signed in on. */
export function ownState(): Omit<AgentState, keyof CoreState<AgentView>> {
  return {
    stage: 'loading',
    signingIn: false,
    signInProblem: null,
    catalogue: null,
    soundBlocked: false,
    layout: 'both',
    dialog: null,
    askPrivate: true,
    picked: null,
    parkMinutes: 30,
    failure: null,
    slots: null,
    images: {},
    reading: null,
    noticeSeenMs: 0,
    offerGone: false,
  };
}

/** Lists that lie over a call. */
const CALL_DIALOGS: ReadonlySet<Dialog> = new Set([
  'transfer',
  'department',
  'ask',
  'park',
  'item-done',
  'add-item',
  'hang-up',
]);

/** What is drawn: on a page that another one has replaced, what it showed last. */
export function shownScreen(state: AgentState): Screen {
  const { me, session, offer } = state.view;
  // Whoever looks at the devices again while at work must not miss a call for it.
  const called = state.stage === 'devices' && (session || offer);
  if (state.stage !== 'ready' && !called) return state.stage;
  if (!me) return 'loading';
  if (session) {
    const { dialog } = state;
    if (session.role === 'guest') {
      if (readingOf(state)) return 'reading-guest';
      return session.supervises ? 'supervising' : 'guest';
    }
    if (dialog === 'next-time') return 'next-time';
    if (session.state === 'wrap_up') return 'wrap-up';
    if (dialog === 'hang-up' && session.elsewhere) return 'next-item';
    if (dialog && CALL_DIALOGS.has(dialog)) return dialog;
    return readingOf(state) ? 'reading' : callScreen(session);
  }
  if (offer) return state.dialog === 'decline' ? 'decline' : 'offer';
  return state.dialog === 'take' && pickedOf(state) ? 'take' : 'home';
}

/** By picture; or by telephone, where it first has to be said whether somebody answered. */
function callScreen({ call_back, state }: AgentSession): Screen {
  if (!call_back) return 'call';
  return state === 'connecting' ? 'ringing' : 'telephone';
}

/** The colleagues who could take the session over. */
export function takersOf(state: AgentState): Colleague[] {
  return (state.view.colleagues ?? []).filter((colleague) => colleague.takes_over);
}

/** The picture of a paper that is shown large, and its number from 1; null when there is none. */
export function readingOf({ view, images, reading }: AgentState) {
  const at = view.stills?.pictures.findIndex(({ id }) => id === reading) ?? -1;
  const still = view.stills?.pictures[at];
  const bitmap = still ? (images[still.id]?.bitmap ?? null) : null;
  return still && bitmap ? { still, bitmap, number: at + 1 } : null;
}

/** The id of the picture `steps` further that can be looked at; else the same. */
export function otherReading(state: AgentState, steps: 1 | -1): string | null {
  const ready = (state.view.stills?.pictures ?? []).filter(({ id }) => state.images[id]?.bitmap);
  const at = ready.findIndex(({ id }) => id === state.reading);
  return ready[at + steps]?.id ?? state.reading;
}

/** The waiting resident who was picked, as long as he waits. */
export function pickedOf(state: AgentState): WaitingTicket | undefined {
  return state.view.line?.find(({ ticket }) => ticket === state.picked);
}

/** Whether the agent can take somebody who waits: he is free, or on a break, and pictures can run. */
export function canTake(state: AgentState): boolean {
  const { me, relay, line } = state.view;
  const free = me?.effective === 'idle' || me?.effective === 'break';
  return free && state.status === 'online' && relay?.up === true && (line?.length ?? 0) > 0;
}

/** Whether the agent can go on with one whom he has parked: he is free, and both can be reached. */
export function canUnpark(state: AgentState, parked: ParkedTicket): boolean {
  const { me, relay } = state.view;
  const free = me?.effective === 'idle' || me?.effective === 'break';
  return free && !parked.absent && state.status === 'online' && relay?.up === true;
}

/** Whether the supervisor can go into a session: nothing else is in hand, and pictures can run. */
export function canSupervise(state: AgentState, session: RunningSession): boolean {
  const { offer, relay } = state.view;
  return !session.private && !offer && state.status === 'online' && relay?.up === true;
}

/** What the keys act on. */
export function screenOf(state: AgentState): Screen {
  return state.status === 'replaced' ? 'replaced' : shownScreen(state);
}

/** The sentence across the top of the page, as a key of the strings; null when all is well. */
export function bannerOf(
  state: AgentState,
): 'banner.offline' | 'banner.offline.call' | 'banner.relay' | 'banner.media' | null {
  if (state.stage !== 'ready' || state.status === 'replaced') return null;
  if (state.welcomed && (state.status === 'waiting' || state.status === 'connecting')) {
    return inCall(state) ? 'banner.offline.call' : 'banner.offline';
  }
  // Between calls the screen itself says how the picture channel is.
  if (!inCall(state)) return null;
  if (state.view.relay && !state.view.relay.up) return 'banner.relay';
  return state.peer === 'connecting' ? 'banner.media' : null;
}

/** Whether a session that can carry pictures is running. */
export function inCall(state: AgentState): boolean {
  const session = state.view.session;
  return !!session && session.state !== 'wrap_up' && !session.call_back;
}
