// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatSpan, wallTime } from '../shared/clock';
import { getLanguage, speechName } from '../shared/i18n';
import type { WaitingTicket } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { slotMark, slotWords } from '../staff/appointment-strings';
import { findPoint, itemName, pointName } from '../staff/catalogue';
import { listOf } from '../staff/languages';
import { waitLevel } from '../staff/waiting';
import { CommandEvent } from './commands';
import { rowButton } from './row-list.styles';
import { canTake, type AgentState } from './state';
import { t } from './strings';
import { lineStyles } from './waiting-line.styles';

/** Those who wait and whom the agent may take by himself: the next one, or this one. */
@customElement('gc-waiting-line')
export class GcWaitingLine extends LitElement {
  static override styles = [base, rowButton, lineStyles];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #place(id: string, now: number) {
    const { catalogue } = this.state;
    const point = findPoint(catalogue, id);
    const time = point ? wallTime(now, point.timezone, getLanguage()).time : '';
    const name = pointName(catalogue, id);
    return html`<td title=${name}><b class="time">${time}</b> ${name}</td>`;
  }

  #row(waiting: WaitingTicket, able: boolean, now: number) {
    const { ticket, number, item, point, languages, slot_ms, waiting_since_ms, call_back } =
      waiting;
    const slot = slotMark(slot_ms, now);
    const name = itemName(this.state.catalogue, item);
    const spoken = listOf(languages.map(speechName));
    const pick = () => this.dispatchEvent(new CommandEvent({ do: 'pick', ticket }));
    return html`<tr>
      <td title=${slotWords(slot_ms, now) ?? ''}>
        <b>${number}</b>${slot === null ? nothing : html` <span class="slot">${slot}</span>`}
      </td>
      <td title=${name}>
        ${call_back ? html`<span class="mark">${t('line.callback')}</span> ` : nothing}${name}
      </td>
      ${this.#place(point, now)}
      <td title=${spoken}>${spoken}</td>
      <td class="wait ${waitLevel(waiting_since_ms, now)}">
        ${formatSpan(now - waiting_since_ms)}
      </td>
      <td>
        <button ?disabled=${!able} aria-label=${t('line.take.label', { number })} @click=${pick}>
          ${t('line.take')}
        </button>
      </td>
    </tr>`;
  }

  #table(line: readonly WaitingTicket[], able: boolean) {
    const now = this.now();
    return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="heading">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('line.number')}</th>
            <th scope="col">${t('line.item')}</th>
            <th scope="col">${t('line.point')}</th>
            <th scope="col">${t('line.languages')}</th>
            <th scope="col" class="wait">${t('line.waiting')}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            line,
            ({ ticket }) => ticket,
            (waiting) => this.#row(waiting, able, now),
          )}
        </tbody>
      </table>
    </div>`;
  }

  protected override render() {
    const { line = [], waiting = 0 } = this.state.view;
    const able = canTake(this.state);
    const next = () => this.dispatchEvent(new CommandEvent({ do: 'take-next' }));
    return html`<header>
        <h2 id="heading">${t('line.title')}</h2>
        <span class="soft">${t('line.count', { count: waiting })}</span>
        <gc-button kind="primary" ?disabled=${!able} @click=${next}
          >${t('line.next')}${able ? html`<kbd aria-hidden="true">N</kbd>` : nothing}</gc-button
        >
      </header>
      ${
        line.length === 0 ? html`<p class="empty">${t('line.empty')}</p>` : this.#table(line, able)
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-waiting-line': GcWaitingLine;
  }
}
