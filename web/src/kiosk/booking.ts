// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What a resident does with an appointment at the kiosk: book, find, move, answer, cancel, arrive. */

import type { Slot } from '../shared/appointments';
import { spokenLanguage } from '../shared/i18n';
import { formatCode } from '../shared/slots';
import type { KioskApp } from './app';
import { currentItem, openAppointment, type Draft } from './state';

/** Who says to be old enough for the times that are kept for elders. */
const ELDER_AGE = 65;

export class Booking {
  #app: KioskApp;
  /** Counts the questions for slots: only the answer to the last one is shown. */
  #asked = 0;

  constructor(app: KioskApp) {
    this.#app = app;
  }

  /** The resident has an appointment: asks for its code. */
  openCode(): void {
    this.#app.setDraft({ step: 'code', code: '', booking: true });
  }

  typeCode(typed: string): void {
    this.#app.setDraft({ code: formatCode(typed) });
  }

  async find(): Promise<void> {
    const { code } = this.#app.state.draft;
    if ((await this.#app.act('appointment.find', { code })) !== null) return;
    const { error } = this.#app.state;
    if (error === 'unknown' || error === 'limit') this.#app.explain(`code_${error}`);
  }

  /** The point is closed: first the item, then the time. */
  openItems(): void {
    this.#app.setDraft({ step: 'browse', booking: true, languages: [spokenLanguage()] });
  }

  /** Shows the times for the item, or other times for what is booked. */
  openSlots(): void {
    this.#app.setDraft({ step: 'slots', booking: true });
    void this.loadSlots();
  }

  /** Back to where the times were asked for. */
  closeSlots(): void {
    const waiting = this.#app.state.view.ticket != null;
    const step = waiting || openAppointment(this.#app.state) !== null ? 'who' : 'item';
    this.#app.setDraft({ step });
  }

  async loadSlots(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#app.store.set({ slots: null });
    const appointment = openAppointment(this.#app.state)?.id;
    const { languages, ...wish } = this.#wish();
    const spoken = languages.length > 0 ? { languages } : {};
    const whose = appointment === undefined ? { ...wish, ...spoken } : { appointment };
    const answer = await this.#app.core.connection
      .request('appointment.slots', { ...whose, ...this.#age() })
      .catch((error: unknown) => {
        console.warn('slots:', error);
        return { slots: [] };
      });
    if (asked === this.#asked) this.#app.store.set({ slots: answer.slots });
  }

  /** Age and languages decide which times there are. */
  describe(patch: Partial<Pick<Draft, 'elder' | 'languages'>>): void {
    this.#app.setDraft(patch);
    void this.loadSlots();
  }

  /** Takes this time: what is booked moves to it, else it is kept until the name is given. */
  async choose({ start_ms }: Slot): Promise<void> {
    const booked = openAppointment(this.#app.state);
    const done = await (booked?.state === 'booked'
      ? this.#app.act('appointment.move', { appointment: booked.id, start_ms })
      : this.#hold(start_ms));
    if (done !== null) {
      if (booked?.state === 'booked') this.#app.setDraft({ step: 'who' });
    } else if (this.#app.state.error === 'conflict' && this.#app.state.detail === null) {
      this.#app.explain('slot_gone');
      void this.loadSlots();
    }
  }

  #hold(start_ms: number) {
    return this.#app.act('appointment.hold', { ...this.#wish(), start_ms, ...this.#age() });
  }

  #wish() {
    const { view, draft } = this.#app.state;
    const item = currentItem(this.#app.state)?.code ?? '';
    return { item, languages: view.ticket?.languages ?? draft.languages };
  }

  async book(): Promise<void> {
    const { name, phone } = this.#app.state.draft;
    const appointment = this.#app.state.view.appointment?.id;
    if (appointment === undefined) return;
    // Before the answer: the view that says "booked" may come first.
    this.#app.setDraft({ step: 'who' });
    const params = { appointment, name: name.trim(), phone: phone.trim() };
    if ((await this.#app.act('appointment.book', params)) === null) this.#keepStep('slots');
  }

  /** Another time than the one that is kept. */
  async giveBack(): Promise<void> {
    await this.leave();
    this.openSlots();
  }

  accept = (): void => void this.#do('appointment.accept');
  decline = (): void => void this.#do('appointment.decline');
  cancel = (): void => void this.#do('appointment.cancel');
  arrive = (): void => void this.#do('appointment.arrive');

  /** Off this kiosk's screen; a time that is only kept is free again. */
  async leave(): Promise<void> {
    const appointment = openAppointment(this.#app.state)?.id;
    if (appointment === undefined) return;
    await this.#app.core.connection
      .request('appointment.leave', { appointment })
      .catch((error: unknown) => console.warn('appointment.leave:', error));
  }

  /** Back to the place in the line. */
  async backToLine(): Promise<void> {
    this.#app.setDraft({ step: 'who' });
    await this.leave();
  }

  async #do(method: `appointment.${'accept' | 'decline' | 'cancel' | 'arrive'}`): Promise<void> {
    const appointment = this.#app.state.view.appointment?.id;
    if (appointment !== undefined) await this.#app.act(method, { appointment });
  }

  #age() {
    return this.#app.state.draft.elder ? { age: ELDER_AGE } : {};
  }

  /** Like setDraft, but what went wrong stays on the screen. */
  #keepStep(step: Draft['step']): void {
    const { error, detail } = this.#app.state;
    this.#app.setDraft({ step });
    this.#app.store.set({ error, detail });
  }
}
