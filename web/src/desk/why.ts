// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Why a ticket is not served, in sentences. No DOM. */

import { HOME_ZONE } from '../shared/clock';
import { getLanguage, speechName } from '../shared/i18n';
import type { DeskTicket, ResultOf, WhyCode } from '../shared/messages';
import { t, type TicketText } from './ticket-strings';
import { dayName, timeOf } from './when';

/** One reason of `desk.why`. */
export type WhyNot = ResultOf<'desk.why'>['reasons'][number];

/** A reason in words, and what would help; `way` is empty where time alone does. */
export interface WhyLine {
  code: WhyCode;
  text: string;
  way: string;
}

/** How it stands with a ticket as a whole: `verdict.…` of the strings. */
export type Verdict =
  'absent' | 'unreached' | 'offered' | 'kept' | 'parked' | 'soon' | 'away' | 'nobody' | 'next';

/** What the sentences need to know besides. */
export interface WhyContext {
  ticket: DeskTicket;
  department: string;
  /** The item must be talked over without an interpreter. */
  direct: boolean;
  agentName: (account: string) => string;
  nowMs: number;
}

const ABOUT_TICKET: ReadonlyMap<WhyCode, Verdict> = new Map([
  ['resident_absent', 'absent'],
  ['unreached', 'unreached'],
  ['offered', 'offered'],
  ['kept', 'kept'],
  ['parked', 'parked'],
]);
const SOON: readonly WhyCode[] = ['busy', 'cooldown', 'skill'];
const AWAY: readonly WhyCode[] = ['break', 'off_duty', 'unreachable', 'offline'];

/** The whole in one word. What the ticket itself is waiting for comes first, as in the answer. */
export function verdictOf(reasons: readonly WhyNot[]): Verdict {
  const own = reasons.map(({ code }) => ABOUT_TICKET.get(code)).find((each) => each !== undefined);
  if (own) return own;
  if (reasons.length === 0) return 'next';
  if (reasons.some(({ code }) => SOON.includes(code))) return 'soon';
  return reasons.some(({ code }) => AWAY.includes(code)) ? 'away' : 'nobody';
}

/** "Portuguese or Italian". */
function oneOf(words: readonly string[]): string {
  return new Intl.ListFormat(getLanguage(), { type: 'disjunction' }).format(words);
}

/** The sentence for `code`: of the ticket itself, or of so many agents. */
function keyOf(code: WhyCode, agents: number, direct: boolean): TicketText {
  if (ABOUT_TICKET.has(code)) return `why.${code}` as TicketText;
  const name = code === 'language' && direct ? 'fluent' : code;
  return `why.${name}.${agents === 1 ? 'one' : 'many'}` as TicketText;
}

/** The sentences of `reasons`, in their order. Times are those of Wenzhou, where the desk is. */
export function whyLines(reasons: readonly WhyNot[], context: WhyContext): WhyLine[] {
  const { ticket, department, direct, agentName, nowMs } = context;
  return reasons.map(({ code, agents, agent, until_ms }) => {
    const values = {
      count: agents,
      name: agent === null ? '' : agentName(agent),
      department,
      languages: oneOf(ticket.languages.map(speechName)),
      time: until_ms === null ? '' : timeOf(HOME_ZONE, until_ms),
      day: until_ms === null ? '' : dayName(HOME_ZONE, nowMs, until_ms),
    };
    // An interpreter is no way out where the two must talk directly.
    const way = code === 'language' && direct ? '' : t(`way.${code}`);
    return { code, text: t(keyOf(code, agents, direct), values), way };
  });
}

/** When the answer changes by itself next, in ms since 1970; null if only by what people do. */
export function nextChangeMs(reasons: readonly WhyNot[], nowMs: number): number | null {
  const times = reasons.map(({ until_ms }) => until_ms ?? 0).filter((ms) => ms > nowMs);
  return times.length === 0 ? null : Math.min(...times);
}
