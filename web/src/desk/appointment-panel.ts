// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DeskAppointment, Slot } from '../shared/appointments';
import { nameOf } from '../shared/i18n';
import type { Catalogue, ErrorCode } from '../shared/messages';
import { bothWalls } from '../shared/slots';
import '../shared/ui/icon';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/notice';
import '../shared/ui/slot-time';
import { base, field } from '../shared/ui/styles';
import { a } from '../staff/appointment-strings';
import { findPoint, itemName, pointName } from '../staff/catalogue';
import '../staff/slot-list';
import { LONGEST_REASON } from './actions';
import { p } from './appointment-strings';
import { appointmentActions, type AppointmentAction } from './appointments';
import type { Act } from './change-dialog';
import { panelStyles } from './ticket-panel.styles';
import { actionStyles } from './ticket-actions.styles';

type Form = 'propose' | 'cancel';

/**
 * One appointment: what is known of it, and what can be done by hand.
 *
 * Events: `gc-close`.
 */
@customElement('gc-appointment-panel')
export class GcAppointmentPanel extends LitElement {
  static override styles = [
    base,
    field,
    actionStyles,
    panelStyles,
    css`
      :host {
        --text-xxl: 1.75rem;
        --text-xl: 1.125rem;
        --text-l: 1rem;
      }
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
      h2 {
        font-size: 1.375rem;
      }
      textarea {
        min-height: 4.5rem;
        resize: vertical;
      }
      label {
        display: grid;
        gap: 0.3rem;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      label textarea {
        color: var(--ink);
        font-size: var(--text-m);
      }
      a {
        color: inherit;
      }
    `,
  ];

  /** As it was last seen, when it is not on the list any more. */
  @property({ attribute: false }) appointment!: DeskAppointment;
  @property({ type: Boolean }) over = false;
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) act!: Act;
  /** Asks for the times that it can be moved to; null when that was refused. */
  @property({ attribute: false }) ask!: (appointment: string) => Promise<readonly Slot[] | null>;
  @property({ attribute: false }) now: () => number = Date.now;

  @state() private form: Form | null = null;
  @state() private slots: readonly Slot[] | null = null;
  @state() private chosen: number | null = null;
  @state() private busy = false;
  @state() private tried = false;
  @state() private refusal: 'conflict' | 'slot' | 'other' | null = null;
  @query('h2') private heading!: HTMLElement;
  @query('textarea') private text!: HTMLTextAreaElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  override focus(): void {
    this.heading.focus();
  }

  /** Another one is looked at: nothing of what was filled in is for it. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('appointment');
    if (before && before.id !== this.appointment.id) this.#open(null);
  }

  /** The focus goes along, into the form and back to the button that opened it. */
  protected override updated(changed: PropertyValues): void {
    if (!changed.has('form')) return;
    const left = (changed as Map<string, unknown>).get('form');
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    if (this.form !== null) find('form h3')?.focus();
    else if (left) (find(`[data-action="${String(left)}"]`) ?? this.heading).focus();
  }

  #open(form: Form | null): void {
    this.form = form;
    this.chosen = null;
    this.tried = false;
    this.refusal = null;
    if (form === 'propose') void this.#load();
  }

  async #load(): Promise<void> {
    const { id } = this.appointment;
    this.slots = null;
    const slots = await this.ask(id);
    if (id === this.appointment.id) this.slots = slots ?? [];
  }

  /** Escape goes one step back; the panel stays. */
  #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.form === null) return;
    event.stopPropagation();
    this.#open(null);
  };

  async #do(action: AppointmentAction): Promise<void> {
    if (this.busy) return;
    const appointment = this.appointment.id;
    this.busy = true;
    const code = await this.#ask(action, appointment);
    this.busy = false;
    if (appointment !== this.appointment.id) return;
    if (code === null) this.#open(null);
    else this.#refused(action, code);
  }

  #ask(action: AppointmentAction, appointment: string): Promise<ErrorCode | null> {
    switch (action) {
      case 'confirm':
      case 'reminded':
        return this.act(`appointment.${action}`, { appointment });
      case 'cancel':
        return this.act('appointment.cancel', { appointment, reason: this.text.value.trim() });
      case 'propose': {
        const note = this.text.value.trim();
        return this.act('appointment.propose', { appointment, start_ms: this.chosen ?? 0, note });
      }
    }
  }

  #refused(action: AppointmentAction, code: ErrorCode): void {
    const conflict = code === 'conflict' || code === 'unknown';
    this.refusal = !conflict ? 'other' : action === 'propose' ? 'slot' : 'conflict';
    if (action !== 'propose') return;
    this.chosen = null;
    void this.#load();
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    const { form } = this;
    if (form === null) return;
    this.tried = true;
    const missing = form === 'propose' ? this.chosen === null : this.text.value.trim() === '';
    if (!missing) void this.#do(form);
  };

  #head() {
    const { name } = this.appointment;
    const close = () => this.dispatchEvent(new CustomEvent('gc-close'));
    return html`<header>
      <h2 tabindex="-1" aria-label=${p('panel.label', { name })}>${name}</h2>
      <span>${a(`state.${this.appointment.state}`)}</span>
      <button aria-label=${p('panel.close')} title=${p('panel.close')} @click=${close}>
        <gc-icon name="close"></gc-icon>
      </button>
    </header>`;
  }

  #fact(name: string, value: unknown) {
    return html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  }

  #times(wall: { point_wall: string; home_wall: string }) {
    const point = findPoint(this.catalogue, this.appointment.point);
    const city = point ? nameOf({ name_zh: point.city_zh, name_en: point.city }) : '';
    return html`<gc-slot-time .times=${bothWalls(wall)} place=${city}></gc-slot-time>`;
  }

  #facts() {
    const { appointment, catalogue } = this;
    const { phone, proposal } = appointment;
    return html`<dl>
      ${this.#fact(p('panel.when'), this.#times(appointment))}
      ${
        proposal === null
          ? nothing
          : html`${this.#fact(p('panel.new'), this.#times(proposal))}
            ${proposal.note === '' ? nothing : this.#fact(p('panel.note'), proposal.note)}`
      }
      ${this.#fact(p('col.point'), pointName(catalogue, appointment.point))}
      ${this.#fact(p('col.item'), itemName(catalogue, appointment.item))}
      ${this.#fact(
        p('col.phone'),
        phone === ''
          ? p('no.phone')
          : html`<a href="tel:${phone.replaceAll(' ', '')}">${phone}</a>`,
      )}
      ${appointment.ticket === null ? nothing : html`<p>${p('panel.ticket')}</p>`}
    </dl>`;
  }

  #notes() {
    const { confirm, change } = this.appointment;
    return html`${
      change === null
        ? nothing
        : html`<gc-notice kind="warning">${p(`change.${change}.full`)}</gc-notice>`
    }
    ${confirm ? html`<gc-notice kind="warning">${p('confirm.why')}</gc-notice>` : nothing}`;
  }

  #refusal() {
    if (this.refusal === null) return nothing;
    return html`<gc-notice kind="problem">${p(`refused.${this.refusal}`)}</gc-notice>`;
  }

  #buttons() {
    const actions = appointmentActions(this.appointment);
    if (actions.length === 0) return html`<p class="soft">${p('act.none')}</p>`;
    const press = (action: AppointmentAction) =>
      action === 'propose' || action === 'cancel' ? this.#open(action) : void this.#do(action);
    return html`<div class="row">
      ${actions.map(
        (action) =>
          html`<button
            data-action=${action}
            class=${action === 'cancel' ? 'grave' : action === 'propose' ? '' : 'do'}
            aria-disabled=${this.busy ? 'true' : nothing}
            @click=${() => press(action)}
          >
            ${p(`act.${action}`)}
          </button>`,
      )}
    </div>`;
  }

  #form(form: Form) {
    return html`<form @submit=${this.#submit}>
      <h3 tabindex="-1">${p(`act.${form}`)}</h3>
      <p class="soft">${p(`${form}.lead`)}</p>
      ${
        form === 'propose'
          ? html`<gc-slot-list
              .slots=${this.slots}
              .point=${findPoint(this.catalogue, this.appointment.point)}
              .chosen=${this.chosen ?? 0}
              .now=${this.now}
              @gc-slot=${({ detail }: CustomEvent<Slot>) => (this.chosen = detail.start_ms)}
            ></gc-slot-list>`
          : nothing
      }
      <label>
        ${p(form === 'propose' ? 'propose.note' : 'cancel.reason')}
        <textarea maxlength=${LONGEST_REASON} @input=${() => this.requestUpdate()}></textarea>
      </label>
      ${this.#missing(form)}
      <div class="row">
        <button type="submit" class="do ${form === 'cancel' ? 'grave' : ''}">
          ${p(`${form}.go`)}
        </button>
        <button type="button" @click=${() => this.#open(null)}>${p('back')}</button>
      </div>
    </form>`;
  }

  #missing(form: Form) {
    if (!this.tried) return nothing;
    const missing =
      form === 'propose' ? this.chosen === null : (this.text?.value ?? '').trim() === '';
    if (!missing) return nothing;
    return html`<gc-notice kind="problem">${p(`${form}.missing`)}</gc-notice>`;
  }

  protected override render() {
    const booked = this.appointment.state === 'booked';
    return html`${this.#head()}
      <div class="body" @keydown=${this.#pressed}>
        ${
          this.over
            ? html`<p class="gone" role="status">${p('panel.gone')}</p>`
            : html`<div class="columns">
                ${this.#facts()} ${this.#notes()} ${this.#refusal()}
                ${this.form !== null && booked ? this.#form(this.form) : this.#buttons()}
              </div>`
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-appointment-panel': GcAppointmentPanel;
  }
}
