// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatSpan } from '../shared/clock';
import type { RunningSession } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { itemName, pointName } from '../staff/catalogue';
import { CommandEvent } from './commands';
import { rowButton, rowStyles } from './row-list.styles';
import { canSupervise, type AgentState } from './state';
import { s } from './supervise-strings';

/** The sessions of others, into which a supervisor may go. */
@customElement('gc-session-list')
export class GcSessionList extends LitElement {
  static override styles = [base, rowButton, rowStyles];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #row(session: RunningSession) {
    const { ticket, number, name, item, point, agent, since_ms } = session;
    const { catalogue } = this.state;
    const what = itemName(catalogue, item);
    const about = `${name} · ${pointName(catalogue, point)} · ${s('list.with', { agent })}`;
    const listen = () =>
      this.dispatchEvent(new CommandEvent({ do: 'supervise', ticket, heard_by: 'nobody' }));
    return html`<li>
      <b>${number}</b>
      <div class="what" title=${`${what}\n${about}`}>
        ${what}<span>${session.private ? s('list.private') : about}</span>
      </div>
      <div class="left">${s('list.since', { time: formatSpan(this.now() - since_ms) })}</div>
      ${
        session.private
          ? nothing
          : html`<button
              ?disabled=${!canSupervise(this.state, session)}
              aria-label=${s('list.listen.label', { number })}
              @click=${listen}
            >
              ${s('list.listen')}
            </button>`
      }
    </li>`;
  }

  protected override render() {
    const { sessions = [] } = this.state.view;
    return html`<h2 id="heading">${s('list')}</h2>
      <ul aria-labelledby="heading" tabindex="0">
        ${repeat(
          sessions,
          ({ ticket }) => ticket,
          (each) => this.#row(each),
        )}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-session-list': GcSessionList;
  }
}
