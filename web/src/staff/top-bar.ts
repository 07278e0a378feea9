// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { HOME_ZONE, wallTime } from '../shared/clock';
import { getLanguage, LANGUAGE_NAMES, setLanguage } from '../shared/i18n';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { t } from './strings';

/** The two languages of the staff's pages. */
const STAFF_LANGUAGES = ['zh-CN', 'en'] as const;
const STORED = 'gc-staff-language';

/** Sets the language that was chosen last on this computer; Chinese at first. */
export function restoreLanguage(): void {
  const stored = localStorage.getItem(STORED);
  setLanguage(STAFF_LANGUAGES.find((language) => language === stored) ?? 'zh-CN');
}

/**
 * The line at the head of a page for staff: its name, how service and relay are, Wenzhou's time,
 * who is signed in.
 *
 * Events: `gc-sign-out`.
 * Slots: default, between the name of the page and the state of the service.
 */
@customElement('gc-top-bar')
export class GcTopBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 1.5rem;
        height: 3.5rem;
        padding: 0 1.25rem;
        background: var(--teal-deep);
        color: var(--on-teal);
        white-space: nowrap;
      }
      .name {
        font-size: 1.0625rem;
        font-weight: 700;
        letter-spacing: 0.02em;
      }
      .grow {
        flex: 1;
        display: flex;
        align-items: center;
        gap: 1.25rem;
        min-width: 0;
      }
      .states,
      .who {
        display: flex;
        align-items: center;
        gap: 1rem;
      }
      .state {
        display: inline-flex;
        align-items: center;
        gap: 0.45rem;
        font-size: var(--text-s);
      }
      .dot {
        width: 0.7rem;
        height: 0.7rem;
        border-radius: 50%;
        background: #7fd1a0;
      }
      .off .dot {
        border-radius: 0;
        rotate: 45deg;
        background: #ffb27a;
      }
      .off {
        font-weight: 700;
      }
      .clock {
        display: flex;
        align-items: baseline;
        gap: 0.5rem;
        font-variant-numeric: tabular-nums;
      }
      .clock b {
        font-size: 1.25rem;
      }
      .small {
        font-size: var(--text-s);
      }
      button {
        min-height: 2rem;
        padding: 0 0.75rem;
        border: 1px solid rgb(255 253 249 / 45%);
        border-radius: var(--radius-s);
        background: none;
        color: inherit;
        font: inherit;
        font-size: var(--text-s);
        cursor: pointer;
      }
      button:hover {
        border-color: currentcolor;
      }
      @media (max-width: 1400px) {
        :host {
          gap: 1rem;
          padding: 0 0.75rem;
        }
        .day {
          display: none;
        }
        .grow {
          gap: 0.75rem;
        }
        /* All is well: that needs no words where there is little room. */
        .state:not(.off) .words {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  @property() heading = '';
  /** Name of the person, empty before the sign-in. */
  @property() person = '';
  /** How the service and the relay are; undefined while nothing is known. */
  @property({ attribute: false }) online: boolean | undefined;
  @property({ attribute: false }) relayUp: boolean | undefined;
  /** The service's time. */
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  #state(good: boolean, text: string) {
    return html`<span class="state ${good ? '' : 'off'}"
      ><i class="dot"></i><span class="words">${text}</span></span
    >`;
  }

  #states() {
    return html`<div class="states" role="status">
      ${
        this.online === undefined
          ? nothing
          : this.#state(this.online, t(this.online ? 'service.online' : 'service.waiting'))
      }
      ${
        this.relayUp === undefined
          ? nothing
          : this.#state(this.relayUp, t(this.relayUp ? 'relay.up' : 'relay.down'))
      }
    </div>`;
  }

  #language() {
    const next = getLanguage() === 'zh-CN' ? 'en' : 'zh-CN';
    const change = () => {
      localStorage.setItem(STORED, next);
      setLanguage(next);
    };
    return html`<button
      lang=${next}
      aria-label="${t('language')}: ${LANGUAGE_NAMES[next]}"
      @click=${change}
    >
      ${LANGUAGE_NAMES[next]}
    </button>`;
  }

  protected override render() {
    const clock = wallTime(this.now(), HOME_ZONE, getLanguage());
    const leave = () => this.dispatchEvent(new CustomEvent('gc-sign-out'));
    return html`
      <span class="name">${this.heading}</span>
      <div class="grow"><slot></slot></div>
      ${this.#states()}
      <div class="clock">
        <span class="small">${t('wenzhou')}</span><b>${clock.time}</b>
        <span class="small day">${clock.day}</span>
      </div>
      <div class="who">
        ${this.person ? html`<span>${this.person}</span>` : nothing} ${this.#language()}
        ${this.person ? html`<button @click=${leave}>${t('signout')}</button>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-top-bar': GcTopBar;
  }
}
