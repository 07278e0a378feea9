// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { watchLanguage } from '../../shared/ui/controllers';
import '../../shared/ui/icon';
import { base } from '../../shared/ui/styles';
import { say } from '../words';

const MINUTE_MS = 60_000;

/** What stands in the place of the pictures while the resident is on hold: why, and since when. */
@customElement('gc-kiosk-hold')
export class GcKioskHold extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: calc(var(--space) * 1.5);
        border-radius: var(--radius);
        background: var(--teal-soft);
        color: var(--teal-deep);
        text-align: center;
      }
      section {
        display: grid;
        justify-items: center;
        gap: calc(var(--space) * 0.75);
        max-width: 46rem;
        text-wrap: balance;
      }
      gc-icon {
        --icon: 7rem;
      }
      h2 {
        font-size: var(--text-xxl);
        line-height: 1.2;
      }
      p {
        font-size: var(--text-xl);
        line-height: 1.4;
      }
      .since {
        padding: 0.3em 1em;
        border-radius: 2em;
        background: var(--card);
        font-size: var(--text-l);
        font-weight: 650;
      }
      .unseen {
        font-size: var(--text-l);
      }
      @media (max-height: 800px) {
        gc-icon {
          display: none;
        }
      }
    `,
  ];

  @property({ type: Number }) sinceMs = 0;
  @property({ type: Number }) nowMs = 0;
  /** Whom the officer is asking meanwhile; empty: nobody. */
  @property() others = '';

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const minutes = Math.floor(Math.max(0, this.nowMs - this.sinceMs) / MINUTE_MS);
    const { others } = this;
    return html`<section>
      <gc-icon name="clock"></gc-icon>
      <h2>${say('holdTitle')}</h2>
      <p role="status">${others ? say('holdAsking', { others }) : say('holdChecking')}</p>
      <p>${say('holdPlace')}</p>
      <p class="since">${minutes === 0 ? say('holdJust') : say('holdFor', { minutes })}</p>
      <p class="unseen">${say('holdUnseen')}</p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-hold': GcKioskHold;
  }
}
