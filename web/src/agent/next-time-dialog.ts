// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Slot } from '../shared/appointments';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { findPoint, itemName } from '../staff/catalogue';
import '../staff/slot-list';
import { CommandEvent } from './commands';
import type { AgentState } from './state';
import { t } from './strings';

/** The times that can be proposed to the resident; one press proposes. */
@customElement('gc-next-time-dialog')
export class GcNextTimeDialog extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(48rem, 92vw);
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
        margin: 0.3rem 0 1rem;
        color: var(--ink-soft);
      }
      gc-notice {
        margin-bottom: 1rem;
      }
      .back {
        min-height: var(--target);
        margin-top: 1rem;
        padding: 0.3rem 0.9rem;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: var(--teal-deep);
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      .back:hover {
        background: var(--teal-soft);
      }
      kbd {
        margin-inline-end: 0.6rem;
        padding: 0 0.35em;
        border: 1px solid var(--line-strong);
        border-bottom-width: 2px;
        border-radius: 0.3em;
        font: inherit;
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) now: () => number = Date.now;
  @query('dialog') private dialog!: HTMLDialogElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  #close = (event: Event): void => {
    // The page decides what is open; the dialog must not close by itself.
    event.preventDefault();
    this.dispatchEvent(new CommandEvent({ do: 'dialog', dialog: null }));
  };

  protected override render() {
    const { session } = this.state.view;
    if (!session) return nothing;
    const { catalogue, slots, failure } = this.state;
    const propose = ({ detail }: CustomEvent<Slot>) =>
      this.dispatchEvent(new CommandEvent({ do: 'propose', start_ms: detail.start_ms }));
    return html`<dialog aria-labelledby="heading" @cancel=${this.#close}>
      <h2 id="heading">${t('next.dialog')}</h2>
      <p class="lead">
        ${t('next.lead', { name: session.name, item: itemName(catalogue, session.item) })}
      </p>
      ${
        failure === 'slot'
          ? html`<gc-notice kind="problem">${t('failed.slot')}</gc-notice>`
          : nothing
      }
      <gc-slot-list
        .slots=${slots}
        .point=${findPoint(catalogue, session.point)}
        .now=${this.now}
        @gc-slot=${propose}
      ></gc-slot-list>
      <button class="back" @click=${this.#close}>
        <kbd>${t('key.Escape')}</kbd>${t('next.back')}
      </button>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-next-time-dialog': GcNextTimeDialog;
  }
}
