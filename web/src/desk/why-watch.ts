// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * Keeps the answer to "why is it not served" up to date: asks when what it rests on has changed,
 * once things are quiet, and when the answer itself says that it ends. No DOM.
 */

import type { DeskAgent, DeskTicket } from '../shared/messages';
import { nextChangeMs, type WhyNot } from './why';

/** Timers as the browser has them; `set` returns what `clear` takes. */
export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

/** What the watch needs of the page. */
export interface WhyWatchOptions {
  /** Asks the service. */
  ask: (ticket: string) => Promise<WhyNot[]>;
  /** A new answer, or null when there is nothing to say of the ticket that is looked at. */
  onanswer: (reasons: WhyNot[] | null) => void;
  now: () => number;
  timers: Timers;
}

/** Many changes come as several views within one moment; they are asked about together. */
const TOGETHER_MS = 400;
/** So that the service has done what it does at that time. */
const AFTER_MS = 500;

/** What the answer rests on, as one string to compare. */
function basisOf(ticket: DeskTicket, agents: readonly DeskAgent[]): string {
  const people = agents.map((agent) => [
    agent.account,
    agent.effective,
    agent.wanted,
    agent.departments,
    agent.languages,
    agent.supervisor,
  ]);
  return JSON.stringify([ticket, people]);
}

/** Follows one ticket at a time. */
export class WhyWatch {
  #options: WhyWatchOptions;
  #ticket: string | null = null;
  #basis = '';
  #timer: unknown = null;
  /** Whether the timer is there because of a change, and not because of a time in the answer. */
  #changed = false;
  /** Counts the questions: an answer to an older one is not the answer any more. */
  #asked = 0;

  constructor(options: WhyWatchOptions) {
    this.#options = options;
  }

  /** Told after each change of the view; null, or a ticket that is not in line: nothing to ask. */
  follow(ticket: DeskTicket | null, agents: readonly DeskAgent[]): void {
    const inLine =
      ticket?.state === 'waiting' || ticket?.state === 'offered' || ticket?.state === 'parked';
    if (!ticket || !inLine) {
      this.stop();
      return;
    }
    const basis = basisOf(ticket, agents);
    if (basis === this.#basis) return;
    const same = ticket.ticket === this.#ticket;
    this.#basis = basis;
    this.#ticket = ticket.ticket;
    if (!same) this.#options.onanswer(null);
    // A question that is planned already will see this change, too.
    if (same && this.#changed) return;
    this.#changed = true;
    this.#plan(same ? TOGETHER_MS : 0);
  }

  /** Forgets the ticket. The same one is asked for anew when it is followed again. */
  stop(): void {
    if (this.#ticket === null) return;
    this.#options.timers.clear(this.#timer);
    this.#asked += 1;
    this.#changed = false;
    this.#ticket = null;
    this.#basis = '';
    this.#options.onanswer(null);
  }

  #plan(ms: number): void {
    this.#options.timers.clear(this.#timer);
    this.#timer = this.#options.timers.set(() => void this.#ask(), ms);
  }

  async #ask(): Promise<void> {
    const ticket = this.#ticket;
    if (ticket === null) return;
    this.#changed = false;
    this.#asked += 1;
    const mine = this.#asked;
    let reasons: WhyNot[];
    try {
      reasons = await this.#options.ask(ticket);
    } catch {
      // The next view, or the next connection, asks again.
      if (mine === this.#asked) this.#basis = '';
      return;
    }
    if (mine !== this.#asked) return;
    this.#options.onanswer(reasons);
    const now = this.#options.now();
    const next = nextChangeMs(reasons, now);
    if (next !== null && !this.#changed) this.#plan(next - now + AFTER_MS);
  }
}
