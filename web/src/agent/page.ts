// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * The agent page without its looks: signs in, rings, and does what the commands ask for. Connection,
 * peer and devices are the core's; components only draw the state.
 */

import { getCatalogue, getSession, login, logout } from '../shared/http';
import {
  agentParts,
  type AgentView,
  type ErrorCode,
  type Method,
  type Params,
} from '../shared/messages';
import { PageCore } from '../shared/page-core';
import { RequestError } from '../shared/protocol';
import { agentSession } from '../shared/session';
import { Alert } from './alert';
import type { Command } from './commands';
import { StillLoader } from './paper/loader';
import { Ring } from './ring';
import { ownState, pickedOf, type AgentState, type Failure } from './state';

const RETRY_MS = 2000;
/** In sessionStorage: the account whose devices were checked in this tab, so that a reload skips that. */
const CHECKED = 'gc-agent-checked';

/** The one object behind the agent page. */
export class AgentPage {
  readonly core = new PageCore<typeof agentParts, AgentState>({
    page: 'agent',
    parts: agentParts,
    state: (core) => ({ ...core, ...ownState() }),
    // A callback is spoken by telephone: nothing of it goes over this page.
    sessionOf: ({ session }) => (session && !session.call_back ? agentSession(session) : null),
  });
  readonly store = this.core.store;
  #ring = new Ring();
  #alert = new Alert();
  #stills = new StillLoader(
    (images) => this.store.set({ images }),
    ({ id }) => this.#seen(id),
  );
  #account = '';
  #view: AgentView = {};
  #status = this.store.state.status;
  /** The offer that this page has answered; it goes away by that and not by itself. */
  #answered = '';

  constructor() {
    this.store.subscribe(() => this.#changed());
  }

  /** Finds out who is signed in and goes on from there. */
  async start(): Promise<void> {
    try {
      this.#signedIn((await getSession('agent')).account);
    } catch (error) {
      if (codeOf(error) === 'denied') this.store.set({ stage: 'sign-in' });
      else window.setTimeout(() => void this.start(), RETRY_MS);
    }
  }

  /** Does what the person asked for. */
  run(command: Command): void {
    this.store.set({ failure: null, offerGone: false });
    if (!this.#runHere(command) && !this.#runDevices(command)) this.#runThere(command);
  }

  /** What the page does by itself. Returns whether it was that. */
  #runHere(command: Command): boolean {
    const { state } = this.store;
    switch (command.do) {
      case 'sign-in':
        void this.#signIn(command.account, command.password);
        return true;
      case 'sign-out':
        void this.#signOut();
        return true;
      case 'dialog':
        this.store.set({ dialog: command.dialog });
        if (command.dialog === 'next-time') void this.#loadSlots();
        return true;
      case 'propose':
        void this.#propose(command.start_ms);
        return true;
      case 'pick':
        this.store.set({ dialog: 'take', picked: command.ticket });
        return true;
      case 'park-minutes':
        this.store.set({ parkMinutes: command.minutes });
        return true;
      case 'ask-how':
        this.store.set({ askPrivate: command.private });
        return true;
      case 'layout':
        this.store.set({ layout: command.layout });
        return true;
      case 'read':
        this.store.set({ reading: command.still });
        return true;
      case 'dismiss':
        this.store.set({ noticeSeenMs: state.view.notice?.at_ms ?? 0 });
        return true;
      case 'take-over':
        this.core.connection.takeOver();
        return true;
      default:
        return false;
    }
  }

  /** What concerns camera, microphone and loudspeaker. Returns whether it was that. */
  #runDevices(command: Command): boolean {
    const { core, store } = this;
    switch (command.do) {
      case 'open-devices':
        store.set({ stage: 'devices' });
        return true;
      case 'check-devices':
        void core.devices.open();
        return true;
      case 'choose-device':
        void core.devices.choose(command.source, command.id);
        return true;
      case 'devices-done':
        this.#devicesDone();
        return true;
      case 'test-sound':
        void this.#ring.test();
        return true;
      case 'allow-notifications':
        void this.#alert.allow().then(() => store.set({}));
        return true;
      case 'mute':
        core.mute('audio', !store.state.muted.audio);
        return true;
      case 'camera':
        core.mute('camera', !store.state.muted.camera);
        return true;
      case 'other-live':
        core.setOtherLive(command.live);
        return true;
      default:
        return false;
    }
  }

  /** What the service is asked for. */
  #runThere(command: Command): void {
    const { session, offer } = this.store.state.view;
    const ticket = session?.ticket ?? offer?.ticket ?? '';
    switch (command.do) {
      case 'want':
        void this.#ask('agent.want', { wanted: command.wanted });
        break;
      case 'accept':
        this.#answer(ticket);
        this.#warmUp();
        void this.#ask('offer.accept', { ticket });
        break;
      case 'decline':
        this.#answer(ticket);
        void this.#ask('offer.decline', { ticket, reason: command.reason });
        break;
      case 'take-next':
        this.#warmUp();
        void this.#ask('agent.take', {});
        break;
      case 'take': {
        const { ticket: picked, reason } = command;
        this.store.set({ dialog: null });
        this.#warmUp();
        void this.#ask('agent.take', { ticket: picked, reason });
        break;
      }
      case 'ask-paper':
        void this.#ask('still.ask', { ticket });
        break;
      case 'hold':
        void this.#ask('session.hold', { ticket, held: (session?.held_since_ms ?? null) === null });
        break;
      case 'item-done': {
        this.store.set({ dialog: null });
        const { outcome } = command;
        void this.#ask('session.item_done', { ticket, item: session?.item ?? '', outcome });
        break;
      }
      case 'add-item':
        this.store.set({ dialog: null });
        void this.#ask('session.add_item', { ticket, item: command.item });
        break;
      case 'next-item':
        this.store.set({ dialog: null });
        void this.#ask('session.end', { ticket });
        break;
      case 'park': {
        const { reason } = command;
        this.store.set({ dialog: null });
        const minutes = this.store.state.parkMinutes;
        void this.#ask('session.park', { ticket, reason, minutes });
        break;
      }
      case 'unpark':
        this.#warmUp();
        void this.#ask('session.unpark', { ticket: command.ticket });
        break;
      case 'reached':
        void this.#ask('session.reached', { ticket });
        break;
      case 'unreached':
        void this.#ask('session.unreached', { ticket });
        break;
      case 'transfer':
        this.store.set({ dialog: null });
        void this.#ask('session.transfer', { ticket, agent: command.agent });
        break;
      case 'invite':
        this.store.set({ dialog: null });
        void this.#ask('session.invite', {
          ticket,
          agent: command.agent,
          private: this.store.state.askPrivate,
        });
        break;
      case 'send-away':
        void this.#ask('session.dismiss', { ticket, agent: command.agent });
        break;
      case 'supervise': {
        const { heard_by } = command;
        void this.#ask('session.supervise', { ticket: command.ticket, heard_by });
        break;
      }
      case 'leave':
        void this.#ask('session.leave_seat', { ticket });
        break;
      case 'hand-over':
        void this.#ask('session.hand_over', { ticket, agent: command.agent });
        break;
      case 'hand-on': {
        const { department } = command;
        this.store.set({ dialog: null });
        void this.#ask('session.transfer', { ticket, agent: null, department });
        break;
      }
      case 'send':
        void this.#ask('session.message', { ticket, text: command.text }, 'message');
        break;
      case 'end':
        this.store.set({ dialog: null });
        void this.#ask('session.end', { ticket, outcome: command.outcome });
        break;
      case 'extend':
        void this.#ask('wrap_up.extend', { ticket });
        break;
      case 'finish': {
        const { outcome, note } = command;
        const params = { ticket, note, ...(outcome && { outcome }) };
        void this.#ask('wrap_up.finish', params, 'wrap-up');
        break;
      }
    }
  }

  /**
   * The camera's encoder needs longer to start than the service to answer; until the relay has bound
   * the two sides it carries the picture to nobody.
   */
  #warmUp(): void {
    this.core.peer.setSending(true);
  }

  #answer(ticket: string): void {
    this.#answered = ticket;
    this.#ring.stop();
    this.store.set({ dialog: null });
  }

  async #ask<M extends Method>(method: M, params: Params[M], failure?: Failure): Promise<void> {
    try {
      await this.core.connection.request(method, params);
    } catch (error) {
      if (CONNECTING.includes(method)) this.#notAccepted();
      this.store.set({ failure: failure ?? failureOf(method, codeOf(error)) });
    }
  }

  /** What can be proposed to the resident whom the agent serves. */
  async #loadSlots(): Promise<void> {
    const ticket = this.store.state.view.session?.ticket;
    if (ticket === undefined) return;
    this.store.set({ slots: null });
    try {
      const { slots } = await this.core.connection.request('appointment.slots', { ticket });
      if (this.store.state.view.session?.ticket === ticket) this.store.set({ slots });
    } catch (error) {
      this.store.set({ dialog: null, failure: failureOf('appointment.slots', codeOf(error)) });
    }
  }

  /** The list stays open with new times when somebody else was quicker. */
  async #propose(start_ms: number): Promise<void> {
    const ticket = this.store.state.view.session?.ticket ?? '';
    try {
      await this.core.connection.request('appointment.propose', { ticket, start_ms });
      this.store.set({ dialog: null });
    } catch (error) {
      this.store.set({ failure: failureOf('appointment.propose', codeOf(error)) });
      void this.#loadSlots();
    }
  }

  /** A picture of a paper is here, and right: the resident is told. A guest looks on. */
  #seen(still: string): void {
    const { session, stills } = this.store.state.view;
    const isNew = stills?.pictures.some(({ id, seen_ms }) => id === still && seen_ms === null);
    if (!session || session.role === 'guest' || session.state === 'wrap_up' || !isNew) return;
    this.core.connection
      .request('still.seen', { ticket: session.ticket, still })
      .catch((error: unknown) => console.warn('seen:', error));
  }

  #notAccepted(): void {
    this.#answered = '';
    if (!this.store.state.view.session) this.core.peer.setSending(false);
  }

  async #signIn(account: string, password: string): Promise<void> {
    this.store.set({ signingIn: true, signInProblem: null });
    // The press that signs in is the touch that lets the page ring.
    void this.#ring.unlock();
    try {
      this.#signedIn((await login('agent', account, password)).account);
    } catch (error) {
      this.store.set({ signInProblem: problemOf(error) });
    }
    this.store.set({ signingIn: false });
  }

  #signedIn(account: string): void {
    this.#account = account;
    void this.#loadCatalogue();
    this.store.set({ stage: 'devices', signInProblem: null });
    const checked = sessionStorage.getItem(CHECKED) === account;
    if (checked) this.#devicesDone();
    else void this.core.devices.open();
  }

  #devicesDone(): void {
    sessionStorage.setItem(CHECKED, this.#account);
    this.store.set({ stage: 'ready' });
    // Only now can the page take a call; before, the service must not offer it one.
    this.core.connection.start();
    // The peer does not wait for the devices: after a reload the other side is seen the sooner.
    this.core.peer.start();
    void this.core.openMedia();
  }

  async #signOut(): Promise<void> {
    this.#leave(null);
    await logout('agent').catch(() => undefined);
  }

  /** Back to the sign-in, with nothing of the person left on the page. */
  #leave(signInProblem: AgentState['signInProblem']): void {
    sessionStorage.removeItem(CHECKED);
    this.#ring.stop();
    this.#alert.close();
    this.core.connection.stop();
    this.core.closeMedia();
    this.#stills.follow([]);
    this.store.set({ ...ownState(), stage: 'sign-in', signInProblem, view: {}, welcomed: false });
  }

  async #loadCatalogue(): Promise<void> {
    try {
      this.store.set({ catalogue: await getCatalogue() });
    } catch {
      window.setTimeout(() => void this.#loadCatalogue(), RETRY_MS);
    }
  }

  /** Follows the view and the status; whatever else changed is for the components. */
  #changed(): void {
    const { view, status } = this.store.state;
    if (view === this.#view && status === this.#status) return;
    const [before, statusBefore] = [this.#view, this.#status];
    [this.#view, this.#status] = [view, status];
    if (status === 'signed_out' && status !== statusBefore) this.#leave('again');
    if (before.session?.ticket !== view.session?.ticket) this.#sessionChanged();
    this.#stills.follow(view.stills?.pictures ?? []);
    if (view.session?.call_back) this.core.peer.setSending(false);
    const gone = before.offer && !view.offer && !view.session;
    if (gone && before.offer?.ticket !== this.#answered) this.store.set({ offerGone: true });
    if (!view.offer && !view.session) this.#answered = '';
    if (this.store.state.dialog === 'take') this.#stillThere();
    this.#ringOrNot();
  }

  /** Somebody else may have been quicker than the person who still chooses a reason. */
  #stillThere(): void {
    const { state } = this.store;
    if (pickedOf(state)) return;
    // An offer or a session that comes up meanwhile is reason enough.
    const failure = state.view.offer || state.view.session ? null : 'taken';
    this.store.set({ dialog: null, failure });
  }

  /** Nothing of the former session may be left switched off, or over, the next one. */
  #sessionChanged(): void {
    this.store.set({ layout: 'both', dialog: null, askPrivate: true, reading: null });
    this.core.mute('audio', false);
    this.core.mute('camera', false);
  }

  #ringOrNot(): void {
    const { status, view } = this.store.state;
    const offer = status === 'online' ? (view.offer ?? null) : null;
    const ringing = offer !== null && offer.ticket !== this.#answered;
    if (ringing) this.#ring.start();
    else this.#ring.stop();
    this.#alert.show(offer, this.store.state);
    this.store.set({ soundBlocked: ringing && this.#ring.blocked });
  }
}

/** What the camera is warmed up for. */
const CONNECTING: readonly Method[] = ['offer.accept', 'agent.take', 'session.unpark'];

/** What a refusal means where it means more than "not now". */
const FAILURES: Partial<Record<Method, Partial<Record<ErrorCode, Failure>>>> = {
  'agent.take': { conflict: 'taken', unknown: 'nobody' },
  'appointment.propose': { conflict: 'slot' },
  'session.transfer': { invalid: 'department' },
  'session.park': { limit: 'park-full' },
};

function failureOf(method: Method, code: ErrorCode): Failure {
  const known = code === 'conflict' || code === 'unavailable' ? code : 'other';
  return FAILURES[method]?.[code] ?? known;
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof RequestError ? error.code : 'internal';
}

function problemOf(error: unknown): 'denied' | 'limit' | 'unavailable' | 'internal' {
  const code = codeOf(error);
  return code === 'denied' || code === 'limit' || code === 'unavailable' ? code : 'internal';
}
