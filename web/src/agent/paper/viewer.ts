// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { HOME_ZONE, wallTime } from '../../shared/clock';
import { getLanguage } from '../../shared/i18n';
import type { Still } from '../../shared/stills';
import { watchLanguage } from '../../shared/ui/controllers';
import { base } from '../../shared/ui/styles';
import { CommandEvent } from '../commands';
import {
  between,
  cutTo,
  PAN_STEP,
  panned,
  reframed,
  scaleOf,
  seen,
  turned,
  turnedSize,
  whole,
  ZOOM_STEP,
  zoomed,
  type Layout,
  type Size,
} from './geometry';
import { s, type PaperText } from './strings';
import type { ViewerAction } from './viewer-actions';
import { viewerStyles } from './viewer.styles';

interface Point {
  x: number;
  y: number;
}

const PANS: Partial<Record<ViewerAction, [number, number]>> = {
  'pan-left': [-PAN_STEP, 0],
  'pan-right': [PAN_STEP, 0],
  'pan-up': [0, -PAN_STEP],
  'pan-down': [0, PAN_STEP],
};
const TOOLS: readonly { action: ViewerAction; word: PaperText; key: string }[] = [
  { action: 'zoom-in', word: 'in', key: '+' },
  { action: 'zoom-out', word: 'out', key: '-' },
  { action: 'zoom-whole', word: 'whole', key: '0' },
  { action: 'rotate', word: 'rotate', key: 'R' },
  { action: 'crop', word: 'crop', key: 'X' },
];
/** A mouse's wheel by one notch is about as much as one press of a key. */
const WHEEL_NOTCH = 100;

/**
 * One picture of a paper, large: turned, cut, zoomed and moved by mouse and keys, and what speaks
 * for it: when it was agreed to, on both clocks, and its SHA-256.
 */
@customElement('gc-paper-viewer')
export class GcPaperViewer extends LitElement {
  static override styles = [base, viewerStyles];

  @property({ attribute: false }) still!: Still;
  @property({ attribute: false }) bitmap!: ImageBitmap;
  /** From 1. */
  @property({ type: Number }) number = 1;
  /** The city and the zone of the point. */
  @property() place = '';
  @property() zone = HOME_ZONE;
  @state() private cropping = false;
  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.frame') private frame!: HTMLElement;
  #layout: Layout | null = null;
  #from: Point | null = null;
  #to: Point | null = null;
  #observer = new ResizeObserver(() => this.#reframe());

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override firstUpdated(): void {
    this.#observer.observe(this.frame);
    // Not by lit: a wheel must not scroll the page, too.
    this.frame.addEventListener('wheel', this.#wheel, { passive: false });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('bitmap')) return;
    this.#layout = whole(this.bitmap);
    this.cropping = false;
  }

  protected override updated(): void {
    this.#draw();
  }

  /** Does what a key or a button stands for. */
  act(action: ViewerAction): void {
    const size = this.#size();
    const layout = this.#layout ?? whole(this.bitmap);
    const pan = PANS[action];
    if (pan)
      this.#put(panned(this.bitmap, size, layout, pan[0] * size.width, pan[1] * size.height));
    else if (action === 'zoom-in') this.#put(zoomed(this.bitmap, size, layout, ZOOM_STEP));
    else if (action === 'zoom-out') this.#put(zoomed(this.bitmap, size, layout, 1 / ZOOM_STEP));
    else if (action === 'zoom-whole') this.#put(whole(this.bitmap, layout.turn));
    else if (action === 'rotate') this.#put(turned(this.bitmap, size, layout));
    else if (!this.cropping) this.cropping = true;
    else {
      this.cropping = false;
      this.#put(cutTo(layout, seen(this.bitmap, size, layout)));
    }
  }

  #size(): Size {
    return { width: this.frame.clientWidth, height: this.frame.clientHeight };
  }

  #put(layout: Layout): void {
    this.#layout = layout;
    this.#draw();
  }

  #reframe(): void {
    const size = this.#size();
    if (this.#layout === null || size.width === 0 || size.height === 0) return;
    this.#put(reframed(this.bitmap, size, this.#layout));
  }

  #draw(): void {
    const layout = this.#layout;
    const { width, height } = this.#size();
    const context = this.canvas.getContext('2d');
    if (context === null || layout === null || width === 0 || height === 0) return;
    const dots = window.devicePixelRatio;
    this.canvas.width = Math.round(width * dots);
    this.canvas.height = Math.round(height * dots);
    const scale = dots * scaleOf(this.bitmap, { width, height }, layout);
    const full = turnedSize(this.bitmap, layout.turn);
    const shown = layout.cut ?? { x: 0, y: 0, ...full };
    context.imageSmoothingQuality = 'high';
    context.translate((width * dots) / 2, (height * dots) / 2);
    context.scale(scale, scale);
    context.translate(-layout.x, -layout.y);
    context.save();
    context.beginPath();
    context.rect(shown.x, shown.y, shown.width, shown.height);
    context.clip();
    context.translate(full.width / 2, full.height / 2);
    context.rotate((layout.turn * Math.PI) / 2);
    context.drawImage(this.bitmap, -this.bitmap.width / 2, -this.bitmap.height / 2);
    context.restore();
    this.#drawMark(context, { width, height }, layout, scale);
  }

  /** The part that is being marked to be cut out. */
  #drawMark(context: CanvasRenderingContext2D, size: Size, layout: Layout, scale: number): void {
    if (!this.cropping || this.#from === null || this.#to === null) return;
    const { x, y, width, height } = between(this.bitmap, size, layout, this.#from, this.#to);
    context.lineWidth = 3 / scale;
    context.strokeStyle = '#d9822b';
    context.strokeRect(x, y, width, height);
  }

  /* ---- the mouse ---- */

  #at({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.frame.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const factor = ZOOM_STEP ** (-event.deltaY / WHEEL_NOTCH);
    const layout = this.#layout ?? whole(this.bitmap);
    this.#put(zoomed(this.bitmap, this.#size(), layout, factor, this.#at(event)));
  };

  #down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.frame.setPointerCapture(event.pointerId);
    this.#from = this.#to = this.#at(event);
  };

  #move = (event: PointerEvent): void => {
    if (this.#to === null || this.#layout === null) return;
    const [before, to] = [this.#to, this.#at(event)];
    this.#to = to;
    if (this.cropping) return this.#draw();
    const [dx, dy] = [before.x - to.x, before.y - to.y];
    this.#put(panned(this.bitmap, this.#size(), this.#layout, dx, dy));
  };

  #up = (): void => {
    const [from, to, layout] = [this.#from, this.#to, this.#layout];
    this.#from = this.#to = null;
    if (!this.cropping || from === null || to === null || layout === null) return;
    const cut = cutTo(layout, between(this.bitmap, this.#size(), layout, from, to));
    // A click alone marks nothing.
    if (cut !== layout) this.cropping = false;
    this.#put(cut);
  };

  /* ---- what is drawn around it ---- */

  #time(zone: string): string {
    const { time, day } = wallTime(this.still.at_ms, zone, getLanguage());
    return `${day} ${time}`;
  }

  #proof() {
    const { still, bitmap } = this;
    const times = { home: this.#time(HOME_ZONE), there: this.#time(this.zone), place: this.place };
    const kb = Math.ceil(still.size / 1000);
    return html`<div class="proof">
      <p>${s('times', times)}</p>
      <p>${s('size', { kb, width: bitmap.width, height: bitmap.height })}</p>
      <details>
        <summary>
          SHA-256 <code>${groups(still.sha256).slice(0, 4).join(' ')} …</code>
          <b>✓ ${s('hash.right')}</b>
        </summary>
        <p aria-label=${s('hash.full')}><code>${groups(still.sha256).join(' ')}</code></p>
      </details>
    </div>`;
  }

  #tools() {
    return TOOLS.map(
      ({ action, word, key }) =>
        html`<button
          aria-keyshortcuts=${key}
          aria-pressed=${action === 'crop' ? this.cropping : nothing}
          @click=${() => this.act(action)}
        >
          ${s(word)}<kbd aria-hidden="true">${key}</kbd>
        </button>`,
    );
  }

  protected override render() {
    const { number } = this;
    return html`<div
        class="frame ${this.cropping ? 'cropping' : ''}"
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
      >
        <canvas role="img" aria-label=${s('picture', { number })}></canvas>
        ${this.cropping ? html`<p class="hint" role="status">${s('crop.hint')}</p>` : ''}
      </div>
      <div class="tools">
        ${this.#tools()}
        <button
          class="close"
          aria-keyshortcuts="Escape"
          @click=${() => this.dispatchEvent(new CommandEvent({ do: 'read', still: null }))}
        >
          ${s('close')}<kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      ${this.#proof()}`;
  }
}

/** In fours, as people compare them. */
const groups = (sha256: string): string[] => sha256.match(/.{4}/g) ?? [];

declare global {
  interface HTMLElementTagNameMap {
    'gc-paper-viewer': GcPaperViewer;
  }
}
