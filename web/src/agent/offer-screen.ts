// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan, HOME_ZONE, wallTime } from '../shared/clock';
import { getLanguage, nameOf, speechName } from '../shared/i18n';
import type { Item, Offer, Point } from '../shared/messages';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/button';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { secondsLeft } from '../staff/waiting';
import { CommandEvent } from './commands';
import { t } from './strings';

/** How long an offer lasts when it is made; the bar is full at this. */
const OFFER_MS = 20_000;

/** An offer: who waits, where, for what, and how long there is to answer. */
@customElement('gc-offer-screen')
export class GcOfferScreen extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 1.5rem;
      }
      article {
        width: min(56rem, 100%);
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        box-shadow: var(--shadow);
      }
      header {
        display: flex;
        align-items: center;
        gap: 1rem;
        padding: 1.1rem 2rem;
        background: var(--teal);
        color: var(--on-teal);
      }
      header gc-icon {
        --icon: 2rem;
        animation: swing 0.8s ease-in-out infinite alternate;
      }
      @keyframes swing {
        from {
          rotate: -12deg;
        }
        to {
          rotate: 12deg;
        }
      }
      h1 {
        flex: 1;
        font-size: var(--text-xl);
      }
      .number {
        font-size: var(--text-xl);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      .item {
        padding: 1.5rem 2rem 0;
        font-size: var(--text-xxl);
        font-weight: 700;
        line-height: 1.25;
      }
      dl {
        display: grid;
        grid-template-columns: 1.4fr 1fr 1fr;
        gap: 1.25rem 2rem;
        margin: 0;
        padding: 1.5rem 2rem;
      }
      dt {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      dd {
        margin: 0;
        font-size: var(--text-l);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      dd small {
        font-size: var(--text-s);
        font-weight: 400;
        color: var(--ink-soft);
      }
      .left {
        display: flex;
        align-items: center;
        gap: 1.25rem;
        padding: 0 2rem;
      }
      .seconds {
        min-width: 6.5rem;
        font-variant-numeric: tabular-nums;
      }
      .seconds b {
        font-size: var(--text-xl);
      }
      .bar {
        flex: 1;
        height: 0.8rem;
        border-radius: 1rem;
        background: var(--line);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        width: 100%;
        background: var(--teal);
        transform-origin: left;
        transition: transform 250ms linear;
      }
      .bar i.short {
        background: var(--accent);
      }
      .buttons {
        display: grid;
        grid-template-columns: 2fr 1fr;
        gap: 1rem;
        padding: 1.5rem 2rem 2rem;
        font-size: var(--text-l);
      }
      gc-button {
        --target: 4rem;
      }
      kbd {
        margin-left: 0.5em;
        padding: 0 0.45em;
        border: 1px solid currentcolor;
        border-radius: 0.3em;
        font: inherit;
        font-size: var(--text-m);
      }
      .silent {
        display: flex;
        gap: 0.5rem;
        margin: 0 2rem 1.25rem;
        padding: 0.6rem 0.9rem;
        border-radius: var(--radius-s);
        background: var(--fair-soft);
        color: var(--fair);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) offer!: Offer;
  @property({ attribute: false }) item: Item | undefined;
  @property({ attribute: false }) point: Point | undefined;
  @property({ attribute: false }) now: () => number = Date.now;
  /** The browser keeps the ring silent. */
  @property({ type: Boolean }) silent = false;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 250);
  }

  #clock(zone: string) {
    const { time, day } = wallTime(this.now(), zone, getLanguage());
    return html`${time} <small>${day}</small>`;
  }

  #facts() {
    const { offer, point } = this;
    const facts = [
      [t('offer.point'), nameOf(point ?? {}) || offer.point],
      [t('offer.local'), point ? this.#clock(point.timezone) : '—'],
      [t('wenzhou.time'), this.#clock(HOME_ZONE)],
      [t('offer.name'), offer.name],
      [
        t('offer.languages'),
        offer.languages.map(speechName).join(getLanguage() === 'en' ? ', ' : '、'),
      ],
      [t('offer.waiting'), formatSpan(this.now() - offer.waiting_since_ms)],
    ] as const;
    return html`<dl>
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #left() {
    const seconds = secondsLeft(this.offer.until_ms, this.now());
    const share = Math.min(1, Math.max(0, (this.offer.until_ms - this.now()) / OFFER_MS));
    const style = `transform: scaleX(${share.toFixed(3)})`;
    return html`<div class="left">
      <span class="seconds">${t('offer.left')} <b>${seconds}</b> ${t('offer.seconds')}</span>
      <span class="bar" role="presentation"
        ><i class=${seconds <= 5 ? 'short' : ''} .style=${style}></i
      ></span>
    </div>`;
  }

  protected override render() {
    const { offer } = this;
    const heading = offer.transfer_from
      ? t('offer.transfer', { name: offer.transfer_from })
      : t('offer.title');
    return html`<article aria-labelledby="heading">
      <header role="alert">
        <gc-icon name=${offer.transfer_from ? 'transfer' : 'camera'}></gc-icon>
        <h1 id="heading">${heading}</h1>
        <span class="number">${offer.number}</span>
      </header>
      <p class="item">${nameOf(this.item ?? {}) || offer.item}</p>
      ${this.#facts()} ${this.#left()}
      <div class="buttons">
        <gc-button
          kind="primary"
          @click=${() => this.dispatchEvent(new CommandEvent({ do: 'accept' }))}
        >
          ${t('offer.accept')}<kbd>A</kbd>
        </gc-button>
        <gc-button
          kind="plain"
          @click=${() => this.dispatchEvent(new CommandEvent({ do: 'dialog', dialog: 'decline' }))}
        >
          ${t('offer.decline')}<kbd>D</kbd>
        </gc-button>
      </div>
      ${
        this.silent
          ? html`<p class="silent"><gc-icon name="sound"></gc-icon>${t('offer.silent')}</p>`
          : nothing
      }
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-offer-screen': GcOfferScreen;
  }
}
