// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What a page's core must know of a running session, out of the views. No DOM. */

import type { AgentSession, Guest, KioskSession, TicketState } from './messages';

export interface CoreSession {
  ticket: string;
  state: TicketState;
  /** Somebody is there who is to see and hear this page. */
  sending: boolean;
  /** The face of this page is shown small to all others. */
  small: boolean;
  /** The service waits to hear that the first picture of the others has come. */
  joining: boolean;
}

/** The guests who are among the others: not a supervisor who listens or whispers. */
export function speakersOf(guests: readonly Guest[]): Guest[] {
  return guests.filter(({ heard_by: heardBy }) => heardBy === 'all');
}

/** Resident and agent have each other, or guests who stay while one of them is away. */
function isTalking({ state, guests }: Pick<KioskSession, 'state' | 'guests'>): boolean {
  const together = state === 'connecting' || state === 'in_session';
  return together || (state === 'dropped' && guests.length > 0);
}

/** The resident's: on hold nobody sees him. */
export function residentSession(ticket: string, session: KioskSession): CoreSession {
  const { state, held_since_ms: held } = session;
  return {
    ticket,
    state,
    sending: isTalking(session) && held === null,
    small: false,
    joining: state === 'connecting',
  };
}

/** The agent's, or a guest's: with the resident on hold they have each other. Who listens sends nothing. */
export function agentSession(session: AgentSession): CoreSession {
  const { ticket, state, held_since_ms: held, role, guests } = session;
  const self = guests.find(({ party }) => party === null);
  return {
    ticket,
    state,
    sending:
      isTalking(session) && (held === null || guests.length > 0) && self?.heard_by !== 'nobody',
    small: role === 'guest',
    joining: role === 'guest' ? self?.joined === false : state === 'connecting',
  };
}
