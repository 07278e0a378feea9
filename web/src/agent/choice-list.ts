// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { MAX_CHOICES } from './keys';
import { t } from './strings';

/** One line to choose. */
export interface Choice {
  id: string;
  text: string;
  /** More about it, small. */
  about?: string;
}

/**
 * A list that lies over the page: one press, or one number key, chooses and closes it.
 *
 * Events: `gc-choose` (detail: the id of the choice), `gc-close`.
 * Slots: `above` the lines; default, below them.
 */
@customElement('gc-choice-list')
export class GcChoiceList extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(30rem, 92vw);
        max-height: 88vh;
        padding: 1.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(10 33 35 / 55%);
      }
      h2 {
        font-size: var(--text-l);
      }
      .lead {
        margin-top: 0.3rem;
        color: var(--ink-soft);
      }
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 1.1rem 0;
        padding: 0;
        list-style: none;
      }
      dialog:has(.many) {
        width: min(52rem, 92vw);
      }
      .many {
        grid-template-columns: 1fr 1fr;
      }
      button {
        display: flex;
        align-items: center;
        gap: 0.8rem;
        width: 100%;
        min-height: 3rem;
        padding: 0.3rem 0.9rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        text-align: start;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      small {
        overflow: hidden;
        color: var(--ink-soft);
        font-weight: 400;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .back {
        width: auto;
        min-height: var(--target);
        border-color: transparent;
        color: var(--teal-deep);
      }
      kbd {
        min-width: 1.7em;
        padding: 0 0.35em;
        border: 1px solid var(--line-strong);
        border-bottom-width: 2px;
        border-radius: 0.3em;
        font: inherit;
        font-size: var(--text-s);
        text-align: center;
      }
    `,
  ];

  @property() heading = '';
  @property() lead = '';
  /** Words for a list without lines. */
  @property() empty = '';
  @property() back = '';
  @property({ attribute: false }) choices: readonly Choice[] = [];

  @query('dialog') private dialog!: HTMLDialogElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  #choose(id: string): void {
    this.dispatchEvent(new CustomEvent('gc-choose', { detail: id }));
  }

  #close(event: Event): void {
    // The page decides what is open; the dialog must not close by itself.
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('gc-close'));
  }

  protected override render() {
    return html`<dialog aria-labelledby="heading" @cancel=${this.#close}>
      <h2 id="heading">${this.heading}</h2>
      ${this.lead ? html`<p class="lead">${this.lead}</p>` : nothing}
      <slot name="above"></slot>
      <ul class=${this.choices.length > MAX_CHOICES ? 'many' : ''}>
        ${this.choices.map(
          ({ id, text, about }, index) =>
            html`<li>
              <button @click=${() => this.#choose(id)}>
                ${index < MAX_CHOICES ? html`<kbd>${index + 1}</kbd>` : nothing}${text}
                ${about ? html`<small>${about}</small>` : nothing}
              </button>
            </li>`,
        )}
        ${this.choices.length === 0 ? html`<li>${this.empty}</li>` : nothing}
      </ul>
      <slot></slot>
      <button class="back" @click=${this.#close}><kbd>${t('key.Escape')}</kbd>${this.back}</button>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-choice-list': GcChoiceList;
  }
}
