// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Report, ReportRow } from '../shared/messages';
import { ReportChart, type Frame } from './report-chart';
import { countTicks } from './report-data';
import { r } from './report-strings';

const HEIGHT = 230;

/** How many were answered each day, and on top of them how many gave up. */
@customElement('gc-report-days')
export class GcReportDays extends ReportChart {
  /** By day. */
  @property({ attribute: false }) report!: Report;

  #bar(row: ReportRow, index: number, frame: Frame, slot: number, scale: number) {
    const width = Math.max(1, Math.min(44, slot * 0.68));
    const x = frame.left + (index + 0.5) * slot - width / 2;
    const answered = row.answered * scale;
    const abandoned = row.abandoned * scale;
    const words = { day: row.key, answered: row.answered, abandoned: row.abandoned };
    // A gap of a pixel, so that the two parts are told apart without their colours.
    return svg`<g class="slot">
      <title>${r('days.bar', words)}</title>
      <rect class="catch" x=${frame.left + index * slot} y=${frame.top} width=${slot} height=${frame.bottom - frame.top}></rect>
      <rect class="first" x=${x} y=${frame.bottom - answered} width=${width} height=${answered}></rect>
      <rect class="second" x=${x} y=${frame.bottom - answered - abandoned - 1} width=${width} height=${abandoned}></rect>
    </g>`;
  }

  #draw() {
    const { rows } = this.report;
    const frame = { left: 44, right: this.width, top: 12, bottom: HEIGHT - 26 };
    const ticks = countTicks(Math.max(...rows.map((row) => row.answered + row.abandoned)));
    const scale = (frame.bottom - frame.top) / (ticks.at(-1) ?? 1);
    const slot = (frame.right - frame.left) / rows.length;
    const days = rows.map((row) => row.key);
    return svg`
      ${this.scales(frame, ticks, String, days)}
      ${rows.map((row, index) => this.#bar(row, index, frame, slot, scale))}`;
  }

  protected override render() {
    const { from, to, total } = this.report;
    const { answered, abandoned } = total;
    const keys = [
      this.key(svg`<rect class="first" width="28" height="14"></rect>`, r('answered')),
      this.key(svg`<rect class="second" width="28" height="14"></rect>`, r('abandoned')),
    ];
    const summary = r('days.summary', { from, to, answered, abandoned });
    return this.figure(r('days.title'), keys, summary, HEIGHT, () => this.#draw());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-days': GcReportDays;
  }
}
