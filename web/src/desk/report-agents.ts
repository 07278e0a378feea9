// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AgentTime, Report } from '../shared/messages';
import { ReportChart, type Frame } from './report-chart';
import { byOccupancy, HOUR_MS, hourTicks, percent, shorten, span } from './report-data';
import { r } from './report-strings';

const ROW = 30;
const NAMES = 120;
const VALUES = 64;

type Agent = ReturnType<typeof byOccupancy>[number];

/** What a bar is made of, from its left end. */
const PARTS: readonly [string, (time: AgentTime) => number][] = [
  ['first', (time) => time.session_ms],
  ['second', (time) => time.wrap_up_ms],
  ['wide', (time) => time.idle_ms + time.offered_ms],
  ['third', (time) => time.break_ms],
];

/** How each agent spent the time: a bar of the parts, and the occupancy at its end. */
@customElement('gc-report-agents')
export class GcReportAgents extends ReportChart {
  /** By agent. */
  @property({ attribute: false }) report!: Report;

  #bar(time: AgentTime, y: number, frame: Frame, scale: number) {
    let x = frame.left;
    return PARTS.map(([kind, read]) => {
      const width = read(time) * scale;
      const start = x;
      x += width;
      // A gap of a pixel, so that the parts are told apart without their colours.
      return svg`<rect class=${kind} x=${start} y=${y + 6} width=${Math.max(0, width - 1)} height=${ROW - 12}></rect>`;
    });
  }

  #row({ name, time }: Agent, index: number, frame: Frame, scale: number) {
    const y = frame.top + index * ROW;
    const occupancy = percent(time.occupancy_permille);
    const words = {
      name,
      occupancy,
      on: span(time.signed_on_ms),
      idle: span(time.idle_ms),
      offered: span(time.offered_ms),
      session: span(time.session_ms),
      wrap: span(time.wrap_up_ms),
      pause: span(time.break_ms),
    };
    return svg`<g class="slot">
      <title>${r('agents.row', words)}</title>
      <rect class="catch" x="0" y=${y} width=${this.width} height=${ROW}></rect>
      <text class="name" x="0" y=${y + 20}>${shorten(name, NAMES - 10)}</text>
      ${this.#bar(time, y, frame, scale)}
      <text class="value" x=${this.width} y=${y + 20} text-anchor="end">${occupancy}</text>
    </g>`;
  }

  #draw(agents: readonly Agent[]) {
    if (agents.length === 0) return svg`<text x="0" y="20">${r('agents.none')}</text>`;
    const frame = {
      left: NAMES,
      right: this.width - VALUES,
      top: 4,
      bottom: 4 + agents.length * ROW,
    };
    const ticks = hourTicks(
      Math.max(...agents.map(({ time }) => time.signed_on_ms + time.break_ms)),
    );
    const scale = (frame.right - frame.left) / (ticks.at(-1) ?? 1);
    return svg`
      ${ticks.map((tick) => {
        const x = frame.left + tick * scale;
        const count = Number((tick / HOUR_MS).toFixed(2));
        return svg`
          <line class=${tick === 0 ? 'axis' : 'grid'} x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom}></line>
          <text x=${x} y=${frame.bottom + 18} text-anchor="middle">${r('agents.hours', { count })}</text>`;
      })}
      ${agents.map((agent, index) => this.#row(agent, index, frame, scale))}`;
  }

  protected override render() {
    const agents = byOccupancy(this.report.agents);
    const total = this.report.agents_total?.time ?? null;
    const mark = (kind: string) => svg`<rect class=${kind} width="28" height="14"></rect>`;
    const keys = [
      this.key(mark('first'), r('talking')),
      this.key(mark('second'), r('writing')),
      this.key(mark('wide'), r('free')),
      this.key(mark('third'), r('pause')),
    ];
    const summary = r('agents.summary', {
      occupancy: percent(total?.occupancy_permille ?? null),
      hours: Math.round((total?.signed_on_ms ?? 0) / HOUR_MS),
    });
    const height = 4 + Math.max(1, agents.length) * ROW + 24;
    return this.figure(r('agents.title'), keys, summary, height, () => this.#draw(agents));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-agents': GcReportAgents;
  }
}
