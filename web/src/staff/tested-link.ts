// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { HOME_ZONE, wallTime } from '../shared/clock';
import { getLanguage } from '../shared/i18n';
import type { LinkTest } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { linkTestText, testAdvice, testRows } from './link-test';

/** What the test of a kiosk's link came to: each way in words and figures, and what can be done. */
@customElement('gc-tested-link')
export class GcTestedLink extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .figures,
      .advice {
        font-size: var(--text-s);
        font-weight: 400;
        color: var(--ink-soft);
      }
      .figures {
        font-variant-numeric: tabular-nums;
      }
      .fair {
        color: var(--fair);
        font-weight: 600;
      }
      .poor {
        color: var(--poor);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) test: LinkTest | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  #at() {
    const at = this.test?.result?.at_ms;
    return at === undefined || this.test?.state === 'silent'
      ? nothing
      : html` <span class="figures"
          >· ${linkTestText('at', { time: wallTime(at, HOME_ZONE, getLanguage()).time })}</span
        >`;
  }

  protected override render() {
    const advice = testAdvice(this.test);
    const rows = testRows(this.test);
    return html`${rows.map(
      ({ words, figures, level }, index) =>
        html`<div>
          <span class=${level ?? ''}>${words}</span>
          <span class="figures">${figures.join(' · ')}</span
          >${index === rows.length - 1 ? this.#at() : nothing}
        </div>`,
    )}
    ${advice === null ? nothing : html`<div class="advice">${advice}</div>`}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-tested-link': GcTestedLink;
  }
}
