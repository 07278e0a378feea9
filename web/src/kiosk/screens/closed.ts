// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LANGUAGE_NAMES, LANGUAGES, getLanguage, setLanguage } from '../../shared/i18n';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import { word } from '../../shared/ui/words';
import { opensAgain } from '../opening';
import { say } from '../words';
import { KioskScreen } from './screen';
import './ways';

/** The point was closed by hand: why, until when, and what to do instead. */
@customElement('gc-kiosk-closed')
export class GcKioskClosed extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        justify-content: center;
        gap: calc(var(--space) * 2);
      }
      h1 {
        font-size: var(--text-xxl);
        line-height: 1.2;
      }
      .why {
        margin-top: 0.5em;
        font-size: var(--text-l);
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space);
      }
    `,
  ];

  constructor() {
    super();
    watchTime(this, 30_000);
  }

  protected override render() {
    const { point } = this.state.view;
    if (!point?.closed) return nothing;
    const opens = opensAgain(point, this.app.core.clock.now());
    const reason = word(`reason_${point.closed.reason}`);
    return html`<div>
        <h1>${say('closedTitle')}</h1>
        <p class="why">${say('closedReason', { reason })}</p>
        <p class="why">${opens === null ? say('closedUnknown') : say('closedUntil', { opens })}</p>
      </div>
      ${this.notices('everybody')}
      <gc-kiosk-ways .app=${this.app} place="closed"></gc-kiosk-ways>
      <nav aria-label=${say('closedRead')}>
        ${LANGUAGES.map(
          (language) =>
            html`<gc-button
              lang=${language}
              .pressed=${language === getLanguage()}
              @click=${() => setLanguage(language)}
            >
              ${LANGUAGE_NAMES[language]}
            </gc-button>`,
        )}
      </nav>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-closed': GcKioskClosed;
  }
}
