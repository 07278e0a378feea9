// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatSpan } from '../shared/clock';
import type { ParkedTicket } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { itemName, pointName } from '../staff/catalogue';
import { CommandEvent } from './commands';
import { p } from './park-strings';
import { rowButton, rowStyles } from './row-list.styles';
import { canUnpark, type AgentState } from './state';

/** Those whom the agent has parked: what each has to get, and the time that is left for it. */
@customElement('gc-parked-list')
export class GcParkedList extends LitElement {
  static override styles = [base, rowButton, rowStyles];

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
