// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Link } from '../messages';
import { qualityLevel, type Quality, type QualityLevel } from '../quality';
import { watchLanguage } from './controllers';
import { base } from './styles';
import { word, type Word } from './words';

const WORDS: Record<QualityLevel, Word> = {
  unknown: 'linkUnknown',
  good: 'linkGood',
  fair: 'linkFair',
  poor: 'linkPoor',
};
const BARS: Record<QualityLevel, number> = { unknown: 0, good: 3, fair: 2, poor: 1 };

const kbps = (bps: number): string => `${Math.round(bps / 1000)} kbit/s`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/**
 * How good the link is, in bars and words; with `details` the figures too.
 *
 * Parts: `badge`, `figures`.
 */
@customElement('gc-quality')
export class GcQuality extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25em 0.9em;
        font-size: var(--text-s);
      }
      .badge {
        display: inline-flex;
        align-items: center;
        gap: 0.5em;
        padding: 0.25em 0.8em;
        border-radius: 2em;
        font-weight: 600;
        background: var(--card);
        color: var(--ink-soft);
        border: 1px solid currentcolor;
      }
      .good {
        color: var(--good);
        background: var(--good-soft);
      }
      .fair {
        color: var(--fair);
        background: var(--fair-soft);
      }
      .poor {
        color: var(--poor);
        background: var(--poor-soft);
      }
      svg {
        width: 1.2em;
        height: 1em;
        fill: currentcolor;
      }
      .away {
        opacity: 0.28;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1em;
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
      dl div {
        display: flex;
        gap: 0.35em;
      }
      dt {
        opacity: 0.8;
      }
      dd {
        margin: 0;
        font-weight: 600;
      }
    `,
  ];

  /** What the relay measures of the link: how good it is. */
  @property({ attribute: false }) link: Link | null = null;
  /** What the browser measures of it: the figures. */
  @property({ attribute: false }) quality: Quality | null = null;
  /** True when there is no link at all. */
  @property({ type: Boolean }) away = false;
  @property({ type: Boolean }) details = false;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const level = this.away ? 'poor' : qualityLevel(this.link, this.quality?.frozen);
    const bars = this.away ? 0 : BARS[level];
    return html`<span part="badge" class="badge ${level}">
        <svg viewBox="0 0 20 16" aria-hidden="true">
          ${[0, 1, 2].map((bar) => this.#bar(bar, bar < bars))}
        </svg>
        ${word(this.away ? 'linkNone' : WORDS[level])}
      </span>
      ${this.details && this.quality !== null && !this.away ? this.#figures(this.quality) : nothing}`;
  }

  #bar(index: number, there: boolean) {
    const height = 6 + index * 5;
    return svg`<rect class=${there ? '' : 'away'} x=${index * 7} y=${16 - height}
      width="5" height=${height} rx="1.5"></rect>`;
  }

  #figures(quality: Quality) {
    const figures: [Word, string][] = [
      ['linkUp', kbps(quality.upBps)],
      ['linkDown', kbps(quality.downBps)],
      ['linkLoss', percent(Math.max(quality.lossUp, quality.lossDown))],
      ['linkRoundTrip', quality.rttMs === null ? '–' : `${Math.round(quality.rttMs)} ms`],
      ['linkFrames', `${quality.fpsUp} / ${quality.fpsDown}`],
      ['linkFreezes', String(quality.freezes)],
    ];
    return html`<dl part="figures">
      ${figures.map(
        ([name, value]) =>
          html`<div>
            <dt>${word(name)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-quality': GcQuality;
  }
}
