// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { nameOf } from '../../shared/i18n';
import '../../shared/ui/button';
import '../../shared/ui/notice';
import '../appointment-card';
import { cityOf, currentItem, pointNameOf } from '../state';
import { visitLines } from '../visit';
import '../visit-list';
import { say, sayCode, type KioskWord } from '../words';
import './next';
import { KioskScreen } from './screen';

/** Best and worst are equally near to hand and of equal size; none is chosen beforehand. */
const GRADES = [5, 4, 3, 2, 1] as const;

/** What came of it, the rating, and the end of the visit. */
@customElement('gc-kiosk-end')
export class GcKioskEnd extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        justify-content: center;
        width: min(60rem, 100%);
        margin-inline: auto;
      }
      h1 {
        font-size: var(--text-xxl);
      }
      .outcome {
        font-size: var(--text-l);
        font-weight: 600;
      }
      .grades {
        display: grid;
        gap: calc(var(--space) * 0.6);
        margin-top: var(--space);
      }
      .grades gc-button {
        font-size: var(--text-l);
      }
      .foot {
        margin-top: var(--space);
      }
      .foot .go {
        max-width: none;
      }
    `,
  ];

  protected override render() {
    const { ticket } = this.state.view;
    if (!ticket) return html``;
    if (ticket.state === 'abandoned') return this.#abandoned();
    const outcome = ticket.outcome === null ? null : sayCode('outcome', ticket.outcome);
    return html`<div>
        <h1>${say('endTitle')}</h1>
        ${ticket.state === 'wrap_up' ? html`<p class="lead">${say('endText')}</p>` : ''}
        ${outcome === null ? '' : html`<p class="lead outcome" role="status">${outcome}</p>`}
      </div>
      ${this.#visit()} ${this.#next()}
      <section class="card">
        ${
          ticket.grade === null
            ? this.#rating()
            : html`<gc-notice kind="good">${say('rated')}</gc-notice>`
        }
      </section>
      ${this.#finish()}`;
  }

  #visit() {
    const lines = visitLines(this.state);
    if (lines.length === 0) return '';
    return html`<section class="card">
      <gc-visit-list heading=${say('visitTitle')} .lines=${lines}></gc-visit-list>
    </section>`;
  }

  /** What was agreed for the next time. */
  #next() {
    const { appointment } = this.state.view;
    if (appointment?.state !== 'booked') {
      return html`<gc-kiosk-next .app=${this.app}></gc-kiosk-next>`;
    }
    const item = currentItem(this.state);
    return html`<h2>${say('nextBookedTitle')}</h2>
      <gc-appointment-card
        .appointment=${appointment}
        city=${cityOf(this.state, appointment.point)}
        point=${pointNameOf(this.state, appointment.point)}
        item=${item === null ? '' : nameOf(item)}
      ></gc-appointment-card>`;
  }

  #abandoned() {
    return html`<div>
        <h1>${say('abandonedTitle')}</h1>
        <p class="lead">${say('abandonedText')}</p>
      </div>
      ${this.#finish()}`;
  }

  #rating() {
    return html`<h2>${say('rateTitle')}</h2>
      <p class="lead">${say('rateText')}</p>
      <div class="grades" role="group" aria-label=${say('rateTitle')}>
        ${GRADES.map(
          (grade) =>
            html`<gc-button
              kind="plain"
              ?busy=${this.state.busy}
              @click=${() => this.app.rate(grade)}
              >${say(`rate${grade}` as KioskWord)}</gc-button
            >`,
        )}
      </div>`;
  }

  #finish() {
    return html`<div class="foot">
      <gc-button
        class="go"
        kind="primary"
        icon="check"
        ?busy=${this.state.busy}
        @click=${() => this.app.wipe()}
      >
        ${say('finish')}
      </gc-button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-end': GcKioskEnd;
  }
}
