// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Report, ReportRow } from '../shared/messages';
import { ReportChart, type Frame } from './report-chart';
import { runsOf, span, timeTicks } from './report-data';
import { r } from './report-strings';

const HEIGHT = 230;
/** Below this width of a day the lines have no dots, and run on over weekends. */
const DENSE_PX = 14;
const WEEKEND_DAYS = 2;

/** The wait of each day: what is usual, and what nine in ten did not exceed. */
@customElement('gc-report-waits')
export class GcReportWaits extends ReportChart {
  /** By day. */
  @property({ attribute: false }) report!: Report;

  #line(
    values: readonly (number | null)[],
    frame: Frame,
    slot: number,
    most: number,
    kind: string,
  ) {
    const x = (index: number) => (frame.left + (index + 0.5) * slot).toFixed(1);
    const y = (value: number) =>
      (frame.bottom - (value / most) * (frame.bottom - frame.top)).toFixed(1);
    const runs = runsOf(values, slot < DENSE_PX ? WEEKEND_DAYS : 0);
    // Dots would be a blur when there are many days; a day alone is nothing but its dot.
    const dots = runs.filter((run) => slot >= DENSE_PX || run.length === 1).flat();
    return svg`
      ${runs.map(
        (run) =>
          svg`<polyline class="line ${kind}" points=${run.map(([index, value]) => `${x(index)},${y(value)}`).join(' ')}></polyline>`,
      )}
      ${dots.map(
        ([index, value]) =>
          svg`<circle class="dot ${kind}" cx=${x(index)} cy=${y(value)} r="4"></circle>`,
      )}`;
  }

  #slot(row: ReportRow, index: number, frame: Frame, slot: number) {
    const words = { day: row.key, p50: span(row.wait_p50_ms), p90: span(row.wait_p90_ms) };
    return svg`<g class="slot">
      <title>${r('waits.point', words)}</title>
      <rect class="catch" x=${frame.left + index * slot} y=${frame.top} width=${slot} height=${frame.bottom - frame.top}></rect>
    </g>`;
  }

  #draw() {
    const { rows } = this.report;
    const frame = { left: 58, right: this.width, top: 12, bottom: HEIGHT - 26 };
    const upper = rows.map((row) => row.wait_p90_ms);
    const lower = rows.map((row) => row.wait_p50_ms);
    const ticks = timeTicks(Math.max(0, ...upper.map((value) => value ?? 0)));
    const most = ticks.at(-1) ?? 1;
    const slot = (frame.right - frame.left) / rows.length;
    const days = rows.map((row) => row.key);
    return svg`
      ${this.scales(frame, ticks, formatSpan, days)}
      ${this.#line(upper, frame, slot, most, 'upper')}
      ${this.#line(lower, frame, slot, most, '')}
      ${rows.map((row, index) => this.#slot(row, index, frame, slot))}`;
  }

  protected override render() {
    const { from, to, total } = this.report;
    const mark = (kind: string) =>
      svg`<line class="line ${kind}" x1="0" x2="28" y1="7" y2="7"></line>`;
    const keys = [this.key(mark(''), r('median')), this.key(mark('upper'), r('ninety'))];
    const words = { from, to, p50: span(total.wait_p50_ms), p90: span(total.wait_p90_ms) };
    return this.figure(r('waits.title'), keys, r('waits.summary', words), HEIGHT, () =>
      this.#draw(),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-waits': GcReportWaits;
  }
}
