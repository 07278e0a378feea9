// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { wallTime, HOME_ZONE } from '../shared/clock';
import { getLanguage } from '../shared/i18n';
import type { Message } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { CommandEvent } from './commands';
import { t, type AgentText } from './strings';

/** The longest message that the service takes. */
const LONGEST = 1000;

const PHRASES: readonly AgentText[] = [
  'quick.document',
  'quick.flat',
  'quick.wait',
  'quick.next',
  'quick.sign',
  'quick.louder',
];

/** The lines of text between the two sides, quick phrases, and a field for a new line. */
@customElement('gc-message-box')
export class GcMessageBox extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto auto;
        gap: 0.6rem;
        min-height: 0;
      }
      h2 {
        font-size: var(--text-m);
      }
      .log {
        display: flex;
        flex-direction: column;
        gap: 0.4rem;
        overflow-y: auto;
      }
      .log p {
        max-width: 88%;
        padding: 0.35rem 0.75rem;
        border-radius: var(--radius-s);
        background: var(--paper);
        border: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      .log p.own {
        align-self: flex-end;
        background: var(--teal-soft);
        border-color: transparent;
      }
      small {
        margin-inline-end: 0.5em;
        color: var(--ink-soft);
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }
      .empty {
        color: var(--ink-soft);
      }
      .phrases {
        display: flex;
        gap: 0.4rem;
        flex-wrap: wrap;
        max-height: 4.6rem;
        overflow-y: auto;
      }
      .phrases button {
        min-height: 2rem;
        padding: 0.1rem 0.6rem;
        border: 1px solid var(--line-strong);
        border-radius: 1rem;
        background: var(--card);
        color: var(--teal-deep);
        font: inherit;
        font-size: var(--text-s);
        cursor: pointer;
      }
      .phrases button:hover {
        background: var(--teal-soft);
      }
      @media (max-width: 1400px), (max-height: 800px) {
        :host {
          gap: 0.4rem;
        }
        .phrases {
          flex-wrap: nowrap;
          overflow: auto hidden;
          scrollbar-width: thin;
          white-space: nowrap;
        }
      }
      form {
        display: flex;
        gap: 0.5rem;
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: 2.5rem;
        padding: 0 0.75rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: inherit;
        font: inherit;
      }
      input::placeholder {
        color: var(--ink-soft);
        opacity: 1;
      }
      form button {
        padding: 0 1.1rem;
        border: 0;
        border-radius: var(--radius-s);
        background: var(--teal);
        color: var(--on-teal);
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      form button:hover {
        background: var(--teal-deep);
      }
    `,
  ];

  @property({ attribute: false }) messages: readonly Message[] = [];
  /** The lines alone, for somebody who does not write. */
  @property({ type: Boolean }) readonly = false;

  @query('.log') private list!: HTMLElement;
  @query('input') private input!: HTMLInputElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  /** Puts the cursor into the field. */
  override focus(): void {
    this.input.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('messages')) this.list.scrollTop = this.list.scrollHeight;
  }

  #send(text: string): void {
    if (text) this.dispatchEvent(new CommandEvent({ do: 'send', text }));
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.#send(this.input.value.trim());
    this.input.value = '';
  }

  /** Leaves the field, so that letters are keys again. */
  #leave(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.input.blur();
  }

  #line(message: Message) {
    const own = message.from === 'agent';
    const { time } = wallTime(message.at_ms, HOME_ZONE, getLanguage());
    return html`<p class=${own ? 'own' : ''}>
      <small>${t(own ? 'messages.me' : 'messages.other')} · ${time}</small>${message.text}
    </p>`;
  }

  protected override render() {
    return html`
      <h2>${t('messages.title')}</h2>
      <div class="log" role="log" tabindex="0" aria-label=${t('messages.title')}>
        ${
          this.messages.length === 0
            ? html`<span class="empty"
                >${t(this.readonly ? 'messages.none' : 'messages.empty')}</span
              >`
            : this.messages.map((message) => this.#line(message))
        }
      </div>
      ${this.readonly ? nothing : this.#writing()}
    `;
  }

  #writing() {
    return html`<div class="phrases" role="group" aria-label=${t('messages.quick')}>
        ${PHRASES.map(
          (phrase) =>
            html`<button type="button" @click=${() => this.#send(t(phrase))}>${t(phrase)}</button>`,
        )}
      </div>
      <form @submit=${this.#submit}>
        <input
          maxlength=${LONGEST}
          autocomplete="off"
          @keydown=${this.#leave}
          aria-label=${t('messages.title')}
          placeholder=${t('messages.placeholder')}
        />
        <button type="submit">${t('messages.send')}</button>
      </form> `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-message-box': GcMessageBox;
  }
}
