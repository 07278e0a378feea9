// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DeclineReason, Outcome } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import './choice-list';
import { CommandEvent, DECLINE_REASONS, OUTCOMES, type Command } from './commands';
import { screenOf, type AgentState } from './state';
import { t } from './strings';

/** The list that lies over the page: why an offer is declined, to whom to transfer, how it ended. */
@customElement('gc-agent-dialogs')
export class GcAgentDialogs extends LitElement {
  @property({ attribute: false }) state!: AgentState;

  constructor() {
    super();
    watchLanguage(this);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  #close = (): void => this.#run({ do: 'dialog', dialog: null });

  #decline() {
    return html`<gc-choice-list
      heading=${t('decline.title')}
      back=${t('decline.back')}
      .choices=${DECLINE_REASONS.map((id) => ({ id, text: t(`decline.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<DeclineReason>) => this.#run({ do: 'decline', reason: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  #transfer() {
    const colleagues = this.state.view.colleagues ?? [];
    return html`<gc-choice-list
      heading=${t('transfer.title')}
      lead=${t('transfer.lead')}
      empty=${t('transfer.none')}
      back=${t('dialog.close')}
      .choices=${colleagues.map(({ account, name }) => ({ id: account, text: name }))}
      @gc-choose=${({ detail }: CustomEvent<string>) => this.#run({ do: 'transfer', agent: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  #hangUp() {
    return html`<gc-choice-list
      heading=${t('hangup.title')}
      back=${t('dialog.close')}
      .choices=${OUTCOMES.map((id) => ({ id, text: t(`outcome.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<Outcome>) => this.#run({ do: 'end', outcome: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  protected override render() {
    switch (screenOf(this.state)) {
      case 'decline':
        return this.#decline();
      case 'transfer':
        return this.#transfer();
      case 'hang-up':
        return this.#hangUp();
      default:
        return nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-agent-dialogs': GcAgentDialogs;
  }
}
