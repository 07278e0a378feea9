// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AgentSession, Catalogue, VisitItem } from '../shared/messages';
import '../shared/ui/icon';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { departmentName, itemName } from '../staff/catalogue';
import { CommandEvent, type Command } from './commands';
import { t } from './strings';
import { v } from './visit-strings';

/** The items of the visit: what is done, what is in hand, what comes; and to finish or add one. */
@customElement('gc-visit-items')
export class GcVisitItems extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      h2 {
        font-size: var(--text-m);
      }
      ol {
        display: grid;
        gap: 0.3rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 0.5rem;
        line-height: 1.35;
      }
      li gc-icon {
        color: var(--good);
      }
      .mark {
        flex: none;
        width: 1.25em;
        text-align: center;
      }
      .current {
        font-weight: 650;
      }
      small {
        display: block;
        color: var(--ink-soft);
        font-size: var(--text-s);
        font-weight: 400;
      }
      .elsewhere {
        padding: 0.5rem 0.75rem;
        border-radius: var(--radius-s);
        background: var(--fair-soft);
        color: #5f3d00;
        font-size: var(--text-s);
        line-height: 1.4;
      }
      .row {
        display: flex;
        gap: 0.5rem;
      }
      button {
        flex: 1;
        min-height: 2.25rem;
        padding: 0 0.5rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--teal-deep);
        font: inherit;
        font-size: var(--text-s);
        font-weight: 600;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
    `,
  ];

  @property({ attribute: false }) session!: AgentSession;
  @property({ attribute: false }) catalogue: Catalogue | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  #line({ item, department, outcome, current }: VisitItem, index: number) {
    const about =
      outcome === null ? departmentName(this.catalogue, department) : t(`outcome.${outcome}`);
    return html`<li class=${current ? 'current' : ''} aria-current=${current ? 'step' : 'false'}>
      <span class="mark"
        >${outcome === null ? html`${index + 1}.` : html`<gc-icon name="check"></gc-icon>`}</span
      >
      <span>${itemName(this.catalogue, item)}<small>${about}</small></span>
    </li>`;
  }

  #list() {
    const { items } = this.session;
    if (items.length === 0) return nothing;
    return html`<h2>${v('title', { count: items.length })}</h2>
      <ol>
        ${items.map((each, index) => this.#line(each, index))}
      </ol>`;
  }

  #elsewhere() {
    const { items, item, elsewhere } = this.session;
    if (!elsewhere) return nothing;
    const current = items.find((each) => each.current)?.department ?? '';
    return html`<p class="elsewhere" role="status">
      ${v('elsewhere', {
        item: itemName(this.catalogue, item),
        department: departmentName(this.catalogue, current),
      })}
    </p>`;
  }

  protected override render() {
    const { items, elsewhere, role, state } = this.session;
    const left = items.filter(({ outcome }) => outcome === null).length;
    const talking = state === 'in_session' && role === 'agent';
    return html`${this.#list()} ${this.#elsewhere()}
      <div class="row">
        ${
          talking && left > 1 && !elsewhere
            ? html`<button @click=${() => this.#run({ do: 'dialog', dialog: 'item-done' })}>
                ${v('done')}
              </button>`
            : nothing
        }
        ${
          talking && items.length < 5
            ? html`<button @click=${() => this.#run({ do: 'dialog', dialog: 'add-item' })}>
                ${v('add')}
              </button>`
            : nothing
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-visit-items': GcVisitItems;
  }
}
