// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Catalogue } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage, watchStore, watchTime } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import '../staff/sign-in';
import type { Credentials } from '../staff/sign-in';
import { t as staffText } from '../staff/strings';
import '../staff/top-bar';
import type { Action, Order } from './actions';
import './agent-table';
import type { QueueFilter } from './filter';
import './announcements';
import './appointment-page';
import { isDue } from './appointments';
import type { Act } from './change-dialog';
import type { PointOrder } from './order';
import { DeskPage } from './page';
import './point-table';
import './queue-table';
import { ReportModel } from './report-model';
import './report-page';
import type { GcQueueTable } from './queue-table';
import { rowsOf, ticketIn } from './state';
import { t } from './strings';
import './ticket-panel';
import type { GcTicketPanel } from './ticket-panel';
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
      gc-point-table,
      gc-ticket-panel {
        grid-area: points;
      }
      gc-queue-table {
        grid-area: queue;
      }
      gc-agent-table {
        grid-area: agents;
      }
      nav {
        display: flex;
        gap: 0.25rem;
      }
      nav button {
        min-height: 2.25rem;
        padding: 0 1rem;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      nav button:hover {
        background: rgb(255 253 249 / 14%);
      }
      @media (max-width: 1400px) {
        nav {
          gap: 0;
        }
        nav button {
          padding: 0 0.6rem;
        }
      }
      nav b {
        display: inline-block;
        min-width: 1.6em;
        padding: 0 0.4em;
        border-radius: 1em;
        background: var(--fair-soft);
        color: #5f3d00;
        font-size: var(--text-s);
      }
      nav button[aria-current='page'] {
        background: var(--card);
        color: var(--teal-deep);
        font-weight: 600;
      }
      .tables[data-stale] {
        filter: grayscale(1);
      }
    `,
  ];

  readonly page = new DeskPage();
  #reports = this.#newReports();
  /** What is shown: how it is now, what is agreed, or how it went. */
  @state() private place: 'now' | 'appointments' | 'reports' = 'now';
  @query('gc-queue-table') private queue!: GcQueueTable;
  @query('gc-ticket-panel') private panel!: GcTicketPanel | null;

  constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.page.store.state.chosen) void this.#close();
    });
    watchLanguage(this);
    watchStore(this, this.page.store);
    watchTime(this, 1000);
    void this.page.start();
  }

  #now = (): number => this.page.clock.now();

  #newReports(): ReportModel {
    return new ReportModel(() => this.page.clock.now());
  }

  protected override willUpdate(): void {
    // The next one to sign in finds nothing of the last one's.
    if (this.page.store.state.stage !== 'sign-in' || this.place === 'now') return;
    this.place = 'now';
    this.#reports = this.#newReports();
  }

  /** Opens the panel of a ticket and goes there. */
  async #choose(ticket: string): Promise<void> {
    this.page.choose(ticket);
    await this.updateComplete;
    this.panel?.focus();
  }

  /** Closes the panel and goes back to where it was opened. */
  async #close(): Promise<void> {
    const ticket = this.page.store.state.chosen?.ticket ?? '';
    this.page.choose(null);
    await this.updateComplete;
    this.queue.focusTicket(ticket);
  }

  #change: Act = (method, params) => this.page.change(method, params);

  #slots = (appointment: string) => this.page.slots(appointment);

  /** The windows for notices and switches, in the top bar. */
  #changes() {
    const { view, catalogue, filter } = this.page.store.state;
    return html`<gc-announcements
        .announcements=${view.announcements ?? []}
        .tickets=${view.queue ?? []}
        .catalogue=${catalogue}
        .act=${this.#change}
      ></gc-announcements>
      <gc-switches
        .points=${view.points ?? []}
        .itemsOff=${view.items_off ?? []}
        .chosen=${filter.point}
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

  /** The points; in their place the ticket that is looked at. */
  #left(catalogue: Catalogue) {
    const { page } = this;
    const { view, order, filter, chosen, why, form, acting, refusal } = page.store.state;
    if (chosen) {
      return html`<gc-ticket-panel
        .ticket=${chosen}
        ?over=${ticketIn(view.queue, chosen.ticket) === null}
        .reasons=${why}
        .agents=${view.agents ?? []}
        .kiosks=${view.kiosks ?? []}
        .catalogue=${catalogue}
        .form=${form}
        ?acting=${acting}
        .refusal=${refusal}
        .now=${this.#now}
        @gc-close=${() => void this.#close()}
        @gc-fill=${({ detail }: CustomEvent<Action | null>) => page.fill(detail)}
        @gc-act=${({ detail }: CustomEvent<Order>) => void page.act(detail)}
      ></gc-ticket-panel>`;
    }
    return html`<gc-point-table
      .rows=${rowsOf(catalogue, view.points ?? [])}
      .kiosks=${view.kiosks ?? []}
      order=${order}
      .chosen=${filter.point}
      .now=${this.#now}
      @gc-order=${({ detail }: CustomEvent<PointOrder>) => page.sort(detail)}
      @gc-filter=${({ detail }: CustomEvent<string>) => page.filterPoint(detail)}
    ></gc-point-table>`;
  }

  #tables() {
    const { page } = this;
    const { view, catalogue, filter, chosen, status } = page.store.state;
    if (!view.points || !catalogue) return html`<p class="plain" role="status">${t('loading')}</p>`;
    const rows = rowsOf(catalogue, view.points);
    const agents = view.agents ?? [];
    const tickets = view.queue ?? [];
    return html`<div class="tables" ?data-stale=${status !== 'online'}>
      <gc-totals .rows=${rows} .agents=${agents} .now=${this.#now}></gc-totals>
      ${this.#left(catalogue)}
      <gc-queue-table
        .tickets=${tickets}
        .agents=${agents}
        .kiosks=${view.kiosks ?? []}
        .catalogue=${catalogue}
        .filter=${filter}
        .chosen=${chosen?.ticket ?? null}
        .now=${this.#now}
        @gc-choose=${({ detail }: CustomEvent<string>) => void this.#choose(detail)}
        @gc-filter=${({ detail }: CustomEvent<Partial<QueueFilter>>) => page.filter(detail)}
      ></gc-queue-table>
      <gc-agent-table
        .agents=${agents}
        .tickets=${tickets}
        .catalogue=${catalogue}
        .now=${this.#now}
      ></gc-agent-table>
    </div>`;
  }

  /** How many appointments wait for a call. */
  #due() {
    const due = (this.page.store.state.view.appointments ?? []).filter(isDue).length;
    return due === 0 ? nothing : html` <b>${due}</b>`;
  }

  #nav() {
    return html`<nav aria-label=${t('title')}>
      ${(['now', 'appointments', 'reports'] as const).map(
        (place) =>
          html`<button
            aria-current=${place === this.place ? 'page' : nothing}
            @click=${() => (this.place = place)}
          >
            ${t(`place.${place}`)}${place === 'appointments' ? this.#due() : nothing}
          </button>`,
      )}
    </nav>`;
  }

  #place() {
    const { catalogue, view } = this.page.store.state;
    if (this.place === 'now' || !catalogue) return this.#tables();
    if (this.place === 'appointments') {
      return html`<gc-appointment-page
        .appointments=${view.appointments ?? []}
        .catalogue=${catalogue}
        .act=${this.#change}
        .ask=${this.#slots}
        .now=${this.#now}
      ></gc-appointment-page>`;
    }
    return html`<gc-report-page .model=${this.#reports} .catalogue=${catalogue}></gc-report-page>`;
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
          >${known ? this.#changes() : nothing}${stage === 'ready' ? this.#nav() : nothing}</gc-top-bar
        >
      </header>
      <div class="notes">${this.#notes()}</div>
      <main>
        ${
          stage === 'sign-in'
            ? this.#signIn()
            : stage === 'ready'
              ? this.#place()
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
