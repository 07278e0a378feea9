// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The state of a page: one plain object, replaced member by member, and those who watch it.
 * No DOM here.
 */

import type { PartShapes, ViewOf } from './messages';

export class Store<S extends object> {
  #state: S;
  #listeners = new Set<() => void>();
  #told = true;

  constructor(state: S) {
    this.#state = state;
  }

  get state(): Readonly<S> {
    return this.#state;
  }

  /** Replaces the given members. Listeners hear of it once, after the running task. */
  set(patch: Partial<S>): void {
    this.#state = { ...this.#state, ...patch };
    if (!this.#told) return;
    this.#told = false;
    queueMicrotask(() => {
      this.#told = true;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** Calls `listener` after each change; returns the function that ends this. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/**
 * Reads the parts of a view message. A part that does not have its shape is left out, and said to
 * `onproblem`: the rest of the page goes on with what it last knew.
 */
export function readParts<S extends PartShapes>(
  shapes: S,
  parts: Record<string, unknown>,
  onproblem: (text: string) => void,
): ViewOf<S> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parts)) {
    const shape = shapes[name];
    if (shape === undefined) continue;
    try {
      result[name] = shape.read(value, name);
    } catch (error) {
      onproblem(String(error));
    }
  }
  return result as ViewOf<S>;
}
