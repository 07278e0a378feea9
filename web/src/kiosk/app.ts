// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The kiosk's actions. Nothing of a resident outlives the visit: the draft stands in sessionStorage
 * only so that a reload does not lose it, and is wiped with everything else.
 */

import { takeCode } from '../shared/browser';
import { getLanguage, LANGUAGES, onLanguage, setLanguage, type Language } from '../shared/i18n';
import { enrol, getCatalogue, getSession } from '../shared/http';
import { kioskParts, type Method, type Params, type ResultOf } from '../shared/messages';
import { PageCore } from '../shared/page-core';
import { RequestError } from '../shared/protocol';
import { residentSession } from '../shared/session';
import { Booking } from './booking';
import { DeviceWatch } from './device-watch';
import { IdleWatch } from './idle';
import { isTested, LinkTestWatch } from './link-test';
import { Paper } from './paper/paper';
import {
  emptyDraft,
  screenOf,
  waitsHere,
  type Draft,
  type KioskState,
  type Screen,
  type Step,
} from './state';
import { chosenCodes } from './visit';

const STORED = 'gc-kiosk-draft';
const TRY_AGAIN_MS = 2000;
/** Screens on which a person stands before the kiosk, or nobody does any more. */
const ASKED: readonly Screen[] = [
  'browse',
  'item',
  'who',
  'phone',
  'online',
  'return',
  'code',
  'slots',
  'contact',
  'appointment',
  'check',
  'called',
  'end',
  'abandoned',
];
const WITH_MEDIA: readonly Screen[] = ['check', 'waiting', 'call'];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class KioskApp {
  readonly core = new PageCore<typeof kioskParts, KioskState>({
    page: 'kiosk',
    parts: kioskParts,
    state: (core) => ({
      ...core,
      enrolled: 'unknown',
      catalogue: null,
      draft: readDraft(),
      busy: false,
      leaving: false,
      error: null,
      detail: null,
      paper: null,
      sending: null,
      slots: null,
      idleLeft: null,
    }),
    sessionOf: ({ ticket, session }) =>
      ticket && session ? residentSession(ticket.id, session) : null,
    isTested,
  });
  readonly store = this.core.store;
  readonly booking = new Booking(this);
  #devices = new DeviceWatch(this.core);
  readonly paper = new Paper(this);
  #linkTest = new LinkTestWatch(this.core);
  #idle = new IdleWatch((idleLeft) => this.#idleTick(idleLeft));
  #screen: Screen = 'starting';

  get state(): Readonly<KioskState> {
    return this.store.state;
  }

  start(): void {
    setLanguage(readLanguage());
    onLanguage(() => sessionStorage.setItem(`${STORED}-language`, getLanguage()));
    this.store.subscribe(() => this.#changed());
    void this.#loadCatalogue();
    void this.#signIn();
  }

  setDraft(patch: Partial<Draft>): void {
    const draft = { ...this.state.draft, ...patch };
    sessionStorage.setItem(STORED, JSON.stringify(draft));
    this.store.set({ draft, error: null });
  }

  async enrol(code: string): Promise<void> {
    this.store.set({ busy: true, error: null });
    try {
      await enrol('kiosk', code.trim());
      this.#enrolled();
    } catch (error) {
      this.store.set({ enrolled: 'no', error: codeOf(error) });
    }
    this.store.set({ busy: false });
  }

  /** What a ticket is asked for: all that was chosen, for whom. */
  #wish() {
    const { languages, name } = this.state.draft;
    const [item, ...rest] = chosenCodes(this.state.draft);
    if (item === undefined) return null;
    const more = rest.length > 0 ? { more_items: rest } : {};
    return { item, ...more, languages, name: name.trim() };
  }

  /** Name and languages are given: asks for a ticket. */
  async createTicket(): Promise<void> {
    const params = this.#wish();
    if (params !== null) await this.act('ticket.create', params);
  }

  /** Leaves the number of the draft, with a ticket made for it if there is none. */
  async callBack(): Promise<void> {
    const { phone } = this.state.draft;
    const params = this.#wish();
    let ticket = this.state.view.ticket?.id;
    if (ticket === undefined && params !== null) {
      ticket = (await this.act('ticket.create', { ...params, call_back: true }))?.ticket;
    }
    if (ticket === undefined) return;
    const left = await this.act('ticket.call_back', { ticket, phone: phone.trim() });
    if (left !== null) this.setDraft({ way: null, phone: '' });
  }

  /** Back at the point before the call: to wait here, or to be called no more. */
  async comeBack(method: 'callback.return' | 'callback.cancel'): Promise<boolean> {
    const { number, phone } = this.state.draft;
    const params = { number: number.trim(), phone: phone.trim() };
    const done = (await this.act(method, params)) !== null;
    if (done) this.setDraft({ way: null, number: '', phone: '' });
    return done;
  }

  /** Hands it in by himself: the place, if there is one, is given up for that. */
  async goOnline(): Promise<void> {
    const ticket = this.state.view.ticket?.id;
    if (ticket === undefined || (await this.act('ticket.leave', { ticket, way: 'online' }))) {
      await this.wipe();
    }
  }

  async join(): Promise<void> {
    await this.core.devices.setDocument(false);
    await this.#actOnTicket('ticket.join');
  }

  /** Gives the ticket up; `step` is where the resident goes on. False when that was refused. */
  async leave(step: Step): Promise<boolean> {
    const before = this.state.draft.step;
    this.store.set({ leaving: true });
    this.setDraft({ step });
    const gone =
      this.state.view.ticket?.state === 'abandoned' || (await this.#actOnTicket('ticket.leave'));
    const clear = gone && (await this.act('kiosk.clear', {})) !== null;
    if (!clear) this.store.set({ draft: { ...this.state.draft, step: before } });
    this.store.set({ leaving: false });
    return clear;
  }

  /** Leaves the line; the visit is over. */
  async giveUp(): Promise<void> {
    if (await this.leave('language')) await this.wipe();
  }

  /** What the officer asked for is there. */
  async ready(): Promise<void> {
    await this.#actOnTicket('ticket.ready');
  }

  async hangUp(): Promise<void> {
    await this.#actOnTicket('session.leave');
  }

  async rate(grade: number): Promise<void> {
    const ticket = this.state.view.ticket?.id;
    if (ticket !== undefined) await this.act('ticket.rate', { ticket, grade });
  }

  /** Ends the visit: nothing of it stays. */
  async wipe(): Promise<void> {
    this.core.closeMedia();
    sessionStorage.clear();
    setLanguage(LANGUAGES[0]);
    sessionStorage.clear();
    this.store.set({ draft: emptyDraft(), slots: null, idleLeft: null, error: null });
    await this.booking.leave();
    const ticket = this.state.view.ticket?.state;
    if (ticket === 'draft') await this.leave('language');
    else if (ticket !== undefined) await this.act('kiosk.clear', {});
  }

  /** Nobody is there any more, or wants to go on: a place in the line is kept all the same. */
  async clear(): Promise<void> {
    await (this.state.view.ticket?.state === 'waiting' ? this.booking.backToLine() : this.wipe());
  }

  /** What a refusal means here, as `refused_…` of the words. */
  explain(detail: string): void {
    this.store.set({ detail });
  }

  /** Somebody is there. */
  stay(): void {
    this.#idle.stir();
  }

  async #signIn(): Promise<void> {
    const code = takeCode();
    for (;;) {
      try {
        await getSession('kiosk');
        return this.#enrolled();
      } catch (error) {
        const denied = codeOf(error) === 'denied';
        if (denied && code !== null) return this.enrol(code);
        if (denied) return this.store.set({ enrolled: 'no' });
        await wait(TRY_AGAIN_MS);
      }
    }
  }

  #enrolled(): void {
    this.store.set({ enrolled: 'yes', error: null });
    this.core.connection.start();
    this.#devices.start();
    this.#linkTest.start();
  }

  async #loadCatalogue(): Promise<void> {
    for (;;) {
      try {
        return this.store.set({ catalogue: await getCatalogue() });
      } catch (error) {
        console.warn('catalogue:', error);
        await wait(TRY_AGAIN_MS);
      }
    }
  }

  /** Asks the service; null when it refused, and then it is said on the screen. */
  async act<M extends Method>(method: M, params: Params[M]): Promise<ResultOf<M> | null> {
    this.store.set({ busy: true, error: null, detail: null });
    try {
      return await this.core.connection.request(method, params);
    } catch (error) {
      console.warn(`${method}:`, error);
      const detail = error instanceof RequestError ? error.detail : null;
      this.store.set({ error: codeOf(error), detail });
      return null;
    } finally {
      this.store.set({ busy: false });
    }
  }

  /** Whether it was done. */
  async #actOnTicket(
    method: 'ticket.join' | 'ticket.leave' | 'ticket.ready' | 'session.leave',
  ): Promise<boolean> {
    const ticket = this.state.view.ticket?.id;
    return ticket !== undefined && (await this.act(method, { ticket })) !== null;
  }

  #changed(): void {
    this.paper.follow();
    if (this.state.status === 'signed_out' && this.state.enrolled === 'yes') {
      this.store.set({ enrolled: 'no', welcomed: false });
    }
    const screen = screenOf(this.state);
    if (screen === this.#screen) return;
    this.#screen = screen;
    // Whoever comes when it is open again is somebody else.
    if (screen === 'closed') this.setDraft(emptyDraft());
    this.#idle.watch(ASKED.includes(screen) && !waitsHere(this.state));
    // Who looks at other ways while he waits is not to miss his turn for it.
    if (WITH_MEDIA.includes(screen) || waitsHere(this.state)) void this.core.openMedia();
    else this.core.closeMedia();
    window.scrollTo(0, 0);
  }

  #idleTick(idleLeft: number | null): void {
    if (idleLeft === 0) void this.clear();
    else if (idleLeft !== this.state.idleLeft) this.store.set({ idleLeft });
  }
}

function codeOf(error: unknown) {
  return error instanceof RequestError ? error.code : 'internal';
}

function readDraft(): Draft {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Partial<Draft> | null;
    return { ...emptyDraft(), ...stored };
  } catch {
    return emptyDraft();
  }
}

function readLanguage(): Language {
  const stored = sessionStorage.getItem(`${STORED}-language`);
  return LANGUAGES.find((language) => language === stored) ?? LANGUAGES[0];
}
