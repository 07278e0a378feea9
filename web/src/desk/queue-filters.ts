// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Catalogue, DeskKiosk, DeskTicket } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { departmentsOf, pointName } from '../staff/catalogue';
import { isFiltered, needsAttention, NO_FILTER, type QueueFilter } from './filter';
import { t } from './ticket-strings';

/**
 * The line above the queue that says which tickets are shown.
 *
 * Events: `gc-filter` (detail: the members of {@link QueueFilter} that change).
 */
@customElement('gc-queue-filters')
export class GcQueueFilters extends LitElement {
  static override styles = [
    base,
    css`
      div {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.4rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      input,
      select,
      button {
        height: 2rem;
        min-width: 0;
        padding: 0 0.6rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-s);
      }
      input {
        flex: 1 1 7rem;
        max-width: 14rem;
      }
      select {
        flex: 1 1 9rem;
        max-width: 18rem;
        padding-inline: 0.35rem;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
        flex: none;
        color: var(--teal-deep);
        white-space: nowrap;
        cursor: pointer;
      }
      button:hover {
        background: var(--teal-soft);
      }
      button[aria-pressed='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
      input::placeholder {
        color: var(--ink-soft);
        opacity: 1;
      }
    `,
  ];

  @property({ attribute: false }) filter: Readonly<QueueFilter> = NO_FILTER;
  /** All tickets, shown or not: those that need attention are counted. */
  @property({ attribute: false }) tickets: readonly DeskTicket[] = [];
  @property({ attribute: false }) kiosks: readonly DeskKiosk[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #set(detail: Partial<QueueFilter>): void {
    this.dispatchEvent(new CustomEvent('gc-filter', { detail }));
  }

  /** Only departments with somebody in line, and the chosen one even if nobody is left there. */
  #departments() {
    const used = new Set(this.tickets.map((ticket) => ticket.department));
    const chosen = this.filter.department;
    const departments = departmentsOf(this.catalogue).filter(
      ({ id }) => used.has(id) || id === chosen,
    );
    const change = (event: Event) =>
      this.#set({ department: (event.target as HTMLSelectElement).value || null });
    return html`<select aria-label=${t('panel.department')} @change=${change}>
      <option value="" .selected=${chosen === null}>${t('filter.department')}</option>
      ${departments.map(
        ({ id, name }) => html`<option value=${id} .selected=${id === chosen}>${name}</option>`,
      )}
    </select>`;
  }

  #attention() {
    const { attention } = this.filter;
    const now = this.now();
    const { tickets, kiosks } = this;
    const count = tickets.filter((ticket) => needsAttention(ticket, kiosks, now)).length;
    return html`<button
      aria-pressed=${attention ? 'true' : 'false'}
      title=${t('filter.attention.full')}
      @click=${() => this.#set({ attention: !attention })}
    >
      <gc-icon name="warning"></gc-icon>${t('filter.attention', { count })}
    </button>`;
  }

  protected override render() {
    const { filter } = this;
    const type = (event: Event) => this.#set({ text: (event.target as HTMLInputElement).value });
    const clear = () => this.#set(NO_FILTER);
    const free = () => this.#set({ point: null });
    return html`<div role="search" aria-label=${t('filter.label')}>
      <input
        type="search"
        .value=${filter.text}
        placeholder=${t('filter.text')}
        aria-label=${t('filter.text')}
        @input=${type}
      />
      ${this.#departments()} ${this.#attention()}
      ${
        filter.point === null
          ? nothing
          : html`<button aria-pressed="true" @click=${free}>
              ${pointName(this.catalogue, filter.point)}<gc-icon name="close"></gc-icon>
            </button>`
      }
      ${isFiltered(filter) ? html`<button @click=${clear}>${t('filter.all')}</button>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-queue-filters': GcQueueFilters;
  }
}
