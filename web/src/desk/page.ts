// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * The coordinators' page without its looks: signs in, keeps the view up to date, asks for changes.
 */

import { makeConnection } from '../shared/browser';
import { ServerClock } from '../shared/clock';
import { getCatalogue, getSession, login, logout } from '../shared/http';
import { deskParts, type ErrorCode, type Method, type Params } from '../shared/messages';
import { RequestError, type Connection, type Status } from '../shared/protocol';
import { readParts, Store } from '../shared/store';
import type { PointOrder } from './order';
import { initialState, type DeskState } from './state';

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

  /** Shows the queue of one point; the same point again, or null, shows all. */
  filter(point: string | null): void {
    this.store.set({ point: point === this.store.state.point ? null : point });
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

  #signedIn(person: string): void {
    this.store.set({ stage: 'ready', person, signInProblem: null });
    void this.#loadCatalogue();
    this.#connection.start();
  }

  #leave(signInProblem: DeskState['signInProblem']): void {
    this.#connection.stop();
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
  }

  #viewed(parts: Record<string, unknown>, whole: boolean): void {
    const read = readParts(deskParts, parts, (text) => console.warn('view:', text));
    this.store.set({ view: whole ? read : { ...this.store.state.view, ...read } });
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof RequestError ? error.code : 'internal';
}

function problemOf(error: unknown): 'denied' | 'limit' | 'unavailable' | 'internal' {
  const code = codeOf(error);
  return code === 'denied' || code === 'limit' || code === 'unavailable' ? code : 'internal';
}
