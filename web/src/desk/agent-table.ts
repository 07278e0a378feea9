// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Catalogue, DeskAgent, DeskTicket, Effective } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { departmentNames } from '../staff/catalogue';
import { listOf, skillName } from '../staff/languages';
import { sortAgents } from './order';
import { t } from './strings';
import { tableStyles } from './table-styles';

const PILLS: Record<Effective, string> = {
  idle: 'good',
  offered: 'fair',
  connecting: 'busy',
  busy: 'busy',
  holding: 'fair',
  wrap_up: 'fair',
  unreachable: 'poor',
  off_duty: '',
  break: '',
  offline: '',
};

/** The agents: what each wants, what state the service has him in, since when, and with whom. */
@customElement('gc-agent-table')
export class GcAgentTable extends LitElement {
  static override styles = [
    base,
    tableStyles,
    css`
      th:nth-child(5),
      td:nth-child(5) {
        padding-inline-start: 1.25rem;
      }
      col:nth-child(1) {
        width: 13%;
      }
      col:nth-child(2) {
        width: 11%;
      }
      col:nth-child(3) {
        width: 18%;
      }
      col:nth-child(4) {
        width: 9%;
      }
      col:nth-child(5) {
        width: 10%;
      }
    `,
  ];

  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) tickets: readonly DeskTicket[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #skills(agent: DeskAgent): string {
    const departments = departmentNames(this.catalogue, agent.departments);
    return `${listOf(agent.languages.map(skillName))} · ${listOf(departments)}`;
  }

  #row(agent: DeskAgent) {
    const number = this.tickets.find((ticket) => ticket.ticket === agent.ticket)?.number;
    const skills = this.#skills(agent);
    return html`<tr>
      <td title=${agent.account}>${agent.name}</td>
      <td>${t(`wanted.${agent.wanted}`)}</td>
      <td>
        <span class="pill ${PILLS[agent.effective]}">${t(`effective.${agent.effective}`)}</span>
      </td>
      <td class="number">
        ${agent.since_ms === 0 ? '–' : formatSpan(this.now() - agent.since_ms)}
      </td>
      <td class="strong">${number ?? ''}</td>
      <td class="soft" title=${skills}>
        ${agent.supervisor ? html`<span class="mark">${t('agent.supervisor')}</span>` : nothing}
        ${skills}
      </td>
    </tr>`;
  }

  protected override render() {
    return html`
      <div class="head"><h2>${t('agents.title')}</h2></div>
      <div class="scroll">
        <table>
          <colgroup>
            <col />
            <col />
            <col />
            <col />
            <col />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">${t('agent.name')}</th>
              <th scope="col">${t('agent.wanted')}</th>
              <th scope="col">${t('agent.effective')}</th>
              <th scope="col" class="number">${t('agent.since')}</th>
              <th scope="col">${t('agent.ticket')}</th>
              <th scope="col">${t('agent.skills')}</th>
            </tr>
          </thead>
          <tbody>
            ${sortAgents(this.agents).map((agent) => this.#row(agent))}
          </tbody>
        </table>
        ${this.agents.length === 0 ? html`<p class="empty">${t('agents.empty')}</p>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-agent-table': GcAgentTable;
  }
}
