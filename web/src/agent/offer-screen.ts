// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan, HOME_ZONE, wallTime } from '../shared/clock';
import { getLanguage, nameOf, speechName } from '../shared/i18n';
import type { Item, Offer, Point } from '../shared/messages';
import { isToldByTest } from '../shared/quality';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/button';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { slotTimes, slotWords } from '../staff/appointment-strings';
import { faultWords, levelWords, wayWords } from '../staff/link-health';
import '../staff/tested-link';
import { secondsLeft } from '../staff/waiting';
import { CommandEvent } from './commands';
import { offerStyles } from './offer-screen.styles';
import { t } from './strings';

/** How long an offer lasts when it is made; the bar is full at this. */
const OFFER_MS = 20_000;

/** An offer: who waits, where, for what, and how long there is to answer. */
@customElement('gc-offer-screen')
export class GcOfferScreen extends LitElement {
  static override styles = [base, offerStyles];

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

  /** How well the resident will be seen and heard, before the call is taken. */
  #link() {
    const { way, test } = this.offer;
    const link = isToldByTest(this.offer.link, test) ? null : this.offer.link;
    const words = [...faultWords(link), ...wayWords(way)].join(' · ');
    if (link === null && words === '') return [];
    const level = html`<span class=${link?.level ?? ''}>${levelWords(link)}</span>`;
    return [[t('offer.link'), html`${level} <small>${words}</small>`] as const];
  }

  /** What the test of the link came to while he waited. */
  #test() {
    const { call_back, test } = this.offer;
    if (call_back) return nothing;
    return html`<div class="wide">
      <dt>${t('offer.test')}</dt>
      <dd><gc-tested-link .test=${test}></gc-tested-link></dd>
    </div>`;
  }

  #facts() {
    const { offer, point } = this;
    const slot = slotWords(offer.slot_ms, this.now());
    const both = slotTimes(offer.slot_ms, point?.timezone ?? HOME_ZONE);
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
      ...(slot === null
        ? []
        : [[t('offer.slot'), html`<b>${slot}</b> <small>${both}</small>`] as const]),
      ...this.#link(),
    ] as const;
    return html`<dl>
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
      ${this.#test()}
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
    const { transfer_from, invite, call_back } = offer;
    const heading = transfer_from
      ? t('offer.transfer', { name: transfer_from })
      : invite
        ? t('offer.invite', { name: invite.from })
        : t(call_back ? 'offer.callback' : 'offer.title');
    const icon = invite ? 'people' : transfer_from ? 'transfer' : call_back ? 'phone' : 'camera';
    return html`<article aria-labelledby="heading">
      <header role="alert">
        <gc-icon name=${icon}></gc-icon>
        <h1 id="heading">${heading}</h1>
        <span class="number">${offer.number}</span>
      </header>
      <p class="item">${nameOf(this.item ?? {}) || offer.item}</p>
      ${offer.call_back ? html`<p class="lead">${t('offer.callback.lead')}</p>` : nothing}
      ${invite ? html`<p class="how">${t(`offer.invite.${invite.how}`)}</p>` : nothing}
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
