// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { svg } from 'lit';

/* Attributes of drawing only: the page's policy allows no style attribute. */

const person = (x: number, y: number, coat: string) => svg`
  <g transform="translate(${x} ${y})">
    <path d="M-74 118c4-58 32-86 74-86s70 28 74 86z" fill=${coat} />
    <circle cx="0" cy="-14" r="40" fill="#f3d9c0" />
    <path d="M-41 -12c-4-36 16-54 41-54s45 18 41 54c-8-22-22-30-41-30s-33 8-41 30z" fill="#10302f" />
    <path d="M-15 4q15 13 30 0" fill="none" stroke="#8a3212" stroke-width="4" stroke-linecap="round" />
  </g>`;

const screen = (x: number, ground: string, content: unknown) => svg`
  <g transform="translate(${x} 150)">
    <rect x="-150" y="-118" width="300" height="236" rx="30" fill=${ground} stroke="#073a3e" stroke-width="8" />
    ${content}
  </g>`;

/** Two people who see each other across the sea: the arch of a bridge here, the island's towers there. */
export const hero = svg`<svg class="hero" viewBox="0 0 960 420" aria-hidden="true">
  <path d="M0 360q40-22 80 0t80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0v60H0z" fill="#0c5156" opacity="0.16" />
  <path d="M0 384q40-22 80 0t80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0 80 0v40H0z" fill="#0c5156" opacity="0.3" />
  <path d="M60 352v-34c40-46 120-46 160 0v34M60 318h160M100 318v-26M140 318v-34M180 318v-26" fill="none" stroke="#857d6c" stroke-width="6" stroke-linecap="round" />
  <path d="M760 352v-52l18-30 18 30v52zM812 352v-40l18-26 18 26v40z" fill="none" stroke="#857d6c" stroke-width="6" stroke-linejoin="round" />
  <path d="M744 352h130" stroke="#857d6c" stroke-width="6" stroke-linecap="round" />
  <path d="M330 84Q480-20 630 84" fill="none" stroke="#b0441c" stroke-width="7" stroke-linecap="round" stroke-dasharray="2 20" />
  <circle cx="330" cy="84" r="9" fill="#b0441c" />
  <circle cx="630" cy="84" r="9" fill="#b0441c" />
  ${screen(220, '#dbeae7', person(0, 0, '#b0441c'))}
  ${screen(740, '#fbe7da', person(0, 0, '#0c5156'))}
</svg>`;
