// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-offer-screen. */
export const offerStyles = css`
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
  .how,
  .lead {
    padding: 0.75rem 2rem 0;
    font-size: var(--text-l);
    line-height: 1.4;
    color: var(--accent-deep);
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
  .wide {
    grid-column: 1 / -1;
  }
  .wide dd {
    font-size: inherit;
    line-height: 1.45;
  }
  dd small {
    font-size: var(--text-s);
    font-weight: 400;
    color: var(--ink-soft);
  }
  .fair {
    color: var(--fair);
  }
  .poor {
    color: var(--poor);
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
`;
