// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Report, ReportRow } from '../shared/messages';
import { ReportChart, type Frame } from './report-chart';
import { labelled, percent, signedSpan, span, timeTicks } from './report-data';
import { r } from './report-strings';

const HEIGHT = 210;
const LABEL_PX = 56;

/** What was foreseen of the waits against what came: each day's mean error, longer up, shorter down. */
@customElement('gc-report-estimates')
export class GcReportEstimates extends ReportChart {
  /** By day. */
  @property({ attribute: false }) report!: Report;

  #words(row: ReportRow | Report['total']) {
    return {
      error: signedSpan(row.foreseen_error_ms),
      median: span(row.foreseen_median_error_ms),
      inside: percent(row.foreseen_inside_permille),
      count: row.foreseen,
    };
  }

  #bar(row: ReportRow, index: number, frame: Frame, slot: number, scale: number) {
    const width = Math.max(1, Math.min(44, slot * 0.68));
    const error = (row.foreseen_error_ms ?? 0) * scale;
    const middle = (frame.top + frame.bottom) / 2;
    const x = frame.left + (index + 0.5) * slot - width / 2;
    return svg`<g class="slot">
      <title>${r('estimates.day', { day: row.key, ...this.#words(row) })}</title>
      <rect class="catch" x=${frame.left + index * slot} y=${frame.top} width=${slot} height=${frame.bottom - frame.top}></rect>
      <rect class=${error > 0 ? 'second' : 'first'} x=${x} y=${middle - Math.max(0, error)} width=${width} height=${Math.abs(error)}></rect>
    </g>`;
  }

  /** Lines across, as far below the middle as above it. */
  #lines(frame: Frame, ticks: readonly number[], scale: number) {
    const middle = (frame.top + frame.bottom) / 2;
    const both = [...ticks.slice(1).map((tick) => -tick), ...ticks];
    return both.map((tick) => {
      const y = middle - tick * scale;
      return svg`
        <line class=${tick === 0 ? 'axis' : 'grid'} x1=${frame.left} x2=${frame.right} y1=${y} y2=${y}></line>
        <text x=${frame.left - 8} y=${y + 4.5} text-anchor="end">${signedSpan(tick)}</text>`;
    });
  }

  #draw() {
    const { rows } = this.report;
    const frame = { left: 58, right: this.width, top: 12, bottom: HEIGHT - 26 };
    const sizes = rows.map((row) => Math.abs(row.foreseen_error_ms ?? 0));
    // On both sides of the middle: every other line is enough.
    const whole = timeTicks(Math.max(...sizes));
    const ticks = whole.filter((_, index) => index % 2 === 0 || whole.length < 4);
    const most = Math.max(ticks.at(-1) ?? 1, whole.at(-1) ?? 1);
    const scale = (frame.bottom - frame.top) / 2 / most;
    const slot = (frame.right - frame.left) / rows.length;
    const room = Math.floor((frame.right - frame.left) / LABEL_PX);
    return svg`
      ${this.#lines(frame, ticks, scale)}
      ${rows.map((row, index) => this.#bar(row, index, frame, slot, scale))}
      ${rows.map(({ key }, index) =>
        labelled(index, rows.length, room)
          ? svg`<text x=${frame.left + (index + 0.5) * slot} y=${frame.bottom + 19} text-anchor="middle">${key.slice(5)}</text>`
          : '',
      )}`;
  }

  protected override render() {
    const mark = (kind: string) => svg`<rect class=${kind} width="28" height="14"></rect>`;
    const keys = [
      html`<span class="key">${r('estimates.total', this.#words(this.report.total))}</span>`,
      this.key(mark('second'), r('estimates.later')),
      this.key(mark('first'), r('estimates.sooner')),
    ];
    const summary = r('estimates.summary', this.#words(this.report.total));
    return this.figure(r('estimates.title'), keys, summary, HEIGHT, () => this.#draw());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-estimates': GcReportEstimates;
  }
}
