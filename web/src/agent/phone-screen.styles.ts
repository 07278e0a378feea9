// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-phone-screen. */
export const phoneStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 1fr);
    gap: 1.25rem;
    width: min(76rem, 100%);
    margin-inline: auto;
    padding: 1.25rem;
    min-height: 0;
  }
  .card {
    padding: 1.25rem 1.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    min-height: 0;
    overflow: auto;
  }
  .call {
    display: grid;
    align-content: start;
    gap: 1rem;
    border-top: 0.5rem solid var(--accent);
  }
  header {
    display: flex;
    align-items: center;
    gap: 0.6rem;
  }
  header gc-icon {
    --icon: 1.75rem;
    color: var(--accent-deep);
  }
  h1 {
    flex: 1;
    font-size: var(--text-l);
  }
  .number {
    font-size: var(--text-l);
    font-weight: 700;
    color: var(--teal-deep);
    font-variant-numeric: tabular-nums;
  }
  .phone {
    padding: 0.6rem 1rem;
    border-radius: var(--radius-s);
    background: var(--accent-soft);
    color: var(--accent-deep);
    font-size: 2.5rem;
    font-weight: 700;
    line-height: 1.3;
    letter-spacing: 0.03em;
    text-align: center;
    font-variant-numeric: tabular-nums;
    user-select: all;
  }
  .item {
    font-size: var(--text-l);
    font-weight: 650;
  }
  dl {
    display: grid;
    gap: 0.35rem;
    margin: 0;
  }
  dl div {
    display: grid;
    grid-template-columns: 8rem 1fr;
  }
  dt,
  .soft {
    color: var(--ink-soft);
  }
  dd {
    margin: 0;
  }
  gc-clocks {
    padding-block: 0.75rem;
    border-block: 1px solid var(--line);
  }
  .what {
    font-size: var(--text-l);
    line-height: 1.4;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }
  .buttons gc-button {
    flex: 1;
  }
  kbd {
    margin-inline-start: 0.5em;
    padding: 0 0.4em;
    border: 1px solid currentcolor;
    border-radius: 0.3em;
    font: inherit;
    font-size: var(--text-s);
  }
`;
