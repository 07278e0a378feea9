// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Still, Stills } from '../../shared/stills';
import { watchLanguage } from '../../shared/ui/controllers';
import '../../shared/ui/icon';
import { base } from '../../shared/ui/styles';
import { CommandEvent } from '../commands';
import type { StillImages } from './loader';
import { s } from './strings';

/** As many as a ticket may have. */
const MOST = 20;

/** The pictures of papers of a session, small, those on their way too; and asking for another one. */
@customElement('gc-paper-strip')
export class GcPaperStrip extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        min-width: 0;
        min-height: 2.75rem;
      }
      ul {
        display: flex;
        gap: 0.4rem;
        min-width: 0;
        margin: 0;
        padding: 0.25rem;
        overflow-x: auto;
        list-style: none;
      }
      li {
        flex: none;
      }
      .ask {
        display: flex;
        flex: none;
        align-items: center;
        gap: 0.5rem;
        min-height: 2.75rem;
        padding: 0 0.9rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      .ask:hover:enabled {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      .ask:disabled {
        color: var(--ink-soft);
        background: var(--line);
        border-color: transparent;
        cursor: default;
      }
      kbd {
        padding: 0 0.35em;
        border: 1px solid currentcolor;
        border-radius: 0.3em;
        font: inherit;
        font-size: 0.8125rem;
        opacity: 0.85;
      }
      .small {
        position: relative;
        display: block;
        width: 4rem;
        height: 2.75rem;
        padding: 0;
        overflow: hidden;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--night);
        cursor: pointer;
      }
      .small[aria-pressed='true'] {
        border-color: var(--accent);
        outline: 2px solid var(--accent);
      }
      .small img {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .small b {
        position: absolute;
        inset: auto 0 0 auto;
        padding: 0 0.35em;
        border-radius: 0.4em 0 0;
        background: rgb(10 33 35 / 85%);
        color: var(--on-night);
        font-size: 0.8125rem;
        line-height: 1.4;
      }
      .waiting {
        display: grid;
        align-content: center;
        width: 10rem;
        min-height: 2.75rem;
        padding: 0.2rem 0.6rem;
        border: 1px dashed var(--line-strong);
        border-radius: var(--radius-s);
        font-size: var(--text-s);
        line-height: 1.25;
        font-variant-numeric: tabular-nums;
      }
      .wrong {
        width: 18rem;
        border: 2px solid var(--poor);
        color: var(--poor);
        font-weight: 600;
      }
      progress {
        width: 100%;
        height: 0.5rem;
        accent-color: var(--teal);
      }
      p {
        min-width: 0;
        color: var(--ink-soft);
        font-size: var(--text-s);
        line-height: 1.3;
      }
    `,
  ];

  @property({ attribute: false }) stills!: Stills;
  @property({ attribute: false }) images: StillImages = {};
  /** The one that is shown large, or null. */
  @property() reading: string | null = null;
  /** A guest looks, and does not ask. */
  @property({ type: Boolean }) guest = false;

  constructor() {
    super();
    watchLanguage(this);
  }

  #one(still: Still, index: number) {
    const number = index + 1;
    if (still.whole_ms === null) return this.#coming(still, number);
    const { id } = still;
    const image = this.images[id];
    if (image === undefined || image.url === null) {
      const word = image?.state === 'wrong' || image?.state === 'away' ? image.state : 'loading';
      return html`<div class="waiting ${word}" role=${word === 'wrong' ? 'alert' : nothing}>
        ${s(word, { number })}
      </div>`;
    }
    const isOpen = this.reading === id;
    return html`<button
      class="small"
      aria-label=${s('open', { number })}
      aria-pressed=${isOpen}
      @click=${() => this.dispatchEvent(new CommandEvent({ do: 'read', still: isOpen ? null : id }))}
    >
      <img src=${image.url} alt="" /><b>${number}</b>
    </button>`;
  }

  #coming({ received, size }: Still, number: number) {
    const percent = Math.floor((100 * received) / size);
    const text = s('coming', { number, percent });
    return html`<div class="waiting">
      ${text}<progress max="100" value=${percent} aria-label=${text}></progress>
    </div>`;
  }

  #said(): string {
    const { asked_ms, dropped, pictures } = this.stills;
    if (asked_ms !== null) return s('asked');
    if (dropped !== null) return s(dropped.reason);
    return pictures.length >= MOST ? s('full') : '';
  }

  #ask() {
    const { asked_ms, pictures } = this.stills;
    return html`<button
      class="ask"
      aria-keyshortcuts="S"
      ?disabled=${asked_ms !== null || pictures.length >= MOST}
      @click=${() => this.dispatchEvent(new CommandEvent({ do: 'ask-paper' }))}
    >
      <gc-icon name="picture"></gc-icon>${s('ask')}<kbd aria-hidden="true">S</kbd>
    </button>`;
  }

  protected override render() {
    const { pictures } = this.stills;
    const list = pictures.map((still, index) => html`<li>${this.#one(still, index)}</li>`);
    return html`${this.guest ? nothing : this.#ask()}
      ${
        list.length === 0
          ? nothing
          : html`<ul aria-label=${s('strip')} tabindex="0">
              ${list}
            </ul>`
      }
      <p role="status">${this.#said()}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-paper-strip': GcPaperStrip;
  }
}
