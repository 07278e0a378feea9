// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LANGUAGE_NAMES, LANGUAGES, getLanguage, setLanguage } from '../../shared/i18n';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/icon';
import type { IconName } from '../../shared/ui/icon';
import { word } from '../../shared/ui/words';
import { opensAgain } from '../opening';
import { say, type KioskWord } from '../words';
import { KioskScreen } from './screen';

const INSTEAD: readonly [IconName, KioskWord][] = [
  ['clock', 'closedHours'],
  ['place', 'closedOther'],
  ['globe', 'closedOnline'],
];

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
      ul {
        display: grid;
        gap: 0.75em;
        margin: 0.75em 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.75em;
        line-height: 1.35;
      }
      li gc-icon {
        --icon: 1.75em;
        color: var(--teal);
      }
      .ways,
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
      <section class="card">
        <h2>${say('closedWhat')}</h2>
        <ul>
          ${INSTEAD.map(
            ([icon, key]) => html`<li><gc-icon name=${icon}></gc-icon>${say(key)}</li>`,
          )}
        </ul>
      </section>
      <div class="ways">
        <gc-button kind="primary" icon="clock" @click=${() => this.app.booking.openItems()}>
          ${say('bookTime')}
        </gc-button>
        <gc-button icon="check" @click=${() => this.app.booking.openCode()}>
          ${say('haveAppointment')}
        </gc-button>
      </div>
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
