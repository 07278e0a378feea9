// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-call-screen. */
export const callStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) 21rem;
    gap: 1rem;
    padding: 1rem 1.25rem;
    min-height: 0;
  }
  .main {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto auto 18rem;
    gap: 0.9rem;
    min-width: 0;
    min-height: 0;
  }
  /* Small print wants the height. */
  .main.reading {
    grid-template-rows: minmax(0, 1fr) auto auto;
  }
  .reading .lower {
    display: none;
  }
  gc-paper-strip {
    grid-row: 2;
  }
  gc-call-tools {
    grid-row: 3;
  }
  .pictures {
    display: flex;
    gap: 0.9rem;
    min-height: 0;
  }
  .stage {
    position: relative;
    flex: 1;
    display: grid;
    grid-template: minmax(0, 1fr) / 1fr 1fr;
    gap: 0.9rem;
    min-height: 0;
  }
  .stage.face {
    grid-template-columns: minmax(0, 1fr) 18rem;
  }
  .stage.document {
    grid-template-columns: 18rem minmax(0, 1fr);
  }
  .notes {
    position: absolute;
    inset: 0.75rem 0.75rem auto;
    z-index: 1;
    display: grid;
    gap: 0.5rem;
  }
  .over {
    position: absolute;
    inset: 0;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 0.6rem;
    padding: 1.5rem;
    border-radius: var(--radius);
    background: var(--night);
    color: var(--on-night);
    text-align: center;
  }
  .over b {
    font-size: var(--text-xl);
  }
  .over p {
    display: grid;
    gap: 0.6rem;
  }
  .over .count {
    font-size: 4rem;
    font-weight: 700;
    line-height: 1.1;
    font-variant-numeric: tabular-nums;
  }
  .lower {
    grid-row: 4;
    display: grid;
    grid-template: minmax(0, 1fr) / 1fr 1fr;
    gap: 0.9rem;
    min-height: 0;
  }
  .card {
    padding: 0.9rem 1.1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    min-height: 0;
    min-width: 0;
    overflow: hidden;
  }
  aside {
    display: flex;
    flex-direction: column;
    gap: 0.9rem;
    min-height: 0;
    overflow-y: auto;
  }
  aside > * {
    flex: none;
  }
  .who {
    display: grid;
    gap: 0.6rem;
  }
  .number {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    font-variant-numeric: tabular-nums;
    color: var(--ink-soft);
  }
  .number b {
    font-size: var(--text-l);
    color: var(--teal-deep);
  }
  .slot {
    font-weight: 650;
    color: var(--accent-deep);
  }
  h1 {
    font-size: var(--text-l);
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.25rem 0.9rem;
    margin: 0;
  }
  dt {
    color: var(--ink-soft);
  }
  dd {
    margin: 0;
  }
  gc-clocks {
    flex-wrap: nowrap;
    gap: 1rem;
    padding-top: 0.6rem;
    border-top: 1px solid var(--line);
  }
  gc-clocks::part(clock) {
    flex: 1;
    grid-template-columns: auto;
  }
  .self {
    position: relative;
  }
  .self gc-video {
    aspect-ratio: 16 / 10;
  }
  .marks {
    position: absolute;
    inset: 0.5rem 0.5rem auto;
    display: flex;
    gap: 0.4rem;
  }
  .marks span {
    padding: 0 0.6rem;
    border-radius: 1rem;
    background: var(--accent-soft);
    color: var(--accent-deep);
    font-size: var(--text-s);
    font-weight: 600;
  }
  @media (max-width: 1400px), (max-height: 800px) {
    :host {
      grid-template-columns: minmax(0, 1fr) 17rem;
      gap: 0.6rem;
      padding: 0.6rem 0.75rem;
    }
    .main {
      grid-template-rows: minmax(0, 1fr) auto auto 13rem;
      gap: 0.5rem;
    }
    .pictures,
    .stage,
    .lower,
    aside {
      gap: 0.6rem;
    }
    .stage.face {
      grid-template-columns: minmax(0, 1fr) 11rem;
    }
    .stage.document {
      grid-template-columns: 11rem minmax(0, 1fr);
    }
    .card {
      padding: 0.6rem 0.8rem;
    }
    .who {
      gap: 0.4rem;
      font-size: 0.9375rem;
      line-height: 1.45;
    }
    .self gc-video {
      aspect-ratio: 16 / 9;
    }
    h1 {
      font-size: 1.0625rem;
    }
    .over .count {
      font-size: 3rem;
    }
  }
`;
