// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Catalogue, DeskAgent, DeskTicket } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { departmentsOf } from '../staff/catalogue';
import { listOf, skillName } from '../staff/languages';
import {
  candidatesFor,
  isGrave,
  LONGEST_REASON,
  READY_REASONS,
  type Action,
  type Order,
  type Refusal,
} from './actions';
import { t as deskText } from './strings';
import { actionStyles } from './ticket-actions.styles';
import { t, type TicketText } from './ticket-strings';

/**
 * An action that is filled in: for whom or where, and why. What takes something away is asked once
 * more. It is for one action on one ticket, and has the focus from the start.
 *
 * Events: `gc-fill` (detail: null), to leave it; `gc-act` (detail: Order).
 */
@customElement('gc-ticket-form')
export class GcTicketForm extends LitElement {
  static override styles = [base, actionStyles];

  @property({ attribute: false }) ticket!: DeskTicket;
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property() action: Action = 'raise';
  /** It is with the service. */
  @property({ type: Boolean }) acting = false;
  @property({ attribute: false }) refusal: Refusal | null = null;

  @state() private reason = '';
  @state() private target = '';
  /** The form was sent with something missing: say what. */
  @state() private tried = false;
  /** The form is complete, and the question whether that is meant is open. */
  @state() private asking = false;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override firstUpdated(): void {
    this.#focus('input, select');
  }

  /** The focus goes along, to the question and back. */
  protected override updated(changed: PropertyValues): void {
    // A plain member to the compiler's eyes, since it is private.
    const before = (changed as Map<string, unknown>).get('asking');
    if (before === undefined) return;
    this.#focus(this.asking ? '.no' : 'button[type=submit]');
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #leave = (): void => {
    this.dispatchEvent(new CustomEvent('gc-fill', { detail: null }));
  };

  #missing(): 'reason' | 'agent' | 'department' | null {
    if (this.action === 'assign' && !this.target) return 'agent';
    if (this.action === 'move' && !this.target) return 'department';
    return this.reason.trim() ? null : 'reason';
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    const missing = this.#missing();
    if (missing) this.#focus(missing === 'reason' ? 'input[type=text]' : 'input, select');
    else if (isGrave(this.action)) this.asking = true;
    else this.#act();
  };

  #act(): void {
    if (this.acting) return;
    this.asking = false;
    const detail: Order = {
      action: this.action,
      ticket: this.ticket.ticket,
      target: this.target || null,
      reason: this.reason.trim(),
    };
    this.dispatchEvent(new CustomEvent('gc-act', { detail }));
  }

  /** Escape goes one step back; the panel stays. */
  #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (this.asking) this.asking = false;
    else this.#leave();
  };

  #lead(): string {
    const { action } = this;
    if (action !== 'release') return t(`act.${action}.lead`);
    const { state } = this.ticket;
    return t(
      state === 'offered' || state === 'parked' || state === 'wrap_up'
        ? `act.release.lead.${state}`
        : 'act.release.lead.session',
    );
  }

  #says(what: 'reason' | 'agent' | 'department') {
    if (!this.tried || this.#missing() !== what) return nothing;
    return html`<p class="missing" role="alert">${t(`act.missing.${what}`)}</p>`;
  }

  #agents() {
    const candidates = candidatesFor(this.ticket, this.agents);
    return html`<fieldset>
      <legend>${t('act.agent')}</legend>
      <div class="agents">
        ${candidates.map(
          ({ agent, misfit }) =>
            html`<label>
              <input
                type="radio"
                name="agent"
                .checked=${agent.account === this.target}
                @change=${() => (this.target = agent.account)}
              />
              <b>${agent.name}</b>
              <span>${deskText(`effective.${agent.effective}`)}</span>
              <span class="fit ${misfit}">${t(`fit.${misfit}`)}</span>
              <small>${listOf(agent.languages.map(skillName))}</small>
            </label>`,
        )}
      </div>
      ${candidates.length === 0 ? html`<p class="soft">${t('act.agent.none')}</p>` : nothing}
      ${this.#says('agent')}
    </fieldset>`;
  }

  #departments() {
    const departments = departmentsOf(this.catalogue).filter(
      ({ id }) => id !== this.ticket.department,
    );
    const change = (event: Event) => (this.target = (event.target as HTMLSelectElement).value);
    return html`<label class="name"
      >${t('act.department')}
      <select @change=${change}>
        <option value="" .selected=${this.target === ''}>${t('act.department.choose')}</option>
        ${departments.map(
          ({ id, name }) =>
            html`<option value=${id} .selected=${id === this.target}>${name}</option>`,
        )}
      </select>
      ${this.#says('department')}
    </label>`;
  }

  #reasons() {
    const { action } = this;
    const ready = Array.from({ length: READY_REASONS }, (_, index) =>
      t(`reason.${action}.${index + 1}` as TicketText),
    );
    const type = (event: Event) => (this.reason = (event.target as HTMLInputElement).value);
    return html`<div>
      <label class="name"
        >${t('act.reason')}
        <input
          type="text"
          maxlength=${LONGEST_REASON}
          autocomplete="off"
          aria-required="true"
          .value=${this.reason}
          aria-invalid=${this.tried && this.#missing() === 'reason' ? 'true' : 'false'}
          @input=${type}
        />
      </label>
      ${this.#says('reason')}
      <div class="row ready" role="group" aria-label=${t('act.reason.ready')}>
        ${ready.map(
          (text) =>
            html`<button
              type="button"
              aria-pressed=${text === this.reason ? 'true' : 'false'}
              @click=${() => (this.reason = text)}
            >
              ${text}
            </button>`,
        )}
      </div>
    </div>`;
  }

  #refused() {
    if (!this.refusal) return nothing;
    const { number } = this.ticket;
    return html`<gc-notice kind="problem">${t(`refused.${this.refusal}`, { number })}</gc-notice>`;
  }

  #question(action: 'release' | 'cancel') {
    const { number } = this.ticket;
    return html`<div class="row ends">
      <gc-notice kind="warning">${t(`act.sure.${action}`, { number })}</gc-notice>
      <button type="button" class="no" @click=${() => (this.asking = false)}>${t('act.no')}</button>
      <button type="button" class="do grave" @click=${() => this.#act()}>
        ${t(`act.yes.${action}`)}
      </button>
    </div>`;
  }

  #ends() {
    const { action } = this;
    if (this.asking && (action === 'release' || action === 'cancel')) return this.#question(action);
    return html`<div class="row ends">
      <button
        type="submit"
        class="do ${isGrave(action) ? 'grave' : ''}"
        aria-disabled=${this.acting ? 'true' : 'false'}
      >
        ${t(`act.${action}`)}
      </button>
      <button type="button" @click=${this.#leave}>${t('act.back')}</button>
    </div>`;
  }

  protected override render() {
    const { action } = this;
    const { number } = this.ticket;
    return html`<form novalidate @submit=${this.#submit} @keydown=${this.#pressed}>
      <div>
        <h3>${t(`act.${action}.title`, { number })}</h3>
        <p class="soft">${this.#lead()}</p>
      </div>
      ${action === 'assign' ? this.#agents() : nothing}
      ${action === 'move' ? this.#departments() : nothing} ${this.#reasons()} ${this.#refused()}
      ${this.#ends()}
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-ticket-form': GcTicketForm;
  }
}
