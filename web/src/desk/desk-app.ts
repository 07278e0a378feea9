// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import '../shared/ui/button';
import { watchLanguage, watchStore, watchTime } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import '../staff/sign-in';
import type { Credentials } from '../staff/sign-in';
import { t as staffText } from '../staff/strings';
import '../staff/top-bar';
import './agent-table';
import './announcements';
import type { Act } from './change-dialog';
import type { PointOrder } from './order';
import { DeskPage } from './page';
import './point-table';
import './queue-table';
import { rowsOf } from './state';
import { t } from './strings';
import './switches';
import './totals';

/** The whole page of the coordinators. */
@customElement('gc-desk-app')
export class GcDeskApp extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr);
        height: 100vh;
        min-width: 1240px;
      }
      .notes {
        display: grid;
        gap: 0.4rem;
        padding: 0 1rem;
      }
      .notes gc-notice {
        margin-top: 0.6rem;
      }
      .plain {
        place-self: center;
        color: var(--ink-soft);
        font-size: var(--text-l);
      }
      main {
        display: grid;
        min-height: 0;
      }
      .tables {
        display: grid;
        grid-template: auto minmax(0, 7fr) minmax(0, 5fr) / minmax(0, 1.12fr) minmax(0, 1fr);
        grid-template-areas: 'totals totals' 'points queue' 'points agents';
        gap: 0.75rem;
        min-height: 0;
        padding: 0.75rem 1rem 1rem;
      }
      gc-totals {
        grid-area: totals;
      }
      gc-point-table {
        grid-area: points;
      }
      gc-queue-table {
        grid-area: queue;
      }
      gc-agent-table {
        grid-area: agents;
      }
      .tables[data-stale] {
        filter: grayscale(1);
      }
    `,
  ];

  readonly page = new DeskPage();

  constructor() {
    super();
    watchLanguage(this);
    watchStore(this, this.page.store);
    watchTime(this, 1000);
    void this.page.start();
  }

  #now = (): number => this.page.clock.now();

  #change: Act = (method, params) => this.page.change(method, params);

  /** The windows for notices and switches, in the top bar. */
  #changes() {
    const { view, catalogue, point } = this.page.store.state;
    return html`<gc-announcements
        .announcements=${view.announcements ?? []}
        .tickets=${view.queue ?? []}
        .catalogue=${catalogue}
        .act=${this.#change}
      ></gc-announcements>
      <gc-switches
        .points=${view.points ?? []}
        .itemsOff=${view.items_off ?? []}
        .chosen=${point}
        .catalogue=${catalogue}
        .act=${this.#change}
      ></gc-switches>`;
  }

  #signIn() {
    const { signingIn, signInProblem } = this.page.store.state;
    return html`<gc-sign-in
      heading=${t('signin.title')}
      lead=${t('signin.lead')}
      problem=${signInProblem ? staffText(`signin.${signInProblem}`) : ''}
      ?busy=${signingIn}
      @gc-sign-in=${({ detail }: CustomEvent<Credentials>) =>
        void this.page.signIn(detail.account, detail.password)}
    ></gc-sign-in>`;
  }

  #notes() {
    const { status, lostMs, view, stage } = this.page.store.state;
    if (stage !== 'ready' || !view.points) return nothing;
    if (status === 'replaced') {
      return html`<gc-notice kind="warning">
        ${t('replaced.title')}。${t('replaced.lead')}
        <gc-button slot="action" kind="primary" @click=${() => this.page.takeOver()}>
          ${staffText('takeover')}
        </gc-button>
      </gc-notice>`;
    }
    const time = formatSpan(lostMs === null ? 0 : this.#now() - lostMs);
    return html`
      ${status === 'online' ? nothing : html`<gc-notice kind="problem">${t('banner.offline', { time })}</gc-notice>`}
      ${view.relay?.up === false ? html`<gc-notice kind="warning">${t('banner.relay')}</gc-notice>` : nothing}
    `;
  }

  #tables() {
    const { page } = this;
    const { view, catalogue, order, point, status } = page.store.state;
    if (!view.points || !catalogue) return html`<p class="plain" role="status">${t('loading')}</p>`;
    const rows = rowsOf(catalogue, view.points);
    const agents = view.agents ?? [];
    const tickets = view.queue ?? [];
    return html`<div class="tables" ?data-stale=${status !== 'online'}>
      <gc-totals .rows=${rows} .agents=${agents} .now=${this.#now}></gc-totals>
      <gc-point-table
        .rows=${rows}
        order=${order}
        .chosen=${point}
        .now=${this.#now}
        @gc-order=${({ detail }: CustomEvent<PointOrder>) => page.sort(detail)}
        @gc-filter=${({ detail }: CustomEvent<string>) => page.filter(detail)}
      ></gc-point-table>
      <gc-queue-table
        .tickets=${tickets}
        .agents=${agents}
        .catalogue=${catalogue}
        .point=${point}
        .now=${this.#now}
        @gc-all=${() => page.filter(null)}
      ></gc-queue-table>
      <gc-agent-table
        .agents=${agents}
        .tickets=${tickets}
        .catalogue=${catalogue}
        .now=${this.#now}
      ></gc-agent-table>
    </div>`;
  }

  protected override render() {
    const { stage, status, person, view } = this.page.store.state;
    const known = stage === 'ready' && view.points !== undefined;
    return html`
      <header>
        <gc-top-bar
          heading=${t('title')}
          person=${person}
          .online=${known ? status === 'online' : undefined}
          .relayUp=${known && status === 'online' ? view.relay?.up : undefined}
          .now=${this.#now}
          @gc-sign-out=${() => void this.page.signOut()}
          >${known ? this.#changes() : nothing}</gc-top-bar
        >
      </header>
      <div class="notes">${this.#notes()}</div>
      <main>
        ${
          stage === 'sign-in'
            ? this.#signIn()
            : stage === 'ready'
              ? this.#tables()
              : html`<p class="plain" role="status">${t('loading')}</p>`
        }
      </main>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-desk-app': GcDeskApp;
  }
}
