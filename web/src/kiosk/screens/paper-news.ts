// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/icon';
import { paperNews } from '../paper/news';
import { say } from '../words';
import { KioskScreen } from './screen';

/** Beside the call: how far the picture is that the resident has sent. */
@customElement('gc-kiosk-paper-news')
export class GcKioskPaperNews extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        display: block;
        flex: none;
      }
      .news {
        display: grid;
        gap: 0.5em;
        padding: 0.6em 0.85em;
        border-radius: var(--radius-s);
        background: var(--on-night);
        color: var(--ink);
        font-weight: 600;
      }
      p {
        display: flex;
        gap: 0.5em;
        align-items: center;
        font-variant-numeric: tabular-nums;
      }
      progress {
        width: 100%;
        height: 0.6em;
        accent-color: var(--teal);
      }
    `,
  ];

  constructor() {
    super();
    watchTime(this, 1000);
  }

  protected override render() {
    const news = paperNews(this.state, this.app.core.clock.now());
    if (news === null) return nothing;
    if (news.word === 'paperSending') return this.#sending(news.percent);
    const icon = news.word === 'paperLost' ? 'warning' : 'check';
    return html`<div class="news" role="status">
      <p><gc-icon name=${icon}></gc-icon>${say(news.word)}</p>
    </div>`;
  }

  /** No status: who listens to the page would be told each percent. */
  #sending(percent: number) {
    const text = say('paperSending', { percent });
    return html`<div class="news">
      <p><gc-icon name="picture"></gc-icon>${text}</p>
      <progress max="100" value=${percent} aria-label=${text}></progress>
      <gc-button kind="quiet" @click=${() => this.app.paper.stop()}>${say('paperStop')}</gc-button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-paper-news': GcKioskPaperNews;
  }
}
