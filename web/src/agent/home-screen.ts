// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Me, Wanted } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import type { IconName } from '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import '../shared/ui/video';
import { departmentNames } from '../staff/catalogue';
import { listOf, skillName } from '../staff/languages';
import { CommandEvent } from './commands';
import { homeStyles } from './home-screen.styles';
import type { AgentState } from './state';
import { t } from './strings';
import './parked-list';
import './session-list';
import './waiting-line';

const WANTED: ReadonlyArray<{ wanted: Exclude<Wanted, 'overtime'>; icon: IconName; key: string }> =
  [
    { wanted: 'available', icon: 'check', key: '1' },
    { wanted: 'break', icon: 'pause', key: '2' },
    { wanted: 'offline', icon: 'close', key: '3' },
  ];

/** Between the calls: what the person wants, what the service makes of it, and who waits. */
@customElement('gc-home-screen')
export class GcHomeScreen extends LitElement {
  static override styles = [base, homeStyles];

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
            aria-checked=${wanted === (now === 'overtime' ? 'available' : now) ? 'true' : 'false'}
            aria-keyshortcuts=${key}
            @click=${() => this.dispatchEvent(new CommandEvent({ do: 'want', wanted }))}
          >
            <gc-icon name=${icon}></gc-icon><b>${t(`want.${wanted}`)}</b>
            <span>${t(`want.hint.${wanted}`)}</span>
          </button>`,
      )}
    </div>`;
  }

  /** Outside of the shift calls come only to those who say so. */
  #shift(me: Me) {
    if (me.wanted === 'overtime') return html`<p class="shift">${t('shift.overtime')}</p>`;
    if (me.effective !== 'off_duty') return nothing;
    return html`<p class="shift">
      ${t('shift.off_duty')}
      <gc-button
        @click=${() => this.dispatchEvent(new CommandEvent({ do: 'want', wanted: 'overtime' }))}
        >${t('shift.work')}</gc-button
      >
    </p>`;
  }

  /** What there is beside the line: those whom the agent has parked, and for a supervisor what runs. */
  #lists() {
    const { state, now } = this;
    const { parked = [], sessions = [] } = state.view;
    const shown = [];
    if (parked.length > 0)
      shown.push(
        html`<gc-parked-list class="card rows" .state=${state} .now=${now}></gc-parked-list>`,
      );
    if (sessions.length > 0)
      shown.push(
        html`<gc-session-list class="card rows" .state=${state} .now=${now}></gc-session-list>`,
      );
    return shown;
  }

  protected override render() {
    const { me } = this.state.view;
    if (!me) return nothing;
    const departments = departmentNames(this.state.catalogue, me.departments);
    const lists = this.#lists();
    return html`<div class="columns ${lists.length > 0 ? 'listing' : ''}">
      <section class="card main">
        <div class="effective" role="status">
          <h1>${t(`effective.${me.effective}`)}</h1>
          <span class="since">
            ${
              me.since_ms === 0
                ? ''
                : t('effective.since', { time: formatSpan(this.now() - me.since_ms) })
            }
          </span>
        </div>
        ${this.#wanted(me.wanted)} ${this.#shift(me)} ${this.#ready()}
        ${me.misses > 0 ? html`<p class="misses">${t('home.misses', { count: me.misses })}</p>` : nothing}
      </section>
      ${lists.length > 0 ? html`<div class="lists">${lists}</div>` : nothing}
      <gc-waiting-line class="card line" .state=${this.state} .now=${this.now}></gc-waiting-line>
      <aside class="card">
        <gc-video .stream=${this.self} mirrored label=${t('home.self')}
          >${t('devices.camera.none')}</gc-video
        >
        <dl>
          <div>
            <dt>${t('home.departments')}</dt>
            <dd>${listOf(departments)}</dd>
          </div>
          <div>
            <dt>${t('home.languages')}</dt>
            <dd>${listOf(me.languages.map(skillName))}</dd>
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
