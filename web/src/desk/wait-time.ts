// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import type { IconName } from '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { waitLevel, type WaitLevel } from '../staff/waiting';
import { t } from './strings';

const ICONS: Partial<Record<WaitLevel, IconName>> = {
  long: 'clock',
  late: 'warning',
  alarm: 'warning',
};

/**
 * A wait that ticks, with its step in colour, in a sign and, for readers of the page, in words.
 *
 * Parts: `wait`.
 */
@customElement('gc-wait-time')
export class GcWaitTime extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      span.wait {
        display: inline-flex;
        align-items: center;
        justify-content: flex-end;
        gap: 0.35em;
        min-width: 6.2em;
        padding: 0.05em 0.5em;
        border-radius: 0.4em;
        font-variant-numeric: tabular-nums;
      }
      gc-icon {
        --icon: 1.1em;
      }
      .none {
        color: var(--ink-soft);
      }
      .long {
        background: var(--fair-soft);
        color: var(--fair);
        font-weight: 600;
      }
      .late {
        background: var(--accent-soft);
        color: var(--accent-deep);
        font-weight: 700;
      }
      .alarm {
        background: var(--poor);
        color: var(--on-teal);
        font-weight: 700;
      }
    `,
  ];

  /** Since when, in ms since 1970; null: nobody waits. */
  @property({ attribute: false }) since: number | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  protected override render() {
    const now = this.now();
    const level = waitLevel(this.since, now);
    const icon = ICONS[level];
    return html`<span part="wait" class="wait ${level}">
      ${
        icon
          ? html`<gc-icon name=${icon}></gc-icon
              ><span class="for-readers">${t(`level.${level}`)}</span>`
          : nothing
      }
      ${this.since === null ? '–' : formatSpan(now - this.since)}
    </span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-wait-time': GcWaitTime;
  }
}
