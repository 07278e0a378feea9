// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { HOME_ZONE, minutesAhead } from '../shared/clock';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { word } from '../shared/ui/words';
import { c } from './change-strings';
import { POINT_ORDERS, pointsOfKind, sortPoints, type PointOrder, type PointRow } from './order';
import { t } from './strings';
import { tableStyles } from './table-styles';
import './wait-time';
import { dayName, distance, timeOf } from './when';

/**
 * The service points, those abroad and those in China, each with its time, whether it is open, and
 * who is there.
 *
 * Events: `gc-order` (detail: PointOrder); `gc-filter` (detail: the point's id), when its name is
 * pressed.
 */
@customElement('gc-point-table')
export class GcPointTable extends LitElement {
  static override styles = [
    base,
    tableStyles,
    css`
      col:nth-child(1) {
        width: 23%;
      }
      col:nth-child(2) {
        width: 12%;
      }
      col:nth-child(3) {
        width: 30%;
      }
      col:nth-child(4) {
        width: 7.5%;
      }
      col:nth-child(5) {
        width: 7.5%;
      }
      col:nth-child(6) {
        width: 7.5%;
      }
      td {
        height: 2.4rem;
      }
      .name {
        width: 100%;
        min-height: 2.4rem;
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font-size: inherit;
        text-align: start;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name:hover {
        background: none;
        text-decoration: underline;
      }
      tr[aria-selected='true'] {
        background: var(--teal-soft);
      }
      tr.closed {
        color: var(--ink-soft);
      }
      tr.group th {
        height: 1.9rem;
        background: var(--paper);
        color: var(--teal-deep);
        font-size: 0.8125rem;
        font-weight: 700;
      }
      .window {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        line-height: 1.2;
      }
      .window small {
        display: block;
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .time {
        font-size: 1.0625rem;
        font-weight: 600;
        color: var(--ink);
      }
      .orders {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        margin-inline-start: auto;
        font-size: var(--text-s);
      }
      .orders button[aria-checked='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly PointRow[] = [];
  @property() order: PointOrder = 'catalogue';
  /** The id of the point whose queue is shown, or null. */
  @property({ attribute: false }) chosen: string | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #tell(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Whether it is open and until when, or when it opens; there and in Wenzhou. */
  #window(row: PointRow, now: number) {
    const at = row.open ? row.closesMs : row.opensMs;
    if (row.closed !== null) return this.#shut(row.closed, row.timezone, now);
    const pill = row.open
      ? html`<span class="pill good">${t('point.open')}</span>`
      : html`<span class="pill">${t('point.closed')}</span>`;
    if (at === null) return html`<td>${pill} ${row.open ? nothing : t('point.never')}</td>`;
    const values = {
      time: timeOf(row.timezone, at),
      day: dayName(row.timezone, now, at),
      hometime: timeOf(HOME_ZONE, at),
      homeday: dayName(HOME_ZONE, now, at),
    };
    const home =
      minutesAhead(row.timezone, HOME_ZONE, at) === 0
        ? nothing
        : html`<small>${t('point.home', values)}</small>`;
    return html`<td title=${t(row.open ? 'point.until.full' : 'point.opens.full', values)}>
      <div class="window">
        ${pill}
        <span>${t(row.open ? 'point.until' : 'point.opens', values)}${home}</span>
      </div>
    </td>`;
  }

  /** Closed by hand: until when, why, and by whom. */
  #shut(closed: NonNullable<PointRow['closed']>, zone: string, now: number) {
    const at = closed.until_ms;
    const until =
      at === null
        ? c('off.forever')
        : c('off.until', { time: `${dayName(zone, now, at)} ${timeOf(zone, at)}` });
    const note = closed.note === null ? '' : ` · ${closed.note}`;
    const why = `${word(`reason_${closed.reason}`)} · ${closed.by}${note}`;
    return html`<td title="${until} · ${why}">
      <div class="window">
        <span class="pill poor">${c('point.shut')}</span>
        <span>${until}<small>${why}</small></span>
      </div>
    </td>`;
  }

  #row(row: PointRow, now: number) {
    const chosen = row.id === this.chosen;
    return html`<tr class=${row.open ? '' : 'closed'} aria-selected=${chosen ? 'true' : 'false'}>
      <td>
        <button
          class="name"
          aria-pressed=${chosen ? 'true' : 'false'}
          aria-label=${t('point.filter', { name: row.name })}
          title=${row.name}
          @click=${() => this.#tell('gc-filter', row.id)}
        >
          ${row.name}
        </button>
      </td>
      <td title=${distance(row.timezone, now)}>
        <span class="time">${timeOf(row.timezone, now)}</span>
        <span class="soft">${this.#weekday(row.timezone, now)}</span>
      </td>
      ${this.#window(row, now)}
      <td
        class="number ${row.kiosks > 0 ? '' : 'soft'}"
        title=${row.kiosks > 0 ? '' : t('point.offline')}
      >
        ${row.kiosks}
      </td>
      <td class="number ${row.waiting > 0 ? 'strong' : 'soft'}">${row.waiting}</td>
      <td class="number ${row.inSession > 0 ? 'strong' : 'soft'}">${row.inSession}</td>
      <td class="number">
        <gc-wait-time .since=${row.oldestSinceMs} .now=${this.now}></gc-wait-time>
      </td>
    </tr>`;
  }

  #weekday(zone: string, now: number): string {
    return new Intl.DateTimeFormat(document.documentElement.lang || 'zh-CN', {
      weekday: 'short',
      timeZone: zone,
    }).format(now);
  }

  #group(kind: string, name: string, now: number) {
    const rows = sortPoints(pointsOfKind(this.rows, kind), this.order);
    return html`<tbody>
      <tr class="group">
        <th colspan="7" scope="rowgroup">${name} · ${rows.length}</th>
      </tr>
      ${rows.map((row) => this.#row(row, now))}
    </tbody>`;
  }

  #orders() {
    return html`<div class="orders" role="radiogroup" aria-label=${t('points.order')}>
      <span class="soft" aria-hidden="true">${t('points.order')}</span>
      ${POINT_ORDERS.map(
        (order) =>
          html`<button
            role="radio"
            aria-checked=${order === this.order ? 'true' : 'false'}
            @click=${() => this.#tell('gc-order', order)}
          >
            ${t(`order.${order}`)}
          </button>`,
      )}
    </div>`;
  }

  protected override render() {
    const now = this.now();
    return html`
      <div class="head">
        <h2>${t('points.title')}</h2>
        ${this.#orders()}
      </div>
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
              <th scope="col">${t('point.name')}</th>
              <th scope="col">${t('point.local')}</th>
              <th scope="col">${t('point.window')}</th>
              <th scope="col" class="number">${t('point.kiosks')}</th>
              <th scope="col" class="number">${t('point.waiting')}</th>
              <th scope="col" class="number">${t('point.sessions')}</th>
              <th scope="col" class="number">${t('point.oldest')}</th>
            </tr>
          </thead>
          ${this.#group('overseas', t('points.overseas'), now)}
          ${this.#group('domestic', t('points.domestic'), now)}
        </table>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-point-table': GcPointTable;
  }
}
