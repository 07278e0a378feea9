// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { CommandEvent } from './commands';
import { p, PARK_MINUTES } from './park-strings';

/** For how long a resident is parked at most: one of a few. */
@customElement('gc-park-minutes')
export class GcParkMinutes extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin-top: 1rem;
        font-weight: 650;
      }
      div {
        display: flex;
        flex: 1;
        gap: 0.4rem;
      }
      button {
        flex: 1;
        min-height: 2.5rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        white-space: nowrap;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--teal);
      }
      button[aria-checked='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
    `,
  ];

  @property({ type: Number }) minutes = 0;

  constructor() {
    super();
    watchLanguage(this);
  }

  #choose(minutes: number): void {
    this.dispatchEvent(new CommandEvent({ do: 'park-minutes', minutes }));
  }

  protected override render() {
    return html`<span id="label">${p('minutes')}</span>
      <div role="radiogroup" aria-labelledby="label">
        ${PARK_MINUTES.map(
          (count) =>
            html`<button
              role="radio"
              aria-checked=${count === this.minutes ? 'true' : 'false'}
              @click=${() => this.#choose(count)}
            >
              ${p('minutes.one', { count })}
            </button>`,
        )}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-park-minutes': GcParkMinutes;
  }
}
