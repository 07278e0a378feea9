// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, type CSSResultGroup, type ReactiveController } from 'lit';
import { property } from 'lit/decorators.js';
import { textFor } from '../../shared/i18n';
import '../../shared/ui/notice';
import { watchLanguage, watchStore } from '../../shared/ui/controllers';
import { base } from '../../shared/ui/styles';
import type { KioskApp } from '../app';
import { liveNotices, type KioskState } from '../state';

/** More would push away what the resident is here for. */
const MOST_NOTICES = 3;

/** What all screens of the kiosk have in common: the app they show, and how a page is laid out. */
export abstract class KioskScreen extends LitElement {
  static override styles: CSSResultGroup = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: calc(var(--space) * 1.25);
        flex: 1;
        min-height: 0;
      }
      h1 {
        font-size: var(--text-xl);
        color: var(--teal-deep);
      }
      h2 {
        font-size: var(--text-l);
        color: var(--teal-deep);
      }
      .lead {
        color: var(--ink-soft);
        margin-top: 0.35em;
        max-width: 40em;
        text-wrap: pretty;
      }
      .card {
        padding: calc(var(--space) * 1.25);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        box-shadow: var(--shadow);
      }
      .foot {
        display: flex;
        justify-content: space-between;
        align-items: stretch;
        gap: var(--space);
        position: sticky;
        bottom: 0;
        margin-top: auto;
        padding-block: var(--space);
        background: linear-gradient(transparent, var(--paper) 20%);
      }
      .foot .go {
        flex: 1;
        max-width: 30em;
        font-size: var(--text-l);
      }
    `,
  ];

  @property({ attribute: false }) app!: KioskApp;
  #watching: ReactiveController | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected get state(): Readonly<KioskState> {
    return this.app.state;
  }

  /** What coordinators say to those who wait, to this ticket alone, too, or only to everybody. */
  protected notices(which: 'all' | 'everybody') {
    const live = liveNotices(this.state, this.app.core.clock.now(), which).slice(0, MOST_NOTICES);
    return live.map(({ text }) => html`<gc-notice kind="info">${textFor(text)}</gc-notice>`);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watching ??= watchStore(this, this.app.store);
  }
}
