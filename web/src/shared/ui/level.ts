// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { watchLanguage, watchTime } from './controllers';
import { base } from './styles';
import { word } from './words';

const STEPS = 16;

/**
 * The loudness of the microphone as a row of bars.
 *
 * Parts: `bars`.
 */
@customElement('gc-level')
export class GcLevel extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      div {
        display: flex;
        gap: 0.2em;
        height: 1.6em;
      }
      span {
        flex: 1;
        border-radius: 0.2em;
        background: var(--line);
      }
      .on {
        background: var(--good);
      }
    `,
  ];

  /** Reads the loudness, 0 to 1. */
  @property({ attribute: false }) read: () => number = () => 0;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 100);
  }

  protected override render() {
    const level = this.read();
    return html`<div
      part="bars"
      role="meter"
      aria-label=${word('level')}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(level * 100)}
    >
      ${Array.from({ length: STEPS }, (_, step) => {
        return html`<span class=${level * STEPS > step + 0.5 ? 'on' : ''}></span>`;
      })}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-level': GcLevel;
  }
}
