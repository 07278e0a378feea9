// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Appointment } from '../shared/appointments';
import { bothWalls } from '../shared/slots';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/slot-time';
import { base } from '../shared/ui/styles';
import './qr';
import { say } from './words';

/** What a resident takes along: code, day and time by both clocks, point, and all that for the phone. */
@customElement('gc-appointment-card')
export class GcAppointmentCard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--space);
        padding: calc(var(--space) * 1.25);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        box-shadow: var(--shadow);
      }
      .code {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: calc(var(--space) * 0.5) calc(var(--space) * 1.5);
      }
      strong {
        display: block;
        font-size: calc(var(--text-xxl) * 1.2);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        line-height: 1.3;
        letter-spacing: 0.06em;
        white-space: nowrap;
        color: var(--accent-deep);
      }
      figure {
        width: 15rem;
        margin: 0;
      }
      figure svg {
        display: block;
        width: 100%;
        border-radius: var(--radius-s);
      }
      figcaption {
        font-size: var(--text-s);
        line-height: 1.3;
        text-align: center;
        color: var(--ink-soft);
      }
      .row {
        padding-top: var(--space);
        border-top: 1px solid var(--line);
      }
      .row:first-child {
        padding-top: 0;
        border-top: 0;
      }
      h2 {
        font-size: var(--text-s);
        font-weight: 600;
        color: var(--ink-soft);
      }
      .fact {
        font-size: var(--text-l);
        font-weight: 600;
        line-height: 1.35;
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space);
      }
    `,
  ];

  @property({ attribute: false }) appointment!: Appointment;
  @property() city = '';
  @property() point = '';
  @property() item = '';

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const { appointment } = this;
    return html`${appointment.code === null ? nothing : this.#code(appointment.code)}
      <div class="row">
        <h2>${say('when')}</h2>
        <gc-slot-time .times=${bothWalls(appointment)} place=${this.city}></gc-slot-time>
      </div>
      <div class="row two">
        <div>
          <h2>${say('where')}</h2>
          <p class="fact">${this.point}</p>
        </div>
        <div>
          <h2>${say('whatFor')}</h2>
          <p class="fact">${this.item}</p>
        </div>
      </div>`;
  }

  #code(code: string) {
    const link = `${window.location.origin}/api/appointment.ics?code=${code}`;
    return html`<div class="code">
      <div>
        <h2>${say('codeLabel')}</h2>
        <strong>${code}</strong>
        <p>${say('codeKeep')}</p>
      </div>
      <figure>
        <gc-qr text=${link} label=${say('calendar')}></gc-qr>
        <figcaption>${say('calendar')}</figcaption>
      </figure>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-appointment-card': GcAppointmentCard;
  }
}
