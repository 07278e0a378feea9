// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { HOME_ZONE, minutesAhead } from '../shared/clock';
import type { DeskKiosk } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { word } from '../shared/ui/words';
import { c } from './change-strings';
import { isWell, troublesOf } from './health';
import { healthText, kioskName, shortTrouble, troubleWords } from './health-strings';
import './kiosk-health';
import { POINT_ORDERS, pointsOfKind, sortPoints, type PointOrder, type PointRow } from './order';
import { pointStyles } from './point-table.styles';
import { t } from './strings';
import { tableStyles } from './table-styles';
import './wait-time';
import { dayName, distance, timeOf } from './when';

/**
 * The service points, those abroad and those in China, each with its time, whether it is open, and
 * who is there; of the chosen one all that is known of its kiosks.
 *
 * Events: `gc-order` (detail: PointOrder); `gc-filter` (detail: the point's id), when its name is
 * pressed.
 */
@customElement('gc-point-table')
export class GcPointTable extends LitElement {
  static override styles = [base, tableStyles, pointStyles];

  @property({ attribute: false }) rows: readonly PointRow[] = [];
  /** Those of all points. */
  @property({ attribute: false }) kiosks: readonly DeskKiosk[] = [];
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
          <span class="soft day">${this.#weekday(row.timezone, now)}</span>
        </td>
        ${this.#window(row, now)} ${this.#kiosks(row, now)}
        <td class="number ${row.waiting > 0 ? 'strong' : 'soft'}">${row.waiting}</td>
        <td class="number ${row.inSession > 0 ? 'strong' : 'soft'}">${row.inSession}</td>
        <td class="number">
          <gc-wait-time .since=${row.oldestSinceMs} .now=${this.now}></gc-wait-time>
        </td>
      </tr>
      ${chosen ? this.#health(row) : nothing}`;
  }

  #own(row: PointRow): DeskKiosk[] {
    return this.kiosks.filter(({ point }) => point === row.id);
  }

  /** How many there are, and the worst of what is wrong with them. */
  #kiosks(row: PointRow, now: number) {
    const own = this.#own(row);
    const found = own.map((kiosk) => ({ kiosk, troubles: troublesOf(kiosk, row.open) }));
    const all = found.flatMap(({ troubles }) => troubles);
    const worst = all.find(({ level }) => level === 'poor') ?? all[0];
    const lines = found
      .filter(({ troubles }) => troubles.length > 0)
      .map(
        ({ kiosk, troubles }) =>
          `${kioskName(kiosk)}: ${troubleWords(kiosk, troubles, now).join('; ')}`,
      );
    const title = row.kiosks > 0 || lines.length > 0 ? lines.join('\n') : t('point.offline');
    const more = all.length > 1 ? ` +${all.length - 1}` : '';
    return html`<td title=${title}>
      <div class="kiosks">
        <b class=${row.kiosks > 0 ? '' : 'soft'}>${row.kiosks}</b>
        ${
          worst !== undefined
            ? html`<span class="pill ${worst.level}">${shortTrouble(worst)}${more}</span>`
            : own.some(isWell)
              ? html`<span class="well">${healthText('well')}</span>`
              : nothing
        }
      </div>
    </td>`;
  }

  /** Below the point that is chosen: all that is known of its kiosks. */
  #health(row: PointRow) {
    const own = this.#own(row);
    if (own.length === 0) return nothing;
    return html`<tr class="health">
      <td colspan="7">
        ${own.map(
          (kiosk) =>
            html`<gc-kiosk-health
              .kiosk=${kiosk}
              ?open=${row.open}
              .now=${this.now}
            ></gc-kiosk-health>`,
        )}
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
              <th scope="col">${t('point.kiosks')}</th>
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
