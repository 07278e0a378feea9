// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The display without its looks: is enrolled once, keeps the view up to date, and calls new numbers
 * one after the other. It sends hello and ping, and nothing else.
 */

import { makeConnection, takeCode } from '../shared/browser';
import { ServerClock } from '../shared/clock';
import { enrol, getCatalogue, getSession } from '../shared/http';
import { displayParts } from '../shared/messages';
import { RequestError, type Connection, type Status } from '../shared/protocol';
import { readParts, Store } from '../shared/store';
import { initialState, newlyCalled, type DisplayState } from './state';

const RETRY_MS = 2000;
/** So long a new number has the whole screen. */
const CALL_MS = 7000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isDenied = (error: unknown) => error instanceof RequestError && error.code === 'denied';

export class DisplayPage {
  readonly store = new Store<DisplayState>(initialState());
  readonly clock = new ServerClock();
  #calls: string[] = [];
  #connection: Connection = makeConnection({
    page: 'display',
    onstatus: (status) => this.#statusChanged(status),
    onview: (parts, whole) => this.#viewed(parts, whole),
    onclock: (nowMs, roundTripMs) => this.clock.add(nowMs, roundTripMs),
  });

  /** `oncall` is called whenever a number begins to be called. */
  constructor(private readonly oncall: () => void) {}

  async start(): Promise<void> {
    const code = takeCode();
    void this.#loadCatalogue();
    for (;;) {
      try {
        await getSession('display');
        return this.#enrolled();
      } catch (error) {
        if (isDenied(error) && code !== null) return this.enrol(code);
        if (isDenied(error)) return this.store.set({ enrolled: 'no' });
        await wait(RETRY_MS);
      }
    }
  }

  async enrol(code: string): Promise<void> {
    this.store.set({ enrolling: true, enrolProblem: null });
    try {
      await enrol('display', code.trim());
      this.#enrolled();
    } catch (error) {
      const refused = error instanceof RequestError && error.code !== 'unavailable';
      const enrolProblem = refused ? 'enrolRefused' : 'enrolFailed';
      this.store.set({ enrolled: 'no', enrolProblem });
    }
    this.store.set({ enrolling: false });
  }

  /** After another page took the seat: takes it back. */
  takeOver(): void {
    this.#connection.takeOver();
  }

  #enrolled(): void {
    this.store.set({ enrolled: 'yes' });
    this.#connection.start();
  }

  async #loadCatalogue(): Promise<void> {
    for (;;) {
      try {
        return this.store.set({ catalogue: await getCatalogue() });
      } catch (error) {
        console.warn('catalogue:', error);
        await wait(RETRY_MS);
      }
    }
  }

  #statusChanged(status: Status): void {
    const lostMs = status === 'online' ? null : (this.store.state.lostMs ?? this.clock.now());
    this.store.set({ status, lostMs });
    if (status === 'signed_out') this.store.set({ enrolled: 'no', welcomed: false });
  }

  #viewed(parts: Record<string, unknown>, whole: boolean): void {
    const { state } = this.store;
    const read = readParts(displayParts, parts, (text) => console.warn('view:', text));
    const view = whole ? read : { ...state.view, ...read };
    // After a reload nobody is called anew.
    if (state.welcomed) this.#call(newlyCalled(state.view.called ?? [], view.called ?? []));
    this.store.set({ view, welcomed: true });
  }

  #call(numbers: readonly string[]): void {
    this.#calls.push(...numbers);
    if (this.store.state.calling === null) this.#nextCall();
  }

  #nextCall(): void {
    const calling = this.#calls.shift() ?? null;
    this.store.set({ calling });
    if (calling === null) return;
    this.oncall();
    window.setTimeout(() => this.#nextCall(), CALL_MS);
  }
}
