// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-home-screen. */
export const homeStyles = css`
  :host {
    display: grid;
    justify-content: center;
    min-height: 0;
    padding: 1.5rem 2rem;
  }
  /* The line takes what is left of the height and scrolls within it. */
  .columns {
    display: grid;
    grid-template: auto minmax(11rem, 1fr) / minmax(0, 72rem) 20rem;
    grid-template-areas: 'main aside' 'line aside';
    gap: 1.25rem 1.5rem;
    min-height: 0;
    width: min(94rem, 100vw - 4rem);
  }
  .columns.listing {
    grid-template: auto auto minmax(9rem, 1fr) / minmax(0, 72rem) 20rem;
    grid-template-areas: 'main aside' 'lists aside' 'line aside';
  }
  .card {
    padding: 2rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    box-shadow: var(--shadow);
  }
  .main {
    grid-area: main;
    display: grid;
    gap: 1.25rem;
  }
  .line {
    grid-area: line;
    padding: 0;
    overflow: hidden;
  }
  .lists {
    grid-area: lists;
    display: grid;
    gap: 1.25rem;
  }
  .rows {
    padding: 0;
  }
  aside {
    grid-area: aside;
  }
  .effective {
    display: flex;
    align-items: baseline;
    flex-wrap: wrap;
    gap: 0 1rem;
  }
  h1 {
    font-size: var(--text-xxl);
  }
  .since,
  .soft {
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  .wanted {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 0.75rem;
  }
  .wanted button {
    display: grid;
    justify-items: center;
    gap: 0.1rem;
    padding: 1.1rem 0.5rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
    font: inherit;
    cursor: pointer;
  }
  .wanted button:hover {
    border-color: var(--teal);
  }
  .wanted button[aria-checked='true'] {
    border-color: var(--teal);
    background: var(--teal);
    color: var(--on-teal);
  }
  .wanted gc-icon {
    --icon: 1.75rem;
  }
  .wanted b {
    font-size: var(--text-l);
  }
  .wanted span {
    font-size: var(--text-s);
  }
  .ready {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    font-weight: 600;
  }
  .good {
    color: var(--good);
  }
  .bad {
    color: var(--poor);
  }
  aside {
    display: grid;
    align-content: start;
    gap: 1rem;
  }
  gc-video {
    aspect-ratio: 4 / 3;
  }
  dl {
    display: grid;
    gap: 0.75rem;
    margin: 0;
  }
  dt {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  dd {
    margin: 0;
  }
  @media (max-height: 800px) {
    :host {
      padding: 0.75rem;
    }
    .card:not(.line, .rows) {
      padding: 1rem 1.5rem;
    }
    .columns {
      gap: 0.75rem 1rem;
    }
    .main {
      gap: 0.75rem;
    }
    .wanted button {
      padding: 0.7rem 0.5rem;
    }
    gc-video {
      aspect-ratio: 16 / 9;
    }
  }
  .shift {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
  }
  .misses {
    color: var(--accent-deep);
    font-weight: 600;
  }
`;
