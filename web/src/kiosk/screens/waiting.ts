// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatSpan, HOME_ZONE, wallTime } from '../../shared/clock';
import { getLanguage, nameOf } from '../../shared/i18n';
import type { KioskTicket } from '../../shared/messages';
import { isToldByTest } from '../../shared/quality';
import { trackStream } from '../../shared/streams';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/quality-badge';
import '../../shared/ui/video';
import { estimateSentence } from '../estimate';
import { canBeMended, testLines } from '../link-test';
import { currentItem } from '../state';
import { visitLines } from '../visit';
import '../visit-list';
import { say } from '../words';
import { question } from './question';
import { KioskScreen } from './screen';
import './ways';

/** The number, the place in line, the own picture; the call begins by itself. */
@customElement('gc-kiosk-waiting')
export class GcKioskWaiting extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      .body {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(42rem, 100%), 1fr));
        gap: calc(var(--space) * 1.25);
        align-items: start;
      }
      .number {
        display: grid;
        gap: 0.5rem;
        text-align: center;
      }
      .number strong {
        font-size: calc(var(--text-xxl) * 2);
        line-height: 1.1;
        letter-spacing: 0.04em;
        color: var(--accent-deep);
        font-variant-numeric: tabular-nums;
      }
      .place {
        padding: 0.5em 0.75em;
        border-radius: var(--radius-s);
        background: var(--teal-soft);
        color: var(--teal-deep);
        font-size: var(--text-xl);
        font-weight: 650;
        line-height: 1.3;
      }
      .offered {
        background: var(--accent-soft);
        color: var(--accent-deep);
      }
      .estimate {
        font-size: var(--text-l);
        font-weight: 600;
        line-height: 1.35;
        text-wrap: balance;
      }
      .item {
        color: var(--ink-soft);
      }
      .own,
      .self {
        display: grid;
        gap: calc(var(--space) * 0.75);
      }
      gc-video {
        aspect-ratio: 16 / 10;
      }
      @media (orientation: portrait) {
        gc-video {
          aspect-ratio: 16 / 8;
        }
      }
      gc-video gc-icon {
        --icon: 4rem;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0.35em 1.5em;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
        gap: 0.35em 1em;
        margin: 0.75em 0 0;
        padding: 0;
        list-style: none;
        line-height: 1.35;
      }
      li {
        display: flex;
        gap: 0.5em;
      }
      li gc-icon {
        color: var(--teal);
      }
      .test {
        display: grid;
        gap: 0.35em;
        line-height: 1.35;
      }
      .test p {
        display: flex;
        gap: 0.5em;
      }
      .test gc-icon {
        flex: none;
        margin-block-start: 0.1em;
      }
      .good gc-icon {
        color: var(--good);
      }
      .fair gc-icon {
        color: var(--fair);
      }
      .poor gc-icon {
        color: var(--poor);
      }
      .test .advice {
        margin-block-start: 0.25em;
        color: var(--ink-soft);
      }
      .facts span {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
      }
    `,
  ];

  @state() private asking = false;

  constructor() {
    super();
    watchTime(this, 1000);
  }

  protected override render() {
    const { ticket, point } = this.state.view;
    if (!ticket) return html``;
    const item = currentItem(this.state);
    const now = this.app.core.clock.now();
    const estimate = estimateSentence(ticket, point ?? null, now);
    const nobody = ticket.estimate?.band === 'nobody';
    return html`${this.notices('all')}
      <div class="body">
        <div class="own">
          <section class="card number">
            <h1>${say('waitTitle')}</h1>
            <strong>${ticket.number}</strong>
            ${this.#place(ticket.state, ticket.ahead)} ${this.#slot(ticket)}
            ${estimate === null ? '' : html`<p class="estimate" role="status">${estimate}</p>`}
            <p class="item">${item === null ? '' : nameOf(item)}</p>
            <p class="facts">
              <span>
                <gc-icon name="clock"></gc-icon>
                ${say('waitSince')} ${formatSpan(now - ticket.since_ms)}
              </span>
              ${nobody ? '' : this.#agents(point?.agents ?? 0)}
            </p>
          </section>
          ${this.#test()}
        </div>
        <section class="self">
          ${this.#self()}
          <p class="facts">
            ${this.#quality()}
            <span>
              <gc-icon name="link"></gc-icon>
              ${say(this.state.peer === 'connected' ? 'linkReady' : 'linkMaking')}
            </span>
          </p>
        </section>
      </div>
      ${
        ticket.state === 'waiting'
          ? html`<gc-kiosk-ways .app=${this.app} place="waiting"></gc-kiosk-ways>`
          : html`<gc-notice kind="info">${say('waitText')}</gc-notice>`
      }
      ${this.#visit()} ${this.#papers()}
      <div class="foot">
        <gc-button icon="close" @click=${() => (this.asking = true)}>${say('leave')}</gc-button>
      </div>
      ${this.#question()}`;
  }

  /** What is known of the line before the call, a sentence for each way. */
  #test() {
    const { link_test: test } = this.state.view;
    const lines = testLines(test);
    if (lines.length === 0) return '';
    const icon = (level: string | null) =>
      level === null ? 'clock' : level === 'good' ? 'check' : 'warning';
    return html`<section class="test" role="status" aria-label=${say('testTitle')}>
      ${lines.map(
        ({ word, level }) =>
          html`<p class=${level ?? ''}>
            <gc-icon name=${icon(level)}></gc-icon><span>${say(word)}</span>
          </p>`,
      )}
      ${canBeMended(test) ? html`<p class="advice">${say('testAdvice')}</p>` : ''}
    </section>`;
  }

  #quality() {
    const { link, link_test: test } = this.state.view;
    const away = this.state.status === 'waiting';
    if (!away && isToldByTest(link, test)) return '';
    return html`<gc-quality
      .link=${link ?? null}
      .quality=${this.state.quality}
      ?away=${away}
    ></gc-quality>`;
  }

  #slot({ slot_ms }: KioskTicket) {
    if (slot_ms === 0) return '';
    const zone = this.state.view.point?.timezone ?? HOME_ZONE;
    const { time } = wallTime(slot_ms, zone, getLanguage());
    return html`<p class="estimate">${say('waitSlot', { time })}</p>`;
  }

  #place(state: string, ahead: number | null) {
    if (state === 'offered') {
      return html`<p class="place offered" role="status">${say('waitOffered')}</p>`;
    }
    const words = ahead === 0 ? say('waitNext') : say('waitAhead', { count: ahead ?? '–' });
    return html`<p class="place" role="status">${words}</p>`;
  }

  #agents(count: number) {
    return html`<span>
      <gc-icon name="people"></gc-icon>
      ${count > 0 ? say('waitAgents', { count }) : say('waitAgentsNone')}
    </span>`;
  }

  #visit() {
    const lines = visitLines(this.state);
    if (lines.length === 0) return '';
    return html`<section class="card">
      <gc-visit-list heading=${say('visitTitle')} .lines=${lines}></gc-visit-list>
    </section>`;
  }

  #papers() {
    const papers = currentItem(this.state)?.materials.filter((paper) => paper.required) ?? [];
    if (papers.length === 0) return '';
    return html`<section class="card">
      <h2>${say('waitPapers')}</h2>
      <ul>
        ${papers.map((paper) => html`<li><gc-icon name="check"></gc-icon>${nameOf(paper)}</li>`)}
      </ul>
    </section>`;
  }

  #self() {
    const track = this.app.core.devices.tracks.camera;
    return html`<gc-video mirrored label=${say('checkCamera')} .stream=${trackStream(track)}>
      <gc-icon name=${track === null ? 'camera-off' : 'camera'}></gc-icon>
    </gc-video>`;
  }

  #question() {
    return question({
      title: 'leaveTitle',
      text: 'leaveText',
      no: 'leaveNo',
      yes: 'leaveYes',
      open: this.asking,
      busy: this.state.busy,
      close: () => (this.asking = false),
      go: () => void this.app.giveUp(),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-waiting': GcKioskWaiting;
  }
}
