// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan, HOME_ZONE } from '../shared/clock';
import { nameOf, speechName } from '../shared/i18n';
import type { AgentSession } from '../shared/messages';
import '../shared/ui/button';
import '../shared/ui/clocks';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import type { IconName } from '../shared/ui/icon';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { findItem, findPoint, itemName, pointName } from '../staff/catalogue';
import { listOf } from '../staff/languages';
import { secondsLeft } from '../staff/waiting';
import { CommandEvent, type Command } from './commands';
import './item-guide';
import { phoneStyles } from './phone-screen.styles';
import type { AgentState } from './state';
import { t } from './strings';
import './visit-items';

/** A callback: the number to call, whether somebody answered, the guide; no picture. */
@customElement('gc-phone-screen')
export class GcPhoneScreen extends LitElement {
  static override styles = [base, phoneStyles];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) session!: AgentSession;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #button(
    kind: 'primary' | 'plain' | 'danger',
    icon: IconName,
    text: string,
    key: string,
    command: Command,
  ) {
    return html`<gc-button
      kind=${kind}
      icon=${icon}
      @click=${() => this.dispatchEvent(new CommandEvent(command))}
      >${text}<kbd aria-hidden="true">${key}</kbd></gc-button
    >`;
  }

  /** Whether somebody answered; until that is said the ticket may go back into line. */
  #ringing() {
    const { until_ms } = this.session;
    const left = until_ms === null ? 0 : secondsLeft(until_ms, this.now());
    return html`<p class="what">${t('phone.ringing')}</p>
      <div class="buttons">
        ${this.#button('primary', 'check', t('phone.reached'), 'R', { do: 'reached' })}
        ${this.#button('plain', 'close', t('phone.unreached'), 'U', { do: 'unreached' })}
      </div>
      <p class="soft">${t('phone.left', { time: formatSpan(left * 1000) })}</p>`;
  }

  #talking() {
    const { session } = this;
    const transferring = session.transfer_to !== null;
    const name =
      this.state.view.colleagues?.find(({ account }) => account === session.transfer_to)?.name ??
      session.transfer_to ??
      '';
    return html`<p class="what" role="status">
        ${t('phone.talking')} <b>${formatSpan(this.now() - session.since_ms)}</b>
      </p>
      ${transferring ? html`<gc-notice>${t('transfer.running', { name })}</gc-notice>` : nothing}
      <div class="buttons">
        ${this.#button('danger', 'hang-up', t('phone.end'), 'E', { do: 'dialog', dialog: 'hang-up' })}
        ${this.#button(
          'plain',
          'transfer',
          t(transferring ? 'transfer.takeback' : 'tool.transfer'),
          'T',
          transferring ? { do: 'transfer', agent: null } : { do: 'dialog', dialog: 'transfer' },
        )}
      </div>`;
  }

  #who() {
    const { session, state } = this;
    const point = findPoint(state.catalogue, session.point);
    const facts = [
      [t('offer.name'), session.name],
      [t('offer.languages'), listOf(session.languages.map(speechName))],
      [t('offer.point'), pointName(state.catalogue, session.point)],
    ] as const;
    return html`<dl>
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <gc-clocks
        place=${point ? nameOf({ name_zh: point.city_zh, name_en: point.city }) : ''}
        zone=${point?.timezone ?? HOME_ZONE}
        .now=${this.now}
      ></gc-clocks>`;
  }

  protected override render() {
    const { session, state } = this;
    return html`<section class="card call" aria-labelledby="heading">
        <header>
          <gc-icon name="phone"></gc-icon>
          <h1 id="heading">${t('phone.title')}</h1>
          <span class="number">${session.number}</span>
        </header>
        <p class="phone">${session.phone}</p>
        <p class="item">${itemName(state.catalogue, session.item)}</p>
        ${this.#who()} ${session.state === 'connecting' ? this.#ringing() : this.#talking()}
        <gc-visit-items .session=${session} .catalogue=${state.catalogue}></gc-visit-items>
      </section>
      <gc-item-guide
        class="card"
        .item=${findItem(state.catalogue, session.item)}
      ></gc-item-guide>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-phone-screen': GcPhoneScreen;
  }
}
