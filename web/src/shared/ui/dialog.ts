// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from './styles';

/**
 * A question over the page. It holds the focus, and Escape is a "no".
 *
 * Events: `gc-cancel` when it is left with Escape.
 * Slots: the text; `actions` for the buttons, the safe one first.
 * Parts: `dialog`.
 */
@customElement('gc-dialog')
export class GcDialog extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(44rem, calc(100vw - 4rem));
        padding: calc(var(--space) * 1.75);
        border: 0;
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        box-shadow: 0 1rem 4rem rgb(7 35 38 / 40%);
      }
      dialog::backdrop {
        background: rgb(7 35 38 / 62%);
      }
      h2 {
        font-size: var(--text-xl);
        margin-bottom: 0.5em;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--space);
        margin-top: calc(var(--space) * 1.5);
      }
    `,
  ];

  @property() heading = '';
  @property({ type: Boolean, reflect: true }) open = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    if (this.open && !this.dialog.open) this.dialog.showModal();
    else if (!this.open && this.dialog.open) this.dialog.close();
  }

  #cancel = (event: Event): void => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('gc-cancel', { bubbles: true, composed: true }));
  };

  protected override render() {
    return html`<dialog part="dialog" aria-labelledby="heading" @cancel=${this.#cancel}>
      <h2 id="heading">${this.heading}</h2>
      <slot></slot>
      <div class="actions"><slot name="actions"></slot></div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-dialog': GcDialog;
  }
}
