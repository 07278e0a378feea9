// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import { getLanguage, speechName } from '../shared/i18n';
import type { Wanted } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import type { IconName } from '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import '../shared/ui/video';
import { departmentName } from '../staff/catalogue';
import { CommandEvent } from './commands';
import type { AgentState } from './state';
import { t } from './strings';

const WANTED: ReadonlyArray<{ wanted: Wanted; icon: IconName; key: string }> = [
  { wanted: 'available', icon: 'check', key: '1' },
  { wanted: 'break', icon: 'pause', key: '2' },
  { wanted: 'offline', icon: 'close', key: '3' },
];

/** Between the calls: what the person wants, what the service makes of it, and how many wait. */
@customElement('gc-home-screen')
export class GcHomeScreen extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 1.5rem 2rem;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 44rem) 20rem;
        gap: 1.5rem;
        align-items: stretch;
      }
      .card {
        padding: 2rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        box-shadow: var(--shadow);
      }
      .main {
        display: grid;
        gap: 1.75rem;
      }
      .effective {
        display: flex;
        align-items: baseline;
        flex-wrap: wrap;
        gap: 0 1rem;
      }
      h1 {
        font-size: var(--text-xxl);
      }
      .since,
      .soft {
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .wanted {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: 0.75rem;
      }
      .wanted button {
        display: grid;
        justify-items: center;
        gap: 0.1rem;
        padding: 1.1rem 0.5rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        cursor: pointer;
      }
      .wanted button:hover {
        border-color: var(--teal);
      }
      .wanted button[aria-checked='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
      .wanted gc-icon {
        --icon: 1.75rem;
      }
      .wanted b {
        font-size: var(--text-l);
      }
      .wanted span {
        font-size: var(--text-s);
      }
      .count {
        display: flex;
        align-items: center;
        gap: 1.5rem;
        padding-top: 1.5rem;
        border-top: 1px solid var(--line);
      }
      .count b {
        min-width: 1.6ch;
        font-size: 4rem;
        line-height: 1;
        font-variant-numeric: tabular-nums;
        text-align: center;
        color: var(--teal-deep);
      }
      .ready {
        display: flex;
        gap: 0.5rem;
        align-items: center;
        font-weight: 600;
      }
      .good {
        color: var(--good);
      }
      .bad {
        color: var(--poor);
      }
      aside {
        display: grid;
        align-content: start;
        gap: 1rem;
      }
      gc-video {
        aspect-ratio: 4 / 3;
      }
      dl {
        display: grid;
        gap: 0.75rem;
        margin: 0;
      }
      dt {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      dd {
        margin: 0;
      }
      @media (max-height: 800px) {
        :host {
          padding: 0.75rem;
        }
        .card {
          padding: 1.25rem 1.5rem;
        }
        .main {
          gap: 1.1rem;
        }
        .wanted button {
          padding: 0.7rem 0.5rem;
        }
        .count {
          padding-top: 1rem;
        }
        .count b {
          font-size: 3rem;
        }
        gc-video {
          aspect-ratio: 16 / 9;
        }
      }
      .misses {
        color: var(--accent-deep);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) self: MediaStream | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #ready() {
    const { peer, view } = this.state;
    const [words, kind] = !view.relay?.up
      ? (['home.relay', 'bad'] as const)
      : peer === 'connected'
        ? (['home.ready', 'good'] as const)
        : (['home.preparing', 'soft'] as const);
    return html`<p class="ready ${kind}" role="status">
      <gc-icon name=${kind === 'good' ? 'check' : kind === 'bad' ? 'warning' : 'clock'}></gc-icon>
      ${t(words)}
    </p>`;
  }

  #wanted(now: Wanted) {
    return html`<div class="wanted" role="radiogroup" aria-label=${t('want.label')}>
      ${WANTED.map(
        ({ wanted, icon, key }) =>
          html`<button
            role="radio"
            aria-checked=${wanted === now ? 'true' : 'false'}
            aria-keyshortcuts=${key}
            @click=${() => this.dispatchEvent(new CommandEvent({ do: 'want', wanted }))}
          >
            <gc-icon name=${icon}></gc-icon><b>${t(`want.${wanted}`)}</b>
            <span>${t(`want.hint.${wanted}`)}</span>
          </button>`,
      )}
    </div>`;
  }

  protected override render() {
    const { me, waiting } = this.state.view;
    if (!me) return nothing;
    const comma = getLanguage() === 'en' ? ', ' : '、';
    const departments = me.departments.map((id) => departmentName(this.state.catalogue, id));
    return html`<div class="columns">
      <section class="card main">
        <div class="effective" role="status">
          <h1>${t(`effective.${me.effective}`)}</h1>
          <span class="since">
            ${t('effective.since', { time: formatSpan(this.now() - me.since_ms) })}
          </span>
        </div>
        ${this.#wanted(me.wanted)} ${this.#ready()}
        ${me.misses > 0 ? html`<p class="misses">${t('home.misses', { count: me.misses })}</p>` : nothing}
        <div class="count"><b>${waiting ?? 0}</b><span>${t('home.waiting')}</span></div>
      </section>
      <aside class="card">
        <gc-video .stream=${this.self} mirrored label=${t('home.self')}
          >${t('devices.camera.none')}</gc-video
        >
        <dl>
          <div>
            <dt>${t('home.departments')}</dt>
            <dd>${departments.join(comma)}</dd>
          </div>
          <div>
            <dt>${t('home.languages')}</dt>
            <dd>${me.languages.map(speechName).join(comma)}</dd>
          </div>
        </dl>
        <gc-button
          kind="quiet"
          icon="settings"
          @click=${() => this.dispatchEvent(new CommandEvent({ do: 'open-devices' }))}
        >
          ${t('devices.again')}
        </gc-button>
      </aside>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-home-screen': GcHomeScreen;
  }
}
