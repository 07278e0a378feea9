// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';

/** In the order of the alphabet: who does not type finds them soonest so. */
const ROWS: readonly string[] = ['0123456789', 'ABCDEFGHIJ', 'KLMNOPQRST', 'UVWXYZ'];

/**
 * Letters and figures to touch, for a text field on a screen without a keyboard. The field keeps the
 * focus.
 *
 * Events: `gc-key` with `{ key }`: a letter, a figure, or an empty text to take the last one away.
 * Parts: `key`.
 */
@customElement('gc-letter-pad')
export class GcLetterPad extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      .row {
        display: grid;
        grid-template-columns: repeat(10, 1fr);
        gap: 0.5rem;
      }
      button {
        min-height: 4.25rem;
        padding: 0;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      button:hover,
      button:active {
        background: var(--teal-soft);
      }
      .back {
        grid-column: span 4;
      }
      @media (orientation: landscape) {
        button {
          min-height: 3.75rem;
        }
      }
    `,
  ];

  /** The words of the key that takes the last letter away. */
  @property() back = '';

  protected override render() {
    return html`${ROWS.map(
      (row, index) =>
        html`<div class="row">
          ${[...row].map((key) => this.#key(key, key.toLowerCase(), ''))}
          ${index === ROWS.length - 1 ? this.#key(this.back, '', 'back') : ''}
        </div>`,
    )}`;
  }

  #key(words: string, key: string, kind: string) {
    return html`<button
      part="key"
      type="button"
      class=${kind}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#press(key)}
    >
      ${words}
    </button>`;
  }

  #press(key: string): void {
    this.dispatchEvent(new CustomEvent('gc-key', { detail: { key } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-letter-pad': GcLetterPad;
  }
}
