// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/* 24 x 24, strokes of 2, drawn for this project. */
const SHAPES = {
  back: svg`<path d="M15 5l-7 7 7 7"/>`,
  forward: svg`<path d="M9 5l7 7-7 7"/>`,
  check: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>`,
  camera: svg`<rect x="3" y="6.5" width="12" height="11" rx="2.5"/><path d="M15 11l6-3.5v9L15 13z"/>`,
  'camera-off': svg`<path d="M7 6.5h5.5A2.5 2.5 0 0 1 15 9v2l6-3.5v9l-3-1.7M15 15a2.5 2.5 0 0 1-2.5 2.5h-7A2.5 2.5 0 0 1 3 15V9.500M3.500 3.500l17 17"/>`,
  microphone: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3"/>`,
  'microphone-off': svg`<path d="M9 9.500V11a3 3 0 0 0 4.800 2.400M15 11V6a3 3 0 0 0-5.800-1M5.500 11.500a6.500 6.500 0 0 0 10.600 5M18.500 11.500a6.500 6.500 0 0 1-.4 2.200M12 18v3M3.500 3.500l17 17"/>`,
  document: svg`<path d="M6 3.500h8l4.500 4.500v12.500H6z"/><path d="M14 3.500V8h4.500M9 12.500h6M9 16h6"/>`,
  picture: svg`<path d="M4 7.500h3.500l1.500-2.500h6l1.500 2.500H20v12H4z"/><circle cx="12" cy="13" r="3.500"/>`,
  'hang-up': svg`<path d="M3 14.500c0-2 4-4.500 9-4.500s9 2.500 9 4.500-.8 2.500-2 2.500c-1.500 0-3-.5-3.300-2l-.2-1.300a13 13 0 0 0-7 0L8.300 15c-.3 1.500-1.800 2-3.300 2-1.200 0-2-.5-2-2.500z"/>`,
  phone: svg`<path d="M7 3.500l2.500 5-2 1.800a13 13 0 0 0 6.200 6.200l1.800-2 5 2.500c0 2.500-1.500 4-3.500 4C10 21 3 14 3 7c0-2 1.500-3.500 4-3.500z"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5.200l3.500 2"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6"/>`,
  people: svg`<circle cx="9" cy="8.500" r="3.500"/><path d="M2.500 19.500c.6-3.500 3.200-5.200 6.500-5.200s5.900 1.700 6.500 5.200M15.500 5.300a3.500 3.500 0 0 1 0 6.400M18 14.800c1.900.8 3.100 2.400 3.500 4.700"/>`,
  info: svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5.500M12 7.500v.2"/>`,
  warning: svg`<path d="M12 4L2.800 20h18.400z"/><path d="M12 10v4.500M12 17.200v.2"/>`,
  message: svg`<path d="M4 5h16v11.500H11L6.500 20v-3.500H4z"/>`,
  pause: svg`<path d="M8.500 5.500v13M15.500 5.500v13"/>`,
  play: svg`<path d="M7.500 5l11 7-11 7z"/>`,
  transfer: svg`<path d="M4 8.500h15M15 4.500l4 4-4 4M20 15.500H5M9 11.500l-4 4 4 4"/>`,
  sound: svg`<path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a7.800 7.800 0 0 1 0 11"/>`,
  place: svg`<path d="M12 21c-4.500-5-6.500-8-6.500-11a6.500 6.500 0 0 1 13 0c0 3-2 6-6.500 11z"/><circle cx="12" cy="10" r="2.400"/>`,
  globe: svg`<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12h17M12 3.500c2.500 2.400 3.700 5.300 3.700 8.500s-1.200 6.100-3.700 8.500c-2.500-2.400-3.700-5.300-3.700-8.500S9.500 5.900 12 3.500z"/>`,
  settings: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2.200"/><circle cx="9" cy="17" r="2.200"/>`,
  link: svg`<path d="M2.500 9.500a14 14 0 0 1 19 0M5.800 13a9 9 0 0 1 12.400 0M9 16.400a4.400 4.400 0 0 1 6 0M12 19.500v.1"/>`,
  notary: svg`<path d="M6 3.500h9l3.500 3.500v5M6 3.500v17h5M9 9h6M9 12.500h3"/><circle cx="16.500" cy="16" r="3.200"/><path d="M14.800 18.800L14 22l2.500-1.200L19 22l-.8-3.200"/>`,
  home: svg`<path d="M3.500 11L12 4l8.500 7M6 9.500v10.500h12V9.500M10 20v-5.500h4V20"/>`,
  shield: svg`<path d="M12 3.500l7.500 2.800v5.200c0 4.500-3 7.600-7.500 9-4.500-1.400-7.500-4.500-7.500-9V6.300zM8.500 12l2.500 2.500 4.500-5"/>`,
  building: svg`<path d="M4 20.500h16M6 20.500V4.500h12v16M9.500 8h1.500M13 8h1.500M9.500 12h1.500M13 12h1.500M10.500 20.500V16h3v4.500"/>`,
  briefcase: svg`<rect x="3" y="7.500" width="18" height="12" rx="2"/><path d="M9 7.500V5a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v2.500M3 12.500h18M12 11.500v2"/>`,
  school: svg`<path d="M12 5L2 9.500 12 14l10-4.500zM6 11.500V16c1.500 1.500 3.500 2.300 6 2.300s4.500-.8 6-2.300v-4.500M22 9.500V15"/>`,
  plane: svg`<path d="M21 4L3 11l6 2.500L11.500 20z"/><path d="M21 4L9 13.500"/>`,
  heart: svg`<path d="M12 20S3.500 14.800 3.500 9A4.700 4.700 0 0 1 12 6.500 4.700 4.700 0 0 1 20.500 9c0 5.800-8.500 11-8.500 11z"/>`,
  car: svg`<path d="M4 16.500v-4l2-6h12l2 6v4zM4 12.500h16M5.500 16.500v2.500M18.500 16.500v2.500M7.500 14.500h.2M16.500 14.500h.2"/>`,
  scales: svg`<path d="M12 4v16M7.500 20h9M5 7h14M5 7l-2.500 6.500a3 3 0 0 0 5 0zM19 7l-2.500 6.500a3 3 0 0 0 5 0z"/>`,
  star: svg`<path d="M12 3.800l2.500 5.300 5.700.7-4.200 4 1.100 5.700-5.100-2.800-5.100 2.800L8 13.800l-4.200-4 5.700-.7z"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

/**
 * A drawing beside words; readers of the page are not told of it.
 *
 * Takes the colour of the text and, by default, 1.25 of its size (custom property `--icon`).
 */
@customElement('gc-icon')
export class GcIcon extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      width: var(--icon, 1.25em);
      height: var(--icon, 1.25em);
      vertical-align: -0.25em;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentcolor;
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `;

  @property() name: IconName = 'info';

  protected override render() {
    return html`<svg viewBox="0 0 24 24" aria-hidden="true">${SHAPES[this.name]}</svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-icon': GcIcon;
  }
}
