// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatSpan, HOME_ZONE } from '../shared/clock';
import type { Catalogue, DeskAgent, DeskKiosk, DeskTicket, TicketState } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import type { IconName } from '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { slotMark, slotTimes, slotWords } from '../staff/appointment-strings';
import { findPoint, itemName, pointName } from '../staff/catalogue';
import { filterTickets, isFiltered, NO_FILTER, type QueueFilter, isUnreached } from './filter';
import { kioskOf, troublesOf, type Trouble } from './health';
import { troubleWords } from './health-strings';
import './queue-filters';
import { queueStyles } from './queue-table.styles';
import { ROW_STEPS } from './row-steps';
import { t } from './strings';
import { tableStyles } from './table-styles';
import { t as ticketText } from './ticket-strings';
import './wait-time';

const PILLS: Partial<Record<TicketState, string>> = {
  offered: 'fair',
  parked: 'fair',
  connecting: 'busy',
  in_session: 'busy',
  dropped: 'poor',
  abandoned: 'poor',
};

const TROUBLE_ICONS: Record<Trouble['about'], IconName> = {
  away: 'warning',
  link: 'link',
  test: 'link',
  camera: 'camera-off',
  microphone: 'microphone-off',
  document: 'document',
};

/**
 * The tickets that are not over, in the order of service. Arrows go through the rows, Enter or a
 * click chooses one.
 *
 * Events: `gc-choose` (detail: the ticket); `gc-filter`, of the filters above the rows.
 */
@customElement('gc-queue-table')
export class GcQueueTable extends LitElement {
  static override styles = [base, tableStyles, queueStyles];

  @property({ attribute: false }) tickets: readonly DeskTicket[] = [];
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) kiosks: readonly DeskKiosk[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) filter: Readonly<QueueFilter> = NO_FILTER;
  /** The ticket that is looked at, or null. */
  @property({ attribute: false }) chosen: string | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  /** The ticket whose row the Tab key comes to. */
  @state() private current: string | null = null;
  #focused = false;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  /** Puts the focus on the row of `ticket`, or on the first one if it is gone. */
  focusTicket(ticket: string): void {
    this.#focusRow(this.#rowOf(ticket) ?? this.#rows()[0]);
  }

  #rows(): HTMLElement[] {
    return [...(this.renderRoot.querySelectorAll<HTMLElement>('tbody tr') ?? [])];
  }

  #rowOf(ticket: string | null): HTMLElement | undefined {
    return this.#rows().find((row) => row.dataset['ticket'] === ticket);
  }

  #focusRow(row: HTMLElement | undefined): void {
    this.current = row?.dataset['ticket'] ?? null;
    row?.focus();
  }

  protected override willUpdate(): void {
    const root = this.shadowRoot;
    this.#focused = root?.activeElement?.matches('tbody tr') ?? false;
  }

  /** A row that moves to another place, as rows of a queue do, loses the focus on the way. */
  protected override updated(): void {
    if (this.#focused && !this.shadowRoot?.activeElement) {
      this.#focusRow(this.#rowOf(this.current) ?? this.#rows()[0]);
    }
  }

  #choose(ticket: string): void {
    this.current = ticket;
    this.dispatchEvent(new CustomEvent('gc-choose', { detail: ticket }));
  }

  #pressed(event: KeyboardEvent, ticket: string): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(ticket);
      return;
    }
    const step = ROW_STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = this.#rows();
    const row = rows.findIndex((each) => each.dataset['ticket'] === ticket);
    this.#focusRow(rows[step(row, rows.length)]);
  }

  #name(account: string): string {
    return this.agents.find((agent) => agent.account === account)?.name ?? account;
  }

  /** With whom it is, is about to be, or shall be. */
  #agent({ agent, guests, offered_to, kept_for }: DeskTicket) {
    if (agent !== null) return [agent, ...guests].map((each) => this.#name(each)).join(' + ');
    const [words, account] =
      offered_to !== null
        ? [ticketText('mark.offered'), offered_to]
        : [ticketText('mark.kept'), kept_for];
    if (account === null) return nothing;
    return html`<span class="soft">${words}</span> ${this.#name(account)}`;
  }

  /** Waits tick in the steps of their length; other states only say how long they last. */
  #since(ticket: DeskTicket) {
    if (ticket.state === 'waiting' || ticket.state === 'offered') {
      return html`<gc-wait-time .since=${ticket.since_ms} .now=${this.now}></gc-wait-time>`;
    }
    return formatSpan(this.now() - ticket.since_ms);
  }

  /** How long the ticket will wait from now on, as the service foresees it. */
  #foreseen({ estimate }: DeskTicket) {
    if (estimate === null) return nothing;
    if (estimate.band === 'nobody' || estimate.band === 'not_today') {
      return html`<span class="soft">${t(`foreseen.${estimate.band}`)}</span>`;
    }
    const count = Math.round((estimate.expected_ms ?? 0) / 60_000);
    return count < 1 ? t('foreseen.now') : t('foreseen.minutes', { count });
  }

  /** The time of an appointment says more than that there is one. */
  #marks({ boosts, callback, slot_ms }: DeskTicket) {
    const slot = slotMark(slot_ms, this.now());
    const others = boosts.filter((boost) => slot === null || boost !== 'appointment');
    const marks = [...(callback === null ? [] : (['callback'] as const)), ...others];
    return html`${marks.map(
      (mark) => html`<span class="mark">${ticketText(`mark.${mark}`)}</span>`,
    )}${slot === null ? nothing : html`<span class="slot">${slot}</span>`}`;
  }

  #why({ boosts, slot_ms, point }: DeskTicket): string {
    const words = boosts.map((boost) => ticketText(`boost.${boost}`));
    const zone = findPoint(this.catalogue, point)?.timezone ?? HOME_ZONE;
    if (slot_ms !== 0) {
      words.unshift(`${slotWords(slot_ms, this.now())} (${slotTimes(slot_ms, zone)})`);
    }
    return words.join('\n');
  }

  #state(ticket: DeskTicket) {
    if (isUnreached(ticket)) return ticketText('mark.unreached');
    return t(`state.${ticket.state}`);
  }

  /** What is wrong with the kiosk at which the resident is. */
  #troubles(ticket: DeskTicket) {
    const kiosk = kioskOf(ticket, this.kiosks);
    if (kiosk === null) return nothing;
    return troublesOf(kiosk, true).map((trouble) => {
      const [words] = troubleWords(kiosk, [trouble], this.now());
      return html`<span class="trouble ${trouble.level}" title=${words}
        ><gc-icon name=${TROUBLE_ICONS[trouble.about]}></gc-icon
        ><span class="for-readers">${words}</span></span
      >`;
    });
  }

  #row(ticket: DeskTicket, first: string) {
    const id = ticket.ticket;
    const item = itemName(this.catalogue, ticket.item);
    const point = pointName(this.catalogue, ticket.point);
    return html`<tr
      data-ticket=${id}
      tabindex=${id === first ? 0 : -1}
      aria-selected=${id === this.chosen ? 'true' : 'false'}
      @click=${() => this.#choose(id)}
      @focus=${() => (this.current = id)}
      @keydown=${(event: KeyboardEvent) => this.#pressed(event, id)}
    >
      <td class="soft">${ticket.ahead === null ? '' : ticket.ahead + 1}</td>
      <td title=${this.#why(ticket)}><b>${ticket.number}</b> ${this.#marks(ticket)}</td>
      <td title=${point}>${this.#troubles(ticket)}${point}</td>
      <td title=${item}>${item}</td>
      <td>
        <span class="pill ${PILLS[ticket.state] ?? ''}">${this.#state(ticket)}</span>
        ${
          ticket.absent
            ? html`<span class="absent" title=${ticketText('panel.absent')}
                >${t('queue.absent')}</span
              >`
            : nothing
        }
      </td>
      <td class="number">${this.#since(ticket)}</td>
      <td class="number">${this.#foreseen(ticket)}</td>
      <td>${this.#agent(ticket)}</td>
    </tr>`;
  }

  #head() {
    return html`<thead>
      <tr>
        <th scope="col">${t('queue.place')}</th>
        <th scope="col">${t('queue.number')}</th>
        <th scope="col">${t('queue.point')}</th>
        <th scope="col">${t('queue.item')}</th>
        <th scope="col">${t('queue.state')}</th>
        <th scope="col" class="number">${t('queue.since')}</th>
        <th scope="col" class="number">${t('queue.foreseen')}</th>
        <th scope="col">${t('queue.agent')}</th>
      </tr>
    </thead>`;
  }

  #empty() {
    const words = isFiltered(this.filter) ? ticketText('filter.empty') : t('queue.empty');
    return html`<p class="empty">${words}</p>`;
  }

  protected override render() {
    const { filter, catalogue, now } = this;
    const { tickets, kiosks } = this;
    const shown = filterTickets(tickets, filter, catalogue?.items ?? [], kiosks, now());
    const current = shown.find(({ ticket }) => ticket === this.current) ?? shown[0];
    return html`
      <div class="head">
        <h2 id="heading">${t('queue.title')}</h2>
        <span class="soft">${t('queue.count', { count: shown.length })}</span>
      </div>
      <gc-queue-filters
        .filter=${filter}
        .tickets=${tickets}
        .kiosks=${kiosks}
        .catalogue=${catalogue}
        .now=${now}
        @gc-filter=${({ detail }: CustomEvent) => this.dispatchEvent(new CustomEvent('gc-filter', { detail }))}
      ></gc-queue-filters>
      <div class="scroll">
        <table role="grid" aria-labelledby="heading">
          <colgroup>
            <col />
            <col />
            <col />
            <col />
            <col />
            <col />
            <col />
            <col />
          </colgroup>
          ${this.#head()}
          <tbody>
            ${repeat(
              shown,
              ({ ticket }) => ticket,
              (ticket) => this.#row(ticket, current?.ticket ?? ''),
            )}
          </tbody>
        </table>
        ${shown.length === 0 ? this.#empty() : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-queue-table': GcQueueTable;
  }
}
