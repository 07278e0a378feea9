// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { watchLanguage } from './controllers';
import { watchFrames } from './frames';
import './icon';
import { base } from './styles';
import { word } from './words';

const STILL_MS = 3000;

/**
 * A picture that is sent live. While no frames come, or it is `paused`, it shows the slot instead of a
 * frozen picture. Who is `speaking` has a frame and a mark that says so, with a picture or without.
 * Sound is played by gc-sound, so that the picture may always start by itself.
 *
 * Events: `gc-frame` with `{ at }` (performance.now of its showing) when frames begin, and begin
 * again after a stop; `gc-still` when they have stopped for 3 s.
 * Slots: what is shown while there is no picture.
 * Parts: `video`, `empty`, `speaking`.
 */
@customElement('gc-video')
export class GcVideo extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
        background: var(--night);
        color: var(--on-night);
        border-radius: var(--radius);
      }
      video {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: var(--fit, cover);
      }
      :host([mirrored]) video {
        transform: scaleX(-1);
      }
      video[data-still] {
        opacity: 0;
      }
      .empty {
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 0.5em;
        padding: 1em;
        text-align: center;
      }
      :host([speaking])::after {
        position: absolute;
        inset: 0;
        border: 0.3rem solid var(--focus);
        border-radius: inherit;
        content: '';
        pointer-events: none;
      }
      .speaking {
        position: absolute;
        z-index: 1;
        inset: 0.6em auto auto 0.6em;
        padding: 0.1em 0.7em;
        border-radius: 1em;
        background: var(--focus);
        color: #1d1204;
        font-size: var(--text-s);
        font-weight: 700;
        pointer-events: none;
      }
    `,
  ];

  @property({ attribute: false }) stream: MediaStream | null = null;
  /** Shows the picture as in a mirror: for the own picture only. */
  @property({ type: Boolean, reflect: true }) mirrored = false;
  /** It is known that no frames come just now. */
  @property({ type: Boolean }) paused = false;
  /** That is, the person in the picture. */
  @property({ type: Boolean, reflect: true }) speaking = false;
  /** What is seen, for readers of the page. */
  @property() label = '';
  /** Whether frames come. */
  @state() private live = false;
  @query('video') private video!: HTMLVideoElement;
  #timer = 0;
  #unwatch = () => {};

  constructor() {
    super();
    watchLanguage(this);
  }

  /** True while frames come. */
  get isLive(): boolean {
    return this.live;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#play();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#unwatch();
    if (this.video) this.video.srcObject = null;
    this.live = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('stream')) this.#play();
  }

  #play(): void {
    const { video } = this;
    if (video.srcObject !== this.stream) video.srcObject = this.stream;
    this.live = false;
    clearTimeout(this.#timer);
    this.#unwatch();
    if (this.stream === null) return;
    this.#unwatch = watchFrames(video, (at) => this.#shown(at));
    // Refused only when a newer stream took its place.
    video.play().catch(() => undefined);
  }

  #shown(at: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#stopped(), STILL_MS);
    if (this.live) return;
    this.live = true;
    this.#tell('gc-frame', { at });
  }

  #stopped(): void {
    // A hidden page is shown no frames at all.
    if (document.hidden) {
      this.#timer = window.setTimeout(() => this.#stopped(), STILL_MS);
      return;
    }
    this.live = false;
    this.#tell('gc-still', {});
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  protected override render() {
    const shown = this.live && !this.paused;
    return html`<video
        part="video"
        muted
        .muted=${true}
        playsinline
        disablepictureinpicture
        aria-label=${this.label}
        ?data-still=${!shown}
      ></video>
      ${shown ? '' : html`<div part="empty" class="empty"><slot></slot></div>`}
      ${
        this.speaking
          ? html`<span part="speaking" class="speaking">
              <gc-icon name="sound"></gc-icon> ${word('speaking')}
            </span>`
          : ''
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-video': GcVideo;
  }
}
