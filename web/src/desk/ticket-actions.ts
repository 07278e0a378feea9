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
  actionsFor,
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
 * What can be done with a ticket by hand: the buttons that its state allows, and the form of the one
 * that was pressed. What takes something away is asked once more.
 *
 * Events: `gc-fill` (detail: the action to fill in, null to leave it); `gc-act` (detail: Order).
 */
@customElement('gc-ticket-actions')
export class GcTicketActions extends LitElement {
  static override styles = [base, actionStyles];

  @property({ attribute: false }) ticket!: DeskTicket;
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  /** The action that is being filled in. */
  @property({ attribute: false }) form: Action | null = null;
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

  protected override willUpdate(changed: PropertyValues): void {
    const other = (changed.get('ticket') as DeskTicket | undefined)?.ticket !== this.ticket.ticket;
    if (!changed.has('form') && !(changed.has('ticket') && other)) return;
    this.reason = this.target = '';
    this.tried = this.asking = false;
  }

  /** The focus goes along: into the form, to the question, and back to the button. */
  protected override updated(changed: PropertyValues): void {
    const left = changed.get('form') as Action | null | undefined;
    if (changed.has('form') && (this.form || left)) this.#focus(this.form ? 'form' : 'out', left);
    // A plain member to the compiler's eyes, since it is private.
    else if ((changed as Map<string, unknown>).has('asking')) {
      this.#focus(this.asking ? 'question' : 'form', left);
    }
  }

  #focus(where: 'form' | 'question' | 'out', left: Action | null | undefined): void {
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    if (where === 'form') find('input, select')?.focus();
    else if (where === 'question') find('.no')?.focus();
    else (find(`[data-action="${left}"]`) ?? find('button'))?.focus();
  }

  #fill(action: Action | null): void {
    this.dispatchEvent(new CustomEvent('gc-fill', { detail: action }));
  }

  #missing(action: Action): 'reason' | 'agent' | 'department' | null {
    if (action === 'assign' && !this.target) return 'agent';
    if (action === 'move' && !this.target) return 'department';
    return this.reason.trim() ? null : 'reason';
  }

  #submit(event: Event, action: Action): void {
    event.preventDefault();
    this.tried = true;
    const missing = this.#missing(action);
    if (missing) {
      const field = missing === 'reason' ? 'input[type=text]' : 'input, select';
      this.renderRoot.querySelector<HTMLElement>(field)?.focus();
    } else if (isGrave(action)) this.asking = true;
    else this.#act(action);
  }

  #act(action: Action): void {
    if (this.acting) return;
    this.asking = false;
    const detail: Order = {
      action,
      ticket: this.ticket.ticket,
      target: this.target || null,
      reason: this.reason.trim(),
    };
    this.dispatchEvent(new CustomEvent('gc-act', { detail }));
  }

  /** Escape goes one step back; only from the buttons it is left to the panel. */
  #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.form) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.asking) this.asking = false;
    else this.#fill(null);
  };

  #buttons() {
    const actions = actionsFor(this.ticket);
    return html`<h3>${t('act.title')}</h3>
      <div class="row">
        ${actions.map(
          (action) =>
            html`<button
              data-action=${action}
              class=${isGrave(action) ? 'grave' : ''}
              @click=${() => this.#fill(action)}
            >
              ${t(`act.${action}`)}
            </button>`,
        )}
        ${actions.length === 0 ? html`<p class="soft">${t('act.none')}</p>` : nothing}
      </div>`;
  }

  #lead(action: Action): string {
    if (action !== 'release') return t(`act.${action}.lead`);
    const { state } = this.ticket;
    return t(
      state === 'offered' || state === 'wrap_up'
        ? `act.release.lead.${state}`
        : 'act.release.lead.session',
    );
  }

  #says(action: Action, what: 'reason' | 'agent' | 'department') {
    if (!this.tried || this.#missing(action) !== what) return nothing;
    return html`<p class="missing" role="alert">${t(`act.missing.${what}`)}</p>`;
  }

  #agents(action: Action) {
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
      ${this.#says(action, 'agent')}
    </fieldset>`;
  }

  #departments(action: Action) {
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
      ${this.#says(action, 'department')}
    </label>`;
  }

  #reasons(action: Action) {
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
          aria-invalid=${this.tried && this.#missing(action) === 'reason' ? 'true' : 'false'}
          @input=${type}
        />
      </label>
      ${this.#says(action, 'reason')}
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
      <button type="button" class="do grave" @click=${() => this.#act(action)}>
        ${t(`act.yes.${action}`)}
      </button>
    </div>`;
  }

  #ends(action: Action) {
    if (this.asking && (action === 'release' || action === 'cancel')) return this.#question(action);
    return html`<div class="row ends">
      <button
        type="submit"
        class="do ${isGrave(action) ? 'grave' : ''}"
        aria-disabled=${this.acting ? 'true' : 'false'}
      >
        ${t(`act.${action}`)}
      </button>
      <button type="button" @click=${() => this.#fill(null)}>${t('act.back')}</button>
    </div>`;
  }

  #form(action: Action) {
    const { number } = this.ticket;
    return html`<form novalidate @submit=${(event: Event) => this.#submit(event, action)}>
      <div>
        <h3>${t(`act.${action}.title`, { number })}</h3>
        <p class="soft">${this.#lead(action)}</p>
      </div>
      ${action === 'assign' ? this.#agents(action) : nothing}
      ${action === 'move' ? this.#departments(action) : nothing} ${this.#reasons(action)}
      ${this.#refused()} ${this.#ends(action)}
    </form>`;
  }

  protected override render() {
    const { form } = this;
    const open = form !== null && actionsFor(this.ticket).includes(form);
    return html`<section @keydown=${this.#pressed}>
      ${open ? this.#form(form) : html`${this.#buttons()}${this.#refused()}`}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-ticket-actions': GcTicketActions;
  }
}
