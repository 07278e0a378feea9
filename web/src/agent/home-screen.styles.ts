// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-home-screen. */
export const homeStyles = css`
  :host {
    display: grid;
    place-items: center;
    padding: 1.5rem 2rem;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 44rem) 20rem;
    gap: 1.5rem;
    align-items: stretch;
  }
  .card {
    padding: 2rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    box-shadow: var(--shadow);
  }
  .main {
    display: grid;
    gap: 1.75rem;
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
  .count {
    display: flex;
    align-items: center;
    gap: 1.5rem;
    padding-top: 1.5rem;
    border-top: 1px solid var(--line);
  }
  .count b {
    min-width: 1.6ch;
    font-size: 4rem;
    line-height: 1;
    font-variant-numeric: tabular-nums;
    text-align: center;
    color: var(--teal-deep);
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
    .card {
      padding: 1.25rem 1.5rem;
    }
    .main {
      gap: 1.1rem;
    }
    .wanted button {
      padding: 0.7rem 0.5rem;
    }
    .count {
      padding-top: 1rem;
    }
    .count b {
      font-size: 3rem;
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
