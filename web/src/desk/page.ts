// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * The coordinators' page without its looks: signs in, keeps the view up to date, and asks the service
 * for what is done by hand. What came of that is seen in the view; only a refusal is kept here.
 */

import { makeConnection } from '../shared/browser';
import type { Slot } from '../shared/appointments';
import { ServerClock } from '../shared/clock';
import { getCatalogue, getSession, login, logout } from '../shared/http';
import {
  deskParts,
  type DeskTicket,
  type ErrorCode,
  type Method,
  type Params,
} from '../shared/messages';
import { RequestError, type Connection, type Status } from '../shared/protocol';
import { readParts, Store } from '../shared/store';
import { refusalOf, type Action, type Order } from './actions';
import type { QueueFilter } from './filter';
import type { PointOrder } from './order';
import { initialState, ticketIn, type DeskState } from './state';
import { WhyWatch } from './why-watch';

const RETRY_MS = 2000;

/** The one object behind the coordinators' page. */
export class DeskPage {
  readonly store = new Store<DeskState>(initialState());
  readonly clock = new ServerClock();
  #connection: Connection = makeConnection({
    page: 'desk',
    onstatus: (status) => this.#statusChanged(status),
    onview: (parts, whole) => this.#viewed(parts, whole),
    onclock: (nowMs, roundTripMs) => this.clock.add(nowMs, roundTripMs),
  });
  #why = new WhyWatch({
    ask: async (ticket) => (await this.#connection.request('desk.why', { ticket })).reasons,
    onanswer: (why) => this.store.set({ why }),
    now: () => this.clock.now(),
    timers: {
      set: (callback, ms) => window.setTimeout(callback, ms),
      clear: (timer) => window.clearTimeout(timer as number),
    },
  });

  /** Finds out who is signed in and goes on from there. */
  async start(): Promise<void> {
    try {
      this.#signedIn((await getSession('desk')).name);
    } catch (error) {
      if (codeOf(error) === 'denied') this.store.set({ stage: 'sign-in' });
      else window.setTimeout(() => void this.start(), RETRY_MS);
    }
  }

  /** Signs in; what came of it is in the state. */
  async signIn(account: string, password: string): Promise<void> {
    this.store.set({ signingIn: true, signInProblem: null });
    try {
      this.#signedIn((await login('desk', account, password)).name);
    } catch (error) {
      this.store.set({ signInProblem: problemOf(error) });
    }
    this.store.set({ signingIn: false });
  }

  /** Back to the sign-in, with nothing left on the page. */
  async signOut(): Promise<void> {
    this.#leave(null);
    await logout('desk').catch(() => undefined);
  }

  /** After another page took the seat: takes it back. */
  takeOver(): void {
    this.#connection.takeOver();
  }

  /** Sorts the points. */
  sort(order: PointOrder): void {
    this.store.set({ order });
  }

  /** Shows other tickets of the queue. */
  filter(filter: Partial<QueueFilter>): void {
    this.store.set({ filter: { ...this.store.state.filter, ...filter } });
  }

  /** Shows the queue of one point; the same point again shows all. */
  filterPoint(point: string): void {
    this.filter({ point: point === this.store.state.filter.point ? null : point });
  }

  /** Looks at a ticket, or at none. */
  choose(id: string | null): void {
    const chosen = id === null ? null : ticketIn(this.store.state.view.queue, id);
    this.store.set({ chosen, form: null, refusal: null });
    this.#follow(chosen);
  }

  /** Begins to fill in an action, or leaves that. */
  fill(form: Action | null): void {
    this.store.set({ form, refusal: null });
  }

  /** Asks the service for what was filled in. */
  async act(order: Order): Promise<void> {
    if (this.store.state.acting) return;
    // Whoever looks at another ticket by then has no use for the answer.
    const still = () => this.store.state.chosen?.ticket === order.ticket;
    this.store.set({ acting: true, refusal: null });
    try {
      await this.#request(order);
      if (still()) this.store.set({ form: null });
    } catch (error) {
      if (still()) this.store.set({ refusal: refusalOf(order.action, codeOf(error)) });
    }
    this.store.set({ acting: false });
  }

  #request({ action, ticket, target, reason }: Order): Promise<unknown> {
    switch (action) {
      case 'assign':
        return this.#connection.request('desk.assign', { ticket, agent: target ?? '', reason });
      case 'move':
        return this.#connection.request('desk.move', { ticket, department: target ?? '', reason });
      default:
        return this.#connection.request(`desk.${action}`, { ticket, reason });
    }
  }

  /** Keeps what is known of the chosen ticket, and the reasons, in step with the view. */
  #follow(chosen: DeskTicket | null): void {
    const { status, view } = this.store.state;
    if (status === 'online') this.#why.follow(chosen, view.agents ?? []);
    else this.#why.stop();
  }

  /** Asks for a change; null when it was made, else why not. */
  async change<M extends Method>(method: M, params: Params[M]): Promise<ErrorCode | null> {
    try {
      await this.#connection.request(method, params);
      return null;
    } catch (error) {
      console.warn(`${method}:`, error);
      return codeOf(error);
    }
  }

  /** The times that an appointment can be moved to; null when that was refused. */
  async slots(appointment: string): Promise<readonly Slot[] | null> {
    try {
      return (await this.#connection.request('appointment.slots', { appointment })).slots;
    } catch (error) {
      console.warn('appointment.slots:', error);
      return null;
    }
  }

  #signedIn(person: string): void {
    this.store.set({ stage: 'ready', person, signInProblem: null });
    void this.#loadCatalogue();
    this.#connection.start();
  }

  #leave(signInProblem: DeskState['signInProblem']): void {
    this.#connection.stop();
    this.#why.stop();
    this.store.set({ ...initialState(), stage: 'sign-in', signInProblem });
  }

  async #loadCatalogue(): Promise<void> {
    try {
      this.store.set({ catalogue: await getCatalogue() });
    } catch {
      window.setTimeout(() => void this.#loadCatalogue(), RETRY_MS);
    }
  }

  #statusChanged(status: Status): void {
    const { stage, lostMs } = this.store.state;
    if (status === 'signed_out' && stage === 'ready') {
      this.#leave('again');
      return;
    }
    const since = status === 'online' ? null : (lostMs ?? this.clock.now());
    this.store.set({ status, lostMs: since });
    this.#follow(this.#seen());
  }

  #viewed(parts: Record<string, unknown>, whole: boolean): void {
    const read = readParts(deskParts, parts, (text) => console.warn('view:', text));
    this.store.set({ view: whole ? read : { ...this.store.state.view, ...read } });
    const seen = this.#seen();
    if (seen) this.store.set({ chosen: seen });
    this.#follow(seen);
  }

  /** The chosen ticket as it is now; null if there is none, or not any more. */
  #seen(): DeskTicket | null {
    const { view, chosen } = this.store.state;
    return ticketIn(view.queue, chosen?.ticket);
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof RequestError ? error.code : 'internal';
}

function problemOf(error: unknown): 'denied' | 'limit' | 'unavailable' | 'internal' {
  const code = codeOf(error);
  return code === 'denied' || code === 'limit' || code === 'unavailable' ? code : 'internal';
}
