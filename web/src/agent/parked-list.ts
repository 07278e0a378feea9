// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatSpan } from '../shared/clock';
import type { ParkedTicket } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { itemName, pointName } from '../staff/catalogue';
import { CommandEvent } from './commands';
import { p } from './park-strings';
import { canUnpark, type AgentState } from './state';

/** Those whom the agent has parked: what each has to get, and the time that is left for it. */
@customElement('gc-parked-list')
export class GcParkedList extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        padding: 0.7rem 1.25rem;
        border-bottom: 1px solid var(--line);
        font-size: var(--text-l);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 4.25rem minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0 1rem;
        padding: 0.5rem 1.25rem;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      .what {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .what span {
        display: block;
        overflow: hidden;
        color: var(--ink-soft);
        font-size: var(--text-s);
        text-overflow: ellipsis;
      }
      .left {
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      .absent {
        display: block;
        color: var(--accent-deep);
        font-size: var(--text-s);
        font-weight: 600;
      }
      button {
        min-height: 2rem;
        padding: 0 0.8rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--teal-deep);
        font: inherit;
        font-size: var(--text-s);
        font-weight: 600;
        cursor: pointer;
      }
      button:hover:enabled {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      button:disabled {
        border-color: var(--line);
        color: var(--ink-soft);
        cursor: default;
      }
    `,
  ];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #row(parked: ParkedTicket) {
    const { ticket, number, name, item, point, reason, until_ms, absent } = parked;
    const { catalogue } = this.state;
    const about = `${name} · ${itemName(catalogue, item)} · ${pointName(catalogue, point)}`;
    const time = formatSpan(Math.max(0, until_ms - this.now()));
    return html`<li>
      <b>${number}</b>
      <div class="what" title=${`${reason}\n${about}`}>${reason}<span>${about}</span></div>
      <div class="left">
        ${p('list.left', { time })}
        ${absent ? html`<span class="absent">${p('list.absent')}</span>` : nothing}
      </div>
      <button
        ?disabled=${!canUnpark(this.state, parked)}
        aria-label=${p('list.back.label', { number })}
        @click=${() => this.dispatchEvent(new CommandEvent({ do: 'unpark', ticket }))}
      >
        ${p('list.back')}
      </button>
    </li>`;
  }

  protected override render() {
    const { parked = [] } = this.state.view;
    return html`<h2 id="heading">${p('list')}</h2>
      <ul aria-labelledby="heading">
        ${repeat(
          parked,
          ({ ticket }) => ticket,
          (each) => this.#row(each),
        )}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-parked-list': GcParkedList;
  }
}
