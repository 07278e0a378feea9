// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What a coordinator can do with a ticket by hand. No DOM. */

import type { DeskAgent, DeskTicket, ErrorCode, TicketState } from '../shared/messages';
import { speaksWith } from '../staff/languages';
import { sortAgents } from './order';

/** The actions, in the order of the buttons; each is a method `desk.…` of the protocol. */
export const ACTIONS = ['raise', 'assign', 'move', 'release', 'cancel'] as const;

/** One of {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/** An action that is filled in: `target` is the agent of `assign` or the department of `move`. */
export interface Order {
  action: Action;
  ticket: string;
  target: string | null;
  reason: string;
}

/** How many characters a reason may have. */
export const LONGEST_REASON = 200;

/** How many ready-made reasons each action has: `reason.raise.1` and so on of the strings. */
export const READY_REASONS = 3;

const IN_LINE: readonly TicketState[] = ['waiting', 'offered'];
const WITH_AGENT: readonly TicketState[] = ['connecting', 'in_session', 'dropped', 'wrap_up'];

const STATES: Record<Action, readonly TicketState[]> = {
  raise: IN_LINE,
  assign: [...IN_LINE, 'parked'],
  move: IN_LINE,
  release: ['offered', 'parked', ...WITH_AGENT],
  cancel: ['draft', ...IN_LINE, 'parked'],
};

/** What the state of `ticket` allows; a ticket is put ahead once. */
export function actionsFor(ticket: DeskTicket): Action[] {
  return ACTIONS.filter(
    (action) =>
      STATES[action].includes(ticket.state) &&
      !(action === 'raise' && ticket.boosts.includes('raised')),
  );
}

/** Whether it takes something away from somebody, so that it is asked once more. */
export function isGrave(action: Action): boolean {
  return action === 'release' || action === 'cancel';
}

/** Why an agent is not the right one for a ticket, or `none`. */
export type Misfit = 'none' | 'little' | 'language' | 'department';

/** The first thing that speaks against `agent` for `ticket`. */
export function misfitOf(agent: DeskAgent, ticket: DeskTicket): Misfit {
  if (!agent.departments.includes(ticket.department) && !agent.supervisor) return 'department';
  const speaks = speaksWith(agent.languages, ticket.languages);
  return speaks === 'not' ? 'language' : speaks === 'little' ? 'little' : 'none';
}

const MISFIT_RANK: Record<Misfit, number> = { none: 0, little: 1, language: 2, department: 3 };

/** Whether the service lets a ticket be kept for him. */
function isAtWork(agent: DeskAgent): boolean {
  return agent.wanted === 'available' || agent.ticket !== null || agent.effective === 'offered';
}

/** The agents at work, those first who fit best; among these, who is free the soonest. */
export function candidatesFor(
  ticket: DeskTicket,
  agents: readonly DeskAgent[],
): Array<{ agent: DeskAgent; misfit: Misfit }> {
  return sortAgents(agents.filter(isAtWork))
    .map((agent) => ({ agent, misfit: misfitOf(agent, ticket) }))
    .sort((a, b) => MISFIT_RANK[a.misfit] - MISFIT_RANK[b.misfit]);
}

/** What is said when the service refuses an action: a key of the strings, as `refused.…`. */
export type Refusal =
  | 'raise.conflict'
  | 'assign.conflict'
  | 'assign.unknown'
  | 'move.conflict'
  | 'move.invalid'
  | 'conflict'
  | 'unknown'
  | 'unavailable'
  | 'denied'
  | 'other';

const REFUSALS: Partial<Record<Action, Partial<Record<ErrorCode, Refusal>>>> = {
  raise: { conflict: 'raise.conflict' },
  assign: { conflict: 'assign.conflict', unknown: 'assign.unknown' },
  move: { conflict: 'move.conflict', invalid: 'move.invalid' },
};

const COMMON: Partial<Record<ErrorCode, Refusal>> = {
  conflict: 'conflict',
  unknown: 'unknown',
  unavailable: 'unavailable',
  denied: 'denied',
};

/** The sentence for `code` of the service as the answer to `action`. */
export function refusalOf(action: Action, code: ErrorCode): Refusal {
  return REFUSALS[action]?.[code] ?? COMMON[code] ?? 'other';
}
