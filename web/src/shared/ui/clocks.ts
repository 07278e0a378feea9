// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { HOME_ZONE, wallTime } from '../clock';
import { getLanguage } from '../i18n';
import { watchLanguage, watchTime } from './controllers';
import { base } from './styles';
import { word } from './words';

/**
 * Two still clocks: the time here and the time in Wenzhou. One clock when both are in one zone.
 *
 * Parts: `clock`.
 */
@customElement('gc-clocks')
export class GcClocks extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5em 2em;
      }
      .clock {
        display: grid;
        grid-template-columns: auto auto;
        column-gap: 0.5em;
        align-items: baseline;
        line-height: 1.25;
      }
      .place {
        grid-column: 1 / -1;
        font-size: var(--text-s);
        opacity: 0.85;
      }
      time {
        font-size: var(--text-l);
        font-weight: 650;
        font-variant-numeric: tabular-nums;
      }
      .day {
        font-size: var(--text-s);
      }
    `,
  ];

  /** The name of the place here. */
  @property() place = '';
  /** Its IANA time zone. */
  @property() zone = HOME_ZONE;
  /** The service's time in milliseconds since 1970. */
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  protected override render() {
    const home = this.#clock(word('wenzhou'), HOME_ZONE);
    if (this.zone === HOME_ZONE) return home;
    return html`${this.#clock(this.place, this.zone)}${home}`;
  }

  #clock(place: string, zone: string) {
    const { time, day } = wallTime(this.now(), zone, getLanguage());
    return html`<div part="clock" class="clock">
      <span class="place">${place}</span><time>${time}</time><span class="day">${day}</span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-clocks': GcClocks;
  }
}
