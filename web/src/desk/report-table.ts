// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  reportBy,
  type AgentFigures,
  type AgentTime,
  type ReportBy,
  type ReportFigures,
} from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { percent, signedSpan, span } from './report-data';
import { onArrow } from './report-keys';
import type { Reports } from './report-model';
import { r, type ReportText } from './report-strings';
import { tableStyles } from './table-styles';

const SIDES: readonly ReportBy[] = ['point', 'day', 'item', 'agent'];

type Column<T> = readonly [ReportText, (row: T) => string | number];

const FIGURES: readonly Column<ReportFigures>[] = [
  ['arrived', (row) => row.arrived],
  ['answered', (row) => row.answered],
  ['abandoned', (row) => row.abandoned],
  ['short', (row) => row.short_abandoned],
  ['level1', (row) => percent(row.service_level_permille)],
  ['level2', (row) => percent(row.service_level2_permille)],
  ['abandonment', (row) => percent(row.abandonment_permille)],
  ['asa', (row) => span(row.wait_mean_ms)],
  ['median', (row) => span(row.wait_p50_ms)],
  ['ninety', (row) => span(row.wait_p90_ms)],
  ['max', (row) => span(row.wait_max_ms)],
  ['requeued', (row) => row.requeued],
  ['rewait', (row) => span(row.rewait_mean_ms)],
  ['lost', (row) => row.lost],
  ['transfers', (row) => row.transfers],
  ['items', (row) => row.items],
  ['aht', (row) => span(row.handle_mean_ms)],
  ['foreseen', (row) => row.foreseen],
  ['foreseenError', (row) => signedSpan(row.foreseen_error_ms)],
  ['foreseenMedian', (row) => span(row.foreseen_median_error_ms)],
  ['foreseenInside', (row) => percent(row.foreseen_inside_permille)],
  ['foreseenNobody', (row) => row.foreseen_nobody],
  ['share', (row) => percent(row.share_permille)],
  ['share2', (row) => percent(row.answered_share_permille)],
];

const timeOf =
  (member: keyof AgentTime) =>
  ({ time }: AgentFigures): string =>
    span(time?.[member] ?? null);

const AGENTS: readonly Column<AgentFigures>[] = [
  ['offers', (row) => row.offers],
  ['accepted', (row) => row.accepted],
  ['declined', (row) => row.declined],
  ['missed', (row) => row.missed],
  ['handled', (row) => row.handled],
  ['aht', (row) => span(row.handle_mean_ms)],
  ['signedOn', timeOf('signed_on_ms')],
  ['idle', timeOf('idle_ms')],
  ['offeredTime', timeOf('offered_ms')],
  ['talking', timeOf('session_ms')],
  ['writing', timeOf('wrap_up_ms')],
  ['pause', timeOf('break_ms')],
  ['occupancy', ({ time }) => percent(time?.occupancy_permille ?? null)],
];

/**
 * All figures, row by row.
 *
 * Events: `gc-by` (detail: ReportBy), when other rows are chosen.
 * Slots: default, at the end of the head.
 */
@customElement('gc-report-table')
export class GcReportTable extends LitElement {
  static override styles = [
    base,
    tableStyles,
    css`
      .scroll {
        overflow: auto;
      }
      table {
        table-layout: auto;
      }
      th {
        height: auto;
        padding-block: 0.4rem;
        white-space: normal;
        vertical-align: bottom;
      }
      tbody th,
      tfoot th {
        min-width: 9rem;
        white-space: nowrap;
      }
      th:first-child {
        position: sticky;
        left: 0;
        background: var(--card);
      }
      thead th:first-child {
        z-index: 2;
      }
      tfoot tr {
        border-top: 2px solid var(--line-strong);
        font-weight: 700;
      }
      tfoot th,
      tfoot td {
        font-weight: 700;
      }
      .choice {
        display: flex;
        gap: 0.4rem;
      }
      button[aria-checked='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
    `,
  ];

  @property({ attribute: false }) reports!: Reports;
  @property() by: ReportBy = 'point';
  /** The name of a row: of a point, item, day. */
  @property({ attribute: false }) nameOf: (by: ReportBy, key: string) => string = (_, key) => key;

  constructor() {
    super();
    watchLanguage(this);
  }

  #choose(by: string): void {
    this.dispatchEvent(new CustomEvent('gc-by', { detail: reportBy.read(by) }));
  }

  #cells<T>(columns: readonly Column<T>[], row: T) {
    return columns.map(([, write]) => html`<td class="number">${write(row)}</td>`);
  }

  #table<T>(columns: readonly Column<T>[], rows: readonly [string, T][], total: T | null) {
    return html`<table aria-label=${r('table.title')}>
      <thead>
        <tr>
          <th scope="col">${r(this.by)}</th>
          ${columns.map(([name]) => html`<th scope="col" class="number">${r(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, row]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${this.#cells(columns, row)}
            </tr>`,
        )}
      </tbody>
      ${
        total === null
          ? nothing
          : html`<tfoot>
              <tr>
                <th scope="row">${r('total')}</th>
                ${this.#cells(columns, total)}
              </tr>
            </tfoot>`
      }
    </table>`;
  }

  #rows() {
    const { rows, agents, agents_total, total } = this.reports[this.by];
    if (this.by === 'agent')
      return this.#table(
        AGENTS,
        agents.map((agent) => [agent.name, agent]),
        agents_total,
      );
    const named = rows.map((row): [string, ReportFigures] => [this.nameOf(this.by, row.key), row]);
    return this.#table(FIGURES, named, total);
  }

  protected override render() {
    return html`
      <div class="head">
        <h2>${r('table.title')}</h2>
        <div class="choice" role="radiogroup" aria-label=${r('table.title')} @keydown=${onArrow}>
          ${SIDES.map(
            (by) =>
              html`<button
                role="radio"
                aria-checked=${by === this.by ? 'true' : 'false'}
                tabindex=${by === this.by ? 0 : -1}
                @click=${() => this.#choose(by)}
              >
                ${r(`by.${by}`)}
              </button>`,
          )}
        </div>
        <span class="end"><slot></slot></span>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${r('table.title')}>
        ${this.#rows()}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-table': GcReportTable;
  }
}
