// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Catalogue, DeskAgent, DeskTicket } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { actionsFor, isGrave, type Action, type Refusal } from './actions';
import { actionStyles } from './ticket-actions.styles';
import './ticket-form';
import { t } from './ticket-strings';

/**
 * What can be done with a ticket by hand: the buttons that its state allows, or the form of the one
 * that was pressed.
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

  constructor() {
    super();
    watchLanguage(this);
  }

  /** Out of the form the focus goes back to the button, or to the first one if that is gone. */
  protected override updated(changed: PropertyValues<this>): void {
    const left = changed.get('form');
    if (!left || this.form) return;
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    (find(`[data-action="${left}"]`) ?? find('button'))?.focus();
  }

  #tell = ({ type, detail }: CustomEvent): void => {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };

  #buttons() {
    const actions = actionsFor(this.ticket);
    const fill = (detail: Action) => this.dispatchEvent(new CustomEvent('gc-fill', { detail }));
    return html`<h3>${t('act.title')}</h3>
      <div class="row">
        ${actions.map(
          (action) =>
            html`<button
              data-action=${action}
              class=${isGrave(action) ? 'grave' : ''}
              @click=${() => fill(action)}
            >
              ${t(`act.${action}`)}
            </button>`,
        )}
        ${actions.length === 0 ? html`<p class="soft">${t('act.none')}</p>` : nothing}
      </div>`;
  }

  #form(action: Action) {
    const { ticket, agents, catalogue, acting, refusal } = this;
    return keyed(
      `${action} ${ticket.ticket}`,
      html`<gc-ticket-form
        action=${action}
        .ticket=${ticket}
        .agents=${agents}
        .catalogue=${catalogue}
        ?acting=${acting}
        .refusal=${refusal}
        @gc-fill=${this.#tell}
        @gc-act=${this.#tell}
      ></gc-ticket-form>`,
    );
  }

  /** The ticket has moved on, and its state does not allow what was filled in: that is said here. */
  #overtaken() {
    const { form, refusal, ticket } = this;
    if (!form || !refusal) return nothing;
    return html`<gc-notice kind="problem"
      >${t(`refused.${refusal}`, { number: ticket.number })}</gc-notice
    >`;
  }

  protected override render() {
    const { form } = this;
    if (form !== null && actionsFor(this.ticket).includes(form)) return this.#form(form);
    return html`${this.#buttons()}${this.#overtaken()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-ticket-actions': GcTicketActions;
  }
}
