// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { getLanguage, nameOf } from '../../shared/i18n';
import type { Item, ItemOff, Material } from '../../shared/messages';
import '../../shared/ui/button';
import type { IconName } from '../../shared/ui/icon';
import '../../shared/ui/notice';
import { word } from '../../shared/ui/words';
import { offeredAgain } from '../opening';
import { adviceOnly, currentItem, itemOff } from '../state';
import { say } from '../words';
import { KioskScreen } from './screen';

/** What to bring, what it costs, how long it takes, and what can be done here. */
@customElement('gc-kiosk-item')
export class GcKioskItem extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      .body {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(38rem, 100%), 1fr));
        gap: var(--space);
        align-items: start;
      }
      ul {
        margin: 0.75em 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 0.75em;
        padding: 0.55em 0;
        border-top: 1px solid var(--line);
        line-height: 1.35;
      }
      li gc-icon {
        margin-top: 0.1em;
        color: var(--teal);
      }
      small {
        display: block;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .need {
        color: var(--accent-deep);
        font-weight: 650;
      }
      dl {
        margin: 0.75em 0 0;
      }
      dl div {
        padding: 0.55em 0;
        border-top: 1px solid var(--line);
        line-height: 1.35;
      }
      dl gc-icon {
        --icon: 1.4em;
        margin-inline-end: 0.6em;
        color: var(--teal);
      }
      dt {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      dd {
        margin: 0;
        padding-inline-start: calc(var(--text-s) * 2);
        font-weight: 600;
      }
      .guidance {
        margin-top: 0.75em;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .book {
        flex: 1;
        max-width: 20em;
      }
      /* Three in a row are too many for a narrow screen. */
      @media (orientation: portrait) {
        .foot {
          flex-wrap: wrap;
        }
        .foot .go {
          flex: 1 0 100%;
          order: -1;
          max-width: none;
        }
        .book {
          max-width: none;
        }
      }
      .notes {
        display: grid;
        gap: calc(var(--space) * 0.75);
      }
    `,
  ];

  protected override render() {
    const item = currentItem(this.state);
    if (item === null) return html`<p>${say('stateConnecting')}</p>`;
    const video = item.modes.includes('video');
    const off = itemOff(this.state, item.code);
    // At a closed point one can book for later, and nothing else.
    const begin = !this.state.view.point?.closed;
    return html`<div>
        <h1>${nameOf(item)}</h1>
        <p class="lead">
          ${item.code}
          ${getLanguage() === 'zh-CN' ? '' : html`· <span lang="zh-CN">${item.name_zh}</span>`}
        </p>
      </div>
      <div class="notes">
        ${off === null ? '' : this.#off(item, off)} ${this.#notes(item, video)}
        ${this.notices('everybody')}
      </div>
      <div class="body">${this.#materials(item)} ${this.#facts(item)}</div>
      <div class="foot">
        <gc-button icon="back" @click=${() => this.app.setDraft({ step: 'browse' })}>
          ${say('back')}
        </gc-button>
        ${
          video && off === null
            ? html`<gc-button
                class="book"
                kind=${begin ? 'plain' : 'primary'}
                icon="clock"
                @click=${() => this.app.booking.openSlots()}
              >
                ${say('bookTime')}
              </gc-button>`
            : ''
        }
        ${
          video && off === null && begin
            ? html`<gc-button
                class="go"
                kind="primary"
                icon="camera"
                @click=${() => this.app.setDraft({ step: 'who' })}
              >
                ${say(adviceOnly(this.state, item) ? 'beginAdvice' : 'begin')}
              </gc-button>`
            : ''
        }
      </div>`;
  }

  /** Why it is not offered, and what to do instead. */
  #off(item: Item, off: ItemOff) {
    const { point } = this.state.view;
    const instead = [
      point === undefined ? null : offeredAgain(off, point, this.app.core.clock.now()),
      off.everywhere ? null : say('itemOffElsewhere'),
      item.modes.includes('online') ? say('itemOffOnline') : null,
      say('itemOffAsk'),
    ];
    return html`<gc-notice kind="warning">
      ${say('itemOff', { reason: word(`reason_${off.reason}`) })}
      ${instead.filter((sentence) => sentence !== null).join(' ')}
    </gc-notice>`;
  }

  #notes(item: Item, video: boolean) {
    return html`
      ${adviceOnly(this.state, item) ? html`<gc-notice kind="warning">${say('venueNote')}</gc-notice>` : ''}
      ${
        item.direct_communication_required
          ? html`<gc-notice kind="info">${say('directNote')}</gc-notice>`
          : ''
      }
      ${video ? '' : html`<gc-notice kind="warning">${say('noVideoNote')}</gc-notice>`}
    `;
  }

  #materials(item: Item) {
    const papers = [...item.materials].sort((a, b) => Number(b.required) - Number(a.required));
    return html`<section class="card">
      <h2>${say('itemBring')}</h2>
      ${
        papers.length === 0
          ? html`<p>${say('itemBringNone')}</p>`
          : html`<ul>
              ${papers.map((paper) => this.#paper(paper))}
            </ul>`
      }
    </section>`;
  }

  #paper(paper: Material) {
    return html`<li>
      <gc-icon name=${paper.required ? 'check' : 'document'}></gc-icon>
      <span>
        ${nameOf(paper)}
        <small>
          <span class=${paper.required ? 'need' : ''}>
            ${say(paper.required ? 'required' : 'ifAny')}</span
          >${paper.original ? html` · ${say('original')}` : ''}
        </small>
      </span>
    </li>`;
  }

  #facts(item: Item) {
    const { fee, typical_video_minutes: minutes, limit_working_days: days } = item;
    const amount = fee.amount_cny;
    const feeWords = amount === 0 ? say('feeFree') : say('feeAmount', { amount: amount ?? 0 });
    return html`<section class="card">
      <h2>${say('itemFacts')}</h2>
      <dl>
        ${this.#fact('star', say('fee'), amount === null ? say('feeDepends') : feeWords)}
        ${
          minutes === null
            ? ''
            : this.#fact('camera', say('videoTime'), say('minutes', { count: minutes }))
        }
        ${this.#fact(
          'clock',
          say('limit'),
          days === null || days === 0
            ? say('workingDaysNone')
            : say('workingDays', { count: days }),
        )}
        ${this.#fact('building', say('department'), nameOf(item.department))}
      </dl>
      <p class="guidance">${say('guidance')}</p>
    </section>`;
  }

  #fact(icon: IconName, name: string, words: string) {
    return html`<div>
      <dt><gc-icon name=${icon}></gc-icon>${name}</dt>
      <dd>${words}</dd>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-item': GcKioskItem;
  }
}
