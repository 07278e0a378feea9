// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { encode } from 'uqr';

/** Light around it, in squares: readers look for that much. */
const MARGIN = 4;

/** A text as a square to be photographed; as wide as its box. */
@customElement('gc-qr')
export class GcQr extends LitElement {
  @property() text = '';
  /** What it is for, for readers of the page. */
  @property() label = '';

  /** It has no styles, and so needs no root to keep them in. */
  protected override createRenderRoot() {
    return this;
  }

  protected override render() {
    const { data, size } = encode(this.text, { ecc: 'M', border: 0 });
    const squares = data.flatMap((row, y) =>
      row.map((dark, x) => (dark ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '')),
    );
    const side = size + 2 * MARGIN;
    return html`<svg viewBox="0 0 ${side} ${side}" role="img" aria-label=${this.label}>
      ${svg`<rect width=${side} height=${side} fill="#fff" /><path d=${squares.join('')} fill="#000" shape-rendering="crispEdges" />`}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-qr': GcQr;
  }
}
