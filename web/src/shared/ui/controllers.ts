// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What makes a component draw itself again: the store, the language, the clock. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onLanguage } from '../i18n';
import type { Store } from '../store';

type Stop = () => void;

/** Draws the host again whenever what `watch` looks at has changed. */
class Watcher implements ReactiveController {
  #stop: Stop | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly watch: (changed: () => void) => Stop,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = this.watch(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}

export const watchLanguage = (host: ReactiveControllerHost): ReactiveController =>
  new Watcher(host, onLanguage);

export const watchStore = <S extends object>(
  host: ReactiveControllerHost,
  store: Store<S>,
): ReactiveController => new Watcher(host, (changed) => store.subscribe(changed));

/** Draws the host again every `ms` milliseconds. */
export const watchTime = (host: ReactiveControllerHost, ms: number): ReactiveController =>
  new Watcher(host, (changed) => {
    const timer = window.setInterval(changed, ms);
    return () => window.clearInterval(timer);
  });
