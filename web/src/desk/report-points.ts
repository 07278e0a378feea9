// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Report, ReportRow } from '../shared/messages';
import { ReportChart, type Frame } from './report-chart';
import { byWait, shorten, span, timeTicks } from './report-data';
import { r } from './report-strings';

const ROW = 24;
const NAMES = 200;
const VALUES = 118;

/** The waits of the points side by side, with the threshold of the service level across. */
@customElement('gc-report-points')
export class GcReportPoints extends ReportChart {
  /** By point. */
  @property({ attribute: false }) report!: Report;
  /** The name of a point. */
  @property({ attribute: false }) nameOf: (id: string) => string = String;

  #row(row: ReportRow, index: number, frame: Frame, scale: number) {
    const y = frame.top + index * ROW;
    const [p50, p90] = [row.wait_p50_ms, row.wait_p90_ms];
    const name = this.nameOf(row.key);
    const words = { name, p50: span(p50), p90: span(p90), answered: row.answered };
    const value = p50 === null ? '–' : `${span(p50)} / ${span(p90)}`;
    return svg`<g class="slot">
      <title>${r('points.row', words)}</title>
      <rect class="catch" x="0" y=${y} width=${this.width} height=${ROW}></rect>
      <text class="name" x="0" y=${y + 17}>${shorten(name, NAMES - 10)}</text>
      <rect class="wide" x=${frame.left} y=${y + 4} width=${(p90 ?? 0) * scale} height=${ROW - 8}></rect>
      <rect class="first" x=${frame.left} y=${y + 4} width=${(p50 ?? 0) * scale} height=${ROW - 8}></rect>
      <text class="value" x=${this.width} y=${y + 17} text-anchor="end">${value}</text>
    </g>`;
  }

  #limit(frame: Frame, scale: number, limitMs: number) {
    const x = frame.left + limitMs * scale;
    const nearEnd = x > frame.right - 90;
    return svg`
      <line class="limit" x1=${x} x2=${x} y1=${frame.top - 6} y2=${frame.bottom}></line>
      <text class="limit-name" x=${nearEnd ? x + 4 : x - 4} y=${frame.top - 10} text-anchor=${nearEnd ? 'end' : 'start'}>
        ${r('points.limit', { time: formatSpan(limitMs) })}
      </text>`;
  }

  #draw(rows: readonly ReportRow[]) {
    const limitMs = this.report.threshold_s * 1000;
    const frame = {
      left: NAMES,
      right: this.width - VALUES,
      top: 26,
      bottom: 26 + rows.length * ROW,
    };
    const ticks = timeTicks(Math.max(limitMs, ...rows.map((row) => row.wait_p90_ms ?? 0)));
    const scale = (frame.right - frame.left) / (ticks.at(-1) ?? 1);
    return svg`
      ${ticks.map((tick) => {
        const x = frame.left + tick * scale;
        return svg`
          <line class=${tick === 0 ? 'axis' : 'grid'} x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom}></line>
          <text x=${x} y=${frame.bottom + 18} text-anchor="middle">${formatSpan(tick)}</text>`;
      })}
      ${rows.map((row, index) => this.#row(row, index, frame, scale))}
      ${this.#limit(frame, scale, limitMs)}`;
  }

  protected override render() {
    const rows = byWait(this.report.rows);
    const [worst] = rows;
    const keys = [
      this.key(svg`<rect class="first" width="28" height="14"></rect>`, r('median')),
      this.key(svg`<rect class="wide" width="28" height="14"></rect>`, r('ninety')),
    ];
    const summary = r('points.summary', {
      name: worst ? this.nameOf(worst.key) : '–',
      p90: span(worst?.wait_p90_ms ?? null),
    });
    const height = 26 + rows.length * ROW + 24;
    return this.figure(r('points.title'), keys, summary, height, () => this.#draw(rows));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-points': GcReportPoints;
  }
}
