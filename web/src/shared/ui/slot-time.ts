// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BothTimes } from '../slots';
import { watchLanguage } from './controllers';
import { base } from './styles';
import { word } from './words';

/**
 * The time of an appointment: large by the clock of the point, beside it by Wenzhou's.
 *
 * Parts: `time`, the large one.
 */
@customElement('gc-slot-time')
export class GcSlotTime extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5em 2.5em;
      }
      div {
        line-height: 1.25;
      }
      .place {
        display: block;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      b {
        font-size: var(--text-xxl);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        color: var(--accent-deep);
      }
      .day {
        margin-inline-start: 0.5em;
        font-size: var(--text-xl);
        font-weight: 600;
      }
      .home {
        padding-bottom: 0.25em;
        font-size: var(--text-l);
      }
      .home .day {
        font-size: inherit;
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) times!: BothTimes;
  /** The city of the point. */
  @property() place = '';

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const { here, home } = this.times;
    return html`<div>
        <span class="place">${this.place}</span>
        <b part="time">${here.time}</b><span class="day">${here.day}</span>
      </div>
      ${
        home === null
          ? nothing
          : html`<div class="home">
              <span class="place">${word('wenzhou')}</span>
              ${home.time}<span class="day">${home.day}</span>
            </div>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-slot-time': GcSlotTime;
  }
}
