// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Report, ReportRow } from '../shared/messages';
import { ReportChart } from './report-chart';
import { shorten, span, topRows } from './report-data';
import { r } from './report-strings';

const MOST = 12;
const ROW = 40;
const VALUES = 44;

/** The items that were asked for most: how many were answered, how many gave up. */
@customElement('gc-report-items')
export class GcReportItems extends ReportChart {
  /** By item. */
  @property({ attribute: false }) report!: Report;
  /** The name of an item. */
  @property({ attribute: false }) nameOf: (code: string) => string = String;

  #row(row: ReportRow, index: number, scale: number) {
    const y = index * ROW;
    const { answered, abandoned } = row;
    const name = this.nameOf(row.key);
    const words = { name, answered, abandoned, aht: span(row.handle_mean_ms) };
    return svg`<g class="slot">
      <title>${r('items.row', words)}</title>
      <rect class="catch" x="0" y=${y} width=${this.width} height=${ROW}></rect>
      <text class="name" x="0" y=${y + 16}>${shorten(`${row.key} ${name}`, this.width)}</text>
      <rect class="first" x="0" y=${y + 22} width=${answered * scale} height="12"></rect>
      <rect class="second" x=${answered * scale + 1} y=${y + 22} width=${abandoned * scale} height="12"></rect>
      <text class="value" x=${this.width} y=${y + 33} text-anchor="end">${row.arrived}</text>
    </g>`;
  }

  #draw(rows: readonly ReportRow[]) {
    const most = Math.max(1, ...rows.map((row) => row.answered + row.abandoned));
    const scale = (this.width - VALUES) / most;
    return svg`${rows.map((row, index) => this.#row(row, index, scale))}`;
  }

  protected override render() {
    const rows = topRows(this.report.rows, MOST);
    const [first] = rows;
    const keys = [
      this.key(svg`<rect class="first" width="28" height="14"></rect>`, r('answered')),
      this.key(svg`<rect class="second" width="28" height="14"></rect>`, r('abandoned')),
    ];
    const summary = r('items.summary', {
      name: first ? this.nameOf(first.key) : '–',
      count: first?.arrived ?? 0,
    });
    return this.figure(r('items.title'), keys, summary, Math.max(1, rows.length) * ROW, () =>
      this.#draw(rows),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-items': GcReportItems;
  }
}
