// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskAppointment } from '../shared/appointments';
import { getLanguage, nameOf } from '../shared/i18n';
import type { Catalogue } from '../shared/messages';
import { readWall } from '../shared/slots';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { a } from '../staff/appointment-strings';
import { itemName, pointName } from '../staff/catalogue';
import { p, type AppointmentText } from './appointment-strings';
import {
  appointmentDays,
  EVERY_APPOINTMENT,
  isDue,
  type AppointmentDay,
  type AppointmentFilter,
} from './appointments';
import { ROW_STEPS } from './row-steps';
import { tableStyles } from './table-styles';

const PILLS: Partial<Record<DeskAppointment['state'], string>> = {
  booked: 'busy',
  arrived: 'good',
  no_show: 'poor',
};

/**
 * All appointments by the days of Wenzhou. Arrows go through the rows, Enter or a click chooses one.
 *
 * Events: `gc-choose` (detail: its id).
 */
@customElement('gc-appointment-table')
export class GcAppointmentTable extends LitElement {
  static override styles = [
    base,
    tableStyles,
    css`
      .filters {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.4rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      .filters select,
      .filters button {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
        height: 2rem;
        padding: 0 0.6rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-s);
      }
      .filters button[aria-pressed='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
      col:nth-child(1) {
        width: 6.5rem;
      }
      col:nth-child(2) {
        width: 9.5rem;
      }
      col:nth-child(3) {
        width: 14%;
      }
      col:nth-child(5) {
        width: 9%;
      }
      col:nth-child(6) {
        width: 10.5rem;
      }
      col:nth-child(7) {
        width: 6.75rem;
      }
      /* Beside the panel, which says these two itself. */
      :host {
        container-type: inline-size;
      }
      @container (max-width: 62rem) {
        col:is(:nth-child(4), :nth-child(6)) {
          width: 0;
        }
        :is(thead th, td):is(:nth-child(4), :nth-child(6)) {
          padding: 0;
        }
      }
      tbody th {
        position: sticky;
        top: 2.25rem;
        background: var(--paper);
        color: var(--teal-deep);
        font-weight: 650;
      }
      tbody tr[tabindex] {
        cursor: pointer;
      }
      tbody tr[tabindex]:hover {
        background: var(--paper);
      }
      tbody tr[aria-selected='true'] {
        background: var(--teal-soft);
      }
      tbody tr:focus-visible {
        outline-offset: -3px;
      }
      td small {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .over td {
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) appointments: readonly DeskAppointment[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) chosen: string | null = null;
  @state() private filter: Readonly<AppointmentFilter> = EVERY_APPOINTMENT;
  /** The one whose row the Tab key comes to. */
  @state() private current: string | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  /** Puts the focus on the row of `id`, or on the first one if it is gone. */
  focusRow(id: string): void {
    const rows = this.#rows();
    this.#focus(rows.find((row) => row.dataset['id'] === id) ?? rows[0]);
  }

  #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('tbody tr[tabindex]')];
  }

  #focus(row: HTMLElement | undefined): void {
    this.current = row?.dataset['id'] ?? null;
    row?.focus();
  }

  #choose(id: string): void {
    this.current = id;
    this.dispatchEvent(new CustomEvent('gc-choose', { detail: id }));
  }

  #pressed(event: KeyboardEvent, id: string): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(id);
      return;
    }
    const step = ROW_STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = this.#rows();
    this.#focus(
      rows[
        step(
          rows.findIndex((row) => row.dataset['id'] === id),
          rows.length,
        )
      ],
    );
  }

  #filters() {
    const { filter, catalogue } = this;
    const due = this.appointments.filter(isDue).length;
    const change = (event: Event) =>
      (this.filter = { ...filter, point: (event.target as HTMLSelectElement).value || null });
    return html`<div class="filters" role="search" aria-label=${p('filter.label')}>
      <select aria-label=${p('col.point')} @change=${change}>
        <option value="" .selected=${filter.point === null}>${p('filter.point')}</option>
        ${catalogue?.points.map(
          (point) =>
            html`<option value=${point.id} .selected=${point.id === filter.point}>
              ${nameOf(point)}
            </option>`,
        )}
      </select>
      <button
        aria-pressed=${filter.due ? 'true' : 'false'}
        @click=${() => (this.filter = { ...filter, due: !filter.due })}
      >
        <gc-icon name="warning"></gc-icon>${p('filter.due', { count: due })}
      </button>
      ${
        filter.point !== null || filter.due
          ? html`<button @click=${() => (this.filter = EVERY_APPOINTMENT)}>
              ${p('filter.all')}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** The day only where it is not the one in Wenzhou, which stands above. */
  #here({ point_wall, home_wall }: DeskAppointment) {
    const { time, day } = readWall(point_wall, getLanguage());
    const other = point_wall.slice(0, 10) !== home_wall.slice(0, 10);
    return html`<b>${time}</b> ${other ? html`<small>${day}</small>` : nothing}`;
  }

  #marks({ confirm, remind, proposal, change }: DeskAppointment) {
    const marks: AppointmentText[] = [
      ...(confirm ? (['due.confirm'] as const) : []),
      ...(remind === null ? [] : [`due.${remind}` as const]),
      ...(change === null ? [] : [`change.${change}` as const]),
      ...(proposal === null ? [] : (['due.proposal'] as const)),
    ];
    return marks.map((mark) => html`<span class="mark">${p(mark)}</span> `);
  }

  #row(row: DeskAppointment, first: string) {
    const item = itemName(this.catalogue, row.item);
    const point = pointName(this.catalogue, row.point);
    return html`<tr
      data-id=${row.id}
      class=${row.state === 'booked' ? '' : 'over'}
      tabindex=${row.id === first ? 0 : -1}
      aria-selected=${row.id === this.chosen ? 'true' : 'false'}
      @click=${() => this.#choose(row.id)}
      @focus=${() => (this.current = row.id)}
      @keydown=${(event: KeyboardEvent) => this.#pressed(event, row.id)}
    >
      <td>${readWall(row.home_wall, getLanguage()).time}</td>
      <td>${this.#here(row)}</td>
      <td title=${point}>${point}</td>
      <td title=${item}>${item}</td>
      <td title=${row.name}>${row.name}</td>
      <td>${row.phone}</td>
      <td><span class="pill ${PILLS[row.state] ?? ''}">${a(`state.${row.state}`)}</span></td>
      <td>${row.state === 'booked' || row.change === 'gone' ? this.#marks(row) : nothing}</td>
    </tr>`;
  }

  #day({ day, rows }: AppointmentDay, first: string) {
    const name = new Intl.DateTimeFormat(getLanguage(), {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    }).format(Date.parse(day));
    return html`<tr>
        <th scope="rowgroup" colspan="8">
          ${name} <span class="soft">${p('count', { count: rows.length })}</span>
        </th>
      </tr>
      ${repeat(
        rows,
        ({ id }) => id,
        (row) => this.#row(row, first),
      )}`;
  }

  #head() {
    const columns = ['home', 'time', 'point', 'item', 'name', 'phone', 'state', 'due'] as const;
    return html`<colgroup>
        ${columns.map(() => html`<col />`)}
      </colgroup>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${p(`col.${column}`)}</th>`)}
        </tr>
      </thead>`;
  }

  protected override render() {
    const days = appointmentDays(this.appointments, this.filter, this.catalogue?.points ?? []);
    const rows = days.flatMap(({ rows: own }) => own);
    const current = rows.find(({ id }) => id === this.current) ?? rows[0];
    const filtered = this.appointments.length > 0;
    return html`<div class="head">
        <h2 id="heading">${p('title')}</h2>
        <span class="soft">${p('count', { count: rows.length })}</span>
      </div>
      ${this.#filters()}
      <div class="scroll">
        <table role="grid" aria-labelledby="heading">
          ${this.#head()}
          <tbody>
            ${days.map((day) => this.#day(day, current?.id ?? ''))}
          </tbody>
        </table>
        ${
          rows.length === 0
            ? html`<p class="empty">${p(filtered ? 'empty.filter' : 'empty')}</p>`
            : nothing
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-appointment-table': GcAppointmentTable;
  }
}
