// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatSpan } from '../../shared/clock';
import type { Appointment } from '../../shared/appointments';
import { bothWalls } from '../../shared/slots';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/notice';
import '../../shared/ui/slot-time';
import { cityOf } from '../state';
import { say } from '../words';
import { KioskScreen } from './screen';

/** The next time that the officer proposes, over the call and after it: yes or no. */
@customElement('gc-kiosk-next')
export class GcKioskNext extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        flex: none;
        color: var(--ink);
      }
      section {
        display: grid;
        gap: calc(var(--space) * 0.75);
      }
      .left {
        color: var(--ink-soft);
      }
      .answers {
        display: flex;
        gap: var(--space);
      }
      .answers gc-button {
        flex: 1;
        font-size: var(--text-l);
      }
    `,
  ];

  constructor() {
    super();
    watchTime(this, 1000);
  }

  protected override render() {
    const { appointment, ticket } = this.state.view;
    if (appointment?.state === 'proposed') return this.#question(appointment);
    // The code is long, and the call is not the time to write it down.
    const talking = ticket?.state === 'in_session' && appointment?.state === 'booked';
    return talking ? html`<gc-notice kind="good">${say('nextBookedCall')}</gc-notice>` : nothing;
  }

  #question(appointment: Appointment) {
    const left = formatSpan(appointment.until_ms - this.app.core.clock.now());
    return html`<section class="card" role="alertdialog" aria-labelledby="next">
      <h2 id="next">${say('nextTitle')}</h2>
      <gc-slot-time
        .times=${bothWalls(appointment)}
        place=${cityOf(this.state, appointment.point)}
      ></gc-slot-time>
      <p class="left">${say('nextLeft', { time: left })}</p>
      <div class="answers">
        <gc-button kind="plain" ?busy=${this.state.busy} @click=${this.app.booking.decline}>
          ${say('nextNo')}
        </gc-button>
        <gc-button kind="primary" ?busy=${this.state.busy} @click=${this.app.booking.accept}>
          ${say('nextYes')}
        </gc-button>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-next': GcKioskNext;
  }
}
