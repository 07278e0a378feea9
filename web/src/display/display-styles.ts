// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of the display: large numbers, few colours, nothing that moves but a new call. */
export const displayStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100vh;
    overflow: hidden;
    background: var(--night);
    color: var(--on-night);
  }
  .first,
  .second {
    display: block;
  }
  .second {
    font-size: 0.72em;
    font-weight: 400;
    opacity: 0.92;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space);
    padding: 1.5rem 3rem;
    background: var(--teal-deep);
    border-bottom: 0.5rem solid var(--accent);
  }
  h1 {
    font-size: var(--text-l);
  }
  h1 small {
    margin-inline-start: 0.4em;
    font-size: 0.62em;
    font-weight: 400;
  }
  .hours {
    margin-top: 0.25em;
    color: #b9e6c9;
  }
  .hours.closed {
    color: #ffd08a;
  }
  gc-clocks {
    --text-l: 4.5rem;
    --text-s: 1.875rem;
    flex: none;
  }
  gc-notice {
    padding: 1rem 3rem 0;
  }
  main {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 13fr) minmax(0, 9fr);
    grid-template-areas: 'called line' 'served line';
    gap: var(--space);
    flex: 1;
    min-height: 0;
    padding: var(--space) 3rem;
  }
  .plain {
    display: grid;
    place-items: center;
    grid-template: none;
  }
  .starting {
    font-size: var(--text-l);
    text-align: center;
  }
  section {
    min-height: 0;
    padding: 1.5rem 2rem;
    border-radius: var(--radius);
    background: #12363a;
    overflow: hidden;
  }
  h2 {
    font-size: var(--text-l);
    font-weight: 650;
  }
  ul,
  ol {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 3rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    font-weight: 700;
    line-height: 1.15;
    letter-spacing: 0.03em;
    font-variant-numeric: tabular-nums;
  }
  .called {
    grid-area: called;
    display: flex;
    flex-direction: column;
    background: var(--accent-soft);
    color: var(--accent-deep);
  }
  .called.none {
    background: #12363a;
    color: var(--on-night);
  }
  .called.none h2 {
    margin: auto;
    text-align: center;
  }
  .called ul {
    flex: 1;
    align-content: center;
    justify-content: center;
  }
  .called li {
    font-size: 7rem;
    color: #74270d;
  }
  .called ul[data-few] li {
    font-size: 11rem;
  }
  .served {
    grid-area: served;
    display: grid;
    grid-template-columns: auto 1fr;
    align-items: center;
    gap: 3rem;
  }
  .served li,
  .nobody {
    font-size: 5rem;
    font-weight: 700;
  }
  .line {
    grid-area: line;
    display: flex;
    flex-direction: column;
    gap: 1.25rem;
  }
  .line ol {
    display: grid;
    grid-template: repeat(4, minmax(0, 1fr)) / repeat(3, minmax(0, 1fr));
    grid-auto-flow: column;
    gap: 0 1rem;
    flex: 1;
    min-height: 0;
  }
  .line li {
    align-self: center;
    font-size: 4.25rem;
  }
  .line li:first-child {
    color: #ffc9a6;
  }
  .more {
    font-size: var(--text-s);
  }
  .more .first,
  .more .second {
    display: inline-block;
    margin-inline-end: 0.8em;
  }
  footer {
    display: grid;
    gap: 1rem;
    padding: 0 3rem var(--space);
  }
  .notice {
    display: grid;
    grid-template-columns: minmax(14rem, auto) 1fr;
    align-items: center;
    gap: 2.5rem;
    padding: 1.25rem 2rem;
    border-radius: var(--radius);
    background: var(--fair-soft);
    color: #4d3200;
  }
  .notice h2 {
    font-size: 2.375rem;
  }
  .notice p {
    font-size: 2.5rem;
    font-weight: 550;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  .touch {
    display: flex;
    align-items: center;
    gap: 1rem;
    font-size: var(--text-s);
  }
  .touch span span {
    display: inline-block;
    margin-inline-end: 0.8em;
    font-size: 1em;
  }
  .calling {
    position: fixed;
    inset: 0;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 2rem;
    background: var(--accent-soft);
    color: #74270d;
    text-align: center;
    animation: rise 500ms ease-out;
  }
  .calling strong {
    font-size: 24rem;
    line-height: 1;
    letter-spacing: 0.02em;
    font-variant-numeric: tabular-nums;
  }
  .calling p {
    font-size: var(--text-xxl);
    font-weight: 650;
    line-height: 1.2;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: scale(0.94);
    }
  }
  @media (orientation: portrait) {
    header {
      flex-direction: column;
      align-items: stretch;
    }
    main {
      grid-template: minmax(0, 5fr) auto minmax(0, 6fr) / minmax(0, 1fr);
      grid-template-areas: 'called' 'served' 'line';
    }
    .called ul[data-few] li {
      font-size: 10rem;
    }
    .notice {
      grid-template-columns: 1fr;
      gap: 0.5rem;
    }
    .calling strong {
      font-size: 18rem;
    }
    .calling p {
      font-size: 5rem;
    }
  }
`;
