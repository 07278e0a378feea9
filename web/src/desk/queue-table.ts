// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Catalogue, DeskAgent, DeskTicket, TicketState } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { itemName, pointName } from '../staff/catalogue';
import { ticketsOf } from './order';
import { t } from './strings';
import { tableStyles } from './table-styles';
import './wait-time';

const PILLS: Partial<Record<TicketState, string>> = {
  offered: 'fair',
  connecting: 'busy',
  in_session: 'busy',
  dropped: 'poor',
};

/**
 * The tickets that are not over, in the order of service; of one point when it is chosen.
 *
 * Events: `gc-all`, when all are wanted again.
 */
@customElement('gc-queue-table')
export class GcQueueTable extends LitElement {
  static override styles = [
    base,
    tableStyles,
    css`
      col:nth-child(1) {
        width: 6.5%;
      }
      col:nth-child(2) {
        width: 9.5%;
      }
      col:nth-child(3) {
        width: 19%;
      }
      col:nth-child(5) {
        width: 18%;
      }
      col:nth-child(6) {
        width: 15%;
      }
      col:nth-child(7) {
        width: 12.5%;
      }
      th:last-child,
      td:last-child {
        padding-inline-start: 1.25rem;
      }
      .absent {
        margin-inline-start: 0.4em;
        color: var(--poor);
        font-size: 0.8125rem;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) tickets: readonly DeskTicket[] = [];
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  /** The id of the point whose tickets are shown, or null for all. */
  @property({ attribute: false }) point: string | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #agent(account: string | null): string {
    return this.agents.find((agent) => agent.account === account)?.name ?? account ?? '';
  }

  /** Waits tick in the steps of their length; other states only say how long they last. */
  #since(ticket: DeskTicket) {
    if (ticket.state === 'waiting' || ticket.state === 'offered') {
      return html`<gc-wait-time .since=${ticket.since_ms} .now=${this.now}></gc-wait-time>`;
    }
    return formatSpan(this.now() - ticket.since_ms);
  }

  #row(ticket: DeskTicket) {
    const place = ticket.ahead === null ? '' : String(ticket.ahead + 1);
    const item = itemName(this.catalogue, ticket.item);
    const point = pointName(this.catalogue, ticket.point);
    return html`<tr>
      <td class="soft">${place}</td>
      <td class="strong">${ticket.number}</td>
      <td title=${point}>${point}</td>
      <td title=${item}>${item}</td>
      <td>
        <span class="pill ${PILLS[ticket.state] ?? ''}">${t(`state.${ticket.state}`)}</span>
        ${ticket.absent ? html`<span class="absent">${t('queue.absent')}</span>` : nothing}
      </td>
      <td class="number">${this.#since(ticket)}</td>
      <td>${this.#agent(ticket.agent)}</td>
    </tr>`;
  }

  #heading(count: number) {
    const all = () => this.dispatchEvent(new CustomEvent('gc-all'));
    const heading =
      this.point === null
        ? t('queue.title')
        : t('queue.of', { name: pointName(this.catalogue, this.point) });
    return html`<div class="head">
      <h2>${heading}</h2>
      <span class="soft">${t('queue.count', { count })}</span>
      ${this.point === null ? nothing : html`<button class="end" @click=${all}>${t('queue.all')}</button>`}
    </div>`;
  }

  protected override render() {
    const tickets = ticketsOf(this.tickets, this.point);
    return html`
      ${this.#heading(tickets.length)}
      <div class="scroll">
        <table>
          <colgroup>
            <col />
            <col />
            <col />
            <col />
            <col />
            <col />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">${t('queue.place')}</th>
              <th scope="col">${t('queue.number')}</th>
              <th scope="col">${t('queue.point')}</th>
              <th scope="col">${t('queue.item')}</th>
              <th scope="col">${t('queue.state')}</th>
              <th scope="col" class="number">${t('queue.since')}</th>
              <th scope="col">${t('queue.agent')}</th>
            </tr>
          </thead>
          <tbody>
            ${tickets.map((ticket) => this.#row(ticket))}
          </tbody>
        </table>
        ${
          tickets.length === 0
            ? html`<p class="empty">
                ${t(this.point === null ? 'queue.empty' : 'queue.empty.point')}
              </p>`
            : nothing
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-queue-table': GcQueueTable;
  }
}
