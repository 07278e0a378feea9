// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './icon';
import type { IconName } from './icon';
import { base } from './styles';

export type NoticeKind = 'info' | 'good' | 'warning' | 'problem';

const ICONS: Record<NoticeKind, IconName> = {
  info: 'info',
  good: 'check',
  warning: 'warning',
  problem: 'warning',
};

/**
 * A plain sentence about what is happening; readers of the page hear it when it changes.
 *
 * Slots: the sentence; `action` for a button beside it.
 * Parts: `banner`.
 */
@customElement('gc-notice')
export class GcNotice extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      div {
        display: flex;
        align-items: center;
        gap: 0.75em;
        padding: 0.65em 1em;
        border-radius: var(--radius-s);
        border-inline-start: 0.4em solid currentcolor;
        background: var(--teal-soft);
        color: var(--teal-deep);
        font-weight: 550;
      }
      :host([kind='good']) div {
        background: var(--good-soft);
        color: var(--good);
      }
      :host([kind='warning']) div {
        background: var(--fair-soft);
        color: #5f3d00;
      }
      :host([kind='problem']) div {
        background: var(--poor-soft);
        color: #7e1913;
      }
      .words {
        flex: 1;
        min-width: 0;
      }
    `,
  ];

  @property({ reflect: true }) kind: NoticeKind = 'info';

  protected override render() {
    const role = this.kind === 'problem' ? 'alert' : 'status';
    return html`<div part="banner" role=${role}>
      <gc-icon name=${ICONS[this.kind]}></gc-icon>
      <span class="words"><slot></slot></span>
      <slot name="action"></slot>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-notice': GcNotice;
  }
}
