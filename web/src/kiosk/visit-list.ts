// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { say } from './words';

/** One matter of the visit. */
export interface VisitLine {
  code: string;
  name: string;
  state: 'chosen' | 'done' | 'current' | 'later';
}

/**
 * The matters of one visit, with a tick for each that is done.
 *
 * Events: `gc-remove` (detail: the code), of lists with `removable`.
 */
@customElement('gc-visit-list')
export class GcVisitList extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        font-size: var(--text-l);
        color: var(--teal-deep);
      }
      ol {
        display: grid;
        gap: 0.4em;
        margin: 0.6em 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.6em;
        line-height: 1.35;
      }
      li span {
        flex: 1;
      }
      .mark {
        display: inline-grid;
        flex: none;
        place-items: center;
        width: 1.7em;
        height: 1.7em;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
        font-weight: 650;
        font-variant-numeric: tabular-nums;
      }
      .done .mark {
        border-color: var(--good);
        background: var(--good);
        color: var(--on-teal);
      }
      .current {
        font-weight: 650;
      }
      .current .mark {
        border-color: var(--accent-deep);
        color: var(--accent-deep);
      }
    `,
  ];

  @property() heading = '';
  @property({ attribute: false }) lines: readonly VisitLine[] = [];
  @property({ type: Boolean }) removable = false;

  constructor() {
    super();
    watchLanguage(this);
  }

  #line({ code, name, state }: VisitLine, index: number) {
    const remove = () => this.dispatchEvent(new CustomEvent('gc-remove', { detail: code }));
    return html`<li class=${state} aria-current=${state === 'current' ? 'step' : 'false'}>
      <div class="mark">
        ${state === 'done' ? html`<gc-icon name="check"></gc-icon>` : html`${index + 1}`}
      </div>
      <span>${name}${state === 'done' ? html` · ${say('visitDone')}` : ''}</span>
      ${
        this.removable
          ? html`<gc-button
              kind="quiet"
              icon="close"
              label=${say('visitRemove', { name })}
              @click=${remove}
            ></gc-button>`
          : ''
      }
    </li>`;
  }

  protected override render() {
    return html`<h2>${this.heading}</h2>
      <ol>
        ${this.lines.map((line, index) => this.#line(line, index))}
      </ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-visit-list': GcVisitList;
  }
}
