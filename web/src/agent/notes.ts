// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { CommandEvent } from './commands';
import { bannerOf, type AgentState, type Failure } from './state';
import { hasText, t, type AgentText } from './strings';

const FAILURES: Record<Failure, AgentText> = {
  conflict: 'failed.conflict',
  unavailable: 'failed.unavailable',
  other: 'failed.other',
  message: 'messages.failed',
  'wrap-up': 'wrapup.failed',
  taken: 'failed.taken',
  nobody: 'failed.nobody',
  department: 'failed.department',
  'park-full': 'failed.park-full',
  slot: 'failed.slot',
};

/** Sentences below the head of the page: what is broken, what the service says, what failed. */
@customElement('gc-agent-notes')
export class GcAgentNotes extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 0.4rem;
        padding: 0 1.25rem;
      }
      gc-notice {
        margin-top: 0.6rem;
      }
      gc-button {
        --target: 2rem;
      }
    `,
  ];

  @property({ attribute: false }) state!: AgentState;

  constructor() {
    super();
    watchLanguage(this);
  }

  #dismiss() {
    return html`<gc-button
      slot="action"
      kind="quiet"
      @click=${() => this.dispatchEvent(new CommandEvent({ do: 'dismiss' }))}
      >${t('notice.dismiss')}</gc-button
    >`;
  }

  #notice() {
    const { notice } = this.state.view;
    if (!notice || notice.at_ms <= this.state.noticeSeenMs) return nothing;
    const key = `notice.${notice.code}`;
    const words = hasText(key) ? t(key) : t('notice.other', { code: notice.code });
    return html`<gc-notice>${words}${this.#dismiss()}</gc-notice>`;
  }

  protected override render() {
    const { state } = this;
    const banner = bannerOf(state);
    const kind = banner === 'banner.offline' ? 'problem' : 'warning';
    return html`
      ${banner ? html`<gc-notice kind=${kind}>${t(banner)}</gc-notice>` : nothing}
      ${
        state.failure
          ? html`<gc-notice kind="problem"
              >${t(FAILURES[state.failure])}${this.#dismiss()}</gc-notice
            >`
          : nothing
      }
      ${
        state.offerGone
          ? html`<gc-notice>${t('notice.offer_gone')}${this.#dismiss()}</gc-notice>`
          : nothing
      }
      ${state.stage === 'ready' ? this.#notice() : nothing}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-agent-notes': GcAgentNotes;
  }
}
