// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { labelled } from './report-data';

const chartStyles = css`
  :host {
    display: block;
    min-width: 0;
    padding: 0.75rem 1rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }
  figure {
    margin: 0;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1.5rem;
    min-height: 2rem;
    margin-bottom: 0.4rem;
  }
  h2 {
    margin-inline-end: auto;
    font-size: 1.0625rem;
  }
  .keys {
    display: flex;
    gap: 1.5rem;
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  .key svg {
    width: 1.75rem;
    height: 0.9rem;
  }
  svg {
    display: block;
    overflow: visible;
  }
  text {
    fill: var(--ink-soft);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  text.name,
  text.value {
    fill: var(--ink);
    font-size: 14px;
  }
  .grid {
    stroke: var(--line);
  }
  .axis {
    stroke: var(--line-strong);
  }
  .first {
    fill: var(--teal);
  }
  .second {
    fill: var(--accent);
  }
  .wide {
    fill: var(--teal-soft);
    stroke: var(--teal);
  }
  .third {
    fill: var(--line-strong);
  }
  .line {
    fill: none;
    stroke: var(--teal);
    stroke-width: 2.5;
    stroke-linejoin: round;
  }
  .line.upper {
    stroke: var(--accent);
    stroke-dasharray: 7 4;
  }
  .dot {
    fill: var(--teal);
    stroke: var(--card);
    stroke-width: 1.5;
  }
  .dot.upper {
    fill: var(--accent);
  }
  .limit {
    stroke: var(--ink);
    stroke-width: 1.5;
    stroke-dasharray: 3 3;
  }
  text.limit-name {
    fill: var(--ink);
    font-weight: 600;
  }
  .catch {
    fill: transparent;
  }
  .slot:hover .catch {
    fill: rgb(12 81 86 / 8%);
  }
`;

/** Where a chart with days below and numbers at the left draws. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LABEL_PX = 56;

/**
 * What the charts of the reports share: they are as wide as their place and draw anew when it changes.
 * The figures themselves stand in the table of the page; a chart says to readers what it shows.
 */
export abstract class ReportChart extends LitElement {
  static override styles = [base, chartStyles];

  /** Of the drawing, in px; 0 before the first layout. */
  @state() protected width = 0;
  #observer = new ResizeObserver(([entry]) => {
    if (entry) this.width = Math.floor(entry.contentRect.width);
  });

  constructor() {
    super();
    watchLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    this.#observer.disconnect();
    super.disconnectedCallback();
  }

  /** The whole figure: heading, keys, and the drawing with `summary` for those who do not see it. */
  protected figure(
    heading: string,
    keys: unknown,
    summary: string,
    height: number,
    drawing: () => unknown,
  ): TemplateResult {
    return html`<figure>
      <figcaption>
        <h2>${heading}</h2>
        <span class="keys">${keys}</span>
      </figcaption>
      <svg role="img" aria-label=${summary} width=${this.width} height=${height}>
        ${this.width > 0 ? drawing() : ''}
      </svg>
    </figure>`;
  }

  protected key(mark: unknown, words: string): TemplateResult {
    return html`<span class="key"><svg aria-hidden="true">${mark}</svg>${words}</span>`;
  }

  /** Lines across with their numbers, and the days below. */
  protected scales(
    frame: Frame,
    ticks: readonly number[],
    write: (tick: number) => string,
    days: readonly string[],
  ): unknown {
    const most = ticks.at(-1) ?? 1;
    const slot = (frame.right - frame.left) / Math.max(1, days.length);
    const room = Math.floor((frame.right - frame.left) / LABEL_PX);
    return svg`
      ${ticks.map((tick) => {
        const y = frame.bottom - (tick / most) * (frame.bottom - frame.top);
        return svg`
          <line class=${tick === 0 ? 'axis' : 'grid'} x1=${frame.left} x2=${frame.right} y1=${y} y2=${y}></line>
          <text x=${frame.left - 8} y=${y + 4.5} text-anchor="end">${write(tick)}</text>`;
      })}
      ${days.map((day, index) =>
        labelled(index, days.length, room)
          ? svg`<text x=${frame.left + (index + 0.5) * slot} y=${frame.bottom + 19} text-anchor="middle">${day.slice(5)}</text>`
          : '',
      )}`;
  }
}
