// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Catalogue, DeskAgent, DeskTicket } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/icon';
import type { IconName } from '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { departmentName, findItem } from '../staff/catalogue';
import { t } from './ticket-strings';
import { verdictOf, whyLines, type Verdict, type WhyNot } from './why';

const LOOKS: Record<Verdict, { kind: string; icon: IconName }> = {
  next: { kind: 'good', icon: 'check' },
  offered: { kind: 'good', icon: 'check' },
  soon: { kind: 'fair', icon: 'clock' },
  kept: { kind: 'fair', icon: 'clock' },
  parked: { kind: 'fair', icon: 'clock' },
  absent: { kind: 'fair', icon: 'clock' },
  unreached: { kind: 'fair', icon: 'phone' },
  away: { kind: 'poor', icon: 'warning' },
  nobody: { kind: 'poor', icon: 'warning' },
};

/** Why a ticket is not served: the whole in one sentence, then each reason with a way out. */
@customElement('gc-ticket-why')
export class GcTicketWhy extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      h3 {
        font-size: var(--text-m);
      }
      .verdict {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin-top: 0.5rem;
        padding: 0.5rem 0.75rem;
        border-radius: var(--radius-s);
        font-weight: 600;
      }
      .good {
        background: var(--good-soft);
        color: var(--good);
      }
      .fair {
        background: var(--fair-soft);
        color: #5f3d00;
      }
      .poor {
        background: var(--poor-soft);
        color: #7e1913;
      }
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 0.75rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding-inline-start: 0.75rem;
        border-inline-start: 3px solid var(--line-strong);
        line-height: 1.4;
      }
      .way {
        display: block;
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .soft {
        margin-top: 0.5rem;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) ticket!: DeskTicket;
  /** What `desk.why` answered; null while that is under way. */
  @property({ attribute: false }) reasons: readonly WhyNot[] | null = null;
  /** Only the whole, without the reasons one by one. */
  @property({ type: Boolean }) brief = false;
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
  }

  #verdict(reasons: readonly WhyNot[]) {
    const nobody = this.agents.length === 0;
    const verdict = nobody ? 'nobody' : verdictOf(reasons);
    const { kind, icon } = LOOKS[verdict];
    return html`<p class="verdict ${kind}">
      <gc-icon name=${icon}></gc-icon>${t(nobody ? 'verdict.no-agents' : `verdict.${verdict}`)}
    </p>`;
  }

  #reasons(reasons: readonly WhyNot[]) {
    const { ticket, catalogue, agents } = this;
    const lines = whyLines(reasons, {
      nowMs: this.now(),
      ticket,
      department: departmentName(catalogue, ticket.department),
      direct: findItem(catalogue, ticket.item)?.direct_communication_required ?? false,
      agentName: (account) => agents.find((each) => each.account === account)?.name ?? account,
    });
    return html`<ul>
      ${lines.map(
        ({ text, way }) =>
          html`<li>${text}${way ? html`<span class="way">${way}</span>` : nothing}</li>`,
      )}
    </ul>`;
  }

  protected override render() {
    const { reasons } = this;
    return html`<h3>${t('why.title')}</h3>
      <div role="status">
        ${
          reasons === null
            ? html`<p class="soft">${t('why.asking')}</p>`
            : html`${this.#verdict(reasons)}${this.brief ? nothing : this.#reasons(reasons)}`
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-ticket-why': GcTicketWhy;
  }
}
