// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { formatSpan, HOME_ZONE } from '../shared/clock';
import { nameOf, speechName } from '../shared/i18n';
import type { Catalogue, DeskAgent, DeskKiosk, DeskTicket } from '../shared/messages';
import '../shared/ui/clocks';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { slotTimes, slotWords } from '../staff/appointment-strings';
import { departmentName, findPoint, itemName, pointName } from '../staff/catalogue';
import { listOf } from '../staff/languages';
import type { Action, Refusal } from './actions';
import { isUnreached } from './filter';
import { kioskOf } from './health';
import './kiosk-health';
import { t as deskText } from './strings';
import './ticket-actions';
import { panelStyles } from './ticket-panel.styles';
import { t } from './ticket-strings';
import './ticket-why';
import './wait-time';
import { timeOf } from './when';
import type { WhyNot } from './why';

/**
 * All about one ticket: whose it is, how it stands, why it is not served, and what can be done.
 *
 * Events: `gc-close`; `gc-fill` and `gc-act`, of the actions.
 */
@customElement('gc-ticket-panel')
export class GcTicketPanel extends LitElement {
  static override styles = [base, panelStyles];

  @property({ attribute: false }) ticket!: DeskTicket;
  /** It has left the queue: what is known of it is how it was last. */
  @property({ type: Boolean }) over = false;
  @property({ attribute: false }) reasons: readonly WhyNot[] | null = null;
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) kiosks: readonly DeskKiosk[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) form: Action | null = null;
  @property({ type: Boolean }) acting = false;
  @property({ attribute: false }) refusal: Refusal | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  @query('h2') private heading!: HTMLElement;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  /** Puts the focus at the head of the panel. */
  override focus(): void {
    void this.updateComplete.then(() => this.heading.focus());
  }

  #tell = ({ type, detail }: CustomEvent): void => {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };

  /** It waits, for an agent or for a resident who gets something. */
  #waits(): boolean {
    return this.#inLine() || this.ticket.state === 'parked';
  }

  #inLine(): boolean {
    return this.ticket.state === 'waiting' || this.ticket.state === 'offered';
  }

  #name(account: string): string {
    return this.agents.find((agent) => agent.account === account)?.name ?? account;
  }

  #head() {
    const { ticket } = this;
    const close = () => this.dispatchEvent(new CustomEvent('gc-close'));
    return html`<header>
      <h2 tabindex="-1" aria-label=${t('panel.label', { number: ticket.number })}>
        ${ticket.number}
      </h2>
      <span>${itemName(this.catalogue, ticket.item)}<small>${ticket.item}</small></span>
      <button aria-label=${t('panel.close')} title=${t('panel.close')} @click=${close}>
        <gc-icon name="close"></gc-icon>
      </button>
    </header>`;
  }

  #state() {
    const { ticket } = this;
    const state = isUnreached(ticket) ? t('mark.unreached') : deskText(`state.${ticket.state}`);
    if (this.#inLine()) return state;
    return t('panel.since', { state, time: formatSpan(this.now() - ticket.since_ms) });
  }

  #place(ahead: number) {
    return ahead === 0 ? t('panel.place.next') : t('panel.place.ahead', { count: ahead });
  }

  #visit() {
    const { items } = this.ticket;
    if (items.length === 0) return nothing;
    return this.#fact(
      t('panel.visit'),
      html`<ul>
        ${items.map(
          ({ item, outcome }) =>
            html`<li>${outcome === null ? '' : '✓ '}${itemName(this.catalogue, item)}</li>`,
        )}
      </ul>`,
    );
  }

  #slot() {
    const { slot_ms, point } = this.ticket;
    const words = slotWords(slot_ms, this.now());
    if (words === null) return nothing;
    const zone = findPoint(this.catalogue, point)?.timezone ?? HOME_ZONE;
    return this.#fact(t('panel.slot'), html`${words}<small>${slotTimes(slot_ms, zone)}</small>`);
  }

  #boosts() {
    const { boosts } = this.ticket;
    if (boosts.length === 0) return nothing;
    return this.#fact(
      t('panel.ahead'),
      html`<ul>
        ${boosts.map((boost) => html`<li>${t(`boost.${boost}`)}</li>`)}
      </ul>`,
    );
  }

  #fact(name: string, value: unknown) {
    return html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  }

  #callback() {
    const { callback } = this.ticket;
    if (callback === null) return nothing;
    const { phone, attempts, again_ms } = callback;
    const said = [
      ...(attempts === 0 ? [] : [t('panel.attempts', { count: attempts })]),
      ...(again_ms === null ? [] : [t('panel.again', { time: timeOf(HOME_ZONE, again_ms) })]),
      ...(isUnreached(this.ticket) ? [t('panel.unreached')] : []),
    ];
    return this.#fact(
      t('panel.phone'),
      html`<b class="phone">${phone}</b> ${said.map((words) => html`<div>${words}</div>`)}`,
    );
  }

  #kiosk() {
    const kiosk = kioskOf(this.ticket, this.kiosks);
    if (kiosk === null) return nothing;
    return this.#fact(
      t('panel.kiosk'),
      html`<gc-kiosk-health .kiosk=${kiosk} open .now=${this.now}></gc-kiosk-health>`,
    );
  }

  #person(name: string, account: string | null) {
    return account === null ? nothing : this.#fact(name, this.#name(account));
  }

  #facts() {
    const { ticket, catalogue } = this;
    const point = findPoint(catalogue, ticket.point);
    return html`<dl>
      ${this.#fact(
        t('panel.point'),
        html`${pointName(catalogue, ticket.point)}
          <gc-clocks
            place=${point ? nameOf({ name_zh: point.city_zh, name_en: point.city }) : ''}
            zone=${point?.timezone ?? HOME_ZONE}
            .now=${this.now}
          ></gc-clocks>`,
      )}
      ${this.#fact(t('panel.languages'), listOf(ticket.languages.map(speechName)))}
      ${this.#fact(t('panel.department'), departmentName(catalogue, ticket.department))}
      ${this.#fact(
        t('panel.state'),
        html`${this.#state()}
        ${ticket.absent ? html`<b class="absent">${t('panel.absent')}</b>` : nothing}`,
      )}
      ${
        this.#inLine()
          ? this.#fact(
              t('panel.waiting'),
              html`<gc-wait-time .since=${ticket.since_ms} .now=${this.now}></gc-wait-time>`,
            )
          : nothing
      }
      ${this.#kiosk()} ${this.#slot()}
      ${ticket.ahead === null ? nothing : this.#fact(t('panel.place'), this.#place(ticket.ahead))}
      ${this.#visit()} ${this.#callback()} ${this.#boosts()}
      ${this.#person(t('panel.agent'), ticket.agent)}
      ${
        ticket.guests.length > 0
          ? this.#fact(t('panel.guests'), listOf(ticket.guests.map((each) => this.#name(each))))
          : nothing
      }
      ${this.#person(t('panel.offered'), ticket.offered_to)}
      ${ticket.parked === null ? nothing : this.#fact(t('panel.parked'), ticket.parked.reason)}
      ${this.#person(t(ticket.parked === null ? 'panel.kept' : 'panel.parker'), ticket.kept_for)}
    </dl>`;
  }

  #work() {
    const { ticket, agents, catalogue } = this;
    return html`<div class="work">
      ${
        this.#waits()
          ? html`<gc-ticket-why
              .ticket=${ticket}
              .reasons=${this.reasons}
              ?brief=${this.form !== null}
              .agents=${agents}
              .catalogue=${catalogue}
              .now=${this.now}
            ></gc-ticket-why>`
          : nothing
      }
      <gc-ticket-actions
        .ticket=${ticket}
        .agents=${agents}
        .catalogue=${catalogue}
        .form=${this.form}
        ?acting=${this.acting}
        .refusal=${this.refusal}
        @gc-fill=${this.#tell}
        @gc-act=${this.#tell}
      ></gc-ticket-actions>
    </div>`;
  }

  protected override render() {
    const { number } = this.ticket;
    const gone = html`<p class="gone" role="status">${t('panel.over', { number })}</p>`;
    return html`${this.#head()}
      <div class="body">
        ${this.over ? gone : html`<div class="columns">${this.#facts()}${this.#work()}</div>`}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-ticket-panel': GcTicketPanel;
  }
}
