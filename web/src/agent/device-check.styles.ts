// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-device-check. */
export const deviceStyles = css`
  :host {
    display: grid;
    place-items: center;
    padding: 1.5rem 2rem;
  }
  section {
    display: grid;
    gap: 1rem;
    width: min(72rem, 100%);
  }
  h1 {
    font-size: var(--text-xxl);
  }
  .lead {
    color: var(--ink-soft);
    font-size: var(--text-l);
  }
  .columns {
    display: grid;
    grid-template-columns: 1.15fr 1fr;
    gap: 1.5rem;
    align-items: stretch;
  }
  gc-video {
    aspect-ratio: 4 / 3;
    width: 100%;
  }
  ul {
    display: grid;
    align-content: space-between;
    gap: 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 1rem;
    padding: 0.8rem 1.1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }
  li > div {
    display: grid;
    gap: 0.4rem;
    min-width: 0;
  }
  .what {
    --icon: 1.75rem;
    color: var(--teal);
  }
  h2 {
    font-size: var(--text-m);
  }
  p {
    display: flex;
    gap: 0.4rem;
    align-items: flex-start;
    font-size: 0.9375rem;
    line-height: 1.4;
  }
  p gc-icon {
    --icon: 1.2rem;
    margin-top: 0.05rem;
  }
  .good p {
    color: var(--good);
  }
  .open p {
    color: var(--ink-soft);
  }
  .bad p {
    color: var(--poor);
  }
  select {
    --target: 2.25rem;
    font-size: 0.9375rem;
    text-overflow: ellipsis;
  }
  li gc-button {
    --target: 2.25rem;
    justify-self: start;
    font-size: 0.9375rem;
  }
  .buttons {
    display: flex;
    justify-content: flex-end;
    gap: 1rem;
  }
  .go {
    --target: 3.25rem;
    min-width: 16rem;
    font-size: var(--text-l);
  }
  @media (max-height: 800px) {
    h1 {
      font-size: var(--text-xl);
    }
    .lead {
      font-size: var(--text-m);
    }
    section {
      gap: 0.6rem;
      width: min(60rem, 100%);
    }
    ul {
      gap: 0.5rem;
    }
    li {
      padding: 0.5rem 0.9rem;
    }
  }
`;
