// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import pinyin from 'virtual:pinyin';
import { getLanguage, nameOf } from '../../shared/i18n';
import type { Item } from '../../shared/messages';
import '../../shared/ui/button';
import type { IconName } from '../../shared/ui/icon';
import { field } from '../../shared/ui/styles';
import '../letter-pad';
import { searchItems } from '../search';
import { itemOff } from '../state';
import { basketLines } from '../visit';
import '../visit-list';
import { say } from '../words';
import { KioskScreen } from './screen';

const ICONS: Record<string, IconName> = {
  NT: 'notary',
  HK: 'home',
  SS: 'shield',
  PR: 'building',
  BT: 'briefcase',
  EH: 'school',
  EX: 'plane',
  CA: 'heart',
  TR: 'car',
  LG: 'scales',
  QO: 'globe',
};

/** The item by category or by search. */
@customElement('gc-kiosk-browse')
export class GcKioskBrowse extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    field,
    css`
      .basket {
        display: grid;
        gap: var(--space);
      }
      .search {
        position: relative;
      }
      .search gc-icon {
        position: absolute;
        inset-inline-start: 0.75em;
        top: 50%;
        transform: translateY(-50%);
        color: var(--ink-soft);
      }
      .search input {
        padding-inline: 2.75em 5em;
        min-height: 5.5rem;
      }
      .search gc-button {
        position: absolute;
        inset-inline-end: 0.4rem;
        inset-block: 0.4rem;
      }
      input::-webkit-search-cancel-button {
        display: none;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(27rem, 1fr));
        gap: var(--space);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .row {
        display: flex;
        align-items: center;
        gap: var(--space);
        width: 100%;
        height: 100%;
        min-height: 7rem;
        padding: calc(var(--space) * 0.75) var(--space);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        text-align: start;
        line-height: 1.3;
        cursor: pointer;
        box-shadow: var(--shadow);
      }
      .row:hover {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      .row > span {
        flex: 1;
        min-width: 0;
      }
      .row b {
        display: block;
        font-weight: 600;
      }
      .row small {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .row gc-icon {
        --icon: 3.25rem;
        color: var(--accent);
      }
      .row.off {
        background: var(--paper);
        color: var(--ink-soft);
        box-shadow: none;
      }
      .row em {
        font-style: normal;
        font-weight: 650;
        color: var(--accent-deep);
      }
      .subjects .row {
        min-height: 7.25rem;
      }
      @media (orientation: portrait) {
        .subjects .row {
          min-height: 12rem;
        }
      }
      .foot {
        flex-direction: column;
      }
      .ends {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--space);
      }
      gc-letter-pad {
        padding-top: var(--space);
      }
      .code {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** Whether the resident is at the search, so that letters are laid out to touch. */
  @state() private typing = false;

  protected override render() {
    const { catalogue, draft } = this.state;
    const items = catalogue?.items ?? [];
    return html`<h1>${say('browseTitle')}</h1>
      ${this.notices('everybody')} ${this.#basket()} ${this.#search()}
      ${catalogue === null ? html`<p>${say('stateConnecting')}</p>` : this.#list(items)}
      <div class="foot">
        ${
          this.typing || draft.query !== ''
            ? html`<gc-letter-pad back=${say('keyBack')} @gc-key=${this.#key}></gc-letter-pad>`
            : ''
        }
        <div class="ends">
          <gc-button kind="plain" icon="back" @click=${this.#back}> ${say('back')} </gc-button>
          <gc-button
            kind="plain"
            icon="phone"
            @click=${() => this.app.setDraft({ way: 'return', phone: '' })}
          >
            ${say('wayReturn')}
          </gc-button>
        </div>
      </div>`;
  }

  /** What is chosen already, and the way on without another matter. */
  #basket() {
    const { more } = this.state.draft;
    if (more.length === 0) return '';
    const remove = ({ detail }: CustomEvent<string>) =>
      this.app.setDraft({ more: more.filter((code) => code !== detail) });
    return html`<section class="card basket">
      <gc-visit-list
        removable
        heading=${say('visitChosen')}
        .lines=${basketLines(this.state)}
        @gc-remove=${remove}
      ></gc-visit-list>
      <gc-button
        class="go"
        kind="primary"
        icon="forward"
        @click=${() => this.app.setDraft({ item: null, step: 'who' })}
      >
        ${say('visitGo', { count: more.length })}
      </gc-button>
    </section>`;
  }

  #search() {
    const { query } = this.state.draft;
    return html`<div class="search" role="search">
      <gc-icon name="search"></gc-icon>
      <input
        type="search"
        aria-label=${say('search')}
        placeholder=${say('searchHint')}
        autocomplete="off"
        maxlength="60"
        .value=${query}
        @focus=${() => (this.typing = true)}
        @input=${(event: InputEvent) =>
          this.app.setDraft({ query: (event.target as HTMLInputElement).value, category: null })}
      />
      ${
        query === ''
          ? ''
          : html`<gc-button
              kind="quiet"
              icon="close"
              label=${say('clearSearch')}
              @click=${() => this.app.setDraft({ query: '' })}
            ></gc-button>`
      }
    </div>`;
  }

  #list(items: Item[]) {
    const { query, category } = this.state.draft;
    if (query.trim() !== '') {
      const found = searchItems(items, query, pinyin);
      const words = found.length === 0 ? say('foundNone') : say('found', { count: found.length });
      return html`<p role="status">${words}</p>
        <ul>
          ${found.map((item) => this.#item(item))}
        </ul>`;
    }
    if (category === null) return this.#categories(items);
    const chosen = items.filter((item) => item.category.id === category);
    return html`<h2>${chosen[0] === undefined ? '' : nameOf(chosen[0].category)}</h2>
      <ul>
        ${chosen.map((item) => this.#item(item))}
      </ul>`;
  }

  #categories(items: Item[]) {
    const groups = new Map<string, Item[]>();
    for (const item of items) {
      groups.set(item.category.id, [...(groups.get(item.category.id) ?? []), item]);
    }
    return html`<h2>${say('byCategory')}</h2>
      <ul class="subjects">
        ${[...groups].map(([id, group]) => {
          const category = group[0]?.category;
          return html`<li>
            <button class="row" @click=${() => this.app.setDraft({ category: id })}>
              <gc-icon name=${ICONS[id] ?? 'document'}></gc-icon>
              <span>
                <b>${category === undefined ? id : nameOf(category)}</b>
                <small>${say('itemCount', { count: group.length })}</small>
              </span>
            </button>
          </li>`;
        })}
      </ul>`;
  }

  #item(item: Item) {
    const other = getLanguage() === 'zh-CN' ? '' : item.name_zh;
    const off = itemOff(this.state, item.code);
    return html`<li>
      <button
        class="row ${off === null ? '' : 'off'}"
        @click=${() => this.app.setDraft({ step: 'item', item: item.code })}
      >
        <span>
          <b>${nameOf(item)}</b>
          <small>
            <span class="code">${item.code}</span>
            ${other === '' ? '' : html`· <span lang="zh-CN">${other}</span>`}
            ${item.modes.includes('video') ? '' : html`· ${say('noVideo')}`}
            ${off === null ? '' : html`· <em>${say('itemOffShort')}</em>`}
          </small>
        </span>
      </button>
    </li>`;
  }

  #key = ({ detail: { key } }: CustomEvent<{ key: string }>): void => {
    const { query } = this.state.draft;
    this.app.setDraft({ query: key === '' ? query.slice(0, -1) : query + key, category: null });
  };

  #back = (): void => {
    const { category, query } = this.state.draft;
    this.typing = false;
    if (category !== null || query !== '') this.app.setDraft({ category: null, query: '' });
    else void this.app.wipe();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-browse': GcKioskBrowse;
  }
}
