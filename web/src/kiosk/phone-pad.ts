// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';

const ROWS = ['123', '456', '789', '+0'];

/**
 * The keys of a telephone to touch, for a screen without a keyboard. The text field keeps the focus.
 *
 * Events: `gc-key` with `{ key }`: a figure, a plus, or an empty text to take the last one away.
 * Parts: `key`.
 */
@customElement('gc-phone-pad')
export class GcPhonePad extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: 0.6rem;
      }
      button {
        min-height: 5.25rem;
        padding: 0;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-l);
        font-weight: 650;
        cursor: pointer;
      }
      button:hover,
      button:active {
        background: var(--teal-soft);
      }
      .back {
        font-size: inherit;
      }
      @media (orientation: landscape) {
        button {
          min-height: 4.25rem;
        }
      }
    `,
  ];

  /** The words of the key that takes the last figure away. */
  @property() back = '';

  protected override render() {
    return html`${[...ROWS.join('')].map((key) => this.#key(key, key, ''))}
    ${this.#key(this.back, '', 'back')}`;
  }

  #key(words: string, key: string, kind: string) {
    return html`<button
      part="key"
      type="button"
      class=${kind}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.dispatchEvent(new CustomEvent('gc-key', { detail: { key } }))}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-phone-pad': GcPhonePad;
  }
}
